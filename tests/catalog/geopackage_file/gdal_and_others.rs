//! Other programs read the catalog and add to it.

use std::path::Path;
use std::process::Command;

use gdal::vector::{FieldValue, Geometry, LayerAccess};
use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};
use viq::catalog::geopackage::GeoPackage;
use viq::catalog::{Catalog, CatalogError, GeographicBox, IngestOutcome, ProductKey, Query};
use viq::supervision::Supervision;

use crate::samples::{product, products, square, time, verification};

fn catalog(path: &Path) -> GeoPackage {
    GeoPackage::open(path, &Supervision::unattended()).unwrap()
}

/// A catalog with five products, the first of which was verified; closed.
fn filled(path: &Path) {
    let supervision = Supervision::unattended();
    let mut catalog = catalog(path);
    let records = products(5);
    catalog.ingest(&records, time("2024-01-01"), &supervision).unwrap();
    catalog.record_verification(&records[0].key, &verification("2024-02-01"), &supervision).unwrap();
}

fn open_for_update(path: &Path) -> Dataset {
    let options = DatasetOptions {
        open_flags: GdalOpenFlags::GDAL_OF_UPDATE | GdalOpenFlags::GDAL_OF_VECTOR,
        ..DatasetOptions::default()
    };
    Dataset::open_ex(path, options).unwrap()
}

#[test]
fn ogrinfo_lists_every_layer_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    filled(&path);
    let Ok(answer) = Command::new("ogrinfo").args(["-so", "-al"]).arg(&path).output() else {
        crate::skipping::skipped("no ogrinfo on this machine");
        return;
    };
    let (text, complaints) = (String::from_utf8_lossy(&answer.stdout), String::from_utf8_lossy(&answer.stderr));
    assert!(answer.status.success());
    assert_eq!(complaints, "", "{text}");
    assert!(!text.contains("Warning") && !text.contains("ERROR"), "{text}");
    for expected in [
        "using driver `GPKG'",
        "Layer name: product",
        "Geometry: Multi Polygon",
        "Feature Count: 5",
        "Extent: (34.750000, 31.050000) - (35.050000, 31.350000)",
        "WGS 84",
        "identifier: String",
        "site: String",
        "level: String",
        "acquisition: DateTime",
        "path: String",
        "Layer name: measurement",
        "Layer name: verdict",
        "Layer name: journal_start",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}

#[test]
fn gdal_reads_products_as_features_by_place_and_attribute() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    filled(&path);
    let dataset = Dataset::open(&path).unwrap();
    let mut layer = dataset.layer_by_name("product").unwrap();
    layer.set_spatial_filter_rect(34.0, 31.0, 35.0, 32.0);
    layer.set_attribute_filter("site = 'ISRAEL03' and acquisition < '2020-01-01T00:00:00Z'").unwrap();
    assert_eq!(layer.features().count(), 5);
    let feature = layer.feature(1).unwrap();
    let acquisition = feature.field_index("acquisition").unwrap();
    let read = feature.field_as_string(acquisition).unwrap().unwrap();
    assert!(read.starts_with("2019/02/04 08:34:37.25"), "{read}");
    drop(feature);
    layer.set_spatial_filter_rect(0.0, 0.0, 1.0, 1.0);
    assert_eq!(layer.features().count(), 0);
}

