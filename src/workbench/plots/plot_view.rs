//! A plot on the screen, made from the description that its export is made from.

use egui::accesskit::Role;
use egui::{Color32, FontId, PointerButton, Response, RichText, TextStyle, TextureHandle, Ui, Vec2b, vec2};
use egui_plot::{
    AxisHints, ColorConflictHandling, Corner, GridMark, HoverPosition, Legend, Plot, PlotImage, PlotMemory,
    PlotPoint as Place, PlotTransform, PlotUi, Polygon, Text, VLine,
};

use super::series_item::SeriesItem;
use crate::reports::figure::plot::{Density, PlotAxis, PlotContent, PlotRanges, axis_ticks};
use crate::reports::tokens::Tokens;
use crate::workbench::theme::colour;

/// What a drag over the plot does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PlotDrag {
    /// It zooms to a box.
    #[default]
    Zoom,
    /// It brushes a rectangle of values.
    Brush,
}

/// How a plot is shown.
pub(crate) struct PlotLook {
    /// Height in points; the width is all that there is.
    pub(crate) height: f32,
    /// Whether both axes follow the data, even where they are fixed.
    pub(crate) local: bool,
    /// What a drag does.
    pub(crate) drag: PlotDrag,
    /// The rectangle of values that is brushed, [x, y] of two corners.
    pub(crate) brushed: Option<[[f64; 2]; 2]>,
}

/// What the user did on a plot.
#[derive(Default)]
pub(crate) struct PlotAnswer {
    /// The values under the pointer.
    pub(crate) pointed: Option<[f64; 2]>,
    /// The rectangle of values that was just brushed, [x, y] of its least and its greatest corner.
    pub(crate) brushed: Option<[[f64; 2]; 2]>,
    /// A click took the brush away.
    pub(crate) brush_ended: bool,
}

/// A plot's state on the screen: lost without harm.
#[derive(Default)]
pub(crate) struct PlotView {
    is_zoomed: bool,
    brush_from: Option<[f64; 2]>,
    density: Option<(Density, TextureHandle)>,
    ranges: Option<PlotRanges>,
}

impl PlotView {
    /// The ends of the axes as they are shown: what an export draws.
    pub(crate) fn ranges(&self, content: &PlotContent) -> PlotRanges {
        self.ranges.unwrap_or_else(|| content.ranges(false))
    }

    /// Whether the user has zoomed in or out.
    pub(crate) fn is_zoomed(&self) -> bool {
        self.is_zoomed
    }

    /// Shows the data as a whole again.
    pub(crate) fn reset(&mut self) {
        self.is_zoomed = false;
    }

    /// Draws the plot. Its accessible name is its title, its value the summary.
    pub(crate) fn show(&mut self, ui: &mut Ui, content: &PlotContent, look: &PlotLook, tokens: &Tokens) -> PlotAnswer {
        let ranges = content.ranges(look.local);
        let id = ui.make_persistent_id(("plot", content.name));
        let texture = self.density_texture(ui, content);
        let plot = framed(content, ranges, look, tokens).id(id);
        let plot = match look.drag {
            PlotDrag::Zoom => plot.boxed_zoom_pointer_button(PointerButton::Primary),
            PlotDrag::Brush => plot.boxed_zoom_pointer_button(PointerButton::Secondary),
        };
        let follows = !self.is_zoomed;
        let shown = plot.show(ui, |plot_ui| {
            if follows {
                plot_ui.set_auto_bounds(Vec2b::TRUE);
            }
            draw_content(plot_ui, content, look, tokens, texture.as_ref());
        });
        let memory = PlotMemory::load(ui.ctx(), id);
        self.is_zoomed = memory.as_ref().is_some_and(|memory| !memory.auto_bounds.all());
        self.ranges = memory.map(|memory| {
            let (low, high) = (memory.bounds().min(), memory.bounds().max());
            PlotRanges { x: [low[0], high[0]], y: [low[1], high[1]] }
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_role(Role::Figure);
            node.set_label(content.title.clone());
            node.set_value(content.summary.clone());
        });
        self.take_input(&shown.response, &shown.transform, content, look.drag)
    }

