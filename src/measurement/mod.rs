//! Records of what was measured and judged: a metric's value, a requirement line, a verdict.

mod record;
mod requirement;
mod verdict;

pub use record::{Measurement, Outcome, Subject};
pub use requirement::{Bound, Requirement, Sureness};
pub use verdict::{Verdict, VerdictKind};
