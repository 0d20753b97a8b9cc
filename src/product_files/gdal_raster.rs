//! Samples of one product from one or several raster files, with masks turned into reasons.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use gdal::Dataset;
use gdal::raster::{GdalDataType, GdalType};

use super::error::ProductError;
use super::gdal_session::{BLOCK_CACHE_MEGABYTES, RASTER_DRIVERS, open_dataset, take_messages};
use super::raster_limits::band_block_bytes;
use super::sample_rule::{SampleRule, add_mask};
use crate::imagery::{
    NoDataReason, RasterError, RasterSize, RasterSource, ReadError, Reasons, ReducedTile, Tile, Window, read_and_reduce,
};
use crate::supervision::Supervision;

mod cells;

/// Pixels of a step of reading, at most, except where a single block has more: smaller blocks are read several at a time.
const STEP_PIXELS: usize = 1 << 16;

/// A band of a raster file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileBand {
    /// Index of the file.
    pub(super) file: usize,
    /// Index of the band in it, from 0.
    pub(super) band: usize,
}

/// An image band.
#[derive(Debug, Clone, Copy)]
pub(super) struct ImageBand {
    /// Where its samples are.
    pub(super) source: FileBand,
    /// What their values say.
    pub(super) rule: SampleRule,
}

/// A mask, of the same size as the image.
#[derive(Debug, Clone)]
pub(super) struct Mask {
    /// Where its samples are.
    pub(super) source: FileBand,
    /// What a set bit means.
    pub(super) reason: NoDataReason,
    /// The bits that speak of each image band.
    pub(super) bits: Vec<u16>,
}

/// Files and what their bands are.
pub(super) struct RasterLayout {
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// The image bands.
    pub(super) bands: Vec<ImageBand>,
    /// The masks.
    pub(super) masks: Vec<Mask>,
}

/// What a raster file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileSize {
    /// Lines.
    pub(super) lines: usize,
    /// Columns.
    pub(super) columns: usize,
    /// Bands.
    pub(super) bands: usize,
}

/// Size of a raster file.
pub(super) fn size_of(dataset: &Dataset) -> FileSize {
    let (columns, lines) = dataset.raster_size();
    FileSize { lines, columns, bands: dataset.raster_count() }
}

/// The reader of a [`RasterLayout`]. Each thread works on handles of its own, which are kept for the next read.
pub(super) struct GdalRaster {
    layout: RasterLayout,
    size: RasterSize,
    bands: Vec<BandReader>,
    idle: Mutex<Vec<Handles>>,
}

/// How a band is converted.
enum BandReader {
    /// 8- or 16-bit codes.
    Codes {
        /// The reasons of every code.
        table: Vec<Reasons>,
        /// The longest run of codes without a reason.
        valid: RangeInclusive<u16>,
    },
    /// Anything else, as real numbers.
    Reals,
}

/// Open files and buffers of one thread.
struct Handles {
    datasets: Vec<Option<Dataset>>,
    codes: Vec<u16>,
    reals: Vec<f32>,
    empty: Vec<bool>,
}

impl GdalRaster {
    /// Opens the files of a layout; warns where their blocks are too large to be decoded only once.
    ///
    /// # Errors
    /// [`ProductError`] when a file cannot be opened, lacks a band that the layout names, or differs in size from the first.
    pub(super) fn open(layout: RasterLayout, supervision: &Supervision) -> Result<Self, ProductError> {
        let datasets = layout
            .files
            .iter()
            .map(|path| open_dataset(path, &RASTER_DRIVERS))
            .collect::<Result<Vec<Dataset>, ProductError>>()?;
        let sources = layout.bands.iter().map(|band| band.source).chain(layout.masks.iter().map(|mask| mask.source));
        let mut block_bytes = 0;
        for source in sources {
            same_size(&layout.files, &datasets, source)?;
            if let Some(dataset) = datasets.get(source.file) {
                block_bytes += band_block_bytes(&band_of(&layout.files, dataset, source)?);
            }
        }
        let first = layout.bands.first().map(|band| band.source);
        let (Some(source), Some(dataset)) = (first, first.and_then(|source| datasets.get(source.file))) else {
            return Err(ProductError::BandCount { path: PathBuf::new(), needed: "an image band".to_owned(), found: 0 });
        };
        let whole = size_of(dataset);
        let (block_columns, block_lines) = band_of(&layout.files, dataset, source)?.block_size();
        let cache_bytes = u128::from(BLOCK_CACHE_MEGABYTES) << 20;
        if block_bytes > cache_bytes {
            supervision.warn(format!(
                "{}: stored in blocks of {block_lines} lines × {block_columns} columns, {} MiB of all channels, more than the \
                 {BLOCK_CACHE_MEGABYTES} MiB kept for them: a block is decoded again for each part of it that is read, which is slow; \
                 the same image in tiles of 512 × 512 is not",
                first_file(&layout.files).display(),
                block_bytes >> 20,
            ));
        }
        let mut bands = Vec::with_capacity(layout.bands.len());
        for band in &layout.bands {
            let Some(dataset) = datasets.get(band.source.file) else { continue };
            let kind = band_of(&layout.files, dataset, band.source)?.band_type();
            bands.push(match kind {
                GdalDataType::UInt8 | GdalDataType::UInt16 => {
                    let table = band.rule.table();
                    BandReader::Codes { valid: cells::valid_codes(&table), table }
                }
                _ => BandReader::Reals,
            });
        }
        let size = RasterSize {
            lines: whole.lines,
            columns: whole.columns,
            bands: layout.bands.len(),
            block_lines: block_lines.clamp(1, whole.lines.max(1)),
            block_columns: block_columns.clamp(1, whole.columns.max(1)),
        };
        let handles = Handles::new(datasets.into_iter().map(Some).collect());
        Ok(Self { layout, size, bands, idle: Mutex::new(vec![handles]) })
    }

