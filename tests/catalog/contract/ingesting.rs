//! Recording products.

use std::sync::atomic::Ordering;

use viq::catalog::{CatalogError, Footprint, IngestOutcome, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::samples::{product, products, time};

super::on_both_back_ends!(
    a_product_comes_back_as_it_was_recorded,
    recording_again_changes_nothing,
    a_product_that_moved_is_updated_and_not_doubled,
    the_same_identifier_with_other_content_is_another_product,
    a_product_given_twice_in_one_batch_is_recorded_once,
    a_bare_product_without_site_time_or_place_is_recorded,
    a_batch_with_one_bad_record_leaves_nothing,
    a_cancelled_batch_leaves_nothing,
    an_empty_batch_does_nothing,
);

fn a_product_comes_back_as_it_was_recorded(place: &Place) {
    let supervision = Supervision::unattended();
    let mut record = product("VE_ONE");
    record.synthetic = true;
    record.footprint = Footprint::from(vec![
        vec![[179.5, -1.0], [180.0, -1.0], [180.0, 1.0], [179.5, 1.0]],
        vec![[-180.0, -1.0], [-179.5, -1.0], [-179.5, 1.0 / 3.0]],
    ]);
    let outcome = place.open().ingest(&[record.clone()], time("2024-01-01"), &supervision).unwrap();
    assert_eq!(outcome, [IngestOutcome::Added]);
    let catalog = place.open();
    assert_eq!(catalog.product(&record.key).unwrap(), Some(record));
    assert_eq!(catalog.product(&product("VE_TWO").key).unwrap(), None);
}

fn recording_again_changes_nothing(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let records = products(25);
    assert_eq!(catalog.ingest(&records, time("2024-01-01"), &supervision).unwrap(), [IngestOutcome::Added; 25]);
    assert_eq!(catalog.ingest(&records, time("2024-01-02"), &supervision).unwrap(), [IngestOutcome::AlreadyThere; 25]);
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 25);
    assert_eq!(catalog.sites().unwrap().len(), 1);
    assert_eq!(catalog.sites().unwrap()[0].n_acquisitions, 1);
}

fn a_product_that_moved_is_updated_and_not_doubled(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let here = product("VE_ONE");
    let mut there = here.clone();
    "/archive/VE_ONE.HDR".clone_into(&mut there.path);
    there.files.iter_mut().for_each(|file| file.path = file.path.replace("/products", "/archive"));
    there.parameter_files.pop();
    catalog.ingest(&[here], time("2024-01-01"), &supervision).unwrap();
    let outcome = catalog.ingest(&[there.clone()], time("2024-01-02"), &supervision).unwrap();
    assert_eq!(outcome, [IngestOutcome::Updated]);
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 1);
    assert_eq!(catalog.product(&there.key).unwrap(), Some(there));
}

fn the_same_identifier_with_other_content_is_another_product(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let whole = product("VE_ONE");
    let mut crop = whole.clone();
    "a crop of it".clone_into(&mut crop.key.fingerprint);
    let outcomes = catalog.ingest(&[whole, crop], time("2024-01-01"), &supervision).unwrap();
    assert_eq!(outcomes, [IngestOutcome::Added; 2]);
    let query = Query { identifier: Some("VE_ONE".to_owned()), ..Query::default() };
    assert_eq!(catalog.find(&query, &supervision).unwrap().len(), 2);
}

fn a_product_given_twice_in_one_batch_is_recorded_once(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let mut moved = product("VE_ONE");
    moved.path = "/elsewhere".to_owned();
    let batch = [product("VE_ONE"), product("VE_ONE"), moved.clone()];
    let outcomes = catalog.ingest(&batch, time("2024-01-01"), &supervision).unwrap();
    assert_eq!(outcomes, [IngestOutcome::Added, IngestOutcome::AlreadyThere, IngestOutcome::Updated]);
    assert_eq!(catalog.product(&moved.key).unwrap(), Some(moved));
}

fn a_bare_product_without_site_time_or_place_is_recorded(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let mut bare = product("picture.tif");
    bare.level = "raster".to_owned();
    (bare.site, bare.acquisition, bare.orbit) = (None, None, None);
    bare.footprint = Footprint::default();
    bare.facts = serde_json::Value::Null;
    bare.parameter_files.clear();
    bare.files.clear();
    catalog.ingest(&[bare.clone()], time("2024-01-01"), &supervision).unwrap();
    assert_eq!(catalog.product(&bare.key).unwrap(), Some(bare));
    assert_eq!(catalog.find(&Query::default(), &supervision).unwrap()[0].footprint, Footprint::default());
    assert!(catalog.sites().unwrap().is_empty());
}

fn a_batch_with_one_bad_record_leaves_nothing(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let off_the_earth = Footprint::from(vec![vec![[200.0, 0.0], [201.0, 0.0], [201.0, 1.0]]]);
    let spoilers: [fn(&mut viq::catalog::ProductRecord); 5] = [
        |record| record.key.identifier.clear(),
        |record| record.key.fingerprint.clear(),
        |record| record.files[0].sha256 = "ABC".to_owned(),
        |record| record.path = "a\0b".to_owned(),
        |record| record.files[1].size_bytes = u64::MAX,
    ];
    for spoil in spoilers {
        let mut batch = products(3);
        spoil(&mut batch[2]);
        let error = catalog.ingest(&batch, time("2024-01-01"), &supervision).unwrap_err();
        assert!(matches!(error, CatalogError::BadRecord { .. }), "{error}");
    }
    let mut batch = products(3);
    batch[2].footprint = off_the_earth;
    let error = catalog.ingest(&batch, time("2024-01-01"), &supervision).unwrap_err();
    assert!(error.to_string().contains("VE_TEST_00002") && error.to_string().contains("200"), "{error}");
    assert_eq!(catalog.count(&Query::default(), &supervision).unwrap(), 0);
}

fn a_cancelled_batch_leaves_nothing(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    supervision.cancellation().store(true, Ordering::Relaxed);
    let error = catalog.ingest(&products(3), time("2024-01-01"), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::Cancelled(_)), "{error}");
    assert_eq!(catalog.count(&Query::default(), &Supervision::unattended()).unwrap(), 0);
}

fn an_empty_batch_does_nothing(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    assert!(catalog.ingest(&[], time("2024-01-01"), &supervision).unwrap().is_empty());
    assert!(catalog.record_verifications(&[], &supervision).unwrap().is_empty());
    assert!(catalog.find(&Query::default(), &supervision).unwrap().is_empty());
}
