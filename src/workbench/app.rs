//! The window, frame by frame.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Modifiers, Popup, Ui};

use super::catalog_panel::{Filters, MapAndTable, ProductCard, follow_catalog};
use super::commands::{Command, Runs, pressed};
use super::desk::Desk;
use super::inspector::{self, Inspector};
use super::jobs_panel::{JobDetail, JobList, JobRequest, follow_queue, show_draft};
use super::palette::Palette;
use super::places;
use super::products;
use super::radiometry_panel::{ColumnPanel, CurvesAndChain, SetsAndProducts, follow_chains, follow_sets};
use super::session::{Appearance, ProductId, Restored, SessionKeeper, Tab, WindowSize, restore};
use super::shell::{WorkspacePanels, show_drop_target, show_overlay, show_status_line, show_top_bar};
use super::theme;
use super::viewer::{Layers, Tool, Views};
use super::waking::Waking;
use crate::operations::Context;
use crate::operations::radiometry::{WhatIf, is_set_path};
use crate::workspace::SessionFile;

/// The window.
pub(crate) struct App {
    desk: Desk,
    palette: Palette,
    workspaces: Workspaces,
    keeper: SessionKeeper,
    applied: Option<Appearance>,
    // Whether Escape had something else to leave than the tool in the last frame.
    was_covered: bool,
}

struct Workspaces {
    catalog: WorkspacePanels,
    viewer: WorkspacePanels,
    radiometry: WorkspacePanels,
    jobs: WorkspacePanels,
}

impl Workspaces {
    fn of(&mut self, tab: Tab) -> &mut WorkspacePanels {
        match tab {
            Tab::Catalog => &mut self.catalog,
            Tab::Viewer => &mut self.viewer,
            Tab::Radiometry => &mut self.radiometry,
            Tab::Jobs => &mut self.jobs,
        }
    }
}

impl App {
    /// The window of a workspace, as it was left.
    pub(crate) fn new(ground: Arc<Context>) -> Self {
        let file = SessionFile::of(ground.workspace());
        let Restored { session, warnings } = restore(&file);
        let workspaces = Workspaces {
            catalog: WorkspacePanels {
                left: Box::new(Filters::default()),
                centre: Box::new(MapAndTable::default()),
                right: Box::new(ProductCard::default()),
            },
            viewer: WorkspacePanels {
                left: Box::<Layers>::default(),
                centre: Box::<Views>::default(),
                right: Box::new(Inspector),
            },
            radiometry: WorkspacePanels {
                left: Box::new(SetsAndProducts),
                centre: Box::<CurvesAndChain>::default(),
                right: Box::<ColumnPanel>::default(),
            },
            jobs: WorkspacePanels { left: Box::new(JobList), centre: Box::new(JobDetail), right: Box::new(JobRequest) },
        };
        let mut desk = Desk::new(ground, session);
        for warning in warnings {
            desk.warn(warning);
        }
        let keeper = SessionKeeper::new(file, desk.session.clone(), desk.waking.clone());
        Self { desk, palette: Palette::default(), workspaces, keeper, applied: None, was_covered: false }
    }

    /// How large the window was.
    pub(in crate::workbench) fn window_size(&self) -> Option<WindowSize> {
        self.desk.session.appearance.window
    }

    /// Opens headers beside the products of the session, with `image` in place of theirs.
    pub(crate) fn open_paired(&mut self, headers: Vec<PathBuf>, image: &Path) {
        for header in headers {
            self.desk.open_product(header, Some(image.to_path_buf()));
            self.desk.session.tab = Tab::Viewer;
        }
    }

