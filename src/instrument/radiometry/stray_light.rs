//! Stray light as the ground segment corrects it: a filter by columns (type 1, local) and light from other bands (type 2, cross-talk).

use serde::{Deserialize, Serialize};

use super::ColumnRange;

/// In which space a filter is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// Samples of the filter in pixels, its centre at row rows/2, column columns/2 (rounded down).
    Spatial,
    /// Its Fourier transform.
    Frequential,
    /// Its wavelet coefficients.
    Wavelet,
}

/// A filter as the file gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilterArray {
    /// Space in which it is given.
    pub kind: FilterKind,
    /// Rows: along the lines' order, that is along the flight.
    pub rows: usize,
    /// Columns: along the array.
    pub columns: usize,
    /// Row by row; as many as `rows` × `columns`.
    pub values: Vec<f32>,
}

/// Type 1: the filter of a range of columns. Its convolution with the image *is* the corrected image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocalFilter {
    /// Columns of the result for which it holds, from 0.
    pub columns: ColumnRange,
    /// The filter.
    pub filter: FilterArray,
}

/// A range of columns of type 2.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossTalkStrip {
    /// Columns of the result for which it holds, from 0.
    pub columns: ColumnRange,
    /// Factor on the filter.
    pub factor: f64,
    /// Columns by which the source's image is displaced: column c of the result takes column c − shift of the source.
    pub shift: i64,
}

/// Type 2: light of another band. What the strips give is subtracted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossTalk {
    /// The band whose light it is.
    pub source_band: String,
    /// The filter on the source's image.
    pub filter: FilterArray,
    /// Columns beyond a strip's ends that its calculation sees.
    pub overlap_margin: usize,
    /// The strips.
    pub strips: Vec<CrossTalkStrip>,
}

/// Stray light of one band. File of the ground segment: STRLGT.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StrayLight {
    /// Columns beyond a range's ends that the calculation of type 1 sees.
    pub overlap_margin: usize,
    /// Type 1; empty for a band without.
    pub local: Vec<LocalFilter>,
    /// Type 2, at most two sources; empty for a band without.
    pub cross_talk: Vec<CrossTalk>,
}
