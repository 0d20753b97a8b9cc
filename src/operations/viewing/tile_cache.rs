//! Samples of tiles that were read, kept under a stated number of bytes; the tile that was asked for longest ago goes first.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::tile_place::TilePlace;
use crate::imagery::{Reasons, ReducedTile};
use crate::product_files::BLOCK_CACHE_MEGABYTES;

/// Bytes kept when nobody said otherwise: 128 MiB, about four views of 1400 × 900 in three bands of every level.
pub const DEFAULT_TILE_CACHE_BYTES: usize = 128 << 20;

/// Bytes of stored blocks that the raster library keeps at most, of all open files together and beside the samples kept here: 256 MiB.
pub const LIBRARY_CACHE_BYTES: usize = (BLOCK_CACHE_MEGABYTES as usize) << 20;

/// Which samples: the number of a band (see [`KeptTiles`](super::KeptTiles)) and a tile.
pub(super) type TileKey = (usize, TilePlace);

/// The cache; shared by threads.
pub(in crate::operations) struct TileCache {
    budget_bytes: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    tiles: HashMap<TileKey, (Arc<ReducedTile>, u64)>,
    /// Keys by the moment they were asked for last.
    by_use: BTreeMap<u64, TileKey>,
    moment: u64,
    bytes: usize,
}

/// Bytes that a tile occupies.
fn bytes_of(tile: &ReducedTile) -> usize {
    let reasons = tile.reasons.capacity() + tile.touched.capacity();
    tile.values.capacity() * size_of::<f32>()
        + reasons * size_of::<Reasons>()
        + tile.n.capacity() * size_of::<u32>()
        + ENTRY_BYTES
}

/// Bytes of the bookkeeping of one tile, rounded up.
const ENTRY_BYTES: usize = 256;

impl TileCache {
    /// A cache that keeps at most so many bytes.
    pub(in crate::operations) fn new(budget_bytes: usize) -> Self {
        Self { budget_bytes, kept: Mutex::default() }
    }

    /// The samples, if they are kept.
    pub(super) fn get(&self, key: TileKey) -> Option<Arc<ReducedTile>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { tiles, by_use, moment, .. } = &mut *kept;
        let (tile, used) = tiles.get_mut(&key)?;
        *moment += 1;
        by_use.remove(used);
        by_use.insert(*moment, key);
        *used = *moment;
        Some(Arc::clone(tile))
    }

    /// Whether samples are kept; they do not become newer by it.
    pub(super) fn has(&self, key: TileKey) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).tiles.contains_key(&key)
    }

    /// Keeps samples, and lets go of others as long as there are too many. A tile larger than the whole budget is not kept.
    pub(super) fn put(&self, key: TileKey, tile: ReducedTile) -> Arc<ReducedTile> {
        let bytes = bytes_of(&tile);
        let tile = Arc::new(tile);
        if bytes > self.budget_bytes {
            return tile;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.moment += 1;
        let moment = kept.moment;
        if let Some((old, used)) = kept.tiles.insert(key, (Arc::clone(&tile), moment)) {
            kept.by_use.remove(&used);
            kept.bytes -= bytes_of(&old);
        }
        kept.by_use.insert(moment, key);
        kept.bytes += bytes;
        while kept.bytes > self.budget_bytes {
            let Some((_, oldest)) = kept.by_use.pop_first() else { break };
            if let Some((old, _)) = kept.tiles.remove(&oldest) {
                kept.bytes -= bytes_of(&old);
            }
        }
        tile
    }

    /// Bytes kept now.
    pub(super) fn bytes(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(n: usize) -> ReducedTile {
        let reasons = vec![Reasons::VALID; n];
        ReducedTile { values: vec![1.0; n], touched: reasons.clone(), reasons, n: Vec::new() }
    }

    fn key(column: usize) -> TileKey {
        (0, TilePlace { level: 0, row: 0, column })
    }

    #[test]
    fn the_cache_never_holds_more_than_its_budget_and_lets_go_of_the_oldest() {
        let one = bytes_of(&tile(100));
        let cache = TileCache::new(3 * one);
        for column in 0..3 {
            cache.put(key(column), tile(100));
        }
        assert!(cache.get(key(0)).is_some(), "asked for again, so it is the newest");
        cache.put(key(3), tile(100));
        assert!(cache.bytes() <= 3 * one);
        let held: Vec<bool> = (0..4).map(|column| cache.get(key(column)).is_some()).collect();
        assert_eq!(held, [true, false, true, true]);
    }

    #[test]
    fn a_tile_put_twice_counts_once_and_one_beyond_the_budget_is_only_handed_back() {
        let one = bytes_of(&tile(100));
        let cache = TileCache::new(2 * one);
        cache.put(key(0), tile(100));
        cache.put(key(0), tile(100));
        assert_eq!(cache.bytes(), one);
        assert_eq!(cache.put(key(1), tile(10_000)).values.len(), 10_000);
        assert!(cache.get(key(1)).is_none() && cache.get(key(0)).is_some());
    }
}
