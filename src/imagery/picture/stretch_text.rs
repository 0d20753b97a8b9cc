//! A stretch rule as it is typed and shown.

use std::fmt;
use std::str::FromStr;

use super::stretch::{Bounds, Curve, StatisticsExtent, StretchRule};
use crate::imagery::Window;

/// A stretch that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stretch: needed {needed}, found \"{found}\"")]
pub struct StretchError {
    /// What was needed.
    pub needed: &'static str,
    /// The text as typed.
    pub found: String,
}

const FORMS: &str = "minmax, percentile:LOW:HIGH, sigma:K or user:LOW:HIGH[,LOW:HIGH,LOW:HIGH], then +gamma:G or +log, then \
                     @view or @LINE:COLUMN:LINES:COLUMNS";

impl fmt::Display for StretchRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bounds {
            Bounds::MinMax => formatter.write_str("minmax")?,
            Bounds::Percentile { low, high } => write!(formatter, "percentile:{low}:{high}")?,
            Bounds::MeanSigma { k } => write!(formatter, "sigma:{k}")?,
            Bounds::User(pairs) => {
                formatter.write_str("user:")?;
                for (index, [low, high]) in pairs.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(formatter, "{comma}{low}:{high}")?;
                }
            }
        }
        match self.curve {
            Curve::Linear => {}
            Curve::Gamma(gamma) => write!(formatter, "+gamma:{gamma}")?,
            Curve::Logarithm => formatter.write_str("+log")?,
        }
        match self.extent {
            StatisticsExtent::Image => Ok(()),
            StatisticsExtent::View => formatter.write_str("@view"),
            StatisticsExtent::Window(Window { line, column, lines, columns }) => {
                write!(formatter, "@{line}:{column}:{lines}:{columns}")
            }
        }
    }
}

impl FromStr for StretchRule {
    type Err = StretchError;

    fn from_str(text: &str) -> Result<Self, StretchError> {
        let refused = |needed| StretchError { needed, found: text.to_owned() };
        let (rule, extent) = match text.rsplit_once('@') {
            None => (text, StatisticsExtent::Image),
            Some((rule, "view")) => (rule, StatisticsExtent::View),
            Some((rule, window)) => {
                let numbers: Vec<usize> = window.split(':').filter_map(|number| number.parse().ok()).collect();
                match (numbers.as_slice(), window.split(':').count()) {
                    (&[line, column, lines, columns], 4) if lines * columns > 0 => {
                        (rule, StatisticsExtent::Window(Window::new(line, column, lines, columns)))
                    }
                    _ => return Err(refused("@view or a window of at least one pixel, @LINE:COLUMN:LINES:COLUMNS")),
                }
            }
        };
        let (bounds, curve) = match rule.split_once('+') {
            None => (rule, Curve::Linear),
            Some((bounds, "log")) => (bounds, Curve::Logarithm),
            Some((bounds, curve)) => {
                let gamma = curve.strip_prefix("gamma:").and_then(|number| number.parse::<f64>().ok());
                let gamma = gamma.filter(|gamma| gamma.is_finite() && *gamma > 0.0);
                (bounds, Curve::Gamma(gamma.ok_or_else(|| refused("+log, or +gamma: and a number above zero"))?))
            }
        };
        Ok(Self { bounds: bounds_from(bounds).ok_or_else(|| refused(FORMS))?, curve, extent })
    }
}

fn bounds_from(text: &str) -> Option<Bounds> {
    let (family, numbers) = text.split_once(':').unwrap_or((text, ""));
    match family {
        "minmax" if numbers.is_empty() => Some(Bounds::MinMax),
        "percentile" => {
            let [low, high] = pair(numbers)?;
            ((0.0..=100.0).contains(&low) && high <= 100.0).then_some(Bounds::Percentile { low, high })
        }
        "sigma" => {
            let k = numbers.parse::<f64>().ok().filter(|k| k.is_finite() && *k > 0.0)?;
            Some(Bounds::MeanSigma { k })
        }
        "user" => {
            let pairs = numbers.split(',').map(pair).collect::<Option<Vec<[f64; 2]>>>()?;
            matches!(pairs.len(), 1 | 3).then_some(Bounds::User(pairs))
        }
        _ => None,
    }
}

/// Two finite numbers, the first one smaller.
fn pair(text: &str) -> Option<[f64; 2]> {
    let (low, high) = text.split_once(':')?;
    let (low, high) = (low.trim().parse::<f64>().ok()?, high.trim().parse::<f64>().ok()?);
    (low.is_finite() && high.is_finite() && low < high).then_some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_read_back_from_its_text_is_the_same() {
        for text in [
            "minmax",
            "percentile:2:98",
            "percentile:0.5:99.5+gamma:1.8",
            "sigma:2+log",
            "user:0:0.3",
            "user:-0.1:0.3,0:0.25,0.01:0.2+gamma:2.2",
            "percentile:2:98@view",
            "minmax@10:20:300:400",
        ] {
            let rule: StretchRule = text.parse().unwrap();
            assert_eq!(rule.to_string(), text);
        }
    }

    #[test]
    fn what_cannot_be_a_stretch_is_refused_with_what_was_found() {
        for text in [
            "",
            "percentile",
            "percentile:2",
            "percentile:98:2",
            "percentile:-1:98",
            "percentile:2:101",
            "sigma:0",
            "sigma:nan",
            "user:1:0",
            "user:0:1,0:1",
            "user:0:inf",
            "minmax:1",
            "minmax+gamma:0",
            "minmax+cube",
            "minmax@1:2:3",
            "minmax@1:2:0:4",
            "linear",
        ] {
            assert_eq!(text.parse::<StretchRule>().unwrap_err().found, text, "{text}");
        }
    }
}
