//! The tree as the rules see it: the paths of all its files, and the text of those that are text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::tokens::{Token, test_modules, tokens, without_tests};

/// Names another tree to hold against the rules than the one that this test was built from.
const ROOT_VARIABLE: &str = "VIQ_ARCHITECTURE_ROOT";

/// A Rust file of `src/`.
pub(crate) struct SourceFile {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    /// Everything in the file.
    pub(crate) tokens: Vec<Token>,
    /// What goes into the program: nothing marked as a test.
    pub(crate) shipped: Vec<Token>,
}

impl SourceFile {
    /// The folders and the name below `src/`, without `mod`, `lib` and `main`: the module that the file is.
    pub(crate) fn module(&self) -> Vec<&str> {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').filter(|name| !matches!(*name, "mod" | "lib" | "main")).collect()
    }

    /// Whether the file is, or lies in, the module `place` ("catalog/geopackage").
    pub(crate) fn is_in(&self, place: &str) -> bool {
        let module = self.module().join("/");
        module == place || module.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// All files of the tree.
pub(crate) struct Project {
    /// Every file's path, relative to the root, with `/`.
    pub(crate) paths: BTreeSet<String>,
    /// Path and text of each file that is UTF-8 text.
    pub(crate) texts: Vec<(String, String)>,
    /// The Rust files of `src/`.
    pub(crate) sources: Vec<SourceFile>,
}

impl Project {
    /// The tree that this test was built from.
    pub(crate) fn load() -> io::Result<Self> {
        let root =
            std::env::var_os(ROOT_VARIABLE).map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let mut texts = Vec::new();
        let paths = match listed_by_git(&root) {
            Some(paths) => paths,
            None => walk(&root)?,
        };
        for path in &paths {
            match String::from_utf8(fs::read(root.join(path))?) {
                Ok(text) => texts.push((path.clone(), text)),
                Err(_binary) => {}
            }
        }
        Ok(Self::new(paths, texts))
    }

    /// A made-up tree.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let texts: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self::new(texts.iter().map(|(path, _)| path.clone()).collect(), texts)
    }

    fn new(paths: BTreeSet<String>, texts: Vec<(String, String)>) -> Self {
        let mut sources: Vec<SourceFile> = texts
            .iter()
            .filter(|(path, _)| path.starts_with("src/") && is_rust(path))
            .map(|(path, text)| {
                let tokens = tokens(text);
                SourceFile { path: path.clone(), shipped: without_tests(&tokens), tokens }
            })
            .collect();
        let test_places: Vec<String> = sources
            .iter()
            .flat_map(|file| {
                let module = file.module().join("/");
                test_modules(&file.tokens).into_iter().map(move |name| format!("{module}/{name}"))
            })
            .map(|place| place.trim_start_matches('/').to_owned())
            .collect();
        for file in &mut sources {
            if test_places.iter().any(|place| file.is_in(place)) {
                file.shipped.clear();
            }
        }
        Self { paths, texts, sources }
    }

    /// The text of one file.
    pub(crate) fn text(&self, wanted: &str) -> Option<&str> {
        self.texts.iter().find(|(path, _)| path == wanted).map(|(_, text)| text.as_str())
    }

    /// The modules directly below `src/`.
    pub(crate) fn modules(&self) -> BTreeSet<&str> {
        self.sources.iter().filter_map(|file| file.module().first().copied()).collect()
    }
}

/// Whether the path is that of a Rust file.
pub(crate) fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// Files that git tracks or would track; none where git or its folder is missing (a source archive).
fn listed_by_git(root: &Path) -> Option<BTreeSet<String>> {
    let listing = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|listing| listing.status.success())?;
    let names = String::from_utf8(listing.stdout).ok()?;
    let paths: BTreeSet<String> =
        names.split('\0').filter(|name| root.join(name).is_file()).map(str::to_owned).collect();
    (!paths.is_empty()).then_some(paths)
}

fn walk(root: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() && name != "target" && name != ".git" {
                folders.push(path);
            } else if path.is_file()
                && let Ok(inside) = path.strip_prefix(root)
            {
                found.insert(inside.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(found)
}

/// Where a finding is, as a compiler would write it.
pub(crate) fn at(path: &str, line: usize, finding: impl std::fmt::Display) -> String {
    format!("{path}:{line}: {finding}")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Project;

    #[test]
    fn the_tree_is_found() -> io::Result<()> {
        let project = Project::load()?;
        assert!(project.sources.len() > 20, "only {} source files", project.sources.len());
        assert!(project.sources.iter().map(|file| file.shipped.len()).sum::<usize>() > 1000);
        assert!(project.text("Cargo.toml").is_some() && project.text("src/lib.rs").is_some());
        Ok(())
    }

    #[test]
    fn a_file_declared_as_a_test_module_is_not_shipped() {
        let project = Project::of(&[
            ("src/units/mod.rs", "mod angle;"),
            ("src/units/angle.rs", "fn a() {} #[cfg(test)] mod tests;"),
            ("src/units/angle/tests.rs", "fn b() {}"),
            ("src/units/tests.rs", "fn c() {}"),
        ]);
        let shipped: Vec<&str> =
            project.sources.iter().filter(|file| !file.shipped.is_empty()).map(|file| file.path.as_str()).collect();
        assert_eq!(shipped, ["src/units/mod.rs", "src/units/angle.rs", "src/units/tests.rs"]);
    }
}
