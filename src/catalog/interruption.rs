//! Stopping a statement that runs when its user cancels: SQLite and PostgreSQL are both told so from another thread.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::supervision::Supervision;

/// Time between two looks at the cancellation; work stops within 200 ms of a cancel.
const INTERVAL: Duration = Duration::from_millis(50);

/// While it lives, a cancel interrupts what runs.
pub(super) struct Interruption {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Interruption {
    /// Calls `interrupt` when the user cancels, and again until the value is dropped: the next statement must not run either.
    pub(super) fn on_cancel(supervision: &Supervision, interrupt: impl Fn() + Send + 'static) -> Self {
        let (end, ended) = channel();
        let supervision = supervision.clone();
        let watch = move || {
            while ended.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                if supervision.check().is_err() {
                    interrupt();
                }
            }
        };
        // without a thread the work still stops between two statements
        let thread = thread::Builder::new().name("catalog cancellation".to_owned()).spawn(watch).ok();
        Self { end: Some(end), thread }
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // it only panics where `interrupt` does, and none does
            drop(thread.join());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn nothing_is_interrupted_without_a_cancel_and_nothing_after_its_end() {
        let interrupted = Arc::new(AtomicUsize::new(0));
        let supervision = Supervision::unattended();
        let counted = Arc::clone(&interrupted);
        let interruption = Interruption::on_cancel(&supervision, move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        thread::sleep(3 * INTERVAL);
        assert_eq!(interrupted.load(Ordering::Relaxed), 0);
        supervision.cancellation().store(true, Ordering::Relaxed);
        while interrupted.load(Ordering::Relaxed) == 0 {
            thread::yield_now();
        }
        drop(interruption);
        let at_its_end = interrupted.load(Ordering::Relaxed);
        thread::sleep(3 * INTERVAL);
        assert_eq!(interrupted.load(Ordering::Relaxed), at_its_end);
    }
}
