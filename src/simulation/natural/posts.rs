//! Windows of the ground's lattices around the places that a block looks at.

use crate::simulation::scene::{LatticeWindow, POST_CELLS};

/// A window of posts, bilinear in between.
pub(super) struct Posts {
    window: LatticeWindow,
    values: Vec<f32>,
}

impl Posts {
    /// The posts around some places in cells.
    pub(super) fn over(places: impl Iterator<Item = [f64; 2]>, fill: impl FnOnce(LatticeWindow, &mut [f32])) -> Self {
        let window = window_around(places, f64::from(POST_CELLS));
        let mut values = vec![0.0; window.nodes()];
        fill(window, &mut values);
        Self { window, values }
    }

    #[inline]
    pub(super) fn at(&self, cells: [f64; 2]) -> f64 {
        const PER_CELL: f64 = 1.0 / POST_CELLS as f64;
        let line = cells[0] * PER_CELL - f64::from(self.window.line);
        let column = cells[1] * PER_CELL - f64::from(self.window.column);
        // What is no number becomes the first post.
        let (above, left) =
            ((line as usize).min(self.window.lines - 2), (column as usize).min(self.window.columns - 2));
        let (v, u) = (line - above as f64, column - left as f64);
        let at = above * self.window.columns + left;
        let row = |at: usize| [f64::from(self.values[at]), f64::from(self.values[at + 1])];
        let ([a, b], [c, d]) = (row(at), row(at + self.window.columns));
        let (upper, lower) = (a + u * (b - a), c + u * (d - c));
        upper + v * (lower - upper)
    }
}

/// Nodes on an axis at most: a view that grazes the Earth is no reason to lay out half of it.
const MOST_NODES: f64 = 60_000.0;

/// The window of a lattice that holds some places, `step` cells apart, with a node to spare on each side; of places that are no numbers it holds nothing.
pub(super) fn window_around(places: impl Iterator<Item = [f64; 2]>, step: f64) -> LatticeWindow {
    let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for place in places {
        for axis in 0..2 {
            least[axis] = least[axis].min(place[axis]);
            most[axis] = most[axis].max(place[axis]);
        }
    }
    let span = |axis: usize| {
        if least[axis] > most[axis] {
            return (0, 2);
        }
        let first = (least[axis] / step).floor() - 1.0;
        let count = ((most[axis] / step).floor() + 3.0 - first).min(MOST_NODES);
        (first as i32, count as usize)
    };
    let ((line, lines), (column, columns)) = (span(0), span(1));
    LatticeWindow { line, column, lines, columns }
}
