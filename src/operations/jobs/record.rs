//! What of a job survives the program.

use serde::{Deserialize, Serialize};

use super::job::{Job, JobId, JobState, LogEntry, LogKind};
use super::outcome::JobOutcome;
use super::request::OperationRequest;
use crate::units::UtcInstant;

/// A job as the session keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobRecord {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub request: OperationRequest,
    /// Where it stood when it was written down.
    #[serde(flatten)]
    pub state: JobState,
    /// When it was asked for.
    pub queued_at: UtcInstant,
    /// When it last began to run.
    pub started_at: Option<UtcInstant>,
    /// When it last ended.
    pub ended_at: Option<UtcInstant>,
    /// Its log.
    #[serde(default)]
    pub log: Vec<LogEntry>,
    /// What came of it.
    #[serde(default)]
    pub outcome: Option<JobOutcome>,
    /// The job that tries it again.
    #[serde(default)]
    pub retried_as: Option<JobId>,
}

/// Entries of the log that are kept over a restart.
const KEPT_LOG_ENTRIES: usize = 100;

impl From<&Job> for JobRecord {
    fn from(job: &Job) -> Self {
        Self {
            id: job.id,
            request: job.request.clone(),
            state: job.state.clone(),
            queued_at: job.queued_at,
            started_at: job.started_at,
            ended_at: job.ended_at,
            log: job.log[job.log.len().saturating_sub(KEPT_LOG_ENTRIES)..].to_vec(),
            outcome: job.outcome.clone(),
            retried_as: job.retried_as,
        }
    }
}

impl JobRecord {
    /// The job as it stands after a restart at `now`: one that ran was interrupted, one that waited still waits.
    pub(super) fn restored(self, memory_budget_bytes: u64, now: UtcInstant) -> Job {
        let was_running = matches!(self.state, JobState::Running | JobState::Cancelling);
        let mut job = Job {
            id: self.id,
            request: self.request,
            state: if was_running { JobState::Interrupted } else { self.state },
            queued_at: self.queued_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            memory_budget_bytes,
            stages: Vec::new(),
            current: 0,
            log: self.log,
            n_lost_entries: 0,
            outcome: self.outcome,
            retried_as: self.retried_as,
        };
        if was_running {
            let message = "the program ended while this job ran; what it had recorded before is in the catalog";
            job.write(now, LogKind::Failure, message);
        }
        job
    }
}
