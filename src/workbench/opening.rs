//! The window from its opening to its close.

use std::path::PathBuf;
use std::sync::Arc;

use super::app::App;
use super::theme;
use crate::operations::{Context, OperationError};

/// Least size of the window, points.
const LEAST: [f32; 2] = [720.0, 480.0];
/// Size of the window when it first opens, points.
const USUAL: [f32; 2] = [1400.0, 900.0];

/// Opens the window with `products` beside those of the session, and stays until it is closed.
///
/// # Errors
/// [`OperationError::Usage`] where there is no display, or none that can draw.
pub fn open(ground: Context, products: Vec<PathBuf>) -> Result<(), OperationError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("VIQ")
            .with_app_id("viq")
            .with_inner_size(USUAL)
            .with_min_inner_size(LEAST),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let begin = move |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        theme::install(&creation.egui_ctx);
        let mut app = App::new(Arc::new(ground));
        app.open_products(products);
        Ok(Box::new(app))
    };
    eframe::run_native("viq", options, Box::new(begin)).map_err(|error| {
        OperationError::Usage(format!(
            "the window needs a display that can draw (X11 or Wayland, OpenGL), found: {error}. \
             Every command of `viq --help` works without one"
        ))
    })
}
