//! The other figures, and images that carry no noise.

use rand::{Rng, SeedableRng};

use super::scene::{Ground, PLANTED, Recipe, band_named, bands, figure, measure, tiles};
use crate::imagery::{RasterSize, Tile, Window};
use crate::instrument::{InstrumentModel, SpectralBand};
use crate::measurement::{Measurement, Outcome};
use crate::performance::noise::{Illumination, NoiseContext, NoiseSample, NoiseSampler, conclude};
use crate::supervision::Supervision;
use crate::units::{Angle, UtcInstant};

fn reason(measurements: &[Measurement], metric: &str) -> String {
    let measurement = measurements.iter().find(|measurement| measurement.metric == metric).unwrap();
    match &measurement.outcome {
        Outcome::NotMeasurable { reason } => reason.clone(),
        Outcome::Measured { estimate } => panic!("{metric} was measured: {estimate:?}"),
    }
}

/// Autocorrelation of Keys' kernel at a distance, by the midpoint rule.
fn autocorrelation_of_keys(distance: f64) -> f64 {
    let kernel = |t: f64| {
        let t = t.abs();
        if t < 1.0 {
            1.5 * t * t * t - 2.5 * t * t + 1.0
        } else if t < 2.0 {
            -0.5 * t * t * t + 2.5 * t * t - 4.0 * t + 2.0
        } else {
            0.0
        }
    };
    (0..8000)
        .map(|index| -4.0 + 0.001 * (f64::from(index) + 0.5))
        .map(|x| kernel(x) * kernel(x + distance))
        .sum::<f64>()
        * 0.001
}

#[test]
fn the_noise_of_a_delivered_pixel_and_its_correlation_are_those_of_the_kernel() {
    let step = 5.0 / 5.3;
    let recipe = Recipe { step, ..Recipe::new(Ground::Flat) };
    let measurements = measure(&bands(recipe, 7001), recipe.side, recipe.side, step);
    // Over all phases the kernel passes A(0) of the variance along each axis and correlates neighbours by A(step)/A(0).
    let [variance, neighbour] = [0.0, step].map(autocorrelation_of_keys);
    for (band, planted) in PLANTED.iter().enumerate() {
        let found = figure(&measurements, "noise_as_delivered", band).unwrap();
        assert!((found / (planted * variance) - 1.0).abs() < 0.03, "{band}: {found} for {}", planted * variance);
        for metric in ["noise_correlation_line", "noise_correlation_column"] {
            let found = figure(&measurements, metric, band).unwrap();
            assert!((found - neighbour / variance).abs() < 0.03, "{metric} {found} for {}", neighbour / variance);
        }
    }
}

#[test]
fn without_the_sensor_step_the_noise_is_given_per_delivered_pixel() {
    let recipe = Recipe { step: 5.0 / 5.3, ..Recipe::new(Ground::Flat) };
    let measurements = measure(&bands(recipe, 7002), recipe.side, recipe.side, 1.0);
    let mean: f64 =
        PLANTED.iter().enumerate().map(|(band, s)| figure(&measurements, "noise", band).unwrap() / s).sum::<f64>()
            / 12.0;
    assert!((mean - 5.3 / 5.0).abs() < 0.01, "{mean}");
}

#[test]
fn rounding_to_whole_codes_is_not_counted_as_noise() {
    let recipe = Recipe { whole_numbers: true, noise: 0.4, ..Recipe::new(Ground::Gradient) };
    let measurements = measure(&bands(recipe, 7003), recipe.side, recipe.side, 1.0);
    for (band, planted) in PLANTED.iter().enumerate() {
        let ratio = figure(&measurements, "noise", band).unwrap() / (0.4 * planted);
        assert!((ratio - 1.0).abs() < 0.05, "{band} {ratio}");
    }
}

#[test]
fn one_band_alone_is_measured_where_the_scene_is_calm_and_refused_where_it_is_not() {
    let ground = Ground::Fields { contrast: 20.0, calm: 0.5, fields: 9 };
    let recipe = Recipe { side: 512, ..Recipe::new(ground) };
    for seed in 7010..7013 {
        for band in [0, 4, 9] {
            let alone = vec![bands(recipe, seed).swap_remove(band)];
            let found = figure(&measure(&alone, 512, 512, 1.0), "noise", 0).unwrap();
            assert!((found / PLANTED[band] - 1.0).abs() < 0.06, "seed {seed} band {band}: {found}");
        }
    }
    let rough = Ground::Fields { contrast: 2000.0, calm: 0.0, fields: 100 };
    let alone = vec![bands(Recipe::new(rough), 7014).swap_remove(8)];
    let measurements = measure(&alone, 320, 320, 1.0);
    let honest = measurements[0].estimate().is_none_or(|estimate| estimate.uncertainty > 0.04 * estimate.value);
    assert!(honest, "{:?}", measurements[0]);
}

