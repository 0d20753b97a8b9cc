//! Image-quality metrics of a product, one folder or file each, and the judging of them. The judge does not know the defendant: nothing here
//! knows calibration or simulation.

pub mod band_registration;
mod cells;
pub mod judging;
pub mod no_data_rates;
pub mod noise;
pub mod quality_indexes;
pub mod twin_bands;

pub use cells::{all_bands, cells, walk};
