use nalgebra::Vector3;

use super::*;
use crate::earth::frames::{CelestialFrame, PrecessionModel, gcrs_from};
use crate::earth::orientation::{EarthOrientationTable, parse_earth_orientation};
use crate::earth::shared_data::shared_text;
use crate::earth::time::{TimeScale, epoch_after, epoch_from_text};

const ARCSEC: f64 = std::f64::consts::PI / (180.0 * 3600.0);

fn utc(text: &str) -> Epoch {
    epoch_from_text(text, TimeScale::UTC).unwrap()
}

/// The example of SOFA Tools for Earth Attitude, 5: 2007-04-05T12:00 UTC.
fn cookbook() -> (Epoch, EarthOrientation) {
    let orientation = EarthOrientation {
        ut1_minus_tai_s: -33.072_073_685,
        pole_x_rad: 0.034_928_2 * ARCSEC,
        pole_y_rad: 0.483_316_3 * ARCSEC,
        celestial_pole_dx_rad: 0.000_175_0 * ARCSEC,
        celestial_pole_dy_rad: -0.000_225_9 * ARCSEC,
        ..EarthOrientation::default()
    };
    (utc("2007-04-05T12:00:00"), orientation)
}

#[test]
fn the_matrix_is_that_of_the_sofa_cookbook() {
    // 5.6, IAU 2006/2000A, CIO based, using X, Y series.
    let published = Matrix3::new(
        0.973_104_317_697_535,
        0.230_363_826_239_128,
        -0.000_703_163_482_198,
        -0.230_363_800_456_037,
        0.973_104_570_632_801,
        0.000_118_545_366_625,
        0.000_711_560_162_668,
        0.000_046_626_403_995,
        0.999_999_745_754_024,
    );
    let (epoch, orientation) = cookbook();
    let difference = (itrf_from_gcrs(epoch, &orientation) - published).abs().max();
    println!("SOFA cookbook: {:.2e}, {:.1e} m at 6378 km", difference, difference * 6_378_137.0);
    // The cookbook sums the X, Y series of the conventions, xys06a the angles of Fukushima and Williams: 1 µas apart.
    assert!(difference < 2e-11, "{difference}");
}

#[test]
fn the_equinox_based_path_of_erfa_gives_the_same() {
    // Another path: the true equator and equinox of date, and apparent sidereal time.
    let (epoch, orientation) = cookbook();
    let orientation = EarthOrientation { celestial_pole_dx_rad: 0.0, celestial_pole_dy_rad: 0.0, ..orientation };
    let [tt, tt_part] = tt_julian_date(epoch);
    let [ut, ut_part] = ut1_julian_date(epoch, orientation.ut1_minus_tai_s);
    let true_from_gcrs = gcrs_from(CelestialFrame::TrueOfDate, epoch, PrecessionModel::Iau2006).transpose();
    let sidereal_time = erfars::rotationtime::Gst06a(ut, ut_part, tt, tt_part);
    let by_equinox = itrf_from_tirs(epoch, &orientation) * about_z(sidereal_time) * true_from_gcrs;
    let difference = (itrf_from_gcrs(epoch, &orientation) - by_equinox).abs().max();
    assert!(difference < 1e-13, "{difference}");
}

#[test]
fn the_matrices_are_those_of_the_peer() {
    let (Some(series), Some(golden)) = (
        shared_text("rugged/orekit-data/eopc04_08_IAU2000.12"),
        shared_text("location_golden/golden_eme2000_to_itrf.csv"),
    ) else {
        return;
    };
    let table = parse_earth_orientation("C04 08 of 2012", &series).unwrap();
    let reference = utc("2012-01-07T10:00:16");
    let (mut worst_m, mut n) = (0.0_f64, 0);
    for line in golden.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        let epoch = epoch_after(reference, numbers[0]);
        let gcrs_from_eme2000 = gcrs_from(CelestialFrame::Eme2000, epoch, PrecessionModel::Iau2006);
        let ours = itrf_from_gcrs(epoch, &table.at(epoch).unwrap()) * gcrs_from_eme2000;
        let difference = ours - Matrix3::from_row_slice(&numbers[1..]);
        // The largest displacement of any place: the norm of the difference, bounded by that of Frobenius.
        worst_m = worst_m.max(difference.norm() / std::f64::consts::SQRT_2 * 7.0e6);
        n += 1;
    }
    // The peer interpolates the daily values by the same cubic; a straight line between the days gives 3.46 mm.
    println!("EME2000 to ITRF against the peer: n {n}, maximum {:.2} mm at 7000 km, bound 1 mm", 1e3 * worst_m);
    assert!(n == 11 && worst_m < 1e-3, "{worst_m} m");
}

#[test]
fn every_part_is_worth_on_the_ground_what_the_table_of_the_module_says() {
    let table = EarthOrientationTable::shipped().unwrap();
    let epoch = utc("2012-01-07T10:00:16");
    let orientation = table.at(epoch).unwrap();
    let right = itrf_from_gcrs(epoch, &orientation);
    let worth_m = |wrong: EarthOrientation| {
        (itrf_from_gcrs(epoch, &wrong) - right).norm() / std::f64::consts::SQRT_2 * 6_378_137.0
    };
    for (what, wrong, expected_m) in [
        ("UT1 as UTC", EarthOrientation { ut1_minus_tai_s: -34.0, ..orientation }, 197.0..198.5),
        ("no polar motion", EarthOrientation { pole_x_rad: 0.0, pole_y_rad: 0.0, ..orientation }, 8.5..8.9),
        (
            "no dX, dY",
            EarthOrientation { celestial_pole_dx_rad: 0.0, celestial_pole_dy_rad: 0.0, ..orientation },
            0.005..0.015,
        ),
    ] {
        let found_m = worth_m(wrong);
        println!("{what}: {found_m:.3} m");
        assert!(expected_m.contains(&found_m), "{what}: {found_m}");
    }
}

#[test]
fn the_earth_turns_east_and_greenwich_meets_the_equinox_at_sidereal_noon() {
    // Where the Earth rotation angle is θ, the intermediate origin of the sky stands over longitude −θ.
    let (epoch, _) = cookbook();
    let still = EarthOrientation { ut1_minus_tai_s: -33.0, ..EarthOrientation::default() };
    let matrix = itrf_from_gcrs(epoch, &still);
    let origin = matrix * cirs_from_gcrs(epoch, &still).transpose() * Vector3::x();
    let angle = earth_rotation_angle(epoch, -33.0);
    let longitude = origin.y.atan2(origin.x);
    assert!((longitude + angle).sin().abs() < 1e-9 && (longitude + angle).cos() > 0.0);
    // A star that stands over a meridian is over one further west a minute later.
    let later = itrf_from_gcrs(epoch_after(epoch, 60.0), &still) * matrix.transpose() * Vector3::x();
    assert!((later.y.atan2(later.x).to_degrees() + 0.25 * 1.002_737_9).abs() < 1e-6);
}
