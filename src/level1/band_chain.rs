//! The chain of one band, prepared: what it needs of the parameter set, turned into what a pixel needs.

use std::sync::Arc;

use super::column_coefficients::ColumnCoefficients;
use super::defect_runs::{DefectRun, defect_runs};
use super::detector_curve::{DetectorCurve, DetectorSpike};
use super::remanence::Remanence;
use super::{ChainError, ChainSettings, Quantity, Step, Steps, SunField};
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::{
    ArrayResponse, ColumnRange, DarkAndRemanenceOrder, PolarisationForm, ProcessingParameters, RemanenceSource,
    SensitivityForm,
};
use crate::parameter_sets::BandParameters;

/// What becomes of Z: a figure, times 1/cos θ of the Sun for a reflectance.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// Ak of the band, counts per W·m⁻²·sr⁻¹·µm⁻¹.
    pub gain: f64,
    /// The scene's polarisation p, where it is taken out.
    pub polarisation: Option<f64>,
    /// What polarisation multiplies the radiance with; one where it is left in.
    pub polarisation_factor: f64,
    /// What a radiance is multiplied with beside 1/cos θ; none where radiance or counts are asked for.
    pub reflectance_per_radiance: Option<f64>,
    /// Value per count Z; without 1/cos θ where the Sun varies.
    pub factor: f64,
    /// The Sun, for a reflectance, where it varies over the image; where it does not, 1/cos θ is in the factor.
    pub sun: Option<Arc<SunField>>,
}

impl Scale {
    /// Value per count Z at a pixel.
    pub fn at(&self, line: usize, column: usize) -> f64 {
        self.sun.as_ref().map_or(self.factor, |sun| self.factor * sun.secant(line, column))
    }
}

/// Remanence and where it stands among the first steps.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    pub(super) remanence: Remanence,
    /// Taken from the counts above the dark signal, not from the codes.
    pub(super) of_signal: bool,
    /// The line before decides after its own correction.
    pub(super) corrected: bool,
}

/// The chain of one band, prepared for settings, scene and parameters. Cheap to make (a pass over the columns), and to be shared by threads.
#[derive(Debug, Clone)]
pub struct BandChain {
    pub(super) band: String,
    pub(super) settings: ChainSettings,
    pub(super) curves: Vec<DetectorCurve>,
    pub(super) coefficients: ColumnCoefficients,
    /// Dark signal, where it is subtracted before the remanence; the coefficients then have none.
    pub(super) first_dark: Vec<f32>,
    pub(super) spikes: Vec<usize>,
    pub(super) runs: Vec<DefectRun>,
    pub(super) memory: Option<Memory>,
    pub(super) scale: Scale,
    /// Whether the scale's figure is in the coefficients already: no step stands between Z and it.
    pub(super) is_fused: bool,
}

/// What [`BandChain::prepare`] is made of, beside the band's parameters.
#[derive(Debug, Clone)]
pub(super) struct BandScene {
    /// p = PS·P·cos 2(χ − Φ), where it is taken out.
    pub(super) polarisation: Option<f64>,
    pub(super) reflectance_per_radiance: Option<f64>,
    pub(super) sun: Option<Arc<SunField>>,
}

impl BandChain {
    pub(super) fn prepare(
        parameters: &BandParameters,
        response: &ArrayResponse,
        processing: &ProcessingParameters,
        settings: &ChainSettings,
        scene: BandScene,
        is_fused: bool,
    ) -> Result<Self, ChainError> {
        let band = parameters.band.as_str();
        let curves = curves(band, response, settings)?;
        let scale = scale(band, response, settings, scene)?;
        let memory = memory(band, parameters, curves.len(), processing, settings)?;
        let has = |step| settings.steps.contains(step);
        let runs = if has(Step::Defects) {
            for defect in &response.defects {
                inside_array(band, "detectors out of order", defect.columns, curves.len())?;
            }
            defect_runs(&response.defects, curves.len(), processing.longest_interpolated_run)
        } else {
            Vec::new()
        };
        let spikes: Vec<usize> =
            (0..curves.len()).filter(|column| curves.get(*column).is_some_and(|curve| curve.spike.is_some())).collect();
        let is_dark_first = memory.as_ref().is_some_and(|memory| memory.of_signal);
        let factor = if is_fused { scale.factor } else { 1.0 };
        let coefficients = ColumnCoefficients::of(&curves, factor, is_dark_first);
        let first_dark =
            if is_dark_first { curves.iter().map(|curve| curve.dark as f32).collect() } else { Vec::new() };
        Ok(Self {
            band: band.to_owned(),
            settings: *settings,
            curves,
            coefficients,
            first_dark,
            spikes,
            runs,
            memory,
            scale,
            is_fused,
        })
    }

    /// Its name.
    pub fn band(&self) -> &str {
        &self.band
    }

    /// Detectors of the array.
    pub fn columns(&self) -> usize {
        self.curves.len()
    }

