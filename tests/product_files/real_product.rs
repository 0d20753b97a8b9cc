//! The real header of ISRAEL03, 2019-02-04, and the crop that goes with it. Expected figures are read off the files by eye.

use std::path::PathBuf;

use viq::imagery::{NoDataReason, Window};
use viq::product_files::{Level, describe, open};
use viq::supervision::Supervision;

use crate::shared_data::shared;

const HEADER: &str = "venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR";

fn header_and_crop() -> Option<(PathBuf, PathBuf)> {
    Some((shared(HEADER)?, shared("venus_l1/venus1.tif")?))
}

#[test]
fn the_header_alone_describes_the_product() {
    let Some(header) = shared(HEADER) else { return };
    let product = describe(&header, None).unwrap();
    assert_eq!(product.identifier, "VE_VM01_VSC_L1VALD_ISRAEL03_20190204");
    assert_eq!(product.level, Level::L1);
    assert_eq!(product.site.as_deref(), Some("ISRAEL03"));
    assert_eq!(product.acquisition.unwrap().to_string(), "2019-02-04T08:34:37Z");
    assert_eq!(product.orbit, Some(7993));
    let sun = product.sun.unwrap();
    assert!((sun.zenith.degrees() - 52.4563294405).abs() < 1e-9);
    assert!((sun.azimuth.degrees() - 156.2326366292).abs() < 1e-9);
    let zeniths: Vec<f64> = product.views.iter().map(|view| view.zenith.degrees()).collect();
    for (found, expected) in zeniths.iter().zip([12.851195, 13.25631, 13.673858, 14.104792]) {
        assert!((found - expected).abs() < 1e-9);
    }
    assert_eq!(product.bands.len(), 12);
    let gains = [0.204, 0.708, 1.144, 1.329, 1.667, 1.777, 1.747, 1.538, 2.257, 1.706, 2.158, 1.88];
    let centres = [424.0, 447.0, 492.0, 555.0, 620.0, 620.0, 666.0, 702.0, 741.0, 782.0, 861.0, 909.0];
    let units = [1, 1, 4, 4, 1, 4, 3, 3, 3, 2, 2, 2];
    for (index, band) in product.bands.iter().enumerate() {
        assert_eq!(band.name, format!("B{:02}", index + 1));
        assert_eq!(band.ak, Some(gains[index]));
        assert_eq!(band.centre_nm, Some(centres[index]));
        assert_eq!(band.detector_unit, Some(units[index]));
        assert_eq!(band.reflectance_per_code, Some(0.001));
    }
    assert_eq!(product.bands[0].polarisation_coefficient, Some(-0.0014));
    let flags: Vec<(&str, bool)> = product.flags.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(
        flags,
        [
            ("Bad_Pixels_Correction", true),
            ("Equalization", true),
            ("Geometrical_Refinement_With_Ref_Image", true),
            ("Interband_Geometrical_Refinement", true),
            ("Polarization", true),
            ("Remanence", false),
            ("Restoration", false),
            ("Straylight_T1", true),
            ("Straylight_T2", true),
        ]
    );
    assert_eq!(product.quality_indexes.len(), 30);
    let residue = product.quality_indexes.iter().find(|index| index.code == "IMAGE_RESIDUES_INTERDETECTORS").unwrap();
    assert_eq!((residue.band.as_deref(), residue.value), (Some("B05"), Some(0.716)));
    assert_eq!(product.parameter_files.len(), 93);
    assert_eq!(product.parameter_files[5].nature, "GIP_DARKCU");
    assert_eq!((product.lines, product.columns), (7395, 8437));
    assert!(!product.synthetic);
    assert_eq!(product.files, [header]);
}

#[test]
fn the_twin_bands_have_the_base_to_height_that_cnes_publishes() {
    let Some(header) = shared(HEADER) else { return };
    let ratio = describe(&header, None).unwrap().base_to_height_b05_b06().unwrap();
    assert!((ratio - 0.0252).abs() <= 0.0002, "{ratio}");
}

