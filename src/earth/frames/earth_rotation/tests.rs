use nalgebra::Vector3;

use super::*;
use crate::earth::frames::itrf_from_gcrs;
use crate::earth::time::{TimeScale, epoch_from_text};

const EQUATOR_M: f64 = 6_378_137.0;

fn utc(text: &str) -> Epoch {
    epoch_from_text(text, TimeScale::UTC).unwrap()
}

fn over(reference: Epoch, first_s: f64, last_s: f64, frame: CelestialFrame, model: PrecessionModel) -> EarthRotation {
    let table = EarthOrientationTable::shipped().unwrap();
    EarthRotation::new(reference, first_s, last_s, &table, frame, model).unwrap()
}

/// Largest displacement on the ground against the exact matrices, in metres.
fn worst_m(
    rotation: &EarthRotation,
    reference: Epoch,
    frame: CelestialFrame,
    model: PrecessionModel,
    moments_s: &[f64],
) -> f64 {
    let table = EarthOrientationTable::shipped().unwrap();
    let differences = moments_s.iter().map(|t_s| {
        let epoch = epoch_after(reference, *t_s);
        let exact = itrf_from_gcrs(epoch, &table.at(epoch).unwrap()) * gcrs_from(frame, epoch, model);
        (rotation.itrf_from_celestial(*t_s) - exact).norm() / std::f64::consts::SQRT_2 * EQUATOR_M
    });
    differences.fold(0.0, f64::max)
}

#[test]
fn between_the_nodes_it_is_the_exact_matrix_within_a_twentieth_of_a_millimetre() {
    let moments: Vec<f64> = (0..1200).map(|step| -300.0 + 0.7317 * f64::from(step)).collect();
    for (text, frame, model, bound_m) in [
        ("2019-02-04T08:34:37", CelestialFrame::Gcrs, PrecessionModel::Iau2006, 2e-6),
        ("2019-02-04T08:34:37", CelestialFrame::MeanOfDate, PrecessionModel::Iau1976, 2e-6),
        ("2012-01-07T10:00:16", CelestialFrame::Eme2000, PrecessionModel::Iau2006, 2e-6),
        ("2023-09-23T09:15:00", CelestialFrame::TrueOfDate, PrecessionModel::Iau2000, 2e-6),
        ("2020-07-03T23:59:30", CelestialFrame::Gcrs, PrecessionModel::Iau2006, 5e-6),
        ("2016-12-31T23:59:50", CelestialFrame::Gcrs, PrecessionModel::Iau2006, 5e-6),
    ] {
        let reference = utc(text);
        let rotation = over(reference, -300.0, 600.0, frame, model);
        let worst = worst_m(&rotation, reference, frame, model, &moments);
        println!("{text} {frame:?} {model:?}: {:.3} µm on the ground", 1e6 * worst);
        assert!(worst < bound_m, "{text}: {worst} m");
    }
}

#[test]
fn a_little_beyond_the_ends_and_at_a_single_moment_it_still_holds() {
    let (frame, model) = (CelestialFrame::Gcrs, PrecessionModel::Iau2006);
    let reference = utc("2019-02-04T08:34:37");
    let rotation = over(reference, 0.0, 100.0, frame, model);
    assert!(worst_m(&rotation, reference, frame, model, &[-1.0, 101.0]) < 2e-6);
    let moment = over(reference, 5.0, 5.0, frame, model);
    assert!(worst_m(&moment, reference, frame, model, &[5.0, 4.99]) < 2e-6);
    assert!(rotation.itrf_from_celestial(f64::NAN).m11.is_nan());
}

#[test]
fn the_rate_is_the_difference_of_neighbouring_matrices() {
    let rotation = over(utc("2019-02-04T08:34:37"), 0.0, 100.0, CelestialFrame::Eme2000, PrecessionModel::Iau2006);
    let (matrix, rate) = rotation.itrf_from_celestial_and_rate(42.0);
    assert!((matrix - rotation.itrf_from_celestial(42.0)).abs().max() < 1e-15);
    let difference = (rotation.itrf_from_celestial(43.0) - rotation.itrf_from_celestial(41.0)) / 2.0;
    let place = Vector3::new(4.0e6, 3.0e6, 5.0e6);
    assert!(((rate - difference) * place).norm() < 1e-4, "{}", (rate - difference) * place);
    let turn = rotation.earth_rotation_rate_rad_s(42.0);
    assert!((turn - 7.292_115e-5).abs() < 2e-12, "{turn}");
}

#[test]
fn a_span_that_the_table_does_not_hold_or_that_is_none_is_refused() {
    let table = EarthOrientationTable::shipped().unwrap();
    let new = |reference, first_s, last_s| {
        EarthRotation::new(reference, first_s, last_s, &table, CelestialFrame::Gcrs, PrecessionModel::Iau2006)
    };
    let early = utc("1999-12-31T23:59:00");
    assert!(matches!(new(early, 0.0, 100.0), Err(OrientationError::Outside { .. })));
    let reference = utc("2019-02-04T08:34:37");
    for (first_s, last_s) in [(10.0, 0.0), (f64::NAN, 1.0), (0.0, f64::INFINITY), (0.0, 1e6)] {
        let words = new(reference, first_s, last_s).unwrap_err().to_string();
        assert!(words.contains("four days"), "{words}");
    }
    assert!(new(reference, 0.0, 1.0).unwrap().description().contains("the table shipped with the program"));
}

#[test]
#[ignore = "slow validation"]
fn a_matrix_takes_less_than_sixty_nanoseconds() {
    let rotation = over(utc("2019-02-04T08:34:37"), 0.0, 900.0, CelestialFrame::MeanOfDate, PrecessionModel::Iau2006);
    let n = 500_000;
    let mut each_ns = f64::INFINITY;
    // The best of several runs: others use the machine too.
    for _ in 0..15 {
        let start = std::time::Instant::now();
        let sum: f64 =
            (0..n).map(|step| rotation.itrf_from_celestial(900.0 * f64::from(step) / f64::from(n)).m11).sum();
        each_ns = each_ns.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(n));
        assert!(sum.is_finite());
    }
    println!("{each_ns:.1} ns a matrix");
}
