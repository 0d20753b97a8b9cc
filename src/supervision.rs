//! Contracts between a long calculation and whoever watches it: progress in work units, cancellation, warnings, memory budget.
//!
//! A calculation takes `&Supervision`, calls [`Supervision::check`] at least every 200 ms and never asks who is watching.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The work was cancelled by its user; nothing that it wrote remains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// How far a stage has come, in its own work units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in the words of the field.
    pub stage: String,
    /// Work units done.
    pub done: u64,
    /// Work units in all.
    pub total: u64,
    /// What one work unit is, in the plural ("windows", "blocks").
    pub unit: &'static str,
}

/// Something the user must know that does not stop the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What happened, on what, and what it means for the result.
    pub message: String,
}

/// Whoever watches a calculation. Called from any thread.
pub trait Observer: Send + Sync {
    /// A stage has advanced.
    fn progress(&self, progress: &Progress);
    /// A warning was raised.
    fn warning(&self, warning: &Warning);
}

struct Nobody;

impl Observer for Nobody {
    fn progress(&self, _progress: &Progress) {}
    fn warning(&self, _warning: &Warning) {}
}

/// What a calculation may ask of its surroundings; cheap to clone, shared by threads.
#[derive(Clone)]
pub struct Supervision {
    cancelled: Arc<AtomicBool>,
    observer: Arc<dyn Observer>,
    memory_budget_bytes: u64,
}

/// Memory that a calculation may hold when nobody said otherwise: 1 GiB.
pub const DEFAULT_MEMORY_BUDGET_BYTES: u64 = 1 << 30;

impl Supervision {
    /// Supervision by `observer`, cancelled when `cancelled` becomes true.
    pub fn new(observer: Arc<dyn Observer>, cancelled: Arc<AtomicBool>, memory_budget_bytes: u64) -> Self {
        Self { cancelled, observer, memory_budget_bytes }
    }

    /// Nobody watches and nobody cancels: for tests and short queries.
    pub fn unattended() -> Self {
        Self::new(Arc::new(Nobody), Arc::new(AtomicBool::new(false)), DEFAULT_MEMORY_BUDGET_BYTES)
    }

    /// Ends the calculation when its user has cancelled it.
    ///
    /// # Errors
    /// [`Cancelled`] once cancellation was asked for.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.cancelled.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Whoever watches, for an observer that stands between.
    pub fn observer(&self) -> Arc<dyn Observer> {
        Arc::clone(&self.observer)
    }

    /// The switch that cancels this work; it stays set.
    pub fn cancellation(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancelled)
    }

    /// Raises a warning.
    pub fn warn(&self, message: impl Into<String>) {
        self.observer.warning(&Warning { message: message.into() });
    }

    /// Bytes that the calculation may hold at once.
    pub fn memory_budget_bytes(&self) -> u64 {
        self.memory_budget_bytes
    }

    /// Begins a stage of `total` work units.
    pub fn stage(&self, name: impl Into<String>, total: u64, unit: &'static str) -> Stage {
        let stage = Stage { supervision: self.clone(), name: name.into(), total, unit, done: AtomicU64::new(0) };
        stage.report(0);
        stage
    }
}

/// A stage under way; shared by the threads that work on it.
pub struct Stage {
    supervision: Supervision,
    name: String,
    total: u64,
    unit: &'static str,
    done: AtomicU64,
}

impl Stage {
    /// Counts `units` more work units as done and ends the stage when the user has cancelled.
    ///
    /// # Errors
    /// [`Cancelled`] once cancellation was asked for.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        let done = self.done.fetch_add(units, Ordering::Relaxed) + units;
        self.supervision.check()?;
        self.report(done);
        Ok(())
    }

    fn report(&self, done: u64) {
        let progress = Progress { stage: self.name.clone(), done, total: self.total, unit: self.unit };
        self.supervision.observer.progress(&progress);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_stage_stops_and_stays_stopped() {
        let supervision = Supervision::unattended();
        let stage = supervision.stage("correlation", 3, "windows");
        assert_eq!(stage.advance(1), Ok(()));
        supervision.cancellation().store(true, Ordering::Relaxed);
        assert_eq!(stage.advance(1), Err(Cancelled));
        assert_eq!(supervision.check(), Err(Cancelled));
    }
}
