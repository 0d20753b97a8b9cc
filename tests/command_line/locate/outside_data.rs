//! Models of outside data, held against each other and against their producers' figures.

use std::path::Path;

use serde_json::Value;

use super::{answered, number, points, statuses};
use crate::running::text;
use crate::shared_data::shared;

/// A table of places from the points of an answer.
fn places_of(answer: &Value) -> String {
    let rows =
        points(answer).iter().map(|point| format!("{},{},{}\n", point["lon_deg"], point["lat_deg"], point["height_m"]));
    format!("lon,lat,height\n{}", rows.collect::<String>())
}

/// Pixels all over an image of this size.
fn pixels(lines: usize, columns: usize) -> String {
    let at = |index: usize, n: usize| (index as f64 / 40.0 * (n - 1) as f64 * 1e4).round() / 1e4;
    let rows = (0..=40).flat_map(|row| {
        (0..=40).map(move |column| format!("{},{}\n", at(row, lines), at((column * 7 + row) % 41, columns)))
    });
    format!("line,column\n{}", rows.collect::<String>())
}

/// From pixels to the ground and back, on the command line: the largest difference in pixels.
fn closure(image: &Path, size: (usize, usize), surface: &[&str], more: &[&str]) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("points.csv");
    std::fs::write(&file, pixels(size.0, size.1)).unwrap();
    let there = answered(0, &[&[text(image), "--points", text(&file)], surface, more].concat());
    assert!(statuses(&there).iter().all(|status| *status == "ok"), "{}", there["n_located"]);
    std::fs::write(&file, places_of(&there)).unwrap();
    let back = answered(0, &[&[text(image), "--points", text(&file)], more].concat());
    assert_eq!(points(&back).len(), points(&there).len());
    let apart = |(back, there): (&Value, &Value)| {
        (number(back, "line") - number(there, "line")).hypot(number(back, "column") - number(there, "column"))
    };
    points(&back).iter().zip(points(&there)).map(apart).fold(0.0, f64::max)
}

#[test]
fn the_first_pixel_of_ventoux_is_where_shareloc_finds_it() {
    let Some(image) = shared("shareloc/rectification/left_image.tif") else { return };
    let Some(relief) = shared("shareloc/dtm/srtm90_non_void_filled/N44E005.hgt") else { return };
    // The image is cut out at line and column 5000, and its model is for the whole one.
    let answer = answered(0, &[text(&image), "--pixel", "0,0", "--dem", text(&relief)]);
    let point = &points(&answer)[0];
    // shareloc's sight is straight in longitude, latitude and height, which is 3 mm off here.
    assert!((number(point, "lon_deg") - 5.193_406_151_946_084).abs() < 4e-8, "{point}");
    assert!((number(point, "lat_deg") - 44.208_058_078_143_95).abs() < 4e-8, "{point}");
    assert!((number(point, "height_m") - 503.512_021_79).abs() < 5e-4, "{point}");
    assert!(answer["model"]["remarks"].to_string().contains("line 5000, column 5000"));
    assert!(closure(&image, (500, 500), &["--dem", text(&relief)], &[]) < 1e-5);
}

#[test]
fn rational_polynomials_close_on_the_command_line() {
    let Some(model) = shared("shareloc/rpc/RPC_PHR1B_P_201709281038045_SEN_PRG_FC_178608-001.XML") else { return };
    let apart = closure(&model, (10_000, 10_000), &["--height", "200"], &[]);
    assert!(apart < 1e-5, "{apart}");
}

#[test]
fn the_physical_model_of_pleiades_and_the_polynomials_in_the_same_file_meet() {
    let Some(document) = shared("phr_dimap_physical/PHRDIMAP_P1BP--2018122638935449CP.XML") else { return };
    let image = text(&document);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("points.csv");
    std::fs::write(&file, pixels(38_000, 39_900)).unwrap();
    let question = [image, "--points", text(&file), "--height", "575"];
    let physical = answered(0, &question);
    let polynomials = answered(0, &[&question[..], &["--model", "rpc"]].concat());
    assert_eq!(physical["model"]["kind"], "physical");
    assert_eq!(physical["model"]["refraction"], false);
    assert_eq!(polynomials["model"]["kind"], "rational_polynomials");
    let worst = points(&physical)
        .iter()
        .zip(points(&polynomials))
        .flat_map(|(one, other)| ["lon_deg", "lat_deg"].map(|name| (number(one, name) - number(other, name)).abs()))
        .fold(0.0, f64::max);
    // 1e-7° is 11 mm.
    assert!(worst < 1e-7, "{worst}");
    let apart = closure(&document, (38_000, 39_900), &["--height", "575"], &[]);
    assert!(apart < 1e-5, "{apart}");
    // Refraction is worth centimetres at this view, and light time a metre.
    let with = |switch: &str| {
        let answer = answered(0, &[image, "--pixel", "5,5", "--height", "575", switch, "on"]);
        let plain = answered(0, &[image, "--pixel", "5,5", "--height", "575"]);
        (number(&points(&answer)[0], "lat_deg") - number(&points(&plain)[0], "lat_deg")).abs()
            + (number(&points(&answer)[0], "lon_deg") - number(&points(&plain)[0], "lon_deg")).abs()
    };
    assert!((1e-8..2e-5).contains(&with("--refraction")), "{}", with("--refraction"));
    assert!((1e-6..3e-5).contains(&with("--light-time")), "{}", with("--light-time"));
    assert!((1e-5..5e-4).contains(&with("--aberration")), "{}", with("--aberration"));
}

