//! The table of products: only the rows that show are laid out.

use egui::{Align2, FontId, Key, Rect, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::list::FoundList;
use super::table_order::{Column, TableOrder};
use crate::operations::{FoundProduct, VerdictCounts};
use crate::reports::tokens::{Tokens, verdict_words};
use crate::units::UtcInstant;
use crate::workbench::desk::Desk;
use crate::workbench::theme::{ROW_HEIGHT, blend, colour};

/// Least width of the table; a narrower panel scrolls it sideways.
const LEAST_WIDTH: f32 = 620.0;
/// Widths of the columns but the identifier's, which takes the rest.
const DATE: f32 = 152.0;
const SITE: f32 = 92.0;
const LEVEL: f32 = 56.0;
const VERDICT: f32 = 128.0;
const SYNTHETIC: f32 = 84.0;
const PADDING: f32 = 8.0;

/// The table; keeps the order until list, order or verdicts change.
#[derive(Default)]
pub(crate) struct Table {
    sorted: Vec<usize>,
    sorted_for: Option<(usize, TableOrder, usize)>,
    // the selection that was brought into view last
    followed: Option<usize>,
    // how far the rows are scrolled, points
    offset: f32,
}

/// What was done in the table.
#[derive(Default)]
pub(crate) struct TableDone {
    /// The place in the list of a row that was selected.
    pub(crate) selected: Option<usize>,
    /// A row was opened.
    pub(crate) opened: bool,
}

impl Table {
    /// Draws the table in the whole of `ui` and takes its input.
    pub(crate) fn show(&mut self, ui: &mut Ui, desk: &mut Desk, list: &FoundList) -> TableDone {
        self.sort(desk, list);
        let mut done = TableDone::default();
        let selected = desk.session.catalog.selected.as_ref().and_then(|identity| list.product(identity));
        let selected = selected.and_then(|(place, _)| self.sorted.iter().position(|row| *row == place));
        let width = ui.available_width().max(LEAST_WIDTH);
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ScrollArea::horizontal().id_salt("table sideways").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_min_width(width);
            let columns = columns(width);
            header(ui, desk, &columns);
            let height = ui.available_height();
            let rows = ui.available_rect_before_wrap();
            let table = ui.interact(rows, ui.scope_id().with("rows"), Sense::focusable_noninteractive());
            table.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Table of products"));
            let keys = self.keys(ui, &table, selected, (height / ROW_HEIGHT) as usize);
            let mut area = ScrollArea::vertical().id_salt("table").auto_shrink([false, false]);
            let shown = keys.row.or(selected);
            if let Some(row) = shown.filter(|_| shown != self.followed) {
                // a row selected elsewhere comes into view
                let (top, room) = (row as f32 * ROW_HEIGHT, height - ROW_HEIGHT);
                if top < self.offset || top > self.offset + room {
                    area = area.vertical_scroll_offset((top - room / 2.0).max(0.0));
                }
            }
            self.followed = shown;
            let drawn = area.show_rows(ui, ROW_HEIGHT, self.sorted.len(), |ui, range| {
                for row in range {
                    let Some(product) = self.sorted.get(row).and_then(|place| list.found.products.get(*place)) else {
                        continue;
                    };
                    let verdicts = desk.catalog.verdicts(&product.identity);
                    let response =
                        table_row(ui, desk.tokens(), &columns, product, verdicts, selected == Some(row), row);
                    if response.clicked() {
                        table.request_focus();
                        done.selected = self.sorted.get(row).copied();
                    }
                    if response.double_clicked() {
                        done.opened = true;
                    }
                }
            });
            self.offset = drawn.state.unclamped_offset().y;
            if let Some(row) = keys.row {
                done.selected = self.sorted.get(row).copied();
            }
            done.opened |= keys.opens;
            if table.has_focus() {
                let edge = Stroke::new(1.0, colour(desk.tokens().accent));
                ui.painter().rect_stroke(rows.shrink(0.5), 0.0, edge, egui::StrokeKind::Inside);
            }
        });
        done
    }

    fn sort(&mut self, desk: &Desk, list: &FoundList) {
        let order = desk.session.catalog.order;
        let n_verdicts = if order.column == Column::Verdict { desk.catalog.n_verdicts() } else { 0 };
        let key = (std::ptr::from_ref(list) as usize, order, n_verdicts);
        if self.sorted_for != Some(key) || self.sorted.len() != list.found.products.len() {
            self.sorted = order.sorted(list, |product| desk.catalog.verdicts(&product.identity));
            self.sorted_for = Some(key);
            self.followed = None;
        }
    }

    /// Arrows, Page Up and Down, Home and End move the selection while the table has the focus; Enter opens it.
    fn keys(&self, ui: &Ui, table: &egui::Response, selected: Option<usize>, page: usize) -> Keys {
        let has_focus = table.has_focus();
        let Some(last) = self.sorted.len().checked_sub(1).filter(|_| has_focus) else { return Keys::default() };
        // the arrows are for the rows, not for the next widget
        let filter = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, filter));
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(egui::Modifiers::NONE, key);
            let from = selected.unwrap_or(0);
            let page = page.max(2) - 1;
            let row = if pressed(Key::ArrowDown) {
                Some(selected.map_or(0, |row| (row + 1).min(last)))
            } else if pressed(Key::ArrowUp) {
                Some(from.saturating_sub(1))
            } else if pressed(Key::PageDown) {
                Some((from + page).min(last))
            } else if pressed(Key::PageUp) {
                Some(from.saturating_sub(page))
            } else if pressed(Key::Home) {
                Some(0)
            } else if pressed(Key::End) {
                Some(last)
            } else {
                None
            };
            Keys { row, opens: selected.is_some() && pressed(Key::Enter) }
        })
    }
}

