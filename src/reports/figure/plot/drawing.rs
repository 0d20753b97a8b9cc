//! A plot as a scene: for exports and reports.

use super::content::{Drawing, PlotContent, PlotPoint, PlotSeries, Spread};
use super::key;
use super::ranges::PlotRanges;
use crate::reports::figure::axis::Axis;
use crate::reports::figure::scene::{Anchor, Face, Fill, Label, Scene, Shape, Stroke, text_width};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{Colour, LINE, PANEL, QUIET, TEXT};

const LEFT: f64 = 76.0;
const RIGHT_MARGIN: f64 = 20.0;
const TOP: f64 = 40.0;
const STATEMENT: f64 = 15.0;
/// Share of a series' colour in the area of its standard deviations; the rest is the panel.
const AREA_SHARE: f64 = 0.22;

/// The plot drawn `width` points wide over `ranges`, its frame `height` points high; key and statements stand under it.
///
/// What lies outside of the ranges is not drawn.
pub fn draw_plot(content: &PlotContent, ranges: PlotRanges, width: f64, height: f64) -> Scene {
    let right = (width - RIGHT_MARGIN).max(LEFT + 40.0);
    let bottom = TOP + height.max(40.0);
    let frame = Frame {
        x: Axis { low: ranges.x[0], high: ranges.x[1], from: LEFT, to: right },
        y: Axis { low: ranges.y[0], high: ranges.y[1], from: bottom, to: TOP },
        content,
    };
    let names: Vec<&str> = content.series.iter().map(|series| series.name.as_str()).collect();
    let places = if names.len() > 1 || content.density.is_none() && !names.is_empty() {
        key::places(&names, right - LEFT)
    } else {
        Vec::new()
    };
    let key_top = bottom + 46.0;
    let key_height = places.last().map_or(0.0, |place| place[1] + key::ROW + 4.0);
    let statements = wrapped(&content.statements, right - LEFT);
    let statements_top = key_top + key_height;
    let total = statements_top + statements.len() as f64 * STATEMENT + 10.0;

    let mut scene = Scene::new(width, total);
    scene.summary.clone_from(&content.summary);
    let title = Label {
        at: [LEFT, 22.0],
        text: content.title.clone(),
        size: 13.0,
        anchor: Anchor::Start,
        face: Face::Strong,
        colour: TEXT,
        upwards: false,
    };
    scene.draw("title", Shape::Text(title));
    frame.draw_axes(&mut scene);
    frame.draw_density(&mut scene);
    for series in &content.series {
        frame.draw_series(&mut scene, series);
    }
    frame.draw_marks(&mut scene);
    let outline = Some(Stroke::solid(QUIET, 1.0));
    let size = [right - LEFT, bottom - TOP];
    scene.draw("axis", Shape::Rectangle { at: [LEFT, TOP], size, fill: Fill::Nothing, stroke: outline });
    for (series, place) in content.series.iter().zip(places) {
        key::draw_entry(&mut scene, series, [LEFT + place[0], key_top + place[1]]);
    }
    for (index, line) in statements.into_iter().enumerate() {
        scene.quiet([LEFT, statements_top + index as f64 * STATEMENT + 11.0], Anchor::Start, Face::Words, line);
    }
    scene
}

/// Sentences broken into lines that fit a width.
fn wrapped(sentences: &[String], width: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for sentence in sentences {
        let mut line = String::new();
        for word in sentence.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && text_width(&longer, 11.0, Face::Words) > width {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            } else {
                line = longer;
            }
        }
        lines.push(line);
    }
    lines
}

/// A colour mixed with the panel's.
fn lightened(colour: Colour, share: f64) -> Colour {
    let mix = |channel: usize| {
        let (ink, ground) = (f64::from(colour.0[channel]), f64::from(PANEL.0[channel]));
        (ground + (ink - ground) * share).round() as u8
    };
    Colour([mix(0), mix(1), mix(2)])
}

struct Frame<'content> {
    x: Axis,
    y: Axis,
    content: &'content PlotContent,
}

