use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::operations::IngestRequest;
use crate::operations::jobs::{JobOutcome, StageProgress, UnreadPath};

const PATIENCE: Duration = Duration::from_mins(1);

fn request(name: &str) -> OperationRequest {
    OperationRequest::Ingest(IngestRequest { paths: vec![PathBuf::from(name)], image: None })
}

fn name_of(request: &OperationRequest) -> String {
    request.inputs()[0].display().to_string()
}

fn clock() -> Arc<dyn Fn() -> UtcInstant + Send + Sync> {
    let now = UtcInstant::parse("2026-01-01").unwrap();
    Arc::new(move || now)
}

fn queue(runner: Box<Runner>) -> JobQueue {
    let settings = JobSettings { lanes: 1, threads_a_lane: 1, memory_budget_bytes: 7 };
    JobQueue::start(runner, settings, clock(), Box::new(|| {})).unwrap()
}

fn wait_for(queue: &JobQueue, id: JobId, is_met: impl Fn(&Job) -> bool) -> Arc<Job> {
    let started = Instant::now();
    loop {
        let job = queue.job(id).unwrap();
        if is_met(&job) {
            return job;
        }
        assert!(started.elapsed() < PATIENCE, "{job:?}");
        thread::sleep(Duration::from_millis(1));
    }
}

fn finished(queue: &JobQueue, id: JobId) -> Arc<Job> {
    wait_for(queue, id, |job| job.state.is_finished())
}

/// A runner whose jobs wait for a word: they tell their name and their supervision when they begin, and do what they are then told.
struct Stopped {
    begun: Receiver<(String, Supervision)>,
    goes_on: Sender<Result<JobOutcome, OperationError>>,
}

fn stopped_runner() -> (Box<Runner>, Stopped) {
    let (tell, begun) = channel();
    let (goes_on, wait) = channel();
    let (tell, wait) = (Mutex::new(tell), Mutex::new(wait));
    let runner: Box<Runner> = Box::new(move |request, supervision, _| {
        tell.lock().unwrap().send((name_of(request), supervision.clone())).unwrap();
        wait.lock().unwrap().recv().unwrap_or(Err(OperationError::Usage("the test has ended".to_owned())))
    });
    (runner, Stopped { begun, goes_on })
}

impl Stopped {
    fn begun(&self) -> (String, Supervision) {
        self.begun.recv_timeout(PATIENCE).unwrap()
    }
}

fn outcome(summary: &str) -> JobOutcome {
    JobOutcome { summary: summary.to_owned(), ..JobOutcome::default() }
}

#[test]
fn jobs_run_one_after_the_other_in_the_order_in_which_they_were_asked_for() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let ids = ["a", "b", "c"].map(|name| queue.submit(request(name)));
    for (name, id) in ["a", "b", "c"].into_iter().zip(ids) {
        let (begun, supervision) = stopped.begun();
        assert_eq!((begun.as_str(), supervision.memory_budget_bytes()), (name, 7));
        assert_eq!(queue.job(id).unwrap().state, JobState::Running);
        let states: Vec<JobState> = queue.jobs().iter().map(|job| job.state.clone()).collect();
        assert_eq!(states.iter().filter(|state| **state == JobState::Running).count(), 1, "{states:?}");
        stopped.goes_on.send(Ok(outcome(name))).unwrap();
        assert_eq!(finished(&queue, id).outcome.as_ref().unwrap().summary, name);
    }
    assert_eq!(queue.n_unfinished(), 0);
}

#[test]
fn progress_is_told_by_stage_in_work_units_and_warnings_with_their_time() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let id = queue.submit(request("a"));
    let (_, supervision) = stopped.begun();
    for _ in 0..2 {
        let stage = supervision.stage("reading", 3, "blocks");
        stage.advance(2).unwrap();
    }
    let _measuring = supervision.stage("measuring", 50, "windows");
    supervision.warn("the mask is not used");
    let job = queue.job(id).unwrap();
    let reading = StageProgress { stage: "reading".to_owned(), done: 2, total: 3, unit: "blocks", rounds: 2 };
    let measuring = StageProgress { stage: "measuring".to_owned(), done: 0, total: 50, unit: "windows", rounds: 1 };
    assert_eq!(job.stages, [reading, measuring.clone()]);
    assert_eq!(job.current_stage(), Some(&measuring));
    let warnings: Vec<&str> =
        job.log.iter().filter(|entry| entry.kind == LogKind::Warning).map(|entry| entry.message.as_str()).collect();
    assert_eq!(warnings, ["the mask is not used"]);
    stopped.goes_on.send(Ok(outcome("read"))).unwrap();
    finished(&queue, id);
}

