//! The judgement of one measurement against one requirement.

use serde::{Deserialize, Serialize};

use super::record::Subject;
use super::requirement::Requirement;
use crate::units::Estimate;

/// What was decided (JCGM 106:2012 with a guard band of U = 2 u).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// Conforms, the expanded uncertainty included.
    Pass,
    /// Does not conform, the expanded uncertainty included.
    Fail,
    /// The limit lies within the expanded uncertainty.
    Inconclusive,
    /// There is no figure to judge.
    NotMeasurable,
}

/// A verdict never travels without its requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The requirement judged against.
    pub requirement: Requirement,
    /// Band, pair or product judged; for a statistic over several subjects, the one that decides it.
    pub subject: Subject,
    /// The figure judged, where there is one.
    pub estimate: Option<Estimate>,
    /// Probability that the true value conforms, in [0, 1]; none without a figure.
    pub probability_of_conformity: Option<f64>,
    /// The decision.
    pub kind: VerdictKind,
    /// Why there is no figure, or what the figure leaves out (subjects that could not be measured); empty otherwise.
    pub reason: String,
}
