//! The middle of the radiometry's workspace: curves, the chain's steps, what is thought to be otherwise, and the pixels.

use std::sync::Arc;

use egui::{CursorIcon, Frame, Margin, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::controls::{show_bands_and_stages, show_coefficient};
use super::curves::Curves;
use super::set_words;
use super::sets::SetOpening;
use super::steps_row::StepsRow;
use super::through_chain::show_thoughts;
use super::what_if_editor::show_editor;
use crate::parameter_sets::ParameterSet;
use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::show_switches;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;
use crate::workbench::viewer::{ActiveView, PlotKind};

/// Least heights of the curves and of what stands below them, points.
const LEAST: [f32; 2] = [170.0, 340.0];

/// Curves, steps, what-if and pixels.
#[derive(Default)]
pub(crate) struct CurvesAndChain {
    curves: Curves,
    steps: StepsRow,
    view: ActiveView,
}

impl Panel for CurvesAndChain {
    fn name(&self) -> &'static str {
        "Curves and chain"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(path) = desk.session.radiometry.shown.clone() else {
            EmptyState {
                title: "No parameter set is open",
                advice: "Open the folder of one, or drop it here. A nominal set is made by the command below.",
                command: Some(Command::OpenParameterSet),
                command_line: Some("viq models init venus --out SET"),
            }
            .show(ui, desk);
            return;
        };
        match desk.radiometry.sets.get(&path) {
            Some(SetOpening::Ready(set)) => {
                let set = Arc::clone(set);
                self.show_set(ui, desk, &set);
            }
            Some(SetOpening::Failed(reason)) => {
                let reason = reason.clone();
                EmptyState {
                    title: "The parameter set cannot be read",
                    advice: &reason,
                    command: Some(Command::OpenParameterSet),
                    command_line: Some(&format!("viq models validate {}", path.display())),
                }
                .show(ui, desk);
            }
            Some(SetOpening::Reading(_)) | None => {
                EmptyState::text("Reading the parameter set…", &set_words::name_of(&path)).show(ui, desk);
            }
        }
    }

    fn run(&mut self, command: Command, desk: &mut Desk, window: &egui::Context) -> bool {
        self.view.run(command, desk, window)
    }
}

impl CurvesAndChain {
    fn show_set(&mut self, ui: &mut Ui, desk: &mut Desk, set: &Arc<ParameterSet>) {
        let room = ui.available_rect_before_wrap();
        let share = desk.session.radiometry.curves_share;
        let share = if share.is_finite() { share } else { 0.5 };
        let most = (room.height() - LEAST[1]).max(LEAST[0]);
        let height = (room.height() * share).clamp(LEAST[0], most).round();
        let divider = Rect::from_min_size(pos2(room.left(), room.top() + height), vec2(room.width(), 5.0));
        let above = Rect::from_min_max(room.min, pos2(room.right(), divider.top()));
        let below = Rect::from_min_max(pos2(room.left(), divider.bottom()), room.max);
        let mut upper = ui.new_child(UiBuilder::new().max_rect(above).id_salt("curves"));
        upper.set_clip_rect(above.intersect(ui.clip_rect()));
        framed(&mut upper, desk, |ui, desk| {
            ui.horizontal_wrapped(|ui| {
                show_coefficient(ui, desk);
                show_switches(ui, desk, PlotKind::Coefficients, self.curves.view());
            });
            ui.horizontal_wrapped(|ui| show_bands_and_stages(ui, desk, set));
            self.curves.show(ui, desk, set);
        });
        let mut lower = ui.new_child(UiBuilder::new().max_rect(below).id_salt("chain"));
        lower.set_clip_rect(below.intersect(ui.clip_rect()));
        framed(&mut lower, desk, |ui, desk| {
            self.steps.show(ui, desk, set);
            show_editor(ui, desk, set, self.curves.columns_in_view());
            show_thoughts(desk, ui.ctx());
            self.view.show(ui, desk);
        });
        if let Some(cursor) = desk.cursor.filter(|_| desk.session.viewer.active_product().is_some()) {
            desk.radiometry.column = Some(cursor.column.round().max(0.0) as usize);
        }
        show_divider(ui, desk, divider, [height, room.height(), most]);
        ui.expand_to_include_rect(room);
    }
}

fn show_divider(ui: &Ui, desk: &mut Desk, divider: Rect, [height, whole, most]: [f32; 3]) {
    let held =
        ui.interact(divider, ui.scope_id().with("divider"), Sense::drag()).on_hover_cursor(CursorIcon::ResizeVertical);
    held.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Splitter, true, "Height of the curves"));
    let ink = if held.hovered() || held.dragged() { desk.tokens().accent } else { desk.tokens().line };
    ui.painter().rect_filled(divider.shrink2(vec2(0.0, 2.0)), 0.0, colour(ink));
    if held.dragged() {
        let moved = (height + held.drag_delta().y).clamp(LEAST[0], most);
        desk.session.radiometry.curves_share = moved / whole.max(1.0);
    }
}

fn framed(ui: &mut Ui, desk: &mut Desk, content: impl FnOnce(&mut Ui, &mut Desk)) {
    let frame = Frame::new().fill(colour(desk.tokens().panel)).inner_margin(Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        content(ui, desk);
    });
}
