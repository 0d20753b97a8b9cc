//! Searching products.

use viq::catalog::{Catalog, CatalogError, Footprint, GeographicBox, Query};
use viq::supervision::Supervision;

use crate::place::Place;
use crate::samples::{product, square, time};

super::on_both_back_ends!(
    every_criterion_leaves_what_meets_it,
    criteria_are_all_to_be_met,
    a_box_across_the_date_line_finds_both_sides_and_nothing_between,
    a_footprint_and_not_the_box_around_it_is_compared,
    answers_come_in_the_order_of_acquisition_and_then_of_identifier,
    limit_and_offset_walk_through_the_answer_without_gap_or_overlap,
    times_are_compared_to_the_millisecond_and_ends_belong,
    texts_are_compared_as_they_stand,
    a_query_that_means_nothing_is_refused,
    sites_know_their_first_and_last_acquisition,
);

/// Four products over the Earth, one of them without time, site and place.
fn filled(place: &Place) -> Box<dyn Catalog> {
    let mut catalog = place.open();
    let mut israel = product("VE_ISRAEL");
    israel.acquisition = Some(time("2019-02-04T08:34:37.250Z"));
    let mut fiji = product("VE_FIJI");
    fiji.site = Some("Fiji_East".to_owned());
    fiji.level = "L2A".to_owned();
    fiji.acquisition = Some(time("2018-06-01T22:00:00Z"));
    fiji.footprint = Footprint::from(vec![
        vec![[179.8, -17.1], [180.0, -17.1], [180.0, -16.9], [179.8, -16.9]],
        vec![[-180.0, -17.1], [-179.8, -17.1], [-179.8, -16.9], [-180.0, -16.9]],
    ]);
    let mut peru = product("VE_PERU");
    peru.site = Some("PERU1".to_owned());
    peru.acquisition = Some(time("2020-01-01T15:00:00Z"));
    peru.footprint = square(-75.0, -10.0, 0.2);
    let mut bare = product("loose_100%.tif");
    (bare.site, bare.acquisition, bare.footprint) = (None, None, Footprint::default());
    bare.level = "raster".to_owned();
    catalog.ingest(&[peru, israel, bare, fiji], time("2024-01-01"), &Supervision::unattended()).unwrap();
    catalog
}

fn found(catalog: &dyn Catalog, query: &Query) -> Vec<String> {
    let supervision = Supervision::unattended();
    let summaries = catalog.find(query, &supervision).unwrap();
    if query.limit.is_none() && query.offset == 0 {
        assert_eq!(catalog.count(query, &supervision).unwrap(), summaries.len() as u64);
    }
    summaries.into_iter().map(|summary| summary.key.identifier).collect()
}

#[allow(clippy::unnecessary_wraps, reason = "the criterion of a query is optional")]
fn bbox(west_deg: f64, south_deg: f64, east_deg: f64, north_deg: f64) -> Option<GeographicBox> {
    Some(GeographicBox { west_deg, south_deg, east_deg, north_deg })
}

fn every_criterion_leaves_what_meets_it(place: &Place) {
    let catalog = filled(place);
    let text = |text: &str| Some(text.to_owned());
    let cases: [(Query, &[&str]); 14] = [
        (Query::default(), &["loose_100%.tif", "VE_FIJI", "VE_ISRAEL", "VE_PERU"]),
        (Query { site: text("ISRAEL03"), ..Query::default() }, &["VE_ISRAEL"]),
        (Query { site: text("fiji_east"), ..Query::default() }, &["VE_FIJI"]),
        (Query { site: text("ISRAEL"), ..Query::default() }, &[]),
        (Query { level: text("L1"), ..Query::default() }, &["VE_ISRAEL", "VE_PERU"]),
        (Query { level: text("raster"), ..Query::default() }, &["loose_100%.tif"]),
        (Query { identifier: text("VE_PERU"), ..Query::default() }, &["VE_PERU"]),
        (Query { from: Some(time("2019-01-01")), ..Query::default() }, &["VE_ISRAEL", "VE_PERU"]),
        (Query { to: Some(time("2019-01-01")), ..Query::default() }, &["VE_FIJI"]),
        (Query { bbox: bbox(30.0, 30.0, 36.0, 33.0), ..Query::default() }, &["VE_ISRAEL"]),
        (Query { bbox: bbox(-180.0, -90.0, 180.0, 90.0), ..Query::default() }, &["VE_FIJI", "VE_ISRAEL", "VE_PERU"]),
        (Query { bbox: bbox(0.0, 0.0, 1.0, 1.0), ..Query::default() }, &[]),
        (Query { text: text("rael"), ..Query::default() }, &["VE_ISRAEL"]),
        (Query { text: text("_EAST"), ..Query::default() }, &["VE_FIJI"]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&*catalog, &query), expected, "{query:?}");
    }
}

