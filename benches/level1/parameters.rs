//! A set of parameters of a plausible kind, made by formulas.

use std::collections::BTreeMap;

use viq::instrument::TdiStages;
use viq::instrument::radiometry::{
    ArrayResponse, CloudDetection, ColumnRange, DarkSignal, Defect, DefectKind, FrequencyConvolution, NoiseModel,
    PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, RestorationParameters, RestorationScenario,
    SpectralSensitivity, Spike, StrayLight, StrayLightScenario, TwoSlope, WaveletParameters,
};
use viq::parameter_sets::{
    BandParameters, BandUncertainty, ColumnFigures, InstrumentSettings, Manifest, ParameterSet, Provenance, SetState,
};
use viq::units::Angle;

/// TDI stages of every band.
pub(crate) const STAGES: TdiStages = TdiStages(8);

/// A set of so many bands and columns.
pub(crate) fn set(bands: usize, columns: usize) -> ParameterSet {
    let settings = InstrumentSettings { line_time_us: 750.0, bands: BTreeMap::new() };
    let provenance =
        Provenance { made_by: "bench".into(), method: "formulas".into(), sources: Vec::new(), synthetic: true };
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "bench".into(),
            version: 1,
            state: SetState::Draft,
            instrument: "venus".into(),
            validity: [None, None],
            settings,
            provenance,
            files: Vec::new(),
        },
        bands: (1..=bands).map(|number| band(number, columns)).collect(),
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.023,
        },
        processing: processing(),
        files: Vec::new(),
    }
}

fn band(number: usize, columns: usize) -> BandParameters {
    let wave = |column: usize, rate: f64| ((column * number) as f64 * rate).sin();
    let slope = |column| {
        let a1 = 1.0 + 0.01 * wave(column, 0.37);
        TwoSlope { a1, a2: a1 * (1.0 + 0.004 * wave(column, 0.11)), knee: 400.0 + 20.0 * wave(column, 0.05) }
    };
    let spike = |index: usize| Spike {
        column: index * columns / 20 + 3,
        threshold: 500.0,
        polynomial: [-2.0, 0.99, 0.0, 0.0],
        linear: [-2.0, 0.99],
    };
    let defect = |index: usize| {
        let first = index * columns / 12 + 17;
        Defect { columns: ColumnRange::new(first, first + index % 3), kind: DefectKind::Blind }
    };
    let response = ArrayResponse {
        dark: DarkSignal {
            counts: (0..columns).map(|column| 30.0 + 2.0 * wave(column, 1.7)).collect(),
            spikes: (0..20).map(spike).collect(),
        },
        slopes: (0..columns).map(slope).collect(),
        defects: (0..12).map(defect).collect(),
        gain: 0.2 * number as f64,
        noise: NoiseModel { a: 0.4, b: 0.004 },
    };
    let uncertainty = BandUncertainty {
        dark_counts: ColumnFigures::Same(0.05),
        slopes_relative: ColumnFigures::Same(5e-4),
        gain_relative: 0.02,
        solar_irradiance_relative: 0.005,
    };
    BandParameters {
        band: format!("B{number:02}"),
        responses: BTreeMap::from([(STAGES, response)]),
        uncertainties: BTreeMap::from([(STAGES, uncertainty)]),
        remanence: Vec::new(),
        stray_light: StrayLight::default(),
        polarisation: PolarisationSensitivity { ratio: 0.01, angle: Angle::from_degrees(30.0) },
        spectral: SpectralSensitivity { solar_irradiance_w_m2_um: 1800.0, tables: Vec::new() },
        viewing_directions: BTreeMap::new(),
    }
}

fn processing() -> ProcessingParameters {
    ProcessingParameters {
        longest_interpolated_run: 2,
        remanence_limits: [0.0, 1023.0],
        stray_light: StrayLightScenario::Type1Type2,
        restoration: RestorationParameters {
            scenario: RestorationScenario::FConvolution,
            zoom_factor: 1.0,
            frequency: FrequencyConvolution { block_size_x: 64, block_size_y: 64, normalisation: 1 },
            wavelets: WaveletParameters {
                segment_size: 64,
                amplification: 1.0,
                segment_overlap: 8,
                objective_noise_sigma: 1.0,
                greatest_value: 1023,
                greatest_threshold: 1.0,
                noise_amplification: 1.0,
            },
            no_data_margin: 0,
        },
        clouds: CloudDetection { band: "B01".into(), reflectance_threshold: 0.2 },
        output_limits: [1.0, 1023.0],
    }
}
