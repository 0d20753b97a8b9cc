//! Rasters as the calculations see them: windows, samples with a reason where there is none, and the contract of whoever delivers them.

pub mod band_expression;
pub mod convolution;
pub mod correlation;
mod fourier;
mod gradient;
#[cfg(test)]
mod memory_raster;
mod no_data;
pub mod picture;
pub mod profile;
mod raster;
mod reduction;
pub mod region;
mod resampling;
pub mod scatter;
pub mod statistics;
mod window;

pub use fourier::{FourierScratch, SquareFourier, frequency};
pub use gradient::gradient_magnitude;
pub use no_data::{NoDataReason, Reasons};
pub use picture::{Channel, Drawing, Picture, PictureError, encode_png, render};
pub use raster::{RasterError, RasterSize, RasterSource, ReadError, Tile, read_and_reduce};
pub use reduction::{ReducedTile, Reduction};
pub use resampling::{LANCZOS_REACH, cubic_convolution_weights, lanczos_weights, sample_displaced};
pub use window::Window;
