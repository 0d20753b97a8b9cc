//! The loops that every pixel runs through. They are written so that the compiler makes them wide: no branch, no look-up, no call, one bound.

use super::DetectorCurve;

/// Coefficients of neighbouring columns side by side, single precision: value = low·X + gap·max(X, turn) + offset, which for a code X is
/// a1·Y up to the knee, and a1·Zs + a2·(Y − Zs) beyond it, Y = X − dark.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnCoefficients {
    low: Vec<f32>,
    gap: Vec<f32>,
    turn: Vec<f32>,
    offset: Vec<f32>,
}

/// The coefficients of some of the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    low: &'a [f32],
    gap: &'a [f32],
    turn: &'a [f32],
    offset: &'a [f32],
}

impl ColumnCoefficients {
    /// Of detectors, their values times `factor`; for codes, or for counts from which the dark signal is gone already.
    pub(super) fn of(curves: &[DetectorCurve], factor: f64, is_dark_gone: bool) -> Self {
        let mut all = Self::default();
        for curve in curves {
            let dark = if is_dark_gone { 0.0 } else { curve.dark };
            let (low, gap, turn) = (curve.low * factor, (curve.high - curve.low) * factor, curve.knee + dark);
            all.low.push(low as f32);
            all.gap.push(gap as f32);
            all.turn.push(turn as f32);
            // From the rounded figures, so that what is taken off is what was put on.
            let [gap, turn] = [gap as f32, turn as f32].map(f64::from);
            all.offset.push((-low * dark - gap * turn) as f32);
        }
        all
    }

    /// Of the columns `first` to before `end`; nothing where there are none.
    pub(super) fn part(&self, first: usize, end: usize) -> Part<'_> {
        Part {
            low: self.low.get(first..end).unwrap_or_default(),
            gap: self.gap.get(first..end).unwrap_or_default(),
            turn: self.turn.get(first..end).unwrap_or_default(),
            offset: self.offset.get(first..end).unwrap_or_default(),
        }
    }
}

/// What Z is multiplied with, column by column: `start` + `t`·`change`, t the line's place between two.
#[derive(Debug, Clone, Copy)]
pub(super) struct SmoothFactor<'a> {
    pub(super) start: &'a [f32],
    pub(super) change: &'a [f32],
}

/// Equalises codes, or counts, of `N` lines at once, so that a coefficient is fetched once for all of them.
#[allow(
    clippy::needless_pass_by_value,
    reason = "the compiler takes the rows apart only where it owns the array of them"
)]
pub(super) fn equalise<const N: usize, Code: Copy + Into<f32>>(
    codes: [&[Code]; N],
    part: Part<'_>,
    values: [&mut [f32]; N],
) {
    let n = part.low.len();
    let (codes, part) = (codes.map(|codes| &codes[..n]), part.first(n));
    if values.iter().any(|values| values.len() != n) {
        return;
    }
    for index in 0..n {
        for line in 0..N {
            values[line][index] = part.at(index, codes[line][index].into());
        }
    }
}

/// The same, times a smooth factor at each line's place.
#[allow(
    clippy::needless_pass_by_value,
    reason = "the compiler takes the rows apart only where it owns the array of them"
)]
pub(super) fn equalise_and_scale<const N: usize, Code: Copy + Into<f32>>(
    codes: [&[Code]; N],
    part: Part<'_>,
    factor: SmoothFactor<'_>,
    t: [f32; N],
    values: [&mut [f32]; N],
) {
    let n = part.low.len();
    let (codes, part) = (codes.map(|codes| &codes[..n]), part.first(n));
    let (start, change) = (&factor.start[..n], &factor.change[..n]);
    if values.iter().any(|values| values.len() != n) {
        return;
    }
    for index in 0..n {
        for line in 0..N {
            values[line][index] = part.at(index, codes[line][index].into()) * (start[index] + t[line] * change[index]);
        }
    }
}

/// Multiplies by a smooth factor.
pub(super) fn scale(factor: SmoothFactor<'_>, t: f32, values: &mut [f32]) {
    for ((value, start), change) in values.iter_mut().zip(factor.start).zip(factor.change) {
        *value *= start + t * change;
    }
}

/// Whether any code reaches `full_scale`; with a full scale of zero none does.
pub(super) fn any_saturated(codes: &[u16], full_scale: u16) -> bool {
    let below = full_scale.wrapping_sub(1);
    codes.iter().fold(0, |any, code| any | code.saturating_sub(below)) != 0
}

impl<'a> Part<'a> {
    #[allow(
        clippy::inline_always,
        reason = "called for every pixel; the loops around it are vectorised only with it inside"
    )]
    #[inline(always)]
    fn first(self, n: usize) -> Part<'a> {
        Part { low: &self.low[..n], gap: &self.gap[..n], turn: &self.turn[..n], offset: &self.offset[..n] }
    }

    #[allow(
        clippy::inline_always,
        reason = "called for every pixel; the loops around it are vectorised only with it inside"
    )]
    #[inline(always)]
    fn at(self, index: usize, code: f32) -> f32 {
        let turn = self.turn[index];
        let turned = if code > turn { code } else { turn };
        self.low[index] * code + (self.gap[index] * turned + self.offset[index])
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn the_two_slopes_meet_at_the_knee_and_the_factor_multiplies() {
        let curve = |low: f64, gap: f64| DetectorCurve { dark: 10.0, low, high: low + gap, knee: 100.0, spike: None };
        let curves = [curve(1.0, 0.5), curve(1.25, -0.25), curve(0.875, 0.0)];
        let coefficients = ColumnCoefficients::of(&curves, 1.0, false);
        let part = coefficients.part(0, 3);
        let (mut one, mut other) = ([0.0_f32; 3], [0.0_f32; 3]);
        equalise([&[60_u16, 110, 310], &[10, 10, 10]], part, [&mut one, &mut other]);
        assert_eq!((one, other), ([50.0, 125.0, 262.5], [0.0; 3]));
        let gone = ColumnCoefficients::of(&curves, 2.0, true);
        equalise([&[50.0_f32, 200.0, 300.0]], gone.part(0, 3), [&mut other]);
        assert_eq!(other, [100.0, 450.0, 525.0]);
        let factor = SmoothFactor { start: &[2.0; 3], change: &[1.0; 3] };
        equalise_and_scale([&[60.0_f32, 110.0, 310.0]], part, factor, [0.5], [&mut one]);
        assert_eq!(one, [125.0, 312.5, 656.25]);
        scale(factor, 0.5, &mut one);
        assert_eq!(one[0], 312.5);
    }

    #[test]
    fn a_code_at_full_scale_is_seen_wherever_it_stands() {
        for index in 0..37 {
            let mut codes = vec![1022_u16; 37];
            assert!(!any_saturated(&codes, 1023));
            codes[index] = 1023;
            assert!(any_saturated(&codes, 1023));
        }
    }
}
