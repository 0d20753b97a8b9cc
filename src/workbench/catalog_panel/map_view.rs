//! What a map shows, and where a place stands on it: plate carrée, a degree of latitude as long as one of longitude.

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use serde::{Deserialize, Serialize};

use super::extent::Extent;

/// Degrees that one point may stand for: from a few metres to the whole Earth on a small window.
const DEGREES_PER_POINT: [f64; 2] = [2e-5, 1.5];

/// A fitted map shows at least so many degrees.
const LEAST_EXTENT_DEG: f64 = 0.4;

/// What a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct MapView {
    longitude_deg: f64,
    latitude_deg: f64,
    degrees_per_point: f64,
}

impl MapView {
    /// The map around an extent, with a margin.
    pub(crate) fn fitting(extent: Extent, size: Vec2) -> Self {
        let across = (extent.east - extent.west).max(LEAST_EXTENT_DEG) / f64::from(size.x.max(1.0));
        let along = (extent.north - extent.south).max(LEAST_EXTENT_DEG) / f64::from(size.y.max(1.0));
        let [longitude_deg, latitude_deg] = extent.centre();
        Self { longitude_deg, latitude_deg, degrees_per_point: across.max(along) * 1.25 }.bounded()
    }

    /// The map of the whole Earth.
    pub(crate) fn world(size: Vec2) -> Self {
        let along = 180.0 / f64::from(size.y.max(1.0));
        let across = 360.0 / f64::from(size.x.max(1.0));
        Self { longitude_deg: 0.0, latitude_deg: 0.0, degrees_per_point: along.max(across) }.bounded()
    }

    /// Degrees that one point stands for.
    pub(crate) const fn degrees_per_point(self) -> f64 {
        self.degrees_per_point
    }

    /// Where a place stands; of its repetitions round the Earth the one whose longitude was given.
    pub(crate) fn on_screen(self, area: Rect, longitude_deg: f64, latitude_deg: f64) -> Pos2 {
        let east = (longitude_deg - self.longitude_deg) / self.degrees_per_point;
        let south = (self.latitude_deg - latitude_deg) / self.degrees_per_point;
        area.center() + vec2(east as f32, south as f32)
    }

    /// The place under a point of the screen: longitude, not brought back to ±180, and latitude.
    pub(crate) fn on_earth(self, area: Rect, at: Pos2) -> [f64; 2] {
        let from_centre = at - area.center();
        [
            self.longitude_deg + f64::from(from_centre.x) * self.degrees_per_point,
            self.latitude_deg - f64::from(from_centre.y) * self.degrees_per_point,
        ]
    }

    /// West, south, east and north of what shows; the longitudes are not brought back to ±180.
    pub(crate) fn shown(self, area: Rect) -> Extent {
        let [west, north] = self.on_earth(area, area.min);
        let [east, south] = self.on_earth(area, area.max);
        Extent { west, south, east, north }
    }

    /// Turns round the Earth by which a longitude within ±180 must be moved to show: the world repeats itself.
    pub(crate) fn turns(self, area: Rect) -> std::ops::RangeInclusive<i32> {
        let shown = self.shown(area);
        let turn = |longitude: f64| ((longitude + 180.0) / 360.0).floor() as i32;
        turn(shown.west)..=turn(shown.east)
    }

    /// The map drawn so much further.
    pub(crate) fn panned(self, by: Vec2) -> Self {
        Self {
            longitude_deg: self.longitude_deg - f64::from(by.x) * self.degrees_per_point,
            latitude_deg: self.latitude_deg + f64::from(by.y) * self.degrees_per_point,
            ..self
        }
        .bounded()
    }

    /// The map so many times larger; the place under `at` stays there.
    pub(crate) fn zoomed(self, area: Rect, at: Pos2, factor: f64) -> Self {
        let before = self.on_earth(area, at);
        let zoomed = Self { degrees_per_point: self.degrees_per_point / factor, ..self }.bounded();
        let after = zoomed.on_earth(area, at);
        Self {
            longitude_deg: zoomed.longitude_deg + before[0] - after[0],
            latitude_deg: zoomed.latitude_deg + before[1] - after[1],
            ..zoomed
        }
        .bounded()
    }

    /// The same with its centre on the Earth and a scale within bounds, whatever a file said.
    pub(crate) fn bounded(self) -> Self {
        let finite = |value: f64, otherwise: f64| if value.is_finite() { value } else { otherwise };
        let [finest, coarsest] = DEGREES_PER_POINT;
        Self {
            longitude_deg: (finite(self.longitude_deg, 0.0) + 180.0).rem_euclid(360.0) - 180.0,
            latitude_deg: finite(self.latitude_deg, 0.0).clamp(-90.0, 90.0),
            degrees_per_point: finite(self.degrees_per_point, coarsest).clamp(finest, coarsest),
        }
    }
}

/// Where a rectangle of a map stands for an extent, moved by so many turns.
pub(super) fn rect_of(view: MapView, area: Rect, extent: Extent, turns: i32) -> Rect {
    let shift = 360.0 * f64::from(turns);
    let min = view.on_screen(area, extent.west + shift, extent.north);
    let max = view.on_screen(area, extent.east + shift, extent.south);
    Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area() -> Rect {
        Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 400.0))
    }

    #[test]
    fn a_zoom_keeps_the_place_under_the_pointer() {
        let extent = Extent { west: 34.0, south: 31.0, east: 36.0, north: 33.0 };
        let view = MapView::fitting(extent, area().size());
        let at = pos2(250.0, 120.0);
        let before = view.on_earth(area(), at);
        for factor in [1.3, 7.0, 0.2] {
            let after = view.zoomed(area(), at, factor).on_earth(area(), at);
            assert!((before[0] - after[0]).abs() < 1e-9 && (before[1] - after[1]).abs() < 1e-9, "{factor}");
        }
    }

    #[test]
    fn a_place_on_the_screen_is_found_again_on_the_earth() {
        let view = MapView::world(area().size()).panned(vec2(37.0, -12.0));
        let place = view.on_earth(area(), view.on_screen(area(), 35.2, 31.8));
        assert!((place[0] - 35.2).abs() < 1e-4 && (place[1] - 31.8).abs() < 1e-4, "{place:?}");
    }

    #[test]
    fn a_fitted_map_shows_the_whole_extent_also_across_the_date_line() {
        let extent = Extent { west: 179.0, south: -20.0, east: 183.0, north: -18.0 };
        let view = MapView::fitting(extent, area().size());
        let turns: Vec<i32> = view.turns(area()).collect();
        let shows = |longitude: f64| {
            turns
                .iter()
                .any(|turn| area().contains(view.on_screen(area(), longitude + 360.0 * f64::from(*turn), -19.0)))
        };
        assert!(shows(179.0) && shows(-177.0) && shows(180.0));
        assert!(!shows(0.0));
    }

    #[test]
    fn a_session_that_says_nonsense_gives_a_map_all_the_same() {
        let text = r#"{ "longitude_deg": 1e9, "latitude_deg": -1e9, "degrees_per_point": 0 }"#;
        let view: MapView = serde_json::from_str(text).unwrap();
        let shown = view.bounded().shown(area());
        assert!(shown.west < shown.east && (-91.0..=91.0).contains(&shown.north));
    }

    #[test]
    fn nothing_to_fit_is_still_a_place() {
        let point = Extent { west: 3.0, south: 41.5, east: 3.0, north: 41.5 };
        let shown = MapView::fitting(point, area().size()).shown(area());
        assert!(shown.north - shown.south > 0.3 && shown.north - shown.south < 1.0);
    }
}
