//! Shows a report in the user's browser.

use std::path::Path;
use std::process::{Command, Stdio};

use super::error::OperationError;

/// Opens a report's page in the browser that the desktop knows. The page goes as one word to the desktop's own program, never through a
/// shell; nothing but an existing .html file is opened.
///
/// # Errors
/// [`OperationError::Usage`] for anything but an existing page; [`OperationError::Io`] when the desktop has no program for it.
pub fn open_page(page: &Path) -> Result<(), OperationError> {
    let refused =
        |found: &str| OperationError::Usage(format!("needed the page of a report, found {found}: {}", page.display()));
    if page.extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("html")) {
        return Err(refused("another kind of file"));
    }
    if !page.is_file() {
        return Err(refused("no file any more"));
    }
    let failed = |source| OperationError::Io { path: page.to_path_buf(), doing: "shown in a browser", source };
    // from the root: a name that begins with a dash would be taken for an option
    let page = std::path::absolute(page).map_err(failed)?;
    let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    let mut child =
        command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(failed)?;
    // somebody waits for it to end, or it would stay in the list of processes
    let wait = move || {
        child.wait().map(drop).unwrap_or_default();
    };
    std::thread::Builder::new().name("browser".to_owned()).spawn(wait).map(drop).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_an_existing_page_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("script.sh");
        std::fs::write(&script, "exit 1").unwrap();
        assert!(open_page(&script).unwrap_err().to_string().contains("another kind of file"));
        assert!(open_page(&folder.path().join("gone.html")).unwrap_err().to_string().contains("no file any more"));
        std::fs::create_dir(folder.path().join("folder.html")).unwrap();
        assert!(open_page(&folder.path().join("folder.html")).is_err());
    }
}
