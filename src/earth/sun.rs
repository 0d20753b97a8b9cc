//! The Sun: where it stands and how far it is.

use erfars::ephemerides::Epv00;
use hifitime::Epoch;
use nalgebra::Vector3;

use super::time::{epoch_from_utc_instant, tt_julian_date};
use crate::units::UtcInstant;

/// The astronomical unit in metres (IAU 2012, B2).
pub const ASTRONOMICAL_UNIT_M: f64 = 149_597_870_700.0;

/// Julian date of 1970-01-01T00:00:00.
const UNIX_JULIAN_DATE: f64 = 2_440_587.5;
const DAY_MILLISECONDS: i64 = 86_400_000;

/// From the Earth's centre to the Sun's, in GCRS, metres: geometric, at the epoch itself.
///
/// ERFA `epv00` (VSOP 2000 fitted to DE405): 14 km at most between 1900 and 2100. As seen from the Earth the Sun stands where this vector pointed
/// 8.3 minutes before, light time and aberration together: 20.5″ back along the ecliptic ([`sun_seen_in_gcrs_m`]).
pub fn sun_in_gcrs_m(epoch: Epoch) -> Vector3<f64> {
    let [date, part] = tt_julian_date(epoch);
    sun_at(date, part) * ASTRONOMICAL_UNIT_M
}

/// From the Earth's centre to the Sun where it is seen, in GCRS, metres: the geometric vector of the moment at which the light left, which
/// for the Sun, all but at rest, is light time and aberration in one (planetary aberration; Explanatory Supplement 2013, 7.2.3).
pub fn sun_seen_in_gcrs_m(epoch: Epoch) -> Vector3<f64> {
    /// Seconds of light for an astronomical unit.
    const LIGHT_TIME_S: f64 = ASTRONOMICAL_UNIT_M / 299_792_458.0;
    let [date, part] = tt_julian_date(epoch);
    let light_days = sun_at(date, part).norm() * LIGHT_TIME_S / 86_400.0;
    sun_at(date, part - light_days) * ASTRONOMICAL_UNIT_M
}

/// Distance from the Earth to the Sun in astronomical units, geometric, by ERFA `epv00`: within 1·10⁻⁷ au between 1900 and 2100. A moment before
/// 1972 is taken in terrestrial time, which is less than a minute and 3·10⁻⁷ au away.
pub fn sun_distance_au(instant: UtcInstant) -> f64 {
    let [date, part] = epoch_from_utc_instant(instant).map_or_else(
        |_| {
            let milliseconds = instant.unix_milliseconds();
            let (day, rest) = (milliseconds.div_euclid(DAY_MILLISECONDS), milliseconds.rem_euclid(DAY_MILLISECONDS));
            [UNIX_JULIAN_DATE + day as f64, rest as f64 / DAY_MILLISECONDS as f64]
        },
        tt_julian_date,
    );
    sun_at(date, part).norm()
}

