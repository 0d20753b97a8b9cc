//! Jobs: operations that run beside the window, one after the other, and can be watched, cancelled, retried and found again after a restart.

mod job;
mod lane;
mod outcome;
mod queue;
mod record;
mod request;
mod runner;
mod watch;

pub use job::{Job, JobId, JobState, LogEntry, LogKind, StageProgress};
pub use lane::lower_priority;
pub use outcome::{JobOutcome, OutcomeLine, UnreadPath};
pub use queue::{JobQueue, JobSettings};
pub use record::JobRecord;
pub use request::{CommandPlace, MemoryNeed, OperationRequest};
pub use runner::{Runner, runner};
