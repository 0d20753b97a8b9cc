//! Lines of sight meeting real terrain, against shareloc and OTB; and the Pléiades physical model against the two products that CNES made of it.

use std::sync::Arc;

use viq::earth::GroundPoint;
use viq::earth::terrain::{ElevationReadError, ElevationSource, HeightRange, NodeGrid, Terrain};
use viq::instrument::location::{ImagePoint, LocationModel, meet_terrain};
use viq::instrument::pushbroom::{Platform, PushbroomArray, ReferenceFrame};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};
use viq::product_files::elevation::{HeightReference, TerrainSettings, open_geoid, open_terrain};
use viq::product_files::pleiades_dimap::{is_pleiades_dimap, read_pleiades_acquisition};
use viq::product_files::{XmlDocument, read_location_grid, read_rational_polynomials};

use super::case_table::{Case, judge};
use super::walking::{all_files, claims_location_grid, metres, short};
use crate::shared_data::shared;

/// SRTM around the Ventoux over EGM96, as shareloc's tests have it.
fn ventoux() -> Option<Terrain> {
    let tile = shared("shareloc/dtm/srtm90_non_void_filled/N44E005.hgt")?;
    let geoid = open_geoid(&shared("shareloc/dtm/egm96_15.gtx")?).unwrap();
    let heights = Some(HeightReference::Geoid(Arc::new(geoid)));
    Some(open_terrain(&[tile], &TerrainSettings { heights, ..TerrainSettings::default() }).unwrap())
}

/// A surface between heights that are known of it: the models here answer no height far from those they were fitted for.
struct Between {
    surface: Terrain,
    range: HeightRange,
}

impl ElevationSource for Between {
    fn grid(&self) -> &NodeGrid {
        self.surface.source().grid()
    }

    fn description(&self) -> String {
        self.surface.source().description()
    }

    fn height_range(&self) -> HeightRange {
        self.range
    }

    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        self.surface.source().read_nodes(first_row, first_column, rows, columns, heights_m)
    }
}

fn between(surface: Terrain, [least_m, greatest_m]: [f64; 2]) -> Terrain {
    Terrain::new(Box::new(Between { surface, range: HeightRange { least_m, greatest_m } }), 1 << 28)
}

fn degrees(found: GroundPoint, longitude_deg: f64, latitude_deg: f64) -> f64 {
    (found.longitude_deg() - longitude_deg).abs().max((found.latitude_deg() - latitude_deg).abs())
}

#[test]
fn the_first_pixel_of_ventoux_meets_the_terrain_where_shareloc_says() {
    let (Some(terrain), Some(path)) = (ventoux(), shared("shareloc/rectification/left_image.geom")) else { return };
    let model = read_rational_polynomials(&path).unwrap();
    let terrain = between(terrain, model.height_range_m());
    // The image was cut out at line and column 5000.
    let (pixel, expected) = (ImagePoint { line: 5000.0, column: 5000.0 }, [5.193406151946084, 44.20805807814395]);
    let expected_m = 503.51202179;
    let mut place = Case::new("shareloc, Ventoux on SRTM, along its straight line", "deg", 1e-8);
    let mut height = Case::new("shareloc, Ventoux on SRTM, along its straight line", "m", 1e-4);
    let mut exact_place = Case::new("shareloc, Ventoux on SRTM, by the polynomials", "deg", 1e-7);
    let mut exact_height = Case::new("shareloc, Ventoux on SRTM, by the polynomials", "m", 5e-3);
    // shareloc's line is straight in longitude, latitude and height through the places at the quarters of the fitted heights; the polynomials
    // themselves bend by 3 mm in between.
    let [lowest, highest] = model.height_range_m();
    let quarter = 0.25 * (highest - lowest);
    let ends = [lowest + quarter, highest - quarter];
    let [low, high] = ends.map(|height_m| model.ground_at_height(pixel, height_m).unwrap());
    let straight = |height_m: f64| {
        let share = (height_m - ends[0]) / (ends[1] - ends[0]);
        Ok(GroundPoint {
            longitude: low.longitude + share * (high.longitude - low.longitude),
            latitude: low.latitude + share * (high.latitude - low.latitude),
            height_m,
        })
    };
    let found = meet_terrain(&straight, &mut terrain.cursor()).unwrap();
    place.add(degrees(found, expected[0], expected[1]));
    height.add(found.height_m - expected_m);
    let exact = |height_m: f64| model.ground_at_height(pixel, height_m);
    let found = meet_terrain(&exact, &mut terrain.cursor()).unwrap();
    exact_place.add(degrees(found, expected[0], expected[1]));
    exact_height.add(found.height_m - expected_m);
    // OTB's own value for another pixel, on voids filled by another tool: loose, as in shareloc's test.
    let other = |height_m: f64| model.ground_at_height(ImagePoint { line: 999.0, column: 1999.0 }, height_m);
    let found = meet_terrain(&other, &mut terrain.cursor()).unwrap();
    let mut otb = Case::new("OTB, Ventoux on SRTM, line 999.5 column 1999.5", "deg", 2e-4);
    let mut otb_height = Case::new("OTB, Ventoux on SRTM, line 999.5 column 1999.5", "m", 15.0);
    otb.add(degrees(found, 5.17388499778903, 44.2257233720898));
    otb_height.add(found.height_m - 376.86);
    judge(&[place, height, exact_place, exact_height, otb, otb_height]);
}

