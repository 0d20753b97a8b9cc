//! Axes: where a value lies, and where the ticks are.

use super::scene::{Anchor, Face, Scene, Stroke};
use crate::reports::number::{Sign, fixed};
use crate::reports::tokens::{LINE, QUIET};

/// A linear axis from a range of values onto a range of points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    /// Value at the first end.
    pub low: f64,
    /// Value at the other end, greater than `low`.
    pub high: f64,
    /// Place of the first end, points.
    pub from: f64,
    /// Place of the other end, points.
    pub to: f64,
}

impl Axis {
    /// An axis that begins at zero and reaches beyond every finite value of `values`, to a round number.
    pub(super) fn from_zero(values: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let greatest = values.into_iter().filter(|value| value.is_finite()).fold(0.0, f64::max);
        Self { low: 0.0, high: round_bound(greatest), from, to }
    }

    /// Place of a value in points; beyond the ends it is drawn at the end.
    pub(super) fn place(self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        if share.is_finite() { self.from + share * (self.to - self.from) } else { self.from }
    }

    /// Whether a value lies on the axis.
    pub(super) fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Round values between the ends, about `wanted` of them, with the decimals that they need.
    pub(super) fn ticks(self, wanted: usize) -> (Vec<f64>, i32) {
        let step = round_step((self.high - self.low) / wanted.max(1) as f64);
        let decimals = (-step.log10().floor()).max(0.0) as i32;
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        ((first..=last.min(first + 50)).map(|index| index as f64 * step).collect(), decimals)
    }

    /// Draws ticks with their numbers left of an upright axis and a quiet grid across the plot.
    pub(super) fn draw_upright(self, scene: &mut Scene, left: f64, right: f64, wanted: usize) {
        let (ticks, decimals) = self.ticks(wanted);
        for tick in ticks {
            let y = self.place(tick);
            scene.line("grid", [left, y], [right, y], Stroke::solid(LINE, 1.0));
            scene.quiet([left - 6.0, y + 4.0], Anchor::End, Face::Numbers, fixed(tick, decimals, Sign::Negative));
        }
        scene.line("axis", [left, self.from], [left, self.to], Stroke::solid(QUIET, 1.0));
    }

    /// Draws ticks with their numbers under a level axis and a quiet grid across the plot.
    pub(super) fn draw_level(self, scene: &mut Scene, top: f64, bottom: f64, wanted: usize) {
        let (ticks, decimals) = self.ticks(wanted);
        for tick in ticks {
            let x = self.place(tick);
            scene.line("grid", [x, top], [x, bottom], Stroke::solid(LINE, 1.0));
            scene.quiet([x, bottom + 16.0], Anchor::Middle, Face::Numbers, fixed(tick, decimals, Sign::Negative));
        }
        scene.line("axis", [self.from, bottom], [self.to, bottom], Stroke::solid(QUIET, 1.0));
    }
}

/// The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let candidates = [1.0, 2.0, 5.0, 10.0];
    let step = candidates.into_iter().map(|factor| factor * power).find(|step| *step >= rough * (1.0 - 1e-9));
    step.unwrap_or(10.0 * power)
}

/// A round number above `greatest` that leaves it a little room; 1 when there is nothing to show.
pub(super) fn round_bound(greatest: f64) -> f64 {
    // Below the smallest normal number a step would vanish.
    if !(greatest > 1e-290 && greatest < 1e290) {
        return 1.0;
    }
    let step = round_step(greatest / 5.0);
    (greatest * 1.04 / step).ceil() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_from_zero_reaches_beyond_its_greatest_value() {
        for greatest in [1e-9, 0.031, 0.5, 1.0, 9.99, 10.0, 123.4, 5e7] {
            let axis = Axis::from_zero([0.0, greatest, f64::NAN, f64::INFINITY], 0.0, 100.0);
            assert!(axis.holds(greatest) && axis.high < 1.6 * greatest, "{greatest} on {axis:?}");
            let (ticks, _) = axis.ticks(5);
            assert!((3..=12).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks.iter().all(|tick| axis.holds(*tick) || (tick - axis.high).abs() < 1e-9 * axis.high));
        }
    }

    #[test]
    fn nothing_to_show_still_makes_an_axis() {
        let axis = Axis::from_zero([], 10.0, 20.0);
        assert!((axis.place(0.5) - 15.0).abs() < 1e-12);
        assert!((axis.place(f64::NAN) - 10.0).abs() < 1e-12);
    }
}
