//! `ARCHITECTURE.md` is the map of the modules: it names those that exist, those that do not yet, and what each may import.

use std::collections::{BTreeMap, BTreeSet};

use crate::import_table::TABLE;
use crate::project::Project;

const MAP: &str = "ARCHITECTURE.md";
const HERE: &str = "## Modules";
const PLANNED: &str = "## Planned modules";

/// Module and what it may import, from the table below `heading`.
fn rows<'a>(map: &'a str, heading: &str) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let section = map.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.starts_with("## "));
    let mut found = BTreeMap::new();
    for line in section.filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if let [module, _, imports] = cells.as_slice() {
            let module = module.trim_matches('`').trim_end_matches('/').trim_end_matches(".rs");
            let imports = imports.split(',').map(str::trim).filter(|name| !matches!(*name, "–" | "")).collect();
            found.insert(module, imports);
        }
    }
    found
}

fn violations(project: &Project) -> Vec<String> {
    let map = project.text(MAP).unwrap_or_default();
    let (here, planned) = (rows(map, HERE), rows(map, PLANNED));
    let mut found = Vec::new();
    for module in project.modules() {
        if !here.contains_key(module) {
            found.push(format!("{MAP}: the module `{module}` exists and is not listed under \"{HERE}\""));
        }
    }
    for module in here.keys().filter(|module| !project.modules().contains(*module)) {
        found.push(format!("{MAP}: there is no module `{module}`"));
    }
    for row in &TABLE {
        let written = here.get(row.module).or_else(|| planned.get(row.module));
        if written != Some(&row.may_import.iter().copied().collect()) {
            found.push(format!("{MAP}: `{}` may import {:?}; the map says {written:?}", row.module, row.may_import));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn the_map_shows_the_modules_and_the_imports_as_they_are() -> io::Result<()> {
        let found = violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    fn map_of_the_table(except: &str) -> String {
        let mut map = format!("# Map\n\n{PLANNED}\n\n| module | is | may import |\n|---|---|---|\n");
        for row in TABLE.iter().filter(|row| row.module != except) {
            map.extend(["| `", row.module, "/` | text | ", &row.may_import.join(", "), " |\n"]);
        }
        map + "\n" + HERE + "\n\n| module | is | may import |\n|---|---|---|\n"
    }

    #[test]
    fn a_true_map_has_no_finding() {
        let map = map_of_the_table("units") + "| `units.rs` | text | – |\n";
        assert_eq!(violations(&Project::of(&[(MAP, &map), ("src/units.rs", "")])), Vec::<String>::new());
    }

    #[test]
    fn a_missing_a_vanished_and_a_wrong_row_are_seen() {
        let missing = map_of_the_table("");
        assert_eq!(violations(&Project::of(&[(MAP, &missing), ("src/units/mod.rs", "")])).len(), 1);
        let vanished = map_of_the_table("units") + "| `units/` | text | – |\n";
        assert_eq!(violations(&Project::of(&[(MAP, &vanished)])).len(), 1);
        let wrong = map_of_the_table("units") + "| `units/` | text | catalog |\n";
        assert_eq!(violations(&Project::of(&[(MAP, &wrong), ("src/units/mod.rs", "")])).len(), 1);
    }
}
