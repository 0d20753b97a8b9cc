//! Each rule finds what it is for, names it, and finds nothing in a good set.

use super::{Finding, Needs, findings};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ArrayResponse, CloudDetection, ColumnRange, CrossTalk, CrossTalkStrip, DarkSignal, Defect, DefectKind, FilterArray,
    FilterKind, FrequencyConvolution, LocalFilter, NoiseModel, PolarisationSensitivity, ProcessingParameters,
    ReflectanceParameters, RemanenceFunction, RestorationParameters, RestorationScenario, SpectralSensitivity,
    SpectralTable, Spike, StrayLight, StrayLightScenario, TwoSlopes, WaveletParameters,
};
use crate::parameter_sets::{
    BandParameters, BandSettings, BandUncertainty, ColumnFigures, HalfCodes, InstrumentSettings, Manifest,
    ParameterFile, ParameterSet, Provenance, SetState,
};
use crate::units::{Angle, UtcInstant};

const COLUMNS: usize = 12;

/// A change that spoils something.
type Spoil<T> = fn(&mut T);

/// The element and the find of a fault, and the change that makes it.
type Cases<'a, T> = &'a [(&'a str, &'a str, Spoil<T>)];

fn filter(rows: usize, columns: usize) -> FilterArray {
    FilterArray { kind: FilterKind::Spatial, rows, columns, values: vec![0.25; rows * columns] }
}

fn response() -> ArrayResponse {
    // The polynomial and the line meet at 100: 100 − 0.01·100² = 0 = −100 + 100.
    let spike = Spike { column: 3, threshold: 100.0, polynomial: [0.0, 1.0, -0.01, 0.0], linear: [-100.0, 1.0] };
    let defect = |first, last| Defect { columns: ColumnRange::new(first, last), kind: DefectKind::Blind };
    ArrayResponse {
        dark: DarkSignal { counts: vec![30.0; COLUMNS], spikes: vec![spike] },
        slopes: TwoSlopes { a1: vec![1.0; COLUMNS], a2: vec![1.1; COLUMNS], knee: vec![400.0; COLUMNS] },
        defects: vec![defect(1, 1), defect(5, 7)],
        gain: 1.5,
        noise: NoiseModel { a: 0.5, b: 0.01 },
    }
}

fn band(name: &str, source: &str) -> BandParameters {
    let stages = [TdiStages(1), TdiStages(2)];
    let uncertainty = BandUncertainty {
        dark_counts: ColumnFigures::ByColumn(vec![0.1; COLUMNS]),
        slopes_relative: ColumnFigures::Same(1e-4),
        gain_relative: 0.02,
        solar_irradiance_relative: 0.01,
    };
    let strip = CrossTalkStrip { columns: ColumnRange::new(0, 11), factor: 0.01, shift: -2 };
    BandParameters {
        band: name.to_owned(),
        responses: stages.map(|tdi| (tdi, response())).into(),
        uncertainties: stages.map(|tdi| (tdi, uncertainty.clone())).into(),
        remanence: vec![RemanenceFunction {
            columns: ColumnRange::new(0, 5),
            sampling_step: 100,
            samples: vec![(0, 0.0), (100, 0.5)],
        }],
        stray_light: StrayLight {
            overlap_margin: 1,
            local: vec![LocalFilter { columns: ColumnRange::new(0, 11), filter: filter(3, 3) }],
            cross_talk: vec![CrossTalk {
                source_band: source.to_owned(),
                filter: filter(3, 5),
                overlap_margin: 1,
                strips: vec![strip],
            }],
        },
        polarisation: PolarisationSensitivity { ratio: 0.02, angle: Angle::from_degrees(30.0) },
        spectral: SpectralSensitivity {
            solar_irradiance_w_m2_um: 1800.0,
            tables: vec![SpectralTable {
                columns: ColumnRange::new(0, 11),
                first_wavelength_um: 0.5,
                bandwidth_um: 0.02,
                step_um: 0.01,
                sensitivities: vec![0.1, 1.0, 0.1],
            }],
        },
        viewing_directions: stages.map(|tdi| (tdi, vec![[0.0, 1e-5]; COLUMNS])).into(),
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
                greatest_threshold: 3.0,
                noise_amplification: 1.0,
            },
            no_data_margin: 2,
        },
        clouds: CloudDetection { band: "RED".to_owned(), reflectance_threshold: 0.4 },
        output_limits: [0.0, 1023.0],
    }
}

