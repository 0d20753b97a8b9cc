//! Files that are missing, empty, of another kind or hostile: exit code 3, and a message that names the file and says what was needed.

use std::path::Path;

use viq::product_files::{Compression, GeoTiffDescription, ProductError, write_geotiff};
use viq::supervision::Supervision;

use crate::products::{archive, image_of, small};
use crate::running::{files_below, run_in, text};

/// Every verb that reads refuses, with these words, and nothing is recorded.
fn refused_by(verbs: &[&str], folder: &Path, more: &[&str], words: &[&str]) {
    let workspace = tempfile::tempdir().unwrap();
    for verb in verbs {
        let ended = run_in(workspace.path(), [&[verb, text(folder)], more].concat()).with(3);
        ended.says(words);
        assert!(ended.out.is_empty(), "{}", ended.out);
    }
    assert_eq!(run_in(workspace.path(), ["find", "--json"]).with(0).out.trim(), "[]");
    assert!(files_below(&workspace.path().join("reports")).is_empty());
}

const EVERY: &[&str] = &["info", "ingest", "verify"];

#[test]
fn missing_and_empty_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["none.HDR", "none.tif", "none_MTD_ALL.xml"] {
        let path = folder.path().join(name);
        refused_by(EVERY, &path, &[], &[name, "found no such file"]);
        std::fs::write(&path, "").unwrap();
        refused_by(EVERY, &path, &[], &[name, "found an empty file"]);
    }
}

#[test]
fn a_file_of_another_kind_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "a text").unwrap();
    refused_by(EVERY, &path, &[], &["notes.md", "needed a raster of the format"]);
}

#[test]
fn a_header_without_its_image_is_described_and_not_measured() {
    let folder = tempfile::tempdir().unwrap();
    let header = archive(folder.path(), 1).remove(0);
    std::fs::remove_file(image_of(&header)).unwrap();
    run_in(folder.path(), ["info", text(&header)]).with(0);
    refused_by(&["ingest", "verify"], &header, &[], &["SITE0000", "needed the image of this header"]);
}

#[test]
fn an_image_with_another_number_of_bands_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("three.tif");
    let description = GeoTiffDescription {
        lines: 16,
        columns: 16,
        band_names: ["R", "G", "B"].map(str::to_owned).into(),
        crs: None,
        geotransform: None,
        no_data: None,
        tile_side: 16,
        compression: Compression::None,
        metadata: Vec::new(),
    };
    write_geotiff::<u16, ProductError>(&image, &description, &Supervision::unattended(), |_, _| Ok(())).unwrap();
    refused_by(EVERY, &small().header, &["--image", text(&image)], &["three.tif", "needed 12 bands, or 15", "found 3"]);
}

#[test]
fn hostile_and_malformed_headers_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let header = archive(folder.path(), 1).remove(0);
    let whole = std::fs::read_to_string(&header).unwrap();
    let with_element = |element: &str, content: &str| {
        let begin = whole.find(&format!("<{element}>")).unwrap() + element.len() + 2;
        let end = begin + whole[begin..].find('<').unwrap();
        format!("{}{content}{}", &whole[..begin], &whole[end..])
    };
    let bomb =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]>\n<a>&y;</a>";
    let cases = [
        (whole[..whole.len() / 2].to_owned(), "needed well-formed XML"),
        (bomb.to_owned(), "without a document type"),
        (with_element("File_Location", "../../elsewhere.HDR"), "climbs out"),
        (with_element("Acquisition_Orbit_Number unit=\"abs\"", "many"), "Acquisition_Orbit_Number"),
        (whole.replace("Acquisition_Date_Time", "Acquisition_Date_Tame"), "Acquisition_Date_Time"),
    ];
    for (content, word) in cases {
        std::fs::write(&header, content).unwrap();
        refused_by(EVERY, &header, &[], &["SITE0000", word]);
    }
}

#[test]
fn something_in_the_way_of_the_reports_folder_is_said_before_anything_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in-the-way");
    std::fs::write(&file, "kept").unwrap();
    for place in [file.clone(), file.join("report")] {
        let ended = run_in(folder.path(), ["verify", text(&small().header), "--report", text(&place)]);
        ended.with(3).says(&["in-the-way", "folder for the report"]);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");
    assert_eq!(run_in(folder.path(), ["find", "--json"]).with(0).out.trim(), "[]");
}

#[test]
fn something_in_the_way_of_the_workspace_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in-the-way");
    std::fs::write(&file, "kept").unwrap();
    run_in(&file, ["find"]).with(3).says(&["in-the-way", "needed a folder for the workspace"]);
    run_in(folder.path(), ["demo", text(&file)]).with(3).says(&["in-the-way"]);
}
