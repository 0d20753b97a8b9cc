//! What is written is read back as the same, to the last bit, whatever the figures.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use proptest::prelude::*;
use viq::instrument::radiometry::{
    ColumnRange, DarkSignal, Defect, DefectKind, NoiseModel, PolarisationSensitivity, ReflectanceParameters,
    RemanenceFunction, SpectralSensitivity, SpectralTable, Spike, TwoSlope, TwoSlopes,
};
use viq::instrument::{InstrumentModel, TdiStages};
use viq::product_files::venus_parameters::{
    AppliesTo, FileForm, FileOrigin, GeometricProcessing, NoiseModels, OutOfOrder, ParameterContent,
    ParameterFileSettings, ParameterHeader, PhysicalGains, RefinedParameters, RemanenceFunctions, SensorMounting,
    SpectralSensitivities, SpikePositions, VenusParameterFile, ViewingDirections,
};
use viq::units::Angle;

use super::blocks::{geometric_processing, refined_parameters};
use super::sample_set::Sample;
use super::schemas::mounting;

const COLUMNS: usize = 24;

fn header<T: ParameterContent>() -> ParameterHeader {
    let code = T::KIND.short_code();
    let lengths = matches!(code, "DARKCU" | "RELSEN" | "VIEDIR");
    let with_band = lengths || matches!(code, "OUTORD" | "STRLGT" | "POLART");
    ParameterHeader {
        kind: T::KIND,
        class: "TEST".to_owned(),
        applies_to: AppliesTo::all_sites(),
        serial: 7,
        validity: [None, None],
        band: with_band.then(|| "B07".to_owned()),
        tdi: if lengths { vec![TdiStages(4), TdiStages(16)] } else { Vec::new() },
        version: 1,
        notes: String::new(),
        origin: FileOrigin {
            system: "VIQ".to_owned(),
            creator: "tests".to_owned(),
            creator_version: "1".to_owned(),
            created: None,
        },
    }
}

fn settings(spike_positions: SpikePositions) -> ParameterFileSettings {
    ParameterFileSettings { form: FileForm::InterfaceDocument, columns: Some(COLUMNS), spike_positions }
}

/// Writes and reads back, by the quick way and, since a comment is more than it understands, by the tree.
fn back<T: ParameterContent + Debug + PartialEq + Clone>(content: &T, settings: &ParameterFileSettings) -> T {
    let file = VenusParameterFile { header: header::<T>(), content: content.clone() };
    let text = file.to_text(settings).unwrap();
    let path = Path::new("file");
    let read = VenusParameterFile::<T>::parse(path, &text, settings).unwrap();
    assert_eq!(read.header, file.header);
    let commented = text.replacen("</Specific_Product_Header>", "<!-- a remark --></Specific_Product_Header>", 1);
    assert_ne!(commented, text);
    assert_eq!(VenusParameterFile::<T>::parse(path, &commented, settings).unwrap(), read);
    read.content
}

/// Any finite number, of any size.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO, -2000.0..2000.0]
}

fn not_negative() -> impl Strategy<Value = f64> {
    number().prop_map(f64::abs)
}

fn range() -> impl Strategy<Value = ColumnRange> {
    (0..COLUMNS, 0..COLUMNS).prop_map(|(one, other)| ColumnRange::new(one.min(other), one.max(other)))
}

fn spikes() -> impl Strategy<Value = Vec<Spike>> {
    let figures = (not_negative(), proptest::array::uniform4(number()), proptest::array::uniform2(number()));
    proptest::collection::btree_map(0..COLUMNS, figures, 0..5).prop_map(|spikes| {
        let spike = |(column, (threshold, polynomial, linear))| Spike { column, threshold, polynomial, linear };
        spikes.into_iter().map(spike).collect()
    })
}

fn stages() -> impl Strategy<Value = TdiStages> {
    proptest::sample::select(vec![TdiStages(1), TdiStages(4), TdiStages(8), TdiStages(16), TdiStages(32)])
}

