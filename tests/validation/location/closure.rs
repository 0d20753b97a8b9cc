//! Direct location undone by inverse location, over the whole image and all heights of the ground, for every physical model of the outside data.

use std::path::PathBuf;
use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use viq::instrument::location::{ImagePoint, LocationFailure, LocationModel};
use viq::instrument::pushbroom::{
    AttitudeData, AttitudeInterpolation, Corrections, Platform, PushbroomArray, ReferenceFrame,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};
use viq::product_files::XmlDocument;
use viq::product_files::pleiades_dimap::{is_pleiades_dimap, read_pleiades_acquisition};

use super::case_table::{Case, judge};
use super::sentinel2::datastrips;
use super::walking::{all_files, short};

const POINTS: usize = 100_000;
const HEIGHTS_M: std::ops::RangeInclusive<f64> = -400.0..=8800.0;

/// Random places of the image, its corners and borders with the outer half pixel among them, at random heights, seen again. Gives the case, and
/// how many places did not converge.
fn closure(name: &str, array: &PushbroomArray, points: usize) -> (Case, usize) {
    let size = array.image_size().unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(2026);
    let (mut case, mut failed) = (Case::new(format!("closure: {name}"), "px", 1e-5), 0);
    // A hair inside the outermost border: what rounds to beyond it is outside the image.
    const HAIR: f64 = 1e-5;
    for point in 0..points {
        let mut along = |n: usize, kind: usize| {
            let (first, last) = (-0.5 + HAIR, n as f64 - 0.5 - HAIR);
            match kind {
                0 => first,
                1 => last,
                2 => random.random_range(first..=0.0),
                3 => random.random_range(n as f64 - 1.0..=last),
                _ => random.random_range(first..=last),
            }
        };
        // One in ten on or near a border, in either axis.
        let image = ImagePoint {
            line: along(size.lines, point % 40),
            column: along(size.columns, if point % 40 < 4 { point / 40 % 8 } else { (point + 20) % 40 }),
        };
        let ground = array.ground_at_height(image, random.random_range(HEIGHTS_M)).unwrap();
        match array.image_of(ground) {
            Ok(seen) => case.add((seen.line - image.line).hypot(seen.column - image.column)),
            Err(LocationFailure::NotConverged) => failed += 1,
            Err(failure) => panic!("{name}: {image:?}: {failure}"),
        }
    }
    (case, failed)
}

/// All places of a model close.
fn whole_closure(name: &str, array: &PushbroomArray, points: usize) -> Case {
    let (case, failed) = closure(name, array, points);
    assert_eq!(failed, 0, "{name}: places that did not converge");
    case
}

#[test]
fn pleiades_models_close() {
    let is_model = |path: &PathBuf| {
        path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xml"))
            && XmlDocument::read(path).is_ok_and(|document| is_pleiades_dimap(&document))
    };
    let mut cases = Vec::new();
    for path in all_files().into_iter().filter(is_model) {
        let acquisition = read_pleiades_acquisition(&path).unwrap();
        let rotation = |frame: ReferenceFrame| Err(format!("{frame:?} is not expected"));
        let platform = Arc::new(Platform::new(&acquisition, &rotation).unwrap());
        for array in &acquisition.arrays {
            let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
            let model = PushbroomArray::new(array, Arc::clone(&platform), acquisition.corrections, air).unwrap();
            cases.push(whole_closure(&format!("{} {}", short(&path), array.name), &model, POINTS));
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}

#[test]
fn sentinel2_models_close() {
    let mut cases = Vec::new();
    for datastrip in datastrips() {
        // Both focal planes, all three resolutions, detectors of both rows and at both ends.
        let some = ["B02/D05", "B8A/D06", "B01/D01", "B10/D12", "B12/D08"];
        let mut acquisition = datastrip.acquisition(true);
        for interpolation in [AttitudeInterpolation::GreatArcs, AttitudeInterpolation::Polynomial { samples: 8 }] {
            let AttitudeData::Samples { interpolation: between, .. } = &mut acquisition.attitude else {
                unreachable!()
            };
            *between = interpolation;
            let arrays = datastrip.arrays_of(&acquisition);
            for name in some {
                cases.push(whole_closure(&format!("Sentinel-2 {name}, {interpolation:?}"), &arrays[name], POINTS / 5));
            }
        }
        // As the reader gives it, the attitude jumps by some centimetres on the ground in the middle of its intervals: a place within a jump is seen
        // twice or not at all.
        let arrays = datastrip.arrays(true);
        for name in some {
            let (mut case, failed) = closure(&format!("Sentinel-2 {name}, as given"), &arrays[name], POINTS);
            let seen_twice = case.differences.iter().filter(|difference| **difference > 1e-5).count();
            println!(
                "Sentinel-2 {name}: {failed} did not converge, {seen_twice} seen twice, by {:.3e} px",
                case.maximum()
            );
            case.differences.retain(|difference| *difference <= 1e-5);
            cases.push(case);
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}

#[test]
fn the_golden_scene_closes_with_and_without_refraction() {
    let mut cases = Vec::new();
    for folder in super::golden_points::folders() {
        for refraction in [false, true] {
            let corrections = Corrections { light_time: true, aberration: true, refraction };
            let name = if refraction { "golden scene with refraction" } else { "golden scene" };
            for (number, array) in super::golden_scene::arrays(&folder, refraction).iter().enumerate().step_by(5) {
                assert_eq!(array.corrections(), corrections);
                cases.push(whole_closure(&format!("{name}, detector {number}"), array, POINTS / 2));
            }
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
