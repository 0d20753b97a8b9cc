//! Which files of an archive open a product.

use std::path::Path;

use super::venus_system::is_system_header_name;

/// Whether a file's name is that of the entry to a product: the main header of a VENµS product (raw, L0, L1A or L1) or the metadata of a MUSCATE one. The headers of
/// images, annexes and quick-looks inside a product are not entries.
pub fn is_product_entry(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_main_header = ["L1VALD", "L1NOTV", "L1VVIQ", "L1NVIQ"].iter().any(|kind| {
        // VE_<class>_VSC_<kind>_<site>_<date>.HDR; the parts inside a product name their own type first.
        let mut fields = name.splitn(4, '_');
        fields.next() == Some("VE")
            && fields.next().is_some_and(|class| class.len() == 4)
            && fields.next() == Some("VSC")
            && fields.next().is_some_and(|rest| rest.starts_with(kind))
    });
    let is_header = path.extension().is_some_and(|extension| extension == "HDR");
    (is_main_header && is_header) || is_system_header_name(path) || name.ends_with("_MTD_ALL.xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_main_headers_and_muscate_metadata_open_a_product() {
        for (name, expected) in [
            ("VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR", true),
            ("VE_VM01_VSC_L1NVIQ_ISRAEL03_20190204.HDR", true),
            ("VENUS-XS_20230116-112657-000_L1C_VILAINE_C_V3-1_MTD_ALL.xml", true),
            ("VE_VM01_VSC_PDTIMG_L1VALD_ISRAEL03_20190204.HDR", false),
            ("VE_VM01_VSC_PDTANX_L1VALD_ISRAEL03_20190204_CLA.HDR", false),
            ("VE_VM01_VSC_L1VALD_ISRAEL03_20190204.DBL.TIF", false),
            ("VE_TEST_VSC_0EVALD_SITE0001_20200301.HDR", true),
            ("VE_TEST_VSC_PDTIMG_0EVALD_SITE0001_20200301_B01.HDR", false),
            ("notes.txt", false),
            ("", false),
        ] {
            assert_eq!(is_product_entry(Path::new(name)), expected, "{name}");
        }
    }
}
