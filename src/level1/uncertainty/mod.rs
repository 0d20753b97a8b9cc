//! The standard uncertainty of every value, in three parts, as functions that are stored with the product: no array of uncertainties is kept.

mod band_uncertainty;
mod budget;
mod column_functions;
mod model;
mod noise_gain;
mod sources;
#[cfg(test)]
mod tests;

pub use band_uncertainty::UncertaintyFunctions;
pub use budget::Budget;
pub use column_functions::{ColumnFunction, ColumnFunctions, InterpolatedColumn, SpikeFunction};
pub use model::UncertaintyModel;
pub use noise_gain::noise_gain;
pub use sources::Sources;