fn criteria_are_all_to_be_met(place: &Place) {
    let catalog = filled(place);
    let everything = Query {
        site: Some("israel03".to_owned()),
        level: Some("L1".to_owned()),
        identifier: Some("VE_ISRAEL".to_owned()),
        from: Some(time("2019-02-04")),
        to: Some(time("2019-02-05")),
        bbox: bbox(34.0, 31.0, 35.0, 32.0),
        text: Some("israel".to_owned()),
        limit: Some(10),
        offset: 0,
    };
    assert_eq!(found(&*catalog, &everything), ["VE_ISRAEL"]);
    for one_wrong in [
        Query { site: Some("PERU1".to_owned()), ..everything.clone() },
        Query { level: Some("L2A".to_owned()), ..everything.clone() },
        Query { from: Some(time("2019-02-05")), ..everything.clone() },
        Query { to: Some(time("2019-02-04")), ..everything.clone() },
        Query { bbox: bbox(-80.0, -11.0, -70.0, -9.0), ..everything.clone() },
        Query { text: Some("peru".to_owned()), ..everything.clone() },
        Query { offset: 1, ..everything.clone() },
        Query { limit: Some(0), ..everything.clone() },
    ] {
        assert!(found(&*catalog, &one_wrong).is_empty(), "{one_wrong:?}");
    }
}

fn a_box_across_the_date_line_finds_both_sides_and_nothing_between(place: &Place) {
    let catalog = filled(place);
    let mut everywhere = Query { bbox: bbox(170.0, -20.0, -170.0, -10.0), ..Query::default() };
    assert_eq!(found(&*catalog, &everywhere), ["VE_FIJI"]);
    everywhere.bbox = bbox(-179.9, -20.0, -170.0, -10.0);
    assert_eq!(found(&*catalog, &everywhere), ["VE_FIJI"]);
    everywhere.bbox = bbox(179.9, -20.0, 179.95, -10.0);
    assert_eq!(found(&*catalog, &everywhere), ["VE_FIJI"]);
    // the box around both parts of the footprint spans the whole Earth: it must not be what is compared
    everywhere.bbox = bbox(-100.0, -20.0, 100.0, -10.0);
    assert_eq!(found(&*catalog, &everywhere), ["VE_PERU"]);
    // the same with a site, which takes another way through the indexes
    everywhere.site = Some("Fiji_East".to_owned());
    assert!(found(&*catalog, &everywhere).is_empty());
    everywhere.bbox = bbox(170.0, -20.0, -170.0, -10.0);
    assert_eq!(found(&*catalog, &everywhere), ["VE_FIJI"]);
}

