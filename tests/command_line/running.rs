//! The program in a surrounding of its own: a workspace and a home that are the test's, nothing of the tester's.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Nothing here takes so long; a program that does has hung.
const LIMIT: Duration = Duration::from_mins(4);

/// Just the variables that the program may read are taken away or set.
pub(crate) fn viq(workspace: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_viq"));
    for name in ["VIQ_CATALOG", "PGPASSWORD", "PGPASSFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    // No window opens in the middle of a tester's work.
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(name);
    }
    command.env("VIQ_WORKSPACE", workspace).env("HOME", workspace);
    command
}

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let ended =
            Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) };
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
        ended
    }

    /// The same, with this exit code.
    pub(crate) fn with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "standard output:\n{}\nstandard error:\n{}", self.out, self.err);
        self
    }

    /// The message holds all of this.
    pub(crate) fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.err.contains(word), "needed \"{word}\" in: {}", self.err);
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    pub(crate) fn last_line(&self) -> &str {
        self.out.lines().last().unwrap()
    }
}

/// Runs to the end.
pub(crate) fn run(command: Command) -> Ended {
    Ended::of(&assert_cmd::Command::from_std(command).timeout(LIMIT).output().unwrap())
}

/// Runs `viq` with these arguments in `workspace`.
pub(crate) fn run_in<'a>(workspace: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    let mut command = viq(workspace);
    command.args(arguments);
    run(command)
}

/// Waits until something is so.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < LIMIT, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Every file below a folder.
pub(crate) fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    found
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