    /// Whether the band is converted from whole codes, among which there is no NaN.
    fn reads_codes(&self, band: usize) -> bool {
        matches!(self.bands.get(band), Some(BandReader::Codes { .. }))
    }

    fn take_handles(&self) -> Handles {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.unwrap_or_else(|| Handles::new(self.layout.files.iter().map(|_| None).collect()))
    }

    fn give_back(&self, handles: Handles) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(handles);
    }

    /// Parts of a window that end at the file's blocks, so that each block is decoded once a band.
    fn steps(&self, window: Window) -> impl Iterator<Item = Window> + use<> {
        let RasterSize { block_lines, block_columns, .. } = self.size;
        let many_columns = (STEP_PIXELS / (block_lines * block_columns)).max(1);
        let step_columns = block_columns * many_columns;
        let many_lines = (STEP_PIXELS / (block_lines * step_columns.min(self.size.columns))).max(1);
        let step_lines = block_lines * many_lines;
        cuts(window.line, window.line_end(), step_lines).flat_map(move |(line, line_end)| {
            cuts(window.column, window.column_end(), step_columns)
                .map(move |(column, column_end)| Window::new(line, column, line_end - line, column_end - column))
        })
    }

    fn read_step(
        &self,
        handles: &mut Handles,
        bands: &[usize],
        step: Step<'_>,
        tiles: &mut [Tile],
    ) -> Result<(), ReadError> {
        let mut may_be_empty = true;
        for (band, tile) in bands.iter().zip(tiles.iter_mut()) {
            may_be_empty &= self.read_band(handles, *band, step, tile)?;
        }
        if may_be_empty {
            self.find_outside(handles, bands, step, tiles)?;
        }
        for mask in &self.layout.masks {
            if bands.iter().all(|band| mask.bits.get(*band).is_none_or(|bits| *bits == 0)) {
                continue;
            }
            let Handles { datasets, codes, .. } = handles;
            let samples = read_samples(&self.layout.files, datasets, mask.source, step, codes)?;
            for (band, tile) in bands.iter().zip(tiles.iter_mut()) {
                let bits = mask.bits.get(*band).copied().unwrap_or(0);
                if bits != 0 {
                    for (samples, (_, reasons)) in step.rows(samples).zip(step.tile_rows(tile)) {
                        add_mask(samples, bits, mask.reason, reasons);
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads one band of one step; says whether any of its samples is missing.
    fn read_band(
        &self,
        handles: &mut Handles,
        band: usize,
        step: Step<'_>,
        tile: &mut Tile,
    ) -> Result<bool, ReadError> {
        let (Some(image), Some(reader)) = (self.layout.bands.get(band), self.bands.get(band)) else {
            return Err(no_such_band(band, self.size.bands).into());
        };
        let files = &self.layout.files;
        let Handles { datasets, codes, reals, .. } = handles;
        let mut missing = false;
        match reader {
            BandReader::Codes { table, .. } => {
                let codes = read_samples(files, datasets, image.source, step, codes)?;
                for (codes, (values, reasons)) in step.rows(codes).zip(step.tile_rows(tile)) {
                    missing |= SampleRule::convert_codes(table, codes, values, reasons);
                }
            }
            BandReader::Reals => {
                let reals = read_samples(files, datasets, image.source, step, reals)?;
                for (samples, (values, reasons)) in step.rows(reals).zip(step.tile_rows(tile)) {
                    missing |= image.rule.convert_reals(samples, values, reasons);
                }
            }
        }
        Ok(missing && image.rule.empty_pixel_is_outside)
    }

    /// Finds the pixels with no data in every band: they lie outside of the useful image, and are not merely missing.
    ///
    /// The other bands are read only while there are candidates.
    fn find_outside(
        &self,
        handles: &mut Handles,
        bands: &[usize],
        step: Step<'_>,
        tiles: &mut [Tile],
    ) -> Result<(), ReadError> {
        let mut empty = std::mem::take(&mut handles.empty);
        empty.clear();
        empty.resize(step.part.pixels(), true);
        for (band, tile) in bands.iter().zip(tiles.iter_mut()) {
            if self.reads_codes(*band) {
                let rows = empty.chunks_exact_mut(step.part.columns).zip(step.tile_rows(tile));
                for (empty, reasons) in rows.flat_map(|(empty, (_, reasons))| empty.iter_mut().zip(reasons)) {
                    *empty &= reasons.contains(NoDataReason::Missing);
                }
            }
        }
        for (band, image) in self.layout.bands.iter().enumerate() {
            // Real samples are looked at as the file has them: in the tile a NaN, which is merely missing, already stands as zero.
            if self.reads_codes(band) && bands.contains(&band) {
                continue;
            }
            if !empty.contains(&true) {
                break;
            }
            let Handles { datasets, reals, .. } = &mut *handles;
            let samples = read_samples(&self.layout.files, datasets, image.source, step, reals)?;
            for (empty, sample) in empty.iter_mut().zip(samples) {
                *empty &= image.rule.is_no_data(*sample);
            }
        }
        if empty.contains(&true) {
            for tile in tiles {
                let rows = step.rows(&empty).zip(step.tile_rows(tile));
                for (empty, reasons) in rows.flat_map(|(empty, (_, reasons))| empty.iter().zip(reasons)) {
                    if *empty {
                        *reasons = Reasons::only(NoDataReason::Outside);
                    }
                }
            }
        }
        handles.empty = empty;
        Ok(())
    }
}

/// A part of a window that is read at once.
#[derive(Clone, Copy)]
struct Step<'a> {
    /// The window of the tiles.
    window: Window,
    /// The part of it, of at least one pixel.
    part: Window,
    supervision: &'a Supervision,
}

impl Step<'_> {
    /// Rows of the step's own samples.
    fn rows<T>(self, samples: &[T]) -> impl Iterator<Item = &[T]> {
        samples.chunks_exact(self.part.columns)
    }

    /// Values and reasons of the same rows in a tile of the window.
    fn tile_rows(self, tile: &mut Tile) -> impl Iterator<Item = (&mut [f32], &mut [Reasons])> {
        let Self { window, part, .. } = self;
        let columns = part.column - window.column..part.column_end() - window.column;
        let rows = tile.values.chunks_exact_mut(window.columns).zip(tile.reasons.chunks_exact_mut(window.columns));
        rows.skip(part.line - window.line)
            .take(part.lines)
            .map(move |(values, reasons)| (&mut values[columns.clone()], &mut reasons[columns.clone()]))
    }
}

impl RasterSource for GdalRaster {
    fn size(&self) -> RasterSize {
        self.size
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        self.require(bands, window)?;
        tiles.resize_with(bands.len(), Tile::default);
        for tile in tiles.iter_mut() {
            tile.values.resize(window.pixels(), 0.0);
            tile.reasons.resize(window.pixels(), Reasons::VALID);
        }
        if window.pixels() == 0 || bands.is_empty() {
            return Ok(());
        }
        // Handles that failed or were interrupted are dropped: the next read opens the files anew.
        let mut handles = self.take_handles();
        for part in self.steps(window) {
            self.read_step(&mut handles, bands, Step { window, part, supervision }, tiles)?;
        }
        self.give_back(handles);
        Ok(())
    }

    fn read_cells(
        &self,
        bands: &[usize],
        window: Window,
        factor: usize,
        cells: &mut Vec<ReducedTile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        self.require(bands, window)?;
        let factor = factor.max(1);
        if self.read_cells_by_steps(bands, window, factor, cells, supervision)? {
            return Ok(());
        }
        read_and_reduce(self, bands, window, factor, cells, supervision)
    }
}

impl GdalRaster {
    /// Refuses a window that leaves the raster, and bands that it lacks.
    fn require(&self, bands: &[usize], window: Window) -> Result<(), RasterError> {
        if !self.size.window().contains(window) {
            return Err(RasterError {
                message: format!(
                    "{}: needed a window inside {} lines × {} columns, found lines {} to {} and columns {} to {}",
                    first_file(&self.layout.files).display(),
                    self.size.lines,
                    self.size.columns,
                    window.line,
                    window.line_end(),
                    window.column,
                    window.column_end(),
                ),
            });
        }
        if let Some(band) = bands.iter().find(|band| **band >= self.size.bands) {
            return Err(no_such_band(*band, self.size.bands));
        }
        Ok(())
    }
}

impl Handles {
    fn new(datasets: Vec<Option<Dataset>>) -> Self {
        Self { datasets, codes: Vec::new(), reals: Vec::new(), empty: Vec::new() }
    }
}

fn cuts(begin: usize, end: usize, step: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut at = begin;
    std::iter::from_fn(move || {
        (at < end).then(|| {
            let from = at;
            at = ((from / step + 1) * step).min(end);
            (from, at)
        })
    })
}

fn no_such_band(band: usize, n_bands: usize) -> RasterError {
    RasterError { message: format!("needed a band below {n_bands}, found band index {band}") }
}

fn first_file(files: &[PathBuf]) -> &Path {
    files.first().map_or(Path::new(""), PathBuf::as_path)
}

fn band_of<'a>(
    files: &[PathBuf],
    dataset: &'a Dataset,
    source: FileBand,
) -> Result<gdal::raster::RasterBand<'a>, ProductError> {
    dataset.rasterband(source.band + 1).map_err(|error| ProductError::Raster {
        path: files.get(source.file).cloned().unwrap_or_default(),
        needed: format!("band {}", source.band + 1),
        found: take_messages(&error.to_string()),
    })
}

