//! Above the curves: which coefficient, of which bands and numbers of TDI stages, against which other set.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{Button, ComboBox, RichText, Ui};

use super::choice::{chosen_bands, chosen_stages};
use super::set_words;
use crate::operations::radiometry::{Coefficient, Comparison, stages_of};
use crate::parameter_sets::ParameterSet;
use crate::reports::tokens;
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

/// Draws the choices of coefficient and comparison.
pub(super) fn show_coefficient(ui: &mut Ui, desk: &mut Desk) {
    let session = &mut desk.session.radiometry;
    let shown = session.coefficient;
    let combo = ComboBox::from_id_salt("coefficient").selected_text(shown.name()).width(110.0).show_ui(ui, |ui| {
        for coefficient in Coefficient::ALL {
            ui.selectable_value(&mut session.coefficient, coefficient, coefficient.name())
                .on_hover_text(coefficient.meaning());
        }
    });
    named(&combo.response, "Coefficient", shown.name());
    combo.response.on_hover_text(shown.meaning());
    show_comparison(ui, desk);
}

/// A choice by its name, with what is chosen as its value.
fn named(response: &egui::Response, name: &str, value: &str) {
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name);
        info.current_text_value = Some(value.to_owned());
        info
    });
}

fn show_comparison(ui: &mut Ui, desk: &mut Desk) {
    let name = |path: &PathBuf| set_words::open_name(desk, path);
    let session = &desk.session.radiometry;
    let others: Vec<(PathBuf, String)> = session
        .sets
        .iter()
        .filter(|path| Some(*path) != session.shown.as_ref())
        .map(|path| (path.clone(), name(path)))
        .collect();
    let compared = session.compared.clone();
    let shown = others.iter().find(|(path, _)| Some(path) == compared.as_ref());
    let shown = shown.map_or_else(|| "by itself".to_owned(), |(_, name)| format!("against {name}"));
    let session = &mut desk.session.radiometry;
    let combo = ComboBox::from_id_salt("compared").selected_text(&shown).width(130.0).truncate().show_ui(ui, |ui| {
        ui.selectable_value(&mut session.compared, None, "by itself");
        for (path, name) in &others {
            ui.selectable_value(&mut session.compared, Some(path.clone()), format!("against {name}"));
        }
        if others.is_empty() {
            ui.label(RichText::new("Open a second set to compare with it.").small().weak());
        }
    });
    named(&combo.response, "Compared", &shown);
    if session.compared.is_some() {
        for comparison in Comparison::ALL {
            let button = ui.add(Button::selectable(session.comparison == comparison, comparison.word()));
            if button.accessible_name(format!("Compare by {}", comparison.word())).clicked() {
                session.comparison = comparison;
            }
        }
    }
}

/// Draws the bands and the numbers of TDI stages, each with its switch.
pub(super) fn show_bands_and_stages(ui: &mut Ui, desk: &mut Desk, set: &ParameterSet) {
    let (bands, stages) = (chosen_bands(desk, set), chosen_stages(desk, set));
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.spacing_mut().button_padding.x = 5.0;
    for (place, parameters) in set.bands.iter().enumerate() {
        let band = &parameters.band;
        let is_shown = bands.contains(band);
        let mut words = RichText::new(band).monospace().size(11.0);
        if is_shown {
            words = words.color(colour(tokens::band(band, place).colour)).strong();
        }
        let button = ui.add(Button::selectable(is_shown, words)).accessible_name(format!("Band {band}"));
        if button.on_hover_text(format!("Show or hide {band}; with Ctrl it alone")).clicked() {
            let is_alone = ui.input(|input| input.modifiers.command);
            desk.session.radiometry.bands = switched(&bands, band.clone(), is_alone);
        }
    }
    let all = ui.add(Button::new(RichText::new("all").size(11.0))).accessible_name("All bands of the set");
    if all.on_hover_text("The curves of every band").clicked() {
        desk.session.radiometry.bands = set.bands.iter().map(|parameters| parameters.band.clone()).collect();
    }
    ui.add_space(8.0);
    ui.label(RichText::new("TDI").small().weak());
    for tdi in stages_of(set, None) {
        let words = RichText::new(format!("{tdi:02}")).monospace().size(11.0);
        let button = ui.add(Button::selectable(stages.contains(&tdi), words)).accessible_name(format!("TDI {tdi:02}"));
        if button.on_hover_text(format!("Show or hide the curves at {tdi} TDI stages; with Ctrl them alone")).clicked()
        {
            let is_alone = ui.input(|input| input.modifiers.command);
            desk.session.radiometry.stages = switched(&stages, tdi, is_alone);
        }
    }
}

/// What is shown after a click: with or without the one clicked, or that one alone. The last one stays.
fn switched<Item: Ord + Clone>(shown: &[Item], clicked: Item, is_alone: bool) -> BTreeSet<Item> {
    if is_alone {
        return BTreeSet::from([clicked]);
    }
    let mut all: BTreeSet<Item> = shown.iter().cloned().collect();
    let was_shown = all.remove(&clicked);
    if !was_shown || all.is_empty() {
        all.insert(clicked);
    }
    all
}
