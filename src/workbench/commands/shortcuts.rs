//! Keys: what was pressed, and how a shortcut is written.

use egui::{Key, KeyboardShortcut, Popup};

use super::entry::Menu;
use super::table::Command;
use crate::workbench::desk::Desk;
use crate::workbench::session::Tab;
use crate::workbench::viewer::focused_view;

/// The commands whose keys were pressed in this frame.
///
/// Keys without Ctrl or Alt belong to a text field while one is typed in, and those of images to the viewer. Where something lies over
/// the workspace, a dialog or a menu, only theme, scale, help and the end are heard.
pub(crate) fn pressed(window: &egui::Context, desk: &Desk) -> Vec<Command> {
    let is_typing = window.text_edit_focused();
    let is_moving_a_widget = moves_a_widget(window);
    let is_covered = desk.overlay.is_some()
        || Popup::is_any_open(window)
        || window.memory(|memory| memory.top_modal_layer().is_some());
    let is_heard = |command: Command, keys: KeyboardShortcut| {
        let menu = command.entry().menu;
        if is_covered {
            return menu == Menu::Help || matches!(command, Command::Quit) || is_of_appearance(command);
        }
        let is_elsewhere =
            matches!(menu, Menu::Image | Menu::Measure) && !matches!(desk.session.tab, Tab::Viewer | Tab::Radiometry);
        !(is_typing && is_for_typing(keys) || is_elsewhere && is_plain(keys))
    };
    let mut keys: Vec<(KeyboardShortcut, Command)> = Command::ALL
        .iter()
        .flat_map(|command| command.entry().shortcuts.into_iter().flatten().map(|keys| (keys, *command)))
        .filter(|(keys, command)| is_heard(*command, *keys))
        .filter(|(keys, _)| !(is_moving_a_widget && is_for_moving(*keys)))
        .collect();
    // The more keys must be held, the earlier: Ctrl+Z would take Ctrl+Shift+Z too.
    keys.sort_by_key(|(keys, _)| {
        let held = keys.modifiers;
        std::cmp::Reverse(u8::from(held.alt) + u8::from(held.shift) + u8::from(held.command || held.ctrl))
    });
    window.input_mut(|input| {
        keys.into_iter().filter(|(keys, _)| input.consume_shortcut(keys)).map(|(_, command)| command).collect()
    })
}

const fn is_of_appearance(command: Command) -> bool {
    matches!(command, Command::SwitchTheme | Command::Enlarge | Command::Reduce | Command::UsualSize)
}

/// Whether neither Ctrl nor Alt is held.
const fn is_plain(keys: KeyboardShortcut) -> bool {
    let held = keys.modifiers;
    !held.command && !held.ctrl && !held.alt
}

/// Whether a widget has the focus that may have its own use for the keys that move a view, such as a slider.
fn moves_a_widget(window: &egui::Context) -> bool {
    let focused = window.memory(egui::Memory::focused);
    focused.is_some() && focused != window.data(|data| data.get_temp(focused_view()))
}

/// Whether these keys move: a slider, or a view.
fn is_for_moving(keys: KeyboardShortcut) -> bool {
    let moves = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown, Key::Home];
    keys.modifiers.is_none() && moves.contains(&keys.logical_key)
}

/// Whether a text field has its own use for these keys.
fn is_for_typing(keys: KeyboardShortcut) -> bool {
    let held = keys.modifiers;
    let edits_text =
        matches!(keys.logical_key, Key::Z | Key::Y | Key::C | Key::X | Key::V | Key::A) && !(held.shift && held.alt);
    let function_key = keys.logical_key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
    if held.command || held.ctrl {
        edits_text && !(keys.logical_key == Key::C && held.shift)
    } else {
        !held.alt && !function_key
    }
}

/// "Ctrl+Shift+P".
pub(crate) fn shortcut_text(keys: KeyboardShortcut) -> String {
    let held = keys.modifiers;
    let mut text = String::new();
    for (is_held, name) in [(held.command || held.ctrl, "Ctrl+"), (held.alt, "Alt+"), (held.shift, "Shift+")] {
        if is_held {
            text.push_str(name);
        }
    }
    text.push_str(match keys.logical_key {
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Equals => "=",
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::Num0 => "0",
        Key::Comma => ",",
        Key::Period => ".",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        key => key.name(),
    });
    text
}
