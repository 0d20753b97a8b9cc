//! Frames until something has arrived from another thread.

use std::time::{Duration, Instant};

use egui_kittest::Harness;

use crate::workbench::app::App;

/// Nothing in a test takes longer, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// Draws frames until `is_met`.
pub(in crate::workbench) fn wait_for(
    window: &mut Harness<'static, App>,
    what: &str,
    is_met: impl Fn(&mut Harness<'static, App>) -> bool,
) {
    let begun = Instant::now();
    loop {
        window.step();
        if is_met(window) {
            window.step();
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}
