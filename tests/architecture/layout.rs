//! What the tree looks like: lengths, names, the top level, the number of test programs, nobody's machine in the text.

use std::collections::BTreeSet;

use crate::project::{Project, at, is_rust};
use crate::tokens::{Kind, tokens};

const LONGEST_FILE: usize = 600;
const LONGEST_TABLE_OF_CONTENTS: usize = 120;
const MOST_TEST_PROGRAMS: usize = 5;
const TOP_LEVEL: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "assets",
    "tests",
    "calibration-models",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "benches",
    "fuzz",
    "clippy.toml",
];
const EMPTY_NAMES: [&str; 8] = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "types"];
const SLOW: &str = "slow validation";

fn length_violations(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in project.texts.iter().filter(|(path, _)| is_rust(path)) {
        let lines = text.lines().count();
        let is_contents = path.ends_with("/mod.rs") || path.starts_with("tests/") && path.ends_with("/main.rs");
        let most = if is_contents { LONGEST_TABLE_OF_CONTENTS } else { LONGEST_FILE };
        if lines > most {
            found.push(at(path, lines, format!("{lines} lines, {most} at most")));
        }
    }
    found
}

fn name_violations(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for path in &project.paths {
        let words = path.split(['/', '.', '_', '-']);
        for word in words.filter(|word| EMPTY_NAMES.contains(word)) {
            found.push(at(path, 1, format!("`{word}` says nothing")));
        }
    }
    for file in &project.sources {
        for pair in file.tokens.windows(2) {
            let declares = ["mod", "struct", "enum", "trait"].iter().any(|word| pair[0].is_word(word));
            if declares
                && pair[1].kind == Kind::Word
                && words_of(&pair[1].text).any(|word| EMPTY_NAMES.contains(&&*word))
            {
                found.push(at(&file.path, pair[1].line, format!("the name `{}` says nothing", pair[1].text)));
            }
        }
    }
    found
}

/// The words of a name in either case style, in small letters.
fn words_of(name: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.extend(letter.to_lowercase());
    }
    spaced.split([' ', '_']).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn top_level_violations(project: &Project) -> Vec<String> {
    let tops: BTreeSet<&str> = project.paths.iter().filter_map(|path| path.split('/').next()).collect();
    tops.into_iter()
        .filter(|top| !top.starts_with('.') && !TOP_LEVEL.contains(top) && *top != "rustfmt.toml")
        .map(|top| at(top, 1, "the top level is fixed"))
        .collect()
}

/// Names of the test programs: each is linked with GDAL and costs its build.
fn test_programs(project: &Project) -> BTreeSet<&str> {
    let found = project.paths.iter().filter_map(|path| {
        let inside = path.strip_prefix("tests/")?;
        match inside.split_once('/') {
            None => inside.strip_suffix(".rs"),
            Some((folder, "main.rs")) => Some(folder),
            Some(_) => None,
        }
    });
    found.collect()
}