/// Longitudes, latitudes and heights of a reference grid.
fn reference(path: &Path) -> (Vec<Vec<f64>>, usize) {
    let dataset = gdal::Dataset::open(path).unwrap();
    let (columns, lines) = dataset.raster_size();
    let band = |index: usize| {
        let read = dataset.rasterband(index).unwrap().read_as::<f64>((0, 0), (columns, lines), (columns, lines), None);
        read.unwrap().data().to_vec()
    };
    ((1..=3).map(band).collect(), columns)
}

#[test]
fn a_sentinel2_datastrip_sees_the_places_of_the_peers_grid_in_the_pixels_of_its_nodes() {
    let Some(root) = shared("sen2vm_s2l1b") else { return };
    let datastrip = root.join("S2A_OPER_MTD_L1B_DS_DPRM_20140630T140000_S20200816T120220.xml");
    let bulletin = root.join("IERS/S2__OPER_AUX_UT1UTC_PDMC_20190725T000000_V20190726T000000_20200725T000000.txt");
    let grid = "ref/testDirectLoc/GRANULE/S2A_OPER_MSI_L1B_GR_DPRM_20140630T140000_S20200816T120226_D01_N05.00/GEO_DATA/\
                S2A_OPER_GEO_L1B_GR_DPRM_20140630T140000_S20200816T120226_D01_B02.tif";
    let (values, columns) = reference(&root.join(grid));
    let rows =
        (0..values[0].len()).map(|node| format!("{},{},{}\n", values[0][node], values[1][node], values[2][node]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("places.csv");
    std::fs::write(&file, format!("lon,lat,height\n{}", rows.collect::<String>())).unwrap();
    let question = [text(&datastrip), "--points", text(&file), "--earth-orientation", text(&bulletin)];
    let answer = answered(0, &[&question[..], &["--band", "B02/D01"]].concat());
    assert!(answer["model"]["earth_orientation"][0].as_str().unwrap().contains("UT1UTC"));
    let first = points(&answer).iter().find(|point| point["status"] == "ok").unwrap();
    let start = (number(first, "line") / 600.0).round();
    let mut n = 0;
    for (node, point) in points(&answer).iter().enumerate() {
        // Nodes beyond the last column and the last line were seen by no pixel.
        if point["status"] == "outside_image" {
            continue;
        }
        let (row, column) = ((node / columns) as f64, (node % columns) as f64);
        // The peer interpolates the attitude in its own way: 0.5 m, 0.05 pixels of 10 m.
        assert!((number(point, "column") - column * 600.0).abs() < 0.06, "{point}");
        assert!((number(point, "line") - (start + row) * 600.0).abs() < 0.06, "{point}");
        n += 1;
    }
    assert!(n >= 10, "{n} of {}", values[0].len());
    // Without a band, every array that saw the place is listed, the twelve bands of one detector at least.
    let middle = |point: &&Value| point["status"] == "ok" && (1000.0..2000.0).contains(&number(point, "column"));
    let inside: Vec<&Value> = points(&answer).iter().filter(middle).collect();
    let first = inside[inside.len() / 2];
    let place = format!("--ground={},{},{}", first["lon_deg"], first["lat_deg"], first["height_m"]);
    let everywhere = answered(0, &[text(&datastrip), &place, "--earth-orientation", text(&bulletin)]);
    let bands: Vec<&str> = points(&everywhere).iter().map(|point| point["band"].as_str().unwrap()).collect();
    assert!(bands.len() >= 12 && bands.contains(&"B02/D01"), "{bands:?} at {first}");
    let of_band = answered(0, &[text(&datastrip), &place, "--band", "B02", "--earth-orientation", text(&bulletin)]);
    assert!(points(&of_band).iter().all(|point| point["band"].as_str().unwrap().starts_with("B02/")));
    let apart = closure(&datastrip, (1000, 2552), &["--height", "42"], &["--band", "B02/D01"]);
    assert!(apart < 1e-5, "{apart}");
}

#[test]
fn a_location_grid_is_a_model_as_good_as_another() {
    let Some(grid) = shared("phr_dimap_physical/GRID_P1BP--2018122638935449CP.tif") else { return };
    let answer = answered(0, &[text(&grid), "--pixel", "100.5,7000", "--height", "500"]);
    assert_eq!(answer["model"]["kind"], "location_grid");
    assert!(closure(&grid, (38_000, 39_900), &["--height", "575"], &[]) < 1e-5);
}