    /// Opens products and parameter sets beside those of the session.
    pub(crate) fn open_products(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            if is_set_path(&path) {
                self.desk.open_set(path);
                continue;
            }
            self.desk.open_product(path, None);
            self.desk.session.tab = Tab::Viewer;
        }
    }

    /// One frame.
    pub(crate) fn show(&mut self, ui: &mut Ui) {
        let window = ui.ctx().clone();
        self.apply_appearance(&window);
        self.take_in(&window);
        for command in pressed(&window, &self.desk) {
            self.desk.commands.push(command);
        }
        show_top_bar(ui, &mut self.desk);
        show_status_line(ui, &mut self.desk);
        let tab = self.desk.session.tab;
        self.workspaces.of(tab).show(ui, &mut self.desk, tab);
        show_draft(ui, &mut self.desk);
        show_overlay(ui, &mut self.desk, &mut self.palette);
        show_drop_target(ui, &self.desk);
        self.leave_tool(&window);
        self.run_commands(&window);
        let is_interacting = window.input(|input| input.pointer.any_down()) || window.text_edit_focused();
        self.desk.edits.observe(&self.desk.session.viewer.edits, is_interacting);
        self.keep_session(&window);
    }

    /// Escape leaves the tool, where nothing else is left by it: a dialog, a menu, a field, a polygon that was begun.
    fn leave_tool(&mut self, window: &egui::Context) {
        let is_covered = self.desk.overlay.is_some()
            || self.desk.jobs.draft.is_some()
            || Popup::is_any_open(window)
            || window.text_edit_focused();
        let was_covered = std::mem::replace(&mut self.was_covered, is_covered);
        let is_free = !is_covered && !was_covered && self.desk.session.tab == Tab::Viewer;
        if is_free && window.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.desk.session.viewer.tool = Tool::Pan;
        }
    }

    /// Keeps the session, and the window's size with it.
    fn keep_session(&mut self, window: &egui::Context) {
        let scale = window.zoom_factor();
        let (now, size) = window.input(|input| {
            let viewport = input.viewport();
            let maximised = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
            (input.time, viewport.inner_rect.map(|place| (place.size() * scale, maximised)))
        });
        if let Some((size, maximised)) = size {
            let usual = self.desk.session.appearance.window.unwrap_or_default();
            // The size to go back to is the one before the screen was filled.
            let (width, height) =
                if maximised { (usual.width, usual.height) } else { (size.x.round() as u16, size.y.round() as u16) };
            self.desk.session.appearance.window = Some(WindowSize { width, height, maximised });
        }
        let Desk { session, notices, ground, .. } = &mut self.desk;
        let again = self.keeper.observe(session, now, &mut |failure| notices.fail(ground.now(), failure));
        if let Some(again) = again {
            window.request_repaint_after(again);
        }
    }

    /// Keeps the session at the close.
    pub(in crate::workbench) fn close(&mut self) {
        let Desk { session, notices, ground, .. } = &mut self.desk;
        self.keeper.close(session, &mut |failure| notices.fail(ground.now(), failure));
    }

    /// What arrived since the last frame: answers, jobs, files dropped or chosen.
    fn take_in(&mut self, window: &egui::Context) {
        self.desk.waking.connect(window);
        if self.desk.ground.supervision().check().is_err() {
            window.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        let dropped = window.input(|input| input.raw.dropped_files.clone());
        let dropped = dropped.into_iter().map(|file| file.path().to_path_buf());
        let chosen = self.desk.dialogs.take_products();
        self.open_products(dropped.chain(chosen).collect());
        products::follow_session(&mut self.desk);
        follow_sets(&mut self.desk);
        follow_chains(&mut self.desk, window);
        places::follow_session(&mut self.desk);
        inspector::follow(&mut self.desk);
        follow_queue(&mut self.desk);
        follow_catalog(&mut self.desk);
        for tab in Tab::ALL {
            self.workspaces.of(tab).follow(&mut self.desk);
        }
    }

    /// Runs what was asked for in this frame. A command that is not available says why.
    fn run_commands(&mut self, window: &egui::Context) {
        let commands = self.desk.commands.take();
        if !commands.is_empty() {
            // What a command changed shows at once.
            window.request_repaint();
        }
        for command in commands {
            let entry = command.entry();
            if let Err(reason) = (entry.available)(&self.desk) {
                self.desk.inform(format!("{}: not now, {reason}", entry.text));
                continue;
            }
            match (command, entry.runs) {
                (Command::CopyAsCommand, _) => self.copy_as_command(window),
                (_, Runs::OnDesk(change)) => change(&mut self.desk, window),
                (_, Runs::InPanel) => self.run_in_panel(command, window),
            }
        }
    }

    fn run_in_panel(&mut self, command: Command, window: &egui::Context) {
        let shown = self.desk.session.tab;
        let others = Tab::ALL.into_iter().filter(|tab| *tab != shown);
        let taken = std::iter::once(shown)
            .chain(others)
            .any(|tab| self.workspaces.of(tab).run(command, &mut self.desk, window));
        if !taken {
            self.desk.warn(format!("{}: no panel does this now", command.entry().text));
        }
    }

    /// Wakes this window.
    pub(in crate::workbench) fn waking(&self) -> Waking {
        self.desk.waking.clone()
    }

    fn copy_as_command(&mut self, window: &egui::Context) {
        let tab = self.desk.session.tab;
        let line = self.workspaces.of(tab).as_command_line(&self.desk);
        if line.is_none() && tab == Tab::Catalog {
            self.desk.inform("Copy as command: a filter cannot be understood; correct it first");
            return;
        }
        let line = line.unwrap_or_else(|| self.desk.as_command_line());
        window.copy_text(line.clone());
        self.desk.inform(format!("Copied: {line}"));
    }

    fn apply_appearance(&mut self, window: &egui::Context) {
        let appearance = &self.desk.session.appearance;
        if self.applied.as_ref() == Some(appearance) {
            return;
        }
        window.set_theme(theme::of_toolkit(appearance.theme));
        window.set_zoom_factor(appearance.scale());
        self.applied = Some(appearance.clone());
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.extreme_bg_color.to_normalized_gamma_f32()
    }
}

impl App {
    /// Whether the parameter set that is looked at is read.
    pub(in crate::workbench) fn is_set_read(&self) -> bool {
        self.desk.shown_set().is_some()
    }

    /// Whether a product is shown with just this thought to be otherwise.
    pub(in crate::workbench) fn is_thought_of(&self, product: ProductId, what_if: &WhatIf) -> bool {
        self.desk.radiometry.chains.shown(product).is_some_and(|(_, shown)| shown == what_if)
    }

    /// What the panels see, for tests and for the bench.
    pub(in crate::workbench) fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }
}
