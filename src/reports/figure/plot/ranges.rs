//! The ends of a plot's axes: the same for the window and the drawing.

use super::content::{Drawing, PlotAxis, PlotContent};
use crate::reports::figure::axis::round_bound;

/// The ends of both axes, as places: on a logarithmic axis they are powers of ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlotRanges {
    /// Along the level axis.
    pub x: [f64; 2],
    /// Along the upright axis.
    pub y: [f64; 2],
}

/// Share of the extent that is left free at each end.
const MARGIN: f64 = 0.05;
/// Where a logarithmic axis of counts begins: under one sample.
const LEAST_LOGARITHM: f64 = -0.3;

/// Place of a value on a logarithmic axis; none for what has no logarithm.
pub fn logarithmic_place(value: f64) -> Option<f64> {
    (value > 0.0 && value.is_finite()).then(|| value.log10())
}

impl PlotAxis {
    /// Place of a value along the axis.
    pub fn place(&self, value: f64) -> Option<f64> {
        if self.logarithmic { logarithmic_place(value) } else { Some(value).filter(|value| value.is_finite()) }
    }

    /// The value at a place.
    pub fn value_at(&self, place: f64) -> f64 {
        if self.logarithmic { 10f64.powf(place) } else { place }
    }
}

impl PlotContent {
    /// The ends of the axes: fixed ones as they are, others around the data, with room. With `local`, both follow the data.
    pub fn ranges(&self, local: bool) -> PlotRanges {
        let fixed = |axis: &PlotAxis| {
            let ends = axis.range.filter(|_| !local)?;
            let places = [axis.place(ends[0])?, axis.place(ends[1])?];
            (places[1] > places[0]).then_some(places)
        };
        let (mut x, mut y) = (Extent::default(), Extent::default());
        let mut from_zero = false;
        for series in &self.series {
            from_zero |= series.drawing == Drawing::Columns;
            for point in &series.points {
                let Some(value) = point.value() else { continue };
                for end in [point.x - point.half_width, point.x + point.half_width] {
                    x.take(self.x.place(end));
                }
                let spread = point.spread().unwrap_or(0.0);
                for end in [value - spread, value, value + spread] {
                    y.take(self.y.place(end));
                }
            }
        }
        if let Some(density) = self.density.as_ref().filter(|density| density.is_drawable()) {
            density.x_range.iter().for_each(|end| x.take(self.x.place(*end)));
            density.y_range.iter().for_each(|end| y.take(self.y.place(*end)));
        }
        if from_zero && self.y.logarithmic {
            y.take(Some(LEAST_LOGARITHM));
        } else if from_zero {
            y.take(Some(0.0));
        }
        let keeps_zero = from_zero && !self.y.logarithmic;
        // Without any point the marks still have to be somewhere.
        if !x.is_known() {
            self.marks.iter().for_each(|mark| x.take(self.x.place(mark.x)));
        }
        let is_filled = from_zero || self.density.is_some();
        PlotRanges {
            x: fixed(&self.x).unwrap_or_else(|| x.ends(if is_filled { 0.0 } else { MARGIN }, false)),
            y: fixed(&self.y).unwrap_or_else(|| y.ends(if self.density.is_some() { 0.0 } else { MARGIN }, keeps_zero)),
        }
    }
}

/// The ends of an axis that is held: those `before`, moved outwards to round numbers where `needed` reaches beyond; from zero on where
/// nothing is negative.
pub fn held_range(before: Option<[f64; 2]>, needed: [f64; 2]) -> [f64; 2] {
    let [low, high] = before.unwrap_or([0.0, 0.0]);
    let low = if needed[0] < low && needed[0] < -0.02 * needed[1].abs() { -round_bound(-needed[0]) } else { low };
    let high = if needed[1] > high { round_bound(needed[1]) } else { high };
    if high > low { [low, high] } else { [low, low + 1.0] }
}

/// Least and greatest of what was seen.
#[derive(Debug, Clone, Copy)]
struct Extent {
    low: f64,
    high: f64,
}

impl Default for Extent {
    fn default() -> Self {
        Self { low: f64::INFINITY, high: f64::NEG_INFINITY }
    }
}

impl Extent {
    fn take(&mut self, place: Option<f64>) {
        if let Some(place) = place.filter(|place| place.is_finite()) {
            self.low = self.low.min(place);
            self.high = self.high.max(place);
        }
    }

    fn is_known(self) -> bool {
        self.low <= self.high
    }

    fn ends(self, margin: f64, keeps_zero: bool) -> [f64; 2] {
        if !self.is_known() {
            return [0.0, 1.0];
        }
        let length = self.high - self.low;
        // Constant values stand in the middle of an axis that still has an extent.
        let smallest = f64::max(self.low.abs(), self.high.abs()) * 1e-9;
        if length <= smallest {
            let half = if self.high == 0.0 { 0.5 } else { 0.1 * self.high.abs() };
            let low = if keeps_zero && self.low >= 0.0 { 0.0 } else { self.low - half };
            return [low, self.high + half];
        }
        let room = margin * length;
        let low = if keeps_zero && self.low == 0.0 { 0.0 } else { self.low - room };
        [low, self.high + room]
    }
}