#[test]
fn a_crop_of_120_pixels_is_enough() {
    for seed in 7020..7025 {
        let recipe = Recipe { side: 120, ..Recipe::new(Ground::Gradient) };
        let measurements = measure(&bands(recipe, seed), 120, 120, 1.0);
        for (band, planted) in PLANTED.iter().enumerate() {
            let estimate = measurements[6 * band].estimate().unwrap();
            let error = (estimate.value - planted).abs() / estimate.uncertainty;
            assert!(error < 4.0 && estimate.uncertainty < 0.06 * planted, "seed {seed} band {band}: {estimate:?}");
        }
    }
}

#[test]
fn the_stated_uncertainty_covers_two_thirds_of_the_errors() {
    let (mut covered, mut n) = (0.0, 0.0);
    for seed in 7030..7060 {
        let recipe = Recipe { side: 192, ..Recipe::new(Ground::Flat) };
        let measurements = measure(&bands(recipe, seed), 192, 192, 1.0);
        for (band, planted) in PLANTED.iter().enumerate() {
            let estimate = measurements[6 * band].estimate().unwrap();
            covered += f64::from(u8::from((estimate.value - planted).abs() < estimate.uncertainty));
            n += 1.0;
        }
    }
    let share = covered / n;
    assert!((0.58..0.85).contains(&share), "{share}");
}

#[test]
fn scattered_missing_samples_do_not_stop_the_measurement() {
    let mut generator = rand_chacha::ChaCha8Rng::seed_from_u64(7070);
    let mut planted = bands(Recipe::new(Ground::Gradient), 7071);
    for band in &mut planted {
        for value in band.iter_mut() {
            if generator.random::<f64>() < 0.005 {
                *value = f64::NAN;
            }
        }
    }
    let measurements = measure(&planted, 320, 320, 1.0);
    for (band, sigma) in PLANTED.iter().enumerate() {
        let found = figure(&measurements, "noise", band).unwrap();
        assert!((found / sigma - 1.0).abs() < 0.05, "{band} {found}");
    }
}

#[test]
fn a_missing_border_costs_no_windows() {
    let recipe = Recipe { side: 121, ..Recipe::new(Ground::Gradient) };
    let mut planted = bands(recipe, 7130);
    for band in &mut planted {
        for index in 0..121 {
            band[index * 121] = f64::NAN;
            band[120 * 121 + index] = f64::NAN;
        }
    }
    let measurements = measure(&planted, 121, 121, 1.0);
    assert!(measurements[0].population.contains("of 25 those"), "{}", measurements[0].population);
    for (band, sigma) in PLANTED.iter().enumerate() {
        let estimate = measurements[6 * band].estimate().unwrap();
        assert!((estimate.value - sigma).abs() < 4.0 * estimate.uncertainty && estimate.n >= 12, "{band} {estimate:?}");
    }
}

#[test]
fn an_image_without_noise_says_why() {
    let constant = measure(&vec![vec![300.0; 96 * 96]; 3], 96, 96, 1.0);
    assert!(reason(&constant, "noise").contains("constant"), "{constant:?}");
    assert!(reason(&constant, "snr").contains("constant"));
    let nothing = measure(&vec![vec![f64::NAN; 96 * 96]; 12], 96, 96, 1.0);
    assert!(reason(&nothing, "noise").contains("95 % of valid samples"));
    let dot = measure(&vec![vec![5.0]; 12], 1, 1, 1.0);
    assert!(reason(&dot, "noise").contains("no window of 48 × 48"));
    let instrument = InstrumentModel::built_in().unwrap();
    let described = [band_named(0)];
    let context = NoiseContext {
        bands: &described,
        instrument: &instrument,
        illumination: None,
        sensor_pixels_per_pixel: [1.0; 2],
        stride: 24,
    };
    assert_eq!(conclude(Vec::<NoiseSample>::new(), &context).len(), 6);
}

