//! `GIP_PHGAIN` and `GIP_NOISMO`: Ak and noise of all bands, by number of TDI stages.
//!
//! Source: `VE_GIP_PHGAIN_PhysicalGainData.xsd` and `VE_GIP_NOISMO_NoiseModel.xsd` 0.40.

use std::collections::BTreeMap;

use super::elements::{add_lengths, by_band, lengths, lengths_text, not_negative};
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::NoiseModel;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::numbered;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

/// A figure for each band and number of TDI stages, in the order of the file.
type ByBandAndLength<T> = Vec<(String, BTreeMap<TdiStages, T>)>;

/// Ak of each band and number of TDI stages, counts per W·m⁻²·sr⁻¹·µm⁻¹.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PhysicalGains(pub Vec<(String, BTreeMap<TdiStages, f64>)>);

/// Noise of each band and number of TDI stages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoiseModels(pub Vec<(String, BTreeMap<TdiStages, NoiseModel>)>);

/// Names of the elements, from the outermost inwards.
struct Names {
    bands: [&'static str; 2],
    lengths: [&'static str; 2],
}

const GAIN: Names = Names {
    bands: ["List_of_Band_Physical_Gains", "Band_Physical_Gain"],
    lengths: ["List_of_TDI_Physical_Gains", "TDI_Physical_Gain"],
};

const NOISE: Names = Names {
    bands: ["List_of_Band_Noise_Models", "Band_Noise_Model"],
    lengths: ["List_of_TDI_Noise_Models", "TDI_Noise_Model"],
};

impl ParameterContent for PhysicalGains {
    const KIND: VenusFileKind = VenusFileKind::PhysicalGains;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        read(source, settings, &GAIN, |place| not_negative(&place.get("Physical_Gain")?)).map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        write(xml, &self.0, &GAIN, |xml, gain| xml.leaf("Physical_Gain", &[], gain));
    }
}

impl ParameterContent for NoiseModels {
    const KIND: VenusFileKind = VenusFileKind::NoiseModels;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let noise = |place: &XmlPlace<'_>| {
            Ok(NoiseModel { a: place.get("A_coefficient")?.number()?, b: place.get("B_coefficient")?.number()? })
        };
        read(source, settings, &NOISE, noise).map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        write(xml, &self.0, &NOISE, |xml, noise| {
            xml.leaf("A_coefficient", &[], noise.a);
            xml.leaf("B_coefficient", &[], noise.b);
        });
    }
}

fn read<T: Clone>(
    source: &ParameterSource,
    settings: &ParameterFileSettings,
    names: &Names,
    figure: impl Fn(&XmlPlace<'_>) -> Result<T, ProductError>,
) -> Result<ByBandAndLength<T>, ProductError> {
    let block = source.document.root().get("Data_Block")?;
    by_band(numbered(&block, names.bands[0], names.bands[1])?, settings.form, |band| {
        let mut figures = BTreeMap::new();
        for item in numbered(band, names.lengths[0], names.lengths[1])? {
            let listed = item.get("TDI_Configuration_Values")?;
            add_lengths(&mut figures, &listed, lengths(&listed, settings.form)?, &figure(&item)?)?;
        }
        Ok(figures)
    })
}

fn write<T>(xml: &mut XmlWriter, figures: &ByBandAndLength<T>, names: &Names, figure: impl Fn(&mut XmlWriter, &T)) {
    xml.list(names.bands[0], names.bands[1], figures, |xml, (band, figures)| {
        xml.leaf("Band_Code", &[], band);
        let figures: Vec<_> = figures.iter().collect();
        xml.list(names.lengths[0], names.lengths[1], &figures, |xml, (length, value)| {
            xml.leaf("TDI_Configuration_Values", &[], lengths_text(&[**length]));
            figure(xml, value);
        });
    });
}
