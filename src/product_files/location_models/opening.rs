//! From a path to the models of an image.

use std::path::Path;

use super::beside::{geometry_of_folder, models_beside, taken};
use super::physical::located;
use super::recognition::{Content, NEEDED, RasterFrame, content_of};
use super::{ArrayModel, LocatedArray, LocatedImage, LocationModelChoices, LocationModelKind, ModelChoice};
use crate::instrument::location::{ImagePoint, ImageSize, LocationModel};
use crate::product_files::error::ProductError;
use crate::product_files::location_grid_files::read_location_grid;
use crate::product_files::pleiades_dimap::pleiades_acquisition;
use crate::product_files::rational_polynomial_files::read_rational_polynomials;
use crate::product_files::sentinel2_l1b::sentinel2_acquisition;
use crate::product_files::venus_geometry::venus_acquisition;

/// What a whole image is called that one model describes.
const WHOLE_IMAGE: &str = "image";

/// Metres taken off the ends of the heights that a fitted model answers for, so that asking for an end is not a matter of its last digit.
const INSIDE_REACH_M: f64 = 1e-3;

/// Opens the models of the image at `path`: a file that holds a model, whatever its name; a folder of VENµS geometry files; or a raster or document
/// whose model lies in a file beside it.
///
/// Of a document that holds several models the physical one is taken, unless the choices say otherwise. Of several files beside an image that agree
/// to a tenth of a pixel the first is taken: DIMAP, then `.geom`, RPB, RPC text, the raster's own metadata.
///
/// # Errors
/// [`ProductError`]: no model at all, none of the kind chosen, two beside an image that differ, a model for an image of another size, a table of
/// Earth orientation that does not hold the date, or what is wrong with the model's file.
pub fn open_location_models(path: &Path, choices: &LocationModelChoices) -> Result<LocatedImage, ProductError> {
    let image = located_image(path, choices)?;
    image.ok_or_else(|| ProductError::Raster {
        path: path.to_path_buf(),
        needed: match &choices.model {
            Some(ModelChoice::Kind(kind)) => format!("{}, in it or beside it", kind.words()),
            _ => format!("{NEEDED}; in it or beside it"),
        },
        found: "no such thing".to_owned(),
    })
}

/// The same for an image that may have no model, as most have: none where there is none.
///
/// # Errors
/// As [`open_location_models`] where there is a model.
pub fn find_location_models(path: &Path, choices: &LocationModelChoices) -> Result<Option<LocatedImage>, ProductError> {
    located_image(path, choices)
}

fn located_image(path: &Path, choices: &LocationModelChoices) -> Result<Option<LocatedImage>, ProductError> {
    if path.is_dir() && !matches!(choices.model, Some(ModelChoice::File(_))) {
        return match geometry_of_folder(path)? {
            Some(folder) if fits(choices, LocationModelKind::Physical) => venus(&folder, choices).map(Some),
            _ => Ok(None),
        };
    }
    if let Some(ModelChoice::File(file)) = &choices.model {
        return of_chosen_file(path, file, choices).map(Some);
    }
    let content = content_of(path)?;
    let raster = if let Content::Raster { frame, .. } = &content { Some(*frame) } else { None };
    let own = content.kinds().iter().copied().find(|kind| fits(choices, *kind));
    if raster.is_none()
        && let Some(kind) = own
    {
        return opened(path, &content, kind, choices).map(Some);
    }
    // A grid, a document and rational polynomials hold their model; an image has it beside it, or in its metadata.
    let candidates = models_beside(path)?;
    let mut models = Vec::new();
    for file in candidates {
        let content = content_of(&file)?;
        if let Some(kind) = content.kinds().iter().copied().find(|kind| fits(choices, *kind)) {
            models.push(opened(&file, &content, kind, choices)?);
        }
    }
    if let Some(kind) = own {
        models.push(opened(path, &content, kind, choices)?);
    }
    let Some(mut image) = taken(path, models)? else { return Ok(None) };
    if let Some(raster) = raster {
        let misfit = put_onto(&mut image, path, raster);
        misfit.map_or(Ok(()), |found| {
            let needed = "an image of the size that the model is for, or the model by choice";
            Err(ProductError::Raster { path: path.to_path_buf(), needed: needed.to_owned(), found })
        })?;
    }
    Ok(Some(image))
}

fn fits(choices: &LocationModelChoices, kind: LocationModelKind) -> bool {
    match choices.model {
        Some(ModelChoice::Kind(chosen)) => chosen == kind,
        _ => true,
    }
}

