//! Plots as files: asked where to, drawn and written in the background.

use std::path::{Path, PathBuf};

use super::shown_plots::ShownPlot;
use crate::operations::{OperationError, write_export};
use crate::reports::figure::plot::{draw_plot, plot_csv};
use crate::reports::figure::svg;
use crate::supervision::Supervision;
use crate::workbench::desk::Desk;
use crate::workbench::plots::scene_png;
use crate::workbench::queries::{Pending, Priority};

/// Width of an exported plot and height of its frame, points.
const SIZE: [f64; 2] = [812.0, 380.0];
/// Pixels a point of an exported picture.
const PIXELS_PER_POINT: f32 = 2.0;

/// What a plot is exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportForm {
    /// A picture of pixels.
    Png,
    /// A picture of lines and words.
    Svg,
    /// Its numbers.
    Csv,
}

impl ExportForm {
    const ALL: [Self; 3] = [Self::Png, Self::Svg, Self::Csv];

    const fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
        }
    }
}

/// Files under way, and the plots that wait for a place.
#[derive(Default)]
pub(crate) struct Exports {
    waiting: Vec<(ShownPlot, ExportForm)>,
    writing: Vec<(PathBuf, Pending<()>)>,
}

/// Asks where to write the plot that commands mean.
pub(crate) fn ask_for_export(desk: &mut Desk, form: ExportForm) {
    let Some((_, plot)) = desk.inspection.plots.active() else { return };
    let plot = plot.clone();
    let proposed = format!("{}.{}", plot.content.name, form.extension());
    desk.dialogs.ask_where_to_write(&purpose(form), &proposed, form.extension());
    let waiting = &mut desk.inspection.exports.waiting;
    waiting.retain(|(_, other)| *other != form);
    waiting.push((plot, form));
}

fn purpose(form: ExportForm) -> String {
    format!("plot as {}", form.extension())
}

/// Takes the places that were chosen and what was written.
pub(super) fn follow(desk: &mut Desk) {
    for form in ExportForm::ALL {
        let Some(path) = desk.dialogs.take_file(&purpose(form)) else { continue };
        let waiting = &mut desk.inspection.exports.waiting;
        let Some(index) = waiting.iter().position(|(_, other)| *other == form) else { continue };
        let (plot, _) = waiting.remove(index);
        let target = path.clone();
        let pending =
            desk.queries.ask(Priority::Soon, move |supervision| write_plot(&plot, form, &target, supervision));
        desk.inspection.exports.writing.push((path, pending));
    }
    let mut ended = Vec::new();
    desk.inspection.exports.writing.retain(|(path, pending)| match pending.poll() {
        None => true,
        Some(answer) => {
            ended.push((path.clone(), answer));
            false
        }
    });
    for (path, answer) in ended {
        match answer {
            Ok(()) => desk.inform(format!("Plot written: {}", path.display())),
            Err(error) => desk.fail(error.to_string()),
        }
    }
}

/// Writes a plot as it is shown.
///
/// # Errors
/// [`OperationError`] when it cannot be drawn or the file cannot be written.
pub(crate) fn write_plot(
    plot: &ShownPlot,
    form: ExportForm,
    path: &Path,
    supervision: &Supervision,
) -> Result<(), OperationError> {
    let scene = || draw_plot(&plot.content, plot.ranges, SIZE[0], SIZE[1]);
    let bytes = match form {
        ExportForm::Csv => plot_csv(&plot.content).into_bytes(),
        ExportForm::Svg => svg(&scene(), plot.content.name).into_bytes(),
        ExportForm::Png => scene_png(&scene(), PIXELS_PER_POINT)
            .map_err(|error| OperationError::Usage(format!("{}: {error}", path.display())))?,
    };
    supervision.check()?;
    write_export(path, &bytes)
}
