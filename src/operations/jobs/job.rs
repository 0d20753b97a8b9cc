//! A job as whoever watches the queue sees it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::outcome::JobOutcome;
use super::request::OperationRequest;
use crate::supervision::Progress;
use crate::units::UtcInstant;

/// A log keeps so many entries; the oldest go, and their number is told.
pub(super) const MOST_LOG_ENTRIES: usize = 2000;

/// A job of a queue; never given twice, not even after a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

impl fmt::Display for JobId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum JobState {
    /// It waits for its turn.
    Queued,
    /// It runs.
    Running,
    /// Its user cancelled it, and its thread has not ended yet.
    Cancelling,
    /// It came to its end; what it could not read stands in its outcome.
    Done,
    /// It did not come to its end.
    Failed {
        /// What was needed, what was found, and where.
        reason: String,
    },
    /// Its user cancelled it and its thread has ended.
    Cancelled,
    /// The program ended while it ran.
    Interrupted,
}

impl JobState {
    /// Whether nothing will happen to the job any more unless it is tried again.
    pub const fn is_finished(&self) -> bool {
        matches!(self, Self::Done | Self::Failed { .. } | Self::Cancelled | Self::Interrupted)
    }

    /// The state in a word or two.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Cancelling => "cancelling",
            Self::Done => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }
}

/// How far a stage of a job has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageProgress {
    /// What is done.
    pub stage: String,
    /// Work units done.
    pub done: u64,
    /// Work units in all.
    pub total: u64,
    /// What a work unit is, in the plural.
    pub unit: &'static str,
    /// How often the stage was begun: once a product, for example.
    pub rounds: u64,
}

impl StageProgress {
    /// Share done, 0 to 1; none for a stage without work units.
    pub fn share(&self) -> Option<f64> {
        (self.total > 0).then(|| (self.done as f64 / self.total as f64).min(1.0))
    }
}

/// What an entry of the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// Something happened as it should.
    Note,
    /// Something that the user must know.
    Warning,
    /// What ended the job, or what could not be done.
    Failure,
}

/// An entry of a job's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// When.
    pub time: UtcInstant,
    /// What it is.
    pub kind: LogKind,
    /// What happened.
    pub message: String,
}

/// A job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// What it does.
    pub request: OperationRequest,
    /// Where it stands.
    pub state: JobState,
    /// When it was asked for.
    pub queued_at: UtcInstant,
    /// When it last began to run.
    pub started_at: Option<UtcInstant>,
    /// When it last ended.
    pub ended_at: Option<UtcInstant>,
    /// Bytes that it may hold at once, told before it starts.
    pub memory_budget_bytes: u64,
    /// Its stages, in the order in which they were begun; the last one that advanced is [`Job::current_stage`].
    pub stages: Vec<StageProgress>,
    /// The index of the stage that advanced last.
    pub current: usize,
    /// Its log, the oldest entry first.
    pub log: Vec<LogEntry>,
    /// Entries that the log lost since it was full.
    pub n_lost_entries: u64,
    /// What came of it.
    pub outcome: Option<JobOutcome>,
    /// The job that tries it again.
    pub retried_as: Option<JobId>,
}

impl Job {
    /// The stage that advanced last.
    pub fn current_stage(&self) -> Option<&StageProgress> {
        self.stages.get(self.current)
    }

    /// Number of warnings in the log.
    pub fn n_warnings(&self) -> usize {
        self.log.iter().filter(|entry| entry.kind == LogKind::Warning).count()
    }

    /// Whether trying the job again is possible now.
    pub fn may_be_retried(&self) -> bool {
        self.state.is_finished()
    }

    /// Whether a part of it can be tried again: what could not be read.
    pub fn has_failed_parts(&self) -> bool {
        self.state == JobState::Done
            && self.outcome.as_ref().is_some_and(|outcome| self.request.for_what_failed(outcome).is_some())
    }

    /// Whether the job failed, wholly or in a part, and nobody has tried it again.
    pub fn has_failed(&self) -> bool {
        let wholly = matches!(self.state, JobState::Failed { .. } | JobState::Interrupted);
        (wholly || self.has_failed_parts()) && self.retried_as.is_none()
    }

    /// Takes a stage's progress in. A stage that begins anew (zero units done) is the next round of the one of its name.
    pub(super) fn advance(&mut self, progress: &Progress) {
        let known = self.stages.iter().position(|stage| stage.stage == progress.stage);
        if let Some(index) = known {
            let stage = &mut self.stages[index];
            if progress.done == 0 {
                stage.rounds += 1;
                stage.done = 0;
            }
            // threads report in any order
            stage.done = stage.done.max(progress.done);
            (stage.total, stage.unit) = (progress.total, progress.unit);
            self.current = index;
        } else {
            self.current = self.stages.len();
            self.stages.push(StageProgress {
                stage: progress.stage.clone(),
                done: progress.done,
                total: progress.total,
                unit: progress.unit,
                rounds: 1,
            });
        }
    }

    pub(super) fn write(&mut self, time: UtcInstant, kind: LogKind, message: impl Into<String>) {
        if self.log.len() >= MOST_LOG_ENTRIES {
            self.log.remove(0);
            self.n_lost_entries += 1;
        }
        self.log.push(LogEntry { time, kind, message: message.into() });
    }
}
