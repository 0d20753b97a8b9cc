//! Figures of a set against those that it is made from.

use super::instruments::{set_of, two_units, venus};
use crate::instrument::TdiStages;
use crate::parameter_sets::SetState;
use crate::simulation::nominal_set::NominalResponse;

fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

#[test]
fn gains_are_the_documented_ones_at_the_nominal_stages_and_in_proportion_elsewhere() {
    let documented = [0.204, 0.708, 1.144, 1.329, 1.667, 1.777, 1.747, 1.538, 2.257, 1.706, 2.158, 1.88];
    let instrument = venus(0);
    let set = set_of(&instrument);
    for ((band, model), ak) in set.bands.iter().zip(&instrument.0.model.bands).zip(documented) {
        for (tdi, response) in &band.responses {
            let expected = ak * f64::from(tdi.0) / f64::from(model.nominal_tdi_stages.0);
            assert!((response.gain - expected).abs() < 1e-12 * expected, "{} {tdi}", band.band);
        }
        assert!((band.spectral.solar_irradiance_w_m2_um - model.solar_irradiance_w_m2_um).abs() < 1e-12);
    }
}

#[test]
fn dark_signals_have_the_level_and_the_spread_that_are_asked_for() {
    // 5200 columns: the mean is known to 0.8/√5200 = 0.011, the spread to 1 %; five times that, seed fixed.
    let instrument = venus(3);
    let line_time_ms = instrument.2.settings.line_time_us * 1e-3;
    let set = set_of(&instrument);
    for (stages, response) in &set.bands[4].responses {
        let current = 0.1 * line_time_ms * f64::from(stages.0);
        let halves = response.dark.counts.split_at(2600);
        for (half, step) in [(halves.0, 0.0), (halves.1, 0.6)] {
            let (mean, _) = mean_and_spread(half);
            // Offset at code 64: 4 + 64/4 counts; odd columns 0.4 above even ones.
            let expected = 20.0 + 0.2 + step + current;
            assert!((mean - expected).abs() < 0.08, "{stages}: {mean}, expected {expected}");
            let even: Vec<f64> = half.iter().copied().step_by(2).collect();
            let spread = 0.8_f64.hypot(0.15 * current);
            assert!((mean_and_spread(&even).1 / spread - 1.0).abs() < 0.1, "{stages}");
        }
    }
}

#[test]
fn sensitivities_have_the_mean_and_the_spread_that_are_asked_for_and_share_a_part() {
    let set = set_of(&venus(4));
    let responses = &set.bands[7].responses;
    for (stages, response) in responses {
        let (mean, spread) = mean_and_spread(&response.slopes.a1);
        let expected = (0.01_f64.powi(2) + 0.006_f64.powi(2) / f64::from(stages.0) + 0.005_f64.powi(2) / 2.0).sqrt();
        assert!((mean - 1.0).abs() < 1e-12, "{mean}");
        assert!((spread / expected - 1.0).abs() < 0.06, "{stages}: {spread}, expected {expected}");
        let changes: Vec<f64> =
            response.slopes.a1.iter().zip(&response.slopes.a2).map(|(a1, a2)| a2 / a1 - 1.0).collect();
        let (mean, spread) = mean_and_spread(&changes);
        assert!((mean - 0.02).abs() < 3e-4 && (spread / 0.004 - 1.0).abs() < 0.06);
        let (mean, spread) = mean_and_spread(&response.slopes.knee);
        assert!((mean - 400.0).abs() < 2.1 && (spread / 30.0 - 1.0).abs() < 0.06);
    }
    let differences: Vec<f64> = responses[&TdiStages(16)]
        .slopes
        .a1
        .iter()
        .zip(&responses[&TdiStages(32)].slopes.a1)
        .map(|(a, b)| a - b)
        .collect();
    let expected = 0.006 * (1.0_f64 / 16.0 + 1.0 / 32.0).sqrt();
    assert!((mean_and_spread(&differences).1 / expected - 1.0).abs() < 0.06);
}

#[test]
fn a_longer_line_gathers_more_current_and_more_light() {
    let mut instrument = venus(1);
    let usual = set_of(&instrument);
    instrument.2.settings.line_time_us *= 2.0;
    let longer = set_of(&instrument);
    let stages = TdiStages(32);
    let (one, two) = (&usual.bands[2].responses[&stages], &longer.bands[2].responses[&stages]);
    assert!((two.gain / one.gain - 2.0).abs() < 1e-12);
    let risen: f64 = one.dark.counts.iter().zip(&two.dark.counts).map(|(a, b)| b - a).sum::<f64>() / 5200.0;
    let current = 0.1 * usual.manifest.settings.line_time_us * 1e-3 * 32.0;
    assert!((risen / current - 1.0).abs() < 0.02, "{risen} {current}");
    assert_eq!(one.slopes, two.slopes);
}

