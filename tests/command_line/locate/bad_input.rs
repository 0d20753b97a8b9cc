//! What is refused: the message names the file, what was needed and what was found.

use super::written_files::{Scene, polynomials};
use super::{answered, points, statuses};
use crate::running::{run_in, text};
use crate::shared_data::shared;

fn refused(code: i32, arguments: &[&str], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let ended = run_in(folder.path(), [&["locate"], arguments].concat()).with(code);
    ended.says(words);
    assert!(ended.out.is_empty(), "{}", ended.out);
}

#[test]
fn what_is_typed_wrong_is_said() {
    let scene = Scene::at(10.0, 40.0);
    let image = scene.image();
    let cases: [(&[&str], &[&str]); 16] = [
        (&[image], &["--pixel", "--ground", "--points"]),
        (&[image, "--pixel", "1"], &["--pixel needs LINE,COLUMN", "\"1\""]),
        (&[image, "--pixel", "1,two"], &["\"1,two\""]),
        (&[image, "--pixel", "nan,1"], &["\"nan,1\""]),
        (&[image, "--pixel", "1,2,3"], &["\"1,2,3\""]),
        (&[image, "--pixel", "1,2", "3,4", "--pixel", "5,6"], &["their order", "3,4"]),
        (&[image, "--ground", "10"], &["--ground needs LON,LAT", "\"10\""]),
        (&[image, "--ground", "10,95,0"], &["-90 to 90", "\"10,95,0\""]),
        (&[image, "--ground", "inf,5,0"], &["\"inf,5,0\""]),
        (&[image, "--ground", "10,40"], &["height", "--dem", "--height", "place 1"]),
        (&[image, "--pixel", "1,1", "--height", "nan"], &["--height", "NaN"]),
        (&[image, "--pixel", "1,1", "--height", "1", "--dem", image], &["one of --dem and --height"]),
        (&[image, "--pixel", "1,1", "--geoid", "egm96"], &["--geoid", "no --dem"]),
        (&[image, "--pixel", "1,1", "--band", "B07"], &["image", "\"B07\""]),
        (&[image, "--pixel", "1,1", "--ground", "10,40"], &["cannot be used with"]),
        (&[image, "--pixel", "1,1", "--precession", "1900"], &["1900", "2006"]),
    ];
    for (arguments, words) in cases {
        refused(2, arguments, words);
    }
}

#[test]
fn an_image_without_a_model_is_named_with_what_was_looked_for() {
    let scene = Scene::at(10.0, 40.0);
    std::fs::remove_file(scene.folder.path().join("scene_RPC.TXT")).unwrap();
    let none = text(scene.folder.path()).to_owned() + "/none.tif";
    let empty = scene.write("empty.tif", "");
    let note = scene.write("note.txt", "nothing of the kind");
    let cut = scene.write("cut.xml", "<Dimap_Document><a>");
    let folder = text(scene.folder.path());
    let half = scene.write("half.geom", &polynomials(0.0, 0.0).replace("SAMP_DEN_COEFF_7", "SAMP_DEN_COEFF_77"));
    let word = scene.write("word.geom", &polynomials(0.0, 0.0).replace("LAT_OFF: 0", "LAT_OFF: north"));
    let cases: [(&str, &[&str]); 8] = [
        (scene.image(), &["scene.tif", "needed a model of location", "in it or beside it"]),
        (&none, &["none.tif", "found no such file"]),
        (&empty, &["empty.tif", "found an empty file"]),
        (&note, &["note.txt", "needed a model of location"]),
        (&cut, &["cut.xml", "needed well-formed XML"]),
        (folder, &["needed a model of location"]),
        (&half, &["half.geom", "samp_den_coeff_7"]),
        (&word, &["word.geom", "north"]),
    ];
    for (image, words) in cases {
        refused(3, &[image, "--pixel", "1,1", "--height", "0"], words);
    }
    refused(3, &[scene.image(), "--pixel", "1,1", "--model", "physical"], &["physical model"]);
}

#[test]
fn two_models_beside_an_image_that_differ_are_both_named() {
    let scene = Scene::at(10.0, 40.0);
    let geom = scene.write("scene.geom", &polynomials(10.0, 40.0));
    // They say the same.
    let answer = answered(0, &[scene.image(), "--pixel", "1,1", "--height", "0"]);
    assert!(answer["model"]["file"].as_str().unwrap().ends_with("scene.geom"));
    assert!(answer["model"]["remarks"].to_string().contains("scene_RPC.TXT says the same"));
    std::fs::write(&geom, polynomials(10.001, 40.0)).unwrap();
    refused(3, &[scene.image(), "--pixel", "1,1", "--height", "0"], &["scene.geom", "scene_RPC.TXT", "50.0 pixels"]);
    let answer = answered(0, &[scene.image(), "--model", &geom, "--pixel", "500,500", "--height", "500"]);
    assert_eq!(points(&answer)[0]["lon_deg"].as_f64().map(|value| (value * 1e6).round()), Some(10_001_000.0));
}

