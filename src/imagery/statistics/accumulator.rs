//! Statistics gathered tile by tile, on as many threads as there are, and put together.

use super::channel_statistics::ChannelStatistics;
use super::histogram::{Bin, Histogram};
use super::moments::RunningMoments;
use super::real_bins::RealBins;
use super::reason_counts::ReasonCounts;
use crate::imagery::{NoDataReason, Reasons};
use crate::units::Exactness;

/// Whole numbers that are counted one by one: those of sixteen bits, signed or not.
const LEAST_CODE: i32 = -(1 << 15);
const GREATEST_CODE: i32 = (1 << 16) - 1;

/// Real values that are summed up together before their sum joins the others'.
const BATCH: usize = 4096;

#[derive(Debug, Clone)]
enum Values {
    /// Counts from [`LEAST_CODE`] on; empty before the first.
    Codes(Vec<u64>),
    Reals {
        bins: RealBins,
        moments: RunningMoments,
        batch: Vec<f32>,
    },
}

/// Gathers the statistics of a channel. Starts out counting codes, and turns to bins at the first value that is not one.
///
/// Codes give the same statistics to the last bit in whatever order tiles arrive; real values give the same histogram, and moments that may
/// differ by rounding: merge the parts in a fixed order.
#[derive(Debug, Clone)]
pub struct StatisticsAccumulator {
    n_seen: u64,
    n_valid: u64,
    reasons: ReasonCounts,
    values: Values,
}

impl Default for StatisticsAccumulator {
    fn default() -> Self {
        Self { n_seen: 0, n_valid: 0, reasons: ReasonCounts::default(), values: Values::Codes(Vec::new()) }
    }
}

impl StatisticsAccumulator {
    /// Adds samples with their reasons; an empty `reasons` says that all are valid. A value that is no finite number counts as missing,
    /// whatever its reasons say.
    pub fn add(&mut self, values: &[f32], reasons: &[Reasons]) {
        if reasons.is_empty() {
            for value in values {
                self.add_sample(*value, Reasons::VALID);
            }
        } else {
            for (value, reasons) in values.iter().zip(reasons) {
                self.add_sample(*value, *reasons);
            }
        }
    }

    /// Adds one sample.
    pub fn add_sample(&mut self, value: f32, reasons: Reasons) {
        self.n_seen += 1;
        if !reasons.is_valid() {
            self.reasons.add(reasons);
        } else if value.is_finite() {
            self.n_valid += 1;
            self.add_value(value);
        } else {
            self.reasons.add(Reasons::only(NoDataReason::Missing));
        }
    }

    fn add_value(&mut self, value: f32) {
        match &mut self.values {
            Values::Codes(counts) => {
                let code = value as i32;
                if value.fract() == 0.0 && (LEAST_CODE..=GREATEST_CODE).contains(&code) {
                    if counts.is_empty() {
                        counts.resize((GREATEST_CODE - LEAST_CODE) as usize + 1, 0);
                    }
                    counts[(code - LEAST_CODE) as usize] += 1;
                } else {
                    self.turn_to_reals();
                    self.add_value(value);
                }
            }
            Values::Reals { bins, moments, batch } => {
                bins.add(value, 1);
                batch.push(value);
                if batch.len() == BATCH {
                    moments.merge(&RunningMoments::of(batch));
                    batch.clear();
                }
            }
        }
    }

    /// Keeps the counts of codes as counts of real values.
    fn turn_to_reals(&mut self) {
        if let Values::Codes(counts) = &self.values {
            let mut bins = RealBins::default();
            for (code, n) in occurring(counts) {
                bins.add(code as f32, n);
            }
            let moments = moments_of_codes(counts);
            self.values = Values::Reals { bins, moments, batch: Vec::with_capacity(BATCH) };
        }
    }

    /// Adds the samples that another accumulator has gathered.
    pub fn merge(&mut self, other: &Self) {
        self.n_seen += other.n_seen;
        self.n_valid += other.n_valid;
        self.reasons.merge(&other.reasons);
        if let (Values::Codes(counts), Values::Codes(more)) = (&mut self.values, &other.values) {
            if counts.is_empty() {
                counts.clone_from(more);
            } else {
                for (n, more) in counts.iter_mut().zip(more) {
                    *n += more;
                }
            }
            return;
        }
        self.turn_to_reals();
        let mut turned = None;
        let other = if matches!(other.values, Values::Codes(_)) {
            let turned = turned.insert(other.clone());
            turned.turn_to_reals();
            &*turned
        } else {
            other
        };
        if let (Values::Reals { bins, moments, batch }, Values::Reals { bins: more, moments: others, batch: rest }) =
            (&mut self.values, &other.values)
        {
            bins.merge(more);
            moments.merge(&RunningMoments::of(batch));
            batch.clear();
            moments.merge(others);
            moments.merge(&RunningMoments::of(rest));
        }
    }

    /// The statistics of all pixels that were added, as the exact ones of their population.
    pub fn finish(&self) -> ChannelStatistics {
        self.finish_for(self.n_seen)
    }

    /// The statistics of a population of `population` pixels, of which those added are all or a sample.
    pub fn finish_for(&self, population: u64) -> ChannelStatistics {
        let (moments, histogram) = match &self.values {
            Values::Codes(counts) => {
                let bins = occurring(counts).map(|(code, n)| Bin { low: f64::from(code), high: f64::from(code), n });
                (moments_of_codes(counts).finish(), Histogram { is_exact: true, bins: bins.collect() })
            }
            Values::Reals { bins, moments, batch } => {
                let mut moments = *moments;
                moments.merge(&RunningMoments::of(batch));
                let moments = moments.finish();
                let mut bins: Vec<Bin> = bins.bins().into_iter().map(|(low, high, n)| Bin { low, high, n }).collect();
                // The outermost edges are known exactly.
                if let (Some(moments), Some(first)) = (moments, bins.first_mut()) {
                    first.low = moments.min.min(first.high);
                }
                if let (Some(moments), Some(last)) = (moments, bins.last_mut()) {
                    last.high = moments.max.max(last.low);
                }
                (moments, Histogram { is_exact: false, bins })
            }
        };
        ChannelStatistics {
            population,
            n_seen: self.n_seen,
            n_valid: self.n_valid,
            n_by_reason: self.reasons,
            exactness: if self.n_seen == population { Exactness::Exact } else { Exactness::Approximate },
            moments,
            histogram,
        }
    }
}

fn occurring(counts: &[u64]) -> impl Iterator<Item = (i32, u64)> {
    counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(index, n)| (index as i32 + LEAST_CODE, *n))
}

fn moments_of_codes(counts: &[u64]) -> RunningMoments {
    let mut moments = RunningMoments::default();
    for (code, n) in occurring(counts) {
        moments.merge(&RunningMoments::repeated(f64::from(code), n));
    }
    moments
}
