//! On the left of the viewer: the tools, the pixels without a value by reason, pins and regions.

use std::sync::Arc;

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui, vec2};

use super::mark_products::other_product;
use super::marks::{Region, RegionShape, Tool};
use super::overlay_editor::reason_row;
use super::wording::share_text;
use crate::imagery::NoDataReason;
use crate::imagery::statistics::ChannelStatistics;
use crate::operations::viewing::{Effort, ViewedProduct};
use crate::reports::number::count;
use crate::units::Exactness;
use crate::workbench::desk::Desk;
use crate::workbench::panel::Panel;
use crate::workbench::products::Shown;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// Tools, layers, pins and regions.
#[derive(Default)]
pub(crate) struct Layers {
    counts: Latest<(Option<Shown>, String), ChannelStatistics>,
}

impl Panel for Layers {
    fn name(&self) -> &'static str {
        "Layers"
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let product = desk.session.viewer.active_product().and_then(|product| desk.products.ready(product)).cloned();
        let Some(product) = product else {
            EmptyState::text("No layers", "Layers, pins and regions of the open products stand here.").show(ui, desk);
            return;
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            tools(ui, desk);
            ui.separator();
            self.reasons(ui, desk, &product);
            ui.separator();
            marks(ui, desk);
        });
    }
}

fn tools(ui: &mut Ui, desk: &mut Desk) {
    ui.label(RichText::new("Tool").strong());
    ui.horizontal_wrapped(|ui| {
        for tool in Tool::ALL {
            let is_chosen = desk.session.viewer.tool == tool;
            let button = ui.add(Button::selectable(is_chosen, tool.name())).on_hover_text(tool.told());
            if button.accessible_name(format!("Tool {}", tool.name())).clicked() {
                desk.session.viewer.tool = tool;
            }
        }
    });
}

impl Layers {
    /// Every reason with its number of pixels in the first channel of the active view, its look and its switch.
    fn reasons(&mut self, ui: &mut Ui, desk: &mut Desk, product: &Arc<ViewedProduct>) {
        let id = desk.session.viewer.active();
        ui.label(RichText::new("Pixels without a value").strong());
        let composition = desk.session.viewer.composition(id).cloned().or_else(|| Some(product.usual_composition()));
        let Some(source) = composition.and_then(|composition| composition.sources().first().cloned()) else { return };
        let (asked, of) = (Arc::clone(product), source.clone());
        let active = desk.session.viewer.active_product();
        let question = (active.map(|id| desk.products.shown(id)), source.to_string());
        let now = ui.input(|input| input.time);
        if active.is_some_and(|id| desk.products.rests_in(id, now).is_some()) {
            self.counts.clear();
        } else {
            // Every pixel is counted: the cells of a quick statistic hold a value as soon as one of their pixels does.
            self.counts.ask(&desk.queries, Priority::Background, question, move |supervision| {
                asked.statistics(&of, asked.whole(), Effort::Exact, supervision)
            });
        }
        let counts = match self.counts.answer() {
            Answer::Known(counts) => Some(counts),
            _ => None,
        };
        let mut look = desk.session.viewer.view_edits(id).no_data;
        let before = look;
        for reason in NoDataReason::ALL {
            let mut of_reason = look.of(reason);
            let told = counts.map_or_else(|| "…".to_owned(), |counts| count_text(counts, reason));
            reason_row(ui, reason, &mut of_reason, Some(&told));
            look.set(reason, of_reason);
        }
        let told = match counts {
            None => format!("counting in {source}"),
            Some(counts) => {
                let sign = if counts.exactness == Exactness::Approximate { "≈ " } else { "" };
                let share = share_text(counts.n_valid, counts.n_seen);
                format!("{sign}{share} of {source} is valid")
            }
        };
        ui.label(RichText::new(told).small().weak());
        if look != before {
            desk.session.viewer.view_edits_mut(id).no_data = look;
            desk.edits.name("change overlays");
        }
    }
}

/// Pixels with a reason: exact, or the share of those looked at.
fn count_text(counts: &ChannelStatistics, reason: NoDataReason) -> String {
    let n = counts.n_by_reason.of(reason);
    match counts.exactness {
        Exactness::Exact => count(n),
        Exactness::Approximate => format!("≈ {}", share_text(n, counts.n_seen)),
    }
}

fn marks(ui: &mut Ui, desk: &mut Desk) {
    ui.label(RichText::new("Regions").strong());
    let regions = desk.session.viewer.edits.marks.regions.clone();
    if regions.is_empty() {
        ui.label(RichText::new("Draw a rectangle or a polygon in a view.").small().weak());
    }
    let selected = desk.session.viewer.edits.marks.selected;
    for region in &regions {
        let other = other_product(desk, &region.product);
        region_row(ui, desk, region, other, selected);
    }
}

/// Name, extent and removal of a region; that of another product is quiet, with the product's name.
fn region_row(ui: &mut Ui, desk: &mut Desk, region: &Region, other: Option<String>, selected: Option<u32>) {
    let size = vec2(ui.available_width(), ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let button = ui.small_button("✕").accessible_name(format!("Remove {}", region.name));
        if button.on_hover_text("Remove").clicked() {
            desk.session.viewer.edits.marks.remove(region.id);
            desk.edits.name("remove region");
        }
        ui.label(RichText::new(place_text(region)).monospace().small().weak());
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let ink = if other.is_some() { desk.tokens().quiet } else { desk.tokens().mark };
            let name = RichText::new(&region.name).color(colour(ink));
            if ui.add(Button::selectable(selected == Some(region.id), name).truncate()).clicked() {
                desk.session.viewer.edits.marks.selected = Some(region.id);
                desk.edits.name("select region");
            }
        });
    });
    if let Some(other) = other {
        ui.add(egui::Label::new(RichText::new(format!("on {other}")).small().weak()).truncate());
    }
}

fn place_text(region: &Region) -> String {
    match &region.shape {
        RegionShape::Rectangle(window) => format!("{} × {} px", window.lines, window.columns),
        RegionShape::Polygon(corners) => format!("{} corners", corners.len()),
    }
}
