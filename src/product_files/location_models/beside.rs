//! Models in files beside an image.

use std::path::{Path, PathBuf};

use super::LocatedImage;
use crate::instrument::location::{ImagePoint, ImageSize};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;

/// Files of a folder that are looked at by name.
const MOST_ENTRIES: usize = 100_000;

/// Beginnings of the names of documents and images of one product, in the order in which models are taken.
const BEGINNINGS: [&str; 4] = ["PHRDIMAP_", "DIM_", "RPC_", "IMG_"];

/// Pixels within which two models say the same.
const AGREEMENT_PX: f64 = 0.1;

/// The folder, where it holds geometry files of VENµS.
///
/// # Errors
/// The system's refusal to list it.
pub(super) fn geometry_of_folder(folder: &Path) -> Result<Option<PathBuf>, ProductError> {
    let is_geometry = |name: &String| {
        name.starts_with("VE_") && VenusFileKind::GEOMETRY.iter().any(|kind| name.contains(kind.code()))
    };
    Ok(names_in(folder)?.iter().any(is_geometry).then(|| folder.to_path_buf()))
}

/// Files beside an image that by their names hold a model of it, in the order in which they are taken.
///
/// # Errors
/// The system's refusal to list the folder.
pub(super) fn models_beside(image: &Path) -> Result<Vec<PathBuf>, ProductError> {
    let Some(name) = image.file_name().and_then(|name| name.to_str()) else { return Ok(Vec::new()) };
    let folder = image.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let stem = stem(name);
    let mut found: Vec<(usize, String)> = names_in(folder)?
        .into_iter()
        .filter(|other| other != name)
        .filter_map(|other| Some((rank(stem, &other)?, other)))
        .collect();
    found.sort();
    Ok(found.into_iter().map(|(_, name)| folder.join(name)).collect())
}

