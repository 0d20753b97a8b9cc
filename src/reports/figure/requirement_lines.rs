//! The requirement lines of a metric, as its figures draw them.

use crate::measurement::{Bound, Verdict};
use crate::reports::number::{self, Sign, significant};

/// One requirement as lines over a figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RequirementLine {
    /// The requirement's stable name.
    pub id: String,
    /// What is required, in a sentence.
    pub title: String,
    /// The limits with their words: `≤ 0.003 reflectance`.
    pub limits: Vec<(f64, String)>,
    /// Bands or pairs it speaks of; empty for all.
    pub subjects: Vec<String>,
}

impl RequirementLine {
    /// Whether the line holds for a band or pair.
    pub(super) fn holds_for(&self, subject: &str) -> bool {
        self.subjects.is_empty() || self.subjects.iter().any(|named| named == subject)
    }
}

/// The bound in words: `≤ 0.3 px`, `≥ 100`, `−0.1 … +0.1 px`.
pub(in crate::reports) fn bound_words(bound: Bound, unit: &str) -> String {
    let unit = number::unit(unit);
    let with_unit = |text: String| if unit.is_empty() { text } else { format!("{text} {unit}") };
    match bound {
        Bound::AtMost(limit) => with_unit(format!("≤ {}", significant(limit, 6, Sign::Negative))),
        Bound::AtLeast(limit) => with_unit(format!("≥ {}", significant(limit, 6, Sign::Negative))),
        Bound::Between(low, high) => {
            let sign = if low < 0.0 { Sign::Always } else { Sign::Negative };
            with_unit(format!("{} … {}", significant(low, 6, Sign::Negative), significant(high, 6, sign)))
        }
    }
}

/// The requirement lines of a metric in a unit, one for each requirement that was judged, in the order of the verdicts.
pub(super) fn requirement_lines(verdicts: &[Verdict], metric: &str, unit: &str) -> Vec<RequirementLine> {
    let mut lines: Vec<RequirementLine> = Vec::new();
    for verdict in verdicts {
        let requirement = &verdict.requirement;
        // A line in another unit than the axis would lie.
        let drawn = requirement.metric == metric && requirement.unit == unit;
        if !drawn || lines.iter().any(|line| line.id == requirement.id) {
            continue;
        }
        let limits = match requirement.bound {
            Bound::AtMost(limit) | Bound::AtLeast(limit) => {
                vec![(limit, bound_words(requirement.bound, unit))]
            }
            Bound::Between(low, high) => {
                vec![(low, bound_words(Bound::AtLeast(low), unit)), (high, bound_words(Bound::AtMost(high), unit))]
            }
        };
        let limits = limits.into_iter().filter(|(limit, _)| limit.is_finite()).collect();
        let (id, title) = (requirement.id.clone(), requirement.title.clone());
        lines.push(RequirementLine { id, title, limits, subjects: requirement.subjects.clone() });
    }
    lines
}
