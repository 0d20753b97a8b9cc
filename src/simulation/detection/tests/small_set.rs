//! A set of three bands and forty columns that has everything.

use std::collections::BTreeMap;

use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ArrayResponse, CloudDetection, ColumnRange, DarkSignal, FrequencyConvolution, NoiseModel, PolarisationSensitivity,
    ProcessingParameters, ReflectanceParameters, RemanenceFunction, RestorationParameters, RestorationScenario,
    SpectralSensitivity, Spike, SpikeForm, StrayLight, StrayLightScenario, TwoSlope, WaveletParameters,
};
use crate::parameter_sets::{BandParameters, InstrumentSettings, Manifest, ParameterSet, Provenance, SetState};
use crate::units::Angle;

pub(crate) const BANDS: [&str; 3] = ["blue", "green", "infrared"];
pub(crate) const COLUMNS: usize = 40;
pub(crate) const TDI: TdiStages = TdiStages(8);

pub(crate) fn small_set(spikes: SpikeForm) -> ParameterSet {
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "small".to_owned(),
            version: 1,
            state: SetState::Draft,
            instrument: "small".to_owned(),
            validity: [None, None],
            settings: InstrumentSettings { line_time_us: 1000.0, bands: BTreeMap::new() },
            provenance: Provenance {
                made_by: "a test".to_owned(),
                method: "by hand".to_owned(),
                sources: Vec::new(),
                synthetic: true,
            },
            files: Vec::new(),
        },
        bands: (0..3).map(|band| parameters(band, spikes)).collect(),
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.5,
        },
        processing: processing(),
        files: Vec::new(),
    }
}

fn parameters(band: usize, spikes: SpikeForm) -> BandParameters {
    let wave = |column: usize, speed: f64| (column as f64 * speed + band as f64).sin();
    let polynomial = |spikes| match spikes {
        // continuous at 250: 0.95·250 = 237.5 = 17.5 + 0.88·250
        SpikeForm::CorrectedCount => ([0.0, 0.95, 0.0, 0.0], [17.5, 0.88]),
        // an excess of 6 + 0.04·Y up to 16, and so beyond
        SpikeForm::Excess => ([6.0, 0.04, 0.0, 0.0], [16.0, 0.0]),
    };
    let (polynomial, linear) = polynomial(spikes);
    let spike = |column| Spike { column, threshold: 250.0, polynomial, linear };
    let response = ArrayResponse {
        dark: DarkSignal {
            counts: (0..COLUMNS).map(|column| 30.0 + 8.0 * wave(column, 1.7)).collect(),
            spikes: vec![spike(5), spike(31)],
        },
        slopes: (0..COLUMNS)
            .map(|column| TwoSlope {
                a1: 1.0 + 0.02 * wave(column, 0.9),
                a2: 1.0 + 0.03 * wave(column, 2.3),
                knee: 350.0 + 100.0 * wave(column, 0.2),
            })
            .collect(),
        defects: Vec::new(),
        gain: [2.1, 1.6, 1.3][band],
        noise: NoiseModel { a: 0.9, b: 0.012 },
    };
    BandParameters {
        band: BANDS[band].to_owned(),
        responses: BTreeMap::from([(TDI, response)]),
        uncertainties: BTreeMap::new(),
        remanence: vec![RemanenceFunction {
            columns: ColumnRange::new(0, 29),
            sampling_step: 100,
            samples: (0..=10).map(|step| (step * 102, 0.4 + 0.9 * step as f64)).collect(),
        }],
        stray_light: StrayLight::default(),
        polarisation: PolarisationSensitivity { ratio: 0.04, angle: Angle::from_degrees(25.0 * band as f64) },
        spectral: SpectralSensitivity { solar_irradiance_w_m2_um: 1500.0, tables: Vec::new() },
        viewing_directions: BTreeMap::new(),
    }
}

fn processing() -> ProcessingParameters {
    ProcessingParameters {
        longest_interpolated_run: 3,
        remanence_limits: [10.0, 1000.0],
        stray_light: StrayLightScenario::Type1Type2,
        restoration: RestorationParameters {
            scenario: RestorationScenario::FConvolution,
            zoom_factor: 1.0,
            frequency: FrequencyConvolution { block_size_x: 1, block_size_y: 1, normalisation: 1 },
            wavelets: WaveletParameters {
                segment_size: 2,
                amplification: 1.0,
                segment_overlap: 1,
                objective_noise_sigma: 1.0,
                greatest_value: 1023,
                greatest_threshold: 1.0,
                noise_amplification: 1.0,
            },
            no_data_margin: 0,
        },
        clouds: CloudDetection { band: "blue".to_owned(), reflectance_threshold: 0.2 },
        output_limits: [0.0, 1023.0],
    }
}
