//! The profile along the line that was drawn; the position under the pointer is marked in the view, and the view's in the plot.

use std::sync::Arc;

use egui::{Button, DragValue, RichText, Ui};

use super::histogram_panel::{place_of, shown_channels};
use super::plot_tile::{TileLook, show_plot, show_switches};
use crate::imagery::picture::ChannelSource;
use crate::imagery::profile::{ProfileLine, Sampling};
use crate::operations::viewing::{ProfileReading, ViewedProduct};
use crate::reports::figure::plot::PlotContent;
use crate::workbench::desk::{Cursor, Desk};
use crate::workbench::panel::Panel;
use crate::workbench::plots::{PlotView, ProfileCurve, mark_of, place_at, profile_content};
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;
use crate::workbench::viewer::{PlotKind, ProfileLine as DrawnLine, other_product, profile_product};

/// Pixels beside the line within which the pointer in the view is marked in the plot.
const REACH: f64 = 4.0;
/// Samples across the line, at most.
const WIDEST: usize = 1001;

/// What was asked: the channels of a product along a line.
type Question = (Shown, ProfileLine, Vec<ChannelSource>);

/// Values along a line.
#[derive(Default)]
pub(crate) struct ProfilePanel {
    view: PlotView,
    reading: Latest<Question, Arc<ProfileReading>>,
    drawn: Option<(Arc<ProfileReading>, Arc<PlotContent>)>,
    /// Whether all bands are drawn, or those that the view shows.
    has_all_bands: bool,
    is_bilinear: bool,
    /// Whether the cursor is where this plot was pointed at.
    holds_cursor: bool,
}

impl Panel for ProfilePanel {
    fn name(&self) -> &'static str {
        "Profile"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let viewer = &desk.session.viewer;
        let Some(line) = viewer.edits.marks.profile.clone() else {
            desk.inspection.plots.remove(PlotKind::Profile);
            EmptyState::text("No profile", "Pick the profile tool and draw a line in a view.").show(ui, desk);
            return;
        };
        let product = profile_product(desk, &line).and_then(|id| Some((id, Arc::clone(desk.products.ready(id)?))));
        let Some((id, product)) = product else {
            desk.inspection.plots.remove(PlotKind::Profile);
            let advice = "Open the product that the line was drawn on, or draw another line in a view.";
            EmptyState::text("No profile", advice).show(ui, desk);
            return;
        };
        let sources = match desk.session.viewer.active_product() {
            _ if self.has_all_bands => Vec::new(),
            Some(active) if active == id => shown_channels(desk, &product),
            // The view shows bands of another product, which this one may lack.
            _ => product.usual_composition().sources().to_vec(),
        };
        let drawn_on = line.product.clone();
        let line = self.line(&line);
        let (asked, of) = (Arc::clone(&product), sources.clone());
        self.reading.ask(&desk.queries, Priority::Soon, (desk.products.shown(id), line, sources), move |supervision| {
            asked.profile(&line, &of, supervision).map(Arc::new)
        });
        ui.horizontal(|ui| self.show_controls(ui, desk));
        if let Some(other) = drawn_on.and_then(|product| other_product(desk, &product)) {
            ui.label(RichText::new(format!("of {other}")).small().color(colour(desk.tokens().quiet)));
        }
        let reading = match self.reading.answer() {
            Answer::Known(reading) | Answer::Waiting(Some(reading)) => Arc::clone(reading),
            Answer::Nothing | Answer::Waiting(None) => {
                ui.weak("reading…");
                return;
            }
            Answer::Failed(reason) => {
                let words = RichText::new(reason).color(colour(desk.tokens().fail));
                ui.add(egui::Label::new(words).wrap());
                return;
            }
        };
        let content = self.content(&product, &reading, desk.cursor.filter(|cursor| cursor.product == id));
        let answer = show_plot(ui, desk, PlotKind::Profile, &mut self.view, &content, &TileLook::default());
        if let Some([distance, _]) = answer.pointed {
            let [line, column] = place_at(&reading.line, distance);
            desk.cursor = Some(Cursor { product: id, line, column });
            self.holds_cursor = true;
        } else if std::mem::take(&mut self.holds_cursor) {
            desk.cursor = None;
        }
    }
}

impl ProfilePanel {
    fn line(&self, line: &DrawnLine) -> ProfileLine {
        let sampling = if self.is_bilinear { Sampling::Bilinear } else { Sampling::Nearest };
        ProfileLine { from: line.from, to: line.to, width: line.width, sampling }
    }

    fn show_controls(&mut self, ui: &mut Ui, desk: &mut Desk) {
        show_switches(ui, desk, PlotKind::Profile, &mut self.view);
        let all = Button::new("All bands").selected(self.has_all_bands);
        if ui.add(all).on_hover_text("All bands of the product, or those that the view shows").clicked() {
            self.has_all_bands = !self.has_all_bands;
        }
        let between = Button::new("Bilinear").selected(self.is_bilinear);
        let told = "Linear between pixel centres; otherwise the value of the pixel that each place lies in";
        if ui.add(between).on_hover_text(told).clicked() {
            self.is_bilinear = !self.is_bilinear;
        }
        if let Some(line) = &mut desk.session.viewer.edits.marks.profile {
            let label = ui.label("Width");
            let field = DragValue::new(&mut line.width).range(1..=WIDEST).suffix(" px").update_while_editing(false);
            let field = ui.add(field).labelled_by(label.id);
            if field.on_hover_text("Samples across the line that each value is the mean of").changed() {
                desk.edits.name("width of profile");
            }
        }
    }

    /// The description; the mark alone is made anew while the pointer moves.
    fn content(
        &mut self,
        product: &ViewedProduct,
        reading: &Arc<ProfileReading>,
        cursor: Option<Cursor>,
    ) -> Arc<PlotContent> {
        let before = self.drawn.take().filter(|(of, _)| Arc::ptr_eq(of, reading)).map(|(_, content)| content);
        let mut content = before.unwrap_or_else(|| {
            let curves: Vec<ProfileCurve<'_>> = reading
                .channels
                .iter()
                .enumerate()
                .map(|(index, channel)| ProfileCurve {
                    name: &channel.channel,
                    place: channel.channel.parse().map_or(index, |source| place_of(product, &source)),
                    unit: &channel.unit,
                    points: &channel.points,
                })
                .collect();
            Arc::new(profile_content(&reading.line, &curves))
        });
        let reach = REACH + reading.line.width as f64 / 2.0;
        let mark = cursor.and_then(|cursor| mark_of(&reading.line, [cursor.line, cursor.column], reach));
        if content.marks.first() != mark.as_ref() {
            Arc::make_mut(&mut content).marks = mark.into_iter().collect();
        }
        self.drawn = Some((Arc::clone(reading), Arc::clone(&content)));
        content
    }
}
