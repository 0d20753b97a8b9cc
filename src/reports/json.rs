//! The bundle as JSON, for other programs and for the page itself.

use super::bundle::VerificationReport;

/// A bundle that could not be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error("the report cannot be written as JSON: {0}")]
pub struct JsonError(#[from] serde_json::Error);

/// The bundle as indented JSON in a stable order, ended by a line feed. A number that is not finite is written `null`.
///
/// # Errors
/// [`JsonError`] when the bundle cannot be written.
pub fn report_json(report: &VerificationReport) -> Result<String, JsonError> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

/// The bundle as one line of JSON that holds no `<`, `>` or `&`: nothing in it can end the element of the page that carries it.
///
/// # Errors
/// [`JsonError`] when the bundle cannot be written.
pub(super) fn embedded_json(report: &VerificationReport) -> Result<String, JsonError> {
    // These characters occur in JSON only inside of strings, where their escapes mean the same.
    let text = serde_json::to_string(report)?;
    Ok(text
        .replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{7F}', "\\u007f")
        .replace('\u{FFFE}', "\\ufffe")
        .replace('\u{FFFF}', "\\uffff"))
}
