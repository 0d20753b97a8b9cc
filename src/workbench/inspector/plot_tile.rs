//! A plot with its switches above it and its statements under it: the frame that all plots of the viewer share.

use std::sync::Arc;

use egui::{Button, RichText, Ui};

use crate::reports::figure::plot::PlotContent;
use crate::workbench::commands::{Command, command_face, command_item};
use crate::workbench::desk::Desk;
use crate::workbench::plots::{PlotAnswer, PlotDrag, PlotLook, PlotView, key_fits, show_key};
use crate::workbench::theme::colour;
use crate::workbench::viewer::PlotKind;

/// Room of the statements under a plot.
const STATEMENTS: f32 = 18.0;
const LEAST_HEIGHT: f32 = 60.0;

/// What is particular in a plot.
#[derive(Default)]
pub(super) struct TileLook {
    /// What a drag does.
    pub(super) drag: PlotDrag,
    /// The rectangle that is brushed.
    pub(super) brushed: Option<[[f64; 2]; 2]>,
}

/// Draws the plot in what is left of `ui`; the switches are drawn before by [`show_switches`].
pub(super) fn show_plot(
    ui: &mut Ui,
    desk: &mut Desk,
    kind: PlotKind,
    view: &mut PlotView,
    content: &Arc<PlotContent>,
    look: &TileLook,
) -> PlotAnswer {
    let tokens = desk.tokens();
    let is_typing = ui.ctx().text_edit_focused();
    let local = desk.inspection.has_local_axes || !is_typing && ui.input(|input| input.modifiers.shift);
    let statements = content.statements.join(" ");
    let room = if statements.is_empty() { 0.0 } else { STATEMENTS + 4.0 };
    if !key_fits(content, ui.available_height() - room) {
        show_key(ui, content, tokens);
    }
    let height = (ui.available_height() - room).max(LEAST_HEIGHT);
    let look = PlotLook { height, local, drag: look.drag, brushed: look.brushed };
    let answer = view.show(ui, content, &look, tokens);
    if !statements.is_empty() {
        let words = RichText::new(&statements).small().color(colour(tokens.quiet));
        let label = egui::Label::new(words).truncate();
        ui.add(label).on_hover_text(content.statements.join("\n"));
    }
    if answer.pointed.is_some() {
        desk.inspection.plots.activate(kind);
    }
    desk.inspection.plots.put(kind, content, view.ranges(content));
    answer
}

/// The switches that every plot has: local axes, whole range, copies and exports.
pub(crate) fn show_switches(ui: &mut Ui, desk: &mut Desk, kind: PlotKind, view: &mut PlotView) {
    ui.menu_button("Export", |ui| {
        desk.inspection.plots.activate(kind);
        for command in [Command::CopyPlot, Command::ExportPlotPng, Command::ExportPlotSvg, Command::ExportPlotCsv] {
            if command_item(ui, desk, command).clicked() {
                ui.close();
            }
        }
    })
    .response
    .on_hover_text(format!("Copy or write the {} plot", kind.name().to_lowercase()));
    let is_local = desk.inspection.has_local_axes;
    let local = Button::new("Local axes").selected(is_local);
    command_face(ui, desk, Command::LocalAxes, local);
    if view.is_zoomed() {
        let whole = ui.button("Whole range").on_hover_text("Show all of the data again; a double click does the same");
        if whole.clicked() {
            view.reset();
        }
    }
}
