//! The journal of operations, and events.

use serde_json::json;
use viq::catalog::{CatalogError, Event, JournalEnd, JournalStart, OperationId};

use crate::place::Place;
use crate::samples::time;

super::on_both_back_ends!(
    an_operation_begins_and_ends_once,
    an_operation_that_never_began_cannot_end,
    the_newest_entries_come_first_and_no_more_than_asked,
    events_come_back_the_newest_first,
);

fn start(kind: &str) -> JournalStart {
    JournalStart {
        time: time("2024-01-01T10:00:00.001Z"),
        kind: kind.to_owned(),
        inputs: json!({"paths": ["/products"], "tolerance": 0.1}),
        software_version: "0.1.0".to_owned(),
    }
}

fn end() -> JournalEnd {
    JournalEnd { time: time("2024-01-01T10:00:05Z"), outcome: "done".to_owned(), details: json!({"added": 3}) }
}

fn an_operation_begins_and_ends_once(place: &Place) {
    let mut catalog = place.open();
    let operation = catalog.begin_operation(&start("ingest")).unwrap();
    assert_eq!(catalog.journal(10).unwrap()[0].end, None);
    catalog.finish_operation(operation, &end()).unwrap();
    let again = catalog.finish_operation(operation, &JournalEnd { outcome: "failed".to_owned(), ..end() });
    assert!(matches!(again, Err(CatalogError::OperationNotOpen { .. })));
    let journal = place.open().journal(10).unwrap();
    assert_eq!(journal.len(), 1);
    assert_eq!((journal[0].operation, &journal[0].start), (operation, &start("ingest")));
    assert_eq!(journal[0].end, Some(end()));
}

fn an_operation_that_never_began_cannot_end(place: &Place) {
    let mut catalog = place.open();
    let error = catalog.finish_operation(OperationId(77), &end()).unwrap_err();
    assert!(matches!(error, CatalogError::OperationNotOpen { operation: OperationId(77), .. }), "{error}");
    assert!(catalog.journal(10).unwrap().is_empty());
}

fn the_newest_entries_come_first_and_no_more_than_asked(place: &Place) {
    let mut catalog = place.open();
    for kind in ["first", "second", "third"] {
        catalog.begin_operation(&start(kind)).unwrap();
    }
    let kinds: Vec<String> = catalog.journal(2).unwrap().into_iter().map(|entry| entry.start.kind).collect();
    assert_eq!(kinds, ["third", "second"]);
    assert!(catalog.journal(0).unwrap().is_empty());
}

fn events_come_back_the_newest_first(place: &Place) {
    let mut catalog = place.open();
    let event = |message: &str| Event {
        time: time("2024-01-01"),
        kind: "verdict".to_owned(),
        subject: "VE_ONE".to_owned(),
        message: message.to_owned(),
    };
    catalog.record_event(&event("first")).unwrap();
    catalog.record_event(&event("second, with a µ and a ' quote")).unwrap();
    assert_eq!(catalog.events(10).unwrap(), [event("second, with a µ and a ' quote"), event("first")]);
    assert_eq!(catalog.events(1).unwrap().len(), 1);
}
