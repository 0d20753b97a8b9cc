use proptest::prelude::*;

use super::*;
use crate::earth::orientation::Provenance;
use crate::earth::shared_data::shared_text;

const ARCSEC: f64 = std::f64::consts::PI / (180.0 * 3600.0);

const C04_20: &str = "\
# EARTH ORIENTATION PARAMETER (EOP) PRODUCT CENTER CENTER (PARIS OBSERVATORY) - INTERNATIONAL EARTH ROTATION SERVICE
# EOP (IERS) 20 C04 TIME SERIES  consistent with ITRF 2020 - sampled at 0h UTC
# YR  MM  DD  HH       MJD        x(\")        y(\")  UT1-UTC(s)       dX(\")       dY(\")  xrt(\"/day)  yrt(\"/day)      LOD(s)
2026   9  28   0  61311.00    0.178438    0.325715  -0.0193118    0.000294   -0.000221   -0.000718   -0.000217   0.0014089
2026   9  29   0  61312.00    0.177494    0.326038  -0.0206143    0.000315   -0.000226   -0.001144    0.000265   0.0011878
";

const FINALS: &str = "\
261022 61335.00 I  0.149159 0.000091  0.317685 0.000090  I-0.0428601 0.0000099  0.0000 0.0000  P     0.271    0.128     0.162    0.160
261023 61336.00 P  0.148194 0.000301  0.317472 0.000310  P-0.0444801 0.0000499                 P     0.268    0.128     0.172    0.160
261024 61337.00 P  0.147194 0.000301  0.317572 0.000310  P-0.0460801 0.0000499
261025 61338.00
";

const BULLETIN_A: &str = "\
      *                   I E R S   B U L L E T I N - A                    *
      24 October 2019                                     Vol. XXXII No. 043
      COMBINED EARTH ORIENTATION PARAMETERS:
                              IERS Rapid Service
              MJD      x    error     y    error   UT1-UTC   error
                       \"      \"       \"      \"        s        s
   19 10 24  58780 0.17013 .00009 0.28992 .00009 -0.154249 0.000007
      _______________________________________________________________________
      PREDICTIONS:
         TAI-UTC(MJD 58781) = 37.0
                    MJD      x(arcsec)   y(arcsec)   UT1-UTC(sec)
       2019 10 25  58781       0.1688      0.2894     -0.15499
      These predictions are based on all announced leap seconds.
      CELESTIAL POLE OFFSET SERIES:
                       MJD      dpsi    error     deps    error
                      58780  -116.98    0.31   -9.73    0.11
                     IAU2000A Celestial Pole Offset Series
                      MJD      dX     error     dY     error
                      58780   -0.103  0.124    0.107   0.107
";

const OWN: &str = "\
# VIQ Earth orientation, form 1
61335 149159 317685 -428601 271 162 R
61336 148194 317462 -444801 - - P
";

fn parsed(text: &str) -> EarthOrientationTable {
    parse_earth_orientation("a table", text).unwrap()
}

fn refused(text: &str) -> String {
    parse_earth_orientation("a table", text).unwrap_err().to_string()
}

#[test]
fn every_format_is_recognised_and_its_units_kept() {
    for (text, first_day, ut1_minus_utc_s, x, dx, provenance) in [
        (C04_20, 61_311, -0.019_311_8, 0.178_438, Some(0.000_294), Provenance::Measured),
        (FINALS, 61_335, -0.042_860_1, 0.149_159, Some(0.000_271), Provenance::Measured),
        (BULLETIN_A, 58_780, -0.154_249, 0.170_13, Some(-0.000_103), Provenance::Measured),
        (OWN, 61_335, -0.042_860_1, 0.149_159, Some(0.000_271), Provenance::Measured),
    ] {
        let table = parsed(text);
        let first = table.samples()[0];
        assert_eq!((first.day, first.provenance), (first_day, provenance));
        assert!((first.ut1_minus_tai_s + 37.0 - ut1_minus_utc_s).abs() < 1e-12, "{}", first.ut1_minus_tai_s);
        assert!((first.pole_x_rad / ARCSEC - x).abs() < 1e-12);
        assert_eq!(first.celestial_pole_rad.map(|pole| (pole[0] / ARCSEC * 1e6).round() / 1e6), dx);
    }
}

#[test]
fn what_is_measured_ends_where_the_predictions_begin() {
    let finals = parsed(FINALS);
    assert_eq!((finals.last_day(), finals.last_measured_day()), (61_337, Some(61_335)));
    assert_eq!(finals.last_day_with_celestial_pole(), Some(61_336));
    let bulletin = parsed(BULLETIN_A);
    assert_eq!((bulletin.last_day(), bulletin.last_measured_day()), (58_781, Some(58_780)));
    assert_eq!(parsed(OWN).last_measured_day(), Some(61_335));
}

