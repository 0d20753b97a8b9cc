//! Files that nobody thought of: an error that names the file, or a reading; never a panic.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use viq::instrument::radiometry::{
    DarkSignal, PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, StrayLight, TwoSlopes,
};
use viq::product_files::ProductError;
use viq::product_files::parameter_set_folder::{SetManifest, SetWriting, write_parameter_set};
use viq::product_files::venus_parameters::{
    NoiseModels, OutOfOrder, ParameterContent, ParameterFileSettings, PhysicalGains, RemanenceFunctions,
    SpectralSensitivities, VenusParameterFile, ViewingDirections,
};
use viq::supervision::Supervision;

use super::sample_set::Sample;

/// The kinds, and the manifest.
const KINDS: [&str; 13] = [
    "DARKCU", "RELSEN", "OUTORD", "PHGAIN", "NOISMO", "REMANE", "STRLGT", "POLART", "SPECSE", "REFLEC", "RADIOV",
    "VIEDIR", "set.toml",
];

/// One text of each kind, of an instrument with few columns.
static TEXTS: LazyLock<[String; 13]> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("set");
    let writing = SetWriting { created: None, replace: false, carried: &[] };
    let sample = Sample { columns: 48, ..Sample::SMALL };
    write_parameter_set(&place, &sample.set(), &writing, &Supervision::unattended()).unwrap();
    KINDS.map(|kind| {
        let entries = std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path());
        let mut paths: Vec<_> =
            entries.filter(|path| path.is_file() && path.to_string_lossy().contains(kind)).collect();
        paths.sort();
        std::fs::read_to_string(&paths[0]).unwrap()
    })
});

fn read<T: ParameterContent>(text: &str) -> Result<(), ProductError> {
    let settings = ParameterFileSettings::any_instrument(None);
    VenusParameterFile::<T>::parse(Path::new("any.EEF"), text, &settings).map(|_| ())
}

fn outcome(kind: usize, text: &str) -> Result<(), ProductError> {
    match KINDS[kind] {
        "DARKCU" => read::<DarkSignal>(text),
        "RELSEN" => read::<TwoSlopes>(text),
        "OUTORD" => read::<OutOfOrder>(text),
        "PHGAIN" => read::<PhysicalGains>(text),
        "NOISMO" => read::<NoiseModels>(text),
        "REMANE" => read::<RemanenceFunctions>(text),
        "STRLGT" => read::<StrayLight>(text),
        "POLART" => read::<PolarisationSensitivity>(text),
        "SPECSE" => read::<SpectralSensitivities>(text),
        "REFLEC" => read::<ReflectanceParameters>(text),
        "RADIOV" => read::<ProcessingParameters>(text),
        "VIEDIR" => read::<ViewingDirections>(text),
        _ => SetManifest::parse(Path::new("any.EEF"), text).map(|_| ()),
    }
}

#[test]
fn the_texts_themselves_are_read() {
    for (kind, text) in TEXTS.iter().enumerate() {
        match outcome(kind, text) {
            Ok(()) => {}
            // its filters are not there
            Err(error) => assert!(KINDS[kind] == "STRLGT" && error.to_string().contains("FILTER_0001"), "{error}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_file_with_bytes_changed_cut_or_added_never_panics(
        kind in 0..KINDS.len(),
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
            let error = error.to_string();
            prop_assert!(error.starts_with("any.EEF: ") || error.contains("FILTER_"), "{}", error);
        }
    }

    /// A number put in the place of another: huge, negative, none.
    #[test]
    fn a_file_with_another_number_never_panics(
        kind in 0..KINDS.len(),
        at in any::<prop::sample::Index>(),
        number in prop::sample::select(vec![
            "-1", "0", "18446744073709551615", "9223372036854775807", "-9223372036854775808", "1e400", "NaN", "1e-400", "",
        ]),
    ) {
        let text = &TEXTS[kind];
        let digits: Vec<usize> =
            text.char_indices().filter(|(_, character)| character.is_ascii_digit()).map(|(place, _)| place).collect();
        let place = digits[at.index(digits.len())];
        let end = place + text[place..].find(|character: char| !character.is_ascii_digit()).unwrap_or(0);
        let _read = outcome(kind, &format!("{}{number}{}", &text[..place], &text[end..]));
    }
}
