//! Between a running job and its queue: what the job reports, as long as it is listened to.

use std::sync::Weak;

use super::job::{JobId, LogKind};
use super::queue::Shared;
use crate::supervision::{Observer, Progress, Warning};

/// One run of one job; its number tells it from earlier runs of the same job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) job: JobId,
    pub(super) number: u64,
}

/// Passes on what a run reports. The queue takes it only while the run is the one it listens to: a cancelled run is heard no more.
pub(super) struct Watch {
    pub(super) shared: Weak<Shared>,
    pub(super) run: Run,
}

impl Watch {
    /// Writes into the job's log.
    pub(super) fn write(&self, kind: LogKind, message: &str) {
        if let Some(shared) = self.shared.upgrade() {
            let now = shared.now();
            shared.of_run(self.run, |job| job.write(now, kind, message));
            shared.wake();
        }
    }
}

impl Observer for Watch {
    fn progress(&self, progress: &Progress) {
        if let Some(shared) = self.shared.upgrade() {
            shared.of_run(self.run, |job| job.advance(progress));
            shared.wake_sometimes();
        }
    }

    fn warning(&self, warning: &Warning) {
        self.write(LogKind::Warning, &warning.message);
    }
}
