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
    /// On the Earth.
    pub geographic: Known<GeographicPosition>,
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

impl Coordinates {
    pub(super) fn of(georeference: Option<&Georeference>, line: f64, column: f64) -> Self {
        let detector_column = Known::not("the product carries no geometric model");
        let Some(georeference) = georeference else {
            let why = "the product carries no georeference";
            return Self { line, column, map: Known::not(why), geographic: Known::not(why), detector_column };
        };
        let [x0, column_step_x, line_step_x, y0, column_step_y, line_step_y] = georeference.geotransform;
        // The geotransform counts from the outer corner of the first pixel.
        let (down, right) = (line + 0.5, column + 0.5);
        let x = x0 + right * column_step_x + down * line_step_x;
        let y = y0 + right * column_step_y + down * line_step_y;
        let geographic = match geographic_from_map(&georeference.crs, x, y) {
            Some((longitude_deg, latitude_deg)) => Known::Known(GeographicPosition { latitude_deg, longitude_deg }),
            None => Known::not("the place cannot be brought from the product's reference system to the Earth"),
        };
        let map = Known::Known(MapPosition { x, y, crs: georeference.crs.clone() });
        Self { line, column, map, geographic, detector_column }
    }
}
