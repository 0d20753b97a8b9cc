//! The transverse Mercator projection of WGS 84 by Krüger's series.

use super::ellipsoid::{ECCENTRICITY_SQUARED, FLATTENING, SEMI_MAJOR_AXIS_M};

/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);

/// Radius of the sphere whose meridian is as long as the ellipsoid's.
const RECTIFYING_RADIUS_M: f64 =
    SEMI_MAJOR_AXIS_M / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0 + N * N * N * N * N * N / 256.0);

/// Krüger's series to the sixth order in n (Karney 2011, J. Geodesy 85, 475, equations 35 and 36): from the conformal sphere to the plane …
const PLANE_FROM_SPHERE: [f64; 6] = [
    series([1.0 / 2.0, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7891.0 / 37_800.0], 1),
    series([13.0 / 48.0, -3.0 / 5.0, 557.0 / 1440.0, 281.0 / 630.0, -1_983_433.0 / 1_935_360.0, 0.0], 2),
    series([61.0 / 240.0, -103.0 / 140.0, 15_061.0 / 26_880.0, 167_603.0 / 181_440.0, 0.0, 0.0], 3),
    series([49_561.0 / 161_280.0, -179.0 / 168.0, 6_601_661.0 / 7_257_600.0, 0.0, 0.0, 0.0], 4),
    series([34_729.0 / 80_640.0, -3_418_889.0 / 1_995_840.0, 0.0, 0.0, 0.0, 0.0], 5),
    series([212_378_941.0 / 319_334_400.0, 0.0, 0.0, 0.0, 0.0, 0.0], 6),
];

/// … and back; the signs are those of a sum that is taken away.
const SPHERE_FROM_PLANE: [f64; 6] = [
    series([1.0 / 2.0, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0, -81.0 / 512.0, 96_199.0 / 604_800.0], 1),
    series([1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0, 46.0 / 105.0, -1_118_711.0 / 3_870_720.0, 0.0], 2),
    series([17.0 / 480.0, -37.0 / 840.0, -209.0 / 4480.0, 5569.0 / 90_720.0, 0.0, 0.0], 3),
    series([4397.0 / 161_280.0, -11.0 / 504.0, -830_251.0 / 7_257_600.0, 0.0, 0.0, 0.0], 4),
    series([4583.0 / 161_280.0, -108_847.0 / 3_991_680.0, 0.0, 0.0, 0.0, 0.0], 5),
    series([20_648_693.0 / 638_668_800.0, 0.0, 0.0, 0.0, 0.0, 0.0], 6),
];

/// From the conformal latitude to the geodetic one (Krüger 1912, to the sixth order; Kawase 2011, Bulletin of the GSI 59, 1).
const GEODETIC_FROM_CONFORMAL: [f64; 6] = [
    series([2.0, -2.0 / 3.0, -2.0, 116.0 / 45.0, 26.0 / 45.0, -2854.0 / 675.0], 1),
    series([7.0 / 3.0, -8.0 / 5.0, -227.0 / 45.0, 2704.0 / 315.0, 2323.0 / 945.0, 0.0], 2),
    series([56.0 / 15.0, -136.0 / 35.0, -1262.0 / 105.0, 73_814.0 / 2835.0, 0.0, 0.0], 3),
    series([4279.0 / 630.0, -332.0 / 35.0, -399_572.0 / 14_175.0, 0.0, 0.0, 0.0], 4),
    series([4174.0 / 315.0, -144_838.0 / 6237.0, 0.0, 0.0, 0.0, 0.0], 5),
    series([601_676.0 / 22_275.0, 0.0, 0.0, 0.0, 0.0, 0.0], 6),
];

/// c₀ nᵖ + c₁ nᵖ⁺¹ + … with p = `first_power`.
const fn series(coefficients: [f64; 6], first_power: usize) -> f64 {
    let mut sum = 0.0;
    let mut index = coefficients.len();
    while index > 0 {
        index -= 1;
        sum = sum * N + coefficients[index];
    }
    let mut power = 0;
    while power < first_power {
        sum *= N;
        power += 1;
    }
    sum
}

/// Easting and northing in metres from the central meridian and the equator, scale 1 on that meridian, of a latitude and a longitude from the
/// meridian in radians. Within a nanometre up to 4° from the meridian, a micrometre up to 30°.
pub(super) fn plane_from_geodetic(latitude_rad: f64, longitude_rad: f64) -> [f64; 2] {
    let (sine, cosine) = latitude_rad.sin_cos();
    let (sine_longitude, cosine_longitude) = longitude_rad.sin_cos();
    // Tangent of the conformal latitude times the cosine of the latitude: nothing is infinite at a pole.
    let sigma = conformal_shift(sine);
    let numerator = sine * (1.0 + sigma * sigma).sqrt() - sigma;
    let across = cosine * sine_longitude;
    let along = cosine * cosine_longitude;
    let inverse_norm = 1.0 / (numerator * numerator + along * along).sqrt();
    let (sine_xi, cosine_xi, sinh_eta) = (numerator * inverse_norm, along * inverse_norm, across * inverse_norm);
    let cosh_eta = (1.0 + sinh_eta * sinh_eta).sqrt();
    // The inverse hyperbolic sine, with the square root that is there already.
    let eta = (sinh_eta.abs() + sinh_eta * sinh_eta / (1.0 + cosh_eta)).ln_1p().copysign(sinh_eta);
    let xi = numerator.atan2(along);
    let [more_xi, more_eta] = sum_of_sines(&PLANE_FROM_SPHERE, [sine_xi, cosine_xi], [sinh_eta, cosh_eta]);
    [RECTIFYING_RADIUS_M * (eta + more_eta), RECTIFYING_RADIUS_M * (xi + more_xi)]
}

