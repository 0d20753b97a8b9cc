//! Every command with its keys, and what the mouse does in a view.

use egui::{Grid, RichText, ScrollArea, Ui};

use crate::workbench::commands::{Command, Menu, shortcut_text};
use crate::workbench::desk::Desk;

/// What the hand does in a view, beside the commands.
const IN_A_VIEW: [(&str, &str); 6] = [
    ("Drag", "move the image"),
    ("Wheel", "zoom at the pointer"),
    ("Shift and drag", "zoom into a box"),
    ("Double-click", "one image pixel to one screen pixel"),
    ("Space held", "move the image in any tool"),
    ("Escape", "leave the tool, the dialog or the field"),
];

pub(super) fn show(ui: &mut Ui, _desk: &mut Desk) {
    ScrollArea::vertical().show(ui, |ui| {
        Grid::new("keyboard").num_columns(2).spacing([24.0, 4.0]).min_col_width(160.0).show(ui, |ui| {
            for menu in Menu::ALL {
                let commands = || Command::ALL.iter().map(|command| command.entry()).filter(|entry| entry.menu == menu);
                if commands().next().is_none() {
                    continue;
                }
                heading(ui, menu.name());
                for entry in commands() {
                    let keys: Vec<String> = entry.shortcuts.into_iter().flatten().map(shortcut_text).collect();
                    row(ui, &keys.join(", "), entry.text);
                }
            }
            heading(ui, "In a view");
            for (hand, does) in IN_A_VIEW {
                row(ui, hand, does);
            }
        });
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).strong());
    ui.end_row();
}

fn row(ui: &mut Ui, keys: &str, text: &str) {
    ui.label(RichText::new(if keys.is_empty() { "–" } else { keys }).weak());
    ui.label(text);
    ui.end_row();
}
