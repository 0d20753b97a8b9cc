//! The chain for one pixel, in double precision, with everything on the way written down.

use super::pixel::{BudgetLine, CoefficientUsed, InterpolatedFrom, PixelExplanation, Stage, UncertaintyPart};
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{ArrayResponse, DarkAndRemanenceOrder, RemanenceSource};
use crate::level1::uncertainty::UncertaintyFunctions;
use crate::level1::{BandChain, ChainError, DetectorCurve, Quantity, Step};
use crate::parameter_sets::{BandParameters, ColumnFigures, ParameterSet};

/// A pixel to explain.
pub struct PixelQuestion<'a> {
    /// The chain of its band.
    pub chain: &'a BandChain,
    /// The set that it was prepared from.
    pub set: &'a ParameterSet,
    /// The number of TDI stages that it was prepared for.
    pub tdi: TdiStages,
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
    /// Distance from the Earth to the Sun, astronomical units, where a reflectance is made.
    pub distance_au: Option<f64>,
    /// The value that the product holds, where stray light was corrected: what stray light took is what lies between it and the count before.
    pub value_of_product: Option<f64>,
    /// By what stray light's filter multiplies the noise of independent pixels; one where it is not corrected.
    pub noise_gain: f64,
}

/// Explains a pixel. `code_at` gives the code of a line and a column of the band; none outside of the image.
///
/// # Errors
/// [`ChainError`] for a pixel outside of the array, a code that is not there, or a set that lacks the band.
pub fn explain_pixel(
    question: &PixelQuestion<'_>,
    code_at: &dyn Fn(usize, usize) -> Option<u16>,
) -> Result<PixelExplanation, ChainError> {
    let tracer = Tracer::new(question, code_at)?;
    let (chain, line, column) = (question.chain, question.line, question.column);
    let settings = chain.settings();
    let code = tracer.code(line, column)?;
    let mut reasons = Reasons::VALID;
    if code >= settings.saturation.full_scale {
        reasons.insert(NoDataReason::Saturated);
    }
    let (mut stages, mut counts) = tracer.to_counts(line, column)?;
    let mut interpolated_from = Vec::new();
    let mut note = None;
    if let Some(run) = chain.defect_run_of(column) {
        reasons.insert(NoDataReason::Defective);
        counts = 0.0;
        let neighbours = [run.left, run.right].into_iter().zip(run.weights(column));
        for (neighbour, weight) in neighbours.filter_map(|(column, weight)| column.map(|column| (column, weight))) {
            let (stages, of_neighbour) = tracer.to_counts(line, neighbour)?;
            let code = tracer.code(line, neighbour)?;
            if code >= settings.saturation.full_scale {
                reasons.insert(NoDataReason::Saturated);
            }
            counts += weight * of_neighbour;
            interpolated_from.push(InterpolatedFrom { column: neighbour, weight, code, stages });
        }
        let range = format!("columns {} to {} are out of order", run.columns.first, run.columns.last);
        note = Some(if run.has_value { format!("{range}: interpolated") } else { format!("{range}: without a value") });
        if !run.has_value {
            reasons.insert(NoDataReason::NotComputed);
        }
    }
    let limit = tracer.set.processing.longest_interpolated_run as f64;
    stages.push(Stage {
        name: "detectors out of order",
        is_done: settings.steps.contains(Step::Defects),
        value: counts,
        unit: "counts",
        coefficients: vec![tracer.coefficient("longest interpolated run", limit, "columns", "RADIOV")],
        note,
    });
    let counts = tracer.after_stray_light(&mut stages, counts);
    let value = tracer.to_value(&mut stages, counts);
    let budget = tracer.budget(value)?;
    let total: Option<Vec<f64>> = budget.iter().map(|line| line.sigma).collect();
    Ok(PixelExplanation {
        band: chain.band().to_owned(),
        line,
        column,
        code,
        stages,
        interpolated_from,
        value: reasons.carries_value().then_some(value),
        unit: settings.quantity.unit(),
        reasons: reasons.iter().map(NoDataReason::word).collect(),
        total_sigma: total.map(|parts| parts.iter().map(|sigma| sigma * sigma).sum::<f64>().sqrt()),
        budget,
    })
}

