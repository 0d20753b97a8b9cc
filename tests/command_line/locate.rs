//! `viq locate`: where pixels looked, which pixels saw places, and what is said where neither can be known.

/// What is refused, and in which words.
mod bad_input;
/// Models of outside data.
mod outside_data;
/// Polynomials, elevation models and files of points that the tests write.
mod written_files;

use serde_json::Value;

use crate::running::{run_in, text};
use written_files::Scene;

/// The answer to a question that ends with this exit code.
fn answered(code: i32, arguments: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), [&["locate"], arguments, &["--json"]].concat()).with(code).json()
}

fn points(answer: &Value) -> &[Value] {
    answer["points"].as_array().unwrap()
}

fn number(point: &Value, name: &str) -> f64 {
    point[name].as_f64().unwrap_or_else(|| panic!("{name}: {point}"))
}

fn statuses(answer: &Value) -> Vec<&str> {
    points(answer).iter().map(|point| point["status"].as_str().unwrap()).collect()
}

#[test]
fn a_point_has_the_fields_that_are_promised_and_the_answer_says_what_it_rests_on() {
    let scene = Scene::at(10.0, 40.0);
    let answer = answered(0, &[scene.image(), "--pixel", "500,500", "--height", "500"]);
    let point = &points(&answer)[0];
    for (name, expected) in
        [("line", 500.0), ("column", 500.0), ("lon_deg", 10.0), ("lat_deg", 40.0), ("height_m", 500.0)]
    {
        assert!((number(point, name) - expected).abs() < 1e-9, "{name}: {point}");
    }
    assert_eq!(point["status"], "ok");
    assert_eq!((&answer["direction"], &answer["n_located"]), (&"direct".into(), &1.into()));
    assert_eq!(answer["model"]["kind"], "rational_polynomials");
    assert!(answer["model"]["file"].as_str().unwrap().ends_with("scene_RPC.TXT"));
    assert_eq!(answer["surface"]["is_assumed"], false);
}

