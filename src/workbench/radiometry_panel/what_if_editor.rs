//! What is thought to be otherwise: coefficients of ranges of columns, by slider or by number. Nothing is committed.

use egui::{Align, Button, DragValue, Layout, RichText, ScrollArea, Slider, Ui, vec2};

use super::choice::focus;
use crate::operations::radiometry::CoefficientChange;
use crate::parameter_sets::ParameterSet;
use crate::workbench::commands::{Command, command_face};
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

/// Ends of the slider of a factor; a number may go beyond.
const FACTORS: std::ops::RangeInclusive<f64> = 0.8..=1.2;
/// Narrower than this a change has no room for words, points.
const NARROW: f32 = 480.0;
/// Height that the list of changes may have, points.
const MOST_HEIGHT: f32 = 88.0;

/// Draws the editor; `in_view` are the columns that the curves show, which a new change is of.
pub(super) fn show_editor(ui: &mut Ui, desk: &mut Desk, set: &ParameterSet, in_view: Option<[usize; 2]>) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.label(RichText::new("What if").strong()).on_hover_text(
            "A coefficient that is thought to be another shows in the pixels and in the explanation; the set stays as it is",
        );
        begin(ui, desk, set, in_view);
        if !desk.session.viewer.edits.what_if.is_nothing() || !desk.session.viewer.edits.what_if.changes.is_empty() {
            command_face(ui, desk, Command::ResetWhatIf, Button::new("Reset"));
            let words = desk.session.viewer.edits.what_if.words();
            ui.label(RichText::new(words).small().color(colour(desk.tokens().mark)));
        }
    });
    let n = desk.session.viewer.edits.what_if.changes.len();
    if n == 0 {
        return;
    }
    ScrollArea::vertical().id_salt("what if").max_height(MOST_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
        let mut removed = None;
        for place in 0..n {
            if show_change(ui, desk, set, place) {
                removed = Some(place);
            }
        }
        if let Some(place) = removed {
            desk.session.viewer.edits.what_if.changes.remove(place);
            desk.edits.name("remove what-if");
        }
    });
}

/// The button that begins a change of the coefficient that the curves show, of the first band that they show.
fn begin(ui: &mut Ui, desk: &mut Desk, set: &ParameterSet, in_view: Option<[usize; 2]>) {
    let Some((band, _)) = focus(desk, set) else { return };
    let coefficient = desk.session.radiometry.coefficient;
    let button = ui.button(format!("Change {} of {band}", coefficient.name()));
    if button.on_hover_text("Of the columns that the curves show; zoom in to change fewer").clicked() {
        let [first, last] = in_view.unwrap_or([0, 0]);
        let change = CoefficientChange { band, coefficient, first, last, factor: 1.0, offset: 0.0 };
        desk.session.viewer.edits.what_if.changes.push(change);
        desk.edits.name("begin what-if");
    }
}

/// One change; true when it is to go.
fn show_change(ui: &mut Ui, desk: &mut Desk, set: &ParameterSet, place: usize) -> bool {
    let Some(change) = desk.session.viewer.edits.what_if.changes.get_mut(place) else { return false };
    let before = change.clone();
    let last_column = columns_of(set, &change.band).saturating_sub(1);
    let name = format!("{} {}", change.band, change.coefficient.name());
    let mut is_removed = false;
    ui.push_id(("change", place), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 2.0);
            let close = ui.small_button("✕").accessible_name(format!("Remove what-if {}", place + 1));
            is_removed = close.on_hover_text("As the set says again").clicked();
            ui.label(RichText::new(&name).monospace());
            let is_narrow = ui.available_width() < NARROW;
            if change.coefficient.is_by_column() {
                if !is_narrow {
                    ui.label(RichText::new("columns").small().weak());
                }
                let (first, last) = (change.first, change.last);
                let field = |value| DragValue::new(value).speed(1.0);
                ui.add(field(&mut change.first).range(0..=last))
                    .accessible_name(format!("First column of what-if {}", place + 1));
                ui.label("–");
                ui.add(field(&mut change.last).range(first..=last_column.max(first)))
                    .accessible_name(format!("Last column of what-if {}", place + 1));
            }
            ui.spacing_mut().slider_width = if is_narrow { 60.0 } else { 160.0 };
            let slider = Slider::new(&mut change.factor, FACTORS)
                .clamping(egui::SliderClamping::Never)
                .prefix("× ")
                .fixed_decimals(4)
                .smart_aim(false);
            ui.add(slider).accessible_name(format!("Factor of what-if {}", place + 1));
            let unit = crate::reports::number::unit(change.coefficient.unit());
            let suffix = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            let step = step_of(change);
            let offset = DragValue::new(&mut change.offset).speed(step).prefix("+ ").suffix(suffix).max_decimals(5);
            ui.add(offset).accessible_name(format!("Offset of what-if {}", place + 1));
        });
    });
    if !change.factor.is_finite() || !change.offset.is_finite() {
        *change = before.clone();
    }
    if *change != before {
        desk.edits.name("what-if");
    }
    is_removed
}

/// How fast a drag changes the offset: counts in hundredths, pure numbers in ten-thousandths.
fn step_of(change: &CoefficientChange) -> f64 {
    if change.coefficient.unit() == "counts" { 0.05 } else { 0.0005 }
}

fn columns_of(set: &ParameterSet, band: &str) -> usize {
    let responses = set.band(band).map(|parameters| parameters.responses.values());
    responses.into_iter().flatten().map(|response| response.dark.counts.len()).max().unwrap_or(0)
}
