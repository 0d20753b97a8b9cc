//! The words and numbers of a view: its name, its chips, the value at the cursor. What is seen and what is read aloud are the same text.

use crate::imagery::picture::{Bounds, ChannelStretch, Composition, Curve, StatisticsExtent, Stretch, StretchRule};
use crate::operations::viewing::{PixelReading, ViewedProduct};
use crate::reports::number::{Sign, count, fixed, percent, significant};
use crate::units::Exactness;

use super::view_state::ViewId;

/// `Image view 1`, and its product once it has one.
pub(crate) fn view_name(id: ViewId, product: Option<&str>) -> String {
    match product {
        Some(product) => format!("Image view {}: {product}", id.0),
        None => format!("Image view {}", id.0),
    }
}

/// A product in a few words: `ISRAEL03 2019-02-04 · L1`, or its identifier.
pub(crate) fn product_title(product: &ViewedProduct) -> String {
    let info = product.info();
    let date = info.acquisition_utc.map(|time| time.to_string().chars().take(10).collect::<String>());
    match (&info.site, date) {
        (Some(site), Some(date)) => format!("{site} {date} · {}", info.level),
        (None, Some(date)) => format!("{} {date}", info.identifier),
        _ => info.identifier.clone(),
    }
}

/// The channels on the chip: `B07 B04 B03`, `B05 viridis`.
pub(crate) fn composition_text(composition: &Composition) -> String {
    match composition {
        Composition::Colour([red, green, blue]) => format!("{red} {green} {blue}"),
        Composition::Single { source, colouring } => format!("{source} {}", colouring.word()),
    }
}

/// The family of a stretch: `2–98 %`, `min–max`, `mean ± 2 σ`, `user`; with its curve.
pub(crate) fn family_text(rule: &StretchRule) -> String {
    let number = |value: f64| significant(value, 4, Sign::Negative);
    let bounds = match &rule.bounds {
        Bounds::MinMax => "min–max".to_owned(),
        Bounds::Percentile { low, high } => format!("{}–{} %", number(*low), number(*high)),
        Bounds::MeanSigma { k } => format!("mean ± {} σ", number(*k)),
        Bounds::User(_) => "user".to_owned(),
    };
    match rule.curve {
        Curve::Linear => bounds,
        Curve::Gamma(gamma) => format!("{bounds} γ {}", number(gamma)),
        Curve::Logarithm => format!("{bounds} log"),
    }
}

/// The pixels that statistics are of: `whole image`, `lines 10–309, columns 20–419`, `follows view`.
pub(crate) fn extent_text(extent: StatisticsExtent) -> String {
    match extent {
        StatisticsExtent::Image => "whole image".to_owned(),
        StatisticsExtent::View => "follows view".to_owned(),
        StatisticsExtent::Window(window) => format!(
            "lines {}–{}, columns {}–{}",
            window.line,
            window.line_end().saturating_sub(1),
            window.column,
            window.column_end().saturating_sub(1)
        ),
    }
}

/// A value with the digits that tell apart a thousandth of `range`.
pub(crate) fn value_text(value: f64, range: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let range = if range.is_finite() && range > 0.0 { range } else { value.abs().max(1e-12) };
    let decimals = (2.0 - range.log10().floor()).clamp(0.0, 9.0) as i32;
    fixed(value, decimals, Sign::Negative)
}

/// The bounds of a channel: `0.021–0.318`.
pub(crate) fn bounds_text(channel: &ChannelStretch) -> String {
    let range = channel.high - channel.low;
    format!("{}–{}", value_text(channel.low, range), value_text(channel.high, range))
}

/// Whether all pixels were looked at: `exact`, or `≈ 1 048 576 means for 31 200 000 px`: a quick statistic is one of means of squares of
/// pixels.
pub(crate) fn exactness_text(channel: &ChannelStretch) -> String {
    match channel.exactness {
        Exactness::Exact => "exact".to_owned(),
        Exactness::Approximate => format!("≈ {} means for {} px", count(channel.n), count(channel.population)),
    }
}

/// The stretch in full, as its chip is read aloud.
pub(crate) fn stretch_text(stretch: &Stretch, pinned: bool) -> String {
    let numbers: Vec<String> = stretch.channels.iter().map(bounds_text).collect();
    let unit = stretch.channels.first().map_or(String::new(), |channel| unit_after(&channel.unit));
    let exactness = stretch.channels.first().map_or(String::new(), exactness_text);
    let pinned = if pinned { ", pinned" } else { "" };
    let of = if matches!(stretch.rule.bounds, Bounds::User(_)) {
        String::new()
    } else {
        format!(", {} of {}", extent_text(stretch.rule.extent), stretch.statistics_of)
    };
    let family = family_text(&stretch.rule);
    format!("{family}: {}{unit}, {exactness}{of}{pinned}", numbers.join(", "))
}

/// A unit after a number, with the space before it; a pure number has none.
pub(crate) fn unit_after(unit: &str) -> String {
    if unit.is_empty() || unit == "1" { String::new() } else { format!(" {unit}") }
}

