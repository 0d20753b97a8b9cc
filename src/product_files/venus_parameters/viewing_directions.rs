//! `GIP_VIEDIR`: viewing directions of the columns of one band.
//!
//! Source: `VE_GIP_VIEDIR_ViewingDirections.xsd` 0.40 and its annotations.

use super::long_list::{LongList, ParameterSource};
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use super::two_slopes::require_columns;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_writer::XmlWriter;

const ROWS: LongList = LongList { list: "List_of_View_Dirs", item: "View_Dir", width: 2 };

/// tan ψX and tan ψY of each column, from the first on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ViewingDirections(pub Vec<[f64; 2]>);

impl ParameterContent for ViewingDirections {
    const KIND: VenusFileKind = VenusFileKind::ViewingDirections;
    const LONG_LIST: Option<LongList> = Some(ROWS);

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let tangents = source.rows::<2>(&block, ROWS)?;
        require_columns(&block, ROWS, tangents.len(), settings)?;
        Ok(Self(tangents))
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.parent(ROWS.list, &[("count", &self.0.len().to_string())], |xml| {
            for (column, tangents) in self.0.iter().enumerate() {
                xml.row(ROWS.item, column + 1, tangents);
            }
        });
    }
}
