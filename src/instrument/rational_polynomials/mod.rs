//! Location by rational polynomials (RPC): quotients of cubic polynomials, from the ground to the image and, where a format gives them, back.

mod model;
mod polynomials;
#[cfg(test)]
mod tests;

pub use model::{HEIGHT_MARGIN_M, RATIONAL_POLYNOMIAL_MARGIN, RationalPolynomialError, RationalPolynomialModel};
pub use polynomials::{Coefficients, Normalisation, Quotient, RationalPair, TermOrder};