/// From the Earth to the Sun in astronomical units. The series is in TDB, which is within 2 ms of TT.
fn sun_at(date: f64, part: f64) -> Vector3<f64> {
    // A warning for dates outside 1900 to 2100 comes with the same series.
    Epv00(date, part).map_or_else(
        |_| Vector3::repeat(f64::NAN),
        |((heliocentric, _), _)| -Vector3::new(heliocentric[0], heliocentric[1], heliocentric[2]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::shared_data::shared_text;
    use crate::earth::time::{TimeScale, epoch_from_text};
    use crate::earth::{CelestialFrame, PrecessionModel, gcrs_from};

    #[test]
    fn the_distance_agrees_with_the_ephemeris_de421() {
        let table = [
            ("2018-01-03T10:00:00", 0.983_284_381_3),
            ("2019-02-04T08:30:00", 0.985_767_047_2),
            ("2020-07-04T12:00:00", 1.016_694_251_6),
            ("2021-03-21T08:00:00", 0.996_160_793_6),
            ("2023-09-23T09:15:00", 1.003_576_123_2),
        ];
        for (time, expected) in table {
            let distance = sun_distance_au(UtcInstant::parse(time).unwrap());
            assert!((distance - expected).abs() < 2e-7, "{time}: {distance} instead of {expected}");
        }
    }

    #[test]
    fn the_distance_agrees_with_every_row_of_the_peers() {
        let Some(table) = shared_text("radiometry/expected/sun_earth_distance_vectors.csv") else { return };
        let (mut n, mut worst) = (0, [0.0_f64; 2]);
        for row in table.lines().skip(1) {
            let mut fields = row.split(',');
            let distance = sun_distance_au(UtcInstant::parse(fields.next().unwrap()).unwrap());
            for worst in &mut worst {
                *worst = worst.max((distance - fields.next().unwrap().parse::<f64>().unwrap()).abs());
            }
            n += 1;
        }
        println!(
            "Earth-Sun distance: n {n}, maximum {:.1e} au (geometric), {:.1e} (apparent), bound 1e-6",
            worst[1], worst[0]
        );
        assert!(n == 5 && worst.iter().all(|worst| *worst < 1e-6), "{worst:?}");
    }

    #[test]
    fn a_moment_before_leap_seconds_has_a_distance_too() {
        // Apollo 11 landed 16 days after aphelion: 1.01602 au (JPL Horizons to five places).
        let distance = sun_distance_au(UtcInstant::parse("1969-07-20T20:17:40").unwrap());
        assert!((distance - 1.016_0).abs() < 3e-4, "{distance}");
    }

    #[test]
    fn the_sun_stands_where_the_almanac_says() {
        // Meeus, Astronomical Algorithms, example 25.b (VSOP87): 1992 October 13 at 0 h TD, apparent: α 13h 13m 30.749s, δ -7° 47′ 01.74″, R 0.997 608 53.
        let epoch = epoch_from_text("1992-10-13T00:00:00", TimeScale::TT).unwrap();
        let true_from_gcrs = gcrs_from(CelestialFrame::TrueOfDate, epoch, PrecessionModel::Iau2006).transpose();
        let seen = true_from_gcrs * sun_seen_in_gcrs_m(epoch);
        let hours = seen.y.atan2(seen.x).to_degrees().rem_euclid(360.0) / 15.0;
        let declination = (seen.z / seen.norm()).asin().to_degrees();
        let seconds = (hours - (13.0 + 13.0 / 60.0 + 30.749 / 3600.0)) * 3600.0;
        let arcsec = (declination + 7.0 + 47.0 / 60.0 + 1.74 / 3600.0) * 3600.0;
        println!("Sun of 1992-10-13: {seconds:.3} s, {arcsec:.2} arcsec from the almanac");
        assert!(seconds.abs() < 0.01 && arcsec.abs() < 0.1);
        let distance = sun_in_gcrs_m(epoch).norm() / ASTRONOMICAL_UNIT_M;
        assert!((distance - 0.997_608_53).abs() < 1e-7, "{distance}");
    }

    #[test]
    fn at_the_march_equinox_the_sun_crosses_the_equator() {
        // Observatoire de Paris: 2019-03-20T21:58:25 UTC; IMCCE and USNO agree to the second.
        let epoch = epoch_from_text("2019-03-20T21:58:25", TimeScale::UTC).unwrap();
        let true_from_gcrs = gcrs_from(CelestialFrame::TrueOfDate, epoch, PrecessionModel::Iau2006).transpose();
        let seen = (true_from_gcrs * sun_seen_in_gcrs_m(epoch)).normalize();
        // The Sun climbs 0.0165″ a second; its latitude off the ecliptic is a second of arc at most.
        let declination_arcsec = seen.z.asin().to_degrees() * 3600.0;
        assert!(declination_arcsec.abs() < 1.0, "{declination_arcsec}");
        assert!((seen.y.atan2(seen.x).to_degrees() * 3600.0).abs() < 1.0);
    }

    #[test]
    fn aberration_is_twenty_seconds_of_arc_backwards() {
        let epoch = epoch_from_text("2019-02-04T08:34:37", TimeScale::UTC).unwrap();
        let (geometric, seen) = (sun_in_gcrs_m(epoch).normalize(), sun_seen_in_gcrs_m(epoch).normalize());
        let arcsec = geometric.cross(&seen).norm().to_degrees() * 3600.0;
        assert!((20.0..21.2).contains(&arcsec), "{arcsec}");
        // The Sun goes east, so that it is seen to the west of where it is: a turn about the south.
        assert!(geometric.cross(&seen).z < 0.0);
    }
}
