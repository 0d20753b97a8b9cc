//! Which paths are parameter sets.

use std::path::Path;

/// Name of the manifest in the folder of a set.
const MANIFEST: &str = "set.toml";

/// Whether a path is a parameter set, and no product: its folder, or its manifest.
pub fn is_set_path(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MANIFEST) || path.join(MANIFEST).is_file()
}
