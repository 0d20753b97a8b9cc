//! Samples of bands on tiles: from the cache, or from the file in parts that follow its blocks, so that each block is decoded once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::tile_place::TilePlace;
use super::viewed_product::ViewedProduct;
use crate::imagery::{ReducedTile, Tile, Window};
use crate::operations::OperationError;
use crate::supervision::{Cancelled, Supervision};

/// Cells of one band that are read at once, at most, beside those of the one tile that was asked for: 25 MB.
const LARGEST_GROUP_CELLS: usize = 1 << 22;

/// A tile is read alone as long as the blocks under it hold at most this many times its pixels.
const BLOCKS_PER_TILE: usize = 2;

/// Samples from which on a reading is shared by threads.
const SHARED_READING_SAMPLES: usize = 1 << 22;

/// A wait for another thread's reading is broken this often, to hear of a cancel.
const WAIT: Duration = Duration::from_millis(50);

/// Which samples: a band (index in the raster) and a tile.
type TileKey = (usize, TilePlace);

/// Tiles that are read together: rows and columns of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TileGroup {
    first: TilePlace,
    rows: usize,
    columns: usize,
}

impl TileGroup {
    fn places(self) -> impl Iterator<Item = TilePlace> {
        let Self { first: TilePlace { level, row, column }, rows, columns } = self;
        (row..row + rows)
            .flat_map(move |row| (column..column + columns).map(move |column| TilePlace { level, row, column }))
    }
}

/// Readings under way, so that two threads do not read the same.
#[derive(Default)]
pub(super) struct Readings {
    under_way: Mutex<BTreeSet<TileKey>>,
    ended: Condvar,
}

/// A reading under way; it ends when this is dropped.
struct Claim<'readings> {
    readings: &'readings Readings,
    keys: Vec<TileKey>,
}

impl Readings {
    /// Claims the reading of a group for this thread; none when another one is at it, after a while of waiting for it.
    fn claim(&self, bands: &[usize], first: TilePlace) -> Option<Claim<'_>> {
        let keys: Vec<TileKey> = bands.iter().map(|band| (*band, first)).collect();
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.iter().any(|key| under_way.contains(key)) {
            drop(self.ended.wait_timeout(under_way, WAIT).unwrap_or_else(PoisonError::into_inner));
            return None;
        }
        under_way.extend(keys.iter().copied());
        Some(Claim { readings: self, keys })
    }

    /// Waits until no reading is under way: whoever works for later lets those go first who are waited for.
    pub(super) fn wait_for_their_end(&self, supervision: &Supervision) -> Result<(), Cancelled> {
        loop {
            supervision.check()?;
            let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            if under_way.is_empty() {
                return Ok(());
            }
            drop(self.ended.wait_timeout(under_way, WAIT).unwrap_or_else(PoisonError::into_inner));
        }
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut under_way = self.readings.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &self.keys {
            under_way.remove(key);
        }
        drop(under_way);
        self.readings.ended.notify_all();
    }
}

/// Samples of one tile, one entry a band.
pub(super) type BandTiles = Vec<Arc<ReducedTile>>;

impl ViewedProduct {
    /// The samples of bands on a tile.
    pub(super) fn band_tiles(
        &self,
        bands: &[usize],
        place: TilePlace,
        supervision: &Supervision,
    ) -> Result<BandTiles, OperationError> {
        let mut found = self.group_tiles(bands, self.group_of(place), &[place], supervision)?;
        Ok(found.remove(&place).unwrap_or_default())
    }

    /// What `make` makes of the samples of bands on each of `places`, in their order. Tiles are read by all threads of the pool.
    pub(super) fn over_tiles<Made: Send>(
        &self,
        bands: &[usize],
        places: &[TilePlace],
        supervision: &Supervision,
        make: impl Fn(TilePlace, &[Arc<ReducedTile>]) -> Result<Made, OperationError> + Sync,
    ) -> Result<Vec<Made>, OperationError> {
        let mut groups: BTreeMap<TileGroup, Vec<TilePlace>> = BTreeMap::new();
        for place in places {
            groups.entry(self.group_of(*place)).or_default().push(*place);
        }
        let groups: Vec<(TileGroup, Vec<TilePlace>)> = groups.into_iter().collect();
        let made: Vec<Vec<(TilePlace, Made)>> = groups
            .par_iter()
            .with_max_len(1)
            .map(|(group, places)| {
                let tiles = self.group_tiles(bands, *group, places, supervision)?;
                tiles
                    .iter()
                    .map(|(place, tiles)| {
                        supervision.check()?;
                        Ok((*place, make(*place, tiles)?))
                    })
                    .collect::<Result<Vec<(TilePlace, Made)>, OperationError>>()
            })
            .collect::<Result<_, OperationError>>()?;
        supervision.check()?;
        let mut by_place: BTreeMap<TilePlace, Made> = made.into_iter().flatten().collect();
        Ok(places.iter().filter_map(|place| by_place.remove(place)).collect())
    }

