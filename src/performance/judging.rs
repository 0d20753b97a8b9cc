//! Judging measurements against requirements with their uncertainty (JCGM 106:2012, *The role of measurement uncertainty in conformity assessment*).
//!
//! The guard band is the expanded uncertainty U = 2u (JCGM 106, 8.3.2): a figure y passes a limit T when y + U ≤ T, fails when y − U > T, and decides nothing
//! between. The probability of conformity is that of a normal law of mean y and standard deviation u (JCGM 106, 7.3 and 7.4).

use crate::estimation::normal_distribution;
use crate::measurement::{Bound, Measurement, Outcome, Requirement, Subject, Verdict, VerdictKind};
use crate::units::{Estimate, Exactness};

/// Standard uncertainties in the guard band.
const COVERAGE_FACTOR: f64 = 2.0;

/// A requirement that cannot be judged as it is written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JudgingError {
    /// Limit and figure are in different units.
    #[error(
        "requirement {requirement}: {metric} of {subject} was measured in \"{measured}\", the limit is in \"{required}\""
    )]
    Unit {
        /// Identifier of the requirement.
        requirement: String,
        /// The metric.
        metric: String,
        /// Band, pair or product.
        subject: String,
        /// Unit of the figure.
        measured: String,
        /// Unit of the limit.
        required: String,
    },
    /// The statistic is none that this program knows.
    #[error("requirement {requirement}: statistic needs each, max, min or rms; found \"{found}\"")]
    Statistic {
        /// Identifier of the requirement.
        requirement: String,
        /// What was found.
        found: String,
    },
}

/// Judges measurements against every requirement, in the order of the requirements and, within one, of its subjects.
///
/// - `each`: one verdict a subject; a subject that a requirement names and that nobody measured is "not measurable".
/// - `max`, `min`: the subject with the largest or smallest value decides, with its own uncertainty.
/// - `rms`: root of the mean square of all subjects, uncertainties taken as independent: u = √Σ(yᵢuᵢ)²/(N·rms).
///
/// A statistic over several subjects leaves out those that could not be measured; the verdict's reason then says how many.
///
/// # Errors
/// [`JudgingError`] when units do not match or a statistic is unknown.
pub fn judge(requirements: &[Requirement], measurements: &[Measurement]) -> Result<Vec<Verdict>, JudgingError> {
    let mut verdicts = Vec::new();
    for requirement in requirements {
        let judged = subjects_judged(requirement, measurements)?;
        match requirement.statistic.as_str() {
            "each" => {
                for (subject, outcome) in judged {
                    verdicts.push(match outcome {
                        Ok(estimate) => decide(requirement, subject, estimate, String::new()),
                        Err(reason) => undecided(requirement, subject, reason),
                    });
                }
            }
            "max" | "min" | "rms" => verdicts.push(judge_all_as_one(requirement, judged)),
            other => {
                return Err(JudgingError::Statistic { requirement: requirement.id.clone(), found: other.to_owned() });
            }
        }
    }
    Ok(verdicts)
}

type Judged = Vec<(Subject, Result<Estimate, String>)>;

/// The subjects of a requirement, each with its figure or why there is none.
fn subjects_judged(requirement: &Requirement, measurements: &[Measurement]) -> Result<Judged, JudgingError> {
    let of_metric: Vec<&Measurement> =
        measurements.iter().filter(|measurement| measurement.metric == requirement.metric).collect();
    let outcome = |measurement: &Measurement| match &measurement.outcome {
        Outcome::NotMeasurable { reason } => Ok(Err(reason.clone())),
        Outcome::Measured { .. } if measurement.unit != requirement.unit => Err(JudgingError::Unit {
            requirement: requirement.id.clone(),
            metric: measurement.metric.clone(),
            subject: measurement.subject.to_string(),
            measured: measurement.unit.clone(),
            required: requirement.unit.clone(),
        }),
        Outcome::Measured { estimate } => Ok(usable(*estimate)),
    };
    let missing = || Err(format!("{} was not measured", requirement.metric));
    if requirement.subjects.is_empty() {
        if of_metric.is_empty() {
            return Ok(vec![(Subject::Product, missing())]);
        }
        return of_metric.into_iter().map(|found| Ok((found.subject.clone(), outcome(found)?))).collect();
    }
    requirement
        .subjects
        .iter()
        .map(|name| {
            let subject = Subject::from(name.clone());
            let found = of_metric.iter().find(|measurement| measurement.subject == subject);
            Ok((subject, found.map_or_else(|| Ok(missing()), |found| outcome(found))?))
        })
        .collect()
}

