//! Conventions from a file and from words.

use std::path::Path;

use crate::instrument::radiometry::RadiometricConventions;
use crate::operations::error::OperationError;

/// Conventions of words like `sensitivity=divide`, and of files (TOML) with the same keys; later ones go before earlier ones.
///
/// # Errors
/// [`OperationError::Io`] for a file that cannot be read; [`OperationError::Usage`] for keys or values that are none, naming the key.
pub fn conventions_of(words: &[String]) -> Result<RadiometricConventions, OperationError> {
    let mut table = toml::Table::new();
    for word in words {
        if let Some((key, value)) = word.split_once('=') {
            table.insert(key.trim().to_owned(), toml::Value::String(value.trim().to_owned()));
            continue;
        }
        let text = std::fs::read_to_string(word).map_err(|source| OperationError::Io {
            path: Path::new(word).to_path_buf(),
            doing: "read",
            source,
        })?;
        let of_file: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            OperationError::Usage(format!(
                "{word}: needed conventions in TOML, found something else: {}",
                error.message()
            ))
        })?;
        table.extend(of_file);
    }
    table.try_into().map_err(|error: toml::de::Error| {
        OperationError::Usage(format!(
            "conventions: needed the keys and words of the manual, found otherwise: {}",
            error.message()
        ))
    })
}

/// The words of what differs from the default.
pub(super) fn differing_words(conventions: RadiometricConventions) -> Vec<String> {
    let table = |conventions: &RadiometricConventions| toml::Table::try_from(conventions).unwrap_or_default();
    let (own, default) = (table(&conventions), table(&RadiometricConventions::default()));
    let differs = |(key, value): (&String, &toml::Value)| {
        (default.get(key) != Some(value)).then(|| format!("{key}={}", value.as_str().unwrap_or_default()))
    };
    own.iter().filter_map(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::radiometry::{DistanceRule, SensitivityForm};

    #[test]
    fn words_go_before_the_file_and_what_differs_is_written_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("conventions.toml");
        std::fs::write(&file, "sensitivity = \"multiply\"\ndistance = \"ground_segment\"\n").unwrap();
        let words = [file.display().to_string(), "sensitivity=divide".to_owned()];
        let conventions = conventions_of(&words).unwrap();
        assert_eq!(
            (conventions.sensitivity, conventions.distance),
            (SensitivityForm::Divide, DistanceRule::GroundSegment)
        );
        let words = differing_words(conventions);
        assert_eq!(words.len(), 2);
        assert_eq!(conventions_of(&words).unwrap(), conventions);
        assert_eq!(conventions_of(&[]).unwrap(), RadiometricConventions::default());
    }

    #[test]
    fn a_key_or_a_word_that_is_none_is_named() {
        for (word, named) in [("sensitivity=add", "add"), ("colour=red", "colour")] {
            let error = conventions_of(&[word.to_owned()]).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
        assert!(matches!(conventions_of(&["/no/such/file".to_owned()]), Err(OperationError::Io { .. })));
    }
}
