//! Rules of the manifest: version, validity, settings of the instrument, bands and TDI stages.

use super::finding::{Findings, MANIFEST};
use super::needs::Needs;
use crate::parameter_sets::{BandSettings, Manifest, ParameterSet};

pub(super) fn manifest_rules(set: &ParameterSet, needs: &Needs, found: &mut Findings<'_>) {
    let manifest = &set.manifest;
    if manifest.manifest_version != Manifest::FORMAT {
        let needed = format!("{}, the newest that this program knows", Manifest::FORMAT);
        found.add(MANIFEST, "manifest_version", needed, manifest.manifest_version);
    }
    if let [Some(first), Some(last)] = manifest.validity
        && first > last
    {
        found.add(MANIFEST, "valid_from, valid_to", "a beginning before its end", format!("{first} to {last}"));
    }
    if let Some(moment) = needs.moment.filter(|moment| !manifest.holds_at(*moment)) {
        let [first, last] = manifest.validity;
        let (element, word, bound) = match (first.filter(|first| *first > moment), last) {
            (Some(first), _) => ("valid_from", "not valid before", first.to_string()),
            (None, last) => ("valid_to", "expired on", last.map(|last| last.to_string()).unwrap_or_default()),
        };
        found.add(MANIFEST, element, format!("a set that holds at {moment}"), format!("one {word} {bound}"));
    }
    settings_rules(set, needs, found);
    for name in &needs.bands {
        let Some(band) = set.band(name) else {
            let bands: Vec<&str> = set.bands.iter().map(|band| band.band.as_str()).collect();
            found.add(MANIFEST, "bands", name.clone(), format!("only {}", bands.join(", ")));
            continue;
        };
        for tdi in &needs.tdi {
            if !band.responses.contains_key(tdi) {
                let own: Vec<String> = band.responses.keys().map(ToString::to_string).collect();
                let found_text = format!("only {}", own.join(", "));
                found.add(MANIFEST, format!("TDI stages of {name}"), tdi.to_string(), found_text);
            }
        }
    }
    for (index, band) in set.bands.iter().enumerate() {
        if !needs.bands.contains(&band.band) {
            found.add(MANIFEST, "bands", needs.bands.join(", "), &band.band);
        }
        if set.bands.iter().take(index).any(|other| other.band == band.band) {
            found.add(MANIFEST, "bands", "each band once", format!("{} twice", band.band));
        }
    }
}

fn settings_rules(set: &ParameterSet, needs: &Needs, found: &mut Findings<'_>) {
    let own = &set.manifest.settings;
    if !(own.line_time_us.is_finite() && own.line_time_us > 0.0) {
        found.add(MANIFEST, "settings.line_time_us", "a line time above zero", own.line_time_us);
    }
    for band in &set.bands {
        if !own.bands.contains_key(&band.band) {
            found.add(MANIFEST, format!("settings.bands.{}", band.band), "gain and offset codes", "none");
        }
    }
    let Some(needed) = &needs.settings else { return };
    let difference = (own.line_time_us - needed.line_time_us).abs();
    if difference.is_nan() || difference > needs.line_time_tolerance * needed.line_time_us {
        let needed = format!("a set for a line time of {} µs", needed.line_time_us);
        found.add(MANIFEST, "settings.line_time_us", needed, format!("one for {} µs", own.line_time_us));
    }
    for (band, codes) in &needed.bands {
        if let Some(own) = own.bands.get(band).filter(|own| *own != codes) {
            let element = format!("settings.bands.{band}");
            found.add(MANIFEST, element, codes_text(*codes), codes_text(*own));
        }
    }
}

fn codes_text(codes: BandSettings) -> String {
    let BandSettings { left, right } = codes;
    format!("gain codes {} left and {} right, offset codes {} and {}", left.gain, right.gain, left.offset, right.offset)
}
