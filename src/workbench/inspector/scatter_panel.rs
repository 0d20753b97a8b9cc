//! Two bands against each other; what is brushed here is highlighted in the views, what is selected there in the plot.

use std::sync::Arc;

use egui::{Button, ComboBox, RichText, Ui};

use super::highlight::{Highlight, HighlightCells};
use super::histogram_panel::shown_channels;
use super::inspection::product_of;
use super::plot_tile::{TileLook, show_plot, show_switches};
use super::regions_panel::region_of;
use crate::imagery::picture::ChannelSource;
use crate::imagery::region::Region;
use crate::imagery::scatter::Brush;
use crate::operations::OperationError;
use crate::operations::viewing::{Effort, ScatterReading, ViewedProduct};
use crate::reports::figure::plot::PlotContent;
use crate::supervision::Supervision;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::plots::{PlotDrag, PlotView, ScatterChannel, scatter_content};
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::session::ProductId;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;
use crate::workbench::viewer::PlotKind;

/// Cells along an axis.
const CELLS: usize = 128;
/// Cells of the image behind a highlight, at most: larger images are looked at by their means.
const HIGHLIGHT_CELLS: usize = 1 << 22;

/// What was counted: two bands of a product, of all pixels or of a region.
type Question = (Shown, [String; 2], Option<Region>);
/// What was brushed.
type BrushQuestion = (Shown, [String; 2], Brush);
type Reading = Arc<ScatterReading>;
/// The counts of a region, and its name.
type Within = (String, Reading);

/// Two bands against each other.
#[derive(Default)]
pub(crate) struct ScatterPanel {
    view: PlotView,
    bands: Option<[String; 2]>,
    whole: Latest<Question, Reading>,
    within: Latest<Question, Reading>,
    brush: Option<Brush>,
    lit: Latest<BrushQuestion, Arc<HighlightCells>>,
    drawn: Option<(Reading, Option<Within>, Arc<PlotContent>)>,
}

impl Panel for ScatterPanel {
    fn name(&self) -> &'static str {
        "Scatter"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let id = desk.session.viewer.active_product();
        let product = id.and_then(|id| Some((id, Arc::clone(desk.products.ready(id)?))));
        let Some((id, product)) = product.filter(|(_, product)| !product.bands().is_empty()) else {
            desk.inspection.plots.remove(PlotKind::Scatter);
            EmptyState::text("No scatter plot", "Open a product.").show(ui, desk);
            return;
        };
        let bands = self.bands(desk, &product);
        ui.horizontal(|ui| self.show_controls(ui, desk, &product, &bands));
        let bands = self.bands(desk, &product);
        self.ask(desk, id, &product, &bands);
        let whole = match self.whole.answer() {
            Answer::Known(reading) | Answer::Waiting(Some(reading)) => Arc::clone(reading),
            Answer::Nothing | Answer::Waiting(None) => {
                ui.weak("counting…");
                return;
            }
            Answer::Failed(reason) => {
                let words = RichText::new(reason).color(colour(desk.tokens().fail));
                ui.add(egui::Label::new(words).wrap());
                return;
            }
        };
        let within = selected_region(desk, id).and_then(|(name, _)| match self.within.answer() {
            Answer::Known(reading) => Some((name, Arc::clone(reading))),
            _ => None,
        });
        let content = self.content(whole, within);
        let brushed = self.brush.map(|brush| [[brush.x[0], brush.y[0]], [brush.x[1], brush.y[1]]]);
        let look = TileLook { drag: PlotDrag::Brush, brushed };
        let answer = show_plot(ui, desk, PlotKind::Scatter, &mut self.view, &content, &look);
        if let Some([low, high]) = answer.brushed {
            self.brush = Some(Brush { x: [low[0], high[0]], y: [low[1], high[1]] });
        } else if answer.brush_ended {
            self.end_brush(desk);
        }
        self.light(desk, id, &product, &bands);
    }
}

/// The region that is selected in a view of a product.
fn selected_region(desk: &Desk, id: ProductId) -> Option<(String, Region)> {
    let marks = &desk.session.viewer.edits.marks;
    let region = marks.regions.iter().find(|region| marks.selected == Some(region.id))?;
    (product_of(&desk.session, &region.product) == Some(id)).then(|| (region.name.clone(), region_of(&region.shape)))
}

fn sources(bands: &[String; 2]) -> [ChannelSource; 2] {
    bands.clone().map(ChannelSource::Band)
}

