//! Location grids of the outside data: shareloc's expected values, closure, and a grid of another celestial body.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use viq::earth::GroundPoint;
use viq::instrument::location::{ImagePoint, LocationModel, SightSegment, triangulated};
use viq::instrument::location_grid::LocationGrid;
use viq::product_files::read_location_grid;

use super::walking::{Differences, all_files, claims_location_grid, heading, metres, short};

const POINTS: usize = 100_000;

/// The grid of a file's name, wherever it lies.
fn grid(name: &str) -> Option<LocationGrid> {
    let path = all_files().into_iter().find(|path| path.file_name().is_some_and(|file| file == name))?;
    Some(read_location_grid(&path).unwrap())
}

/// A place in shareloc's convention, where the centre of the first pixel is at (0.5, 0.5).
fn shareloc(row: f64, column: f64) -> ImagePoint {
    ImagePoint { line: row - 0.5, column: column - 0.5 }
}

#[test]
fn every_grid_closes_from_the_image_to_the_ground_and_back() {
    heading();
    let mut refused = 0;
    for path in all_files().into_iter().filter(|path| claims_location_grid(path)) {
        let grid = match read_location_grid(&path) {
            Ok(grid) => grid,
            Err(error) => {
                // A grid of the Moon is there: no place on the Earth may come of it.
                println!("refused: {error}");
                assert!(error.to_string().contains("+R=1737400"), "{error}");
                refused += 1;
                continue;
            }
        };
        let mut random = ChaCha8Rng::seed_from_u64(6);
        let ([lines, columns], [lowest, highest]) = (grid.axes(), grid.height_range_m());
        let mut pixels = Differences::default();
        for _ in 0..POINTS {
            let image = ImagePoint {
                line: random.random_range(lines.first..=lines.last()),
                column: random.random_range(columns.first..=columns.last()),
            };
            let ground = grid.ground_at_height(image, random.random_range(lowest..=highest)).unwrap();
            let back = grid.image_of(ground).unwrap_or_else(|error| panic!("{}: {image:?}: {error}", path.display()));
            pixels.add((back.line - image.line).hypot(back.column - image.column));
        }
        pixels.hold(&format!("closure of {}", short(&path)), "px", 1e-5);
    }
    println!("{refused} refused");
}

#[test]
fn shareloc_places_at_a_height() {
    heading();
    let hold = |name: &str, image: ImagePoint, [longitude_deg, latitude_deg, height_m]: [f64; 3], bound: f64| {
        let Some(grid) = grid(name) else { return };
        let place = grid.ground_at_height(image, height_m).unwrap();
        let mut degrees = Differences::default();
        degrees.add(place.longitude_deg() - longitude_deg);
        degrees.add(place.latitude_deg() - latitude_deg);
        degrees.hold(&format!("{name} at {}, {}, {height_m} m", image.line, image.column), "deg", bound);
    };
    let small = "loc_direct_grid_PHR_2013072139303958CP.tif";
    hold(small, shareloc(0.5, 0.5), [2.183_908_972_985_368, 48.943_176_925_475_65, 1000.0], 1e-9);
    hold(small, shareloc(50.0, 100.0), [2.182_871_350_460_868_3, 48.942_429_997_483_146, 200.0], 1e-9);
    let strip = "GRID_P1BP--2017030824934340CP.tif";
    hold(strip, shareloc(100.5, 50.5), [57.217_005_451_842_2, 21.959_052_945_325_8, 100.0], 1e-9);
    // Shareloc's intersection with a terrain model, at the height that it found.
    hold(strip, shareloc(100.5, 50.5), [57.217_003_676_982_09, 21.959_122_279_304_29, 166.351_227_229_112], 1e-9);
    hold(strip, shareloc(100.5, 50.5), [57.217_001_760_415_41, 21.959_197_148_974, 238.0], 1e-12);
    // Libgeo, at the outer corner of the image, half a pixel beyond the first node.
    hold("grid_with_status.tif", shareloc(0.0, 0.0), [35.432_040_062_983_624, 30.273_583_522_181_006, 0.0], 1e-13);
}

#[test]
fn shareloc_inverse_location() {
    let Some(grid) = grid("GRID_P1BP--2017030824934340CP.tif") else { return };
    heading();
    let place = GroundPoint::from_degrees(57.216_725_277_290_5, 21.958_751_458_581_2, 10.0);
    let image = grid.image_of(place).unwrap();
    let expected = shareloc(50.5, 10.0);
    let mut pixels = Differences::default();
    pixels.add((image.line - expected.line).hypot(image.column - expected.column));
    pixels.hold("shareloc inverse location on the Oman strip", "px", 1e-2);
}

#[test]
fn a_place_seen_in_two_grids_is_triangulated() {
    let (Some(left), Some(right)) =
        (grid("GRID_P1BP--2017092838284574CP.tif"), grid("GRID_P1BP--2017092838319324CP.tif"))
    else {
        return;
    };
    heading();
    let mut distance = Differences::default();
    let image = shareloc(1500.5, 1000.5);
    let ground = left.ground_at_height(image, 10.0).unwrap();
    let seen = right.image_of(ground).unwrap();
    let lines = [(&left, image), (&right, seen)].map(|(grid, image)| {
        let [low, high] = grid.height_range_m();
        SightSegment::between(grid, image, low, high).unwrap()
    });
    let point = viq::earth::geodetic_from_cartesian(triangulated(&lines).unwrap());
    distance.add(metres(point, ground));
    distance.hold("shareloc, a place of the left grid from both (its bound on the height)", "m", 8e-3);
}
