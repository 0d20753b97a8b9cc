//! The files that the tests write are valid by the mission's own schemas.

use std::process::Command;

use super::synthetic_files::{
    attitude_text, line_dates_text, positions_text, sensor_model_text, viewing_directions_text, write,
};
use crate::shared_data::shared;
use crate::skipping::skipped;

#[test]
fn the_files_of_these_tests_are_valid_by_the_interface_documents_schemas() {
    let Some(schemas) = shared("venus_icd/schemas/Venus") else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        skipped("no xmllint");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (schema, text) in [
        ("VE_AUX_AOCDTA_AOCSData.xsd", attitude_text()),
        ("VE_AUX_GPSDTA_GPSData.xsd", positions_text()),
        ("VE_TEC_LINDAT_DatationLine.xsd", line_dates_text(5)),
        ("VE_GIP_SENGEO_SensorGeometricalModel.xsd", sensor_model_text()),
        ("VE_GIP_VIEDIR_ViewingDirections.xsd", viewing_directions_text(12)),
    ] {
        let file = write(folder.path(), &text);
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--noent", "--schema"]).arg(schemas.join(schema)).arg(&file);
        let outcome = xmllint.output().unwrap();
        let said = String::from_utf8_lossy(&outcome.stderr);
        assert!(outcome.status.success(), "{schema}: {said}");
    }
}
