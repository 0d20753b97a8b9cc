//! Data that lies beside the repository; a test without it says so and passes.

use std::path::{Path, PathBuf};

/// The path of a shared file or folder; none, with a line on standard error, where it is absent.
pub(crate) fn shared(relative: &str) -> Option<PathBuf> {
    let root = std::env::var_os("VIQ_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = root.join(relative);
    if path.exists() {
        Some(path)
    } else {
        crate::skipping::skipped(&format!("no {}", path.display()));
        None
    }
}
