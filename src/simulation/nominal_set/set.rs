//! The set, put together.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::dark::{Place, codes_of, dark_counts, gain_ratio};
use super::defective_columns::{places, spikes};
use super::equalisation::two_slopes;
use super::nominal_response::{NominalBand, NominalResponse};
use super::nominal_set_error::NominalSetError;
use super::remanence::remanence;
use super::settings::NominalSetSettings;
use super::stray_light::{LocalMaker, stray_light};
use crate::instrument::radiometry::{
    ArrayResponse, ColumnRange, DarkSignal, NoiseForm, NoiseModel, PolarisationSensitivity, SpectralSensitivity,
    SpectralTable,
};
use crate::instrument::{BandModel, InstrumentDescription, SpectralResponse, TdiStages};
use crate::parameter_sets::{
    BandParameters, BandSettings, BandUncertainty, ColumnFigures, Manifest, ParameterSet, Provenance, SetState,
};
use crate::supervision::Supervision;
use crate::units::Angle;

/// A set of an instrument's nominal parameters. The same inputs give the same set, whatever the number of threads.
///
/// - Dark signal: offset of the codes, fixed pattern of columns, odd and even ones and halves, and a current in proportion to line time, stages and gain.
/// - a1: spread among columns, of which a part is the same for all numbers of stages; mean one (as it multiplies). a2 = a1 · (1 + change), knees spread.
/// - Ak in proportion to stages and line time, from the figure at the nominal ones, times the geometric mean of the columns' gains by the codes.
/// - Stray light: see [`super::StrayLightTruth`]; type 2 comes from the other bands of the same detector unit.
/// - Viewing directions: (tan ψX, tan ψY) = (left, forward) of the focal plane, for a sensor model without turns of its own, read with axes x forward, y right,
///   z down as (tan ψY, −tan ψX, 1); the same for every number of stages.
///
/// It holds in memory only, as a draft: it has no files, and its manifest calls it synthetic.
///
/// # Errors
/// [`NominalSetError::DoesNotFit`] when a band lacks its figures or settings, codes or line time go beyond the instrument's limits, codes differ from the nominal
/// ones without a model of the codes, a filter's size is even or larger than the array, or the array is too short for its defects;
/// [`NominalSetError::Cancelled`] once the user has cancelled.
pub fn nominal_set(
    instrument: &InstrumentDescription,
    nominal: &NominalResponse,
    settings: &NominalSetSettings,
    supervision: &Supervision,
) -> Result<ParameterSet, NominalSetError> {
    check(instrument, nominal, settings)?;
    let model = &instrument.model;
    let stage = supervision.stage("making the nominal set", model.bands.len() as u64, "bands");
    let maker = LocalMaker::new(model, nominal, settings, supervision)?;
    let bands = model
        .bands
        .par_iter()
        .enumerate()
        .map(|(index, band)| {
            let parts = Parts { instrument, nominal, settings, maker: &maker, supervision };
            let parameters = parts.band(index, band)?;
            stage.advance(1)?;
            Ok(parameters)
        })
        .collect::<Result<Vec<_>, NominalSetError>>()?;
    Ok(ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: settings.name.clone(),
            version: 1,
            state: SetState::Draft,
            instrument: instrument.folder.clone(),
            validity: settings.validity,
            settings: settings.settings.clone(),
            provenance: Provenance {
                made_by: format!("viq {}", env!("CARGO_PKG_VERSION")),
                method: format!("nominal set, seed {}", settings.seed),
                sources: ["instrument.toml", "spectral_responses.csv", "nominal_response.toml"]
                    .map(|file| format!("calibration-models/{}/{file}", instrument.folder))
                    .to_vec(),
                synthetic: true,
            },
            files: Vec::new(),
        },
        bands,
        reflectance: nominal.reflectance.parameters,
        processing: nominal.processing.parameters.clone(),
        files: Vec::new(),
    })
}

struct Parts<'a> {
    instrument: &'a InstrumentDescription,
    nominal: &'a NominalResponse,
    settings: &'a NominalSetSettings,
    maker: &'a LocalMaker,
    supervision: &'a Supervision,
}

