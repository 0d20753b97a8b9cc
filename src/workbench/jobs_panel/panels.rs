//! The panels of the jobs' workspace.

use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;

/// The queue on the left.
#[derive(Default)]
pub(crate) struct JobList;

impl Panel for JobList {
    fn name(&self) -> &'static str {
        "Queue"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState::text("No jobs", "Operations that run, wait or ended stand here.").show(ui, desk);
    }
}

/// The selected job.
#[derive(Default)]
pub(crate) struct JobDetail;

impl Panel for JobDetail {
    fn name(&self) -> &'static str {
        "Job"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState {
            title: "Nothing runs",
            advice: "Ingesting and verifying products run here, with progress, log and cancel.",
            command: None,
            command_line: Some("viq verify PRODUCT.HDR"),
        }
        .show(ui, desk);
    }
}

/// The request of the selected job.
#[derive(Default)]
pub(crate) struct JobRequest;

impl Panel for JobRequest {
    fn name(&self) -> &'static str {
        "Request"
    }

    fn show(&mut self, ui: &mut egui::Ui, desk: &mut Desk) {
        EmptyState::text("No job selected", "The request as a command, its inputs, memory and time stand here.")
            .show(ui, desk);
    }
}
