use std::collections::BTreeMap;

use super::*;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    CloudDetection, DarkSignal, FrequencyConvolution, NoiseModel, PolarisationSensitivity, ProcessingParameters,
    ReflectanceParameters, RestorationParameters, RestorationScenario, SpectralSensitivity, Spike, StrayLight,
    StrayLightScenario, TwoSlope, WaveletParameters,
};
use crate::parameter_sets::{Manifest, Provenance};
use crate::units::Angle;

const TDI: TdiStages = TdiStages(8);
const LINE_TIME_US: f64 = 800.0;

fn model() -> InstrumentModel {
    InstrumentModel::built_in().unwrap()
}

const fn codes(gain: u8, offset: u8) -> HalfCodes {
    HalfCodes { gain, offset }
}

fn settings(line_time_us: f64, left: HalfCodes, right: HalfCodes) -> InstrumentSettings {
    InstrumentSettings { line_time_us, bands: BTreeMap::from([("B09".to_owned(), BandSettings { left, right })]) }
}

/// A set of one band (whose codes are swapped) with 5200 columns.
fn set() -> ParameterSet {
    let response = ArrayResponse {
        dark: DarkSignal {
            // The offset of code 64 is 4 + 64/4 = 20 counts: 2 counts of current.
            counts: vec![22.0; 5200],
            spikes: vec![Spike {
                column: 5000,
                threshold: 60.0,
                polynomial: [1.0, 0.9, 0.01, 1e-4],
                linear: [5.0, 1.1],
            }],
        },
        slopes: (0..5200).map(|_| TwoSlope { a1: 1.0, a2: 1.02, knee: 400.0 }).collect(),
        defects: Vec::new(),
        gain: 2.0,
        noise: NoiseModel { a: 0.36, b: 0.006 },
    };
    let uncertainty = BandUncertainty {
        dark_counts: ColumnFigures::Same(0.05),
        slopes_relative: ColumnFigures::Same(0.001),
        gain_relative: 0.03,
        solar_irradiance_relative: 0.01,
    };
    let band = BandParameters {
        band: "B09".to_owned(),
        responses: BTreeMap::from([(TDI, response)]),
        uncertainties: BTreeMap::from([(TDI, uncertainty)]),
        remanence: vec![RemanenceFunction {
            columns: ColumnRange::new(0, 5199),
            sampling_step: 1023,
            samples: vec![(0, 0.0), (1023, 10.23)],
        }],
        stray_light: StrayLight::default(),
        polarisation: PolarisationSensitivity { ratio: 0.01, angle: Angle::from_degrees(5.0) },
        spectral: SpectralSensitivity { solar_irradiance_w_m2_um: 1287.4, tables: Vec::new() },
        viewing_directions: BTreeMap::new(),
    };
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "winter".to_owned(),
            version: 3,
            state: SetState::Approved,
            instrument: "venus".to_owned(),
            validity: [None, None],
            settings: settings(LINE_TIME_US, codes(128, 64), codes(128, 64)),
            provenance: Provenance {
                made_by: "test".to_owned(),
                method: "by hand".to_owned(),
                sources: Vec::new(),
                synthetic: true,
            },
            files: Vec::new(),
        },
        bands: vec![band],
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.0,
        },
        processing: processing(),
        files: Vec::new(),
    }
}

