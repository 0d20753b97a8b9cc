//! A whole view: the tiles of one level put together and brought to the size asked for.
//!
//! The level is the coarsest whose cells are not larger than a pixel of the picture. A picture at 1:1 or magnified shows the pixel that lies
//! under the centre of each of its own (nearest neighbour, no colour that no pixel has). A reduced one is interpolated between the four
//! nearest cells of that level (bilinear, on the colours, opacity weighted), as a graphics card does with the same tiles; where its pixels
//! are the level's cells, it is these cells.

use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;

use super::contract::PictureContract;
use super::tile_place::Levels;
use super::viewed_product::ViewedProduct;
use crate::imagery::picture::Picture;
use crate::imagery::{Reasons, Window};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// The longest side of a picture, pixels.
pub(super) const LARGEST_SIDE: usize = 16_384;

/// Largest magnification, pixels of the picture a pixel of the image.
const LARGEST_MAGNIFICATION: f64 = 64.0;

/// A picture of a region without legend, and how it came about.
pub(super) struct RegionPicture {
    pub(super) picture: Picture,
    pub(super) region: Window,
    pub(super) level: usize,
    /// Pixels of the picture a pixel of the image.
    pub(super) scale: f64,
    /// Reasons of any pixel in the tiles shown.
    pub(super) touched: Reasons,
}

/// How large a region becomes within a picture of at most `width` × `height` pixels: scale, columns, lines.
fn fit(region: Window, width: usize, height: usize) -> (f64, usize, usize) {
    let across = width.clamp(1, LARGEST_SIDE) as f64 / region.columns as f64;
    let down = height.clamp(1, LARGEST_SIDE) as f64 / region.lines as f64;
    let scale = across.min(down).min(LARGEST_MAGNIFICATION);
    let side = |pixels: usize| ((pixels as f64 * scale).round() as usize).max(1);
    (scale, side(region.columns), side(region.lines))
}

impl ViewedProduct {
    /// The coarsest level whose cells are not larger than a pixel of a picture of `scale` pixels a pixel of the image.
    pub fn level_of_scale(&self, scale: f64) -> usize {
        // A little is forgiven, so that a rounded scale of one half is level 1.
        (0..self.n_levels()).rev().find(|level| (1_u64 << level) as f64 * scale <= 1.0 + 1e-6).unwrap_or(0)
    }

    /// Draws the pixels of `region` (the whole image without one) as a picture of at most `width` × `height` pixels; its sides keep the
    /// proportions of the region.
    pub(super) fn draw_region(
        &self,
        contract: &PictureContract,
        region: Option<Window>,
        width: usize,
        height: usize,
        supervision: &Supervision,
    ) -> Result<RegionPicture, OperationError> {
        let region = self.required(region.unwrap_or(self.whole()))?;
        let (scale, width, height) = fit(region, width, height);
        let level = self.level_of_scale(scale);
        let cells = self.with_margin(level, Levels::cells_touching(level, region));
        let (canvas, touched) = self.canvas(contract, level, cells, supervision)?;
        let mut picture = Picture { width, height, rgba: vec![0; 4 * width * height] };
        let place = Resampling {
            region,
            scale: [region.lines as f64 / height as f64, region.columns as f64 / width as f64],
            level,
            cells,
        };
        picture.rgba.par_chunks_exact_mut(4 * width).enumerate().try_for_each(|(line, row)| {
            supervision.check()?;
            place.row(&canvas, line, row);
            Ok::<(), OperationError>(())
        })?;
        supervision.check()?;
        Ok(RegionPicture { picture, region, level, scale, touched })
    }

    /// Cells and those beside them.
    fn with_margin(&self, level: usize, cells: Window) -> Window {
        let all = self.levels.cells(level);
        let (line, column) = (cells.line.saturating_sub(1), cells.column.saturating_sub(1));
        let (line_end, column_end) = ((cells.line_end() + 1).min(all.lines), (cells.column_end() + 1).min(all.columns));
        Window::new(line, column, line_end - line, column_end - column)
    }