fn of_bands<T: Debug + Clone>(
    one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(String, BTreeMap<TdiStages, T>)>> {
    proptest::collection::vec(proptest::collection::btree_map(stages(), one, 1..5), 12).prop_map(|figures| {
        figures.into_iter().enumerate().map(|(index, figures)| (format!("B{:02}", index + 1), figures)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dark_signals(counts in proptest::collection::vec(not_negative(), COLUMNS), spikes in spikes(), from_one: bool) {
        let settings = settings(if from_one { SpikePositions::FromOne } else { SpikePositions::FromZero });
        let dark = DarkSignal { counts, spikes };
        prop_assert_eq!(back(&dark, &settings), dark);
    }

    #[test]
    fn two_slopes(rows in proptest::collection::vec((number(), number(), number()), COLUMNS)) {
        let slopes: TwoSlopes = rows.into_iter().map(|(a1, a2, knee)| TwoSlope { a1, a2, knee }).collect();
        prop_assert_eq!(back(&slopes, &settings(SpikePositions::FromZero)), slopes);
    }

    #[test]
    fn viewing_directions(rows in proptest::collection::vec(proptest::array::uniform2(number()), COLUMNS)) {
        let directions = ViewingDirections(rows);
        prop_assert_eq!(back(&directions, &settings(SpikePositions::FromZero)), directions);
    }

    #[test]
    fn defects(all in proptest::collection::btree_map(
        stages(),
        proptest::collection::vec((range(), proptest::sample::select(DefectKind::ALL.to_vec())), 0..6),
        0..5,
    )) {
        let all = all.into_iter().map(|(tdi, defects)| {
            let mut defects: Vec<Defect> =
                defects.into_iter().map(|(columns, kind)| Defect { columns, kind }).collect();
            defects.sort_by_key(|defect| defect.columns);
            (tdi, defects)
        });
        let all = OutOfOrder(all.collect());
        prop_assert_eq!(back(&all, &settings(SpikePositions::FromZero)), all);
    }

    #[test]
    fn gains_and_noise(
        gains in of_bands(not_negative()),
        noise in of_bands((number(), number()).prop_map(|(a, b)| NoiseModel { a, b })),
    ) {
        let settings = settings(SpikePositions::FromZero);
        prop_assert_eq!(back(&PhysicalGains(gains.clone()), &settings).0, gains);
        prop_assert_eq!(back(&NoiseModels(noise.clone()), &settings).0, noise);
    }

    #[test]
    fn remanence(
        one in (range(), any::<i64>(), proptest::collection::btree_map(any::<i64>(), not_negative(), 1..9)),
    ) {
        let (columns, sampling_step, samples) = one;
        let function = RemanenceFunction { columns, sampling_step, samples: samples.into_iter().collect() };
        let all = RemanenceFunctions(vec![("B03".to_owned(), vec![function]), ("B04".to_owned(), Vec::new())]);
        prop_assert_eq!(back(&all, &settings(SpikePositions::FromZero)), all);
    }

    #[test]
    fn spectra(
        irradiance in not_negative(),
        figures in proptest::array::uniform3(number()),
        columns in range(),
        sensitivities in proptest::collection::vec(proptest::num::f32::NORMAL | proptest::num::f32::SUBNORMAL, 1..20),
    ) {
        let [first_wavelength_um, bandwidth_um, step_um] = figures;
        let table = SpectralTable { columns, first_wavelength_um, bandwidth_um, step_um, sensitivities };
        let one = SpectralSensitivity { solar_irradiance_w_m2_um: irradiance, tables: vec![table] };
        let all = SpectralSensitivities(vec![("B01".to_owned(), one)]);
        prop_assert_eq!(back(&all, &settings(SpikePositions::FromZero)), all);
    }

    #[test]
    fn reflectance(figures in proptest::array::uniform4(number())) {
        let [mean_rotation_rad_per_day, eccentricity, reference_day, maximum_reflectance] = figures;
        let parameters =
            ReflectanceParameters { mean_rotation_rad_per_day, eccentricity, reference_day, maximum_reflectance };
        prop_assert_eq!(back(&parameters, &settings(SpikePositions::FromZero)), parameters);
    }

    /// The file has degrees, the program radians: what comes from degrees goes back to the same.
    #[test]
    fn polarisation(ratio in 0.0..1.0_f64, degrees in 0.0..180.0_f64) {
        let parameters = PolarisationSensitivity { ratio, angle: Angle::from_degrees(degrees) };
        prop_assert_eq!(back(&parameters, &settings(SpikePositions::FromZero)), parameters);
    }
}

#[test]
fn degrees_are_written_as_they_were_typed() {
    let parameters = PolarisationSensitivity { ratio: 0.02, angle: Angle::from_degrees(45.1) };
    let file = VenusParameterFile { header: header::<PolarisationSensitivity>(), content: parameters };
    let text = file.to_text(&ParameterFileSettings::default()).unwrap();
    assert!(
        text.contains(r#"<Polarization_Sensitivity_Angle unit="deg">45.1</Polarization_Sensitivity_Angle>"#),
        "{text}"
    );
}

#[test]
fn processing_and_mounting_come_back_and_carried_blocks_lose_nothing() {
    let settings = ParameterFileSettings::default();
    let set = Sample::SMALL.set();
    let mut processing = set.processing;
    processing.clouds.band = "B02".to_owned();
    assert_eq!(back(&processing, &settings), processing);
    assert_eq!(back(&mounting(), &settings), mounting());
    let refined = RefinedParameters(refined_parameters());
    assert_eq!(back(&refined, &settings), refined);
    let geometric = GeometricProcessing(geometric_processing());
    let read = back(&geometric, &settings);
    assert_eq!(read, geometric);
    assert_eq!(read.refining_scenario(), Some("MODULE1_MODULE2"));
    assert_eq!(read.solar_grid_altitudes_m(), Some(vec![3000.0, 8000.0]));
    assert_eq!(read.0.numbers("Default_Command_Parameters/Refining_Scenario"), None);
}

#[test]
fn the_mounting_of_whole_viewing_directions_turns_nothing_and_is_that_of_the_missions_instrument_alone() {
    let mut instrument = InstrumentModel::built_in().unwrap();
    let mounting = SensorMounting::without_turns(&instrument).unwrap();
    // Detector units of B01 to B12, by the mission's own list of the sets of detectors.
    assert_eq!(mounting.arrays.each_ref().map(|array| array.unit), [1, 1, 4, 4, 1, 4, 3, 3, 3, 2, 2, 2]);
    let arrays = mounting.arrays.iter().map(|array| &array.transformation);
    for transformation in arrays.chain(&mounting.units).chain([&mounting.instrument]) {
        assert_eq!((transformation.turns_rad, transformation.homothety_z), ([0.0; 3], 1.0));
    }
    assert_eq!(back(&mounting, &ParameterFileSettings::default()), mounting);
    instrument.bands[3].name = "GREEN".to_owned();
    assert_eq!(SensorMounting::without_turns(&instrument), None);
    instrument.bands.truncate(3);
    assert_eq!(SensorMounting::without_turns(&instrument), None);
}

#[test]
fn a_real_name_of_the_mission_belongs_to_its_header() {
    // The form of the parameter files listed in the real header of 2019-02-04: a validity until 9999-12-31.
    let mut header = ParameterHeader { class: "OPER".to_owned(), serial: 8, ..header::<DarkSignal>() };
    header.validity[0] = viq::units::UtcInstant::parse("2017-10-21").ok();
    header.band = Some("B01".to_owned());
    header.tdi = [1, 4, 8, 16, 32].map(TdiStages).to_vec();
    let name = "VE_OPER_GIP_DARKCU_L_ALLSITES_00008_20171021_99991231_B01_111101";
    assert_eq!(header.check_name(name), Ok(()));
    assert_eq!(header.identifier(), name.replace("99991231", "99999999"));
    assert!(header.check_name(&name.replace("20171021", "20171022")).is_err());
    assert!(header.check_name(&name.replace("111101", "111100")).is_err());
}
