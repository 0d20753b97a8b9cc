//! Headers that the library writes: read back as they were, and valid against the mission's own schema.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use viq::instrument::DETECTOR_UNITS;
use viq::instrument::{SpectralBand, View};
use viq::product_files::venus_l1::{parse_header, read_header, write_header};
use viq::product_files::{Georeference, Level, ParameterFile, Product, QualityIndex, SunAngles};
use viq::units::{Angle, UtcInstant};

use crate::shared_data::shared;

/// A complete synthetic product of `lines` by `columns` pixels.
pub(crate) fn synthetic_product(lines: usize, columns: usize) -> Product {
    let bands = DETECTOR_UNITS.iter().enumerate().map(|(index, unit)| SpectralBand {
        name: format!("B{:02}", index + 1),
        centre_nm: Some(420.0 + 40.0 * index as f64),
        ak: Some(f64::from(204 + 103 * index as u32) / 1000.0),
        polarisation_coefficient: Some(-0.001),
        detector_unit: Some(*unit),
        reflectance_per_code: Some(0.001),
    });
    let views = (1..=4).map(|unit| View {
        detector_unit: unit,
        zenith: Angle::from_degrees(12.0 + 0.4 * f64::from(unit)),
        azimuth: Angle::from_degrees(170.0),
    });
    Product {
        identifier: "VE_TEST_VSC_L1VALD_SYNTH_01_20200102".to_owned(),
        level: Level::L1,
        site: Some("SYNTH_01".to_owned()),
        acquisition: Some(UtcInstant::parse("2020-01-02T10:11:12").unwrap()),
        orbit: Some(1234),
        sun: Some(SunAngles { zenith: Angle::from_degrees(40.5), azimuth: Angle::from_degrees(150.25) }),
        views: views.collect(),
        bands: bands.collect(),
        flags: BTreeMap::from([("Equalization".to_owned(), true), ("Restoration".to_owned(), false)]),
        quality_indexes: vec![QualityIndex {
            code: "IMAGE_RESIDUES_INTERDETECTORS".to_owned(),
            band: Some("B05".to_owned()),
            value: Some(0.25),
            text: "0.25".to_owned(),
        }],
        parameter_files: vec![ParameterFile {
            nature: "GIP_PHGAIN".to_owned(),
            name: "VE_OPER_GIP_PHGAIN_L_ALLSITES_00007_20170801_99991231".to_owned(),
        }],
        georeference: Some(Georeference {
            crs: "EPSG:32636".to_owned(),
            geotransform: [700000.0, 5.0, 0.0, 3600000.0, 0.0, -5.0],
            footprint: vec![vec![[35.1, 32.6], [35.1, 32.4], [35.3, 32.4], [35.3, 32.6], [35.1, 32.6]]],
        }),
        lines,
        columns,
        synthetic: true,
        files: Vec::new(),
    }
}

fn assert_close(a: Angle, b: Angle) {
    assert!((a.degrees() - b.degrees()).abs() < 1e-9, "{a:?} {b:?}");
}

#[test]
fn a_written_header_is_read_back_as_it_was() {
    let product = synthetic_product(300, 200);
    let header = parse_header(Path::new("written.HDR"), &write_header(&product)).unwrap();
    let read = header.product;
    assert_eq!(read.identifier, product.identifier);
    assert_eq!((read.site, read.orbit), (product.site, product.orbit));
    assert_eq!(read.acquisition, product.acquisition);
    assert_eq!(read.bands, product.bands);
    assert_eq!(read.quality_indexes, product.quality_indexes);
    assert_eq!(read.parameter_files, product.parameter_files);
    assert_eq!((read.lines, read.columns, read.synthetic), (300, 200, true));
    assert_close(read.sun.unwrap().zenith, product.sun.unwrap().zenith);
    assert_close(read.sun.unwrap().azimuth, product.sun.unwrap().azimuth);
    assert_eq!(read.views.len(), 4);
    for (a, b) in read.views.iter().zip(&product.views) {
        assert_eq!(a.detector_unit, b.detector_unit);
        assert_close(a.zenith, b.zenith);
    }
    assert!(read.flags["Equalization"]);
    assert_eq!(read.flags.len(), 9);
    assert_eq!(read.georeference, product.georeference);
    assert_eq!(header.channels.unwrap()[11..], ["B12", "SAT", "PIX", "CLD"]);
    assert_eq!(header.significant_bits, 10);
}

/// Validates a header against the schema of the interface document; does nothing where schema or validator are absent.
fn assert_valid(text: &str) {
    let Some(schema) = shared("venus_icd/schemas/Venus/VE_VSC_PDT_L1_L1PublishedProduct.xsd") else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        crate::skipping::skipped("no xmllint");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written.HDR");
    std::fs::write(&path, text).unwrap();
    let output = Command::new("xmllint").args(["--noout", "--schema"]).arg(&schema).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_written_header_is_valid_by_the_missions_schema() {
    assert_valid(&write_header(&synthetic_product(300, 200)));
}

#[test]
fn the_real_header_written_anew_is_valid_and_says_the_same() {
    let Some(path) = shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR") else { return };
    let original = read_header(&path).unwrap().product;
    let text = write_header(&original);
    assert_valid(&text);
    let read = parse_header(&path, &text).unwrap().product;
    assert_eq!(read.bands, original.bands);
    assert_eq!(read.flags, original.flags);
    assert_eq!(read.quality_indexes, original.quality_indexes);
    assert_eq!(read.parameter_files, original.parameter_files);
    assert_eq!(read.georeference, original.georeference);
    assert_eq!((read.identifier, read.site, read.orbit), (original.identifier, original.site, original.orbit));
}
