//! Directions and place of an image in sensor geometry.

use std::collections::BTreeMap;

use crate::units::Angle;

/// Something known at the centre and at the four corners of an image: the upper left one is that of line 0 and column 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageCorners<T> {
    /// Line 0, column 0.
    pub upper_left: T,
    /// Line 0, last column.
    pub upper_right: T,
    /// Last line, column 0.
    pub lower_left: T,
    /// Last line, last column.
    pub lower_right: T,
    /// Centre.
    pub centre: T,
}

impl<T: Copy> ImageCorners<T> {
    /// The same everywhere.
    pub const fn same(value: T) -> Self {
        Self { upper_left: value, upper_right: value, lower_left: value, lower_right: value, centre: value }
    }

    /// The corners in the format's order, with their names.
    pub const fn named(&self) -> [(&'static str, T); 4] {
        [
            ("Upper_Left_Corner", self.upper_left),
            ("Upper_Right_Corner", self.upper_right),
            ("Lower_Left_Corner", self.lower_left),
            ("Lower_Right_Corner", self.lower_right),
        ]
    }
}

/// A direction from a place on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageDirection {
    /// Angle from the local vertical.
    pub zenith: Angle,
    /// Azimuth, from north towards east.
    pub azimuth: Angle,
}

/// Directions and place of an image.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageGeometry {
    /// Longitude (−180 to 180) and latitude, degrees; written with 10 decimals. Corners are those of the largest ground seen by any band.
    pub places_deg: ImageCorners<[f64; 2]>,
    /// Direction towards the Sun; written with 10 decimals of a degree.
    pub sun: ImageCorners<ImageDirection>,
    /// Direction towards the satellite by detector unit (1 to 4 for VENµS), with 6 decimals of a degree; a unit that is missing was not there.
    pub views: BTreeMap<u8, ImageCorners<ImageDirection>>,
    /// Metres on the ground from line to line and from column to column.
    pub sampling_m: [f64; 2],
    /// Viewing angles in the satellite's frame at the centre, degrees: about X, about Y, and both together; none where not known.
    pub in_satellite_frame_deg: Option<[f64; 3]>,
}
