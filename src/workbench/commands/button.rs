//! Commands as buttons and menu items.

use egui::{Button, Response, RichText, Role, Ui, WidgetInfo};

use super::shortcuts::shortcut_text;
use super::table::Command;
use crate::workbench::desk::Desk;

/// A button that runs a command, with its tooltip and keys; grey with the reason when it is not available.
pub(crate) fn command_button(ui: &mut Ui, desk: &mut Desk, command: Command) -> Response {
    command_face(ui, desk, command, Button::new(command.entry().text))
}

/// A row of a menu that runs a command.
pub(crate) fn command_item(ui: &mut Ui, desk: &mut Desk, command: Command) -> Response {
    let entry = command.entry();
    let mut button = Button::new(entry.text);
    if let Some(keys) = entry.shortcuts[0] {
        button = button.shortcut_text(RichText::new(shortcut_text(keys)).weak());
    }
    command_face(ui, desk, command, button)
}

/// `button` as the face of a command: its tooltip, its keys, and why it is not available.
pub(crate) fn command_face(ui: &mut Ui, desk: &mut Desk, command: Command, button: Button<'_>) -> Response {
    let entry = command.entry();
    let available = (entry.available)(desk);
    let keys = entry.shortcuts[0].map(|keys| format!("  {}", shortcut_text(keys))).unwrap_or_default();
    let told = format!("{}{keys}", entry.tooltip);
    let response = ui.add_enabled(available.is_ok(), button).on_hover_text(told.clone());
    let response = match available {
        Ok(()) => response,
        Err(reason) => response.on_disabled_hover_text(format!("{told}\nNot now: {reason}")),
    };
    // By name a command is its text, whatever its face.
    response.widget_info(|| WidgetInfo::labeled(Role::Button, response.enabled(), entry.text));
    if response.clicked() {
        desk.commands.push(command);
    }
    response
}
