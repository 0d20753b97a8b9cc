//! A small instrument and codes for it, made by formulas, and the chain's equations written out once more.

use std::collections::BTreeMap;

use crate::instrument::TdiStages;
use crate::instrument::radiometry::*;
use crate::level1::{ChainSettings, Quantity, SaturationRule, Scene, ScenePolarisation, Step, Steps, SunField};
use crate::parameter_sets::*;
use crate::units::{Angle, UtcInstant};

pub(crate) const COLUMNS: usize = 40;
pub(crate) const LINES: usize = 300;
pub(crate) const STAGES: TdiStages = TdiStages(2);
/// Twelve bits.
pub(crate) const FULL_SCALE: u16 = 4095;

pub(crate) fn names() -> Vec<String> {
    ["RED", "GREEN"].map(str::to_owned).to_vec()
}

pub(crate) fn tdi() -> BTreeMap<String, TdiStages> {
    names().into_iter().map(|name| (name, STAGES)).collect()
}

pub(crate) fn set() -> ParameterSet {
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "sample".into(),
            version: 3,
            state: SetState::Draft,
            instrument: "small".into(),
            validity: [None, None],
            settings: InstrumentSettings { line_time_us: 1000.0, bands: BTreeMap::new() },
            provenance: Provenance {
                made_by: "test".into(),
                method: "formulas".into(),
                sources: vec![],
                synthetic: true,
            },
            files: vec![],
        },
        bands: names().iter().enumerate().map(|(index, name)| band(name, index)).collect(),
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.0,
        },
        processing: ProcessingParameters {
            longest_interpolated_run: 2,
            remanence_limits: [40.0, 3500.0],
            stray_light: StrayLightScenario::Type1Type2,
            restoration: RestorationParameters {
                scenario: RestorationScenario::FConvolution,
                zoom_factor: 1.0,
                frequency: FrequencyConvolution { block_size_x: 8, block_size_y: 8, normalisation: 1 },
                wavelets: WaveletParameters {
                    segment_size: 8,
                    amplification: 1.0,
                    segment_overlap: 2,
                    objective_noise_sigma: 1.0,
                    greatest_value: 4095,
                    greatest_threshold: 1.0,
                    noise_amplification: 1.0,
                },
                no_data_margin: 0,
            },
            clouds: CloudDetection { band: "RED".into(), reflectance_threshold: 0.2 },
            output_limits: [1.0, 4095.0],
        },
        files: ["DARKCU", "RELSEN", "OUTORD", "PHGAIN", "NOISMO", "REMANE", "POLART", "SPECSE", "REFLEC", "RADIOV"]
            .map(|kind| ParameterFile {
                kind: kind.into(),
                band: None,
                tdi: vec![],
                identifier: format!("SAMPLE_{kind}_00007"),
                serial: 7,
            })
            .to_vec(),
    }
}

fn band(name: &str, index: usize) -> BandParameters {
    let wave = |column: usize, rate: f64| ((column + 3 * index) as f64 * rate).sin();
    let slope = |column| TwoSlope {
        a1: 1.0 + 0.03 * wave(column, 1.3),
        a2: 0.97 + 0.02 * wave(column, 0.7),
        knee: 1500.0 + 200.0 * wave(column, 0.3),
    };
    let spike =
        |column| Spike { column, threshold: 900.0, polynomial: [4.0, 0.02, 1e-6, 1e-10], linear: [13.0, 0.011] };
    let defect = |first, last, kind| Defect { columns: ColumnRange::new(first, last), kind };
    let response = ArrayResponse {
        dark: DarkSignal {
            counts: (0..COLUMNS).map(|column| 60.0 + 5.0 * wave(column, 2.1)).collect(),
            spikes: vec![spike(5), spike(9), spike(30)],
        },
        slopes: (0..COLUMNS).map(slope).collect(),
        defects: vec![
            defect(0, 0, DefectKind::Blind),
            defect(12, 12, DefectKind::Blind),
            defect(13, 13, DefectKind::Noisy),
            defect(20, 23, DefectKind::FilterHole),
            defect(33, 33, DefectKind::Noisy),
        ],
        gain: 1.7 + index as f64,
        noise: NoiseModel { a: 1.2, b: 0.02 },
    };
    let uncertainty = BandUncertainty {
        dark_counts: ColumnFigures::ByColumn((0..COLUMNS).map(|column| 0.1 + 0.01 * column as f64).collect()),
        slopes_relative: ColumnFigures::Same(1e-3),
        gain_relative: 0.02,
        solar_irradiance_relative: 0.01,
    };
    let remanence = |first, last, scale: f64| RemanenceFunction {
        columns: ColumnRange::new(first, last),
        sampling_step: 1000,
        samples: vec![(0, 0.0), (1000, 3.0 * scale), (2500, 10.0 * scale), (4095, 12.0 * scale)],
    };
    BandParameters {
        band: name.to_owned(),
        responses: BTreeMap::from([(STAGES, response)]),
        uncertainties: BTreeMap::from([(STAGES, uncertainty)]),
        remanence: vec![remanence(0, 17, 1.0), remanence(25, 39, 1.5)],
        stray_light: StrayLight::default(),
        polarisation: PolarisationSensitivity { ratio: 0.04, angle: Angle::from_degrees(20.0) },
        spectral: SpectralSensitivity { solar_irradiance_w_m2_um: 1500.0 + 100.0 * index as f64, tables: vec![] },
        viewing_directions: BTreeMap::new(),
    }
}