impl Frame<'_> {
    fn draw_axes(&self, scene: &mut Scene) {
        let Self { x, y, content } = self;
        let (top, bottom, left, right) = (y.to, y.from, x.from, x.to);
        for (place, text) in axis_ticks([y.low, y.high], content.y.logarithmic, 5) {
            scene.line("grid", [left, y.place(place)], [right, y.place(place)], Stroke::solid(LINE, 1.0));
            scene.quiet([left - 6.0, y.place(place) + 4.0], Anchor::End, Face::Numbers, text);
        }
        for (place, text) in axis_ticks([x.low, x.high], content.x.logarithmic, 8) {
            scene.line("grid", [x.place(place), top], [x.place(place), bottom], Stroke::solid(LINE, 1.0));
            scene.quiet([x.place(place), bottom + 16.0], Anchor::Middle, Face::Numbers, text);
        }
        let middle = f64::midpoint(left, right);
        scene.quiet([middle, bottom + 36.0], Anchor::Middle, Face::Words, content.x.label());
        scene.axis_name_upwards([14.0, f64::midpoint(top, bottom)], content.y.label());
    }

    fn draw_density(&self, scene: &mut Scene) {
        let Some(density) = &self.content.density else { return };
        let Some(png) = density.png() else { return };
        // A picture cannot be cut at the frame: zoomed in, only what lies inside as a whole is drawn.
        let inside = |[low, high]: [f64; 2], axis: Axis| axis.low <= low + 1e-12 && high <= axis.high + 1e-12;
        if !inside(density.x_range, self.x) || !inside(density.y_range, self.y) {
            return self.draw_cells(scene);
        }
        let (left, right) = (self.x.place(density.x_range[0]), self.x.place(density.x_range[1]));
        let (bottom, top) = (self.y.place(density.y_range[0]), self.y.place(density.y_range[1]));
        let size = [right - left, bottom - top];
        scene.draw("density", Shape::Picture { at: [left, top], size, png, pixels_visible: true });
    }

    /// The cells one by one, cut at the frame.
    fn draw_cells(&self, scene: &mut Scene) {
        let Some(density) = &self.content.density else { return };
        let rgba = density.rgba();
        let edge = |[low, high]: [f64; 2], cell: usize, cells: usize| low + (high - low) * cell as f64 / cells as f64;
        for (index, pixel) in rgba.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            let (row, column) = (density.y_cells - 1 - index / density.x_cells, index % density.x_cells);
            let x = [column, column + 1].map(|cell| edge(density.x_range, cell, density.x_cells));
            let y = [row, row + 1].map(|cell| edge(density.y_range, cell, density.y_cells));
            if x[1] <= self.x.low || x[0] >= self.x.high || y[1] <= self.y.low || y[0] >= self.y.high {
                continue;
            }
            let (left, right) = (self.x.place(x[0]), self.x.place(x[1]));
            let (bottom, top) = (self.y.place(y[0]), self.y.place(y[1]));
            let fill = Fill::Plain(Colour([pixel[0], pixel[1], pixel[2]]));
            let shape = Shape::Rectangle { at: [left, top], size: [right - left, bottom - top], fill, stroke: None };
            scene.draw("cell", shape);
        }
    }

    /// Places of a point on the axes, where it lies inside the frame.
    fn inside(&self, point: &PlotPoint) -> Option<[f64; 2]> {
        let place = [self.content.x.place(point.x)?, self.content.y.place(point.value()?)?];
        (self.x.holds(place[0]) && self.y.holds(place[1])).then_some(place)
    }

    fn draw_series(&self, scene: &mut Scene, series: &PlotSeries) {
        match series.drawing {
            Drawing::Columns => self.draw_columns(scene, series),
            Drawing::Line | Drawing::SymbolsAndLine => {
                if series.spread == Spread::Area {
                    self.draw_area(scene, series);
                }
                self.draw_line(scene, series);
                for point in &series.points {
                    self.draw_point(scene, series, point);
                }
            }
        }
    }

    fn draw_columns(&self, scene: &mut Scene, series: &PlotSeries) {
        for point in &series.points {
            let Some(height) = point.value().and_then(|value| self.content.y.place(value)) else { continue };
            let (low, high) = (point.x - point.half_width, point.x + point.half_width);
            if high <= self.x.low || low >= self.x.high {
                continue;
            }
            let (left, right) = (self.x.place(low), self.x.place(high));
            let (top, bottom) = (self.y.place(height), self.y.from);
            let fill = Fill::Plain(series.style.colour);
            let shape = Shape::Rectangle { at: [left, top], size: [right - left, bottom - top], fill, stroke: None };
            scene.draw_noted("column", shape, self.content.note(series, point));
        }
    }

    fn draw_area(&self, scene: &mut Scene, series: &PlotSeries) {
        let fill = lightened(series.style.colour, AREA_SHARE);
        for pair in series.points.windows(2) {
            let ends: Vec<([f64; 2], f64)> =
                pair.iter().filter_map(|point| Some((self.inside(point)?, point.spread()?))).collect();
            let [([x0, y0], s0), ([x1, y1], s1)] = ends[..] else { continue };
            let corner = |x: f64, y: f64| [self.x.place(x), self.y.place(y)];
            let corners = vec![corner(x0, y0 - s0), corner(x1, y1 - s1), corner(x1, y1 + s1), corner(x0, y0 + s0)];
            scene.draw("spread", Shape::Polygon { corners, fill });
        }
    }

    fn draw_line(&self, scene: &mut Scene, series: &PlotSeries) {
        let style = series.style;
        let stroke = Stroke { colour: style.colour, width: 1.5, dash: style.dash.lengths() };
        for pair in series.points.windows(2) {
            if let (Some(from), Some(to)) = (self.inside(&pair[0]), self.inside(&pair[1])) {
                let place = |[x, y]: [f64; 2]| [self.x.place(x), self.y.place(y)];
                scene.line("line", place(from), place(to), stroke);
            }
        }
    }

    fn draw_point(&self, scene: &mut Scene, series: &PlotSeries, point: &PlotPoint) {
        let Some([x, y]) = self.inside(point) else { return };
        let style = series.style;
        let at = [self.x.place(x), self.y.place(y)];
        if point.half_width > 0.0 {
            let ends = [point.x - point.half_width, point.x + point.half_width].map(|end| self.x.place(end));
            let colour = point.colour.unwrap_or(style.colour);
            scene.line("width", [ends[0], at[1]], [ends[1], at[1]], Stroke::solid(colour, 3.0));
        }
        if let (Some(sigma), Spread::Bars) = (point.spread().filter(|sigma| *sigma > 0.0), series.spread) {
            let ends = [y - sigma, y + sigma].map(|end| self.y.place(end));
            scene.line("error-bar", [at[0], ends[0]], [at[0], ends[1]], Stroke::solid(style.colour, 1.2));
        }
        if series.drawing == Drawing::SymbolsAndLine || point.excluded.is_some() {
            let hollow = style.hollow || point.excluded.is_some();
            let (symbol, colour) = (style.symbol, style.colour);
            let radius = if series.drawing == Drawing::Line { 2.5 } else { 4.0 };
            let shape = Shape::Symbol { at, radius, symbol, colour, hollow };
            scene.draw_noted("point", shape, self.content.note(series, point));
        }
    }

    fn draw_marks(&self, scene: &mut Scene) {
        for mark in &self.content.marks {
            let Some(place) = self.content.x.place(mark.x).filter(|place| self.x.holds(*place)) else { continue };
            let x = self.x.place(place);
            scene.line("mark", [x, self.y.to], [x, self.y.from], Stroke::solid(TEXT, 1.2));
            let is_near_end = x + text_width(&mark.name, 11.0, Face::Words) + 8.0 > self.x.to;
            let (at, anchor) = if is_near_end { (x - 4.0, Anchor::End) } else { (x + 4.0, Anchor::Start) };
            scene.quiet([at, self.y.to + 12.0], anchor, Face::Words, mark.name.clone());
        }
    }
}

/// Places and texts of about `wanted` ticks between two ends of an axis, which are powers of ten on a logarithmic one.
pub fn axis_ticks([low, high]: [f64; 2], logarithmic: bool, wanted: usize) -> Vec<(f64, String)> {
    if !(high > low && (high - low).is_finite()) {
        return Vec::new();
    }
    if logarithmic {
        let (first, last) = (low.ceil() as i32, high.floor() as i32);
        return (first..=last.min(first.saturating_add(20)))
            .map(|power| (f64::from(power), number::significant(10f64.powi(power), 1, Sign::Negative)))
            .collect();
    }
    let (places, decimals) = Axis { low, high, from: 0.0, to: 1.0 }.ticks(wanted);
    let text = |place: f64| {
        // Where fixed decimals would be unreadable a power of ten is written.
        if decimals > 6 || place.abs() >= 1e9 {
            number::significant(place, 6, Sign::Negative)
        } else {
            number::fixed(place, decimals, Sign::Negative)
        }
    };
    places.into_iter().map(|place| (place, text(place))).collect()
}
