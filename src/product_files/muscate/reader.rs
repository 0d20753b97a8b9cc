//! From the files of a MUSCATE product to its description and its samples.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use gdal::Dataset;

use super::metadata::{ImageSet, MaskFile, Metadata, detector_unit, read_metadata, sun_angles, view};
use crate::imagery::NoDataReason;
use crate::product_files::error::ProductError;
use crate::product_files::gdal_raster::{FileBand, GdalRaster, ImageBand, Mask, RasterLayout, size_of};
use crate::product_files::gdal_session::{RASTER_DRIVERS, open_dataset};
use crate::product_files::georeferencing;
use crate::product_files::inside_folder::existing_inside;
use crate::product_files::product::{Level, OpenProduct, Product};
use crate::product_files::sample_rule::SampleRule;
use crate::product_files::xml_tree::XmlDocument;
use crate::supervision::Supervision;

/// How the name of a metadata file ends.
const METADATA_SUFFIX: &str = "_MTD_ALL.xml";

/// The metadata file of a folder, where it holds a MUSCATE product.
///
/// # Errors
/// [`ProductError`] when the folder cannot be listed or holds the metadata of several products.
pub(in crate::product_files) fn metadata_of_folder(folder: &Path) -> Result<Option<PathBuf>, ProductError> {
    let listing = std::fs::read_dir(folder).map_err(|source| ProductError::io(folder, "listed", source))?;
    let mut found = Vec::new();
    for entry in listing {
        let path = entry.map_err(|source| ProductError::io(folder, "listed", source))?.path();
        if path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(METADATA_SUFFIX)) {
            found.push(path);
        }
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        n => Err(ProductError::Unrecognised {
            path: folder.to_path_buf(),
            found: format!("{n} MUSCATE metadata files; name the one to open"),
        }),
    }
}

/// Describes a product; its images, where they are there, say its size and place.
pub(in crate::product_files) fn describe(metadata_path: &Path) -> Result<Product, ProductError> {
    let mut metadata = complete(metadata_path, read_metadata(metadata_path)?)?;
    match chosen_image(metadata_path, &metadata)? {
        Ok(image) => {
            place_by_image(&mut metadata.product, &image)?;
            let masks = metadata.masks.iter().map(|mask| existing(metadata_path, &mask.file));
            let masks: Vec<PathBuf> = masks.filter_map(Result::transpose).collect::<Result<_, _>>()?;
            add_files(&mut metadata.product, image.files.into_iter().chain(masks));
            Ok(metadata.product)
        }
        Err(missing) if metadata.product.lines == 0 => Err(missing.error()),
        Err(_) => Ok(metadata.product),
    }
}

/// Opens a product.
pub(in crate::product_files) fn open(
    metadata_path: &Path,
    supervision: &Supervision,
) -> Result<OpenProduct, ProductError> {
    supervision.check()?;
    let mut metadata = complete(metadata_path, read_metadata(metadata_path)?)?;
    let image = chosen_image(metadata_path, &metadata)?.map_err(MissingImage::error)?;
    if let Some(passed_over) = metadata.images.iter().take_while(|set| set.nature != image.nature).last() {
        supervision.warn(format!(
            "{}: the files of {} are not all there; {} is read instead",
            metadata_path.display(),
            passed_over.nature,
            image.nature
        ));
    }
    let first = place_by_image(&mut metadata.product, &image)?;
    let rule =
        SampleRule { no_data: Some(no_data(&metadata, &first) as f32), empty_pixel_is_outside: true, clipped: None };
    let n_bands = image.files.len();
    let bands = (0..n_bands).map(|file| ImageBand { source: FileBand { file, band: 0 }, rule }).collect();
    let mut files = image.files;
    let masks = masks(metadata_path, &metadata, &first, &mut files, supervision)?;
    add_files(&mut metadata.product, files.iter().cloned());
    let raster = GdalRaster::open(RasterLayout { files, bands, masks }, supervision)?;
    Ok(OpenProduct { product: metadata.product, raster: Box::new(raster) })
}

/// An image whose files are all there.
struct FoundImage {
    nature: String,
    files: Vec<PathBuf>,
}

/// A file that no image can do without.
struct MissingImage(PathBuf);

impl MissingImage {
    fn error(self) -> ProductError {
        ProductError::Missing { path: self.0, needed: "an image that the product's metadata name".to_owned() }
    }
}

