//! `GIP_REFLEC`: from radiance to reflectance.
//!
//! Source: `VE_GIP_REFLEC_ReflectProcess.xsd` 0.40 and its annotations.

use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::ReflectanceParameters;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::attribute_is;
use crate::product_files::xml_writer::XmlWriter;

impl ParameterContent for ReflectanceParameters {
    const KIND: VenusFileKind = VenusFileKind::Reflectance;

    fn read(source: &ParameterSource, _settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let rotation = block.get("Earth_Sun_Distance_Parameters/Mean_Rotation_Speed")?;
        attribute_is(&rotation, "unit", "rad/day")?;
        Ok(Self {
            mean_rotation_rad_per_day: rotation.number()?,
            eccentricity: block.get("Earth_Sun_Distance_Parameters/Revolution_Eccentricity")?.number()?,
            reference_day: block.get("Earth_Sun_Distance_Parameters/T0_Day")?.number()?,
            maximum_reflectance: block.get("Maximum_Reflectance_Value")?.number()?,
        })
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.parent("Earth_Sun_Distance_Parameters", &[], |xml| {
            xml.leaf("Mean_Rotation_Speed", &[("unit", "rad/day")], self.mean_rotation_rad_per_day);
            xml.leaf("Revolution_Eccentricity", &[], self.eccentricity);
            xml.leaf("T0_Day", &[], self.reference_day);
        });
        xml.leaf("Maximum_Reflectance_Value", &[], self.maximum_reflectance);
    }
}
