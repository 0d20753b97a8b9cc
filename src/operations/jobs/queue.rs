//! The queue itself.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::job::{Job, JobId, JobState, LogKind};
use super::lane::{self, Ending};
use super::record::JobRecord;
use super::request::OperationRequest;
use super::runner::Runner;
use super::watch::{Run, Watch};
use crate::operations::OperationError;
use crate::supervision::Supervision;
use crate::units::UtcInstant;

/// Whoever watches is woken for progress at most this often.
const BETWEEN_WAKES: Duration = Duration::from_millis(100);

/// The end of the program waits so long for cancelled jobs to end.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(3);

/// How a queue runs its jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobSettings {
    /// Jobs that may run at the same time.
    pub lanes: usize,
    /// Threads that each of them calculates on.
    pub threads_a_lane: usize,
    /// Bytes that each of them may hold at once.
    pub memory_budget_bytes: u64,
}

impl JobSettings {
    /// One core is left to the window: the others calculate, for one job at a time, or for two where there are cores for two. The memory
    /// is divided between those.
    pub fn for_this_machine(memory_bytes: u64) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Self::for_cores(cores, memory_bytes)
    }

    fn for_cores(cores: usize, memory_bytes: u64) -> Self {
        let threads = cores.saturating_sub(1).max(1);
        let lanes = if threads >= 4 { 2 } else { 1 };
        Self { lanes, threads_a_lane: threads / lanes, memory_budget_bytes: memory_bytes / lanes as u64 }
    }
}

/// Operations that wait, run, and have run. Dropped, it cancels what runs and waits a little for it.
pub struct JobQueue {
    shared: Arc<Shared>,
}

impl JobQueue {
    /// A queue with its threads. `wake` is called from any thread when something has changed: it must return at once.
    ///
    /// # Errors
    /// [`OperationError::Io`] when the system gives no thread.
    pub fn start(
        runner: Box<Runner>,
        settings: JobSettings,
        clock: Arc<dyn Fn() -> UtcInstant + Send + Sync>,
        wake: Box<dyn Fn() + Send + Sync>,
    ) -> Result<Self, OperationError> {
        let shared = Arc::new(Shared {
            inner: Mutex::new(Inner { next_id: 1, ..Inner::default() }),
            work: Condvar::new(),
            ended: Condvar::new(),
            settings,
            clock,
            wake,
        });
        let queue = Self { shared: Arc::clone(&shared) };
        let runner: Arc<Runner> = Arc::from(runner);
        for number in 1..=settings.lanes.max(1) {
            shared.lock().lanes += 1;
            let started = lane::start(number, settings.threads_a_lane.max(1), Arc::clone(&shared), Arc::clone(&runner));
            if let Err(source) = started {
                shared.lock().lanes -= 1;
                return Err(OperationError::Io { path: "a thread for jobs".into(), doing: "started", source });
            }
        }
        Ok(queue)
    }

    /// Puts back what was in the queue before a restart, in front of what is in it now.
    pub fn restore(&self, records: Vec<JobRecord>) {
        let (now, budget) = (self.shared.now(), self.shared.settings.memory_budget_bytes);
        let mut inner = self.shared.lock();
        let largest = records.iter().map(|record| record.id.0).max().unwrap_or(0);
        inner.next_id = inner.next_id.max(largest.saturating_add(1));
        let known: Vec<JobId> = inner.jobs.iter().map(|job| job.id).collect();
        let mut jobs: Vec<Arc<Job>> = Vec::new();
        for record in records {
            // a file of the session may have been edited by hand
            if !known.contains(&record.id) && jobs.iter().all(|job| job.id != record.id) {
                jobs.push(Arc::new(record.restored(budget, now)));
            }
        }
        jobs.append(&mut inner.jobs);
        inner.jobs = jobs;
        inner.revision += 1;
        drop(inner);
        self.shared.work.notify_all();
        self.shared.wake();
    }

    /// How the queue runs its jobs.
    pub fn settings(&self) -> JobSettings {
        self.shared.settings
    }

    /// Appends a job.
    pub fn submit(&self, request: OperationRequest) -> JobId {
        let now = self.shared.now();
        let mut inner = self.shared.lock();
        let id = JobId(inner.next_id);
        inner.next_id += 1;
        inner.jobs.push(Arc::new(Job {
            id,
            request,
            state: JobState::Queued,
            queued_at: now,
            started_at: None,
            ended_at: None,
            memory_budget_bytes: self.shared.settings.memory_budget_bytes,
            stages: Vec::new(),
            current: 0,
            log: Vec::new(),
            n_lost_entries: 0,
            outcome: None,
            retried_as: None,
        }));
        inner.revision += 1;
        drop(inner);
        self.shared.work.notify_all();
        self.shared.wake();
        id
    }

