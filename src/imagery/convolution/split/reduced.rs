//! The smooth rest of a kernel on a reduced image, and how well it stands for what it replaces.
//!
//! An image is halved L times, convolved with the reduced kernel g, and doubled L times. For slowly varying images that multiplies its
//! spectrum by R·ĝ, where R is the product of the responses cos⁴ of every halving and doubling; the halving of the kernel itself adds a third
//! such product. g is made flat by a filter of seven samples on each axis, whose response is the reciprocal of that triple product up to the
//! sixth power of the frequency.

use super::super::scales::{double_columns, halve_columns, halve_lines, line_between, line_halfway};
use super::super::tile::Patch;
use super::plane::Plane;

/// A kernel on the reduced image.
pub(super) struct Reduced {
    halvings: usize,
    plane: Plane,
}

/// Samples on each side that flattening adds.
const FLATTENING_REACH: usize = 3;

/// Rows and columns on each side of a reduced kernel of `half` rows and columns.
pub(super) fn coarse_half(half: usize, halvings: usize) -> usize {
    (0..halvings).fold(half, |half, _| half / 2 + 1) + FLATTENING_REACH
}

/// Halves a kernel and flattens its response.
pub(super) fn reduce(smooth: &Plane, halvings: usize) -> Reduced {
    let mut plane = (0..halvings).fold(None, |plane: Option<Plane>, _| Some(halved(plane.as_ref().unwrap_or(smooth))));
    let mut plane = plane.take().unwrap_or_else(|| smooth.clone());
    let scale = (1_u32 << (2 * halvings)) as f32;
    plane.values.iter_mut().for_each(|value| *value *= scale);
    let flattening = flattening(halvings);
    Reduced { halvings, plane: filtered(&plane, &flattening, &flattening) }
}

/// The flattening filter: 1 + e₁·Y + e₂·Y² + e₃·Y³ with Y = [−1 2 −1], the power series of 1/R³.
///
/// With θ the frequency on the reduced image in radians and Sₙ = Σ 2⁻ⁿˡ over the halvings l = 1 … L, −ln of the response is
/// 12·(S₂·θ²/8 + S₄·θ⁴/192 + S₆·θ⁶/2880), and θ² = Y + Y²/12 + Y³/90 + …
fn flattening(halvings: usize) -> Vec<f32> {
    let sum = |power: i32| (1..=halvings as i32).map(|level| 2_f64.powi(-power * level)).sum::<f64>();
    let (second, fourth, sixth) = (1.5 * sum(2), sum(4) / 16.0, sum(6) / 240.0);
    let b1 = second;
    let b2 = fourth + second * second / 2.0;
    let b3 = sixth + second * fourth + second.powi(3) / 6.0;
    let (e1, e2, e3) = (b1, b2 + b1 / 12.0, b3 + b2 / 6.0 + b1 / 90.0);
    let middle = 1.0 + 2.0 * e1 + 6.0 * e2 + 20.0 * e3;
    let (first, second, third) = (-e1 - 4.0 * e2 - 15.0 * e3, e2 + 6.0 * e3, -e3);
    [third, second, first, middle, first, second, third].map(|value| value as f32).to_vec()
}

fn halved(plane: &Plane) -> Plane {
    let half = (plane.half.0 / 2 + 1, plane.half.1 / 2 + 1);
    let zeros = vec![0.0; plane.width()];
    let mut between = vec![0.0; 4 * half.1 + 5];
    let mut out = Plane::zero(half);
    let width = out.width();
    let margin = 2 * half.1 + 2 - plane.half.1;
    for (row, line) in out.values.chunks_exact_mut(width).enumerate() {
        let at = 2 * (row as i64 - half.0 as i64);
        let rows = [-2, -1, 0, 1, 2].map(|step| plane.row(at + step).unwrap_or(&zeros));
        halve_lines(rows, &mut between[margin..][..plane.width()]);
        halve_columns(&between, line);
    }
    out
}

