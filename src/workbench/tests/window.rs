//! A window without a display.

use std::path::Path;
use std::sync::Arc;

use egui_kittest::Harness;

use crate::operations::{Context, Surroundings};
use crate::supervision::Supervision;
use crate::units::UtcInstant;
use crate::workbench::app::App;
use crate::workbench::theme;
use crate::workspace::Environment;

/// What operations are run against in `folder`, at a fixed time.
pub(in crate::workbench) fn ground(folder: &Path) -> Arc<Context> {
    let time = UtcInstant::from_unix_milliseconds(1_549_269_277_000).unwrap();
    let context = Context::find(Surroundings {
        workspace: Some(folder.to_path_buf()),
        catalog: None,
        environment: Environment::default(),
        clock: Arc::new(move || time),
        supervision: Supervision::unattended(),
    });
    Arc::new(context.unwrap())
}

/// The window of the workspace `folder`, 1400 × 900 points.
pub(in crate::workbench) fn window(folder: &Path) -> Harness<'static, App> {
    Harness::builder()
        .with_size([1400.0, 900.0])
        .with_context_setup(theme::install)
        .build_ui_state(|ui, app: &mut App| app.show(ui), App::new(ground(folder)))
}