struct Tracer<'a> {
    question: &'a PixelQuestion<'a>,
    code_at: &'a dyn Fn(usize, usize) -> Option<u16>,
    set: &'a ParameterSet,
    parameters: &'a BandParameters,
    response: &'a ArrayResponse,
}

impl<'a> Tracer<'a> {
    fn new(
        question: &'a PixelQuestion<'a>,
        code_at: &'a dyn Fn(usize, usize) -> Option<u16>,
    ) -> Result<Self, ChainError> {
        let name = question.chain.band();
        let missing = |what: &str| ChainError::parameter(name, what, "one in the parameter set", "none");
        let parameters = question.set.band(name).ok_or_else(|| missing("band"))?;
        let response = parameters.responses.get(&question.tdi).ok_or_else(|| missing("response at the TDI stages"))?;
        Ok(Self { question, code_at, set: question.set, parameters, response })
    }

    fn has(&self, step: Step) -> bool {
        self.question.chain.settings().steps.contains(step)
    }

    fn code(&self, line: usize, column: usize) -> Result<u16, ChainError> {
        (self.code_at)(line, column).ok_or_else(|| {
            let place = format!("line {line}, column {column}");
            ChainError::parameter(self.question.chain.band(), "pixel", "one inside the image", place)
        })
    }

