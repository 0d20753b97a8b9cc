//! The functions of one band.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Budget, ColumnFunction, ColumnFunctions, InterpolatedColumn, Sources, SpikeFunction};
use crate::instrument::radiometry::{NoiseForm, NoiseModel};
use crate::level1::{BandChain, DetectorCurve, DetectorSpike, Quantity, Step, SunField};
use crate::parameter_sets::{BandUncertainty, ColumnFigures};

/// Standard uncertainties of one band as functions of a value, its line and its column (`radiometry.md` §2.16).
///
/// *Random*: σ² = A + B·Y (or A² + B·Y) + q²/12 of the count Y, q one code, through the slope of the column's curve and the scale. *Structured*:
/// the dark signal's through the same, and that of both slopes times Z. *Systematic*: gain and, for a reflectance, solar irradiance, times the
/// value. A column that is interpolated has the variance of the mean of its neighbours, taken at its own value; what interpolation itself misses
/// of the scene is not in it. Left out: what remanence and the other bands' stray light add to the noise, and how well stray light and
/// polarisation are known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncertaintyFunctions {
    /// The band.
    pub band: String,
    /// What the values are.
    pub quantity: Quantity,
    /// Value per count Z; without 1/cos θ where the Sun varies.
    pub factor: f64,
    /// The Sun over the image, where it varies and the values are reflectances.
    pub sun: Option<SunField>,
    /// Noise of the counts.
    pub noise: NoiseModel,
    /// What A and B are.
    pub noise_form: NoiseForm,
    /// One code, counts: rounding adds q²/12.
    pub code_step: f64,
    /// The greatest code.
    pub full_scale: u16,
    /// By what stray light's filters multiply the noise of independent pixels ([`super::noise_gain()`]).
    pub noise_gain: ColumnFigures,
    /// Relative, of Ak; none where the set does not say, zero for counts.
    pub gain_relative: Option<f64>,
    /// Relative, of the solar irradiance; none where the set does not say, zero but for a reflectance.
    pub solar_irradiance_relative: Option<f64>,
    /// Column by column.
    pub columns: ColumnFunctions,
    /// Columns with a spike, in their order.
    pub spikes: Vec<SpikeFunction>,
    /// Columns that are interpolated, in their order.
    pub interpolated: Vec<InterpolatedColumn>,
}

impl UncertaintyFunctions {
    /// Of a chain: what it does decides what counts. Parts of a step that is switched off are left out.
    pub fn of(
        chain: &BandChain,
        noise: NoiseModel,
        uncertainty: Option<&BandUncertainty>,
        noise_gain: ColumnFigures,
    ) -> Self {
        let settings = chain.settings();
        let has = |step| settings.steps.contains(step);
        let known = |step, figures: fn(&BandUncertainty) -> &ColumnFigures| {
            if has(step) {
                uncertainty.map(|uncertainty| figures(uncertainty).clone())
            } else {
                Some(ColumnFigures::Same(0.0))
            }
        };
        let dark_counts = known(Step::Dark, |uncertainty| &uncertainty.dark_counts);
        let slopes_relative = known(Step::Slopes, |uncertainty| &uncertainty.slopes_relative);
        let spike = |curve: &DetectorCurve| {
            let DetectorSpike { coefficients, form } = **curve.spike.as_ref()?;
            Some(SpikeFunction { spike: coefficients, form, dark: curve.dark })
        };
        let spikes = chain.curves().iter().filter_map(spike);
        let interpolated = chain.defect_runs().iter().filter(|run| run.has_value).flat_map(|run| {
            run.columns.columns().filter_map(|column| {
                let neighbours = [run.left?, run.right?];
                Some(InterpolatedColumn { column, neighbours, weights: run.weights(column) })
            })
        });
        let only_for = |is_counted, figure: Option<f64>| if is_counted { figure } else { Some(0.0) };
        Self {
            band: chain.band().to_owned(),
            quantity: settings.quantity,
            factor: chain.scale().factor,
            sun: chain.scale().sun.as_deref().cloned(),
            noise,
            noise_form: settings.conventions.noise,
            code_step: 1.0,
            full_scale: settings.saturation.full_scale,
            noise_gain,
            gain_relative: only_for(
                settings.quantity != Quantity::Counts,
                uncertainty.map(|uncertainty| uncertainty.gain_relative),
            ),
            solar_irradiance_relative: only_for(
                settings.quantity == Quantity::Reflectance,
                uncertainty.map(|uncertainty| uncertainty.solar_irradiance_relative),
            ),
            columns: ColumnFunctions::new(chain.curves(), dark_counts, slopes_relative),
            spikes: spikes.collect(),
            interpolated: interpolated.collect(),
        }
    }

