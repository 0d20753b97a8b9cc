//! Rational polynomials of every format in the outside data.
//!
//! Expected values: shareloc's tests (its lines and columns have the centre of the first pixel at 0.5, here at 0), the Ames Stereo Pipeline's
//! tests, and the grid that CNES made of the physical model of a scene beside its polynomials.

use std::path::{Path, PathBuf};

use nalgebra::Vector3;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use viq::earth::{GroundPoint, longitude_difference};
use viq::instrument::location::{ImagePoint, LocationFailure, LocationModel, SightSegment, triangulated};
use viq::instrument::location_grid::LocationGrid;
use viq::instrument::rational_polynomials::RationalPolynomialModel;
use viq::product_files::{read_location_grid, read_rational_polynomials};

use super::walking::{
    Differences, all_files, claims_location_grid, claims_rational_polynomials, heading, metres, short,
};
use crate::shared_data::shared;

const POINTS: usize = 100_000;

/// Every file of rational polynomials; all must be read.
fn all_models() -> Vec<(PathBuf, RationalPolynomialModel)> {
    let claiming = all_files().into_iter().filter(|path| claims_rational_polynomials(path));
    claiming.map(|path| (path.clone(), read_rational_polynomials(&path).unwrap())).collect()
}

fn model(name: &str) -> Option<RationalPolynomialModel> {
    Some(read_rational_polynomials(&shared(name)?).unwrap())
}

/// The heights between which shareloc takes a line of sight for straight: the middle half of the fitted ones.
fn straight_range_m(model: &RationalPolynomialModel) -> [f64; 2] {
    let [low, high] = model.height_range_m();
    [low + 0.25 * (high - low), high - 0.25 * (high - low)]
}

/// First and last line and column of the image, or of the fitted domain where the size is not known.
fn image_of_model(model: &RationalPolynomialModel) -> [ImagePoint; 2] {
    model.image_size().map_or_else(
        || model.image_domain(),
        |size| {
            let last = ImagePoint { line: size.lines as f64 - 0.5, column: size.columns as f64 - 0.5 };
            [ImagePoint { line: -0.5, column: -0.5 }, last]
        },
    )
}

fn random_between(random: &mut ChaCha8Rng, [first, last]: [ImagePoint; 2]) -> ImagePoint {
    ImagePoint {
        line: random.random_range(first.line..=last.line),
        column: random.random_range(first.column..=last.column),
    }
}

#[test]
fn every_model_closes_from_the_image_to_the_ground_and_back() {
    heading();
    for (path, model) in all_models() {
        let (mut random, [lowest, highest]) = (ChaCha8Rng::seed_from_u64(4), model.height_range_m());
        let (mut pixels, mut refused) = (Differences::default(), 0);
        for _ in 0..POINTS {
            let image = random_between(&mut random, image_of_model(&model));
            let back = model.ground_at_height(image, random.random_range(lowest..=highest)).and_then(|ground| {
                assert!(ground.longitude.abs() <= std::f64::consts::PI && ground.latitude.is_finite());
                model.image_of(ground)
            });
            match back {
                Ok(back) => pixels.add((back.line - image.line).hypot(back.column - image.column)),
                Err(LocationFailure::OutsideModel | LocationFailure::NotConverged) => refused += 1,
                Err(other) => panic!("{}: {image:?}: {other}", path.display()),
            }
        }
        let direction = if model.has_direct_functions() { "both" } else { "inverse only" };
        pixels.hold(&format!("{} ({direction}), {refused} refused", short(&path)), "px", 1e-5);
        let share = f64::from(refused) / POINTS as f64;
        assert!(share < 0.25, "{}: {share}", path.display());
    }
}

