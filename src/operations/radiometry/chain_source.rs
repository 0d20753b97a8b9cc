//! A raw product's image through the chain, window by window, as whoever looks at it asks for it.

use std::sync::Arc;

use super::band_chains::ThoughtBand;
use super::chained_block::ChainedBlock;
use super::raw_codes::{LineGroups, RawCodes};
use crate::imagery::{
    RasterError, RasterSize, RasterSource, ReadError, ReducedTile, Reduction, Tile, Window, read_and_reduce,
};
use crate::operations::viewing::ViewedProduct;
use crate::supervision::Supervision;

/// The image of a raw product through the chain.
pub(super) struct ChainSource {
    /// The raw product.
    pub(super) raw: Arc<ViewedProduct>,
    /// Its codes, as far as they are kept.
    pub(super) codes: Arc<RawCodes>,
    /// Columns before the useful ones, and the useful ones.
    pub(super) columns: [usize; 2],
    /// The chains of the bands, each prepared when it is asked for first.
    pub(super) bands: Vec<Arc<ThoughtBand>>,
}

/// Lines that are worked on between two looks whether they are still wanted.
const LINES_AT_ONCE: usize = 128;

impl ChainSource {
    /// The lines of a band in some columns of the image.
    fn block(&self, band: usize, [from, end]: [usize; 2]) -> Result<ChainedBlock<'_>, ReadError> {
        let refused = |message: String| ReadError::Raster(RasterError { message });
        let Some(thought) = self.bands.get(band) else {
            return Err(refused(format!("needed a band below {}, found {band}", self.bands.len())));
        };
        let chain = thought.band_chain().map_err(refused)?;
        let [pre_scan, useful] = self.columns;
        Ok(ChainedBlock {
            raster: self.raw.raster(),
            codes: &self.codes,
            chain,
            band,
            columns: from..end,
            pre_scan,
            useful,
        })
    }
}

/// Codes of whole lines of a band, line by line, of some columns of the image.
pub(super) fn columns_of_line(
    raster: &dyn RasterSource,
    band: usize,
    lines: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
    supervision: &Supervision,
) -> Result<Vec<u16>, ReadError> {
    let window = Window::new(lines.start, columns.start, lines.len(), columns.len());
    let mut tiles = Vec::new();
    raster.read(&[band], window, &mut tiles, supervision)?;
    Ok(tiles.iter().flat_map(|tile: &Tile| tile.values.iter().map(|value| *value as u16)).collect())
}

impl RasterSource for ChainSource {
    /// Any window costs what it covers: codes are kept, whatever the blocks that the file holds them in.
    fn size(&self) -> RasterSize {
        RasterSize { block_lines: 1, block_columns: 1, ..self.raw.raster().size() }
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        tiles.resize_with(bands.len(), Tile::default);
        for (band, tile) in bands.iter().zip(tiles.iter_mut()) {
            let block = self.block(*band, [window.column, window.column_end()])?;
            if window.lines <= LINES_AT_ONCE * 4 {
                block.correct(LineGroups::run(window.line..window.line_end()), tile, supervision)?;
                continue;
            }
            // A large window in parts, between which the user may cancel.
            let mut whole = Tile::default();
            let mut part = Tile::default();
            for line in (window.line..window.line_end()).step_by(LINES_AT_ONCE) {
                let end = (line + LINES_AT_ONCE).min(window.line_end());
                block.correct(LineGroups::run(line..end), &mut part, supervision)?;
                whole.values.append(&mut part.values);
                whole.reasons.append(&mut part.reasons);
            }
            *tile = whole;
        }
        Ok(())
    }

    fn samples_behind(&self, window: Window, factor: usize) -> usize {
        window.lines.div_ceil(factor.max(1)) * window.columns
    }

    /// The line in the middle of each row of cells stands for the row: a whole image is shown while a coefficient is moved, which all of its
    /// lines would not be.
    fn read_cells(
        &self,
        bands: &[usize],
        window: Window,
        factor: usize,
        cells: &mut Vec<ReducedTile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        if factor <= 1 {
            return read_and_reduce(self, bands, window, factor, cells, supervision);
        }
        cells.resize_with(bands.len(), ReducedTile::default);
        cells.iter_mut().for_each(ReducedTile::clear);
        // Whole rows of cells, then the one that the end of the image cuts.
        let (whole, cut) = (window.lines / factor, window.lines % factor);
        let rows = [(0, whole, factor), (whole, usize::from(cut > 0), cut)];
        let (mut tile, mut line, mut reduction) = (Tile::default(), Tile::default(), Reduction::default());
        for (band, cells) in bands.iter().zip(cells.iter_mut()) {
            let block = self.block(*band, [window.column, window.column_end()])?;
            for (row, n, height) in rows {
                let middle = window.line + row * factor + height / 2;
                for groups in block.together(LineGroups { first: middle, step: factor, n, lines: 1 }) {
                    block.correct(groups, &mut tile, supervision)?;
                    let columns = window.columns.max(1);
                    for (values, reasons) in tile.values.chunks(columns).zip(tile.reasons.chunks(columns)) {
                        values.clone_into(&mut line.values);
                        reasons.clone_into(&mut line.reasons);
                        reduction.append(&line, columns, factor, cells);
                    }
                }
            }
        }
        Ok(())
    }
}
