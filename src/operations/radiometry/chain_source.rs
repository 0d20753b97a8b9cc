//! A raw product's image through the chain, window by window, as whoever looks at it asks for it.

use std::sync::{Arc, OnceLock};

use super::raw_codes::{CodeRequest, LineGroups, RawCodes};
use crate::imagery::{
    NoDataReason, RasterError, RasterSize, RasterSource, ReadError, Reasons, ReducedTile, Reduction, Tile, Window,
};
use crate::level1::{BandChain, BlockReasons, Chain, ChainError, RawLayout, RawLines};
use crate::operations::viewing::ViewedProduct;
use crate::supervision::Supervision;

/// What the chain of a band is made by.
pub(super) type Prepare = Box<dyn Fn(usize) -> Result<Chain, ChainError> + Send + Sync>;

/// The image of a raw product through the chain.
pub(super) struct ChainSource {
    /// The raw product.
    pub(super) raw: Arc<ViewedProduct>,
    /// Its codes, as far as they are kept.
    pub(super) codes: Arc<RawCodes>,
    /// Columns before the useful ones, and the useful ones.
    pub(super) columns: [usize; 2],
    /// The chains of the bands, each prepared when it is asked for first.
    pub(super) chains: Vec<OnceLock<Result<Chain, String>>>,
    /// How.
    pub(super) prepare: Prepare,
}

/// Lines that are worked on between two looks whether they are still wanted.
const LINES_AT_ONCE: usize = 128;

impl ChainSource {
    fn chain(&self, band: usize) -> Result<&BandChain, ReadError> {
        let refused = |message: String| ReadError::Raster(RasterError { message });
        let Some(chain) = self.chains.get(band) else {
            return Err(refused(format!("needed a band below {}, found {band}", self.chains.len())));
        };
        let chain = chain.get_or_init(|| (self.prepare)(band).map_err(|error| error.to_string()));
        let chain = chain.as_ref().map_err(|message| refused(message.clone()))?;
        chain.bands().first().ok_or_else(|| refused("needed the chain of one band, found none".to_owned()))
    }