#[test]
fn shareloc_inverse_locations() {
    heading();
    // Line and column in shareloc's convention.
    for (mark, ground, [line, column]) in [
        ("178609-001", GroundPoint::from_degrees(7.048_662_660_737_77, 43.727_748_394_435_46, 0.0), [200.5, 100.5]),
        (
            "178608-001",
            GroundPoint::from_degrees(7.115_260_882_967_574, 43.684_281_179_313_565, 850.0),
            [10236.4310, 10121.5657],
        ),
    ] {
        let of_scene: Vec<_> = all_models().into_iter().filter(|(path, _)| short(path).contains(mark)).collect();
        for (path, model) in of_scene {
            for (name, image) in
                [("iterated", model.image_of(ground)), ("polynomials", model.image_by_polynomials(ground))]
            {
                let image = image.unwrap();
                let mut pixels = Differences::default();
                pixels.add((image.line + 0.5 - line).hypot(image.column + 0.5 - column));
                pixels.hold(&format!("shareloc inverse, {name}: {}", short(&path)), "px", 1e-2);
            }
        }
    }
}

#[test]
fn shareloc_first_pixel_of_ventoux_and_its_footprint() {
    heading();
    let Some(model) = model("shareloc/rectification/left_image.geom") else { return };
    // The image was cut out at line and column 5000: its first pixel's centre. The peer goes along a line that is straight in longitude,
    // latitude and height, which is 3 mm off here; both are held.
    let (pixel, height_m) = (ImagePoint { line: 5000.0, column: 5000.0 }, 503.512_021_79);
    let at = |height_m| model.ground_at_height(pixel, height_m).unwrap();
    let ([low, high], expected) = (straight_range_m(&model), [5.193_406_151_946_084, 44.208_058_078_143_95]);
    let share = (height_m - low) / (high - low);
    let (below, above, exact) = (at(low), at(high), at(height_m));
    let straight = [
        below.longitude_deg() + share * (above.longitude_deg() - below.longitude_deg()),
        below.latitude_deg() + share * (above.latitude_deg() - below.latitude_deg()),
    ];
    for (name, place, bound) in [
        ("along the peer's straight line", straight, 1e-8),
        ("by the polynomials", [exact.longitude_deg(), exact.latitude_deg()], 1e-7),
    ] {
        let mut degrees = Differences::default();
        degrees.add(place[0] - expected[0]);
        degrees.add(place[1] - expected[1]);
        degrees.hold(&format!("shareloc, first pixel of Ventoux at its height, {name}"), "deg", bound);
    }
    // OTB's own value, loose.
    let mut degrees = Differences::default();
    let place = model.ground_at_height(ImagePoint { line: 999.0, column: 1999.0 }, 376.86).unwrap();
    degrees.add(place.longitude_deg() - 5.173_884_997_789_03);
    degrees.add(place.latitude_deg() - 44.225_723_372_089_8);
    degrees.hold("OTB, line 999.5 column 1999.5 of Ventoux", "deg", 3e-5);
    // shareloc: the first and last corner of the fitted domain, both coordinates from the outer half pixel, at height 0.
    let mut degrees = Differences::default();
    let corners = model.image_domain().map(|corner| model.ground_at_height(corner, 0.0).unwrap());
    let [south, west, north, east] = [44.041_678, 5.155_808, 44.229_592, 5.412_923];
    let of = |least: bool, value: fn(GroundPoint) -> f64| {
        let [a, b] = corners.map(value);
        if least { a.min(b) } else { a.max(b) }
    };
    degrees.add(of(true, GroundPoint::latitude_deg) - south);
    degrees.add(of(true, GroundPoint::longitude_deg) - west);
    degrees.add(of(false, GroundPoint::latitude_deg) - north);
    degrees.add(of(false, GroundPoint::longitude_deg) - east);
    // The expected values are written to six decimals.
    degrees.hold("shareloc, footprint of Ventoux", "deg", 5.1e-7);
}

/// A resampling grid of shareloc: displacements (line, column) on nodes from the centre of the first cell.
struct Displacements {
    first: f64,
    step: f64,
    n: usize,
    columns: Vec<f64>,
    lines: Vec<f64>,
}

impl Displacements {
    fn read(name: &str) -> Option<Self> {
        let dataset = gdal::Dataset::open(shared(name)?).unwrap();
        let band = |index| dataset.rasterband(index).unwrap().read_band_as::<f64>().unwrap().into_shape_and_vec().1;
        let transform = dataset.geo_transform().unwrap();
        let first = transform[0] + transform[1] / 2.0;
        Some(Self { first, step: transform[1], n: dataset.raster_size().0, columns: band(1), lines: band(2) })
    }

