//! Longitudes and latitudes in words, and the steps of a graticule.

/// Distances between the lines of a graticule, degrees.
const STEPS_DEG: [f64; 13] = [45.0, 30.0, 15.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];

/// Least distance between the lines of a graticule, points.
const LEAST_DISTANCE: f64 = 84.0;

/// The distance between the lines of a graticule on a map where one point is so many degrees.
pub(super) fn graticule_step(degrees_per_point: f64) -> f64 {
    let fits = STEPS_DEG.into_iter().rev().find(|step| step / degrees_per_point >= LEAST_DISTANCE);
    fits.unwrap_or(STEPS_DEG[0])
}

/// A longitude: `35.2° E`. `decimals` after the point.
pub(super) fn longitude_text(degrees: f64, decimals: usize) -> String {
    let within = (degrees + 180.0).rem_euclid(360.0) - 180.0;
    signed(within, decimals, ["E", "W"], 180.0)
}

/// A latitude: `31.8° N`.
pub(super) fn latitude_text(degrees: f64, decimals: usize) -> String {
    signed(degrees, decimals, ["N", "S"], f64::INFINITY)
}

fn signed(degrees: f64, decimals: usize, [positive, negative]: [&str; 2], turn: f64) -> String {
    let size = format!("{:.decimals$}", degrees.abs());
    let is_neither = size.parse::<f64>().is_ok_and(|size| size == 0.0 || size >= turn);
    if is_neither {
        format!("{size}°")
    } else {
        format!("{size}° {}", if degrees < 0.0 { negative } else { positive })
    }
}

/// Decimals that tell places a step apart.
pub(super) fn decimals_for(step_deg: f64) -> usize {
    (-step_deg.log10()).ceil().clamp(0.0, 5.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_by_hemisphere() {
        assert_eq!(longitude_text(35.25, 1), "35.2° E");
        assert_eq!(longitude_text(-3.0, 0), "3° W");
        assert_eq!(longitude_text(190.0, 0), "170° W");
        assert_eq!([longitude_text(180.0, 0), longitude_text(-180.0, 0), longitude_text(540.0, 0)], ["180°"; 3]);
        assert_eq!(latitude_text(-0.04, 1), "0.0°");
        assert_eq!(latitude_text(31.8, 0), "32° N");
        assert_eq!(latitude_text(-90.0, 0), "90° S");
    }

    #[test]
    fn a_graticule_is_neither_crowded_nor_empty() {
        for degrees_per_point in [1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5] {
            let distance = graticule_step(degrees_per_point) / degrees_per_point;
            assert!((84.0..=400.0).contains(&distance), "{degrees_per_point}: {distance}");
        }
        assert_eq!([30.0, 1.0, 0.5, 0.01].map(decimals_for), [0, 0, 1, 2]);
    }
}
