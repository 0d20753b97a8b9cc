//! `GIP_STRLGT`: stray light of one band. The file is a header; its filters stand in a folder beside it, equal ones once. Its columns count from 0.
//!
//! Source: `VE_GIP_STRLGT_StrayLightFilters.xsd` 1.3 and its annotations.

use super::elements::{band, between, column_range, write_column_range};
use super::filter_files::{FilterFiles, filter_name, filter_path};
use super::long_list::ParameterSource;
use super::parameter_content::{ParameterContent, SideFile};
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::{CrossTalk, CrossTalkStrip, FilterArray, FilterKind, LocalFilter, StrayLight};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::{numbered, specific_header};
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;

const ENDS: [&str; 2] = ["First", "Last"];

/// Words of the spaces in which a filter is given.
const KINDS: [(FilterKind, &str); 3] =
    [(FilterKind::Spatial, "SPATIAL"), (FilterKind::Frequential, "FREQUENTIAL"), (FilterKind::Wavelet, "WAVELET")];

/// Most bands whose light is taken out of one (`maxInclusive` of the schema).
const SOURCES: usize = 2;

/// Greatest factor of a strip (`maxInclusive` of the schema).
const GREATEST_FACTOR: f64 = 10_000.0;

impl ParameterContent for StrayLight {
    const KIND: VenusFileKind = VenusFileKind::StrayLight;

    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let specific = specific_header(&source.document.root())?;
        let files = FilterFiles::of(&specific.get("DBL_Organization")?, source.checksums.as_ref())?;
        let block = specific.get("Correction_Parameters")?;
        let local = block.get("Type1_Correction")?;
        let mut stray_light = Self { overlap_margin: margin(&local)?, ..Self::default() };
        for place in numbered(&local, "Type1_Filters", "Type1_Filter")? {
            stray_light.local.push(LocalFilter {
                columns: column_range(&place.get("Col_Range")?, ENDS, 0, settings)?,
                filter: filter(&place.get("Filter_Array")?, &files)?,
            });
        }
        let cross_talk = block.get("Type2_Correction")?;
        let sources = numbered(&cross_talk, "Type2_Filters", "Type2_Filter")?;
        if sources.len() > SOURCES {
            let needed = format!("at most {SOURCES} bands whose light is taken out");
            return Err(cross_talk.error("/Type2_Filters", &needed, &sources.len().to_string()));
        }
        for place in sources {
            let strips = numbered(&place, "Type2_Vertical_Strips", "Type2_Vertical_Strip")?;
            stray_light.cross_talk.push(CrossTalk {
                source_band: band(&place.get("CrossTalk_Source_Band")?, settings.form)?,
                filter: filter(&place.get("Filter_Array")?, &files)?,
                overlap_margin: margin(&place)?,
                strips: strips.iter().map(|place| strip(place, settings)).collect::<Result<_, ProductError>>()?,
            });
        }
        Ok(stray_light)
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        let filters = distinct_filters(self);
        let write_filter = |xml: &mut XmlWriter, filter: &FilterArray| {
            xml.parent("Filter_Array", &[], |xml| {
                let kind = KINDS.iter().find(|(kind, _)| *kind == filter.kind).map_or("", |(_, word)| *word);
                xml.leaf("Filter_Type", &[], kind);
                xml.leaf("Nb_of_Rows", &[], filter.rows);
                xml.leaf("Nb_of_Cols", &[], filter.columns);
                let place = filters.iter().position(|other| same_samples(other, filter)).unwrap_or_default();
                xml.leaf("File_Definition", &[], filter_name(place));
            });
        };
        xml.parent("Correction_Parameters", &[], |xml| {
            xml.parent("Type1_Correction", &[], |xml| {
                xml.leaf("Overlap_Margin", &[], self.overlap_margin);
                xml.list("Type1_Filters", "Type1_Filter", &self.local, |xml, local| {
                    xml.parent("Col_Range", &[], |xml| write_column_range(xml, ENDS, 0, local.columns));
                    write_filter(xml, &local.filter);
                });
            });
            xml.parent("Type2_Correction", &[], |xml| {
                xml.list("Type2_Filters", "Type2_Filter", &self.cross_talk, |xml, source| {
                    xml.leaf("CrossTalk_Source_Band", &[], &source.source_band);
                    write_filter(xml, &source.filter);
                    xml.leaf("Overlap_Margin", &[], source.overlap_margin);
                    xml.list("Type2_Vertical_Strips", "Type2_Vertical_Strip", &source.strips, |xml, strip| {
                        xml.parent("Col_Range", &[], |xml| write_column_range(xml, ENDS, 0, strip.columns));
                        xml.leaf("Filter_Factor", &[], strip.factor);
                        xml.leaf("Horizontal_Shift", &[], strip.shift);
                    });
                });
            });
        });
    }

    fn side_files(&self, identifier: &str) -> Vec<SideFile<'_>> {
        let filters = distinct_filters(self).into_iter().enumerate();
        filters.map(|(place, filter)| SideFile { path: filter_path(identifier, place), filter }).collect()
    }
}

/// The filters of a band without those whose samples another has: type 1 first, in their order.
fn distinct_filters(stray_light: &StrayLight) -> Vec<&FilterArray> {
    let local = stray_light.local.iter().map(|local| &local.filter);
    let mut distinct: Vec<&FilterArray> = Vec::new();
    for filter in local.chain(stray_light.cross_talk.iter().map(|source| &source.filter)) {
        if !distinct.iter().any(|other| same_samples(other, filter)) {
            distinct.push(filter);
        }
    }
    distinct
}

/// Bit by bit, so that −0 stays −0.
fn same_samples(one: &FilterArray, other: &FilterArray) -> bool {
    one.rows == other.rows
        && one.columns == other.columns
        && one.values.len() == other.values.len()
        && one.values.iter().zip(&other.values).all(|(one, other)| one.to_bits() == other.to_bits())
}

fn margin(place: &XmlPlace<'_>) -> Result<usize, ProductError> {
    place.get("Overlap_Margin")?.whole_number()
}

fn filter(place: &XmlPlace<'_>, files: &FilterFiles<'_>) -> Result<FilterArray, ProductError> {
    let written = place.get("Filter_Type")?;
    let kind = KINDS.iter().find(|(_, word)| *word == written.text()).map(|(kind, _)| *kind);
    let kind = kind.ok_or_else(|| written.wrong("SPATIAL, FREQUENTIAL or WAVELET"))?;
    let size = |name: &str| -> Result<usize, ProductError> {
        let place = place.get(name)?;
        match place.whole_number()? {
            0 => Err(place.wrong("a whole number above zero")),
            size => Ok(size),
        }
    };
    let (rows, columns) = (size("Nb_of_Rows")?, size("Nb_of_Cols")?);
    let values = files.samples(&place.get("File_Definition")?, rows, columns)?;
    Ok(FilterArray { kind, rows, columns, values })
}

fn strip(place: &XmlPlace<'_>, settings: &ParameterFileSettings) -> Result<CrossTalkStrip, ProductError> {
    Ok(CrossTalkStrip {
        columns: column_range(&place.get("Col_Range")?, ENDS, 0, settings)?,
        factor: between(&place.get("Filter_Factor")?, 0.0, GREATEST_FACTOR)?,
        shift: place.get("Horizontal_Shift")?.whole_number()?,
    })
}