#[derive(Default)]
struct Keys {
    row: Option<usize>,
    opens: bool,
}

/// Left edge and width of each column.
fn columns(width: f32) -> [(Column, f32, f32); 6] {
    let rest = width - DATE - SITE - LEVEL - VERDICT - SYNTHETIC;
    let mut left = 0.0;
    Column::ALL.map(|column| {
        let width = match column {
            Column::Date => DATE,
            Column::Site => SITE,
            Column::Level => LEVEL,
            Column::Identifier => rest,
            Column::Verdict => VERDICT,
            Column::Synthetic => SYNTHETIC,
        };
        let from = left;
        left += width;
        (column, from, width)
    })
}

fn header(ui: &mut Ui, desk: &mut Desk, columns: &[(Column, f32, f32); 6]) {
    let tokens = desk.tokens();
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    ui.painter().rect_filled(place, 0.0, colour(tokens.raised));
    for (column, left, width) in columns {
        let cell = Rect::from_min_size(pos2(place.left() + left, place.top()), vec2(*width, place.height()));
        let response = ui.interact(cell, ui.scope_id().with(("heading", column.name())), Sense::click());
        let order = desk.session.catalog.order;
        let sign = match (order.column == *column, order.is_descending) {
            (false, _) => "",
            (true, true) => " ▼",
            (true, false) => " ▲",
        };
        let how = match sign {
            "" => "not sorted by it",
            " ▼" => "descending",
            _ => "ascending",
        };
        let name = format!("Sort by {}", column.name());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let ink = if response.hovered() || !sign.is_empty() { tokens.text } else { tokens.quiet };
        let text = format!("{}{sign}", column.name());
        ui.painter().text(
            cell.left_center() + vec2(PADDING, 0.0),
            Align2::LEFT_CENTER,
            text,
            FontId::proportional(12.0),
            colour(ink),
        );
        if response.has_focus() {
            ui.painter().rect_stroke(
                cell.shrink(1.0),
                2.0,
                Stroke::new(1.0, colour(tokens.accent)),
                egui::StrokeKind::Inside,
            );
        }
        if response.on_hover_text(format!("{name}: {how}")).clicked() {
            desk.session.catalog.order.choose(*column);
        }
    }
}