    /// The tiles that are read together with `place`: itself, or all that its blocks touch where those are much larger.
    fn group_of(&self, place: TilePlace) -> TileGroup {
        let alone = TileGroup { first: place, rows: 1, columns: 1 };
        if self.overviews.serve(place.level) {
            return alone;
        }
        let size = self.raster.size();
        let window = self.tile_window(place);
        let whole = |begin: usize, end: usize, block: usize, extent: usize| {
            let block = block.max(1);
            (begin / block * block, (end.div_ceil(block) * block).min(extent))
        };
        let (line, line_end) = whole(window.line, window.line_end(), size.block_lines, size.lines);
        let (column, column_end) = whole(window.column, window.column_end(), size.block_columns, size.columns);
        let blocks = Window::new(line, column, line_end - line, column_end - column);
        if blocks.pixels() <= BLOCKS_PER_TILE * window.pixels() {
            return alone;
        }
        let cell_side = 1 << place.level;
        let tile_pixels = self.tile_side() * cell_side;
        // Groups tile the level, so that each tile belongs to one only: blocks that touch tiles of two groups are decoded twice.
        let across = (size.block_columns.div_ceil(tile_pixels)).max(1);
        let down = (size.block_lines.div_ceil(tile_pixels)).max(1);
        let (rows, columns) = self.tiles(place.level);
        let first =
            TilePlace { level: place.level, row: place.row / down * down, column: place.column / across * across };
        let group = TileGroup { first, rows: down.min(rows - first.row), columns: across.min(columns - first.column) };
        let cells = group.rows * group.columns * self.tile_side() * self.tile_side();
        if cells > LARGEST_GROUP_CELLS { alone } else { group }
    }

    /// The samples of bands on some tiles of a group; what has to be read is kept for all tiles of it.
    fn group_tiles(
        &self,
        bands: &[usize],
        group: TileGroup,
        places: &[TilePlace],
        supervision: &Supervision,
    ) -> Result<BTreeMap<TilePlace, BandTiles>, OperationError> {
        let mut found: BTreeMap<TileKey, Arc<ReducedTile>> = BTreeMap::new();
        loop {
            supervision.check()?;
            let mut missing = BTreeSet::new();
            for band in bands {
                for place in places {
                    let key = (*band, *place);
                    if found.contains_key(&key) {
                        continue;
                    }
                    if let Some(tile) = self.cache.get(*band, *place) {
                        found.insert(key, tile);
                    } else {
                        missing.insert(*band);
                    }
                }
            }
            let missing: Vec<usize> = missing.into_iter().collect();
            if missing.is_empty() {
                break;
            }
            let Some(claim) = self.readings.claim(&missing, group.first) else { continue };
            // Another thread may have read it between the look into the cache and the claim.
            let is_there = |band: usize| {
                places.iter().all(|place| found.contains_key(&(band, *place)) || self.cache.has(band, *place))
            };
            let missing: Vec<usize> = missing.into_iter().filter(|band| !is_there(*band)).collect();
            for (key, tile) in self.read_group(&missing, group, supervision)? {
                let kept = self.cache.put(key.0, key.1, tile);
                if places.contains(&key.1) {
                    found.insert(key, kept);
                }
            }
            drop(claim);
        }
        let tiles_of =
            |place: &TilePlace| bands.iter().filter_map(|band| found.get(&(*band, *place)).cloned()).collect();
        Ok(places.iter().map(|place| (*place, tiles_of(place))).collect())
    }

    /// Reads all tiles of a group.
    fn read_group(
        &self,
        bands: &[usize],
        group: TileGroup,
        supervision: &Supervision,
    ) -> Result<Vec<(TileKey, ReducedTile)>, OperationError> {
        if bands.is_empty() {
            return Ok(Vec::new());
        }
        let level = group.first.level;
        let last = TilePlace {
            row: group.first.row + group.rows - 1,
            column: group.first.column + group.columns - 1,
            ..group.first
        };
        let (begin, end) = (self.levels.cells_of(group.first), self.levels.cells_of(last));
        let cells = Window::new(begin.line, begin.column, end.line_end() - begin.line, end.column_end() - begin.column);
        let read = self.read_cells(bands, level, cells, supervision)?;
        let mut tiles = Vec::new();
        for (band, read) in bands.iter().zip(read) {
            if group.rows * group.columns == 1 {
                tiles.push(((*band, group.first), read));
                continue;
            }
            for place in group.places() {
                supervision.check()?;
                tiles.push(((*band, place), part(&read, cells, self.levels.cells_of(place))));
            }
        }
        Ok(tiles)
    }

