//! Query: the small picture of a product, the same as its report shows.

use std::path::Path;

use super::error::OperationError;
use super::verify::quick_look::drawn_quick_look;
use crate::product_files;
use crate::supervision::Supervision;

/// The small picture of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductPicture {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
    /// Red, green, blue and opacity of every pixel, line by line from the top.
    pub rgba: Vec<u8>,
    /// The bands shown as red, green and blue; a single one in grey.
    pub bands: Vec<String>,
    /// The stretch in words, with its numbers.
    pub stretch: String,
    /// What pixels without a value look like.
    pub no_data: String,
}

/// Draws the small picture of the product at `path`; none where it has no valid pixel.
///
/// # Errors
/// [`OperationError`] when the product cannot be read or the query is cancelled.
pub fn product_picture(path: &Path, supervision: &Supervision) -> Result<Option<ProductPicture>, OperationError> {
    let open = product_files::open(path, None, supervision)?;
    let drawn = drawn_quick_look(&open.product, open.raster.as_ref(), supervision)?;
    Ok(drawn.map(|(picture, quick_look)| ProductPicture {
        width: picture.width,
        height: picture.height,
        rgba: picture.rgba,
        bands: quick_look.bands,
        stretch: quick_look.stretch,
        no_data: quick_look.no_data,
    }))
}
