//! Nodes and pixels against the exact models, one place at a time.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::geometry::{LineNodes, NODE_FINE};
use super::*;
use crate::simulation::optics::FINE;
use crate::simulation::scene::{CoastSettings, LatticeWindow};

/// Where the nodes of a block say that a fine place looks.
fn interpolated(nodes: &LineNodes, line: f64, column: f64) -> [f64; 2] {
    let row = line.floor();
    let at = (FINE as f64 * column + 1.0) / NODE_FINE as f64 - nodes.first_node as f64;
    let (v, u) = (line - row, at - at.floor());
    let first = (row as i64 - nodes.first_line) as usize * nodes.nodes + at as usize;
    if nodes.is_bent(first) {
        return nodes.on_bent_relief(first, v, u);
    }
    let [a, c, b, d] = nodes.corners(first).map(|at| nodes.places[at]);
    [0, 1].map(|axis| {
        let (above, below) = (a[axis] + u * (b[axis] - a[axis]), c[axis] + u * (d[axis] - c[axis]));
        above + v * (below - above)
    })
}

#[test]
fn interpolated_places_are_the_exact_ones_to_a_hundredth_of_a_pixel() {
    let instrument = venus();
    let mut random = ChaCha8Rng::seed_from_u64(5);
    println!("case | n | rms px | maximum px | bound");
    for (name, roll_deg, pitch_deg, clouds) in
        [("nadir", 0.0, 0.0, false), ("oblique", 22.0, -18.0, true), ("other side", -28.0, 12.0, true)]
    {
        let mut settings = one_stage(&instrument, if clouds { everything() } else { NaturalSettings::default() });
        settings.flight = FlightSettings { roll_deg, pitch_deg, ..FlightSettings::default() };
        let scene = scene_of(&instrument, &settings, 400, 8);
        let (mut sum, mut worst, mut n) = (0.0, 0.0_f64, 0.0);
        for band in [0, 5, 9] {
            let first = random.random_range(0..300);
            let nodes = LineNodes::new(&scene, band, first, 32, &Supervision::unattended()).unwrap();
            for _ in 0..1000 {
                let line = first as f64 + random.random_range(0.0..31.0);
                let column = random.random_range(-0.5..5199.5);
                let exact = scene.ground().frame().cells_of(scene.place_on_ground(band, line, column).unwrap());
                let found = interpolated(&nodes, line, column);
                // Three cells are a pixel at nadir, and more where the view is oblique.
                let off = (exact[0] - found[0]).hypot(exact[1] - found[1]) / FINE as f64;
                sum += off * off;
                worst = worst.max(off);
                n += 1.0;
            }
        }
        let rms = f64::sqrt(sum / n);
        println!("{name} | {n} | {rms:.5} | {worst:.5} | 0.01");
        assert!(worst < 0.01, "{name}: {worst}");
    }
}

#[test]
fn nodes_of_many_stages_are_the_mean_of_their_moments() {
    let instrument = venus();
    let settings = NaturalSettings::default();
    let scene = scene_of(&instrument, &settings, 100, 2);
    let single = scene_of(&instrument, &one_stage(&instrument, settings), 100, 2);
    let band = place_of_band(&instrument, "B01");
    assert_eq!(scene.stages().nth(band), Some(TdiStages(16)));
    let many = LineNodes::new(&scene, band, 40, 1, &Supervision::unattended()).unwrap();
    let one = LineNodes::new(&single, band, 30, 30, &Supervision::unattended()).unwrap();
    for column in [10.0, 2000.0, 5100.0] {
        let mut mean = [0.0; 2];
        for stage in 0..16 {
            let place = interpolated(&one, 40.0 + f64::from(stage) - 7.5, column);
            mean = [0, 1].map(|axis| mean[axis] + place[axis] / 16.0);
        }
        let found = interpolated(&many, 40.0, column);
        let off = (found[0] - mean[0]).hypot(found[1] - mean[1]);
        assert!(off < 0.02, "{column}: {off} cells");
    }
}

