//! What came of a job.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::measurement::VerdictKind;

/// A path that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadPath {
    /// The path.
    pub path: PathBuf,
    /// What was needed and what was found.
    pub reason: String,
}

/// The verdicts on one requirement in one product, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeLine {
    /// The worst verdict.
    pub verdict: VerdictKind,
    /// The requirement's title.
    pub title: String,
    /// How many subjects passed, failed, …; empty for a single one.
    pub counts: String,
    /// The figure that decides, with its expanded uncertainty (k = 2), or why there is none.
    pub figure: String,
}

/// What came of a job that ran to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobOutcome {
    /// In a sentence.
    pub summary: String,
    /// The report's page.
    pub page: Option<PathBuf>,
    /// The product to look at.
    pub product: Option<PathBuf>,
    /// What could not be read.
    #[serde(default)]
    pub unread: Vec<UnreadPath>,
    /// What the catalog did not take.
    #[serde(default)]
    pub unrecorded: Vec<String>,
    /// The requirements judged, product by product.
    #[serde(default)]
    pub lines: Vec<(String, Vec<OutcomeLine>)>,
}
