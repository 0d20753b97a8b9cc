//! A set made for another line time or other codes: refused, or scaled when told to.
//!
//! The model: a count is offset(code) + ratio^(gain code) × what the detectors gathered, and they gather in proportion to the line time. So
//!
//! - dark signal = offset + current; the current is what lies above the offset of the code (or below it: the fixed pattern of columns is taken for current), in
//!   proportion to line time and gain;
//! - Ak in proportion to line time and to the gain;
//! - knees and thresholds of spikes stand where the detectors are, so they follow the gain and not the line time; the slopes take up what the halves'
//!   gains differ by from their geometric mean;
//! - noise: σ² = A + B·X arises before the gain, so A goes with its square and B with the gain;
//! - remanence is a share of the signal, and moves with offset and gain;
//! - stray light, polarisation, spectra and directions stay.
//!
//! What codes do is nowhere published: it comes from the model's `[code_model]`, an assumption, and without one nothing is scaled.

use super::settings::{BandSettings, HalfCodes, InstrumentSettings};
use super::uncertainty::{BandUncertainty, ColumnFigures};
use super::{BandParameters, ParameterSet, SetState};
use crate::instrument::radiometry::{
    ArrayResponse, ColumnRange, DarkAndRemanenceOrder, NoiseForm, RadiometricConventions, RemanenceFunction,
    SensitivityForm,
};
use crate::instrument::{CodeModel, InstrumentModel, ReadOutHalf};

/// Line times that differ by less than this share are the same: a datation is read to a microsecond over thousands of lines.
pub const SAME_LINE_TIME: f64 = 1e-6;

/// A set that was made for other settings of the instrument.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("parameter set {set}, {what}: needed {needed}, found {found}")]
pub struct SettingsMismatch {
    /// The set.
    pub set: String,
    /// What differs: the line time, or the codes of a band.
    pub what: String,
    /// What the data needs.
    pub needed: String,
    /// What the set was made for.
    pub found: String,
}

/// Why a set cannot be scaled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScalingError {
    /// The instrument has no model of its codes.
    #[error(
        "parameter set {set}: made for {found}, needed for {needed}; it cannot be scaled, because the model of {instrument} has no code_model"
    )]
    NoModel {
        /// The set.
        set: String,
        /// The instrument.
        instrument: String,
        /// What is needed.
        needed: String,
        /// What the set was made for.
        found: String,
    },
    /// Settings that the instrument does not have, or a set that lacks something.
    #[error("parameter set {set}, {what}: to be scaled it needs {needed}, found {found}")]
    Impossible {
        /// The set.
        set: String,
        /// Which settings.
        what: String,
        /// What is needed.
        needed: String,
        /// What was found.
        found: String,
    },
}

/// Whether a set was made for these settings: the same line time (to 1e-6), and the same codes of each band of the set.
///
/// # Errors
/// [`SettingsMismatch`], the first of them.
pub fn fits_settings(set: &ParameterSet, needed: &InstrumentSettings) -> Result<(), SettingsMismatch> {
    let found = &set.manifest.settings;
    let mismatch = |what: String, needed: String, found: String| SettingsMismatch {
        set: set.manifest.name.clone(),
        what,
        needed,
        found,
    };
    let (wanted, own) = (needed.line_time_us, found.line_time_us);
    let is_same = (wanted - own).abs() <= SAME_LINE_TIME * own.abs();
    // What is no number is not the same either.
    if !is_same {
        return Err(mismatch("line time".to_owned(), format!("{wanted} µs"), format!("{own} µs")));
    }
    for band in &set.bands {
        let (wanted, own) = (needed.bands.get(&band.band), found.bands.get(&band.band));
        if wanted != own || wanted.is_none() {
            return Err(mismatch(format!("codes of band {}", band.band), words(wanted), words(own)));
        }
    }
    Ok(())
}

fn words(settings: Option<&BandSettings>) -> String {
    let half = |codes: HalfCodes| format!("gain {} and offset {}", codes.gain, codes.offset);
    settings.map_or_else(
        || "none".to_owned(),
        |settings| format!("left {}, right {}", half(settings.left), half(settings.right)),
    )
}