fn table_row(
    ui: &mut Ui,
    tokens: &Tokens,
    columns: &[(Column, f32, f32); 6],
    product: &FoundProduct,
    verdicts: Option<VerdictCounts>,
    is_selected: bool,
    row: usize,
) -> egui::Response {
    // not a stop of the Tab key: the table is one
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::CLICK);
    let name = row_name(product, verdicts);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, &name));
    if !ui.is_rect_visible(place) {
        return response;
    }
    let fill = if is_selected {
        blend(tokens.accent, tokens.panel, 0.25)
    } else if response.hovered() {
        colour(tokens.raised)
    } else if row % 2 == 1 {
        blend(tokens.raised, tokens.panel, 0.4)
    } else {
        colour(tokens.panel)
    };
    ui.painter().rect_filled(place, 0.0, fill);
    for (column, left, width) in columns {
        let cell = Rect::from_min_size(pos2(place.left() + left, place.top()), vec2(*width, place.height()));
        let painter = ui.painter().with_clip_rect(cell.intersect(ui.clip_rect()));
        let (text, ink) = cell_text(tokens, *column, product, verdicts);
        let font = match column {
            Column::Date | Column::Identifier => FontId::monospace(12.0),
            _ => FontId::proportional(13.0),
        };
        let mut job = egui::text::LayoutJob::simple_singleline(text, font, ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width - 2.0 * PADDING);
        let galley = painter.layout_job(job);
        painter.galley(cell.left_center() + vec2(PADDING, -galley.size().y / 2.0), galley, ink);
    }
    response.on_hover_text(format!("{name}\n{}", product.path))
}

fn cell_text(
    tokens: &Tokens,
    column: Column,
    product: &FoundProduct,
    verdicts: Option<VerdictCounts>,
) -> (String, egui::Color32) {
    let quiet = colour(tokens.quiet);
    let plain = |text: Option<&str>| match text {
        Some(text) => (text.to_owned(), colour(tokens.text)),
        None => ("–".to_owned(), quiet),
    };
    match column {
        Column::Date => plain(product.acquisition.map(date_text).as_deref()),
        Column::Site => plain(product.site.as_deref()),
        Column::Level => plain(Some(&product.level)),
        Column::Identifier => plain(Some(&product.identity.identifier)),
        Column::Verdict => match (verdicts, verdicts.and_then(VerdictCounts::worst)) {
            (None, _) => ("…".to_owned(), quiet),
            (Some(_), None) => ("– not verified".to_owned(), quiet),
            (Some(_), Some(kind)) => {
                let (sign, word) = verdict_words(kind);
                (format!("{sign} {word}"), colour(tokens.verdict(kind)))
            }
        },
        Column::Synthetic => {
            if product.synthetic {
                ("synthetic".to_owned(), colour(tokens.mark))
            } else {
                (String::new(), quiet)
            }
        }
    }
}

/// `2019-02-04 08:34:37`.
fn date_text(time: UtcInstant) -> String {
    time.to_string().replace('T', " ").chars().take(19).collect()
}

/// What a row says to whoever cannot see it.
fn row_name(product: &FoundProduct, verdicts: Option<VerdictCounts>) -> String {
    let date = product.acquisition.map_or_else(|| "no date".to_owned(), date_text);
    let site = product.site.as_deref().unwrap_or("no site");
    let verdict = match verdicts.map(VerdictCounts::worst) {
        None => "verdict being looked for",
        Some(None) => "not verified",
        Some(Some(kind)) => verdict_words(kind).1,
    };
    let synthetic = if product.synthetic { ", synthetic" } else { "" };
    format!("{}, {date}, {site}, {}, {verdict}{synthetic}", product.identity.identifier, product.level)
}
