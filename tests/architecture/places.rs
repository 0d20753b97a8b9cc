//! Which module may name the disk, a database, the window, the clock, the environment, chance, and unsafe code.

use crate::paths::paths;
use crate::project::{Project, SourceFile, at};
use crate::tokens::Kind;

/// Something of the world outside a calculation, and the modules that may touch it.
struct Place {
    what: &'static str,
    /// Crates: the first name of a path.
    crates: &'static [&'static str],
    /// Names that stand one after the other in a path.
    paths: &'static [&'static str],
    /// Methods.
    methods: &'static [&'static str],
    allowed: &'static [&'static str],
}

const PLACES: [Place; 5] = [
    Place {
        what: "the window",
        crates: &[
            "egui",
            "eframe",
            "egui_plot",
            "egui_extras",
            "egui_tiles",
            "epaint",
            "emath",
            "winit",
            "wgpu",
            "glow",
            "glutin",
            "rfd",
        ],
        paths: &[],
        methods: &[],
        allowed: &["workbench"],
    },
    Place {
        what: "a database",
        crates: &["rusqlite", "libsqlite3_sys", "postgres", "tokio_postgres", "postgres_types", "postgres_protocol"],
        paths: &[],
        methods: &["execute_sql"],
        allowed: &["catalog/geopackage", "catalog/postgis"],
    },
    Place {
        what: "files, processes and the network",
        crates: &["gdal", "gdal_sys", "tempfile"],
        paths: &[
            "std::fs",
            "std::net",
            "std::process",
            "File::open",
            "File::create",
            "image::open",
            "ImageReader::open",
        ],
        methods: &[
            "canonicalize",
            "exists",
            "try_exists",
            "is_file",
            "is_dir",
            "is_symlink",
            "read_dir",
            "read_link",
            "symlink_metadata",
        ],
        allowed: &["catalog", "product_files", "workspace", "operations", "command_line"],
    },
    Place {
        what: "the clock, the environment or chance without a seed",
        crates: &["ctrlc"],
        paths: &[
            "std::env",
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "Utc::now",
            "Local::now",
            "TimeZone::system",
            "rand::rng",
            "rand::random",
            "rand::thread_rng",
            "OsRng",
            "ThreadRng",
        ],
        methods: &["elapsed", "from_os_rng", "from_entropy"],
        allowed: &["workspace", "operations", "command_line", "workbench"],
    },
    Place {
        what: "arguments and progress bars",
        crates: &["clap", "indicatif"],
        paths: &["std::io::stdin", "std::io::stdout", "std::io::stderr", "io::stdout", "io::stderr", "io::stdin"],
        methods: &[],
        allowed: &["command_line"],
    },
];

/// What shipped code touches outside the places where it may. Tests may: they need a disk.
fn violations(project: &Project) -> Vec<String> {
    let mut found: Vec<String> = project.sources.iter().flat_map(outside_its_place).collect();
    found.extend(project.sources.iter().flat_map(sql));
    found.extend(project.sources.iter().flat_map(unsafe_code));
    found
}

fn outside_its_place(file: &SourceFile) -> Vec<String> {
    let named = paths(&file.shipped);
    let mut found = Vec::new();
    for place in PLACES.iter().filter(|place| !may_touch(file, place)) {
        for path in &named {
            let is_of_crate = place.crates.contains(&path.segments[0].as_str());
            if is_of_crate || place.paths.iter().any(|pattern| path.contains(pattern)) {
                let name = path.segments.join("::");
                found.push(at(&file.path, path.line, format!("`{name}` is {}", place.what)));
            }
        }
        for call in file.shipped.windows(3) {
            if call[0].is_sign(".") && call[2].is_sign("(") && place.methods.contains(&call[1].text.as_str()) {
                found.push(at(&file.path, call[1].line, format!("`.{}()` is {}", call[1].text, place.what)));
            }
        }
    }
    found.dedup();
    found
}

/// `main.rs` stands above the operations: what they may touch, it may too.
fn may_touch(file: &SourceFile, place: &Place) -> bool {
    let is_main = file.path == "src/main.rs" && place.allowed.contains(&"operations");
    is_main || place.allowed.iter().any(|allowed| file.is_in(allowed))
}

fn sql(file: &SourceFile) -> Vec<String> {
    if file.is_in("catalog/geopackage") || file.is_in("catalog/postgis") {
        return Vec::new();
    }
    let texts = file.shipped.iter().filter(|token| token.kind == Kind::Text && is_sql(&token.text));
    texts.map(|token| at(&file.path, token.line, "SQL outside the catalog's back-ends")).collect()
}