/// The set for other settings, as the module describes; the same set where it fits already. It is a draft of its own, whose provenance says that it was scaled,
/// and keeps the list of the files that its coefficients come from.
///
/// Uncertainties grow: that of the dark signal with gain and line time where they rise, and with the codes' own; that of Ak with the gain codes' own.
///
/// # Errors
/// [`ScalingError::NoModel`] for an instrument without a model of its codes; [`ScalingError::Impossible`] for settings beyond the instrument's limits or a band
/// without settings.
pub fn scaled(
    set: &ParameterSet,
    model: &InstrumentModel,
    needed: &InstrumentSettings,
    conventions: &RadiometricConventions,
) -> Result<ParameterSet, ScalingError> {
    let Err(mismatch) = fits_settings(set, needed) else { return Ok(set.clone()) };
    let Some(code_model) = &model.code_model else {
        return Err(ScalingError::NoModel {
            set: set.manifest.name.clone(),
            instrument: model.name.clone(),
            needed: format!("{} {}", mismatch.what, mismatch.needed),
            found: format!("{} {}", mismatch.what, mismatch.found),
        });
    };
    let impossible = |what: &str, needed: String, found: String| ScalingError::Impossible {
        set: set.manifest.name.clone(),
        what: what.to_owned(),
        needed,
        found,
    };
    let (shortest, longest) = (model.timing.shortest_line_time_us.value, model.timing.longest_line_time_us.value);
    let limits = format!("{shortest} to {longest} µs");
    let own = &set.manifest.settings;
    for (what, line_time) in [("line time needed", needed.line_time_us), ("line time of the set", own.line_time_us)] {
        // A quantised line time may lie at the limit.
        if !(shortest * (1.0 - SAME_LINE_TIME)..=longest * (1.0 + SAME_LINE_TIME)).contains(&line_time) {
            return Err(impossible(what, limits, format!("{line_time} µs")));
        }
    }
    let mut result = set.clone();
    for band in &mut result.bands {
        let name = band.band.clone();
        let of = |settings: &InstrumentSettings| settings.bands.get(&name).copied();
        let (Some(from), Some(to)) = (of(own), of(needed)) else {
            return Err(impossible(
                &format!("settings of band {name}"),
                "codes of both halves".to_owned(),
                "none".to_owned(),
            ));
        };
        let largest = (model.read_out.largest_gain_code.value, model.read_out.largest_offset_code.value);
        if [to.left, to.right].iter().any(|half| half.gain > largest.0 || half.offset > largest.1) {
            let limits = format!("gain codes to {}, offset codes to {}", largest.0, largest.1);
            return Err(impossible(&format!("settings of band {name}"), limits, words(Some(&to))));
        }
        let columns = model.camera.columns.value;
        let change = Change::new(model, code_model, &name, (from, to), columns, needed.line_time_us / own.line_time_us);
        change.apply(band, *conventions);
    }
    let manifest = &mut result.manifest;
    manifest.state = SetState::Draft;
    manifest.files.clear();
    manifest.provenance.method = format!(
        "scaled from line time {} µs to {} µs and to other codes by the instrument's code_model; before: {}",
        own.line_time_us, needed.line_time_us, manifest.provenance.method
    );
    manifest.provenance.sources = vec![format!("{} version {}", set.manifest.name, set.manifest.version)];
    manifest.name = format!("{} scaled", set.manifest.name);
    manifest.settings = needed.clone();
    Ok(result)
}

/// What happens to the counts of one half.
#[derive(Clone, Copy)]
struct HalfChange {
    from_offset: f64,
    to_offset: f64,
    gain: f64,
    offset_uncertainty: f64,
    gain_uncertainty: f64,
}

struct Change<'a> {
    model: &'a InstrumentModel,
    band: &'a str,
    halves: [HalfChange; 2],
    line_time: f64,
    /// Geometric mean of the columns' gains.
    gain: f64,
    gain_uncertainty: f64,
    columns: usize,
}

impl<'a> Change<'a> {
    fn new(
        model: &'a InstrumentModel,
        codes: &CodeModel,
        band: &'a str,
        (from, to): (BandSettings, BandSettings),
        columns: usize,
        line_time: f64,
    ) -> Self {
        let half = |from: HalfCodes, to: HalfCodes| HalfChange {
            from_offset: codes.offset_counts(from.offset),
            to_offset: codes.offset_counts(to.offset),
            gain: codes.gain_ratio(from.gain, to.gain),
            offset_uncertainty: codes.offset_counts_uncertainty_per_code.value
                * f64::from(from.offset.abs_diff(to.offset)),
            gain_uncertainty: codes.gain_ratio_relative_per_code.value * f64::from(from.gain.abs_diff(to.gain)),
        };
        let halves = [half(from.left, to.left), half(from.right, to.right)];
        let mut change = Self { model, band, halves, line_time, gain: 1.0, gain_uncertainty: 0.0, columns };
        if columns > 0 {
            let sum: f64 = (0..columns).map(|column| change.of(column).gain.ln()).sum();
            change.gain = (sum / columns as f64).exp();
        }
        change.gain_uncertainty = halves[0].gain_uncertainty.max(halves[1].gain_uncertainty);
        change
    }

