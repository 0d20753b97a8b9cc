//! Questions answered on background threads: the most urgent first, the latest wins, a cancelled one never delivers.

use std::any::Any;
use std::collections::BinaryHeap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use super::waking::Waking;
use crate::operations::OperationError;
use crate::operations::jobs::lower_priority;
use crate::supervision::Supervision;

mod in_turn;
mod latest;
pub(crate) use in_turn::InTurn;
pub(crate) use latest::{Answer, Latest};

/// What is answered first. Of two with the same priority the one asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Priority {
    /// Overviews: long work that makes later work short. It has a thread of its own, one question at a time, so that no other waits for it.
    Aside,
    /// Exact statistics: nobody waits for them.
    Background,
    /// What may be needed next: tiles around the view.
    Soon,
    /// Sharp tiles of what is on the screen.
    Visible,
    /// Coarse tiles of what is on the screen, values under the pointer.
    Pointer,
    /// A product to open.
    Opening,
}

/// The background threads. Dropping them cancels what runs and waits for it to stop.
pub(crate) struct Queries {
    shared: Arc<Shared>,
    /// Questions with [`Priority::Background`]: on a thread and a pool that stand back, for all cores' work must not delay a tile.
    background: Arc<Shared>,
    /// Questions with [`Priority::Aside`].
    aside: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    waking: Waking,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    more: Condvar,
}

#[derive(Default)]
struct Waiting {
    tasks: BinaryHeap<Task>,
    asked: u64,
    closed: bool,
    running: Vec<Arc<AtomicBool>>,
}

struct Task {
    priority: Priority,
    number: u64,
    cancelled: Arc<AtomicBool>,
    run: Box<dyn FnOnce() + Send>,
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Task {}

impl PartialOrd for Task {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Task {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.priority.cmp(&other.priority).then(other.number.cmp(&self.number))
    }
}

/// A question under way. Dropping it cancels it.
pub(crate) struct Pending<A> {
    cancelled: Arc<AtomicBool>,
    /// Whether the window stands still for the answer, and need not be woken.
    is_awaited: Arc<AtomicBool>,
    answer: Receiver<Result<A, OperationError>>,
}

impl<A> Pending<A> {
    /// The answer, once; none while it is being looked for.
    pub(crate) fn poll(&self) -> Option<Result<A, OperationError>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(without_answer())),
        }
    }

    /// The answer, once it is there or `deadline` has come; what arrives while it is waited for does not wake the window.
    pub(crate) fn wait_until(&self, deadline: Instant) -> Option<Result<A, OperationError>> {
        self.is_awaited.store(true, Ordering::SeqCst);
        let found = match self.answer.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(answer) => Some(answer),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(without_answer())),
        };
        self.is_awaited.store(false, Ordering::SeqCst);
        // What arrived just now may have found it awaited, and woken nobody.
        found.or_else(|| self.poll())
    }
}

impl<A> Drop for Pending<A> {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Queries {
    /// Threads for the machine's cores but one, two at least, that wake the window when an answer has arrived.
    pub(crate) fn new(waking: Waking) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self::with_threads(cores.saturating_sub(1).clamp(2, 8), waking)
    }

    fn with_threads(count: usize, waking: Waking) -> Self {
        let [shared, background, aside]: [Arc<Shared>; 3] = Default::default();
        let mut threads = Vec::new();
        // A machine that gives no more threads is served by those that there are.
        let mut start = |name: String, serve: Box<dyn FnOnce() + Send>| {
            threads.extend(std::thread::Builder::new().name(name).spawn(serve).ok());
        };
        for number in 1..=count {
            let served = Arc::clone(&shared);
            start(format!("viq query {number}"), Box::new(move || served.serve()));
        }
        for (name, served) in [("viq background", &background), ("viq aside", &aside)] {
            let served = Arc::clone(served);
            let serve = move || {
                lower_priority();
                match pool_that_stands_back(name) {
                    Some(pool) => pool.install(|| served.serve()),
                    None => served.serve(),
                }
            };
            start(name.to_owned(), Box::new(serve));
        }
        Self { shared, background, aside, threads, waking }
    }

    /// Asks. The question is cancelled when what is returned is dropped.
    pub(crate) fn ask<A: Send + 'static>(
        &self,
        priority: Priority,
        question: impl FnOnce(&Supervision) -> Result<A, OperationError> + Send + 'static,
    ) -> Pending<A> {
        let supervision = Supervision::unattended();
        let cancelled = supervision.cancellation();
        let (sender, answer) = channel();
        let is_awaited = Arc::new(AtomicBool::new(false));
        let (waking, awaited) = (self.waking.clone(), Arc::clone(&is_awaited));
        let run = Box::new(move || {
            let found = catch_unwind(AssertUnwindSafe(|| question(&supervision)))
                .unwrap_or_else(|cause| Err(broken(cause.as_ref())));
            // Whoever cancelled does not want to hear of it.
            if supervision.check().is_ok() && sender.send(found).is_ok() && !awaited.load(Ordering::SeqCst) {
                waking.wake();
            }
        });
        let shared = match priority {
            Priority::Aside => &self.aside,
            Priority::Background => &self.background,
            _ => &self.shared,
        };
        let mut waiting = shared.lock();
        waiting.asked += 1;
        let number = waiting.asked;
        waiting.tasks.push(Task { priority, number, cancelled: Arc::clone(&cancelled), run });
        drop(waiting);
        shared.more.notify_one();
        Pending { cancelled, is_awaited, answer }
    }
}

#[cfg(test)]
impl Queries {
    /// How many questions were asked so far.
    pub(crate) fn asked(&self) -> u64 {
        [&self.shared, &self.background, &self.aside].iter().map(|shared| shared.lock().asked).sum()
    }
}

impl Drop for Queries {
    fn drop(&mut self) {
        self.shared.close();
        self.background.close();
        self.aside.close();
        for thread in self.threads.drain(..) {
            // A thread that broke has nothing left to end.
            let _broken = thread.join();
        }
    }
}

/// Threads for the calculations of one background thread, which let the window and its tiles go first; none where the system gives none, and
/// then they are done like any other.
fn pool_that_stands_back(name: &'static str) -> Option<rayon::ThreadPool> {
    let named = move |index| format!("{name} {index}");
    rayon::ThreadPoolBuilder::new().thread_name(named).start_handler(|_| lower_priority()).build().ok()
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cancels what runs, forgets what waits and lets the threads end.
    fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        waiting.tasks.clear();
        for running in &waiting.running {
            running.store(true, Ordering::Relaxed);
        }
        drop(waiting);
        self.more.notify_all();
    }

    fn serve(&self) {
        let mut waiting = self.lock();
        while !waiting.closed {
            let Some(task) = waiting.tasks.pop() else {
                waiting = self.more.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            if task.cancelled.load(Ordering::Relaxed) {
                continue;
            }
            waiting.running.push(Arc::clone(&task.cancelled));
            drop(waiting);
            (task.run)();
            waiting = self.lock();
            waiting.running.retain(|running| !Arc::ptr_eq(running, &task.cancelled));
        }
    }
}

fn without_answer() -> OperationError {
    OperationError::Usage("the query ended without an answer".to_owned())
}

fn broken(cause: &(dyn Any + Send)) -> OperationError {
    let text = cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    OperationError::Usage(format!(
        "a calculation broke off, a fault of the program: {}",
        text.unwrap_or("no reason given")
    ))
}

#[cfg(test)]
mod tests;