/// Radiance of a fine place by the exact models, in double precision.
fn light_at(scene: &NaturalScene, band: usize, line: f64, column: f64) -> f64 {
    let ground = scene.ground();
    let place = scene.place_on_ground(band, line, column).unwrap();
    let cells = ground.frame().cells_of(place);
    let window = LatticeWindow { line: cells[0].floor() as i32, column: cells[1].floor() as i32, lines: 2, columns: 2 };
    let own = &scene.bands[band];
    let mut corners = [0.0; 4];
    ground.reflectance(window, own.members, &mut corners);
    let [a, b, c, d] = corners.map(f64::from);
    let [v, u] = cells.map(|cell| cell - cell.floor());
    let reflectance = (1.0 - v) * ((1.0 - u) * a + u * b) + v * ((1.0 - u) * c + u * d);
    own.air.radiance(reflectance)
}

/// A pixel as the sum of its fine samples by the exact models.
fn summed(scene: &NaturalScene, band: usize, line: i64, column: i64) -> f64 {
    let half = PointSpread::half() as i64;
    let mut sum = 0.0;
    for i in -half..=half {
        let taps = scene.bands[band].spread.line((i + half) as usize);
        for (j, tap) in (-half..=half).zip(taps) {
            let at = |pixel: i64, off: i64| pixel as f64 + off as f64 / FINE as f64;
            sum += f64::from(*tap) * light_at(scene, band, at(line, i), at(column, j));
        }
    }
    sum
}

#[test]
fn a_pixel_is_the_sum_of_fine_samples_of_the_exact_scene() {
    let instrument = venus();
    let settings = one_stage(&instrument, NaturalSettings::default());
    let scene = scene_of(&instrument, &settings, 200, 11);
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut worst: f64 = 0.0;
    for band in [1, 6, 10] {
        let radiance = image(&scene, band, 50..130);
        let mean = radiance.iter().map(|value| f64::from(*value)).sum::<f64>() / radiance.len() as f64;
        for column in [0, 5199, random.random_range(1..5198), random.random_range(1..5198)] {
            let line = random.random_range(50..130);
            let sum = summed(&scene, band, line, column);
            let found = f64::from(radiance[(line - 50) as usize * 5200 + column as usize]);
            worst = worst.max((found - sum).abs() / mean);
        }
    }
    println!("pixels against their exact sums: {worst:.1e} of the mean at most");
    // Five thousandths of a pixel across the steepest borders.
    assert!(worst < 3e-3, "{worst}");
}

#[test]
fn a_pixel_beside_the_water_is_the_sum_of_fine_samples_too() {
    let instrument = venus();
    let mut settings = one_stage(&instrument, NaturalSettings::default());
    settings.scene.coast = Some(CoastSettings { distance_m: 0.0, ..CoastSettings::default() });
    let scene = scene_of(&instrument, &settings, 200, 11);
    let ground = scene.ground();
    let [water_m, _] = ground.height_range_m();
    let mut worst: f64 = 0.0;
    let mut beside = 0;
    for (band, line) in [(1, 40), (1, 90), (1, 140), (10, 60), (10, 110)] {
        let radiance = image(&scene, band, line..line + 1);
        let mean = radiance.iter().map(|value| f64::from(*value)).sum::<f64>() / radiance.len() as f64;
        // Land on one side and water on the other, within a pixel and a half.
        let is_water = |column: f64| {
            let place = scene.place_on_ground(band, line as f64, column).unwrap();
            ground.height_at(ground.frame().cells_of(place)) <= water_m + 1e-3
        };
        let shores: Vec<i64> =
            (20..5180).step_by(3).filter(|column| is_water(*column as f64) != is_water((column + 3) as f64)).collect();
        for shore in shores.into_iter().take(4) {
            for column in shore..=shore + 3 {
                let off = (f64::from(radiance[column as usize]) - summed(&scene, band, line, column)).abs();
                worst = worst.max(off / mean);
                beside += 1;
            }
        }
    }
    assert!(beside >= 20, "{beside}");
    println!("{beside} pixels beside the water against their exact sums: {worst:.1e} of the mean at most");
    assert!(worst < 3e-3, "{worst}");
}

