//! Lines of one band through its chain, from codes that are kept.

use std::ops::Range;

use super::raw_codes::{CodeRequest, Codes, LineGroups, RawCodes};
use crate::imagery::{NoDataReason, RasterError, RasterSource, ReadError, Reasons, Tile};
use crate::level1::{BandChain, BlockReasons, ChainError, RawLayout, RawLines};
use crate::supervision::Supervision;

/// Columns on either side of those wanted, and lines before them, whose codes are kept with theirs whether or not the chain needs them: the
/// same codes then serve every chain. More are read only where a chain needs more.
const COLUMNS_AROUND: usize = 16;
const LINES_BEFORE: usize = 1;

/// Some columns of the image in one band, through its chain.
pub(super) struct ChainedBlock<'a> {
    /// Whoever delivers codes that are not kept.
    pub(super) raster: &'a dyn RasterSource,
    /// The codes that are kept.
    pub(super) codes: &'a RawCodes,
    /// The chain of the band.
    pub(super) chain: &'a BandChain,
    /// Index of the band.
    pub(super) band: usize,
    /// The columns, counted from the first of the image.
    pub(super) columns: Range<usize>,
    /// Columns of the image before the useful ones.
    pub(super) pre_scan: usize,
    /// The useful ones.
    pub(super) useful: usize,
}

/// Columns of the array, counted from the first useful one.
struct ArrayColumns {
    /// Those that are wanted.
    wanted: Range<usize>,
    /// Those that the chain makes these of.
    needed: Range<usize>,
    /// Those whose codes are kept.
    kept: Range<usize>,
}