    /// Standard uncertainties of a value at a pixel, in the value's unit; none for a column beyond the array.
    pub fn evaluate(&self, value: f64, line: usize, column: usize) -> Option<Budget> {
        self.sources(value, line, column).map(|sources| sources.budget())
    }

    /// The same, source by source.
    pub fn sources(&self, value: f64, line: usize, column: usize) -> Option<Sources> {
        let scale = self.sun.as_ref().map_or(self.factor, |sun| self.factor * sun.secant(line, column));
        let counts = value / scale;
        let variance = match self.interpolated.binary_search_by_key(&column, |interpolated| interpolated.column) {
            Err(_) => self.of_column(counts, column)?,
            Ok(found) => {
                let interpolated = self.interpolated.get(found)?;
                let [left, right] = interpolated.neighbours;
                let weighted = |column, weight: f64| Some(self.of_column(counts, column)?.times(weight * weight));
                weighted(left, interpolated.weights[0])?.plus(weighted(right, interpolated.weights[1])?)
            }
        };
        let (scale, noise_gain) = (scale.abs(), self.noise_gain.of(column)?);
        let root = |variance: f64| variance.sqrt() * scale;
        let of_value = |relative: Option<f64>| relative.map(|relative| relative * value.abs());
        Some(Sources {
            noise: root(variance.noise) * noise_gain,
            rounding: root(variance.rounding) * noise_gain,
            dark_signal: variance.dark.map(root),
            slopes: variance.slopes.map(root),
            gain: of_value(self.gain_relative),
            solar_irradiance: of_value(self.solar_irradiance_relative),
        })
    }

    /// Variances of a count Z of one column.
    fn of_column(&self, counts: f64, column: usize) -> Option<ColumnVariance> {
        let own = self.columns.of(column)?;
        let curve = self.curve(&own, column);
        // A curve that does not reach so far (noise, a spike's jump) is taken at the end that is nearer.
        let code = curve.code_of(counts, f64::from(self.full_scale)).unwrap_or_else(|| {
            let ends = [curve.dark, f64::from(self.full_scale)];
            let [dark, full] = ends.map(|code| (curve.counts(code) - counts).abs());
            if dark <= full { ends[0] } else { ends[1] }
        });
        let above_dark = (code - curve.dark).max(0.0);
        let slope = curve.slope(code);
        let a = match self.noise_form {
            NoiseForm::Linear => self.noise.a,
            NoiseForm::SquaredConstant => self.noise.a * self.noise.a,
        };
        let squared = |sigma: f64| sigma * sigma;
        Some(ColumnVariance {
            noise: squared(slope) * (a + self.noise.b * above_dark).max(0.0),
            rounding: squared(slope * self.code_step) / 12.0,
            dark: own.dark_counts.map(|dark| squared(slope * dark)),
            slopes: own.slopes_relative.map(|slopes| squared(counts * slopes)),
        })
    }

    fn curve(&self, own: &ColumnFunction, column: usize) -> DetectorCurve {
        let spike = self
            .spikes
            .binary_search_by_key(&column, |function| function.spike.column)
            .ok()
            .and_then(|found| self.spikes.get(found));
        DetectorCurve {
            dark: spike.map_or(0.0, |function| function.dark),
            low: own.low,
            high: own.high,
            knee: own.knee,
            spike: spike.map(|function| Arc::new(DetectorSpike { coefficients: function.spike, form: function.form })),
        }
    }
}

/// Variances of a count Z, source by source.
#[derive(Debug, Clone, Copy)]
struct ColumnVariance {
    noise: f64,
    rounding: f64,
    dark: Option<f64>,
    slopes: Option<f64>,
}

impl ColumnVariance {
    fn times(self, factor: f64) -> Self {
        let times = |variance: f64| variance * factor;
        Self {
            noise: times(self.noise),
            rounding: times(self.rounding),
            dark: self.dark.map(times),
            slopes: self.slopes.map(times),
        }
    }

    fn plus(self, other: Self) -> Self {
        let sum = |(one, other): (f64, f64)| one + other;
        Self {
            noise: self.noise + other.noise,
            rounding: self.rounding + other.rounding,
            dark: self.dark.zip(other.dark).map(sum),
            slopes: self.slopes.zip(other.slopes).map(sum),
        }
    }
}