fn folder_of(metadata_path: &Path) -> &Path {
    match metadata_path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn existing(metadata_path: &Path, relative: &Path) -> Result<Option<PathBuf>, ProductError> {
    existing_inside(folder_of(metadata_path), relative, metadata_path)
}

/// The first image, in the order of preference, whose files are all there; otherwise a file that is missing.
fn chosen_image(metadata_path: &Path, metadata: &Metadata) -> Result<Result<FoundImage, MissingImage>, ProductError> {
    let mut missing = metadata_path.to_path_buf();
    for ImageSet { nature, files } in &metadata.images {
        let mut found = Vec::with_capacity(files.len());
        for (_, relative) in files {
            match existing(metadata_path, relative)? {
                Some(path) => found.push(path),
                None => missing = folder_of(metadata_path).join(relative),
            }
        }
        if found.len() == files.len() {
            return Ok(Ok(FoundImage { nature: nature.clone(), files: found }));
        }
    }
    Ok(Err(MissingImage(missing)))
}

/// Takes size and place from the image of the first band.
fn place_by_image(product: &mut Product, image: &FoundImage) -> Result<Dataset, ProductError> {
    let path = image.files.first().cloned().unwrap_or_default();
    let dataset = open_dataset(&path, &RASTER_DRIVERS)?;
    let size = size_of(&dataset);
    product.lines = size.lines;
    product.columns = size.columns;
    if let Some(place) = georeferencing::of_dataset(&dataset) {
        product.georeference = Some(place);
    }
    Ok(dataset)
}

/// Adds the angles that an L1C keeps in a file beside its metadata, where the metadata lack them.
fn complete(metadata_path: &Path, mut metadata: Metadata) -> Result<Metadata, ProductError> {
    let product = &mut metadata.product;
    let Some(relative) = &metadata.useful_image_information else { return Ok(metadata) };
    if product.sun.is_some() && !product.views.is_empty() {
        return Ok(metadata);
    }
    let Some(path) = existing(metadata_path, relative)? else { return Ok(metadata) };
    let document = XmlDocument::read(&path)?;
    for place in document.root().descendants() {
        if place.name() == "Sun_Angles" && place.attribute("name") == Some("center") && product.sun.is_none() {
            product.sun = Some(sun_angles(&place)?);
        }
        if place.name() == "Viewing_Incidence_Angles_List" {
            let unit = detector_unit(&place)?;
            let centre =
                place.all("Viewing_Incidence_Angles").find(|angles| angles.attribute("name") == Some("center"));
            if let Some(centre) = centre
                && product.views.iter().all(|view| view.detector_unit != unit)
            {
                product.views.push(view(unit, &centre)?);
            }
        }
    }
    product.files.push(path);
    Ok(metadata)
}

fn add_files(product: &mut Product, files: impl Iterator<Item = PathBuf>) {
    for file in files {
        if !product.files.contains(&file) {
            product.files.push(file);
        }
    }
}

/// The metadata's own value, that of the file, or the format's.
fn no_data(metadata: &Metadata, first: &Dataset) -> f64 {
    let by_format = match metadata.product.level {
        Level::L1C => 0.0,
        _ => -10_000.0,
    };
    let by_file = || first.rasterband(1).ok().and_then(|band| band.no_data_value());
    metadata.no_data.or_else(by_file).unwrap_or(by_format)
}

/// What a mask of this nature says of a sample; none for natures that say nothing about the sample's worth.
fn reason_of(nature: &str) -> Option<NoDataReason> {
    match nature {
        "Saturation" => Some(NoDataReason::Saturated),
        "Aberrant_Pixels" | "Defective_Pixel" => Some(NoDataReason::Defective),
        "Detailed_Cloud" | "Cloud" | "Cloud_Shadow" => Some(NoDataReason::Cloud),
        "Edge" => Some(NoDataReason::Outside),
        "Nodata" => Some(NoDataReason::Missing),
        _ => None,
    }
}

/// The masks that are there and of the image's size; their files are added to `files`.
fn masks(
    metadata_path: &Path,
    metadata: &Metadata,
    first: &Dataset,
    files: &mut Vec<PathBuf>,
    supervision: &Supervision,
) -> Result<Vec<Mask>, ProductError> {
    let names: Vec<&str> = metadata.product.bands.iter().map(|band| band.name.as_str()).collect();
    let mut masks: Vec<Mask> = Vec::new();
    let mut unusable: BTreeSet<&Path> = BTreeSet::new();
    for MaskFile { nature, file, band, bit } in &metadata.masks {
        if nature.starts_with("Useful_Image") {
            supervision.warn(format!("{}: the mask {nature} is not used: its coding is not known", file.display()));
        }
        let Some(reason) = reason_of(nature) else { continue };
        let Some(path) = existing(metadata_path, file)? else {
            if unusable.insert(file) {
                supervision.warn(format!(
                    "{}: the mask {nature} is not there; its pixels count as valid",
                    folder_of(metadata_path).join(file).display()
                ));
            }
            continue;
        };
        if unusable.contains(file.as_path()) {
            continue;
        }
        let index = match files.iter().position(|known| *known == path) {
            Some(index) => index,
            None => match usable(&path, first) {
                Ok(()) => {
                    files.push(path);
                    files.len() - 1
                }
                Err(why) => {
                    supervision.warn(format!("{why}; the mask {nature} is not used and its pixels count as valid"));
                    unusable.insert(file);
                    continue;
                }
            },
        };
        let bits_here = bit.map_or(u16::MAX, |bit| 1_u16 << (bit - 1));
        let source = FileBand { file: index, band: 0 };
        let known = masks.iter().position(|mask| mask.source == source && mask.reason == reason);
        let position = known.unwrap_or_else(|| {
            masks.push(Mask { source, reason, bits: vec![0; names.len()] });
            masks.len() - 1
        });
        for (name, bits) in names.iter().zip(masks.get_mut(position).map(|mask| &mut mask.bits).into_iter().flatten()) {
            if band.as_deref().is_none_or(|band| band == *name) {
                *bits |= bits_here;
            }
        }
    }
    Ok(masks)
}

/// Whether a mask can be laid over the image.
fn usable(path: &Path, first: &Dataset) -> Result<(), String> {
    let size = size_of(&open_dataset(path, &RASTER_DRIVERS).map_err(|error| error.to_string())?);
    let needed = size_of(first);
    if (size.lines, size.columns) == (needed.lines, needed.columns) {
        Ok(())
    } else {
        Err(format!(
            "{}: needed {} lines × {} columns as the image, found {} × {}",
            path.display(),
            needed.lines,
            needed.columns,
            size.lines,
            size.columns
        ))
    }
}
