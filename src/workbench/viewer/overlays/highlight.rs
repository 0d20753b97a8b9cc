//! Pixels that a plot has brushed, over the picture.

use std::sync::Arc;

use egui::{Color32, ColorImage, Painter, Rect, TextureHandle, TextureOptions, pos2};

use crate::workbench::desk::Desk;
use crate::workbench::inspector::HighlightCells;
use crate::workbench::session::ProductId;
use crate::workbench::theme::colour;
use crate::workbench::viewer::placement::Placement;

/// The picture of what is highlighted, made anew for a new brush.
#[derive(Default)]
pub(crate) struct HighlightPicture {
    made: Option<(Arc<HighlightCells>, TextureHandle)>,
}

impl HighlightPicture {
    /// Paints what is highlighted in a product.
    pub(crate) fn paint(&mut self, painter: &Painter, desk: &Desk, product: ProductId, placement: &Placement) {
        let lit = desk.inspection.highlight.as_ref().filter(|lit| lit.product == product && lit.cells.n > 0);
        let Some(cells) = lit.map(|lit| &lit.cells) else { return };
        if self.made.as_ref().is_none_or(|(made, _)| !Arc::ptr_eq(made, cells)) {
            let ink = colour(desk.tokens().mark).gamma_multiply(0.75);
            let pixels = cells.marked.iter().map(|marked| if *marked { ink } else { Color32::TRANSPARENT }).collect();
            let image = ColorImage::new([cells.columns, cells.lines()], pixels);
            let texture = painter.ctx().load_texture("highlighted pixels", image, TextureOptions::NEAREST);
            self.made = Some((Arc::clone(cells), texture));
        }
        let Some((_, texture)) = &self.made else { return };
        let (line, column) = (cells.window.line as f64 - 0.5, cells.window.column as f64 - 0.5);
        let side = cells.cell_side as f64;
        let last = (line + side * cells.lines() as f64, column + side * cells.columns as f64);
        let rect =
            Rect::from_min_max(placement.screen_from_image(line, column), placement.screen_from_image(last.0, last.1));
        painter.image(texture.id(), rect, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE);
    }
}
