//! Samples of the channels of a picture on one tile, from the cache or from the file.

use std::sync::Arc;

use super::interim::mean_cells;
use super::tile_place::TilePlace;
use super::viewed_product::ViewedProduct;
use crate::imagery::picture::ChannelSource;
use crate::imagery::{Tile, Window};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Samples of one channel, in codes, and the value of one code.
pub(super) struct ChannelSamples {
    pub(super) tile: Arc<Tile>,
    pub(super) per_code: f64,
}

impl ViewedProduct {
    /// The samples of channels on a tile: means of cells, in codes.
    pub(super) fn channel_samples(
        &self,
        sources: &[ChannelSource],
        place: TilePlace,
        supervision: &Supervision,
    ) -> Result<Vec<ChannelSamples>, OperationError> {
        let bands = sources.iter().map(|source| self.only_band(source)).collect::<Result<Vec<usize>, _>>()?;
        let tiles = self.band_tiles(&bands, place, supervision)?;
        Ok(bands
            .into_iter()
            .zip(tiles)
            .map(|(band, tile)| ChannelSamples { tile, per_code: self.bands()[band].per_code })
            .collect())
    }

    /// The samples of bands on a tile.
    pub(super) fn band_tiles(
        &self,
        bands: &[usize],
        place: TilePlace,
        supervision: &Supervision,
    ) -> Result<Vec<Arc<Tile>>, OperationError> {
        let mut found: Vec<Option<Arc<Tile>>> = bands.iter().map(|band| self.cache.get((*band, place))).collect();
        let missing: Vec<usize> =
            bands.iter().zip(&found).filter(|(_, tile)| tile.is_none()).map(|(band, _)| *band).collect();
        if !missing.is_empty() {
            let mut read = Vec::new();
            self.raster.read(&missing, self.tile_window(place), &mut read, supervision)?;
            for (band, tile) in missing.iter().zip(read) {
                supervision.check()?;
                let window = self.tile_window(place);
                let cells = if place.level == 0 { tile } else { reduced(&tile, window, 1 << place.level) };
                let kept = self.cache.put((*band, place), cells);
                for (asked, slot) in bands.iter().zip(&mut found) {
                    if asked == band {
                        *slot = Some(Arc::clone(&kept));
                    }
                }
            }
        }
        supervision.check()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The band of a channel that is one.
    pub(super) fn only_band(&self, source: &ChannelSource) -> Result<usize, OperationError> {
        match source {
            ChannelSource::Band(name) => self.band_index(name),
            ChannelSource::Expression(text) => {
                Err(OperationError::Usage(format!("needed the name of a band, found the expression \"{text}\"")))
            }
        }
    }
}

fn reduced(tile: &Tile, window: Window, factor: usize) -> Tile {
    let mut cells = Tile::default();
    mean_cells(tile, window.columns, factor, &mut cells);
    cells
}
