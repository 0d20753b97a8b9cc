//! Throughput of the catalog on both back-ends: recording products with their measurements, and searching among them.
//!
//! `VIQ_BENCH_PRODUCTS` sets how many products (1,000,000 unless set), `VIQ_BENCH_BACK_END` one back-end (`geopackage` or
//! `postgis`; both unless set), `VIQ_BENCH_FOLDER` where the data lie (the system's temporary folder unless set).

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench is a program of its own that prints and may fail"
)]

#[path = "../tests/catalog/postgres_server.rs"]
#[allow(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
mod postgres_server;

use std::time::{Duration, Instant};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use viq::catalog::postgis::ConnectionSettings;
use viq::catalog::{
    Catalog, FileRecord, Footprint, GeographicBox, Location, ParameterFileRecord, ProductKey, ProductRecord,
    Provenance, Query, Verification, content_fingerprint, open,
};
use viq::measurement::{Measurement, Outcome, Subject};
use viq::supervision::Supervision;
use viq::units::{Estimate, UtcInstant};

const SITES: usize = 127;
const MEASUREMENTS: usize = 12;
const BATCH: usize = 1000;
const QUERIES: usize = 1000;
/// The years 2017 to 2024.
const FIRST_MS: i64 = 1_483_228_800_000;
const SPAN_MS: i64 = 8 * 365 * 86_400_000;