    /// Draws cells of a level, tile by tile.
    fn canvas(
        &self,
        contract: &PictureContract,
        level: usize,
        cells: Window,
        supervision: &Supervision,
    ) -> Result<(Vec<u8>, Reasons), OperationError> {
        let places: Vec<_> = self.levels.tiles_touching(level, cells).collect();
        let tiles = self.draw_tiles(contract, &places, supervision)?;
        let (mut canvas, mut touched) = (vec![0_u8; 4 * cells.pixels()], Reasons::VALID);
        for (place, tile) in places.iter().zip(tiles) {
            supervision.check()?;
            touched = touched.union(tile.touched);
            let drawn = self.levels.cells_of(*place);
            let (from, to) = (drawn.column.max(cells.column), drawn.column_end().min(cells.column_end()));
            for line in drawn.line.max(cells.line)..drawn.line_end().min(cells.line_end()) {
                let source = 4 * ((line - drawn.line) * drawn.columns + from - drawn.column);
                let target = 4 * ((line - cells.line) * cells.columns + from - cells.column);
                let bytes = 4 * (to - from);
                canvas[target..target + bytes].copy_from_slice(&tile.picture.rgba[source..source + bytes]);
            }
        }
        Ok((canvas, touched))
    }
}

/// From the cells of a level to the pixels of a picture.
struct Resampling {
    region: Window,
    /// Pixels of the image a pixel of the picture: down, across.
    scale: [f64; 2],
    level: usize,
    /// The cells at hand.
    cells: Window,
}

impl Resampling {
    fn row(&self, canvas: &[u8], line: usize, row: &mut [u8]) {
        // The upper edge of the first line is 0 here; the centre of a pixel lies half a pixel below.
        let down = self.region.line as f64 + (line as f64 + 0.5) * self.scale[0];
        for (column, pixel) in row.chunks_exact_mut(4).enumerate() {
            let across = self.region.column as f64 + (column as f64 + 0.5) * self.scale[1];
            if self.level == 0 && self.scale[0] <= 1.0 + 1e-6 {
                pixel.copy_from_slice(self.cell(canvas, down.floor(), across.floor()));
            } else {
                self.between(canvas, down, across, pixel);
            }
        }
    }

    /// The colour of a cell; beyond the cells at hand, that of the nearest.
    fn cell<'canvas>(&self, canvas: &'canvas [u8], line: f64, column: f64) -> &'canvas [u8] {
        let inside = |at: f64, begin: usize, n: usize| (at - begin as f64).clamp(0.0, (n - 1) as f64) as usize;
        let line = inside(line, self.cells.line, self.cells.lines);
        let index = line * self.cells.columns + inside(column, self.cells.column, self.cells.columns);
        &canvas[4 * index..4 * index + 4]
    }

    fn between(&self, canvas: &[u8], down: f64, across: f64, pixel: &mut [u8]) {
        let side = (1_u64 << self.level) as f64;
        let (line, column) = (down / side - 0.5, across / side - 0.5);
        let (above, left) = (line.floor(), column.floor());
        let (below_share, right_share) = (line - above, column - left);
        let mut sums = [0.0; 4];
        for (line, line_share) in [(above, 1.0 - below_share), (above + 1.0, below_share)] {
            for (column, column_share) in [(left, 1.0 - right_share), (left + 1.0, right_share)] {
                let colour = self.cell(canvas, line, column);
                let opacity = line_share * column_share * f64::from(colour[3]);
                for (sum, level) in sums.iter_mut().zip(&colour[..3]) {
                    *sum += opacity * f64::from(*level);
                }
                sums[3] += opacity;
            }
        }
        if sums[3] > 0.0 {
            for (level, sum) in pixel.iter_mut().zip(&sums[..3]) {
                *level = (sum / sums[3]).round() as u8;
            }
            pixel[3] = sums[3].round() as u8;
        }
    }
}