#[test]
fn the_text_names_model_and_surface_and_has_a_row_for_each_point() {
    let scene = Scene::at(10.0, 40.0);
    let folder = tempfile::tempdir().unwrap();
    let ended = run_in(folder.path(), ["locate", scene.image(), "--pixel", "0,0", "1,2", "3,4"]).with(0);
    for words in ["rational polynomials", "scene_RPC.TXT", "0 m above WGS 84, ASSUMED", "3 of 3 points", "longitude °"]
    {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    ended.says(&["warning", "ASSUMED"]);
    let row: Vec<&str> = ended.last_line().split_whitespace().collect();
    assert_eq!(row[1..3], ["3.000000", "4.000000"]);
    let decimals = |word: &str| word.split_once('.').unwrap().1.len();
    assert_eq!([row[3], row[4], row[5]].map(decimals), [9, 9, 3]);
    let quiet = run_in(folder.path(), ["locate", scene.image(), "--pixel", "0,0", "--height", "0", "-q"]).with(0);
    assert_eq!((quiet.out.lines().count(), quiet.err.as_str()), (2, ""));
}

#[test]
fn a_surface_that_nobody_named_is_said_to_be_assumed() {
    let scene = Scene::at(10.0, 40.0);
    let answer = answered(0, &[scene.image(), "--pixel", "500,500"]);
    assert_eq!((&answer["surface"]["is_assumed"], &answer["surface"]["height_m"]), (&true.into(), &0.0.into()));
    assert!(answer["surface"]["description"].as_str().unwrap().contains("ASSUMED"));
    assert_eq!(points(&answer)[0]["height_m"], 0.0);
}

#[test]
fn a_pixel_and_its_place_lead_to_each_other_across_the_date_line() {
    let scene = Scene::at(180.0, -16.0);
    let pixels = scene.write("pixels.csv", "line,column\n0,0\n999,999\n10.25,999.4\n\n# a comment\n500,499.5\n");
    let there = answered(0, &[scene.image(), "--points", &pixels, "--height", "650"]);
    let longitudes: Vec<f64> = points(&there).iter().map(|point| number(point, "lon_deg")).collect();
    assert!(longitudes[0] > 179.9 && longitudes[1] < -179.9, "{longitudes:?}");
    assert!(longitudes.iter().all(|longitude| longitude.abs() <= 180.0));
    let row = |point: &Value| format!("{},{},{}\n", point["lat_deg"], point["lon_deg"], point["height_m"]);
    let rows: Vec<String> = points(&there).iter().map(row).collect();
    let places = scene.write("places.csv", &format!("lat_deg,lon_deg,height_m\n{}", rows.concat()));
    let back = answered(0, &[scene.image(), "--points", &places]);
    assert_eq!(points(&back).len(), 4);
    for (back, there) in points(&back).iter().zip(points(&there)) {
        for name in ["line", "column"] {
            assert!((number(back, name) - number(there, name)).abs() < 1e-5, "{back} {there}");
        }
    }
    // The same place by its longitude a turn further.
    let [one, other] = ["--ground=-179.995,-16,650", "--ground=180.005,-16,650"].map(|ground| {
        let answer = answered(0, &[scene.image(), ground]);
        number(&points(&answer)[0], "column")
    });
    assert!((one - other).abs() < 1e-6, "{one} {other}");
}

#[test]
fn near_the_pole_a_place_beyond_it_is_none() {
    let scene = Scene::at(0.0, 89.995);
    let answer = answered(0, &[scene.image(), "--pixel", "700,500", "--pixel", "100,500", "--height", "500"]);
    assert_eq!(statuses(&answer), ["ok", "outside_model"]);
    let pole = answered(0, &[scene.image(), "--ground", "0,90,500"]);
    assert!((number(&points(&pole)[0], "line") - 250.0).abs() < 1e-5);
}

#[test]
fn relief_lends_its_height_to_pixels_and_to_places() {
    let scene = Scene::at(10.0, 40.0);
    let relief = scene.relief();
    let surface = ["--dem", relief.as_str(), "--geoid", "none"];
    let there = answered(0, &[&[scene.image(), "--pixel", "300,700", "--pixel", "700,300"], &surface[..]].concat());
    for point in points(&there) {
        // The relief is a plane: 400 m in the middle, 10 km from there to the east 1000 m more.
        let expected = 400.0 + 1000.0 * (number(point, "lon_deg") - 10.0) / 0.1;
        assert!((number(point, "height_m") - expected).abs() < 1e-3, "{point} {expected}");
        let ground = format!("--ground={},{}", point["lon_deg"], point["lat_deg"]);
        let back = answered(0, &[&[scene.image(), &ground], &surface[..]].concat());
        let back = &points(&back)[0];
        assert!((number(back, "line") - number(point, "line")).abs() < 1e-5);
        assert!((number(back, "column") - number(point, "column")).abs() < 1e-5);
        assert!((number(back, "height_m") - expected).abs() < 1e-3);
    }
    assert!(there["surface"]["description"].as_str().unwrap().contains("relief.tif"));
    assert_eq!(there["surface"]["kind"], "terrain");
}

#[test]
fn each_point_has_a_reason_of_its_own_and_costs_its_neighbours_nothing() {
    let scene = Scene::at(10.0, 40.0);
    let relief = scene.relief();
    // The void covers the north-west of the relief; the relief ends before the image does in the south.
    let pixels = scene.write("p.csv", "row;col\n500;500\n20;20\n990;500\n-3;500\n500;1e9\nnan;4\n480;500\n");
    let answer = answered(0, &[scene.image(), "--points", &pixels, "--dem", &relief, "--geoid", "none"]);
    let expected = ["ok", "terrain_void", "outside_terrain", "outside_image", "outside_image", "not_a_place", "ok"];
    assert_eq!(statuses(&answer), expected);
    assert_eq!(answer["n_located"], 2);
    assert!(points(&answer)[5]["line"].is_null() && points(&answer)[1]["lon_deg"].is_null());
    let places =
        scene.write("g.csv", "lon,lat,height\n10,40,\n20,40,0\n10,40,99999\nnan,40,0\n0,91,0\n9.991,40.009,\n");
    let answer = answered(0, &[scene.image(), "--points", &places, "--dem", &relief, "--geoid", "none"]);
    let expected = ["ok", "outside_model", "outside_model", "not_a_place", "not_a_place", "terrain_void"];
    assert_eq!(statuses(&answer), expected);
}

#[test]
fn points_may_be_json_and_stand_in_an_object_as_in_results() {
    let scene = Scene::at(10.0, 40.0);
    let alone = scene.write("a.json", r#"[{"line": 1, "column": 2}, {"line": 3.5, "column": 4}]"#);
    let listed = scene.write("b.json", r#"{"points": [{"lon_deg": 10, "lat_deg": 40, "height_m": 500}]}"#);
    let answer = answered(0, &[scene.image(), "--points", &alone, "--height", "1"]);
    assert_eq!(points(&answer)[1]["line"], 3.5);
    let answer = answered(0, &[scene.image(), "--points", &listed]);
    assert!((number(&points(&answer)[0], "line") - 500.0).abs() < 1e-5);
    let empty = scene.write("c.csv", "lon,lat\n");
    assert_eq!(points(&answered(0, &[scene.image(), "--points", &empty])).len(), 0);
}

#[test]
fn many_points_keep_their_order() {
    let scene = Scene::at(10.0, 40.0);
    let rows: Vec<String> = (0..20_000).map(|index| format!("{},{}\n", index % 1000, index / 20)).collect();
    let table = scene.write("many.csv", &format!("column,line\n{}", rows.concat()));
    let answer = answered(0, &[scene.image(), "--points", &table, "--height", "500"]);
    assert_eq!(answer["n_located"], 20_000);
    for (index, point) in points(&answer).iter().enumerate() {
        assert_eq!((number(point, "column"), number(point, "line")), ((index % 1000) as f64, (index / 20) as f64));
    }
}

#[test]
fn a_model_that_is_named_is_taken_for_whatever_image() {
    let scene = Scene::at(10.0, 40.0);
    let other = Scene::at(20.0, -5.0);
    let polynomials = text(other.folder.path()).to_owned() + "/scene_RPC.TXT";
    let answer = answered(0, &[scene.image(), "--model", &polynomials, "--pixel", "500,500", "--height", "500"]);
    assert!((number(&points(&answer)[0], "lon_deg") - 20.0).abs() < 1e-9);
    // A file that is a model itself is an image as good as any.
    let answer = answered(0, &[&polynomials, "--pixel", "500,500", "--height", "500"]);
    assert!((number(&points(&answer)[0], "lat_deg") + 5.0).abs() < 1e-9);
}