#[test]
fn the_grid_of_oman_meets_its_terrain_where_shareloc_says() {
    let (Some(grid), Some(dtm)) = (
        shared("phr_dimap_physical/oman/GRID_P1BP--2017030824934340CP.tif"),
        shared("phr_dimap_physical/oman/MNT_P1BP--2017030824934340CP.tif"),
    ) else {
        return;
    };
    let model = read_location_grid(&grid).unwrap();
    // shareloc takes the heights as they are.
    let settings = TerrainSettings { heights: Some(HeightReference::Ellipsoid), ..TerrainSettings::default() };
    let terrain = between(open_terrain(&[dtm], &settings).unwrap(), [0.0, 2000.0]);
    let sight = |height_m: f64| model.ground_at_height(ImagePoint { line: 100.0, column: 50.0 }, height_m);
    let found = meet_terrain(&sight, &mut terrain.cursor()).unwrap();
    let mut place = Case::new("shareloc, Oman on its terrain", "deg", 1e-8);
    let mut height = Case::new("shareloc, Oman on its terrain", "m", 1e-3);
    place.add(degrees(found, 57.21700367698209, 21.95912227930429));
    height.add(found.height_m - 166.351227229112);
    println!("{found:?}");
    judge(&[place, height]);
}

/// Mean and standard deviation.
fn moments(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    [mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()]
}

#[test]
fn pleiades_physical_models_meet_the_grids_and_polynomials_of_their_scene() {
    let mut cases = Vec::new();
    for path in all_files() {
        let is_model = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xml"))
            && XmlDocument::read(&path).is_ok_and(|document| is_pleiades_dimap(&document));
        if !is_model {
            continue;
        }
        let acquisition = read_pleiades_acquisition(&path).unwrap();
        let rotation = |frame: ReferenceFrame| Err(format!("{frame:?} is not expected"));
        let platform = Arc::new(Platform::new(&acquisition, &rotation).unwrap());
        let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
        let description = &acquisition.arrays[0];
        let array = PushbroomArray::new(description, platform, acquisition.corrections, air).unwrap();
        let [lines, columns] = [description.size.lines as f64, description.size.columns as f64];
        let name = short(&path);
        // East, north (m) of the physical model's place against another's, at a node and a height.
        let apart = |image: ImagePoint, other: GroundPoint| {
            let own = array.ground_at_height(image, other.height_m).unwrap();
            let east = (own.longitude - other.longitude) * own.latitude.cos() * 6_378_137.0;
            ([east, (own.latitude - other.latitude) * 6_356_752.0], metres(own, other))
        };
        // The polynomials of the document, over their own heights.
        if let Ok(model) = read_rational_polynomials(&path) {
            let [lowest, highest] = model.height_range_m();
            let mut case = Case::new(format!("{name}: physical against its polynomials, rms"), "m", 5e-3);
            let mut most = Case::new(format!("{name}: physical against its polynomials"), "m", 1e-2);
            for node in 0..17 * 17 * 5 {
                let (i, j, k) = (f64::from(node / 85), f64::from(node / 5 % 17), f64::from(node % 5));
                let image = ImagePoint { line: i / 16.0 * (lines - 1.0), column: j / 16.0 * (columns - 1.0) };
                let height_m = lowest + k / 4.0 * (highest - lowest);
                most.add(apart(image, model.ground_at_height(image, height_m).unwrap()).1);
            }
            let squares = most.differences.iter().map(|value| value * value).sum::<f64>();
            case.add((squares / most.differences.len() as f64).sqrt());
            cases.extend([case, most]);
        }
        // Grids of the scene of the same name, on all their nodes, and on every fourth in either direction.
        let scene = name.rsplit('_').next().unwrap().trim_end_matches(".XML").to_owned();
        for grid_path in all_files().into_iter().filter(|path| claims_location_grid(path)) {
            if !grid_path.to_string_lossy().contains(&scene) {
                continue;
            }
            let grid = read_location_grid(&grid_path).unwrap();
            let ([down, across], [lowest, highest]) = (grid.axes(), grid.height_range_m());
            for every in [4, 1] {
                let (mut east, mut north) = (Vec::new(), Vec::new());
                let mut distances =
                    Case::new(format!("{}: distance, every {every} nodes", short(&grid_path)), "m", 1e-2);
                for (i, j) in (0..down.n).step_by(every).flat_map(|i| (0..across.n).step_by(every).map(move |j| (i, j)))
                {
                    let image = ImagePoint {
                        line: down.first + down.step * i as f64,
                        column: across.first + across.step * j as f64,
                    };
                    if !description.size.holds(image) {
                        continue;
                    }
                    for level in 0..9 {
                        let height_m = lowest + f64::from(level) / 8.0 * (highest - lowest);
                        let (parts, distance_m) = apart(image, grid.ground_at_height(image, height_m).unwrap());
                        east.push(parts[0]);
                        north.push(parts[1]);
                        distances.add(distance_m);
                    }
                }
                for (axis, values) in [("east", east), ("north", north)] {
                    let [mean, deviation] = moments(&values);
                    let words = format!("{}: {axis}, every {every} nodes", short(&grid_path));
                    let mut bias = Case::new(format!("{words}, bias of {}", values.len()), "m", 5e-3);
                    let mut sigma = Case::new(format!("{words}, σ of {}", values.len()), "m", 1e-3);
                    bias.add(mean);
                    sigma.add(deviation);
                    cases.extend([bias, sigma]);
                }
                cases.push(distances);
            }
        }
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