    /// What was asked of it: the steps are those that it runs.
    pub fn settings(&self) -> &ChainSettings {
        &self.settings
    }

    /// The exact curves of the detectors.
    pub fn curves(&self) -> &[DetectorCurve] {
        &self.curves
    }

    /// The exact curve of a detector.
    pub fn curve(&self, column: usize) -> Option<&DetectorCurve> {
        self.curves.get(column)
    }

    /// Runs of detectors out of order, in their order; none where the step is switched off.
    pub fn defect_runs(&self) -> &[DefectRun] {
        &self.runs
    }

    /// The run that a column belongs to.
    pub fn defect_run_of(&self, column: usize) -> Option<&DefectRun> {
        let after = self.runs.partition_point(|run| run.columns.first <= column);
        self.runs.get(after.checked_sub(1)?).filter(|run| run.columns.contains(column))
    }

    /// What becomes of Z.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// Lines before a block on which its first lines depend; with fewer the block is taken to begin the product.
    pub fn lines_before(&self) -> usize {
        let of_memory = self
            .memory
            .as_ref()
            .map_or(0, |memory| if memory.corrected { memory.remanence.lines_of_recursion().unwrap_or(1) } else { 1 });
        of_memory.max(self.settings.saturation.lines_after)
    }

    /// Whether the values of a line follow from its codes and those of the line before alone, so that lines that lie apart are corrected
    /// together ([`super::RawLines::apart`]).
    pub fn needs_only_the_line_before(&self) -> bool {
        self.memory.as_ref().is_none_or(Memory::is_of_codes) && self.settings.saturation.lines_after == 0
    }

    /// The columns that must be read so that all values of the columns `first` to before `end` can be made: their neighbours where they are
    /// interpolated, and those whose saturation spoils them.
    pub fn columns_needed(&self, first: usize, end: usize) -> std::ops::Range<usize> {
        let around = self.settings.saturation.columns_around;
        let (mut from, mut to) = (first.saturating_sub(around), (end + around).min(self.columns()));
        for run in self.runs.iter().filter(|run| run.columns.overlaps(ColumnRange::new(first, end.saturating_sub(1)))) {
            from = from.min(run.left.unwrap_or(run.columns.first));
            to = to.max(run.right.unwrap_or(run.columns.last) + 1);
        }
        from..to
    }

    /// Detectors with a spike among the columns `first` to before `end`.
    pub(super) fn spikes_in(&self, first: usize, end: usize) -> &[usize] {
        let from = self.spikes.partition_point(|column| *column < first);
        let to = self.spikes.partition_point(|column| *column < end);
        &self.spikes[from..to]
    }

    /// Columns with a reason in every line: those out of order.
    pub(super) fn column_reasons(&self) -> Vec<(ColumnRange, Reasons)> {
        let defective = Reasons::only(NoDataReason::Defective);
        let reasons = |run: &DefectRun| {
            (
                run.columns,
                if run.has_value { defective } else { defective.union(Reasons::only(NoDataReason::NotComputed)) },
            )
        };
        self.runs.iter().map(reasons).collect()
    }
}

/// The curves of all columns, the parts of the steps that are switched off left out.
fn curves(band: &str, response: &ArrayResponse, settings: &ChainSettings) -> Result<Vec<DetectorCurve>, ChainError> {
    let columns = response.dark.counts.len();
    let slopes = &response.slopes;
    for (name, found) in [("a1", slopes.a1.len()), ("a2", slopes.a2.len()), ("Zs", slopes.knee.len())] {
        if found != columns {
            let needed = format!("a value for each of the {columns} columns of the dark signal");
            return Err(ChainError::parameter(band, name, needed, found));
        }
    }
    let has = |step| settings.steps.contains(step);
    let mut curves = Vec::with_capacity(columns);
    for (column, dark) in response.dark.counts.iter().enumerate() {
        if !dark.is_finite() {
            let name = format!("dark signal of column {column}");
            return Err(ChainError::parameter(band, name, "a finite number of counts", dark));
        }
        let mut curve = DetectorCurve { dark: *dark, low: 1.0, high: 1.0, knee: 0.0, spike: None };
        if !has(Step::Dark) {
            curve.dark = 0.0;
        }
        if has(Step::Slopes) {
            let Some(two) = slopes.of(column) else { continue };
            for (name, value) in [("a1", two.a1), ("a2", two.a2)] {
                if !(value.is_finite() && value > 0.0) {
                    let name = format!("{name} of column {column}");
                    return Err(ChainError::parameter(band, name, "a number above zero", value));
                }
            }
            if !(two.knee.is_finite() && two.knee >= 0.0) {
                let name = format!("Zs of column {column}");
                return Err(ChainError::parameter(band, name, "a number of counts not below zero", two.knee));
            }
            (curve.low, curve.high) = match settings.conventions.sensitivity {
                SensitivityForm::Multiply => (two.a1, two.a2),
                SensitivityForm::Divide => (two.a1.recip(), two.a2.recip()),
            };
            curve.knee = two.knee;
        }
        curves.push(curve);
    }
    if has(Step::Spikes) {
        for spike in &response.dark.spikes {
            let name = || format!("spike of column {}", spike.column);
            let figures = spike.polynomial.iter().chain(&spike.linear).chain([&spike.threshold]);
            if let Some(wrong) = figures.copied().find(|figure| !figure.is_finite()) {
                return Err(ChainError::parameter(band, name(), "finite coefficients", wrong));
            }
            let Some(curve) = curves.get_mut(spike.column) else {
                return Err(ChainError::parameter(band, name(), format!("a column below {columns}"), spike.column));
            };
            let form = settings.conventions.spike;
            curve.spike = Some(Arc::new(DetectorSpike { coefficients: *spike, form }));
        }
    }
    Ok(curves)
}

