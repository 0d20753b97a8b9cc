//! What one cell of the raster tells about the twin bands.

use super::registered::{interior, registered};
use crate::estimation::PlaneMoments;
use crate::imagery::{RasterSize, Tile, Window};

/// Side of the blocks of the ratio, pixels.
pub(super) const RATIO_BLOCK: usize = 20;
/// Side of the blocks of the line, pixels.
const LINE_BLOCK: usize = 64;
/// Blocks of the line that a raster gets, about.
const LINE_BLOCKS_WANTED: usize = 2500;
/// Points of the density plot that a raster gives, about.
const POINTS_WANTED: usize = 200_000;
/// A block of the line with fewer pixels is left aside.
const FEWEST_PIXELS: f64 = 64.0;

/// Sums over the pixels of a block that are valid in both bands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioBlock {
    /// Line and column of the block, in blocks.
    pub place: [usize; 2],
    /// Pixels.
    pub n: u64,
    /// Sum of each band, codes.
    pub sums: [f64; 2],
}

/// What one cell gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TwinSample {
    /// Blocks of the ratio: every pixel of the cell.
    pub ratio: Vec<RatioBlock>,
    /// Moments of the blocks of the line, first band registered against second.
    pub line: Vec<PlaneMoments>,
    /// Some of the registered pixels, for the density plot.
    pub points: Vec<[f32; 2]>,
}

/// Samples cells of a raster; shared by threads.
#[derive(Debug, Clone, Copy)]
pub struct TwinSampler {
    first: usize,
    second: usize,
    shift: Option<[f64; 2]>,
    every: usize,
    point_step: usize,
}

impl TwinSampler {
    /// For bands `first` and `second` (indices) of a raster of this size; `shift` is the position of a feature in the second band minus that in
    /// the first (lines, columns), where it was measured. Without it, only the ratio is taken.
    pub fn new(size: RasterSize, first: usize, second: usize, shift: Option<[f64; 2]>) -> Self {
        let pixels = size.lines * size.columns;
        let blocks = pixels / (LINE_BLOCK * LINE_BLOCK);
        let every = ((blocks as f64 / LINE_BLOCKS_WANTED as f64).sqrt().ceil() as usize).max(1);
        let point_step = (pixels / (every * every)).div_ceil(POINTS_WANTED).max(1);
        Self { first, second, shift, every, point_step }
    }

    /// Samples one cell: `tiles` holds every band of `cell`; an empty sample where it does not hold the two bands whole.
    pub fn sample(&self, cell: Window, tiles: &[Tile]) -> TwinSample {
        let (Some(a), Some(b)) = (tiles.get(self.first), tiles.get(self.second)) else { return TwinSample::default() };
        let whole = |tile: &Tile| tile.values.len() == cell.pixels() && tile.reasons.len() == cell.pixels();
        if !(whole(a) && whole(b)) {
            return TwinSample::default();
        }
        let mut sample = TwinSample::default();
        for part in parts(cell, RATIO_BLOCK) {
            let mut block = RatioBlock {
                place: [(cell.line + part.line) / RATIO_BLOCK, (cell.column + part.column) / RATIO_BLOCK],
                n: 0,
                sums: [0.0; 2],
            };
            for line in part.line..part.line_end() {
                for index in line * cell.columns + part.column..line * cell.columns + part.column_end() {
                    if let Some(pair) = both(a, b.reasons[index].is_valid(), f64::from(b.values[index]), index) {
                        block.n += 1;
                        block.sums[0] += pair[0];
                        block.sums[1] += pair[1];
                    }
                }
            }
            if block.n > 0 {
                sample.ratio.push(block);
            }
        }
        if let Some(shift) = self.shift {
            self.sample_line(cell, a, b, shift, &mut sample);
        }
        sample
    }

    fn sample_line(&self, cell: Window, a: &Tile, b: &Tile, shift: [f64; 2], sample: &mut TwinSample) {
        let Some(interior) = interior(cell, shift) else { return };
        let mut counted = 0_usize;
        for part in parts(cell, LINE_BLOCK) {
            let place = [(cell.line + part.line) / LINE_BLOCK, (cell.column + part.column) / LINE_BLOCK];
            let Some(part) = common(part, interior).filter(|_| place.iter().all(|index| index % self.every == 0))
            else {
                continue;
            };
            let values = registered(cell, b, part, shift);
            let (mut moments, before) = (PlaneMoments::default(), sample.points.len());
            for (offset, value) in values.into_iter().enumerate() {
                let index = (part.line + offset / part.columns) * cell.columns + part.column + offset % part.columns;
                if let Some([x, y]) = both(a, true, value, index) {
                    moments.add(x, y);
                    if counted.is_multiple_of(self.point_step) {
                        sample.points.push([x as f32, y as f32]);
                    }
                    counted += 1;
                }
            }
            if moments.n >= FEWEST_PIXELS {
                sample.line.push(moments);
            } else {
                sample.points.truncate(before);
            }
        }
    }
}

/// Values of both bands where both are valid.
fn both(a: &Tile, second_valid: bool, second: f64, index: usize) -> Option<[f64; 2]> {
    let first = f64::from(a.values[index]);
    (second_valid && a.reasons[index].is_valid() && first.is_finite() && second.is_finite()).then_some([first, second])
}

/// Cuts a cell along the raster's grid of blocks; parts are in the cell's own pixels.
fn parts(cell: Window, side: usize) -> impl Iterator<Item = Window> {
    let cuts = move |start: usize, extent: usize| {
        (start / side..(start + extent).div_ceil(side)).map(move |block| {
            let from = (block * side).max(start);
            let to = ((block + 1) * side).min(start + extent);
            (from - start, to - from)
        })
    };
    cuts(cell.line, cell.lines).flat_map(move |(line, lines)| {
        cuts(cell.column, cell.columns).map(move |(column, columns)| Window::new(line, column, lines, columns))
    })
}

/// Pixels in both windows.
fn common(a: Window, b: Window) -> Option<Window> {
    let (line, column) = (a.line.max(b.line), a.column.max(b.column));
    let (end, column_end) = (a.line_end().min(b.line_end()), a.column_end().min(b.column_end()));
    (end > line && column_end > column).then(|| Window::new(line, column, end - line, column_end - column))
}
