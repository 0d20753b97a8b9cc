//! Two channels against each other: counts in cells, and the way from cells to pixels and back.

use serde::{Deserialize, Serialize};

use super::region::Region;
use super::statistics::ReasonCounts;
use super::{Channel, NoDataReason, Reasons, Window};

/// One axis of a scatter: even cells between two bounds, both of which belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScatterAxis {
    /// Lower edge of the first cell, in the unit of the channel.
    pub low: f64,
    /// Upper edge of the last cell.
    pub high: f64,
    /// Number of cells.
    pub cells: usize,
}

impl ScatterAxis {
    /// An axis with some extent whatever the bounds: a single value stands in the middle of one hundredth of itself to either side (of one half
    /// when it is zero), bounds in the wrong order are turned, and 0 to 1 stands for what is no number. At least one cell, at most 4096.
    pub fn new(low: f64, high: f64, cells: usize) -> Self {
        let cells = cells.clamp(1, 4096);
        let (low, high) = if low > high { (high, low) } else { (low, high) };
        if !(high - low).is_finite() {
            return Self { low: 0.0, high: 1.0, cells };
        }
        if low < high {
            return Self { low, high, cells };
        }
        let reach = if low == 0.0 { 0.5 } else { low.abs() * 0.01 };
        Self { low: low - reach, high: low + reach, cells }
    }

    /// The cell of a value; none beyond the bounds.
    pub fn cell(&self, value: f64) -> Option<usize> {
        let place = (value - self.low) / (self.high - self.low) * self.cells as f64;
        let inside = value >= self.low && value <= self.high;
        inside.then(|| (place as usize).min(self.cells.saturating_sub(1)))
    }
}

/// Counts of pixels by the values of two channels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// The axis of the first channel.
    pub x: ScatterAxis,
    /// The axis of the second channel.
    pub y: ScatterAxis,
    /// Pixels in each cell, row by row from the least y, in each from the least x.
    pub counts: Vec<u64>,
    /// Pixels that are valid in both channels, those beyond the axes too.
    pub n_valid: u64,
    /// Of these, pixels beyond the axes.
    pub n_beyond: u64,
    /// Pixels left out, by the reasons of either channel.
    pub n_by_reason: ReasonCounts,
}

impl Scatter {
    /// No pixels yet.
    pub fn new(x: ScatterAxis, y: ScatterAxis) -> Self {
        let counts = vec![0; x.cells * y.cells];
        Self { x, y, counts, n_valid: 0, n_beyond: 0, n_by_reason: ReasonCounts::default() }
    }

    /// Adds the pixels of two channels, sample by sample; each is taken in its unit (sample·scale + offset).
    pub fn add(&mut self, x: &Channel<'_>, y: &Channel<'_>) {
        self.add_some(x, y, 0..x.values.len().min(y.values.len()));
    }

    /// Adds those pixels of `window` that belong to `region`: which cells an area of the image fills.
    pub fn add_region(&mut self, x: &Channel<'_>, y: &Channel<'_>, window: Window, region: &Region) {
        let n = x.values.len().min(y.values.len());
        let mut spans = Vec::new();
        for (row, line) in (window.line..window.line_end()).enumerate() {
            region.spans(line, window.column..window.column_end(), &mut spans);
            for span in &spans {
                let start = row * window.columns + span.start - window.column;
                self.add_some(x, y, start.min(n)..(start + span.len()).min(n));
            }
        }
    }

    fn add_some(&mut self, x: &Channel<'_>, y: &Channel<'_>, pixels: std::ops::Range<usize>) {
        for index in pixels {
            match pair(x, y, index) {
                Err(reasons) => self.n_by_reason.add(reasons),
                Ok([along, up]) => {
                    self.n_valid += 1;
                    if let (Some(column), Some(row)) = (self.x.cell(along), self.y.cell(up)) {
                        self.counts[row * self.x.cells + column] += 1;
                    } else {
                        self.n_beyond += 1;
                    }
                }
            }
        }
    }

