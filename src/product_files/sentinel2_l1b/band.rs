//! The thirteen bands.

use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// A band as the metadata number it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    pub(super) name: &'static str,
    /// Nominal size of a pixel, which is also that of a line.
    pub(super) metres: usize,
    /// Focal plane: `VNIR` or `SWIR`.
    pub(super) focal_plane: &'static str,
}

/// Nominal size of the pixels that granules are counted in.
pub(super) const FINEST_METRES: usize = 10;

/// Detectors of the focal plane, each with an array of every band.
pub(super) const DETECTORS: [&str; 12] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/// Bands by their `bandId`.
pub(super) const BANDS: [Band; 13] = [
    band("B01", 60, "VNIR"),
    band("B02", 10, "VNIR"),
    band("B03", 10, "VNIR"),
    band("B04", 10, "VNIR"),
    band("B05", 20, "VNIR"),
    band("B06", 20, "VNIR"),
    band("B07", 20, "VNIR"),
    band("B08", 10, "VNIR"),
    band("B8A", 20, "VNIR"),
    band("B09", 60, "VNIR"),
    band("B10", 60, "SWIR"),
    band("B11", 20, "SWIR"),
    band("B12", 20, "SWIR"),
];

const fn band(name: &'static str, metres: usize, focal_plane: &'static str) -> Band {
    Band { name, metres, focal_plane }
}

/// The child with this name whose attribute has this value.
pub(super) fn with_attribute<'a>(
    list: &XmlPlace<'a>,
    name: &'static str,
    attribute: &str,
    value: &str,
) -> Result<XmlPlace<'a>, ProductError> {
    list.all(name)
        .find(|child| child.attribute(attribute) == Some(value))
        .ok_or_else(|| list.error("", &format!("an element {name} with {attribute}=\"{value}\""), "none"))
}