    fn take_input(
        &mut self,
        response: &Response,
        transform: &PlotTransform,
        content: &PlotContent,
        drag: PlotDrag,
    ) -> PlotAnswer {
        let values = |place: Place| [content.x.value_at(place.x), content.y.value_at(place.y)];
        let pointer = response.interact_pointer_pos().or(response.hover_pos());
        let pointed = pointer.map(|pointer| values(transform.value_from_position(pointer)));
        let mut answer =
            PlotAnswer { pointed: response.contains_pointer().then_some(pointed).flatten(), ..PlotAnswer::default() };
        if drag != PlotDrag::Brush {
            return answer;
        }
        if response.drag_started_by(PointerButton::Primary) {
            let origin = response.ctx.input(|input| input.pointer.press_origin());
            self.brush_from = origin.map(|origin| values(transform.value_from_position(origin)));
        }
        if let (Some(from), Some(to), true) = (self.brush_from, pointed, response.dragged_by(PointerButton::Primary)) {
            answer.brushed = Some([0, 1].map(|corner| {
                [0, 1].map(|axis| if corner == 0 { from[axis].min(to[axis]) } else { from[axis].max(to[axis]) })
            }));
        }
        if response.drag_stopped() {
            self.brush_from = None;
        }
        answer.brush_ended = response.clicked();
        answer
    }

    /// The density as a texture, made anew when it has changed.
    fn density_texture(&mut self, ui: &Ui, content: &PlotContent) -> Option<TextureHandle> {
        let density = content.density.as_ref().filter(|density| density.is_drawable())?;
        if self.density.as_ref().is_none_or(|(held, _)| held != density) {
            let image = egui::ColorImage::from_rgba_unmultiplied([density.x_cells, density.y_cells], &density.rgba());
            let texture = ui.ctx().load_texture("density", image, egui::TextureOptions::NEAREST);
            self.density = Some((density.clone(), texture));
        }
        self.density.as_ref().map(|(_, texture)| texture.clone())
    }
}

/// The empty plot: axes, ticks, key, what the pointer does.
fn framed<'content>(
    content: &'content PlotContent,
    ranges: PlotRanges,
    look: &PlotLook,
    tokens: &Tokens,
) -> Plot<'content> {
    let quiet = colour(tokens.quiet);
    let hints = |axis: &'content PlotAxis, hints: AxisHints<'content>, wanted: usize| {
        hints
            .label(RichText::new(axis.label()).text_style(TextStyle::Small).color(quiet))
            .label_spacing(egui::Rangef::new(20.0, 32.0))
            .tick_label_color(quiet)
            .tick_label_font(FontId::monospace(11.0))
            .formatter(move |mark, range| tick_text(axis, mark, [*range.start(), *range.end()], wanted))
    };
    let plot = Plot::new(content.name)
        .height(look.height)
        .custom_x_axes(vec![hints(&content.x, AxisHints::new_x(), X_TICKS)])
        .custom_y_axes(vec![hints(&content.y, AxisHints::new_y(), Y_TICKS).min_thickness(52.0)])
        .x_grid_spacer(|input| marks(&content.x, [input.bounds.0, input.bounds.1], X_TICKS))
        .y_grid_spacer(|input| marks(&content.y, [input.bounds.0, input.bounds.1], Y_TICKS))
        .grid_color(colour(tokens.line))
        .grid_fade(0.0)
        .default_x_bounds(ranges.x[0], ranges.x[1])
        .default_y_bounds(ranges.y[0], ranges.y[1])
        .set_margin_fraction(vec2(0.0, 0.0))
        .allow_drag(false)
        .allow_scroll(false)
        .allow_axis_zoom_drag(false)
        .show_crosshair(false)
        .label_formatter(|hover| match hover {
            HoverPosition::NearDataPoint { plot_name, index, .. } => note(content, plot_name, *index),
            HoverPosition::Elsewhere { .. } => None,
        });
    if !has_key(content) || !key_fits(content, look.height) {
        return plot;
    }
    let legend = Legend::default()
        .position(emptiest_corner(content, ranges))
        .text_style(TextStyle::Small)
        .follow_insertion_order(true)
        .color_conflict_handling(ColorConflictHandling::PickFirst);
    plot.legend(legend)
}

/// Whether a plot needs a key.
fn has_key(content: &PlotContent) -> bool {
    !content.series.is_empty() && (content.density.is_none() || content.series.len() > 1)
}

/// Whether the key of a plot of this height has its place inside of it.
pub(crate) fn key_fits(content: &PlotContent, height: f32) -> bool {
    content.series.len() as f32 * KEY_ROW + KEY_ROW <= 0.8 * (height - X_AXIS)
}

/// Draws the key in rows, for a plot that has no room for it inside.
pub(crate) fn show_key(ui: &mut Ui, content: &PlotContent, tokens: &Tokens) {
    if !has_key(content) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 0.0);
        for series in &content.series {
            let (rect, _) = ui.allocate_exact_size(vec2(22.0, KEY_ROW), egui::Sense::hover());
            let style = series.style;
            let pen = egui::Stroke::new(1.6, colour(style.colour));
            let ends = [rect.left_center(), rect.right_center()];
            match style.dash.lengths() {
                None => {
                    ui.painter().line_segment(ends, pen);
                }
                Some([dash, gap]) => {
                    ui.painter().extend(egui::Shape::dashed_line(&ends, pen, dash as f32, gap as f32));
                }
            }
            ui.label(RichText::new(&series.name).small().color(colour(tokens.text)));
            ui.add_space(6.0);
        }
    });
}

