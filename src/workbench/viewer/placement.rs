//! Where an image stands on the screen: the one transform between pixels of the image and points of the window.
//!
//! The zoom is in device pixels an image pixel, so that 1:1, 2:1 … show each image pixel on the same whole number of device pixels whatever
//! the interface scale. The centre of the first image pixel is (line 0, column 0); its outer corner is (−0.5, −0.5).

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use serde::{Deserialize, Serialize};

/// Largest zoom: one image pixel on this many device pixels.
pub(crate) const LARGEST_ZOOM: f64 = 64.0;

/// Smallest zoom: wider than any product needs.
pub(crate) const SMALLEST_ZOOM: f64 = 1.0 / 4096.0;

/// A picture narrower than this, in device pixels, would not be seen: fitting zooms in that far, to 1:1 at most.
const LEAST_FITTED_WIDTH: f64 = 4.0;

/// Which place of the image the middle of a view shows, and how large.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// Line at the middle of the view.
    pub(crate) line: f64,
    /// Column at the middle of the view.
    pub(crate) column: f64,
    /// Device pixels an image pixel.
    pub(crate) zoom: f64,
}

/// Lines and columns of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ImageSize {
    /// Lines.
    pub(crate) lines: usize,
    /// Columns.
    pub(crate) columns: usize,
}

/// An image in a rectangle of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    position: Position,
    size: ImageSize,
    view: Rect,
    pixels_per_point: f64,
}

/// The zooms that + and − and the wheel step through: whole device pixels an image pixel above 1:1, and the mirror of that below.
const STEPS: [f64; 14] = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0];

/// The next zoom of the steps in the direction of `steps`, that many times; positive is larger.
pub(crate) fn stepped_zoom(zoom: f64, steps: i32) -> f64 {
    let mut zoom = bounded_zoom(zoom);
    for _ in 0..steps.unsigned_abs() {
        zoom = bounded_zoom(if steps > 0 { larger_zoom(zoom) } else { 1.0 / larger_zoom(1.0 / zoom) });
    }
    zoom
}

/// The least step above `zoom`; beyond the steps, half as much again.
fn larger_zoom(zoom: f64) -> f64 {
    const LAST: f64 = STEPS[STEPS.len() - 1];
    // A zoom that stands on a step but for rounding moves to the next one.
    let tolerance = 1e-9;
    if zoom > 1.0 - tolerance {
        return STEPS.iter().copied().find(|step| *step > zoom * (1.0 + tolerance)).unwrap_or(zoom * 1.5);
    }
    let ratio = 1.0 / zoom;
    let below = STEPS.iter().rev().copied().find(|step| *step < ratio * (1.0 - tolerance));
    if ratio > 1.5 * LAST { zoom * 1.5 } else { 1.0 / below.unwrap_or(1.0) }
}

/// A zoom within what the viewer shows; what is not a number becomes 1:1.
pub(crate) fn bounded_zoom(zoom: f64) -> f64 {
    if zoom.is_nan() { 1.0 } else { zoom.clamp(SMALLEST_ZOOM, LARGEST_ZOOM) }
}

/// A zoom as it is read: `1:1`, `6:1`, `1:4.7`.
pub(crate) fn zoom_text(zoom: f64) -> String {
    let number = |ratio: f64| {
        if (ratio - ratio.round()).abs() < 0.005 || ratio >= 100.0 {
            format!("{ratio:.0}")
        } else {
            format!("{ratio:.1}")
        }
    };
    if zoom >= 1.0 { format!("{}:1", number(zoom)) } else { format!("1:{}", number(1.0 / zoom)) }
}

/// Down to a whole number of device pixels where the zoom magnifies: no image pixel is then wider than its neighbour.
fn whole_above_one(zoom: f64) -> f64 {
    if zoom > 1.0 { zoom.floor() } else { zoom }
}

impl ImageSize {
    /// Whether there is nothing to show.
    pub(crate) fn is_empty(self) -> bool {
        self.lines == 0 || self.columns == 0
    }

