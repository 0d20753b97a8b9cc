use std::process::Command;
use std::time::SystemTime;

use super::*;

/// Names the folder and the moment at which a test program ends itself while it saves.
const VICTIM: &str = "VIQ_SESSION_VICTIM";

fn session(folder: &Path) -> SessionFile {
    SessionFile::of(&Workspace::open(folder).unwrap())
}

#[test]
fn what_was_kept_is_loaded_and_no_temporary_file_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = session(&folder.path().join("new"));
    assert_eq!(file.load().unwrap(), None);
    for text in ["first", "second and longer", ""] {
        file.save(text).unwrap();
        assert_eq!(file.load().unwrap().as_deref(), Some(text));
    }
    assert_eq!(std::fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
}

#[test]
fn a_program_killed_at_any_moment_of_saving_leaves_a_whole_session() {
    for moment in [Moment::Begun, Moment::HalfWritten, Moment::Written, Moment::Flushed, Moment::Renamed] {
        let folder = tempfile::tempdir().unwrap();
        let file = session(folder.path());
        file.save("the last good one").unwrap();
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "workspace::session_file::tests::victim", "--nocapture", "--test-threads=1"]);
        program.env(VICTIM, format!("{moment:?}={}", folder.path().display()));
        let output = program.output().unwrap();
        assert!(!output.status.success(), "the program was to be killed at {moment:?}");
        let found = file.load().unwrap().unwrap();
        let expected = if moment == Moment::Renamed { "the new one" } else { "the last good one" };
        assert_eq!(found, expected, "killed at {moment:?}");
        file.save("after the kill").unwrap();
        assert_eq!(file.load().unwrap().as_deref(), Some("after the kill"));
    }
}

/// Run by the test above in a program of its own, where it kills itself; otherwise it does nothing.
#[test]
fn victim() {
    let Ok(order) = std::env::var(VICTIM) else { return };
    let (fatal, folder) = order.split_once('=').unwrap();
    let saved = session(Path::new(folder)).save_watched("the new one", &mut |moment| {
        if format!("{moment:?}") == fatal {
            std::process::abort();
        }
    });
    panic!("survived its own kill: {saved:?}");
}

#[test]
fn a_session_set_aside_is_kept_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = session(folder.path());
    for number in 1..=SET_ASIDE + 2 {
        file.save(&format!("damaged {number}")).unwrap();
        let aside = file.set_aside().unwrap();
        assert_eq!(std::fs::read_to_string(aside).unwrap(), format!("damaged {number}"));
        assert_eq!(file.load().unwrap(), None);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), SET_ASIDE);
    assert!(file.set_aside().is_err());
}

#[test]
fn what_a_killed_program_left_goes_after_an_hour_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let [old, young, other] = [".session.json.aaa.part", ".session.json.bbb.part", "notes.part"].map(|name| {
        let path = folder.path().join(name);
        std::fs::write(&path, "x").unwrap();
        path
    });
    for path in [&old, &other] {
        let two_hours_ago = SystemTime::now() - 2 * LEFT_OVER;
        File::options().write(true).open(path).unwrap().set_modified(two_hours_ago).unwrap();
    }
    session(folder.path()).save("text").unwrap();
    assert!(!old.exists() && young.exists() && other.exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = session(&folder.path().join("workspace"));
    std::fs::write(folder.path().join("workspace"), "a file").unwrap();
    let error = file.save("text").unwrap_err().to_string();
    assert!(error.contains("workspace"), "{error}");
}
