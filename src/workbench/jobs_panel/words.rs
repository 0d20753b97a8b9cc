//! How jobs are told: signs, words, progress, sizes, times.

use crate::operations::jobs::{Job, JobState, StageProgress};
use crate::reports::number;
use crate::reports::tokens::{Colour, Tokens};
use crate::units::UtcInstant;

/// `62 %  31/50 cells`; only the count where nothing can be said of the whole.
pub(crate) fn progress_text(stage: &StageProgress) -> String {
    let counts = format!("{}/{} {}", number::count(stage.done), number::count(stage.total), stage.unit);
    match stage.share() {
        // 99.6 % is not all of it
        Some(share) => format!("{:.0} %  {counts}", (share * 100.0).floor()),
        None => counts,
    }
}

/// Sign, word and colour of a job's state.
pub(super) fn state_words(job: &Job, tokens: &Tokens) -> (&'static str, &'static str, Colour) {
    match &job.state {
        JobState::Queued => ("–", "queued", tokens.quiet),
        JobState::Running => ("▶", "running", tokens.accent),
        JobState::Cancelling => ("▶", "cancelling", tokens.mark),
        JobState::Done if job.has_failed_parts() => ("⚠", "done in part", tokens.mark),
        JobState::Done => ("✓", "done", tokens.pass),
        JobState::Failed { .. } => ("✕", "failed", tokens.fail),
        JobState::Cancelled => ("–", "cancelled", tokens.quiet),
        JobState::Interrupted => ("⚠", "interrupted", tokens.mark),
    }
}

/// A label at the left of a cell of fixed width, so that what follows stands below itself.
pub(super) fn left_cell(ui: &mut egui::Ui, width: f32, label: egui::Label) -> egui::Response {
    let room = egui::vec2(width, 18.0);
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let drawn = ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.set_min_width(width);
        ui.add(label)
    });
    drawn.inner
}

/// Bytes in the unit that suits them: `512 MB`.
pub(crate) fn size_text(bytes: u64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    let size = bytes as f64;
    match units.into_iter().find(|(_, unit)| size >= *unit) {
        Some((name, unit)) => format!("{} {name}", number::significant(size / unit, 3, number::Sign::Negative)),
        None => format!("{bytes} B"),
    }
}

/// A time without its parts of a second: `2019-02-04 08:34:37`.
pub(crate) fn time_text(time: UtcInstant) -> String {
    let text = time.to_string().replace('T', " ");
    text.chars().take_while(|sign| !".Z".contains(*sign)).collect()
}

/// The time from one moment to a later one: `2 h 05 min`, `3 min 07 s`, `4.2 s`.
pub(super) fn duration_text(from: UtcInstant, to: UtcInstant) -> String {
    let milliseconds = (to.unix_milliseconds() - from.unix_milliseconds()).max(0);
    let seconds = milliseconds / 1000;
    match seconds {
        3600.. => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
        60.. => format!("{} min {:02} s", seconds / 60, seconds % 60),
        10.. => format!("{seconds} s"),
        _ => format!("{:.1} s", milliseconds as f64 / 1000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_never_told_as_all_before_it_is() {
        let stage = |done| StageProgress { stage: "measuring".to_owned(), done, total: 1000, unit: "cells", rounds: 1 };
        assert_eq!(progress_text(&stage(0)), "0 %  0/1\u{202F}000 cells");
        assert_eq!(progress_text(&stage(999)), "99 %  999/1\u{202F}000 cells");
        assert_eq!(progress_text(&stage(1000)), "100 %  1\u{202F}000/1\u{202F}000 cells");
        assert_eq!(progress_text(&StageProgress { total: 0, ..stage(3) }), "3/0 cells");
    }

    #[test]
    fn sizes_and_times_take_the_unit_that_suits_them() {
        assert_eq!([999, 536_870_912, 1 << 30].map(size_text), ["999 B", "537 MB", "1.07 GB"]);
        let at = |milliseconds| UtcInstant::from_unix_milliseconds(milliseconds).unwrap();
        let lasted = |milliseconds| duration_text(at(0), at(milliseconds));
        assert_eq!(lasted(4_210), "4.2 s");
        assert_eq!(lasted(59_999), "59 s");
        assert_eq!(lasted(187_000), "3 min 07 s");
        assert_eq!(lasted(7_500_000), "2 h 05 min");
        assert_eq!(time_text(at(1_549_269_277_250)), "2019-02-04 08:34:37");
    }
}