/// The model that the user names, for an image that need not know of it.
fn of_chosen_file(path: &Path, file: &Path, choices: &LocationModelChoices) -> Result<LocatedImage, ProductError> {
    let content = if path.is_dir() { None } else { Some(content_of(path)?) };
    let free = LocationModelChoices { model: None, ..choices.clone() };
    let mut image = if file.is_dir() {
        open_location_models(file, &free)?
    } else {
        let content = content_of(file)?;
        let kind = content.kinds().first().copied().ok_or_else(|| ProductError::Raster {
            path: file.to_path_buf(),
            needed: NEEDED.to_owned(),
            found: "no such thing".to_owned(),
        })?;
        opened(file, &content, kind, &free)?
    };
    image.remarks.push(format!("the model was named for the image {}", path.display()));
    if let Some(Content::Raster { frame, .. }) = content
        && let Some(misfit) = put_onto(&mut image, path, frame)
    {
        image.remarks.push(format!("{misfit}; by choice it is used all the same, with its own lines and columns"));
    }
    Ok(image)
}

/// The model of a kind in a file.
fn opened(
    path: &Path,
    content: &Content,
    kind: LocationModelKind,
    choices: &LocationModelChoices,
) -> Result<LocatedImage, ProductError> {
    match (content, kind) {
        (Content::Pleiades { document, .. }, LocationModelKind::Physical) => {
            located(path, &pleiades_acquisition(document)?, choices)
        }
        (Content::Sentinel2(document), _) => {
            located(path, &sentinel2_acquisition(document, &choices.sentinel2)?, choices)
        }
        (Content::VenusGeometry, _) => venus(path.parent().unwrap_or(Path::new("")), choices),
        (Content::Grid, _) => {
            let grid = read_location_grid(path)?;
            let reach_m = grid.height_range_m();
            Ok(fitted(path, kind, Box::new(grid), reach_m, Vec::new()))
        }
        _ => {
            let model = read_rational_polynomials(path)?;
            let [lowest, highest] = model.height_range_m();
            let reach_m = model.height_reach_m();
            let functions = if model.has_direct_functions() { "both directions" } else { "the inverse direction" };
            let remarks = vec![format!(
                "functions of {functions}, fitted from {lowest:.0} m to {highest:.0} m, answered from {:.0} m to {:.0} m",
                reach_m[0], reach_m[1]
            )];
            Ok(fitted(path, LocationModelKind::RationalPolynomials, Box::new(model), reach_m, remarks))
        }
    }
}

fn venus(folder: &Path, choices: &LocationModelChoices) -> Result<LocatedImage, ProductError> {
    located(folder, &venus_acquisition(&[folder.to_path_buf()], &choices.venus)?, choices)
}

fn fitted(
    path: &Path,
    kind: LocationModelKind,
    model: Box<dyn LocationModel>,
    reach_m: [f64; 2],
    remarks: Vec<String>,
) -> LocatedImage {
    let reach_m = [reach_m[0] + INSIDE_REACH_M, reach_m[1] - INSIDE_REACH_M];
    let size = model.image_size();
    let model = ArrayModel::Fitted { model, reach_m };
    LocatedImage {
        kind,
        file: path.to_path_buf(),
        arrays: vec![LocatedArray {
            name: WHOLE_IMAGE.to_owned(),
            band: None,
            size,
            first: ImagePoint::default(),
            model,
        }],
        earth_orientation: Vec::new(),
        corrections: None,
        remarks,
    }
}

/// Gives the image of a model the lines and columns of a raster. What is wrong with that in words: a model for another size, of which the raster is
/// neither a part that says where it begins nor the first tile, which begins where the image does.
fn put_onto(image: &mut LocatedImage, path: &Path, raster: RasterFrame) -> Option<String> {
    let words = |size: ImageSize| format!("{} lines × {} columns", size.lines, size.columns);
    let own = image.file == path;
    let RasterFrame { size, first } = raster;
    // Polynomials in the raster's own metadata count from its own first pixel.
    let first = first.filter(|first| !own && first.iter().any(|place| *place > 0.0));
    let of_model = image.arrays.iter().filter_map(|array| array.size).find(|of_model| *of_model != size);
    if let Some(of_model) = of_model {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().to_ascii_uppercase()).unwrap_or_default();
        let [line, column] = first.unwrap_or_default();
        let is_inside = line + size.lines as f64 <= of_model.lines as f64
            && column + size.columns as f64 <= of_model.columns as f64;
        if !is_inside || first.is_none() && !stem.ends_with("_R1C1") {
            return Some(format!(
                "{} in {}, a model for {}: {}",
                words(size),
                path.display(),
                words(of_model),
                image.file.display()
            ));
        }
        image.remarks.push(format!("the raster is a part of an image of {}", words(of_model)));
    }
    for array in &mut image.arrays {
        array.size = Some(size);
        if let Some([line, column]) = first {
            array.first = ImagePoint { line, column };
        }
    }
    if let Some([line, column]) = first {
        let place = format!("line {line}, column {column} of the model");
        image.remarks.push(format!("by its geotransform without a reference system the raster begins at {place}"));
    }
    None
}
