//! `viq ingest`.

use crate::command_line::arguments::{EveryVerb, IngestArguments};
use crate::command_line::exit::Exit;
use crate::command_line::progress::Terminal;
use crate::command_line::writing::{result_json, result_line, say};
use crate::operations::{self, Context, IngestItem, IngestRequest, IngestStatus, OperationError};

pub(in crate::command_line) fn ingest(
    arguments: IngestArguments,
    common: &EveryVerb,
    context: &Context,
    terminal: &Terminal,
) -> Result<Exit, OperationError> {
    let request = IngestRequest::from(arguments);
    let mut written = Ok(());
    let report = operations::ingest(&request, context, &mut |item| {
        // A result that cannot be written down does not stop the recording.
        if !common.json && written.is_ok() {
            written = terminal.aside(|| write_item(item, common));
        }
    })?;
    written?;
    if common.json {
        result_json(&report)?;
    }
    Ok(if report.failed() == 0 { Exit::Done } else { Exit::BadInput })
}

fn write_item(item: &IngestItem, common: &EveryVerb) -> Result<(), OperationError> {
    let word = match &item.status {
        IngestStatus::Failed { reason } => {
            say(&format!("viq: not ingested: {reason}"));
            return Ok(());
        }
        IngestStatus::Added => "added",
        IngestStatus::AlreadyThere => "already there",
        IngestStatus::Updated => "updated",
    };
    if common.quiet {
        return Ok(());
    }
    let identifier = item.identifier.as_deref().unwrap_or_default();
    result_line(&format!("{word:<14}{identifier}  {}", item.path.display()))
}

impl From<IngestArguments> for IngestRequest {
    fn from(arguments: IngestArguments) -> Self {
        Self { paths: arguments.paths, image: arguments.image }
    }
}
