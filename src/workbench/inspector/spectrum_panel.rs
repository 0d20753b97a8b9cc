//! Spectra: at the cursor, of pins and of regions.

use std::sync::Arc;

use egui::Ui;

use super::inspection::KnownRegion;
use super::pins::pin_style;
use super::plot_tile::{TileLook, show_plot, show_switches};
use crate::reports::figure::plot::{PlotContent, held_range};
use crate::reports::tokens::CURSOR_SERIES;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::plots::{Curve, PlotView, spectrum_content};
use crate::workbench::shell::EmptyState;
use crate::workbench::viewer::PlotKind;

/// Spectra at the cursor, of pins and of regions.
#[derive(Default)]
pub(crate) struct SpectrumPanel {
    view: PlotView,
    curves: Vec<Curve>,
    content: Option<Arc<PlotContent>>,
    /// The upright axis as far as it was needed; it never shrinks by itself, so that it does not jump.
    held: Option<(String, [f64; 2])>,
}

impl Panel for SpectrumPanel {
    fn name(&self) -> &'static str {
        "Spectrum"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let curves = curves(desk);
        if curves.is_empty() {
            desk.inspection.plots.remove(PlotKind::Spectrum);
            EmptyState::text("No spectrum", "Point at a pixel, set a pin or draw a region.").show(ui, desk);
            return;
        }
        let content = self.content(curves);
        ui.horizontal(|ui| {
            show_switches(ui, desk, PlotKind::Spectrum, &mut self.view);
        });
        show_plot(ui, desk, PlotKind::Spectrum, &mut self.view, &content, &TileLook::default());
    }
}

impl SpectrumPanel {
    /// The description, made anew when a curve has changed.
    fn content(&mut self, curves: Vec<Curve>) -> Arc<PlotContent> {
        if let Some(content) = self.content.as_ref().filter(|_| self.curves == curves) {
            return Arc::clone(content);
        }
        let mut content = spectrum_content(&curves, None);
        let before = self.held.take().filter(|(unit, _)| *unit == content.y.name).map(|(_, range)| range);
        let range = held_range(before, content.ranges(true).y);
        self.held = Some((content.y.name.clone(), range));
        content.y.range = Some(range);
        self.curves = curves;
        let content = Arc::new(content);
        self.content = Some(Arc::clone(&content));
        content
    }
}

fn curves(desk: &mut Desk) -> Vec<Curve> {
    let mut curves = Vec::new();
    if let Some(pixel) = desk.inspection.pixel().read() {
        let name = if desk.inspection.is_frozen() { "frozen" } else { "cursor" };
        curves.push(Curve::of_pixel(name, CURSOR_SERIES, pixel));
    }
    let pins: Vec<(u32, String)> =
        desk.session.viewer.edits.marks.pins.iter().map(|pin| (pin.id, pin.name.clone())).collect();
    for (id, name) in pins {
        if let Some(pixel) = desk.inspection.pin(id).read() {
            let name = free_name(&curves, name, id);
            curves.push(Curve::of_pixel(name, pin_style(id), pixel));
        }
    }
    let regions: Vec<(u32, String)> =
        desk.session.viewer.edits.marks.regions.iter().map(|region| (region.id, region.name.clone())).collect();
    for (id, name) in regions {
        // The curve of a region that is moved follows it a moment later; it never vanishes meanwhile.
        if let KnownRegion::Measured(reading) | KnownRegion::Remeasuring(reading) = desk.inspection.region(id) {
            let name = free_name(&curves, name, id);
            curves.push(Curve::of_region(name, pin_style(id), &reading));
        }
    }
    curves
}

/// A name that no other curve has.
fn free_name(curves: &[Curve], name: String, id: u32) -> String {
    if curves.iter().any(|curve| curve.name == name) { format!("{name} (no. {id})") } else { name }
}
