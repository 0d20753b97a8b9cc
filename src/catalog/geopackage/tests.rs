//! What only the inside can show: a disk that is full, a search that is cancelled, and the way that a search takes.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use super::GeoPackage;
use crate::catalog::contract::Catalog;
use crate::catalog::error::CatalogError;
use crate::catalog::footprint::Footprint;
use crate::catalog::query::Query;
use crate::catalog::records::{JournalStart, ProductKey, ProductRecord};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

fn products(n: usize) -> Vec<ProductRecord> {
    let record = |index| ProductRecord {
        key: ProductKey { identifier: format!("VE_{index:05}"), fingerprint: "content".to_owned() },
        level: "L1".to_owned(),
        synthetic: true,
        site: Some(format!("SITE{}", index % 10)),
        acquisition: UtcInstant::from_unix_milliseconds(1_500_000_000_000 + index as i64).ok(),
        orbit: None,
        path: "/".to_owned() + &"a long path/".repeat(20),
        facts: serde_json::Value::Null,
        footprint: Footprint::from(vec![vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]]),
        files: Vec::new(),
        parameter_files: Vec::new(),
    };
    (0..n).map(record).collect()
}

fn at(moment: &str) -> UtcInstant {
    UtcInstant::parse(moment).unwrap()
}

#[test]
fn a_full_disk_leaves_the_catalog_as_it_was() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    let mut catalog = GeoPackage::open(&path, &supervision).unwrap();
    catalog.ingest(&products(10), at("2024-01-01"), &supervision).unwrap();
    let connection = catalog.store.connection();
    let pages: i64 = connection.query_row("pragma page_count", [], |row| row.get(0)).unwrap();
    connection.pragma_update(None, "max_page_count", pages + 5).unwrap();
    let error = catalog.ingest(&products(2000), at("2024-01-01"), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Full { doing: "recording products", .. }), "{error}");
    assert!(error.to_string().contains("catalog.gpkg"));
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 10);
    // with room again the same connection goes on
    catalog.store.connection().pragma_update(None, "max_page_count", 1_000_000).unwrap();
    catalog.ingest(&products(2000), at("2024-01-01"), &supervision).unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 2000);
}

#[test]
fn a_statement_that_runs_stops_when_its_user_cancels() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = GeoPackage::open(&folder.path().join("catalog.gpkg"), &Supervision::unattended()).unwrap();
    let supervision = Supervision::unattended();
    let cancellation = supervision.cancellation();
    let user = thread::spawn(move || {
        thread::sleep(Duration::from_millis(100));
        cancellation.store(true, Ordering::Relaxed);
    });
    // without the interruption it would count for ever
    let answer = catalog.store.read("counting for ever", &supervision, |connection| {
        let endless =
            "with recursive number (n) as (select 1 union all select n + 1 from number) select max(n) from number";
        Ok(connection.query_row(endless, [], |row| row.get::<_, i64>(0))?)
    });
    user.join().unwrap();
    assert!(matches!(answer, Err(CatalogError::Cancelled(_))));
}

#[test]
fn whoever_waits_for_another_writer_can_be_cancelled() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    let holder = GeoPackage::open(&path, &supervision).unwrap();
    let mut waiting = GeoPackage::open(&path, &supervision).unwrap();
    holder.store.connection().execute_batch("begin immediate").unwrap();
    let cancellation = supervision.cancellation();
    let user = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        cancellation.store(true, Ordering::Relaxed);
    });
    let error = waiting.ingest(&products(1), at("2024-01-01"), &supervision).unwrap_err();
    user.join().unwrap();
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
}

#[test]
fn the_journal_is_never_changed_whoever_asks() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let mut catalog = GeoPackage::open(&folder.path().join("catalog.gpkg"), &supervision).unwrap();
    let start = JournalStart {
        time: at("2024-01-01"),
        kind: "ingest".to_owned(),
        inputs: serde_json::Value::Null,
        software_version: "0.1.0".to_owned(),
    };
    catalog.begin_operation(&start).unwrap();
    for statement in ["update journal_start set kind = 'other'", "delete from journal_start"] {
        let error = catalog.store.connection().execute(statement, []).unwrap_err();
        assert!(error.to_string().contains("never changed"), "{error}");
    }
    assert_eq!(catalog.journal(1).unwrap()[0].start, start);
}