    /// Reads cells of a level. Those of level 0 are the samples.
    fn read_cells(
        &self,
        bands: &[usize],
        level: usize,
        cells: Window,
        supervision: &Supervision,
    ) -> Result<Vec<ReducedTile>, OperationError> {
        if level > 0 {
            return self.read_means(bands, level, cells, supervision);
        }
        let pixels = self.levels.pixels_under(level, cells);
        let mut tiles = Vec::new();
        self.raster.read(bands, pixels, &mut tiles, supervision)?;
        let as_cells = |tile: Tile| ReducedTile {
            touched: tile.reasons.clone(),
            values: tile.values,
            reasons: tile.reasons,
            n: Vec::new(),
        };
        Ok(tiles.into_iter().map(as_cells).collect())
    }
}

impl ViewedProduct {
    /// Reads cells of a coarse level; a large part of the image is read by several threads.
    fn read_means(
        &self,
        bands: &[usize],
        level: usize,
        cells: Window,
        supervision: &Supervision,
    ) -> Result<Vec<ReducedTile>, OperationError> {
        let read = |cells: Window| {
            let mut read = Vec::new();
            let pixels = self.levels.pixels_under(level, cells);
            self.raster.read_cells(bands, pixels, 1 << level, &mut read, supervision)?;
            for tile in &mut read {
                // Nothing looks at the numbers of samples behind the cells.
                tile.n = Vec::new();
            }
            Ok::<Vec<ReducedTile>, OperationError>(read)
        };
        if let Some(kept) = self.read_overviews(bands, level, cells, supervision)? {
            return Ok(kept);
        }
        let n_threads = rayon::current_num_threads();
        let samples = self.raster.samples_behind(self.levels.pixels_under(level, cells), 1 << level) * bands.len();
        if n_threads < 2 || samples < SHARED_READING_SAMPLES {
            return read(cells);
        }
        // Whole blocks a thread, where they are smaller than its part.
        let block_rows = self.raster.size().block_lines.div_ceil(1 << level);
        let rows = cells.lines.div_ceil(n_threads).div_ceil(block_rows) * block_rows;
        let parts: Vec<Window> = (0..cells.lines)
            .step_by(rows)
            .map(|row| Window::new(cells.line + row, cells.column, rows.min(cells.lines - row), cells.columns))
            .collect();
        // Threads of their own: those of the pool would take up other work while they wait, which may wait for this reading.
        let found = std::thread::scope(|scope| {
            let handles: Vec<_> = parts
                .iter()
                .map(|part| {
                    let named = std::thread::Builder::new().name("viq-reading".to_owned());
                    named.spawn_scoped(scope, || read(*part))
                })
                .collect();
            let mut found = Vec::with_capacity(parts.len());
            for (handle, part) in handles.into_iter().zip(&parts) {
                // Where no thread was to be had, this one reads.
                found.push(match handle.map(std::thread::ScopedJoinHandle::join) {
                    Ok(Ok(read)) => read,
                    _ => read(*part),
                });
            }
            found
        });
        let mut whole = vec![ReducedTile::default(); bands.len()];
        for band in &mut whole {
            band.values.reserve_exact(cells.pixels());
            band.reasons.reserve_exact(cells.pixels());
            band.touched.reserve_exact(cells.pixels());
        }
        for part in found {
            for (whole, part) in whole.iter_mut().zip(part?) {
                whole.values.extend(part.values);
                whole.reasons.extend(part.reasons);
                whole.touched.extend(part.touched);
            }
        }
        Ok(whole)
    }
}

/// The cells `wanted` of cells that were read as `whole`.
fn part(read: &ReducedTile, whole: Window, wanted: Window) -> ReducedTile {
    let mut tile = ReducedTile {
        values: Vec::with_capacity(wanted.pixels()),
        reasons: Vec::with_capacity(wanted.pixels()),
        touched: Vec::with_capacity(wanted.pixels()),
        n: Vec::new(),
    };
    for line in wanted.line..wanted.line_end() {
        let begin = (line - whole.line) * whole.columns + wanted.column - whole.column;
        let row = begin..begin + wanted.columns;
        tile.values.extend_from_slice(&read.values[row.clone()]);
        tile.reasons.extend_from_slice(&read.reasons[row.clone()]);
        tile.touched.extend_from_slice(&read.touched[row]);
    }
    tile
}
