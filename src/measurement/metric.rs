//! The fixed vocabulary of metrics, and the units in which each may be stated.

/// Prefix of the metrics that repeat a quality index of the product's own header.
pub const QUALITY_INDEX_PREFIX: &str = "quality_index_";

const SHIFT: &[&str] = &["px"];
const PURE: &[&str] = &["1"];
const SIGNAL: &[&str] = &["reflectance", "code"];

const METRICS: [(&str, &[&str]); 24] = [
    ("registration_line", SHIFT),
    ("registration_column", SHIFT),
    ("registration_length", SHIFT),
    ("registration_along_epipolar", SHIFT),
    ("registration_across_epipolar", SHIFT),
    ("twin_ratio", PURE),
    ("twin_slope", PURE),
    ("twin_intercept", SIGNAL),
    ("noise", SIGNAL),
    ("noise_as_delivered", SIGNAL),
    ("noise_correlation_line", PURE),
    ("noise_correlation_column", PURE),
    ("snr", PURE),
    ("snr_radiance", &["W m-2 sr-1 um-1"]),
    ("rate_valid", PURE),
    ("rate_saturated", PURE),
    ("rate_clipped", PURE),
    ("rate_cloud", PURE),
    ("rate_defective", PURE),
    ("rate_missing", PURE),
    ("rate_outside", PURE),
    ("rate_not_computed", PURE),
    ("quality_index_IMAGE_RESIDUES_REFIMG", SHIFT),
    ("quality_index_IMAGE_RESIDUES_INTERDETECTORS", SHIFT),
];

/// Names of all metrics, those of the header's quality indexes by their prefix and `…`.
pub fn metric_names() -> impl Iterator<Item = &'static str> {
    METRICS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !name.starts_with(QUALITY_INDEX_PREFIX))
        .chain(["quality_index_…"])
}

/// Units in which a metric may be stated, the first one preferred; none for a name that is no metric.
///
/// Indexes of the header are pure numbers, except residues of registration, which are taken as pixels, and percentages.
pub fn units_of_metric(metric: &str) -> Option<&'static [&'static str]> {
    if let Some((_, units)) = METRICS.iter().find(|(name, _)| *name == metric) {
        return Some(units);
    }
    let code = metric.strip_prefix(QUALITY_INDEX_PREFIX)?;
    let proper = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    proper.then_some(if code.to_ascii_uppercase().contains("PERCENT") { &["%"][..] } else { PURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_has_its_units_and_an_invented_one_has_none() {
        assert_eq!(units_of_metric("noise"), Some(&["reflectance", "code"][..]));
        assert_eq!(units_of_metric("quality_index_RATE_PIXELS_OK_L1A"), Some(&["1"][..]));
        assert_eq!(units_of_metric("quality_index_IMAGE_RESIDUES_REFIMG"), Some(&["px"][..]));
        for code in ["CORRELATION_PERCENTAGE_VALID_POINTS", "CloudPercent"] {
            assert_eq!(units_of_metric(&format!("quality_index_{code}")), Some(&["%"][..]), "{code}");
        }
        for name in ["", "beauty", "quality_index_", "quality_index_A B", "Noise"] {
            assert_eq!(units_of_metric(name), None, "{name}");
        }
        assert!(metric_names().all(|name| name.ends_with('…') || units_of_metric(name).is_some()));
    }
}
