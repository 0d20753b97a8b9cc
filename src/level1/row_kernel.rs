//! The loop that every pixel runs through: no branch, no look-up, no call, as many columns at once as the processor has lanes.

#![allow(
    clippy::inline_always,
    reason = "instructions of the processor at hand reach only what is inside of what is dispatched"
)]

use pulp::{Arch, Simd, WithSimd};

use super::column_coefficients::CoefficientPart;
use super::prefetch::{fetch_to_read, fetch_to_write};

/// Pixels ahead of the loop at which values are about to be written, and samples to be read: eight lines of the cache each. Half, twice and three
/// times as far were measured to cost more.
const AHEAD: [usize; 2] = [128, 256];

/// Writes out what is done for each line, for those below a number: instructions of its own for each, where a loop would have the same for all.
macro_rules! each_line {
    ($n:ident: $($number:literal)*, |$line:ident| $work:block) => {
        $(if $number < $n {
            let $line = $number;
            $work
        })*
    };
}

/// What is equalised: a code, or a count without what the line before has left in it.
pub(super) trait Sample: Copy + Default + PartialOrd + Into<f32> {}

impl Sample for u16 {}

impl Sample for f32 {}

/// What Z is multiplied with, column by column: `start` + `t`·`change`, t the line's place between two.
#[derive(Debug, Clone, Copy)]
pub(super) struct SmoothFactor<'a> {
    pub(super) start: &'a [f32],
    pub(super) change: &'a [f32],
}

/// Lines that are equalised at once, at most.
const MOST_LINES: usize = 8;

/// Equalises codes or counts of `N` lines at once, up to [`MOST_LINES`], so that a coefficient is fetched once for all of them, times a smooth
/// factor, where there is one, at each line's place. Gives the greatest sample of all.
pub(super) fn equalise<S: Sample, const N: usize>(
    samples: [&[S]; N],
    part: CoefficientPart<'_>,
    factor: Option<(SmoothFactor<'_>, [f32; N])>,
    values: [&mut [f32]; N],
) -> S {
    Arch::new().dispatch(Equalise { samples, part, factor, values })
}

/// Multiplies by a smooth factor.
pub(super) fn scale(factor: SmoothFactor<'_>, t: f32, values: &mut [f32]) {
    for ((value, start), change) in values.iter_mut().zip(factor.start).zip(factor.change) {
        *value *= start + t * change;
    }
}

/// Whether any code reaches `full_scale`; with a full scale of zero none does.
pub(super) fn any_saturated(codes: &[u16], full_scale: u16) -> bool {
    Arch::new().dispatch(AnySaturated { codes, below: full_scale.wrapping_sub(1) })
}

/// The arguments of [`any_saturated`]: the codes, and the greatest that is not at full scale.
struct AnySaturated<'a> {
    codes: &'a [u16],
    below: u16,
}

impl WithSimd for AnySaturated<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<Lanes: Simd>(self, _: Lanes) -> bool {
        let mut above = 0;
        for code in self.codes {
            above |= code.saturating_sub(self.below);
        }
        above != 0
    }
}

