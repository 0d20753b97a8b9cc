//! Recording measurements and verdicts.

use viq::catalog::{CatalogError, VerificationId};
use viq::measurement::Outcome;
use viq::supervision::Supervision;
use viq::units::Estimate;

use crate::place::Place;
use crate::samples::{product, products, time, verification};

super::on_both_back_ends!(
    figures_and_verdicts_come_back_bit_for_bit_and_in_order,
    the_newest_verification_speaks_for_the_product,
    figures_that_are_no_numbers_come_back_as_they_are,
    a_product_that_was_never_ingested_cannot_be_verified,
    a_batch_is_recorded_whole_or_not_at_all,
    a_product_without_verification_has_no_figures,
    moving_a_product_keeps_its_figures,
);

fn figures_and_verdicts_come_back_bit_for_bit_and_in_order(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let record = product("VE_ONE");
    catalog.ingest(std::slice::from_ref(&record), time("2024-01-01"), &supervision).unwrap();
    let recorded = verification("2024-02-03T04:05:06.007Z");
    let id = catalog.record_verification(&record.key, &recorded, &supervision).unwrap();
    let catalog = place.open();
    assert_eq!(catalog.measurements(&record.key).unwrap(), recorded.measurements);
    assert_eq!(catalog.verdicts(&record.key).unwrap(), recorded.verdicts);
    let summaries = catalog.verifications(&record.key).unwrap();
    assert_eq!(summaries.len(), 1);
    assert_eq!(summaries[0].id, id);
    assert_eq!(summaries[0].provenance, recorded.provenance);
    assert_eq!((summaries[0].n_measurements, summaries[0].n_verdicts), (3, 2));
}

fn the_newest_verification_speaks_for_the_product(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let record = product("VE_ONE");
    catalog.ingest(std::slice::from_ref(&record), time("2024-01-01"), &supervision).unwrap();
    let newer = verification("2024-03-01");
    let mut older = verification("2024-02-01");
    older.measurements.truncate(1);
    older.verdicts.clear();
    catalog.record_verification(&record.key, &newer, &supervision).unwrap();
    let id_of_older = catalog.record_verification(&record.key, &older, &supervision).unwrap();
    assert_eq!(catalog.measurements(&record.key).unwrap(), newer.measurements);
    assert_eq!(catalog.verdicts(&record.key).unwrap(), newer.verdicts);
    assert_eq!(catalog.measurements_of(id_of_older).unwrap(), older.measurements);
    assert!(catalog.verdicts_of(id_of_older).unwrap().is_empty());
    let times: Vec<_> =
        catalog.verifications(&record.key).unwrap().iter().map(|summary| summary.provenance.time).collect();
    assert_eq!(times, [time("2024-02-01"), time("2024-03-01")]);
}

fn figures_that_are_no_numbers_come_back_as_they_are(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let record = product("VE_ONE");
    catalog.ingest(std::slice::from_ref(&record), time("2024-01-01"), &supervision).unwrap();
    let mut odd = verification("2024-02-01");
    let figures = [(f64::NAN, f64::INFINITY), (-0.0, f64::NAN), (f64::MIN_POSITIVE, f64::MAX)];
    for (measurement, (value, uncertainty)) in odd.measurements.iter_mut().zip(figures) {
        measurement.outcome = Outcome::Measured { estimate: Estimate::exact(value, uncertainty, 0) };
    }
    catalog.record_verification(&record.key, &odd, &supervision).unwrap();
    let read = catalog.measurements(&record.key).unwrap();
    for (measurement, (value, uncertainty)) in read.iter().zip(figures) {
        let estimate = measurement.estimate().unwrap();
        assert!(estimate.value == value || (estimate.value.is_nan() && value.is_nan()));
        assert!(estimate.uncertainty == uncertainty || (estimate.uncertainty.is_nan() && uncertainty.is_nan()));
        assert_eq!(estimate.n, 0);
    }
}

fn a_product_that_was_never_ingested_cannot_be_verified(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let stranger = product("VE_STRANGER").key;
    let error = catalog.record_verification(&stranger, &verification("2024-02-01"), &supervision).unwrap_err();
    assert!(matches!(error, CatalogError::UnknownProduct { .. }), "{error}");
    assert!(error.to_string().contains("VE_STRANGER"));
    assert!(matches!(catalog.verifications(&stranger), Err(CatalogError::UnknownProduct { .. })));
    assert!(matches!(catalog.measurements(&stranger), Err(CatalogError::UnknownProduct { .. })));
}

fn a_batch_is_recorded_whole_or_not_at_all(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let records = products(5);
    catalog.ingest(&records, time("2024-01-01"), &supervision).unwrap();
    let mut batch: Vec<_> = records.iter().map(|record| (record.key.clone(), verification("2024-02-01"))).collect();
    batch.push((product("VE_STRANGER").key, verification("2024-02-01")));
    assert!(matches!(catalog.record_verifications(&batch, &supervision), Err(CatalogError::UnknownProduct { .. })));
    assert!(catalog.verifications(&records[0].key).unwrap().is_empty());
    // and what the failed batch met for the first time is not taken for recorded
    batch.pop();
    let identifiers = catalog.record_verifications(&batch, &supervision).unwrap();
    assert_eq!(identifiers.len(), 5);
    for (record, id) in records.iter().zip(identifiers) {
        assert_eq!(catalog.verifications(&record.key).unwrap()[0].id, id);
        assert_eq!(catalog.measurements(&record.key).unwrap(), verification("2024-02-01").measurements);
    }
}

fn a_product_without_verification_has_no_figures(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let record = product("VE_ONE");
    catalog.ingest(std::slice::from_ref(&record), time("2024-01-01"), &supervision).unwrap();
    assert!(catalog.measurements(&record.key).unwrap().is_empty());
    assert!(catalog.verdicts(&record.key).unwrap().is_empty());
    assert!(catalog.measurements_of(VerificationId(12_345)).unwrap().is_empty());
}

fn moving_a_product_keeps_its_figures(place: &Place) {
    let supervision = Supervision::unattended();
    let mut catalog = place.open();
    let mut record = product("VE_ONE");
    catalog.ingest(std::slice::from_ref(&record), time("2024-01-01"), &supervision).unwrap();
    catalog.record_verification(&record.key, &verification("2024-02-01"), &supervision).unwrap();
    record.path = "/elsewhere".to_owned();
    catalog.ingest(std::slice::from_ref(&record), time("2024-02-02"), &supervision).unwrap();
    assert_eq!(catalog.measurements(&record.key).unwrap(), verification("2024-02-01").measurements);
}
