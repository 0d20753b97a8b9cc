//! The selected job: stages, what came of it, log.

use egui::{Frame, Margin, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::log::show_log;
use super::queue::has_result;
use super::words::{duration_text, left_cell, progress_text, state_words, time_text};
use crate::operations::jobs::{Job, JobOutcome, JobState, StageProgress};
use crate::reports::number;
use crate::reports::tokens::verdict_words;
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// Least height that the log keeps, points.
const LOG_HEIGHT: f32 = 160.0;

/// The selected job.
#[derive(Default)]
pub(crate) struct JobDetail;

impl Panel for JobDetail {
    fn name(&self) -> &'static str {
        "Job"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some(job) = desk.shown_job() else {
            EmptyState {
                title: "Nothing runs",
                advice: "Adding and verifying products run here, with progress, log and cancel.",
                command: Some(Command::AddProducts),
                command_line: Some("viq ingest PATH"),
            }
            .show(ui, desk);
            return;
        };
        Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            heading(ui, desk, &job);
            ui.add_space(8.0);
            let height = (ui.available_height() - LOG_HEIGHT - 16.0).max(80.0);
            egui::ScrollArea::vertical().id_salt(("job", job.id)).max_height(height).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    if let JobState::Failed { reason } = &job.state {
                        told(ui, desk, "✕", desk.tokens().fail, reason);
                    }
                    if job.state == JobState::Interrupted {
                        let text =
                            "The program ended while this job ran. What it had recorded before is in the catalog.";
                        told(ui, desk, "⚠", desk.tokens().mark, text);
                    }
                    stages(ui, desk, &job);
                    if let Some(outcome) = &job.outcome {
                        came_of_it(ui, desk, outcome);
                    }
                },
            );
            ui.add_space(8.0);
            ui.separator();
            show_log(ui, desk, &job);
        });
    }

    fn as_command_line(&self, desk: &Desk) -> Option<String> {
        Some(desk.shown_job()?.request.as_command(&desk.ground.command_place()))
    }
}

fn heading(ui: &mut Ui, desk: &mut Desk, job: &Job) {
    let (sign, word, ink) = state_words(job, desk.tokens());
    ui.add(egui::Label::new(RichText::new(job.request.title()).heading()).truncate())
        .on_hover_text(job.request.title());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("{sign} {word}")).color(colour(ink)));
        ui.label(RichText::new(format!("job {}", job.id)).weak());
        ui.label(RichText::new(format!("asked for {}", time_text(job.queued_at))).weak());
        match (job.started_at, job.ended_at) {
            (Some(started), Some(ended)) if job.state.is_finished() => {
                ui.label(RichText::new(format!("ran {}", duration_text(started, ended))).weak());
            }
            (Some(started), _) if !job.state.is_finished() => {
                ui.label(RichText::new(format!("began {}", time_text(started))).weak());
            }
            _ => {}
        }
        if let Some(again) = job.retried_as {
            ui.label(RichText::new(format!("tried again as job {again}")).weak());
        }
    });
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        if !job.state.is_finished() {
            command_button(ui, desk, Command::CancelJob);
        }
        if has_result(job) {
            command_button(ui, desk, Command::OpenResult);
        }
        if job.has_failed_parts() {
            command_button(ui, desk, Command::RetryFailedParts);
        }
        if job.may_be_retried() {
            command_button(ui, desk, Command::RetryJob);
            command_button(ui, desk, Command::RemoveJob);
        }
    });
}

fn told(ui: &mut Ui, desk: &Desk, sign: &str, ink: crate::reports::tokens::Colour, text: &str) {
    Frame::new().fill(colour(desk.tokens().raised)).corner_radius(3).inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(sign).color(colour(ink)));
            ui.add(egui::Label::new(text).selectable(true).wrap());
        });
    });
    ui.add_space(8.0);
}

fn stages(ui: &mut Ui, desk: &Desk, job: &Job) {
    if job.stages.is_empty() {
        if job.state == JobState::Queued {
            ui.label(RichText::new("Waits for its turn.").weak());
        }
        return;
    }
    for (index, stage) in job.stages.iter().enumerate() {
        let is_current = index == job.current && !job.state.is_finished();
        stage_row(ui, desk, stage, is_current);
    }
    ui.add_space(8.0);
}

/// A stage: its name, its work units, a bar.
fn stage_row(ui: &mut Ui, desk: &Desk, stage: &StageProgress, is_current: bool) {
    let tokens = desk.tokens();
    let (place, response) = ui.allocate_exact_size(Vec2::new(ui.available_width().min(640.0), 30.0), Sense::hover());
    let progress = progress_text(stage);
    let rounds = if stage.rounds > 1 { format!("  {} times", number::count(stage.rounds)) } else { String::new() };
    let name = format!("Stage {}{rounds}: {progress}", stage.stage);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &name));
    let painter = ui.painter();
    let ink = colour(if is_current { tokens.text } else { tokens.quiet });
    let (words, numbers) = (egui::FontId::proportional(13.0), egui::FontId::monospace(12.0));
    painter.text(place.left_top(), egui::Align2::LEFT_TOP, format!("{}{rounds}", stage.stage), words, ink);
    painter.text(place.right_top(), egui::Align2::RIGHT_TOP, progress, numbers, ink);
    let track = egui::Rect::from_min_max(
        egui::pos2(place.left(), place.bottom() - 9.0),
        place.right_bottom() - egui::vec2(0.0, 6.0),
    );
    painter.rect_filled(track, 1.5, colour(tokens.line));
    let share = stage.share().unwrap_or(0.0) as f32;
    let done = egui::Rect::from_min_size(track.min, Vec2::new(track.width() * share, track.height()));
    painter.rect_filled(done, 1.5, colour(if is_current { tokens.accent } else { tokens.quiet }));
}

fn came_of_it(ui: &mut Ui, desk: &Desk, outcome: &JobOutcome) {
    let tokens = desk.tokens();
    ui.label(RichText::new("Result").strong());
    ui.add(egui::Label::new(outcome.summary.as_str()).selectable(true).wrap());
    for (product, lines) in &outcome.lines {
        ui.add_space(4.0);
        ui.add(egui::Label::new(RichText::new(product).weak()).selectable(true).truncate());
        for line in lines {
            let (sign, word) = verdict_words(line.verdict);
            ui.horizontal_top(|ui| {
                let verdict = RichText::new(format!("{sign} {word}")).color(colour(tokens.verdict(line.verdict)));
                left_cell(ui, 112.0, egui::Label::new(verdict));
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(egui::Label::new(line.title.as_str()).wrap());
                    let several =
                        if line.counts.is_empty() { String::new() } else { format!("{}; worst: ", line.counts) };
                    let figure = RichText::new(format!("{several}{}", line.figure)).small().weak();
                    ui.add(egui::Label::new(figure).selectable(true).wrap());
                });
            });
        }
    }
    for unread in &outcome.unread {
        ui.add_space(4.0);
        told(ui, desk, "✕", tokens.fail, &unread.reason);
    }
    for reason in &outcome.unrecorded {
        told(ui, desk, "⚠", tokens.mark, &format!("not recorded: {reason}"));
    }
    if let Some(page) = &outcome.page {
        ui.add_space(4.0);
        let text = RichText::new(page.display().to_string()).monospace().size(11.0).weak();
        ui.add(egui::Label::new(text).selectable(true).truncate()).on_hover_text(page.display().to_string());
    }
}
