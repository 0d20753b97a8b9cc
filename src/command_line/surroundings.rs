//! What the process knows: flags, environment, clock.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::EveryVerb;
use super::progress::Terminal;
use crate::operations::{Context, OperationError, Surroundings};
use crate::supervision::{DEFAULT_MEMORY_BUDGET_BYTES, Supervision};
use crate::units::UtcInstant;
use crate::workspace::Environment;

/// The context of an operation; `own` is the workspace of a verb that brings its own.
pub(super) fn surroundings(
    common: &EveryVerb,
    own: Option<PathBuf>,
    terminal: &Arc<Terminal>,
    cancelled: &Arc<AtomicBool>,
) -> Result<Context, OperationError> {
    Context::find(Surroundings {
        workspace: common.workspace.clone().or(own),
        catalog: common.catalog.clone(),
        environment: Environment::of_process(),
        clock: clock()?,
        supervision: supervision(terminal, cancelled),
    })
}

/// Supervision by whoever sits at the terminal.
pub(super) fn supervision(terminal: &Arc<Terminal>, cancelled: &Arc<AtomicBool>) -> Supervision {
    let observer: Arc<Terminal> = Arc::clone(terminal);
    Supervision::new(observer, Arc::clone(cancelled), DEFAULT_MEMORY_BUDGET_BYTES)
}

/// The system's clock, refused at once when it stands outside of all calendars.
fn clock() -> Result<Arc<dyn Fn() -> UtcInstant + Send + Sync>, OperationError> {
    let started = now().ok_or_else(|| OperationError::Usage("the system's clock stands before 1970".to_owned()))?;
    Ok(Arc::new(move || now().unwrap_or(started)))
}

fn now() -> Option<UtcInstant> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    UtcInstant::from_unix_milliseconds(i64::try_from(since_1970.as_millis()).ok()?).ok()
}
