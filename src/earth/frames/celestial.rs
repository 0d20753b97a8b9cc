//! Celestial frames and the models that tie them together.

use erfars::precnutpolar as erfa;
use hifitime::Epoch;
use nalgebra::Matrix3;

use crate::earth::time::tt_julian_date;

/// A frame without the Earth's daily turn, centred on the Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CelestialFrame {
    /// Geocentric celestial reference system: the axes of the ICRS.
    Gcrs,
    /// Mean equator and equinox of J2000.0: 23 mas from GCRS (the frame bias).
    Eme2000,
    /// Mean equator and equinox of date (MOD): moved from J2000.0 by precession, 50.3″ a year.
    MeanOfDate,
    /// True equator and equinox of date (TOD): mean of date and nutation.
    TrueOfDate,
}

/// The model of precession, and of nutation that goes with it, by which a frame of date was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrecessionModel {
    /// IAU 2006 precession, IAU 2000A nutation adjusted to it: the present standard.
    #[default]
    Iau2006,
    /// IAU 2000 precession and IAU 2000A nutation.
    Iau2000,
    /// IAU 1976 precession (Lieske et al. 1977) and IAU 1980 nutation without corrections: the mission software of older satellites. Its
    /// equator of date differs from that of 2006 by some 0.3″ a century in longitude: 0.06″, 0.2 m at 720 km, in 2020. The frame bias is that of IAU
    /// 2000.
    Iau1976,
}

impl CelestialFrame {
    /// What its users call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gcrs => "GCRS",
            Self::Eme2000 => "EME2000",
            Self::MeanOfDate => "mean of date",
            Self::TrueOfDate => "true of date",
        }
    }
}

impl PrecessionModel {
    /// What its users call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Iau2006 => "IAU 2006",
            Self::Iau2000 => "IAU 2000",
            Self::Iau1976 => "IAU 1976",
        }
    }
}

/// Rotation from a celestial frame at an epoch to GCRS. The epoch and the model do not matter where the frame is GCRS or EME2000.
///
/// ERFA's `pmat06`, `pnm06a`, `pmat00`, `pnm00a`, `pmat76`, `pnm80` and the bias of `bp00` (IERS Conventions 2010, chapter 5).
pub fn gcrs_from(frame: CelestialFrame, epoch: Epoch, model: PrecessionModel) -> Matrix3<f64> {
    let [date, part] = tt_julian_date(epoch);
    let erfa_s = |fill: &dyn Fn(&mut [f64; 9])| {
        let mut rows = [0.0; 9];
        fill(&mut rows);
        Matrix3::from_row_slice(&rows)
    };
    // ERFA's matrices go from GCRS to the frame, those of 1976 and 1980 from EME2000: rotations, whose inverse is the transpose.
    let frame_from_gcrs = match (frame, model) {
        (CelestialFrame::Gcrs, _) => Matrix3::identity(),
        (CelestialFrame::Eme2000, _) => eme2000_from_gcrs(),
        (CelestialFrame::MeanOfDate, PrecessionModel::Iau2006) => erfa_s(&|rows| erfa::Pmat06(date, part, rows)),
        (CelestialFrame::MeanOfDate, PrecessionModel::Iau2000) => erfa_s(&|rows| erfa::Pmat00(date, part, rows)),
        (CelestialFrame::MeanOfDate, PrecessionModel::Iau1976) => {
            erfa_s(&|rows| erfa::Pmat76(date, part, rows)) * eme2000_from_gcrs()
        }
        (CelestialFrame::TrueOfDate, PrecessionModel::Iau2006) => erfa_s(&|rows| erfa::Pnm06a(date, part, rows)),
        (CelestialFrame::TrueOfDate, PrecessionModel::Iau2000) => erfa_s(&|rows| erfa::Pnm00a(date, part, rows)),
        (CelestialFrame::TrueOfDate, PrecessionModel::Iau1976) => {
            erfa_s(&|rows| erfa::Pnm80(date, part, rows)) * eme2000_from_gcrs()
        }
    };
    frame_from_gcrs.transpose()
}

/// The frame bias, the same at every date.
fn eme2000_from_gcrs() -> Matrix3<f64> {
    let (mut bias, mut precession, mut both) = ([0.0; 9], [0.0; 9], [0.0; 9]);
    erfa::Bp00(2_451_545.0, 0.0, &mut bias, &mut precession, &mut both);
    Matrix3::from_row_slice(&bias)
}

#[cfg(test)]
mod tests {
    use nalgebra::Vector3;

    use super::*;
    use crate::earth::time::{TimeScale, epoch_from_text};

    const ARCSEC: f64 = std::f64::consts::PI / (180.0 * 3600.0);
    const FRAMES: [CelestialFrame; 4] =
        [CelestialFrame::Gcrs, CelestialFrame::Eme2000, CelestialFrame::MeanOfDate, CelestialFrame::TrueOfDate];
    const MODELS: [PrecessionModel; 3] = [PrecessionModel::Iau2006, PrecessionModel::Iau2000, PrecessionModel::Iau1976];