/// Height of a row of the key, points.
const KEY_ROW: f32 = 18.0;
/// Room of the ticks and the name of the level axis.
const X_AXIS: f32 = 40.0;

/// The corner with the fewest points under the key.
fn emptiest_corner(content: &PlotContent, ranges: PlotRanges) -> Corner {
    let share = |[low, high]: [f64; 2], place: f64| (place - low) / (high - low);
    let mut counts = [Corner::RightTop, Corner::LeftTop, Corner::RightBottom, Corner::LeftBottom].map(|c| (c, 0_usize));
    for point in content.series.iter().flat_map(|series| &series.points) {
        let places = content.x.place(point.x).zip(point.value().and_then(|value| content.y.place(value)));
        let Some((x, y)) = places.map(|(x, y)| (share(ranges.x, x), share(ranges.y, y))) else { continue };
        for (corner, n) in &mut counts {
            let is_right = matches!(corner, Corner::RightTop | Corner::RightBottom);
            let is_top = matches!(corner, Corner::RightTop | Corner::LeftTop);
            let is_near = if is_right { x > 0.8 } else { x < 0.2 };
            *n += usize::from(is_near && if is_top { y > 0.5 } else { y < 0.5 });
        }
    }
    counts.into_iter().min_by_key(|(_, n)| *n).map_or(Corner::RightTop, |(corner, _)| corner)
}

const X_TICKS: usize = 7;
const Y_TICKS: usize = 5;

fn marks(axis: &PlotAxis, ends: [f64; 2], wanted: usize) -> Vec<GridMark> {
    let ticks = axis_ticks(ends, axis.logarithmic, wanted);
    let step_size = match ticks.as_slice() {
        [first, second, ..] => second.0 - first.0,
        _ => ends[1] - ends[0],
    };
    ticks.into_iter().map(|(value, _)| GridMark { value, step_size }).collect()
}

fn tick_text(axis: &PlotAxis, mark: GridMark, ends: [f64; 2], wanted: usize) -> String {
    let ticks = axis_ticks(ends, axis.logarithmic, wanted);
    let near = |place: f64| (place - mark.value).abs() <= 1e-6 * mark.step_size.abs();
    ticks.into_iter().find(|(place, _)| near(*place)).map(|(_, text)| text).unwrap_or_default()
}

/// What is said of the point under the pointer: the points without a value are not counted by the toolkit.
fn note(content: &PlotContent, series: &str, index: usize) -> Option<String> {
    let series = content.series_named(series)?;
    let has_place = |value: Option<f64>| value.is_some_and(|value| content.y.place(value).is_some());
    let point = series.points.iter().filter(|point| has_place(point.value())).nth(index)?;
    Some(content.note(series, point).replace(" · ", "\n"))
}

fn draw_content<'content>(
    plot_ui: &mut PlotUi<'content>,
    content: &'content PlotContent,
    look: &PlotLook,
    tokens: &Tokens,
    texture: Option<&TextureHandle>,
) {
    if let (Some(density), Some(texture)) = (&content.density, texture) {
        let [x, y] = [density.x_range, density.y_range];
        let centre = Place::new(f64::midpoint(x[0], x[1]), f64::midpoint(y[0], y[1]));
        let size = vec2((x[1] - x[0]) as f32, (y[1] - y[0]) as f32);
        plot_ui.image(PlotImage::new("", texture.id(), centre, size).allow_hover(false));
    }
    for series in &content.series {
        plot_ui.add(SeriesItem::new(series, [&content.x, &content.y], colour(tokens.panel)));
    }
    let top = plot_ui.plot_bounds().max()[1];
    for mark in &content.marks {
        let Some(x) = content.x.place(mark.x) else { continue };
        let ink = colour(tokens.text);
        plot_ui.vline(VLine::new("", x).color(ink).width(1.2).allow_hover(false));
        if !mark.name.is_empty() {
            let words = RichText::new(&mark.name).text_style(TextStyle::Small).color(colour(tokens.quiet));
            let text = Text::new("", Place::new(x, top), words).anchor(egui::Align2::LEFT_TOP);
            plot_ui.text(text.allow_hover(false));
        }
    }
    if let Some([low, high]) = look.brushed {
        let corners = [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]];
        let accent = colour(tokens.accent);
        let [red, green, blue, _] = accent.to_array();
        let polygon = Polygon::new("", corners.to_vec())
            .stroke(egui::Stroke::new(1.5, accent))
            .fill_color(Color32::from_rgba_unmultiplied(red, green, blue, 40))
            .allow_hover(false);
        plot_ui.polygon(polygon);
    }
}
