//! `GIP_OUTORD`: detectors of one band that are out of order. Its columns count from 1.
//!
//! Source: `VE_GIP_OUTORD_OutOfOrderDetectors.xsd` 0.40 and its annotations.

use std::collections::BTreeMap;

use super::elements::{column_range, lengths, write_column_range};
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{Defect, DefectKind};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::numbered;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const ENDS: [&str; 2] = ["First", "Last"];

/// Detectors out of order by number of TDI stages, in the order of their columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutOfOrder(pub BTreeMap<TdiStages, Vec<Defect>>);

impl ParameterContent for OutOfOrder {
    const KIND: VenusFileKind = VenusFileKind::OutOfOrder;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let mut all = BTreeMap::new();
        for place in numbered(&block, "List_of_TDI_Configuration_Defects", "TDI_Configuration_Defect")? {
            let code = place.get("TDI_Configuration_Code")?;
            let [length] = lengths(&code, settings.form)?[..] else { return Err(code.wrong("one integration length")) };
            let mut defects = numbered(&place, "List_of_Defects", "Defect")?
                .iter()
                .map(|item| defect(item, settings))
                .collect::<Result<Vec<_>, _>>()?;
            defects.sort_by_key(|defect| defect.columns);
            if all.insert(length, defects).is_some() {
                return Err(code.wrong("an integration length that is not listed twice"));
            }
        }
        Ok(Self(all))
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        let lengths: Vec<_> = self.0.iter().collect();
        let list = "List_of_TDI_Configuration_Defects";
        xml.list(list, "TDI_Configuration_Defect", &lengths, |xml, (length, defects)| {
            xml.leaf("TDI_Configuration_Code", &[], length);
            xml.list("List_of_Defects", "Defect", defects, |xml, defect| {
                xml.parent("Col_Range", &[], |xml| write_column_range(xml, ENDS, 1, defect.columns));
                xml.leaf("Defect_Type", &[], defect.kind.code());
            });
        });
    }
}

fn defect(item: &XmlPlace<'_>, settings: &ParameterFileSettings) -> Result<Defect, ProductError> {
    let columns = column_range(&item.get("Col_Range")?, ENDS, 1, settings)?;
    let written = item.get("Defect_Type")?;
    let kind = DefectKind::ALL.into_iter().find(|kind| kind.code() == written.text());
    let kind = kind.ok_or_else(|| written.wrong(&DefectKind::ALL.map(DefectKind::code).join(", ")))?;
    Ok(Defect { columns, kind })
}
