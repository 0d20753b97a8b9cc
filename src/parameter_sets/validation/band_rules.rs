//! Rules of one band whatever its TDI stages, and of what holds for all bands.

use super::finding::Findings;
use super::needs::Needs;
use super::range_rules::range_rules;
use crate::instrument::radiometry::SpectralTable;
use crate::parameter_sets::{BandParameters, ParameterSet};

/// Largest difference between the width of a spectral table and its steps, in steps.
const WIDTH_TOLERANCE_STEPS: f64 = 0.5;

pub(super) fn band_rules(band: &BandParameters, needs: &Needs, found: &mut Findings<'_>) {
    let name = band.band.as_str();
    let mut file = found.in_file("REMANE", name, None);
    range_rules(&mut file, "H_Function", needs.columns, band.remanence.iter().map(|function| function.columns));
    for function in &band.remanence {
        let samples = &function.samples;
        let element = format!("H_Function from column {}", function.columns.first);
        if samples.is_empty() {
            file.add(&element, "at least one sample", "none");
        }
        if let Some(pair) = samples.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            file.add(&element, "samples of rising counts (sk)", format!("{} before {}", pair[0].0, pair[1].0));
        }
        if let Some((counts, left)) = samples.iter().find(|(_, left)| !(left.is_finite() && *left >= 0.0)) {
            file.add(&element, "a remanence, zero or above", format!("{left} for {counts}"));
        }
    }

    let mut file = found.in_file("POLART", name, None);
    if !(0.0..=1.0).contains(&band.polarisation.ratio) {
        file.add("Polarization_Sensitivity_Ratio", "a ratio, 0 to 1", band.polarisation.ratio);
    }
    let angle_deg = band.polarisation.angle.degrees();
    if !(0.0..=180.0).contains(&angle_deg) {
        file.add("Polarization_Sensitivity_Angle", "an angle, 0° to 180°", format!("{angle_deg}°"));
    }

    let mut file = found.in_file("SPECSE", name, None);
    let irradiance = band.spectral.solar_irradiance_w_m2_um;
    if !(irradiance.is_finite() && irradiance > 0.0) {
        file.add("Mean_Solar_Irradiance", "an irradiance above zero", irradiance);
    }
    if band.spectral.tables.is_empty() {
        file.add("List_of_Spectral_Tables", "at least one table", "none");
    }
    range_rules(&mut file, "Spectral_Table", needs.columns, band.spectral.tables.iter().map(|table| table.columns));
    for table in &band.spectral.tables {
        if let Some((needed, what)) = flaw_of(table) {
            file.add(format!("Spectral_Table from column {}", table.columns.first), needed, what);
        }
    }
}

fn flaw_of(table: &SpectralTable) -> Option<(String, String)> {
    let SpectralTable { first_wavelength_um, bandwidth_um, step_um, sensitivities, .. } = table;
    if !(first_wavelength_um.is_finite() && *first_wavelength_um > 0.0) {
        return Some(("a wavelength above zero".to_owned(), first_wavelength_um.to_string()));
    }
    if !(step_um.is_finite() && *step_um > 0.0) {
        return Some(("a step of wavelength above zero".to_owned(), step_um.to_string()));
    }
    if let Some(value) = sensitivities.iter().find(|value| !value.is_finite()) {
        return Some(("finite sensitivities".to_owned(), value.to_string()));
    }
    let width = sensitivities.len().saturating_sub(1) as f64 * step_um;
    let off = (bandwidth_um - width).abs();
    if off.is_nan() || off > WIDTH_TOLERANCE_STEPS * step_um {
        let needed = format!("a width of {width} µm, from the first to the last of {} samples", sensitivities.len());
        return Some((needed, format!("{bandwidth_um} µm")));
    }
    // A response that is nowhere above zero has no mean wavelength.
    let sum: f64 = sensitivities.iter().map(|value| f64::from(*value)).sum();
    (sum <= 0.0).then(|| ("sensitivities with a sum above zero".to_owned(), sum.to_string()))
}

pub(super) fn common_rules(set: &ParameterSet, found: &mut Findings<'_>) {
    let reflectance = &set.reflectance;
    let mut file = found.in_file("REFLEC", "", None);
    if !(0.0..1.0).contains(&reflectance.eccentricity) {
        file.add("Revolution_Eccentricity", "an eccentricity, 0 to below 1", reflectance.eccentricity);
    }
    let figures = [
        ("Mean_Rotation_Speed", reflectance.mean_rotation_rad_per_day),
        ("Maximum_Reflectance_Value", reflectance.maximum_reflectance),
    ];
    for (element, value) in figures {
        if !(value.is_finite() && value > 0.0) {
            file.add(element, "a number above zero", value);
        }
    }
    if !reflectance.reference_day.is_finite() {
        file.add("T0_Day", "a finite number", reflectance.reference_day);
    }
    let processing = &set.processing;
    let mut file = found.in_file("RADIOV", "", None);
    let limits =
        [("Remanence_Parameters", processing.remanence_limits), ("Final_Output_Clipping", processing.output_limits)];
    for (element, [least, greatest]) in limits {
        if least.is_nan() || greatest.is_nan() || least >= greatest {
            file.add(element, "a minimum below its maximum", format!("{least} and {greatest}"));
        }
    }
    if set.band(&processing.clouds.band).is_none() {
        file.add("Cloud_Detection/Spectral_Band_Code", "a band of the set", &processing.clouds.band);
    }
}
