use super::*;
use crate::instrument::InstrumentDescription;
use crate::simulation::nominal_set::{NominalResponse, NominalSetSettings, nominal_set};
use crate::supervision::Supervision;

type Spoil<'a> = &'a dyn Fn(&mut BandUncertainty);

const SETS: u64 = 400;

fn two_units() -> ParameterSet {
    let description = InstrumentDescription::parse("two_units", "tests/instruments/two_units", |name| {
        let text = match name {
            "instrument.toml" => include_str!("../../../tests/instruments/two_units/instrument.toml"),
            "spectral_responses.csv" => include_str!("../../../tests/instruments/two_units/spectral_responses.csv"),
            _ => include_str!("../../../tests/instruments/two_units/sites.toml"),
        };
        Some(text.to_owned())
    })
    .unwrap();
    let text = include_str!("../../../tests/instruments/two_units/nominal_response.toml");
    let nominal = NominalResponse::parse("nominal_response.toml", text).unwrap();
    let mut settings = NominalSetSettings::of(&description.model, 1).unwrap();
    settings.local_filter_size = 5;
    settings.cross_talk_filter_size = 5;
    nominal_set(&description, &nominal, &settings, &Supervision::unattended()).unwrap()
}

/// Standard deviation about zero, and mean.
fn spread(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    ((values.iter().map(|value| value * value).sum::<f64>() / n).sqrt(), values.iter().sum::<f64>() / n)
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[test]
fn draws_have_the_spread_that_the_set_states() {
    // 400 sets, seeds fixed. Bounds are four standard errors: 4/√800 = 0.14 for a single figure's spread, 4/√400 = 0.2 σ for its mean; six such figures fail by
    // chance once in about 2600 seeds. Pooled over 96 columns the spread is good to 0.014.
    let set = two_units();
    let tdi = TdiStages(2);
    let truth = &set.bands[1].responses[&tdi];
    let (mut gains, mut irradiances, mut one_column) = (Vec::new(), Vec::new(), Vec::new());
    let (mut darks, mut slopes) = (Vec::new(), Vec::new());
    for seed in 0..SETS {
        let drawn = draw_set(&set, seed).unwrap();
        let band = &drawn.bands[1];
        let response = &band.responses[&tdi];
        gains.push((response.gain / truth.gain - 1.0) / 0.03);
        let irradiance = band.spectral.solar_irradiance_w_m2_um / set.bands[1].spectral.solar_irradiance_w_m2_um;
        irradiances.push((irradiance - 1.0) / 0.01);
        one_column.push((response.dark.counts[7] - truth.dark.counts[7]) / 0.05);
        darks.extend(response.dark.counts.iter().zip(&truth.dark.counts).map(|(a, b)| (a - b) / 0.05));
        slopes.extend(response.slopes.a1.iter().zip(&truth.slopes.a1).map(|(a, b)| (a / b - 1.0) / 0.001));
        for ((a1, a2), column) in response.slopes.a1.iter().zip(&response.slopes.a2).zip(0..) {
            let (one, two) = (a1 / truth.slopes.a1[column], a2 / truth.slopes.a2[column]);
            assert!((one - two).abs() < 1e-12, "a1 and a2 are not drawn as one");
        }
        assert_eq!(response.slopes.knee, truth.slopes.knee);
    }
    for values in [&gains, &irradiances, &one_column] {
        let (sigma, mean) = spread(values);
        assert!((sigma - 1.0).abs() < 0.14 && mean.abs() < 0.2, "{sigma} {mean}");
    }
    for values in [&darks, &slopes] {
        let (sigma, mean) = spread(values);
        assert!((sigma - 1.0).abs() < 0.014 && mean.abs() < 0.02, "{sigma} {mean}");
    }
    assert!(correlation(&gains, &irradiances).abs() < 0.2);
}

#[test]
fn a_gain_is_drawn_once_a_band_and_columns_once_a_number_of_stages() {
    let set = two_units();
    let drawn = draw_set(&set, 3).unwrap();
    let ratio = |set: &ParameterSet, band: usize, tdi: u8| set.bands[band].responses[&TdiStages(tdi)].gain;
    let relative = |band, tdi| ratio(&drawn, band, tdi) / ratio(&set, band, tdi);
    assert!((relative(0, 1) - relative(0, 2)).abs() < 1e-14 && (relative(0, 1) - relative(1, 1)).abs() > 1e-6);
    let off = |tdi: u8| {
        let of = |set: &ParameterSet| set.bands[0].responses[&TdiStages(tdi)].dark.counts.clone();
        of(&drawn).iter().zip(of(&set)).map(|(a, b)| a - b).collect::<Vec<_>>()
    };
    // 96 columns: 4/√96 = 0.41.
    assert!(correlation(&off(1), &off(2)).abs() < 0.41);
    assert_eq!(draw_set(&set, 3).unwrap(), drawn);
    assert_eq!(drawn.bands[0].stray_light, set.bands[0].stray_light);
    assert!(drawn.manifest.provenance.synthetic && drawn.manifest.name.contains("drawn 3"));
}

#[test]
fn what_has_no_uncertainty_stays_and_an_impossible_one_is_refused() {
    let mut set = two_units();
    for band in &mut set.bands {
        band.uncertainties.clear();
    }
    assert_eq!(draw_set(&set, 1).unwrap().bands, set.bands);
    let cases: [(Spoil<'_>, &str, &str); 5] = [
        (&|u| u.dark_counts = ColumnFigures::Same(-1.0), "dark_counts", "-1"),
        (&|u| u.dark_counts = ColumnFigures::ByColumn(vec![0.1; 95]), "dark_counts", "95"),
        (&|u| u.slopes_relative = ColumnFigures::ByColumn(vec![f64::NAN; 96]), "slopes_relative", "column 0"),
        (&|u| u.gain_relative = f64::INFINITY, "gain_relative", "inf"),
        (&|u| u.solar_irradiance_relative = f64::NAN, "solar_irradiance_relative", "NaN"),
    ];
    for (spoil, what, found) in cases {
        let mut set = two_units();
        spoil(set.bands[2].uncertainties.get_mut(&TdiStages(2)).unwrap());
        let message = draw_set(&set, 1).unwrap_err().to_string();
        let says =
            ["band near_infrared, 02 TDI stages", what, found, "needed"].iter().all(|word| message.contains(word));
        assert!(says, "{message}");
    }
}
