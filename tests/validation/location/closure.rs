//! Direct location undone by inverse location, over the whole image and all heights of the ground, for every physical model of the outside data.

use std::path::PathBuf;
use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use viq::instrument::location::{ImagePoint, LocationModel};
use viq::instrument::pushbroom::{
    AttitudeData, AttitudeInterpolation, Corrections, Platform, PushbroomArray, ReferenceFrame,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};
use viq::product_files::XmlDocument;
use viq::product_files::pleiades_dimap::{is_pleiades_dimap, read_pleiades_acquisition};

use super::case_table::{Case, judge};
use super::sentinel2::datastrips;
use super::walking::{all_files, metres, short};

const POINTS: usize = 100_000;
const HEIGHTS_M: std::ops::RangeInclusive<f64> = -400.0..=8800.0;

/// So far inside the outermost border, in pixels: what rounds to beyond it is outside the image.
const HAIR: f64 = 1e-5;

/// Random places of the image, its corners and borders with the outer half pixel among them, at random heights, seen again. Of a model
/// whose attitude jumps, places that two lines see may come back as the other line: they are a case of their own, by the metres between the places that
/// both lines see.
fn closure(name: &str, array: &PushbroomArray, points: usize, jumps: bool) -> [Case; 2] {
    let size = array.image_size().unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(2026);
    let mut case = Case::new(format!("closure: {name}"), "px", 1e-5);
    let mut twice = Case::new(format!("closure: {name}, seen by two lines"), "m", 1e-5);
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
        let seen = array.image_of(ground);
        assert!(seen.is_ok(), "{name}: {image:?}: {seen:?}");
        let seen = seen.unwrap();
        let off_px = (seen.line - image.line).hypot(seen.column - image.column);
        if jumps && off_px > 1e-5 {
            // A jump is centimetres on the ground: no line of another pixel sees the place.
            assert!(off_px < 0.02, "{name}: {image:?}: {seen:?}");
            twice.add(metres(array.ground_at_height(seen, ground.height_m).unwrap(), ground));
        } else {
            case.add(off_px);
        }
    }
    [case, twice]
}

/// All places of a model close.
fn whole_closure(name: &str, array: &PushbroomArray, points: usize) -> Case {
    let [case, _] = closure(name, array, points, false);
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
        // by two lines, or by none (the inverse grids of `sentinel2` have such a one).
        let arrays = datastrip.arrays(true);
        for name in some {
            let [case, twice] = closure(&format!("Sentinel-2 {name}, as given"), &arrays[name], POINTS, true);
            assert!(twice.differences.len() <= 10, "{name}: {} places seen by two lines", twice.differences.len());
            cases.extend([case, twice].into_iter().filter(|case| !case.differences.is_empty()));
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
