//! The bytes of a file that must not be large.

use std::io::Read as _;
use std::path::Path;

use super::error::ProductError;

/// Reads a file of at most `limit` bytes; `shown` is the path that errors name.
///
/// # Errors
/// [`ProductError::TooLarge`], also for a file that grows beyond the limit while it is read; [`ProductError::Io`].
pub(super) fn bounded_bytes(path: &Path, shown: &Path, limit: u64) -> Result<Vec<u8>, ProductError> {
    let unreadable = |source| ProductError::io(shown, "read", source);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let too_large = |found| ProductError::TooLarge { path: shown.to_path_buf(), limit, found };
    if size > limit {
        return Err(too_large(size));
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}