/// Statements are written in capitals or in small letters throughout; a sentence that begins with "Select" is none.
fn is_sql(text: &str) -> bool {
    const STATEMENTS: [(&str, &str); 9] = [
        ("SELECT ", "FROM "),
        ("INSERT ", "INTO "),
        ("UPDATE ", " SET "),
        ("DELETE ", "FROM "),
        ("CREATE ", "TABLE "),
        ("CREATE ", " INDEX "),
        ("ALTER ", "TABLE "),
        ("DROP ", "TABLE "),
        ("PRAGMA ", ""),
    ];
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_file = std::path::Path::new(text).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql"));
    let stated = |verb: &str, word: &str| folded.starts_with(verb) && folded[verb.len() - 1..].contains(word);
    is_file
        || STATEMENTS
            .iter()
            .any(|(verb, word)| stated(verb, word) || stated(&verb.to_lowercase(), &word.to_lowercase()))
}

/// One instruction that reads and writes nothing, which the standard library has no safe word for.
const PREFETCH: &str = "src/level1/prefetch.rs";

fn unsafe_code(file: &SourceFile) -> Vec<String> {
    if file.is_in("product_files") || file.path == PREFETCH {
        return Vec::new();
    }
    let found = file.tokens.iter().filter(|token| token.is_word("unsafe"));
    found.map(|token| at(&file.path, token.line, "unsafe code outside product_files and the prefetch")).collect()
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Project, is_sql, violations};

    #[test]
    fn the_world_outside_is_touched_only_where_it_may_be() -> io::Result<()> {
        let found = violations(&Project::load()?);
        assert!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }

    #[test]
    fn each_touch_out_of_place_is_seen() {
        let touches = [
            ("src/reports/html.rs", "use egui::Color32;"),
            ("src/reports/html.rs", "fn f(ui: &mut eframe::egui::Ui) {}"),
            ("src/catalog/record.rs", "use rusqlite::Connection;"),
            ("src/operations/find.rs", "use postgres::Client;"),
            ("src/operations/find.rs", "const Q: &str = \"SELECT id\n FROM product\";"),
            ("src/catalog/record.rs", "const Q: &str = include_str!(\"schema.sql\");"),
            ("src/product_files/raster.rs", "fn f() { data.execute_sql(text, None, dialect) }"),
            ("src/performance/noise.rs", "use gdal::Dataset;"),
            ("src/imagery/raster.rs", "use std::{fmt, fs::File};"),
            ("src/reports/html.rs", "fn f() { std::fs::write(a, b) }"),
            ("src/reports/html.rs", "fn f(p: &Path) -> bool { p.exists() }"),
            ("src/performance/noise.rs", "use std::process::Command;"),
            ("src/supervision.rs", "fn f() { Instant::now() }"),
            ("src/units/instant.rs", "fn f() { jiff::Timestamp::now() }"),
            ("src/catalog/journal.rs", "fn f() { std::time::SystemTime::now() }"),
            ("src/catalog/postgis/mod.rs", "use std::env; fn f() { env::var(\"PGPASSWORD\") }"),
            ("src/product_files/raster.rs", "fn f() -> u8 { rand::rng().random() }"),
            ("src/estimation/robust.rs", "fn f() { start.elapsed() }"),
            ("src/operations/verify.rs", "use indicatif::ProgressBar;"),
            ("src/main.rs", "use rusqlite::Connection;"),
            ("src/performance/noise.rs", "fn f() { unsafe { g() } }"),
        ];
        for (path, text) in touches {
            assert_eq!(violations(&Project::of(&[(path, text)])).len(), 1, "{path}: {text}");
        }
    }

    #[test]
    fn the_same_in_its_place_in_a_test_or_in_words_is_no_finding() {
        let found = violations(&Project::of(&[
            ("src/workbench/mod.rs", "use egui::Ui;"),
            ("src/catalog/geopackage/mod.rs", "use rusqlite::Connection; const Q: &str = \"SELECT 1 FROM t\";"),
            ("src/catalog/postgis.rs", "use postgres::Client; use std::fs;"),
            ("src/product_files/raster.rs", "use gdal::Dataset; fn f() { unsafe { g() } }"),
            ("src/workspace/mod.rs", "fn f() { std::env::var(\"HOME\"); std::time::SystemTime::now(); }"),
            ("src/operations/verify.rs", "fn f() { std::time::Instant::now(); }"),
            ("src/command_line/mod.rs", "use clap::Parser; use std::io::stdout;"),
            (
                "src/units/angle.rs",
                "/// egui::Ui, `std::fs`\nfn f() { now(); env!(\"X\"); x.now; } const W: &str = \"std::fs\";",
            ),
            ("src/imagery/raster.rs", "#[cfg(test)] mod tests { use std::fs; fn f() { std::env::var(\"X\") } }"),
        ]));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn sql_is_told_from_sentences() {
        for text in
            ["select a, b\n from c", "INSERT OR IGNORE INTO t VALUES (1)", "update t set a = 1", "PRAGMA user_version"]
        {
            assert!(is_sql(text), "{text}");
        }
        for text in
            ["Select a product from the list", "update of the header", "selected bands", "create a workspace", ""]
        {
            assert!(!is_sql(text), "{text}");
        }
    }
}