#[test]
fn the_headers_coordinates_are_those_of_pixel_centres() {
    let Some(header) = shared(HEADER) else { return };
    let place = describe(&header, None).unwrap().georeference.unwrap();
    assert_eq!(place.crs, "EPSG:32636");
    assert_eq!(place.geotransform, [714425.5, 5.0, 0.0, 3667763.5, 0.0, -5.0]);
    assert_eq!(place.footprint.len(), 1);
    assert_eq!(place.footprint[0].len(), 5);
    assert!(place.footprint[0].contains(&[35.3977263443, 33.1239161955]));
}

#[test]
fn a_paired_crop_brings_its_own_size_and_place() {
    let Some((header, crop)) = header_and_crop() else { return };
    let product = describe(&header, Some(&crop)).unwrap();
    assert_eq!((product.lines, product.columns), (121, 121));
    let place = product.georeference.unwrap();
    assert_eq!(place.crs, "EPSG:32636");
    assert_eq!(place.geotransform, [736830.5, 5.0, 0.0, 3639028.5, 0.0, -5.0]);
    // Corners as GDAL's own gdalinfo prints them: 35°31'51.62"E 32°51'49.71"N, and 35°32'14.32"E 32°51'29.61"N.
    let ring = &place.footprint[0];
    for (longitude, latitude) in [(35.531006, 32.863808), (35.537311, 32.858225)] {
        assert!(
            ring.iter().any(|point| (point[0] - longitude).abs() < 5e-6 && (point[1] - latitude).abs() < 5e-6),
            "{ring:?}"
        );
    }
    assert_eq!(product.files, [header, crop]);
}

#[test]
fn the_crops_pixels_are_read_and_its_empty_border_is_missing() {
    let Some((header, crop)) = header_and_crop() else { return };
    let opened = open(&header, Some(&crop), &Supervision::unattended()).unwrap();
    let size = opened.raster.size();
    assert_eq!((size.lines, size.columns, size.bands), (121, 121, 12));
    let (b05, b06) = (opened.product.band_index("B05").unwrap(), opened.product.band_index("B06").unwrap());
    let mut tiles = Vec::new();
    opened.raster.read(&[b05, b06], size.window(), &mut tiles, &Supervision::unattended()).unwrap();
    let mean = |band: usize| {
        let tile = &tiles[band];
        let valid = tile.values.iter().zip(&tile.reasons).filter(|(_, reasons)| reasons.is_valid());
        let (sum, n) = valid.fold((0.0, 0), |(sum, n), (value, _)| (sum + f64::from(*value), n + 1));
        assert_eq!(n, 120 * 120);
        sum / f64::from(n)
    };
    let ratio = mean(1) / mean(0);
    assert!((ratio - 1.0226).abs() < 0.0005, "{ratio}");
    // Its first column and its last line.
    for pixel in (0..121).map(|line| line * 121).chain(120 * 121..121 * 121) {
        assert!(tiles[0].reasons[pixel].contains(NoDataReason::Missing));
        assert!(!tiles[0].reasons[pixel].contains(NoDataReason::Outside));
        assert_eq!(tiles[0].values[pixel].to_bits(), 0);
    }
}

#[test]
fn a_window_holds_the_same_samples_as_the_whole() {
    let Some((header, crop)) = header_and_crop() else { return };
    let raster = open(&header, Some(&crop), &Supervision::unattended()).unwrap().raster;
    let (mut whole, mut part) = (Vec::new(), Vec::new());
    raster.read(&[7], raster.size().window(), &mut whole, &Supervision::unattended()).unwrap();
    let window = Window::new(13, 100, 40, 21);
    raster.read(&[3, 7], window, &mut part, &Supervision::unattended()).unwrap();
    for line in 0..window.lines {
        let from = (window.line + line) * 121 + window.column;
        let range = line * window.columns..(line + 1) * window.columns;
        assert_eq!(part[1].values[range.clone()], whole[0].values[from..from + window.columns]);
        assert_eq!(part[1].reasons[range], whole[0].reasons[from..from + window.columns]);
    }
}
