//! Bending of the light by the air: how far from the straight line a sight meets the ground.

/// One layer of air of even refraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AirLayer {
    /// Its lower boundary above the ellipsoid, metres; it reaches up to the layer above.
    pub lowest_m: f64,
    /// Its refractive index.
    pub index: f64,
}

/// The atmosphere of Rugged's `MultiLayerModel` (CS Group, version 4.0), which the peers of this field use: lower boundaries and
/// refractive indexes, vacuum above the first.
pub const STANDARD_LAYERS: [AirLayer; 15] = [
    AirLayer { lowest_m: 100_000.0, index: 1.000_000 },
    AirLayer { lowest_m: 50_000.0, index: 1.000_000 },
    AirLayer { lowest_m: 40_000.0, index: 1.000_001 },
    AirLayer { lowest_m: 30_000.0, index: 1.000_004 },
    AirLayer { lowest_m: 23_000.0, index: 1.000_012 },
    AirLayer { lowest_m: 18_000.0, index: 1.000_028 },
    AirLayer { lowest_m: 14_000.0, index: 1.000_052 },
    AirLayer { lowest_m: 11_000.0, index: 1.000_083 },
    AirLayer { lowest_m: 9_000.0, index: 1.000_106 },
    AirLayer { lowest_m: 7_000.0, index: 1.000_134 },
    AirLayer { lowest_m: 5_000.0, index: 1.000_167 },
    AirLayer { lowest_m: 3_000.0, index: 1.000_206 },
    AirLayer { lowest_m: 1_000.0, index: 1.000_252 },
    AirLayer { lowest_m: 0.0, index: 1.000_278 },
    AirLayer { lowest_m: -1_000.0, index: 1.000_306 },
];

/// Mean radius of the Earth (IUGG R₁). The displacement depends on it in its third digit after the flat Earth's, a few 10⁻⁴ m.
const RADIUS_M: f64 = 6_371_008.8;

const LEAST_HEIGHT_M: f64 = -1_000.0;
const HEIGHT_STEP_M: f64 = 100.0;
const HEIGHTS: usize = 106;
/// Zenith angles up to 75°: beyond, the flat layers of a standard atmosphere say nothing true.
const GREATEST_SINE_SQUARED: f64 = 0.933;
const SINES: usize = 257;

/// A table of displacements for one atmosphere.
///
/// In concentric layers n·r·sin z is constant along a ray (Bouguer's law), so the angle that a ray sweeps around the Earth's centre is a sum of
/// arc sines. The displacement on the ground at a height is the radius times the difference between the angle swept by the straight ray and that by the bent one,
/// the ray outside the air being the same. The table holds it divided by sin z, over sin² z and height, where it is smooth: bilinear between its nodes it is
/// exact to 0.1 mm below 40°.
pub struct Refraction {
    per_sine: Vec<f64>,
}

impl Refraction {
    /// The table of some layers, from the highest to the lowest; above the first there is vacuum, and the last reaches down without end.
    pub fn new(layers: &[AirLayer]) -> Self {
        let mut per_sine = Vec::with_capacity(HEIGHTS * SINES);
        for height in 0..HEIGHTS {
            let height_m = LEAST_HEIGHT_M + height as f64 * HEIGHT_STEP_M;
            for sine in 0..SINES {
                // At the zenith the ratio has a limit, which a very small angle stands for.
                let squared = (sine as f64 / (SINES - 1) as f64 * GREATEST_SINE_SQUARED).max(1e-6);
                per_sine.push(displacement_m(layers, squared.sqrt(), height_m) / squared.sqrt());
            }
        }
        Self { per_sine }
    }

