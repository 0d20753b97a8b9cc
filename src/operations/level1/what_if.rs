//! Query: the chain's output for any part of a raw product, with steps left out and coefficients changed, committing nothing.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::chain_of_product::{ProductChain, failed};
use crate::imagery::{RasterError, RasterSize, RasterSource, ReadError, Tile, Window};
use crate::instrument::radiometry::ArrayResponse;
use crate::level1::{BandChain, BlockReasons, Chain, ChainRequest, ChainSettings, RawLayout, RawLines, Step, Steps};
use crate::operations::error::OperationError;
use crate::supervision::Supervision;

/// A coefficient that can be thought to be another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedCoefficient {
    /// Dark signal Cj, counts.
    Dark,
    /// a1.
    LowSlope,
    /// a2.
    HighSlope,
    /// Zs, counts.
    Knee,
    /// Ak.
    Gain,
    /// Solar irradiance, W·m⁻²·µm⁻¹.
    SolarIrradiance,
}

/// A coefficient thought to be value · factor + offset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// The band.
    pub band: String,
    /// The coefficient.
    pub coefficient: ChangedCoefficient,
    /// The columns, first and last; none for all (a coefficient of the band has no columns).
    pub columns: Option<(usize, usize)>,
    /// What the value is multiplied by.
    pub factor: f64,
    /// What is added then, in its unit.
    pub offset: f64,
}

/// What is thought to be otherwise. The default is nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Overrides {
    /// Steps left out, by their words ([`Step::word`]).
    pub steps_off: Vec<String>,
    /// Coefficients; of several for one column, each works on what the one before gives.
    pub coefficients: Vec<Override>,
}

/// The chain's output over a raw product. Stray light is never in it: it needs the whole width and a thousand lines; see [`WhatIf::left_out`].
pub struct WhatIf {
    product: Arc<ProductChain>,
    bands: Vec<BandChain>,
    left_out: Vec<&'static str>,
}

impl WhatIf {
    /// Prepares the chain with the overrides: a pass over the columns of each band, no file is read, no filter is copied.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a step, a band or columns that are none; [`OperationError::Model`] for a coefficient with which no value can be
    /// made.
    pub fn new(product: &Arc<ProductChain>, overrides: &Overrides) -> Result<Self, OperationError> {
        let done = product.chain.flags().done;
        let mut steps = done.without(Step::StrayLightType1).without(Step::StrayLightType2);
        for word in &overrides.steps_off {
            let named = Steps::from_text(word).map_err(|error| OperationError::Usage(error.to_string()))?;
            steps = named.iter().fold(steps, Steps::without);
        }
        let settings = ChainSettings { steps, ..product.settings };
        for change in &overrides.coefficients {
            if !product.bands.contains(&change.band) {
                let known = product.bands.join(", ");
                return Err(OperationError::Usage(format!(
                    "what if: needed one of {known}, found band {}",
                    change.band
                )));
            }
        }
        let request =
            ChainRequest { bands: &product.bands, tdi: &product.tdi, settings: &settings, scene: &product.scene };
        let changed = changing(&overrides.coefficients);
        let irradiance = |band: &str, value: f64| {
            let of_band =
                |change: &&Override| change.band == band && change.coefficient == ChangedCoefficient::SolarIrradiance;
            overrides
                .coefficients
                .iter()
                .filter(of_band)
                .fold(value, |value, change| value * change.factor + change.offset)
        };
        let chain = Chain::prepare_with(&product.set, request, &changed, &irradiance).map_err(failed)?;
        let left_out = [Step::StrayLightType1, Step::StrayLightType2];
        Ok(Self {
            product: Arc::clone(product),
            bands: chain.into_bands(),
            left_out: left_out.into_iter().filter(|step| done.contains(*step)).map(Step::word).collect(),
        })
    }

    /// Steps that the product's chain has and this query leaves out.
    pub fn left_out(&self) -> &[&'static str] {
        &self.left_out
    }

    /// The chains of the bands, as changed.
    pub fn bands(&self) -> &[BandChain] {
        &self.bands
    }

