//! The histogram of the channels of the active view, with the ends of its stretch.

use std::sync::Arc;

use egui::{Button, Ui};

use super::plot_tile::{TileLook, show_plot, show_switches};
use crate::imagery::picture::ChannelSource;
use crate::imagery::statistics::ChannelStatistics;
use crate::operations::viewing::{Effort, ViewedProduct};
use crate::reports::figure::plot::PlotContent;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::plots::{HistogramChannel, PlotView, histogram_content};
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::session::ProductId;
use crate::workbench::shell::EmptyState;
use crate::workbench::viewer::PlotKind;

/// What was counted: the channels of a product.
type Question = (Shown, Vec<ChannelSource>);

/// Counts of values of what the active view shows.
#[derive(Default)]
pub(crate) struct HistogramPanel {
    view: PlotView,
    statistics: Latest<Question, Arc<Vec<ChannelStatistics>>>,
    is_logarithmic: bool,
    drawn: Option<(Drawn, Arc<PlotContent>)>,
}

/// What a plot was made from.
#[derive(PartialEq)]
struct Drawn {
    statistics: Arc<Vec<ChannelStatistics>>,
    bounds: Vec<Option<[f64; 2]>>,
    is_logarithmic: bool,
}

impl Panel for HistogramPanel {
    fn name(&self) -> &'static str {
        "Histogram"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let Some((id, product, sources)) = subject(desk) else {
            desk.inspection.plots.remove(PlotKind::Histogram);
            EmptyState::text("No histogram", "Open a product.").show(ui, desk);
            return;
        };
        let (asked, of) = (Arc::clone(&product), sources.clone());
        self.statistics.ask(
            &desk.queries,
            Priority::Soon,
            (desk.products.shown(id), sources.clone()),
            move |supervision| {
                let each = |source| asked.statistics(source, asked.whole(), Effort::Quick, supervision);
                of.iter().map(each).collect::<Result<Vec<_>, _>>().map(Arc::new)
            },
        );
        let statistics = match self.statistics.answer() {
            Answer::Known(found) => Arc::clone(found),
            Answer::Nothing | Answer::Waiting(_) => {
                ui.weak("counting…");
                return;
            }
            Answer::Failed(reason) => {
                let reason = reason.to_owned();
                ui.add(egui::Label::new(reason).wrap());
                return;
            }
        };
        let content = self.content(desk, &product, &sources, statistics);
        ui.horizontal(|ui| {
            show_switches(ui, desk, PlotKind::Histogram, &mut self.view);
            let logarithmic = Button::new("Log counts").selected(self.is_logarithmic);
            if ui.add(logarithmic).on_hover_text("Counts on a logarithmic axis").clicked() {
                self.is_logarithmic = !self.is_logarithmic;
                self.view.reset();
            }
        });
        show_plot(ui, desk, PlotKind::Histogram, &mut self.view, &content, &TileLook::default());
    }
}

impl HistogramPanel {
    fn content(
        &mut self,
        desk: &Desk,
        product: &ViewedProduct,
        sources: &[ChannelSource],
        statistics: Arc<Vec<ChannelStatistics>>,
    ) -> Arc<PlotContent> {
        let viewer = &desk.session.viewer;
        let choice = viewer.stretch_choice(viewer.active());
        let stretch = choice.shown(viewer.numbers(viewer.active()));
        let ends =
            |index| stretch.and_then(|stretch| stretch.channel(index)).map(|channel| [channel.low, channel.high]);
        let bounds: Vec<Option<[f64; 2]>> = (0..sources.len()).map(ends).collect();
        let drawn = Drawn { statistics, bounds, is_logarithmic: self.is_logarithmic };
        if let Some((_, content)) = self.drawn.as_ref().filter(|(before, _)| *before == drawn) {
            return Arc::clone(content);
        }
        let channels: Vec<HistogramChannel<'_>> = sources
            .iter()
            .zip(drawn.statistics.iter())
            .enumerate()
            .map(|(index, (source, statistics))| HistogramChannel {
                name: source.to_string(),
                place: place_of(product, source),
                unit: unit_of(product, source),
                statistics,
                bounds: drawn.bounds.get(index).copied().flatten(),
            })
            .collect();
        let content = Arc::new(histogram_content(&channels, self.is_logarithmic));
        self.drawn = Some((drawn, Arc::clone(&content)));
        content
    }
}

/// The product and the channels of the active view.
fn subject(desk: &Desk) -> Option<(ProductId, Arc<ViewedProduct>, Vec<ChannelSource>)> {
    let viewer = &desk.session.viewer;
    let id = viewer.active_product()?;
    let product = Arc::clone(desk.products.ready(id)?);
    let sources = shown_channels(desk, &product);
    Some((id, product, sources))
}

/// The channels that the active view shows of its product, each once.
pub(super) fn shown_channels(desk: &Desk, product: &ViewedProduct) -> Vec<ChannelSource> {
    let viewer = &desk.session.viewer;
    let chosen = viewer.composition(viewer.active()).cloned();
    let composition = chosen.unwrap_or_else(|| product.usual_composition());
    let mut sources: Vec<ChannelSource> = Vec::new();
    for source in composition.sources() {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// Place of a channel among the bands, for its colour; arithmetic stands behind them.
pub(super) fn place_of(product: &ViewedProduct, source: &ChannelSource) -> usize {
    let name = source.to_string();
    product.bands().iter().position(|band| band.name == name).unwrap_or(product.bands().len())
}

/// Unit of a channel.
pub(super) fn unit_of(product: &ViewedProduct, source: &ChannelSource) -> String {
    match source {
        ChannelSource::Band(name) => product.band(name).map_or("code", |band| band.quantity).to_owned(),
        ChannelSource::Expression(_) => "1".to_owned(),
    }
}
