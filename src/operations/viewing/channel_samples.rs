//! The channels of a picture: the bands that they need, and their samples from those of the bands.

use std::borrow::Cow;

use super::viewed_product::ViewedProduct;
use crate::imagery::picture::{Channel, ChannelSource};
use crate::imagery::{Reasons, ReducedTile};
use crate::operations::OperationError;

/// Channels, and the bands behind them.
pub(super) struct Channels {
    /// Indices of the bands in the raster, each once.
    pub(super) bands: Vec<usize>,
    plans: Vec<Plan>,
}

/// How a channel comes from the bands.
enum Plan {
    /// It is one of them, by its place in `Channels::bands`.
    Band { place: usize, per_code: f64 },
}

/// Samples of one band, in codes, or of one channel, in units of its `per_code`.
#[derive(Clone)]
pub(super) struct Samples<'tile> {
    pub(super) values: Cow<'tile, [f32]>,
    pub(super) reasons: Cow<'tile, [Reasons]>,
    /// Reasons of any sample behind a value.
    pub(super) touched: Cow<'tile, [Reasons]>,
}

impl<'tile> Samples<'tile> {
    /// Of pixels.
    pub(super) fn of(values: &'tile [f32], reasons: &'tile [Reasons]) -> Self {
        Self { values: values.into(), reasons: reasons.into(), touched: reasons.into() }
    }

    /// Of cells.
    pub(super) fn of_cells(tile: &'tile ReducedTile) -> Self {
        let ReducedTile { values, reasons, touched, .. } = tile;
        Self { values: values.into(), reasons: reasons.into(), touched: touched.into() }
    }

    /// For drawing, with the value of one unit of the samples in the unit of the stretch.
    pub(super) fn channel(&self, per_code: f64) -> Channel<'_> {
        Channel { touched: &self.touched, ..Channel::new(&self.values, &self.reasons) }.in_unit(per_code, 0.0)
    }
}

impl ViewedProduct {
    /// The bands that channels need.
    pub(super) fn channels(&self, sources: &[ChannelSource]) -> Result<Channels, OperationError> {
        let mut channels = Channels { bands: Vec::new(), plans: Vec::new() };
        for source in sources {
            match source {
                ChannelSource::Band(name) => {
                    let index = self.band_index(name)?;
                    let place = channels.place_of(index);
                    channels.plans.push(Plan::Band { place, per_code: self.bands()[index].per_code });
                }
                ChannelSource::Expression(text) => {
                    return Err(OperationError::Usage(format!("needed the name of a band, found \"{text}\"")));
                }
            }
        }
        Ok(channels)
    }
}

impl Channels {
    /// Number of channels.
    pub(super) fn len(&self) -> usize {
        self.plans.len()
    }

    /// What one unit of each channel's samples is in its unit.
    pub(super) fn per_code(&self) -> impl Iterator<Item = f64> {
        self.plans.iter().map(|plan| match plan {
            Plan::Band { per_code, .. } => *per_code,
        })
    }

    fn place_of(&mut self, band: usize) -> usize {
        self.bands.iter().position(|known| *known == band).unwrap_or_else(|| {
            self.bands.push(band);
            self.bands.len() - 1
        })
    }

    /// The samples of the channels from those of the bands.
    pub(super) fn samples<'tile>(&self, bands: &[Samples<'tile>]) -> Result<Vec<Samples<'tile>>, OperationError> {
        let band = |place: usize| {
            bands.get(place).cloned().ok_or_else(|| {
                OperationError::Usage(format!(
                    "needed the samples of {} bands, found {}",
                    self.bands.len(),
                    bands.len()
                ))
            })
        };
        self.plans
            .iter()
            .map(|plan| match plan {
                Plan::Band { place, .. } => band(*place),
            })
            .collect()
    }
}
