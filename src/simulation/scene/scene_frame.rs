//! The plane that a scene is laid out on.

use nalgebra::Vector3;

use crate::earth::{GroundPoint, cartesian_from_geodetic, geodetic_from_cartesian};

/// A plane that touches the ellipsoid at the scene's centre, with one axis along the flight.
///
/// A place has the coordinates of its foot on the ellipsoid, dropped on the plane at right angles: metres are true at the centre and 5·10⁻⁵ too short 60 km away.
/// Everything that stands on the ground or above it (relief, clouds) is laid out by its foot. The plane serves half of the Earth; scenes are smaller.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SceneFrame {
    centre: GroundPoint,
    origin: Vector3<f64>,
    along_per_cell: Vector3<f64>,
    across_per_cell: Vector3<f64>,
    up: Vector3<f64>,
    north: [f64; 2],
    cell_m: f64,
}

impl SceneFrame {
    /// The frame of a scene around a place, its first axis (along) turned from north over east, in cells of `cell_m`; the second axis (across) is
    /// to the right of the first.
    pub fn new(centre: GroundPoint, heading_rad: f64, cell_m: f64) -> Self {
        let ((sin_lat, cos_lat), (sin_lon, cos_lon)) = (centre.latitude.sin_cos(), centre.longitude.sin_cos());
        let east = Vector3::new(-sin_lon, cos_lon, 0.0);
        let north = Vector3::new(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat);
        let (sine, cosine) = heading_rad.sin_cos();
        Self {
            centre,
            origin: cartesian_from_geodetic(GroundPoint { height_m: 0.0, ..centre }),
            along_per_cell: (north * cosine + east * sine) / cell_m,
            across_per_cell: (east * cosine - north * sine) / cell_m,
            up: Vector3::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat),
            north: [cosine, -sine],
            cell_m,
        }
    }

    /// Metres from one cell to the next.
    pub fn cell_m(&self) -> f64 {
        self.cell_m
    }

    /// The place that the plane touches.
    pub fn centre(&self) -> GroundPoint {
        self.centre
    }

    /// Cells (along, across) of a place's foot.
    pub fn cells_of(&self, place: GroundPoint) -> [f64; 2] {
        let from_centre = cartesian_from_geodetic(GroundPoint { height_m: 0.0, ..place }) - self.origin;
        [from_centre.dot(&self.along_per_cell), from_centre.dot(&self.across_per_cell)]
    }

    /// The foot on the ellipsoid of cells (along, across).
    pub fn place_of(&self, [along, across]: [f64; 2]) -> GroundPoint {
        let metres = self.cell_m * self.cell_m;
        let mut position =
            self.origin + self.along_per_cell * (along * metres) + self.across_per_cell * (across * metres);
        let mut place = geodetic_from_cartesian(position);
        for _ in 0..12 {
            position -= self.up * place.height_m;
            place = geodetic_from_cartesian(position);
        }
        GroundPoint { height_m: 0.0, ..place }
    }

    /// A horizontal vector (north, east) along the axes (along, across), in the same unit.
    pub fn axes_from_north_east(&self, [north, east]: [f64; 2]) -> [f64; 2] {
        let [cosine, minus_sine] = self.north;
        [north * cosine - east * minus_sine, east * cosine + north * minus_sine]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_and_axes_are_as_they_say() {
        for (longitude, latitude, heading) in [(5.0, 44.0, 0.3), (-179.9, -60.0, 3.0), (10.0, 89.5, -1.0)] {
            let frame = SceneFrame::new(GroundPoint::from_degrees(longitude, latitude, 300.0), heading, 1.75);
            for cells in [[0.0, 0.0], [20_000.0, -3_000.0], [-31.5, 9_000.25]] {
                let back = frame.cells_of(frame.place_of(cells));
                assert!((back[0] - cells[0]).hypot(back[1] - cells[1]) < 1e-5, "{cells:?} {back:?}");
            }
        }
        let frame = SceneFrame::new(GroundPoint::from_degrees(5.0, 44.0, 0.0), 90_f64.to_radians(), 2.0);
        // Heading east: a step to the north is a step to the left.
        let north = frame.cells_of(GroundPoint::from_degrees(5.0, 44.001, 0.0));
        // A thousandth of a degree of latitude is 111.12 m at 44°.
        assert!(north[0].abs() < 0.01 && (north[1] + 55.56).abs() < 0.01, "{north:?}");
        let axes = frame.axes_from_north_east([1.0, 0.0]);
        assert!(axes[0].abs() < 1e-12 && (axes[1] + 1.0).abs() < 1e-12, "{axes:?}");
        let axes = frame.axes_from_north_east([0.0, 1.0]);
        assert!((axes[0] - 1.0).abs() < 1e-12 && axes[1].abs() < 1e-12, "{axes:?}");
    }
}
