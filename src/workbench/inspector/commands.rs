//! What the commands of the inspector do.

use std::sync::Arc;

use super::inspection::{Known, KnownRegion, product_of};
use super::numbers_csv::pixels_csv;
use super::region_table::regions_csv;
use super::regions_panel::region_of;
use crate::operations::viewing::{Effort, InspectRequest, PixelReading, Question};
use crate::reports::figure::plot::plot_csv;
use crate::workbench::desk::Desk;
use crate::workbench::viewer::{PlotKind, profile_product};

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

/// Whether a region was drawn.
pub(crate) fn has_region(desk: &Desk) -> Result<(), &'static str> {
    if desk.session.viewer.edits.marks.regions.is_empty() { Err("no region was drawn") } else { Ok(()) }
}

/// Copies the statistics of all regions that are measured.
pub(crate) fn copy_region_statistics(desk: &mut Desk, window: &egui::Context) {
    let regions: Vec<(u32, String)> =
        desk.session.viewer.edits.marks.regions.iter().map(|region| (region.id, region.name.clone())).collect();
    let mut measured = Vec::new();
    let mut left_out = Vec::new();
    for (id, name) in regions {
        match desk.inspection.region(id) {
            KnownRegion::Measured(reading) => measured.push((name, reading)),
            _ => left_out.push(name),
        }
    }
    let n = measured.len();
    window.copy_text(regions_csv(measured.iter().map(|(name, reading)| (name.clone(), reading.as_ref()))));
    let copied = format!("Statistics of {n} {} copied as CSV", if n == 1 { "region" } else { "regions" });
    if left_out.is_empty() {
        desk.inform(copied);
    } else {
        desk.warn(format!("{copied}; not measured, and left out: {}", left_out.join(", ")));
    }
}

/// The `viq` line that says what the plot pointed at last says, or what the inspector says.
pub(crate) fn as_command(desk: &Desk) -> Option<String> {
    let marks = &desk.session.viewer.edits.marks;
    let active = desk.inspection.plots.active().map(|(kind, _)| kind);
    let of_profile = || {
        let line = marks.profile.as_ref().filter(|_| active == Some(PlotKind::Profile))?;
        let product = profile_product(desk, line)?;
        Some((product, Question::Profile { from: line.from, to: line.to, width: line.width, channels: Vec::new() }))
    };
    let of_region = || {
        let region = marks.regions.iter().find(|region| marks.selected == Some(region.id))?;
        let product = product_of(&desk.session, &region.product)?;
        let question =
            Question::Region { region: region_of(&region.shape), channels: Vec::new(), effort: Effort::Exact };
        Some((product, question))
    };
    let of_pixel = || {
        let place = desk.inspection.place()?;
        let ground = desk.session.viewer.ground.clone();
        Some((place.product, Question::Pixel { line: place.line, column: place.column, ground }))
    };
    let (id, question) = of_profile().or_else(of_region).or_else(of_pixel)?;
    let product = desk.session.products.iter().find(|product| product.id == id)?;
    let request = InspectRequest { path: product.path.clone(), image: product.image.clone(), question };
    request.as_command().map(|line| line + " --json")
}

/// Copies it.
pub(crate) fn copy_inspection_command(desk: &mut Desk, window: &egui::Context) {
    if let Some(line) = as_command(desk) {
        window.copy_text(line.clone());
        desk.inform(format!("Copied: {line}"));
    }
}