    /// Adds the pixels of another scatter on the same axes; one on other axes is refused.
    ///
    /// # Errors
    /// The other scatter, unused.
    pub fn merge<'other>(&mut self, other: &'other Self) -> Result<(), &'other Self> {
        if (self.x, self.y) != (other.x, other.y) {
            return Err(other);
        }
        for (n, more) in self.counts.iter_mut().zip(&other.counts) {
            *n += more;
        }
        self.n_valid += other.n_valid;
        self.n_beyond += other.n_beyond;
        self.n_by_reason.merge(&other.n_by_reason);
        Ok(())
    }
}

/// A rectangle drawn in a scatter, in the units of its axes; its edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Brush {
    /// Bounds of the first channel, in either order.
    pub x: [f64; 2],
    /// Bounds of the second channel, in either order.
    pub y: [f64; 2],
}

impl Brush {
    /// Whether a pair of values lies under the brush.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let within = |[a, b]: [f64; 2], value: f64| value >= a.min(b) && value <= a.max(b);
        within(self.x, x) && within(self.y, y)
    }

    /// Which pixels of two channels lie under the brush; only pixels that are valid in both can. `mask` is overwritten; returns their number.
    pub fn mask(&self, x: &Channel<'_>, y: &Channel<'_>, mask: &mut Vec<bool>) -> u64 {
        mask.clear();
        let n = x.values.len().min(y.values.len());
        mask.extend((0..n).map(|index| pair(x, y, index).is_ok_and(|[along, up]| self.holds(along, up))));
        mask.iter().filter(|held| **held).count() as u64
    }
}