    /// Bilinear, as shareloc; the place in the sensor is the place in the grid and the displacement.
    fn sensor(&self, column: f64, line: f64) -> [f64; 2] {
        let (x, y) = ((column - self.first) / self.step, (line - self.first) / self.step);
        let (i, j) = (y.floor(), x.floor());
        let node = i as usize * self.n + j as usize;
        let at = |band: &[f64]| {
            let above = band[node] + (x - j) * (band[node + 1] - band[node]);
            let below = band[node + self.n] + (x - j) * (band[node + self.n + 1] - band[node + self.n]);
            above + (y - i) * (below - above)
        };
        [line + at(&self.lines), column + at(&self.columns)]
    }
}

#[test]
fn shareloc_triangulated_point() {
    let (Some(left_grid), Some(right_grid), Some(matches)) = (
        Displacements::read("shareloc/rectification_grids/left_epipolar_grid.tif"),
        Displacements::read("shareloc/rectification_grids/right_epipolar_grid.tif"),
        shared("shareloc/triangulation/matches-crop.npy"),
    ) else {
        return;
    };
    heading();
    let bytes = std::fs::read(matches).unwrap();
    let number = |index: usize| f64::from_le_bytes(bytes[128 + 8 * index..136 + 8 * index].try_into().unwrap());
    let left_image = left_grid.sensor(number(0), number(1));
    let right_image = right_grid.sensor(number(2), number(3));
    let expected = Vector3::new(4_584_341.373_598_431, 572_313.675_204_275, 4_382_784.513_564_503);
    let sight = |model: &RationalPolynomialModel, [line, column]: [f64; 2]| {
        let ([low, high], image) = (straight_range_m(model), ImagePoint { line: line - 0.5, column: column - 0.5 });
        SightSegment::between(model, image, low, high).unwrap()
    };
    let of_scene = |mark: &str, ending: &str| {
        let name = |path: &Path| short(path).contains(mark) && short(path).ends_with(ending);
        all_models().into_iter().find(|(path, _)| name(path)).unwrap().1
    };
    for ending in [".geom", ".XML"] {
        let lines =
            [sight(&of_scene("178608-001", ending), left_image), sight(&of_scene("178609-001", ending), right_image)];
        let point = triangulated(&lines).unwrap();
        let mut distance = Differences::default();
        distance.add((point - expected).norm());
        distance.hold(&format!("shareloc, triangulated point, {ending}"), "m", 1e-3);
    }
}

#[test]
fn stereo_error_of_the_ames_pipeline() {
    let (Some(one), Some(four)) = (model("asp_cameras/dg_example1.xml"), model("asp_cameras/dg_example4.xml")) else {
        return;
    };
    heading();
    // The pipeline goes through nine tenths of the fitted heights, up and down. The corners are 300 km apart: the lines pass each other, and
    // the distance at which they do so hangs on every digit of both.
    let sights = [&one, &four].map(|model| {
        let [low, high] = model.height_range_m();
        let (middle, reach) = (f64::midpoint(low, high), 0.9 * (high - low) / 2.0);
        SightSegment::between(model, ImagePoint::default(), middle - reach, middle + reach).unwrap()
    });
    let point = triangulated(&sights).unwrap();
    let mut distance = Differences::default();
    distance.add(sights[0].distance_m(point) + sights[1].distance_m(point) - 54_705.954_732_850_91);
    distance.hold("ASP, stereo error of dg_example1 and 4 at pixel (0, 0)", "m", 1e-3);
}

