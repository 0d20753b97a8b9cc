//! Land as an area: the spans of every line of the screen that lie within the rings.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, Rect, pos2};

use super::map_view::MapView;
use crate::operations::CoastlineRing;

/// Height of a span, points: small beside the line that is drawn along the coast.
const STEP: f32 = 1.0;

/// The land that shows, by the even-odd rule, so that the Caspian Sea is a hole in Asia.
pub(super) fn land_fill(rings: &[CoastlineRing], view: MapView, area: Rect, ink: Color32) -> Mesh {
    let n_rows = (area.height() / STEP).ceil().max(0.0) as usize;
    let mut mesh = Mesh::default();
    for turn in view.turns(area) {
        let shift = 360.0 * f64::from(turn);
        let mut crossings: Vec<Vec<f32>> = vec![Vec::new(); n_rows];
        for ring in rings {
            let [west, south, east, north] = ring.box_deg.map(f64::from);
            let (top, bottom) = (view.on_screen(area, west + shift, north), view.on_screen(area, east + shift, south));
            if bottom.y < area.top() || top.y > area.bottom() || top.x > area.right() || bottom.x < area.left() {
                continue;
            }
            let place = |point: &[f32; 2]| view.on_screen(area, f64::from(point[0]) + shift, f64::from(point[1]));
            for side in ring.points.windows(2) {
                cross(place(&side[0]), place(&side[1]), area, &mut crossings);
            }
        }
        for (row, crossings) in crossings.iter_mut().enumerate() {
            crossings.sort_by(f32::total_cmp);
            let top = area.top() + row as f32 * STEP;
            let bottom = (top + STEP).min(area.bottom());
            for span in crossings.chunks_exact(2) {
                let (left, right) = (span[0].max(area.left()), span[1].min(area.right()));
                if left < right {
                    rectangle(&mut mesh, left, right, top, bottom, ink);
                }
            }
        }
    }
    mesh
}

/// Notes where a side crosses the middles of the rows.
fn cross(a: Pos2, b: Pos2, area: Rect, crossings: &mut [Vec<f32>]) {
    let (upper, lower) = if a.y < b.y { (a, b) } else { (b, a) };
    let row_of = |y: f32| ((y - area.top()) / STEP - 0.5).ceil();
    let (first, end) = (row_of(upper.y).max(0.0) as usize, row_of(lower.y).max(0.0) as usize);
    for row in first..end.min(crossings.len()) {
        let middle = area.top() + (row as f32 + 0.5) * STEP;
        let share = (middle - upper.y) / (lower.y - upper.y);
        crossings[row].push(upper.x + share * (lower.x - upper.x));
    }
}

fn rectangle(mesh: &mut Mesh, left: f32, right: f32, top: f32, bottom: f32, color: Color32) {
    let first = mesh.vertices.len() as u32;
    let corners = [pos2(left, top), pos2(right, top), pos2(right, bottom), pos2(left, bottom)];
    mesh.vertices.extend(corners.map(|pos| Vertex { pos, uv: WHITE_UV, color }));
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;
    use crate::workbench::catalog_panel::extent::Extent;

    fn ring(points: &[[f32; 2]]) -> CoastlineRing {
        let mut box_deg = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
        for [longitude, latitude] in points {
            box_deg[0] = box_deg[0].min(*longitude);
            box_deg[1] = box_deg[1].min(*latitude);
            box_deg[2] = box_deg[2].max(*longitude);
            box_deg[3] = box_deg[3].max(*latitude);
        }
        CoastlineRing { points: points.to_vec(), box_deg }
    }

    fn filled(mesh: &Mesh) -> f32 {
        mesh.vertices
            .chunks(4)
            .map(|corner| (corner[2].pos.x - corner[0].pos.x) * (corner[2].pos.y - corner[0].pos.y))
            .sum()
    }

    #[test]
    fn the_area_filled_is_that_of_the_rings_and_a_lake_is_left_out() {
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(400.0, 400.0));
        let view = MapView::fitting(Extent { west: 0.0, south: 0.0, east: 10.0, north: 10.0 }, area.size());
        let land = ring(&[[1.0, 1.0], [9.0, 1.0], [9.0, 9.0], [1.0, 9.0], [1.0, 1.0]]);
        let lake = ring(&[[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0], [4.0, 4.0]]);
        let points_per_degree = 1.0 / view.degrees_per_point() as f32;
        let square_degrees =
            |rings: &[CoastlineRing]| filled(&land_fill(rings, view, area, Color32::WHITE)) / points_per_degree.powi(2);
        assert!((square_degrees(std::slice::from_ref(&land)) - 64.0).abs() < 1.0);
        assert!((square_degrees(&[land, lake]) - 60.0).abs() < 1.0);
        assert!(square_degrees(&[]).abs() < 1e-6);
    }

    #[test]
    fn land_on_both_sides_of_the_date_line_shows_together() {
        let area = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 200.0));
        let view = MapView::fitting(Extent { west: 175.0, south: -2.0, east: 185.0, north: 2.0 }, area.size());
        let west = ring(&[[178.0, -1.0], [180.0, -1.0], [180.0, 1.0], [178.0, 1.0], [178.0, -1.0]]);
        let east = ring(&[[-180.0, -1.0], [-178.0, -1.0], [-178.0, 1.0], [-180.0, 1.0], [-180.0, -1.0]]);
        let points_per_degree = 1.0 / view.degrees_per_point() as f32;
        let area_deg = filled(&land_fill(&[west, east], view, area, Color32::WHITE)) / points_per_degree.powi(2);
        assert!((area_deg - 8.0).abs() < 0.3, "{area_deg}");
    }
}
