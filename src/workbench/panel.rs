//! What the shell asks of a panel.

use super::commands::Command;
use super::desk::Desk;

/// A part of a workspace. It keeps for itself only what may be lost; what is restored after a crash stands in the session.
pub(crate) trait Panel {
    /// What it is called: its heading and its accessible name.
    fn name(&self) -> &'static str;

    /// Draws it and takes its input.
    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk);

    /// Takes what was begun and has arrived, in every frame, whether or not the panel is shown.
    fn follow(&mut self, _desk: &mut Desk) {}

    /// Runs a command that is this panel's own; false when it is not.
    fn run(&mut self, _command: Command, _desk: &mut Desk, _window: &egui::Context) -> bool {
        false
    }

    /// The `viq …` line that does or shows the same as this panel now; none when there is none.
    fn as_command_line(&self, _desk: &Desk) -> Option<String> {
        None
    }
}
