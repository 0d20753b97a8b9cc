//! The views and the plots in the middle of the viewer.

use egui::{Align, Button, Frame, Layout, Margin, RichText, Sense, Ui, UiBuilder, WidgetText};
use egui_tiles::{Behavior, SimplificationOptions, TileId, Tiles, Tree, UiResponse};

use super::exporting::{self, Exports};
use super::following;
use super::image_view;
use super::layout::{Pane, PlotKind, Split};
use super::panel_commands;
use super::view_state::ViewId;
use super::viewing::Viewing;
use super::wording;
use crate::workbench::commands::Command;
use crate::workbench::desk::Desk;
use crate::workbench::inspector::{HistogramPanel, ProfilePanel, RegionsPanel, ScatterPanel, SpectrumPanel};
use crate::workbench::panel::Panel;
use crate::workbench::products::Opening;
use crate::workbench::session::ProductId;
use crate::workbench::shell::EmptyState;
use crate::workbench::theme::colour;

/// Height of the line above a view, points.
const TITLE_HEIGHT: f32 = 24.0;

/// The views in the middle, and the plots below them.
pub(crate) struct Views {
    viewing: Viewing,
    exports: Exports,
    plots: Vec<(PlotKind, Box<dyn Panel>)>,
}

impl Default for Views {
    fn default() -> Self {
        let plots: Vec<(PlotKind, Box<dyn Panel>)> = vec![
            (PlotKind::Spectrum, Box::<SpectrumPanel>::default()),
            (PlotKind::Histogram, Box::<HistogramPanel>::default()),
            (PlotKind::Profile, Box::<ProfilePanel>::default()),
            (PlotKind::Scatter, Box::<ScatterPanel>::default()),
            (PlotKind::Regions, Box::<RegionsPanel>::default()),
        ];
        Self { viewing: Viewing::default(), exports: Exports::default(), plots }
    }
}

impl Panel for Views {
    fn name(&self) -> &'static str {
        "Views"
    }

    fn follow(&mut self, desk: &mut Desk) {
        exporting::follow(desk, &mut self.exports, &mut self.viewing);
    }

    fn show(&mut self, ui: &mut Ui, desk: &mut Desk) {
        if desk.session.products.is_empty() {
            EmptyState {
                title: "No product is open",
                advice: "Open a header, a metadata file or a raster, or drop it here.",
                command: Some(Command::OpenProduct),
                command_line: Some("viq open PRODUCT.HDR"),
            }
            .show(ui, desk);
            return;
        }
        let session = &mut desk.session;
        if session.viewer.views().iter().all(|view| view.product.is_none())
            && let Some(first) = session.products.first()
        {
            session.viewer.show(first.id);
        }
        let products = &desk.products;
        self.viewing.store.retain_products(|product| products.is_shown(product));
        self.viewing.follow_session(desk);
        self.viewing.follow_key(ui.ctx());
        self.viewing.store.begin_frame(ui.ctx());
        following::follow(desk, &mut self.viewing);
        let empty = Tree::empty(egui::Id::unique("no viewer tiles"));
        let mut layout = std::mem::replace(&mut desk.session.viewer.layout, empty);
        let mut shown = Shown { desk, viewing: &mut self.viewing, plots: &mut self.plots, wish: None };
        layout.ui(&mut shown, ui);
        let wish = shown.wish;
        desk.session.viewer.layout = layout;
        if following::follow(desk, &mut self.viewing) {
            ui.ctx().request_repaint();
        }
        match wish {
            Some(Wish::Close(view)) => desk.session.viewer.close(view),
            Some(Wish::Split(view, split)) => {
                desk.session.viewer.split(view, split);
            }
            None => {}
        }
        self.viewing.store.end_frame(&desk.queries);
        self.viewing.flickered_last = self.viewing.flickered_last.filter(|_| !self.viewing.store.is_settled());
    }

    fn run(&mut self, command: Command, desk: &mut Desk, window: &egui::Context) -> bool {
        panel_commands::run(&mut self.viewing, command, desk, window)
    }

    fn as_command_line(&self, desk: &Desk) -> Option<String> {
        exporting::as_command(desk, &self.viewing)
    }
}

/// What a button of a view asks for; done when the tiles are drawn.
#[derive(Debug, Clone, Copy)]
enum Wish {
    Close(ViewId),
    Split(ViewId, Split),
}

/// The tiles of a frame.
struct Shown<'a> {
    desk: &'a mut Desk,
    viewing: &'a mut Viewing,
    plots: &'a mut [(PlotKind, Box<dyn Panel>)],
    wish: Option<Wish>,
}

