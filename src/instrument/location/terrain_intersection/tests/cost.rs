//! Steps that a search takes.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::super::path::Path;
use super::super::traversal::Walk;
use super::super::{LineOfSight, meet_terrain};
use super::fractal;
use super::scene::{Nodes, Ray, grid_around};
use crate::earth::GroundPoint;
use crate::earth::terrain::HeightRange;

/// Mean and greatest number of steps of sights from all sides on a surface with nodes 30 m apart.
fn steps(height: impl Fn(usize, usize) -> f64, zenith_deg: f64, seed: u64) -> (f64, usize) {
    let centre = GroundPoint::from_degrees(7.0, 45.0, 0.0);
    let mut nodes = Nodes::new(grid_around(centre, 30.0, 1500, 1500, true), height);
    nodes.range = Some(HeightRange::OF_THE_EARTH);
    let grid = nodes.grid;
    let terrain = nodes.terrain();
    let mut cursor = terrain.cursor();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (mut sum, mut greatest) = (0, 0);
    for _ in 0..200 {
        let target = grid.place_of(random.random_range(700.0..800.0), random.random_range(700.0..800.0)).unwrap();
        let sight = Ray::to(target, random.random_range(0.0..6.28), zenith_deg.to_radians(), None);
        let course = sight.course_at(4200.0).unwrap().unwrap();
        let path = Path::of_course(&course, &grid, 9001.0, 9602.0);
        let mut walk = Walk::default();
        assert!(walk.first_meeting(&path, &mut cursor).unwrap().is_some());
        (sum, greatest) = (sum + walk.steps, greatest.max(walk.steps));
        assert!(meet_terrain(&sight, &mut cursor).is_ok());
    }
    (sum as f64 / 200.0, greatest)
}

#[test]
fn a_search_takes_few_steps_and_no_more_than_the_cells_on_its_way() {
    let mut random = ChaCha8Rng::seed_from_u64(21);
    let relief = fractal(&mut random, 10, 0.55, 3000.0);
    // Cells on the way of a sight that falls 9600 m: about 9600 tan z (|sin A| + |cos A|) / 30.
    for (zenith_deg, usual, most) in [(3.0, 25.0, 60), (20.0, 35.0, 100), (45.0, 60.0, 200)] {
        let (mean, greatest) = steps(&relief, zenith_deg, 22);
        println!("fractal relief, {zenith_deg}°: {mean} steps, {greatest} at most");
        assert!(mean < usual && greatest < most, "{zenith_deg}°: {mean}, {greatest}");
    }
    for (zenith_deg, cells) in [(20.0_f64, 165), (60.0, 785)] {
        let (mean, greatest) =
            steps(|row, column| if (row * 7 + column * 11) % 16 == 0 { 8900.0 } else { 0.0 }, zenith_deg, 23);
        println!("needles, {zenith_deg}°: {mean} steps, {greatest} at most");
        assert!(greatest < 4 * cells, "{zenith_deg}°: {greatest}");
    }
}

#[test]
fn sights_along_the_borders_of_cells_do_not_crawl() {
    for drift in [0.0, 1e-13, -1e-13, 1e-12, -1e-11] {
        for bend in [0.0, 1e-17, -1e-17] {
            // On the border of two columns all the way, with a drift that rounding hides, or a turn on the border itself.
            let path = Path { top: 9001.0, depth: 9602.0, row: [900.3, -0.03, 1e-9], column: [999.0, drift, bend] };
            let nodes = Nodes::new(grid_around(GroundPoint::default(), 30.0, 1200, 1200, true), |_, _| 0.0);
            let terrain = nodes.terrain();
            let mut walk = Walk::default();
            let fallen = walk.first_meeting(&path, &mut terrain.cursor()).unwrap().unwrap();
            assert!(
                (fallen - 9001.0).abs() < 1e-6 && walk.steps < 60,
                "{drift} {bend}: {fallen}, {} steps",
                walk.steps
            );
        }
    }
}
