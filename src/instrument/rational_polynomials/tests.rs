//! Hand-made models: term orders, derivatives, closure, the date line, vanishing denominators.

use super::*;
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{ImagePoint, ImageSize, LocationFailure, LocationModel};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn coefficients(random: &mut ChaCha8Rng, size: f64, set: &[(usize, f64)]) -> Coefficients {
    let mut all: Coefficients = std::array::from_fn(|_| size * random.random_range(-1.0..1.0));
    for (place, value) in set {
        all[*place] = *value;
    }
    all
}

/// Nearly affine, with every cubic term at work.
fn pair(seed: u64) -> RationalPair {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut quotient = |set: &[(usize, f64)]| Quotient {
        numerator: coefficients(&mut random, 1e-3, set),
        denominator: coefficients(&mut random, 1e-3, &[(0, 1.0)]),
    };
    RationalPair::new(&quotient(&[(1, 0.97), (3, 0.02)]), &quotient(&[(2, -1.02), (1, -0.1)]))
}

fn normalisations(longitude_deg: f64) -> [Normalisation; 5] {
    let degrees = |offset: f64, scale: f64| Normalisation { offset, scale }.scaled(1f64.to_radians());
    [
        Normalisation { offset: 11470.5, scale: 11469.5 },
        Normalisation { offset: 19999.5, scale: 19999.5 },
        degrees(longitude_deg, 0.127),
        degrees(43.7, 0.054),
        Normalisation { offset: 580.0, scale: 540.0 },
    ]
}

fn models(longitude_deg: f64) -> [RationalPolynomialModel; 2] {
    let size = Some(ImageSize { lines: 22942, columns: 40000 });
    [None, Some(pair(2))]
        .map(|direct| RationalPolynomialModel::new(normalisations(longitude_deg), pair(1), direct, size).unwrap())
}

#[test]
fn the_polynomials_are_those_of_rpc00b_written_out() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut any = || coefficients(&mut random, 1.0, &[]);
    let (first, second) =
        (Quotient { numerator: any(), denominator: any() }, Quotient { numerator: any(), denominator: any() });
    let (x, y, h): (f64, f64, f64) = (0.3, -0.7, 0.45);
    let terms = [
        1.0,
        x,
        y,
        h,
        x * y,
        x * h,
        y * h,
        x * x,
        y * y,
        h * h,
        x * y * h,
        x.powi(3),
        x * y * y,
        x * h * h,
        x * x * y,
        y.powi(3),
        y * h * h,
        x * x * h,
        y * y * h,
        h.powi(3),
    ];
    let sum = |c: &Coefficients| c.iter().zip(terms).map(|(c, term)| c * term).sum::<f64>();
    let [u, v] = RationalPair::new(&first, &second).value(x, y, h).unwrap();
    assert!((u - sum(&first.numerator) / sum(&first.denominator)).abs() < 1e-13);
    assert!((v - sum(&second.numerator) / sum(&second.denominator)).abs() < 1e-13);
    let listed_a = [
        1.0,
        x,
        y,
        h,
        x * y,
        x * h,
        y * h,
        x * y * h,
        x * x,
        y * y,
        h * h,
        x.powi(3),
        x * x * y,
        x * x * h,
        x * y * y,
        y.powi(3),
        y * y * h,
        x * h * h,
        y * h * h,
        h.powi(3),
    ];
    for arranged in [TermOrder::A.arranged(listed_a), TermOrder::B.arranged(terms)] {
        assert_eq!(arranged.map(f64::to_bits), terms.map(f64::to_bits));
    }
}

#[test]
fn the_derivatives_are_those_of_differences() {
    let at = pair(9).at_height(0.4);
    let (x, y, step) = (0.2, -0.6, 1e-5);
    let slope = at.sloped(x, y).unwrap().slope;
    let by = |ahead: [f64; 2], behind: [f64; 2], k: usize| (ahead[k] - behind[k]) / (2.0 * step);
    for k in 0..2 {
        let by_x = by(at.value(x + step, y).unwrap(), at.value(x - step, y).unwrap(), k);
        let by_y = by(at.value(x, y + step).unwrap(), at.value(x, y - step).unwrap(), k);
        assert!((slope[k][0] - by_x).abs() < 1e-9 && (slope[k][1] - by_y).abs() < 1e-9, "{slope:?} {by_x} {by_y}");
    }
}

#[test]
fn direct_and_inverse_close_over_the_domain_its_corners_and_the_date_line() {
    for longitude_deg in [7.2, 179.95, -179.99, 180.0, 359.9] {
        for model in models(longitude_deg) {
            let mut random = ChaCha8Rng::seed_from_u64(3);
            let corners = [(-0.5, -0.5), (22941.5, -0.5), (-0.5, 39999.5), (22941.5, 39999.5), (0.0, 0.0)];
            let inside = (0..2000).map(|_| (random.random_range(0.0..22941.0), random.random_range(0.0..39999.0)));
            let mut most = 0.0_f64;
            for (line, column) in corners.into_iter().chain(inside.collect::<Vec<_>>()) {
                for height_m in [40.0, 700.0, 1120.0] {
                    let ground = model.ground_at_height(ImagePoint { line, column }, height_m).unwrap();
                    assert!(ground.longitude.abs() <= std::f64::consts::PI, "{ground:?}");
                    assert!(longitude_difference(ground.longitude, longitude_deg.to_radians()).abs() < 0.01);
                    let back = model.image_of(ground).unwrap();
                    most = most.max((back.line - line).abs()).max((back.column - column).abs());
                }
            }
            // A last digit of a longitude near 180° is 6 nm on the ground, here some 2e-8 pixels.
            assert!(most < 1e-7, "{longitude_deg}: {most} px");
        }
    }
}

