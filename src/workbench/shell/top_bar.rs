//! The top bar: menus, the workspace's name, the palette, the theme; below them the tabs.

use egui::containers::menu::MenuButton;
use egui::{
    Align, Button, Frame, Layout, Margin, Panel, RichText, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo,
};

use crate::workbench::commands::{Command, Menu, command_face, command_item, shortcut_text};
use crate::workbench::desk::Desk;
use crate::workbench::fonts::semi_bold;
use crate::workbench::session::Tab;
use crate::workbench::theme::colour;

/// Draws the top bar.
pub(in crate::workbench) fn show_top_bar(ui: &mut Ui, desk: &mut Desk) {
    let frame = Frame::new().fill(colour(desk.tokens().surface)).inner_margin(Margin::symmetric(12, 4));
    Panel::top("top bar").frame(frame).resizable(false).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new("VIQ").family(semi_bold()).size(15.0).color(colour(desk.tokens().accent)));
            ui.add_space(4.0);
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                menus(ui, desk);
            });
            ui.separator();
            ui.label(RichText::new(workspace_name(desk)).weak())
                .on_hover_text(format!("Workspace folder {}", desk.ground.workspace().root().display()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                button_of(ui, desk, Command::SwitchTheme, "◐".to_owned());
                let keys = Command::ShowPalette.entry().shortcuts[0].map(shortcut_text).unwrap_or_default();
                button_of(ui, desk, Command::ShowPalette, format!("⌕  {keys}"));
            });
        });
    });
    let frame = Frame::new().fill(colour(desk.tokens().surface)).inner_margin(Margin::symmetric(8, 0));
    Panel::top("tabs").frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for tab in Tab::ALL {
                let command = match tab {
                    Tab::Catalog => Command::ShowCatalog,
                    Tab::Viewer => Command::ShowViewer,
                    Tab::Radiometry => Command::ShowRadiometry,
                    Tab::Jobs => Command::ShowJobs,
                };
                tab_button(ui, desk, tab, command);
            }
        });
    });
}

fn workspace_name(desk: &Desk) -> String {
    let root = desk.ground.workspace().root();
    root.file_name().map_or_else(|| root.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn menus(ui: &mut Ui, desk: &mut Desk) {
    for menu in Menu::ALL {
        let commands = || Command::ALL.iter().copied().filter(|command| command.entry().menu == menu);
        if commands().next().is_none() {
            continue;
        }
        let face = Button::new(menu.name()).frame_when_inactive(false);
        MenuButton::from_button(face).ui(ui, |ui| {
            ui.set_min_width(240.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            // A long menu scrolls rather than to leave the window.
            let height = ui.ctx().content_rect().height() - 64.0;
            ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                for (place, command) in commands().enumerate() {
                    if place > 0 && command.entry().begins_group {
                        ui.separator();
                    }
                    if command_item(ui, desk, command).clicked() {
                        ui.close();
                    }
                }
            });
        });
    }
}

/// A command under another face than its text; by name it stays what it is.
fn button_of(ui: &mut Ui, desk: &mut Desk, command: Command, face: String) {
    command_face(ui, desk, command, Button::new(face));
}

/// A tab: the word, and a line below the one that shows.
fn tab_button(ui: &mut Ui, desk: &mut Desk, tab: Tab, command: Command) {
    let tokens = desk.tokens();
    let is_shown = desk.session.tab == tab;
    let n_jobs = if tab == Tab::Jobs { desk.jobs.n_unfinished() } else { 0 };
    let name = if n_jobs == 0 { tab.name().to_owned() } else { format!("{} ({n_jobs})", tab.name()) };
    let ink = colour(if is_shown { tokens.text } else { tokens.quiet });
    let words = ui.painter().layout_no_wrap(name.clone(), egui::FontId::proportional(13.0), ink);
    let (place, response) = ui.allocate_exact_size(Vec2::new(words.size().x + 24.0, 30.0), Sense::click());
    let response = response.on_hover_text(format!(
        "{}  {}",
        command.entry().tooltip,
        command.entry().shortcuts[0].map(shortcut_text).unwrap_or_default()
    ));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, &name));
    if response.hovered() {
        ui.painter().rect_filled(place, 3.0, colour(tokens.raised));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            place.shrink(1.0),
            3.0,
            Stroke::new(1.0, colour(tokens.accent)),
            egui::StrokeKind::Inside,
        );
    }
    ui.painter().galley(place.center() - words.size() / 2.0, words, ink);
    if is_shown {
        let below = egui::Rect::from_min_max(
            egui::pos2(place.left() + 8.0, place.bottom() - 2.0),
            place.right_bottom() - egui::vec2(8.0, 0.0),
        );
        ui.painter().rect_filled(below, 0.0, colour(tokens.accent));
    }
    if response.clicked() {
        desk.commands.push(command);
    }
}
