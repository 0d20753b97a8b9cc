//! Whoever only looks leaves no trace.

use viq::catalog::{CatalogError, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::samples::{products, time};

super::on_both_back_ends!(where_there_is_no_catalog_none_is_made, what_another_recorded_is_found);

fn where_there_is_no_catalog_none_is_made(place: &Place) {
    for _ in 0..2 {
        // were one made by the first look, the second would find it
        let error = place.open_existing().map(|_| ()).unwrap_err();
        assert!(matches!(error, CatalogError::NoCatalog { .. }), "{error}");
        let name = crate::place::location(place.address()).to_string();
        assert!(error.to_string().contains(&name), "{error}");
    }
    assert!(!std::path::Path::new(place.address()).exists());
}

fn what_another_recorded_is_found(place: &Place) {
    let supervision = Supervision::unattended();
    place.open().ingest(&products(3), time("2024-01-01"), &supervision).unwrap();
    let catalog = place.open_existing().unwrap();
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 3);
}