#[test]
fn a_cancelled_job_never_reports_later() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let id = queue.submit(request("a"));
    let (_, supervision) = stopped.begun();
    supervision.stage("reading", 3, "blocks").advance(1).unwrap();
    queue.cancel(id);
    let asked = queue.job(id).unwrap();
    assert_eq!(asked.state, JobState::Cancelling);
    assert!(supervision.check().is_err(), "the job hears of it at once");
    // the job goes on for a while, as if it had not heard
    supervision.warn("too late");
    let _unheard = supervision.stage("measuring", 5, "windows");
    assert_eq!(queue.job(id).unwrap(), asked, "nothing of it is taken");
    stopped.goes_on.send(Ok(outcome("found after the cancel"))).unwrap();
    let job = finished(&queue, id);
    assert_eq!(job.state, JobState::Cancelled);
    assert_eq!(job.outcome, None);
    assert_eq!(job.stages, asked.stages);
    let later = queue.submit(request("b"));
    assert_eq!(stopped.begun().0, "b");
    // the observer of the cancelled run is still there and still heard by nobody
    supervision.warn("much too late");
    assert!(queue.jobs().iter().all(|job| job.log.iter().all(|entry| !entry.message.contains("too late"))));
    stopped.goes_on.send(Ok(outcome("b"))).unwrap();
    finished(&queue, later);
}

#[test]
fn a_job_shows_cancelling_until_its_thread_has_ended() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let (first, second) = (queue.submit(request("a")), queue.submit(request("b")));
    stopped.begun();
    queue.cancel(first);
    queue.cancel(first);
    assert_eq!(queue.job(first).unwrap().state, JobState::Cancelling);
    assert_eq!(queue.job(second).unwrap().state, JobState::Queued, "the lane is not free yet");
    stopped.goes_on.send(Err(OperationError::Cancelled(crate::supervision::Cancelled))).unwrap();
    assert_eq!(finished(&queue, first).state, JobState::Cancelled);
    assert_eq!(stopped.begun().0, "b");
    stopped.goes_on.send(Ok(outcome("b"))).unwrap();
    assert_eq!(finished(&queue, second).state, JobState::Done);
}

#[test]
fn a_job_cancelled_while_it_waits_never_begins() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let ids = ["a", "b", "c"].map(|name| queue.submit(request(name)));
    stopped.begun();
    queue.cancel(ids[1]);
    assert_eq!(queue.job(ids[1]).unwrap().state, JobState::Cancelled);
    stopped.goes_on.send(Ok(outcome("a"))).unwrap();
    assert_eq!(stopped.begun().0, "c");
    stopped.goes_on.send(Ok(outcome("c"))).unwrap();
    finished(&queue, ids[2]);
    assert_eq!(queue.job(ids[1]).unwrap().started_at, None);
}

#[test]
fn a_panic_fails_its_job_and_the_queue_goes_on() {
    let runner: Box<Runner> = Box::new(|request, _, _| {
        assert!(name_of(request) != "bad", "a planted fault");
        Ok(outcome("good"))
    });
    let queue = queue(runner);
    let (bad, good) = (queue.submit(request("bad")), queue.submit(request("good")));
    let job = finished(&queue, bad);
    let JobState::Failed { reason } = &job.state else { panic!("{job:?}") };
    assert!(reason.contains("a planted fault") && reason.contains("a fault of the program"), "{reason}");
    assert_eq!(finished(&queue, good).state, JobState::Done);
}

#[test]
fn a_failed_job_says_why_and_is_tried_again_once() {
    let runner: Box<Runner> = Box::new(|_, _, _| Err(OperationError::Usage("needed a header, found none".to_owned())));
    let queue = queue(runner);
    let id = queue.submit(request("a"));
    assert_eq!(finished(&queue, id).state, JobState::Failed { reason: "needed a header, found none".to_owned() });
    let again = queue.retry_all_failed();
    assert_eq!(again.len(), 1);
    assert_eq!(queue.job(id).unwrap().retried_as, Some(again[0]));
    assert_eq!(finished(&queue, again[0]).request, request("a"));
    // the first one has its successor, so only this one is tried
    assert_eq!(queue.retry_all_failed().len(), 1);
    assert_eq!(queue.jobs().len(), 3);
}

#[test]
fn only_what_could_not_be_read_is_tried_again() {
    let runner: Box<Runner> = Box::new(|request, _, log| {
        let unread = request.inputs().into_iter().filter(|path| path.ends_with("bad"));
        log(LogKind::Note, "looked at all of them");
        let unread = unread.map(|path| UnreadPath { path, reason: "truncated".to_owned() }).collect();
        Ok(JobOutcome { unread, ..outcome("looked") })
    });
    let queue = queue(runner);
    let paths = ["good", "bad", "fine"].map(PathBuf::from).to_vec();
    let id = queue.submit(OperationRequest::Ingest(IngestRequest { paths, image: None }));
    assert!(finished(&queue, id).has_failed_parts());
    let again = queue.retry_failed_parts(id).unwrap();
    assert_eq!(finished(&queue, again).request, request("bad"));
    let good = queue.submit(request("good"));
    finished(&queue, good);
    assert_eq!(queue.retry_failed_parts(good), None);
}

