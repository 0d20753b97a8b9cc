//! Query: two channels against each other, and back from there to the pixels.

use serde::{Deserialize, Serialize};

use super::channel_samples::Samples;
use super::contract::Effort;
use super::tile_place::{Levels, TilePlace};
use super::viewed_product::ViewedProduct;
use crate::imagery::Window;
use crate::imagery::picture::ChannelSource;
use crate::imagery::region::Region;
use crate::imagery::scatter::{Brush, Scatter, ScatterAxis};
use crate::imagery::statistics::ChannelStatistics;
use crate::operations::OperationError;
use crate::supervision::Supervision;
use crate::units::Exactness;

/// Cells behind a quick scatter, at most.
const QUICK_CELLS: usize = 1 << 18;

/// The axes run between these percentiles; what lies beyond is counted.
const AXIS_PERCENT: [f64; 2] = [0.1, 99.9];

/// Two channels against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScatterReading {
    /// The channel along x as it is typed.
    pub x: String,
    /// The channel along y.
    pub y: String,
    /// Unit of x.
    pub x_unit: String,
    /// Unit of y.
    pub y_unit: String,
    /// Counts; those of a quick answer are of means of square cells.
    pub scatter: Scatter,
    /// Pixels of the window.
    pub population: u64,
    /// Whether every pixel was looked at.
    pub exactness: Exactness,
}

impl ViewedProduct {
    /// Counts the pixels of a window, or of a region within it, by the values of two channels, in `cells` × `cells` cells.
    ///
    /// # Errors
    /// [`OperationError`] for a window outside of the image, a band that the product lacks, samples that cannot be read, and a cancel.
    pub fn scatter(
        &self,
        [x, y]: [&ChannelSource; 2],
        window: Window,
        region: Option<&Region>,
        cells: usize,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<ScatterReading, OperationError> {
        let window = self.required(window)?;
        let sources = [x.clone(), y.clone()];
        let axis = |statistics: &ChannelStatistics| {
            let [low, high] = AXIS_PERCENT.map(|percent| statistics.percentile(percent).unwrap_or(f64::NAN));
            ScatterAxis::new(low, high, cells)
        };
        let statistics = self.statistics_of_all(&sources, window, effort, supervision)?;
        let axes: Vec<ScatterAxis> = statistics.iter().map(axis).collect();
        let &[x_axis, y_axis] = axes.as_slice() else {
            return Err(OperationError::Usage("needed two channels".to_owned()));
        };
        let level = match effort {
            Effort::Exact => 0,
            Effort::Quick => {
                let few = |level: &usize| Levels::cells_touching(*level, window).pixels() <= QUICK_CELLS;
                (0..self.n_levels()).find(few).unwrap_or(self.n_levels() - 1)
            }
        };
        let channels = self.channels(&sources)?;
        let per_code: Vec<f64> = channels.per_code().collect();
        let wanted = Levels::cells_touching(level, window);
        let mut whole = Scatter::new(x_axis, y_axis);
        let places = self.tiles_covering(level, window);
        let parts = self.over_tiles(&channels.bands, &places, supervision, |place, tiles| {
            let cells = self.levels.cells_of(place);
            let bands: Vec<Samples<'_>> = tiles.iter().map(|tile| Samples::of_cells(tile)).collect();
            let samples = channels.samples(&bands)?;
            let mut scatter = Scatter::new(x_axis, y_axis);
            if let ([x, y], [x_scale, y_scale]) = (samples.as_slice(), per_code.as_slice()) {
                let (x, y) = (x.channel(*x_scale), y.channel(*y_scale));
                match region {
                    // At a coarse level the region is followed in the level's own cells.
                    Some(region) if level == 0 => scatter.add_region(&x, &y, cells, region),
                    _ => scatter.add_region(&x, &y, cells, &Region::Rectangle(wanted)),
                }
            }
            Ok(scatter)
        })?;
        for part in &parts {
            supervision.check()?;
            // All parts have the same axes.
            let _same = whole.merge(part);
        }
        Ok(ScatterReading {
            x: x.to_string(),
            y: y.to_string(),
            x_unit: self.unit(x),
            y_unit: self.unit(y),
            scatter: whole,
            population: window.pixels() as u64,
            exactness: if level == 0 { Exactness::Exact } else { Exactness::Approximate },
        })
    }

    /// Which cells of a tile lie under a brush drawn in the scatter of two channels: one entry a cell, line by line.
    ///
    /// # Errors
    /// As [`ViewedProduct::draw_tile`].
    pub fn brushed(
        &self,
        [x, y]: [&ChannelSource; 2],
        brush: &Brush,
        place: TilePlace,
        supervision: &Supervision,
    ) -> Result<Vec<bool>, OperationError> {
        let channels = self.channels(&[x.clone(), y.clone()])?;
        let tiles = self.band_tiles(&channels.bands, place, supervision)?;
        let bands: Vec<Samples<'_>> = tiles.iter().map(|tile| Samples::of_cells(tile)).collect();
        let samples = channels.samples(&bands)?;
        let per_code: Vec<f64> = channels.per_code().collect();
        let mut mask = Vec::new();
        if let ([x, y], [x_scale, y_scale]) = (samples.as_slice(), per_code.as_slice()) {
            brush.mask(&x.channel(*x_scale), &y.channel(*y_scale), &mut mask);
        }
        supervision.check()?;
        Ok(mask)
    }
}