impl Parts<'_> {
    fn band(&self, index: usize, band: &BandModel) -> Result<BandParameters, NominalSetError> {
        let (model, nominal, settings) = (&self.instrument.model, self.nominal, self.settings);
        let figures = band_named(nominal, settings, &band.name)?;
        let codes = settings.settings.bands[&band.name];
        let columns = model.camera.columns.value;
        let gains: Vec<f64> =
            (0..columns).map(|column| gain_ratio(model, codes_of(model, &band.name, codes, column))).collect();
        // Geometric, so that scaling there and back is no change.
        let mean = (gains.iter().map(|gain| gain.ln()).sum::<f64>() / columns as f64).exp();
        let (defects, with_spike) =
            places(&nominal.defects, nominal.spikes.per_band.value, columns, settings.seed, index).ok_or_else(
                || {
                    let needed =
                        "columns enough for its defects and spikes, none at an end, a good one between any two";
                    does_not_fit(settings, &format!("band {}", band.name), needed, format!("{columns} columns"))
                },
            )?;
        let place = Place { seed: settings.seed, index, name: &band.name, settings: codes };
        let line_time = settings.settings.line_time_us;
        let conventions = &settings.conventions;
        let per_stage = figures.gain_counts_per_radiance / f64::from(band.nominal_tdi_stages.0) * line_time
            / model.nominal_line_time_us()?
            * mean;
        let response = |tdi: TdiStages| ArrayResponse {
            dark: DarkSignal {
                counts: dark_counts(model, &nominal.dark, &place, line_time, tdi),
                spikes: spikes(&nominal.spikes, conventions.spike, &with_spike, &gains, settings.seed, index),
            },
            slopes: two_slopes(
                &nominal.equalisation,
                conventions.sensitivity,
                (settings.seed, index, tdi),
                &gains,
                mean,
            ),
            defects: defects.clone(),
            gain: per_stage * f64::from(tdi.0),
            noise: noise(nominal, conventions.noise, mean),
        };
        let stages = &model.camera.tdi_stages.value;
        let directions = self.directions(band)?;
        Ok(BandParameters {
            band: band.name.clone(),
            responses: stages.iter().map(|tdi| (*tdi, response(*tdi))).collect(),
            uncertainties: stages.iter().map(|tdi| (*tdi, uncertainty(nominal))).collect(),
            remanence: remanence(&nominal.remanence, &model.camera, &model.read_out),
            stray_light: stray_light(model, nominal, settings, self.maker, (index, figures), self.supervision)?,
            polarisation: PolarisationSensitivity {
                ratio: figures.polarisation_ratio,
                angle: Angle::from_degrees(figures.polarisation_angle_deg),
            },
            spectral: self.spectral(band)?,
            viewing_directions: stages.iter().map(|tdi| (*tdi, directions.clone())).collect(),
        })
    }

    fn directions(&self, band: &BandModel) -> Result<Vec<[f64; 2]>, NominalSetError> {
        let model = &self.instrument.model;
        (0..model.camera.columns.value)
            .map(|column| {
                let direction = model.focal_plane.direction(&band.name, column as f64, &model.camera);
                let [forward, left] = direction.ok_or_else(|| {
                    does_not_fit(self.settings, "focal_plane", &format!("a place for band {}", band.name), "none")
                })?;
                Ok([left, forward])
            })
            .collect()
    }

    fn spectral(&self, band: &BandModel) -> Result<SpectralSensitivity, NominalSetError> {
        let lacks = |what: &str, needed: &str| does_not_fit(self.settings, what, needed, "none");
        let solar_irradiance_w_m2_um = match &self.settings.solar_spectrum {
            None => band.solar_irradiance_w_m2_um,
            Some(name) => *band
                .solar_irradiances_w_m2_um
                .get(name)
                .ok_or_else(|| lacks("solar_spectrum", &format!("a figure of band {} for \"{name}\"", band.name)))?,
        };
        let response = self.instrument.responses.band(&band.name);
        let response = response.ok_or_else(|| lacks("spectral responses", &format!("one of band {}", band.name)))?;
        let columns = ColumnRange::new(0, self.instrument.model.camera.columns.value - 1);
        Ok(SpectralSensitivity { solar_irradiance_w_m2_um, tables: vec![even_table(response, columns)] })
    }
}

/// In even steps: the shortest of the response's own, from the last sample without an answer to the first one after it.
fn even_table(response: &SpectralResponse, columns: ColumnRange) -> SpectralTable {
    let wavelengths = &response.wavelengths_nm;
    let answers = |value: &f64| *value > 0.0;
    let first = response.responses.iter().position(answers).unwrap_or(0).saturating_sub(1);
    let last = response.responses.iter().rposition(answers).unwrap_or(0);
    let last = (last + 1).min(wavelengths.len().saturating_sub(1));
    let shortest = wavelengths[first..=last].windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let step = if shortest.is_finite() { shortest } else { 1.0 };
    let steps = ((wavelengths[last] - wavelengths[first]) / step - 1e-9).ceil().max(0.0) as usize;
    SpectralTable {
        columns,
        first_wavelength_um: wavelengths[first] * 1e-3,
        bandwidth_um: steps as f64 * step * 1e-3,
        step_um: step * 1e-3,
        sensitivities: (0..=steps)
            .map(|sample| response.at(wavelengths[first] + sample as f64 * step) as f32)
            .collect(),
    }
}

