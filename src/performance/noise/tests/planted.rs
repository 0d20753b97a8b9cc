//! What was planted is found within 5 %, band by band, seed by seed.

use super::scene::{Ground, PLANTED, Recipe, bands, figure, measure};

/// Worst and mean ratio of found to planted over the seeds and bands.
fn worst(recipe: Recipe, seeds: std::ops::Range<u64>) -> (f64, f64, f64) {
    let (mut low, mut high, mut sum, mut n) = (f64::INFINITY, 0.0_f64, 0.0, 0.0);
    for seed in seeds {
        let measurements = measure(&bands(recipe, seed), recipe.side, recipe.side, recipe.step);
        for (band, planted) in PLANTED.iter().enumerate().take(recipe.bands) {
            let found = figure(&measurements, "noise", band)
                .unwrap_or_else(|| panic!("seed {seed} band {band}: {measurements:?}"));
            let ratio = found / (recipe.noise * planted);
            low = low.min(ratio);
            high = high.max(ratio);
            sum += ratio;
            n += 1.0;
        }
    }
    eprintln!("found over planted: {low:.4} to {high:.4}, mean {:.4}", sum / n);
    (low, high, sum / n)
}

fn assert_within_five_percent(recipe: Recipe, seeds: std::ops::Range<u64>) {
    let (low, high, mean) = worst(recipe, seeds);
    assert!(low > 0.95 && high < 1.05, "{low} to {high}, mean {mean}");
}

#[test]
fn noise_on_a_flat_scene_is_found_through_any_bicubic_phase() {
    assert_within_five_percent(Recipe::new(Ground::Flat), 19100..19112);
}

#[test]
fn noise_on_a_flat_scene_is_found_when_pixels_change_their_size() {
    assert_within_five_percent(Recipe { step: 5.0 / 5.3, ..Recipe::new(Ground::Flat) }, 19200..19212);
}

#[test]
fn a_gradient_is_no_noise() {
    assert_within_five_percent(Recipe { step: 5.0 / 5.3, ..Recipe::new(Ground::Gradient) }, 19300..19312);
}

#[test]
fn calm_fields_in_a_fractal_scene_give_the_noise() {
    for (index, contrast) in [3.0, 10.0, 30.0].into_iter().enumerate() {
        let ground = Ground::Fields { contrast, calm: 0.4, fields: 16 };
        let recipe = Recipe { step: 5.0 / 5.3, side: 480, ..Recipe::new(ground) };
        let seeds = 19400 + 100 * index as u64;
        assert_within_five_percent(recipe, seeds..seeds + 10);
    }
}
