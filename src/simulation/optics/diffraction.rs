//! Diffraction by a round aperture with a round obscuration.

use std::f64::consts::PI;

/// Modulation transfer of an unaberrated annular aperture at a frequency relative to the cut-off 1/(λN); `obscuration` is the inner over the outer diameter.
///
/// Source: O'Neill, "Transfer function for an annular aperture", J. Opt. Soc. Am. 46, 285 (1956), in the form of Boreman, "Modulation Transfer Function in Optical and
/// Electro-Optical Systems", SPIE Press 2001, §2.
pub fn diffraction_transfer(relative_frequency: f64, obscuration: f64) -> f64 {
    let (x, e) = (relative_frequency.abs(), obscuration);
    if x >= 1.0 {
        return 0.0;
    }
    let disc = |x: f64| if x < 1.0 { 2.0 / PI * (x.acos() - x * (1.0 - x * x).sqrt()) } else { 0.0 };
    if e <= 0.0 {
        return disc(x);
    }
    let squared = e * e;
    let between = if x <= 0.5 * (1.0 - e) {
        -2.0 * squared
    } else if x < 0.5 * (1.0 + e) {
        let phi = ((1.0 + squared - 4.0 * x * x) / (2.0 * e)).clamp(-1.0, 1.0).acos();
        let tangent = (1.0 + e) / (1.0 - e) * (0.5 * phi).tan();
        2.0 * e / PI * phi.sin() + (1.0 + squared) / PI * phi
            - 2.0 * (1.0 - squared) / PI * tangent.atan()
            - 2.0 * squared
    } else {
        0.0
    };
    (disc(x) + squared * disc(x / e) + between) / (1.0 - squared)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Share of a pupil that its own copy, moved by x diameters, covers: counted on a grid.
    fn counted(x: f64, obscuration: f64) -> f64 {
        const SIDE: i32 = 1600;
        let inside = |u: f64, v: f64| {
            let r = u.hypot(v);
            r <= 1.0 && r >= obscuration
        };
        let (mut both, mut one) = (0_u32, 0_u32);
        for line in 0..SIDE {
            for column in 0..SIDE {
                let (u, v) = (
                    (f64::from(column) + 0.5) / f64::from(SIDE) * 2.0 - 1.0,
                    (f64::from(line) + 0.5) / f64::from(SIDE) * 2.0 - 1.0,
                );
                if inside(u, v) {
                    one += 1;
                    both += u32::from(inside(u - 2.0 * x, v));
                }
            }
        }
        f64::from(both) / f64::from(one)
    }

    #[test]
    fn the_formula_is_the_overlap_of_the_pupil_with_itself() {
        for obscuration in [0.0, 0.2, 0.35, 0.6] {
            for x in [0.0, 0.05, 0.2, 0.33, 0.5, 0.66, 0.9] {
                let (formula, count) = (diffraction_transfer(x, obscuration), counted(x, obscuration));
                assert!((formula - count).abs() < 1e-3, "ε {obscuration}, {x}: {formula} instead of {count}");
            }
        }
        assert!(diffraction_transfer(1.0, 0.3).abs() < 1e-15);
    }
}
