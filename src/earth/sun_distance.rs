//! Distance between the Earth and the Sun.

use crate::units::UtcInstant;

/// Milliseconds from 1970-01-01T00:00:00 to the epoch J2000.0 (2000-01-01T12:00:00).
const J2000_UNIX_MILLISECONDS: i64 = 946_728_000_000;

/// Distance from the Earth to the Sun in astronomical units.
///
/// The low-precision formula of the Astronomical Almanac (page C5): R = 1.00014 − 0.01671 cos g − 0.00014 cos 2g with the mean anomaly
/// g = 357.529° + 0.98560028° per day since J2000.0. Errors stay below 1·10⁻⁴ au between 1950 and 2050: 0.02 % of a reflectance. The difference
/// between UTC and dynamical time (about a minute) moves it by less than 3·10⁻⁷ au.
pub fn sun_distance_au(instant: UtcInstant) -> f64 {
    let days = (instant.unix_milliseconds() - J2000_UNIX_MILLISECONDS) as f64 / 86_400_000.0;
    let anomaly = (357.529 + 0.985_600_28 * days).to_radians();
    1.000_14 - 0.016_71 * anomaly.cos() - 0.000_14 * (2.0 * anomaly).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_agrees_with_the_ephemeris_de421() {
        let table = [
            ("2018-01-03T10:00:00", 0.983_284_416_3),
            ("2019-02-04T08:30:00", 0.985_767_086_2),
            ("2020-07-04T12:00:00", 1.016_694_264_3),
            ("2021-03-21T08:00:00", 0.996_160_830_1),
            ("2023-09-23T09:15:00", 1.003_576_146_0),
        ];
        for (time, expected) in table {
            let distance = sun_distance_au(UtcInstant::parse(time).unwrap());
            assert!((distance - expected).abs() < 1e-4, "{time}: {distance} instead of {expected}");
        }
    }
}