    fn read_band(&self, band: usize, window: Window, tile: &mut Tile) -> Result<(), ReadError> {
        let refused = |message: String| ReadError::Raster(RasterError { message });
        let raw = self.product.reader.product();
        let chain = self
            .bands
            .get(band)
            .ok_or_else(|| refused(format!("needed a band below {}, found {band}", self.bands.len())))?;
        let needed: Range<usize> = chain.columns_needed(window.column, window.column_end());
        let context = chain.lines_before().min(window.line);
        let first_line = window.line - context;
        let mut codes = vec![0; (window.line_end() - first_line) * raw.columns()];
        let read = self.product.reader.read_counts(band, first_line..window.line_end(), &mut codes);
        read.map_err(|error| refused(error.to_string()))?;
        let layout = RawLayout {
            stride: raw.columns(),
            offset: raw.pre_scan + needed.start,
            columns: needed.len(),
            first_column: needed.start,
            first_line,
            context,
        };
        let lines = RawLines::new(&codes, layout, &[]).map_err(|error| refused(error.to_string()))?;
        let (mut values, mut reasons) = (vec![0.0; window.lines * needed.len()], BlockReasons::default());
        chain.correct(&lines, &mut values, &mut reasons).map_err(|error| refused(error.to_string()))?;
        tile.reasons.resize(window.pixels(), crate::imagery::Reasons::VALID);
        reasons.fill(window.line, window.column, window.columns, &mut tile.reasons);
        tile.values.clear();
        let skip = window.column - needed.start;
        for line in values.chunks_exact(needed.len().max(1)) {
            // Where there is no value the contract asks for zero; the reason says that there is none.
            let own = line.iter().skip(skip).take(window.columns);
            tile.values.extend(own.map(|value| if value.is_nan() { 0.0 } else { *value }));
        }
        Ok(())
    }
}

impl RasterSource for WhatIf {
    fn size(&self) -> RasterSize {
        let raw = self.product.reader.product();
        RasterSize {
            lines: raw.lines,
            columns: raw.useful_columns,
            bands: self.bands.len(),
            block_lines: LINES_AT_ONCE,
            block_columns: raw.useful_columns,
        }
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        if !self.size().window().contains(window) {
            let message = format!("needed a part of {:?}, found {window:?}", self.size().window());
            return Err(RasterError { message }.into());
        }
        tiles.resize_with(bands.len(), Tile::default);
        let starts: Vec<usize> = (window.line..window.line_end()).step_by(LINES_AT_ONCE).collect();
        let part = |first: usize| {
            Window::new(first, window.column, LINES_AT_ONCE.min(window.line_end() - first), window.columns)
        };
        bands.par_iter().zip(tiles.par_iter_mut()).try_for_each(|(band, tile)| {
            let parts: Vec<Tile> = starts
                .par_iter()
                .map(|first| {
                    supervision.check()?;
                    let mut tile = Tile::default();
                    self.read_band(*band, part(*first), &mut tile)?;
                    Ok(tile)
                })
                .collect::<Result<_, ReadError>>()?;
            tile.values.clear();
            tile.reasons.clear();
            for part in parts {
                tile.values.extend_from_slice(&part.values);
                tile.reasons.extend_from_slice(&part.reasons);
            }
            Ok(())
        })
    }
}

/// Lines that one thread reads and corrects at once.
const LINES_AT_ONCE: usize = 120;

/// What the changes make of the response of a band.
fn changing(changes: &[Override]) -> impl for<'a> Fn(&str, &'a ArrayResponse) -> Cow<'a, ArrayResponse> {
    move |band, response| changed_response(band, response, changes)
}

/// The response of a band as it is thought to be; borrowed where nothing of it is changed.
fn changed_response<'a>(band: &str, response: &'a ArrayResponse, changes: &[Override]) -> Cow<'a, ArrayResponse> {
    let mut changed = Cow::Borrowed(response);
    for change in changes.iter().filter(|change| change.band == band) {
        let of = |value: &mut f64| *value = *value * change.factor + change.offset;
        let response = match change.coefficient {
            ChangedCoefficient::SolarIrradiance => continue,
            _ => changed.to_mut(),
        };
        let list = match change.coefficient {
            ChangedCoefficient::Dark => &mut response.dark.counts,
            ChangedCoefficient::LowSlope => &mut response.slopes.a1,
            ChangedCoefficient::HighSlope => &mut response.slopes.a2,
            ChangedCoefficient::Knee => &mut response.slopes.knee,
            ChangedCoefficient::Gain | ChangedCoefficient::SolarIrradiance => {
                of(&mut response.gain);
                continue;
            }
        };
        let (first, last) = change.columns.unwrap_or((0, usize::MAX));
        let end = last.saturating_add(1).min(list.len());
        if let Some(values) = list.get_mut(first.min(end)..end) {
            values.iter_mut().for_each(of);
        }
    }
    changed
}
