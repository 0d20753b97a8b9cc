//! The chain against a calculation by hand in double precision, every convention, and input that is not as it should be.

mod against_formulas;
mod blocks;
mod explaining;
mod refusals;
pub(crate) mod samples;
