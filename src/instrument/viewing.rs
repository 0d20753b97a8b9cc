//! Viewing directions of the detector units, and what two of them make of a height.

use serde::{Deserialize, Serialize};

use crate::units::Angle;

/// Direction from the ground to the satellite, at the centre of the useful image, for one detector unit.
///
/// That the azimuth of the product's header points to the satellite and not away from it is an assumption: the interface document does not say. The
/// other sense would turn the sign of what is measured along the epipolar direction, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Detector unit, 1 to 4.
    pub detector_unit: u8,
    /// Angle from the local vertical.
    pub zenith: Angle,
    /// Azimuth, from north towards east.
    pub azimuth: Angle,
}

impl View {
    /// Horizontal displacement (north, east) of the line of sight per metre of height.
    pub fn slope(self) -> [f64; 2] {
        let tangent = self.zenith.radians().tan();
        let (sine, cosine) = self.azimuth.radians().sin_cos();
        [tangent * cosine, tangent * sine]
    }
}

/// Base-to-height ratio of two views: metres of parallax per metre of height.
pub fn base_to_height(a: View, b: View) -> f64 {
    let (a, b) = (a.slope(), b.slope());
    (b[0] - a[0]).hypot(b[1] - a[1])
}

/// Unit vector (line, column) along which a height moves a feature of `b` against `a`, in a north-up image (line grows southward,
/// column eastward); none when the two views coincide.
///
/// A point at height h above the surface used for the projection is drawn displaced away from the satellite by h times the slope.
pub fn epipolar_direction(a: View, b: View) -> Option<[f64; 2]> {
    let (from, to) = (a.slope(), b.slope());
    let north = -(to[0] - from[0]);
    let east = -(to[1] - from[1]);
    let length = north.hypot(east);
    // Views closer than a microradian give no direction that a measurement could be split along.
    (length > 1e-6).then(|| [-north / length, east / length])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(detector_unit: u8, zenith: f64, azimuth: f64) -> View {
        View { detector_unit, zenith: Angle::from_degrees(zenith), azimuth: Angle::from_degrees(azimuth) }
    }

    #[test]
    fn the_twin_bands_of_israel03_have_the_base_to_height_that_cnes_publishes() {
        let ratio = base_to_height(view(1, 12.851195, 168.340145), view(4, 14.104792, 170.711533));
        assert!((ratio - 0.0252).abs() < 0.0002, "{ratio}");
    }

    #[test]
    fn a_hill_seen_from_the_south_is_drawn_to_the_north() {
        // The satellite of b stands further south (azimuth 180°): a height is drawn further north, towards decreasing line.
        let direction = epipolar_direction(view(1, 10.0, 180.0), view(4, 12.0, 180.0)).unwrap();
        assert!((direction[0] + 1.0).abs() < 1e-12 && direction[1].abs() < 1e-12, "{direction:?}");
    }

    #[test]
    fn one_view_against_itself_has_no_epipolar_direction() {
        assert_eq!(epipolar_direction(view(2, 13.0, 169.0), view(2, 13.0, 169.0)), None);
    }
}