    fn of(&self, column: usize) -> HalfChange {
        match self.model.read_out.half_of(self.band, column) {
            ReadOutHalf::Left => self.halves[0],
            ReadOutHalf::Right => self.halves[1],
        }
    }

    fn apply(&self, band: &mut BandParameters, conventions: RadiometricConventions) {
        for (tdi, response) in &mut band.responses {
            if let Some(uncertainty) = band.uncertainties.get_mut(tdi) {
                self.widen(uncertainty, response.dark.counts.len());
            }
            self.respond(response, conventions);
        }
        band.remanence =
            band.remanence.iter().flat_map(|function| self.remanence(function, conventions.first_steps)).collect();
    }

    fn respond(&self, response: &mut ArrayResponse, conventions: RadiometricConventions) {
        for (column, counts) in response.dark.counts.iter_mut().enumerate() {
            let half = self.of(column);
            let current = (*counts - half.from_offset) * self.line_time * half.gain;
            *counts = (half.to_offset + current).max(0.0);
        }
        for spike in &mut response.dark.spikes {
            let gain = self.of(spike.column).gain;
            spike.threshold *= gain;
            // P'(Y) = g·P(Y/g), for a corrected count as for an excess.
            let [a, b, c, d] = spike.polynomial;
            spike.polynomial = [a * gain, b, c / gain, d / (gain * gain)];
            spike.linear[0] *= gain;
        }
        let slopes = &mut response.slopes;
        for (column, ((a1, a2), knee)) in slopes.a1.iter_mut().zip(&mut slopes.a2).zip(&mut slopes.knee).enumerate() {
            let gain = self.of(column).gain;
            let levelled = match conventions.sensitivity {
                SensitivityForm::Multiply => self.gain / gain,
                SensitivityForm::Divide => gain / self.gain,
            };
            *a1 *= levelled;
            *a2 *= levelled;
            *knee *= gain;
        }
        response.gain *= self.gain * self.line_time;
        response.noise.a *= match conventions.noise {
            NoiseForm::Linear => self.gain * self.gain,
            NoiseForm::SquaredConstant => self.gain,
        };
        response.noise.b *= self.gain;
    }

    fn widen(&self, uncertainty: &mut BandUncertainty, columns: usize) {
        let columns = columns.max(self.columns);
        let widened = |sigma: f64, half: HalfChange| {
            // What part of it is the offset's and what part the current's is not known: it never shrinks.
            (sigma * (half.gain * self.line_time).max(1.0)).hypot(half.offset_uncertainty)
        };
        uncertainty.dark_counts = match &uncertainty.dark_counts {
            ColumnFigures::Same(sigma) => {
                let [left, right] = self.halves.map(|half| widened(*sigma, half));
                if left.to_bits() == right.to_bits() {
                    ColumnFigures::Same(left)
                } else {
                    ColumnFigures::ByColumn((0..columns).map(|column| widened(*sigma, self.of(column))).collect())
                }
            }
            ColumnFigures::ByColumn(sigmas) => ColumnFigures::ByColumn(
                sigmas.iter().enumerate().map(|(column, sigma)| widened(*sigma, self.of(column))).collect(),
            ),
        };
        uncertainty.gain_relative = uncertainty.gain_relative.hypot(self.gain_uncertainty);
    }

    /// H'(x') = g·H(x) where x is the count that x' was before: on codes with the offset, above the dark signal without. One function a half.
    fn remanence(&self, function: &RemanenceFunction, order: DarkAndRemanenceOrder) -> Vec<RemanenceFunction> {
        let split = self.model.read_out.split_column.value;
        let ColumnRange { first, last } = function.columns;
        let parts = if first < split && split <= last {
            vec![ColumnRange::new(first, split - 1), ColumnRange::new(split, last)]
        } else {
            vec![function.columns]
        };
        parts
            .into_iter()
            .map(|columns| {
                let half = self.of(columns.first);
                let before = |count: i64| match order {
                    DarkAndRemanenceOrder::RemanenceFirst => {
                        (count as f64 - half.to_offset) / half.gain + half.from_offset
                    }
                    DarkAndRemanenceOrder::DarkFirst => count as f64 / half.gain,
                };
                RemanenceFunction {
                    columns,
                    sampling_step: function.sampling_step,
                    samples: function
                        .samples
                        .iter()
                        .map(|(count, _)| (*count, half.gain * function.at(before(*count))))
                        .collect(),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
