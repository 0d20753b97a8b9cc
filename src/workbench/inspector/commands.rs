//! What the commands of the inspector do.

use std::sync::Arc;

use super::inspection::Known;
use super::numbers_csv::pixels_csv;
use crate::operations::viewing::PixelReading;
use crate::reports::figure::plot::plot_csv;
use crate::workbench::desk::{Desk, in_a_shell};
use crate::workbench::viewer::PlotKind;

/// Whether a pixel is inspected.
pub(crate) fn has_pixel(desk: &Desk) -> Result<(), &'static str> {
    desk.inspection.place().map(|_| ()).ok_or("no pixel was pointed at")
}

/// Whether a plot shows something.
pub(crate) fn has_plot(desk: &Desk) -> Result<(), &'static str> {
    desk.inspection.plots.active().map(|_| ()).ok_or("no plot shows anything")
}

/// Whether the spectrum shows something.
pub(crate) fn has_spectrum(desk: &Desk) -> Result<(), &'static str> {
    desk.inspection.plots.get(PlotKind::Spectrum).map(|_| ()).ok_or("the spectrum shows nothing")
}

/// Freezes the inspector at its pixel, or lets it follow the pointer again.
pub(crate) fn freeze(desk: &mut Desk) {
    let is_frozen = desk.inspection.is_frozen();
    desk.inspection.set_frozen(!is_frozen);
}

/// Copies all numbers of the inspected pixel and of the pins.
pub(crate) fn copy_pixel_numbers(desk: &mut Desk, window: &egui::Context) {
    let mut pixels: Vec<(String, Arc<PixelReading>)> = Vec::new();
    if let Known::Read(pixel) = desk.inspection.pixel() {
        pixels.push(("cursor".to_owned(), pixel));
    }
    let pins: Vec<(u32, String)> =
        desk.session.viewer.edits.marks.pins.iter().map(|pin| (pin.id, pin.name.clone())).collect();
    for (id, name) in pins {
        if let Known::Read(pixel) = desk.inspection.pin(id) {
            pixels.push((name, pixel));
        }
    }
    let n = pixels.len();
    window.copy_text(pixels_csv(pixels.iter().map(|(name, pixel)| (name.clone(), pixel.as_ref()))));
    desk.inform(format!("Numbers of {n} {} copied as CSV", if n == 1 { "pixel" } else { "pixels" }));
}

/// Copies the spectra.
pub(crate) fn copy_spectrum(desk: &mut Desk, window: &egui::Context) {
    desk.inspection.plots.activate(PlotKind::Spectrum);
    copy_active_plot(desk, window);
}

/// Copies the plot that commands mean.
pub(crate) fn copy_active_plot(desk: &mut Desk, window: &egui::Context) {
    if let Some((kind, plot)) = desk.inspection.plots.active() {
        let table = plot_csv(&plot.content);
        let n = table.lines().count().saturating_sub(1);
        window.copy_text(table);
        desk.inform(format!("{} copied as CSV, {n} lines", kind.name()));
    }
}

/// The `viq` line that says what the inspector says.
pub(crate) fn as_command(desk: &Desk) -> Option<String> {
    let place = desk.inspection.place()?;
    let product = desk.session.products.iter().find(|product| product.id == place.product)?;
    let path = in_a_shell(&product.path.display().to_string());
    let image = product.image.as_ref().map(|image| format!(" --image {}", in_a_shell(&image.display().to_string())));
    let (line, column) = (place.line, place.column);
    Some(format!("viq inspect pixel {path}{} --line {line} --column {column} --json", image.unwrap_or_default()))
}

/// Copies it.
pub(crate) fn copy_inspection_command(desk: &mut Desk, window: &egui::Context) {
    if let Some(line) = as_command(desk) {
        window.copy_text(line.clone());
        desk.inform(format!("Copied: {line}"));
    }
}
