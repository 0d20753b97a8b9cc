//! Parts of a lattice that are made when somebody looks at them and kept while there is room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Tiles of a lattice by their place, within a budget of bytes; the one that was longest not asked for goes first.
///
/// What is kept changes how long something takes and nothing else: a tile that was let go is made again, the same.
pub(super) struct TileCache<T> {
    kept: Mutex<Kept<T>>,
    most: usize,
}

struct Kept<T> {
    tiles: BTreeMap<(i32, i32), Entry<T>>,
    /// Places by when they were last asked for.
    order: BTreeMap<u64, (i32, i32)>,
    clock: u64,
}

struct Entry<T> {
    tile: Arc<OnceLock<T>>,
    asked: u64,
}

impl<T> TileCache<T> {
    /// A cache for as many tiles of `tile_bytes` as fit into a budget, four at least.
    pub(super) fn new(budget_bytes: u64, tile_bytes: usize) -> Self {
        let most = (budget_bytes / tile_bytes.max(1) as u64).clamp(4, 1 << 30) as usize;
        let kept = Kept { tiles: BTreeMap::new(), order: BTreeMap::new(), clock: 0 };
        Self { kept: Mutex::new(kept), most }
    }

    /// Uses the tile at a place, which is made by whoever asks first; others wait for it.
    pub(super) fn with<R>(&self, place: (i32, i32), make: impl FnOnce() -> T, use_it: impl FnOnce(&T) -> R) -> R {
        let tile = self.entry(place);
        use_it(tile.get_or_init(make))
    }

    fn entry(&self, place: (i32, i32)) -> Arc<OnceLock<T>> {
        // A thread that panicked left at worst a tile more or less.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { tiles, order, clock } = &mut *kept;
        *clock += 1;
        let entry = tiles.entry(place).or_insert_with(|| Entry { tile: Arc::new(OnceLock::new()), asked: 0 });
        order.remove(&entry.asked);
        entry.asked = *clock;
        order.insert(*clock, place);
        let tile = Arc::clone(&entry.tile);
        while tiles.len() > self.most {
            let Some((_, oldest)) = order.pop_first() else { break };
            tiles.remove(&oldest);
        }
        tile
    }

    /// Tiles kept now.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.kept.lock().unwrap().tiles.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tile_longest_not_asked_for_goes_first_and_is_made_again() {
        let cache = TileCache::new(4 * 8, 8);
        let mut made = Vec::new();
        for place in [1, 2, 3, 4, 1, 5, 1, 2] {
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
        // 5 took the room of 2, which was the oldest after 1 had been asked for again.
        assert_eq!(made, [1, 2, 3, 4, 5, 2]);
    }
}
