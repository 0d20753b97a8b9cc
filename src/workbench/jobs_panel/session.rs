//! What of the jobs' workspace is restored.

use serde::{Deserialize, Serialize};

use crate::operations::jobs::{JobId, JobRecord};

/// What of the jobs' workspace is restored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct JobsSession {
    /// The queue: requests with what came of them.
    pub(crate) records: Vec<JobRecord>,
    /// The job that is looked at.
    pub(crate) selected: Option<JobId>,
}