/// Latitude and longitude from the central meridian in radians: the inverse.
pub(super) fn geodetic_from_plane(easting_m: f64, northing_m: f64) -> [f64; 2] {
    let (xi, eta) = (northing_m * (1.0 / RECTIFYING_RADIUS_M), easting_m * (1.0 / RECTIFYING_RADIUS_M));
    let (sine, cosine) = xi.sin_cos();
    let exponential = eta.exp();
    let inverse = 1.0 / exponential;
    let (sinh, cosh) = (0.5 * (exponential - inverse), 0.5 * (exponential + inverse));
    let [less_xi, less_eta] = sum_of_sines(&SPHERE_FROM_PLANE, [sine, cosine], [sinh, cosh]);
    // On the sphere the point lies by a thousandth elsewhere: its functions follow by the addition theorems, without a second call.
    let (step, step_squared) = (less_xi, less_xi * less_xi);
    let sine_step = step * (1.0 - step_squared * (1.0 / 6.0) * (1.0 - step_squared * (1.0 / 20.0)));
    let cosine_step =
        1.0 - step_squared * (1.0 / 2.0) * (1.0 - step_squared * (1.0 / 12.0) * (1.0 - step_squared * (1.0 / 30.0)));
    let (sine, cosine) = (sine * cosine_step - cosine * sine_step, cosine * cosine_step + sine * sine_step);
    let (step, step_squared) = (less_eta, less_eta * less_eta);
    let sinh_step = step * (1.0 + step_squared * (1.0 / 6.0) * (1.0 + step_squared * (1.0 / 20.0)));
    let cosh_step =
        1.0 + step_squared * (1.0 / 2.0) * (1.0 + step_squared * (1.0 / 12.0) * (1.0 + step_squared * (1.0 / 30.0)));
    let sinh = sinh * cosh_step - cosh * sinh_step;
    // The conformal latitude, and the series to the geodetic one.
    let across_squared = sinh * sinh + cosine * cosine;
    let across = across_squared.sqrt();
    let inverse_norm_squared = 1.0 / (1.0 + sinh * sinh);
    let conformal = (sine / across).atan();
    let (sine_doubled, cosine_doubled) =
        (2.0 * sine * across * inverse_norm_squared, 2.0 * across_squared * inverse_norm_squared - 1.0);
    let (mut y, mut before) = (0.0, 0.0);
    for coefficient in GEODETIC_FROM_CONFORMAL.iter().rev() {
        (y, before) = (2.0 * cosine_doubled * y - before + coefficient, y);
    }
    [conformal + sine_doubled * y, sinh.atan2(cosine)]
}

/// sinh(e · artanh(e · sin φ)): both series end below the last digit, for e² is 0.0067; in pairs of terms, which need not wait for each other.
fn conformal_shift(sine: f64) -> f64 {
    let x = ECCENTRICITY_SQUARED * sine * sine;
    // Constants are multiplied, never divided by: a division takes as long as all of this.
    let (x2, first) = (x * x, 1.0 + x * (1.0 / 3.0));
    let (second, third) = (1.0 / 5.0 + x * (1.0 / 7.0), 1.0 / 9.0 + x * (1.0 / 11.0) + x2 * (1.0 / 13.0));
    let angle = ECCENTRICITY_SQUARED * sine * (first + x2 * (second + x2 * third));
    let squared = angle * angle;
    angle + angle * squared * (1.0 / 6.0 + squared * (1.0 / 120.0))
}

/// Real and imaginary part of Σ cⱼ sin 2j(ξ + iη) from sine and cosine of ξ and those, hyperbolic, of η.
///
/// Clenshaw's sum in complex numbers, odd and even terms apart: two short chains instead of a long one take half the time.
fn sum_of_sines(coefficients: &[f64; 6], [sine, cosine]: [f64; 2], [sinh, cosh]: [f64; 2]) -> [f64; 2] {
    let (sine, cosine) = (2.0 * sine * cosine, 2.0 * cosine * cosine - 1.0);
    let (sinh, cosh) = (2.0 * sinh * cosh, 1.0 + 2.0 * sinh * sinh);
    // With θ = 2(ξ + iη): sin θ, cos θ, 2 cos 2θ = 4 cos² θ − 2 and sin 2θ = 2 sin θ cos θ.
    let sine_theta = [sine * cosh, cosine * sinh];
    let cosine_theta = [cosine * cosh, -sine * sinh];
    let [real, imaginary] = product(cosine_theta, cosine_theta);
    let twice_cosine = [4.0 * real - 2.0, 4.0 * imaginary];
    let [real, imaginary] = product(sine_theta, cosine_theta);
    let sine_of_twice = [2.0 * real, 2.0 * imaginary];
    let [c1, c2, c3, c4, c5, c6] = *coefficients;
    let odd = two_steps(twice_cosine, c1, c3, c5);
    let even = two_steps(twice_cosine, c2, c4, c6);
    // sin(−θ) = −sin θ starts the odd chain, sin 0 = 0 the even one.
    let odd = product(sine_theta, [odd[0][0] + odd[1][0], odd[0][1] + odd[1][1]]);
    let even = product(sine_of_twice, even[0]);
    [odd[0] + even[0], odd[1] + even[1]]
}

/// Clenshaw's recurrence y ← c + w y − y₊ over three coefficients: the last two values.
fn two_steps(w: [f64; 2], first: f64, second: f64, third: f64) -> [[f64; 2]; 2] {
    let middle = [second + w[0] * third, w[1] * third];
    let [real, imaginary] = product(w, middle);
    [[first - third + real, imaginary], middle]
}

fn product(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}