#[test]
fn files_of_one_scene_in_several_formats_agree() {
    heading();
    let models = all_models();
    let mut n = 0;
    for (index, (path, model)) in models.iter().enumerate() {
        for (other_path, other) in &models[index + 1..] {
            // One scene: the same fitted domain on the ground and in the image, whatever the name of the file.
            let ([a, _], [b, _]) = (model.ground_domain(), other.ground_domain());
            let ([p, _], [q, _]) = (model.image_domain(), other.image_domain());
            let same = metres(a, b) < 1e-3 && (p.line - q.line).hypot(p.column - q.column) < 1e-6;
            let formats = [path, other_path].map(|path| path.extension().unwrap_or_default().to_ascii_lowercase());
            if !same || formats[0] == formats[1] {
                continue;
            }
            n += 1;
            let mut pixels = Differences::default();
            let (mut random, [lowest, highest]) = (ChaCha8Rng::seed_from_u64(8), model.height_range_m());
            for _ in 0..10_000 {
                let [first, last] = model.ground_domain();
                let share = random.random_range(0.1..0.9);
                let width = longitude_difference(last.longitude, first.longitude);
                let ground = GroundPoint {
                    longitude: first.longitude + share * width,
                    latitude: first.latitude + random.random_range(0.1..0.9) * (last.latitude - first.latitude),
                    height_m: random.random_range(lowest..=highest),
                };
                let [one, two] = [model, other].map(|model| model.image_by_polynomials(ground).unwrap());
                pixels.add((one.line - two.line).hypot(one.column - two.column));
            }
            pixels.hold(&format!("{} and {}", short(path), short(other_path)), "px", 1e-6);
        }
    }
    println!("{n} pairs");
    assert!(models.is_empty() || n > 0);
}

#[test]
fn polynomials_and_the_grid_of_the_physical_model_agree() {
    heading();
    let mut n = 0;
    for grid_path in all_files().into_iter().filter(|path| claims_location_grid(path)) {
        let Ok(grid) = read_location_grid(&grid_path) else { continue };
        let name = grid_path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(scene) = name.strip_prefix("GRID_") else { continue };
        let scene = scene.trim_end_matches("_LARGE");
        for (path, model) in all_models() {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !file.contains(scene) || !model.has_direct_functions() {
                continue;
            }
            // The bound within the heights of the fit, and within the margin that the model answers beyond them. Of one scene CNES's own two
            // files stand 0.2 m apart (shareloc, too, holds its grids only to 0.5 m there).
            let apart = scene.ends_with("2017092838319324CP");
            for (beyond, rms, most) in
                [(0.0, 5e-3, 1e-2), (300.0, 1e-2, 2e-2), (600.0, 2e-2, 5e-2), (999.0, 5e-2, 5e-2)]
            {
                let differences = over_the_nodes(&grid, &model, beyond);
                if let Some(mut differences) = differences {
                    let most = if apart { 0.25 } else { most };
                    let case = format!("{} and its polynomials, {beyond} m beyond their heights", short(&grid_path));
                    let found = differences.rms();
                    println!("  rms {found:.5} m of {file}");
                    assert!(apart || found <= rms, "{case}: rms {found}");
                    differences.hold(&case, "m", most);
                    n += 1;
                }
            }
        }
    }
    println!("{n} comparisons");
}

/// Metres between the places by a grid and by polynomials, over the nodes, at the lowest and highest fitted height and so far beyond.
fn over_the_nodes(grid: &LocationGrid, model: &RationalPolynomialModel, beyond_m: f64) -> Option<Differences> {
    let mut differences = Differences::default();
    let ([lines, columns], [lowest, highest]) = (grid.axes(), model.height_range_m());
    let [least, most] = grid.height_range_m();
    let heights: Vec<f64> =
        [lowest - beyond_m, highest + beyond_m].into_iter().filter(|height| (least..=most).contains(height)).collect();
    for (i, j) in (0..lines.n).flat_map(|i| (0..columns.n).map(move |j| (i, j))) {
        let line = lines.first + lines.step * i as f64;
        let image = ImagePoint { line, column: columns.first + columns.step * j as f64 };
        for height_m in &heights {
            let places = [grid.ground_at_height(image, *height_m), model.ground_at_height(image, *height_m)];
            let [by_grid, by_model] = places.map(Result::unwrap);
            differences.add(metres(by_grid, by_model));
        }
    }
    (!heights.is_empty()).then_some(differences)
}
