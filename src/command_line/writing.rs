//! Results on standard output, messages on standard error.

use std::io::Write as _;

use serde::Serialize;

use crate::operations::OperationError;

/// A line of the result.
///
/// # Errors
/// [`OperationError::Io`] when standard output cannot take it, a full disk behind a redirection for example.
pub(super) fn result_line(line: &str) -> Result<(), OperationError> {
    let mut output = std::io::stdout().lock();
    match writeln!(output, "{line}") {
        // Whoever read the output has seen enough (`| head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(source) => Err(OperationError::Io { path: "standard output".into(), doing: "written", source }),
        Ok(()) => Ok(()),
    }
}

/// The result as JSON.
///
/// # Errors
/// As [`result_line`].
pub(super) fn result_json(value: &impl Serialize) -> Result<(), OperationError> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| OperationError::Usage(format!("the result cannot be written as JSON: {error}")))?;
    result_line(&text)
}

/// A message; one that standard error cannot take is lost with it.
pub(super) fn say(message: &str) {
    let _lost = writeln!(std::io::stderr(), "{message}");
}
