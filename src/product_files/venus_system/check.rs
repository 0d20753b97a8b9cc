//! What a description must hold before it is written: one that breaks these rules would give files that nobody reads back.

use std::path::Path;

use super::identifier::{SystemLevel, is_word};
use super::record::{SampleKind, SystemProduct};
use crate::product_files::error::ProductError;

/// Bands of a mask: its samples have 16 bits.
const MASK_BANDS: usize = 16;

/// Longest name of a band: it becomes a part of file names.
const BAND_NAME: usize = 8;

/// Checks a description; `path` is the file that errors name.
///
/// # Errors
/// [`ProductError::Element`] naming the element of the header, what was needed and what was found.
pub(super) fn check(path: &Path, product: &SystemProduct) -> Result<(), ProductError> {
    let refuse = |element: &str, needed: &str, found: String| {
        Err(ProductError::Element {
            path: path.to_path_buf(),
            element: element.to_owned(),
            needed: needed.to_owned(),
            found,
        })
    };
    let level = product.level();
    if product.bands.is_empty() {
        return refuse("List_of_Image_Files", "at least one band", "none".to_owned());
    }
    for (index, band) in product.bands.iter().enumerate() {
        let name = band.name.as_str();
        if name.is_empty() || name.len() > BAND_NAME || !is_word(name) || matches!(name, "SAT" | "PIX") {
            return refuse("Band", "1 to 8 capitals, digits or underscores, and no mask's name", format!("\"{name}\""));
        }
        if product.bands.iter().take(index).any(|other| other.name == name) {
            return refuse("Band", "each band once", name.to_owned());
        }
        if !product.settings.bands.contains_key(name) {
            return refuse(
                "Acquisition_Tech_Params_Set",
                &format!("gain and offset codes of {name}"),
                "none".to_owned(),
            );
        }
        if band.tdi.0 > 99 {
            return refuse("TDI_Configuration_Values", "stages of two digits", band.tdi.0.to_string());
        }
    }
    if level == SystemLevel::L1A && product.bands.len() > MASK_BANDS {
        let found = product.bands.len().to_string();
        return refuse("List_of_Mask_Files", &format!("at most {MASK_BANDS} bands, one a bit of the masks"), found);
    }
    if product.lines == 0 || product.useful_columns == 0 {
        let found = format!("{} lines × {} useful columns", product.lines, product.useful_columns);
        return refuse("Image_Information/Size", "at least one line and one useful column", found);
    }
    if !level.has_scan_columns() && product.pre_scan + product.post_scan > 0 {
        let found = format!("{} and {}", product.pre_scan, product.post_scan);
        return refuse(
            "Pre_Post_Scan_Pixels",
            &format!("no pre- and post-scan columns at level {}", level.word()),
            found,
        );
    }
    let fits = match product.samples {
        SampleKind::Counts { significant_bits } => level.holds_counts() && (1..=16).contains(&significant_bits),
        SampleKind::Values => !level.holds_counts(),
    };
    if !fits {
        let needed = "counts of 1 to 16 bits, and values at level L1A alone";
        return refuse(
            "Image_Information/Data_Type",
            needed,
            format!("{:?} at level {}", product.samples, level.word()),
        );
    }
    if level != SystemLevel::Inventoried && product.private.raw_product.is_none() {
        return refuse("Used_InventoriedRaw_Product_Id", "the raw product that it was made from", "none".to_owned());
    }
    if product.settings.line_time_us <= 0.0 {
        return refuse("Datation_Line_Model/Te", "a line time above zero", product.settings.line_time_us.to_string());
    }
    if !is_site(&product.site) {
        let needed = "a site such as VE_TEST_MPL_SITDEF_S_SITE0001";
        return refuse("Reference_SiteDefinition_Id", needed, format!("\"{}\"", product.site));
    }
    let carried = &product.carried;
    if let Some(site) = carried.further_sites.iter().find(|site| !is_site(site)) {
        return refuse("List_of_Covered_Sites", "sites such as VE_TEST_MPL_SITDEF_S_SITE0001", format!("\"{site}\""));
    }
    if !(1..=9999).contains(&carried.file_version) {
        return refuse("File_Version", "a version from 1 to 9999", carried.file_version.to_string());
    }
    match figures(product).into_iter().find(|(_, figure)| !figure.is_finite()) {
        Some((element, figure)) => refuse(element, "a finite number", figure.to_string()),
        None => Ok(()),
    }
}

/// `VE_cccc_MPL_SITDEF_t_nnnnnnnn`.
fn is_site(text: &str) -> bool {
    let parts = text.split_once("_MPL_SITDEF_");
    parts.is_some_and(|(beginning, rest)| {
        beginning.len() == 7
            && beginning.starts_with("VE_")
            && is_word(beginning)
            && rest.len() == 10
            && rest.starts_with(['S', 'C', 'T', 'M', 'O', 'P', 'A'])
            && rest.as_bytes().get(1) == Some(&b'_')
            && is_word(rest)
    })
}

/// Every figure of the headers with its element.
fn figures(product: &SystemProduct) -> Vec<(&'static str, f64)> {
    let (geometry, private) = (&product.geometry, &product.private);
    let mut figures = vec![
        ("Datation_Line_Model/Te", product.settings.line_time_us),
        ("Cloud_Percentage", product.cloud_percentage.unwrap_or_default()),
    ];
    let mut add = |element, values: &[f64]| figures.extend(values.iter().map(|value| (element, *value)));
    for (element, known) in private.figures() {
        add(element, &known.unwrap_or_default());
    }
    add("Product_Sampling", &geometry.sampling_m);
    add("Viewing_Angles_In_Satellite_Frame", &geometry.in_satellite_frame_deg.unwrap_or_default());
    for (_, place) in geometry.places_deg.named().into_iter().chain([("", geometry.places_deg.centre)]) {
        add("Useful_Image_Geo_Coverage", &place);
    }
    let views = geometry.views.values().map(|view| ("List_of_Viewing_Angles", view));
    for (element, everywhere) in views.chain([("Solar_Angles", &geometry.sun)]) {
        for (_, direction) in everywhere.named().into_iter().chain([("", everywhere.centre)]) {
            add(element, &[direction.zenith.degrees(), direction.azimuth.degrees()]);
        }
    }
    for band in &product.bands {
        add("Datation_Line_Model", &[band.datation.reference_line, band.datation.reference_mjd_days]);
        add("Ak", &[band.ak.unwrap_or_default()]);
        add("Polarization_Coefficient", &[band.polarisation_coefficient.unwrap_or_default()]);
    }
    figures
}
