//! The file of overviews: chunks of cells, an index of them with check sums, and the key of what they were computed from.
//!
//! ```text
//! "VIQOVER1"                                        what the file is
//! chunk …                                           values (f32), and where any cell has one: reasons (u8), reasons of all samples (u8)
//! index                                             a chunk: offset (u64), bytes (u32), first 8 bytes of its SHA-256
//! offset of the index (u64)
//! SHA-256 of key, index and offset (32 bytes)
//! ```
//!
//! Numbers have their lowest byte first. Level, band and place of a chunk follow from its number and the [`OverviewLayout`], which follows from
//! the image; a file of another image has another key and is none of this one.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::layout::{CELL_BYTES, OverviewLayout};
use crate::imagery::{Reasons, ReducedTile, Window};
use crate::supervision::{Cancelled, Supervision};

const BEGINNING: &[u8; 8] = b"VIQOVER1";
const CHECK_BYTES: usize = 8;
const ENTRY_BYTES: usize = 8 + 4 + CHECK_BYTES;
const END_BYTES: usize = 8 + 32;

/// What the overviews were computed from.
pub(in crate::operations::viewing) type Key = [u8; 32];

/// Overviews that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in crate::operations::viewing) enum OverviewError {
    /// The file system.
    #[error("{}: overviews could not be read: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Not what was written.
    #[error("{}: needed overviews as they were written, found {found}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is there instead.
        found: &'static str,
    },
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Bytes of a file of this layout, at most.
pub(super) fn most_bytes(layout: OverviewLayout) -> u64 {
    layout.n_cells() * CELL_BYTES as u64 + ((layout.n_chunks() + 1) * ENTRY_BYTES + END_BYTES) as u64
}

/// Writes a file from its beginning to its end.
pub(super) struct OverviewWriter<'file> {
    to: &'file mut dyn Write,
    offset: u64,
    index: Vec<u8>,
    chunk: Vec<u8>,
}

impl<'file> OverviewWriter<'file> {
    pub(super) fn begin(to: &'file mut dyn Write) -> io::Result<Self> {
        to.write_all(BEGINNING)?;
        Ok(Self { to, offset: BEGINNING.len() as u64, index: Vec::new(), chunk: Vec::new() })
    }

    /// Writes the next chunk.
    pub(super) fn put(&mut self, cells: &ReducedTile) -> io::Result<()> {
        let Self { chunk, index, .. } = self;
        chunk.clear();
        chunk.extend(cells.values.iter().flat_map(|value| value.to_le_bytes()));
        if cells.touched.iter().chain(&cells.reasons).any(|reasons| !reasons.is_valid()) {
            chunk.extend(cells.reasons.iter().chain(&cells.touched).map(|reasons| reasons.bits()));
        }
        let bytes = u32::try_from(chunk.len()).map_err(|_| io::Error::other("a part of more than 4 GiB"))?;
        self.to.write_all(chunk)?;
        index.extend(self.offset.to_le_bytes());
        index.extend(bytes.to_le_bytes());
        index.extend(check(chunk));
        self.offset += u64::from(bytes);
        Ok(())
    }

    /// Writes what follows the last chunk.
    pub(super) fn finish(self, key: &Key) -> io::Result<()> {
        self.to.write_all(&self.index)?;
        let offset = self.offset.to_le_bytes();
        self.to.write_all(&offset)?;
        self.to.write_all(&seal(key, &self.index, offset))
    }
}

fn check(chunk: &[u8]) -> [u8; CHECK_BYTES] {
    let whole: [u8; 32] = Sha256::digest(chunk).into();
    std::array::from_fn(|index| whole[index])
}

fn seal(key: &Key, index: &[u8], offset: [u8; 8]) -> [u8; 32] {
    Sha256::new().chain_update(key).chain_update(index).chain_update(offset).finalize().into()
}

/// Where a chunk stands.
#[derive(Debug, Clone, Copy)]
struct Entry {
    offset: u64,
    bytes: usize,
    check: [u8; CHECK_BYTES],
}

/// A file whose beginning, index and end are as they were written; each chunk is looked at when it is read.
pub(in crate::operations::viewing) struct OverviewFile {
    path: PathBuf,
    file: Mutex<File>,
    layout: OverviewLayout,
    entries: Vec<Entry>,
}