/// The arguments of [`equalise`], for the widest vectors of the processor at hand: every one of them rounds in the same way, and nothing is
/// contracted.
struct Equalise<'a, S, const N: usize> {
    samples: [&'a [S]; N],
    part: CoefficientPart<'a>,
    factor: Option<(SmoothFactor<'a>, [f32; N])>,
    values: [&'a mut [f32]; N],
}

impl<S: Sample, const N: usize> WithSimd for Equalise<'_, S, N> {
    type Output = S;

    #[inline(always)]
    fn with_simd<Lanes: Simd>(self, _: Lanes) -> S {
        // Six coefficients of as many columns as fit into a register each.
        match (Lanes::F32_LANES >= 16, self.factor.is_some()) {
            (true, true) => self.by::<16, true>(),
            (true, false) => self.by::<16, false>(),
            (false, true) => self.by::<8, true>(),
            (false, false) => self.by::<8, false>(),
        }
    }
}

impl<S: Sample, const N: usize> Equalise<'_, S, N> {
    #[inline(always)]
    fn by<const WIDE: usize, const HAS_FACTOR: bool>(self) -> S {
        const { assert!(N <= MOST_LINES, "more lines than are written out below") };
        let CoefficientPart { low, gap, turn, offset } = self.part;
        // Any row stands for a factor that is not there: nothing is made of it.
        let (factor, t) = self.factor.unwrap_or((SmoothFactor { start: low, change: low }, [0.0; N]));
        let n = low.len();
        let split = [low, gap, turn, offset, factor.start, factor.change].map(|row| row[..n].as_chunks::<WIDE>());
        let samples = self.samples.map(|samples| samples[..n].as_chunks::<WIDE>());
        let mut values = self.values.map(|values| values[..n].as_chunks_mut::<WIDE>());
        let mut greatest = [S::default(); WIDE];
        // One bound for all: the compiler then asks for none in the loop.
        let n_chunks = n / WIDE;
        let [low, gap, turn, offset, start, change] = split.map(|(chunks, _)| &chunks[..n_chunks]);
        let chunks = samples.map(|(chunks, _)| &chunks[..n_chunks]);
        let made = values.each_mut().map(|(chunks, _)| &mut chunks[..n_chunks]);
        for index in 0..n_chunks {
            // One by one: a map over an array of arrays is not seen through, and copies.
            let columns = Columns([low[index], gap[index], turn[index], offset[index], start[index], change[index]]);
            let pixel = index * WIDE;
            let [ahead_of_values, ahead_of_samples] = AHEAD.map(|ahead| match pixel + ahead {
                within if within < n => within,
                // In the lines that are equalised next.
                beyond => beyond + (N - 1) * n,
            });
            // Each line by instructions of its own: the processor foresees what an instruction fetches next from what it fetched last.
            each_line!(N: 0 1 2 3 4 5 6 7, |line| {
                fetch_to_write(made[line].as_flattened(), ahead_of_values);
                fetch_to_read(chunks[line].as_flattened(), ahead_of_samples);
                let samples = chunks[line][index];
                take_greater(&mut greatest, samples);
                made[line][index] = columns.values::<S, HAS_FACTOR>(samples, t[line]);
            });
        }
        let n_left = n % WIDE;
        if n_left > 0 {
            let columns = Columns(split.map(|(_, end)| padded(end)));
            for line in 0..N {
                let samples = padded(samples[line].1);
                take_greater(&mut greatest, samples);
                let made = columns.values::<S, HAS_FACTOR>(samples, t[line]);
                values[line].1.copy_from_slice(&made[..n_left]);
            }
        }
        greatest.into_iter().fold(S::default(), |greatest, sample| if sample > greatest { sample } else { greatest })
    }
}

/// Figures of fewer columns than are worked on at once, and zeros.
#[inline(always)]
fn padded<F: Copy + Default, const WIDE: usize>(figures: &[F]) -> [F; WIDE] {
    let mut wide = [F::default(); WIDE];
    wide[..figures.len()].copy_from_slice(figures);
    wide
}

#[inline(always)]
fn take_greater<S: Sample, const WIDE: usize>(greatest: &mut [S; WIDE], samples: [S; WIDE]) {
    for (greatest, sample) in greatest.iter_mut().zip(samples) {
        *greatest = if sample > *greatest { sample } else { *greatest };
    }
}

/// Low, gap, turn, offset, start and change of neighbouring columns, taken up for all lines.
#[derive(Clone, Copy)]
struct Columns<const WIDE: usize>([[f32; WIDE]; 6]);

