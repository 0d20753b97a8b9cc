//! Parts of a lattice that are made when somebody looks at them and kept while there is room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Tiles that are kept whatever their size.
const LEAST_TILES: usize = 4;

/// Tiles of a lattice by their place, within a budget of bytes; the one farthest behind along the flight goes first.
///
/// Lines are looked at in the order in which they were taken, by the foremost array first: what lies behind the hindmost is never asked for again. In another
/// order, or with a budget smaller than what lies between the arrays, tiles that were let go are made again, the same: it takes longer, and nothing else.
pub(super) struct TileCache<T> {
    kept: Mutex<Kept<T>>,
    budget_bytes: u64,
    /// Bytes of a tile.
    size: fn(&T) -> usize,
}

struct Kept<T> {
    tiles: BTreeMap<(i32, i32), Entry<T>>,
    /// Of the tiles that are counted.
    bytes: u64,
}

struct Entry<T> {
    tile: Shared<T>,
    /// None until the tile is made.
    bytes: u64,
}

/// A tile that is there or being made.
type Shared<T> = Arc<OnceLock<T>>;

impl<T> TileCache<T> {
    /// A cache for as many tiles as fit into a budget, four at least.
    pub(super) fn new(budget_bytes: u64, size: fn(&T) -> usize) -> Self {
        Self { kept: Mutex::new(Kept { tiles: BTreeMap::new(), bytes: 0 }), budget_bytes, size }
    }

    /// Holds no more than another budget from the next tile on.
    pub(super) fn keep_within(&mut self, budget_bytes: u64) {
        self.budget_bytes = budget_bytes;
    }

    /// Uses the tile at a place (along, across), which is made by whoever asks first; others wait for it.
    pub(super) fn with<R>(&self, place: (i32, i32), make: impl FnOnce() -> T, use_it: impl FnOnce(&T) -> R) -> R {
        let new = || Entry { tile: Shared::default(), bytes: 0 };
        let shared = Arc::clone(&self.lock().tiles.entry(place).or_insert_with(new).tile);
        let mut is_new = false;
        let tile = shared.get_or_init(|| {
            is_new = true;
            make()
        });
        if is_new {
            self.count(place, &shared, (self.size)(tile) as u64);
        }
        use_it(tile)
    }

    /// Counts a tile that was just made, and lets go of others for it; perhaps it is gone already.
    fn count(&self, place: (i32, i32), shared: &Shared<T>, bytes: u64) {
        let mut kept = self.lock();
        let Some(entry) = kept.tiles.get_mut(&place).filter(|entry| Arc::ptr_eq(&entry.tile, shared)) else { return };
        entry.bytes = bytes;
        kept.bytes += bytes;
        while kept.bytes > self.budget_bytes && kept.tiles.len() > LEAST_TILES {
            let Some((_, gone)) = kept.tiles.pop_first() else { break };
            kept.bytes -= gone.bytes;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        // A thread that panicked left at worst a tile more or less.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tiles kept now.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().tiles.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tile_farthest_behind_goes_first_and_is_made_again() {
        let cache = TileCache::new(4 * 8, |_: &i32| 8);
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

    #[test]
    fn small_tiles_are_more() {
        let cache = TileCache::new(100, |bytes: &usize| *bytes);
        let ask = |place: i32, bytes: usize| cache.with((place, 0), || bytes, |_| cache.len());
        let small = (0..10).map(|place| ask(place, 10)).max().unwrap();
        assert_eq!(small, 10);
        // A large one takes the room of the six farthest behind.
        assert_eq!(ask(20, 60), 5);
    }
}
