//! Progress bars and warnings on the terminal.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::writing::say;
use crate::supervision::{Observer, Progress, Warning};

/// Whoever sits at the terminal: sees a bar where standard error is a terminal, and every warning.
pub(super) struct Terminal {
    bar: Option<ProgressBar>,
    stage: Mutex<String>,
}

impl Terminal {
    /// Without a bar when `quiet` or when standard error is no terminal.
    pub(super) fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template("{msg:28} {bar:30} {pos}/{len} {prefix} {elapsed} (left {eta})");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { bar, stage: Mutex::new(String::new()) }
    }

    /// Does `print` while the bar is out of its way.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Observer for Terminal {
    fn progress(&self, progress: &Progress) {
        let (Some(bar), Ok(mut stage)) = (&self.bar, self.stage.lock()) else { return };
        if *stage != progress.stage {
            stage.clone_from(&progress.stage);
            bar.reset();
            bar.set_message(progress.stage.clone());
            bar.set_prefix(progress.unit);
        }
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    }

    fn warning(&self, warning: &Warning) {
        let line = format!("viq: warning: {}", warning.message);
        self.aside(|| say(&line));
    }
}
