//! 1/cos θ of the Sun over neighbouring columns, from line to line.

use super::SunField;
use super::row_kernel::SmoothFactor;

/// The Sun of a window of columns, straight between two lines that move along.
pub(super) struct SunRows<'a> {
    sun: &'a SunField,
    first_column: usize,
    lines: [usize; 2],
    start: Vec<f32>,
    change: Vec<f32>,
}

impl<'a> SunRows<'a> {
    pub(super) fn new(sun: &'a SunField, first_column: usize, columns: usize) -> Self {
        Self { sun, first_column, lines: [0, 0], start: vec![0.0; columns], change: vec![0.0; columns] }
    }

    /// Makes it hold for a line; gives the line before which it holds.
    pub(super) fn move_to(&mut self, line: usize) -> usize {
        let [first, end] = self.lines;
        if !(first..end).contains(&line) {
            self.lines = self.sun.straight_around(line);
            let [first, end] = self.lines;
            self.sun.fill(first, self.first_column, &mut self.start);
            self.sun.fill(end, self.first_column, &mut self.change);
            for (change, start) in self.change.iter_mut().zip(&self.start) {
                *change -= start;
            }
        }
        self.lines[1]
    }

    /// Both rows.
    pub(super) fn factor(&self) -> SmoothFactor<'_> {
        SmoothFactor { start: &self.start, change: &self.change }
    }

    /// Where a line stands between the two.
    pub(super) fn place(&self, line: usize) -> f32 {
        let [first, end] = self.lines;
        (line - first) as f32 / (end - first) as f32
    }

    /// The first of the two lines.
    pub(super) const fn first_line(&self) -> usize {
        self.lines[0]
    }

    /// At both lines, at a place in the window.
    pub(super) fn ends(&self, place: usize) -> [f32; 2] {
        let start = self.start.get(place).copied().unwrap_or(f32::NAN);
        [start, start + self.change.get(place).copied().unwrap_or(f32::NAN)]
    }
}
