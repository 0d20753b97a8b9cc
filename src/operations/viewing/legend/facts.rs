//! What a legend says, in words.

use crate::imagery::Reasons;
use crate::imagery::picture::{Bounds, ChannelSource, ColourMap, Curve, StatisticsExtent, StretchRule};
use crate::operations::viewing::contract::PictureContract;
use crate::operations::viewing::legend::GroundScale;
use crate::operations::viewing::viewed_band::ViewedBand;
use crate::reports::number::{self, Sign};
use crate::units::Exactness;

/// Significant digits of the bounds of a stretch.
const DIGITS: i32 = 4;

/// What a legend is made of.
pub(in crate::operations::viewing) struct LegendFacts<'a> {
    /// Identifier of the product.
    pub(in crate::operations::viewing) identifier: &'a str,
    /// Acquisition and level, `2019-02-04 08:34:37 UTC · L1`.
    pub(in crate::operations::viewing) when: String,
    /// Whether the product is synthetic.
    pub(in crate::operations::viewing) synthetic: bool,
    /// The bands of the product.
    pub(in crate::operations::viewing) bands: &'a [ViewedBand],
    /// What the picture was drawn by.
    pub(in crate::operations::viewing) contract: &'a PictureContract,
    /// Reasons of any pixel in the view.
    pub(in crate::operations::viewing) touched: Reasons,
    /// Pixels of the picture a pixel of the image.
    pub(in crate::operations::viewing) scale: f64,
    /// What a pixel of the image is on the ground.
    pub(in crate::operations::viewing) ground: Option<GroundScale>,
    /// The colour map of a single channel.
    pub(in crate::operations::viewing) map: Option<ColourMap>,
}

/// The numbers of a channel in words.
pub(in crate::operations::viewing) struct ChannelWords {
    /// `B07`, or the expression.
    pub(in crate::operations::viewing) name: String,
    /// `666 nm`; empty where no wavelength is known.
    pub(in crate::operations::viewing) wavelength: String,
    pub(in crate::operations::viewing) low: String,
    pub(in crate::operations::viewing) high: String,
    /// The unit; empty for a number without one.
    pub(in crate::operations::viewing) unit: String,
    /// `exact, n 14 641 of 14 641`.
    pub(in crate::operations::viewing) behind: String,
}

/// The channels of a contract, in the order of its composition.
pub(in crate::operations::viewing) fn channel_words(
    contract: &PictureContract,
    bands: &[ViewedBand],
) -> Vec<ChannelWords> {
    let sources = contract.composition.sources();
    sources.iter().enumerate().map(|(index, source)| words_of(contract, bands, index, source)).collect()
}

fn words_of(contract: &PictureContract, bands: &[ViewedBand], index: usize, source: &ChannelSource) -> ChannelWords {
    let wavelength = match source {
        ChannelSource::Band(name) => bands.iter().find(|band| band.name == *name).and_then(|band| band.centre_nm),
        ChannelSource::Expression(_) => None,
    };
    let stretch = contract.stretch.channel(index);
    let bounds = stretch.map_or([f64::NAN; 2], |channel| [channel.low, channel.high]);
    let [low, high] = bounds_words(bounds);
    let unit = stretch.map_or("", |channel| channel.unit.as_str());
    let behind = match stretch {
        None => String::new(),
        Some(_) if matches!(contract.stretch.rule.bounds, Bounds::User(_)) => "given".to_owned(),
        Some(channel) => {
            let sign = if channel.exactness == Exactness::Exact { "exact" } else { "≈" };
            let remark = contract.stretch.remark(index).map(|remark| format!(", {remark}")).unwrap_or_default();
            format!("{sign}, n {} of {}{remark}", number::count(channel.n), number::count(channel.population))
        }
    };
    ChannelWords {
        name: source.to_string(),
        wavelength: wavelength.map(|nm| format!("{} nm", number::fixed(nm, 0, Sign::Negative))).unwrap_or_default(),
        low,
        high,
        unit: if unit == "1" { String::new() } else { unit.to_owned() },
        behind,
    }
}

