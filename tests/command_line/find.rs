//! `viq find`: by site, date, place and text.

use std::path::Path;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::products::archive;
use crate::running::{run_in, text};

/// A catalog of three products: SITE0000 to SITE0002, of 2020-03-01T08:34:37, at 41.5° N 3° E.
fn workspace() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        archive(folder.path(), 3);
        run_in(folder.path(), ["ingest", text(folder.path())]).with(0);
        folder
    });
    made.path()
}

fn found(criteria: &[&str]) -> usize {
    let products = run_in(workspace(), [&["find", "--json"], criteria].concat()).with(0).json();
    products.as_array().unwrap().len()
}

#[test]
fn every_criterion_keeps_what_meets_it_and_nothing_else() {
    let cases: [(&[&str], usize); 16] = [
        (&[], 3),
        (&["--site", "SITE0001"], 1),
        (&["--site", "site0001"], 1),
        (&["--site", "SITE"], 0),
        (&["--text", "e0002_2020"], 1),
        (&["--level", "L1"], 3),
        (&["--level", "l1"], 3),
        (&["--level", "L2A"], 0),
        (&["--from", "2020-03-01", "--to", "2020-03-01"], 3),
        (&["--from", "2020-03-01T08:34:38"], 0),
        (&["--to", "2020-03-01T08:34:37"], 3),
        (&["--to", "2020-02-29"], 0),
        (&["--bbox", "2.9,41.4,3.1,41.6"], 3),
        (&["--bbox", "-3.1,41.4,-2.9,41.6"], 0),
        (&["--bbox=179,-90,-179,90"], 0),
        (&["--limit", "2"], 2),
    ];
    for (criteria, n) in cases {
        assert_eq!(found(criteria), n, "{criteria:?}");
    }
}

#[test]
fn a_criterion_that_means_nothing_is_a_mistake_of_usage_and_named() {
    let cases: [(&[&str], &str); 9] = [
        (&["--from", "yesterday"], "--from needs a UTC date"),
        (&["--to", "2020-02-30"], "--to needs a UTC date"),
        (&["--from", "2021-01-01", "--to", "2020-01-01"], "dates: needed a first one not after the last"),
        (&["--bbox", "1,2,3"], "--bbox needs west,south,east,north"),
        (&["--bbox", "1,2,3,x"], "--bbox needs west,south,east,north"),
        (&["--bbox", "0,50,10,40"], "bbox: needed a northern latitude not below the southern one"),
        (&["--bbox", "nan,0,10,40"], "bbox: needed a longitude between"),
        (&["--level", "L7"], "--level"),
        (&["--limit", "0"], "--limit"),
    ];
    for (criteria, message) in cases {
        run_in(workspace(), [&["find"], criteria].concat()).with(2).says(&[message]);
    }
}

#[test]
fn remarks_stay_out_of_the_result() {
    let none = run_in(workspace(), ["find", "--site", "NOWHERE"]).with(0);
    assert_eq!(none.out, "");
    none.says(&["no product meets all of these criteria"]);
    let some = run_in(workspace(), ["find", "--limit", "1"]).with(0);
    assert_eq!(some.out.lines().count(), 1);
    some.says(&["1 of 3 products shown"]);
    assert_eq!(run_in(workspace(), ["find", "--limit", "1", "--quiet"]).with(0).err, "");
}
