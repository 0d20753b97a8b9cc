//! Stopping a statement that runs when its user cancels: SQLite and PostgreSQL are both told so from another thread.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::supervision::Supervision;

/// Time between two looks at the cancellation; work stops within 200 ms of a cancel.
pub(super) const INTERVAL: Duration = Duration::from_millis(50);

/// An interruption under way is waited for so long: a server that has gone silent must not hold whoever leaves it.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(2);

/// While it lives, a cancel interrupts what runs.
pub(super) struct Interruption {
    end: Option<Sender<()>>,
    // closes when the thread has come to its end
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Interruption {
    /// Calls `interrupt` when the user cancels, and again until the value is dropped: the next statement must not run either.
    pub(super) fn on_cancel(supervision: &Supervision, interrupt: impl Fn() + Send + 'static) -> Self {
        let (end, asked_to_end) = channel();
        let (thread_lives, ended) = channel();
        let supervision = supervision.clone();
        let watch = move || {
            let _until_the_end: Sender<()> = thread_lives;
            while asked_to_end.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                if supervision.check().is_err() {
                    interrupt();
                }
            }
        };
        // without a thread the work still stops between two statements
        let thread = thread::Builder::new().name("catalog cancellation".to_owned()).spawn(watch).ok();
        Self { end: Some(end), ended, thread }
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        drop(self.end.take());
        let has_ended = self.ended.recv_timeout(PATIENCE_AT_THE_END) == Err(RecvTimeoutError::Disconnected);
        if let Some(thread) = self.thread.take().filter(|_| has_ended) {
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

    #[test]
    fn an_interruption_that_hangs_does_not_hold_its_owner() {
        let supervision = Supervision::unattended();
        supervision.cancellation().store(true, Ordering::Relaxed);
        let (release, released) = channel::<()>();
        let (entered, has_entered) = channel();
        let interruption = Interruption::on_cancel(&supervision, move || {
            entered.send(()).ok();
            // until the end of the test, as a server that never answers
            released.recv().ok();
        });
        has_entered.recv().unwrap();
        // an unbounded wait would never come back
        drop(interruption);
        drop(release);
    }
}
