//! Databases without PostGIS, and databases of somebody else.

use viq::catalog::CatalogError;

use crate::other_process;
use crate::place::Place;

#[test]
fn postgis_is_added_to_a_database_that_lacks_it() {
    let Some(server) = super::server() else { return };
    let place = Place::at(server.new_database());
    let installed = "select extversion from pg_extension where extname = 'postgis'";
    assert!(server.client(place.address()).query_opt(installed, &[]).unwrap().is_none());
    // several processes come at once, and each of them finds the catalog made
    let mut processes: Vec<_> = (0..3).map(|_| other_process::start("open", place.address())).collect();
    for process in &mut processes {
        let reports: Vec<String> = other_process::reports(process).collect();
        assert_eq!(reports, ["opened"]);
        process.wait().unwrap();
    }
    assert!(server.client(place.address()).query_opt(installed, &[]).unwrap().is_some());
}

#[test]
fn without_the_right_to_add_postgis_the_error_says_who_can() {
    let Some(server) = super::server() else { return };
    let place = Place::at(server.new_database());
    server.client(place.address()).batch_execute("create role limited login").unwrap();
    let as_limited = Place::at(place.address().replace("//viq@", "//limited@"));
    let error = as_limited.try_open().map(|_| ()).unwrap_err();
    assert!(matches!(error, CatalogError::NoPostgis { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains("user limited may not add it") && text.contains("create extension postgis"), "{text}");
    // somebody adds it; still the user may not make the catalog
    server.client(place.address()).batch_execute("create extension postgis").unwrap();
    let error = as_limited.try_open().map(|_| ()).unwrap_err();
    assert!(matches!(error, CatalogError::ReadOnly { .. }), "{error}");
    // an owner makes it and lets others read and write: nothing more is needed
    drop(place.open());
    server
        .client(place.address())
        .batch_execute(
            "grant usage on schema viq to limited;
             grant select, insert, update, delete on all tables in schema viq to limited;
             grant usage on all sequences in schema viq to limited;",
        )
        .unwrap();
    let mut catalog = as_limited.open();
    let supervision = viq::supervision::Supervision::unattended();
    catalog.ingest(&crate::samples::products(3), crate::samples::time("2024-01-01"), &supervision).unwrap();
}

#[test]
fn a_schema_of_another_program_is_left_alone() {
    let (Some(server), Some(place)) = (super::server(), Place::postgis()) else { return };
    server.client(place.address()).batch_execute("create schema viq; create table viq.recipes (id integer)").unwrap();
    let error = place.try_open().map(|_| ()).unwrap_err();
    assert!(matches!(error, CatalogError::NotACatalog { .. }), "{error}");
}

#[test]
fn the_journal_is_never_changed_whoever_asks() {
    let (Some(server), Some(place)) = (super::server(), Place::postgis()) else { return };
    place.open();
    let mut client = server.client(place.address());
    for statement in
        ["update viq.journal_start set kind = 'other'", "delete from viq.journal_end", "truncate viq.journal_end"]
    {
        let error = client.batch_execute(statement).unwrap_err();
        assert!(error.as_db_error().unwrap().message().contains("never changed"));
    }
}

#[test]
fn the_way_of_a_search_is_through_the_indexes() {
    let (Some(server), Some(place)) = (super::server(), Place::postgis()) else { return };
    place.open();
    let mut client = server.client(place.address());
    let indexes = client.query("select indexdef from pg_indexes where schemaname = 'viq'", &[]).unwrap();
    let indexes: Vec<String> = indexes.iter().map(|row| row.get(0)).collect();
    assert!(indexes.iter().any(|index| index.contains("USING gist (geom)")), "{indexes:?}");
    assert!(indexes.iter().any(|index| index.contains("(lower(site), acquisition NULLS FIRST)")), "{indexes:?}");
}