fn main() {
    let n = std::env::var("VIQ_BENCH_PRODUCTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let only = std::env::var("VIQ_BENCH_BACK_END").unwrap_or_default();
    let folder = std::env::var_os("VIQ_BENCH_FOLDER").map_or_else(std::env::temp_dir, Into::into);
    println!("{n} products with {MEASUREMENTS} measurements each, {SITES} sites, batches of {BATCH}");
    if only != "postgis" {
        let folder = tempfile::tempdir_in(folder).unwrap();
        measure("GeoPackage", &Location::GeoPackage(folder.path().join("catalog.gpkg")), n);
    }
    if only != "geopackage" {
        // the server's own defaults: every commit waits for the disk
        match postgres_server::Server::start("-c shared_buffers=512MB") {
            None => println!("PostGIS: skipped, not installed"),
            Some(server) => {
                let settings = ConnectionSettings::from_url(&server.new_database()).unwrap();
                measure("PostGIS", &Location::Postgis(settings), n);
            }
        }
    }
}

fn measure(back_end: &str, location: &Location, n: usize) {
    let supervision = Supervision::unattended();
    let mut catalog = open(location, &supervision).unwrap();
    let sites = sites();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let (mut recording, mut slowest) = (Duration::ZERO, Duration::ZERO);
    let mut done = 0;
    while done < n {
        // making the records is no part of what is measured
        let records: Vec<ProductRecord> =
            (done..n.min(done + BATCH)).map(|index| product(index, &sites, &mut random)).collect();
        let verifications: Vec<(ProductKey, Verification)> =
            records.iter().map(|record| (record.key.clone(), verification(record, &mut random))).collect();
        let begun = Instant::now();
        catalog.ingest(&records, instant(FIRST_MS + SPAN_MS), &supervision).unwrap();
        catalog.record_verifications(&verifications, &supervision).unwrap();
        let took = begun.elapsed();
        recording += took;
        slowest = slowest.max(took);
        done += records.len();
        if done % 100_000 == 0 {
            println!("  {back_end}: {done} products, {:.0} products/s so far", done as f64 / recording.as_secs_f64());
        }
    }
    println!(
        "{back_end}: recorded {:.0} products/s with their measurements ({:.1} s in all, slowest batch {:.2} s)",
        n as f64 / recording.as_secs_f64(),
        recording.as_secs_f64(),
        slowest.as_secs_f64()
    );
    search(back_end, "place + date + site", &*catalog, &sites, n, |site, query| query.site = Some(site.name.clone()));
    search(back_end, "place + date", &*catalog, &sites, n, |_, _| ());
    search(back_end, "site + page", &*catalog, &sites, n, |site, query| {
        *query = Query { site: Some(site.name.clone()), limit: Some(100), offset: 200, ..Query::default() };
    });
}

/// Random searches of at most 100 rows; the first tenth warms up and is not counted.
fn search(
    back_end: &str,
    what: &str,
    catalog: &dyn Catalog,
    sites: &[Site],
    n: usize,
    narrow: impl Fn(&Site, &mut Query),
) {
    let supervision = Supervision::unattended();
    let mut random = ChaCha8Rng::seed_from_u64(2);
    // about 60 products of a site in the window of time
    let window = (SPAN_MS as f64 * (60.0 * SITES as f64 / n as f64).min(1.0)) as i64;
    let mut times = Vec::with_capacity(QUERIES);
    let mut rows = 0;
    for index in 0..QUERIES + QUERIES / 10 {
        let site = &sites[random.random_range(0..sites.len())];
        let from = FIRST_MS + random.random_range(0..=SPAN_MS - window);
        let place = |low: f64, high: f64, degrees: f64| (degrees.clamp(low, high), (degrees + 0.3).clamp(low, high));
        let (west_deg, east_deg) = place(-180.0, 180.0, site.longitude - 0.15 + random.random_range(-0.2..0.2));
        let (south_deg, north_deg) = place(-90.0, 90.0, site.latitude - 0.15 + random.random_range(-0.2..0.2));
        let mut query = Query {
            from: Some(instant(from)),
            to: Some(instant(from + window)),
            bbox: Some(GeographicBox { west_deg, south_deg, east_deg, north_deg }),
            limit: Some(100),
            ..Query::default()
        };
        narrow(site, &mut query);
        let begun = Instant::now();
        let found = catalog.find(&query, &supervision).unwrap();
        let took = begun.elapsed();
        assert!(found.len() <= 100);
        if index >= QUERIES / 10 {
            times.push(took);
            rows += found.len();
        }
    }
    times.sort_unstable();
    let milliseconds = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e3;
    println!(
        "{back_end}: {QUERIES} searches by {what}: p50 {:.2} ms, p95 {:.2} ms, max {:.2} ms, {:.0} rows each",
        milliseconds(0.5),
        milliseconds(0.95),
        milliseconds(1.0),
        rows as f64 / QUERIES as f64
    );
}

struct Site {
    name: String,
    longitude: f64,
    latitude: f64,
}

fn sites() -> Vec<Site> {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    (0..SITES)
        .map(|index| Site {
            name: format!("SITE{index:03}"),
            longitude: random.random_range(-179.0..179.0),
            latitude: random.random_range(-60.0..70.0),
        })
        .collect()
}

fn instant(milliseconds: i64) -> UtcInstant {
    UtcInstant::from_unix_milliseconds(milliseconds).unwrap()
}

fn product(index: usize, sites: &[Site], random: &mut ChaCha8Rng) -> ProductRecord {
    let site = &sites[index % sites.len()];
    let time = FIRST_MS + random.random_range(0..SPAN_MS);
    let identifier = format!("VE_TEST_VSC_L1VALD_{}____{index:08}", site.name);
    let digest = |salt: u64| format!("{:016x}", (index as u64 ^ salt).wrapping_mul(0x9E37_79B9_7F4A_7C15)).repeat(4);
    let files = ["HDR", "DBL.TIF"].map(|extension| FileRecord {
        path: format!("/archive/{}/{identifier}.{extension}", site.name),
        size_bytes: 1_000_000,
        sha256: digest(extension.len() as u64),
    });
    let (longitude, latitude) =
        (site.longitude + random.random_range(-0.02..0.02), site.latitude + random.random_range(-0.02..0.02));
    let corner = |east: f64, north: f64| [longitude + 0.15 * east, latitude + 0.13 * north];
    // 93 parameter files, exchanged about once a month
    let month = (time - FIRST_MS) / (30 * 86_400_000);
    let parameter_files = (0..93)
        .map(|file| ParameterFileRecord { nature: format!("GIP_{file:02}"), name: format!("VE_GIP_{file:02}_{month}") })
        .collect();
    ProductRecord {
        key: ProductKey { identifier: identifier.clone(), fingerprint: content_fingerprint(&files) },
        level: "L1".to_owned(),
        synthetic: true,
        site: Some(site.name.clone()),
        acquisition: Some(instant(time)),
        orbit: Some(index as u32),
        path: files[0].path.clone(),
        facts: json!({"sun_zenith_deg": 51.3, "lines": 7395, "columns": 8437}),
        footprint: Footprint::from(vec![vec![
            corner(-1.0, -0.9),
            corner(0.9, -1.0),
            corner(1.0, 0.9),
            corner(-0.9, 1.0),
        ]]),
        files: files.to_vec(),
        parameter_files,
    }
}

fn verification(record: &ProductRecord, random: &mut ChaCha8Rng) -> Verification {
    let measurement = |band: usize| Measurement {
        metric: "snr".to_owned(),
        subject: Subject::Band(format!("B{:02}", band + 1)),
        unit: "1".to_owned(),
        population: "homogeneous windows of valid pixels".to_owned(),
        method: String::new(),
        outcome: Outcome::Measured { estimate: Estimate::exact(0.0, 1.5, 400) },
    };
    let mut measurements: Vec<Measurement> = (0..MEASUREMENTS).map(measurement).collect();
    for measurement in &mut measurements {
        let value = random.random_range(80.0..200.0);
        measurement.outcome = Outcome::Measured { estimate: Estimate::exact(value, 1.5, 400) };
    }
    let provenance = Provenance {
        time: record.acquisition.unwrap(),
        software_version: "0.1.0".to_owned(),
        settings: json!({"window": 16}),
    };
    Verification { provenance, measurements, verdicts: Vec::new() }
}