#[test]
fn codes_of_a_half_change_its_counts_and_are_equalised() {
    // B08 is swapped: its left code holds for columns from 2600 on.
    let mut instrument = venus(2);
    let usual = set_of(&instrument);
    let codes = instrument.2.settings.bands.get_mut("B08").unwrap();
    codes.left.gain += 40;
    codes.left.offset += 20;
    let changed = set_of(&instrument);
    let ratio = 1.005_f64.powi(40);
    let (one, two) = (&usual.bands[7].responses[&TdiStages(8)], &changed.bands[7].responses[&TdiStages(8)]);
    let mean = ratio.sqrt();
    assert!((two.gain / one.gain / mean - 1.0).abs() < 1e-12);
    for column in [0, 2599, 2600, 5199] {
        let (gain, offset) = if column < 2600 { (1.0, 0.0) } else { (ratio, 5.0) };
        let slope = two.slopes.a1[column] / one.slopes.a1[column];
        // What a radiance of one makes of equalised counts is the same on both sides: gain × slope = mean.
        assert!((slope * gain / mean - 1.0).abs() < 1e-12, "{column}");
        assert!((two.slopes.knee[column] / one.slopes.knee[column] / gain - 1.0).abs() < 1e-12);
        let risen = two.dark.counts[column] - one.dark.counts[column];
        assert!((risen - offset).abs() < 0.3, "{column}: {risen}");
    }
    assert_eq!(usual.bands[6], changed.bands[6]);
}

#[test]
fn directions_are_those_of_the_focal_plane() {
    let set = set_of(&venus(0));
    let of = |name: &str, column: usize| set.band(name).unwrap().viewing_directions[&TdiStages(8)][column];
    // B05 and B06: 3 × 13.33 mm and 2 × 2 mm apart at 1.75 m; columns 13 µm.
    let apart = of("B05", 100)[1] - of("B06", 100)[1];
    assert!((apart - 43.99e-3 / 1.75).abs() < 1e-12, "{apart}");
    let step = of("B05", 101)[0] - of("B05", 100)[0];
    assert!((step - 13e-6 / 1.75).abs() < 1e-15, "{step}");
}

#[test]
fn spectral_tables_are_even_and_keep_the_response() {
    for instrument in [venus(0), two_units(0)] {
        for band in &set_of(&instrument).bands {
            let table = &band.spectral.tables[0];
            let response = instrument.0.responses.band(&band.band).unwrap();
            let steps = table.sensitivities.len() as f64 - 1.0;
            assert!((table.bandwidth_um - steps * table.step_um).abs() < 1e-9);
            for (sample, value) in table.sensitivities.iter().enumerate() {
                let wavelength = (table.first_wavelength_um + sample as f64 * table.step_um) * 1e3;
                assert!((f64::from(*value) - response.at(wavelength)).abs() < 1e-6);
            }
            let sum: f64 = table.sensitivities.iter().map(|value| f64::from(*value)).sum();
            let whole = response.wavelengths_nm.windows(2).zip(response.responses.windows(2));
            let integral: f64 = whole.map(|(w, r)| (w[1] - w[0]) * f64::midpoint(r[0], r[1])).sum();
            assert!((sum * table.step_um * 1e3 / integral - 1.0).abs() < 1e-5, "{}", band.band);
        }
    }
}

#[test]
fn the_manifest_says_that_nothing_was_measured() {
    let set = set_of(&two_units(12));
    assert!(set.manifest.provenance.synthetic && set.manifest.state == SetState::Draft);
    assert!(set.manifest.provenance.method.contains("seed 12"));
    assert!(set.manifest.provenance.sources[0].contains("two_units"));
    assert_eq!((set.manifest.instrument.as_str(), set.files.len()), ("two_units", 0));
}

#[test]
fn impossible_figures_are_refused_with_their_key() {
    let text = include_str!("../../../../calibration-models/venus/nominal_response.toml");
    for (from, to, key) in [
        ("excess_counts = { value = 12.0", "excess_counts = { value = 60.0", "excess_counts"),
        ("knee_spread_counts = { value = 30.0", "knee_spread_counts = { value = 101.0", "knee_spread_counts"),
        ("share_relative = { value = 0.030", "share_relative = { value = 0.7", "share_relative"),
        ("ghost_lines_px = { value = [90, 90, 90, 90]", "ghost_lines_px = { value = [90]", "ghost_lines_px"),
        ("value = [-240, -80", "value = [-640, -80", "ghost_columns_px"),
        ("value = [0.004, 0.002]", "value = [0.004, 0.002, 0.001]", "share_relative"),
        ("gain_counts_per_radiance = 0.204", "gain_counts_per_radiance = 0.0", "gain_counts_per_radiance"),
        ("polarisation_angle_deg = 5", "polarisation_angle_deg = 185", "polarisation_angle_deg"),
        ("name = \"B02\"", "name = \"B01\"", "name"),
    ] {
        assert!(text.contains(from), "{from}");
        let message = NominalResponse::parse("n.toml", &text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(message.starts_with("n.toml, ") && message.contains(key) && message.contains("needs"), "{message}");
    }
    let message = NominalResponse::parse("n.toml", &text.replacen("exponent =", "exponents =", 1)).unwrap_err();
    assert!(message.to_string().contains("exponents") && message.to_string().contains("line"));
}
