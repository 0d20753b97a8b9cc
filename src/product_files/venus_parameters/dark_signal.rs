//! `GIP_DARKCU`: dark signal of one band, with its spikes.
//!
//! Source: `VE_GIP_DARKCU_DarkCurrents.xsd` 1.9 and its annotations.

use super::elements::{column, not_negative};
use super::long_list::{LongList, ParameterSource};
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use super::two_slopes::require_columns;
use crate::instrument::radiometry::{DarkSignal, Spike};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::{numbered, numbers};
use crate::product_files::xml_writer::XmlWriter;

const ROWS: LongList = LongList { list: "List_of_Dark_Currents", item: "Dark_Current", width: 1 };

impl ParameterContent for DarkSignal {
    const KIND: VenusFileKind = VenusFileKind::DarkSignal;
    const LONG_LIST: Option<LongList> = Some(ROWS);

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let block = source.document.root().get("Data_Block")?;
        let counts: Vec<f64> = source.rows::<1>(&block, ROWS)?.into_iter().map(|[counts]| counts).collect();
        require_columns(&block, ROWS, counts.len(), settings)?;
        if let Some((row, value)) = counts.iter().enumerate().find(|(_, value)| **value < 0.0) {
            let element = format!("/{}/{}[{}]", ROWS.list, ROWS.item, row + 1);
            return Err(block.error(&element, "a number, zero or above", &value.to_string()));
        }
        let within = ParameterFileSettings { columns: Some(counts.len()), ..*settings };
        let mut spikes: Vec<Spike> = Vec::new();
        for place in numbered(&block, "List_of_Spike_Characterization", "Spike_Coefficients")? {
            let position = place.get("Pixel_Position")?;
            let column = column(&position, settings.spike_positions.first(), &within)?;
            if spikes.iter().any(|spike| spike.column == column) {
                return Err(position.wrong("a position that is not listed twice"));
            }
            spikes.push(Spike {
                column,
                threshold: not_negative(&place.get("Pixel_Threshold")?)?,
                polynomial: numbers(&place.get("Polynomial_Coefficients")?)?,
                linear: numbers(&place.get("Linear_Coefficients")?)?,
            });
        }
        spikes.sort_by_key(|spike| spike.column);
        Ok(Self { counts, spikes })
    }

    fn write(&self, xml: &mut XmlWriter, settings: &ParameterFileSettings) {
        xml.parent(ROWS.list, &[("count", &self.counts.len().to_string())], |xml| {
            for (column, counts) in self.counts.iter().enumerate() {
                xml.row(ROWS.item, column + 1, &[*counts]);
            }
        });
        xml.list("List_of_Spike_Characterization", "Spike_Coefficients", &self.spikes, |xml, spike| {
            xml.leaf("Pixel_Position", &[], spike.column + settings.spike_positions.first());
            xml.leaf("Pixel_Threshold", &[], spike.threshold);
            xml.leaf("Polynomial_Coefficients", &[], words(&spike.polynomial));
            xml.leaf("Linear_Coefficients", &[], words(&spike.linear));
        });
    }
}

fn words(values: &[f64]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}