#[test]
fn a_product_added_by_gdal_is_found_and_can_be_ingested_over() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    filled(&path);
    let mut added = product("VE_BY_GDAL");
    added.footprint = square(10.0, 50.0, 0.5);
    {
        let dataset = open_for_update(&path);
        let layer = dataset.layer_by_name("product").unwrap();
        let geometry = Geometry::from_wkt("MULTIPOLYGON (((9.5 49.5,10.5 49.5,10.5 50.5,9.5 50.5,9.5 49.5)))").unwrap();
        let fields = [
            ("identifier", "VE_BY_GDAL"),
            ("fingerprint", added.key.fingerprint.as_str()),
            ("site", "GERMANY"),
            ("level", "L1"),
        ];
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        feature.set_geometry(geometry).unwrap();
        for (name, value) in fields {
            feature.set_field_string(feature.field_index(name).unwrap(), value).unwrap();
        }
        let moment = feature.field_index("acquisition").unwrap();
        feature.set_field(moment, &FieldValue::DateTimeValue("2019-05-06T07:08:09Z".parse().unwrap())).unwrap();
        feature.create(&layer).unwrap();
    }
    let mut catalog = catalog(&path);
    let here = GeographicBox { west_deg: 10.4, south_deg: 50.4, east_deg: 11.0, north_deg: 51.0 };
    for query in [
        Query { bbox: Some(here), ..Query::default() },
        Query { bbox: Some(here), site: Some("germany".to_owned()), ..Query::default() },
        Query { from: Some(time("2019-05-06T07:08:09Z")), to: Some(time("2019-05-06T07:08:09Z")), ..Query::default() },
    ] {
        let found = catalog.find(&query, &supervision).unwrap();
        assert_eq!(found.len(), 1, "{query:?}");
        assert_eq!(found[0].key, added.key);
        assert_eq!(found[0].acquisition, Some(time("2019-05-06T07:08:09Z")));
        assert_eq!(found[0].footprint, added.footprint);
    }
    let outcome = catalog.ingest(&[added.clone()], time("2024-01-01"), &supervision).unwrap();
    assert_eq!(outcome, [IngestOutcome::Updated]);
    assert_eq!(catalog.product(&added.key).unwrap(), Some(added));
}

#[test]
fn a_product_that_gdal_gave_only_a_name_is_found() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    filled(&path);
    {
        let dataset = open_for_update(&path);
        let layer = dataset.layer_by_name("product").unwrap();
        let mut feature = gdal::vector::Feature::new(layer.defn()).unwrap();
        feature.set_field_string(feature.field_index("identifier").unwrap(), "VE_NAME_ONLY").unwrap();
        feature.create(&layer).unwrap();
    }
    let key = ProductKey { identifier: "VE_NAME_ONLY".to_owned(), fingerprint: String::new() };
    let query = Query { text: Some("name_only".to_owned()), ..Query::default() };
    assert_eq!(catalog(&path).find(&query, &supervision).unwrap()[0].key, key);
    assert!(catalog(&path).product(&key).unwrap().unwrap().files.is_empty());
}

#[test]
fn what_gdal_moves_or_removes_is_found_no_more() {
    let supervision = Supervision::unattended();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.gpkg");
    filled(&path);
    {
        let mut dataset = open_for_update(&path);
        for statement in [
            "delete from product where identifier = 'VE_TEST_00004'",
            "update product set geom = null where identifier = 'VE_TEST_00003'",
        ] {
            dataset.execute_sql(statement, None, gdal::vector::sql::Dialect::DEFAULT).unwrap();
        }
        dataset.flush_cache().unwrap();
    }
    let israel = GeographicBox { west_deg: 34.0, south_deg: 31.0, east_deg: 35.0, north_deg: 32.0 };
    let query = Query { bbox: Some(israel), ..Query::default() };
    let found = catalog(&path).find(&query, &supervision).unwrap();
    let identifiers: Vec<_> = found.into_iter().map(|summary| summary.key.identifier).collect();
    assert_eq!(identifiers, ["VE_TEST_00000", "VE_TEST_00001", "VE_TEST_00002"]);
}

#[test]
fn a_geopackage_made_by_gdal_is_no_catalog_and_stays_as_it_is() {
    // GDAL makes the file in a process that also speaks to SQLite itself: with two copies of SQLite this crashes
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made_by_gdal.gpkg");
    drop(catalog(&folder.path().join("catalog.gpkg")));
    {
        let mut dataset = DriverManager::get_driver_by_name("GPKG").unwrap().create_vector_only(&path).unwrap();
        dataset.create_layer(gdal::vector::LayerOptions { name: "roads", ..Default::default() }).unwrap();
    }
    let before = std::fs::read(&path).unwrap();
    let error = GeoPackage::open(&path, &Supervision::unattended()).map(|_| ()).unwrap_err();
    assert!(matches!(error, CatalogError::NotACatalog { .. }), "{error}");
    assert!(error.to_string().contains("made_by_gdal.gpkg"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn the_program_holds_no_copy_of_sqlite_of_its_own() {
    let Ok(answer) = Command::new("nm").args(["-D", "--defined-only"]).arg(std::env::current_exe().unwrap()).output()
    else {
        crate::skipping::skipped("no nm on this machine");
        return;
    };
    let exported = String::from_utf8_lossy(&answer.stdout);
    assert!(!exported.contains("sqlite3_"), "{exported}");
}