    /// The position that shows the whole image in a view of `view` points, or as much of a very thin one as can be seen.
    pub(crate) fn fitted(self, view: Vec2, pixels_per_point: f32) -> Position {
        let (lines, columns) = (self.lines.max(1) as f64, self.columns.max(1) as f64);
        let scale = f64::from(pixels_per_point);
        let (width, height) = (f64::from(view.x.max(1.0)) * scale, f64::from(view.y.max(1.0)) * scale);
        let whole = (width / columns).min(height / lines);
        let seen = (LEAST_FITTED_WIDTH / lines.min(columns)).min(1.0);
        let zoom = bounded_zoom(whole_above_one(whole.max(seen)));
        Position { line: (self.lines as f64 - 1.0) / 2.0, column: (self.columns as f64 - 1.0) / 2.0, zoom }
    }
}

impl Position {
    /// The position whose middle is inside the image, so that a part of the image is always in view.
    pub(crate) fn within(self, size: ImageSize) -> Self {
        let inside = |place: f64, count: usize| {
            let place = if place.is_finite() { place } else { 0.0 };
            place.clamp(-0.5, (count.max(1) as f64) - 0.5)
        };
        Self {
            line: inside(self.line, size.lines),
            column: inside(self.column, size.columns),
            zoom: bounded_zoom(self.zoom),
        }
    }
}

impl Placement {
    /// An image of `size` in the rectangle `view` of the window; the position is brought inside the image.
    pub(crate) fn new(position: Position, size: ImageSize, view: Rect, pixels_per_point: f32) -> Self {
        let pixels_per_point = f64::from(pixels_per_point.max(0.01));
        Self { position: position.within(size), size, view, pixels_per_point }
    }

    /// The same image in the same view at another position.
    pub(crate) fn at(&self, position: Position) -> Self {
        Self { position: position.within(self.size), ..*self }
    }

    /// The position, inside the image.
    pub(crate) fn position(&self) -> Position {
        self.position
    }

    /// Lines and columns of the image.
    pub(crate) fn size(&self) -> ImageSize {
        self.size
    }

    /// The rectangle of the window that the image stands in.
    pub(crate) fn view(&self) -> Rect {
        self.view
    }

    /// Points of the window an image pixel.
    pub(crate) fn points_per_pixel(&self) -> f64 {
        self.position.zoom / self.pixels_per_point
    }

    /// Where the centre of a pixel stands in the window.
    ///
    /// At whole zooms the corner of the image stands on a device pixel, so that every image pixel covers the same ones.
    pub(crate) fn screen_from_image(&self, line: f64, column: f64) -> Pos2 {
        let scale = self.points_per_pixel();
        let corner = self.corner();
        pos2((corner.0 + (column + 0.5) * scale) as f32, (corner.1 + (line + 0.5) * scale) as f32)
    }

    /// Line and column that stand at a point of the window; they may lie outside of the image.
    pub(crate) fn image_from_screen(&self, point: Pos2) -> (f64, f64) {
        let scale = self.points_per_pixel();
        let corner = self.corner();
        ((f64::from(point.y) - corner.1) / scale - 0.5, (f64::from(point.x) - corner.0) / scale - 0.5)
    }

    /// The pixel under a point of the window, (line, column); none outside of the view or the image.
    pub(crate) fn pixel_at(&self, point: Pos2) -> Option<(usize, usize)> {
        if !self.view.contains(point) {
            return None;
        }
        let (line, column) = self.image_from_screen(point);
        let (line, column) = ((line + 0.5).floor(), (column + 0.5).floor());
        let is_inside = line >= 0.0 && column >= 0.0;
        let pixel = is_inside.then_some((line as usize, column as usize))?;
        (pixel.0 < self.size.lines && pixel.1 < self.size.columns).then_some(pixel)
    }

