//! The filters on the left: those of `viq find`.

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::filter_texts::{FilterTexts, LEVELS};
use super::list::Listing;
use crate::reports::number;
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::theme::colour;

/// The filters on the left.
#[derive(Default)]
pub(crate) struct Filters {
    // what stands in the fields, and what was taken from them last
    typed: FilterTexts,
    taken: Option<FilterTexts>,
}

impl Panel for Filters {
    fn name(&self) -> &'static str {
        "Filters"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        // changed by somebody else: a command, a restored session
        if self.taken.as_ref() != Some(&desk.session.catalog.filters) {
            self.typed = desk.session.catalog.filters.clone();
            self.taken = Some(self.typed.clone());
        }
        let mut is_done = false;
        egui::ScrollArea::vertical().id_salt("filters").auto_shrink([false, false]).show(ui, |ui| {
            is_done |= self.site(ui, desk);
            is_done |= self.level(ui);
            is_done |= field(ui, "From (UTC)", &mut self.typed.from, "2019-01-01", "Acquired then or later");
            is_done |= field(
                ui,
                "To (UTC)",
                &mut self.typed.to,
                "2019-12-31",
                "Acquired then or earlier, the whole day included",
            );
            let told = "West, south, east, north in degrees; west > east crosses the date line";
            is_done |= field(ui, "Box, degrees", &mut self.typed.bbox, "34.8, 32.4, 36.2, 33.5", told);
            is_done |= field(ui, "Text", &mut self.typed.text, "", "Part of the identifier or the site");
            is_done |= field(
                ui,
                "At most",
                &mut self.typed.limit,
                "1000",
                "So many products are listed, in the order of acquisition",
            );
            ui.add_space(8.0);
            answer(ui, desk);
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                command_button(ui, desk, Command::ClearFilters);
                command_button(ui, desk, Command::RefreshCatalog);
            });
        });
        if is_done && desk.session.catalog.filters != self.typed {
            desk.session.catalog.filters = self.typed.clone();
            self.taken = Some(self.typed.clone());
        }
    }

    fn as_command_line(&self, desk: &Desk) -> Option<String> {
        let request = desk.session.catalog.filters.request().ok()?;
        Some(request.as_command(&desk.ground.command_place()))
    }
}

impl Filters {
    /// A field, and the sites that the catalog knows.
    fn site(&mut self, ui: &mut Ui, desk: &mut Desk) -> bool {
        let is_typed = field(ui, "Site", &mut self.typed.site, "", "Site nick name, upper or lower case");
        let sites = desk.catalog.sites();
        if sites.is_empty() {
            return is_typed;
        }
        let mut is_chosen = false;
        let name = format!(
            "{} in the catalog",
            if sites.len() == 1 { "1 site".to_owned() } else { format!("{} sites", sites.len()) }
        );
        ui.menu_button(RichText::new(name).small(), |ui| {
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for site in sites {
                    if ui.button(&site).clicked() {
                        self.typed.site = site;
                        is_chosen = true;
                        ui.close();
                    }
                }
            });
        });
        is_typed || is_chosen
    }

    fn level(&mut self, ui: &mut Ui) -> bool {
        let before = self.typed.level.clone();
        let label = ui.label(RichText::new("Level").small().weak());
        let shown = if before.is_empty() { "any" } else { before.as_str() };
        let drawn =
            ComboBox::from_id_salt("level").width(ui.available_width()).selected_text(shown).show_ui(ui, |ui| {
                ui.selectable_value(&mut self.typed.level, String::new(), "any");
                for level in LEVELS {
                    ui.selectable_value(&mut self.typed.level, level.to_owned(), level);
                }
            });
        drawn.response.labelled_by(label.id);
        ui.add_space(4.0);
        self.typed.level != before
    }
}

/// A field below its name; true when Enter was pressed in it or it was left.
fn field(ui: &mut Ui, name: &str, text: &mut String, hint: &str, told: &str) -> bool {
    let label = ui.label(RichText::new(name).small().weak());
    let edit = TextEdit::singleline(text).desired_width(f32::INFINITY).hint_text(hint);
    let response = ui.add(edit).labelled_by(label.id).on_hover_text(told);
    ui.add_space(4.0);
    response.lost_focus()
}

/// What the filters give.
fn answer(ui: &mut Ui, desk: &Desk) {
    let tokens = desk.tokens();
    let say = |ui: &mut Ui, text: String, ink| {
        ui.add(egui::Label::new(RichText::new(text).color(colour(ink))).wrap());
    };
    match desk.catalog.listing() {
        Listing::Looking => say(ui, "Looking…".to_owned(), tokens.quiet),
        Listing::Mistaken(mistake) => say(ui, format!("✕ {mistake}"), tokens.fail),
        Listing::Failed(_) => say(ui, "✕ no answer".to_owned(), tokens.fail),
        Listing::Known(list) => {
            let shown = list.found.products.len() as u64;
            let noun = if list.found.all == 1 { "product" } else { "products" };
            let text = if shown < list.found.all {
                format!("{} of {} {noun} listed", number::count(shown), number::count(list.found.all))
            } else {
                format!("{} {noun}", number::count(shown))
            };
            say(ui, text, tokens.text);
        }
    }
}