    /// Displacement on the ground towards the foot of the satellite, in metres, divided by the sine of the straight ray's zenith angle at that height.
    ///
    /// Heights and angles beyond the table (−1000 m to 9500 m, 75°) take its border's.
    #[inline]
    pub fn displacement_per_sine(&self, sine_squared: f64, height_m: f64) -> f64 {
        let row = ((height_m - LEAST_HEIGHT_M) / HEIGHT_STEP_M).clamp(0.0, (HEIGHTS - 1) as f64);
        let column = (sine_squared * ((SINES - 1) as f64 / GREATEST_SINE_SQUARED)).clamp(0.0, (SINES - 1) as f64);
        let (upper, left) = ((row as usize).min(HEIGHTS - 2), (column as usize).min(SINES - 2));
        let (v, u) = (row - upper as f64, column - left as f64);
        let at = upper * SINES + left;
        let (a, b, c, d) =
            (self.per_sine[at], self.per_sine[at + 1], self.per_sine[at + SINES], self.per_sine[at + SINES + 1]);
        let (above, below) = (a + u * (b - a), c + u * (d - c));
        above + v * (below - above)
    }
}

/// Displacement for one straight ray that would arrive at a height under a zenith angle of the given sine.
fn displacement_m(layers: &[AirLayer], sine: f64, height_m: f64) -> f64 {
    let ground = RADIUS_M + height_m;
    let invariant = ground * sine;
    let Some(first) = layers.first() else { return 0.0 };
    // The first boundary that bends is the lower side of the vacuum: everything above is straight.
    let mut upper = RADIUS_M + first.lowest_m;
    let straight = (invariant / ground).asin() - (invariant / upper).asin();
    let mut swept = 0.0;
    for (place, layer) in layers.iter().enumerate().skip(1) {
        let boundary = RADIUS_M + layer.lowest_m;
        let lower = if place + 1 == layers.len() { ground } else { boundary.max(ground) };
        let bent = invariant / layer.index;
        swept += (bent / lower).asin() - (bent / upper).asin();
        upper = lower;
        if lower <= ground {
            break;
        }
    }
    (straight - swept) * ground
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_nadir_seven_centimetres_and_half_a_metre_at_ten_degrees_as_the_peer_has() {
        let refraction = Refraction::new(&STANDARD_LAYERS);
        for (angle_deg, least, greatest) in [(1.5_f64, 0.05, 0.09), (10.3, 0.38, 0.6)] {
            let sine = angle_deg.to_radians().sin();
            let displacement = refraction.displacement_per_sine(sine * sine, 500.0) * sine;
            assert!(displacement > least && displacement < greatest, "{angle_deg}°: {displacement} m");
        }
    }

    #[test]
    fn the_table_is_the_formula_between_its_nodes() {
        let refraction = Refraction::new(&STANDARD_LAYERS);
        for tenth in 1..400 {
            let sine = (f64::from(tenth) * 0.1).to_radians().sin();
            for height_m in [-950.0, 33.0, 1_234.0, 4_321.0, 8_848.0] {
                let exact = displacement_m(&STANDARD_LAYERS, sine, height_m);
                let table = refraction.displacement_per_sine(sine * sine, height_m) * sine;
                assert!((exact - table).abs() < 1e-4, "sine {sine}, {height_m} m: {table} instead of {exact}");
            }
        }
    }

    #[test]
    fn one_layer_of_air_is_snells_law_on_a_small_scale() {
        // A flat layer 1000 m thick at 30°: tan 30° − tan of the refracted angle, times its thickness.
        let layers = [AirLayer { lowest_m: 1_000.0, index: 1.0 }, AirLayer { lowest_m: 0.0, index: 1.000_3 }];
        let (outside, inside) = (30_f64.to_radians(), (0.5_f64 / 1.000_3).asin());
        let expected = 1_000.0 * (outside.tan() - inside.tan());
        let found = displacement_m(&layers, 0.5, 0.0);
        assert!((found - expected).abs() < 1e-3 * expected, "{found} instead of {expected}");
    }

    #[test]
    fn no_air_and_no_angle_displace_nothing() {
        let vacuum =
            Refraction::new(&[AirLayer { lowest_m: 100_000.0, index: 1.0 }, AirLayer { lowest_m: 0.0, index: 1.0 }]);
        assert!(vacuum.displacement_per_sine(0.3, 0.0).abs() < 1e-6);
        assert!(Refraction::new(&STANDARD_LAYERS).displacement_per_sine(f64::NAN, 0.0).is_nan());
    }
}