fn names_in(folder: &Path) -> Result<Vec<String>, ProductError> {
    let entries = std::fs::read_dir(folder).map_err(|source| ProductError::io(folder, "read", source))?;
    Ok(entries.take(MOST_ENTRIES).filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// How early the file `other` is taken as the model of the image with this stem; none where it is none by its name.
fn rank(image_stem: &str, other: &str) -> Option<usize> {
    let lower = other.to_ascii_lowercase();
    let (other_stem, ending) = (stem(other), lower.rsplit_once('.').map_or("", |(_, ending)| ending));
    if ending == "xml" {
        // A document and the image may be one product under several beginnings, or simply share their name.
        let product = product_of(image_stem);
        let same = other_stem == image_stem || without_beginning(other_stem) == product;
        let place = BEGINNINGS.iter().position(|beginning| other_stem.starts_with(beginning));
        return same.then_some(place.unwrap_or(BEGINNINGS.len()));
    }
    let after = BEGINNINGS.len() + 1;
    if ending == "geom" && other_stem == image_stem {
        return Some(after);
    }
    if ending == "rpb" && other_stem == image_stem {
        return Some(after + 1);
    }
    let of_text = ["_rpc.txt", ".rpc"].into_iter().find(|ending| lower.ends_with(ending))?;
    (other[..other.len() - of_text.len()] == *image_stem).then_some(after + 2)
}

/// What the names of one product's files have in common: without the beginning, and without the tile (`_R1C1`).
fn product_of(image_stem: &str) -> &str {
    let product = without_beginning(image_stem);
    match product.rsplit_once('_') {
        Some((rest, tile)) if is_tile(tile) => rest,
        _ => product,
    }
}

fn without_beginning(stem: &str) -> &str {
    BEGINNINGS.iter().find_map(|beginning| stem.strip_prefix(beginning)).unwrap_or(stem)
}

fn is_tile(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = word.strip_prefix(['R', 'r']).and_then(|rest| rest.split_once(['C', 'c']));
    parts.is_some_and(|(row, column)| digits(row) && digits(column))
}

/// The first of the models of an image, if the others of the same kind say the same.
///
/// # Errors
/// [`ProductError::Raster`] naming two that differ.
pub(super) fn taken(image: &Path, models: Vec<LocatedImage>) -> Result<Option<LocatedImage>, ProductError> {
    let mut models = models.into_iter();
    let Some(mut first) = models.next() else { return Ok(None) };
    if first.file != image {
        first.remarks.push(format!("the model of {} lies beside it", image.display()));
    }
    for other in models {
        if let Some(difference) = difference(&first, &other) {
            return Err(ProductError::Raster {
                path: image.to_path_buf(),
                needed: "one model, or several that say the same, or a choice".to_owned(),
                found: format!("{} and {}, {difference}", named(&first, image), named(&other, image)),
            });
        }
        first.remarks.push(format!("{} says the same to {AGREEMENT_PX} pixel", named(&other, image)));
    }
    Ok(Some(first))
}

fn named(model: &LocatedImage, image: &Path) -> String {
    let words = model.kind.words();
    if model.file == image {
        format!("the {words} in its metadata")
    } else {
        format!("the {words} of {}", model.file.display())
    }
}

/// How two models differ, in words; none where they say the same.
fn difference(one: &LocatedImage, other: &LocatedImage) -> Option<String> {
    let [(a, one_size), (b, other_size)] =
        [one, other].map(|image| (image.arrays.first(), image.arrays.first().and_then(|array| array.size)));
    let (Some(a), Some(b)) = (a, b) else { return None };
    if one.arrays.len() != other.arrays.len() {
        return Some("which have different numbers of arrays".to_owned());
    }
    let ImageSize { lines, columns } = one_size.or(other_size).unwrap_or(ImageSize { lines: 1000, columns: 1000 });
    let height_m = [one, other].iter().find_map(|image| middle_height_m(image)).unwrap_or(0.0);
    let mut worst: Option<f64> = None;
    for share in [0.1, 0.5, 0.9] {
        let at = ImagePoint { line: share * lines as f64, column: (1.0 - share) * columns as f64 };
        let Ok(ground) = a.location_model().ground_at_height(at, height_m) else { continue };
        let apart = b
            .location_model()
            .image_of(ground)
            .map_or(f64::INFINITY, |seen| (seen.line - at.line).hypot(seen.column - at.column));
        worst = Some(worst.map_or(apart, |worst| worst.max(apart)));
    }
    match worst {
        Some(worst) if worst <= AGREEMENT_PX => None,
        Some(worst) if worst.is_finite() => Some(format!("which are {worst:.1} pixels apart")),
        _ => Some("which look at different places".to_owned()),
    }
}

/// The middle of the heights of a fitted model.
fn middle_height_m(image: &LocatedImage) -> Option<f64> {
    match &image.arrays.first()?.model {
        super::ArrayModel::Fitted { reach_m: [lowest, highest], .. } => Some(0.5 * (lowest + highest)),
        super::ArrayModel::Physical(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_product_are_known_by_their_names() {
        for (image, other, expected) in [
            ("left_image", "left_image.geom", Some(5)),
            ("left_image", "right_image.geom", None),
            ("left_image", "left_image_bias.geom", None),
            ("scene", "scene.RPB", Some(6)),
            ("scene", "scene_RPC.TXT", Some(7)),
            ("scene", "scene_rpc.txt", Some(7)),
            ("scene", "other_RPC.TXT", None),
            ("scene", "scene.xml", Some(4)),
            ("IMG_PHR1B_P_2013_001_R1C1", "RPC_PHR1B_P_2013_001.XML", Some(2)),
            ("IMG_PHR1B_P_2013_001_R1C1", "DIM_PHR1B_P_2013_001.XML", Some(1)),
            ("IMG_PHR1B_P_2013_001_R1C1", "RPC_PHR1B_P_2013_002.XML", None),
            ("DIM_PHR1B_P_2013_001", "RPC_PHR1B_P_2013_001.XML", Some(2)),
            ("IMG_P1BP--2018", "PHRDIMAP_P1BP--2018.XML", Some(0)),
            ("µ", "µ_RPC.TXT", Some(7)),
            ("scene", "scene.tif", None),
        ] {
            assert_eq!(rank(stem(&format!("{image}.tif")), other), expected, "{image}, {other}");
        }
    }
}
