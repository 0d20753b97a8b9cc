//! Rasters without mission metadata, of each listed format that the tests can write.

use gdal::raster::Buffer;
use gdal::{Dataset, DriverManager};
use viq::product_files::{Level, describe, open};
use viq::supervision::Supervision;

use crate::synthetic::write_bands;

#[test]
fn rasters_of_other_listed_formats_are_read_with_numbered_bands() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.tif");
    let samples: Vec<u8> = (0..40 * 30).map(|index| (index % 251) as u8).collect();
    write_bands(&source, 40, 30, &[""], std::slice::from_ref(&samples)).unwrap();
    let picture = Dataset::open(&source).unwrap();
    for (driver, name) in [("PNG", "picture.png"), ("ENVI", "picture.img"), ("JP2OpenJPEG", "picture.jp2")] {
        let Ok(driver) = DriverManager::get_driver_by_name(driver) else { continue };
        let path = folder.path().join(name);
        let options = ["QUALITY=100", "REVERSIBLE=YES"];
        let options = if name.ends_with("jp2") { options.into_iter().collect() } else { Vec::new() };
        picture.create_copy(&driver, &path, &options.into_iter().collect()).unwrap().close().unwrap();
        let opened = open(&path, None, &Supervision::unattended()).unwrap();
        assert_eq!((opened.product.level, opened.product.identifier.as_str()), (Level::Raster, "picture"));
        assert_eq!(opened.product.bands[0].name, if name.ends_with("img") { "Band 1" } else { "band 1" });
        assert_eq!(opened.product.bands[0].reflectance_per_code, None);
        assert_eq!((opened.product.site, opened.product.acquisition), (None, None));
        let mut tiles = Vec::new();
        opened.raster.read(&[0], opened.raster.size().window(), &mut tiles, &Supervision::unattended()).unwrap();
        assert!(tiles[0].values.iter().zip(&samples).all(|(value, sample)| *value == f32::from(*sample)), "{name}");
    }
}

#[test]
fn a_raster_may_cross_the_date_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fiji.tif");
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let mut dataset = driver.create_with_band_type::<u8, _>(&path, 100, 100, 1).unwrap();
    dataset.set_spatial_ref(&gdal::spatial_ref::SpatialRef::from_epsg(32760).unwrap()).unwrap();
    // UTM zone 60 south, from 500 km east of false origin over its eastern border at 180°, at 17° south.
    dataset.set_geo_transform(&[800_000.0, 1000.0, 0.0, 8_120_000.0, 0.0, -1000.0]).unwrap();
    dataset.rasterband(1).unwrap().write((0, 0), (100, 100), &mut Buffer::new((100, 100), vec![1_u8; 10_000])).unwrap();
    dataset.close().unwrap();
    let rings = describe(&path, None).unwrap().georeference.unwrap().footprint;
    assert_eq!(rings.len(), 2, "{rings:?}");
    assert!(rings[0].iter().all(|point| (179.0..=180.0).contains(&point[0])));
    assert!(rings[1].iter().all(|point| (-180.0..=-179.0).contains(&point[0])));
    assert!(rings.iter().all(|ring| ring.first() == ring.last()));
}
