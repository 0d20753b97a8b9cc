//! The queue of operations as the window holds it.

use std::sync::Arc;

use super::draft::JobDraft;
use super::words::progress_text;
use crate::operations::jobs::{self, Job, JobId, JobSettings, JobState, OperationRequest};
use crate::operations::{Context, OperationError};
use crate::supervision::DEFAULT_MEMORY_BUDGET_BYTES;
use crate::workbench::desk::Desk;
use crate::workbench::session::Tab;
use crate::workbench::waking::Waking;

/// Operations that run or wait, and those that ended; and what is asked of the user before the next one.
pub(crate) struct JobQueue {
    queue: Result<jobs::JobQueue, OperationError>,
    // what the session has of the queue, and how many jobs had ended then
    seen: Option<u64>,
    ended: Vec<JobId>,
    /// The job that is being written.
    pub(crate) draft: Option<JobDraft>,
}

impl JobQueue {
    /// The queue of a workspace, with its threads.
    pub(crate) fn new(ground: &Arc<Context>, waking: Waking) -> Self {
        let queue = jobs::JobQueue::start(
            jobs::runner(Arc::clone(ground)),
            JobSettings::for_this_machine(DEFAULT_MEMORY_BUDGET_BYTES),
            ground.clock(),
            Box::new(move || waking.wake()),
        );
        Self { queue, seen: None, ended: Vec::new(), draft: None }
    }

    /// Every job, in the order in which they were asked for.
    pub(crate) fn jobs(&self) -> Vec<Arc<Job>> {
        self.queue.as_ref().map(jobs::JobQueue::jobs).unwrap_or_default()
    }

    /// One job.
    pub(crate) fn job(&self, id: JobId) -> Option<Arc<Job>> {
        self.queue.as_ref().ok()?.job(id)
    }

    /// How many run or wait.
    pub(crate) fn n_unfinished(&self) -> usize {
        self.queue.as_ref().map_or(0, jobs::JobQueue::n_unfinished)
    }

    /// The job that runs; of several the first.
    pub(crate) fn running(&self) -> Option<Arc<Job>> {
        self.jobs().into_iter().find(|job| matches!(job.state, JobState::Running | JobState::Cancelling))
    }

    /// One line on what runs, for the status line: `▶ Verify VE_1.HDR  measuring  62 %  31/50 cells  1 waits`.
    pub(crate) fn summary(&self) -> Option<String> {
        let job = self.running()?;
        let mut parts = vec![format!("▶ {}", job.request.title())];
        if job.state == JobState::Cancelling {
            parts.push("cancelling".to_owned());
        }
        parts.extend(job.current_stage().map(|stage| format!("{}  {}", stage.stage, progress_text(stage))));
        match self.n_unfinished().saturating_sub(1) {
            0 => {}
            1 => parts.push("1 waits".to_owned()),
            more => parts.push(format!("{more} wait")),
        }
        Some(parts.join("  "))
    }

    /// Bytes that a job may hold at once.
    pub(crate) fn memory_budget_bytes(&self) -> u64 {
        self.queue.as_ref().map_or(0, |queue| queue.settings().memory_budget_bytes)
    }

    /// Cancels a job.
    pub(crate) fn cancel(&self, id: JobId) {
        self.with(|queue| queue.cancel(id));
    }

    /// Takes a finished job out of the list.
    pub(crate) fn remove(&self, id: JobId) {
        self.with(|queue| queue.remove(id));
    }

    /// Takes all finished jobs out of the list.
    pub(crate) fn remove_finished(&self) {
        self.with(jobs::JobQueue::remove_finished);
    }

    /// Tries every failed job again that nobody has.
    pub(crate) fn retry_all_failed(&self) {
        self.with(|queue| {
            queue.retry_all_failed();
        });
    }

    fn with(&self, act: impl FnOnce(&jobs::JobQueue)) {
        if let Ok(queue) = &self.queue {
            act(queue);
        }
    }
}

impl Desk {
    /// Appends a job and selects it.
    pub(crate) fn submit_job(&mut self, request: OperationRequest) {
        match &self.jobs.queue {
            Ok(queue) => {
                self.session.jobs.selected = Some(queue.submit(request));
            }
            Err(error) => {
                let line = request.as_command(&self.ground.command_place());
                self.fail(format!("{error}. The same from a terminal: {line}"));
            }
        }
    }

    /// Tries a finished job again, and selects the new one.
    pub(crate) fn retry_job(&mut self, id: JobId) {
        self.select_new(|queue| queue.retry(id));
    }

    /// Tries again what a finished job could not read, and selects the new one.
    pub(crate) fn retry_failed_parts(&mut self, id: JobId) {
        self.select_new(|queue| queue.retry_failed_parts(id));
    }

    fn select_new(&mut self, retry: impl FnOnce(&jobs::JobQueue) -> Option<JobId>) {
        if let Some(new) = self.jobs.queue.as_ref().ok().and_then(retry) {
            self.session.jobs.selected = Some(new);
        }
    }

    /// The job that is looked at: the one selected, else the one that runs, else the last one.
    pub(crate) fn shown_job(&self) -> Option<Arc<Job>> {
        let selected = self.session.jobs.selected.and_then(|id| self.jobs.job(id));
        selected.or_else(|| self.jobs.running()).or_else(|| self.jobs.jobs().pop())
    }

    /// Shows what came of a job: the report in the browser, else the product in the viewer.
    pub(crate) fn open_result(&mut self, job: &Job) {
        let Some(outcome) = &job.outcome else { return };
        if let Some(page) = &outcome.page {
            match crate::operations::open_page(page) {
                Ok(()) => self.inform(format!("Shown in the browser: {}", page.display())),
                Err(error) => self.fail(error.to_string()),
            }
        } else if let Some(product) = &outcome.product {
            self.open_product(product.clone(), None);
            self.session.tab = Tab::Viewer;
        }
    }
}

/// Whether a job has something to open.
pub(crate) fn has_result(job: &Job) -> bool {
    job.outcome.as_ref().is_some_and(|outcome| outcome.page.is_some() || outcome.product.is_some())
}

/// Brings session and notices in line with the queue. To be called each frame.
pub(crate) fn follow_queue(desk: &mut Desk) {
    let Ok(queue) = &desk.jobs.queue else { return };
    if desk.jobs.seen.is_none() {
        queue.restore(std::mem::take(&mut desk.session.jobs.records));
        desk.jobs.ended = ended(&queue.jobs());
    }
    let revision = queue.revision();
    if desk.jobs.seen == Some(revision) {
        return;
    }
    desk.jobs.seen = Some(revision);
    desk.session.jobs.records = queue.records();
    let jobs = queue.jobs();
    let before = std::mem::replace(&mut desk.jobs.ended, ended(&jobs));
    for job in jobs.iter().filter(|job| job.state.is_finished() && !before.contains(&job.id)) {
        let title = job.request.title();
        match &job.state {
            JobState::Failed { reason } => desk.fail(format!("{title}: {reason}")),
            JobState::Done => {
                let outcome = job.outcome.clone().unwrap_or_default();
                let text = format!("{title}: {}", outcome.summary);
                if outcome.unread.is_empty() && outcome.unrecorded.is_empty() {
                    desk.inform(text);
                } else {
                    desk.warn(text);
                }
            }
            JobState::Cancelled => desk.inform(format!("{title}: cancelled")),
            _ => {}
        }
        // what a job recorded shows in the catalog
        desk.catalog.look_again();
    }
}

fn ended(jobs: &[Arc<Job>]) -> Vec<JobId> {
    jobs.iter().filter(|job| job.state.is_finished()).map(|job| job.id).collect()
}
