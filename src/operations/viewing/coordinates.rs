//! Where a place of the image lies, in every frame that the product knows.

use serde::{Deserialize, Serialize};

use super::known::Known;
use crate::product_files::{Georeference, geographic_from_map};

/// A place in every frame. The centre of the first pixel is (line 0, column 0).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Line, with its fraction.
    pub line: f64,
    /// Column, with its fraction.
    pub column: f64,
    /// In the reference system of the product.
    pub map: Known<MapPosition>,
    /// On the Earth: through the reference system, or where a geometric model looked.
    pub geographic: Known<GeographicPosition>,
    /// Height of the ground there.
    pub height: Known<GroundHeight>,
    /// The geometric model that the place comes from.
    pub model: Known<PlaceModel>,
    /// Column of the detector that saw the place.
    pub detector_column: Known<f64>,
}

/// A place in the reference system of the product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapPosition {
    /// First coordinate (easting), in the unit of the system.
    pub x: f64,
    /// Second coordinate (northing).
    pub y: f64,
    /// The system: `EPSG:32636`, or WKT.
    pub crs: String,
}

/// A place on the Earth (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GeographicPosition {
    /// Degrees, positive to the north.
    pub latitude_deg: f64,
    /// Degrees, positive to the east.
    pub longitude_deg: f64,
}

/// A height, and of which surface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundHeight {
    /// Metres above the WGS 84 ellipsoid.
    pub height_m: f64,
    /// The surface: an elevation model, or a constant height that was chosen.
    pub surface: String,
}

/// A geometric model, as far as it matters to whoever reads a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceModel {
    /// What kind of model, and of which file.
    pub name: String,
    /// Tables of the Earth's orientation with their ends, celestial frames and models of precession; empty for a model that needs none.
    pub earth_orientation: Vec<String>,
    /// What whoever uses the place should know of the model.
    pub remarks: Vec<String>,
}

/// Why a product without model has no detector column, and no place by a model.
pub(super) const NO_MODEL: &str = "the product carries no geometric model";

/// Map coordinates of a place of the image, (x, y) in the reference system of the product.
pub(super) fn map_from_image(geotransform: [f64; 6], line: f64, column: f64) -> [f64; 2] {
    let [x0, column_step_x, line_step_x, y0, column_step_y, line_step_y] = geotransform;
    // The geotransform counts from the outer corner of the first pixel.
    let (down, right) = (line + 0.5, column + 0.5);
    [x0 + right * column_step_x + down * line_step_x, y0 + right * column_step_y + down * line_step_y]
}

impl Coordinates {
    /// What the georeference alone says: neither a model nor the ground is asked.
    pub(super) fn of(georeference: Option<&Georeference>, line: f64, column: f64) -> Self {
        let (detector_column, model) = (Known::not(NO_MODEL), Known::not(NO_MODEL));
        let height = Known::not("no elevation model is chosen as the ground");
        let Some(georeference) = georeference else {
            let why = "the product carries no georeference";
            let (map, geographic) = (Known::not(why), Known::not(why));
            return Self { line, column, map, geographic, height, model, detector_column };
        };
        let [x, y] = map_from_image(georeference.geotransform, line, column);
        let geographic = match geographic_from_map(&georeference.crs, x, y) {
            Some((longitude_deg, latitude_deg)) => Known::Known(GeographicPosition { latitude_deg, longitude_deg }),
            None => Known::not("the place cannot be brought from the product's reference system to the Earth"),
        };
        let map = Known::Known(MapPosition { x, y, crs: georeference.crs.clone() });
        Self { line, column, map, geographic, height, model, detector_column }
    }
}
