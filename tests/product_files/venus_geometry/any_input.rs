//! Files that nobody thought of: an error that names the file, or a reading; never a panic.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use viq::product_files::ProductError;
use viq::product_files::venus_geometry::{
    AttitudeFile, LineDateFile, PositionFile, SensorModelFile, VenusFileName, ViewingDirectionFile,
};

use super::synthetic_files::{
    attitude_text, line_dates_text, positions_text, sensor_model_text, viewing_directions_text,
};

/// One file of each kind, long lists cut so that a change is not always in them.
static TEXTS: LazyLock<[String; 5]> = LazyLock::new(|| {
    let views = viewing_directions_text(1);
    let lines: Vec<&str> = views.lines().collect();
    let short: Vec<&str> = lines[..60].iter().chain(&lines[lines.len() - 4..]).copied().collect();
    [attitude_text(), positions_text(), line_dates_text(1), sensor_model_text(), short.join("\n")].map(|text| {
        let cut = text.len().min(9000);
        // The end of the file still closes what the beginning opened, for most cuts not well: both ways are of interest.
        if text.len() > 20_000 { format!("{}{}", &text[..cut], &text[text.len() - 200..]) } else { text }
    })
});

fn outcome(kind: usize, text: &str) -> Result<(), ProductError> {
    let path = Path::new("any.EEF");
    match kind {
        0 => AttitudeFile::parse(path, text).map(|_| ()),
        1 => PositionFile::parse(path, text).map(|_| ()),
        2 => LineDateFile::parse(path, text).map(|_| ()),
        3 => SensorModelFile::parse(path, text).map(|_| ()),
        _ => ViewingDirectionFile::parse(path, text).map(|_| ()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn a_file_with_bytes_changed_cut_or_added_never_panics(
        kind in 0_usize..5,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..3, any::<char>()), 1..20),
    ) {
        let mut text: Vec<char> = TEXTS[kind].chars().collect();
        for (at, way, character) in edits {
            let at = at.index(text.len());
            match way {
                0 => text[at] = character,
                1 => text.truncate(at.max(1)),
                _ => text.insert(at, character),
            }
        }
        if let Err(error) = outcome(kind, &text.into_iter().collect::<String>()) {
            prop_assert!(error.to_string().starts_with("any.EEF: "), "{}", error);
        }
    }

    #[test]
    fn any_value_of_any_element_is_read_or_named(kind in 0_usize..5, at in any::<prop::sample::Index>(), value in any::<String>()) {
        let text = &TEXTS[kind];
        let leaves: Vec<usize> = text.match_indices("</").map(|(end, _)| end).filter(|end| !text[..*end].ends_with(['\n', '>'])).collect();
        let end = leaves[at.index(leaves.len())];
        let begin = text[..end].rfind('>').unwrap() + 1;
        let text = format!("{}{}{}", &text[..begin], quick_xml::escape::escape(value.as_str()), &text[end..]);
        if let Err(error) = outcome(kind, &text) {
            prop_assert!(error.to_string().starts_with("any.EEF: "), "{}", error);
        }
    }

    #[test]
    fn any_name_is_taken_apart_or_refused(end in "[0-9A-Zµ_]{0,60}", kind in "(AUX_AOCDTA|AUX_GPSDTA|TEC_LINDAT|GIP_SENGEO|GIP_VIEDIR)", other in any::<String>()) {
        let _refused = VenusFileName::parse(&format!("VE_OPER_{kind}_{end}")).is_err();
        prop_assert!(VenusFileName::parse(&other).is_err());
    }
}