pub(crate) fn settings(quantity: Quantity) -> ChainSettings {
    ChainSettings {
        conventions: RadiometricConventions::default(),
        steps: Steps::EVERY.without(Step::StrayLightType1).without(Step::StrayLightType2),
        quantity,
        saturation: SaturationRule::of_bits(12),
    }
}

pub(crate) fn corners() -> [Angle; 4] {
    [52.0, 52.03, 51.98, 52.02].map(Angle::from_degrees)
}

pub(crate) fn scene() -> Scene {
    let light = |degree, angle| ScenePolarisation { degree, angle: Angle::from_degrees(angle) };
    Scene {
        acquisition: UtcInstant::parse("2020-03-01T08:00:00").unwrap(),
        sun: Some(SunField::from_corners(corners(), LINES, COLUMNS).unwrap()),
        polarisation: BTreeMap::from([("RED".to_owned(), light(0.3, 75.0)), ("GREEN".to_owned(), light(0.2, -10.0))]),
    }
}

/// Codes without saturation, over the whole range.
pub(crate) fn codes(band: usize) -> Vec<u16> {
    let code = |index: usize| 50 + ((index + 977 * band).wrapping_mul(2_654_435_761) >> 9) % 4000;
    (0..LINES * COLUMNS).map(|index| code(index) as u16).collect()
}

/// The equations of the chain, pixel by pixel, as they stand in the documentation.
pub(crate) struct ByHand<'a> {
    pub(crate) set: &'a ParameterSet,
    pub(crate) settings: ChainSettings,
    pub(crate) scene: &'a Scene,
}