fn settings() -> InstrumentSettings {
    let codes = HalfCodes { gain: 10, offset: 20 };
    let bands = ["RED", "NIR"].map(|name| (name.to_owned(), BandSettings { left: codes, right: codes }));
    InstrumentSettings { line_time_us: 800.0, bands: bands.into() }
}

fn set() -> ParameterSet {
    ParameterSet {
        manifest: Manifest {
            manifest_version: Manifest::FORMAT,
            name: "small".to_owned(),
            version: 3,
            state: SetState::Draft,
            instrument: "small".to_owned(),
            validity: [Some(instant("2019-01-01")), Some(instant("2019-12-31"))],
            settings: settings(),
            provenance: Provenance {
                made_by: "test".to_owned(),
                method: "by hand".to_owned(),
                sources: Vec::new(),
                synthetic: true,
            },
            files: Vec::new(),
        },
        bands: vec![band("RED", "NIR"), band("NIR", "RED")],
        reflectance: ReflectanceParameters {
            mean_rotation_rad_per_day: 0.0172,
            eccentricity: 0.01673,
            reference_day: 2.0,
            maximum_reflectance: 1.2,
        },
        processing: processing(),
        files: vec![ParameterFile {
            kind: "RELSEN".to_owned(),
            band: Some("RED".to_owned()),
            tdi: vec![TdiStages(1)],
            identifier: "RELSEN_RED_01".to_owned(),
            serial: 3,
        }],
    }
}

fn instant(text: &str) -> UtcInstant {
    UtcInstant::parse(text).unwrap()
}

fn first(set: &mut ParameterSet) -> &mut ArrayResponse {
    set.bands[0].responses.get_mut(&TdiStages(1)).unwrap()
}

/// The only finding of a good set that one change spoils.
fn only(spoil: impl Fn(&mut ParameterSet)) -> Finding {
    let mut spoilt = set();
    spoil(&mut spoilt);
    let needs = Needs { columns: COLUMNS, ..Needs::of(&set()) };
    let mut found = findings(&spoilt, &needs);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[test]
fn a_good_set_has_no_findings() {
    let good = set();
    assert_eq!(findings(&good, &Needs::of(&good)), []);
    let asked =
        Needs { lines: Some(100), moment: Some(instant("2019-06-01")), settings: Some(settings()), ..Needs::of(&good) };
    assert_eq!(findings(&good, &asked), []);
}

#[test]
fn a_fault_of_one_column_names_file_element_need_and_find() {
    let found = only(|set| {
        first(set).slopes.knee[4] = -1.5;
        first(set).slopes.knee[9] = -2.5;
    });
    assert_eq!(
        found.to_string(),
        "RELSEN_RED_01: Zs: needed a knee, zero or above, found -1.5 at column 4, and 1 more"
    );
    // a set that was never in files names the kind
    let found = only(|set| first(set).dark.counts[0] = f64::NAN);
    assert_eq!(found.file, "GIP_DARKCU of RED, TDI 01");
    assert_eq!((found.element.as_str(), found.found.as_str()), ("Dark_Current", "NaN at column 0"));
}

#[test]
fn every_fault_of_an_array_is_found() {
    let cases: Cases<'_, ArrayResponse> = &[
        ("List_of_Dark_Currents", "11", |array| array.dark.counts.truncate(COLUMNS - 1)),
        ("Dark_Current", "-1 at column 2", |array| array.dark.counts[2] = -1.0),
        ("a1", "0 at column 0", |array| array.slopes.a1[0] = 0.0),
        ("a2", "-0.5 at column 11", |array| array.slopes.a2[11] = -0.5),
        ("a2", "inf at column 11", |array| array.slopes.a2[11] = f64::INFINITY),
        ("Zs", "11", |array| array.slopes.knee.truncate(COLUMNS - 1)),
        ("spike of column 3", "a step from 0 to 1", |array| array.dark.spikes[0].linear[0] = -99.0),
        ("spike of column 3", "-1", |array| array.dark.spikes[0].threshold = -1.0),
        ("spike of column 12", "12", |array| array.dark.spikes[0].column = COLUMNS),
        ("spike of column 3", "3", |array| array.dark.spikes.push(array.dark.spikes[0])),
        ("defects", "columns 5 to 7 and columns 7 to 8", |array| {
            array.defects.push(Defect { columns: ColumnRange::new(7, 8), kind: DefectKind::Noisy });
        }),
        ("defects", "columns 5 to 12", |array| array.defects[1].columns.last = COLUMNS),
        ("Physical_Gain", "0", |array| array.gain = 0.0),
        ("B_coefficient", "-0.01", |array| array.noise.b = -0.01),
    ];
    for (element, what, spoil) in cases {
        let found = only(|set| spoil(first(set)));
        assert_eq!((found.element.as_str(), found.found.as_str()), (*element, *what));
    }
}

