//! The model: linear between the nodes of each axis, and inverted by Newton's method.

use std::f64::consts::PI;

use super::cube::{GridAxis, LocationGridError, NodeCube};
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{ImagePoint, ImageSize, LocationFailure, LocationModel};

/// Lines and columns beyond the outer nodes that the outer cells still answer for: the nodes often stand on the centres of the outer pixels,
/// whose outer halves belong to the image.
pub const OUTER_MARGIN_PX: f64 = 1.0;

/// Steps of the inversion, at most; four are usual.
const STEPS: usize = 40;

/// Pixels of the step after which it is at rest.
const REST_PX: f64 = 1e-7;

/// Location by a grid of places at lines, columns and heights: bilinear in line and column, linear in height, as the peer that ships such grids
/// reads them (CNES, shareloc).
///
/// Between nodes the surface has creases; the inverse location is that of the creased surface, so that the two close. A node that is not valid
/// (NaN) takes the four cells around it with it: they answer [`LocationFailure::OutsideModel`].
#[derive(Debug, Clone, PartialEq)]
pub struct LocationGrid {
    cube: NodeCube,
    image_size: Option<ImageSize>,
    /// A valid cell near the middle, where the inversion begins.
    start: (usize, usize),
}

impl LocationGrid {
    /// A grid of `places` (longitude and latitude in radians on WGS 84, NaN where not valid): line by line of nodes, in it column by column, at
    /// each node the heights in the order of `heights_m` (metres above WGS 84, in any order).
    ///
    /// # Errors
    /// [`LocationGridError`].
    pub fn new(
        lines: GridAxis,
        columns: GridAxis,
        heights_m: &[f64],
        places: &[[f64; 2]],
        image_size: Option<ImageSize>,
    ) -> Result<Self, LocationGridError> {
        let cube = NodeCube::new(lines, columns, heights_m, places)?;
        let middle = (lines.n / 2, columns.n / 2);
        let far = |(line, column): (usize, usize)| line.abs_diff(middle.0) + column.abs_diff(middle.1);
        let layers = 0..heights_m.len() - 1;
        let is_valid = |(line, column): &(usize, usize)| {
            let corners_known = |layer| cube.cell(*line, *column, (layer, 0.5)).place(0.5, 0.5)[0].is_finite();
            layers.clone().all(corners_known)
        };
        let cells = (0..lines.n - 1).flat_map(|line| (0..columns.n - 1).map(move |column| (line, column)));
        let start = cells.filter(is_valid).min_by_key(|cell| far(*cell)).ok_or(LocationGridError::NoValidCell)?;
        Ok(Self { cube, image_size, start })
    }

    /// The nodes along the lines and along the columns.
    pub fn axes(&self) -> [GridAxis; 2] {
        [self.cube.lines, self.cube.columns]
    }

    /// Lowest and highest height of the nodes in metres above WGS 84; no other height is answered.
    pub fn height_range_m(&self) -> [f64; 2] {
        self.cube.height_range_m()
    }

    fn layer(&self, height_m: f64) -> Result<(usize, f64), LocationFailure> {
        let reason = if height_m.is_nan() { LocationFailure::NotAPlace } else { LocationFailure::OutsideModel };
        self.cube.layer(height_m).ok_or(reason)
    }

    fn reaches(&self, image: ImagePoint) -> bool {
        // A last digit of tolerance: the margin is a choice, its edge should not depend on rounding.
        let reach = OUTER_MARGIN_PX + 1e-6;
        let within = |axis: GridAxis, value: f64| value >= axis.first - reach && value <= axis.last() + reach;
        within(self.cube.lines, image.line) && within(self.cube.columns, image.column)
    }
}

impl LocationModel for LocationGrid {
    fn image_size(&self) -> Option<ImageSize> {
        self.image_size
    }

    fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        if !image.line.is_finite() || !image.column.is_finite() {
            return Err(LocationFailure::NotAPlace);
        }
        let layer = self.layer(height_m)?;
        if !self.reaches(image) {
            return Err(LocationFailure::OutsideModel);
        }
        let ((line, l), (column, c)) = (self.cube.lines.cell(image.line), self.cube.columns.cell(image.column));
        let [longitude, latitude] = self.cube.cell(line, column, layer).place(l, c);
        if longitude.is_nan() || latitude.abs() > PI / 2.0 {
            return Err(LocationFailure::OutsideModel);
        }
        let is_usual = longitude > -PI && longitude <= PI;
        let longitude = if is_usual { longitude } else { longitude_difference(longitude, 0.0) };
        Ok(GroundPoint { longitude, latitude, height_m })
    }

    fn image_of(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        if !ground.longitude.is_finite() || !ground.latitude.is_finite() {
            return Err(LocationFailure::NotAPlace);
        }
        let layer = self.layer(ground.height_m)?;
        let (lines, columns) = (self.cube.lines, self.cube.columns);
        let mut image = ImagePoint {
            line: lines.first + lines.step * (self.start.0 as f64 + 0.5),
            column: columns.first + columns.step * (self.start.1 as f64 + 0.5),
        };
        // Iterates may leave the grid for a while, by its own size: the outer cells reach on outwards.
        let far = |axis: GridAxis, value: f64| (value - axis.first).abs() > 2.0 * (axis.last() - axis.first);
        for _ in 0..STEPS {
            let ((line, l), (column, c)) = (lines.cell(image.line), columns.cell(image.column));
            let cell = self.cube.cell(line, column, layer);
            let [longitude, latitude] = cell.place(l, c);
            let [[a, b], [p, q]] = cell.slope(l, c);
            let (u, v) = (longitude_difference(ground.longitude, longitude), ground.latitude - latitude);
            let determinant = a * q - b * p;
            let step_lines = (q * u - b * v) / determinant * lines.step;
            let step_columns = (a * v - p * u) / determinant * columns.step;
            image.line += step_lines;
            image.column += step_columns;
            if !image.line.is_finite() || !image.column.is_finite() {
                // An invalid node, or a cell without extent.
                return Err(LocationFailure::OutsideModel);
            }
            if step_lines.abs() <= REST_PX && step_columns.abs() <= REST_PX {
                return match self.image_size {
                    _ if !self.reaches(image) => Err(LocationFailure::OutsideModel),
                    Some(size) if !size.holds(image) => Err(LocationFailure::OutsideImage),
                    _ => Ok(image),
                };
            }
            if far(lines, image.line) || far(columns, image.column) {
                return Err(LocationFailure::OutsideModel);
            }
        }
        Err(LocationFailure::NotConverged)
    }
}