    /// The outer corner of the first pixel, in points of the window, (x, y).
    fn corner(&self) -> (f64, f64) {
        let scale = self.points_per_pixel();
        let middle = self.view.center();
        let corner = (
            f64::from(middle.x) - (self.position.column + 0.5) * scale,
            f64::from(middle.y) - (self.position.line + 0.5) * scale,
        );
        let zoom = self.position.zoom;
        if zoom >= 1.0 && (zoom - zoom.round()).abs() < 1e-9 {
            let on_device_pixel = |place: f64| (place * self.pixels_per_point).round() / self.pixels_per_point;
            return (on_device_pixel(corner.0), on_device_pixel(corner.1));
        }
        corner
    }

    /// The position after the picture was dragged by `delta` points.
    pub(crate) fn panned(&self, delta: Vec2) -> Position {
        let scale = self.points_per_pixel();
        let position = Position {
            line: self.position.line - f64::from(delta.y) / scale,
            column: self.position.column - f64::from(delta.x) / scale,
            zoom: self.position.zoom,
        };
        position.within(self.size)
    }

    /// The position at another zoom that keeps what stands at `point` there.
    pub(crate) fn zoomed_at(&self, point: Pos2, zoom: f64) -> Position {
        let zoom = bounded_zoom(zoom);
        let (line, column) = self.image_from_screen(point);
        let scale = zoom / self.pixels_per_point;
        let from_middle = point - self.view.center();
        let position = Position {
            line: line - f64::from(from_middle.y) / scale,
            column: column - f64::from(from_middle.x) / scale,
            zoom,
        };
        position.within(self.size)
    }

    /// The position that shows the rectangle between two points of the window as large as it fits.
    pub(crate) fn zoomed_to(&self, first: Pos2, second: Pos2) -> Position {
        let (a, b) = (self.image_from_screen(first), self.image_from_screen(second));
        let (lines, columns) = ((a.0 - b.0).abs().max(1.0), (a.1 - b.1).abs().max(1.0));
        let width = f64::from(self.view.width()) * self.pixels_per_point;
        let height = f64::from(self.view.height()) * self.pixels_per_point;
        let zoom = bounded_zoom(whole_above_one((width / columns).min(height / lines)));
        Position { line: f64::midpoint(a.0, b.0), column: f64::midpoint(a.1, b.1), zoom }.within(self.size)
    }

    /// The rectangle of the window that the image covers, which may be larger than the view.
    pub(crate) fn image_rect(&self) -> Rect {
        let first = self.screen_from_image(-0.5, -0.5);
        let last = self.screen_from_image(self.size.lines as f64 - 0.5, self.size.columns as f64 - 0.5);
        Rect::from_min_max(first, last)
    }

    /// The pixels in view, as first line, first column, end of lines, end of columns; none when no pixel is.
    pub(crate) fn pixels_in_view(&self) -> Option<[usize; 4]> {
        if self.size.is_empty() || self.view.width() <= 0.0 || self.view.height() <= 0.0 {
            return None;
        }
        let first = self.image_from_screen(self.view.min);
        let last = self.image_from_screen(self.view.max);
        let begin = |place: f64, count: usize| ((place + 0.5).floor().max(0.0) as usize).min(count);
        let end = |place: f64, count: usize| ((place + 0.5).ceil().max(0.0) as usize).min(count);
        let [top, left] = [begin(first.0, self.size.lines), begin(first.1, self.size.columns)];
        let [bottom, right] = [end(last.0, self.size.lines), end(last.1, self.size.columns)];
        (top < bottom && left < right).then_some([top, left, bottom, right])
    }

    /// The size of the view in device pixels, (width, height), at least one each.
    pub(crate) fn view_in_device_pixels(&self) -> (usize, usize) {
        let count = |points: f32| (f64::from(points) * self.pixels_per_point).round().max(1.0) as usize;
        (count(self.view.width()), count(self.view.height()))
    }

    /// A move of the view by shares of its own size, as the arrow keys do; positive is towards larger columns and lines.
    pub(crate) fn moved_by_share(&self, share: Vec2) -> Position {
        self.panned(-vec2(share.x * self.view.width(), share.y * self.view.height()))
    }
}

#[cfg(test)]
mod tests;