    /// Groups of lines through the chain: values and reasons of the columns `from` to before `end` of the image, group after group. Each
    /// group comes with `before` lines that only serve what follows.
    fn corrected(
        &self,
        band: usize,
        groups: LineGroups,
        before: usize,
        [from, end]: [usize; 2],
        tile: &mut Tile,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        let chain = self.chain(band)?;
        let columns = end - from;
        let lines = groups.lines - before;
        let outside = Reasons::only(NoDataReason::Outside);
        tile.values.clear();
        tile.reasons.clear();
        tile.values.resize(groups.n * lines * columns, 0.0);
        tile.reasons.resize(groups.n * lines * columns, outside);
        let [pre_scan, useful] = self.columns;
        let (first, last) = (from.max(pre_scan) - pre_scan, end.min(pre_scan + useful).saturating_sub(pre_scan));
        if first >= last || columns == 0 {
            return Ok(());
        }
        let needed = chain.columns_needed(first, last);
        let request = CodeRequest { band, lines: groups, columns: [pre_scan + needed.start, pre_scan + needed.end] };
        let codes = self.codes.get(self.raw.raster(), &request, supervision)?;
        let stride = needed.len();
        let (mut values, mut reasons) = (vec![0.0_f32; lines * stride], BlockReasons::default());
        let mut of_window = vec![Reasons::VALID; lines * (last - first)];
        for group in 0..groups.n {
            supervision.check()?;
            let begin = group * groups.lines * stride;
            let block = codes.codes.get(begin..begin + groups.lines * stride).unwrap_or_default();
            let first_line = groups.first + group * groups.step;
            let layout = RawLayout {
                stride,
                offset: 0,
                columns: stride,
                first_column: needed.start,
                first_line,
                context: before,
            };
            RawLines::new(block, layout, &[])
                .and_then(|raw| chain.correct(&raw, &mut values, &mut reasons))
                .map_err(|error| RasterError { message: error.to_string() })?;
            reasons.fill(first_line + before, first, last - first, &mut of_window);
            for line in 0..lines {
                let to = (group * lines + line) * columns + pre_scan + first - from;
                let source = line * stride + first - needed.start;
                let found = values.get(source..source + last - first).unwrap_or_default();
                if let Some(wanted) = tile.values.get_mut(to..to + last - first) {
                    for (wanted, value) in wanted.iter_mut().zip(found) {
                        *wanted = if value.is_nan() { 0.0 } else { *value };
                    }
                }
                let found = of_window.get(line * (last - first)..(line + 1) * (last - first)).unwrap_or_default();
                if let Some(wanted) = tile.reasons.get_mut(to..to + last - first) {
                    wanted.copy_from_slice(found);
                }
            }
        }
        // What held no code holds no value.
        for place in &codes.absent {
            let (line, column) = (place / stride, place % stride);
            let (group, line) = (line / groups.lines, line % groups.lines);
            let column = (needed.start + column).checked_sub(first).filter(|column| *column < last - first);
            if let (Some(line), Some(column)) = (line.checked_sub(before), column) {
                let at = (group * lines + line) * columns + pre_scan + first - from + column;
                if let (Some(value), Some(reasons)) = (tile.values.get_mut(at), tile.reasons.get_mut(at)) {
                    (*value, *reasons) = (0.0, Reasons::only(NoDataReason::Missing));
                }
            }
        }
        Ok(())
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
    fn size(&self) -> RasterSize {
        self.raw.raster().size()
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
            let before = self.chain(*band)?.lines_before().min(window.line);
            let columns = [window.column, window.column_end()];
            if window.lines <= LINES_AT_ONCE * 4 {
                let groups = LineGroups::run(window.line - before..window.line_end());
                self.corrected(*band, groups, before, columns, tile, supervision)?;
                continue;
            }
            // A large window in parts, between which the user may cancel.
            let mut whole = Tile::default();
            let mut part = Tile::default();
            for line in (window.line..window.line_end()).step_by(LINES_AT_ONCE) {
                let before = before.min(line).max(self.chain(*band)?.lines_before().min(line));
                let end = (line + LINES_AT_ONCE).min(window.line_end());
                let groups = LineGroups::run(line - before..end);
                self.corrected(*band, groups, before, columns, &mut part, supervision)?;
                whole.values.append(&mut part.values);
                whole.reasons.append(&mut part.reasons);
            }
            *tile = whole;
        }
        Ok(())
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
        let factor = factor.max(1);
        cells.resize_with(bands.len(), ReducedTile::default);
        cells.iter_mut().for_each(ReducedTile::clear);
        let (mut tile, mut reduction) = (Tile::default(), Reduction::default());
        for (band, cells) in bands.iter().zip(cells.iter_mut()) {
            let lines_before = self.chain(*band)?.lines_before();
            // Whole rows of cells, then the one that the end of the image cuts.
            let (whole, cut) = (window.lines / factor, window.lines % factor);
            for (row, n, height) in [(0, whole, factor), (whole, usize::from(cut > 0), cut)] {
                if n == 0 {
                    continue;
                }
                let first = window.line + row * factor + height / 2;
                let before = lines_before.min(first);
                let groups = LineGroups { first: first - before, step: factor, n, lines: before + 1 };
                self.corrected(*band, groups, before, [window.column, window.column_end()], &mut tile, supervision)?;
                let columns = window.columns.max(1);
                for (values, reasons) in tile.values.chunks(columns).zip(tile.reasons.chunks(columns)) {
                    let line = Tile { values: values.to_vec(), reasons: reasons.to_vec() };
                    reduction.append(&line, columns, factor, cells);
                }
            }
        }
        Ok(())
    }
}
