//! Versions of the schema: forward from every one, never backward.

use viq::catalog::migration::Migration;
use viq::catalog::{CatalogError, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::samples::{products, time};

super::on_both_back_ends!(
    a_new_catalog_has_the_newest_version,
    an_old_catalog_moves_forward_and_keeps_what_it_holds,
    a_newer_catalog_is_refused_and_left_alone,
    a_migration_that_fails_leaves_the_old_version,
    a_program_that_was_overtaken_writes_nothing_more,
);

/// What a later version of the program might add.
const LATER: Migration = Migration {
    to_version: 1000,
    title: "a later version",
    statements: "alter table product add column colour text; create table later (id integer primary key);",
};

fn history_with(place: &Place, step: Migration) -> Vec<Migration> {
    place.migrations().iter().copied().chain([step]).collect()
}

fn a_new_catalog_has_the_newest_version(place: &Place) {
    let newest = place.migrations().last().unwrap().to_version;
    assert_eq!(place.open().schema_version(), newest);
    assert_eq!(place.open().schema_version(), newest);
}

fn an_old_catalog_moves_forward_and_keeps_what_it_holds(place: &Place) {
    let supervision = Supervision::unattended();
    place.open().ingest(&products(3), time("2024-01-01"), &supervision).unwrap();
    let mut moved = place.open_with_migrations(&history_with(place, LATER)).unwrap();
    assert_eq!(moved.schema_version(), 1000);
    assert_eq!(moved.count(&Query::default(), &supervision).unwrap(), 3);
    moved.ingest(&products(5), time("2024-01-01"), &supervision).unwrap();
    assert_eq!(moved.count(&Query::default(), &supervision).unwrap(), 5);
}

fn a_newer_catalog_is_refused_and_left_alone(place: &Place) {
    drop(place.open_with_migrations(&history_with(place, LATER)).unwrap());
    let supported = place.migrations().last().unwrap().to_version;
    let error = place.try_open().map(|_| ()).unwrap_err();
    assert!(matches!(error, CatalogError::Newer { found: 1000, .. }), "{error}");
    let message = error.to_string();
    assert!(message.contains("1000") && message.contains(&format!("version {supported}")), "{message}");
    assert_eq!(place.open_with_migrations(&history_with(place, LATER)).unwrap().schema_version(), 1000);
}

fn a_migration_that_fails_leaves_the_old_version(place: &Place) {
    let supervision = Supervision::unattended();
    place.open().ingest(&products(3), time("2024-01-01"), &supervision).unwrap();
    let broken = Migration { statements: "create table later (id integer); select nothing from nowhere;", ..LATER };
    assert!(place.open_with_migrations(&history_with(place, broken)).is_err());
    let catalog = place.open();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 3);
    // nothing of the broken step remains: the same table can be made
    drop(catalog);
    assert_eq!(place.open_with_migrations(&history_with(place, LATER)).unwrap().schema_version(), 1000);
}

fn a_program_that_was_overtaken_writes_nothing_more(place: &Place) {
    let supervision = Supervision::unattended();
    let mut old = place.open();
    old.ingest(&products(1), time("2024-01-01"), &supervision).unwrap();
    let new = place.open_with_migrations(&history_with(place, LATER)).unwrap();
    let error = old.ingest(&products(2), time("2024-01-01"), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Newer { found: 1000, .. }), "{error}");
    assert_eq!(new.count(&Query::default(), &supervision).unwrap(), 1);
}
