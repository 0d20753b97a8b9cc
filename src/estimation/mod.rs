//! Estimation without any knowledge of images: robust statistics, straight lines with errors on both axes.

mod robust;

pub use robust::{median, median_absolute_deviation_sigma, quantile};
