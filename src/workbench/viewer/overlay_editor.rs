//! The editor of what stands over a picture.

use egui::{
    Align, Checkbox, Label, Layout, Painter, Rect, RichText, Sense, Slider, TextStyle, Ui, UiBuilder, Vec2, pos2, vec2,
};

use super::image_view::Subject;
use super::view_state::Grid;
use crate::imagery::NoDataReason;
use crate::imagery::picture::{Hatch, OverlayLook};
use crate::reports::tokens;
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;

/// Shows the editor.
pub(crate) fn show(ui: &mut Ui, desk: &mut Desk, subject: &Subject) {
    let mut edits = desk.session.viewer.view_edits(subject.id);
    let before = edits.clone();
    for grid in Grid::ALL {
        ui.radio_value(&mut edits.overlays.grid, grid, grid.name());
    }
    ui.separator();
    ui.checkbox(&mut edits.overlays.overview, "Overview");
    ui.checkbox(&mut edits.overlays.scale, "Scale bar and north");
    ui.checkbox(&mut edits.overlays.colour_bar, "Bar of the colour map");
    ui.checkbox(&mut edits.overlays.marks, "Pins, regions, profile line");
    ui.separator();
    ui.label("Pixels without a value");
    for reason in NoDataReason::ALL {
        let mut look = edits.no_data.of(reason);
        reason_row(ui, reason, &mut look, None);
        edits.no_data.set(reason, look);
    }
    if edits != before {
        *desk.session.viewer.view_edits_mut(subject.id) = edits;
        desk.edits.name("change overlays");
    }
}

/// Room of the switch of a reason, and of its swatch, points.
const SWITCH: f32 = 24.0;
const SWATCH: f32 = 18.0;
/// Room of the slider, at least and at most.
const SLIDER: [f32; 2] = [26.0, 64.0];
/// Room of the number of pixels: `31 200 000`.
const NUMBER: f32 = 58.0;
/// Between the columns.
const GAP: f32 = 4.0;

/// Where the columns of a row of reasons stand: switch, swatch, word, slider, number. Every row of the same width has the same columns.
struct Columns {
    word: f32,
    slider: f32,
    number: f32,
}

impl Columns {
    fn within(ui: &Ui, room: f32, has_number: bool) -> Self {
        let font = TextStyle::Body.resolve(ui.style());
        let width = |word: &str| {
            ui.painter().layout_no_wrap(word.to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x
        };
        let words = NoDataReason::ALL.into_iter().map(|reason| width(reason.word()).ceil()).fold(0.0, f32::max);
        let number = if has_number { NUMBER } else { 0.0 };
        let gaps = if has_number { 4.0 * GAP } else { 3.0 * GAP };
        let rest = (room - SWITCH - SWATCH - number - gaps).max(0.0);
        let slider = (rest - words).clamp(SLIDER[0], SLIDER[1]).min(rest);
        Self { word: words.min(rest - slider), slider, number }
    }

    fn width(&self) -> f32 {
        let gaps = if self.number > 0.0 { 4.0 * GAP } else { 3.0 * GAP };
        SWITCH + SWATCH + self.word + self.slider + self.number + gaps
    }
}

/// Switch, swatch, word and opacity of a reason and, at the right edge, how many pixels have it.
pub(crate) fn reason_row(ui: &mut Ui, reason: NoDataReason, look: &mut OverlayLook, number: Option<&str>) {
    let room = if number.is_some() { ui.available_width() } else { f32::INFINITY };
    let columns = Columns::within(ui, room, number.is_some());
    let width = if number.is_some() { room.max(columns.width()) } else { columns.width() };
    let (row, _) = ui.allocate_exact_size(vec2(width, ui.spacing().interact_size.y), Sense::hover());
    let mut left = row.left();
    let mut next = |width: f32| {
        let cell = Rect::from_min_size(pos2(left, row.top()), vec2(width, row.height()));
        left += width + GAP;
        cell
    };
    let switch = ui.put(next(SWITCH), Checkbox::without_text(&mut look.visible));
    switch.accessible_name(format!("Show {}", reason.word()));
    paint_swatch(ui.painter(), Rect::from_center_size(next(SWATCH).center(), SWATCH_SIZE), reason);
    let word = in_cell(ui, next(columns.word), Layout::left_to_right(Align::Center), |ui| {
        ui.add(Label::new(reason.word()).truncate())
    });
    in_cell(ui, next(columns.slider), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().slider_width = columns.slider;
        let slider = Slider::new(&mut look.opacity, 0.0..=1.0).show_value(false);
        ui.add_enabled(look.visible, slider).labelled_by(word.id).on_hover_text("Opacity");
    });
    if let Some(number) = number {
        let cell = Rect::from_min_max(pos2(row.right() - columns.number, row.top()), row.max);
        in_cell(ui, cell, Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(RichText::new(number).monospace().small().weak()).truncate());
        });
    }
}