fn a_footprint_and_not_the_box_around_it_is_compared(place: &Place) {
    let mut catalog = place.open();
    let mut diamond = product("VE_DIAMOND");
    diamond.footprint = Footprint::from(vec![vec![[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]]);
    let mut bow_tie = product("VE_BOW_TIE");
    bow_tie.footprint = Footprint::from(vec![vec![[10.0, 0.0], [11.0, 1.0], [11.0, 0.0], [10.0, 1.0]]]);
    catalog.ingest(&[diamond, bow_tie], time("2024-01-01"), &Supervision::unattended()).unwrap();
    let at = |west, south, east, north| Query { bbox: bbox(west, south, east, north), ..Query::default() };
    assert!(found(&*catalog, &at(0.8, 0.8, 1.0, 1.0)).is_empty());
    assert_eq!(found(&*catalog, &at(0.4, 0.4, 1.0, 1.0)), ["VE_DIAMOND"]);
    assert_eq!(found(&*catalog, &at(-0.1, -0.1, 0.1, 0.1)), ["VE_DIAMOND"]);
    assert_eq!(found(&*catalog, &at(1.0, -1.0, 2.0, 1.0)), ["VE_DIAMOND"]);
    assert_eq!(found(&*catalog, &at(0.0, 0.0, 0.0, 0.0)), ["VE_DIAMOND"]);
    // a footprint that crosses itself is somebody's mistake and no reason to fail
    assert_eq!(found(&*catalog, &at(9.0, -1.0, 12.0, 2.0)), ["VE_BOW_TIE"]);
}

fn answers_come_in_the_order_of_acquisition_and_then_of_identifier(place: &Place) {
    let mut catalog = place.open();
    let mut records = Vec::new();
    for (identifier, moment) in
        [("b", Some("2020-01-01")), ("B", Some("2020-01-01")), ("a", Some("2021-01-01")), ("z", None), ("_", None)]
    {
        let mut record = product(identifier);
        record.acquisition = moment.map(time);
        records.push(record);
    }
    catalog.ingest(&records, time("2024-01-01"), &Supervision::unattended()).unwrap();
    assert_eq!(found(&*catalog, &Query::default()), ["_", "z", "B", "b", "a"]);
    let at_a_site = Query { site: Some("ISRAEL03".to_owned()), ..Query::default() };
    assert_eq!(found(&*catalog, &at_a_site), ["_", "z", "B", "b", "a"]);
}

fn limit_and_offset_walk_through_the_answer_without_gap_or_overlap(place: &Place) {
    let mut catalog = place.open();
    catalog.ingest(&crate::samples::products(25), time("2024-01-01"), &Supervision::unattended()).unwrap();
    let all = found(&*catalog, &Query::default());
    let mut walked = Vec::new();
    for offset in [0, 10, 20, 30] {
        let page = found(&*catalog, &Query { limit: Some(10), offset, ..Query::default() });
        assert!(page.len() <= 10);
        walked.extend(page);
    }
    assert_eq!(walked, all);
}

fn times_are_compared_to_the_millisecond_and_ends_belong(place: &Place) {
    let catalog = filled(place);
    let between = |from: &str, to: &str| Query { from: Some(time(from)), to: Some(time(to)), ..Query::default() };
    assert_eq!(found(&*catalog, &between("2019-02-04T08:34:37.250Z", "2019-02-04T08:34:37.250Z")), ["VE_ISRAEL"]);
    assert!(found(&*catalog, &between("2019-02-04T08:34:37.251Z", "2019-02-05")).is_empty());
    assert!(found(&*catalog, &between("2019-02-04", "2019-02-04T08:34:37.249Z")).is_empty());
    assert_eq!(found(&*catalog, &between("2018-06-01T22:00:00Z", "2018-06-01T22:00:00Z")), ["VE_FIJI"]);
    assert!(found(&*catalog, &between("2021-01-01", "2019-01-01")).is_empty());
}

fn texts_are_compared_as_they_stand(place: &Place) {
    let catalog = filled(place);
    let looking_for = |text: &str| Query { text: Some(text.to_owned()), ..Query::default() };
    assert_eq!(found(&*catalog, &looking_for("100%")), ["loose_100%.tif"]);
    assert!(found(&*catalog, &looking_for("V%L")).is_empty());
    assert!(found(&*catalog, &looking_for("VE.")).is_empty());
    assert!(found(&*catalog, &looking_for("'; drop table product; --")).is_empty());
    assert_eq!(found(&*catalog, &Query::default()).len(), 4);
}

fn a_query_that_means_nothing_is_refused(place: &Place) {
    let catalog = place.open();
    let supervision = Supervision::unattended();
    for wrong in [bbox(0.0, 10.0, 1.0, 9.0), bbox(0.0, 0.0, 181.0, 1.0), bbox(f64::NAN, 0.0, 1.0, 1.0)] {
        let query = Query { bbox: wrong, ..Query::default() };
        assert!(matches!(catalog.find(&query, &supervision), Err(CatalogError::BadQuery { .. })));
        assert!(matches!(catalog.count(&query, &supervision), Err(CatalogError::BadQuery { .. })));
    }
    let query = Query { text: Some("a\0b".to_owned()), ..Query::default() };
    assert!(matches!(catalog.find(&query, &supervision), Err(CatalogError::BadQuery { field: "text", .. })));
}

fn sites_know_their_first_and_last_acquisition(place: &Place) {
    let mut catalog = filled(place);
    let mut later = product("VE_LATER");
    later.acquisition = Some(time("2021-01-01"));
    // another level of an acquisition that is known, from a format that knows its orbit
    let mut again = product("VE_AGAIN");
    again.level = "L1C".to_owned();
    catalog.ingest(&[later, again], time("2024-01-01"), &Supervision::unattended()).unwrap();
    let sites = catalog.sites().unwrap();
    let names: Vec<&str> = sites.iter().map(|site| site.name.as_str()).collect();
    assert_eq!(names, ["Fiji_East", "ISRAEL03", "PERU1"]);
    assert_eq!(sites[1].n_acquisitions, 2);
    assert_eq!((sites[1].first, sites[1].last), (time("2019-02-04T08:34:37.250Z"), time("2021-01-01")));
}
