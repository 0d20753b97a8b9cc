//! `viq demo`.

use serde_json::json;

use crate::command_line::arguments::{DemoArguments, EveryVerb};
use crate::command_line::exit::Exit;
use crate::command_line::writing::{result_json, result_line};
use crate::operations::{self, Context, DemoRequest, OperationError};

pub(in crate::command_line) fn demo(
    arguments: DemoArguments,
    common: &EveryVerb,
    context: &Context,
) -> Result<Exit, OperationError> {
    let request = DemoRequest::from(arguments);
    let outcome = operations::demo(&request, context)?;
    if common.json {
        let path = |path: &std::path::Path| path.to_string_lossy().into_owned();
        result_json(&json!({ "header": path(&outcome.header), "truth": path(&outcome.truth), "synthetic": true }))?;
    } else {
        if !common.quiet {
            result_line("SYNTHETIC: made by a simulation, not an observation")?;
            result_line(&format!("its truth: {}", outcome.truth.display()))?;
        }
        // Alone on the last line: scripts take it from there.
        result_line(&outcome.header.display().to_string())?;
    }
    Ok(Exit::Done)
}

impl From<DemoArguments> for DemoRequest {
    fn from(arguments: DemoArguments) -> Self {
        Self { folder: arguments.folder, seed: arguments.seed, side: arguments.side }
    }
}
