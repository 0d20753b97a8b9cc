//! The Sun over an image, as a smooth function of line and column.

use serde::{Deserialize, Serialize};

use crate::units::Angle;

/// Zenith angles of the Sun at nodes of a regular grid, the first at (line 0, column 0). Between nodes 1/cos θ is interpolated bilinearly,
/// beyond them the nearest is taken.
///
/// The zenith angle changes by 0.01° in a kilometre: nodes a hundred pixels apart leave an error of a few 10⁻⁸ of 1/cos θ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SunField {
    line_step: usize,
    column_step: usize,
    nodes_per_row: usize,
    /// 1/cos θ, row by row.
    secants: Vec<f64>,
}

/// A grid that says nothing of the Sun.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("zenith angles of the Sun: needed {needed}, found {found}")]
pub struct SunFieldError {
    needed: &'static str,
    found: String,
}

impl SunField {
    /// Of zenith angles at nodes, row by row, `nodes_per_row` of them in each, `line_step` lines and `column_step` columns apart.
    ///
    /// # Errors
    /// [`SunFieldError`] for a step of zero, rows that are not full, no node, or an angle that is not from 0° to below 90°.
    pub fn new(
        zeniths: &[Angle],
        nodes_per_row: usize,
        line_step: usize,
        column_step: usize,
    ) -> Result<Self, SunFieldError> {
        let wrong = |needed, found: String| Err(SunFieldError { needed, found });
        if line_step == 0 || column_step == 0 {
            return wrong("steps of one pixel or more", format!("{line_step} lines, {column_step} columns"));
        }
        if zeniths.is_empty() || nodes_per_row == 0 || !zeniths.len().is_multiple_of(nodes_per_row) {
            return wrong("full rows of nodes", format!("{} nodes in rows of {nodes_per_row}", zeniths.len()));
        }
        if let Some(angle) = zeniths.iter().find(|angle| !(0.0..90.0).contains(&angle.degrees())) {
            return wrong("angles from 0 to below 90 degrees", format!("{} degrees", angle.degrees()));
        }
        let secants = zeniths.iter().map(|angle| angle.radians().cos().recip()).collect();
        Ok(Self { line_step, column_step, nodes_per_row, secants })
    }

    /// The same everywhere.
    ///
    /// # Errors
    /// [`SunFieldError`] for an angle that is not from 0° to below 90°.
    pub fn uniform(zenith: Angle) -> Result<Self, SunFieldError> {
        Self::new(&[zenith], 1, 1, 1)
    }

    /// Of the angles at the four corners of an image of `lines` by `columns` pixels (upper left, upper right, lower left, lower right),
    /// bilinear in the angle between them.
    ///
    /// # Errors
    /// [`SunFieldError`] as [`SunField::new`].
    pub fn from_corners(corners: [Angle; 4], lines: usize, columns: usize) -> Result<Self, SunFieldError> {
        /// Most pixels between nodes, and least nodes along a side.
        const MOST_PIXELS: usize = 120;
        const LEAST_STEPS: usize = 8;
        let [last_line, last_column] = [lines, columns].map(|pixels| pixels.max(2) - 1);
        let steps = [last_line, last_column].map(|last| last.div_ceil(LEAST_STEPS).min(MOST_PIXELS));
        let [rows, nodes_per_row] = [last_line.div_ceil(steps[0]) + 1, last_column.div_ceil(steps[1]) + 1];
        let [upper_left, upper_right, lower_left, lower_right] = corners.map(Angle::radians);
        let node = |index: usize| {
            let down = (index / nodes_per_row * steps[0]) as f64 / last_line as f64;
            let right = (index % nodes_per_row * steps[1]) as f64 / last_column as f64;
            let upper = upper_left + (upper_right - upper_left) * right;
            let lower = lower_left + (lower_right - lower_left) * right;
            Angle::from_radians(upper + (lower - upper) * down)
        };
        let zeniths: Vec<Angle> = (0..rows * nodes_per_row).map(node).collect();
        Self::new(&zeniths, nodes_per_row, steps[0], steps[1])
    }

    /// Whether it is one figure for all.
    pub fn is_uniform(&self) -> bool {
        self.secants.len() == 1
    }

    /// 1/cos θ at a pixel.
    pub fn secant(&self, line: usize, column: usize) -> f64 {
        let (row, down) = place(line, self.line_step, self.rows());
        let [upper, lower] = [row, row + 1].map(|row| self.along(row, column));
        upper + (lower - upper) * down
    }

    /// Two lines around `line` between which the function is straight along the lines: the first at or before it, the second after it.
    pub(super) fn straight_around(&self, line: usize) -> [usize; 2] {
        let first = line / self.line_step * self.line_step;
        [first, first + self.line_step]
    }

