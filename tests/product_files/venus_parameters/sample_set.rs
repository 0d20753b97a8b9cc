//! A set with different figures everywhere, of any number of bands, columns and TDI stages. Nothing of it is a figure of the mission.

use std::collections::BTreeMap;

use viq::instrument::TdiStages;
use viq::instrument::radiometry::{
    ArrayResponse, CloudDetection, ColumnRange, CrossTalk, CrossTalkStrip, DarkSignal, Defect, DefectKind, FilterArray,
    FilterKind, FrequencyConvolution, LocalFilter, NoiseModel, PolarisationSensitivity, ProcessingParameters,
    ReflectanceParameters, RemanenceFunction, RestorationParameters, RestorationScenario, SpectralSensitivity,
    SpectralTable, Spike, StrayLight, StrayLightScenario, TwoSlopes, WaveletParameters,
};
use viq::parameter_sets::{
    BandParameters, BandSettings, BandUncertainty, ColumnFigures, HalfCodes, InstrumentSettings, Manifest,
    ParameterSet, Provenance, SetState,
};
use viq::units::{Angle, UtcInstant};

/// What a sample set is to have.
pub(crate) struct Sample<'a> {
    pub(crate) instrument: &'a str,
    pub(crate) bands: &'a [&'a str],
    pub(crate) tdi: &'a [u8],
    pub(crate) columns: usize,
    /// Rows and columns of the filters of type 1.
    pub(crate) filter: usize,
}

/// Bands of VENµS.
pub(crate) const VENUS_BANDS: [&str; 12] =
    ["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12"];

