//! Commands that wait for the end of the frame.

use super::table::Command;

/// Commands that wait for the end of the frame, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct CommandQueue {
    waiting: Vec<Command>,
}

impl CommandQueue {
    /// Runs `command` at the end of this frame.
    pub(crate) fn push(&mut self, command: Command) {
        self.waiting.push(command);
    }

    /// Takes the commands out.
    pub(in crate::workbench) fn take(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.waiting)
    }
}