/// Twice the resolution; one row and column less on each side than would be there.
fn doubled(plane: &Plane) -> Plane {
    let half = (2 * (plane.half.0 - 1), 2 * (plane.half.1 - 1));
    let mut out = Plane::zero(half);
    let width = out.width();
    let mut between = vec![0.0; plane.width()];
    let mut pairs = vec![[0.0; 2]; plane.width() - 2];
    let zeros = vec![0.0; plane.width()];
    for (row, line) in out.values.chunks_exact_mut(width).enumerate() {
        let fine = row as i64 - half.0 as i64;
        let at = |step: i64| plane.row(fine.div_euclid(2) + step).unwrap_or(&zeros);
        if fine.rem_euclid(2) == 0 {
            line_between(at(-1), at(0), at(1), &mut between);
        } else {
            line_halfway(at(0), at(1), &mut between);
        }
        double_columns(&between, &mut pairs);
        line.copy_from_slice(&pairs.as_flattened()[..width]);
    }
    out
}

/// Convolved with one filter of odd length along the rows' order and one along the columns, larger by their reach.
fn filtered(plane: &Plane, along_rows: &[f32], along_columns: &[f32]) -> Plane {
    let reach = (along_rows.len() / 2, along_columns.len() / 2);
    let mut out = Plane::zero((plane.half.0 + reach.0, plane.half.1 + reach.1));
    let width = out.width();
    let mut between = vec![0.0; plane.width()];
    for (row, line) in out.values.chunks_exact_mut(width).enumerate() {
        let row = row as i64 - (plane.half.0 + reach.0) as i64;
        between.fill(0.0);
        for (tap, weight) in along_rows.iter().enumerate() {
            if let Some(from) = plane.row(row - (tap as i64 - reach.0 as i64)) {
                between.iter_mut().zip(from).for_each(|(out, value)| *out += weight * value);
            }
        }
        for (tap, weight) in along_columns.iter().enumerate() {
            line[tap..].iter_mut().zip(&between).for_each(|(out, value)| *out += weight * value);
        }
    }
    out
}

/// Side of the squares in which errors are summed.
const SQUARE: usize = 16;

/// Where a reduced kernel errs.
pub(super) struct ErrorMap {
    half: (usize, usize),
    columns: usize,
    squares: Vec<f32>,
}

impl ErrorMap {
    /// The place, in pixels from the centre, about which most of the error of the worst square and those around it lies.
    pub(super) fn worst(&self) -> (i64, i64) {
        let mut worst = 0;
        for (index, value) in self.squares.iter().enumerate() {
            if *value > self.squares[worst] {
                worst = index;
            }
        }
        let (row, column) = (worst / self.columns, worst % self.columns);
        let rows = self.squares.len() / self.columns;
        let (mut sum, mut middle) = (0.0, (0.0, 0.0));
        for row in row.saturating_sub(1)..(row + 2).min(rows) {
            for column in column.saturating_sub(1)..(column + 2).min(self.columns) {
                let weight = f64::from(self.squares[row * self.columns + column]);
                sum += weight;
                middle.0 += weight * (row as f64 + 0.5);
                middle.1 += weight * (column as f64 + 0.5);
            }
        }
        let at = |middle: f64, half: usize| {
            (middle / f64::max(sum, f64::MIN_POSITIVE) * SQUARE as f64).round() as i64 - half as i64
        };
        (at(middle.0, self.half.0), at(middle.1, self.half.1))
    }
}

impl Reduced {
    /// Halvings of the image.
    pub(super) fn halvings(&self) -> usize {
        self.halvings
    }

    /// The kernel on the reduced image.
    pub(super) fn patch(&self) -> Patch {
        Patch { reach: self.plane.half, place: (0, 0), values: self.plane.values.clone() }
    }