fn same_size(files: &[PathBuf], datasets: &[Dataset], source: FileBand) -> Result<(), ProductError> {
    let (Some(path), Some(dataset), Some(first)) =
        (files.get(source.file), datasets.get(source.file), datasets.first())
    else {
        return Ok(());
    };
    let (size, needed) = (size_of(dataset), size_of(first));
    if (size.lines, size.columns) != (needed.lines, needed.columns) {
        return Err(ProductError::Raster {
            path: path.clone(),
            needed: format!(
                "{} lines × {} columns as in {}",
                needed.lines,
                needed.columns,
                first_file(files).display()
            ),
            found: format!("{} × {}", size.lines, size.columns),
        });
    }
    if source.band >= size.bands {
        return Err(ProductError::BandCount {
            path: path.clone(),
            needed: format!("at least {} bands", source.band + 1),
            found: size.bands,
        });
    }
    Ok(())
}

/// Reads one band of one step into `buffer`, opening the file on this thread where it is not open yet.
///
/// This is where the time goes, so the user may cancel before each: a step has at most [`STEP_PIXELS`] pixels, or is of one block.
fn read_samples<'a, T: Copy + Default + GdalType>(
    files: &[PathBuf],
    datasets: &mut [Option<Dataset>],
    source: FileBand,
    step: Step<'_>,
    buffer: &'a mut Vec<T>,
) -> Result<&'a [T], ReadError> {
    step.supervision.check()?;
    let part = step.part;
    let path = files.get(source.file).map_or(Path::new(""), PathBuf::as_path);
    let slot = datasets
        .get_mut(source.file)
        .ok_or_else(|| RasterError { message: format!("needed file {} of the product, found none", source.file) })?;
    let dataset = match slot {
        Some(dataset) => dataset,
        empty => empty
            .insert(open_dataset(path, &RASTER_DRIVERS).map_err(|error| RasterError { message: error.to_string() })?),
    };
    buffer.resize(part.pixels(), T::default());
    let band = dataset.rasterband(source.band + 1);
    let done = band.and_then(|band| {
        let (origin, shape) = ((part.column as isize, part.line as isize), (part.columns, part.lines));
        band.read_into_slice(origin, shape, shape, buffer, None)
    });
    match done {
        Ok(()) => Ok(buffer),
        Err(error) => Err(RasterError {
            message: format!(
                "{}: band {}, block of lines {} to {} and columns {} to {}: needed its samples, found: {}",
                path.display(),
                source.band + 1,
                part.line,
                part.line_end() - 1,
                part.column,
                part.column_end() - 1,
                take_messages(&error.to_string()),
            ),
        }
        .into()),
    }
}

#[cfg(test)]
mod tests;
