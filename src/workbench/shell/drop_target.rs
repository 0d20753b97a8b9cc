//! What shows while files are held over the window.

use egui::{Align2, FontId, Id, LayerId, Order, Stroke, StrokeKind, Ui};

use crate::workbench::desk::Desk;
use crate::workbench::theme::{blend, colour};

/// Says what a drop would do, while files are held over the window.
pub(in crate::workbench) fn show_drop_target(ui: &Ui, desk: &Desk) {
    let n_files = ui.input(|input| input.raw.hovered_files.len());
    if n_files == 0 {
        return;
    }
    let tokens = desk.tokens();
    let room = ui.ctx().content_rect();
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Foreground, Id::unique("drop target")));
    painter.rect_filled(room, 0.0, blend(tokens.accent, tokens.surface, 0.12).gamma_multiply(0.92));
    let edge = Stroke::new(2.0, colour(tokens.accent));
    painter.rect_stroke(room.shrink(8.0), 3.0, edge, StrokeKind::Inside);
    let words =
        if n_files == 1 { "Drop to open the product".to_owned() } else { format!("Drop to open {n_files} products") };
    painter.text(room.center(), Align2::CENTER_CENTER, words, FontId::proportional(16.0), colour(tokens.text));
}
