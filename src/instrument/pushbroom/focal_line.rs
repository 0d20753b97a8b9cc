//! The viewing directions of an array's columns, in a basis of its own: across the flight, along it, and the middle of the view.

use nalgebra::{Matrix3, Vector3};

use super::platform_error::PlatformError;

/// Directions (across, along, 1) of the columns: the plane one unit in front of the sensor.
///
/// Between columns, and beyond the ends, they are linear in this plane.
pub(super) struct FocalLine {
    points: Vec<[f64; 2]>,
    /// Rise along the flight per step across, from the first column to the last.
    chord_slope: f64,
}

impl FocalLine {
    /// The line, and `last_from_array`: the basis in the frame in which the directions are given.
    pub(super) fn new(array: &str, directions: &[[f64; 3]]) -> Result<(Self, Matrix3<f64>), PlatformError> {
        let mut vectors = Vec::with_capacity(directions.len());
        for (place, direction) in directions.iter().enumerate() {
            let vector = Vector3::from(*direction);
            let length = vector.norm();
            if !(length.is_finite() && length > 0.0) {
                return Err(PlatformError::NotANumber { what: "viewing directions", place });
            }
            vectors.push(vector / length);
        }
        let (first, last) = (vectors[0], vectors[vectors.len() - 1]);
        let middle = (first + last).normalize();
        let span = last - first;
        // A single column has no across; any direction at right angles serves.
        let across = span - middle * span.dot(&middle);
        let across = if across.norm() > 1e-12 { across.normalize() } else { any_normal(&middle) };
        let along = middle.cross(&across);
        let last_from_array = Matrix3::from_columns(&[across, along, middle]);
        let mut points = Vec::with_capacity(vectors.len());
        for (column, vector) in vectors.iter().enumerate() {
            let depth = vector.dot(&middle);
            let point = [vector.dot(&across) / depth, vector.dot(&along) / depth];
            if depth <= 0.0 || points.last().is_some_and(|before: &[f64; 2]| point[0] <= before[0]) {
                return Err(PlatformError::DirectionsTurnBack { array: array.to_owned(), column });
            }
            points.push(point);
        }
        let (from, to) = (points[0], points[points.len() - 1]);
        let chord_slope = if points.len() > 1 { (to[1] - from[1]) / (to[0] - from[0]) } else { 0.0 };
        Ok((Self { points, chord_slope }, last_from_array))
    }

    /// Direction of a column with its fraction, in the array's basis.
    #[inline]
    pub(super) fn direction(&self, column: f64) -> Vector3<f64> {
        let [across, along] = self.at(column);
        Vector3::new(across, along, 1.0)
    }

    #[inline]
    fn at(&self, column: f64) -> [f64; 2] {
        if self.points.len() < 2 {
            return self.points[0];
        }
        let before = (column.max(0.0) as usize).min(self.points.len() - 2);
        let share = column - before as f64;
        let (from, to) = (self.points[before], self.points[before + 1]);
        [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
    }

    /// How far along the flight a direction lies before the straight line from the first column to the last.
    #[inline]
    pub(super) fn advance_from_chord(&self, apparent: &Vector3<f64>) -> Option<f64> {
        if apparent.z <= 0.0 || apparent.z.is_nan() {
            return None;
        }
        let (across, along) = (apparent.x / apparent.z, apparent.y / apparent.z);
        let from = self.points[0];
        Some(along - from[1] - (across - from[0]) * self.chord_slope)
    }

    /// Column that looks along an apparent direction, and how far along the flight that direction lies before the line; none for a direction that
    /// points backwards.
    #[inline]
    pub(super) fn column_and_advance(&self, apparent: &Vector3<f64>) -> Option<(f64, f64)> {
        if apparent.z <= 0.0 || apparent.z.is_nan() {
            return None;
        }
        let (across, along) = (apparent.x / apparent.z, apparent.y / apparent.z);
        let last = self.points.len() - 1;
        if last == 0 {
            return Some((0.0, along - self.points[0][1]));
        }
        // Columns are nearly even: guess, then walk; each further guess starts from the interval's own pitch.
        let pitch = (self.points[last][0] - self.points[0][0]) / last as f64;
        let mut before = (((across - self.points[0][0]) / pitch).max(0.0) as usize).min(last - 1);
        for _ in 0..8 {
            let off = (across - self.points[before][0]) / pitch;
            if (-0.5..1.5).contains(&off) {
                break;
            }
            let next = (before as f64 + off.floor()).clamp(0.0, (last - 1) as f64) as usize;
            if next == before {
                break;
            }
            before = next;
        }
        while before > 0 && across < self.points[before][0] {
            before -= 1;
        }
        while before + 1 < last && across >= self.points[before + 1][0] {
            before += 1;
        }
        let (from, to) = (self.points[before], self.points[before + 1]);
        let share = (across - from[0]) / (to[0] - from[0]);
        Some((before as f64 + share, along - (from[1] + share * (to[1] - from[1]))))
    }
}

fn any_normal(direction: &Vector3<f64>) -> Vector3<f64> {
    let other = if direction.x.abs() < 0.9 { Vector3::x() } else { Vector3::y() };
    direction.cross(&other).normalize()
}