fn noise(nominal: &NominalResponse, form: NoiseForm, gain: f64) -> NoiseModel {
    let variance = nominal.noise.dark_variance_counts2.value * gain * gain;
    NoiseModel {
        a: match form {
            NoiseForm::Linear => variance,
            NoiseForm::SquaredConstant => variance.sqrt(),
        },
        b: nominal.noise.variance_counts2_per_count.value * gain,
    }
}

fn uncertainty(nominal: &NominalResponse) -> BandUncertainty {
    let figures = &nominal.uncertainty;
    BandUncertainty {
        dark_counts: ColumnFigures::Same(figures.dark_counts.value),
        slopes_relative: ColumnFigures::Same(figures.slopes_relative.value),
        gain_relative: figures.gain_relative.value,
        solar_irradiance_relative: figures.solar_irradiance_relative.value,
    }
}

fn does_not_fit(settings: &NominalSetSettings, what: &str, needed: &str, found: impl Into<String>) -> NominalSetError {
    NominalSetError::DoesNotFit {
        set: settings.name.clone(),
        what: what.to_owned(),
        needed: needed.to_owned(),
        found: found.into(),
    }
}

/// The figures of a band.
pub(super) fn band_named<'a>(
    nominal: &'a NominalResponse,
    settings: &NominalSetSettings,
    band: &str,
) -> Result<&'a NominalBand, NominalSetError> {
    nominal
        .band(band)
        .ok_or_else(|| does_not_fit(settings, "nominal response", &format!("figures of band {band}"), "none"))
}

/// Whether instrument, figures and settings fit together.
pub(super) fn check(
    instrument: &InstrumentDescription,
    nominal: &NominalResponse,
    settings: &NominalSetSettings,
) -> Result<(), NominalSetError> {
    let model = &instrument.model;
    let line_time = settings.settings.line_time_us;
    let (shortest, longest) = (model.timing.shortest_line_time_us.value, model.timing.longest_line_time_us.value);
    if !(shortest..=longest).contains(&line_time) {
        let needed = format!("{shortest} to {longest} µs");
        return Err(does_not_fit(settings, "line time", &needed, format!("{line_time} µs")));
    }
    if model.code_model.is_none() && nominal.dark.offset_counts.is_none() {
        let needed = "offset_counts, or a code_model of the instrument";
        return Err(does_not_fit(settings, "nominal response, table dark", needed, "neither"));
    }
    for band in &model.bands {
        band_named(nominal, settings, &band.name)?;
        let what = format!("settings of band {}", band.name);
        match settings.settings.bands.get(&band.name) {
            None => return Err(does_not_fit(settings, &what, "codes of both halves", "none")),
            Some(codes) => check_codes(instrument, settings, &what, *codes)?,
        }
    }
    let columns = model.camera.columns.value;
    for (what, size) in
        [("local filters", settings.local_filter_size), ("cross-talk filters", settings.cross_talk_filter_size)]
    {
        if size % 2 == 0 || size > columns {
            let needed = format!("an odd number of columns, {columns} at most");
            return Err(does_not_fit(settings, what, &needed, size.to_string()));
        }
    }
    let clouds = &nominal.processing.parameters.clouds.band;
    if model.band(clouds).is_none() {
        return Err(does_not_fit(settings, "processing, clouds", "a band of the instrument", format!("\"{clouds}\"")));
    }
    Ok(())
}

fn check_codes(
    instrument: &InstrumentDescription,
    settings: &NominalSetSettings,
    what: &str,
    codes: BandSettings,
) -> Result<(), NominalSetError> {
    let read_out = &instrument.model.read_out;
    for half in [codes.left, codes.right] {
        let (gain, offset) = (read_out.largest_gain_code.value, read_out.largest_offset_code.value);
        let found = format!("gain {}, offset {}", half.gain, half.offset);
        if half.gain > gain || half.offset > offset {
            let needed = format!("gain codes to {gain}, offset codes to {offset}");
            return Err(does_not_fit(settings, what, &needed, found));
        }
        let (gain, offset) = (read_out.nominal_gain_code.value, read_out.nominal_offset_code.value);
        if instrument.model.code_model.is_none() && (half.gain, half.offset) != (gain, offset) {
            let needed = format!("the nominal codes, gain {gain} and offset {offset}, without a model of the codes");
            return Err(does_not_fit(settings, what, &needed, found));
        }
    }
    Ok(())
}