/// Puts something where it belongs in a row, and nowhere else.
fn in_cell<R>(ui: &mut Ui, cell: Rect, layout: Layout, content: impl FnOnce(&mut Ui) -> R) -> R {
    let mut cell = ui.new_child(UiBuilder::new().max_rect(cell).layout(layout));
    content(&mut cell)
}

/// Size of a swatch, points.
pub(crate) const SWATCH_SIZE: Vec2 = vec2(18.0, 12.0);

/// Paints colour and hatch of a reason, as they are drawn in the picture.
pub(crate) fn paint_swatch(painter: &Painter, rect: Rect, reason: NoDataReason) {
    let (token, hatch) = tokens::no_data(reason);
    let ink = colour(token);
    painter.rect_stroke(rect, 0.0, egui::Stroke::new(1.0, ink), egui::StrokeKind::Inside);
    if hatch == Hatch::Empty {
        return;
    }
    for line in 0..6 {
        for column in 0..9 {
            if hatch.has_ink(line, column) {
                let corner = rect.min + vec2(2.0 * column as f32, 2.0 * line as f32);
                painter.rect_filled(Rect::from_min_size(corner, vec2(2.0, 2.0)), 0.0, ink);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;

    #[test]
    fn the_columns_of_reasons_stand_below_each_other_and_apart_whatever_the_width() {
        for (width, scale) in [(200.0, 1.0), (244.0, 1.0), (244.0, 1.25), (400.0, 1.0)] {
            let mut looks = NoDataReason::ALL.map(|_| OverlayLook { visible: true, opacity: 0.5 });
            let mut harness = Harness::builder()
                .with_size([width, 300.0])
                .with_pixels_per_point(scale)
                .with_context_setup(crate::workbench::theme::install)
                .build_ui(move |ui| {
                    for (reason, look) in NoDataReason::ALL.into_iter().zip(&mut looks) {
                        reason_row(ui, reason, look, Some("≈ 100 000 000"));
                    }
                });
            harness.run();
            let rows: Vec<[Rect; 3]> = NoDataReason::ALL
                .into_iter()
                .map(|reason| {
                    let switch = harness.get_by_label(&format!("Show {}", reason.word())).rect();
                    let slider = harness.get_by_role_and_label(egui::accesskit::Role::Slider, reason.word()).rect();
                    let word = harness.get_by_role_and_label(egui::accesskit::Role::Label, reason.word()).rect();
                    [switch, word, slider]
                })
                .collect();
            for row in &rows {
                for (cell, first) in row.iter().zip(&rows[0]) {
                    assert!((cell.left() - first.left()).abs() < 0.5, "{width} {row:?} {:?}", rows[0]);
                }
                assert!(row[0].right() <= row[1].left() && row[1].right() <= row[2].left(), "{width} {row:?}");
                assert!(
                    (row[2].width() - rows[0][2].width()).abs() < 0.5 && row[2].right() < width - NUMBER,
                    "{row:?}"
                );
            }
            assert!(rows.windows(2).all(|pair| pair[0][0].bottom() <= pair[1][0].top()));
        }
    }
}
