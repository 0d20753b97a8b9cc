//! Lines under way.

use std::collections::VecDeque;

/// Neighbouring lines of one width, the oldest of which are let go; their memory is used again.
pub(super) struct LineRing {
    width: usize,
    first: i64,
    lines: VecDeque<Vec<f32>>,
    spare: Vec<Vec<f32>>,
}

impl LineRing {
    /// No line yet; the first one pushed will be `first`.
    pub(super) fn new(first: i64, width: usize) -> Self {
        Self { width, first, lines: VecDeque::new(), spare: Vec::new() }
    }

    /// One more than the number of the last line.
    pub(super) fn end(&self) -> i64 {
        self.first + self.lines.len() as i64
    }

    /// A line that is held.
    pub(super) fn line(&self, number: i64) -> &[f32] {
        &self.lines[(number - self.first) as usize]
    }

    /// Takes out a line's memory to be written and given to [`Self::push`]; it holds old values.
    pub(super) fn blank(&mut self) -> Vec<f32> {
        self.spare.pop().unwrap_or_else(|| vec![0.0; self.width])
    }

    /// Appends a line.
    pub(super) fn push(&mut self, line: Vec<f32>) {
        self.lines.push_back(line);
    }

    /// Lets go of every line before `number`.
    pub(super) fn release_before(&mut self, number: i64) {
        while self.first < number {
            let Some(line) = self.lines.pop_front() else { return };
            self.spare.push(line);
            self.first += 1;
        }
    }

    /// Bytes held, those kept for new lines included.
    pub(super) fn bytes(&self) -> usize {
        (self.lines.len() + self.spare.len()) * self.width * size_of::<f32>()
    }
}