#[test]
fn a_file_of_points_that_cannot_be_understood_is_named_with_its_line() {
    let scene = Scene::at(10.0, 40.0);
    let cases: [(&str, &[&str]); 11] = [
        ("", &["found an empty file"]),
        ("# only this\n", &["comments only"]),
        ("x,y\n1,2\n", &["line 1", "x,y"]),
        ("line,column,lon,lat\n1,2,3,4\n", &["line 1", "line,column,lon,lat"]),
        ("line,column\n1,2\n3\n", &["line 3", "\"3\""]),
        ("line,column\n1,2\n\n3,four\n", &["line 4", "3,four"]),
        ("lon,lat,height\n1,2,high\n", &["line 2", "high"]),
        ("[{\"line\": 1}]", &["point 1", "line and column"]),
        ("[{\"line\": 1, \"column\": 2}, {\"lon_deg\": 1, \"lat_deg\": 2}]", &["point 2", "one kind"]),
        ("[{\"line\": \"one\", \"column\": 2}]", &["line 1"]),
        ("{\"pixels\": []}", &["points"]),
    ];
    for (content, words) in cases {
        let path = scene.write("points.txt", content);
        refused(2, &[scene.image(), "--points", &path], &[&["points.txt"], words].concat());
    }
    let path = scene.write("places.csv", "lon,lat,height\n10,40,5\n10,40,\n");
    refused(2, &[scene.image(), "--points", &path], &["the height of each place", "place 2"]);
    let path = scene.folder.path().join("points.txt");
    std::fs::write(&path, b"line,column\n1,2\n\xFF,3\n").unwrap();
    refused(2, &[scene.image(), "--points", text(&path)], &["points.txt", "UTF-8", "line 3"]);
    refused(2, &[scene.image(), "--points", text(scene.folder.path())], &["a folder"]);
    refused(3, &[scene.image(), "--points", "/nowhere/points.csv"], &["/nowhere/points.csv"]);
}

#[test]
fn where_no_point_is_located_the_exit_code_says_so_and_the_reasons_are_given() {
    let scene = Scene::at(10.0, 40.0);
    let answer = answered(3, &[scene.image(), "--pixel", "5000,0", "--pixel", "0,-1", "--height", "0"]);
    assert_eq!(statuses(&answer), ["outside_image", "outside_image"]);
    let high = answered(3, &[scene.image(), "--pixel", "5,5", "--height", "9000"]);
    assert_eq!(statuses(&high), ["outside_model"]);
    let far = Scene::at(50.0, 40.0);
    let answer = answered(3, &[scene.image(), "--pixel", "5,5", "--dem", &far.relief(), "--geoid", "none"]);
    assert_eq!(statuses(&answer), ["outside_terrain"]);
}

#[test]
fn an_elevation_model_that_cannot_be_used_is_named() {
    let scene = Scene::at(10.0, 40.0);
    let relief = scene.relief();
    refused(3, &[scene.image(), "--pixel", "5,5", "--dem", "/nowhere.hgt"], &["/nowhere.hgt", "elevation"]);
    refused(3, &[scene.image(), "--pixel", "5,5", "--dem", &relief], &["relief.tif", "counted from"]);
    let geoid = ["--geoid", "/nowhere.gtx"];
    refused(3, &[&[scene.image(), "--pixel", "5,5", "--dem", &relief], &geoid[..]].concat(), &["nowhere.gtx", "geoid"]);
}

#[test]
fn a_table_of_earth_orientation_that_does_not_hold_the_date_is_named_with_its_cost() {
    let datastrip = "sen2vm_s2l1b/S2A_OPER_MTD_L1B_DS_DPRM_20140630T140000_S20200816T120220.xml";
    let Some(datastrip) = shared(datastrip) else { return };
    let scene = Scene::at(10.0, 40.0);
    let own =
        "# VIQ Earth orientation, form 1\n58848 149159 317685 -428601 271 162 R\n58849 148194 317462 -444801 - - P\n";
    let table = scene.write("old.txt", own);
    let words = ["found old.txt", "2020-01-01", "2020-08-16", "off by about", "m ("];
    let question = [text(&datastrip), "--pixel", "5,5", "--band", "B01/D01", "--height", "0"];
    refused(3, &[&question[..], &["--earth-orientation", &table]].concat(), &words);
    let note = scene.write("note.txt", "no table");
    refused(3, &[&question[..], &["--earth-orientation", &note]].concat(), &["note.txt", "line 1", "C04"]);
    refused(3, &[&question[..], &["--ground-parameters", "/nowhere"]].concat(), &["nowhere", "GIP_SPAMOD"]);
}
