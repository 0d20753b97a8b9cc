//! An opaque picture that a legend is drawn on.

use super::typeface::{Face, Typeface};
use crate::imagery::picture::Picture;
use crate::reports::tokens::Colour;

/// A picture being drawn.
pub(super) struct Canvas<'typeface> {
    pub(super) picture: Picture,
    typeface: &'typeface Typeface,
}

impl<'typeface> Canvas<'typeface> {
    pub(super) fn new(width: usize, height: usize, ground: Colour, typeface: &'typeface Typeface) -> Self {
        let [red, green, blue] = ground.0;
        let rgba = [red, green, blue, 255].repeat(width * height);
        Self { picture: Picture { width, height, rgba }, typeface }
    }

    /// Lays a picture over this one with its upper left corner at (`column`, `line`), by its opacity.
    pub(super) fn lay(&mut self, picture: &Picture, column: usize, line: usize) {
        for (index, pixel) in picture.rgba.chunks_exact(4).enumerate() {
            let (x, y) = (column + index % picture.width.max(1), line + index / picture.width.max(1));
            let colour = Colour([pixel[0], pixel[1], pixel[2]]);
            self.blend(x as i64, y as i64, colour, f32::from(pixel[3]) / 255.0);
        }
    }

    /// A filled rectangle.
    pub(super) fn fill(&mut self, (column, line): (usize, usize), (columns, lines): (usize, usize), colour: Colour) {
        for y in line..line + lines {
            for x in column..column + columns {
                self.blend(x as i64, y as i64, colour, 1.0);
            }
        }
    }

    /// A pixel covered to a share.
    pub(super) fn tint(&mut self, (column, line): (usize, usize), colour: Colour, opacity: f32) {
        self.blend(column as i64, line as i64, colour, opacity);
    }

    /// The outline of a rectangle, inside of it.
    pub(super) fn frame(&mut self, (column, line): (usize, usize), (columns, lines): (usize, usize), colour: Colour) {
        self.fill((column, line), (columns, 1), colour);
        self.fill((column, line + lines.saturating_sub(1)), (columns, 1), colour);
        self.fill((column, line), (1, lines), colour);
        self.fill((column + columns.saturating_sub(1), line), (1, lines), colour);
    }

    /// A line of text; gives where it ends.
    pub(super) fn write(
        &mut self,
        face: Face,
        size: f32,
        (x, baseline): (f32, f32),
        colour: Colour,
        text: &str,
    ) -> f32 {
        let typeface = self.typeface;
        typeface.draw((face, size), (x, baseline), text, |column, line, coverage| {
            self.blend(column, line, colour, coverage.clamp(0.0, 1.0));
        });
        x + typeface.width(face, size, text)
    }

    /// A filled triangle; its edges are smoothed by sixteen samples a pixel.
    pub(super) fn triangle(&mut self, corners: [(f32, f32); 3], colour: Colour) {
        let (xs, ys) = (corners.map(|corner| corner.0), corners.map(|corner| corner.1));
        let least = |values: [f32; 3]| values.into_iter().fold(f32::INFINITY, f32::min).floor() as i64;
        let greatest = |values: [f32; 3]| values.into_iter().fold(f32::NEG_INFINITY, f32::max).ceil() as i64;
        for line in least(ys)..greatest(ys) {
            for column in least(xs)..greatest(xs) {
                let hits = (0..16).filter(|sample| {
                    let x = column as f32 + (*sample % 4) as f32 / 4.0 + 0.125;
                    let y = line as f32 + (*sample / 4) as f32 / 4.0 + 0.125;
                    inside(corners, x, y)
                });
                self.blend(column, line, colour, hits.count() as f32 / 16.0);
            }
        }
    }

    fn blend(&mut self, column: i64, line: i64, colour: Colour, opacity: f32) {
        let (Ok(column), Ok(line)) = (usize::try_from(column), usize::try_from(line)) else { return };
        if column >= self.picture.width || line >= self.picture.height {
            return;
        }
        let at = 4 * (line * self.picture.width + column);
        for (below, level) in self.picture.rgba[at..at + 3].iter_mut().zip(colour.0) {
            let (from, to) = (f32::from(*below), f32::from(level));
            *below = (from + (to - from) * opacity).round() as u8;
        }
    }
}

fn inside(corners: [(f32, f32); 3], x: f32, y: f32) -> bool {
    let side = |a: (f32, f32), b: (f32, f32)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0);
    let sides = [side(corners[0], corners[1]), side(corners[1], corners[2]), side(corners[2], corners[0])];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}
