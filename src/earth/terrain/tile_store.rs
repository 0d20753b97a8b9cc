//! Tiles in memory, the least recently used ones let go when the byte budget is reached.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{ElevationReadError, ElevationSource, ElevationTile};

/// A tile, or why there is none.
pub(super) type Stored = Result<Arc<ElevationTile>, ElevationReadError>;

struct Entry {
    tile: Stored,
    last_use: u64,
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<(usize, usize), Entry>,
    bytes: u64,
    uses: u64,
}

/// The tiles of one elevation model, shared by threads.
pub(super) struct TileStore {
    shelf: Mutex<Shelf>,
    budget_bytes: u64,
}

impl TileStore {
    pub(super) fn new(budget_bytes: u64) -> Self {
        Self { shelf: Mutex::new(Shelf::default()), budget_bytes }
    }

    /// The tile, read when it is not at hand. Two threads that miss the same tile at once both read it; the result is the same.
    pub(super) fn tile(&self, source: &dyn ElevationSource, row: usize, column: usize) -> Stored {
        if let Some(found) = self.found(row, column) {
            return found;
        }
        let tile = ElevationTile::read(source, row, column).map(Arc::new);
        self.keep(row, column, &tile);
        tile
    }

    fn found(&self, row: usize, column: usize) -> Option<Stored> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.uses += 1;
        let now = shelf.uses;
        let entry = shelf.entries.get_mut(&(row, column))?;
        entry.last_use = now;
        Some(entry.tile.clone())
    }

    fn keep(&self, row: usize, column: usize, tile: &Stored) {
        let bytes_of = |tile: &Stored| tile.as_ref().map_or(0, |tile| tile.bytes());
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let now = shelf.uses;
        shelf.bytes += bytes_of(tile);
        if let Some(old) = shelf.entries.insert((row, column), Entry { tile: tile.clone(), last_use: now }) {
            shelf.bytes -= bytes_of(&old.tile);
        }
        // The tile just read stays even when it alone is over the budget: the work must go on.
        while shelf.bytes > self.budget_bytes && shelf.entries.len() > 1 {
            let oldest = shelf
                .entries
                .iter()
                .filter(|(key, _)| **key != (row, column))
                .min_by_key(|(key, entry)| (entry.last_use, **key));
            let Some(key) = oldest.map(|(key, _)| *key) else { break };
            if let Some(gone) = shelf.entries.remove(&key) {
                shelf.bytes -= bytes_of(&gone.tile);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn bytes(&self) -> u64 {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}
