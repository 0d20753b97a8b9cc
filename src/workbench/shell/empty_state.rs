//! What a panel shows that has nothing to show: what to do next, with the button and the command line.

use egui::{Align, Layout, RichText, Ui, UiBuilder, Vec2};

use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;

/// What to do next where there is nothing to show.
pub(crate) struct EmptyState<'a> {
    /// What is missing ("No product is open").
    pub(crate) title: &'a str,
    /// What to do, in a sentence.
    pub(crate) advice: &'a str,
    /// The command that does it.
    pub(crate) command: Option<Command>,
    /// The same on the command line.
    pub(crate) command_line: Option<&'a str>,
}

impl<'a> EmptyState<'a> {
    /// Words alone.
    pub(crate) const fn text(title: &'a str, advice: &'a str) -> Self {
        Self { title, advice, command: None, command_line: None }
    }

    /// Draws it in the middle of what is left of `ui`.
    pub(crate) fn show(&self, ui: &mut Ui, desk: &mut Desk) {
        let room = ui.available_rect_before_wrap();
        let height = 24.0
            + 40.0
            + if self.command.is_some() { 44.0 } else { 0.0 }
            + if self.command_line.is_some() { 28.0 } else { 0.0 };
        let width = room.width().min(360.0);
        // A little above the middle, where the eye rests; in all panels of a workspace at the same height.
        let window = ui.ctx().content_rect();
        let is_tall = room.height() > 0.6 * window.height();
        let rest = if is_tall { window.top() + 0.36 * window.height() } else { room.center().y - height / 2.0 };
        let top = rest.max(room.top() + 8.0);
        let place = egui::Rect::from_min_size(egui::pos2(room.center().x - width / 2.0, top), Vec2::new(width, height));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center)));
        inside.add(egui::Label::new(RichText::new(self.title).strong()).wrap());
        inside.add(egui::Label::new(RichText::new(self.advice).weak()).wrap());
        if let Some(command) = self.command {
            inside.add_space(8.0);
            command_button(&mut inside, desk, command);
        }
        if let Some(line) = self.command_line {
            inside.add_space(8.0);
            inside.add(egui::Label::new(RichText::new(line).monospace().weak().size(11.0)).selectable(true).wrap());
        }
        ui.expand_to_include_rect(room);
    }
}