/// What a stretch cannot show, if there is such a thing: no valid pixel, one value only.
pub(crate) fn stretch_warning(stretch: &Stretch) -> Option<String> {
    if matches!(stretch.rule.bounds, Bounds::User(_)) {
        return None;
    }
    let channels = &stretch.channels;
    if !channels.is_empty() && channels.iter().all(|channel| channel.n == 0) {
        let population = channels[0].population;
        return Some(format!("No pixel has a value: all {} are without one", count(population)));
    }
    let constant = channels.iter().find(|channel| channel.n > 0 && channel.high <= channel.low)?;
    let value = significant(constant.low, 6, Sign::Negative);
    Some(format!("All {} valid pixels between the bounds are {value}{}", count(constant.n), unit_after(&constant.unit)))
}

/// Values at a pixel: `line 371, column 418: B07 0.113, B04 0.097 reflectance`.
pub(crate) fn reading_text(
    line: usize,
    column: usize,
    composition: &Composition,
    reading: Option<&PixelReading>,
) -> String {
    let place = format!("line {line}, column {column}");
    let Some(reading) = reading else { return place };
    let mut parts = Vec::new();
    for source in composition.sources() {
        let name = source.to_string();
        let Some(band) = reading.bands.iter().find(|band| band.band == name) else { continue };
        let reasons: Vec<&str> = band.reasons.iter().map(|reason| reason.word()).collect();
        let value = band.reflectance.known().or(band.code.known());
        parts.push(match value {
            Some(value) if reasons.is_empty() => format!("{name} {}", significant(*value, 4, Sign::Negative)),
            Some(value) => format!("{name} {} ({})", significant(*value, 4, Sign::Negative), reasons.join(", ")),
            None => {
                format!("{name} – ({})", if reasons.is_empty() { "no value".to_owned() } else { reasons.join(", ") })
            }
        });
    }
    if parts.is_empty() { place } else { format!("{place}: {}", parts.join(", ")) }
}

/// A share of pixels.
pub(crate) fn share_text(n: u64, population: u64) -> String {
    if population == 0 { "–".to_owned() } else { percent(n as f64 / population as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(low: f64, high: f64, n: u64, exactness: Exactness) -> ChannelStretch {
        ChannelStretch { low, high, unit: "reflectance".to_owned(), n, population: 31_200_000, exactness }
    }

    fn stretch(rule: &str, channels: Vec<ChannelStretch>) -> Stretch {
        Stretch { rule: rule.parse().unwrap(), statistics_of: "ISRAEL03".to_owned(), channels }
    }

    #[test]
    fn an_estimate_is_never_read_as_exact() {
        let sampled = stretch("percentile:2:98", vec![channel(0.0213, 0.312, 1_048_576, Exactness::Approximate)]);
        let text = stretch_text(&sampled, false);
        assert!(text.contains("≈ 1\u{202f}048\u{202f}576 means for 31\u{202f}200\u{202f}000 px"), "{text}");
        assert!(!text.contains("exact"), "{text}");
        let whole = stretch("percentile:2:98", vec![channel(0.0213, 0.312, 31_000_000, Exactness::Exact)]);
        let text = stretch_text(&whole, true);
        assert_eq!(text, "2–98 %: 0.021–0.312 reflectance, exact, whole image of ISRAEL03, pinned");
    }

    #[test]
    fn families_are_read_with_their_curve() {
        for (rule, text) in [
            ("minmax", "min–max"),
            ("percentile:0.5:99.5+gamma:1.8", "0.5–99.5 % γ 1.8"),
            ("sigma:2+log", "mean ± 2 σ log"),
            ("user:0:0.3", "user"),
        ] {
            assert_eq!(family_text(&rule.parse().unwrap()), text);
        }
        assert_eq!(
            extent_text("minmax@10:20:300:400".parse::<StretchRule>().unwrap().extent),
            "lines 10–309, columns 20–419"
        );
    }

    #[test]
    fn values_have_the_digits_that_their_range_needs() {
        for (value, range, text) in [
            (0.113_24, 0.3, "0.113"),
            (512.4, 1023.0, "512"),
            (-0.5, 2.0, "\u{2212}0.50"),
            (f64::NAN, 1.0, "–"),
            (0.2, 0.0, "0.200"),
        ] {
            assert_eq!(value_text(value, range), text);
        }
    }

    #[test]
    fn a_picture_that_can_show_nothing_says_why() {
        let empty = stretch("minmax", vec![channel(0.0, 1.0, 0, Exactness::Exact)]);
        assert!(stretch_warning(&empty).unwrap().starts_with("No pixel has a value"));
        let constant = stretch("minmax", vec![channel(0.25, 0.25, 12, Exactness::Exact)]);
        assert_eq!(stretch_warning(&constant).unwrap(), "All 12 valid pixels between the bounds are 0.25 reflectance");
        assert_eq!(stretch_warning(&stretch("minmax", vec![channel(0.0, 0.3, 12, Exactness::Exact)])), None);
    }
}
