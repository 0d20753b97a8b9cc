//! The queue on the left.

use egui::{RichText, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::words::{progress_text, state_words, time_text};
use crate::operations::jobs::{Job, StageProgress};
use crate::workbench::commands::{Command, command_button};
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::{blend, colour};

const ROW: f32 = 48.0;

/// The queue on the left.
#[derive(Default)]
pub(crate) struct JobList;

impl Panel for JobList {
    fn name(&self) -> &'static str {
        "Queue"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        ui.horizontal_wrapped(|ui| {
            command_button(ui, desk, Command::AddProducts);
            command_button(ui, desk, Command::VerifyProducts);
        });
        ui.add_space(4.0);
        let jobs = desk.jobs.jobs();
        if jobs.is_empty() {
            EmptyState::text("No jobs", "Operations that run, wait or ended stand here.").show(ui, desk);
            return;
        }
        let shown = desk.shown_job().map(|job| job.id);
        let list_height = (ui.available_height() - 40.0).max(ROW);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("queue").max_height(list_height).auto_shrink([false, true]).show_rows(
            ui,
            ROW,
            jobs.len(),
            |ui, range| {
                // the newest first
                for job in jobs.iter().rev().skip(range.start).take(range.len()) {
                    if row(ui, desk, job, Some(job.id) == shown) {
                        desk.session.jobs.selected = Some(job.id);
                    }
                }
            },
        );
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            if jobs.iter().any(|job| job.has_failed()) {
                command_button(ui, desk, Command::RetryFailedJobs);
            }
            if jobs.iter().any(|job| job.state.is_finished()) {
                command_button(ui, desk, Command::RemoveFinishedJobs);
            }
        });
    }
}

/// A job in two lines; true when it was clicked.
fn row(ui: &mut Ui, desk: &Desk, job: &Job, is_shown: bool) -> bool {
    let tokens = desk.tokens();
    let (sign, word, ink) = state_words(job, tokens);
    let title = job.request.title();
    let (place, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    let name = format!("Job {}, {title}, {word}", job.id);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_shown, &name));
    if !ui.is_rect_visible(place) {
        return response.clicked();
    }
    let fill = if is_shown {
        Some(blend(tokens.accent, tokens.panel, 0.22))
    } else {
        response.hovered().then(|| colour(tokens.raised))
    };
    let painter = ui.painter().with_clip_rect(place.intersect(ui.clip_rect()));
    if let Some(fill) = fill {
        painter.rect_filled(place, 3.0, fill);
    }
    if response.has_focus() {
        let edge = egui::Stroke::new(1.0, colour(tokens.accent));
        painter.rect_stroke(place.shrink(1.0), 3.0, edge, egui::StrokeKind::Inside);
    }
    let text = |text: String, size: f32, ink, at: egui::Pos2, width: f32| {
        let mut job = egui::text::LayoutJob::simple_singleline(text, egui::FontId::proportional(size), ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width);
        painter.galley(at, painter.layout_job(job), ink);
    };
    let (left, width) = (place.left() + 28.0, place.width() - 36.0);
    text(sign.to_owned(), 13.0, colour(ink), place.left_top() + egui::vec2(8.0, 6.0), 20.0);
    text(title, 13.0, colour(tokens.text), egui::pos2(left, place.top() + 5.0), width);
    let second = match job.current_stage().filter(|_| !job.state.is_finished()) {
        Some(stage) => format!("{word}  {}", progress_text(stage)),
        None => format!("{word}  {}", time_text(job.ended_at.unwrap_or(job.queued_at))),
    };
    text(second, 11.0, colour(tokens.quiet), egui::pos2(left, place.top() + 25.0), width);
    if let Some(share) = job.current_stage().filter(|_| !job.state.is_finished()).and_then(StageProgress::share) {
        let track = egui::Rect::from_min_size(egui::pos2(left, place.bottom() - 5.0), Vec2::new(width, 2.0));
        painter.rect_filled(track, 1.0, colour(tokens.line));
        let done = egui::Rect::from_min_size(track.min, Vec2::new(track.width() * share as f32, 2.0));
        painter.rect_filled(done, 1.0, colour(tokens.accent));
    }
    response.on_hover_text(RichText::new(name)).clicked()
}
