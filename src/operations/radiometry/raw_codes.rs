//! Codes of a raw product, kept as they were read: what is calculated from them changes many times while they stay.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::imagery::{RasterSource, ReadError, Tile, Window};
use crate::supervision::Supervision;

/// Bytes of codes that are kept: two views of 1400 × 900 in three bands, and a whole image of every eighth line beside them.
const KEPT_BYTES: usize = 128 << 20;

/// Codes of one request that are kept at most, where its lines are neighbours: a tile of a view, with room. What is larger is read once, for a
/// statistic of every pixel, and would drive out what is looked at.
const MOST_CODES: usize = 1 << 17;

/// Which codes: a band, lines, columns of the image.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct CodeRequest {
    /// Index of the band.
    pub(super) band: usize,
    /// Lines, one group after the other: each group is of neighbouring lines.
    pub(super) lines: LineGroups,
    /// First and before which column.
    pub(super) columns: [usize; 2],
}

/// Groups of neighbouring lines in even steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LineGroups {
    /// First line of the first group.
    pub(super) first: usize,
    /// From one group to the next.
    pub(super) step: usize,
    /// Number of groups.
    pub(super) n: usize,
    /// Lines of each group.
    pub(super) lines: usize,
}

/// Codes that were read, line by line, and the places of those that hold no code.
#[derive(Debug, Default)]
pub(super) struct Codes {
    pub(super) codes: Vec<u16>,
    pub(super) absent: Vec<usize>,
}

/// The codes that are kept.
#[derive(Default)]
pub(super) struct RawCodes {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    codes: HashMap<CodeRequest, (Arc<Codes>, u64)>,
    by_use: BTreeMap<u64, CodeRequest>,
    moment: u64,
    bytes: usize,
}

impl RawCodes {
    /// The codes, kept or read from `raster`.
    pub(super) fn get(
        &self,
        raster: &dyn RasterSource,
        request: &CodeRequest,
        supervision: &Supervision,
    ) -> Result<Arc<Codes>, ReadError> {
        if let Some(codes) = self.found(request) {
            return Ok(codes);
        }
        let codes = Arc::new(read(raster, request, supervision)?);
        if request.lines.n > 1 || codes.codes.len() <= MOST_CODES {
            self.keep(request, &codes);
        }
        Ok(codes)
    }

    fn found(&self, request: &CodeRequest) -> Option<Arc<Codes>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { codes, by_use, moment, .. } = &mut *kept;
        let (found, used) = codes.get_mut(request)?;
        *moment += 1;
        by_use.remove(used);
        by_use.insert(*moment, request.clone());
        *used = *moment;
        Some(Arc::clone(found))
    }

    fn keep(&self, request: &CodeRequest, codes: &Arc<Codes>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.moment += 1;
        let moment = kept.moment;
        kept.bytes += bytes_of(codes);
        if let Some((old, used)) = kept.codes.insert(request.clone(), (Arc::clone(codes), moment)) {
            kept.by_use.remove(&used);
            kept.bytes -= bytes_of(&old);
        }
        kept.by_use.insert(moment, request.clone());
        while kept.bytes > KEPT_BYTES {
            let Some((_, oldest)) = kept.by_use.pop_first() else { break };
            if let Some((old, _)) = kept.codes.remove(&oldest) {
                kept.bytes -= bytes_of(&old);
            }
        }
    }
}

fn bytes_of(codes: &Codes) -> usize {
    2 * codes.codes.capacity() + 8 * codes.absent.capacity() + 256
}

fn read(raster: &dyn RasterSource, request: &CodeRequest, supervision: &Supervision) -> Result<Codes, ReadError> {
    let CodeRequest { band, lines: groups, columns: [begin, end] } = request;
    let columns = end - begin;
    let mut found = Codes { codes: Vec::with_capacity(groups.n * groups.lines * columns), absent: Vec::new() };
    let mut tiles: Vec<Tile> = Vec::new();
    for group in 0..groups.n {
        let window = Window::new(groups.first + group * groups.step, *begin, groups.lines, columns);
        raster.read(&[*band], window, &mut tiles, supervision)?;
        let Some(tile) = tiles.first() else { continue };
        let before = found.codes.len();
        let absent = tile.reasons.iter().enumerate().filter(|(_, reasons)| !reasons.carries_value());
        found.absent.extend(absent.map(|(place, _)| before + place));
        // Codes are whole numbers from 0 on; what is beyond ends at the ends.
        found.codes.extend(tile.values.iter().map(|value| *value as u16));
    }
    Ok(found)
}

impl LineGroups {
    /// Neighbouring lines.
    pub(super) const fn run(lines: Range<usize>) -> Self {
        Self { first: lines.start, step: 0, n: 1, lines: lines.end - lines.start }
    }
}
