//! A rectangle of pixels. The centre of the first pixel of an image is (line 0, column 0).

use serde::{Deserialize, Serialize};

/// A rectangle of whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Number of lines.
    pub lines: usize,
    /// Number of columns.
    pub columns: usize,
}

impl Window {
    /// The window of `lines` by `columns` pixels whose first pixel is (`line`, `column`).
    pub const fn new(line: usize, column: usize, lines: usize, columns: usize) -> Self {
        Self { line, column, lines, columns }
    }

    /// Number of pixels.
    pub const fn pixels(self) -> usize {
        self.lines * self.columns
    }

    /// One past the last line.
    pub const fn line_end(self) -> usize {
        self.line + self.lines
    }

    /// One past the last column.
    pub const fn column_end(self) -> usize {
        self.column + self.columns
    }

    /// Whether all pixels of `other` are pixels of this window.
    pub const fn contains(self, other: Self) -> bool {
        other.line >= self.line
            && other.column >= self.column
            && other.line_end() <= self.line_end()
            && other.column_end() <= self.column_end()
    }
}
