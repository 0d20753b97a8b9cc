//! The five metrics of a pair as records.

use super::pair_shift::{PairShift, UncertainShift};
use super::window_shifts::Compared;
use crate::instrument::{SpectralBand, View, epipolar_direction};
use crate::measurement::{Measurement, Outcome, Subject};
use crate::units::Estimate;

/// A shift with how it was come by, or why there is none.
pub(super) enum PairFigures {
    Known { mean: UncertainShift, n: usize, method: String },
    Unknown { reason: String },
}

impl PairFigures {
    /// From the pair's own windows, else through the network of the other pairs.
    pub(super) fn new(
        direct: Result<PairShift, String>,
        through_network: Option<UncertainShift>,
        network_pairs: usize,
    ) -> Self {
        match (direct, through_network) {
            (Ok(pair), _) => {
                let method = match pair.compared {
                    Compared::Samples => String::new(),
                    Compared::Gradients => "gradient magnitudes, the samples themselves do not correlate".to_owned(),
                };
                Self::Known { mean: pair.mean, n: pair.n, method }
            }
            (Err(_), Some(mean)) => {
                let method = format!("through neighbours: least-squares network of {network_pairs} measured pairs");
                Self::Known { mean, n: network_pairs, method }
            }
            (Err(reason), None) => {
                Self::Unknown { reason: format!("{reason}, and no chain of neighbours connects them") }
            }
        }
    }
}

/// Line, column, length, along and across the epipolar direction of one pair. The length is that of the mean shift: where it does not exceed
/// its uncertainty it is more likely too large than too small.
pub(super) fn measurements(
    first: &SpectralBand,
    second: &SpectralBand,
    views: &[View],
    windows: usize,
    figures: &PairFigures,
) -> Vec<Measurement> {
    let subject = Subject::Pair(first.name.clone(), second.name.clone());
    let population = match figures {
        PairFigures::Known { method, .. } if method.starts_with("through neighbours") => {
            "measured pairs of this product".to_owned()
        }
        _ => format!("windows of 64 × 64 pixels with at most 2 % of no-data (filled), of {windows} in the image"),
    };
    let record = |metric: &str, figure: Result<(f64, f64), String>| {
        let (outcome, method) = match (figures, figure) {
            (PairFigures::Known { n, method, .. }, Ok((value, uncertainty))) => {
                (Outcome::Measured { estimate: Estimate::approximate(value, uncertainty, *n as u64) }, method.clone())
            }
            (PairFigures::Known { method, .. }, Err(reason)) => (Outcome::NotMeasurable { reason }, method.clone()),
            (PairFigures::Unknown { reason }, _) => (Outcome::NotMeasurable { reason: reason.clone() }, String::new()),
        };
        Measurement {
            metric: metric.to_owned(),
            subject: subject.clone(),
            unit: "px".to_owned(),
            population: population.clone(),
            method,
            outcome,
        }
    };
    let mean = match figures {
        PairFigures::Known { mean, .. } => *mean,
        PairFigures::Unknown { .. } => UncertainShift { shift: [0.0; 2], covariance: [0.0; 3] },
    };
    let [line, column] = mean.shift;
    let length = line.hypot(column);
    // The direction of no shift at all is unknown: the larger of the two uncertainties stands for it.
    let length_figure = if length > 1e-9 {
        mean.along([line / length, column / length])
    } else {
        (length, mean.covariance[0].max(mean.covariance[2]).sqrt())
    };
    let epipolar = epipolar_of(first, second, views);
    let split = |turned: bool| {
        let direction = epipolar.clone()?;
        Ok(mean.along(if turned { [-direction[1], direction[0]] } else { direction }))
    };
    vec![
        record("registration_line", Ok(mean.along([1.0, 0.0]))),
        record("registration_column", Ok(mean.along([0.0, 1.0]))),
        record("registration_length", Ok(length_figure)),
        record("registration_along_epipolar", split(false)),
        record("registration_across_epipolar", split(true)),
    ]
}

fn epipolar_of(first: &SpectralBand, second: &SpectralBand, views: &[View]) -> Result<[f64; 2], String> {
    let unit = |band: &SpectralBand| {
        band.detector_unit.ok_or_else(|| format!("the detector unit of {} is not known", band.name))
    };
    let (first_unit, second_unit) = (unit(first)?, unit(second)?);
    if first_unit == second_unit {
        return Err(format!("both bands are of detector unit {first_unit}: the views coincide"));
    }
    let view = |unit: u8| {
        let found = views.iter().copied().find(|view| view.detector_unit == unit);
        found.ok_or_else(|| format!("the viewing direction of detector unit {unit} is not known"))
    };
    epipolar_direction(view(first_unit)?, view(second_unit)?).ok_or_else(|| "the two views coincide".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Angle;

    fn band(name: &str, detector_unit: u8) -> SpectralBand {
        SpectralBand {
            name: name.to_owned(),
            centre_nm: None,
            ak: None,
            polarisation_coefficient: None,
            detector_unit: Some(detector_unit),
            reflectance_per_code: None,
        }
    }

    fn known(shift: [f64; 2]) -> PairFigures {
        let mean = UncertainShift { shift, covariance: [1e-4, 0.0, 1e-4] };
        PairFigures::Known { mean, n: 9, method: String::new() }
    }

    #[test]
    fn the_epipolar_parts_keep_the_length_and_its_uncertainty() {
        let view = |detector_unit, azimuth| View {
            detector_unit,
            zenith: Angle::from_degrees(13.0),
            azimuth: Angle::from_degrees(azimuth),
        };
        let records =
            measurements(&band("B05", 1), &band("B06", 4), &[view(1, 168.0), view(4, 171.0)], 9, &known([0.3, 0.4]));
        let value = |index: usize| records[index].estimate().unwrap();
        assert!((value(2).value - 0.5).abs() < 1e-12);
        assert!((value(3).value.hypot(value(4).value) - 0.5).abs() < 1e-12);
        assert!(records.iter().all(|record| (record.estimate().unwrap().uncertainty - 0.01).abs() < 1e-12));
    }

    #[test]
    fn one_unit_has_no_epipolar_direction_and_says_why() {
        let records = measurements(&band("B01", 1), &band("B05", 1), &[], 9, &known([0.1, 0.0]));
        assert!(matches!(&records[3].outcome, Outcome::NotMeasurable { reason } if reason.contains("detector unit 1")));
        assert!(records[0].estimate().is_some());
    }

    #[test]
    fn a_pair_that_nothing_connects_is_not_measurable_and_says_why() {
        let figures = PairFigures::new(Err("the two bands do not correlate".to_owned()), None, 0);
        let records = measurements(&band("B01", 1), &band("B12", 2), &[], 9, &figures);
        assert_eq!(records.len(), 5);
        for record in records {
            assert!(matches!(record.outcome, Outcome::NotMeasurable { reason } if reason.contains("no chain")));
        }
    }
}