    /// Cancels a job that waits or runs; nothing that it reports from now on is taken. Its state says "cancelling" until its thread has
    /// really ended.
    pub fn cancel(&self, id: JobId) {
        let now = self.shared.now();
        let mut inner = self.shared.lock();
        let Some(job) = inner.job(id) else { return };
        match job.state {
            JobState::Queued => {
                job.state = JobState::Cancelled;
                job.ended_at = Some(now);
                job.write(now, LogKind::Note, "cancelled before it began");
            }
            JobState::Running => {
                job.state = JobState::Cancelling;
                job.write(now, LogKind::Note, "cancel asked for");
                if let Some(running) = inner.running.get_mut(&id) {
                    running.is_heard = false;
                    running.cancelled.store(true, Ordering::Relaxed);
                }
            }
            _ => return,
        }
        inner.revision += 1;
        drop(inner);
        self.shared.wake();
    }

    /// Appends the job's request again; none while the job waits or runs.
    pub fn retry(&self, id: JobId) -> Option<JobId> {
        let request = self.job(id).filter(|job| job.may_be_retried())?.request.clone();
        Some(self.again(id, request))
    }

    /// Appends a job for what a finished one could not read; none when it read everything.
    pub fn retry_failed_parts(&self, id: JobId) -> Option<JobId> {
        let job = self.job(id).filter(|job| job.has_failed_parts())?;
        let request = job.request.for_what_failed(job.outcome.as_ref()?)?;
        Some(self.again(id, request))
    }

    fn again(&self, id: JobId, request: OperationRequest) -> JobId {
        let new = self.submit(request);
        if let Some(job) = self.shared.lock().job(id) {
            job.retried_as = Some(new);
        }
        new
    }

    /// Tries every job again that failed or was interrupted, and of those that are done what they could not read; none of them twice.
    pub fn retry_all_failed(&self) -> Vec<JobId> {
        let failed = self.jobs().into_iter().filter(|job| job.has_failed());
        failed.filter_map(|job| self.retry_failed_parts(job.id).or_else(|| self.retry(job.id))).collect()
    }

    /// Takes a finished job out of the list.
    pub fn remove(&self, id: JobId) {
        self.remove_where(|job| job.id == id && job.state.is_finished());
    }

    /// Takes all finished jobs out of the list.
    pub fn remove_finished(&self) {
        self.remove_where(|job| job.state.is_finished());
    }

    fn remove_where(&self, goes: impl Fn(&Job) -> bool) {
        let mut inner = self.shared.lock();
        inner.jobs.retain(|job| !goes(job));
        inner.revision += 1;
        drop(inner);
        self.shared.wake();
    }

    /// Every job, in the order in which they were asked for.
    pub fn jobs(&self) -> Vec<Arc<Job>> {
        self.shared.lock().jobs.clone()
    }

    /// One job.
    pub fn job(&self, id: JobId) -> Option<Arc<Job>> {
        self.shared.lock().jobs.iter().find(|job| job.id == id).cloned()
    }

    /// Grows with every change of a state or of the list, not with progress: what the session keeps has changed when this has.
    pub fn revision(&self) -> u64 {
        self.shared.lock().revision
    }

    /// What the session keeps.
    pub fn records(&self) -> Vec<JobRecord> {
        self.shared.lock().jobs.iter().map(|job| JobRecord::from(job.as_ref())).collect()
    }

    /// Jobs that wait or run.
    pub fn n_unfinished(&self) -> usize {
        self.shared.lock().jobs.iter().filter(|job| !job.state.is_finished()).count()
    }
}

impl Drop for JobQueue {
    fn drop(&mut self) {
        let mut inner = self.shared.lock();
        inner.is_ending = true;
        for running in inner.running.values_mut() {
            running.is_heard = false;
            running.cancelled.store(true, Ordering::Relaxed);
        }
        self.shared.work.notify_all();
        let still_lives = |inner: &mut Inner| inner.lanes > 0;
        // a job in a call that cannot be interrupted does not hold the program
        drop(self.shared.ended.wait_timeout_while(inner, PATIENCE_AT_THE_END, still_lives));
    }
}

#[derive(Default)]
struct Inner {
    jobs: Vec<Arc<Job>>,
    running: BTreeMap<JobId, Running>,
    next_id: u64,
    next_run: u64,
    revision: u64,
    lanes: usize,
    is_ending: bool,
    last_wake: Option<Instant>,
}

impl Inner {
    fn job(&mut self, id: JobId) -> Option<&mut Job> {
        self.jobs.iter_mut().find(|job| job.id == id).map(Arc::make_mut)
    }
}

