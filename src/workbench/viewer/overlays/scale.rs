//! Round lengths for scale bars and steps for grids.

/// The largest of 1, 2, 5 × 10ⁿ that is not above `length`; none for a length that is none.
pub(super) fn round_below(length: f64) -> Option<f64> {
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    let power = 10.0_f64.powf(length.log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|step| step * power <= length * (1.0 + 1e-9)).unwrap_or(1.0);
    Some(step * power)
}

/// The smallest of 1, 2, 5 × 10ⁿ that is not below `length`.
pub(super) fn round_above(length: f64) -> Option<f64> {
    let below = round_below(length)?;
    if below >= length * (1.0 - 1e-9) {
        return Some(below);
    }
    let power = 10.0_f64.powf(length.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= length * (1.0 - 1e-9))
}

/// A length in metres as it is read: `500 m`, `2 km`.
pub(super) fn length_text(metres: f64) -> String {
    if metres >= 1000.0 { format!("{} km", metres / 1000.0) } else { format!("{metres} m") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_one_two_or_five_times_a_power_of_ten() {
        for (length, below, above) in [
            (1.0, 1.0, 1.0),
            (1.5, 1.0, 2.0),
            (4.9, 2.0, 5.0),
            (5.0, 5.0, 5.0),
            (730.0, 500.0, 1000.0),
            (0.03, 0.02, 0.05),
        ] {
            assert!((round_below(length).unwrap() - below).abs() < 1e-9 * below, "{length}");
            assert!((round_above(length).unwrap() - above).abs() < 1e-9 * above, "{length}");
        }
        assert_eq!((round_below(0.0), round_below(f64::NAN), round_above(-1.0)), (None, None, None));
        assert_eq!((length_text(500.0), length_text(2000.0)), ("500 m".to_owned(), "2 km".to_owned()));
    }
}
