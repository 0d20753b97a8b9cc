//! Queries of whoever looks at parameters of the radiometry: curves over the columns, comparisons, what a step of the chain uses, what would be if a
//! coefficient were another. The window asks them; nothing here changes a set.

mod band_chains;
mod chain_maker;
mod chain_source;
mod chain_step;
mod chained_block;
mod coefficient;
mod column_coefficients;
mod comparison;
mod curve;
mod explained_pixel;
mod file_reference;
mod raw_codes;
mod raw_product;
mod set_path;
mod what_if;

pub use chain_step::{ChainStep, StepUse, steps_used};
pub use coefficient::Coefficient;
pub use column_coefficients::{ColumnCoefficient, ColumnCoefficients, column_coefficients};
pub use comparison::{Comparison, compared};
pub use curve::{CoefficientCurve, DefectRange, coefficient_curve, stages_of};
pub use explained_pixel::{ExplainedPixel, ExplainedSource, ExplainedStep};
pub use file_reference::FileReference;
pub use raw_product::RawProduct;
pub use set_path::is_set_path;
pub use what_if::{CoefficientChange, WhatIf};

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::{sample_raw, sample_set};
