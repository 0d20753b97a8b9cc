//! The fingerprint of a file: SHA-256 of its content, and its size.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::error::ProductError;
use crate::supervision::Supervision;

/// Bytes read at once: small against the time a cancel may take.
const CHUNK_BYTES: usize = 1 << 20;

/// What identifies a file's content.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fingerprint {
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
}

/// Reads a file to its end, never holding more than 1 MiB of it.
///
/// # Errors
/// [`ProductError`] when the file cannot be read to its end, or the work was cancelled.
pub fn fingerprint(path: &Path, supervision: &Supervision) -> Result<Fingerprint, ProductError> {
    let unreadable = |source| ProductError::io(path, "read", source);
    let mut file = std::fs::File::open(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => ProductError::Missing { path: path.to_path_buf(), needed: "a file".to_owned() },
        _ => unreadable(source),
    })?;
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    let mut chunk = vec![0_u8; CHUNK_BYTES];
    loop {
        supervision.check()?;
        match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(n_bytes) => {
                hasher.update(&chunk[..n_bytes]);
                size += n_bytes as u64;
            }
            Err(source) if source.kind() == std::io::ErrorKind::Interrupted => {}
            Err(source) => return Err(unreadable(source)),
        }
    }
    Ok(Fingerprint { sha256: hexadecimal(&hasher.finalize()), size })
}

/// SHA-256 of bytes, in lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a text cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}