    /// What light at one pixel becomes, against what it should: the sum of the absolute differences, and where they are. The pixel stands
    /// `place` rows and columns after the one at which a reduced pixel stands.
    pub(super) fn error(&self, smooth: &Plane, place: (usize, usize)) -> (f64, ErrorMap) {
        let spread = filtered(&self.plane, &self.halved_point(place.0), &self.halved_point(place.1));
        let half = (spread.half.0 + self.halvings + 1, spread.half.1 + self.halvings + 1);
        let found = (0..self.halvings).fold(spread.resized(half), |plane, _| doubled(&plane));
        let columns = found.width().div_ceil(SQUARE);
        let rows = (2 * found.half.0 + 1).div_ceil(SQUARE);
        let mut squares = vec![0.0_f32; rows * columns];
        let mut differences = vec![0.0_f32; found.width()];
        let shift = found.half.1 + place.1 - smooth.half.1;
        for (row, line) in found.values.chunks_exact(found.width()).enumerate() {
            differences.copy_from_slice(line);
            if let Some(wanted) = smooth.row(row as i64 - found.half.0 as i64 - place.0 as i64) {
                differences[shift..].iter_mut().zip(wanted).for_each(|(out, value)| *out -= value);
            }
            let squares = &mut squares[row / SQUARE * columns..][..columns];
            for (square, part) in squares.iter_mut().zip(differences.chunks(SQUARE)) {
                *square += part.iter().map(|value| value.abs()).sum::<f32>();
            }
        }
        let error = squares.iter().map(|value| f64::from(*value)).sum();
        (error, ErrorMap { half: found.half, columns, squares })
    }

    /// The reduced samples around one fine sample of one: odd in number, the middle one standing before it.
    fn halved_point(&self, place: usize) -> Vec<f32> {
        let mut fine = vec![1.0_f64];
        for level in 0..self.halvings {
            let step = 1 << level;
            let mut wider = vec![0.0; fine.len() + 4 * step];
            for (tap, weight) in [0.0625, 0.25, 0.375, 0.25, 0.0625].iter().enumerate() {
                fine.iter().enumerate().for_each(|(index, value)| wider[index + tap * step] += weight * value);
            }
            fine = wider;
        }
        let (reach, factor) = ((fine.len() / 2) as i64, 1_i64 << self.halvings);
        let at = |reduced: i64| {
            let distance = factor * reduced - place as i64 + reach;
            usize::try_from(distance).ok().and_then(|index| fine.get(index)).copied().unwrap_or(0.0) as f32
        };
        (-3..=3).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bell(half: usize, sigma: f64) -> Plane {
        let mut plane = Plane::zero((half, half));
        for row in -(half as i64)..=half as i64 {
            for column in -(half as i64)..=half as i64 {
                let square = (row * row + column * column) as f64 / (sigma * sigma);
                *plane.at_mut(row, column) = ((-0.5 * square).exp() / (std::f64::consts::TAU * sigma * sigma)) as f32;
            }
        }
        plane
    }

    #[test]
    fn a_smooth_kernel_is_found_again_and_its_sum_is_kept() {
        for (halvings, sigma) in [(1, 6.0), (2, 12.0), (3, 24.0)] {
            let smooth = bell(7 * sigma as usize, sigma);
            let reduced = reduce(&smooth, halvings);
            let sum: f64 = reduced.plane.values.iter().map(|value| f64::from(*value)).sum();
            assert!((sum - 1.0).abs() < 1e-5, "{sum}");
            for place in [(0, 0), (1, 1), (0, 1)] {
                let (error, _) = reduced.error(&smooth, place);
                assert!(error < 2e-3, "{halvings} {place:?}: {error}");
            }
        }
    }

    #[test]
    fn the_error_falls_with_the_eighth_power_of_the_reduction() {
        // The prefilter leaves an error of the eighth power of frequency; aliasing and images, of the fourth, are below it here.
        let smooth = bell(150, 20.0);
        let [one, two] = [1, 2].map(|halvings| reduce(&smooth, halvings).error(&smooth, (0, 0)).0);
        assert!(two < 1e-3 && one < two, "{one} {two}");
    }

    #[test]
    fn a_sharp_kernel_is_told_from_a_smooth_one_and_its_place_is_named() {
        let mut sharp = bell(90, 24.0);
        *sharp.at_mut(41, -62) += 0.01;
        let (error, map) = reduce(&sharp, 3).error(&sharp, (0, 0));
        let (row, column) = map.worst();
        assert!(error > 0.005, "{error}");
        assert!((row - 41).abs() < 14 && (column + 62).abs() < 14, "{row} {column}");
    }
}