#[test]
fn a_spike_may_step_by_what_the_instrument_cannot_resolve() {
    let mut near = set();
    first(&mut near).dark.spikes[0].linear[0] = -99.75;
    let needs = Needs::of(&near);
    assert_eq!(findings(&near, &needs), []);
    let strict = Needs { largest_spike_step_counts: 0.1, ..needs };
    assert_eq!(findings(&near, &strict).len(), 1);
}

#[test]
fn every_fault_of_a_band_is_found() {
    let cases: Cases<'_, BandParameters> = &[
        ("H_Function", "columns 0 to 5 and columns 5 to 6", |band| {
            let again = RemanenceFunction { columns: ColumnRange::new(5, 6), ..band.remanence[0].clone() };
            band.remanence.push(again);
        }),
        ("H_Function from column 0", "100 before 100", |band| band.remanence[0].samples[0].0 = 100),
        ("H_Function from column 0", "-0.5 for 100", |band| band.remanence[0].samples[1].1 = -0.5),
        ("Polarization_Sensitivity_Ratio", "1.5", |band| band.polarisation.ratio = 1.5),
        ("Mean_Solar_Irradiance", "0", |band| band.spectral.solar_irradiance_w_m2_um = 0.0),
        ("Spectral_Table from column 0", "0.05 µm", |band| band.spectral.tables[0].bandwidth_um = 0.05),
        ("Spectral_Table from column 0", "0", |band| band.spectral.tables[0].sensitivities = vec![0.0; 3]),
        ("Type1_Filter", "columns 0 to 11 and column 11", |band| {
            let again = LocalFilter { columns: ColumnRange::new(11, 11), filter: filter(1, 1) };
            band.stray_light.local.push(again);
        }),
        ("Type1_Filter from column 0", "3 rows × 13 columns", |band| band.stray_light.local[0].filter = filter(3, 13)),
        ("Type1_Filter from column 0", "8", |band| {
            band.stray_light.local[0].filter.values.pop();
        }),
        ("Type2_Filter of B99", "B99", |band| band.stray_light.cross_talk[0].source_band = "B99".to_owned()),
        ("Type2_Filter of RED", "RED", |band| band.stray_light.cross_talk[0].source_band = "RED".to_owned()),
        ("Type2_Filter of NIR, strip from column 0", "12", |band| {
            band.stray_light.cross_talk[0].strips[0].shift = 12;
        }),
        ("dark_counts of RED, TDI 02", "5", |band| {
            let all = band.uncertainties.get_mut(&TdiStages(2)).unwrap();
            all.dark_counts = ColumnFigures::ByColumn(vec![0.1; 5]);
        }),
        ("View_Dir", "[NaN, 0.0] at column 1", |band| {
            band.viewing_directions.get_mut(&TdiStages(2)).unwrap()[1] = [f64::NAN, 0.0];
        }),
    ];
    for (element, what, spoil) in cases {
        let found = only(|set| spoil(&mut set.bands[0]));
        assert_eq!((found.element.as_str(), found.found.as_str()), (*element, *what));
    }
}