    /// 1/cos θ of neighbouring columns of a line, from `first_column` on.
    pub(super) fn fill(&self, line: usize, first_column: usize, secants: &mut [f32]) {
        let (row, down) = place(line, self.line_step, self.rows());
        let [upper, lower] = [row, row + 1].map(|row| self.row(row));
        let at_node = |node: usize| {
            let node = node.min(self.nodes_per_row - 1);
            let [upper, lower] = [upper, lower].map(|row| row.get(node).copied().unwrap_or(f64::NAN));
            upper + (lower - upper) * down
        };
        let first_node = (first_column / self.column_step).min(self.nodes_per_row - 1);
        let (mut column, mut rest) = (first_column, secants);
        for node in first_node.. {
            if rest.is_empty() {
                break;
            }
            // Beyond the last node nothing changes any more.
            let is_last = node + 1 == self.nodes_per_row;
            let n = if is_last { rest.len() } else { rest.len().min((node + 1) * self.column_step - column) };
            let change = (at_node(node + 1) - at_node(node)) / self.column_step as f64;
            let start = at_node(node) + change * (column - node * self.column_step) as f64;
            let (now, later) = rest.split_at_mut(n);
            let (start, change) = (start as f32, change as f32);
            for (index, secant) in now.iter_mut().enumerate() {
                *secant = start + change * index as f32;
            }
            (column, rest) = (column + n, later);
        }
    }

    /// The nodes of a row; of the last one beyond the end.
    fn row(&self, row: usize) -> &[f64] {
        let first = row.min(self.rows() - 1) * self.nodes_per_row;
        self.secants.get(first..first + self.nodes_per_row).unwrap_or_default()
    }

    fn rows(&self) -> usize {
        self.secants.len() / self.nodes_per_row
    }

    /// 1/cos θ in the row of nodes `row` (the last one beyond the end) at a column.
    fn along(&self, row: usize, column: usize) -> f64 {
        let row = self.row(row);
        let (node, right) = place(column, self.column_step, self.nodes_per_row);
        let at = |node: usize| row.get(node.min(self.nodes_per_row - 1)).copied().unwrap_or(f64::NAN);
        at(node) + (at(node + 1) - at(node)) * right
    }
}

/// The node at or before a pixel, and the part of the step beyond it; the last node beyond the end.
fn place(pixel: usize, step: usize, nodes: usize) -> (usize, f64) {
    let node = pixel / step;
    if node + 1 >= nodes { (nodes - 1, 0.0) } else { (node, (pixel % step) as f64 / step as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_the_corners_the_secant_is_that_of_the_interpolated_angle() {
        let corners = [50.0, 50.4, 49.8, 50.3].map(Angle::from_degrees);
        let field = SunField::from_corners(corners, 6000, 5200).unwrap();
        let mut worst = 0.0_f64;
        for (line, column) in [(0, 0), (0, 5199), (5999, 0), (5999, 5199), (17, 4001), (3077, 2599), (5990, 64)] {
            let (down, right) = (line as f64 / 5999.0, column as f64 / 5199.0);
            let upper = 50.0 + 0.4 * right;
            let lower = 49.8 + 0.5 * right;
            let expected = (upper + (lower - upper) * down).to_radians().cos().recip();
            worst = worst.max((field.secant(line, column) / expected - 1.0).abs());
        }
        assert!(worst < 1e-7, "{worst}");
    }

    #[test]
    fn a_filled_row_is_the_function_at_its_columns() {
        let corners = [50.0, 50.4, 49.8, 50.3].map(Angle::from_degrees);
        let field = SunField::from_corners(corners, 300, 500).unwrap();
        for (line, first) in [(0, 0), (39, 100), (299, 383), (290, 600)] {
            let mut row = vec![0.0_f32; 260];
            field.fill(line, first, &mut row);
            for (index, secant) in row.iter().enumerate() {
                assert!((f64::from(*secant) / field.secant(line, first + index) - 1.0).abs() < 3e-7);
            }
            let [before, after] = field.straight_around(line);
            assert!(before <= line && line < after);
            let t = (line - before) as f64 / (after - before) as f64;
            let straight = field.secant(before, 77) * (1.0 - t) + field.secant(after, 77) * t;
            assert!((straight / field.secant(line, 77) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn one_figure_holds_everywhere_and_one_pixel_is_an_image_too() {
        let field = SunField::uniform(Angle::from_degrees(60.0)).unwrap();
        assert!((field.secant(7, 99999) - 2.0).abs() < 1e-12 && field.is_uniform());
        let tiny = SunField::from_corners([60.0; 4].map(Angle::from_degrees), 1, 1).unwrap();
        assert!((tiny.secant(0, 0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_sun_below_the_horizon_or_a_torn_grid_is_refused() {
        let angles = |degrees: &[f64]| degrees.iter().copied().map(Angle::from_degrees).collect::<Vec<_>>();
        for (zeniths, nodes, step) in [
            (angles(&[90.0]), 1, 1),
            (angles(&[f64::NAN]), 1, 1),
            (angles(&[1.0, 2.0, 3.0]), 2, 1),
            (vec![], 1, 1),
            (angles(&[1.0]), 1, 0),
        ] {
            assert!(SunField::new(&zeniths, nodes, step, 1).is_err());
        }
    }
}