fn scale(
    band: &str,
    response: &ArrayResponse,
    settings: &ChainSettings,
    scene: BandScene,
) -> Result<Scale, ChainError> {
    let gain = response.gain;
    if settings.quantity != Quantity::Counts && !(gain.is_finite() && gain > 0.0) {
        return Err(ChainError::parameter(band, "Ak", "a number above zero", gain));
    }
    let polarisation_factor = scene.polarisation.map_or(1.0, |p| match settings.conventions.polarisation {
        PolarisationForm::Divide => (1.0 + p).recip(),
        PolarisationForm::Multiply => 1.0 + p,
    });
    let factor = match settings.quantity {
        Quantity::Counts => 1.0,
        Quantity::Radiance => polarisation_factor / gain,
        Quantity::Reflectance => polarisation_factor / gain * scene.reflectance_per_radiance.unwrap_or(f64::NAN),
    };
    let (sun, factor) = match scene.sun {
        Some(sun) if sun.is_uniform() => (None, factor * sun.secant(0, 0)),
        sun => (sun, factor),
    };
    if !factor.is_finite() {
        return Err(ChainError::parameter(band, "value per count", "a finite number", factor));
    }
    Ok(Scale {
        gain,
        polarisation: scene.polarisation,
        polarisation_factor,
        reflectance_per_radiance: scene.reflectance_per_radiance,
        factor,
        sun,
    })
}

/// A range of columns that lies in the array.
fn inside_array(band: &str, name: &str, range: ColumnRange, columns: usize) -> Result<(), ChainError> {
    if range.is_empty() || range.last >= columns {
        let found = format!("columns {} to {}", range.first, range.last);
        return Err(ChainError::parameter(band, name, format!("rising columns below {columns}"), found));
    }
    Ok(())
}

fn memory(
    band: &str,
    parameters: &BandParameters,
    columns: usize,
    processing: &ProcessingParameters,
    settings: &ChainSettings,
) -> Result<Option<Memory>, ChainError> {
    if !settings.steps.contains(Step::Remanence) {
        return Ok(None);
    }
    let [lowest, highest] = processing.remanence_limits;
    if !(lowest.is_finite() && highest.is_finite() && lowest <= highest) {
        let found = format!("{lowest} to {highest}");
        return Err(ChainError::parameter(band, "limits of the remanence", "two numbers of counts, rising", found));
    }
    for (index, function) in parameters.remanence.iter().enumerate() {
        inside_array(band, "remanence", function.columns, columns)?;
        let before = parameters.remanence.iter().take(index).find(|before| before.columns.overlaps(function.columns));
        if let Some(before) = before {
            // A column in both would be corrected twice.
            let [one, other] = [before, function].map(|function| function.columns);
            let found = format!("columns {} to {} and {} to {}", one.first, one.last, other.first, other.last);
            return Err(ChainError::parameter(band, "remanence", "ranges of columns that do not overlap", found));
        }
        if let Some((count, value)) = function.samples.iter().find(|(_, value)| !value.is_finite()) {
            return Err(ChainError::parameter(band, format!("remanence at {count} counts"), "a finite number", value));
        }
    }
    let full_scale = settings.saturation.full_scale;
    let Some(remanence) = Remanence::prepare(&parameters.remanence, processing.remanence_limits, full_scale) else {
        return Ok(None);
    };
    let corrected = settings.conventions.remanence == RemanenceSource::Corrected;
    if corrected && remanence.lines_of_recursion().is_none() {
        let needed =
            "a function that falls below a millionth of a count in 64 lines, since the corrected line before decides";
        let found = format!("slopes up to {}", remanence.greatest_slope());
        return Err(ChainError::parameter(band, "remanence", needed, found));
    }
    let of_signal = settings.conventions.first_steps == DarkAndRemanenceOrder::DarkFirst;
    Ok(Some(Memory { remanence, of_signal, corrected }))
}

/// The steps of `asked` that the chain runs for a quantity: counts have no polarisation.
pub(super) const fn steps_run(asked: Steps, quantity: Quantity) -> Steps {
    match quantity {
        Quantity::Counts => asked.without(Step::Polarisation),
        _ => asked,
    }
}
