//! Query: values along a line across the image.

use serde::{Deserialize, Serialize};

use super::channel_samples::Samples;
use super::viewed_product::ViewedProduct;
use crate::imagery::picture::ChannelSource;
use crate::imagery::profile::{ProfileLine, ProfilePoint};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Channels along a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileReading {
    /// The line, and how its values were taken.
    pub line: ProfileLine,
    /// One entry a channel, in the order asked for.
    pub channels: Vec<ProfileChannel>,
}

/// One channel along a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileChannel {
    /// The channel as it is typed.
    pub channel: String,
    /// Unit of mean and sigma.
    pub unit: String,
    /// The points, from the line's beginning to its end.
    pub points: Vec<ProfilePoint>,
}

impl ViewedProduct {
    /// Values of channels along a line; of all bands where `channels` is empty.
    ///
    /// # Errors
    /// [`OperationError`] for a line that cannot be followed, a band that the product lacks, samples that cannot be read, and a cancel.
    pub fn profile(
        &self,
        line: &ProfileLine,
        channels: &[ChannelSource],
        supervision: &Supervision,
    ) -> Result<ProfileReading, OperationError> {
        line.check().map_err(|error| OperationError::Usage(error.to_string()))?;
        let sources = if channels.is_empty() { self.all_bands() } else { channels.to_vec() };
        let planned = self.channels(&sources)?;
        let per_code: Vec<f64> = planned.per_code().collect();
        let mut found: Vec<Vec<ProfilePoint>> = vec![Vec::with_capacity(line.n_points()); sources.len()];
        let mut tiles = Vec::new();
        for segment in line.segments(self.whole()) {
            supervision.check()?;
            let Some(window) = segment.window else {
                for points in &mut found {
                    points.extend(line.sample(&segment, &[], &[]));
                }
                continue;
            };
            self.raster.read(&planned.bands, window, &mut tiles, supervision)?;
            let bands: Vec<Samples<'_>> = tiles.iter().map(|tile| Samples::of(&tile.values, &tile.reasons)).collect();
            for ((samples, points), per_code) in planned.samples(&bands)?.iter().zip(&mut found).zip(&per_code) {
                let mut sampled = line.sample(&segment, &samples.values, &samples.reasons);
                for point in &mut sampled {
                    point.mean = point.mean.map(|mean| mean * per_code);
                    point.sigma = point.sigma.map(|sigma| sigma * per_code.abs());
                }
                points.extend(sampled);
            }
        }
        supervision.check()?;
        let channels = sources.iter().zip(found).map(|(source, points)| ProfileChannel {
            channel: source.to_string(),
            unit: self.unit(source),
            points,
        });
        Ok(ProfileReading { line: *line, channels: channels.collect() })
    }
}
