//! One measured metric of one product.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::units::Estimate;

/// What a metric speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Subject {
    /// The whole product, written as an empty text.
    Product,
    /// One band, written `B05`.
    Band(String),
    /// A pair of bands A-B, written `B05-B06`: a shift is B's position minus A's, a ratio is B/A.
    Pair(String, String),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Product => Ok(()),
            Self::Band(band) => formatter.write_str(band),
            Self::Pair(a, b) => write!(formatter, "{a}-{b}"),
        }
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

impl From<String> for Subject {
    fn from(text: String) -> Self {
        match text.split_once('-') {
            _ if text.is_empty() => Self::Product,
            Some((a, b)) => Self::Pair(a.to_owned(), b.to_owned()),
            None => Self::Band(text),
        }
    }
}

/// Measured, or not measurable and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Outcome {
    /// The metric was measured.
    Measured {
        /// Value, standard uncertainty, number of samples, exactness.
        #[serde(flatten)]
        estimate: Estimate,
    },
    /// The metric cannot be measured on this product.
    NotMeasurable {
        /// The reason, in a sentence for the report.
        reason: String,
    },
}

/// One metric of one product, with its unit and the population it was taken from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Metric name, for example `registration_line`.
    pub metric: String,
    /// Band, pair or product.
    pub subject: Subject,
    /// Unit of value and uncertainty; `1` for a pure number.
    pub unit: String,
    /// What was counted and which masks were applied, in words.
    pub population: String,
    /// How it was done where that differs from the ordinary (a chain of neighbours, gradients); empty otherwise.
    pub method: String,
    /// The figure, or why there is none.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl Measurement {
    /// The estimate where there is one.
    pub fn estimate(&self) -> Option<Estimate> {
        match &self.outcome {
            Outcome::Measured { estimate } => Some(*estimate),
            Outcome::NotMeasurable { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_survives_its_text() {
        for subject in
            [Subject::Product, Subject::Band("B05".to_owned()), Subject::Pair("B05".to_owned(), "B06".to_owned())]
        {
            assert_eq!(Subject::from(subject.to_string()), subject);
        }
    }

    #[test]
    fn a_measurement_survives_json() {
        let measurement = Measurement {
            metric: "twin_ratio".to_owned(),
            subject: Subject::Pair("B05".to_owned(), "B06".to_owned()),
            unit: "1".to_owned(),
            population: "pixels valid in both bands".to_owned(),
            method: String::new(),
            outcome: Outcome::Measured { estimate: Estimate::exact(1.0226, 0.0002, 14_400) },
        };
        let text = serde_json::to_string(&measurement).unwrap();
        assert_eq!(serde_json::from_str::<Measurement>(&text).unwrap(), measurement);
    }
}
