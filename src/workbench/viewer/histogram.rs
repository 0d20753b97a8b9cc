//! Histograms of the channels beside the handles of the stretch.

use std::sync::Arc;

use egui::{Color32, EventFilter, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::stretching::reference;
use super::view_state::ProductReference;
use super::wording::value_text;
use crate::imagery::picture::Composition;
use crate::imagery::statistics::ChannelStatistics;
use crate::operations::OperationError;
use crate::operations::viewing::{Effort, ViewedProduct};
use crate::supervision::Supervision;
use crate::workbench::queries::{Answer, Latest, Priority, Queries};

/// Columns of a histogram.
const STEPS: usize = 128;

/// Counts between two values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChannelHistogram {
    /// The name of the channel.
    pub(crate) name: String,
    /// The least value.
    pub(crate) least: f64,
    /// The greatest value.
    pub(crate) greatest: f64,
    /// Pixels in each of [`STEPS`] steps between them.
    pub(crate) counts: Vec<f64>,
}

/// Of what histograms are counted: a product, what its values are, and the channels.
type Question = (ProductReference, &'static str, Composition);

/// The histograms of what a view shows.
#[derive(Default)]
pub(crate) struct Histograms {
    found: Latest<Question, Vec<ChannelHistogram>>,
    /// Whether counts are shown by their logarithm.
    pub(crate) is_logarithmic: bool,
}

impl Histograms {
    /// The histograms of the whole image, from a sample where it is large; none while they are being counted.
    pub(crate) fn of(
        &mut self,
        product: &Arc<ViewedProduct>,
        composition: &Composition,
        queries: &Queries,
    ) -> Option<Vec<ChannelHistogram>> {
        let question = (reference(product), product.quantity(), composition.clone());
        let (asked, of) = (Arc::clone(product), composition.clone());
        // The picture comes first.
        self.found.ask(queries, Priority::Soon, question, move |supervision| count(&asked, &of, supervision));
        match self.found.answer() {
            Answer::Known(found) | Answer::Waiting(Some(found)) => Some(found.clone()),
            Answer::Nothing | Answer::Waiting(None) | Answer::Failed(_) => None,
        }
    }
}

fn count(
    product: &ViewedProduct,
    composition: &Composition,
    supervision: &Supervision,
) -> Result<Vec<ChannelHistogram>, OperationError> {
    let mut found = Vec::new();
    for source in composition.sources() {
        let statistics = product.statistics(source, product.whole(), Effort::Quick, supervision)?;
        found.push(in_steps(source.to_string(), &statistics));
    }
    Ok(found)
}

fn in_steps(name: String, statistics: &ChannelStatistics) -> ChannelHistogram {
    let moments = statistics.moments.as_ref();
    let (least, greatest) = moments.map_or((0.0, 0.0), |moments| (moments.min, moments.max));
    let counts = statistics.histogram.in_steps(least, greatest, STEPS);
    ChannelHistogram { name, least, greatest, counts }
}

/// A handle of the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handle {
    /// What is drawn as black.
    Low,
    /// What is drawn as white.
    High,
}

/// Draws a histogram with the handles of its channel; gives the bounds when a handle was moved.
pub(crate) fn show(
    ui: &mut Ui,
    histogram: &ChannelHistogram,
    bounds: [f64; 2],
    ink: Color32,
    is_logarithmic: bool,
) -> Option<[f64; 2]> {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width().clamp(120.0, 320.0), 56.0), Sense::hover());
    let visuals = ui.visuals().clone();
    ui.painter().rect_filled(rect, 0.0, visuals.extreme_bg_color);
    // Room for the handles beyond the data.
    let span = (histogram.greatest - histogram.least).max(bounds[1] - bounds[0]).max(1e-12);
    let first = histogram.least.min(bounds[0]) - 0.03 * span;
    let last = histogram.greatest.max(bounds[1]) + 0.03 * span;
    let x_of = |value: f64| rect.left() + ((value - first) / (last - first)) as f32 * rect.width();
    let value_of = |x: f32| first + f64::from((x - rect.left()) / rect.width()) * (last - first);
    let height = |count: f64| if is_logarithmic { (1.0 + count).ln() } else { count };
    let most = histogram.counts.iter().copied().fold(0.0, f64::max);
    let mut mesh = Mesh::default();
    let step = (histogram.greatest - histogram.least) / histogram.counts.len().max(1) as f64;
    for (index, n) in histogram.counts.iter().enumerate().filter(|(_, n)| **n > 0.0) {
        let left = x_of(histogram.least + step * index as f64);
        let right = x_of(histogram.least + step * (index + 1) as f64).max(left + 1.0);
        let top = rect.bottom() - (height(*n) / height(most)) as f32 * (rect.height() - 4.0);
        mesh.add_colored_rect(Rect::from_min_max(pos2(left, top), pos2(right, rect.bottom())), ink.gamma_multiply(0.8));
    }
    ui.painter().add(Shape::mesh(mesh));
    let mut moved = None;
    for (handle, value) in [(Handle::Low, bounds[0]), (Handle::High, bounds[1])] {
        if let Some(to) = show_handle(ui, histogram, rect, handle, value, x_of(value), &value_of) {
            let gap = span * 1e-6;
            moved = Some(match handle {
                Handle::Low => [to.min(bounds[1] - gap), bounds[1]],
                Handle::High => [bounds[0], to.max(bounds[0] + gap)],
            });
        }
    }
    moved
}

fn show_handle(
    ui: &Ui,
    histogram: &ChannelHistogram,
    rect: Rect,
    handle: Handle,
    value: f64,
    x: f32,
    value_of: &impl Fn(f32) -> f64,
) -> Option<f64> {
    let name = match handle {
        Handle::Low => format!("{} low handle", histogram.name),
        Handle::High => format!("{} high handle", histogram.name),
    };
    let area = Rect::from_center_size(pos2(x, rect.center().y), vec2(20.0, rect.height()));
    let response = ui.interact(area, ui.scope_id().with(&name), Sense::click_and_drag());
    let visuals = ui.style().interact(&response);
    let stroke =
        Stroke::new(if response.has_focus() || response.dragged() { 2.5 } else { 1.5 }, visuals.fg_stroke.color);
    ui.painter().vline(x, rect.y_range(), stroke);
    let grip = |y: f32| vec![pos2(x - 5.0, y), pos2(x + 5.0, y), pos2(x, y - 7.0)];
    ui.painter().add(Shape::convex_polygon(grip(rect.bottom()), visuals.fg_stroke.color, Stroke::NONE));
    response.widget_info(|| WidgetInfo::slider(true, value, &name));
    let range = histogram.greatest - histogram.least;
    let response = response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal).on_hover_text(value_text(value, range));
    let by_keys = if response.has_focus() {
        let keys = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
        ui.input_mut(|input| {
            let mut steps = 0.0;
            for (key, step) in [(egui::Key::ArrowLeft, -1.0), (egui::Key::ArrowRight, 1.0)] {
                steps += step * input.count_and_consume_key(egui::Modifiers::NONE, key) as f64;
            }
            steps
        })
    } else {
        0.0
    };
    if by_keys != 0.0 {
        return Some(value + by_keys * range / 200.0);
    }
    let pointer: Option<Pos2> = response.interact_pointer_pos().filter(|_| response.dragged());
    pointer.map(|pointer| value_of(pointer.x))
}
