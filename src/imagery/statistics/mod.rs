//! What a channel's pixels say together: counts by reason, moments, histogram, percentiles, and the stretch that follows from them.

mod accumulator;
mod channel_statistics;
mod histogram;
mod moments;
mod real_bins;
mod reason_counts;
mod resolve;
#[cfg(test)]
mod tests;

pub use accumulator::StatisticsAccumulator;
pub use channel_statistics::ChannelStatistics;
pub use histogram::{Bin, Histogram};
pub use moments::Moments;
pub use reason_counts::ReasonCounts;
pub use resolve::{resolve, resolve_channel};
