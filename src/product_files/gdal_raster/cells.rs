//! Means of cells straight from a file's codes: where every code of a part is valid and no mask speaks, they are only added up.

use std::ops::RangeInclusive;

use super::{BandReader, GdalRaster, Handles, STEP_PIXELS, Step, read_samples};
use crate::imagery::{ReadError, Reasons, ReducedTile, Reduction, Tile, Window};
use crate::supervision::Supervision;

/// Pixels of a step, at most, as long as a whole number of blocks and of cells has no more: its codes stay in the processor's cache.
const CELL_STEP_PIXELS: usize = 4 * STEP_PIXELS;

/// Pixels of a step, at most: where blocks and cells meet only in larger ones, the window is read as it is.
const LARGEST_STEP_PIXELS: usize = 1 << 22;

/// Working memory of one reading.
#[derive(Default)]
struct Scratch {
    sums: Vec<u32>,
    tiles: Vec<Tile>,
    reduction: Reduction,
    reduced: ReducedTile,
}

impl GdalRaster {
    /// The cells of a window; false, and nothing read, where its blocks and cells do not meet in parts of a sensible size.
    pub(super) fn read_cells_by_steps(
        &self,
        bands: &[usize],
        window: Window,
        factor: usize,
        cells: &mut Vec<ReducedTile>,
        supervision: &Supervision,
    ) -> Result<bool, ReadError> {
        let Some(steps) = self.cell_steps(window, factor) else { return Ok(false) };
        let n_cells = window.lines.div_ceil(factor) * window.columns.div_ceil(factor);
        cells.resize_with(bands.len(), ReducedTile::default);
        for band in cells.iter_mut() {
            band.values.resize(n_cells, 0.0);
            band.reasons.resize(n_cells, Reasons::VALID);
            band.touched.resize(n_cells, Reasons::VALID);
            band.n.resize(n_cells, 0);
        }
        let mut scratch = Scratch::default();
        let mut handles = self.take_handles();
        for part in steps {
            let place = CellPlace::of(window, part, factor);
            let step = Step { window: part, part, supervision };
            for (band, cells) in bands.iter().zip(cells.iter_mut()) {
                if !self.add_valid_codes(&mut handles, *band, step, place, cells, &mut scratch)? {
                    let Scratch { tiles, reduction, reduced, .. } = &mut scratch;
                    tiles.resize_with(1, Tile::default);
                    for tile in tiles.iter_mut() {
                        tile.values.resize(part.pixels(), 0.0);
                        tile.reasons.resize(part.pixels(), Reasons::VALID);
                    }
                    self.read_step(&mut handles, &[*band], step, tiles)?;
                    reduced.clear();
                    for tile in tiles.iter() {
                        reduction.append(tile, part.columns, factor, reduced);
                    }
                    place.copy(reduced, cells);
                }
            }
        }
        self.give_back(handles);
        Ok(true)
    }

    /// Parts of a window that end at blocks and at cells alike.
    fn cell_steps(&self, window: Window, factor: usize) -> Option<Vec<Window>> {
        let size = self.size;
        let unit_columns = least_common_multiple(size.block_columns, factor);
        let unit_lines = least_common_multiple(size.block_lines, factor);
        let aligned = window.line.is_multiple_of(factor) && window.column.is_multiple_of(factor);
        let smallest = unit_lines.min(window.lines).saturating_mul(unit_columns.min(window.columns));
        if !aligned || smallest > LARGEST_STEP_PIXELS {
            return None;
        }
        let many =
            |unit: usize, of: usize| unit.saturating_mul((CELL_STEP_PIXELS / unit.saturating_mul(of).max(1)).max(1));
        let columns = many(unit_columns, unit_lines.min(window.lines));
        let lines = many(unit_lines, columns.min(window.columns));
        let parts = super::cuts(window.line, window.line_end(), lines).flat_map(|(line, line_end)| {
            super::cuts(window.column, window.column_end(), columns)
                .map(move |(column, column_end)| Window::new(line, column, line_end - line, column_end - column))
        });
        Some(parts.collect())
    }

    /// Adds up the codes of a step, where all of them are valid and no mask speaks of them; false, and nothing added, where not.
    fn add_valid_codes(
        &self,
        handles: &mut Handles,
        band: usize,
        step: Step<'_>,
        place: CellPlace,
        cells: &mut ReducedTile,
        scratch: &mut Scratch,
    ) -> Result<bool, ReadError> {
        let (Some(image), Some(BandReader::Codes { valid, .. })) = (self.layout.bands.get(band), self.bands.get(band))
        else {
            return Ok(false);
        };
        let files = &self.layout.files;
        let Handles { datasets, codes, .. } = handles;
        for mask in &self.layout.masks {
            let bits = mask.bits.get(band).copied().unwrap_or(0);
            if bits != 0 {
                let samples = read_samples(files, datasets, mask.source, step, codes)?;
                if samples.iter().fold(0, |any, sample| any | sample) & bits != 0 {
                    return Ok(false);
                }
            }
        }
        let samples = read_samples(files, datasets, image.source, step, codes)?;
        if !all_within(samples, valid) {
            return Ok(false);
        }
        for (row, lines) in samples.chunks(step.part.columns * place.factor).enumerate() {
            let sums = &mut scratch.sums;
            sums.clear();
            sums.resize(step.part.columns, 0);
            for line in lines.chunks_exact(step.part.columns) {
                for (sum, code) in sums.iter_mut().zip(line) {
                    *sum += u32::from(*code);
                }
            }
            let n_lines = lines.len() / step.part.columns;
            let first = place.first + row * place.across;
            for (index, sums) in (first..).zip(sums.chunks(place.factor)) {
                let n = n_lines * sums.len();
                let sum: u64 = sums.iter().map(|sum| u64::from(*sum)).sum();
                cells.values[index] = (sum as f64 / n as f64) as f32;
                cells.reasons[index] = Reasons::VALID;
                cells.touched[index] = Reasons::VALID;
                cells.n[index] = n as u32;
            }
        }
        Ok(true)
    }
}