impl ScatterPanel {
    /// The bands chosen, or the first two that the view shows, or of the product.
    fn bands(&self, desk: &Desk, product: &ViewedProduct) -> [String; 2] {
        if let Some(bands) = self.bands.as_ref().filter(|bands| bands.iter().all(|band| product.band(band).is_some())) {
            return bands.clone();
        }
        let shown = shown_channels(desk, product);
        let shown = shown.iter().map(ToString::to_string).filter(|name| product.band(name).is_some());
        let mut names: Vec<String> = Vec::new();
        for name in shown.chain(product.bands().iter().map(|band| band.name.clone())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let first = names.first().cloned().unwrap_or_default();
        let second = names.get(1).cloned().unwrap_or_else(|| first.clone());
        [first, second]
    }

    fn show_controls(&mut self, ui: &mut Ui, desk: &mut Desk, product: &ViewedProduct, bands: &[String; 2]) {
        show_switches(ui, desk, PlotKind::Scatter, &mut self.view);
        let mut chosen = bands.clone();
        for (axis, name) in ["x", "y"].into_iter().zip(&mut chosen) {
            let label = ui.label(format!("Band along {axis}"));
            let combo = ComboBox::from_id_salt(axis).selected_text(name.clone()).width(64.0);
            let response = combo.show_ui(ui, |ui| {
                for band in product.bands() {
                    ui.selectable_value(name, band.name.clone(), &band.name);
                }
            });
            response.response.labelled_by(label.id);
        }
        if chosen != *bands {
            self.bands = Some(chosen);
            self.view.reset();
            self.end_brush(desk);
        }
        if let Some(lit) = self.brush.and(desk.inspection.highlight.as_ref()) {
            let words = format!("{} highlighted", crate::reports::number::count(lit.cells.n));
            ui.label(RichText::new(words).color(colour(desk.tokens().accent)));
        }
        if self.brush.is_some() {
            let clear = ui.add(Button::new("Clear brush")).on_hover_text("A click in the plot does the same");
            if clear.clicked() {
                self.end_brush(desk);
            }
        }
    }

    fn end_brush(&mut self, desk: &mut Desk) {
        self.brush = None;
        self.lit.clear();
        desk.inspection.highlight = None;
    }

    fn ask(&mut self, desk: &Desk, id: ProductId, product: &Arc<ViewedProduct>, bands: &[String; 2]) {
        let count = |region: Option<Region>| {
            let (product, [x, y]) = (Arc::clone(product), sources(bands));
            move |supervision: &Supervision| {
                let (window, effort) = (product.whole(), Effort::Exact);
                product.scatter([&x, &y], window, region.as_ref(), CELLS, effort, supervision).map(Arc::new)
            }
        };
        let shown = desk.products.shown(id);
        self.whole.ask(&desk.queries, Priority::Soon, (shown, bands.clone(), None), count(None));
        match selected_region(desk, id) {
            Some((_, region)) => {
                let question = (shown, bands.clone(), Some(region.clone()));
                self.within.ask(&desk.queries, Priority::Background, question, count(Some(region)));
            }
            None => self.within.clear(),
        }
    }

    fn content(&mut self, whole: Reading, within: Option<Within>) -> Arc<PlotContent> {
        let is_same = |a: Option<&Within>, b: Option<&Within>| match (a, b) {
            (None, None) => true,
            (Some((a, first)), Some((b, second))) => a == b && Arc::ptr_eq(first, second),
            _ => false,
        };
        if let Some((of, region, content)) = &self.drawn
            && Arc::ptr_eq(of, &whole)
            && is_same(region.as_ref(), within.as_ref())
        {
            return Arc::clone(content);
        }
        let channels = [
            ScatterChannel { name: whole.x.clone(), unit: whole.x_unit.clone() },
            ScatterChannel { name: whole.y.clone(), unit: whole.y_unit.clone() },
        ];
        let region = within.as_ref().map(|(name, reading)| (name.as_str(), &reading.scatter));
        let content = Arc::new(scatter_content(&whole.scatter, region, &channels));
        self.drawn = Some((whole, within, Arc::clone(&content)));
        content
    }

    /// Finds the pixels under the brush and lets the views draw them.
    fn light(&mut self, desk: &mut Desk, id: ProductId, product: &Arc<ViewedProduct>, bands: &[String; 2]) {
        let Some(brush) = self.brush else { return };
        let (asked, channels) = (Arc::clone(product), sources(bands));
        let question = (desk.products.shown(id), bands.clone(), brush);
        self.lit.ask(&desk.queries, Priority::Soon, question, move |supervision| {
            brushed_cells(&asked, &channels, &brush, supervision).map(Arc::new)
        });
        if let Answer::Known(cells) = self.lit.answer()
            && desk.inspection.highlight.as_ref().is_none_or(|lit| !Arc::ptr_eq(&lit.cells, cells))
        {
            desk.inspection.highlight = Some(Highlight { product: id, cells: Arc::clone(cells) });
        }
    }
}

/// The cells of the image whose values lie under a brush: its pixels, or means of them where it is large.
fn brushed_cells(
    product: &ViewedProduct,
    [x, y]: &[ChannelSource; 2],
    brush: &Brush,
    supervision: &Supervision,
) -> Result<HighlightCells, OperationError> {
    let whole = product.whole();
    let level =
        (0..product.n_levels()).find(|level| whole.pixels() >> (2 * level) <= HIGHLIGHT_CELLS).unwrap_or_default();
    let mut cells = HighlightCells::none_of(whole);
    for place in product.tiles_covering(level, whole) {
        let window = product.tile_window(place);
        let columns = window.columns.div_ceil(1 << level).max(1);
        let mask = product.brushed([x, y], brush, place, supervision)?;
        for cell in mask.iter().enumerate().filter(|(_, held)| **held).map(|(cell, _)| cell) {
            cells.mark(window.line + ((cell / columns) << level), window.column + ((cell % columns) << level));
        }
    }
    Ok(cells)
}

#[cfg(test)]
impl ScatterPanel {
    /// What is brushed.
    pub(super) fn brush(&self) -> Option<Brush> {
        self.brush
    }

    /// The cells under the last brush, once they are found.
    pub(super) fn lit(&mut self) -> Option<Arc<HighlightCells>> {
        if let Answer::Known(cells) = self.lit.answer() { Some(Arc::clone(cells)) } else { None }
    }
}
