//! Values along a line across an image.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::statistics::ReasonCounts;
use super::{NoDataReason, RasterSource, ReadError, Reasons, Window};
use crate::supervision::Supervision;

/// How a value between the pixels is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// The value of the pixel that the place lies in: no value that the file does not hold.
    #[default]
    Nearest,
    /// Linear between the four pixel centres around the place; not valid where one of them with a part in it is not.
    Bilinear,
}

/// A straight line across an image, in (line, column), and how its values are taken.
///
/// The line is divided into as many equal steps as it is pixels long, rounded up, so that a step is at most one pixel; with both ends that makes
/// n + 1 points, and a single one when both ends are the same place. At each point `width` samples one pixel apart are taken across the line,
/// centred on it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ProfileLine {
    /// Line and column of the first point.
    pub from: [f64; 2],
    /// Line and column of the last point.
    pub to: [f64; 2],
    /// Samples across the line that a value is the mean of; zero is taken as one.
    pub width: usize,
    /// How each sample is taken.
    pub sampling: Sampling,
}

/// One point of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ProfilePoint {
    /// Line of the point.
    pub line: f64,
    /// Column of the point.
    pub column: f64,
    /// Distance from the first point, in pixels.
    pub distance: f64,
    /// Mean of the valid samples across the line, in the unit of the samples; none without one.
    pub mean: Option<f64>,
    /// Their standard deviation; none for fewer than two.
    pub sigma: Option<f64>,
    /// Valid samples.
    pub n_valid: u64,
    /// Samples that were left out, by reason.
    pub n_by_reason: ReasonCounts,
}

/// A line that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile: needed {needed}, found {found}")]
pub struct ProfileError {
    /// What was needed.
    pub needed: &'static str,
    /// What was found.
    pub found: String,
}

/// Points that are read together, and the pixels they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSegment {
    /// Points, counted from the first.
    pub points: Range<usize>,
    /// The pixels of the image that their samples need; none when all samples lie outside.
    pub window: Option<Window>,
}

/// Points of a segment: few, so that a slanting line across a large image is read as small windows along it.
const SEGMENT: usize = 256;
/// Steps of the longest line, and samples across the widest one.
const MOST_STEPS: f64 = 1e6;
const MOST_ACROSS: usize = 1001;

impl ProfileLine {
    /// Whether the line can be followed.
    ///
    /// # Errors
    /// [`ProfileError`] when an end is no finite place, the line is longer than a million pixels or wider than 1001.
    pub fn check(&self) -> Result<(), ProfileError> {
        if !self.length().is_finite() || self.length() > MOST_STEPS {
            let found = format!("one from {:?} to {:?}", self.from, self.to);
            return Err(ProfileError { needed: "a line of at most a million pixels", found });
        }
        if self.width > MOST_ACROSS {
            return Err(ProfileError { needed: "at most 1001 samples across", found: format!("{}", self.width) });
        }
        Ok(())
    }

    /// Length in pixels.
    pub fn length(&self) -> f64 {
        (self.to[0] - self.from[0]).hypot(self.to[1] - self.from[1])
    }

    /// Steps between points.
    fn n_steps(&self) -> usize {
        self.length().min(MOST_STEPS).ceil() as usize
    }

    /// Number of points.
    pub fn n_points(&self) -> usize {
        self.n_steps() + 1
    }

    /// Line and column of a point.
    pub fn point(&self, index: usize) -> [f64; 2] {
        let share = index as f64 / self.n_steps().max(1) as f64;
        [0, 1].map(|axis| self.from[axis] + (self.to[axis] - self.from[axis]) * share)
    }

    /// One pixel across the line, turned from its direction as columns are from lines.
    fn across(&self) -> [f64; 2] {
        let length = self.length();
        if length > 0.0 {
            [-(self.to[1] - self.from[1]) / length, (self.to[0] - self.from[0]) / length]
        } else {
            [0.0, 1.0]
        }
    }

    /// The places of the samples of a point.
    fn samples(&self, index: usize) -> impl Iterator<Item = [f64; 2]> {
        let (centre, across, width) = (self.point(index), self.across(), self.width.max(1));
        (0..width).map(move |sample| {
            let away = sample as f64 - (width - 1) as f64 / 2.0;
            [0, 1].map(|axis| centre[axis] + away * across[axis])
        })
    }

