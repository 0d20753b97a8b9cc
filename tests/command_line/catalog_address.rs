//! Which catalog is used: flag, environment, workspace, user. And a password that is never repeated.

use std::path::Path;

use crate::products::small;
use crate::running::{Ended, run, run_in, text, viq};

/// Refused with this exit code, by a message that does not tell the password. Nothing answers at port 1.
fn refused(ended: Ended, code: i32) {
    let ended = ended.with(code);
    assert!(!ended.err.contains("secret") && !ended.out.contains("secret"), "{}", ended.err);
    assert!(ended.err.contains("catalog") || ended.err.contains("127.0.0.1"), "{}", ended.err);
}

#[test]
fn a_password_in_an_address_is_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    for (address, code) in [
        ("postgresql://viq:secret@127.0.0.1:1/viq", 3),
        ("postgresql://viq@127.0.0.1:1/viq?password=secret", 3),
        ("postgresql://viq:secret@127.0.0.1:none/viq", 3),
        ("postgresql://viq:secret@127.0.0.1:1/viq?sslmode=require", 3),
        ("Postgresql://viq:secret@127.0.0.1:1/viq", 2),
        ("mysql://viq:secret@127.0.0.1:1/viq", 2),
    ] {
        refused(run_in(folder.path(), ["find", "--catalog", address]), code);
        let mut command = viq(folder.path());
        command.arg("find").env("VIQ_CATALOG", address);
        refused(run(command), code);
        std::fs::write(folder.path().join("viq.toml"), format!("catalog = \"{address}\"\n")).unwrap();
        refused(run_in(folder.path(), ["ingest", text(&small().header)]), code);
        std::fs::remove_file(folder.path().join("viq.toml")).unwrap();
    }
}

#[test]
fn a_mistyped_address_is_neither_printed_nor_taken_for_a_file() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, here) = (outer.path().join("a@b"), outer.path().join("here"));
    for made in [&folder, &here] {
        std::fs::create_dir(made).unwrap();
    }
    for address in [
        "postgresql:/u:secret@h/db",
        "postgresql//u:secret@h/db",
        "postgresql:u:secret",
        "u:secret@h/db",
        "u:secret@h.gpkg",
        "u:secret/db",
        "u:secret@h://db",
        "//u:secret@h/db.gpkg",
        "host=h password=secret dbname=d",
        "host=h PASSWORD = secret dbname=d.gpkg",
    ] {
        for arguments in [["find", "--limit", "1"], ["ingest", text(&small().header), "--quiet"]] {
            let in_here = |set: &dyn Fn(&mut std::process::Command)| {
                let mut command = viq(&folder);
                command.args(arguments).current_dir(&here);
                set(&mut command);
                let ended = run(command);
                ended.says(&["postgresql://USER@HOST:PORT/DATABASE"]);
                refused(ended, 2);
            };
            in_here(&|command| {
                command.args(["--catalog", address]);
            });
            in_here(&|command| {
                command.env("VIQ_CATALOG", address);
            });
            std::fs::write(folder.join("viq.toml"), format!("catalog = \"{address}\"\n")).unwrap();
            in_here(&|_| {});
            std::fs::remove_file(folder.join("viq.toml")).unwrap();
        }
    }
    assert!(crate::running::files_below(outer.path()).is_empty());
    // a folder may be named so; what lies in it is a path, also where the settings name it
    std::fs::write(folder.join("viq.toml"), "catalog = \"team.gpkg\"\n").unwrap();
    run_in(&folder, ["ingest", text(&small().header)]).with(0);
    assert!(folder.join("team.gpkg").is_file());
}

#[test]
fn a_query_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("workspace");
    run_in(&workspace, ["find"]).with(3).says(&["workspace/catalog.gpkg", "found none", "viq ingest"]);
    assert!(!workspace.exists());
    let elsewhere = folder.path().join("other.gpkg");
    run_in(&workspace, ["find", "--catalog", text(&elsewhere)]).with(3).says(&["other.gpkg", "found none"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_password_of_the_environment_is_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = viq(folder.path());
    command.args(["find", "--catalog", "postgresql://viq@127.0.0.1:1/viq"]).env("PGPASSWORD", "secret");
    refused(run(command), 3);
}

#[test]
fn flag_environment_workspace_and_user_stand_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let workspace = at("workspace");
    let settings = |path: &Path, catalog: &Path| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("catalog = \"{}\"\n", text(catalog))).unwrap();
    };
    let catalogs =
        ["flag.gpkg", "environment.gpkg", "of-workspace.gpkg", "of-user.gpkg", "workspace/catalog.gpkg"].map(at);
    let [flag, environment, of_workspace, of_user, own] = &catalogs;
    let used = |arguments: &[&str], variable: Option<&Path>| {
        for catalog in catalogs.iter().filter(|path| path.exists()) {
            std::fs::remove_file(catalog).unwrap();
        }
        let mut command = viq(&workspace);
        command.args(["ingest", text(&small().header)]).args(arguments).env("XDG_CONFIG_HOME", at("config"));
        if let Some(variable) = variable {
            command.env("VIQ_CATALOG", variable);
        }
        run(command).with(0);
        let made: Vec<_> = catalogs.iter().filter(|path| path.exists()).cloned().collect();
        assert_eq!(made.len(), 1, "{made:?}");
        made[0].clone()
    };
    assert_eq!(&used(&[], None), own);
    settings(&at("config/viq/viq.toml"), of_user);
    assert_eq!(&used(&[], None), of_user);
    settings(&workspace.join("viq.toml"), of_workspace);
    assert_eq!(&used(&[], None), of_workspace);
    assert_eq!(&used(&[], Some(environment)), environment);
    assert_eq!(&used(&["--catalog", text(flag)], Some(environment)), flag);
}

#[test]
fn the_catalog_of_a_newer_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), ["ingest", text(&small().header)]).with(0);
    let catalog = folder.path().join("catalog.gpkg");
    let database = rusqlite::Connection::open(&catalog).unwrap();
    database.execute_batch("update viq_catalog set schema_version = 9000").unwrap();
    drop(database);
    let before = std::fs::read(&catalog).unwrap();
    for arguments in [["find", "--json"], ["ingest", text(&small().header)], ["verify", text(&small().header)]] {
        run_in(folder.path(), arguments).with(3).says(&["catalog.gpkg", "found version 9000", "newer"]);
    }
    assert!(before == std::fs::read(&catalog).unwrap(), "the catalog was changed");
}

#[test]
fn what_is_no_catalog_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "these are notes, and no catalog at all").unwrap();
    run_in(folder.path(), ["find", "--catalog", text(&file)]).with(3).says(&["notes.txt", "needed a GeoPackage"]);
    let in_no_folder = run_in(folder.path(), ["ingest", text(&small().header), "--catalog", "none/catalog.gpkg"]);
    in_no_folder.with(3).says(&["none/catalog.gpkg", "no folder"]);
    run_in(folder.path(), ["find", "--catalog", ""]).with(2).says(&["--catalog"]);
}

#[test]
fn a_malformed_settings_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("viq.toml"), "catalogue = 1\n").unwrap();
    run_in(folder.path(), ["find"]).with(3).says(&["viq.toml", "catalogue"]);
}
