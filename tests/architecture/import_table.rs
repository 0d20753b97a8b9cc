//! Who may import whom. A module missing here has no place in `src/`; one that stands here need not exist yet.

use crate::paths::{Path, paths};
use crate::project::{Project, SourceFile, at};

/// A module directly below `src/`, and the modules that it may name.
pub(crate) struct Row {
    pub(crate) module: &'static str,
    pub(crate) may_import: &'static [&'static str],
}

const fn row(module: &'static str, may_import: &'static [&'static str]) -> Row {
    Row { module, may_import }
}

/// In layer order: a module may only name modules above it.
#[rustfmt::skip]
pub(crate) const TABLE: [Row; 20] = [
    row("supervision", &[]),
    row("units", &[]),
    row("estimation", &["units", "supervision"]),
    row("earth", &["units", "supervision"]),
    row("imagery", &["units", "earth", "estimation", "supervision"]),
    row("instrument", &["units", "earth", "estimation", "supervision"]),
    row("parameter_sets", &["units", "instrument"]),
    row("measurement", &["units"]),
    row("simulation", &["units", "earth", "imagery", "instrument", "parameter_sets", "estimation", "supervision"]),
    row("level1", &["units", "earth", "imagery", "instrument", "parameter_sets", "estimation", "supervision"]),
    row("elevation", &["units", "earth", "imagery", "instrument", "estimation", "supervision"]),
    row("calibration", &["units", "earth", "imagery", "instrument", "parameter_sets", "level1", "estimation",
                         "supervision"]),
    row("performance", &["units", "earth", "imagery", "instrument", "measurement", "estimation", "elevation",
                         "supervision"]),
    row("catalog", &["units", "earth", "parameter_sets", "measurement", "supervision"]),
    row("product_files", &["units", "earth", "imagery", "instrument", "parameter_sets", "measurement", "supervision"]),
    row("reports", &["units", "imagery", "measurement", "parameter_sets", "catalog"]),
    row("workspace", &["units", "supervision"]),
    row("operations", &["supervision", "units", "estimation", "earth", "imagery", "instrument", "parameter_sets",
                        "measurement", "simulation", "level1", "elevation", "calibration", "performance", "catalog",
                        "product_files", "reports", "workspace"]),
    row("command_line", &["operations", "workspace", "supervision", "units"]),
    row("workbench", &["operations", "workspace", "reports", "imagery", "measurement", "parameter_sets", "units",
                       "supervision"]),
];

/// What `main.rs` may name of the library.
const DOORS: [&str; 2] = ["command_line", "workbench"];

/// Every import that the table does not allow, tests included: what a module may not know, its tests may not know either.
fn violations(project: &Project) -> Vec<String> {
    project.sources.iter().flat_map(violations_in).collect()
}

fn violations_in(file: &SourceFile) -> Vec<String> {
    let module = file.module();
    let own = module.first().copied();
    let allowed: &[&str] = match own {
        None if file.path.ends_with("main.rs") => &DOORS,
        None => &[],
        Some(name) => match TABLE.iter().find(|row| row.module == name) {
            Some(row) => row.may_import,
            None => return vec![at(&file.path, 1, format!("the import table has no module `{name}`"))],
        },
    };
    let mut found = Vec::new();
    for path in paths(&file.tokens) {
        let Some(named) = named_from_the_root(&path, module.len()) else { continue };
        let is_module = TABLE.iter().any(|row| row.module == named);
        let finding = if own == Some(named) || path.segments[0] == "super" && !is_module {
            continue;
        } else if !is_module {
            format!("`{}` hides which module is meant", path.segments.join("::"))
        } else if !allowed.contains(&named) {
            format!("{} may not import {named}", own.unwrap_or("main.rs and lib.rs"))
        } else if path.is_published {
            format!("{named} is imported under another module's name by a re-export")
        } else {
            continue;
        };
        found.push(at(&file.path, path.line, finding));
    }
    found
}

/// The first name after the root of the crate, where the path goes there; `crate` itself where it stops at the root.
fn named_from_the_root(path: &Path, file_depth: usize) -> Option<&str> {
    let from_self = path.segments.iter().skip(usize::from(path.segments[0] == "self"));
    let climbs = from_self.clone().take_while(|segment| *segment == "super").count();
    let below: Vec<&str> = from_self.skip(climbs).map(String::as_str).collect();
    match (climbs, below.first().copied()) {
        (0, Some(root @ ("crate" | "viq"))) => Some(below.get(1).copied().unwrap_or(root)),
        (0, _) => None,
        (_, first) => (climbs == file_depth + path.inner_modules).then_some(first).flatten(),
    }
}

/// The library lists its modules in the order of the table.
fn order_violations(project: &Project) -> Vec<String> {
    let library = project.text("src/lib.rs").unwrap_or_default();
    let declared: Vec<&str> =
        library.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let places: Vec<Option<usize>> =
        declared.iter().map(|name| TABLE.iter().position(|row| row.module == *name)).collect();
    let mut found: Vec<String> = declared
        .iter()
        .zip(places.windows(2))
        .filter(|(_, pair)| pair[0] >= pair[1])
        .map(|(name, _)| format!("src/lib.rs: what follows `{name}` stands above it in the import table"))
        .collect();
    if declared.is_empty() {
        found.push("src/lib.rs declares no module".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Project, TABLE, order_violations, violations};

    #[test]
    fn modules_import_only_what_their_row_allows() -> io::Result<()> {
        let found = violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn the_library_lists_its_modules_in_layer_order() -> io::Result<()> {
        let found = order_violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn the_table_only_points_upwards() {
        for (place, row) in TABLE.iter().enumerate() {
            for named in row.may_import {
                assert!(TABLE[..place].iter().any(|above| above.module == *named), "{} names {named}", row.module);
            }
        }
    }

    #[test]
    fn the_judge_does_not_know_the_defendant() {
        let Some(judge) = TABLE.iter().find(|row| row.module == "performance") else { panic!("no row") };
        assert!(!judge.may_import.contains(&"calibration") && !judge.may_import.contains(&"simulation"));
    }

    #[test]
    fn a_forbidden_import_is_seen_however_it_is_written() {
        let ways = [
            ("src/performance/noise.rs", "use crate::simulation::Scene;"),
            ("src/performance/noise.rs", "use crate::{units::Angle, simulation::{self as truth}};"),
            ("src/performance/noise.rs", "use {crate::simulation as truth};"),
            ("src/performance/noise.rs", "fn f() { crate::simulation::scene() }"),
            ("src/performance/noise.rs", "fn f() -> &'static crate::simulation::Scene { todo }"),
            ("src/performance/noise.rs", "use super::super::simulation::Scene;"),
            ("src/performance/noise.rs", "mod inner { use super::super::super::calibration::Gain; }"),
            ("src/performance/mod.rs", "use super::simulation::Scene;"),
            ("src/performance/noise.rs", "#[cfg(test)] mod tests { use crate::simulation::Scene; }"),
            ("src/performance/noise.rs", "use crate as everything;"),
            ("src/performance/noise.rs", "use crate::{self as everything};"),
            ("src/performance/noise.rs", "use crate::*;"),
            ("src/performance/noise.rs", "extern crate self as everything; use viq::simulation::Scene;"),
            ("src/performance/noise.rs", "pub use crate::units::Angle;"),
            ("src/units/angle.rs", "use crate::supervision::Supervision;"),
            ("src/command_line/mod.rs", "use crate::catalog::Catalog;"),
            ("src/main.rs", "fn main() { viq::operations::run() }"),
            ("src/lib.rs", "pub use crate::units::Angle;"),
            ("src/tools/mod.rs", ""),
        ];
        for (path, text) in ways {
            assert_eq!(violations(&Project::of(&[(path, text)])).len(), 1, "{path}: {text}");
        }
    }

    #[test]
    fn allowed_imports_comments_and_texts_are_no_finding() {
        let text = "//! Not `crate::simulation::Scene`.\nuse crate::{units::Angle, imagery::*}; /* crate::catalog::X */\n\
                    use super::simulation_of_nothing; pub(crate) fn f() { \"crate::catalog::X\"; crate::performance::g() }";
        let found = violations(&Project::of(&[
            ("src/performance/noise.rs", text),
            ("src/main.rs", "fn main() { viq::command_line::run() }"),
            ("src/lib.rs", "pub mod units;"),
        ]));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn modules_out_of_order_are_seen() {
        let wrong = Project::of(&[("src/lib.rs", "pub mod units;\npub mod catalog;\npub mod earth;\n")]);
        assert_eq!(order_violations(&wrong).len(), 1);
        assert_eq!(order_violations(&Project::of(&[("src/lib.rs", "")])).len(), 1);
        assert!(order_violations(&Project::of(&[("src/lib.rs", "pub mod units;\npub mod earth;\n")])).is_empty());
    }
}
