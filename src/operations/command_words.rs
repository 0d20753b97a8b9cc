//! Command lines as text: every word quoted as a shell needs it.

use std::ffi::OsStr;
use std::path::Path;

/// A path from the root, as one word of a shell.
pub(super) fn quoted_path(path: &Path) -> String {
    quoted(std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).as_os_str())
}

/// A text as one word of a shell. One that is no Unicode is written in the escapes of bash ($'…').
pub(super) fn quoted(word: &OsStr) -> String {
    let Some(text) = word.to_str() else { return escaped(word) };
    let plain = |character: char| character.is_ascii_alphanumeric() || "/._-+,:=@%".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn escaped(word: &OsStr) -> String {
    let bytes = word.as_encoded_bytes().iter();
    let escape = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => char::from(*byte).to_string(),
        byte => format!("\\x{byte:02x}"),
    };
    // an escape takes two digits and no more, so what follows it is never taken for a part of it
    format!("$'{}'", bytes.map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_a_shell_would_take_apart_is_quoted() {
        for (word, expected) in [
            ("/data/product.HDR", "/data/product.HDR"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("a\nb", "'a\nb'"),
            ("VENµS", "'VENµS'"),
        ] {
            assert_eq!(quoted(OsStr::new(word)), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_unicode_are_not_lost() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(quoted(OsStr::from_bytes(b"/a\xFFb c")), r"$'/a\xffb\x20c'");
    }
}
