//! Data that lies beside the repository, for tests of this module.

/// The text of a shared file; none, with a line that says so, where it is absent.
pub(crate) fn shared_text(relative: &str) -> Option<String> {
    let root = std::env::var("VIQ_SHARED_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let text = std::fs::read_to_string(format!("{root}/{relative}"));
    if text.is_err() {
        eprintln!("skipped: no {root}/{relative}");
    }
    text.ok()
}