impl<const WIDE: usize> Columns<WIDE> {
    #[inline(always)]
    fn values<S: Sample, const HAS_FACTOR: bool>(&self, samples: [S; WIDE], t: f32) -> [f32; WIDE] {
        let [low, gap, turn, offset, start, change] = &self.0;
        let mut values = [0.0; WIDE];
        for column in 0..WIDE {
            let sample: f32 = samples[column].into();
            let turned = if sample > turn[column] { sample } else { turn[column] };
            let value = low[column] * sample + (gap[column] * turned + offset[column]);
            values[column] = if HAS_FACTOR { value * (start[column] + t * change[column]) } else { value };
        }
        values
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::level1::DetectorCurve;
    use crate::level1::column_coefficients::ColumnCoefficients;

    #[test]
    fn the_two_slopes_meet_at_the_knee_and_the_factor_multiplies() {
        let curve = |low: f64, gap: f64| DetectorCurve { dark: 10.0, low, high: low + gap, knee: 100.0, spike: None };
        let curves = [curve(1.0, 0.5), curve(1.25, -0.25), curve(0.875, 0.0)];
        let coefficients = ColumnCoefficients::of(&curves, 1.0, false);
        let part = coefficients.part(0, 3);
        let (mut one, mut other) = ([0.0_f32; 3], [0.0_f32; 3]);
        let greatest = equalise([&[60, 110, 310], &[10, 10, 10]], part, None, [&mut one, &mut other]);
        assert_eq!((one, other, greatest), ([50.0, 125.0, 262.5], [0.0; 3], 310));
        let gone = ColumnCoefficients::of(&curves, 2.0, true);
        equalise([&[50.0, 200.0, 300.0]], gone.part(0, 3), None, [&mut other]);
        assert_eq!(other, [100.0, 450.0, 525.0]);
        let factor = SmoothFactor { start: &[2.0; 3], change: &[1.0; 3] };
        equalise([&[60.0, 110.0, 310.0]], part, Some((factor, [0.5])), [&mut one]);
        assert_eq!(one, [125.0, 312.5, 656.25]);
        equalise([&[60, 110, 310]], part, Some((factor, [0.5])), [&mut other]);
        assert_eq!(other, one);
        scale(factor, 0.5, &mut one);
        assert_eq!(one[0], 312.5);
    }

    #[test]
    fn every_column_of_rows_of_any_length_has_the_value_of_its_own_coefficients() {
        let curve = |column: usize| {
            let c = column as f64;
            DetectorCurve { dark: 5.0 + 0.1 * c, low: 1.0 + 0.01 * c, high: 0.5, knee: 40.0 + c, spike: None }
        };
        let curves: Vec<DetectorCurve> = (0..90).map(curve).collect();
        let coefficients = ColumnCoefficients::of(&curves, 0.25, false);
        let codes: [Vec<u16>; 3] =
            [7, 31, 53].map(|step| (0..90).map(|column: u16| column * step % 211).collect::<Vec<u16>>());
        let secants: Vec<f32> = (0..90).map(|column| 1.0 + 0.001 * column as f32).collect();
        let factor = SmoothFactor { start: &secants, change: &secants[..90] };
        for (first, end) in (0..50).flat_map(|n| [(0, n), (3, 3 + n), (90 - n, 90)]) {
            let part = coefficients.part(first, end);
            for t in [None, Some([0.0_f32, 0.5, 1.0])] {
                let mut values = [const { [f32::NAN; 50] }; 3];
                let rows = values.each_mut().map(|row| &mut row[..end - first]);
                let of_part = |row: &'_ [f32]| row[first..end].to_vec();
                let (start, change) = (of_part(factor.start), of_part(factor.change));
                let factor = t.map(|t| (SmoothFactor { start: &start, change: &change }, t));
                let samples = codes.each_ref().map(|codes| &codes[first..end]);
                let greatest = equalise(samples, part, factor, rows);
                assert_eq!(greatest, samples.iter().copied().flatten().copied().max().unwrap_or(0));
                for line in 0..3 {
                    for column in first..end {
                        let sun = t.map_or(1.0, |t| f64::from(secants[column]) * (1.0 + f64::from(t[line])));
                        let expected = curves[column].counts(f64::from(codes[line][column])) * 0.25 * sun;
                        let found = f64::from(values[line][column - first]);
                        assert!((found - expected).abs() < 3e-5, "{line} {column}: {found} {expected}");
                    }
                    assert!(values[line][end - first..].iter().all(|value| value.is_nan()));
                }
            }
        }
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
