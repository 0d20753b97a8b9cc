//! Light that is polarised is seen more or less brightly: the inverse of the chain's correction of polarisation.

use crate::instrument::radiometry::PolarisationForm;

/// What the radiance is multiplied by, for a term p = PS·P·cos 2(χ − Φ) (`radiometry.md` §2.17 of the project's references).
///
/// The chain divides by 1 + p, or multiplies with it, as its setting says; the instrument does the opposite.
pub fn polarisation_factor(term: f64, form: PolarisationForm) -> f64 {
    match form {
        PolarisationForm::Divide => 1.0 + term,
        PolarisationForm::Multiply => 1.0 / (1.0 + term),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_correction_of_either_form_gives_the_radiance_back() {
        for p in [-0.06, 0.0, 0.013] {
            assert!((100.0 * polarisation_factor(p, PolarisationForm::Divide) / (1.0 + p) - 100.0).abs() < 1e-12);
            assert!((100.0 * polarisation_factor(p, PolarisationForm::Multiply) * (1.0 + p) - 100.0).abs() < 1e-12);
        }
    }
}
