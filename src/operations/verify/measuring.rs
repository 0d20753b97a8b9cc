//! All metrics of one product in one walk over its samples, and their verdicts.

use std::collections::BTreeMap;

use super::models::Models;
use crate::measurement::{Measurement, Outcome, Subject, Verdict};
use crate::operations::error::OperationError;
use crate::performance::band_registration::{BandRegistration, RegistrationSample, WindowVector};
use crate::performance::judging::judge;
use crate::performance::no_data_rates::{self, ReasonCounts};
use crate::performance::noise::{self, Illumination, NoiseContext, NoiseSample, NoiseSampler};
use crate::performance::quality_indexes::{self, HeaderIndex};
use crate::performance::twin_bands::{self, TwinContext, TwinOutcome, TwinSampler};
use crate::performance::{all_bands, walk};
use crate::product_files::{Level, OpenProduct, Product};
use crate::reports::{RegistrationMap, TwinScatter, WindowShift};
use crate::supervision::Supervision;

/// The bands of the same wavelength.
const TWINS: [&str; 2] = ["B05", "B06"];

/// What was found of one product.
pub(super) struct Measured {
    pub measurements: Vec<Measurement>,
    pub verdicts: Vec<Verdict>,
    pub twin_scatter: Option<TwinScatter>,
    pub registration_map: Option<RegistrationMap>,
    pub warnings: Vec<String>,
}