/// The values of a pixel in both channels, or why one of them is not valid.
fn pair(x: &Channel<'_>, y: &Channel<'_>, index: usize) -> Result<[f64; 2], Reasons> {
    let reasons = |channel: &Channel<'_>| channel.reasons.get(index).copied().unwrap_or_default();
    let held = reasons(x).union(reasons(y));
    if !held.is_valid() {
        return Err(held);
    }
    let values = [x, y].map(|channel| f64::from(channel.values[index]) * channel.scale + channel.offset);
    if values.iter().all(|value| value.is_finite()) { Ok(values) } else { Err(Reasons::only(NoDataReason::Missing)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window::new(10, 20, 30, 40);

    fn samples() -> [Vec<f32>; 2] {
        let n = WINDOW.pixels();
        [(0..n).map(|i| (i * 37 % 101) as f32).collect(), (0..n).map(|i| (i * 53 % 89) as f32).collect()]
    }

    fn axes() -> [ScatterAxis; 2] {
        [ScatterAxis::new(0.0, 100.0, 20), ScatterAxis::new(10.0, 80.0, 7)]
    }

    #[test]
    fn every_valid_pixel_is_in_one_cell_or_beyond() {
        let [a, b] = samples();
        let mut reasons = vec![Reasons::VALID; a.len()];
        reasons[5] = Reasons::only(NoDataReason::Saturated);
        let (x, y) = (Channel::new(&a, &reasons), Channel::new(&b, &[]));
        let mut scatter = Scatter::new(axes()[0], axes()[1]);
        scatter.add(&x, &y);
        assert_eq!(scatter.n_valid, a.len() as u64 - 1);
        assert_eq!(scatter.counts.iter().sum::<u64>() + scatter.n_beyond, scatter.n_valid);
        assert_eq!(scatter.n_by_reason.of(NoDataReason::Saturated), 1);
        let beyond = (0..a.len()).filter(|i| *i != 5 && !(10.0..=80.0).contains(&b[*i])).count();
        assert_eq!(scatter.n_beyond, beyond as u64);
        // Cell (3, 2): x from 15 to 20, y from 30 to 40, upper edges excluded.
        let expected = (0..a.len()).filter(|i| (15.0..20.0).contains(&a[*i]) && (30.0..40.0).contains(&b[*i]));
        assert_eq!(scatter.counts[2 * 20 + 3], expected.filter(|i| *i != 5).count() as u64);
        // The last cell holds its upper edge.
        let last =
            (0..a.len()).filter(|i| *i != 5 && (95.0..=100.0).contains(&a[*i]) && (70.0..=80.0).contains(&b[*i]));
        assert_eq!(scatter.counts[6 * 20 + 19], last.count() as u64);
    }

    #[test]
    fn a_brush_over_whole_cells_marks_the_pixels_that_they_count() {
        let [a, b] = samples();
        let (x, y) = (Channel::new(&a, &[]).in_unit(0.01, 0.5), Channel::new(&b, &[]));
        let brush = Brush { x: [0.799, 0.601], y: [30.0, 39.9] };
        let mut mask = Vec::new();
        let n = brush.mask(&x, &y, &mut mask);
        for index in 0..a.len() {
            let expected =
                (0.601..=0.799).contains(&(f64::from(a[index]) * 0.01 + 0.5)) && (30.0..39.9).contains(&b[index]);
            assert_eq!(mask[index], expected, "{index}");
        }
        assert!(n > 0 && n == mask.iter().filter(|held| **held).count() as u64);
    }

    #[test]
    fn an_area_of_the_image_fills_the_cells_of_its_pixels() {
        let [a, b] = samples();
        let (x, y) = (Channel::new(&a, &[]), Channel::new(&b, &[]));
        let region = Region::Polygon(vec![[12.0, 22.0], [12.0, 50.0], [35.5, 30.0]]);
        let mut found = Scatter::new(axes()[0], axes()[1]);
        found.add_region(&x, &y, WINDOW, &region);
        let mut expected = Scatter::new(axes()[0], axes()[1]);
        for index in 0..a.len() {
            if region.contains(WINDOW.line + index / WINDOW.columns, WINDOW.column + index % WINDOW.columns) {
                expected.add(&Channel::new(&a[index..=index], &[]), &Channel::new(&b[index..=index], &[]));
            }
        }
        assert!(found.n_valid > 100);
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_merged_are_the_whole_and_other_axes_are_refused() {
        let [a, b] = samples();
        let mut whole = Scatter::new(axes()[0], axes()[1]);
        whole.add(&Channel::new(&a, &[]), &Channel::new(&b, &[]));
        let mut merged = Scatter::new(axes()[0], axes()[1]);
        for part in [0..500, 500..a.len()] {
            let mut scatter = Scatter::new(axes()[0], axes()[1]);
            scatter.add(&Channel::new(&a[part.clone()], &[]), &Channel::new(&b[part], &[]));
            assert!(merged.merge(&scatter).is_ok());
        }
        assert_eq!(merged, whole);
        assert!(merged.merge(&Scatter::new(axes()[1], axes()[0])).is_err());
    }

    #[test]
    fn constant_and_unknown_channels_have_an_axis() {
        for (low, high) in [(0.0, 0.0), (0.25, 0.25), (-3.0, -3.0), (f64::NAN, 1.0), (f64::INFINITY, 2.0), (5.0, 1.0)] {
            let axis = ScatterAxis::new(low, high, 0);
            assert!(axis.low < axis.high && axis.cells == 1, "{low} {high} {axis:?}");
            if (high - low).abs() < f64::EPSILON {
                assert_eq!(axis.cell(low), Some(0));
            }
        }
        let axis = ScatterAxis::new(0.25, 0.25, 3);
        assert_eq!((axis.cell(0.25), axis.cell(f64::NAN), axis.cell(7.0)), (Some(1), None, None));
        let mut scatter = Scatter::new(axis, axis);
        scatter.add(&Channel::new(&[f32::NAN, 0.25], &[]), &Channel::new(&[0.25, 0.25], &[]));
        assert_eq!((scatter.n_valid, scatter.n_by_reason.of(NoDataReason::Missing), scatter.counts[4]), (1, 1, 1));
    }
}
