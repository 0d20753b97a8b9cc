//! Arithmetic on bands, as typed: `(B11 - B07) / (B11 + B07)`.
//!
//! Written here and not taken from a library: evalexpr, fasteval and exmex evaluate one set of numbers at a time, which for an image means a walk of
//! the expression for every pixel; exmex could be given blocks as its numbers, but then allocates one for every operator, and none of them says
//! where in the text a mistake is. The language is small, and its tests hold it against an evaluation that shares nothing with it.

mod error;
mod evaluate;
mod parser;
mod program;
#[cfg(test)]
mod tests;
mod token;

pub use error::{EvaluationError, ExpressionError};
pub use evaluate::EvaluationMemory;
pub use program::BandExpression;
