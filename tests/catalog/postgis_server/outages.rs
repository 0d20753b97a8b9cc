//! A server that goes and comes back.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use viq::catalog::postgis::{ConnectionSettings, Postgis};
use viq::catalog::{Catalog, CatalogError, JournalStart, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::postgres_server::Server;
use crate::samples::{product, products, time, verification};

/// A server of its own, since it will be stopped.
fn own_server() -> Option<Server> {
    let server = Server::start("-c fsync=off");
    if server.is_none() {
        crate::skipping::skipped("no PostgreSQL with PostGIS on this machine");
    }
    server
}

#[test]
fn a_restart_between_two_operations_goes_unnoticed() {
    let Some(server) = own_server() else { return };
    let place = Place::at(server.new_database());
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let records = products(3);
    catalog.ingest(&records, time("2024-01-01"), &supervision).unwrap();
    let restart = || {
        server.stop();
        server.resume("-c fsync=off");
    };
    restart();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 3);
    restart();
    catalog.ingest(&products(5), time("2024-01-01"), &supervision).unwrap();
    restart();
    catalog.record_verification(&records[0].key, &verification("2024-01-01"), &supervision).unwrap();
    restart();
    let start = JournalStart {
        time: time("2024-01-01"),
        kind: "ingest".to_owned(),
        inputs: serde_json::Value::Null,
        software_version: "0.1.0".to_owned(),
    };
    catalog.begin_operation(&start).unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 5);
    assert_eq!(catalog.verifications(&records[0].key).unwrap().len(), 1);
    assert_eq!(catalog.journal(10).unwrap().len(), 1);
}

#[test]
fn a_server_that_stays_away_is_an_error_and_when_it_is_back_the_work_goes_on() {
    let Some(server) = own_server() else { return };
    let place = Place::at(server.new_database());
    let supervision = Supervision::unattended();
    let settings = ConnectionSettings::from_url(place.address()).unwrap();
    let settings = settings.with_patience_with_a_restart(Duration::from_millis(300));
    let mut catalog = Postgis::open(&settings, &supervision).unwrap();
    catalog.ingest(&products(3), time("2024-01-01"), &supervision).unwrap();
    server.stop();
    let error = catalog.find(&Query::default(), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Unreachable { .. }), "{error}");
    let error = catalog.ingest(&products(5), time("2024-01-01"), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Unreachable { .. }), "{error}");
    server.resume("-c fsync=off");
    catalog.ingest(&products(5), time("2024-01-01"), &supervision).unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 5);
}

#[test]
fn a_server_that_takes_its_time_to_restart_is_waited_for() {
    let Some(server) = own_server() else { return };
    let place = Place::at(server.new_database());
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    server.stop();
    thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(Duration::from_secs(1));
            server.resume("-c fsync=off");
        });
        catalog.ingest(&products(3), time("2024-01-01"), &supervision).unwrap();
    });
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 3);
}

#[test]
fn whoever_waits_for_a_restart_can_be_cancelled_and_the_next_one_is_not_kept_waiting() {
    let Some(server) = own_server() else { return };
    let place = Place::at(server.new_database());
    let supervision = Supervision::unattended();
    let settings = ConnectionSettings::from_url(place.address()).unwrap();
    // longer than any test may take
    let settings = settings.with_patience_with_a_restart(Duration::from_hours(24));
    let mut catalog = Postgis::open(&settings, &supervision).unwrap();
    server.stop();
    let cancellation = supervision.cancellation();
    let user = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        cancellation.store(true, Ordering::Relaxed);
    });
    let error = catalog.ingest(&products(3), time("2024-01-01"), &supervision).unwrap_err();
    user.join().unwrap();
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
    // the journal's last entry is tried once, or a cancel would not end the work
    let error = catalog.journal(1).unwrap_err();
    assert!(matches!(error, CatalogError::Unreachable { .. }), "{error}");
    server.resume("-c fsync=off");
    assert_eq!(catalog.journal(1).unwrap().len(), 0);
}

#[test]
fn a_restart_in_the_middle_of_the_work_loses_nothing_that_was_reported() {
    let Some(server) = own_server() else { return };
    let place = Place::at(server.new_database());
    drop(place.open());
    let stop = AtomicBool::new(false);
    let reported = thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let supervision = Supervision::unattended();
            let mut catalog = place.open();
            let mut reported = Vec::new();
            for (index, batch) in products(100_000).chunks(50).enumerate() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                match catalog.ingest(batch, time("2024-01-01"), &supervision) {
                    Ok(_) => reported.push(index),
                    // while the server is away
                    Err(_) => thread::sleep(Duration::from_millis(20)),
                }
            }
            reported
        });
        for _ in 0..3 {
            thread::sleep(Duration::from_millis(300));
            server.stop();
            server.resume("-c fsync=off");
        }
        thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
        worker.join().unwrap()
    });
    assert!(reported.len() > 3);
    let catalog = place.open();
    let count = catalog.count(&Query::default(), &Supervision::unattended()).unwrap() as usize;
    assert_eq!(count % 50, 0, "no half batch");
    assert!(count >= 50 * reported.len());
    for index in reported {
        let last = product(&format!("VE_TEST_{:05}", index * 50 + 49));
        assert!(catalog.product(&last.key).unwrap().is_some());
    }
}