/// A figure that can be judged, or why it cannot.
fn usable(estimate: Estimate) -> Result<Estimate, String> {
    if estimate.value.is_finite() && estimate.uncertainty.is_finite() && estimate.uncertainty >= 0.0 {
        return Ok(estimate);
    }
    Err(format!("the figure {} ± {} is no number with an uncertainty", estimate.value, estimate.uncertainty))
}

fn judge_all_as_one(requirement: &Requirement, judged: Judged) -> Verdict {
    let total = judged.len();
    let mut reasons = Vec::new();
    let mut measured: Vec<(Subject, Estimate)> = Vec::new();
    for (subject, outcome) in judged {
        match outcome {
            Ok(estimate) => measured.push((subject, estimate)),
            Err(reason) => reasons.push(reason),
        }
    }
    let left_out = match reasons.first() {
        Some(first) => format!("{} of {total} could not be measured, the first because: {first}", reasons.len()),
        None => String::new(),
    };
    let by_value = |a: &&(Subject, Estimate), b: &&(Subject, Estimate)| a.1.value.total_cmp(&b.1.value);
    let decisive = match requirement.statistic.as_str() {
        "max" => measured.iter().max_by(by_value).cloned(),
        "min" => measured.iter().min_by(by_value).cloned(),
        _ => root_mean_square(&measured),
    };
    match decisive {
        Some((subject, estimate)) => decide(requirement, subject, estimate, left_out),
        None => undecided(requirement, Subject::Product, left_out),
    }
}

fn root_mean_square(measured: &[(Subject, Estimate)]) -> Option<(Subject, Estimate)> {
    if measured.is_empty() {
        return None;
    }
    let count = measured.len() as f64;
    let estimates = || measured.iter().map(|(_, estimate)| estimate);
    let value = (estimates().map(|estimate| estimate.value.powi(2)).sum::<f64>() / count).sqrt();
    let uncertainty = if value > 0.0 {
        estimates().map(|estimate| (estimate.value * estimate.uncertainty).powi(2)).sum::<f64>().sqrt()
            / (count * value)
    } else {
        (estimates().map(|estimate| estimate.uncertainty.powi(2)).sum::<f64>() / count).sqrt()
    };
    let exact = estimates().all(|estimate| estimate.exactness == Exactness::Exact);
    let n = estimates().map(|estimate| estimate.n).sum();
    let exactness = if exact { Exactness::Exact } else { Exactness::Approximate };
    Some((Subject::Product, Estimate { value, uncertainty, n, exactness }))
}

fn undecided(requirement: &Requirement, subject: Subject, reason: String) -> Verdict {
    Verdict {
        requirement: requirement.clone(),
        subject,
        estimate: None,
        probability_of_conformity: None,
        kind: VerdictKind::NotMeasurable,
        reason,
    }
}

fn decide(requirement: &Requirement, subject: Subject, estimate: Estimate, reason: String) -> Verdict {
    Verdict {
        requirement: requirement.clone(),
        subject,
        estimate: Some(estimate),
        probability_of_conformity: Some(probability_of_conformity(requirement.bound, estimate)),
        kind: decision(requirement.bound, estimate),
        reason,
    }
}

/// Limits of a bound; infinite where there is none.
fn limits(bound: Bound) -> [f64; 2] {
    match bound {
        Bound::AtMost(high) => [f64::NEG_INFINITY, high],
        Bound::AtLeast(low) => [low, f64::INFINITY],
        Bound::Between(low, high) => [low, high],
    }
}

/// Pass, fail or inconclusive, with a guard band of twice the standard uncertainty on the side of acceptance and on that of rejection.
pub fn decision(bound: Bound, estimate: Estimate) -> VerdictKind {
    let [low, high] = limits(bound);
    let guard = COVERAGE_FACTOR * estimate.uncertainty;
    let (least, largest) = (estimate.value - guard, estimate.value + guard);
    if least >= low && largest <= high {
        VerdictKind::Pass
    } else if least > high || largest < low {
        VerdictKind::Fail
    } else {
        VerdictKind::Inconclusive
    }
}

/// Probability that the true value lies within the bound; zero or one where the figure has no uncertainty.
pub fn probability_of_conformity(bound: Bound, estimate: Estimate) -> f64 {
    let [low, high] = limits(bound);
    let Estimate { value, uncertainty, .. } = estimate;
    if uncertainty <= 0.0 {
        return if (low..=high).contains(&value) { 1.0 } else { 0.0 };
    }
    // Φ(b) − Φ(a) from the tail in which both are small, so that a far limit does not lose its digits.
    let (below, above) = ((low - value) / uncertainty, (high - value) / uncertainty);
    let probability = if below > 0.0 {
        normal_distribution(-below) - normal_distribution(-above)
    } else {
        normal_distribution(above) - normal_distribution(below)
    };
    probability.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
