//! The channels of a picture: the bands that they need, and their samples from those of the bands.

use std::borrow::Cow;

use super::viewed_product::ViewedProduct;
use crate::imagery::band_expression::{BandExpression, EvaluationError, EvaluationMemory};
use crate::imagery::picture::{Channel, ChannelSource};
use crate::imagery::{Reasons, ReducedTile, Tile};
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
    /// Arithmetic on some of them, by their places and the value of one code of each.
    Expression { expression: BandExpression, inputs: Vec<(usize, f64)> },
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
                    let names: Vec<&str> = self.bands().iter().map(|band| band.name.as_str()).collect();
                    let expression = BandExpression::parse(text, &names)
                        .map_err(|error| OperationError::Usage(error.to_string()))?;
                    let mut inputs = Vec::new();
                    for name in expression.bands() {
                        let index = self.band_index(name)?;
                        inputs.push((channels.place_of(index), self.bands()[index].per_code));
                    }
                    channels.plans.push(Plan::Expression { expression, inputs });
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
            Plan::Expression { .. } => 1.0,
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
                Plan::Expression { expression, inputs } => {
                    let found = inputs
                        .iter()
                        .map(|(place, per_code)| Ok((band(*place)?, *per_code)))
                        .collect::<Result<Vec<(Samples<'tile>, f64)>, OperationError>>()?;
                    evaluated(expression, &found)
                }
            })
            .collect()
    }
}

/// The samples of an expression, in its own unit; of cells it is taken from their means.
fn evaluated<'tile>(
    expression: &BandExpression,
    inputs: &[(Samples<'_>, f64)],
) -> Result<Samples<'tile>, OperationError> {
    let usage = |error: EvaluationError| OperationError::Usage(error.to_string());
    let channels: Vec<Channel<'_>> = inputs.iter().map(|(samples, per_code)| samples.channel(*per_code)).collect();
    let (mut result, mut touched) = (Tile::default(), Vec::new());
    expression.evaluate(&channels, &mut EvaluationMemory::default(), &mut result).map_err(usage)?;
    expression.touched(&channels, &mut touched).map_err(usage)?;
    Ok(Samples { values: result.values.into(), reasons: result.reasons.into(), touched: touched.into() })
}
