//! The quality indexes that the ground segment wrote into the product's header, repeated as measurements.

use crate::measurement::{Measurement, Outcome, QUALITY_INDEX_PREFIX, Subject, units_of_metric};
use crate::units::Estimate;

/// One index as the header states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeaderIndex<'a> {
    /// The mission's code, `IMAGE_RESIDUES_INTERDETECTORS`.
    pub code: &'a str,
    /// Band it speaks of, where it names one.
    pub band: Option<&'a str>,
    /// Its value as a number; none for a text.
    pub value: Option<f64>,
    /// Its value as written.
    pub text: &'a str,
}

/// One measurement `quality_index_<CODE>` an index, in the header's order; a code that a metric's name cannot hold has its other
/// characters written as `_`.
pub fn conclude<'a>(indexes: impl IntoIterator<Item = HeaderIndex<'a>>) -> Vec<Measurement> {
    indexes.into_iter().map(measurement).collect()
}

fn measurement(index: HeaderIndex<'_>) -> Measurement {
    let code: String = index.code.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let metric = format!("{QUALITY_INDEX_PREFIX}{code}");
    let unit = units_of_metric(&metric).and_then(<[_]>::first).copied().unwrap_or("1");
    let outcome = match index.value.filter(|value| value.is_finite()) {
        Some(value) => Outcome::Measured { estimate: Estimate::exact(value, 0.0, 1) },
        None => Outcome::NotMeasurable {
            reason: format!("the header states \"{}\", which is no number", index.text.trim()),
        },
    };
    Measurement {
        subject: index.band.map_or(Subject::Product, |band| Subject::Band(band.to_owned())),
        unit: unit.to_owned(),
        population: "stated by the ground segment".to_owned(),
        method: if unit == "px" {
            "repeated from the header, which states neither uncertainty nor unit: pixels are assumed".to_owned()
        } else {
            "repeated from the header, which states no uncertainty".to_owned()
        },
        metric,
        outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_repeated_and_a_text_is_explained() {
        let index = |code, band, value, text| HeaderIndex { code, band, value, text };
        let measurements = conclude([
            index("IMAGE_RESIDUES_INTERDETECTORS", Some("B05"), Some(0.716), "0.716"),
            index("RAIN_DETECTED", None, None, "false"),
            index("ODD", None, Some(f64::NAN), "NaN"),
        ]);
        assert_eq!(measurements[0].metric, "quality_index_IMAGE_RESIDUES_INTERDETECTORS");
        assert_eq!((measurements[0].unit.as_str(), measurements[0].subject.to_string().as_str()), ("px", "B05"));
        assert!((measurements[0].estimate().unwrap().value - 0.716).abs() < 1e-15);
        assert_eq!(measurements[1].subject, Subject::Product);
        assert!(matches!(&measurements[1].outcome, Outcome::NotMeasurable { reason } if reason.contains("\"false\"")));
        assert_eq!(measurements[2].estimate(), None);
    }
}
