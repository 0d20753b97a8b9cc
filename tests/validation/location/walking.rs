//! The outside data, walked; figures, in rows.

use std::path::{Path, PathBuf};

use gdal::{Dataset, Metadata as _};
use viq::earth::{GroundPoint, cartesian_from_geodetic};

use super::case_table::Case;
pub(super) use super::case_table::heading;
use crate::shared_data::shared;

/// Every file below the folder of outside data, in the order of the names; empty, with a line that says so, where there is none.
pub(super) fn all_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    if let Some(root) = shared("") {
        collect(&root, &mut files);
    }
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn has_extension(path: &Path, names: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    names.contains(&extension.as_str())
}

/// Whether a file says that it holds rational polynomials, by other means than the readers under test.
pub(super) fn claims_rational_polynomials(path: &Path) -> bool {
    if has_extension(path, &["xml", "geom", "rpb", "txt"]) {
        let bytes = std::fs::read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        return ["<Global_RFM>", "<RPB>", "line_num_coeff_", "LINE_NUM_COEFF_1:", "lineNumCoef"]
            .into_iter()
            .any(|mark| text.contains(mark));
    }
    has_extension(path, &["tif", "tiff"])
        && Dataset::open(path)
            .is_ok_and(|dataset| dataset.metadata_domain("RPC").is_some_and(|entries| !entries.is_empty()))
}

/// Whether a raster says that it is a location grid.
pub(super) fn claims_location_grid(path: &Path) -> bool {
    has_extension(path, &["tif", "tiff"])
        && Dataset::open(path).is_ok_and(|dataset| {
            let entry = |domain, key| dataset.metadata_item(key, domain).is_some();
            entry("", "ALTITUDE_B0") || entry("GTiff", "LG_ALTITUDE_B0")
        })
}

/// Folder and name: short, and still telling files of one name apart.
pub(super) fn short(path: &Path) -> String {
    let mut parts: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy().into_owned()).collect();
    parts.reverse();
    parts.join("/")
}

/// Metres between two places.
pub(super) fn metres(a: GroundPoint, b: GroundPoint) -> f64 {
    (cartesian_from_geodetic(a) - cartesian_from_geodetic(b)).norm()
}

/// Differences of one case.
#[derive(Default)]
pub(super) struct Differences(Vec<f64>);

impl Differences {
    pub(super) fn add(&mut self, difference: f64) {
        assert!(!difference.is_nan());
        self.0.push(difference.abs());
    }

    pub(super) fn rms(&self) -> f64 {
        (self.0.iter().map(|value| value * value).sum::<f64>() / self.0.len() as f64).sqrt()
    }

    /// A row of the table: case, n, median, maximum, bound. The maximum is held against the bound.
    pub(super) fn hold(&mut self, case: &str, unit: &'static str, bound: f64) {
        let mut row = Case::new(case, unit, bound);
        row.differences = std::mem::take(&mut self.0);
        row.print();
        assert!(row.holds(), "{case}: {:e} {unit} of {}, bound {bound:e}", row.maximum(), row.differences.len());
    }
}