/// The settings that the figures depend on, in words.
pub(super) fn settings(models: &Models) -> BTreeMap<String, String> {
    [
        ("instrument model", models.instrument_source.as_str()),
        ("registration window", "64 × 64 px, Hann taper, frequencies below 0.35 cycles per pixel"),
        ("registration windows", "at most about 1200, evenly spread"),
        ("coverage factor of verdicts", "2"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// What one cell gives to every metric.
struct CellSample {
    registration: RegistrationSample,
    noise: NoiseSample,
    no_data: Vec<ReasonCounts>,
}

/// Measures and judges.
///
/// # Errors
/// [`OperationError`] when samples cannot be read or the user cancels.
pub(super) fn measure(
    open: &OpenProduct,
    models: &Models,
    supervision: &Supervision,
) -> Result<Measured, OperationError> {
    let product = &open.product;
    let raster = open.raster.as_ref();
    let registration = BandRegistration::new(raster.size());
    let noise = NoiseSampler::new(raster.size());
    let samples = walk(raster, &all_bands(raster.size()), "measuring", supervision, |cell, tiles| {
        Ok(CellSample {
            registration: registration.sample(cell, tiles, supervision)?,
            noise: noise.sample(cell, tiles, supervision)?,
            no_data: no_data_rates::sample(tiles),
        })
    })?;
    let (mut registration_samples, mut noise_samples, mut no_data_samples) = (Vec::new(), Vec::new(), Vec::new());
    for sample in samples {
        registration_samples.push(sample.registration);
        noise_samples.push(sample.noise);
        no_data_samples.push(sample.no_data);
    }
    let registered = registration.conclude(&registration_samples, &product.bands, &product.views);
    let mut measurements = registered.measurements;
    measurements.extend(noise::conclude(
        noise_samples,
        &NoiseContext {
            bands: &product.bands,
            instrument: &models.instrument,
            illumination: illumination(product),
            sensor_pixels_per_pixel: [1.0, 1.0],
            stride: noise.stride(),
        },
    ));
    let twins = twin_bands(open, &measurements, supervision)?;
    measurements.extend(twins.as_ref().map_or_else(without_twins, |twins| twins.measurements.clone()));
    let names: Vec<String> = product.bands.iter().map(|band| band.name.clone()).collect();
    measurements.extend(no_data_rates::conclude(no_data_samples, &names));
    measurements.extend(quality_indexes::conclude(product.quality_indexes.iter().map(|index| HeaderIndex {
        code: &index.code,
        band: index.band.as_deref(),
        value: index.value,
        text: &index.text,
    })));
    let (requirements, warnings) = match product.level {
        Level::Raster => {
            let warning =
                "not judged: the requirements are the mission's, and this raster has no metadata of the mission";
            ([].as_slice(), vec![warning.to_owned()])
        }
        Level::L0 | Level::L1A => {
            let warning =
                "not judged: the requirements are those of products on the map, and this one is in sensor geometry";
            ([].as_slice(), vec![warning.to_owned()])
        }
        Level::L1 | Level::L1C | Level::L2A => (models.requirements.as_slice(), Vec::new()),
    };
    let verdicts = judge(requirements, &measurements)
        .map_err(|error| OperationError::Model { message: format!("{}: {error}", models.requirements_source) })?;
    Ok(Measured {
        measurements,
        verdicts,
        twin_scatter: twins.and_then(twin_scatter),
        registration_map: registration_map(&registered.twin_vectors),
        warnings,
    })
}

/// The twin bands, once their shift and their noise are known; none where the product lacks one of the two.
fn twin_bands(
    open: &OpenProduct,
    measurements: &[Measurement],
    supervision: &Supervision,
) -> Result<Option<TwinOutcome>, OperationError> {
    let product = &open.product;
    let (Some(first), Some(second)) = (product.band_index(TWINS[0]), product.band_index(TWINS[1])) else {
        return Ok(None);
    };
    let value = |metric: &str, subject: Subject| {
        let record = measurements.iter().find(|record| record.metric == metric && record.subject == subject)?;
        record.estimate().map(|estimate| estimate.value)
    };
    let pair = || Subject::Pair(TWINS[0].to_owned(), TWINS[1].to_owned());
    let both = |first: Option<f64>, second: Option<f64>| Some([first?, second?]);
    let shift = both(value("registration_line", pair()), value("registration_column", pair()));
    let noise = noise_of_twins(measurements);
    let raster = open.raster.as_ref();
    let sampler = TwinSampler::new(raster.size(), 0, 1, shift);
    let samples = walk(raster, &[first, second], "comparing the twin bands", supervision, |cell, tiles| {
        Ok(sampler.sample(cell, tiles))
    })?;
    let (first, second) = (&product.bands[first], &product.bands[second]);
    Ok(Some(twin_bands::conclude(samples, &TwinContext { first, second, shift, noise })))
}

/// Noise of both twin bands; none where one was not measured, or where the two are in different units and have no ratio.
fn noise_of_twins(measurements: &[Measurement]) -> Option<[f64; 2]> {
    let of_band = |name: &str| {
        let subject = Subject::Band(name.to_owned());
        let record = measurements.iter().find(|record| record.metric == "noise" && record.subject == subject)?;
        Some((record.estimate()?.value, record.unit.as_str()))
    };
    let [first, second] = TWINS.map(of_band);
    let ((first, first_unit), (second, second_unit)) = (first?, second?);
    (first_unit == second_unit).then_some([first, second])
}

/// The figures of twin bands that the product does not have.
fn without_twins() -> Vec<Measurement> {
    [("twin_ratio", "1"), ("twin_slope", "1"), ("twin_intercept", "reflectance")]
        .map(|(metric, unit)| Measurement {
            metric: metric.to_owned(),
            subject: Subject::Pair(TWINS[0].to_owned(), TWINS[1].to_owned()),
            unit: unit.to_owned(),
            population: String::new(),
            method: String::new(),
            outcome: Outcome::NotMeasurable {
                reason: format!("the product does not have both {} and {}", TWINS[0], TWINS[1]),
            },
        })
        .into()
}

fn twin_scatter(twins: TwinOutcome) -> Option<TwinScatter> {
    let density = twins.density?;
    let record = |metric: &str| twins.measurements.iter().find(|record| record.metric == metric);
    let slope = record("twin_slope");
    Some(TwinScatter {
        x_band: TWINS[0].to_owned(),
        y_band: TWINS[1].to_owned(),
        unit: density.unit,
        x_range: density.range,
        y_range: density.range,
        x_cells: density.classes,
        y_cells: density.classes,
        n: density.counts.iter().map(|count| u64::from(*count)).sum::<u64>() + density.n_beyond,
        counts: density.counts,
        n_beyond: density.n_beyond,
        population: slope.map(|record| record.population.clone()).unwrap_or_default(),
        slope: slope.and_then(Measurement::estimate),
        intercept: record("twin_intercept").and_then(Measurement::estimate),
        ratio: record("twin_ratio").and_then(Measurement::estimate),
    })
}

fn illumination(product: &Product) -> Option<Illumination> {
    Some(Illumination { sun_zenith: product.sun?.zenith, acquisition: product.acquisition? })
}

fn registration_map(vectors: &[WindowVector]) -> Option<RegistrationMap> {
    let windows = vectors.iter().map(|vector| WindowShift {
        line: vector.centre[0],
        column: vector.centre[1],
        d_line: vector.shift[0],
        d_column: vector.shift[1],
        used: true,
    });
    let windows: Vec<WindowShift> = windows.collect();
    (!windows.is_empty()).then(|| RegistrationMap { a: TWINS[0].to_owned(), b: TWINS[1].to_owned(), windows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Estimate;

    fn noise(band: &str, unit: &str, value: f64) -> Measurement {
        Measurement {
            metric: "noise".to_owned(),
            subject: Subject::Band(band.to_owned()),
            unit: unit.to_owned(),
            population: String::new(),
            method: String::new(),
            outcome: Outcome::Measured { estimate: Estimate::exact(value, 0.1 * value, 100) },
        }
    }

    #[test]
    fn noise_in_two_units_has_no_ratio() {
        let found = |first: &str, second: &str| noise_of_twins(&[noise("B05", first, 2.0), noise("B06", second, 3.0)]);
        assert_eq!(found("code", "code"), Some([2.0, 3.0]));
        assert_eq!(found("reflectance", "reflectance"), Some([2.0, 3.0]));
        assert_eq!(found("reflectance", "code"), None);
        assert_eq!(noise_of_twins(&[noise("B05", "code", 2.0)]), None);
    }
}
