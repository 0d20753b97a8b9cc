//! Radiance → counts → radiance.

use viq::simulation::draw_set;

use super::figures::{Row, judge};
use super::moments::{BandErrors, Moments};
use super::twin::{acquired, corrected, nominal, stages, texture};

/// 5200 × 200 pixels of every band with the true set: the pull of every good pixel by the random uncertainty stated, and the bias. The
/// bounds lie forty standard errors and more away from 1 and eight from 0: no chance fails this test.
#[test]
fn with_the_true_set_noise_is_as_stated_and_nothing_is_biased() {
    let set = nominal(5, [33, 17]);
    let scene = texture(&set, 200);
    let result = corrected(&set, &scene, &acquired(&set, &scene, 11, true));
    let mut rows = Vec::new();
    for (band, (name, tdi)) in stages().into_iter().enumerate() {
        let functions = result.uncertainty.band(&name).unwrap();
        let gain = set.band(&name).unwrap().responses[&tdi].gain;
        let mut errors = BandErrors::default();
        for (pixel, (value, reasons)) in result.radiance[band].iter().zip(&result.reasons[band]).enumerate() {
            if !reasons.is_valid() {
                continue;
            }
            let (line, column) = (pixel / scene.columns, pixel % scene.columns);
            let truth = f64::from(scene.at(band, line as i64, column));
            errors.add(f64::from(*value), truth, gain, functions.evaluate(truth, line, column).unwrap().random);
        }
        let found = errors.rows(&name);
        assert_eq!(found.len(), 3, "{name}: the texture has bright pixels in every band");
        rows.extend(found);
    }
    judge(&rows);
}

/// Without noise nothing but the rounding is left: half a count through the local slope and Ak, and 1e-4 of the value.
#[test]
fn without_noise_every_pixel_comes_back_to_half_a_count() {
    let set = nominal(6, [33, 17]);
    let scene = texture(&set, 100);
    let result = corrected(&set, &scene, &acquired(&set, &scene, 1, false));
    let mut rows = Vec::new();
    for (band, (name, tdi)) in stages().into_iter().enumerate() {
        let parameters = set.band(&name).unwrap();
        let response = &parameters.responses[&tdi];
        let (mut n, mut worst) = (0, 0.0_f64);
        for (pixel, (value, reasons)) in result.radiance[band].iter().zip(&result.reasons[band]).enumerate() {
            if !reasons.is_valid() {
                continue;
            }
            let (line, column) = (pixel / scene.columns, pixel % scene.columns);
            let truth = f64::from(scene.at(band, line as i64, column));
            let slopes = response.slopes.of(column).unwrap();
            let knee = slopes.a1 * slopes.knee;
            let counts = truth * response.gain;
            let slope = if (counts - knee).abs() < 2.0 {
                slopes.a1.max(slopes.a2)
            } else if counts < knee {
                slopes.a1
            } else {
                slopes.a2
            };
            let spike = response.dark.spikes.iter().find(|spike| spike.column == column);
            let spike = spike.map_or(1.0, |spike| {
                let here = (0..1024).map(|step| spike.slope(f64::from(step)).abs());
                here.fold(0.0, f64::max)
            });
            let allowed = 0.5 * slope * spike / response.gain + 1e-4 * truth;
            n += 1;
            worst = worst.max((f64::from(*value) - truth).abs() / allowed);
        }
        let case = format!("{name} greatest error over half a count through slope and Ak + 1e-4");
        rows.push(Row { case, n, figure: worst, bounds: [0.0, 1.0] });
    }
    judge(&rows);
}

/// 200 instruments drawn from what the nominal set says of its own uncertainty, each corrected with the nominal set: the pull by the total
/// uncertainty. A gain is drawn 2400 times, which leaves its standard deviation uncertain by 1.5 %.
#[test]
fn drawn_instruments_differ_from_the_nominal_one_as_its_set_states() {
    let nominal = nominal(7, [9, 9]);
    let scene = texture(&nominal, 4);
    let (mut pulls, mut structured) = (Moments::default(), Moments::default());
    for seed in 0..200 {
        let drawn = draw_set(&nominal, seed).unwrap();
        let result = corrected(&nominal, &scene, &acquired(&drawn, &scene, seed, true));
        for (band, (name, _)) in stages().into_iter().enumerate() {
            let functions = result.uncertainty.band(&name).unwrap();
            let (mut of_set, step) = (Vec::new(), 13);
            for (pixel, (value, reasons)) in
                result.radiance[band].iter().zip(&result.reasons[band]).enumerate().step_by(step)
            {
                if !reasons.is_valid() {
                    continue;
                }
                let (line, column) = (pixel / scene.columns, pixel % scene.columns);
                let truth = f64::from(scene.at(band, line as i64, column));
                let budget = functions.evaluate(truth, line, column).unwrap();
                let error = f64::from(*value) - truth;
                pulls.add(error / budget.total().unwrap());
                of_set.push((error / truth, truth, budget.random.hypot(budget.structured.unwrap())));
            }
            // without what the whole band has in common, columns and pixels alone are left
            let weight: f64 = of_set.iter().map(|(_, truth, sigma)| (truth / sigma).powi(2)).sum();
            let common =
                of_set.iter().map(|(error, truth, sigma)| error * (truth / sigma).powi(2)).sum::<f64>() / weight;
            for (error, truth, sigma) in &of_set {
                structured.add((error - common) * truth / sigma);
            }
        }
    }
    let row = |case: &str, moments: &Moments| Row {
        case: case.to_owned(),
        n: moments.n(),
        figure: moments.root_mean_square(),
        bounds: [0.95, 1.05],
    };
    judge(&[
        row("200 drawn sets, total pull, root mean square", &pulls),
        row("200 drawn sets, pull without the band's common error", &structured),
    ]);
}
