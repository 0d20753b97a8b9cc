//! The panels of a workspace: one on each side, one in the middle.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel as SidePanel, RichText, Sense, Ui};

use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::session::Tab;
use crate::workbench::theme::colour;

/// Bounds of the width of a side panel, points.
const WIDTHS: std::ops::RangeInclusive<f32> = 200.0..=480.0;

/// Height of the heading of a side panel, points.
const HEADING_HEIGHT: f32 = 28.0;

/// The panels of a workspace.
pub(in crate::workbench) struct WorkspacePanels {
    /// On the left.
    pub(in crate::workbench) left: Box<dyn Panel>,
    /// In the middle.
    pub(in crate::workbench) centre: Box<dyn Panel>,
    /// On the right.
    pub(in crate::workbench) right: Box<dyn Panel>,
}

impl WorkspacePanels {
    /// Offers a command to the panels; true when one took it.
    pub(in crate::workbench) fn run(&mut self, command: Command, desk: &mut Desk, window: &egui::Context) -> bool {
        [&mut self.centre, &mut self.left, &mut self.right].into_iter().any(|panel| panel.run(command, desk, window))
    }

    /// Lets every panel take what has arrived, shown or not.
    pub(in crate::workbench) fn follow(&mut self, desk: &mut Desk) {
        for panel in [&mut self.centre, &mut self.left, &mut self.right] {
            panel.follow(desk);
        }
    }

    /// The `viq …` line of the first panel that has one, the middle first.
    pub(in crate::workbench) fn as_command_line(&self, desk: &Desk) -> Option<String> {
        [&self.centre, &self.left, &self.right].into_iter().find_map(|panel| panel.as_command_line(desk))
    }

    /// Draws the panels.
    pub(in crate::workbench) fn show(&mut self, ui: &mut Ui, desk: &mut Desk, tab: Tab) {
        let tokens = desk.tokens();
        let sides = desk.session.appearance.sides(tab);
        let frame = Frame::new().fill(colour(tokens.panel));
        let [mut left_width, mut right_width] = [sides.left_width, sides.right_width];
        let (left, right) = (SidePanel::left((tab.name(), "left")), SidePanel::right((tab.name(), "right")));
        for (shown, side, panel, width) in [
            (sides.left, left, &mut self.left, &mut left_width),
            (sides.right, right, &mut self.right, &mut right_width),
        ] {
            if shown {
                let side = side.frame(frame).resizable(true).default_size(f32::from(*width)).size_range(WIDTHS);
                let drawn = side.show(ui, |ui| titled(ui, panel.as_mut(), desk));
                *width = drawn.response.rect.width().round() as u16;
            }
        }
        let widths = [left_width, right_width];
        if widths != [sides.left_width, sides.right_width] {
            let sides = desk.session.appearance.sides_mut(tab);
            [sides.left_width, sides.right_width] = widths;
        }
        let frame = Frame::new().fill(colour(tokens.surface));
        CentralPanel::no_frame().frame(frame).show(ui, |ui| self.centre.show(ui, desk));
    }
}

/// A side panel below its heading.
fn titled(ui: &mut Ui, panel: &mut dyn Panel, desk: &mut Desk) {
    let tokens = desk.tokens();
    let (place, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEADING_HEIGHT), Sense::hover());
    ui.painter().rect_filled(place, 0.0, colour(tokens.raised));
    let words = place.shrink2(egui::vec2(12.0, 0.0));
    ui.put(words, |ui: &mut Ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(RichText::new(panel.name()).strong()).truncate())
        })
        .inner
    });
    Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.take_available_space();
        panel.show(ui, desk);
    });
}
