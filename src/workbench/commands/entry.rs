//! What is known of a command.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::workbench::desk::Desk;

/// The menu that a command stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Menu {
    /// Products and files.
    File,
    /// Undo, copying.
    Edit,
    /// Workspaces, panels, theme, scale.
    View,
    /// Bands, stretch, positions, links.
    Image,
    /// What to measure.
    Measure,
    /// Operations that run or wait.
    Jobs,
    /// The palette, the keyboard, the log.
    Help,
}

impl Menu {
    /// Every menu, in the order of the menu bar.
    pub(crate) const ALL: [Self; 7] =
        [Self::File, Self::Edit, Self::View, Self::Image, Self::Measure, Self::Jobs, Self::Help];

    /// The word in the menu bar.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Image => "Image",
            Self::Measure => "Measure",
            Self::Jobs => "Run",
            Self::Help => "Help",
        }
    }
}

/// Who runs a command.
#[derive(Clone, Copy)]
pub(crate) enum Runs {
    /// A change of the desk.
    OnDesk(fn(&mut Desk, &egui::Context)),
    /// The panel that takes it (`Panel::run`), those of the workspace that shows first.
    InPanel,
}

/// A row of the table of commands.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// The menu that it stands in.
    pub(crate) menu: Menu,
    /// What the menu says: sentence case, "…" when more will be asked.
    pub(crate) text: &'static str,
    /// What it does, in a sentence.
    pub(crate) tooltip: &'static str,
    /// The keys; the first is shown.
    pub(crate) shortcuts: [Option<KeyboardShortcut>; 2],
    /// Whether it can be run now; otherwise why not.
    pub(crate) available: fn(&Desk) -> Result<(), &'static str>,
    /// Who runs it.
    pub(crate) runs: Runs,
    /// Whether a line is drawn above it in the menu.
    pub(crate) begins_group: bool,
}

impl Entry {
    /// A command that is always available, has no keys, and is run by a panel.
    pub(super) const fn new(menu: Menu, text: &'static str, tooltip: &'static str) -> Self {
        Self {
            menu,
            text,
            tooltip,
            shortcuts: [None, None],
            available: |_| Ok(()),
            runs: Runs::InPanel,
            begins_group: false,
        }
    }

    /// The keys.
    pub(super) const fn key(mut self, modifiers: Modifiers, key: Key) -> Self {
        let place = if self.shortcuts[0].is_none() { 0 } else { 1 };
        self.shortcuts[place] = Some(KeyboardShortcut::new(modifiers, key));
        self
    }

    /// When it is available, and why not.
    pub(super) const fn when(mut self, available: fn(&Desk) -> Result<(), &'static str>) -> Self {
        self.available = available;
        self
    }

    /// A change of the desk.
    pub(super) const fn does(mut self, change: fn(&mut Desk, &egui::Context)) -> Self {
        self.runs = Runs::OnDesk(change);
        self
    }

    /// A line above it in the menu.
    pub(super) const fn after_line(mut self) -> Self {
        self.begins_group = true;
        self
    }
}
