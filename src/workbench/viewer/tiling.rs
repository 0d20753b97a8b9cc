//! Which tiles of which level show an image at a zoom, and where each stands.

use egui::{Rect, pos2};

use super::placement::{ImageSize, Placement};
use crate::imagery::Window;
use crate::operations::viewing::{TilePlace, ViewedProduct};

/// The levels and tiles of an image, as its product is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tiling {
    /// Lines and columns of the image.
    pub(crate) size: ImageSize,
    /// Levels; the coarsest one is a single tile.
    pub(crate) n_levels: usize,
    /// Cells along one side of a tile.
    pub(crate) tile_side: usize,
}

impl Tiling {
    /// The tiling of a product.
    pub(crate) fn of(product: &ViewedProduct) -> Self {
        let size = ImageSize { lines: product.lines(), columns: product.columns() };
        Self { size, n_levels: product.n_levels().max(1), tile_side: product.tile_side().max(1) }
    }

    /// The coarsest level whose cells are not larger than a device pixel: none of its detail is lost on the screen.
    pub(crate) fn level_at(&self, zoom: f64) -> usize {
        let coarser = if zoom >= 1.0 { 0.0 } else { (1.0 / zoom).log2() + 1e-9 };
        (coarser.floor().max(0.0) as usize).min(self.n_levels - 1)
    }

    /// The tile of the coarsest level, which shows everything.
    pub(crate) const fn coarsest(&self) -> TilePlace {
        TilePlace { level: self.n_levels - 1, row: 0, column: 0 }
    }

    /// Pixels along one side of a whole tile of a level.
    const fn span(&self, level: usize) -> usize {
        self.tile_side << level
    }

    /// The tiles of a level that show pixels in view, with `ring` more tiles around; those nearest to the middle of the view first.
    pub(crate) fn tiles_in_view(&self, placement: &Placement, level: usize, ring: usize) -> Vec<TilePlace> {
        let Some([top, left, bottom, right]) = placement.pixels_in_view() else { return Vec::new() };
        let span = self.span(level);
        let rows =
            (top / span).saturating_sub(ring)..(bottom.div_ceil(span) + ring).min(self.size.lines.div_ceil(span));
        let columns =
            (left / span).saturating_sub(ring)..(right.div_ceil(span) + ring).min(self.size.columns.div_ceil(span));
        let mut places: Vec<TilePlace> =
            rows.flat_map(|row| columns.clone().map(move |column| TilePlace { level, row, column })).collect();
        let middle = placement.position();
        let distance = |place: &TilePlace| {
            let from = |index: usize, middle: f64| (index as f64 + 0.5) * span as f64 - 0.5 - middle;
            let (down, right) = (from(place.row, middle.line), from(place.column, middle.column));
            down * down + right * right
        };
        places.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        places
    }

    /// The pixels that a tile covers, cut at the image's end.
    pub(crate) fn pixels(&self, place: TilePlace) -> Window {
        let span = self.span(place.level);
        let (line, column) = (place.row * span, place.column * span);
        let lines = span.min(self.size.lines.saturating_sub(line));
        Window::new(line, column, lines, span.min(self.size.columns.saturating_sub(column)))
    }

    /// The tile `levels` coarser that covers a tile; none beyond the coarsest.
    pub(crate) fn coarser(&self, place: TilePlace, levels: usize) -> Option<TilePlace> {
        let level = place.level + levels;
        (level < self.n_levels).then_some(TilePlace { level, row: place.row >> levels, column: place.column >> levels })
    }

    /// The tiles one level finer that cover a tile; none below the pixels.
    pub(crate) fn finer(&self, place: TilePlace) -> Vec<TilePlace> {
        let Some(level) = place.level.checked_sub(1) else { return Vec::new() };
        let quarters = [(0, 0), (0, 1), (1, 0), (1, 1)];
        let quarters = quarters.map(|(down, right)| TilePlace {
            level,
            row: 2 * place.row + down,
            column: 2 * place.column + right,
        });
        quarters.into_iter().filter(|quarter| self.pixels(*quarter).pixels() > 0).collect()
    }

    /// The rectangle of the window that a tile covers.
    pub(crate) fn rect(&self, placement: &Placement, place: TilePlace) -> Rect {
        let pixels = self.pixels(place);
        Rect::from_min_max(
            placement.screen_from_image(pixels.line as f64 - 0.5, pixels.column as f64 - 0.5),
            placement.screen_from_image(pixels.line_end() as f64 - 0.5, pixels.column_end() as f64 - 0.5),
        )
    }

