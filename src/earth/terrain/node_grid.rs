//! Where the nodes of an elevation model lie.

use crate::earth::{GroundPoint, UtmZone, longitude_difference};

/// Coordinates in which the nodes of an elevation model are evenly spaced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GridFrame {
    /// Longitude (x) and geodetic latitude (y) on WGS 84, in radians.
    Geographic,
    /// Easting (x) and northing (y) in metres, in a zone of UTM on WGS 84.
    Utm(UtmZone),
}

/// A regular grid of nodes. A height belongs to a node (pixel is point), not to an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NodeGrid {
    /// Coordinates of the nodes.
    pub frame: GridFrame,
    /// x of the first column of nodes.
    pub first_x: f64,
    /// y of the first row of nodes.
    pub first_y: f64,
    /// From one column to the next; positive to the east.
    pub step_x: f64,
    /// From one row to the next; negative when the first row is the northernmost.
    pub step_y: f64,
    /// Rows of nodes.
    pub rows: usize,
    /// Columns of nodes.
    pub columns: usize,
}

impl NodeGrid {
    /// Place on the grid, as (row, column) with their fractions; a grid may lie across the date line. Not-a-number for a place that the frame
    /// cannot hold (far from the zone of UTM): no grid covers it.
    #[inline]
    pub fn row_column_of(&self, place: GroundPoint) -> [f64; 2] {
        match self.frame {
            GridFrame::Geographic => {
                // Counted from the middle of the grid, so that the short way round is the right one on both its sides.
                let middle = 0.5 * (self.columns as f64 - 1.0);
                let middle_x = self.first_x + middle * self.step_x;
                let column = middle + longitude_difference(place.longitude, middle_x) / self.step_x;
                [(place.latitude - self.first_y) / self.step_y, column]
            }
            GridFrame::Utm(zone) => match zone.map_from_geodetic(place.latitude, place.longitude) {
                Ok([x, y]) => [(y - self.first_y) / self.step_y, (x - self.first_x) / self.step_x],
                Err(_) => [f64::NAN, f64::NAN],
            },
        }
    }

    /// The place of a (row, column) on the grid, at height zero; longitudes in [−π, π]. None for one that lies off the Earth.
    pub fn place_of(&self, row: f64, column: f64) -> Option<GroundPoint> {
        let (x, y) = (self.first_x + column * self.step_x, self.first_y + row * self.step_y);
        let [latitude, longitude] = match self.frame {
            GridFrame::Geographic => [y, longitude_difference(x, 0.0)],
            GridFrame::Utm(zone) => zone.geodetic_from_map(x, y).ok()?,
        };
        Some(GroundPoint { longitude, latitude, height_m: 0.0 })
    }

    /// A place moved by a small part of a row and a column, its height unchanged; none for a frame in which the way is not that simple.
    #[inline]
    pub fn place_moved(&self, place: GroundPoint, by: [f64; 2]) -> Option<GroundPoint> {
        match self.frame {
            GridFrame::Geographic => Some(GroundPoint {
                latitude: place.latitude + by[0] * self.step_y,
                longitude: longitude_difference(place.longitude + by[1] * self.step_x, 0.0),
                height_m: place.height_m,
            }),
            GridFrame::Utm(_) => None,
        }
    }

    /// Whether a place on the grid lies between nodes; rounding in the last digits puts no outermost node outside.
    #[inline]
    pub fn covers(&self, row: f64, column: f64) -> bool {
        const ROUNDING: f64 = 1e-9;
        let within = |value: f64, n: usize| value >= -ROUNDING && value <= (n as f64) - 1.0 + ROUNDING;
        within(row, self.rows) && within(column, self.columns)
    }
}
