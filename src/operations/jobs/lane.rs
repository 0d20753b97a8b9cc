//! The threads that jobs run on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use super::outcome::JobOutcome;
use super::queue::{Shared, Work};
use super::runner::Runner;
use crate::operations::OperationError;

/// How a run ended.
pub(super) enum Ending {
    /// The operation ended by itself.
    Ended(Result<JobOutcome, OperationError>),
    /// The operation panicked, and this is what it said.
    Panicked(String),
}

/// Starts a lane: a thread that takes jobs one after the other, and a pool of `threads` that they calculate on.
///
/// # Errors
/// The system's, when it gives no thread.
pub(super) fn start(number: usize, threads: usize, shared: Arc<Shared>, runner: Arc<Runner>) -> std::io::Result<()> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(move |index| format!("job {number}.{index}"))
        .start_handler(|_| lower_priority())
        .build()
        .map_err(std::io::Error::other)?;
    thread::Builder::new().name(format!("jobs {number}")).spawn(move || {
        lower_priority();
        while let Some(work) = shared.next_work() {
            let ending = run(&work, &pool, runner.as_ref());
            shared.conclude(work.run, ending);
        }
        drop(pool);
        shared.lane_ended();
    })?;
    Ok(())
}

fn run(work: &Work, pool: &rayon::ThreadPool, runner: &Runner) -> Ending {
    let log = |kind, message: &str| work.watch.write(kind, message);
    // Nothing of a run that panicked is looked at again: its files are atomic, its catalog is closed.
    let calculation = AssertUnwindSafe(|| pool.install(|| runner(&work.request, &work.supervision, &log)));
    match catch_unwind(calculation) {
        Ok(result) => Ending::Ended(result),
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
            Ending::Panicked(text.unwrap_or_else(|| "it gave no reason".to_owned()))
        }
    }
}

/// Lets the window's thread go before the calling one. Where the system does not allow it, the priority stays the ordinary one.
pub fn lower_priority() {
    #[cfg(target_os = "linux")]
    {
        // on Linux the calling thread alone
        rustix::process::setpriority_process(None, 10).unwrap_or_default();
    }
}
