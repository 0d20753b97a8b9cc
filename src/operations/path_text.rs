//! Paths as the journal and JSON hold them: text, in which a name that is no Unicode shows its replacement characters.

use std::path::{Path, PathBuf};

use serde::{Serialize as _, Serializer};

/// A path (for `#[serde(serialize_with)]`): JSON holds only Unicode, and a path that is none must not end the work on it.
///
/// # Errors
/// Those of the serializer.
pub(super) fn path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// A path that may be absent.
///
/// # Errors
/// Those of the serializer.
#[expect(clippy::ref_option, reason = "the shape of the call is serde's")]
pub(super) fn optional<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_ref().map(|path| path.to_string_lossy()).serialize(serializer)
}

/// Paths, in their order.
///
/// # Errors
/// Those of the serializer.
pub(super) fn list<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| path.to_string_lossy()))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStringExt as _;

    use super::*;

    #[derive(serde::Serialize)]
    struct Paths {
        #[serde(serialize_with = "path")]
        one: PathBuf,
        #[serde(serialize_with = "optional")]
        absent: Option<PathBuf>,
        #[serde(serialize_with = "list")]
        several: Vec<PathBuf>,
    }

    #[test]
    fn a_path_that_is_no_unicode_is_written_with_a_replacement_character() {
        let odd = PathBuf::from(std::ffi::OsString::from_vec(b"a\xFFb".to_vec()));
        let written = serde_json::to_value(Paths { one: odd.clone(), absent: None, several: vec![odd, "c".into()] });
        let expected = serde_json::json!({ "one": "a\u{FFFD}b", "absent": null, "several": ["a\u{FFFD}b", "c"] });
        assert_eq!(written.unwrap(), expected);
    }
}
