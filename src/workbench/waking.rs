//! How a thread that has something to show wakes the window, which is idle until then.

use std::sync::{Arc, OnceLock};

/// Wakes the window; cheap to clone, usable from any thread. Before there is a window it does nothing.
#[derive(Clone, Default)]
pub(crate) struct Waking {
    window: Arc<OnceLock<egui::Context>>,
}

impl Waking {
    /// From now on `window` is woken. Only the first one counts.
    pub(crate) fn connect(&self, window: &egui::Context) {
        self.window.get_or_init(|| window.clone());
    }

    /// Asks for a frame.
    pub(crate) fn wake(&self) {
        if let Some(window) = self.window.get() {
            window.request_repaint();
        }
    }
}
