//! The columns with a spike of a window: in double precision, several at once, without a branch.

#![allow(
    clippy::inline_always,
    reason = "instructions of the processor at hand reach only what is inside of what is dispatched"
)]

use pulp::{Arch, Simd, WithSimd};

use super::DetectorCurve;
use super::straight::Straight;
use super::sun_rows::SunRows;
use crate::instrument::radiometry::SpikeForm;

/// Columns that are worked on at once.
const AT_ONCE: usize = 8;

/// The columns with a spike of a window.
pub(super) struct SpikeColumns {
    groups: Vec<Group>,
    /// Value per count Z, without the Sun.
    factor: f64,
}

/// A few columns with a spike, figure by figure. Elements beyond the last of them stand for none.
#[derive(Clone, Default)]
struct Group {
    /// Places in the window.
    places: Vec<usize>,
    secants: [Straight; AT_ONCE],
    dark: [f64; AT_ONCE],
    threshold: [f64; AT_ONCE],
    polynomial: [[f64; AT_ONCE]; 4],
    linear: [[f64; AT_ONCE]; 2],
    /// What the coefficients give is multiplied with the first, what they are given with the second: Y is the sum.
    form: [[f64; AT_ONCE]; 2],
    low: [f64; AT_ONCE],
    high: [f64; AT_ONCE],
    knee: [f64; AT_ONCE],
}

impl SpikeColumns {
    /// Of the curves of detectors, with their places in the window; those without a spike are passed over.
    pub(super) fn new<'a>(curves: impl Iterator<Item = (usize, &'a DetectorCurve)>, factor: f64) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for (place, curve) in curves {
            let Some(spike) = curve.spike.as_deref() else { continue };
            if groups.last().is_none_or(|group| group.places.len() == AT_ONCE) {
                groups.push(Group::default());
            }
            let Some(group) = groups.last_mut() else { continue };
            let at = group.places.len();
            group.places.push(place);
            group.secants[at] = Straight::between([1.0; 2]);
            group.dark[at] = curve.dark;
            group.threshold[at] = spike.coefficients.threshold;
            for (figures, figure) in group.polynomial.iter_mut().zip(spike.coefficients.polynomial) {
                figures[at] = figure;
            }
            for (figures, figure) in group.linear.iter_mut().zip(spike.coefficients.linear) {
                figures[at] = figure;
            }
            let form = match spike.form {
                SpikeForm::CorrectedCount => [1.0, 0.0],
                SpikeForm::Excess => [-1.0, 1.0],
            };
            for (figures, figure) in group.form.iter_mut().zip(form) {
                figures[at] = figure;
            }
            (group.low[at], group.high[at], group.knee[at]) = (curve.low, curve.high, curve.knee);
        }
        Self { groups, factor }
    }

    /// Makes it hold for the lines for which the Sun's rows hold.
    pub(super) fn move_to(&mut self, sun: &SunRows<'_>) {
        for group in &mut self.groups {
            for (secant, place) in group.secants.iter_mut().zip(&group.places) {
                *secant = Straight::between(sun.ends(*place));
            }
        }
    }

    /// Puts in their values, from the samples of the window's line; the line stands at `place` between those for which the Sun is known.
    pub(super) fn correct<S: Copy + Into<f64>>(&self, samples: &[S], place: f32, values: &mut [f32]) {
        if !self.groups.is_empty() {
            Arch::new().dispatch(Correct { columns: self, samples, place, values });
        }
    }
}

/// The arguments of [`SpikeColumns::correct`], for the widest vectors of the processor at hand.
struct Correct<'a, S> {
    columns: &'a SpikeColumns,
    samples: &'a [S],
    place: f32,
    values: &'a mut [f32],
}

