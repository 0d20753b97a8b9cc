//! Several at once, and the death of one.

use viq::catalog::Query;
use viq::supervision::Supervision;

use crate::other_process::{self, BATCH};
use crate::place::Place;
use crate::samples::{product, verification};

super::on_both_back_ends!(
    four_processes_with_the_same_200_products_leave_200_rows_and_no_error,
    what_was_reported_as_done_survives_a_kill,
    a_search_answers_while_another_writes,
);

fn four_processes_with_the_same_200_products_leave_200_rows_and_no_error(place: &Place) {
    // the catalog does not exist yet: they also make it together
    let mut processes: Vec<_> = (0..4).map(|_| other_process::start("ingest 200 products", place.address())).collect();
    let mut added = 0;
    for process in &mut processes {
        added += other_process::reports(process).map(|text| text.parse::<usize>().unwrap()).sum::<usize>();
        assert!(process.wait().unwrap().success());
    }
    assert_eq!(added, 200, "each product is added by exactly one of them");
    let catalog = place.open();
    assert_eq!(catalog.count(&Query::default(), &Supervision::unattended()).unwrap(), 200);
    assert_eq!(catalog.sites().unwrap()[0].n_acquisitions, 1);
}

fn what_was_reported_as_done_survives_a_kill(place: &Place) {
    let supervision = Supervision::unattended();
    let mut process = other_process::start("ingest for ever", place.address());
    let mut reports = other_process::reports(&mut process);
    let last_reported = reports.by_ref().nth(4).unwrap();
    process.kill().unwrap(); // SIGKILL
    process.wait().unwrap();
    // it may have got further between its last report that was read and its death
    let last_reported = reports.last().unwrap_or(last_reported);
    let catalog = place.open();
    let count = catalog.count(&Query::default(), &supervision).unwrap() as usize;
    assert_eq!(count % BATCH, 0, "no half batch");
    let reported: usize = last_reported.rsplit('_').next().unwrap().parse::<usize>().unwrap() + 1;
    assert!(count >= reported, "{count} products, {reported} reported");
    let expected = verification("2024-01-01").measurements;
    for index in 0..reported {
        let key = product(&format!("VE_TEST_{index:05}")).key;
        assert_eq!(catalog.measurements(&key).unwrap(), expected);
    }
}

fn a_search_answers_while_another_writes(place: &Place) {
    let supervision = Supervision::unattended();
    let mut process = other_process::start("ingest for ever", place.address());
    let mut reports = other_process::reports(&mut process);
    reports.next().unwrap();
    let catalog = place.open();
    let mut before = 0;
    for _ in 0..20 {
        let count = catalog.count(&Query::default(), &supervision).unwrap() as usize;
        assert!(count >= before && count.is_multiple_of(BATCH));
        before = count;
    }
    process.kill().unwrap();
    process.wait().unwrap();
}
