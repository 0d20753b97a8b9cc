//! `GIP_RELSEN`: two-slope equalisation of one band.
//!
//! Source: `VE_GIP_RELSEN_RelativeSensitivities.xsd` 0.40 and its annotations.

use super::long_list::{LongList, ParameterSource};
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::{TwoSlope, TwoSlopes};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const ROWS: LongList = LongList { list: "List_of_Relative_Sensitivities", item: "Relative_Sensitivity", width: 3 };

impl ParameterContent for TwoSlopes {
    const KIND: VenusFileKind = VenusFileKind::RelativeSensitivities;
    const LONG_LIST: Option<LongList> = Some(ROWS);

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let rows = source.rows::<3>(&block, ROWS)?;
        require_columns(&block, ROWS, rows.len(), settings)?;
        Ok(rows.into_iter().map(|[a1, a2, knee]| TwoSlope { a1, a2, knee }).collect())
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.parent(ROWS.list, &[("count", &self.columns().to_string())], |xml| {
            for (column, ((a1, a2), knee)) in self.a1.iter().zip(&self.a2).zip(&self.knee).enumerate() {
                xml.row(ROWS.item, column + 1, &[*a1, *a2, *knee]);
            }
        });
    }
}

/// Requires as many rows as the array has columns.
pub(super) fn require_columns(
    block: &XmlPlace<'_>,
    rows: LongList,
    found: usize,
    settings: &ParameterFileSettings,
) -> Result<(), ProductError> {
    let needed = match settings.columns {
        Some(columns) if found == columns => return Ok(()),
        None if found > 0 => return Ok(()),
        Some(columns) => format!("{columns} elements {}, one a column", rows.item),
        None => format!("an element {} for each column", rows.item),
    };
    Err(block.error(&format!("/{}", rows.list), &needed, &found.to_string()))
}
