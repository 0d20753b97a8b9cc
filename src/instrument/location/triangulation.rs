//! Where lines of sight of several images meet.

use nalgebra::{Matrix3, Unit, Vector3};

use super::{ImagePoint, LocationFailure, LocationModel};
use crate::earth::cartesian_from_geodetic;

/// A straight line of sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SightSegment {
    /// A point of the line in the Earth-fixed frame, metres.
    pub point_in_itrf: Vector3<f64>,
    /// Its direction, downwards.
    pub direction_in_itrf: Unit<Vector3<f64>>,
}

impl SightSegment {
    /// The straight line through the two places that a pixel looked at, at two heights (metres above WGS 84).
    ///
    /// # Errors
    /// The reason of this point; [`LocationFailure::NotAPlace`] when the heights are the same.
    pub fn between(
        model: &dyn LocationModel,
        image: ImagePoint,
        lower_m: f64,
        upper_m: f64,
    ) -> Result<Self, LocationFailure> {
        let at = |height_m| model.ground_at_height(image, height_m).map(cartesian_from_geodetic);
        let (low, high) = (at(lower_m)?, at(upper_m)?);
        let direction_in_itrf = Unit::try_new(low - high, f64::MIN_POSITIVE).ok_or(LocationFailure::NotAPlace)?;
        Ok(Self { point_in_itrf: high, direction_in_itrf })
    }

    /// Metres from the line to a point.
    pub fn distance_m(&self, point_in_itrf: Vector3<f64>) -> f64 {
        (point_in_itrf - self.point_in_itrf).cross(&self.direction_in_itrf).norm()
    }
}

/// The point whose squared distances from the lines sum up to the least, in the Earth-fixed frame; of two lines the middle of their shortest
/// connection (Delvit et al., "The geometric supersite of Salon-de-Provence", ISPRS 2006). None of fewer than two lines, or of lines so nearly
/// parallel that they meet nowhere in particular.
pub fn triangulated(lines: &[SightSegment]) -> Option<Vector3<f64>> {
    let first = lines.first()?;
    // Around a point of the first line: Earth-sized coordinates would cost three digits.
    let origin = first.point_in_itrf;
    let (mut normal, mut right) = (Matrix3::zeros(), Vector3::zeros());
    for line in lines {
        let across = Matrix3::identity() - line.direction_in_itrf.into_inner() * line.direction_in_itrf.transpose();
        normal += across;
        right += across * (line.point_in_itrf - origin);
    }
    // The determinant of two lines at an angle α is 2 sin² α; of parallel ones it is rounding alone.
    if normal.determinant() < 1e-12 {
        return None;
    }
    Some(origin + normal.try_inverse()? * right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(point: [f64; 3], direction: [f64; 3]) -> SightSegment {
        SightSegment { point_in_itrf: point.into(), direction_in_itrf: Unit::new_normalize(direction.into()) }
    }

    #[test]
    fn two_skew_lines_meet_in_the_middle_of_their_shortest_connection() {
        let offset = [6.4e6, 1e6, -2e6];
        let at = |x: f64, y: f64, z: f64| [offset[0] + x, offset[1] + y, offset[2] + z];
        let lines = [line(at(-500.0, 0.0, 0.0), [1.0, 0.0, 0.0]), line(at(0.0, 700.0, 3.0), [0.0, -1.0, 0.0])];
        let point = triangulated(&lines).unwrap();
        assert!((point - Vector3::from(at(0.0, 0.0, 1.5))).norm() < 1e-8, "{point}");
        assert!((lines[0].distance_m(point) - 1.5).abs() < 1e-8 && (lines[1].distance_m(point) - 1.5).abs() < 1e-8);
    }

    #[test]
    fn one_line_and_parallel_lines_meet_nowhere() {
        let lines = [line([0.0; 3], [0.0, 0.6, 0.8]), line([5.0, 0.0, 0.0], [0.0, 0.6, 0.8])];
        assert_eq!(triangulated(&lines), None);
        assert_eq!(triangulated(&lines[..1]), None);
        assert_eq!(triangulated(&[]), None);
    }
}