impl<S: Copy + Into<f64>> WithSimd for Correct<'_, S> {
    type Output = ();

    #[inline(always)]
    fn with_simd<Lanes: Simd>(self, lanes: Lanes) {
        for group in &self.columns.groups {
            let mut codes = [0.0; AT_ONCE];
            for (code, place) in codes.iter_mut().zip(&group.places) {
                *code = self.samples.get(*place).map_or(f64::NAN, |sample| (*sample).into());
            }
            let counts = group.counts(lanes, codes);
            for (index, at) in group.places.iter().enumerate() {
                if let Some(value) = self.values.get_mut(*at) {
                    *value = (counts[index] * self.columns.factor) as f32 * group.secants[index].at(self.place);
                }
            }
        }
    }
}

impl Group {
    /// Z of codes: [`DetectorCurve::counts`], all of them with the same instructions.
    #[inline(always)]
    fn counts<Lanes: Simd>(&self, lanes: Lanes, codes: [f64; AT_ONCE]) -> [f64; AT_ONCE] {
        let mut counts = [0.0; AT_ONCE];
        let (made, _) = Lanes::as_mut_simd_f64s(&mut counts);
        let (codes, _) = Lanes::as_simd_f64s(&codes);
        for (index, (made, code)) in made.iter_mut().zip(codes).enumerate() {
            let of = |figures: &[f64; AT_ONCE]| Lanes::as_simd_f64s(figures).0[index];
            let (plus, times) = (|a, b| lanes.add_f64s(a, b), |a, b| lanes.mul_f64s(a, b));
            let choose = |is_below, below, above| lanes.select_f64s(is_below, below, above);
            let [a, b, c, d] = self.polynomial.each_ref().map(of);
            let read = lanes.sub_f64s(*code, of(&self.dark));
            let below = plus(a, times(read, plus(b, times(read, plus(c, times(read, d))))));
            let above = plus(of(&self.linear[0]), times(of(&self.linear[1]), read));
            let given = choose(lanes.less_than_or_equal_f64s(read, of(&self.threshold)), below, above);
            let signal = plus(times(of(&self.form[0]), given), times(of(&self.form[1]), read));
            let (low, knee) = (of(&self.low), of(&self.knee));
            let beyond = plus(times(low, knee), times(of(&self.high), lanes.sub_f64s(signal, knee)));
            *made = choose(lanes.less_than_or_equal_f64s(signal, knee), times(low, signal), beyond);
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::instrument::radiometry::Spike;
    use crate::level1::DetectorSpike;

    #[test]
    fn every_column_with_a_spike_has_the_value_of_its_own_curve_and_the_others_keep_theirs() {
        let curve = |column: usize| {
            let c = column as f64;
            let coefficients = Spike {
                column,
                threshold: 300.0 + 10.0 * c,
                polynomial: [-3.0 + 0.1 * c, 0.98, -1e-5 * c, 1e-9],
                linear: [-10.0, 0.99 + 1e-4 * c],
            };
            let form = if column.is_multiple_of(2) { SpikeForm::Excess } else { SpikeForm::CorrectedCount };
            let spike = column.is_multiple_of(3).then(|| Arc::new(DetectorSpike { coefficients, form }));
            DetectorCurve { dark: 10.0 + c, low: 1.0 + 1e-3 * c, high: 0.97, knee: 350.0 - c, spike }
        };
        let curves: Vec<DetectorCurve> = (0..40).map(curve).collect();
        let columns = SpikeColumns::new(curves.iter().enumerate(), 0.25);
        for base in [0_u16, 200, 360, 800, 1023] {
            let codes: Vec<u16> = (0..40).map(|column| base + column).collect();
            let mut values = vec![-1.0_f32; 40];
            columns.correct(&codes, 0.0, &mut values);
            for ((value, curve), code) in values.iter().zip(&curves).zip(&codes) {
                let expected =
                    if curve.spike.is_some() { (curve.counts(f64::from(*code)) * 0.25) as f32 } else { -1.0 };
                assert_eq!(value.to_bits(), expected.to_bits());
            }
        }
    }
}