#[test]
fn a_missing_band_and_missing_stages_are_found_though_the_set_itself_asks_for_neither() {
    let good = set();
    let mut poor = set();
    poor.bands.pop();
    poor.bands[0].stray_light.cross_talk.clear();
    let found = findings(&poor, &Needs { bands: vec!["RED".to_owned(), "NIR".to_owned()], ..Needs::of(&good) });
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["set.toml: bands: needed NIR, found only RED"]
    );
    let found = only(|set| {
        set.bands[1].responses.remove(&TdiStages(2));
    });
    assert_eq!(found.to_string(), "set.toml: TDI stages of NIR: needed 02, found only 01");
}

#[test]
fn a_set_for_another_time_line_time_or_codes_is_found() {
    let good = set();
    let asked = |needs: &dyn Fn(&mut Needs)| {
        let mut all = Needs::of(&good);
        needs(&mut all);
        findings(&good, &all).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        asked(&|needs| needs.moment = Some(instant("2020-02-01"))),
        [
            "set.toml: valid_to: needed a set that holds at 2020-02-01T00:00:00Z, found one expired on 2019-12-31T00:00:00Z"
        ]
    );
    assert_eq!(
        asked(&|needs| needs.moment = Some(instant("2018-02-01"))),
        [
            "set.toml: valid_from: needed a set that holds at 2018-02-01T00:00:00Z, found one not valid before 2019-01-01T00:00:00Z"
        ]
    );
    let other = InstrumentSettings { line_time_us: 801.0, ..settings() };
    assert_eq!(
        asked(&|needs| needs.settings = Some(other.clone())),
        ["set.toml: settings.line_time_us: needed a set for a line time of 801 µs, found one for 800 µs"]
    );
    let mut other = settings();
    other.bands.get_mut("NIR").unwrap().right.gain = 11;
    assert_eq!(
        asked(&|needs| needs.settings = Some(other.clone())),
        ["set.toml: settings.bands.NIR: needed gain codes 10 left and 11 right, offset codes 20 and 20, \
          found gain codes 10 left and 10 right, offset codes 20 and 20"]
    );
    assert_eq!(asked(&|needs| needs.lines = Some(2)).len(), 4, "two filters of each band have three rows");
}

#[test]
fn every_fault_of_the_manifest_and_of_what_is_common_is_found() {
    let cases: &[(&str, Spoil<ParameterSet>)] = &[
        ("manifest_version", |set| set.manifest.manifest_version = 2),
        ("valid_from, valid_to", |set| set.manifest.validity.swap(0, 1)),
        ("settings.line_time_us", |set| set.manifest.settings.line_time_us = 0.0),
        ("settings.bands.NIR", |set| {
            set.manifest.settings.bands.remove("NIR");
        }),
        ("Revolution_Eccentricity", |set| set.reflectance.eccentricity = 1.0),
        ("Maximum_Reflectance_Value", |set| set.reflectance.maximum_reflectance = f64::NAN),
        ("Remanence_Parameters", |set| set.processing.remanence_limits = [5.0, 5.0]),
        ("Cloud_Detection/Spectral_Band_Code", |set| set.processing.clouds.band = "B02".to_owned()),
    ];
    for (element, spoil) in cases {
        assert_eq!(only(spoil).element, *element);
    }
}

#[test]
fn a_set_without_bands_is_judged_without_a_crash() {
    let mut empty = set();
    empty.bands = Vec::new();
    let found = findings(&empty, &Needs::of(&empty));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(Needs::of(&empty).columns, 0);
}
