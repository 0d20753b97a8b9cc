//! `GIP_POLART`: sensitivity of one band to polarised light. The file is a header alone; it names no further file.
//!
//! Source: `VE_GIP_POLART_PolarizationTables.xsd` 1.6 and its annotations.

use super::elements::between;
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::PolarisationSensitivity;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::{attribute_is, specific_header};
use crate::product_files::xml_writer::XmlWriter;
use crate::units::Angle;

impl ParameterContent for PolarisationSensitivity {
    const KIND: VenusFileKind = VenusFileKind::Polarisation;

    fn read(source: &ParameterSource, _settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = specific_header(&source.document.root())?.get("Polarization_Correction_Parameters")?;
        let angle = block.get("Polarization_Sensitivity_Angle")?;
        attribute_is(&angle, "unit", "deg")?;
        Ok(Self {
            ratio: between(&block.get("Polarization_Sensitivity_Ratio")?, 0.0, 1.0)?,
            angle: Angle::from_degrees(between(&angle, 0.0, 180.0)?),
        })
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.parent("Polarization_Correction_Parameters", &[], |xml| {
            xml.leaf("Polarization_Sensitivity_Ratio", &[], self.ratio);
            xml.leaf("Polarization_Sensitivity_Angle", &[("unit", "deg")], degrees(self.angle));
        });
    }
}

/// The degrees that read back as the same angle: of the neighbours that do, the one with the fewest digits. An angle that no degrees give is
/// written as the nearest.
fn degrees(angle: Angle) -> f64 {
    let nearest = angle.degrees();
    let candidates =
        [nearest, nearest.next_up(), nearest.next_down(), nearest.next_up().next_up(), nearest.next_down().next_down()];
    let same = candidates.into_iter().filter(|degrees| Angle::from_degrees(*degrees) == angle);
    same.min_by_key(|degrees| degrees.to_string().len()).unwrap_or(nearest)
}
