//! The loops that every pixel runs through. They are written so that the compiler makes them wide: no branch, no look-up, no call, one bound.

/// Coefficients of neighbouring columns side by side, single precision: Z = low·Y + gap·max(Y − knee, 0), Y = X − dark.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnCoefficients {
    pub(super) dark: Vec<f32>,
    pub(super) low: Vec<f32>,
    pub(super) knee: Vec<f32>,
    pub(super) gap: Vec<f32>,
}

/// The coefficients of some of the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    dark: &'a [f32],
    low: &'a [f32],
    knee: &'a [f32],
    gap: &'a [f32],
}

impl ColumnCoefficients {
    /// Of the columns `first` to before `end`; nothing where there are none.
    pub(super) fn part(&self, first: usize, end: usize) -> Part<'_> {
        let of = |all: &'_ [f32]| -> std::ops::Range<usize> { first.min(all.len())..end.min(all.len()) };
        Part {
            dark: &self.dark[of(&self.dark)],
            low: &self.low[of(&self.low)],
            knee: &self.knee[of(&self.knee)],
            gap: &self.gap[of(&self.gap)],
        }
    }
}

/// What Z is multiplied with, column by column: `start` + `t`·`change`, t the line's place between two.
#[derive(Debug, Clone, Copy)]
pub(super) struct SmoothFactor<'a> {
    pub(super) start: &'a [f32],
    pub(super) change: &'a [f32],
    pub(super) t: f32,
}

/// Equalises codes, or counts, of the columns of `part`.
pub(super) fn equalise<Code: Copy + Into<f32>>(codes: &[Code], part: Part<'_>, values: &mut [f32]) {
    let n = values.len();
    let (codes, part) = (&codes[..n], part.first(n));
    for index in 0..n {
        values[index] = part.at(index, codes[index].into());
    }
}

/// The same, times a smooth factor.
pub(super) fn equalise_and_scale<Code: Copy + Into<f32>>(
    codes: &[Code],
    part: Part<'_>,
    factor: SmoothFactor<'_>,
    values: &mut [f32],
) {
    let n = values.len();
    let (codes, part) = (&codes[..n], part.first(n));
    let (start, change, t) = (&factor.start[..n], &factor.change[..n], factor.t);
    for index in 0..n {
        values[index] = part.at(index, codes[index].into()) * (start[index] + t * change[index]);
    }
}

/// Multiplies by a smooth factor.
pub(super) fn scale(factor: SmoothFactor<'_>, values: &mut [f32]) {
    for ((value, start), change) in values.iter_mut().zip(factor.start).zip(factor.change) {
        *value *= start + factor.t * change;
    }
}

/// Whether any code reaches `full_scale`, which is not zero.
pub(super) fn any_saturated(codes: &[u16], full_scale: u16) -> bool {
    let below = full_scale - 1;
    codes.iter().fold(0, |any, code| any | code.saturating_sub(below)) != 0
}

impl<'a> Part<'a> {
    #[inline(always)]
    fn first(self, n: usize) -> Part<'a> {
        Part { dark: &self.dark[..n], low: &self.low[..n], knee: &self.knee[..n], gap: &self.gap[..n] }
    }

    #[inline(always)]
    fn at(self, index: usize, code: f32) -> f32 {
        let signal = code - self.dark[index];
        let beyond = signal - self.knee[index];
        let beyond = if beyond > 0.0 { beyond } else { 0.0 };
        self.low[index] * signal + self.gap[index] * beyond
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_slopes_meet_at_the_knee_and_the_factor_multiplies() {
        let coefficients = ColumnCoefficients {
            dark: vec![10.0; 3],
            low: vec![1.0, 1.1, 0.9],
            knee: vec![100.0; 3],
            gap: vec![0.5, -0.2, 0.0],
        };
        let mut values = [0.0_f32; 3];
        equalise(&[60_u16, 110, 310], coefficients.part(0, 3), &mut values);
        assert_eq!(values, [50.0, 110.0, 180.0]);
        let factor = SmoothFactor { start: &[2.0; 3], change: &[1.0; 3], t: 0.5 };
        equalise_and_scale(&[60.0_f32, 110.0, 310.0], coefficients.part(0, 3), factor, &mut values);
        assert_eq!(values, [125.0, 275.0, 450.0]);
        scale(factor, &mut values);
        assert_eq!(values[0], 312.5);
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
