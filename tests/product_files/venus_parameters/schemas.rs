//! Every file that is written is valid by the mission's own schemas.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use viq::product_files::parameter_set_folder::{CarriedFile, SetWriting, write_parameter_set};
use viq::product_files::venus_geometry::{ArrayTransformation, Transformation};
use viq::product_files::venus_parameters::{
    AppliesTo, FileOrigin, GeometricProcessing, ParameterFileSettings, ParameterHeader, RefinedParameters,
    SensorMounting, VenusParameterFile,
};
use viq::supervision::Supervision;
use viq::units::UtcInstant;

use super::blocks::{geometric_processing, refined_parameters};
use super::sample_set::Sample;
use crate::shared_data::shared;
use crate::skipping::skipped;

/// A mounting with different figures everywhere.
pub(super) fn mounting() -> SensorMounting {
    let transformation = |number: usize| Transformation {
        turns_rad: [1e-3 * number as f64, -2.5e-4 / (1.0 + number as f64), 1e-7],
        order: [2, 0, 1],
        homothety_z: 1.0 + 1e-5 * number as f64,
    };
    SensorMounting {
        instrument: transformation(100),
        units: std::array::from_fn(transformation),
        arrays: std::array::from_fn(|index| ArrayTransformation {
            unit: (index % 4 + 1) as u8,
            transformation: Transformation { homothety_z: 1.0, ..transformation(index + 10) },
        }),
    }
}

/// The carried files of a set.
pub(super) fn carried() -> Vec<CarriedFile> {
    vec![
        CarriedFile::SensorMounting(Box::new(mounting())),
        CarriedFile::RefinedParameters(RefinedParameters(refined_parameters())),
        CarriedFile::GeometricProcessing(GeometricProcessing(geometric_processing())),
    ]
}

/// The schema of each kind of file, by the six letters of the kind.
fn schema_of(schemas: &Path, kind: &str) -> PathBuf {
    let names = std::fs::read_dir(schemas).unwrap().map(|entry| entry.unwrap().path());
    let prefix = format!("VE_GIP_{kind}_");
    let mut found: Vec<PathBuf> =
        names.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(&prefix)).collect();
    assert_eq!(found.len(), 1, "schemas of {kind}");
    found.remove(0)
}

fn validate(schema: &Path, files: &[PathBuf]) {
    let mut xmllint = Command::new("xmllint");
    xmllint.args(["--noout", "--nonet", "--noent", "--schema"]).arg(schema).args(files);
    let outcome = xmllint.output().unwrap();
    let said = String::from_utf8_lossy(&outcome.stderr);
    assert!(outcome.status.success(), "{}", said.chars().take(3000).collect::<String>());
}

/// The schemas, where they and their checker are there.
fn schemas() -> Option<PathBuf> {
    let schemas = shared("venus_icd/schemas/Venus")?;
    if Command::new("xmllint").arg("--version").output().is_err() {
        skipped("no xmllint");
        return None;
    }
    Some(schemas)
}

#[test]
fn every_file_of_a_whole_set_is_valid_by_its_schema() {
    let Some(schemas) = schemas() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let set = Sample::ONE_LENGTH.set();
    let created = UtcInstant::parse("2019-02-05T01:02:03").ok();
    let writing = SetWriting { created, replace: false, carried: &carried() };
    let written = write_parameter_set(&place, &set, &writing, &Supervision::unattended()).unwrap();
    let mut by_kind: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in &written.files {
        let extension = if matches!(file.kind.as_str(), "STRLGT" | "POLART") { "HDR" } else { "EEF" };
        by_kind.entry(file.kind.clone()).or_default().push(place.join(format!("{}.{extension}", file.identifier)));
    }
    // 12 of each kind that has one a band, one of each other.
    let kinds: BTreeMap<&str, usize> = by_kind.iter().map(|(kind, files)| (kind.as_str(), files.len())).collect();
    let one_a_band = ["DARKCU", "OUTORD", "POLART", "RELSEN", "STRLGT", "VIEDIR"].map(|kind| (kind, 12));
    let one = ["GEOVEN", "NOISMO", "PARREF", "PHGAIN", "RADIOV", "REFLEC", "REMANE", "SENGEO", "SPECSE"];
    assert_eq!(kinds, one_a_band.into_iter().chain(one.map(|kind| (kind, 1))).collect());
    for (kind, files) in by_kind {
        validate(&schema_of(&schemas, &kind), &files);
    }
}

#[test]
fn a_file_for_one_site_and_a_band_without_stray_light_are_valid_too() {
    let Some(schemas) = schemas() else { return };
    let folder = tempfile::tempdir().unwrap();
    let kind = viq::product_files::venus_geometry::VenusFileKind::StrayLight;
    let header = ParameterHeader {
        kind,
        class: "VM01".to_owned(),
        applies_to: AppliesTo::site("ISRAEL03", "VE_VM01_MPL_SITDEF_S_ISRAEL03"),
        serial: 99_999,
        validity: [None, UtcInstant::parse("2020-10-31T23:59:59").ok()],
        band: Some("B12".to_owned()),
        tdi: Vec::new(),
        version: 9999,
        notes: "a < b & c".to_owned(),
        origin: FileOrigin {
            system: "VIP".to_owned(),
            creator: "test".to_owned(),
            creator_version: "1".to_owned(),
            created: None,
        },
    };
    let file = VenusParameterFile { header, content: viq::instrument::radiometry::StrayLight::default() };
    let settings = ParameterFileSettings::default();
    let written = file.write(folder.path(), &settings, &Supervision::unattended()).unwrap();
    assert_eq!(written, ["VE_VM01_GIP_STRLGT_S_ISRAEL03_99999_00000000_20201031_B12.HDR"]);
    let path = folder.path().join(&written[0]);
    assert_eq!(VenusParameterFile::read(&path, &settings).unwrap(), file);
    validate(&schema_of(&schemas, "STRLGT"), &[path]);
}
