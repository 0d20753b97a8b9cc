//! On the left: the parameter sets and the products of the session.

use std::path::Path;

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui, vec2};

use super::set_words;
use super::sets::SetOpening;
use crate::parameter_sets::ParameterSet;
use crate::reports::number::{self, Sign};
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::products::Opening;
use crate::workbench::theme::colour;

/// The parameter sets and the products of the session.
#[derive(Default)]
pub(crate) struct SetsAndProducts;

impl Panel for SetsAndProducts {
    fn name(&self) -> &'static str {
        "Sets and products"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.label(RichText::new("Parameter sets").strong());
            let sets = desk.session.radiometry.sets.clone();
            if sets.is_empty() {
                quiet(ui, "None is open. Open the folder of one, or drop it here.");
            }
            for path in &sets {
                show_set(ui, desk, path);
            }
            command_button(ui, desk, Command::OpenParameterSet);
            ui.add_space(12.0);
            ui.label(RichText::new("Products").strong());
            show_products(ui, desk);
            command_button(ui, desk, Command::OpenProduct);
        });
    }
}

fn quiet(ui: &mut Ui, words: &str) {
    ui.add(egui::Label::new(RichText::new(words).small().weak()).wrap());
}

/// A set: its name, its place in life, its validity, its path; or why it cannot be read.
fn show_set(ui: &mut Ui, desk: &mut Desk, path: &Path) {
    let ready = desk.radiometry.sets.ready(path).cloned();
    let name = set_words::open_name(desk, path);
    let is_shown = desk.session.radiometry.shown.as_deref() == Some(path);
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    let (mut is_chosen, mut is_closed) = (false, false);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let close = ui.small_button("✕").accessible_name(format!("Close set {name}"));
        is_closed = close.on_hover_text("Close this set; nothing of it is changed").clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let row = ui.add(Button::selectable(is_shown, &name).truncate());
            is_chosen =
                row.accessible_name(format!("Show set {name}")).on_hover_text(path.display().to_string()).clicked();
        });
    });
    match (desk.radiometry.sets.get(path), &ready) {
        (_, Some(set)) => facts(ui, desk, set),
        (Some(SetOpening::Failed(reason)), None) => {
            let words = RichText::new(format!("✕ refused: {reason}")).small().color(colour(desk.tokens().fail));
            ui.add(egui::Label::new(words).wrap());
        }
        _ => quiet(ui, "reading…"),
    }
    let place = RichText::new(path.display().to_string()).small().monospace().weak();
    ui.add(egui::Label::new(place).truncate());
    ui.add_space(6.0);
    if is_chosen {
        let session = &mut desk.session.radiometry;
        session.compared = session.compared.take().filter(|compared| compared != path);
        session.shown = Some(path.to_path_buf());
    }
    if is_closed {
        desk.close_set(path);
    }
}

fn facts(ui: &mut Ui, desk: &Desk, set: &ParameterSet) {
    let manifest = &set.manifest;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let state = format!("{} · {}", set_words::state(manifest.state), set_words::validity(manifest));
        ui.label(RichText::new(state).small());
        if manifest.provenance.synthetic {
            ui.label(RichText::new("synthetic").small().color(colour(desk.tokens().mark)))
                .on_hover_text("Nominal or simulated, not measured");
        }
    });
    let stages: Vec<String> =
        crate::operations::radiometry::stages_of(set, None).iter().map(|n| format!("{n:02}")).collect();
    quiet(
        ui,
        &format!(
            "{} bands, TDI {}, line time {} µs",
            set.bands.len(),
            stages.join(" "),
            number::significant(manifest.settings.line_time_us, 7, Sign::Negative)
        ),
    );
}

/// The products of the session; a click shows one.
fn show_products(ui: &mut Ui, desk: &mut Desk) {
    let products: Vec<_> = desk.session.products.iter().map(|open| (open.id, open.path.clone())).collect();
    if products.is_empty() {
        quiet(ui, "None is open. A raw product shows what the coefficients do to its pixels: viq simulate makes one.");
    }
    let active = desk.session.viewer.active_product();
    for (id, path) in products {
        let name =
            path.file_stem().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let (name, level) = match desk.products.get(id) {
            Some(Opening::Ready(product)) => (product.info().identifier.clone(), product.info().level.clone()),
            Some(Opening::Failed(_)) => (name, "cannot be opened".to_owned()),
            Some(Opening::Reading(_)) | None => (name, "reading…".to_owned()),
        };
        let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
        let mut is_chosen = false;
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(level).small().weak());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let row = ui.add(Button::selectable(active == Some(id), &name).truncate());
                is_chosen = row
                    .accessible_name(format!("Show product {name}"))
                    .on_hover_text(path.display().to_string())
                    .clicked();
            });
        });
        if is_chosen {
            desk.session.viewer.show(id);
        }
    }
}
