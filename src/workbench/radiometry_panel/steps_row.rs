//! The chain as a row of steps: what each uses, whether it is on, why it cannot be run.

use std::sync::Arc;

use egui::{RichText, Sense, Ui, UiBuilder, vec2};

use super::choice::{SameSet, focus};
use super::found::Found;
use crate::operations::radiometry::{ChainStep, FileReference, StepUse, steps_used};
use crate::parameter_sets::ParameterSet;
use crate::workbench::desk::Desk;
use crate::workbench::theme::{blend, colour};

/// Size of a step, points.
const STEP: [f32; 2] = [146.0, 44.0];
/// Narrower than this the steps show their names alone; their files stand under the pointer.
const NARROW: f32 = 560.0;
const NAME_ALONE: [f32; 2] = [104.0, 24.0];

/// The row of steps, and what they use as it was found last: it changes with the set and the band, not from frame to frame.
#[derive(Default)]
pub(super) struct StepsRow {
    used: Found<(SameSet, String, u8), Vec<StepUse>>,
}

impl StepsRow {
    /// Draws the row; a click switches a step.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk, set: &Arc<ParameterSet>) {
        let Some((band, tdi)) = focus(desk, set) else { return };
        let of = (SameSet(Arc::clone(set)), band.clone(), tdi);
        match self.used.of(of, || steps_used(set, &band, tdi).map_err(|error| error.to_string())) {
            Ok(steps) => show_steps(ui, desk, &band, tdi, steps),
            Err(reason) => {
                ui.label(RichText::new(reason).color(colour(desk.tokens().fail)));
            }
        }
    }
}

fn show_steps(ui: &mut Ui, desk: &mut Desk, band: &str, tdi: u8, steps: &[StepUse]) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Chain").strong());
        ui.label(RichText::new(format!("{band}, {tdi} TDI stages")).small().weak());
        let is_forced = !desk.session.viewer.edits.what_if.is_nothing();
        let mut is_through = desk.session.radiometry.through_chain || is_forced;
        let words = "Show raw products through the chain";
        let told =
            "The views show what the chain makes of counts with this set, instead of the counts; nothing is written";
        if ui.add_enabled(!is_forced, egui::Checkbox::new(&mut is_through, words)).on_hover_text(told).changed() {
            desk.session.radiometry.through_chain = is_through;
        }
    });
    let is_narrow = ui.available_width() < NARROW;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for used in steps {
            show_step(ui, desk, used, is_narrow);
        }
    });
}

fn show_step(ui: &mut Ui, desk: &mut Desk, used: &StepUse, is_narrow: bool) {
    let tokens = desk.tokens();
    let step = used.step;
    let what_if = &desk.session.viewer.edits.what_if;
    let is_available = used.found.is_ok() && step.not_live().is_none();
    let is_on = is_available && !what_if.steps_off.contains(&step);
    let [width, height] = if is_narrow { NAME_ALONE } else { STEP };
    let size = vec2(width, height);
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    let fill = if is_on { blend(tokens.accent, tokens.panel, 0.12) } else { colour(tokens.panel) };
    ui.painter().rect_filled(place, 3.0, fill);
    ui.painter().rect_stroke(place, 3.0, egui::Stroke::new(1.0, colour(tokens.line)), egui::StrokeKind::Inside);
    let mut inside = ui.new_child(
        UiBuilder::new()
            .id_salt(step.name())
            .max_rect(place.shrink2(vec2(if is_narrow { 3.0 } else { 6.0 }, 1.0)))
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    inside.set_clip_rect(place.intersect(ui.clip_rect()));
    inside.spacing_mut().item_spacing.y = 0.0;
    inside.spacing_mut().icon_spacing = 4.0;
    inside.spacing_mut().interact_size.y = 22.0;
    let told = told(used, is_on);
    let mut ticked = is_on;
    let tick = inside.add_enabled(is_available, egui::Checkbox::new(&mut ticked, step.name()));
    tick.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::CheckBox, is_available, ticked, format!("Step {}", step.name()))
    });
    let tick = tick.on_hover_text(&told).on_disabled_hover_text(&told);
    inside.ctx().accesskit_node_builder(tick.id, |node| node.set_value(second_line(used)));
    if !is_narrow {
        let words = RichText::new(second_line(used)).small().color(colour(tokens.quiet));
        inside.add(egui::Label::new(words).truncate()).on_hover_text(&told);
    }
    response.on_hover_text(&told);
    if tick.changed() {
        switch(desk, step, ticked);
    }
}

fn switch(desk: &mut Desk, step: ChainStep, is_on: bool) {
    let off = &mut desk.session.viewer.edits.what_if.steps_off;
    if is_on {
        off.remove(&step);
    } else {
        off.insert(step);
    }
    desk.edits.name(if is_on { "switch step on" } else { "switch step off" });
}

/// Under a step's name: the file that it uses, or why it cannot be run.
fn second_line(used: &StepUse) -> String {
    match (&used.found, used.step.not_live()) {
        (Err(why), _) => why.clone(),
        (Ok(_), Some(why)) => why.to_owned(),
        (Ok(_), None) => used.files.first().map(FileReference::words).unwrap_or_default(),
    }
}

/// Everything that is known of a step.
fn told(used: &StepUse, is_on: bool) -> String {
    let mut lines = vec![used.step.meaning().to_owned()];
    lines.push(match &used.found {
        Ok(found) => format!("{}: {found}", if is_on { "On" } else { "Off" }),
        Err(why) => format!("Cannot be run: {why}"),
    });
    lines.extend(used.step.not_live().map(str::to_owned));
    for file in &used.files {
        lines.push(match &file.identifier {
            Some(identifier) => format!("{}  {identifier}", file.words()),
            None => file.words(),
        });
    }
    lines.join("\n")
}
