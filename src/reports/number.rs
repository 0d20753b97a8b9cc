//! Numbers as they are read: significant digits from the uncertainty, true minus, thin space between thousands.

/// Between groups of three digits; narrow and never broken over two lines.
const THIN_SPACE: char = '\u{202F}';
/// The minus sign, not a hyphen.
const MINUS: char = '\u{2212}';
/// What stands where there is no number.
pub const ABSENT: &str = "–";

/// Coverage factor of the expanded uncertainties that reports show.
pub const COVERAGE_FACTOR: f64 = 2.0;

/// Whether a plus sign stands before a positive number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Only a minus is written.
    Negative,
    /// Shifts and differences: + is written too.
    Always,
}

/// A value and its uncertainty, rounded to the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounded {
    /// The value.
    pub value: String,
    /// The uncertainty, without its ±; empty where the value is exact.
    pub uncertainty: String,
}

impl Rounded {
    /// `0.1132 ± 0.0009`, or the value alone.
    pub fn text(&self) -> String {
        if self.uncertainty.is_empty() { self.value.clone() } else { format!("{} ± {}", self.value, self.uncertainty) }
    }
}

/// Rounds a value to the place its uncertainty reaches: two digits of the uncertainty are kept when it begins with 1 or 2, else one.
///
/// An uncertainty of zero means exact: the value is written with up to six significant digits. What is not finite is written –.
pub fn with_uncertainty(value: f64, uncertainty: f64, sign: Sign) -> Rounded {
    if !value.is_finite() {
        return Rounded { value: ABSENT.to_owned(), uncertainty: String::new() };
    }
    let magnitude = uncertainty.abs();
    if magnitude == 0.0 || !magnitude.is_finite() {
        return Rounded { value: significant(value, 6, sign), uncertainty: String::new() };
    }
    let decimals = decimals_of_uncertainty(magnitude);
    if !(-5..=7).contains(&decimals) {
        let exponent = leading_exponent(value.abs().max(magnitude));
        let scale = 10f64.powi(exponent);
        let places = (decimals + exponent).max(0);
        let power = format!(" × 10{}", superscript(exponent));
        return Rounded {
            value: fixed(value / scale, places, sign) + &power,
            uncertainty: fixed(magnitude / scale, places, Sign::Negative) + &power,
        };
    }
    Rounded { value: fixed(value, decimals, sign), uncertainty: fixed(magnitude, decimals, Sign::Negative) }
}

/// A value and its expanded uncertainty (k = 2) from its standard uncertainty.
pub fn expanded(value: f64, standard_uncertainty: f64, sign: Sign) -> Rounded {
    with_uncertainty(value, COVERAGE_FACTOR * standard_uncertainty, sign)
}

/// A value with at most `digits` significant digits, no trailing zeros.
pub fn significant(value: f64, digits: i32, sign: Sign) -> String {
    if !value.is_finite() {
        return ABSENT.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = leading_exponent(value.abs());
    if !(-5..=8).contains(&exponent) {
        let mantissa = fixed(value / 10f64.powi(exponent), digits - 1, sign);
        return format!("{} × 10{}", without_trailing_zeros(&mantissa), superscript(exponent));
    }
    without_trailing_zeros(&fixed(value, (digits - 1 - exponent).max(0), sign)).to_owned()
}

/// A value with a given number of decimals; negative decimals round to tens, hundreds and so on.
pub fn fixed(value: f64, decimals: i32, sign: Sign) -> String {
    if !value.is_finite() {
        return ABSENT.to_owned();
    }
    let digits = if decimals >= 0 {
        format!("{:.*}", decimals as usize, value.abs())
    } else {
        let step = 10f64.powi(-decimals);
        format!("{:.0}", (value.abs() / step).round() * step)
    };
    let is_zero = digits.bytes().all(|byte| byte == b'0' || byte == b'.');
    let mut text = String::with_capacity(digits.len() + 4);
    match (is_zero, value < 0.0, sign) {
        (false, true, _) => text.push(MINUS),
        (false, false, Sign::Always) => text.push('+'),
        _ => {}
    }
    text.push_str(&grouped(&digits));
    text
}

/// Decimals that show one step of a quantised value and nothing finer: 3 for 0.001, 4 for 0.0004, 0 for 1, at most 9.
pub fn decimals_of_step(step: f64) -> i32 {
    let magnitude = step.abs();
    if magnitude == 0.0 || !magnitude.is_finite() {
        return 0;
    }
    // A step that was computed may fall short of its power of ten by a rounding.
    (-leading_exponent(magnitude * (1.0 + 1e-9))).clamp(0, 9)
}

/// A count: `14 400` with thin spaces.
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A probability in percent, never rounded to a certainty that it is not.
pub fn probability(share: f64) -> String {
    if !share.is_finite() {
        ABSENT.to_owned()
    } else if share > 0.999 {
        "> 99.9 %".to_owned()
    } else if share < 0.001 {
        "< 0.1 %".to_owned()
    } else {
        fixed(share * 100.0, 1, Sign::Negative) + " %"
    }
}

/// A share in percent with the digits that it needs: `0 %`, `0.0012 %`, `12.3 %`.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return ABSENT.to_owned();
    }
    let value = share * 100.0;
    // 99.996 % must not be written as 100 %.
    let digits = if value > 99.0 && value < 100.0 { 5 } else { 3 };
    significant(value, digits, Sign::Negative) + " %"
}