fn processing() -> ProcessingParameters {
    ProcessingParameters {
        longest_interpolated_run: 4,
        remanence_limits: [0.0, 1023.0],
        stray_light: StrayLightScenario::Type1,
        restoration: RestorationParameters {
            scenario: RestorationScenario::FConvolution,
            zoom_factor: 1.0,
            frequency: FrequencyConvolution { block_size_x: 1, block_size_y: 1, normalisation: 1 },
            wavelets: WaveletParameters {
                segment_size: 2,
                amplification: 1.0,
                segment_overlap: 1,
                objective_noise_sigma: 1.0,
                greatest_value: 1,
                greatest_threshold: 1.0,
                noise_amplification: 1.0,
            },
            no_data_margin: 0,
        },
        clouds: CloudDetection { band: "B09".to_owned(), reflectance_threshold: 0.3 },
        output_limits: [1.0, 1023.0],
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b.abs().max(1.0)
}

#[test]
fn a_set_for_other_settings_is_refused_with_its_name_need_and_found() {
    let set = set();
    assert_eq!(fits_settings(&set, &settings(LINE_TIME_US * (1.0 + 5e-7), codes(128, 64), codes(128, 64))), Ok(()));
    let message = |needed: InstrumentSettings| fits_settings(&set, &needed).unwrap_err().to_string();
    let line = message(settings(794.0, codes(128, 64), codes(128, 64)));
    assert_eq!(line, "parameter set winter, line time: needed 794 µs, found 800 µs");
    let other = message(settings(LINE_TIME_US, codes(128, 64), codes(100, 64)));
    assert!(other.contains("codes of band B09") && other.contains("right gain 100 and offset 64"), "{other}");
    assert!(other.ends_with("found left gain 128 and offset 64, right gain 128 and offset 64"), "{other}");
    assert!(message(settings(f64::NAN, codes(128, 64), codes(128, 64))).contains("NaN"));
    let without = InstrumentSettings { line_time_us: LINE_TIME_US, bands: BTreeMap::new() };
    assert!(message(without).contains("needed none"));
}

#[test]
fn twice_the_line_time_gathers_twice_the_current_and_the_light() {
    let needed = settings(2.0 * LINE_TIME_US, codes(128, 64), codes(128, 64));
    let scaled = scaled(&set(), &model(), &needed, &RadiometricConventions::default()).unwrap();
    let (before, after) = (&set().bands[0].responses[&TDI], &scaled.bands[0].responses[&TDI]);
    assert!(after.dark.counts.iter().all(|counts| near(*counts, 24.0)));
    assert!(near(after.gain, 4.0));
    assert_eq!((&after.slopes, &after.dark.spikes, after.noise), (&before.slopes, &before.dark.spikes, before.noise));
    assert_eq!(scaled.bands[0].remanence[0].samples, set().bands[0].remanence[0].samples);
    let uncertainty = &scaled.bands[0].uncertainties[&TDI];
    assert_eq!(uncertainty.dark_counts, ColumnFigures::Same(0.1));
    assert!(near(uncertainty.gain_relative, 0.03));
}

#[test]
fn half_the_line_time_never_makes_the_dark_signal_better_known() {
    let needed = settings(LINE_TIME_US, codes(128, 64), codes(128, 64));
    let mut long = set();
    long.manifest.settings.line_time_us = 2.0 * LINE_TIME_US;
    let scaled = scaled(&long, &model(), &needed, &RadiometricConventions::default()).unwrap();
    assert!(scaled.bands[0].responses[&TDI].dark.counts.iter().all(|counts| near(*counts, 21.0)));
    assert_eq!(scaled.bands[0].uncertainties[&TDI].dark_counts, ColumnFigures::Same(0.05));
}

#[test]
fn the_codes_of_one_half_change_that_half_by_the_stated_model() {
    // B09 is swapped: the left code belongs to columns from 2600 on. 40 steps of gain, 8 of offset (2 counts).
    let ratio = 1.005_f64.powi(40);
    let needed = settings(LINE_TIME_US, codes(168, 72), codes(128, 64));
    let scaled = scaled(&set(), &model(), &needed, &RadiometricConventions::default()).unwrap();
    let after = &scaled.bands[0].responses[&TDI];
    let mean = ratio.sqrt();
    assert!(near(after.dark.counts[2599], 22.0) && near(after.dark.counts[2600], 22.0 + 2.0 * ratio));
    assert!(near(after.gain, 2.0 * mean));
    // A radiance gives the same equalised count on both sides: counts g·Y, slope mean/g.
    assert!(near(after.slopes.a1[0], mean) && near(after.slopes.a1[5199], mean / ratio));
    assert!(near(after.slopes.a2[5199], 1.02 * mean / ratio));
    assert!(near(after.slopes.knee[0], 400.0) && near(after.slopes.knee[5199], 400.0 * ratio));
    assert!(near(after.noise.a, 0.36 * mean * mean) && near(after.noise.b, 0.006 * mean));
    // A spike corrects g·Y to g times what it corrected Y to, on both sides of its threshold.
    let (old, new) = (&set().bands[0].responses[&TDI].dark.spikes[0], &after.dark.spikes[0]);
    for counts in [0.0, 30.0, 59.9, 60.1, 200.0] {
        let corrected = old.corrected(counts) * ratio;
        assert!(near(new.corrected(counts * ratio), corrected), "{counts}");
    }
    assert!(near(new.threshold, 60.0 * ratio));
    // Remanence: a count of 1023 was (1023 − 22)/g + 20 before; H = x/100.
    let halves = &scaled.bands[0].remanence;
    assert_eq!((halves[0].columns, halves[1].columns), (ColumnRange::new(0, 2599), ColumnRange::new(2600, 5199)));
    let expected = ratio * ((1023.0 - 22.0) / ratio + 20.0) / 100.0;
    assert!(near(halves[1].samples[1].1, expected) && near(halves[0].samples[1].1, 10.23), "{halves:?}");
    let uncertainty = &scaled.bands[0].uncertainties[&TDI];
    let own = 0.025 * 8.0;
    assert!(near(uncertainty.dark_counts.of(0).unwrap(), 0.05));
    assert!(near(uncertainty.dark_counts.of(5199).unwrap(), (0.05 * ratio).hypot(own)));
    assert!(near(uncertainty.gain_relative, 0.03_f64.hypot(0.0005 * 40.0)));
}

#[test]
fn slopes_that_divide_and_a_squared_constant_scale_the_other_way() {
    let conventions = RadiometricConventions {
        sensitivity: SensitivityForm::Divide,
        noise: NoiseForm::SquaredConstant,
        first_steps: DarkAndRemanenceOrder::DarkFirst,
        ..RadiometricConventions::default()
    };
    let ratio = 1.005_f64.powi(40);
    let needed = settings(LINE_TIME_US, codes(168, 64), codes(128, 64));
    let scaled = scaled(&set(), &model(), &needed, &conventions).unwrap();
    let after = &scaled.bands[0].responses[&TDI];
    let mean = ratio.sqrt();
    assert!(near(after.slopes.a1[0], 1.0 / mean) && near(after.slopes.a1[5199], ratio / mean));
    assert!(near(after.noise.a, 0.36 * mean));
    // Above the dark signal a straight line stays a straight line.
    assert!(near(scaled.bands[0].remanence[1].samples[1].1, 10.23));
}

#[test]
fn there_and_back_again_is_the_set_itself() {
    let there = settings(1.7 * LINE_TIME_US, codes(200, 30), codes(90, 100));
    let conventions = RadiometricConventions::default();
    let once = scaled(&set(), &model(), &there, &conventions).unwrap();
    let back = scaled(&once, &model(), &set().manifest.settings, &conventions).unwrap();
    let (before, after) = (&set().bands[0].responses[&TDI], &back.bands[0].responses[&TDI]);
    let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| near(*a, *b));
    assert!(same(&after.dark.counts, &before.dark.counts) && near(after.gain, before.gain));
    assert!(same(&after.slopes.a1, &before.slopes.a1) && same(&after.slopes.knee, &before.slopes.knee));
    assert!(near(after.noise.a, before.noise.a) && near(after.noise.b, before.noise.b));
}

