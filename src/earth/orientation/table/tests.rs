use super::*;
use crate::earth::shared_data::shared_text;
use crate::earth::time::{epoch_from_text, tai_minus_utc_s};

const ARCSEC: f64 = std::f64::consts::PI / (180.0 * 3600.0);

fn utc(text: &str) -> Epoch {
    epoch_from_text(text, TimeScale::UTC).unwrap()
}

fn table_of(relative: &str) -> Option<EarthOrientationTable> {
    Some(parse_earth_orientation(relative, &shared_text(relative)?).unwrap())
}

fn sample(day: i64, ut1_minus_tai_s: f64) -> EarthOrientationSample {
    EarthOrientationSample {
        day,
        ut1_minus_tai_s,
        pole_x_rad: 0.0,
        pole_y_rad: 0.0,
        celestial_pole_rad: None,
        provenance: Provenance::Unstated,
    }
}

#[test]
fn at_midnight_the_values_are_those_of_the_line_and_between_they_follow_a_cubic() {
    let Some(table) = table_of("rugged/orekit-data/eopc04_08_IAU2000.12") else { return };
    assert_eq!((table.first_day(), table.last_day(), table.last_measured_day()), (55_927, 56_292, Some(56_292)));
    let value = table.at(utc("2012-01-02T00:00:00")).unwrap();
    for (found, expected) in [
        (value.ut1_minus_utc_s(34), -0.420_266_0),
        (value.pole_x_rad / ARCSEC, 0.117_478),
        (value.pole_y_rad / ARCSEC, 0.262_407),
        (value.celestial_pole_dx_rad / ARCSEC, 0.000_506),
        (value.celestial_pole_dy_rad / ARCSEC, -0.000_044),
    ] {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }
    // UT1 - UTC on the days 55928 to 55931 by Lagrange's formula at half a day: (-1, 9, 9, -1) / 16.
    let value = table.at(utc("2012-01-03T12:00:00")).unwrap();
    let expected = (-(-0.420_266_0 + -0.423_274_7) + 9.0 * (-0.421_391_4 + -0.422_389_4)) / 16.0;
    assert!((value.ut1_minus_utc_s(34) - expected).abs() < 1e-12, "{}", value.ut1_minus_utc_s(34));
    let (early, late) = (table.at(utc("2012-01-03T11:59:50")).unwrap(), table.at(utc("2012-01-03T12:00:10")).unwrap());
    let slope = (late.ut1_minus_tai_s - early.ut1_minus_tai_s) / 20.0 * 86_400.0;
    assert!((value.ut1_minus_tai_s_per_day - slope).abs() < 1e-8, "{slope}");
    // On the first and last day of the table there is no neighbour on one side: a straight line.
    let value = table.at(utc("2012-01-01T18:00:00")).unwrap();
    assert!((value.ut1_minus_utc_s(34) - (0.25 * -0.419_030_7 + 0.75 * -0.420_266_0)).abs() < 1e-12);
    assert!((value.ut1_minus_tai_s_per_day - (-0.420_266_0 + 0.419_030_7)).abs() < 1e-12);
    assert!(table.at(utc("2012-12-31T00:00:00")).is_ok() && table.at(utc("2012-12-31T00:00:00.001")).is_err());
}

#[test]
fn ut1_runs_on_through_a_leap_second() {
    let table = EarthOrientationTable::shipped().unwrap();
    for (before, leap, after, seconds) in [
        ("2012-06-30T23:59:59.5", "2012-06-30T23:59:60.5", "2012-07-01T00:00:00.5", [34, 35]),
        ("2016-12-31T23:59:59.5", "2016-12-31T23:59:60.5", "2017-01-01T00:00:00.5", [36, 37]),
    ] {
        let values = [before, leap, after].map(|text| table.at(utc(text)).unwrap());
        let steps = [1, 2].map(|index: usize| values[index].ut1_minus_tai_s - values[index - 1].ut1_minus_tai_s);
        assert!(steps.iter().all(|step| step.abs() < 5e-8), "{steps:?}");
        let jump = values[2].ut1_minus_utc_s(seconds[1]) - values[0].ut1_minus_utc_s(seconds[0]);
        assert!((jump - 1.0).abs() < 1e-6, "{jump}");
    }
}

#[test]
fn the_shipped_table_agrees_with_the_series_and_the_bulletins_of_their_years() {
    let shipped = EarthOrientationTable::shipped().unwrap();
    let years = ["12", "13", "14", "15", "16"].map(|year| format!("rugged/orekit-data/eopc04_08_IAU2000.{year}"));
    let bulletin = "sen2vm_s2l1b/IERS/S2__OPER_AUX_UT1UTC_PDMC_20190725T000000_V20190726T000000_20200725T000000.txt";
    for relative in years.iter().map(String::as_str).chain([bulletin]) {
        let Some(table) = table_of(relative) else { return };
        // C04 08 stands in the terrestrial frame of 2008, C04 20 in that of 2020, and single sessions of VLBI weigh otherwise in the celestial
        // pole; a bulletin of the week has not seen what came after.
        let mut differences = [const { Vec::new() }; 5];
        for sample in table.samples().iter().filter(|sample| sample.provenance == Provenance::Measured) {
            let ours = &shipped.samples()[(sample.day - shipped.first_day()) as usize];
            differences[0].push((ours.ut1_minus_tai_s - sample.ut1_minus_tai_s).abs() * 1e3);
            differences[1].push((ours.pole_x_rad - sample.pole_x_rad).abs() / ARCSEC * 1e3);
            differences[2].push((ours.pole_y_rad - sample.pole_y_rad).abs() / ARCSEC * 1e3);
            if let Some((ours, theirs)) = ours.celestial_pole_rad.zip(sample.celestial_pole_rad) {
                differences[3].push((ours[0] - theirs[0]).abs() / ARCSEC * 1e3);
                differences[4].push((ours[1] - theirs[1]).abs() / ARCSEC * 1e3);
            }
        }
        let rows = [
            ("UT1, ms", 0.03, 0.2),
            ("x, mas", 0.1, 0.3),
            ("y, mas", 0.1, 0.3),
            ("dX, mas", 0.2, 1.0),
            ("dY, mas", 0.2, 1.0),
        ];
        for ((what, most_often, most), mut values) in rows.into_iter().zip(differences) {
            values.sort_by(f64::total_cmp);
            let Some(worst) = values.last() else { continue };
            let median = values[values.len() / 2];
            println!("{relative}: {what}: n {}, median {median:.4}, maximum {worst:.4}, bound {most}", values.len());
            assert!(median < most_often && *worst < most, "{relative}: {what}: {median}, {worst}");
        }
    }
}

