//! Queries on small rasters that the tests write.

use std::path::Path;
use std::sync::atomic::Ordering;

use super::*;
use crate::imagery::Window;
use crate::imagery::picture::{Composition, StretchRule};
use crate::operations::OperationError;
use crate::product_files::{Compression, GeoTiffDescription, GeoTiffSample, ProductError, write_geotiff};
use crate::supervision::Supervision;

/// A raster of two bands, each pixel `sample(band, line, column)`, in UTM 36 N with pixels of 5 m.
fn write<T: GeoTiffSample>(path: &Path, lines: usize, columns: usize, sample: impl Fn(usize, usize, usize) -> T) {
    let description = GeoTiffDescription {
        lines,
        columns,
        band_names: ["red", "green"].map(str::to_owned).into(),
        crs: Some("EPSG:32636".to_owned()),
        geotransform: Some([700_000.0, 5.0, 0.0, 3_600_000.0, 0.0, -5.0]),
        no_data: Some(0.0),
        tile_side: 16,
        compression: Compression::None,
        metadata: Vec::new(),
    };
    write_geotiff::<T, ProductError>(path, &description, &Supervision::unattended(), |range, strips| {
        for (band, strip) in strips.iter_mut().enumerate() {
            for (index, value) in strip.iter_mut().enumerate() {
                *value = sample(band, range.start + index / columns, index % columns);
            }
        }
        Ok(())
    })
    .unwrap();
}

fn viewed(folder: &tempfile::TempDir) -> ViewedProduct {
    let path = folder.path().join("raster.tif");
    let settings = ViewingSettings { tile_side: 32, ..ViewingSettings::default() };
    ViewedProduct::open_with(&path, None, &settings, &Supervision::unattended()).unwrap()
}

fn ramp(folder: &tempfile::TempDir) -> ViewedProduct {
    write(&folder.path().join("raster.tif"), 90, 130, |band, line, column| (1 + 1000 * band + line + column) as u16);
    viewed(folder)
}

#[test]
fn a_place_is_known_in_every_frame_but_the_detectors() {
    let folder = tempfile::tempdir().unwrap();
    let place = ramp(&folder).coordinates(0.0, 1.0);
    let Known::Known(map) = &place.map else { panic!("{place:?}") };
    assert_eq!((map.x, map.y, map.crs.as_str()), (700_007.5, 3_599_997.5, "EPSG:32636"));
    let Known::Known(earth) = place.geographic else { panic!("{place:?}") };
    // pyproj 3.6, EPSG:32636 to EPSG:4326
    assert!((earth.longitude_deg - 35.122_8).abs() < 0.01 && (earth.latitude_deg - 32.519_7).abs() < 0.01, "{earth:?}");
    assert!(place.detector_column.reason().unwrap().contains("geometric model"));
}

#[test]
fn a_tile_of_a_coarse_level_holds_the_means_of_its_cells() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    let rule: StretchRule = "user:1:220".parse().unwrap();
    let composition = Composition::grey("red");
    let stretch = product.resolve(&composition, &rule, None, Effort::Exact, &supervision).unwrap();
    let contract = PictureContract { composition, stretch, no_data: NoDataLook::default() };
    let place = TilePlace { level: 1, row: 0, column: 1 };
    assert_eq!(product.tile_window(place), Window::new(0, 64, 64, 64));
    let picture = product.draw_tile(&contract, place, &supervision).unwrap();
    // Mean of (1 + line + column) over lines 2, 3 and columns 66, 67.
    let expected = ((1.0 + 2.5 + 66.5 - 1.0) / 219.0 * 255.0_f64).round() as u8;
    assert_eq!(picture.rgba[4 * 33..4 * 34], [expected, expected, expected, 255]);
}

#[test]
fn a_cancelled_query_delivers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let product = ramp(&folder);
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, Ordering::Relaxed);
    let composition = Composition::grey("red");
    let resolved = product.resolve(&composition, &StretchRule::default(), None, Effort::Exact, &supervision);
    assert!(matches!(resolved, Err(OperationError::Cancelled(_))));
    assert!(matches!(product.pixel(0, 0, &supervision), Err(OperationError::Cancelled(_))));
    assert!(matches!(product.spectrum(product.whole(), &supervision), Err(OperationError::Cancelled(_))));
}