    fn curve(&self, column: usize) -> Result<&'a DetectorCurve, ChainError> {
        self.question.chain.curve(column).ok_or(ChainError::Lines {
            what: "columns of the array",
            needed: column + 1,
            found: self.question.chain.columns(),
        })
    }

    fn coefficient(&self, name: &str, value: f64, unit: &'static str, kind: &str) -> CoefficientUsed {
        let file = self.set.file_of(kind, self.question.chain.band(), self.question.tdi);
        CoefficientUsed {
            name: name.to_owned(),
            value,
            unit,
            file: file.map(|file| file.identifier.clone()),
            serial: file.map(|file| file.serial),
        }
    }

    /// What a line leaves in the next, for its code or count.
    fn left_by(&self, column: usize, before: f64) -> f64 {
        let [lowest, highest] = self.set.processing.remanence_limits;
        let top = f64::from(self.question.chain.settings().saturation.full_scale);
        let before = before.max(lowest.clamp(0.0, top)).min(highest.clamp(0.0, top));
        let function = self.parameters.remanence.iter().find(|function| function.columns.contains(column));
        function.map_or(0.0, |function| function.at(before))
    }

    /// The line before that decides the remanence: its code or count, and what it leaves.
    fn remanence(
        &self,
        line: usize,
        column: usize,
        first: &dyn Fn(u16) -> f64,
    ) -> Result<Option<[f64; 2]>, ChainError> {
        if !self.has(Step::Remanence) || line == 0 {
            return Ok(None);
        }
        let settings = self.question.chain.settings();
        let begin = match settings.conventions.remanence {
            RemanenceSource::AsRead => line - 1,
            RemanenceSource::Corrected => line.saturating_sub(self.question.chain.lines_before().max(1)),
        };
        let mut before = first(self.code(begin, column)?);
        for line in begin + 1..line {
            before = first(self.code(line, column)?) - self.left_by(column, before);
        }
        Ok(Some([before, self.left_by(column, before)]))
    }

    /// The first steps of a detector, and its equalised count.
    fn to_counts(&self, line: usize, column: usize) -> Result<(Vec<Stage>, f64), ChainError> {
        let curve = self.curve(column)?;
        let is_dark_first = self.question.chain.settings().conventions.first_steps == DarkAndRemanenceOrder::DarkFirst;
        let code = self.code(line, column)?;
        let mut stages = Vec::new();
        let mut value = f64::from(code);
        if !is_dark_first {
            value = self.remanence_stage(&mut stages, line, column, value, &|code| f64::from(code))?;
        }
        value = self.dark_stage(&mut stages, curve, value);
        value = self.spike_stage(&mut stages, curve, value);
        if is_dark_first {
            value = self.remanence_stage(&mut stages, line, column, value, &|code| curve.signal(f64::from(code)))?;
        }
        let slopes = self.response.slopes.of(column);
        let coefficients = slopes.map_or_else(Vec::new, |slopes| {
            [("a1", slopes.a1, "1"), ("a2", slopes.a2, "1"), ("Zs", slopes.knee, "counts")]
                .map(|(name, value, unit)| self.coefficient(name, value, unit, "RELSEN"))
                .to_vec()
        });
        let is_done = self.has(Step::Slopes);
        let side = if value <= curve.knee { "below the knee" } else { "above the knee" };
        value = curve.equalised(value);
        let note = is_done.then(|| side.to_owned());
        stages.push(Stage { name: "two slopes", is_done, value, unit: "counts", coefficients, note });
        Ok((stages, value))
    }

    fn remanence_stage(
        &self,
        stages: &mut Vec<Stage>,
        line: usize,
        column: usize,
        value: f64,
        first: &dyn Fn(u16) -> f64,
    ) -> Result<f64, ChainError> {
        let found = self.remanence(line, column, first)?;
        let [before, left] = found.unwrap_or([0.0, 0.0]);
        let value = value - left;
        let note = match (self.has(Step::Remanence), found) {
            (true, Some(_)) => Some(format!("the line before: {before}")),
            (true, None) => Some("the first line has none before it".to_owned()),
            (false, _) => None,
        };
        let coefficients = vec![self.coefficient("H", left, "counts", "REMANE")];
        stages.push(Stage { name: "remanence", is_done: found.is_some(), value, unit: "counts", coefficients, note });
        Ok(value)
    }

    fn dark_stage(&self, stages: &mut Vec<Stage>, curve: &DetectorCurve, value: f64) -> f64 {
        let value = value - curve.dark;
        let coefficients = vec![self.coefficient("Cj", curve.dark, "counts", "DARKCU")];
        let is_done = self.has(Step::Dark);
        stages.push(Stage { name: "dark signal", is_done, value, unit: "counts", coefficients, note: None });
        value
    }

    fn spike_stage(&self, stages: &mut Vec<Stage>, curve: &DetectorCurve, value: f64) -> f64 {
        let coefficients = curve.spike.as_ref().map_or_else(Vec::new, |spike| {
            let spike = &spike.coefficients;
            let threshold = self.coefficient("threshold", spike.threshold, "counts", "DARKCU");
            let part: Vec<(&str, f64)> = if value <= spike.threshold {
                ["p0", "p1", "p2", "p3"].into_iter().zip(spike.polynomial).collect()
            } else {
                ["l0", "l1"].into_iter().zip(spike.linear).collect()
            };
            let part = part.into_iter().map(|(name, value)| self.coefficient(name, value, "", "DARKCU"));
            std::iter::once(threshold).chain(part).collect()
        });
        let note = curve.spike.is_none().then(|| "no spike in this column".to_owned());
        let value = curve.spike_corrected(value);
        let is_done = self.has(Step::Spikes) && curve.spike.is_some();
        stages.push(Stage { name: "spike", is_done, value, unit: "counts", coefficients, note });
        value
    }

    /// The count after stray light, from the value of the product.
    fn after_stray_light(&self, stages: &mut Vec<Stage>, counts: f64) -> f64 {
        let is_asked = self.has(Step::StrayLightType1) || self.has(Step::StrayLightType2);
        let scale = self.question.chain.scale().at(self.question.line, self.question.column);
        let after = self.question.value_of_product.filter(|_| is_asked).map(|value| value / scale);
        let note = match (is_asked, after) {
            (true, Some(after)) => Some(format!("took {} counts, by the product's value", counts - after)),
            (true, None) => Some("corrected, but the product holds no value to say how much".to_owned()),
            (false, _) => None,
        };
        let value = after.unwrap_or(counts);
        let file = self.coefficient("filters", f64::NAN, "", "STRLGT");
        let coefficients =
            file.file.as_ref().filter(|_| is_asked).map(|_| CoefficientUsed { value: 1.0, ..file.clone() });
        stages.push(Stage {
            name: "stray light",
            is_done: is_asked,
            value,
            unit: "counts",
            coefficients: coefficients.into_iter().collect(),
            note,
        });
        value
    }

    /// Radiance, polarisation, reflectance: as far as they are asked for.
    fn to_value(&self, stages: &mut Vec<Stage>, counts: f64) -> f64 {
        let chain = self.question.chain;
        let (scale, quantity) = (chain.scale(), chain.settings().quantity);
        if quantity == Quantity::Counts {
            return counts;
        }
        let unit = Quantity::Radiance.unit();
        let mut value = counts / scale.gain;
        let gain = self.coefficient("Ak", scale.gain, "counts per W/(m²·sr·µm)", "PHGAIN");
        stages.push(Stage { name: "radiance", is_done: true, value, unit, coefficients: vec![gain], note: None });
        value *= scale.polarisation_factor;
        let coefficients = scale.polarisation.map_or_else(Vec::new, |p| {
            let own = &self.parameters.polarisation;
            vec![
                self.coefficient("PS", own.ratio, "1", "POLART"),
                self.coefficient("Φ", own.angle.degrees(), "degrees", "POLART"),
                CoefficientUsed { name: "p".to_owned(), value: p, unit: "1", file: None, serial: None },
            ]
        });
        let is_done = scale.polarisation.is_some();
        stages.push(Stage { name: "polarisation", is_done, value, unit, coefficients, note: None });
        if let (Quantity::Reflectance, Some(distance)) = (quantity, self.question.distance_au) {
            let whole = scale.at(self.question.line, self.question.column);
            value = counts * whole;
            let secant =
                whole * scale.gain / scale.polarisation_factor / scale.reflectance_per_radiance.unwrap_or(f64::NAN);
            let of_scene = |name: &str, value, unit| CoefficientUsed {
                name: name.to_owned(),
                value,
                unit,
                file: None,
                serial: None,
            };
            let irradiance = self.parameters.spectral.solar_irradiance_w_m2_um;
            let coefficients = vec![
                self.coefficient("E", irradiance, "W/(m²·µm)", "SPECSE"),
                CoefficientUsed { value: distance, ..self.coefficient("d", distance, "au", "REFLEC") },
                of_scene("zenith angle of the Sun", secant.recip().acos().to_degrees(), "degrees"),
            ];
            let unit = Quantity::Reflectance.unit();
            stages.push(Stage { name: "reflectance", is_done: true, value, unit, coefficients, note: None });
        }
        value
    }

    /// Sources of the value's uncertainty, by the functions that are stored with a product; none for a column without a value.
    fn budget(&self, value: f64) -> Result<Vec<BudgetLine>, ChainError> {
        let PixelQuestion { chain, line, column, noise_gain, tdi, .. } = *self.question;
        let uncertainty = self.parameters.uncertainties.get(&tdi);
        let functions =
            UncertaintyFunctions::of(chain, self.response.noise, uncertainty, ColumnFigures::Same(noise_gain));
        let sources = functions.sources(value, line, column).ok_or(ChainError::Lines {
            what: "columns of the array",
            needed: column + 1,
            found: chain.columns(),
        })?;
        let line = |source, part, sigma| BudgetLine { source, part, sigma };
        let mut budget = vec![
            line("noise", UncertaintyPart::Random, Some(sources.noise)),
            line("rounding to codes", UncertaintyPart::Random, Some(sources.rounding)),
            line("dark signal", UncertaintyPart::Structured, sources.dark_signal),
            line("slopes", UncertaintyPart::Structured, sources.slopes),
        ];
        let quantity = chain.settings().quantity;
        if quantity != Quantity::Counts {
            budget.push(line("gain", UncertaintyPart::Systematic, sources.gain));
        }
        if quantity == Quantity::Reflectance {
            budget.push(line("solar irradiance", UncertaintyPart::Systematic, sources.solar_irradiance));
        }
        Ok(budget)
    }
}
