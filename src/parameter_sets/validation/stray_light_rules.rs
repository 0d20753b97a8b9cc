//! Rules of stray light.

use super::finding::{Findings, InFile};
use super::needs::Needs;
use super::range_rules::range_rules;
use crate::instrument::radiometry::FilterArray;
use crate::parameter_sets::{BandParameters, ParameterSet};

/// Most bands whose light is taken out of one: the format knows no more.
const SOURCES: usize = 2;

pub(super) fn stray_light_rules(set: &ParameterSet, band: &BandParameters, needs: &Needs, found: &mut Findings<'_>) {
    let stray_light = &band.stray_light;
    let mut file = found.in_file("STRLGT", &band.band, None);
    let local = stray_light.local.iter().map(|local| local.columns);
    range_rules(&mut file, "Type1_Filter", needs.columns, local);
    for local in &stray_light.local {
        let element = format!("Type1_Filter from column {}", local.columns.first);
        filter_rules(&mut file, &element, &local.filter, needs);
    }
    if stray_light.cross_talk.len() > SOURCES {
        let needed = format!("at most {SOURCES} sources");
        file.add("Type2_Filters", needed, stray_light.cross_talk.len());
    }
    for (index, source) in stray_light.cross_talk.iter().enumerate() {
        let element = format!("Type2_Filter of {}", source.source_band);
        if source.source_band == band.band || set.band(&source.source_band).is_none() {
            file.add(&element, "another band of the set as its source", &source.source_band);
        }
        if stray_light.cross_talk.iter().take(index).any(|other| other.source_band == source.source_band) {
            file.add(&element, "each source once", format!("{} twice", source.source_band));
        }
        filter_rules(&mut file, &element, &source.filter, needs);
        let strips = source.strips.iter().map(|strip| strip.columns);
        range_rules(&mut file, &format!("{element}, Type2_Vertical_Strip"), needs.columns, strips);
        for strip in &source.strips {
            let element = format!("{element}, strip from column {}", strip.columns.first);
            if !(strip.factor.is_finite() && strip.factor >= 0.0) {
                file.add(&element, "a factor, zero or above", strip.factor);
            }
            if strip.shift.unsigned_abs() as usize >= needs.columns {
                file.add(element, format!("a shift of fewer than {} columns", needs.columns), strip.shift);
            }
        }
    }
}

fn filter_rules(file: &mut InFile<'_, '_>, element: &str, filter: &FilterArray, needs: &Needs) {
    let size = format!("{} rows × {} columns", filter.rows, filter.columns);
    if filter.rows == 0 || filter.columns == 0 {
        return file.add(element, "a filter with samples", size);
    }
    if filter.rows.checked_mul(filter.columns) != Some(filter.values.len()) {
        file.add(element, format!("as many values as {size}"), filter.values.len());
    }
    if filter.columns > needs.columns {
        file.add(element, format!("a filter no larger than the image of {} columns", needs.columns), &size);
    }
    if let Some(lines) = needs.lines.filter(|lines| filter.rows > *lines) {
        file.add(element, format!("a filter no larger than the image of {lines} lines"), &size);
    }
    if let Some(place) = filter.values.iter().position(|value| !value.is_finite()) {
        let (row, column) = (place / filter.columns, place % filter.columns);
        file.add(element, "finite values", format!("{} at row {row}, column {column}", filter.values[place]));
    }
}
