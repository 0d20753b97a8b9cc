//! The window from its opening to its close.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::app::App;
use super::theme;
use crate::operations::{Context, OpenRequest, OperationError};

/// Least size of the window, points.
const LEAST: [f32; 2] = [720.0, 480.0];

/// How often the window looks whether it was asked to end from outside.
const LISTENING: Duration = Duration::from_millis(150);

/// Opens the window with the products of `request` beside those of the session, and stays until it is closed or `ground` is cancelled.
///
/// # Errors
/// [`OperationError::Usage`] for an image that is given for anything but one header, and where there is no display, or none that can draw.
pub fn open(ground: Context, request: OpenRequest) -> Result<(), OperationError> {
    request.check()?;
    let ended = ground.supervision().cancellation();
    let mut app = App::new(Arc::new(ground));
    match request.image {
        Some(image) => app.open_paired(request.paths, &image),
        None => app.open_products(request.paths),
    }
    let size = app.window_size().unwrap_or_default();
    let [width, height] =
        [(size.width, LEAST[0]), (size.height, LEAST[1])].map(|(side, least)| f32::from(side).max(least));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("VIQ")
            .with_app_id("viq")
            .with_inner_size([width, height])
            .with_maximized(size.maximised)
            .with_min_inner_size(LEAST),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let waking = app.waking();
    let closed = Arc::new(AtomicBool::new(false));
    let (listening, is_closed) = (Arc::clone(&ended), Arc::clone(&closed));
    let listener = std::thread::Builder::new().name("viq interruption".to_owned()).spawn(move || {
        while !listening.load(Ordering::Relaxed) && !is_closed.load(Ordering::Relaxed) {
            std::thread::sleep(LISTENING);
        }
        waking.wake();
    });
    let begin: eframe::AppCreator<'_> = Box::new(move |creation| {
        theme::install(&creation.egui_ctx);
        Ok(Box::new(app))
    });
    let outcome = eframe::run_native("viq", options, begin);
    closed.store(true, Ordering::Relaxed);
    if let Ok(listener) = listener {
        // It only sleeps.
        let _broken = listener.join();
    }
    outcome.map_err(|error| {
        OperationError::Usage(format!(
            "the window needs a display that can draw (X11 or Wayland, OpenGL), found: {}. \
             Every other command of `viq --help` works without one",
            reason_in(&error.to_string())
        ))
    })
}

/// The reason alone: the toolkit puts the place in its own source before it.
fn reason_in(message: &str) -> &str {
    let after_source = message.rsplit_once(".rs:").and_then(|(_, rest)| rest.split_once(": "));
    after_source.map_or(message, |(_, reason)| reason).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::reason_in;

    #[test]
    fn of_a_message_of_the_toolkit_the_reason_stays() {
        let message = "winit EventLoopError: os error at src/linux/mod.rs:765: DISPLAY is not set.";
        assert_eq!(reason_in(message), "DISPLAY is not set");
        assert_eq!(reason_in("no OpenGL 2.1"), "no OpenGL 2.1");
    }
}
