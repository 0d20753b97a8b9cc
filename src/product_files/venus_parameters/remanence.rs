//! `GIP_REMANE`: remanence of all bands. Its columns count from 1.
//!
//! Source: `VE_GIP_REMANE_Remanence.xsd` 0.40 and its annotations.

use super::elements::{by_band, column_range, not_negative, write_column_range};
use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::RemanenceFunction;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::numbered;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const ENDS: [&str; 2] = ["First_Column", "Last_Column"];

/// Remanence of each band, in the order of the columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemanenceFunctions(pub Vec<(String, Vec<RemanenceFunction>)>);

impl ParameterContent for RemanenceFunctions {
    const KIND: VenusFileKind = VenusFileKind::Remanence;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let bands = numbered(&block, "List_of_Band_Remanences", "Band_Remanence")?;
        by_band(bands, settings.form, |band| {
            let items = numbered(band, "List_of_H_Functions", "H_Function")?;
            let mut functions =
                items.iter().map(|item| function(item, settings)).collect::<Result<Vec<_>, ProductError>>()?;
            functions.sort_by_key(|function| function.columns);
            Ok(functions)
        })
        .map(Self)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.list("List_of_Band_Remanences", "Band_Remanence", &self.0, |xml, (band, functions)| {
            xml.leaf("Band_Code", &[], band);
            xml.list("List_of_H_Functions", "H_Function", functions, |xml, function| {
                write_column_range(xml, ENDS, 1, function.columns);
                xml.leaf("Sampling_Step", &[], function.sampling_step);
                let count = function.samples.len().to_string();
                xml.parent("List_of_Remanence_Values", &[("count", &count)], |xml| {
                    for (counts, left) in &function.samples {
                        xml.leaf("Remanence_Value", &[("sk", &counts.to_string())], left);
                    }
                });
            });
        });
    }
}

/// One function. Its samples are put into the order of their counts, none of which may stand there twice.
fn function(item: &XmlPlace<'_>, settings: &ParameterFileSettings) -> Result<RemanenceFunction, ProductError> {
    let mut samples: Vec<(i64, f64)> = Vec::new();
    let values = item.counted_list("List_of_Remanence_Values", "Remanence_Value")?;
    for value in &values {
        let written = value.required_attribute("sk")?;
        let counts = written.trim().parse().map_err(|_| value.error("@sk", "a whole number", written))?;
        samples.push((counts, not_negative(value)?));
    }
    samples.sort_by_key(|(counts, _)| *counts);
    if let Some(pair) = samples.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let needed = "counts (sk) that are not listed twice";
        return Err(item.error("/List_of_Remanence_Values", needed, &pair[0].0.to_string()));
    }
    if samples.is_empty() {
        return Err(item.error("/List_of_Remanence_Values", "at least one value", "none"));
    }
    Ok(RemanenceFunction {
        columns: column_range(item, ENDS, 1, settings)?,
        sampling_step: item.get("Sampling_Step")?.whole_number()?,
        samples,
    })
}