/// A folder of somebody's machine; an address on the web is none.
fn machine_violations(project: &Project) -> Vec<String> {
    let folders = ["work", "root", "home"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for (path, text) in &project.texts {
        for (line, content) in text.lines().enumerate() {
            let is_named = folders.iter().any(|folder| {
                content.match_indices(folder.as_str()).any(|(place, _)| {
                    let before = content[..place].chars().next_back();
                    !before.is_some_and(|sign| sign.is_alphanumeric() || "._-/~}".contains(sign))
                })
            });
            if is_named {
                found.push(at(path, line + 1, "a folder of somebody's machine"));
            }
        }
    }
    found
}

/// A test that is left out of the usual run is a slow validation, and says so.
fn ignored_violations(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in project.texts.iter().filter(|(path, _)| is_rust(path)) {
        for part in tokens(text).windows(5) {
            let is_ignored = part[0].is_sign("#") && part[1].is_sign("[") && part[2].is_word("ignore");
            if is_ignored && !(part[3].is_sign("=") && part[4].text == SLOW) {
                found.push(at(path, part[2].line, format!("write #[ignore = \"{SLOW}\"], or let the test run")));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn files_are_short_and_a_mod_file_is_a_table_of_contents() -> io::Result<()> {
        let found = length_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn names_say_something() -> io::Result<()> {
        let found = name_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn the_top_level_holds_only_what_the_map_names() -> io::Result<()> {
        let found = top_level_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn there_are_few_test_programs() -> io::Result<()> {
        let project = Project::load()?;
        let found = test_programs(&project);
        assert!(found.contains("architecture") && found.len() <= MOST_TEST_PROGRAMS, "{found:?}");
        assert!(
            !project.text("Cargo.toml").is_some_and(|text| text.contains("[[test]]")),
            "test programs by folder only"
        );
        Ok(())
    }

    #[test]
    fn nobodys_machine_is_named() -> io::Result<()> {
        let found = machine_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn what_is_left_out_of_the_usual_run_is_a_slow_validation() -> io::Result<()> {
        let found = ignored_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn long_files_are_seen() {
        let lines = |count: usize| "\n".repeat(count);
        let project = Project::of(&[
            ("src/units/angle.rs", &lines(600)),
            ("src/units/count.rs", &lines(601)),
            ("src/units/mod.rs", &lines(121)),
            ("src/earth/mod.rs", &lines(120)),
            ("tests/catalog/main.rs", &lines(121)),
            ("tests/catalog/insert.rs", &lines(601)),
        ]);
        assert_eq!(length_violations(&project).len(), 4);
    }

    #[test]
    fn names_that_say_nothing_are_seen() {
        let bad = [
            ("src/units/utils.rs", ""),
            ("src/units/angle_helpers.rs", ""),
            ("tests/common/mod.rs", ""),
            ("src/units/angle.rs", "pub struct AngleManager;"),
            ("src/units/angle.rs", "mod types { }"),
        ];
        for (path, text) in bad {
            assert_eq!(name_violations(&Project::of(&[(path, text)])).len(), 1, "{path}: {text}");
        }
        let good = Project::of(&[("src/units/angle.rs", "struct Commonness; fn manager() {} // struct Utils")]);
        assert!(name_violations(&good).is_empty());
    }

    #[test]
    fn a_stranger_at_the_top_level_is_seen() {
        let project = Project::of(&[("src/lib.rs", ""), (".ci/run", ""), ("scripts/x.sh", ""), ("notes.md", "")]);
        assert_eq!(top_level_violations(&project).len(), 2);
    }

    #[test]
    fn test_programs_are_counted_by_file_and_by_folder() {
        let project = Project::of(&[
            ("tests/a.rs", ""),
            ("tests/b/main.rs", ""),
            ("tests/b/c.rs", ""),
            ("tests/d/notes.txt", ""),
            ("src/e.rs", ""),
        ]);
        assert_eq!(test_programs(&project), BTreeSet::from(["a", "b"]));
    }

    #[test]
    fn a_folder_of_a_machine_is_seen_and_a_web_address_is_not() {
        let name = "root";
        let bad = [format!("cd /{name}/x"), format!("path = \"/{name}/x\""), format!("file:///{name}/x /{name}/x")];
        for text in &bad {
            assert_eq!(machine_violations(&Project::of(&[("README.md", text)])).len(), 1, "{text}");
        }
        let good = format!("https://example.org/{name}/x ../{name}/y $HOME/{name}/z");
        assert!(machine_violations(&Project::of(&[("README.md", &good)])).is_empty());
    }

    #[test]
    fn a_test_ignored_for_another_reason_is_seen() {
        let bad = ["#[test] #[ignore] fn f() {}", "#[test] #[ignore = \"flaky\"] fn f() {}"];
        for text in bad {
            assert_eq!(ignored_violations(&Project::of(&[("tests/a.rs", text)])).len(), 1, "{text}");
        }
        let good = Project::of(&[("tests/a.rs", "#[test] #[ignore = \"slow validation\"] fn f() {}")]);
        assert!(ignored_violations(&good).is_empty());
    }
}
