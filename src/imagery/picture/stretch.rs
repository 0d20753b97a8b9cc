//! A stretch is a contract: which rule gave the bounds, from which pixels, in which unit, exactly or from a sample.

use serde::{Deserialize, Serialize};

use crate::imagery::Window;
use crate::units::Exactness;

/// Where the bounds of a stretch come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bounds {
    /// Least and largest valid value.
    MinMax,
    /// Two percentiles of the valid values.
    Percentile {
        /// Drawn as black, in percent.
        low: f64,
        /// Drawn as white, in percent.
        high: f64,
    },
    /// Mean ± k standard deviations of the valid values.
    MeanSigma {
        /// k.
        k: f64,
    },
    /// Numbers given by the user, (low, high) of each channel, in the unit of the channel; one pair stands for all channels.
    User(Vec<[f64; 2]>),
}

/// How values between the bounds become levels; `share` is the place between them, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Curve {
    /// level = share
    #[default]
    Linear,
    /// level = share^(1/γ); γ = 2 is a square root.
    Gamma(f64),
    /// level = log(1 + 999·share) / log 1000
    Logarithm,
}

impl Curve {
    /// The level, 0 to 1, of a share between the bounds, which is clamped.
    pub fn level(self, share: f64) -> f64 {
        let share = share.clamp(0.0, 1.0);
        match self {
            Self::Linear => share,
            Self::Gamma(gamma) => share.powf(1.0 / gamma),
            Self::Logarithm => (1.0 + 999.0 * share).ln() / 1000.0_f64.ln(),
        }
    }

    /// The share that has this level, 0 to 1, which is clamped: the inverse of [`Curve::level`].
    pub fn share(self, level: f64) -> f64 {
        let level = level.clamp(0.0, 1.0);
        match self {
            Self::Linear => level,
            Self::Gamma(gamma) => level.powf(gamma),
            Self::Logarithm => (level * 1000.0_f64.ln()).exp_m1() / 999.0,
        }
    }
}

/// The pixels that the statistics of a stretch were taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatisticsExtent {
    /// The whole image.
    #[default]
    Image,
    /// A fixed window of it.
    Window(Window),
    /// What the view shows: the only extent for which a pan changes the stretch, and the chip says so.
    View,
}

/// A stretch before its numbers are known. Written as `percentile:2:98`, `minmax+gamma:1.8`, `sigma:2+log` or `user:0:0.3`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StretchRule {
    /// Where the bounds come from.
    pub bounds: Bounds,
    /// How values between the bounds become levels.
    pub curve: Curve,
    /// The pixels that the bounds are taken from.
    pub extent: StatisticsExtent,
}

impl Default for StretchRule {
    /// 2 to 98 % of the whole image, linear.
    fn default() -> Self {
        Self {
            bounds: Bounds::Percentile { low: 2.0, high: 98.0 },
            curve: Curve::Linear,
            extent: StatisticsExtent::Image,
        }
    }
}

/// The numbers of one channel, and where they come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelStretch {
    /// The value drawn as black, in `unit`.
    pub low: f64,
    /// The value drawn as white, in `unit`.
    pub high: f64,
    /// Unit of both: `reflectance`, `code`, or that of an expression, `1`.
    pub unit: String,
    /// Valid pixels behind the numbers; zero for the user's own.
    pub n: u64,
    /// Valid and invalid pixels of the extent.
    pub population: u64,
    /// Whether all pixels of the extent were looked at. The user's own numbers are exact.
    pub exactness: Exactness,
}

impl ChannelStretch {
    /// Whether the bounds coincide (or are no numbers): there is nothing to tell apart, and the value they stand at is drawn middle grey.
    pub fn is_flat(&self) -> bool {
        let extent = self.high - self.low;
        extent.is_nan() || extent <= 0.0
    }

    /// The narrowest bounds around these that have zero in their middle, for a colour map that diverges from there.
    #[must_use]
    pub fn centred_on_zero(&self) -> Self {
        let reach = self.low.abs().max(self.high.abs());
        Self { low: -reach, high: reach, ..self.clone() }
    }
}

/// A stretch with its numbers: what a picture is drawn with, and what its chip says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// The rule.
    pub rule: StretchRule,
    /// The product that the statistics are of; a pinned stretch keeps it when it draws another product.
    pub statistics_of: String,
    /// One entry a channel, in the order of the composition; a single entry stands for all channels.
    pub channels: Vec<ChannelStretch>,
}

impl Stretch {
    /// The numbers of channel `index`; none when there are none.
    pub fn channel(&self, index: usize) -> Option<&ChannelStretch> {
        self.channels.get(index).or_else(|| self.channels.first().filter(|_| self.channels.len() == 1))
    }

    /// What the reader of the picture must be told of channel `index` because its bounds tell nothing apart; none for a usual one.
    pub fn remark(&self, index: usize) -> Option<&'static str> {
        let channel = self.channel(index).filter(|channel| channel.is_flat())?;
        Some(match (&self.rule.bounds, channel.n) {
            (Bounds::User(_), _) => "bounds coincide",
            (_, 0) => "no valid pixel",
            (_, 1) => "one valid pixel",
            (Bounds::Percentile { .. }, _) => "constant between the percentiles",
            _ => "constant",
        })
    }

    /// These bounds, each channel's centred on zero.
    #[must_use]
    pub fn centred_on_zero(&self) -> Self {
        let channels = self.channels.iter().map(ChannelStretch::centred_on_zero).collect();
        Self { channels, ..self.clone() }
    }

    /// Approximate as soon as one channel is.
    pub fn exactness(&self) -> Exactness {
        let is_approximate = self.channels.iter().any(|channel| channel.exactness == Exactness::Approximate);
        if is_approximate { Exactness::Approximate } else { Exactness::Exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_runs_from_black_to_white_without_turning_back() {
        for curve in [Curve::Linear, Curve::Gamma(2.2), Curve::Gamma(0.5), Curve::Logarithm] {
            let levels: Vec<f64> = (0..=100).map(|percent| curve.level(f64::from(percent) / 100.0)).collect();
            assert!(levels[0].abs() < 1e-12 && (levels[100] - 1.0).abs() < 1e-12, "{curve:?}");
            assert!(levels.windows(2).all(|pair| pair[1] > pair[0]), "{curve:?}");
            assert!((0..=100).all(|percent| {
                let share = f64::from(percent) / 100.0;
                (curve.share(curve.level(share)) - share).abs() < 1e-9
            }));
            assert!(curve.level(-3.0).abs() < 1e-12 && (curve.level(7.0) - 1.0).abs() < 1e-12);
        }
    }
}
