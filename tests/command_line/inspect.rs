//! `viq inspect`: numbers of pixels, lines and regions, held against the file read without this program.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::products::{image_of, small};
use crate::running::{run_in, text};
use crate::shared_data::shared;

/// Samples of one band of a file, straight from GDAL.
fn samples(file: &Path, band: usize, window: [usize; 4]) -> Vec<f64> {
    let dataset = gdal::Dataset::open(file).unwrap();
    let [line, column, lines, columns] = window;
    let size = (columns, lines);
    let read = dataset.rasterband(band).unwrap().read_as::<f64>((column as isize, line as isize), size, size, None);
    read.unwrap().data().to_vec()
}

fn asked(arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), [&["inspect"], arguments, &["--json"]].concat()).with(0).json()
}

fn real() -> Option<(PathBuf, PathBuf)> {
    Some((shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR")?, shared("venus_l1/venus1.tif")?))
}

#[test]
fn the_spectrum_at_a_pixel_of_the_real_product_is_that_of_the_file() {
    let Some((header, crop)) = real() else { return };
    let answer = asked(&["spectrum", text(&header), "--image", text(&crop), "--at", "60,47", "--at", "5,110"]);
    for (spectrum, [line, column]) in answer.as_array().unwrap().iter().zip([[60, 47], [5, 110]]) {
        let points = spectrum["points"].as_array().unwrap();
        assert_eq!(points.len(), 12);
        for (index, point) in points.iter().enumerate() {
            let code = samples(&crop, index + 1, [line, column, 1, 1])[0];
            let mean = point["mean"].as_f64().unwrap();
            assert!((mean - code * 0.001).abs() < 1e-9, "{}: {mean} {code}", point["band"]);
            assert_eq!((&point["n_valid"], &point["unit"]), (&1.into(), &"reflectance".into()));
        }
    }
}

#[test]
fn a_pixel_of_the_real_product_is_known_in_every_unit_and_every_frame() {
    let Some((header, crop)) = real() else { return };
    let pixel = asked(&["pixel", text(&header), "--image", text(&crop), "--at", "60,47"]);
    let band = &pixel["bands"][4];
    let code = samples(&crop, 5, [60, 47, 1, 1])[0];
    let reflectance = band["reflectance"]["known"].as_f64().unwrap();
    assert!((band["code"]["known"].as_f64().unwrap() - code).abs() < 1e-9);
    assert!((reflectance - code * 0.001).abs() < 1e-9);
    // E₀·cos θₛ/(π·d²) with E₀ = 1666.9, θₛ of the header near 52.5° and d = 0.98577: 332.4 for a reflectance of one.
    let ratio = band["radiance_w_m2_sr_um"]["known"].as_f64().unwrap() / reflectance;
    assert!((ratio - 332.4).abs() < 3.0, "{ratio}");
    let map = &pixel["coordinates"]["map"]["known"];
    assert_eq!((map["x"].as_f64(), map["crs"].as_str()), (Some(736830.5 + 47.5 * 5.0), Some("EPSG:32636")));
    let latitude = pixel["coordinates"]["geographic"]["known"]["latitude_deg"].as_f64().unwrap();
    assert!((32.0..34.0).contains(&latitude), "{latitude}");
    assert!(pixel["coordinates"]["detector_column"]["not_known"].as_str().unwrap().contains("geometric model"));
    // The first column of the crop holds nothing.
    let empty = asked(&["pixel", text(&header), "--image", text(&crop), "--at", "60,0"]);
    assert_eq!(empty["bands"][0]["reasons"], serde_json::json!(["missing"]));
    assert!(empty["bands"][0]["code"]["not_known"].as_str().is_some());
}

#[test]
fn a_rectangle_has_the_mean_and_the_spread_of_its_pixels() {
    let Some((header, crop)) = real() else { return };
    let window = "10,20,30,40";
    let answer = asked(&["region", text(&header), "--image", text(&crop), "--rectangle", window, "--bands", "B05,B11"]);
    assert_eq!(answer["n_pixels"], 1200);
    for (channel, band) in answer["channels"].as_array().unwrap().iter().zip([5, 11]) {
        let values: Vec<f64> = samples(&crop, band, [10, 20, 30, 40]).iter().map(|code| code * 0.001).collect();
        let mean = values.iter().sum::<f64>() / 1200.0;
        let sigma = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 1199.0).sqrt();
        assert!((channel["mean"].as_f64().unwrap() - mean).abs() < 1e-6);
        assert!((channel["sigma"].as_f64().unwrap() - sigma).abs() < 1e-6);
        assert!((channel["signal_to_noise"].as_f64().unwrap() - mean / sigma).abs() < 1e-2);
        assert_eq!((&channel["n_valid"], &channel["exactness"]), (&1200.into(), &"exact".into()));
    }
}

#[test]
fn a_polygon_that_is_a_rectangle_says_what_the_rectangle_says() {
    let header = text(&small().header);
    let rectangle = asked(&["region", header, "--rectangle", "10,20,30,40", "--bands", "B01,(B11-B07)/(B11+B07)"]);
    let corners = "9.5,19.5 9.5,59.5 39.5,59.5 39.5,19.5";
    let polygon = asked(&["region", header, "--polygon", corners, "--bands", "B01,(B11-B07)/(B11+B07)"]);
    assert_eq!(rectangle["channels"], polygon["channels"]);
    assert_eq!(rectangle["window"], polygon["window"]);
    assert_eq!(rectangle["channels"][1]["unit"], "1");
}

#[test]
fn a_profile_along_a_line_of_the_image_holds_its_samples() {
    let header = &small().header;
    let answer = asked(&["profile", text(header), "--from", "100,30", "--to", "100,50", "--bands", "B03"]);
    let points = answer["channels"][0]["points"].as_array().unwrap();
    let codes = samples(&image_of(header), 3, [100, 30, 1, 21]);
    assert_eq!(points.len(), 21);
    for (index, (point, code)) in points.iter().zip(codes).enumerate() {
        assert_eq!(point["distance"].as_f64(), Some(index as f64));
        if let Some(mean) = point["mean"].as_f64() {
            assert!((mean - code * 0.001).abs() < 1e-6);
        } else {
            assert!(!point["n_by_reason"].as_object().unwrap().is_empty());
        }
    }
}

#[test]
fn the_numbers_stand_in_a_table_too() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("spectrum.csv");
    let arguments = ["inspect", "spectrum", text(&small().header), "--at", "40,40", "--csv", text(&table)];
    let ended = run_in(folder.path(), arguments).with(0);
    assert!(ended.out.contains("B12"), "{}", ended.out);
    let written = std::fs::read_to_string(&table).unwrap();
    assert_eq!(written.lines().count(), 13);
    assert!(written.starts_with("line,column,lines,columns,band,centre_nm,width_nm,unit,mean,sigma,n_valid\r\n"));
}

#[test]
fn what_is_not_there_is_refused_with_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    let header = text(&small().header);
    let refused: [(&[&str], &str); 8] = [
        (&["pixel", header, "--at", "9999,0"], "9999"),
        (&["pixel", header, "--at", "1"], "\"1\""),
        (&["pixel", header, "--at=-1,0"], "-1,0"),
        (&["spectrum", header], "--at"),
        (&["region", header, "--polygon", "1,1 2,2"], "three"),
        (&["region", header, "--rectangle", "9999,0,5,5"], "pixel of the image"),
        (&["region", header, "--rectangle", "0,0,5,5", "--bands", "B99"], "B99"),
        (&["profile", header, "--from", "0,0", "--to", "0,nan"], "nan"),
    ];
    for (arguments, found) in refused {
        run_in(folder.path(), [&["inspect"], arguments].concat()).with(2).says(&[found]);
    }
}
