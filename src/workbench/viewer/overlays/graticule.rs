//! The grid: lines and columns, or latitude and longitude.

use egui::{Align2, Color32, Painter, Pos2, Stroke, pos2};

use super::ink::plate;
use super::scale::round_above;
use crate::workbench::desk::Desk;
use crate::workbench::theme::colour;
use crate::workbench::viewer::image_view::Subject;
use crate::workbench::viewer::placement::Placement;
use crate::workbench::viewer::view_state::Grid;

/// Points between two lines of the grid, at least.
const LEAST_SPACING: f64 = 110.0;
/// Straight pieces of a meridian or a parallel across the view.
const PIECES: usize = 48;

/// Draws the grid.
pub(crate) fn grid(painter: &Painter, desk: &Desk, subject: &Subject, placement: &Placement, grid: Grid) {
    let ink = colour(desk.tokens().accent).gamma_multiply(0.55);
    match grid {
        Grid::Hidden => {}
        Grid::Image => image_grid(painter, placement, ink),
        Grid::Geographic => geographic_grid(painter, subject, placement, ink),
    }
}

fn image_grid(painter: &Painter, placement: &Placement, ink: Color32) {
    let Some(step) = round_above((LEAST_SPACING / placement.points_per_pixel()).max(1.0)) else { return };
    let view = placement.view();
    let (first, last) = (placement.image_from_screen(view.min), placement.image_from_screen(view.max));
    let image = placement.image_rect().intersect(view);
    let size = placement.size();
    for column in multiples(first.1, last.1, step, size.columns) {
        let x = placement.screen_from_image(0.0, column).x;
        painter.vline(x, image.y_range(), Stroke::new(1.0, ink));
        plate(painter, pos2(x, image.bottom() - 2.0), Align2::CENTER_BOTTOM, &format!("{column}"));
    }
    for line in multiples(first.0, last.0, step, size.lines) {
        let y = placement.screen_from_image(line, 0.0).y;
        painter.hline(image.x_range(), y, Stroke::new(1.0, ink));
        plate(painter, pos2(image.left() + 2.0, y), Align2::LEFT_CENTER, &format!("{line}"));
    }
}

/// The multiples of a step between two places, inside of the image.
fn multiples(first: f64, last: f64, step: f64, count: usize) -> impl Iterator<Item = f64> {
    let begin = (first.max(0.0) / step).ceil() as usize;
    let end = (last.min(count as f64 - 1.0) / step).floor().max(-1.0);
    (begin..begin + 64).map(move |index| index as f64 * step).take_while(move |place| *place <= end * step)
}

fn geographic_grid(painter: &Painter, subject: &Subject, placement: &Placement, ink: Color32) {
    let view = placement.image_rect().intersect(placement.view());
    let Some(frame) = Frame::of(subject, placement, view) else {
        plate(
            painter,
            view.center_top() + egui::vec2(0.0, 44.0),
            Align2::CENTER_TOP,
            "latitude and longitude: not known",
        );
        return;
    };
    let share = LEAST_SPACING / f64::from(view.width().min(view.height()).max(1.0));
    let span = frame.longitudes_deg.1 - frame.longitudes_deg.0;
    let span = span.max(frame.latitudes_deg.1 - frame.latitudes_deg.0);
    let Some(step) = round_above(span * share.min(1.0)) else { return };
    let (west, east) = frame.longitudes_deg;
    let (south, north) = frame.latitudes_deg;
    let decimals = (-step.log10().floor()).max(0.0) as usize;
    for index in (west / step).ceil() as i64..=(east / step).floor() as i64 {
        let longitude = index as f64 * step;
        let points = frame.curve(placement, |share| (south + share * (north - south), longitude));
        let label = format!("{:.decimals$}° {}", longitude.abs(), if longitude < 0.0 { "W" } else { "E" });
        curve(painter, &points, ink, &label, Align2::CENTER_BOTTOM);
    }
    for index in (south / step).ceil() as i64..=(north / step).floor() as i64 {
        let latitude = index as f64 * step;
        let points = frame.curve(placement, |share| (latitude, west + share * (east - west)));
        let label = format!("{:.decimals$}° {}", latitude.abs(), if latitude < 0.0 { "S" } else { "N" });
        curve(painter, &points, ink, &label, Align2::LEFT_CENTER);
    }
}

fn curve(painter: &Painter, points: &[Pos2], ink: Color32, label: &str, align: Align2) {
    for pair in points.windows(2) {
        painter.line_segment([pair[0], pair[1]], Stroke::new(1.0, ink));
    }
    // Not at the end: chips and bars stand at the edges of the view.
    if let Some(point) = points.get(points.len() / 5) {
        plate(painter, *point, align, label);
    }
}

/// The view on the Earth: the affine map between the image and latitude and longitude, fitted to the corners of the view, where it is as
/// good as the eye can see.
struct Frame {
    latitudes_deg: (f64, f64),
    longitudes_deg: (f64, f64),
    /// Line and column at the first corner, and their change a degree of latitude and of longitude.
    origin: (f64, f64),
    origin_deg: (f64, f64),
    lines_a_degree: (f64, f64),
    columns_a_degree: (f64, f64),
}

impl Frame {
    fn of(subject: &Subject, placement: &Placement, view: egui::Rect) -> Option<Self> {
        let at = |point: Pos2| {
            let (line, column) = placement.image_from_screen(point);
            let place = subject.product.coordinates(line, column);
            let earth = place.geographic.known()?;
            Some((line, column, earth.latitude_deg, earth.longitude_deg))
        };
        let (a, b, c) = (at(view.left_top())?, at(view.right_top())?, at(view.left_bottom())?);
        let d = at(view.right_bottom())?;
        let (right, down) = ((b.2 - a.2, b.3 - a.3), (c.2 - a.2, c.3 - a.3));
        let determinant = right.0 * down.1 - right.1 * down.0;
        let is_flat = determinant.abs() <= f64::MIN_POSITIVE || !determinant.is_finite();
        let across_the_date_line = [b.3, c.3, d.3].into_iter().any(|longitude| (longitude - a.3).abs() > 180.0);
        if is_flat || across_the_date_line {
            return None;
        }
        let (columns, lines) = (b.1 - a.1, c.0 - a.0);
        let bounds = |values: [f64; 4]| {
            values
                .into_iter()
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)))
        };
        Some(Self {
            latitudes_deg: bounds([a.2, b.2, c.2, d.2]),
            longitudes_deg: bounds([a.3, b.3, c.3, d.3]),
            origin: (a.0, a.1),
            origin_deg: (a.2, a.3),
            lines_a_degree: (-right.1 / determinant * lines, right.0 / determinant * lines),
            columns_a_degree: (down.1 / determinant * columns, -down.0 / determinant * columns),
        })
    }

    fn curve(&self, placement: &Placement, at: impl Fn(f64) -> (f64, f64)) -> Vec<Pos2> {
        (0..=PIECES)
            .map(|piece| {
                let (latitude, longitude) = at(piece as f64 / PIECES as f64);
                let (north, east) = (latitude - self.origin_deg.0, longitude - self.origin_deg.1);
                let line = self.origin.0 + north * self.lines_a_degree.0 + east * self.lines_a_degree.1;
                let column = self.origin.1 + north * self.columns_a_degree.0 + east * self.columns_a_degree.1;
                placement.screen_from_image(line, column)
            })
            .filter(|point| placement.view().contains(*point))
            .collect()
    }
}
