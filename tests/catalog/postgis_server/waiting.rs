//! Waiting for others, and giving up.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use viq::catalog::{CatalogError, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::samples::{products, time};

#[test]
fn whoever_waits_for_another_writer_can_be_cancelled_and_goes_on_afterwards() {
    let (Some(server), Some(place)) = (super::server(), Place::postgis()) else { return };
    let mut catalog = place.open();
    let mut other = server.client(place.address());
    let mut holding = other.transaction().unwrap();
    holding.batch_execute("lock table viq.product in access exclusive mode").unwrap();
    let supervision = Supervision::unattended();
    let cancellation = supervision.cancellation();
    let user = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        cancellation.store(true, Ordering::Relaxed);
    });
    // without the interruption both would wait for ever
    let error = catalog.ingest(&products(1), time("2024-01-01"), &supervision).unwrap_err();
    user.join().unwrap();
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
    let error = catalog.count(&Query::default(), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
    holding.rollback().unwrap();
    let supervision = Supervision::unattended();
    catalog.ingest(&products(2), time("2024-01-01"), &supervision).unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 2);
}
