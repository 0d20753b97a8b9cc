//! There and back.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::description::Scene;
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{ImagePoint, LocationFailure, LocationModel};

#[test]
fn any_pixel_of_any_sensor_is_found_again() {
    let mut random = ChaCha8Rng::seed_from_u64(31);
    let mut n = 0;
    for case in 0..300 {
        let scene = Scene::random(&mut random);
        let array = scene.array(&mut random);
        for _ in 0..12 {
            let image = ImagePoint {
                line: random.random_range(0.0..=(scene.lines - 1) as f64),
                column: if scene.columns == 1 { 0.0 } else { random.random_range(-0.49..scene.columns as f64 - 0.51) },
            };
            let height_m = random.random_range(-500.0..9000.0);
            let place = array.ground_at_height(image, height_m).unwrap();
            assert!(place.latitude.abs() <= 1.570_796_326_794_897 && place.longitude.abs() <= std::f64::consts::PI);
            let back = array
                .image_of(place)
                .unwrap_or_else(|failure| panic!("case {case}: {failure} {scene:?} {image:?} {height_m}"));
            let off = (back.line - image.line).hypot(back.column - image.column);
            assert!(off < 1e-5, "case {case}: {off} px, {back:?} instead of {image:?} at {height_m} m, {scene:?}");
            n += 1;
        }
    }
    assert_eq!(n, 3600);
}

#[test]
fn places_that_no_pixel_saw_are_outside_the_image() {
    let mut random = ChaCha8Rng::seed_from_u64(32);
    for case in 0..150 {
        let scene = Scene { lines: 500, columns: 300, ..Scene::random(&mut random) };
        let array = scene.array(&mut random);
        for _ in 0..20 {
            // All over the Earth, and the other side of it.
            let place = GroundPoint::from_degrees(
                random.random_range(-180.0..180.0),
                random.random_range(-90.0..90.0),
                random.random_range(-500.0..9000.0),
            );
            match array.image_of(place) {
                Err(LocationFailure::OutsideImage) => {}
                found => panic!("case {case}: {found:?} for {place:?}, {scene:?}"),
            }
        }
        // Just beyond each side.
        for (line, column) in [
            (-0.7, 100.0),
            (499.7, 100.0),
            (200.0, -0.7),
            (200.0, 299.7),
            (-30.0, 100.0),
            (530.0, 100.0),
            (200.0, -300.0),
            (200.0, 700.0),
        ] {
            let Ok(place) = array.ground_at_height(ImagePoint { line, column }, 500.0) else { continue };
            let found = array.image_of(place);
            assert_eq!(found, Err(LocationFailure::OutsideImage), "case {case}: {line} {column}, {scene:?}");
        }
    }
}

#[test]
fn derivatives_are_differences_of_places_of_other_steps() {
    let mut random = ChaCha8Rng::seed_from_u64(33);
    for case in 0..60 {
        let scene = Scene {
            lines: 1000,
            columns: 300,
            noise: 0.0,
            uneven: false,
            latitude_deg: random.random_range(-80.0..80.0),
            ..Scene::random(&mut random)
        };
        let array = scene.array(&mut random);
        let image = ImagePoint { line: random.random_range(2.0..990.0), column: random.random_range(2.0..290.0) };
        let found = array.ground_derivatives(image, 300.0).unwrap();
        for step in [0.4, 1.5] {
            let at = |line: f64, column: f64| {
                array
                    .ground_at_height(ImagePoint { line: image.line + line, column: image.column + column }, 300.0)
                    .unwrap()
            };
            for (axis, (line, column)) in [(step, 0.0), (0.0, step)].into_iter().enumerate() {
                let (before, after) = (at(-line, -column), at(line, column));
                let expected =
                    [longitude_difference(after.longitude, before.longitude), after.latitude - before.latitude]
                        .map(|turn| turn / (2.0 * step));
                for (row, expected) in expected.into_iter().enumerate() {
                    // A pixel is 10 m, 10⁻⁶ rad.
                    let off = (found[row][axis] - expected).abs() * image_cosine(row, before.latitude);
                    assert!(off < 1e-10, "case {case}: {off}, {scene:?}");
                }
            }
        }
    }
}

fn image_cosine(row: usize, latitude: f64) -> f64 {
    if row == 0 { latitude.cos() } else { 1.0 }
}
