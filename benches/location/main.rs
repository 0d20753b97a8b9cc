//! Throughput of location on the geometry of `location_golden`: lines of 31,104 pixels from twelve staggered detectors, light time and aberration, real relief.
//!
//! Rates are points a second of CPU time of one thread, the best of several runs; the peer's are in `../shared/peers`. `cargo bench --bench location`; it needs the
//! outside data (`VIQ_SHARED_DATA`), and says so where they are absent.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where something is wrong, and prints its figures"
)]

#[path = "../../tests/validation/location/golden_scene.rs"]
mod golden_scene;
mod measuring;

use std::path::{Path, PathBuf};

use golden_scene::{COLUMNS, DETECTORS, LINES, MirroredTile, arrays};
use measuring::{cpu_seconds, report, wall_seconds};
use viq::earth::GroundPoint;
use viq::earth::terrain::{Terrain, TerrainCursor};
use viq::instrument::location::{ImagePoint, LocationFailure, LocationModel};
use viq::instrument::pushbroom::PushbroomArray;

const RUNS: usize = 5;
const NOWHERE: Result<GroundPoint, LocationFailure> = Err(LocationFailure::OutsideImage);

/// Places of whole lines on the ellipsoid; gives the number of points.
fn on_the_ellipsoid(arrays: &[PushbroomArray], lines: impl Iterator<Item = usize>) -> usize {
    let mut places = vec![NOWHERE; COLUMNS];
    let mut n = 0;
    for line in lines {
        for array in arrays {
            array.ground_of_columns(line as f64, 0..COLUMNS, 0.0, &mut places);
            n += places.iter().filter(|place| place.is_ok()).count();
            std::hint::black_box(&mut places);
        }
    }
    n
}

/// Places of whole lines on the relief; gives the number of points and, where asked for, what is left between place and surface.
fn on_the_relief(
    arrays: &[PushbroomArray],
    lines: impl Iterator<Item = usize>,
    cursor: &mut TerrainCursor<'_>,
    check: bool,
) -> (usize, f64) {
    let mut places = vec![NOWHERE; COLUMNS];
    let (mut n, mut worst) = (0, 0.0_f64);
    for line in lines {
        for array in arrays {
            array.ground_of_columns_on_terrain(line as f64, 0..COLUMNS, cursor, &mut places);
            n += places.iter().filter(|place| place.is_ok()).count();
            if check {
                for place in places.iter().flatten() {
                    worst = worst.max((place.height_m - cursor.height_at(*place).unwrap_or(f64::NAN)).abs());
                }
            }
            std::hint::black_box(&mut places);
        }
    }
    (n, worst)
}

fn lines(step: usize) -> impl Iterator<Item = usize> {
    (40..LINES).step_by(step)
}

fn bench_direct(folder: &Path) {
    let (vacuum, air) = (arrays(folder, false), arrays(folder, true));
    let terrain = Terrain::new(Box::new(MirroredTile::read(folder)), 1 << 30);
    let mut cursor = terrain.cursor();
    let mut best = [f64::INFINITY; 3];
    let mut n = [0; 3];
    // Tiles are read before the clock runs: their reading is measured apart.
    let (_, worst) = on_the_relief(&vacuum, lines(160), &mut cursor, true);
    let (_, worst_in_air) = on_the_relief(&air, lines(160), &mut cursor, true);
    for _ in 0..RUNS {
        let cases: [&mut dyn FnMut() -> usize; 3] = [
            &mut || on_the_ellipsoid(&vacuum, lines(160)),
            &mut || on_the_relief(&vacuum, lines(160), &mut terrain.cursor(), false).0,
            &mut || on_the_relief(&air, lines(160), &mut terrain.cursor(), false).0,
        ];
        for (place, case) in cases.into_iter().enumerate() {
            let (seconds, points) = cpu_seconds(case);
            best[place] = best[place].min(seconds);
            n[place] = points;
        }
    }
    report("direct on the ellipsoid, all corrections but refraction", n[0], best[0], 4.0);
    report("direct on relief", n[1], best[1], 0.5);
    report("direct on relief, with refraction", n[2], best[2], 0.4);
    println!("   left between place and surface at most: {worst:.2e} m, in air {worst_in_air:.2e} m (bound 1e-3)");
}

