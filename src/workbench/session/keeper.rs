//! Keeps the session: a second after a change, at the latest five seconds after the first one, and at the close.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::state::Session;
use super::text;
use crate::workbench::waking::Waking;
use crate::workspace::SessionFile;

/// Quiet time after a change, seconds.
const QUIET: f64 = 1.0;
/// Longest time from a change to its save, seconds.
const LONGEST: f64 = 5.0;

/// Keeps the session in its file, on a thread of its own.
pub(in crate::workbench) struct SessionKeeper {
    file: SessionFile,
    seen: Session,
    change: Option<Change>,
    texts: Option<Sender<String>>,
    failures: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

/// Times of a change that is not kept yet, in seconds of the window's clock.
#[derive(Clone, Copy)]
struct Change {
    first: f64,
    last: f64,
}

impl SessionKeeper {
    /// Keeps what becomes of `session`.
    pub(in crate::workbench) fn new(file: SessionFile, session: Session, waking: Waking) -> Self {
        let (texts, to_write) = channel::<String>();
        let (failed, failures) = channel();
        let target = file.clone();
        let write = move || {
            while let Ok(text) = to_write.recv() {
                // Of several that wait the last one holds all.
                let text = to_write.try_iter().last().unwrap_or(text);
                if let Err(error) = target.save(&text) {
                    // Without a window there is nobody to tell.
                    let _gone = failed.send(error.to_string());
                    waking.wake();
                }
            }
        };
        let thread = std::thread::Builder::new().name("viq session".to_owned()).spawn(write).ok();
        Self { file, seen: session, change: None, texts: Some(texts), failures, thread }
    }

    /// Looks at the session at the end of a frame at `now`; how long until it must look again. Failures since the last time go to `failed`.
    pub(in crate::workbench) fn observe(
        &mut self,
        session: &Session,
        now: f64,
        failed: &mut dyn FnMut(String),
    ) -> Option<Duration> {
        self.failures.try_iter().for_each(&mut *failed);
        if *session != self.seen {
            self.seen = session.clone();
            let first = self.change.map_or(now, |change| change.first);
            self.change = Some(Change { first, last: now });
        }
        let change = self.change?;
        let due = (change.last + QUIET).min(change.first + LONGEST);
        if now < due {
            return Some(Duration::from_secs_f64((due - now).clamp(0.0, QUIET)));
        }
        self.change = None;
        self.write(failed);
        None
    }

    /// Keeps what is not kept yet, and waits until it is.
    pub(in crate::workbench) fn close(&mut self, session: &Session, failed: &mut dyn FnMut(String)) {
        let changed = self.change.take().is_some() || *session != self.seen;
        self.seen = session.clone();
        if changed {
            self.write(failed);
        }
        self.texts = None;
        if let Some(thread) = self.thread.take() {
            // A thread that broke has nothing left to write.
            let _broken = thread.join();
        }
        self.failures.try_iter().for_each(&mut *failed);
    }

    fn write(&self, failed: &mut dyn FnMut(String)) {
        let text = match text::written(&self.seen) {
            Ok(text) => text,
            Err(error) => return failed(format!("The session could not be put into words: {error}")),
        };
        match &self.texts {
            Some(texts) if self.thread.is_some() => {
                if texts.send(text).is_err() {
                    failed("The session is no longer kept: its thread has ended".to_owned());
                }
            }
            // A machine that gave no thread waits for its disk.
            _ => {
                if let Err(error) = self.file.save(&text) {
                    failed(error.to_string());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::session::{Tab, restore};
    use crate::workspace::Workspace;

    fn keeper(folder: &std::path::Path) -> (SessionKeeper, SessionFile) {
        let file = SessionFile::of(&Workspace::open(folder).unwrap());
        (SessionKeeper::new(file.clone(), Session::default(), Waking::default()), file)
    }

    #[expect(clippy::needless_pass_by_value, reason = "the keeper gives its failures away")]
    fn nothing_fails(failure: String) {
        panic!("{failure}");
    }

    #[test]
    fn nothing_is_written_where_nothing_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (mut keeper, file) = keeper(folder.path());
        for frame in 0..100 {
            assert_eq!(keeper.observe(&Session::default(), f64::from(frame), &mut nothing_fails), None);
        }
        keeper.close(&Session::default(), &mut nothing_fails);
        assert!(!file.path().exists());
    }

    #[test]
    fn a_change_is_kept_a_second_after_the_last_one() {
        let folder = tempfile::tempdir().unwrap();
        let (mut keeper, file) = keeper(folder.path());
        let mut session = Session { tab: Tab::Jobs, ..Session::default() };
        assert_eq!(keeper.observe(&session, 10.0, &mut nothing_fails), Some(Duration::from_secs(1)));
        session.tab = Tab::Catalog;
        assert_eq!(keeper.observe(&session, 10.5, &mut nothing_fails), Some(Duration::from_secs(1)));
        assert!(keeper.observe(&session, 11.25, &mut nothing_fails).is_some());
        assert_eq!(keeper.observe(&session, 11.5, &mut nothing_fails), None);
        keeper.close(&session, &mut nothing_fails);
        assert_eq!(restore(&file).session, session);
    }

    #[test]
    fn changes_without_a_pause_are_kept_within_five_seconds() {
        let folder = tempfile::tempdir().unwrap();
        let (mut keeper, _file) = keeper(folder.path());
        let mut session = Session::default();
        let mut kept_at = None;
        for tenth in 0..100 {
            session.appearance.scale_percent = 101 + tenth;
            if keeper.observe(&session, f64::from(tenth) / 10.0, &mut nothing_fails).is_none() {
                kept_at = kept_at.or(Some(tenth));
            }
        }
        assert_eq!(kept_at, Some(50));
    }

    #[test]
    fn a_session_that_cannot_be_kept_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let (mut keeper, file) = keeper(&folder.path().join("workspace"));
        std::fs::write(folder.path().join("workspace"), "a file").unwrap();
        let mut failures = Vec::new();
        keeper.close(&Session { tab: Tab::Jobs, ..Session::default() }, &mut |failure| failures.push(failure));
        assert!(failures.len() == 1 && failures[0].contains("workspace"), "{failures:?} {file:?}");
    }
}
