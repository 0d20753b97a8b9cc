//! Every file of a written product is valid by the mission's own schemas.

use std::process::Command;

use viq::product_files::venus_system::SystemLevel;

use super::samples::{product, written};
use crate::shared_data::shared;
use crate::skipping::skipped;

#[test]
fn every_header_of_every_level_is_valid_by_the_interface_documents_schemas() {
    let Some(schemas) = shared("venus_icd/schemas/Venus") else { return };
    if Command::new("xmllint").arg("--version").output().is_err() {
        skipped("no xmllint");
        return;
    }
    for level in SystemLevel::ALL {
        let folder = tempfile::tempdir().unwrap();
        let product = product(level);
        let header = written(&folder.path().join("product"), &product, 16);
        let inventoried = level == SystemLevel::Inventoried;
        let data = header.with_extension("DBL.DIR");
        let image = |channel: &str| data.join(format!("{}.HDR", product.identifier.image(channel)));
        let mut files = vec![
            (
                header.clone(),
                if inventoried { "VE_VSC_PDTINV_InventoriedRawProduct.xsd" } else { "VE_VSC_PDTSYS_SystemProduct.xsd" },
            ),
            (
                data.join("PRIVATE").join(format!("{}.EEF", product.identifier.private())),
                if inventoried {
                    "VE_TEC_PDTINV_InventoriedRawProductTechnicalData.xsd"
                } else {
                    "VE_TEC_PDTSYS_SystemProductTechnicalData.xsd"
                },
            ),
        ];
        let masks: &[&str] = if level == SystemLevel::L1A { &["SAT", "PIX"] } else { &[] };
        for channel in product.bands.iter().map(|band| band.name.as_str()).chain(masks.iter().copied()) {
            files.push((image(channel), "VE_VSC_PDTIMG_ImageProduct.xsd"));
        }
        for (file, schema) in files {
            let mut xmllint = Command::new("xmllint");
            xmllint.args(["--noout", "--nonet", "--noent", "--schema"]).arg(schemas.join(schema)).arg(&file);
            let outcome = xmllint.output().unwrap();
            let said = String::from_utf8_lossy(&outcome.stderr);
            assert!(outcome.status.success(), "{}: {schema}: {said}", file.display());
        }
    }
}