#[test]
fn a_whole_bulletin_is_a_week_and_a_year_of_predictions() {
    let bulletin = "sen2vm_s2l1b/IERS/S2__OPER_AUX_UT1UTC_PDMC_20190725T000000_V20190726T000000_20200725T000000.txt";
    let Some(text) = shared_text(bulletin) else { return };
    let table = parsed(&text);
    assert_eq!((table.first_day(), table.last_measured_day(), table.last_day()), (58_774, Some(58_780), 59_145));
    let last = table.samples().last().unwrap();
    assert!((last.ut1_minus_tai_s + 37.312_15).abs() < 1e-9 && (last.pole_y_rad / ARCSEC - 0.2675).abs() < 1e-9);
}

#[test]
fn offsets_to_the_models_of_1980_become_those_of_2000() {
    let (Some(old), Some(new)) =
        (shared_text("rugged/orekit-data/eopc04_08.12"), shared_text("rugged/orekit-data/eopc04_08_IAU2000.12"))
    else {
        return;
    };
    let (old, new) = (parsed(&old), parsed(&new));
    let mut worst_arcsec = 0.0_f64;
    for (old, new) in old.samples().iter().zip(new.samples()) {
        let (old, new) = (old.celestial_pole_rad.unwrap(), new.celestial_pole_rad.unwrap());
        worst_arcsec = worst_arcsec.max((old[0] - new[0]).abs() / ARCSEC).max((old[1] - new[1]).abs() / ARCSEC);
    }
    println!("dX, dY from dPsi, dEps: within {:.4} mas of those published", 1e3 * worst_arcsec);
    assert!(worst_arcsec < 0.1e-3, "{worst_arcsec}");
}

#[test]
fn damaged_tables_are_refused_with_line_needed_and_found() {
    for (text, parts) in [
        (String::new(), vec!["line 1", "C04, finals2000A or Bulletin A", "nothing"]),
        ("hello\n".to_owned(), vec!["line 1", "hello"]),
        (C04_20.replace("0.178438", "O.178438"), vec!["line 4", "UT1-UTC", "O.178438"]),
        (C04_20.replace("61312.00", "61314.00"), vec!["line 5", "61312", "61314"]),
        (C04_20.replace("61312.00", "61311.00"), vec!["line 5", "61312", "61311"]),
        (C04_20.replace("61312.00", "61312.50"), vec!["line 5"]),
        (C04_20.replace("0.325715", "325.715"), vec!["line 4", "2 seconds of arc"]),
        (C04_20.lines().take(3).collect::<Vec<_>>().join("\n"), vec!["line 3", "days of the C04 series"]),
        (C04_20.lines().take(4).collect::<Vec<_>>().join("\n"), vec!["line 4", "two days or more", "1"]),
        (FINALS.replace("I-0.0428601", "I-0.04x8601"), vec!["line 1", "UT1-UTC in columns 59 to 68", "-0.04x8601"]),
        (FINALS.replace("P-0.0444801", "Q-0.0444801"), vec!["line 2", "I or P in column 58", "Q"]),
        (FINALS.replace("61336.00", "61339.00"), vec!["line 2", "61336", "61339"]),
        (BULLETIN_A.replace("0.1688", ""), vec!["line 12", "seven numbers"]),
        (BULLETIN_A.replace(" .00009 0.28992", " 0.28992"), vec!["line 7", "ten numbers"]),
        (BULLETIN_A.lines().take(3).collect::<Vec<_>>().join("\n"), vec!["line 3", "combined Earth orientation"]),
        (OWN.replace("- - P", "- P"), vec!["line 3", "F, R or P"]),
        (OWN.replace("61336", "61337"), vec!["line 3", "61336", "61337"]),
        (OWN.replace("-428601", "-428601000"), vec!["line 2", "within a second"]),
    ] {
        let words = refused(&text);
        assert!(parts.iter().all(|part| words.contains(part)), "{words}");
    }
}

#[test]
fn days_before_utc_had_leap_seconds_are_left_out() {
    let early = C04_20.replace("61311.00", "41316.00").replace("61312.00", "41317.00");
    let more = format!("{early}1972   1   2   0  41318.00    0.1    0.3  -0.02    0.0   0.0\n");
    let table = parsed(&more);
    assert_eq!((table.first_day(), table.last_day()), (41_317, 41_318));
}

proptest! {
    #[test]
    fn any_text_is_a_table_or_an_error(text in "(\\PC|\n){0,200}") {
        let read = parse_earth_orientation("a table", &text);
        prop_assert!(read.is_err_and(|error| error.line >= 1));
    }

    #[test]
    fn a_table_with_a_wrong_character_anywhere_is_a_table_or_an_error(
        which in 0_usize..4, place in any::<prop::sample::Index>(), sign in any::<char>(), cut in any::<bool>(),
    ) {
        let text = [C04_20, FINALS, BULLETIN_A, OWN][which];
        let mut characters: Vec<char> = text.chars().collect();
        let index = place.index(characters.len());
        if cut { characters.truncate(index) } else { characters[index] = sign }
        let read = parse_earth_orientation("a table", &characters.into_iter().collect::<String>());
        prop_assert!(read.is_err() || read.is_ok_and(|table| table.last_day() > table.first_day()));
    }
}
