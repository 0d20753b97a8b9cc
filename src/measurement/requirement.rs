//! A requirement line: what a metric must stay within, and how sure we are that it says so.

use serde::{Deserialize, Serialize};

/// How well a requirement's figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// Read in a document that is named in the source.
    Documented,
    /// Derived from documented figures by a calculation that is named in the source.
    Derived,
    /// Remembered, not verified: to be edited by whoever knows better.
    Remembered,
}

/// Which side of the limit is conforming.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Conforms when the value does not exceed the limit.
    AtMost(f64),
    /// Conforms when the value does not fall below the limit.
    AtLeast(f64),
    /// Conforms between the two limits.
    Between(f64, f64),
}

/// One line of the requirements file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Stable name, unique in the file.
    pub id: String,
    /// What is required, in a sentence.
    pub title: String,
    /// Metric judged.
    pub metric: String,
    /// Statistic of the metric over its subjects: `each` judges every subject by itself, `max`, `min` or `rms` all of them as one.
    pub statistic: String,
    /// Subjects judged (bands `B05` or pairs `B05-B06`); empty: all.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// The limit.
    pub bound: Bound,
    /// Unit of the limit.
    pub unit: String,
    /// Where the figure comes from.
    pub source: String,
    /// How well it is known.
    pub sureness: Sureness,
}
