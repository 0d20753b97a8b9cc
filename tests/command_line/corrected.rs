//! A natural scene simulated and corrected by the program itself, once for all tests that only look at it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::running::{run_in, text};
use crate::small_filters::set;

/// Lines of the products.
pub(crate) const LINES: usize = 24;

/// A raw product and the L1A product of it.
pub(crate) struct Corrected {
    folder: TempDir,
    /// Folder of the raw product.
    pub(crate) raw: PathBuf,
    /// Header of the L1A product.
    pub(crate) header: PathBuf,
    /// What the correction printed.
    pub(crate) printed: String,
}

impl Corrected {
    /// The workspace.
    pub(crate) fn workspace(&self) -> &Path {
        self.folder.path()
    }

    /// A copy of the raw product in a folder of its own, for a test that changes it.
    pub(crate) fn raw_in(&self, folder: &Path) -> PathBuf {
        let copy = folder.join("raw");
        copy_folder(&self.raw, &copy);
        copy
    }
}

/// The products.
pub(crate) fn corrected() -> &'static Corrected {
    static MADE: OnceLock<Corrected> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (simulated, l1a) = (folder.path().join("simulated"), folder.path().join("l1a"));
        let lines = LINES.to_string();
        let simulate =
            ["simulate", "natural", "--set", text(set()), "--lines", &lines, "--seed", "3", "--truth", "none"];
        run_in(folder.path(), simulate.into_iter().chain(["--out", text(&simulated)])).with(0);
        let raw = simulated.join("product");
        let level1 = ["level1", text(&raw), "--set", text(set()), "--out", text(&l1a)];
        let made = run_in(folder.path(), level1).with(0);
        Corrected { header: PathBuf::from(made.last_line()), printed: made.out, raw, folder }
    })
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}
