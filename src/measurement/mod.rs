//! Records of what was measured and judged: a metric's value, a requirement line, a verdict.

mod metric;
mod record;
mod requirement;
mod requirements_file;
mod verdict;

pub use metric::{QUALITY_INDEX_PREFIX, metric_names, units_of_metric};
pub use record::{Measurement, Outcome, Subject};
pub use requirement::{Bound, Requirement, Sureness};
pub use requirements_file::{RequirementsError, built_in_requirements, parse_requirements};
pub use verdict::{Verdict, VerdictKind};
