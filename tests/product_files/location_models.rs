//! The one entry for every model of location, on the files of VENµS that the tests write.

use viq::earth::{GroundPoint, PrecessionModel};
use viq::instrument::location::ImagePoint;
use viq::product_files::location_models::{
    LocatedImage, LocationModelChoices, LocationModelKind, ModelChoice, find_location_models, open_location_models,
};

use super::venus_geometry::synthetic_files::written_folder;

const PIXEL: ImagePoint = ImagePoint { line: 20.0, column: 1500.0 };

fn place(image: &LocatedImage, array: usize) -> GroundPoint {
    image.arrays[array].ground_at_height(PIXEL, 300.0).unwrap()
}

fn apart_m(one: GroundPoint, other: GroundPoint) -> f64 {
    (viq::earth::cartesian_from_geodetic(one) - viq::earth::cartesian_from_geodetic(other)).norm()
}

#[test]
fn a_folder_of_venus_geometry_files_is_twelve_arrays_and_names_what_it_rests_on() {
    let folder = written_folder();
    let image = open_location_models(&folder, &LocationModelChoices::default()).unwrap();
    assert_eq!((image.kind, image.arrays.len()), (LocationModelKind::Physical, 12));
    let names: Vec<&str> = image.arrays.iter().map(|array| array.name.as_str()).collect();
    assert_eq!((names[0], names[11]), ("B01", "B12"));
    assert!(image.earth_orientation.iter().any(|text| text.contains("shipped") && text.contains("mean of date")));
    let corrections = image.corrections.unwrap();
    assert!(corrections.light_time && !corrections.refraction, "{corrections:?}");
    for array in 0..12 {
        let ground = place(&image, array);
        let back = image.arrays[array].image_of(ground).unwrap();
        assert!((back.line - PIXEL.line).hypot(back.column - PIXEL.column) < 1e-5, "{back:?}");
    }
    // One of the files stands for the folder.
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let by_file = open_location_models(&files[0], &LocationModelChoices::default()).unwrap();
    assert!(apart_m(place(&by_file, 4), place(&image, 4)) < 1e-9);
}

#[test]
fn precession_and_corrections_are_choices_that_are_said() {
    let folder = written_folder();
    let of = |choices: LocationModelChoices| open_location_models(&folder, &choices).unwrap();
    let usual = of(LocationModelChoices::default());
    let old = of(LocationModelChoices { precession: PrecessionModel::Iau1976, ..LocationModelChoices::default() });
    // 0.06″ at 720 km.
    assert!((0.05..1.0).contains(&apart_m(place(&usual, 4), place(&old, 4))));
    assert!(old.earth_orientation.iter().any(|text| text.contains("IAU 1976")));
    let without = of(LocationModelChoices { light_time: Some(false), ..LocationModelChoices::default() });
    assert!((0.3..2.0).contains(&apart_m(place(&usual, 4), place(&without, 4))));
    assert!(
        without.remarks.iter().any(|remark| remark.contains("light time is off by choice")),
        "{:?}",
        without.remarks
    );
    let bent = of(LocationModelChoices { refraction: true, ..LocationModelChoices::default() });
    assert!((0.001..3.0).contains(&apart_m(place(&usual, 4), place(&bent, 4))));
}

#[test]
fn a_folder_without_geometry_and_a_model_of_another_kind_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let choices = LocationModelChoices::default();
    assert!(find_location_models(folder.path(), &choices).unwrap().is_none());
    assert!(open_location_models(folder.path(), &choices).is_err());
    let polynomials = ModelChoice::Kind(LocationModelKind::RationalPolynomials);
    let choices = LocationModelChoices { model: Some(polynomials), ..choices };
    assert!(find_location_models(&written_folder(), &choices).unwrap().is_none());
}
