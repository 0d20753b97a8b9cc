//! A view as a picture in a file, with its legend: drawn by the query that `viq view` asks, by the same contract.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::stretching::window_in_view;
use super::view_state::ViewId;
use super::viewing::Viewing;
use crate::operations::viewing::{Effort, ViewRequest, ViewStretch, ViewedProduct};
use crate::operations::write_export;
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Pending, Priority};

/// How the dialog for a view's file is known.
const PURPOSE: &str = "view as png";

/// Pictures that wait for a place, and those under way.
#[derive(Default)]
pub(crate) struct Exports {
    writing: Vec<(PathBuf, Pending<()>)>,
}

/// What draws the view as it is shown now; none before there is a picture. Numbers that a rule finds in this product are found anew by this
/// rule; others, such as pinned ones, are given as numbers: what `viq view` can ask for, so that both draw the same bytes.
pub(crate) fn request(desk: &Desk, viewing: &Viewing, id: ViewId) -> Option<(Arc<ViewedProduct>, ViewRequest)> {
    let product = desk.session.viewer.view(id)?.product?;
    let product = Arc::clone(desk.products.ready(product)?);
    let runtime = viewing.runtimes.get(&id)?;
    let contract = runtime.stretching.drawn_of(&product)?;
    let placement = runtime.placement.as_ref()?;
    let (width, height) = placement.view_in_device_pixels();
    let (stretch, effort) = match runtime.stretching.rule() {
        Some((rule, effort)) => (ViewStretch::Rule(rule.clone()), *effort),
        None => (ViewStretch::Pinned(contract.stretch.clone()), Effort::Exact),
    };
    let request = ViewRequest {
        path: product.path().to_path_buf(),
        image: product.image().map(Path::to_path_buf),
        composition: Some(contract.composition.clone()),
        stretch,
        effort,
        no_data: contract.no_data,
        region: window_in_view(placement),
        width: Some(width),
        height: Some(height),
        legend: true,
    };
    // Bounds that coincide cannot be typed; they can be drawn.
    let request = request.as_typed().unwrap_or(request);
    Some((product, request))
}

/// The command line that draws the active view as it is shown now.
pub(crate) fn as_command(desk: &Desk, viewing: &Viewing) -> Option<String> {
    let (product, request) = request(desk, viewing, desk.session.viewer.active())?;
    request.as_command(Path::new(&file_name(&product)))
}

fn file_name(product: &ViewedProduct) -> String {
    format!("{}.png", product.info().identifier)
}

/// Asks where to write the active view.
pub(crate) fn ask_for_place(desk: &mut Desk, viewing: &mut Viewing) {
    match request(desk, viewing, desk.session.viewer.active()) {
        None => desk.warn("Export view: there is no picture yet"),
        Some((product, request)) => {
            desk.dialogs.ask_where_to_write(PURPOSE, &file_name(&product), "png");
            // The picture as it was when it was asked for, whatever is shown when the place is known.
            viewing.export = Some((product, request));
        }
    }
}

/// Draws and writes a view in the background.
pub(crate) fn write(
    desk: &Desk,
    exports: &mut Exports,
    product: Arc<ViewedProduct>,
    request: ViewRequest,
    path: PathBuf,
) {
    let target = path.clone();
    let pending = desk.queries.ask(Priority::Soon, move |supervision| {
        let png = product.draw(&request, supervision)?.png()?;
        write_export(&target, &png)
    });
    exports.writing.push((path, pending));
}

/// Takes the place that was chosen, and what was written.
pub(crate) fn follow(desk: &mut Desk, exports: &mut Exports, viewing: &mut Viewing) {
    if let Some(path) = desk.dialogs.take_file(PURPOSE)
        && let Some((product, request)) = viewing.export.take()
    {
        write(desk, exports, product, request, path);
    }
    let mut ended = Vec::new();
    exports.writing.retain(|(path, pending)| match pending.poll() {
        None => true,
        Some(answer) => {
            ended.push((path.clone(), answer));
            false
        }
    });
    for (path, answer) in ended {
        match answer {
            Ok(()) => desk.inform(format!("Written: {}", path.display())),
            Err(error) => desk.fail(format!("Export view: {error}")),
        }
    }
}