    /// The points in order, in parts that each need a small window of `image`.
    pub fn segments(&self, image: Window) -> Vec<ProfileSegment> {
        let n = self.n_points();
        let segment = |first: usize| {
            let points = first..(first + SEGMENT).min(n);
            let reach = (self.width.max(1) - 1) as f64 / 2.0;
            let ends = [self.point(points.start), self.point(points.end - 1)];
            let [lines, columns] = [0, 1].map(|axis| {
                let reach = reach * self.across()[axis].abs();
                let (low, high) = (ends[0][axis].min(ends[1][axis]) - reach, ends[0][axis].max(ends[1][axis]) + reach);
                // One pixel more to either side: neighbours of a place between pixels.
                (low.floor() - 1.0).max(0.0) as usize..(high.floor() + 3.0).max(0.0) as usize
            });
            let lines = lines.start.max(image.line)..lines.end.min(image.line_end());
            let columns = columns.start.max(image.column)..columns.end.min(image.column_end());
            let window = (!lines.is_empty() && !columns.is_empty())
                .then(|| Window::new(lines.start, columns.start, lines.len(), columns.len()));
            ProfileSegment { points, window }
        };
        (0..n).step_by(SEGMENT).map(segment).collect()
    }

    /// The points of a segment from the samples of its window, line by line; an empty `reasons` says that all are valid. What the window lacks is
    /// outside of the image.
    pub fn sample(&self, segment: &ProfileSegment, values: &[f32], reasons: &[Reasons]) -> Vec<ProfilePoint> {
        let step = self.length() / self.n_steps().max(1) as f64;
        let point = |index: usize| {
            let mut found: Vec<f64> = Vec::with_capacity(self.width.max(1));
            let mut n_by_reason = ReasonCounts::default();
            for place in self.samples(index) {
                match self.take(place, segment.window, values, reasons) {
                    Ok(value) => found.push(value),
                    Err(reasons) => n_by_reason.add(reasons),
                }
            }
            let n = found.len() as f64;
            let mean = (!found.is_empty()).then(|| found.iter().sum::<f64>() / n);
            let squares = |mean: f64| found.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
            let sigma = mean.filter(|_| found.len() > 1).map(|mean| (squares(mean) / (n - 1.0)).sqrt());
            let [line, column] = self.point(index);
            let n_valid = found.len() as u64;
            ProfilePoint { line, column, distance: index as f64 * step, mean, sigma, n_valid, n_by_reason }
        };
        segment.points.clone().map(point).collect()
    }

    /// The value at a place, or why there is none.
    fn take(
        &self,
        place: [f64; 2],
        window: Option<Window>,
        values: &[f32],
        reasons: &[Reasons],
    ) -> Result<f64, Reasons> {
        let pixel = |line: f64, column: f64| -> Result<f64, Reasons> {
            let outside = Reasons::only(NoDataReason::Outside);
            let window = window.ok_or(outside)?;
            let row = line - window.line as f64;
            let column = column - window.column as f64;
            if !(row >= 0.0 && column >= 0.0 && row < window.lines as f64 && column < window.columns as f64) {
                return Err(outside);
            }
            let index = row as usize * window.columns + column as usize;
            let held = reasons.get(index).copied().unwrap_or_default();
            let value = values.get(index).copied().unwrap_or(f32::NAN);
            if !held.is_valid() {
                Err(held)
            } else if value.is_finite() {
                Ok(f64::from(value))
            } else {
                Err(Reasons::only(NoDataReason::Missing))
            }
        };
        let [line, column] = place;
        if self.sampling == Sampling::Nearest {
            return pixel((line + 0.5).floor(), (column + 0.5).floor());
        }
        let (top, left) = (line.floor(), column.floor());
        let (down, right) = (line - top, column - left);
        let (mut value, mut lacking) = (0.0, Reasons::VALID);
        for (line, column, weight) in [
            (top, left, (1.0 - down) * (1.0 - right)),
            (top, left + 1.0, (1.0 - down) * right),
            (top + 1.0, left, down * (1.0 - right)),
            (top + 1.0, left + 1.0, down * right),
        ] {
            if weight > 0.0 {
                match pixel(line, column) {
                    Ok(sample) => value += weight * sample,
                    Err(reasons) => lacking = lacking.union(reasons),
                }
            }
        }
        if lacking.is_valid() { Ok(value) } else { Err(lacking) }
    }
}

/// The profile of bands `bands` (indices from 0) along a line that [`ProfileLine::check`] accepts, one list of points a band, in the raster's own unit.
///
/// # Errors
/// [`ReadError`] when samples cannot be read or the user cancels.
pub fn profile(
    raster: &dyn RasterSource,
    bands: &[usize],
    line: &ProfileLine,
    supervision: &Supervision,
) -> Result<Vec<Vec<ProfilePoint>>, ReadError> {
    let mut profiles = vec![Vec::with_capacity(line.n_points()); bands.len()];
    let mut tiles = Vec::new();
    for segment in line.segments(raster.size().window()) {
        supervision.check()?;
        if let Some(window) = segment.window {
            raster.read(bands, window, &mut tiles, supervision)?;
            for (tile, profile) in tiles.iter().zip(&mut profiles) {
                profile.extend(line.sample(&segment, &tile.values, &tile.reasons));
            }
        } else {
            for profile in &mut profiles {
                profile.extend(line.sample(&segment, &[], &[]));
            }
        }
    }
    Ok(profiles)
}

#[cfg(test)]
mod tests;