/// A run under way.
struct Running {
    run: Run,
    cancelled: Arc<AtomicBool>,
    is_heard: bool,
}

/// What a lane does next.
pub(super) struct Work {
    pub(super) run: Run,
    pub(super) request: OperationRequest,
    pub(super) supervision: Supervision,
    pub(super) watch: Arc<Watch>,
}

/// What the queue and its lanes share.
pub(super) struct Shared {
    inner: Mutex<Inner>,
    work: Condvar,
    ended: Condvar,
    settings: JobSettings,
    clock: Arc<dyn Fn() -> UtcInstant + Send + Sync>,
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // no lock is held while foreign code runs, so a panic leaves nothing half done
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> UtcInstant {
        (self.clock)()
    }

    pub(super) fn wake(&self) {
        self.lock().last_wake = Some(Instant::now());
        (self.wake)();
    }

    /// Wakes whoever watches unless that was just done: the next progress, or the end, will tell.
    pub(super) fn wake_sometimes(&self) {
        let was_just_done = self.lock().last_wake.is_some_and(|last| last.elapsed() < BETWEEN_WAKES);
        if !was_just_done {
            self.wake();
        }
    }

    /// Changes the job of a run that is still heard.
    pub(super) fn of_run(&self, run: Run, change: impl FnOnce(&mut Job)) {
        let mut inner = self.lock();
        let is_heard = inner.running.get(&run.job).is_some_and(|running| running.run == run && running.is_heard);
        if let Some(job) = inner.job(run.job).filter(|_| is_heard) {
            change(job);
        }
    }

    /// Waits for the next job and takes it; none when the queue ends.
    pub(super) fn next_work(self: &Arc<Self>) -> Option<Work> {
        let nothing_to_do =
            |inner: &mut Inner| !inner.is_ending && !inner.jobs.iter().any(|job| job.state == JobState::Queued);
        let mut inner = self.work.wait_while(self.lock(), nothing_to_do).unwrap_or_else(PoisonError::into_inner);
        if inner.is_ending {
            return None;
        }
        let now = self.now();
        let number = inner.next_run;
        inner.next_run += 1;
        inner.revision += 1;
        let job = inner.jobs.iter_mut().find(|job| job.state == JobState::Queued).map(Arc::make_mut)?;
        job.state = JobState::Running;
        job.started_at = Some(now);
        job.write(now, LogKind::Note, "started");
        let run = Run { job: job.id, number };
        let request = job.request.clone();
        let cancelled = Arc::new(AtomicBool::new(false));
        inner.running.insert(run.job, Running { run, cancelled: Arc::clone(&cancelled), is_heard: true });
        drop(inner);
        self.wake();
        let watch = Arc::new(Watch { shared: Arc::downgrade(self), run });
        let observer: Arc<Watch> = Arc::clone(&watch);
        let supervision = Supervision::new(observer, cancelled, self.settings.memory_budget_bytes);
        Some(Work { run, request, supervision, watch })
    }

    /// Writes down how a run ended.
    pub(super) fn conclude(&self, run: Run, ending: Ending) {
        let now = self.now();
        let mut inner = self.lock();
        inner.running.remove(&run.job);
        inner.revision += 1;
        if let Some(job) = inner.job(run.job) {
            job.ended_at = Some(now);
            end(job, ending, now);
        }
        drop(inner);
        self.wake();
    }

    pub(super) fn lane_ended(&self) {
        self.lock().lanes -= 1;
        self.ended.notify_all();
    }
}

fn end(job: &mut Job, ending: Ending, now: UtcInstant) {
    if job.state == JobState::Cancelling {
        job.state = JobState::Cancelled;
        let message = match ending {
            Ending::Ended(Ok(_)) => {
                "cancelled; it had come to its end before the cancel reached it, and its result is not shown"
            }
            _ => "cancelled",
        };
        job.write(now, LogKind::Note, message);
        return;
    }
    match ending {
        Ending::Ended(Ok(outcome)) => {
            job.state = JobState::Done;
            job.write(now, LogKind::Note, format!("done: {}", outcome.summary));
            job.outcome = Some(outcome);
        }
        // nobody cancelled this job: the program ends
        Ending::Ended(Err(OperationError::Cancelled(_))) => job.state = JobState::Interrupted,
        Ending::Ended(Err(error)) => {
            job.state = JobState::Failed { reason: error.to_string() };
            job.write(now, LogKind::Failure, error.to_string());
        }
        Ending::Panicked(text) => {
            let reason = format!("a fault of the program, please report it: {text}");
            job.write(now, LogKind::Failure, &reason);
            job.state = JobState::Failed { reason };
        }
    }
}

#[cfg(test)]
mod tests;
