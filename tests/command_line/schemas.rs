//! Headers of products held against the mission's own schemas.

use std::path::Path;
use std::process::Command;

use crate::running::files_below;
use crate::shared_data::shared;
use crate::skipping::skipped;

/// The schema of a file of a product, by the file's name.
fn schema_of(path: &str) -> Option<&'static str> {
    let kinds = [
        ("_VSC_PDTIMG_", "VE_VSC_PDTIMG_ImageProduct.xsd"),
        ("_VSC_0ESYNT_", "VE_VSC_PDTSYS_SystemProduct.xsd"),
        ("_VSC_1ASYNT_", "VE_VSC_PDTSYS_SystemProduct.xsd"),
        ("_TEC_LINDAT_", "VE_TEC_LINDAT_DatationLine.xsd"),
        ("_TEC_0ESYNT_", "VE_TEC_PDTSYS_SystemProductTechnicalData.xsd"),
        ("_TEC_1ASYNT_", "VE_TEC_PDTSYS_SystemProductTechnicalData.xsd"),
        ("_AUX_AOCDTA_", "VE_AUX_AOCDTA_AOCSData.xsd"),
        ("_AUX_GPSDTA_", "VE_AUX_GPSDTA_GPSData.xsd"),
        ("_AUX_VSCDTA_", "VE_AUX_VSCDTA_VSSCData.xsd"),
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    kinds.into_iter().find(|(part, _)| name.contains(part)).map(|(_, schema)| schema)
}

/// Holds every header below a folder against its schema, where schemas and their checker are there.
pub(crate) fn assert_headers_valid(folder: &Path) {
    let Some(schemas) = shared("venus_icd/schemas/Venus") else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        skipped("no xmllint");
        return;
    }
    let files = files_below(folder);
    let headers: Vec<&String> =
        files.iter().filter(|file| matches!(file.rsplit('.').next(), Some("HDR" | "EEF"))).collect();
    assert!(headers.len() >= 14, "{headers:?}");
    for file in headers {
        let schema = schemas.join(schema_of(file).unwrap_or_else(|| panic!("no schema of {file}")));
        let mut xmllint = Command::new("xmllint");
        let arguments = ["--noout", "--nonet", "--noent", "--schema"];
        let outcome = xmllint.args(arguments).arg(schema).arg(file).output().unwrap();
        let said = String::from_utf8_lossy(&outcome.stderr);
        assert!(outcome.status.success(), "{}", said.chars().take(2000).collect::<String>());
    }
}
