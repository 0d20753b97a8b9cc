//! The editor of the channels: combinations by wavelength, bands by hand, one band through a colour map, arithmetic.

use egui::{Button, ComboBox, Grid, Key, TextEdit, Ui};

use super::image_view::Subject;
use super::presets::composition_of;
use crate::imagery::picture::presets::PRESETS;
use crate::imagery::picture::{ChannelSource, Colouring, Composition};
use crate::operations::viewing::ViewedBand;

/// Arithmetic that is being typed, and why it is none.
#[derive(Debug, Default)]
pub(crate) struct TypedBands {
    text: Option<String>,
    refusal: Option<String>,
}

/// Shows the editor; gives the channels that were chosen.
pub(crate) fn show(ui: &mut Ui, subject: &Subject, typed: &mut TypedBands) -> Option<Composition> {
    let bands = subject.product.bands();
    let mut chosen = None;
    ui.set_max_width(360.0);
    ui.label("By wavelength");
    ui.horizontal_wrapped(|ui| {
        for preset in &PRESETS {
            let composition = composition_of(preset, bands);
            let is_shown = composition.as_ref() == Some(&subject.composition);
            let button = ui.add_enabled(composition.is_some(), Button::selectable(is_shown, preset.name));
            let button = match &composition {
                Some(composition) => button.on_hover_text(format!("{composition}: {}", preset.purpose)),
                None => button.on_disabled_hover_text("The product has no bands of these wavelengths"),
            };
            if button.clicked() {
                chosen = composition;
            }
        }
    });
    ui.separator();
    Grid::new("bands by hand").num_columns(2).show(ui, |ui| {
        let shown = subject.composition.sources();
        let of = |index: usize| shown.get(index).or(shown.first()).cloned();
        for (index, name) in ["Red", "Green", "Blue"].into_iter().enumerate() {
            let label = ui.label(name);
            let present = if shown.len() == 3 { of(index) } else { None };
            if let Some(band) = choose_band(ui, name, bands, present.as_ref(), label.id)
                && let (Some(red), Some(green), Some(blue)) = (of(0), of(1), of(2))
            {
                let mut sources = [red, green, blue];
                sources[index] = ChannelSource::Band(band);
                chosen = Some(Composition::Colour(sources));
            }
            ui.end_row();
        }
        let label = ui.label("One band");
        let present = if shown.len() == 1 { of(0) } else { None };
        let colouring = match &subject.composition {
            Composition::Single { colouring, .. } => *colouring,
            Composition::Colour(_) => Colouring::Grey,
        };
        if let Some(band) = choose_band(ui, "One band", bands, present.as_ref(), label.id) {
            chosen = Some(Composition::Single { source: ChannelSource::Band(band), colouring });
        }
        ui.end_row();
        ui.label("Colour map");
        ui.horizontal(|ui| {
            for map in Colouring::ALL {
                let is_shown = present.is_some() && map == colouring;
                if ui.add_enabled(present.is_some(), Button::selectable(is_shown, map.word())).clicked()
                    && let Some(source) = present.clone()
                {
                    chosen = Some(Composition::Single { source, colouring: map });
                }
            }
        });
        ui.end_row();
    });
    ui.separator();
    if let Some(composition) = type_arithmetic(ui, subject, typed) {
        chosen = Some(composition);
    }
    chosen.filter(|chosen| *chosen != subject.composition)
}

fn choose_band(
    ui: &mut Ui,
    name: &str,
    bands: &[ViewedBand],
    present: Option<&ChannelSource>,
    label: egui::Id,
) -> Option<String> {
    let mut chosen = None;
    let shown = present.map_or_else(|| "–".to_owned(), ToString::to_string);
    let combo = ComboBox::from_id_salt(("band of", name)).selected_text(shown).width(160.0);
    let response = combo.show_ui(ui, |ui| {
        for band in bands {
            let text = match band.centre_nm {
                Some(centre_nm) => format!("{}  {centre_nm:.0} nm", band.name),
                None => band.name.clone(),
            };
            let is_shown = present == Some(&ChannelSource::Band(band.name.clone()));
            if ui.selectable_label(is_shown, text).clicked() {
                chosen = Some(band.name.clone());
            }
        }
    });
    response.response.labelled_by(label);
    chosen
}

/// Arithmetic on bands counts when Enter is pressed.
fn type_arithmetic(ui: &mut Ui, subject: &Subject, typed: &mut TypedBands) -> Option<Composition> {
    let present = match &subject.composition {
        Composition::Single { source: ChannelSource::Expression(text), .. } => text.clone(),
        _ => String::new(),
    };
    let label = ui.label("Arithmetic");
    let mut text = typed.text.clone().unwrap_or(present);
    let edit = TextEdit::singleline(&mut text)
        .hint_text("(B11 - B07) / (B11 + B07)")
        .font(egui::TextStyle::Monospace)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).labelled_by(label.id);
    if response.changed() {
        typed.refusal = None;
        typed.text = Some(text.clone());
    }
    if let Some(refusal) = &typed.refusal {
        ui.label(egui::RichText::new(refusal).small().color(ui.visuals().error_fg_color));
    }
    if !(response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))) {
        return None;
    }
    match text.parse::<Composition>() {
        Ok(composition) => {
            *typed = TypedBands::default();
            Some(composition)
        }
        Err(error) => {
            typed.refusal = Some(error.to_string());
            None
        }
    }
}