impl Sample<'_> {
    /// As large as a set of VENµS, but for the filters.
    pub(crate) const VENUS: Sample<'static> =
        Sample { instrument: "venus", bands: &VENUS_BANDS, tdi: &[1, 4, 8, 16, 32], columns: 5200, filter: 9 };

    /// As a set of VENµS with one number of TDI stages.
    pub(crate) const ONE_LENGTH: Sample<'static> = Sample { tdi: &[8], ..Sample::VENUS };

    /// Another instrument.
    pub(crate) const SMALL: Sample<'static> =
        Sample { instrument: "two_units", bands: &["green", "red"], tdi: &[1, 2], columns: 96, filter: 5 };

    /// The set.
    pub(crate) fn set(&self) -> ParameterSet {
        let mut figures = Figures(self.columns as u64);
        let codes = HalfCodes { gain: 17, offset: 64 };
        let bands: Vec<BandParameters> = self.bands.iter().map(|band| self.band(band, &mut figures)).collect();
        let settings =
            self.bands.iter().map(|band| ((*band).to_owned(), BandSettings { left: codes, right: codes })).collect();
        ParameterSet {
            manifest: Manifest {
                manifest_version: Manifest::FORMAT,
                name: "sample".to_owned(),
                version: 8,
                state: SetState::Draft,
                instrument: self.instrument.to_owned(),
                validity: [Some(UtcInstant::parse("2017-10-21").unwrap()), None],
                settings: InstrumentSettings { line_time_us: 788.25, bands: settings },
                provenance: Provenance {
                    made_by: "tests".to_owned(),
                    method: "figures of a generator".to_owned(),
                    sources: vec!["none".to_owned()],
                    synthetic: true,
                },
                files: Vec::new(),
            },
            processing: processing(self.bands[0]),
            bands,
            reflectance: ReflectanceParameters {
                mean_rotation_rad_per_day: 0.0172,
                eccentricity: 0.01673,
                reference_day: 2.0,
                maximum_reflectance: 1.2,
            },
            files: Vec::new(),
        }
    }

    fn band(&self, name: &str, figures: &mut Figures) -> BandParameters {
        let half = self.columns / 2;
        let last = self.columns - 1;
        let stages: Vec<TdiStages> = self.tdi.iter().copied().map(TdiStages).collect();
        let other = self.bands.iter().find(|other| **other != name).copied().unwrap_or("none");
        let filter = |size: usize, figures: &mut Figures| FilterArray {
            kind: FilterKind::Spatial,
            rows: size,
            columns: size,
            values: (0..size * size).map(|_| figures.between(-0.01, 0.01) as f32).collect(),
        };
        let responses: BTreeMap<_, _> = stages.iter().map(|tdi| (*tdi, self.response(figures))).collect();
        let uncertainty = BandUncertainty {
            dark_counts: ColumnFigures::ByColumn((0..self.columns).map(|_| figures.between(0.05, 0.2)).collect()),
            slopes_relative: ColumnFigures::Same(figures.between(1e-4, 2e-4)),
            gain_relative: 0.02,
            solar_irradiance_relative: 0.01,
        };
        BandParameters {
            band: name.to_owned(),
            responses,
            uncertainties: [(stages[0], uncertainty)].into(),
            remanence: vec![
                RemanenceFunction {
                    columns: ColumnRange::new(0, half - 1),
                    sampling_step: 512,
                    samples: vec![(0, 0.0), (512, figures.between(0.1, 0.5)), (1023, figures.between(0.5, 1.0))],
                },
                RemanenceFunction { columns: ColumnRange::new(half, last), sampling_step: 1, samples: vec![(0, 0.25)] },
            ],
            stray_light: StrayLight {
                overlap_margin: 4,
                local: vec![
                    LocalFilter { columns: ColumnRange::new(0, half - 1), filter: filter(self.filter, figures) },
                    LocalFilter { columns: ColumnRange::new(half, last), filter: filter(self.filter, figures) },
                ],
                cross_talk: vec![CrossTalk {
                    source_band: other.to_owned(),
                    filter: filter(3, figures),
                    overlap_margin: 1,
                    strips: vec![CrossTalkStrip { columns: ColumnRange::new(1, last), factor: 0.0125, shift: -7 }],
                }],
            },
            polarisation: PolarisationSensitivity {
                ratio: figures.between(0.0, 0.05),
                angle: Angle::from_degrees((figures.between(0.0, 1800.0)).round() / 10.0),
            },
            spectral: SpectralSensitivity {
                solar_irradiance_w_m2_um: figures.between(800.0, 2000.0),
                tables: vec![SpectralTable {
                    columns: ColumnRange::new(0, last),
                    first_wavelength_um: 0.5,
                    bandwidth_um: 0.02,
                    step_um: 0.01,
                    sensitivities: vec![0.1, 1.0, figures.between(0.0, 0.5) as f32],
                }],
            },
            viewing_directions: stages
                .iter()
                .map(|tdi| {
                    let tangents =
                        (0..self.columns).map(|_| [figures.between(-1e-2, 1e-2), figures.between(-0.1, 0.1)]);
                    (*tdi, tangents.collect())
                })
                .collect(),
        }
    }

    fn response(&self, figures: &mut Figures) -> ArrayResponse {
        let mut list = |least, greatest| (0..self.columns).map(|_| figures.between(least, greatest)).collect();
        let (counts, a1, a2, knee) = (list(20.0, 40.0), list(0.95, 1.05), list(0.95, 1.1), list(300.0, 600.0));
        ArrayResponse {
            dark: DarkSignal {
                counts,
                // The polynomial and the line meet at 100: 100 − 0.01·100² = 0 = −100 + 100.
                spikes: vec![Spike {
                    column: 11,
                    threshold: 100.0,
                    polynomial: [0.0, 1.0, -0.01, 0.0],
                    linear: [-100.0, 1.0],
                }],
            },
            slopes: TwoSlopes { a1, a2, knee },
            defects: vec![
                Defect { columns: ColumnRange::new(0, 0), kind: DefectKind::Blind },
                Defect { columns: ColumnRange::new(17, 19), kind: DefectKind::FilterHole },
                Defect { columns: ColumnRange::new(40, 40), kind: DefectKind::Noisy },
            ],
            gain: figures.between(0.2, 2.3),
            noise: NoiseModel { a: figures.between(0.3, 0.6), b: figures.between(0.001, 0.02) },
        }
    }
}

fn processing(cloud_band: &str) -> ProcessingParameters {
    ProcessingParameters {
        longest_interpolated_run: 2,
        remanence_limits: [0.0, 1023.0],
        stray_light: StrayLightScenario::Type1Type2,
        restoration: RestorationParameters {
            scenario: RestorationScenario::FConvolutionWDenoising,
            zoom_factor: 1.5,
            frequency: FrequencyConvolution { block_size_x: 256, block_size_y: 128, normalisation: 1 },
            wavelets: WaveletParameters {
                segment_size: 64,
                amplification: 1.25,
                segment_overlap: 8,
                objective_noise_sigma: 0.75,
                greatest_value: 1023,
                greatest_threshold: 3.5,
                noise_amplification: 1.0625,
            },
            no_data_margin: 6,
        },
        clouds: CloudDetection { band: cloud_band.to_owned(), reflectance_threshold: 0.35 },
        output_limits: [-50.0, 1100.5],
    }
}

/// A generator of figures with all their digits (`SplitMix64`).
struct Figures(u64);

impl Figures {
    fn between(&mut self, least: f64, greatest: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        least + (greatest - least) * (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}