#[test]
fn clouds_and_shadows_stand_where_wind_height_and_sun_put_them() {
    let instrument = venus();
    let mut settings = one_stage(&instrument, everything());
    let clouds = settings.scene.clouds.as_mut().unwrap();
    (clouds.cover, clouds.wind_east_m_s, clouds.wind_north_m_s) = (0.5, 40.0, -25.0);
    settings.flight.pointing = PointingSettings::perfect();
    let lines = 4000;
    let scene = scene_of(&instrument, &settings, lines, 6);
    let ground = scene.ground();
    let frame = ground.frame();
    let mut seen = [0, 0];
    for name in ["B05", "B06"] {
        let band = place_of_band(&instrument, name);
        for first in [100, 3900] {
            let nodes = LineNodes::new(&scene, band, first, 1, &Supervision::unattended()).unwrap();
            let row = (first - nodes.first_line) as usize * nodes.nodes;
            for node in (10..nodes.nodes - 10).step_by(37) {
                let column = ((nodes.first_node + node as i64) * NODE_FINE - 1) as f64 / FINE as f64;
                let time_s = (first as f64 - 0.5 * (lines as f64 - 1.0)) * scene.flight().line_time_s;
                // In the view: the sight at the clouds' height, and where the cloud over that place stood at the middle of the image.
                let over = scene.flight().place(band, first as f64, column, 2_500.0).unwrap();
                let expected = ground.cloud_at(frame.cells_of(over), time_s);
                let [view, shadow] = nodes.opacities[row + node].map(f64::from);
                assert!((view - expected).abs() < 0.01, "{name} {first} {column}: {view} instead of {expected}");
                // Before the Sun: from the ground towards it, up to the clouds' height.
                let place = scene.place_on_ground(band, first as f64, column).unwrap();
                let expected = ground.cloud_at(frame.cells_of(towards_sun(&scene, place, 2_500.0)), time_s);
                assert!((shadow - expected).abs() < 0.03, "{name} {first} {column}: {shadow} instead of {expected}");
                seen[0] += usize::from(view > 0.05);
                seen[1] += usize::from(shadow > 0.05);
            }
        }
    }
    assert!(seen.iter().all(|seen| *seen > 20), "{seen:?}");
    // The wind blows 47 m a second: within the 2.9 s from one twin band to the other clouds go on by 25 pixels.
    let wind = ground.wind_cells_s();
    let pixels = wind[0].hypot(wind[1]) * 2.9 / FINE as f64;
    assert!((pixels - 47.17 * 2.9 / 5.35).abs() < 0.5, "{pixels}");
}

/// A place at a height on the straight line from the ground to the Sun, where it stands in the sky of that place.
fn towards_sun(scene: &NaturalScene, from: GroundPoint, height_m: f64) -> GroundPoint {
    let sun = sun_over(&scene.flight, from, &table()).unwrap().0;
    let ((sin_lat, cos_lat), (sin_lon, cos_lon)) = (from.latitude.sin_cos(), from.longitude.sin_cos());
    let east = Vector3::new(-sin_lon, cos_lon, 0.0);
    let north = Vector3::new(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat);
    let up = Vector3::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat);
    let direction = east * sun.x + north * sun.y + up * sun.z;
    let mut distance = 0.0;
    loop {
        let place = crate::earth::geodetic_from_cartesian(cartesian_from_geodetic(from) + direction * distance);
        if (place.height_m - height_m).abs() < 0.01 {
            return place;
        }
        distance += (height_m - place.height_m) / sun.z;
    }
}