impl ByHand<'_> {
    fn has(&self, step: Step) -> bool {
        self.settings.steps.contains(step)
    }

    fn above_dark(&self, response: &ArrayResponse, column: usize, code: f64) -> f64 {
        let mut y = code - if self.has(Step::Dark) { response.dark.counts[column] } else { 0.0 };
        if self.has(Step::Spikes) {
            for spike in response.dark.spikes.iter().filter(|spike| spike.column == column) {
                let p = if y <= spike.threshold {
                    (0..4).map(|power| spike.polynomial[power] * y.powi(power as i32)).sum()
                } else {
                    spike.linear[0] + spike.linear[1] * y
                };
                y = match self.settings.conventions.spike {
                    SpikeForm::CorrectedCount => p,
                    SpikeForm::Excess => y - p,
                };
            }
        }
        y
    }

    fn left_by(&self, band: &BandParameters, column: usize, before: f64) -> f64 {
        let [lowest, highest] = self.set.processing.remanence_limits;
        let function = band.remanence.iter().find(|function| function.columns.contains(column));
        function.map_or(0.0, |function| function.at(before.clamp(lowest, highest)))
    }

    /// Counts Y of a column, line by line.
    fn signals(&self, band: &BandParameters, response: &ArrayResponse, column: usize, codes: &[u16]) -> Vec<f64> {
        let conventions = self.settings.conventions;
        let is_dark_first = conventions.first_steps == DarkAndRemanenceOrder::DarkFirst;
        let first = |code: u16| {
            let code = f64::from(code);
            if is_dark_first { self.above_dark(response, column, code) } else { code }
        };
        let mut corrected: Vec<f64> = Vec::new();
        for line in 0..codes.len() / COLUMNS {
            let mut value = first(codes[line * COLUMNS + column]);
            if line > 0 && self.has(Step::Remanence) {
                let before = match conventions.remanence {
                    RemanenceSource::AsRead => first(codes[(line - 1) * COLUMNS + column]),
                    RemanenceSource::Corrected => corrected[line - 1],
                };
                value -= self.left_by(band, column, before);
            }
            corrected.push(value);
        }
        if is_dark_first {
            corrected
        } else {
            corrected.into_iter().map(|value| self.above_dark(response, column, value)).collect()
        }
    }

    /// Values of a band, line by line; NaN where there is none.
    pub(crate) fn values(&self, index: usize, codes: &[u16]) -> Vec<f64> {
        let band = &self.set.bands[index];
        let response = &band.responses[&STAGES];
        let lines = codes.len() / COLUMNS;
        let mut z = vec![f64::NAN; lines * COLUMNS];
        for column in 0..COLUMNS {
            let two = response.slopes.of(column).unwrap();
            for (line, y) in self.signals(band, response, column, codes).into_iter().enumerate() {
                let (a1, a2) = match self.settings.conventions.sensitivity {
                    SensitivityForm::Multiply => (two.a1, two.a2),
                    SensitivityForm::Divide => (1.0 / two.a1, 1.0 / two.a2),
                };
                z[line * COLUMNS + column] = match (self.has(Step::Slopes), y <= two.knee) {
                    (false, _) => y,
                    (true, true) => a1 * y,
                    (true, false) => a1 * two.knee + a2 * (y - two.knee),
                };
            }
        }
        if self.has(Step::Defects) {
            for line in z.chunks_mut(COLUMNS) {
                line[12] = line[11] + (line[14] - line[11]) / 3.0;
                line[13] = line[11] + (line[14] - line[11]) * 2.0 / 3.0;
                line[33] = f64::midpoint(line[32], line[34]);
                line[0] = f64::NAN;
                line[20..24].fill(f64::NAN);
            }
        }
        let scale = |line: usize, column: usize| self.scale(band, response, line, column);
        z.iter().enumerate().map(|(at, z)| z * scale(at / COLUMNS, at % COLUMNS)).collect()
    }

    fn scale(&self, band: &BandParameters, response: &ArrayResponse, line: usize, column: usize) -> f64 {
        if self.settings.quantity == Quantity::Counts {
            return 1.0;
        }
        let mut scale = 1.0 / response.gain;
        if self.has(Step::Polarisation) {
            let light = self.scene.polarisation[&band.band];
            let angle = light.angle.degrees() - band.polarisation.angle.degrees();
            let p = band.polarisation.ratio * light.degree * (2.0 * angle).to_radians().cos();
            scale = match self.settings.conventions.polarisation {
                PolarisationForm::Divide => scale / (1.0 + p),
                PolarisationForm::Multiply => scale * (1.0 + p),
            };
        }
        if self.settings.quantity == Quantity::Reflectance {
            let distance = match self.settings.conventions.distance {
                DistanceRule::Ephemeris => crate::earth::sun_distance_au(self.scene.acquisition),
                DistanceRule::GroundSegment => {
                    // 70 years with 17 leap days (1952 to 2016), January, February of a leap year.
                    let days = (2020 - 1950) * 365 + 17 + 31 + 29;
                    1.0 - 0.01673 * (0.0172 * (f64::from(days) + 8.0 / 24.0 - 2.0)).cos()
                }
            };
            let [ul, ur, ll, lr] = corners().map(Angle::radians);
            let (down, right) = (line as f64 / (LINES - 1) as f64, column as f64 / (COLUMNS - 1) as f64);
            let (upper, lower) = (ul + (ur - ul) * right, ll + (lr - ll) * right);
            let zenith = upper + (lower - upper) * down;
            scale *=
                std::f64::consts::PI * distance * distance / (band.spectral.solar_irradiance_w_m2_um * zenith.cos());
        }
        scale
    }
}
