//! How many pixels of each band are valid, and why the others are not: exact counts over every pixel.

use crate::imagery::{NoDataReason, Tile};
use crate::measurement::{Measurement, Outcome, Subject};
use crate::units::Estimate;

/// Counts of one band in one cell; counts of disjoint cells add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReasonCounts {
    /// All pixels.
    pub pixels: u64,
    /// Pixels outside of the useful image.
    pub outside: u64,
    /// Valid pixels.
    pub valid: u64,
    /// Pixels inside the useful image by reason, in the order of [`NoDataReason::ALL`]; one pixel may count for several.
    pub inside: [u64; NoDataReason::ALL.len()],
}

impl ReasonCounts {
    /// Counts every sample of a tile.
    pub fn of(tile: &Tile) -> Self {
        let mut counts = Self { pixels: tile.reasons.len() as u64, ..Self::default() };
        for reasons in &tile.reasons {
            if reasons.is_valid() {
                counts.valid += 1;
            } else if reasons.contains(NoDataReason::Outside) {
                counts.outside += 1;
            } else {
                for (count, reason) in counts.inside.iter_mut().zip(NoDataReason::ALL) {
                    *count += u64::from(reasons.contains(reason));
                }
            }
        }
        counts
    }

    /// These counts and those of another cell.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.pixels += other.pixels;
        self.outside += other.outside;
        self.valid += other.valid;
        for (own, theirs) in self.inside.iter_mut().zip(other.inside) {
            *own += theirs;
        }
        self
    }
}

/// Counts of every band in one cell.
pub fn sample(tiles: &[Tile]) -> Vec<ReasonCounts> {
    tiles.iter().map(ReasonCounts::of).collect()
}

/// `rate_valid` and the rate of each reason, for every band, from the counts of all cells.
///
/// A rate is the share of the pixels inside the useful image (all but those outside of it) that show the reason; `rate_outside` is the share
/// of all pixels. A pixel that shows several reasons counts for each, so that the rates may add up to more than one.
pub fn conclude(samples: impl IntoIterator<Item = Vec<ReasonCounts>>, bands: &[String]) -> Vec<Measurement> {
    let mut totals = vec![ReasonCounts::default(); bands.len()];
    for sample in samples {
        for (total, counts) in totals.iter_mut().zip(&sample) {
            *total = total.plus(counts);
        }
    }
    bands.iter().zip(&totals).flat_map(|(band, counts)| rates_of_band(band, counts)).collect()
}

fn rates_of_band(band: &str, counts: &ReasonCounts) -> Vec<Measurement> {
    let inside = counts.pixels - counts.outside;
    let rate = |name: &str, count: u64, of: u64, population: &str| Measurement {
        metric: format!("rate_{name}"),
        subject: Subject::Band(band.to_owned()),
        unit: "1".to_owned(),
        population: population.to_owned(),
        method: String::new(),
        outcome: if of == 0 {
            Outcome::NotMeasurable { reason: format!("there is no pixel among {population}") }
        } else {
            Outcome::Measured { estimate: Estimate::exact(count as f64 / of as f64, 0.0, of) }
        },
    };
    let useful = "all pixels inside the useful image";
    let mut rates = vec![rate("valid", counts.valid, inside, useful)];
    for (index, reason) in NoDataReason::ALL.into_iter().enumerate() {
        let name = reason.word().replace(' ', "_");
        rates.push(if reason == NoDataReason::Outside {
            rate(&name, counts.outside, counts.pixels, "all pixels of the raster")
        } else {
            rate(&name, counts.inside[index], inside, useful)
        });
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::Reasons;
    use crate::measurement::units_of_metric;

    fn tile(reasons: Vec<Reasons>) -> Tile {
        Tile { values: vec![0.0; reasons.len()], reasons }
    }

    fn value(measurements: &[Measurement], metric: &str) -> f64 {
        measurements.iter().find(|m| m.metric == metric).unwrap().estimate().unwrap().value
    }

    #[test]
    fn pixels_outside_the_useful_image_do_not_dilute_the_rates() {
        let cloud = Reasons::only(NoDataReason::Cloud);
        let both = cloud.union(Reasons::only(NoDataReason::Saturated));
        let outside = Reasons::only(NoDataReason::Outside);
        let gone = outside.union(Reasons::only(NoDataReason::Missing));
        let first = sample(&[tile(vec![Reasons::VALID, cloud, both, outside])]);
        let second = sample(&[tile(vec![Reasons::VALID, gone, outside, outside])]);
        let rates = conclude([first, second], &["B01".to_owned()]);
        assert!((value(&rates, "rate_valid") - 0.5).abs() < 1e-15);
        assert!((value(&rates, "rate_cloud") - 0.5).abs() < 1e-15);
        assert!((value(&rates, "rate_saturated") - 0.25).abs() < 1e-15);
        assert!(value(&rates, "rate_missing").abs() < 1e-15);
        assert!((value(&rates, "rate_outside") - 0.5).abs() < 1e-15);
        assert!(rates.iter().all(|rate| units_of_metric(&rate.metric) == Some(&["1"][..])));
        assert_eq!(rates.len(), 1 + NoDataReason::ALL.len());
    }

    #[test]
    fn where_nothing_is_inside_there_is_no_rate() {
        let rates = conclude([sample(&[tile(vec![Reasons::only(NoDataReason::Outside); 4])])], &["B01".to_owned()]);
        assert_eq!(rates.iter().filter(|rate| rate.estimate().is_some()).count(), 1);
        assert!((value(&rates, "rate_outside") - 1.0).abs() < 1e-15);
        let nothing = conclude([], &["B01".to_owned()]);
        assert!(nothing.iter().all(|rate| rate.estimate().is_none()));
    }
}