impl OverviewFile {
    /// Opens the overviews of `key`; none where there is no file.
    pub(super) fn open(path: &Path, key: &Key, layout: OverviewLayout) -> Result<Option<Self>, OverviewError> {
        let unreadable = |source| OverviewError::Io { path: path.to_path_buf(), source };
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(unreadable)?,
        };
        let damaged = |found| OverviewError::Damaged { path: path.to_path_buf(), found };
        let index_bytes = layout.n_chunks() * ENTRY_BYTES;
        let behind = (index_bytes + END_BYTES) as u64;
        let bytes = file.metadata().map_err(unreadable)?.len();
        let Some(index_offset) = bytes.checked_sub(behind).filter(|offset| *offset >= BEGINNING.len() as u64) else {
            return Err(damaged("fewer bytes than the index of its levels has"));
        };
        let mut beginning = [0; BEGINNING.len()];
        file.read_exact(&mut beginning).map_err(unreadable)?;
        if &beginning != BEGINNING {
            return Err(damaged("another beginning"));
        }
        let mut index = vec![0; index_bytes];
        let (mut offset, mut sealed) = ([0; 8], [0; 32]);
        file.seek(SeekFrom::Start(index_offset)).map_err(unreadable)?;
        file.read_exact(&mut index).map_err(unreadable)?;
        file.read_exact(&mut offset).map_err(unreadable)?;
        file.read_exact(&mut sealed).map_err(unreadable)?;
        if u64::from_le_bytes(offset) != index_offset || seal(key, &index, offset) != sealed {
            return Err(damaged("an end that does not fit its index"));
        }
        let (rows, _) = index.as_chunks::<ENTRY_BYTES>();
        let entries = rows.iter().map(Entry::read).collect();
        Ok(Some(Self { path: path.to_path_buf(), file: Mutex::new(file), layout, entries }))
    }

    /// Whether a level is kept.
    pub(super) fn has(&self, level: usize) -> bool {
        self.layout.kept_levels().contains(&level)
    }

    /// Reads cells of a level.
    pub(super) fn read(
        &self,
        band: usize,
        level: usize,
        wanted: Window,
        supervision: &Supervision,
    ) -> Result<ReducedTile, OverviewError> {
        let mut tile = ReducedTile {
            values: vec![0.0; wanted.pixels()],
            reasons: vec![Reasons::VALID; wanted.pixels()],
            touched: vec![Reasons::VALID; wanted.pixels()],
            n: Vec::new(),
        };
        for part in self.layout.parts_touching(level, wanted) {
            supervision.check()?;
            let held = self.layout.cells(part, level);
            let cells = self.cells(self.layout.chunk(part, band, level), held.pixels())?;
            let (first, end) = (held.column.max(wanted.column), held.column_end().min(wanted.column_end()));
            for line in held.line.max(wanted.line)..held.line_end().min(wanted.line_end()) {
                let from = (line - held.line) * held.columns + first - held.column;
                let into = (line - wanted.line) * wanted.columns + first - wanted.column;
                let (from, into) = (from..from + end - first, into..into + end - first);
                tile.values[into.clone()].copy_from_slice(&cells.values[from.clone()]);
                if !cells.reasons.is_empty() {
                    tile.reasons[into.clone()].copy_from_slice(&cells.reasons[from.clone()]);
                    tile.touched[into].copy_from_slice(&cells.touched[from]);
                }
            }
        }
        Ok(tile)
    }

    /// Reads every chunk and compares it with its check sum; before each `pause` lets others go first.
    pub(super) fn verify(&self, pause: impl Fn() -> Result<(), Cancelled>) -> Result<(), OverviewError> {
        let mut chunk = Vec::new();
        for entry in &self.entries {
            pause()?;
            self.bytes(*entry, &mut chunk)?;
        }
        Ok(())
    }

    fn damaged(&self, found: &'static str) -> OverviewError {
        OverviewError::Damaged { path: self.path.clone(), found }
    }

    fn bytes(&self, entry: Entry, chunk: &mut Vec<u8>) -> Result<(), OverviewError> {
        chunk.clear();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let read = file
            .seek(SeekFrom::Start(entry.offset))
            .and_then(|_| io::Read::by_ref(&mut *file).take(entry.bytes as u64).read_to_end(chunk));
        drop(file);
        read.map_err(|source| OverviewError::Io { path: self.path.clone(), source })?;
        if chunk.len() == entry.bytes && check(chunk) == entry.check {
            Ok(())
        } else {
            Err(self.damaged("cells that do not fit their check sum"))
        }
    }

    /// The cells of a chunk; without reasons where none of them has one.
    fn cells(&self, chunk: Option<usize>, n_cells: usize) -> Result<ReducedTile, OverviewError> {
        let Some(entry) = chunk.and_then(|chunk| self.entries.get(chunk)) else {
            return Err(self.damaged("no such level or band"));
        };
        let mut bytes = Vec::new();
        self.bytes(*entry, &mut bytes)?;
        let value_bytes = n_cells * size_of::<f32>();
        if bytes.len() != value_bytes && bytes.len() != n_cells * CELL_BYTES {
            return Err(self.damaged("another number of cells"));
        }
        let (values, reasons) = bytes.split_at(value_bytes);
        let read: Option<Vec<Reasons>> = reasons.iter().map(|bits| Reasons::from_bits(*bits)).collect();
        let Some(mut reasons) = read else { return Err(self.damaged("reasons that are none")) };
        let touched = reasons.split_off(reasons.len() / 2);
        let values = values.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect();
        Ok(ReducedTile { values, reasons, touched, n: Vec::new() })
    }
}

impl Entry {
    fn read(bytes: &[u8; ENTRY_BYTES]) -> Self {
        let offset = u64::from_le_bytes(std::array::from_fn(|index| bytes[index]));
        let length = u32::from_le_bytes(std::array::from_fn(|index| bytes[8 + index]));
        Self { offset, bytes: length as usize, check: std::array::from_fn(|index| bytes[12 + index]) }
    }
}
