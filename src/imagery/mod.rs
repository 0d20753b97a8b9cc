//! Rasters as the calculations see them: windows, samples with a reason where there is none, and the contract of whoever delivers them.

mod no_data;
mod picture;
mod raster;
mod window;

pub use no_data::{NoDataReason, Reasons};
pub use picture::{Channel, Picture, PictureError, encode_png, render};
pub use raster::{RasterError, RasterSize, RasterSource, Tile};
pub use window::Window;
