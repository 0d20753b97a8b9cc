//! The scene is what its settings say, wherever and however it is looked at.

use super::*;
use crate::earth::GroundPoint;

const SUN: [f64; 3] = [0.3, -0.4, 0.866];

fn ground(settings: &SceneSettings, seed: u64, cache_bytes: u64) -> Ground {
    let frame = SceneFrame::new(GroundPoint::from_degrees(5.2, 44.1, 0.0), 3.3, 1.77);
    Ground::new(settings, seed, frame, SUN, cache_bytes).unwrap()
}

/// Reflectances of one end member in a window: its amounts.
fn amounts(ground: &Ground, member: usize, window: LatticeWindow) -> Vec<f32> {
    let mut members = [0.0; END_MEMBERS];
    members[member] = 1.0;
    let mut values = vec![0.0; window.nodes()];
    ground.reflectance(window, members, &mut values);
    values
}

#[test]
fn a_window_is_the_same_whatever_was_asked_before_and_however_little_is_kept() {
    let settings = SceneSettings::with_everything();
    let (roomy, tight) = (ground(&settings, 9, 1 << 28), ground(&settings, 9, 0));
    let window = LatticeWindow { line: -200, column: -77, lines: 333, columns: 290 };
    for member in 0..END_MEMBERS {
        assert_eq!(amounts(&roomy, member, window), amounts(&tight, member, window));
    }
    let part = LatticeWindow { line: -101, column: 30, lines: 9, columns: 120 };
    let (all, some) = (amounts(&roomy, 0, window), amounts(&tight, 0, part));
    for line in 0..9 {
        let at = (line + 99) * 290 + 107;
        assert_eq!(some[line * 120..(line + 1) * 120], all[at..at + 120]);
    }
    let other = amounts(&ground(&settings, 10, 1 << 28), 0, window);
    assert_ne!(all, other);
}

#[test]
fn there_is_water_exactly_where_the_land_falls_below_it() {
    // A surface that is half under water; flat shading.
    let mut settings = SceneSettings::default();
    settings.relief.mean_m = 0.0;
    settings.relief.shading = false;
    let ground = ground(&settings, 3, 1 << 28);
    let window = LatticeWindow { line: 0, column: 0, lines: 2048, columns: 2048 };
    let water = amounts(&ground, 2, window);
    let (mut wet, mut wrong) = (0, 0);
    for line in (0..2048).step_by(8) {
        for column in (0..2048).step_by(8) {
            let is_wet = water[line * 2048 + column] > 0.0;
            wet += usize::from(is_wet);
            let height = ground.height_at([line as f64, column as f64]);
            // The shore has detail of 1.5 m a standard deviation, which is four at most.
            wrong += usize::from(is_wet && height > 7.0);
        }
    }
    assert!(wet > 1000 && wrong == 0, "{wet} {wrong}");
}

#[test]
fn a_coast_has_land_on_one_side_and_sea_on_the_other() {
    let mut settings = SceneSettings::with_everything();
    settings.relief.rms_m = 10.0;
    settings.coast = Some(CoastSettings { towards_sea_deg: 90.0, distance_m: 0.0, width_m: 500.0 });
    let frame = SceneFrame::new(GroundPoint::from_degrees(5.2, 44.1, 0.0), 0.0, 1.77);
    let ground = Ground::new(&settings, 4, frame, SUN, 1 << 26).unwrap();
    // Heading north, across is east.
    let (land, sea) = (ground.height_at([300.0, -4000.0]), ground.height_at([300.0, 4000.0]));
    assert!(land > 150.0 && sea == 0.0, "{land} {sea}");
}