    fn tt(text: &str) -> Epoch {
        epoch_from_text(text, TimeScale::TT).unwrap()
    }

    /// Angle of a rotation by its antisymmetric part: exact where it is small, which the arc cosine of the trace is not.
    fn angle(rotation: &Matrix3<f64>) -> f64 {
        let skew = rotation - rotation.transpose();
        0.5 * Vector3::new(skew[(2, 1)], skew[(0, 2)], skew[(1, 0)]).norm()
    }

    fn difference(a: &Matrix3<f64>, b: &Matrix3<f64>) -> f64 {
        angle(&(a.transpose() * b))
    }

    #[test]
    fn every_matrix_is_a_rotation() {
        for (frame, model) in FRAMES.into_iter().flat_map(|frame| MODELS.map(|model| (frame, model))) {
            let matrix = gcrs_from(frame, tt("2019-02-04T08:34:37"), model);
            assert!((matrix.transpose() * matrix - Matrix3::identity()).abs().max() < 1e-14);
            assert!((matrix.determinant() - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn the_frame_bias_is_that_of_the_conventions() {
        // IERS Conventions 2010, 5.4.4: ξ₀ = −16.617 mas, η₀ = −6.819 mas, dα₀ = −14.6 mas.
        let bias = gcrs_from(CelestialFrame::Eme2000, tt("2019-02-04"), PrecessionModel::Iau2006);
        let pole = bias * Vector3::z();
        assert!((pole.x / ARCSEC + 0.016_617).abs() < 1e-6 && (pole.y / ARCSEC + 0.006_819).abs() < 1e-6, "{pole}");
        let equinox = bias * Vector3::x();
        assert!((equinox.y / ARCSEC - -0.0146).abs() < 1e-6, "{equinox}");
        assert!((angle(&bias) / ARCSEC - 0.0231).abs() < 1e-4);
        assert!((angle(&bias) * 6_378_137.0 - 0.715).abs() < 0.01, "worth 0.72 m on the ground");
    }

    #[test]
    fn the_equinox_goes_back_along_the_ecliptic_by_fifty_seconds_a_year() {
        // By hand: the ecliptic is all but still, so the mean equinox of date lies on it at −p·t from that of J2000.0: in the equator of
        // J2000.0 at right ascension −m·t and declination −n·t, with m = 46.1″ and n = 20.04″ a year (Newcomb's rule).
        let years = 20.0;
        for model in MODELS {
            let gcrs_from_mod = gcrs_from(CelestialFrame::MeanOfDate, tt("2020-01-01T12:00:00"), model);
            let j2000_from_mod = eme2000_from_gcrs() * gcrs_from_mod;
            let equinox = j2000_from_mod * Vector3::x();
            let pole = j2000_from_mod * Vector3::z();
            let (right_ascension, declination) = (equinox.y.atan2(equinox.x) / ARCSEC, equinox.z.asin() / ARCSEC);
            assert!((right_ascension + 46.12 * years).abs() < 0.5, "{model:?}: {right_ascension}");
            assert!((declination + 20.04 * years).abs() < 0.2, "{model:?}: {declination}");
            let along_ecliptic = right_ascension.hypot(declination);
            assert!((along_ecliptic - 50.29 * years).abs() < 0.5, "{model:?}: {along_ecliptic}");
            // The pole of date leans towards the equinox of J2000.0.
            assert!((pole.x / ARCSEC - 20.04 * years).abs() < 0.2 && pole.y.abs() < 0.1 * pole.x, "{model:?}: {pole}");
            // The ecliptic's pole stands 23.4393° from the equator's pole on both dates.
            let ecliptic = Vector3::new(0.0, -(84_381.406 * ARCSEC).sin(), (84_381.406 * ARCSEC).cos());
            let obliquity = ecliptic.cross(&pole).norm().asin() / ARCSEC;
            assert!((obliquity - 84_381.406).abs() < 0.1, "{model:?}: {obliquity}");
        }
    }

    #[test]
    fn the_precession_of_1976_is_lieske_s() {
        // Lieske et al. 1977: ζ = 2306.2181 T + 0.30188 T² + 0.017998 T³, z = 2306.2181 T + 1.09468 T² + 0.018203 T³,
        // θ = 2004.3109 T − 0.42665 T² − 0.041833 T³; P = R₃(−z) R₂(θ) R₃(−ζ).
        let date = tt("2019-02-04T08:34:37");
        let [day, part] = tt_julian_date(date);
        let t = (day - 2_451_545.0 + part) / 36_525.0;
        let zeta = (2306.2181 + (0.301_88 + 0.017_998 * t) * t) * t * ARCSEC;
        let z = (2306.2181 + (1.094_68 + 0.018_203 * t) * t) * t * ARCSEC;
        let theta = (2004.3109 - (0.426_65 + 0.041_833 * t) * t) * t * ARCSEC;
        let about_z = |angle: f64| {
            let (sine, cosine) = angle.sin_cos();
            Matrix3::new(cosine, sine, 0.0, -sine, cosine, 0.0, 0.0, 0.0, 1.0)
        };
        let (sine, cosine) = theta.sin_cos();
        let about_y = Matrix3::new(cosine, 0.0, -sine, 0.0, 1.0, 0.0, sine, 0.0, cosine);
        let mod_from_j2000 = about_z(-z) * about_y * about_z(-zeta);
        let ours = gcrs_from(CelestialFrame::MeanOfDate, date, PrecessionModel::Iau1976);
        let bias = gcrs_from(CelestialFrame::Eme2000, date, PrecessionModel::Iau1976);
        assert!(difference(&ours, &(bias * mod_from_j2000.transpose())) < 1e-15 * 100.0);
    }

    #[test]
    fn mean_of_date_taken_for_gcrs_costs_kilometres() {
        let date = tt("2019-02-04T08:34:37");
        let gcrs_from_mod = gcrs_from(CelestialFrame::MeanOfDate, date, PrecessionModel::Iau2006);
        // The pole alone moves 20.04″ a year, the equinox 50.29″.
        let cost_m = angle(&gcrs_from_mod) * 720e3;
        println!("mean of date as GCRS in 2019: {:.1} arcsec, {cost_m:.0} m at 720 km", angle(&gcrs_from_mod) / ARCSEC);
        assert!((3.0e3..3.6e3).contains(&cost_m), "{cost_m}");
    }

    #[test]
    fn nutation_is_seconds_of_arc_and_the_models_agree_to_what_is_known_of_them() {
        let date = tt("2019-02-04T08:34:37");
        for model in MODELS {
            let mean = gcrs_from(CelestialFrame::MeanOfDate, date, model);
            let with_nutation = gcrs_from(CelestialFrame::TrueOfDate, date, model);
            let nutation = difference(&mean, &with_nutation) / ARCSEC;
            assert!((5.0..20.0).contains(&nutation), "{model:?}: {nutation}");
        }
        for frame in [CelestialFrame::MeanOfDate, CelestialFrame::TrueOfDate] {
            let of = |model| gcrs_from(frame, date, model);
            let newest = of(PrecessionModel::Iau2006);
            assert!(difference(&newest, &of(PrecessionModel::Iau2000)) / ARCSEC < 0.005);
            let old = difference(&newest, &of(PrecessionModel::Iau1976)) / ARCSEC;
            assert!((0.02..0.15).contains(&old), "{frame:?}: {old}");
        }
    }

    #[test]
    fn the_matrices_are_those_that_erfa_publishes_for_its_own_tests() {
        // t_erfa_c.c: pmat06 at 2400000.5 + 50123.9999 (TT), pnm06a and pmat76 at the same, EME2000 → date for the last.
        let date = crate::earth::time::epoch_from_day(50_123, 86_391_360_000_000, TimeScale::TT).unwrap();
        let published = |frame, model, rows: [f64; 9]| {
            let found = gcrs_from(frame, date, model).transpose();
            let difference = (found - Matrix3::from_row_slice(&rows)).abs().max();
            assert!(difference < 1e-13, "{frame:?}, {model:?}: {difference}");
        };
        published(CelestialFrame::MeanOfDate, PrecessionModel::Iau2006, PMAT06);
        published(CelestialFrame::TrueOfDate, PrecessionModel::Iau2006, PNM06A);
        let j2000_from_gcrs = eme2000_from_gcrs();
        let found = gcrs_from(CelestialFrame::MeanOfDate, date, PrecessionModel::Iau1976).transpose();
        let difference = (found - Matrix3::from_row_slice(&PMAT76) * j2000_from_gcrs).abs().max();
        assert!(difference < 1e-13, "{difference}");
    }

    const PMAT06: [f64; 9] = [
        0.9999995505176007,
        0.0008695404617348209,
        0.0003779735201865589,
        -0.0008695404723772031,
        0.9999996219496027,
        -1.3617524970802702e-07,
        -0.00037797349570340897,
        -1.924880847894457e-07,
        0.9999999285679972,
    ];
    const PNM06A: [f64; 9] = [
        0.9999995832794205,
        0.0008372382772630962,
        0.0003639684771140623,
        -0.0008372533744743683,
        0.9999996486492861,
        4.1329059446110195e-05,
        -0.0003639337469629465,
        -4.163377605910664e-05,
        0.999999932909426,
    ];
    const PMAT76: [f64; 9] = [
        0.9999995504328351,
        0.0008696632209480961,
        0.00037791534749598884,
        -0.0008696632209485112,
        0.9999996218428561,
        -1.6432847761118864e-07,
        -0.0003779153474950335,
        -1.643306746147367e-07,
        0.999999928589979,
    ];
}
