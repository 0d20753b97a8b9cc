//! A set of two bands of forty columns, of numbers that are known.

use std::collections::BTreeMap;

use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ArrayResponse, CloudDetection, ColumnRange, DarkSignal, Defect, DefectKind, FrequencyConvolution, NoiseModel,
    PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, RestorationParameters, RestorationScenario,
    SpectralSensitivity, SpectralTable, Spike, StrayLight, StrayLightScenario, TwoSlopes, WaveletParameters,
};
use crate::parameter_sets::{
    BandParameters, BandSettings, BandUncertainty, ColumnFigures, HalfCodes, InstrumentSettings, Manifest,
    ParameterFile, ParameterSet, Provenance, SetState,
};
use crate::units::Angle;

/// Columns of the arrays.
const COLUMNS: usize = 40;

/// A set of version `version`; its sensitivities depend on it.
pub(crate) fn sample_set(version: u32) -> ParameterSet {
    let half = HalfCodes { gain: 100, offset: 50 };
    let settings = BandSettings { left: half, right: half };
    let names = ["B01", "B02"];
    let files =
        names.iter().flat_map(|band| ["DARKCU", "RELSEN", "OUTORD", "PHGAIN"].map(|kind| file(kind, band, version)));
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "sample".to_owned(),
            version,
            state: SetState::Draft,
            instrument: "venus".to_owned(),
            validity: [None, None],
            settings: InstrumentSettings {
                line_time_us: 1000.0,
                bands: names.iter().map(|band| ((*band).to_owned(), settings)).collect(),
            },
            provenance: Provenance {
                made_by: "a test".to_owned(),
                method: "numbers that are known".to_owned(),
                sources: Vec::new(),
                synthetic: true,
            },
            files: Vec::new(),
        },
        bands: names.iter().enumerate().map(|(place, band)| parameters(place, band, version)).collect(),
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.5,
        },
        processing: processing(),
        files: files.collect(),
    }
}

fn file(kind: &str, band: &str, serial: u32) -> ParameterFile {
    ParameterFile {
        kind: kind.to_owned(),
        band: Some(band.to_owned()),
        tdi: vec![TdiStages(8)],
        identifier: format!("VE_TEST_GIP_{kind}_L_ALLSITES_{serial:05}_20171021_99991231_{band}_08"),
        serial,
    }
}

fn parameters(place: usize, band: &str, version: u32) -> BandParameters {
    let each =
        |value: fn(f64, f64) -> f64| (0..COLUMNS).map(|column| value(column as f64, f64::from(version))).collect();
    let spike = Spike { column: 7, threshold: 200.0, polynomial: [1.0, 1.01, 0.0, 0.0], linear: [2.0, 1.005] };
    let defect = Defect { columns: ColumnRange::new(10, 12), kind: DefectKind::Blind };
    let response = ArrayResponse {
        dark: DarkSignal {
            counts: each(|column, _| 20.0 + 0.1 * column),
            spikes: if place == 1 { vec![spike] } else { Vec::new() },
        },
        slopes: TwoSlopes {
            a1: each(|column, version| 1.0 + 0.001 * column + 0.01 * version),
            a2: each(|column, version| 1.1 + 0.001 * column + 0.01 * version),
            knee: each(|_, _| 300.0),
        },
        defects: if place == 1 { vec![defect] } else { Vec::new() },
        gain: 2.0,
        noise: NoiseModel { a: 0.5, b: 0.01 },
    };
    let uncertainty = BandUncertainty {
        dark_counts: ColumnFigures::Same(0.05),
        slopes_relative: ColumnFigures::Same(0.001),
        gain_relative: 0.02,
        solar_irradiance_relative: 0.01,
    };
    BandParameters {
        band: band.to_owned(),
        responses: BTreeMap::from([(TdiStages(8), response)]),
        uncertainties: BTreeMap::from([(TdiStages(8), uncertainty)]),
        remanence: Vec::new(),
        stray_light: StrayLight::default(),
        polarisation: PolarisationSensitivity { ratio: 0.02, angle: Angle::from_degrees(30.0) },
        spectral: SpectralSensitivity {
            solar_irradiance_w_m2_um: 1800.0,
            tables: vec![SpectralTable {
                columns: ColumnRange::new(0, COLUMNS - 1),
                first_wavelength_um: 0.4,
                bandwidth_um: 0.04,
                step_um: 0.02,
                sensitivities: vec![0.0, 1.0, 0.0],
            }],
        },
        viewing_directions: BTreeMap::new(),
    }
}

fn processing() -> ProcessingParameters {
    ProcessingParameters {
        longest_interpolated_run: 3,
        remanence_limits: [0.0, 1023.0],
        stray_light: StrayLightScenario::Type1,
        restoration: RestorationParameters {
            scenario: RestorationScenario::FConvolution,
            zoom_factor: 1.0,
            frequency: FrequencyConvolution { block_size_x: 256, block_size_y: 256, normalisation: 1 },
            wavelets: WaveletParameters {
                segment_size: 64,
                amplification: 1.0,
                segment_overlap: 8,
                objective_noise_sigma: 1.0,
                greatest_value: 1023,
                greatest_threshold: 1.0,
                noise_amplification: 1.0,
            },
            no_data_margin: 2,
        },
        clouds: CloudDetection { band: "B01".to_owned(), reflectance_threshold: 0.4 },
        output_limits: [0.0, 1023.0],
    }
}