    /// The part of the picture of `drawn` that shows the pixels of `place`, which it covers; each from 0 to 1.
    pub(crate) fn part(&self, drawn: TilePlace, place: TilePlace) -> Rect {
        let (whole, wanted) = (self.pixels(drawn), self.pixels(place));
        let cell = (1_usize << drawn.level) as f64;
        let share = |pixel: usize, first: usize, count: usize| {
            let cells = count.div_ceil(1 << drawn.level).max(1) as f64;
            (pixel.saturating_sub(first) as f64 / cell / cells) as f32
        };
        let x = |pixel| share(pixel, whole.column, whole.columns);
        let y = |pixel| share(pixel, whole.line, whole.lines);
        Rect::from_min_max(pos2(x(wanted.column), y(wanted.line)), pos2(x(wanted.column_end()), y(wanted.line_end())))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::placement::Position;
    use super::*;

    fn tiling(lines: usize, columns: usize) -> Tiling {
        let mut n_levels = 1;
        while lines.max(columns).div_ceil(1 << (n_levels - 1)) > 32 {
            n_levels += 1;
        }
        Tiling { size: ImageSize { lines, columns }, n_levels, tile_side: 32 }
    }

    const VIEW: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(700.0, 500.0) };

    #[test]
    fn cells_are_never_larger_than_a_device_pixel_nor_half_as_large() {
        let tiling = tiling(4000, 4000);
        for (zoom, level) in [(8.0, 0), (1.0, 0), (0.99, 0), (0.5, 1), (0.51, 0), (0.25, 2), (0.3, 1), (1e-4, 7)] {
            assert_eq!(tiling.level_at(zoom), level, "{zoom}");
        }
    }

    proptest! {
        #[test]
        fn the_tiles_in_view_cover_every_pixel_in_view_once(
            lines in 1_usize..700, columns in 1_usize..700, line in 0.0_f64..700.0, column in 0.0_f64..700.0, power in -3.0_f64..4.0,
        ) {
            let tiling = tiling(lines, columns);
            let position = Position { line, column, zoom: 2.0_f64.powf(power) };
            let placement = Placement::new(position, tiling.size, VIEW, 1.0);
            let level = tiling.level_at(position.zoom);
            let places = tiling.tiles_in_view(&placement, level, 0);
            let [top, left, bottom, right] = placement.pixels_in_view().unwrap();
            for (line, column) in [(top, left), (top, right - 1), (bottom - 1, left), (bottom - 1, right - 1)] {
                let pixel = Window::new(line, column, 1, 1);
                prop_assert_eq!(places.iter().filter(|place| tiling.pixels(**place).contains(pixel)).count(), 1);
            }
        }

        #[test]
        fn a_part_of_a_coarser_tile_shows_the_same_pixels(lines in 1_usize..700, columns in 1_usize..700, row in 0_usize..20, column in 0_usize..20) {
            let tiling = tiling(lines, columns);
            let place = TilePlace { level: 0, row: row % lines.div_ceil(32), column: column % columns.div_ceil(32) };
            for levels in 0..tiling.n_levels {
                let drawn = tiling.coarser(place, levels).unwrap();
                let part = tiling.part(drawn, place);
                let (whole, wanted) = (tiling.pixels(drawn), tiling.pixels(place));
                prop_assert!(whole.contains(wanted));
                let cells = whole.columns.div_ceil(1 << levels) as f32;
                let first = whole.column as f32 + part.min.x * cells * (1 << levels) as f32;
                prop_assert!((first - wanted.column as f32).abs() < 0.01);
                prop_assert!(part.max.x <= 1.0 + 1e-6 && part.max.y <= 1.0 + 1e-6 && part.width() > 0.0 && part.height() > 0.0);
            }
        }
    }

    #[test]
    fn tiles_near_the_middle_come_first() {
        let tiling = tiling(640, 640);
        let placement = Placement::new(Position { line: 320.0, column: 100.0, zoom: 1.0 }, tiling.size, VIEW, 1.0);
        let places = tiling.tiles_in_view(&placement, 0, 1);
        assert!(tiling.pixels(places[0]).contains(Window::new(320, 100, 1, 1)));
        let last = places[places.len() - 1];
        assert!(last.row.abs_diff(places[0].row) + last.column.abs_diff(places[0].column) > 8);
    }

    #[test]
    fn the_finer_tiles_of_a_tile_cover_it() {
        let tiling = tiling(100, 33);
        let coarse = TilePlace { level: 1, row: 1, column: 0 };
        let pixels: usize = tiling.finer(coarse).into_iter().map(|place| tiling.pixels(place).pixels()).sum();
        assert_eq!(pixels, tiling.pixels(coarse).pixels());
        assert!(tiling.finer(TilePlace { level: 0, row: 0, column: 0 }).is_empty());
    }
}