#[test]
fn beyond_the_domain_is_a_reason_and_never_a_number() {
    for model in models(7.2) {
        let at = |line, column, height_m| model.ground_at_height(ImagePoint { line, column }, height_m).unwrap_err();
        assert_eq!(at(40_000.0, 0.0, 600.0), LocationFailure::OutsideModel);
        assert_eq!(at(0.0, -9_000.0, 600.0), LocationFailure::OutsideModel);
        assert_eq!(at(0.0, 0.0, 1e4), LocationFailure::OutsideModel);
        assert_eq!(at(0.0, 0.0, f64::NAN), LocationFailure::NotAPlace);
        assert_eq!(at(f64::NAN, 0.0, 600.0), LocationFailure::NotAPlace);
        assert_eq!(at(0.0, f64::NEG_INFINITY, 600.0), LocationFailure::NotAPlace);
        let of = |longitude, latitude, height_m| {
            model.image_of(GroundPoint::from_degrees(longitude, latitude, height_m)).unwrap_err()
        };
        assert_eq!(of(7.9, 43.7, 600.0), LocationFailure::OutsideModel);
        assert_eq!(of(-172.8, 43.7, 600.0), LocationFailure::OutsideModel);
        assert_eq!(of(7.2, 90.0, 600.0), LocationFailure::OutsideModel);
        assert_eq!(of(7.2, f64::NAN, 600.0), LocationFailure::NotAPlace);
        // Beyond the image, within the margin of the model.
        assert_eq!(of(7.2 + 0.14, 43.7, 600.0), LocationFailure::OutsideImage);
    }
}

#[test]
fn a_denominator_that_vanishes_is_a_reason_of_its_points() {
    let mut vanishing = [0.0; 20];
    (vanishing[0], vanishing[1]) = (0.5, -1.0);
    let (mut x, mut y, mut one) = ([0.0; 20], [0.0; 20], [0.0; 20]);
    (x[1], y[2], one[0]) = (1.0, 1.0, 1.0);
    let pole = RationalPair::new(
        &Quotient { numerator: x, denominator: vanishing },
        &Quotient { numerator: y, denominator: one },
    );
    let model = RationalPolynomialModel::new(normalisations(7.2), pole.clone(), None, None).unwrap();
    let on_the_pole = GroundPoint::from_degrees(7.2 + 0.5 * 0.127, 43.7, 580.0);
    assert_eq!(model.image_of(on_the_pole), Err(LocationFailure::OutsideModel));
    assert!(model.image_of(GroundPoint::from_degrees(7.2, 43.7, 580.0)).is_ok());
    let both = RationalPolynomialModel::new(normalisations(7.2), pair(1), Some(pole), None).unwrap();
    let mut reasons = 0;
    for n in 0..=4000 {
        let image = ImagePoint { line: 5000.0, column: 10.0 * f64::from(n) };
        match both.ground_at_height(image, 580.0) {
            Ok(ground) => assert!(ground.longitude.is_finite() && ground.latitude.is_finite()),
            Err(_) => reasons += 1,
        }
        let ground = GroundPoint::from_degrees(7.2 + 3e-5 * f64::from(n), 43.7, 580.0);
        if let Ok(image) = both.image_of(ground) {
            assert!(image.line.is_finite() && image.column.is_finite());
        }
    }
    assert!(reasons < 4001);
    // A pair of constants has no inverse.
    let constant = RationalPair::new(
        &Quotient { numerator: one, denominator: one },
        &Quotient { numerator: one, denominator: one },
    );
    let flat = RationalPolynomialModel::new(normalisations(7.2), constant, None, None).unwrap();
    assert_eq!(flat.ground_at_height(ImagePoint::default(), 580.0), Err(LocationFailure::NotConverged));
}

#[test]
fn coefficients_and_scales_of_which_no_model_can_be_made_are_refused() {
    let usual = normalisations(7.2);
    let make = |at: usize, offset: f64, scale: f64| {
        let mut all = usual;
        all[at] = Normalisation { offset, scale };
        RationalPolynomialModel::new(all, pair(1), None, None).unwrap_err()
    };
    assert_eq!(make(0, 1.0, 0.0), RationalPolynomialError::Normalisation);
    assert_eq!(make(4, f64::NAN, 1.0), RationalPolynomialError::Normalisation);
    assert_eq!(make(3, 43.7, 1.0), RationalPolynomialError::Place);
    let zeros = Quotient { numerator: [1.0; 20], denominator: [0.0; 20] };
    let wrong = Quotient { numerator: [f64::INFINITY; 20], denominator: [1.0; 20] };
    for quotient in [zeros, wrong] {
        let pair = RationalPair::new(&quotient, &quotient);
        let error = RationalPolynomialModel::new(usual, pair, None, None).unwrap_err();
        assert_eq!(error, RationalPolynomialError::Coefficients);
    }
}