#[test]
fn the_shipped_table_gives_the_values_of_the_sofa_cookbook() {
    // SOFA Tools for Earth Attitude, 5: 2007-04-05T12:00 UTC.
    let value = EarthOrientationTable::shipped().unwrap().at(utc("2007-04-05T12:00:00")).unwrap();
    assert!((value.ut1_minus_utc_s(33) + 0.072_073_685).abs() < 0.1e-3, "{}", value.ut1_minus_utc_s(33));
    for (found, expected) in [
        (value.pole_x_rad, 0.034_928_2),
        (value.pole_y_rad, 0.483_316_3),
        (value.celestial_pole_dx_rad, 0.000_175_0),
        (value.celestial_pole_dy_rad, -0.000_225_9),
    ] {
        assert!((found / ARCSEC - expected).abs() < 0.5e-3, "{} instead of {expected}", found / ARCSEC);
    }
}

#[test]
fn a_moment_outside_the_table_is_refused_with_what_it_would_cost() {
    let table = EarthOrientationTable::new("mine", vec![sample(58_518, -37.1), sample(58_519, -37.1)]).unwrap();
    let error = table.at(utc("2019-02-15T00:00:00")).unwrap_err();
    let OrientationError::Outside(outside) = &error else { panic!("{error}") };
    assert!((outside.cost_m - 4.65).abs() < 1e-9 && (outside.days_outside - 10.0).abs() < 1e-9);
    let words = error.to_string();
    for part in ["2019-02-15T00:00:00Z", "mine", "2019-02-04", "2019-02-05", "last day", "4.7 m", "1 ms of UT1 a day"] {
        assert!(words.contains(part), "{words}");
    }
    assert!(table.at(utc("2019-02-03T12:00:00")).unwrap_err().to_string().contains("first day"));
    let before_utc = epoch_from_day(30_000, 0, TimeScale::TAI).unwrap();
    assert!(table.at(before_utc).unwrap_err().to_string().contains("first day"));
}

#[test]
fn a_table_says_what_it_is() {
    let shipped = EarthOrientationTable::shipped().unwrap();
    let words = shipped.describe();
    assert!(
        words.starts_with("Earth orientation from the table shipped with the program: 2000-01-01 to 20"),
        "{words}"
    );
    assert!(words.contains("measured to") && words.contains("no celestial pole offsets after"), "{words}");
    println!("{words}");
    let bare = EarthOrientationTable::new("mine", vec![sample(58_518, -37.1), sample(58_519, -37.1)]).unwrap();
    assert_eq!(
        bare.describe(),
        "Earth orientation from mine: 2019-02-04 to 2019-02-05, without celestial pole offsets (15 mm on the ground at most)"
    );
}

#[test]
fn days_that_do_not_follow_each_other_are_no_table() {
    for (samples, found) in [
        (vec![], "0"),
        (vec![sample(58_518, -37.1)], "1"),
        (vec![sample(58_518, -37.1), sample(58_520, -37.1)], "day 58520 after day 58518"),
        (vec![sample(58_518, -37.1), sample(58_517, -37.1)], "day 58517 after day 58518"),
        (vec![sample(58_518, -37.1), sample(58_518, -37.1)], "day 58518 after day 58518"),
        (vec![sample(40_000, -10.0), sample(40_001, -10.0)], "40000"),
    ] {
        let words = EarthOrientationTable::new("mine", samples).unwrap_err().to_string();
        assert!(words.contains(found) && words.contains("mine"), "{words}");
    }
}

#[test]
fn the_shipped_table_is_whole() {
    let shipped = EarthOrientationTable::shipped().unwrap();
    assert!(shipped.first_day() == 51_544 && shipped.last_day() > shipped.last_measured_day().unwrap());
    assert!(shipped.samples().iter().all(|day| day.ut1_minus_tai_s.abs() < 39.0 && day.pole_x_rad.abs() < ARCSEC));
    // Neighbouring days differ by less than 4 ms and 8 mas: a misread column would not.
    for pair in shipped.samples().windows(2) {
        assert!((pair[1].ut1_minus_tai_s - pair[0].ut1_minus_tai_s).abs() < 4e-3, "{}", pair[0].day);
        assert!((pair[1].pole_x_rad - pair[0].pole_x_rad).abs() < 8e-3 * ARCSEC, "{}", pair[0].day);
        assert!((pair[1].pole_y_rad - pair[0].pole_y_rad).abs() < 8e-3 * ARCSEC, "{}", pair[0].day);
    }
    assert_eq!(tai_minus_utc_s(shipped.last_day()), Some(37));
}