impl ChainedBlock<'_> {
    /// Groups of lines as far as they can be corrected together: all of them, or one after the other, where a line follows from more than
    /// the line before.
    pub(super) fn together(&self, groups: LineGroups) -> Vec<LineGroups> {
        if groups.n == 0 || self.chain.needs_only_the_line_before() {
            return if groups.n == 0 { Vec::new() } else { vec![groups] };
        }
        let one = |group: usize| LineGroups { first: groups.first + group * groups.step, n: 1, ..groups };
        (0..groups.n).map(one).collect()
    }

    /// Values and reasons of groups of lines, group after group: one group of neighbouring lines, or several of one line each.
    pub(super) fn correct(
        &self,
        groups: LineGroups,
        tile: &mut Tile,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        supervision.check()?;
        let (lines, columns) = (groups.n * groups.lines, self.columns.len());
        let outside = Reasons::only(NoDataReason::Outside);
        tile.values.clear();
        tile.reasons.clear();
        tile.values.resize(lines * columns, 0.0);
        tile.reasons.resize(lines * columns, outside);
        let Some(array) = self.array_columns() else { return Ok(()) };
        let before = self.chain.lines_before().max(LINES_BEFORE).min(groups.first);
        let request = CodeRequest {
            band: self.band,
            lines: LineGroups { first: groups.first - before, lines: groups.lines + before, ..groups },
            columns: [self.pre_scan + array.kept.start, self.pre_scan + array.kept.end],
        };
        let codes = self.codes.get(self.raster, &request, supervision)?;
        let (mut values, mut reasons) = (vec![0.0_f32; lines * array.needed.len()], BlockReasons::default());
        raw_lines(&codes, &array, groups, before)
            .and_then(|raw| self.chain.correct(&raw, &mut values, &mut reasons))
            .map_err(|error| RasterError { message: error.to_string() })?;
        self.take_values(&values, &array, tile);
        self.take_reasons(&mut reasons, &array, groups, tile);
        self.take_absent(&codes, &array, [groups.lines, before], tile);
        Ok(())
    }

    /// None where no useful column is wanted.
    fn array_columns(&self) -> Option<ArrayColumns> {
        let first = self.columns.start.max(self.pre_scan) - self.pre_scan;
        let end = self.columns.end.min(self.pre_scan + self.useful).saturating_sub(self.pre_scan);
        if first >= end {
            return None;
        }
        let needed = self.chain.columns_needed(first, end);
        let kept = needed.start.min(first.saturating_sub(COLUMNS_AROUND))
            ..needed.end.max((end + COLUMNS_AROUND).min(self.useful));
        Some(ArrayColumns { wanted: first..end, needed, kept })
    }

    /// Place of the first wanted column in a line of the tile.
    fn first_place(&self, array: &ArrayColumns) -> usize {
        self.pre_scan + array.wanted.start - self.columns.start
    }

    fn take_values(&self, values: &[f32], array: &ArrayColumns, tile: &mut Tile) {
        let (place, n) = (self.first_place(array), array.wanted.len());
        let from = array.wanted.start - array.needed.start;
        let lines = tile.values.chunks_exact_mut(self.columns.len()).zip(values.chunks_exact(array.needed.len()));
        for (wanted, found) in lines {
            let (Some(wanted), Some(found)) = (wanted.get_mut(place..place + n), found.get(from..from + n)) else {
                continue;
            };
            for (wanted, value) in wanted.iter_mut().zip(found) {
                *wanted = if value.is_nan() { 0.0 } else { *value };
            }
        }
    }

    fn take_reasons(&self, reasons: &mut BlockReasons, array: &ArrayColumns, groups: LineGroups, tile: &mut Tile) {
        let (place, n) = (self.first_place(array), array.wanted.len());
        // Lines as they stand in the tile.
        if groups.n > 1 {
            for run in &mut reasons.runs {
                run.line = (run.line - groups.first) / groups.step;
            }
        } else {
            for run in &mut reasons.runs {
                run.line -= groups.first;
            }
        }
        let mut of_window = vec![Reasons::VALID; groups.n * groups.lines * n];
        reasons.fill(0, array.wanted.start, n, &mut of_window);
        for (wanted, found) in tile.reasons.chunks_exact_mut(self.columns.len()).zip(of_window.chunks_exact(n)) {
            if let Some(wanted) = wanted.get_mut(place..place + n) {
                wanted.copy_from_slice(found);
            }
        }
    }

    /// What held no code holds no value.
    fn take_absent(&self, codes: &Codes, array: &ArrayColumns, [lines, before]: [usize; 2], tile: &mut Tile) {
        for place in &codes.absent {
            let (line, column) = (place / array.kept.len(), array.kept.start + place % array.kept.len());
            let (group, line) = (line / (lines + before), line % (lines + before));
            let (Some(line), true) = (line.checked_sub(before), array.wanted.contains(&column)) else { continue };
            let at =
                (group * lines + line) * self.columns.len() + self.first_place(array) + column - array.wanted.start;
            if let (Some(value), Some(reasons)) = (tile.values.get_mut(at), tile.reasons.get_mut(at)) {
                (*value, *reasons) = (0.0, Reasons::only(NoDataReason::Missing));
            }
        }
    }
}

/// The lines of a block, laid out as the chain takes them: `before` lines stand ahead of each group.
fn raw_lines<'codes>(
    codes: &'codes Codes,
    array: &ArrayColumns,
    groups: LineGroups,
    before: usize,
) -> Result<RawLines<'codes>, ChainError> {
    let line = array.kept.len();
    let offset = array.needed.start - array.kept.start;
    let layout = RawLayout {
        stride: line,
        offset,
        columns: array.needed.len(),
        first_column: array.needed.start,
        first_line: groups.first - before,
        context: before,
    };
    if groups.n == 1 {
        return RawLines::new(&codes.codes, layout, &[]);
    }
    // Each line stands for itself: of its group it is the last, and the one before is at hand where the product has one.
    let layout = RawLayout {
        stride: line * (before + 1),
        offset: offset + line * before,
        first_line: groups.first,
        context: 0,
        ..layout
    };
    RawLines::new(&codes.codes, layout, &[])?.apart(groups.step, if before > 0 { line } else { 0 })
}
