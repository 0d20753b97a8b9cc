//! The samples of a product's tiles that are kept, by themselves or among those of products of the same image.

use std::sync::Arc;

use super::tile_cache::TileCache;
use super::tile_place::TilePlace;
use crate::imagery::ReducedTile;

/// The tiles of a product in a cache. Products that share a cache share the tiles of bands with the same number.
pub(in crate::operations) struct KeptTiles {
    cache: Arc<TileCache>,
    /// The number of each band.
    numbers: Vec<usize>,
}

impl KeptTiles {
    /// A cache of `budget_bytes` for one product of so many bands.
    pub(super) fn own(budget_bytes: usize, bands: usize) -> Self {
        Self { cache: Arc::new(TileCache::new(budget_bytes)), numbers: (0..bands).collect() }
    }

    /// Among those of other products: two bands have the same number when they have the same samples.
    pub(in crate::operations) const fn shared(cache: Arc<TileCache>, numbers: Vec<usize>) -> Self {
        Self { cache, numbers }
    }

    /// The samples of a band on a tile, if they are kept.
    pub(super) fn get(&self, band: usize, place: TilePlace) -> Option<Arc<ReducedTile>> {
        self.cache.get((*self.numbers.get(band)?, place))
    }

    /// Whether they are kept; they do not become newer by it.
    pub(super) fn has(&self, band: usize, place: TilePlace) -> bool {
        self.numbers.get(band).is_some_and(|number| self.cache.has((*number, place)))
    }

    /// Keeps samples, and lets go of others as long as there are too many.
    pub(super) fn put(&self, band: usize, place: TilePlace, tile: ReducedTile) -> Arc<ReducedTile> {
        match self.numbers.get(band) {
            Some(number) => self.cache.put((*number, place), tile),
            None => Arc::new(tile),
        }
    }

    /// Bytes kept now.
    pub(super) fn bytes(&self) -> usize {
        self.cache.bytes()
    }
}
