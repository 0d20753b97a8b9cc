//! The transverse Mercator projection of WGS 84 by Krüger's series.

/// Semi-major axis of WGS 84 in metres.
const SEMI_MAJOR_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Third flattening.
const N: f64 = FLATTENING / (2.0 - FLATTENING);
const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);

/// Radius of the sphere whose meridian is as long as the ellipsoid's.
const RECTIFYING_RADIUS_M: f64 =
    SEMI_MAJOR_M / (1.0 + N) * (1.0 + N * N / 4.0 + N * N * N * N / 64.0 + N * N * N * N * N * N / 256.0);

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
    let norm = (numerator * numerator + along * along).sqrt();
    let (sine_xi, cosine_xi) = (numerator / norm, along / norm);
    let sinh_eta = across / norm;
    let cosh_eta = (1.0 + sinh_eta * sinh_eta).sqrt();
    let (xi, eta) = (sine_xi.atan2(cosine_xi), sinh_eta.asinh());
    let doubled = Doubled {
        sine: 2.0 * sine_xi * cosine_xi,
        cosine: 2.0 * cosine_xi * cosine_xi - 1.0,
        sinh: 2.0 * sinh_eta * cosh_eta,
        cosh: 1.0 + 2.0 * sinh_eta * sinh_eta,
    };
    let [more_xi, more_eta] = doubled.sum_of_sines(&PLANE_FROM_SPHERE);
    [RECTIFYING_RADIUS_M * (eta + more_eta), RECTIFYING_RADIUS_M * (xi + more_xi)]
}

/// Latitude and longitude from the central meridian in radians: the inverse.
pub(super) fn geodetic_from_plane(easting_m: f64, northing_m: f64) -> [f64; 2] {
    let (xi, eta) = (northing_m / RECTIFYING_RADIUS_M, easting_m / RECTIFYING_RADIUS_M);
    let (sine, cosine) = (2.0 * xi).sin_cos();
    let exponential = (2.0 * eta).exp();
    let doubled = Doubled {
        sine,
        cosine,
        sinh: (exponential - 1.0 / exponential) / 2.0,
        cosh: f64::midpoint(exponential, 1.0 / exponential),
    };
    let [less_xi, less_eta] = doubled.sum_of_sines(&SPHERE_FROM_PLANE);
    let (xi, eta) = (xi - less_xi, eta - less_eta);
    let (sine_xi, cosine_xi) = xi.sin_cos();
    let sinh_eta = eta.sinh();
    let conformal_tangent = sine_xi / (sinh_eta * sinh_eta + cosine_xi * cosine_xi).sqrt();
    [tangent_from_conformal(conformal_tangent).atan(), sinh_eta.atan2(cosine_xi)]
}

/// sinh(e · artanh(e · sin φ)): both series end below the last digit, for e² is 0.0067.
fn conformal_shift(sine: f64) -> f64 {
    let squared = ECCENTRICITY_SQUARED * sine * sine;
    let series = 1.0 / 9.0 + squared * (1.0 / 11.0 + squared / 13.0);
    let series = 1.0 + squared * (1.0 / 3.0 + squared * (1.0 / 5.0 + squared * (1.0 / 7.0 + squared * series)));
    let angle = ECCENTRICITY_SQUARED * sine * series;
    let squared = angle * angle;
    angle * (1.0 + squared / 6.0 * (1.0 + squared / 20.0 * (1.0 + squared / 42.0)))
}

/// Tangent of the geodetic latitude from that of the conformal one (Karney 2011, equations 7 to 9 and 19 to 21): Newton's steps, which two of
/// bring to the last digit.
fn tangent_from_conformal(conformal: f64) -> f64 {
    let mut tangent = conformal / (1.0 - ECCENTRICITY_SQUARED);
    for _ in 0..2 {
        let secant = (1.0 + tangent * tangent).sqrt();
        let sigma = conformal_shift(tangent / secant);
        let trial = tangent * (1.0 + sigma * sigma).sqrt() - sigma * secant;
        let slope = (1.0 - ECCENTRICITY_SQUARED) * secant / (1.0 + (1.0 - ECCENTRICITY_SQUARED) * tangent * tangent);
        tangent += (conformal - trial) / (slope * (1.0 + trial * trial).sqrt());
    }
    tangent
}

/// Circular functions of 2ξ and hyperbolic ones of 2η.
struct Doubled {
    sine: f64,
    cosine: f64,
    sinh: f64,
    cosh: f64,
}

impl Doubled {
    /// Real and imaginary part of Σ cⱼ sin 2j(ξ + iη), by Clenshaw's sum in complex numbers.
    fn sum_of_sines(&self, coefficients: &[f64; 6]) -> [f64; 2] {
        // 2 cos 2(ξ + iη)
        let (a, b) = (2.0 * self.cosine * self.cosh, -2.0 * self.sine * self.sinh);
        let (mut y, mut before) = ([0.0; 2], [0.0; 2]);
        for coefficient in coefficients.iter().rev() {
            let next = [a * y[0] - b * y[1] - before[0] + coefficient, a * y[1] + b * y[0] - before[1]];
            before = y;
            y = next;
        }
        // times sin 2(ξ + iη)
        let (real, imaginary) = (self.sine * self.cosh, self.cosine * self.sinh);
        [real * y[0] - imaginary * y[1], real * y[1] + imaginary * y[0]]
    }
}