fn bench_inverse(folder: &Path) {
    let arrays = arrays(folder, false);
    // Places all over the image in an order without system, and along lines.
    let mut random = Vec::new();
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    for _ in 0..100_000 {
        let array = (next() * DETECTORS as f64) as usize;
        let image = ImagePoint { line: 20.0 + next() * (LINES - 40) as f64, column: next() * (COLUMNS - 1) as f64 };
        random.push((array, image, arrays[array].ground_at_height(image, 3000.0 * next()).unwrap()));
    }
    let mut worst = 0.0_f64;
    for (array, image, place) in &random {
        let seen = arrays[*array].image_of(*place).unwrap();
        worst = worst.max((seen.line - image.line).abs()).max((seen.column - image.column).abs());
    }
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        let (seconds, _) = cpu_seconds(&mut || {
            random
                .iter()
                .filter(|(array, _, place)| std::hint::black_box(arrays[*array].image_of(*place)).is_ok())
                .count()
        });
        best = best.min(seconds);
    }
    report("inverse, random places at random heights", random.len(), best, 1.0);
    println!("   closure at most: {worst:.2e} px (bound 1e-5)");
}

fn bench_threads(folder: &Path) {
    let arrays = arrays(folder, false);
    let terrain = Terrain::new(Box::new(MirroredTile::read(folder)), 1 << 30);
    let all: Vec<usize> = lines(160).collect();
    let run = |threads: usize| {
        let share = all.len().div_ceil(threads);
        std::thread::scope(|scope| {
            for part in all.chunks(share) {
                let (arrays, terrain) = (&arrays, &terrain);
                scope.spawn(move || on_the_relief(arrays, part.iter().copied(), &mut terrain.cursor(), false));
            }
        });
    };
    let source = vec![1_u8; 64 << 20];
    let copy = |threads: usize| {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let source = &source;
                scope.spawn(move || {
                    let mut target = vec![0_u8; source.len()];
                    for _ in 0..4 {
                        target.copy_from_slice(source);
                        std::hint::black_box(&mut target);
                    }
                });
            }
        });
    };
    run(1);
    let mut ratio = [0.0_f64; 2];
    for _ in 0..RUNS {
        ratio[0] = ratio[0].max(wall_seconds(&mut || run(1)) / wall_seconds(&mut || run(2)));
        ratio[1] = ratio[1].max(2.0 * wall_seconds(&mut || copy(1)) / wall_seconds(&mut || copy(2)));
    }
    println!(
        "two threads against one, wall time: relief {:.2} (bound 1.80), copies of memory {:.2}",
        ratio[0], ratio[1]
    );
}

fn bench_linearity(folder: &Path) {
    let arrays = arrays(folder, false);
    let terrain = Terrain::new(Box::new(MirroredTile::read(folder)), 1 << 30);
    on_the_relief(&arrays, lines(160), &mut terrain.cursor(), false);
    println!("cost against the size of the image (lines, ns a point):");
    for step in [640, 320, 160] {
        let (seconds, n) = cpu_seconds(&mut || on_the_relief(&arrays, lines(step), &mut terrain.cursor(), false).0);
        println!("   {:>9} points {:>7.0}", n, seconds / n as f64 * 1e9);
    }
    println!("cost against the size of the elevation model, its tiles read anew (nodes, ns a node):");
    for degrees in [1, 2, 4] {
        let fresh = Terrain::new(Box::new(MirroredTile::read(folder)), 1 << 30);
        let tiles = degrees * 1200 / viq::earth::terrain::TILE_CELLS;
        let (seconds, n) = cpu_seconds(&mut || {
            let mut cursor = fresh.cursor();
            (0..tiles * tiles).filter(|place| cursor.tile(place / tiles, place % tiles).is_ok()).count() * 257 * 257
        });
        println!("   {:>9} nodes {:>7.1}", n, seconds / n as f64 * 1e9);
    }
}

fn main() {
    let root = std::env::var_os("VIQ_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = root.join("location_golden");
    if !folder.is_dir() {
        println!("skipped: no {}", folder.display());
        return;
    }
    bench_direct(&folder);
    bench_inverse(&folder);
    bench_threads(&folder);
    bench_linearity(&folder);
}
