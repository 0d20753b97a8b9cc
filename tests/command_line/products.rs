//! Products that the program itself made, once for all tests.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::running::{run_in, text};

/// A product made by `viq demo`, and the folder that it lives in as long as the tests run.
pub(crate) struct Demonstration {
    _folder: TempDir,
    pub(crate) header: PathBuf,
}

fn made(side: &str) -> Demonstration {
    let folder = tempfile::tempdir().unwrap();
    let ended = run_in(folder.path(), ["demo", text(folder.path()), "--seed", "7", "--side", side]).with(0);
    Demonstration { header: PathBuf::from(ended.last_line()), _folder: folder }
}

/// Small enough to be verified at once.
pub(crate) fn small() -> &'static Demonstration {
    static MADE: OnceLock<Demonstration> = OnceLock::new();
    MADE.get_or_init(|| made("256"))
}

/// Large enough that its bands can be registered in spite of its clouds.
pub(crate) fn large() -> &'static Demonstration {
    static MADE: OnceLock<Demonstration> = OnceLock::new();
    MADE.get_or_init(|| made("512"))
}

/// The image of a product that the program made.
pub(crate) fn image_of(header: &Path) -> PathBuf {
    let stem = header.file_stem().unwrap().to_str().unwrap();
    let image = format!("{}.DBL.TIF", stem.replacen("_VSC_", "_VSC_PDTIMG_", 1));
    header.with_file_name(format!("{stem}.DBL.DIR")).join(image)
}

/// Writes `n` products into `folder`, alike but for their sites `SITE0000`, `SITE0001` …; gives their headers.
pub(crate) fn archive(folder: &Path, n: usize) -> Vec<PathBuf> {
    let source = &small().header;
    let header = std::fs::read_to_string(source).unwrap();
    (0..n)
        .map(|index| {
            let site = format!("SITE{index:04}");
            let name = source.file_name().unwrap().to_str().unwrap().replace("DEMO0001", &site);
            let copy = folder.join(name);
            let image = image_of(&copy);
            std::fs::create_dir_all(image.parent().unwrap()).unwrap();
            std::fs::copy(image_of(source), image).unwrap();
            std::fs::write(&copy, header.replace("DEMO0001", &site)).unwrap();
            copy
        })
        .collect()
}
