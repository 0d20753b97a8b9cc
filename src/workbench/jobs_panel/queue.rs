//! The queue of operations.

/// Operations that run or wait, and those that ended.
#[derive(Default)]
pub(crate) struct JobQueue {}

impl JobQueue {
    /// Takes in what the job threads reported since the last frame.
    pub(crate) fn poll(&mut self) {}

    /// How many run or wait.
    pub(crate) fn n_unfinished(&self) -> usize {
        0
    }

    /// One line on what runs, for the status line.
    pub(crate) fn summary(&self) -> Option<String> {
        None
    }
}
