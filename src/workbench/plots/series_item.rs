//! A series as an item of the toolkit's plot, drawn as the reports draw it.

use std::ops::RangeInclusive;

use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, pos2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint as Place, PlotTransform};

use super::scene_painter::symbol_shapes;
use crate::reports::figure::plot::{Drawing, PlotAxis, PlotPoint, PlotSeries, Spread};
use crate::workbench::theme::colour;

/// Half the width of a symbol, points.
const RADIUS: f32 = 4.0;
/// Opacity of the area of the standard deviations.
const AREA_OPACITY: f32 = 0.22;

/// A series of a plot.
pub(super) struct SeriesItem<'content> {
    base: PlotItemBase,
    series: &'content PlotSeries,
    axes: [&'content PlotAxis; 2],
    /// Colour under a hollow symbol.
    ground: Color32,
    /// Places of the points that have a value, for the pointer.
    places: Vec<Place>,
    /// Their index in the series.
    pub(super) indices: Vec<usize>,
}

impl<'content> SeriesItem<'content> {
    pub(super) fn new(series: &'content PlotSeries, axes: [&'content PlotAxis; 2], ground: Color32) -> Self {
        let mut item = Self {
            base: PlotItemBase::new(series.name.clone()),
            series,
            axes,
            ground,
            places: Vec::new(),
            indices: Vec::new(),
        };
        for (index, point) in series.points.iter().enumerate() {
            if let Some(place) = item.place(point) {
                item.places.push(place);
                item.indices.push(index);
            }
        }
        item
    }

    fn place(&self, point: &PlotPoint) -> Option<Place> {
        Some(Place::new(self.axes[0].place(point.x)?, self.axes[1].place(point.value()?)?))
    }

    fn ink(&self) -> Color32 {
        colour(self.series.style.colour)
    }

    /// The runs of neighbouring points that have values, on the screen.
    fn runs(&self, transform: &PlotTransform) -> Vec<Vec<(Pos2, &PlotPoint)>> {
        let mut runs: Vec<Vec<(Pos2, &PlotPoint)>> = vec![Vec::new()];
        for point in &self.series.points {
            match (self.place(point), runs.last_mut()) {
                (Some(place), Some(run)) => run.push((transform.position_from_point(&place), point)),
                (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
                _ => {}
            }
        }
        runs
    }

    fn columns(&self, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let bottom = transform.frame().bottom();
        for point in &self.series.points {
            let Some(place) = self.place(point) else { continue };
            let edge = |x: f64| self.axes[0].place(x).map(|x| transform.position_from_point_x(x));
            let (left, right) = (edge(point.x - point.half_width), edge(point.x + point.half_width));
            if let (Some(left), Some(right)) = (left, right) {
                let top = transform.position_from_point_y(place.y).min(bottom);
                // Columns narrower than a pixel still are seen.
                let right = right.max(left + 1.0);
                shapes.push(Shape::rect_filled(
                    Rect::from_min_max(pos2(left, top), pos2(right, bottom)),
                    0.0,
                    self.ink(),
                ));
            }
        }
    }

    fn area(&self, transform: &PlotTransform, run: &[(Pos2, &PlotPoint)], shapes: &mut Vec<Shape>) {
        let fill = self.ink().gamma_multiply(AREA_OPACITY);
        let mut mesh = egui::Mesh::default();
        for (at, point) in run {
            let sigma = point.spread().unwrap_or(0.0);
            let end = |value: f64| self.axes[1].place(value).map_or(at.y, |y| transform.position_from_point_y(y));
            let value = point.value().unwrap_or(0.0);
            mesh.colored_vertex(pos2(at.x, end(value + sigma)), fill);
            mesh.colored_vertex(pos2(at.x, end(value - sigma)), fill);
        }
        for first in (0..mesh.vertices.len() as u32).step_by(2).skip(1) {
            mesh.add_triangle(first - 2, first - 1, first);
            mesh.add_triangle(first - 1, first, first + 1);
        }
        shapes.push(Shape::mesh(mesh));
    }

    fn symbol(&self, transform: &PlotTransform, at: Pos2, point: &PlotPoint, shapes: &mut Vec<Shape>) {
        let (series, ink) = (self.series, self.ink());
        if point.half_width > 0.0 {
            let edge = |x: f64| self.axes[0].place(x).map_or(at.x, |x| transform.position_from_point_x(x));
            let ends = [edge(point.x - point.half_width), edge(point.x + point.half_width)];
            let pen = Stroke::new(3.0, point.colour.map_or(ink, colour));
            shapes.push(Shape::line_segment(ends.map(|x| pos2(x, at.y)), pen));
        }
        if let (Some(sigma), Spread::Bars, Some(value)) = (point.spread(), series.spread, point.value())
            && sigma > 0.0
        {
            let end = |value: f64| self.axes[1].place(value).map_or(at.y, |y| transform.position_from_point_y(y));
            let ends = [end(value - sigma), end(value + sigma)].map(|y| pos2(at.x, y));
            shapes.push(Shape::line_segment(ends, Stroke::new(1.2, ink)));
        }
        if series.drawing == Drawing::SymbolsAndLine || point.excluded.is_some() {
            let hollow = series.style.hollow || point.excluded.is_some();
            let radius = if series.drawing == Drawing::Line { 2.5 } else { RADIUS };
            shapes.extend(symbol_shapes(at, radius, series.style.symbol, ink, hollow, self.ground));
        }
    }
}

/// The points of a line with more of them than pixels: in each pixel column the first, the highest, the lowest and the last.
pub(super) fn thinned(line: Vec<Pos2>) -> Vec<Pos2> {
    let width = match (line.first(), line.last()) {
        (Some(first), Some(last)) => (last.x - first.x).abs(),
        _ => return line,
    };
    if line.len() < 64 || (line.len() as f32) < 4.0 * width {
        return line;
    }
    let mut kept: Vec<Pos2> = Vec::new();
    for column in line.chunk_by(|a, b| a.x.floor() as i64 == b.x.floor() as i64) {
        let by_y = |a: &&Pos2, b: &&Pos2| a.y.total_cmp(&b.y);
        let ends = [column.first(), column.iter().min_by(by_y), column.iter().max_by(by_y), column.last()];
        kept.extend(ends.into_iter().flatten());
    }
    kept.dedup();
    kept
}

impl PlotItem for SeriesItem<'_> {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        if self.series.drawing == Drawing::Columns {
            return self.columns(transform, shapes);
        }
        let runs = self.runs(transform);
        if self.series.spread == Spread::Area {
            for run in runs.iter().filter(|run| run.len() > 1) {
                self.area(transform, run, shapes);
            }
        }
        for run in &runs {
            let line = thinned(run.iter().map(|(at, _)| *at).collect());
            let pen = Stroke::new(1.6, self.ink());
            match self.series.style.dash.lengths() {
                _ if line.len() < 2 => {}
                None => shapes.push(Shape::line(line, pen)),
                Some([dash, gap]) => shapes.extend(Shape::dashed_line(&line, pen, dash as f32, gap as f32)),
            }
            let is_lone = run.len() == 1;
            for (at, point) in run {
                self.symbol(transform, *at, point, shapes);
                if is_lone && self.series.drawing == Drawing::Line && point.excluded.is_none() {
                    shapes.push(Shape::circle_filled(*at, 2.0, self.ink()));
                }
            }
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.ink()
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::Points(&self.places)
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
