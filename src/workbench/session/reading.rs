//! The session as it was left.

use super::state::Session;
use super::text;
use crate::workspace::SessionFile;

/// The session as it was left, and what must be said of it.
#[derive(Debug, Default)]
pub(in crate::workbench) struct Restored {
    /// The session; a new one where there was none, or none that could be read.
    pub(in crate::workbench) session: Session,
    /// What could not be restored.
    pub(in crate::workbench) warnings: Vec<String>,
}

/// Finds the session as it was left. One that is damaged is set aside, and the window opens with a new one.
pub(in crate::workbench) fn restore(file: &SessionFile) -> Restored {
    let text = match file.load() {
        Ok(None) => return Restored::default(),
        Ok(Some(text)) => text,
        Err(error) => return anew(file, &error.to_string()),
    };
    match text::read(&text) {
        Err(error) => anew(file, &error.to_string()),
        Ok((session, lost)) if lost.is_empty() => Restored { session, warnings: Vec::new() },
        Ok((session, lost)) => {
            let kept = kept_as(file);
            let warning =
                format!("Of the last session these parts could not be read and begin anew: {}{kept}", lost.join(", "));
            Restored { session, warnings: vec![warning] }
        }
    }
}

fn anew(file: &SessionFile, reason: &str) -> Restored {
    let warning = format!("The last session could not be restored, the window begins anew; {reason}{}", kept_as(file));
    Restored { session: Session::default(), warnings: vec![warning] }
}

/// Sets the file aside, for the next save would write over it.
fn kept_as(file: &SessionFile) -> String {
    match file.set_aside() {
        Ok(path) => format!(". What was there is kept: {}", path.display()),
        Err(error) => format!(". {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::session::Tab;
    use crate::workspace::Workspace;

    #[test]
    fn a_damaged_session_is_set_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = SessionFile::of(&Workspace::open(folder.path()).unwrap());
        assert!(restore(&file).warnings.is_empty());
        for damage in [&b"{\"format\": 1, \"tab\""[..], b"\xff\xfe\x00", br#"{"format": 7}"#] {
            std::fs::write(file.path(), damage).unwrap();
            let restored = restore(&file);
            assert_eq!(restored.session, Session::default());
            assert!(restored.warnings[0].contains("session.damaged-"), "{:?}", restored.warnings);
            assert!(!file.path().exists());
        }
        assert_eq!(std::fs::read(folder.path().join("session.damaged-2.json")).unwrap(), b"\xff\xfe\x00");
    }

    #[test]
    fn a_session_of_which_a_part_is_damaged_is_kept_whole_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = SessionFile::of(&Workspace::open(folder.path()).unwrap());
        let text = r#"{"format": 1, "tab": "jobs", "products": "many"}"#;
        file.save(text).unwrap();
        let restored = restore(&file);
        assert_eq!(restored.session.tab, Tab::Jobs);
        assert!(restored.warnings[0].contains("products"));
        assert_eq!(std::fs::read_to_string(folder.path().join("session.damaged-1.json")).unwrap(), text);
    }
}
