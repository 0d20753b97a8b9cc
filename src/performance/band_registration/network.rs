//! Shifts of pairs that do not correlate themselves, through the bands that do.
//!
//! Every measured pair says where one band lies against another. Together they give the position of every band by least squares; a pair
//! that could not be measured takes the difference of two positions. Pairs in parts that nothing connects stay unmeasured.

use nalgebra::{DMatrix, DVector};

use super::pair_shift::PairShift;

/// Positions of the bands of one connected part, against its first band.
struct Part {
    /// Bands of the part; the first is the origin.
    bands: Vec<usize>,
    /// Position of each band but the first, along lines and columns.
    positions: [DVector<f64>; 2],
    /// Their covariance.
    covariance: [DMatrix<f64>; 2],
}

/// The positions of all bands that measured pairs connect.
pub(super) struct BandNetwork {
    parts: Vec<Part>,
}

impl BandNetwork {
    /// Adjusts the network of `measured` pairs ((A, B), shift) of `bands` bands.
    pub(super) fn adjust(bands: usize, measured: &[((usize, usize), PairShift)]) -> Self {
        let parts = connected_parts(bands, measured)
            .into_iter()
            .filter(|part| part.len() > 1)
            .filter_map(|part| Part::adjust(part, measured))
            .collect();
        Self { parts }
    }

    /// Shift of pair (`first`, `second`) and its variance along lines and columns; none when nothing connects the two.
    pub(super) fn shift(&self, first: usize, second: usize) -> Option<([f64; 2], [f64; 2])> {
        let part = self.parts.iter().find(|part| part.bands.contains(&first) && part.bands.contains(&second))?;
        let mut combination = DVector::zeros(part.bands.len() - 1);
        for (band, sign) in [(first, -1.0), (second, 1.0)] {
            let place = part.bands.iter().position(|candidate| *candidate == band)?;
            // The first band is the origin and has no unknown.
            if place > 0 {
                combination[place - 1] += sign;
            }
        }
        let mut shift = [0.0; 2];
        let mut variance = [0.0; 2];
        for axis in 0..2 {
            shift[axis] = combination.dot(&part.positions[axis]);
            variance[axis] = combination.dot(&(&part.covariance[axis] * &combination));
        }
        Some((shift, variance))
    }
}

impl Part {
    fn adjust(bands: Vec<usize>, measured: &[((usize, usize), PairShift)]) -> Option<Self> {
        let unknown =
            |band: usize| bands.iter().position(|candidate| *candidate == band).map(|place| place.checked_sub(1));
        let mut positions = [DVector::zeros(0), DVector::zeros(0)];
        let mut covariance = [DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)];
        for axis in 0..2 {
            let mut normal = DMatrix::<f64>::zeros(bands.len() - 1, bands.len() - 1);
            let mut right = DVector::<f64>::zeros(bands.len() - 1);
            for ((first, second), pair) in measured {
                let (Some(first), Some(second)) = (unknown(*first), unknown(*second)) else { continue };
                let weight = 1.0 / pair.variance[axis];
                for (place, sign) in [(first, -1.0), (second, 1.0)] {
                    let Some(place) = place else { continue };
                    normal[(place, place)] += weight;
                    right[place] += sign * weight * pair.shift[axis];
                }
                if let (Some(first), Some(second)) = (first, second) {
                    normal[(first, second)] -= weight;
                    normal[(second, first)] -= weight;
                }
            }
            covariance[axis] = normal.cholesky()?.inverse();
            positions[axis] = &covariance[axis] * right;
        }
        Some(Self { bands, positions, covariance })
    }
}

fn connected_parts(bands: usize, measured: &[((usize, usize), PairShift)]) -> Vec<Vec<usize>> {
    let mut part_of: Vec<usize> = (0..bands).collect();
    for ((first, second), _) in measured {
        let (kept, joined) = (part_of[*first].min(part_of[*second]), part_of[*first].max(part_of[*second]));
        for part in &mut part_of {
            if *part == joined {
                *part = kept;
            }
        }
    }
    (0..bands).map(|part| (0..bands).filter(|band| part_of[*band] == part).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::window_shifts::Compared;
    use super::*;

    fn pair(line: f64, column: f64, sigma: f64) -> PairShift {
        PairShift { shift: [line, column], variance: [sigma * sigma; 2], n: 9, compared: Compared::Samples }
    }

    #[test]
    fn a_chain_adds_up_shifts_and_variances() {
        let network = BandNetwork::adjust(4, &[((0, 1), pair(0.4, 0.3, 0.01)), ((1, 2), pair(-0.1, 0.2, 0.02))]);
        let (shift, variance) = network.shift(0, 2).unwrap();
        assert!((shift[0] - 0.3).abs() < 1e-12 && (shift[1] - 0.5).abs() < 1e-12);
        assert!((variance[0] - 5e-4).abs() < 1e-12);
        assert!(network.shift(0, 3).is_none());
    }

    #[test]
    fn two_ways_round_are_averaged_by_their_weights() {
        let measured = [((0, 1), pair(1.0, 0.0, 0.1)), ((1, 2), pair(1.0, 0.0, 0.1)), ((0, 2), pair(2.3, 0.0, 0.1))];
        let (shift, variance) = BandNetwork::adjust(3, &measured).shift(0, 2).unwrap();
        // Direct 2.3 with variance 0.01, through band 1 2.0 with variance 0.02.
        assert!((shift[0] - 2.2).abs() < 1e-12);
        assert!((variance[0] - 1.0 / 150.0).abs() < 1e-12);
    }

    #[test]
    fn parts_that_nothing_connects_stay_apart() {
        let network = BandNetwork::adjust(4, &[((0, 1), pair(0.1, 0.1, 0.1)), ((2, 3), pair(0.2, 0.2, 0.1))]);
        assert!(network.shift(0, 1).is_some() && network.shift(2, 3).is_some());
        assert!(network.shift(1, 2).is_none());
        assert!(BandNetwork::adjust(3, &[]).shift(0, 1).is_none());
    }
}
