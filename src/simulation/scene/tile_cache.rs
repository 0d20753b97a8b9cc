//! Parts of a lattice that are made when somebody looks at them and kept while there is room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Tiles of a lattice by their place, within a budget of bytes; the one farthest behind along the flight goes first.
///
/// Lines are looked at in the order in which they were taken, by the foremost array first: what lies behind the hindmost is never asked for again. In another
/// order, or with a budget smaller than what lies between the arrays, tiles that were let go are made again, the same: it takes longer, and nothing else.
pub(super) struct TileCache<T> {
    tiles: Mutex<BTreeMap<(i32, i32), Shared<T>>>,
    most: usize,
}

/// A tile that is there or being made.
type Shared<T> = Arc<OnceLock<T>>;

impl<T> TileCache<T> {
    /// A cache for as many tiles of `tile_bytes` as fit into a budget, four at least.
    pub(super) fn new(budget_bytes: u64, tile_bytes: usize) -> Self {
        let most = (budget_bytes / tile_bytes.max(1) as u64).clamp(4, 1 << 30) as usize;
        Self { tiles: Mutex::new(BTreeMap::new()), most }
    }

    /// Uses the tile at a place (along, across), which is made by whoever asks first; others wait for it.
    pub(super) fn with<R>(&self, place: (i32, i32), make: impl FnOnce() -> T, use_it: impl FnOnce(&T) -> R) -> R {
        let tile = self.entry(place);
        use_it(tile.get_or_init(make))
    }

    fn entry(&self, place: (i32, i32)) -> Shared<T> {
        // A thread that panicked left at worst a tile more or less.
        let mut tiles = self.tiles.lock().unwrap_or_else(PoisonError::into_inner);
        let tile = Arc::clone(tiles.entry(place).or_default());
        while tiles.len() > self.most {
            tiles.pop_first();
        }
        tile
    }

    /// Tiles kept now.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.tiles.lock().unwrap().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tile_farthest_behind_goes_first_and_is_made_again() {
        let cache = TileCache::new(4 * 8, 8);
        let mut made = Vec::new();
        for place in [1, 2, 3, 4, 1, 5, 2, 1, 6] {
            let found = cache.with(
                (place, 0),
                || {
                    made.push(place);
                    place * 10
                },
                |tile| *tile,
            );
            assert_eq!(found, place * 10);
            assert!(cache.len() <= 4);
        }
        // 5 took the room of 1, which had to be made again, and was let go at once.
        assert_eq!(made, [1, 2, 3, 4, 5, 1, 6]);
    }
}
