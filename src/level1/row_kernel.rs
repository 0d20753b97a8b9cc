//! The loops that every pixel runs through. They are written so that the compiler makes them wide: no branch, no look-up, no call, one bound.

use pulp::Arch;

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

impl<'a> SmoothFactor<'a> {
    #[allow(clippy::inline_always, reason = "made wide only inside of what is dispatched")]
    #[inline(always)]
    fn first(self, n: usize) -> SmoothFactor<'a> {
        SmoothFactor { start: &self.start[..n], change: &self.change[..n] }
    }
}

/// Equalises codes of `N` lines at once, so that a coefficient is fetched once for all of them, times a smooth factor, where there is one, at each
/// line's place. Gives the greatest code of each line.
pub(super) fn equalise_codes<const N: usize>(
    codes: [&[u16]; N],
    part: Part<'_>,
    factor: Option<(SmoothFactor<'_>, [f32; N])>,
    values: [&mut [f32]; N],
) -> [u16; N] {
    // The widest vectors of the processor at hand; every one of them rounds in the same way, and nothing is contracted.
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let n = part.low.len();
            let (codes, part) = (codes.map(|codes| &codes[..n]), part.first(n));
            let values = values.map(|values| &mut values[..n]);
            let mut greatest = [0_u32; N];
            // Coefficients are taken up before anything is stored: the compiler cannot know that a store leaves them as they are.
            match factor {
                None => {
                    for index in 0..n {
                        let curve = part.at(index);
                        let codes: [u32; N] = std::array::from_fn(|line| u32::from(codes[line][index]));
                        for line in 0..N {
                            greatest[line] = greatest[line].max(codes[line]);
                            values[line][index] = curve.of(codes[line] as f32);
                        }
                    }
                }
                Some((factor, t)) => {
                    let factor = factor.first(n);
                    for index in 0..n {
                        let curve = part.at(index);
                        let (start, change) = (factor.start[index], factor.change[index]);
                        let codes: [u32; N] = std::array::from_fn(|line| u32::from(codes[line][index]));
                        for line in 0..N {
                            greatest[line] = greatest[line].max(codes[line]);
                            values[line][index] = curve.of(codes[line] as f32) * (start + t[line] * change);
                        }
                    }
                }
            }
            greatest.map(|code| code as u16)
        },
    )
}

/// Equalises counts of `N` lines, times a smooth factor, where there is one, at each line's place.
pub(super) fn equalise_counts<const N: usize>(
    counts: [&[f32]; N],
    part: Part<'_>,
    factor: Option<(SmoothFactor<'_>, [f32; N])>,
    values: [&mut [f32]; N],
) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            let n = part.low.len();
            let (counts, part) = (counts.map(|counts| &counts[..n]), part.first(n));
            let values = values.map(|values| &mut values[..n]);
            for index in 0..n {
                let curve = part.at(index);
                let counts: [f32; N] = std::array::from_fn(|line| counts[line][index]);
                for line in 0..N {
                    values[line][index] = curve.of(counts[line]);
                }
            }
            if let Some((factor, t)) = factor {
                for (values, t) in values.into_iter().zip(t) {
                    scale(factor, t, values);
                }
            }
        },
    );
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
    fn at(self, index: usize) -> Curve {
        Curve { low: self.low[index], gap: self.gap[index], turn: self.turn[index], offset: self.offset[index] }
    }
}

/// The coefficients of one column.
#[derive(Clone, Copy)]
struct Curve {
    low: f32,
    gap: f32,
    turn: f32,
    offset: f32,
}

impl Curve {
    #[allow(
        clippy::inline_always,
        reason = "called for every pixel; the loops around it are vectorised only with it inside"
    )]
    #[inline(always)]
    fn of(self, code: f32) -> f32 {
        let turned = if code > self.turn { code } else { self.turn };
        self.low * code + (self.gap * turned + self.offset)
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
        let greatest = equalise_codes([&[60, 110, 310], &[10, 10, 10]], part, None, [&mut one, &mut other]);
        assert_eq!((one, other, greatest), ([50.0, 125.0, 262.5], [0.0; 3], [310, 10]));
        let gone = ColumnCoefficients::of(&curves, 2.0, true);
        equalise_counts([&[50.0, 200.0, 300.0]], gone.part(0, 3), None, [&mut other]);
        assert_eq!(other, [100.0, 450.0, 525.0]);
        let factor = SmoothFactor { start: &[2.0; 3], change: &[1.0; 3] };
        equalise_counts([&[60.0, 110.0, 310.0]], part, Some((factor, [0.5])), [&mut one]);
        assert_eq!(one, [125.0, 312.5, 656.25]);
        equalise_codes([&[60, 110, 310]], part, Some((factor, [0.5])), [&mut other]);
        assert_eq!(other, one);
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