/// The unit as it is printed after a number; a pure number has none.
pub fn unit(unit: &str) -> String {
    match unit {
        "1" | "" => String::new(),
        "W m-2 sr-1 um-1" => "W m⁻² sr⁻¹ µm⁻¹".to_owned(),
        other => other.to_owned(),
    }
}

fn decimals_of_uncertainty(magnitude: f64) -> i32 {
    let exponent = leading_exponent(magnitude);
    let leading = magnitude / 10f64.powi(exponent);
    if leading < 2.95 { 1 - exponent } else { -exponent }
}

/// Power of ten of the leading digit.
fn leading_exponent(magnitude: f64) -> i32 {
    // The decimal writing is exact about powers of ten, where a logarithm may fall on the wrong side.
    let written = format!("{magnitude:e}");
    written.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

fn grouped(digits: &str) -> String {
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut text = String::with_capacity(digits.len() + 8);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(THIN_SPACE);
        }
        text.push(digit);
    }
    text.push_str(&digits[whole.len()..]);
    text
}

fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|digit| match digit {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            _ => '⁰',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: f64, uncertainty: f64) -> String {
        with_uncertainty(value, uncertainty, Sign::Negative).text()
    }

    #[test]
    fn the_uncertainty_decides_the_digits() {
        assert_eq!(plain(0.113_241, 0.000_9), "0.1132 ± 0.0009");
        assert_eq!(plain(1.022_63, 0.001_0), "1.0226 ± 0.0010");
        assert_eq!(plain(0.435_2, 0.052), "0.44 ± 0.05");
        assert_eq!(plain(0.5, 0.299), "0.5 ± 0.3");
        assert_eq!(plain(0.5, 0.0096), "0.500 ± 0.010");
        assert_eq!(plain(12_345.6, 123.0), "12\u{202F}350 ± 120");
        assert_eq!(plain(12_345.6, 456.0), "12\u{202F}300 ± 500");
    }

    #[test]
    fn the_step_of_a_quantised_value_decides_its_decimals() {
        let decimals = [1.0, 0.5, 0.001, 0.000_4, 10.0, 0.0, f64::NAN, 1e-30, 0.001 - 1e-18].map(decimals_of_step);
        assert_eq!(decimals, [0, 1, 3, 4, 0, 0, 0, 9, 3]);
    }

    #[test]
    fn a_true_minus_and_a_plus_where_it_is_asked_for() {
        assert_eq!(plain(-0.405, 0.06), "\u{2212}0.41 ± 0.06");
        assert_eq!(with_uncertainty(0.351, 0.004, Sign::Always).value, "+0.351");
        assert_eq!(with_uncertainty(-0.000_01, 0.05, Sign::Always).value, "0.00", "zero has no sign");
    }

    #[test]
    fn thousands_are_parted_by_a_thin_space() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1\u{202F}000");
        assert_eq!(count(1_234_567), "1\u{202F}234\u{202F}567");
        assert_eq!(fixed(-1234.5, 1, Sign::Negative), "\u{2212}1\u{202F}234.5");
    }

    #[test]
    fn an_exact_value_has_no_uncertainty_and_no_trailing_zeros() {
        assert_eq!(plain(0.25, 0.0), "0.25");
        assert_eq!(plain(3.0, 0.0), "3");
        assert_eq!(plain(0.0, 0.0), "0");
        assert_eq!(significant(299_792_458.0, 9, Sign::Negative), "299\u{202F}792\u{202F}458");
    }

    #[test]
    fn very_small_and_very_large_numbers_are_powers_of_ten() {
        assert_eq!(plain(1.234e-9, 4e-11), "1.23 × 10⁻⁹ ± 0.04 × 10⁻⁹");
        assert_eq!(significant(6.022e23, 3, Sign::Negative), "6.02 × 10²³");
        assert_eq!(plain(5e-324, 5e-324), plain(5e-324, 5e-324));
    }

    #[test]
    fn what_is_not_a_number_is_never_written_as_one() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(plain(value, 1.0), ABSENT);
            assert_eq!(fixed(value, 2, Sign::Always), ABSENT);
            assert_eq!(significant(value, 2, Sign::Always), ABSENT);
            assert_eq!(percent(value), ABSENT);
            assert_eq!(probability(value), ABSENT);
        }
        assert_eq!(plain(1.5, f64::NAN), "1.5");
    }

    #[test]
    fn no_probability_is_rounded_to_certainty() {
        assert_eq!(probability(0.999_99), "> 99.9 %");
        assert_eq!(probability(0.000_01), "< 0.1 %");
        assert_eq!(probability(0.972_4), "97.2 %");
        assert_eq!(percent(0.999_96), "99.996 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
    }
}