#[test]
fn the_brightness_of_open_land_has_the_spectrum_asked_for() {
    let mut settings = SceneSettings::default();
    settings.fields.share = 0.0;
    settings.settlements.share = 0.0;
    settings.relief.shading = false;
    settings.ground.greenness = 0.0;
    settings.ground.greenness_spread = 0.0;
    let ground = ground(&settings, 12, 1 << 28);
    let window = LatticeWindow { line: 0, column: 0, lines: 1024, columns: 1024 };
    let soil = amounts(&ground, 0, window);
    // Variance of differences over a lag: for a spectrum f^−β, 2 < β < 4, it grows as lag^(β−2); β is 2.6. Smooth B-splines and the largest scale
    // bend the curve by a few hundredths over these lags.
    let structure = |lag: usize| {
        let mut sum = 0.0;
        for line in 0..1024 {
            for column in 0..1024 - lag {
                sum += f64::from(soil[line * 1024 + column + lag] - soil[line * 1024 + column]).powi(2);
            }
        }
        (sum / (1024.0 * (1024 - lag) as f64)).ln()
    };
    let slope = (structure(128) - structure(4)) / 32_f64.ln();
    println!("structure function: slope {slope:.3}, expected 0.6");
    assert!((slope - 0.6).abs() < 0.12, "{slope}");
}

#[test]
fn a_slope_towards_the_sun_is_brighter() {
    let settings = SceneSettings::default();
    let mut flat = settings.clone();
    flat.relief.shading = false;
    let (lit, unlit) = (ground(&settings, 5, 1 << 28), ground(&flat, 5, 1 << 28));
    let window = LatticeWindow { line: 0, column: 0, lines: 512, columns: 512 };
    let (lit_soil, soil) = (amounts(&lit, 0, window), amounts(&unlit, 0, window));
    let mut n = 0;
    for line in (16..500).step_by(8) {
        for column in (16..500).step_by(8) {
            let at = [line as f64, column as f64];
            let height = |along: f64, across: f64| lit.height_at([at[0] + along, at[1] + across]);
            let rise = [
                (height(8.0, 0.0) - height(-8.0, 0.0)) / (16.0 * 1.77),
                (height(0.0, 8.0) - height(0.0, -8.0)) / (16.0 * 1.77),
            ];
            let normal = [-rise[0], -rise[1], 1.0];
            let length = normal.iter().map(|part| part * part).sum::<f64>().sqrt();
            let expected = normal.iter().zip(SUN).map(|(a, b)| a * b).sum::<f64>() / length / SUN[2];
            let (lit, plain) = (lit_soil[line * 512 + column], soil[line * 512 + column]);
            if plain > 0.3 && height(8.0, 0.0).min(height(-8.0, 0.0)).min(height(0.0, 8.0)).min(height(0.0, -8.0)) > 1.0
            {
                assert!(
                    (f64::from(lit / plain) - expected).abs() < 1e-3,
                    "{at:?}: {} instead of {expected}",
                    lit / plain
                );
                n += 1;
            }
        }
    }
    assert!(n > 60, "{n}");
}

#[test]
fn fields_have_one_crop_and_sharp_borders() {
    let mut settings = SceneSettings::default();
    settings.fields.share = 1.0;
    settings.settlements.share = 0.0;
    settings.relief.shading = false;
    settings.ground.greenness_spread = 0.0;
    settings.ground.brightness_spread = 0.0;
    let ground = ground(&settings, 6, 1 << 28);
    let window = LatticeWindow { line: 0, column: 0, lines: 512, columns: 512 };
    let green = amounts(&ground, 1, window);
    let steps = green.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > 1e-4).count();
    // A field is 124 cells wide: a border each hundred cells or so, and nothing in between.
    assert!((512 * 512 / 400..512 * 512 / 40).contains(&steps), "{steps}");
}

#[test]
fn clouds_move_with_the_wind() {
    let ground = ground(&SceneSettings::with_everything(), 8, 1 << 26);
    let wind = ground.wind_cells_s();
    let speed = wind[0].hypot(wind[1]) * 1.77;
    assert!((speed - 9.0_f64.hypot(4.0)).abs() < 1e-9, "{speed}");
    let mut seen = 0;
    for place in 0..200 {
        let cells = [f64::from(place) * 300.0, f64::from(place) * -170.0];
        let then = ground.cloud_at(cells, 0.0);
        let moved = [cells[0] + 2.7 * wind[0], cells[1] + 2.7 * wind[1]];
        assert!((ground.cloud_at(moved, 2.7) - then).abs() < 1e-6);
        seen += usize::from(then > 0.1);
    }
    assert!(seen > 5, "{seen}");
}
