//! The palette's field and list.

use egui::{Align2, Button, Frame, Id, Key, Margin, Modal, Modifiers, RichText, ScrollArea, TextEdit, TextWrapMode};

use super::matching::fit;
use crate::workbench::commands::{Command, command_face, shortcut_text};
use crate::workbench::desk::Desk;
use crate::workbench::theme::ROW_HEIGHT;

/// What is typed in the palette, and the row chosen.
#[derive(Default)]
pub(crate) struct Palette {
    typed: String,
    chosen: usize,
}

impl Palette {
    /// Forgets what was typed.
    pub(in crate::workbench) fn clear(&mut self) {
        self.typed.clear();
        self.chosen = 0;
    }

    /// The commands that fit what is typed, the best first.
    fn found(&self) -> Vec<Command> {
        let mut found: Vec<(i32, Command)> = Command::ALL
            .iter()
            .filter(|command| **command != Command::ShowPalette)
            .filter_map(|command| {
                let entry = command.entry();
                let by_text = fit(&self.typed, entry.text);
                let by_menu = fit(&self.typed, &format!("{} {}", entry.menu.name(), entry.text)).map(|worth| worth - 3);
                Some((by_text.max(by_menu)?, *command))
            })
            .collect();
        if !self.typed.trim().is_empty() {
            found.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        }
        found.into_iter().map(|(_, command)| command).collect()
    }

    /// Draws the palette; a command that is chosen runs at the end of the frame.
    pub(in crate::workbench) fn show(&mut self, window: &egui::Context, desk: &mut Desk) {
        let room = window.content_rect();
        let id = Id::unique("palette");
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, egui::vec2(0.0, 72.0));
        let frame = Frame::popup(&window.global_style()).inner_margin(Margin::same(8));
        let (up, down, enter) = window.input_mut(|input| {
            let mut taken = |key| input.consume_key(Modifiers::NONE, key);
            (taken(Key::ArrowUp), taken(Key::ArrowDown), taken(Key::Enter))
        });
        let shown = Modal::new(id).area(area).frame(frame).backdrop_color(egui::Color32::from_black_alpha(60)).show(
            window,
            |ui| {
                ui.set_width((room.width() - 80.0).min(520.0));
                let field = TextEdit::singleline(&mut self.typed)
                    .hint_text("Command")
                    .desired_width(f32::INFINITY)
                    .id(id.with("field"));
                let response = ui.add(field);
                response.widget_info(|| {
                    let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a command");
                    info.current_text_value = Some(self.typed.clone());
                    info
                });
                response.request_focus();
                if response.changed() {
                    self.chosen = 0;
                }
                let found = self.found();
                if down && self.chosen + 1 < found.len() {
                    self.chosen += 1;
                }
                if up {
                    self.chosen = self.chosen.saturating_sub(1);
                }
                ui.add_space(4.0);
                let mut run = None;
                ScrollArea::vertical()
                    .max_height((room.height() - 200.0).clamp(ROW_HEIGHT * 3.0, ROW_HEIGHT * 14.0))
                    .show(ui, |ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        if found.is_empty() {
                            ui.label(RichText::new("No command of this name").weak());
                        }
                        for (row, command) in found.iter().enumerate() {
                            let is_chosen = row == self.chosen;
                            let response = row_of(ui, desk, *command, is_chosen);
                            if is_chosen && (up || down) {
                                response.scroll_to_me(None);
                            }
                            if response.clicked() {
                                run = Some(*command);
                            }
                        }
                    });
                if enter && let Some(command) = found.get(self.chosen) {
                    match (command.entry().available)(desk) {
                        Ok(()) => {
                            desk.commands.push(*command);
                            run = Some(*command);
                        }
                        Err(reason) => desk.inform(format!("{}: not now, {reason}", command.entry().text)),
                    }
                }
                run.is_some()
            },
        );
        if shown.inner || shown.should_close() {
            desk.overlay = None;
        }
    }
}

fn row_of(ui: &mut egui::Ui, desk: &mut Desk, command: Command, is_chosen: bool) -> egui::Response {
    let entry = command.entry();
    let keys = entry.shortcuts[0].map(shortcut_text).unwrap_or_default();
    let place =
        if keys.is_empty() { entry.menu.name().to_owned() } else { format!("{}  ·  {keys}", entry.menu.name()) };
    let mut button = Button::new(entry.text)
        .shortcut_text(RichText::new(place).weak())
        .frame_when_inactive(is_chosen)
        .wrap_mode(TextWrapMode::Truncate)
        .min_size(egui::vec2(ui.available_width(), ROW_HEIGHT));
    if is_chosen {
        button = button.fill(ui.visuals().selection.bg_fill).stroke(egui::Stroke::NONE);
    }
    let response = command_face(ui, desk, command, button);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_chosen, entry.text));
    response
}
