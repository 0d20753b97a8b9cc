//! `GIP_SPECSE`: spectral sensitivities of all bands. Its columns count from 1.
//!
//! Source: `VE_GIP_SPECSE_SpectralSensitivities.xsd` 0.40 and its annotations.

use super::elements::{by_band, column_range, not_negative, write_column_range};
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::{SpectralSensitivity, SpectralTable};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::numbered;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const ENDS: [&str; 2] = ["First_Column", "Last_Column"];

/// Spectral sensitivity of each band, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpectralSensitivities(pub Vec<(String, SpectralSensitivity)>);

impl ParameterContent for SpectralSensitivities {
    const KIND: VenusFileKind = VenusFileKind::SpectralSensitivities;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let bands = numbered(&block, "List_of_Band_Spectral_Sensitivities", "Band_Spectral_Sensitivity")?;
        by_band(bands, settings.form, |band| {
            let items = numbered(band, "List_of_Spectral_Tables", "Spectral_Table")?;
            Ok(SpectralSensitivity {
                solar_irradiance_w_m2_um: not_negative(&band.get("Mean_Solar_Irradiance")?)?,
                tables: items.iter().map(|item| table(item, settings)).collect::<Result<_, ProductError>>()?,
            })
        })
        .map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        let list = "List_of_Band_Spectral_Sensitivities";
        xml.list(list, "Band_Spectral_Sensitivity", &self.0, |xml, (band, spectral)| {
            xml.leaf("Band_Code", &[], band);
            xml.leaf("Mean_Solar_Irradiance", &[], spectral.solar_irradiance_w_m2_um);
            xml.list("List_of_Spectral_Tables", "Spectral_Table", &spectral.tables, |xml, table| {
                write_column_range(xml, ENDS, 1, table.columns);
                xml.leaf("First_Wavelength_Value", &[], table.first_wavelength_um);
                xml.leaf("Spectral_Bandwidth", &[], table.bandwidth_um);
                xml.leaf("Wavelength_Step", &[], table.step_um);
                let words: Vec<String> = table.sensitivities.iter().map(f32::to_string).collect();
                xml.leaf("Spectral_Sensitivities_List", &[], words.join(" "));
            });
        });
    }
}

fn table(item: &XmlPlace<'_>, settings: &ParameterFileSettings) -> Result<SpectralTable, ProductError> {
    let list = item.get("Spectral_Sensitivities_List")?;
    let mut sensitivities = Vec::new();
    for word in list.text().split_whitespace() {
        let value = word.parse().ok().filter(|value: &f32| value.is_finite());
        sensitivities.push(value.ok_or_else(|| {
            list.error(&format!(", number {}", sensitivities.len() + 1), "finite numbers", &format!("\"{word}\""))
        })?);
    }
    if sensitivities.is_empty() {
        return Err(list.error("", "at least one number", "none"));
    }
    Ok(SpectralTable {
        columns: column_range(item, ENDS, 1, settings)?,
        first_wavelength_um: item.get("First_Wavelength_Value")?.number()?,
        bandwidth_um: item.get("Spectral_Bandwidth")?.number()?,
        step_um: item.get("Wavelength_Step")?.number()?,
        sensitivities,
    })
}