/// Two bounds with the same number of decimals, which the greater one needs; very large and very small ones as powers of ten.
fn bounds_words(bounds: [f64; 2]) -> [String; 2] {
    let greatest = bounds[0].abs().max(bounds[1].abs());
    // Whole numbers up to 999 999, and decimals down to a hundred-thousandth.
    if !(1e-5..1e6).contains(&greatest) {
        return bounds.map(|bound| number::significant(bound, DIGITS, Sign::Negative));
    }
    let decimals = (DIGITS - 1 - greatest.log10().floor() as i32).max(0);
    bounds.map(|bound| number::fixed(bound, decimals, Sign::Negative))
}

/// The rule of a stretch, and the product that its statistics are of where it is another one than `identifier`.
pub(in crate::operations::viewing) fn stretch_words(contract: &PictureContract, identifier: &str) -> String {
    let stretch = &contract.stretch;
    let words = rule_words(&stretch.rule);
    let of_another = stretch.statistics_of != identifier && !matches!(stretch.rule.bounds, Bounds::User(_));
    if of_another { format!("{words}; statistics of {}", stretch.statistics_of) } else { words }
}

/// A rule in words: `2 to 98 % of the whole image, linear`.
fn rule_words(rule: &StretchRule) -> String {
    let plain = |value: f64| number::significant(value, 6, Sign::Negative);
    let bounds = match &rule.bounds {
        Bounds::MinMax => "least to greatest value".to_owned(),
        Bounds::Percentile { low, high } => format!("{} to {} %", plain(*low), plain(*high)),
        Bounds::MeanSigma { k } => format!("mean ± {} σ", plain(*k)),
        Bounds::User(_) => "given bounds".to_owned(),
    };
    let extent = match (&rule.bounds, rule.extent) {
        (Bounds::User(_), _) => String::new(),
        (_, StatisticsExtent::Image) => " of the whole image".to_owned(),
        (_, StatisticsExtent::View) => " of this view".to_owned(),
        (_, StatisticsExtent::Window(window)) => format!(
            " of lines {} to {}, columns {} to {}",
            window.line,
            window.line_end().saturating_sub(1),
            window.column,
            window.column_end().saturating_sub(1)
        ),
    };
    let curve = match rule.curve {
        Curve::Linear => "linear".to_owned(),
        Curve::Gamma(gamma) => format!("gamma {}", plain(gamma)),
        Curve::Logarithm => "logarithmic".to_owned(),
    };
    format!("{bounds}{extent}, {curve}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bounds_have_the_same_decimals() {
        assert_eq!(bounds_words([0.088, 0.24]), ["0.0880", "0.2400"]);
        assert_eq!(bounds_words([12.0, 1023.0]), ["12", "1\u{202F}023"]);
        assert_eq!(bounds_words([-0.5, 1.0]), ["\u{2212}0.500", "1.000"]);
        assert_eq!(bounds_words([0.0, 0.0]), ["0", "0"]);
        assert_eq!(bounds_words([f64::NAN; 2]), ["–", "–"]);
        assert_eq!(bounds_words([10.0, 65_535.0]), ["10", "65\u{202F}535"]);
    }

    #[test]
    fn a_rule_is_said_in_words() {
        for (text, words) in [
            ("percentile:2:98", "2 to 98 % of the whole image, linear"),
            ("minmax+log@view", "least to greatest value of this view, logarithmic"),
            ("sigma:2+gamma:1.8@10:20:30:40", "mean ± 2 σ of lines 10 to 39, columns 20 to 59, gamma 1.8"),
            ("user:0:0.3", "given bounds, linear"),
        ] {
            assert_eq!(rule_words(&text.parse().unwrap()), words);
        }
    }
}