#[test]
fn a_scaled_set_is_a_draft_that_says_where_it_comes_from() {
    let needed = settings(900.0, codes(128, 64), codes(128, 64));
    let conventions = RadiometricConventions::default();
    let manifest = scaled(&set(), &model(), &needed, &conventions).unwrap().manifest;
    assert_eq!((manifest.name.as_str(), manifest.state), ("winter scaled", SetState::Draft));
    assert!(manifest.provenance.method.contains("from line time 800 µs to 900 µs"));
    assert_eq!(manifest.provenance.sources, ["winter version 3"]);
    assert_eq!(manifest.settings, needed);
    let same = scaled(&set(), &model(), &set().manifest.settings, &conventions).unwrap();
    assert_eq!(same, set());
}

#[test]
fn what_cannot_be_scaled_is_refused_with_the_set_need_and_found() {
    let conventions = RadiometricConventions::default();
    let refusal = |model: &InstrumentModel, needed: InstrumentSettings| {
        scaled(&set(), model, &needed, &conventions).unwrap_err().to_string()
    };
    let mut without = model();
    without.code_model = None;
    let message = refusal(&without, settings(900.0, codes(128, 64), codes(128, 64)));
    assert!(message.contains("winter") && message.contains("900 µs") && message.contains("800 µs"), "{message}");
    assert!(message.contains("no code_model"), "{message}");
    let message = refusal(&model(), settings(500.0, codes(128, 64), codes(128, 64)));
    assert!(message.contains("588 to 10000 µs") && message.contains("found 500 µs"), "{message}");
    let message = refusal(&model(), settings(800.0, codes(128, 128), codes(128, 64)));
    assert!(message.contains("offset codes to 127") && message.contains("offset 128"), "{message}");
    let message = refusal(&model(), InstrumentSettings { line_time_us: 800.0, bands: BTreeMap::new() });
    assert!(message.contains("settings of band B09"), "{message}");
}
