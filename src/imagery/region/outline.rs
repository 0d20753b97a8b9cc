//! Which pixels belong to a region: those whose centre lies inside.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::imagery::Window;

/// A region of an image, in (line, column); the centre of the first pixel is (0, 0).
///
/// A pixel belongs to a region when its centre does. Of two regions that share an edge a centre on that edge belongs to just one: the lower
/// line and the lower column are inside, the upper ones outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// Whole pixels.
    Rectangle(Window),
    /// All that is no farther from the centre, in units of the half-axes, than one; its own edge belongs to it.
    Ellipse {
        /// Line and column of the centre.
        centre: [f64; 2],
        /// Half-axes along lines and along columns, in pixels.
        half_axes: [f64; 2],
    },
    /// A closed line through vertices (line, column); where it crosses itself, the even-odd rule holds.
    Polygon(Vec<[f64; 2]>),
}

/// A region that encloses nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("region: needed {needed}, found {found}")]
pub struct RegionError {
    /// What was needed.
    pub needed: &'static str,
    /// What was found.
    pub found: String,
}

impl Region {
    /// Whether the region can enclose anything at all.
    ///
    /// # Errors
    /// [`RegionError`] for a rectangle or an ellipse without extent, a polygon of fewer than three vertices, and numbers that are not finite.
    pub fn check(&self) -> Result<(), RegionError> {
        let refused = |needed, found| Err(RegionError { needed, found });
        match self {
            Self::Rectangle(window) if window.lines == 0 || window.columns == 0 => {
                refused("at least one pixel", format!("{} lines by {} columns", window.lines, window.columns))
            }
            Self::Ellipse { centre: [line, column], half_axes: [along, across] } => {
                let has_extent = *along > 0.0 && *across > 0.0;
                if has_extent && [line, column, along, across].into_iter().all(|number| number.is_finite()) {
                    return Ok(());
                }
                let found = format!("half-axes {along} and {across} about line {line}, column {column}");
                refused("two half-axes above zero about a place", found)
            }
            Self::Polygon(vertices) if vertices.len() < 3 => {
                refused("a polygon of three vertices or more", format!("{}", vertices.len()))
            }
            Self::Polygon(vertices) => match vertices.iter().find(|vertex| !vertex.iter().all(|v| v.is_finite())) {
                Some([line, column]) => refused("finite vertices", format!("line {line}, column {column}")),
                None => Ok(()),
            },
            Self::Rectangle(_) => Ok(()),
        }
    }

    /// Whether the pixel at (`line`, `column`) belongs to the region.
    pub fn contains(&self, line: usize, column: usize) -> bool {
        let mut spans = Vec::new();
        self.spans(line, column..column + 1, &mut spans);
        !spans.is_empty()
    }

    /// The pixels of `line` that belong to the region and to `columns`, as ranges in rising order; `spans` is overwritten.
    pub fn spans(&self, line: usize, columns: Range<usize>, spans: &mut Vec<Range<usize>>) {
        spans.clear();
        let mut add = |from: usize, to: usize| {
            let span = from.max(columns.start)..to.min(columns.end);
            if !span.is_empty() {
                spans.push(span);
            }
        };
        let centre_line = line as f64;
        match self {
            Self::Rectangle(window) => {
                if (window.line..window.line_end()).contains(&line) {
                    add(window.column, window.column_end());
                }
            }
            Self::Ellipse { centre, half_axes } => {
                let share = (centre_line - centre[0]) / half_axes[0];
                let reach = half_axes[1] * (1.0 - share * share).sqrt();
                if reach >= 0.0 {
                    let range = whole(centre[1] - reach, centre[1] + reach);
                    add(range.start, range.end);
                }
            }
            Self::Polygon(vertices) => {
                let mut crossings = crossings(vertices, centre_line);
                crossings.sort_unstable_by(f64::total_cmp);
                for pair in crossings.chunks_exact(2) {
                    add(at_or_after(pair[0]), at_or_after(pair[1]));
                }
            }
        }
    }

    /// The smallest window of `image` that holds all of the region's pixels in it; none when there are none.
    pub fn window(&self, image: Window) -> Option<Window> {
        let [lines, columns] = match self {
            Self::Rectangle(window) => [window.line..window.line_end(), window.column..window.column_end()],
            Self::Ellipse { centre, half_axes } => {
                [0, 1].map(|axis| whole(centre[axis] - half_axes[axis], centre[axis] + half_axes[axis]))
            }
            Self::Polygon(vertices) => [0, 1].map(|axis| {
                let places = || vertices.iter().map(|vertex| vertex[axis]);
                whole(places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max))
            }),
        };
        let lines = lines.start.max(image.line)..lines.end.min(image.line_end());
        let columns = columns.start.max(image.column)..columns.end.min(image.column_end());
        let (mut found, mut spans) = (None::<[usize; 4]>, Vec::new());
        for line in lines {
            self.spans(line, columns.clone(), &mut spans);
            if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
                let [top, _, left, right] = found.unwrap_or([line, line, first.start, last.end]);
                found = Some([top, line, left.min(first.start), right.max(last.end)]);
            }
        }
        found.map(|[top, bottom, left, right]| Window::new(top, left, bottom + 1 - top, right - left))
    }
}

/// Pixels between two places, of which the outer ones may not belong.
fn whole(from: f64, to: f64) -> Range<usize> {
    if to >= 0.0 { at_or_after(from)..(to.floor() as usize).saturating_add(1) } else { 0..0 }
}

/// The first pixel whose centre is not before a place; the first of all for places before it.
fn at_or_after(place: f64) -> usize {
    place.ceil().max(0.0) as usize
}

/// Columns at which the edges of a polygon cross a line. An edge holds its lower end and not its upper one, so that a vertex on the line counts
/// once, and an edge along it not at all.
fn crossings(vertices: &[[f64; 2]], line: f64) -> Vec<f64> {
    let ends = vertices.iter().zip(vertices.iter().cycle().skip(1));
    ends.filter(|(from, to)| (from[0] <= line) != (to[0] <= line))
        .map(|(from, to)| from[1] + (line - from[0]) / (to[0] - from[0]) * (to[1] - from[1]))
        .filter(|column| !column.is_nan())
        .collect()
}

#[cfg(test)]
mod tests;