#[test]
fn what_runs_is_neither_removed_nor_tried_again() {
    let (runner, stopped) = stopped_runner();
    let queue = queue(runner);
    let (first, second) = (queue.submit(request("a")), queue.submit(request("b")));
    stopped.begun();
    stopped.goes_on.send(Ok(outcome("a"))).unwrap();
    stopped.begun();
    finished(&queue, first);
    assert_eq!(queue.retry(second), None);
    queue.remove(second);
    queue.remove_finished();
    let left: Vec<JobId> = queue.jobs().iter().map(|job| job.id).collect();
    assert_eq!(left, [second]);
    stopped.goes_on.send(Ok(outcome("b"))).unwrap();
    finished(&queue, second);
    queue.remove(second);
    assert!(queue.jobs().is_empty());
}

#[test]
fn after_a_restart_what_ran_is_interrupted_and_what_waited_runs() {
    let (runner, stopped) = stopped_runner();
    let before = queue(runner);
    let done = before.submit(request("done"));
    stopped.begun();
    stopped.goes_on.send(Ok(outcome("all of it"))).unwrap();
    finished(&before, done);
    let (running, waiting) = (before.submit(request("running")), before.submit(request("waiting")));
    stopped.begun();
    let text = serde_json::to_string(&before.records()).unwrap();
    stopped.goes_on.send(Ok(outcome("end of the test"))).unwrap();
    drop(stopped);
    drop(before);

    let (runner, stopped) = stopped_runner();
    let after = queue(runner);
    after.restore(serde_json::from_str(&text).unwrap());
    assert_eq!(stopped.begun().0, "waiting");
    assert_eq!(after.job(done).unwrap().state, JobState::Done);
    assert_eq!(after.job(done).unwrap().outcome, Some(outcome("all of it")));
    assert_eq!(after.job(running).unwrap().state, JobState::Interrupted);
    let again = after.retry(running).unwrap();
    assert!(again > waiting, "numbers are not given twice");
    stopped.goes_on.send(Ok(outcome("waiting"))).unwrap();
    finished(&after, waiting);
    assert_eq!(stopped.begun().0, "running");
    stopped.goes_on.send(Ok(outcome("again"))).unwrap();
    assert_eq!(finished(&after, again).state, JobState::Done);
}

#[test]
fn the_end_of_the_queue_cancels_what_runs() {
    let (tell, heard) = channel();
    let (begin, begun) = channel();
    let (tell, begin) = (Mutex::new(tell), Mutex::new(begin));
    let runner: Box<Runner> = Box::new(move |_, supervision, _| {
        begin.lock().unwrap().send(()).unwrap();
        while supervision.check().is_ok() {
            thread::yield_now();
        }
        tell.lock().unwrap().send(()).unwrap();
        Err(OperationError::Cancelled(crate::supervision::Cancelled))
    });
    let queue = queue(runner);
    queue.submit(request("a"));
    queue.submit(request("never"));
    begun.recv_timeout(PATIENCE).unwrap();
    drop(queue);
    assert_eq!(heard.try_recv(), Ok(()), "the thread had ended before the queue was gone");
    assert!(begun.try_recv().is_err(), "nothing else was begun");
}

#[test]
fn one_core_is_left_to_the_window_and_the_memory_is_divided() {
    let settings = |cores| JobSettings::for_cores(cores, 1 << 30);
    assert_eq!(settings(1), JobSettings { lanes: 1, threads_a_lane: 1, memory_budget_bytes: 1 << 30 });
    assert_eq!(settings(2), JobSettings { lanes: 1, threads_a_lane: 1, memory_budget_bytes: 1 << 30 });
    assert_eq!(settings(16), JobSettings { lanes: 2, threads_a_lane: 7, memory_budget_bytes: 1 << 29 });
}

#[test]
fn jobs_run_on_named_threads() {
    let (tell, heard) = channel();
    let tell = Mutex::new(tell);
    let runner: Box<Runner> = Box::new(move |_, _, _| {
        let name = thread::current().name().unwrap_or_default().to_owned();
        tell.lock().unwrap().send(name).unwrap();
        Ok(outcome("done"))
    });
    let queue = queue(runner);
    let id = queue.submit(request("a"));
    finished(&queue, id);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "job 1.0");
}
