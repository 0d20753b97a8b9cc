//! Query: statistics of a region, channel by channel.

use serde::{Deserialize, Serialize};

use super::channel_samples::Channels;
use super::contract::Effort;
use super::spectrum::{Spectrum, SpectrumPoint};
use super::viewed_product::ViewedProduct;
use crate::imagery::Window;
use crate::imagery::picture::ChannelSource;
use crate::imagery::region::Region;
use crate::imagery::statistics::{ChannelStatistics, ReasonCounts};
use crate::operations::OperationError;
use crate::supervision::Supervision;
use crate::units::Exactness;

/// What the pixels of a region say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionReading {
    /// The region.
    pub region: Region,
    /// The smallest window that holds its pixels.
    pub window: Window,
    /// Pixels of the region within the image.
    pub n_pixels: u64,
    /// One entry a channel, in the order asked for.
    pub channels: Vec<ChannelReading>,
}

/// Statistics of one channel in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelReading {
    /// The channel as it is typed.
    pub channel: String,
    /// Central wavelength in nanometres, of a band.
    pub centre_nm: Option<f64>,
    /// Full width at half maximum in nanometres, of a band.
    pub width_nm: Option<f64>,
    /// Unit of the values: `reflectance`, `code`, or `1` for arithmetic.
    pub unit: String,
    /// Valid pixels behind the figures.
    pub n_valid: u64,
    /// Pixels that were left out, by reason.
    pub n_by_reason: ReasonCounts,
    /// Whether every pixel was looked at.
    pub exactness: Exactness,
    /// Least valid value.
    pub min: Option<f64>,
    /// Greatest valid value.
    pub max: Option<f64>,
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation of the pixels; none for fewer than two.
    pub sigma: Option<f64>,
    /// Values below which 2, 25, 50, 75 and 98 % of the valid pixels lie.
    pub percentiles: Option<Percentiles>,
    /// Mean over standard deviation; none without a spread.
    pub signal_to_noise: Option<f64>,
}

impl ChannelReading {
    /// Whether every pixel was looked at.
    pub fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact
    }
}

/// Five percentiles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Percentiles {
    /// 2 %.
    pub p02: f64,
    /// 25 %.
    pub p25: f64,
    /// 50 %: the median.
    pub p50: f64,
    /// 75 %.
    pub p75: f64,
    /// 98 %.
    pub p98: f64,
}

impl ViewedProduct {
    /// Statistics of channels over the pixels of a region; all bands where `channels` is empty.
    ///
    /// # Errors
    /// [`OperationError`] for a region that encloses no pixel of the image, a band that the product lacks, samples that cannot be read, and a
    /// cancel.
    pub fn region(
        &self,
        region: &Region,
        channels: &[ChannelSource],
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<RegionReading, OperationError> {
        region.check().map_err(|error| OperationError::Usage(error.to_string()))?;
        let outside = || {
            OperationError::Usage(format!(
                "needed a region with a pixel of the image of {} lines × {} columns, found none: {}",
                self.lines(),
                self.columns(),
                self.path().display()
            ))
        };
        let window = region.window(self.whole()).ok_or_else(outside)?;
        let sources = if channels.is_empty() { self.all_bands() } else { channels.to_vec() };
        let planned: Channels = self.channels(&sources)?;
        let n_pixels = count(region, window, supervision)?;
        let statistics = self.region_statistics(&planned, region, window, effort, n_pixels, supervision)?;
        let channels = sources.iter().zip(&statistics).map(|(source, found)| self.reading(source, found)).collect();
        supervision.check()?;
        Ok(RegionReading { region: region.clone(), window, n_pixels, channels })
    }

    /// The spectrum of a region: mean and standard deviation of every band.
    ///
    /// # Errors
    /// As [`ViewedProduct::region`].
    pub fn region_spectrum(
        &self,
        region: &Region,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<Spectrum, OperationError> {
        let reading = self.region(region, &[], effort, supervision)?;
        let points = reading.channels.into_iter().map(|channel| SpectrumPoint {
            band: channel.channel,
            centre_nm: channel.centre_nm,
            width_nm: channel.width_nm,
            unit: channel.unit,
            mean: channel.mean,
            sigma: channel.sigma,
            n_valid: channel.n_valid,
            n_by_reason: channel.n_by_reason.into(),
        });
        Ok(Spectrum { window: reading.window, points: points.collect() })
    }

    /// Every band as a channel.
    pub fn all_bands(&self) -> Vec<ChannelSource> {
        self.bands().iter().map(|band| ChannelSource::Band(band.name.clone())).collect()
    }

    fn reading(&self, source: &ChannelSource, statistics: &ChannelStatistics) -> ChannelReading {
        let band = match source {
            ChannelSource::Band(name) => self.band(name),
            ChannelSource::Expression(_) => None,
        };
        let at = |percent| statistics.percentile(percent);
        let percentiles =
            || Some(Percentiles { p02: at(2.0)?, p25: at(25.0)?, p50: at(50.0)?, p75: at(75.0)?, p98: at(98.0)? });
        ChannelReading {
            channel: source.to_string(),
            centre_nm: band.and_then(|band| band.centre_nm),
            width_nm: band.and_then(|band| band.width_nm),
            unit: self.unit(source),
            n_valid: statistics.n_valid,
            n_by_reason: statistics.n_by_reason,
            exactness: statistics.exactness,
            min: statistics.moments.map(|moments| moments.min),
            max: statistics.moments.map(|moments| moments.max),
            mean: statistics.moments.map(|moments| moments.mean),
            sigma: statistics.moments.and_then(|moments| moments.sigma),
            percentiles: percentiles(),
            signal_to_noise: statistics.signal_to_noise(),
        }
    }
}

/// Pixels of a region within a window.
fn count(region: &Region, window: Window, supervision: &Supervision) -> Result<u64, OperationError> {
    let (mut n, mut spans) = (0, Vec::new());
    for line in window.line..window.line_end() {
        supervision.check()?;
        region.spans(line, window.column..window.column_end(), &mut spans);
        n += spans.iter().map(|span| span.len() as u64).sum::<u64>();
    }
    Ok(n)
}
