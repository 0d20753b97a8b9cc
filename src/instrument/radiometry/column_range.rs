//! A range of neighbouring columns.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Columns `first` to `last`, both included, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ColumnRange {
    /// First column.
    pub first: usize,
    /// Last column.
    pub last: usize,
}

impl ColumnRange {
    /// Columns `first` to `last`.
    pub const fn new(first: usize, last: usize) -> Self {
        Self { first, last }
    }

    /// Whether a column lies in it.
    pub const fn contains(self, column: usize) -> bool {
        self.first <= column && column <= self.last
    }

    /// How many columns it has; none when it ends before it begins.
    pub const fn len(self) -> usize {
        if self.last < self.first { 0 } else { self.last - self.first + 1 }
    }

    /// Whether it ends before it begins.
    pub const fn is_empty(self) -> bool {
        self.last < self.first
    }

    /// Whether two ranges share a column.
    pub const fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Its columns.
    pub const fn columns(self) -> RangeInclusive<usize> {
        self.first..=self.last
    }
}
