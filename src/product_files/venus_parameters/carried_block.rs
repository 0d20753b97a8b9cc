//! `GIP_PARREF` and `GIP_GEOVEN`: carried as they are. VIQ does not refine geometry by them, and loses nothing of them.
//!
//! Source: `VE_GIP_PARREF_ParametersToBeRefined.xsd` 0.40, `VE_GIP_GEOVEN_GeoVProcess.xsd` 1.11.

use std::path::Path;

use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_tree::{XmlDocument, XmlElement};
use crate::product_files::xml_writer::XmlWriter;

/// A data block as a tree of elements, attributes and texts; comments and the white space of the layout are not kept.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedBlock {
    block: XmlElement,
}

/// Which parameters of the geometry are refined, and how well they are known (`GIP_PARREF`).
#[derive(Debug, Clone, PartialEq)]
pub struct RefinedParameters(pub CarriedBlock);

/// How the geometric chain is run (`GIP_GEOVEN`).
#[derive(Debug, Clone, PartialEq)]
pub struct GeometricProcessing(pub CarriedBlock);

impl CarriedBlock {
    /// Reads a data block from its text, whose root is `Data_Block`.
    ///
    /// # Errors
    /// [`ProductError`] for a text that is no XML or has another root; `path` is named in it.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        let document = XmlDocument::parse(path, text)?;
        let root = document.root();
        if root.name() != "Data_Block" {
            return Err(root.error("", "the root Data_Block", root.name()));
        }
        Ok(Self { block: tidied(root.element()) })
    }

    /// The text of the first element at a path of names separated by `/`.
    pub fn text(&self, path: &str) -> Option<&str> {
        let mut element = &self.block;
        for name in path.split('/') {
            element = element.children.iter().find(|child| child.name == name)?;
        }
        Some(&element.text)
    }

    /// The numbers of the first element at a path; none where there is no such element or it holds anything else.
    pub fn numbers(&self, path: &str) -> Option<Vec<f64>> {
        self.text(path)?.split_whitespace().map(|word| word.parse().ok()).collect()
    }

    fn of(source: &ParameterSource) -> Result<Self, ProductError> {
        Ok(Self { block: tidied(source.document.root().get("Data_Block")?.element()) })
    }

    fn write(&self, xml: &mut XmlWriter) {
        for child in &self.block.children {
            write_element(xml, child);
        }
    }
}

impl GeometricProcessing {
    /// `NONE`, `MODULE1`, `MODULE2` or `MODULE1_MODULE2`.
    pub fn refining_scenario(&self) -> Option<&str> {
        self.0.text("Default_Command_Parameters/Refining_Scenario")
    }

    /// Altitudes for which grids of viewing directions are made, metres.
    pub fn viewing_grid_altitudes_m(&self) -> Option<Vec<f64>> {
        self.0.numbers("Grid_Parameters/Viewing_Direction_Grids/Grid_Computation_Altitude_Values")
    }

    /// Altitudes for which grids of solar directions are made, metres.
    pub fn solar_grid_altitudes_m(&self) -> Option<Vec<f64>> {
        self.0.numbers("Grid_Parameters/Solar_Direction_Grids/Grid_Computation_Altitude_Values")
    }
}

impl ParameterContent for RefinedParameters {
    const KIND: VenusFileKind = VenusFileKind::RefinedParameters;

    fn read(source: &ParameterSource, _settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        source.document.root().get("Data_Block/List_of_Refining_Configurations")?;
        CarriedBlock::of(source).map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        self.0.write(xml);
    }
}

impl ParameterContent for GeometricProcessing {
    const KIND: VenusFileKind = VenusFileKind::GeometricProcessing;

    fn read(source: &ParameterSource, _settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        source.document.root().get("Data_Block/Default_Command_Parameters")?;
        CarriedBlock::of(source).map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        self.0.write(xml);
    }
}

/// An element without the white space around its text and between its children: none of these formats mixes the two.
fn tidied(element: &XmlElement) -> XmlElement {
    XmlElement {
        name: element.name.clone(),
        attributes: element.attributes.clone(),
        text: element.text.trim().to_owned(),
        children: element.children.iter().map(tidied).collect(),
    }
}

fn write_element(xml: &mut XmlWriter, element: &XmlElement) {
    let attributes: Vec<(&str, &str)> =
        element.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if element.children.is_empty() {
        xml.leaf(&element.name, &attributes, &element.text);
    } else {
        xml.parent(&element.name, &attributes, |xml| {
            for child in &element.children {
                write_element(xml, child);
            }
        });
    }
}