#[test]
fn a_constant_band_and_a_copied_band_do_not_spoil_the_others() {
    let mut planted = bands(Recipe { side: 192, ..Recipe::new(Ground::Gradient) }, 7080);
    planted[3] = vec![512.0; 192 * 192];
    let measurements = measure(&planted, 192, 192, 1.0);
    assert!(matches!(&measurements[18].outcome, Outcome::NotMeasurable { reason } if reason.contains("constant")));
    assert!((figure(&measurements, "noise", 7).unwrap() / PLANTED[7] - 1.0).abs() < 0.08);
    planted[3] = planted[2].clone();
    let measurements = measure(&planted, 192, 192, 1.0);
    assert!(reason(&measurements[18..], "noise").contains("other bands"), "{:?}", measurements[18]);
    for band in [2, 4, 11] {
        assert!((figure(&measurements, "noise", band).unwrap() / PLANTED[band] - 1.0).abs() < 0.08);
    }
}

#[test]
fn the_order_of_cells_is_all_that_counts() {
    // Four cells sampled in any order and put back in theirs give what they give in one go.
    let planted = tiles(&bands(Recipe { side: 256, ..Recipe::new(Ground::Flat) }, 7090));
    let size = RasterSize { lines: 256, columns: 256, bands: 12, block_lines: 64, block_columns: 256 };
    let sampler = NoiseSampler::new(size);
    let cell = |first: usize| {
        let window = Window::new(first * 64, 0, 64, 256);
        let part = |tile: &Tile| Tile {
            values: tile.values[first * 64 * 256..(first + 1) * 64 * 256].to_vec(),
            reasons: tile.reasons[first * 64 * 256..(first + 1) * 64 * 256].to_vec(),
        };
        sampler.sample(window, &planted.iter().map(part).collect::<Vec<_>>(), &Supervision::unattended()).unwrap()
    };
    let forwards: Vec<_> = (0..4).map(cell).collect();
    let mut backwards: Vec<_> = (0..4).rev().map(cell).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
}

#[test]
fn the_radiance_is_given_only_where_light_and_band_are_known() {
    let recipe = Recipe { side: 192, bands: 1, ..Recipe::new(Ground::Flat) };
    let planted = bands(recipe, 7100);
    let size = RasterSize { lines: 192, columns: 192, bands: 1, block_lines: 192, block_columns: 192 };
    let sampler = NoiseSampler::new(size);
    let sample = sampler.sample(Window::new(0, 0, 192, 192), &tiles(&planted), &Supervision::unattended()).unwrap();
    let instrument = InstrumentModel::built_in().unwrap();
    let light = Illumination {
        sun_zenith: Angle::from_degrees(52.5),
        acquisition: UtcInstant::parse("2019-02-04T08:34:37").unwrap(),
    };
    let with = |name: &str, light| {
        let described = [SpectralBand { name: name.to_owned(), reflectance_per_code: Some(0.001), ..band_named(0) }];
        let context = NoiseContext {
            bands: &described,
            instrument: &instrument,
            illumination: light,
            sensor_pixels_per_pixel: [1.0; 2],
            stride: sampler.stride(),
        };
        conclude([sample.clone()], &context)
    };
    let known = with("B05", Some(light));
    // Mean 199 codes = 0.199 of the 332.39 W·m⁻²·sr⁻¹·µm⁻¹ that a reflectance of one has.
    assert!((known[5].estimate().unwrap().value - 0.199 * 332.39).abs() < 0.3, "{:?}", known[5]);
    assert!(known[5].method.contains("derived"));
    assert_eq!(known[0].unit, "reflectance");
    assert!(reason(&with("B05", None), "snr_radiance").contains("zenith"));
    assert!(reason(&with("red", Some(light)), "snr_radiance").contains("red"));
}

#[test]
fn sixty_bands_are_measured_where_the_scene_is_calm() {
    let more: Vec<Vec<f64>> =
        (0..5).flat_map(|seed| bands(Recipe { side: 192, ..Recipe::new(Ground::Gradient) }, 7111 + seed)).collect();
    assert_eq!(more.len(), 60);
    let measurements = measure(&more, 192, 192, 1.0);
    for band in [0, 17, 59] {
        assert!((figure(&measurements, "noise", band).unwrap() / PLANTED[band % 12] - 1.0).abs() < 0.08, "{band}");
    }
}

#[test]
fn a_cancelled_measurement_stops() {
    let recipe = Recipe { side: 120, bands: 2, ..Recipe::new(Ground::Flat) };
    let planted = tiles(&bands(recipe, 7120));
    let size = RasterSize { lines: 120, columns: 120, bands: 2, block_lines: 120, block_columns: 120 };
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(NoiseSampler::new(size).sample(Window::new(0, 0, 120, 120), &planted, &supervision).is_err());
}