/// Where the cells of a step stand among those of its window.
#[derive(Clone, Copy)]
struct CellPlace {
    factor: usize,
    /// Cells in a row of the window.
    across: usize,
    /// Index of the step's first cell.
    first: usize,
    /// Cells in a row of the step.
    step_across: usize,
}

impl CellPlace {
    fn of(window: Window, part: Window, factor: usize) -> Self {
        let across = window.columns.div_ceil(factor);
        let (row, column) = ((part.line - window.line) / factor, (part.column - window.column) / factor);
        Self { factor, across, first: row * across + column, step_across: part.columns.div_ceil(factor) }
    }

    fn copy(self, step: &ReducedTile, cells: &mut ReducedTile) {
        for row in 0..step.values.len() / self.step_across.max(1) {
            let from = row * self.step_across..(row + 1) * self.step_across;
            let into = self.first + row * self.across..self.first + row * self.across + self.step_across;
            cells.values[into.clone()].copy_from_slice(&step.values[from.clone()]);
            cells.reasons[into.clone()].copy_from_slice(&step.reasons[from.clone()]);
            cells.touched[into.clone()].copy_from_slice(&step.touched[from.clone()]);
            cells.n[into].copy_from_slice(&step.n[from]);
        }
    }
}

/// The longest run of codes without a reason, of a table of all of them; an empty range where every code has one.
pub(super) fn valid_codes(table: &[Reasons]) -> RangeInclusive<u16> {
    let (mut best, mut begin) = (0..0, 0);
    for (code, reasons) in table.iter().enumerate() {
        if !reasons.is_valid() {
            begin = code + 1;
        } else if code + 1 - begin > best.len() {
            best = begin..code + 1;
        }
    }
    match (u16::try_from(best.start), u16::try_from(best.end.wrapping_sub(1))) {
        (Ok(lowest), Ok(highest)) if !best.is_empty() => lowest..=highest,
        _ => RangeInclusive::new(1, 0),
    }
}

/// Whether all codes lie in a range. Saturating differences instead of comparisons: many codes are looked at in one step.
fn all_within(codes: &[u16], valid: &RangeInclusive<u16>) -> bool {
    let (lowest, highest) = (*valid.start(), *valid.end());
    lowest <= highest
        && codes.chunks(4096).all(|codes| {
            codes.iter().fold(0, |any, code| any | lowest.saturating_sub(*code) | code.saturating_sub(highest)) == 0
        })
}

fn least_common_multiple(a: usize, b: usize) -> usize {
    let (mut greater, mut smaller) = (a.max(b), a.min(b));
    while smaller > 0 {
        (greater, smaller) = (smaller, greater % smaller);
    }
    (a / greater.max(1)).saturating_mul(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::NoDataReason;

    #[test]
    fn the_valid_codes_are_the_longest_run_without_a_reason() {
        let mut table = vec![Reasons::VALID; 65_536];
        assert_eq!(valid_codes(&table), 0..=65_535);
        for code in [0, 1, 1023] {
            table[code] = Reasons::only(NoDataReason::Clipped);
        }
        assert_eq!(valid_codes(&table), 1024..=65_535);
        table[1024..].fill(Reasons::only(NoDataReason::Clipped));
        assert_eq!(valid_codes(&table), 2..=1022);
        table.fill(Reasons::only(NoDataReason::Missing));
        assert!(valid_codes(&table).is_empty());
    }

    #[test]
    fn one_code_beyond_the_range_is_seen_wherever_it_stands() {
        for place in [0, 1, 4095, 4096, 9999] {
            let mut codes = vec![500_u16; 10_000];
            assert!(all_within(&codes, &(2..=1022)));
            codes[place] = 1;
            assert!(!all_within(&codes, &(2..=1022)));
            codes[place] = 1023;
            assert!(!all_within(&codes, &(2..=1022)));
        }
        assert!(!all_within(&[3], &RangeInclusive::new(1, 0)));
    }

    #[test]
    fn blocks_and_cells_meet_at_their_least_common_multiple() {
        assert_eq!([(512, 4), (30, 8), (1, 16), (7, 1)].map(|(a, b)| least_common_multiple(a, b)), [512, 120, 16, 7]);
    }
}
