//! Warnings raised while products are verified: whoever watches hears them at once, and the report names them.

use std::sync::{Arc, Mutex, PoisonError};

use crate::supervision::{Observer, Progress, Supervision, Warning};

/// Passes everything on and remembers the warnings.
struct Remembering {
    observer: Arc<dyn Observer>,
    messages: Mutex<Vec<String>>,
}

impl Observer for Remembering {
    fn progress(&self, progress: &Progress) {
        self.observer.progress(progress);
    }

    fn warning(&self, warning: &Warning) {
        self.observer.warning(warning);
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).push(warning.message.clone());
    }
}

/// Supervision of a piece of work, and the warnings that it raised.
pub(super) struct WarningLog {
    supervision: Supervision,
    remembering: Arc<Remembering>,
}

impl WarningLog {
    /// An empty log; what is supervised by it is supervised by `supervision` too.
    pub(super) fn over(supervision: &Supervision) -> Self {
        let remembering = Arc::new(Remembering { observer: supervision.observer(), messages: Mutex::default() });
        let observer: Arc<dyn Observer> = Arc::<Remembering>::clone(&remembering);
        let supervision = Supervision::new(observer, supervision.cancellation(), supervision.memory_budget_bytes());
        Self { supervision, remembering }
    }

    /// Supervision of the work that the log belongs to.
    pub(super) const fn supervision(&self) -> &Supervision {
        &self.supervision
    }

    /// Each message once, in the order of their texts: threads raise them in any order, and a report is the same every time.
    pub(super) fn messages(&self) -> Vec<String> {
        let mut messages = self.remembering.messages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        messages.sort();
        messages.dedup();
        messages
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[derive(Default)]
    struct Watching {
        heard: Mutex<Vec<String>>,
    }

    impl Observer for Watching {
        fn progress(&self, progress: &Progress) {
            self.heard.lock().unwrap().push(progress.stage.clone());
        }

        fn warning(&self, warning: &Warning) {
            self.heard.lock().unwrap().push(warning.message.clone());
        }
    }

    #[test]
    fn whoever_watches_hears_everything_and_may_cancel_and_the_warnings_are_remembered() {
        let watching = Arc::new(Watching::default());
        let observer: Arc<dyn Observer> = Arc::<Watching>::clone(&watching);
        let above = Supervision::new(observer, Arc::new(AtomicBool::new(false)), 7);
        let log = WarningLog::over(&above);
        let stage = log.supervision().stage("reading", 2, "blocks");
        for message in ["the mask is not used", "a grid is missing", "the mask is not used"] {
            log.supervision().warn(message);
        }
        assert_eq!(log.messages(), ["a grid is missing", "the mask is not used"]);
        let heard = watching.heard.lock().unwrap().clone();
        assert_eq!(heard, ["reading", "the mask is not used", "a grid is missing", "the mask is not used"]);
        assert_eq!(log.supervision().memory_budget_bytes(), 7);
        above.cancellation().store(true, Ordering::Relaxed);
        assert!(stage.advance(1).is_err());
    }
}