impl Behavior<Pane> for Shown<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        match *pane {
            Pane::View(view) => self.show_view(ui, view),
            Pane::Plot(kind) => {
                if let Some((_, panel)) = self.plots.iter_mut().find(|(other, _)| *other == kind) {
                    let frame = Frame::new().fill(colour(self.desk.tokens().panel)).inner_margin(Margin::same(8));
                    frame.show(ui, |ui| {
                        ui.set_min_size(ui.available_size());
                        panel.show(ui, self.desk);
                    });
                }
                UiResponse::None
            }
        }
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        match pane {
            Pane::View(view) => format!("View {}", view.0).into(),
            Pane::Plot(kind) => kind.name().into(),
        }
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { join_nested_linear_containers: true, ..SimplificationOptions::default() }
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        4.0
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        colour(self.desk.tokens().raised)
    }

    fn tab_bg_color(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        let tokens = self.desk.tokens();
        colour(if state.active { tokens.panel } else { tokens.raised })
    }

    fn tab_text_color(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        let tokens = self.desk.tokens();
        colour(if state.active { tokens.text } else { tokens.quiet })
    }

    fn min_size(&self) -> f32 {
        120.0
    }
}

impl Shown<'_> {
    fn show_view(&mut self, ui: &mut Ui, id: ViewId) -> UiResponse {
        let Some(view) = self.desk.session.viewer.view(id).cloned() else { return UiResponse::None };
        let response = self.show_title(ui, id, view.product);
        let Some(product_id) = view.product else {
            EmptyState {
                title: "This view waits for a product",
                advice: "Open one, or drop it here.",
                command: Some(Command::OpenProduct),
                command_line: None,
            }
            .show(ui, self.desk);
            return response;
        };
        match self.desk.products.get(product_id) {
            Some(Opening::Ready(as_read)) => {
                // What is shown instead of it, where something is.
                let product = self.desk.products.ready(product_id).unwrap_or(as_read);
                let product = std::sync::Arc::clone(product);
                image_view::show(ui, self.desk, self.viewing, id, product_id, &product);
            }
            Some(Opening::Failed(reason)) => {
                let reason = reason.clone();
                let rect = ui.available_rect_before_wrap();
                ui.painter().rect_filled(rect, 0.0, colour(self.desk.tokens().image_surround));
                image_view::message(ui, rect, self.desk, "The product cannot be opened", &reason);
                ui.allocate_rect(rect, Sense::hover());
            }
            Some(Opening::Reading(_)) | None => {
                let rect = ui.available_rect_before_wrap();
                ui.painter().rect_filled(rect, 0.0, colour(self.desk.tokens().image_surround));
                image_view::message(ui, rect, self.desk, "Opening…", &name_of(self.desk, product_id));
                ui.allocate_rect(rect, Sense::hover());
            }
        }
        response
    }

    /// The line above a view: its number, its product, its buttons. It is also the handle by which the view is moved.
    fn show_title(&mut self, ui: &mut Ui, id: ViewId, product: Option<ProductId>) -> UiResponse {
        let tokens = self.desk.tokens();
        let size = egui::vec2(ui.available_width(), TITLE_HEIGHT);
        let (rect, handle) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let is_active = self.desk.session.viewer.active() == id;
        ui.painter().rect_filled(rect, 0.0, colour(tokens.raised));
        if is_active {
            ui.painter().hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, colour(tokens.accent)));
        }
        let ready = product.and_then(|product| self.desk.products.ready(product));
        let title = match (ready, product) {
            (Some(product), _) => wording::product_title(product),
            (None, Some(product)) => name_of(self.desk, product),
            (None, None) => "no product".to_owned(),
        };
        let builder = UiBuilder::new().max_rect(rect.shrink2(egui::vec2(8.0, 0.0)));
        let mut line = ui.new_child(builder.layout(Layout::right_to_left(Align::Center)));
        line.spacing_mut().button_padding = egui::vec2(4.0, 1.0);
        let buttons = [
            ("✕", "Close view", Wish::Close(id)),
            ("⊟", "Split below", Wish::Split(id, Split::Below)),
            ("◨", "Split right", Wish::Split(id, Split::Right)),
        ];
        for (sign, told, wish) in buttons {
            let button = line.add(Button::new(RichText::new(sign).size(11.0)).frame(false));
            let button = button.accessible_name(format!("{told}, view {}", id.0));
            if button.on_hover_text(told).clicked() {
                self.wish = Some(wish);
            }
        }
        line.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(RichText::new(id.0.to_string()).monospace().weak());
            let title = RichText::new(title);
            ui.add(egui::Label::new(if is_active { title.strong() } else { title }).truncate());
        });
        handle.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Move view {}", id.0)));
        if handle.clicked() {
            self.desk.session.viewer.activate(id);
        }
        if handle.drag_started() { UiResponse::DragStarted } else { UiResponse::None }
    }
}

/// The name of a product that is not open yet.
fn name_of(desk: &Desk, product: ProductId) -> String {
    let open = desk.session.products.iter().find(|open| open.id == product);
    let name = open.and_then(|open| open.path.file_stem());
    name.map_or_else(|| "product".to_owned(), |name| name.to_string_lossy().into_owned())
}
