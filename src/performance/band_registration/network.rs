//! Shifts of pairs that do not correlate themselves, through the bands that do.
//!
//! Every measured pair says where one band lies against another. Together they give the position of every band by least squares; a pair
//! that could not be measured takes the difference of two positions. Pairs in parts that nothing connects stay unmeasured.
//!
//! Pairs share bands and windows, so that their errors are not independent: what the adjustment states is a lower bound, and the uncertainty
//! that is reported comes from repeating the whole adjustment without some of the windows ([`super::registration`]).

use nalgebra::{DMatrix, DVector};

use super::pair_shift::{PairShift, UncertainShift};

/// Positions of the bands of one connected part, against its first band.
struct Part {
    /// Bands of the part; the first is the origin.
    bands: Vec<usize>,
    /// Position of each band but the first, along lines and columns.
    positions: [DVector<f64>; 2],
    /// Their covariance, widened where the pairs contradict one another.
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

    /// Shift of pair (`first`, `second`); none when nothing connects the two.
    pub(super) fn shift(&self, first: usize, second: usize) -> Option<UncertainShift> {
        let part = self.parts.iter().find(|part| part.bands.contains(&first) && part.bands.contains(&second))?;
        let mut combination = DVector::zeros(part.bands.len() - 1);
        for (band, sign) in [(first, -1.0), (second, 1.0)] {
            let place = part.bands.iter().position(|candidate| *candidate == band)?;
            // The first band is the origin and has no unknown.
            if place > 0 {
                combination[place - 1] += sign;
            }
        }
        let shift = [0, 1].map(|axis| combination.dot(&part.positions[axis]));
        let variance = [0, 1].map(|axis| combination.dot(&(&part.covariance[axis] * &combination)));
        Some(UncertainShift { shift, covariance: [variance[0], 0.0, variance[1]] })
    }
}

impl Part {
    fn adjust(bands: Vec<usize>, measured: &[((usize, usize), PairShift)]) -> Option<Self> {
        let place = |band: usize| bands.iter().position(|candidate| *candidate == band);
        // (unknown of A, unknown of B, pair); the first band of the part is no unknown.
        let pairs: Vec<(Option<usize>, Option<usize>, &PairShift)> = measured
            .iter()
            .filter_map(|((first, second), pair)| {
                Some((place(*first)?.checked_sub(1), place(*second)?.checked_sub(1), pair))
            })
            .collect();
        let unknowns = bands.len() - 1;
        let mut positions = [DVector::zeros(0), DVector::zeros(0)];
        let mut covariance = [DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)];
        for axis in 0..2 {
            let mut normal = DMatrix::<f64>::zeros(unknowns, unknowns);
            let mut right = DVector::<f64>::zeros(unknowns);
            for (first, second, pair) in &pairs {
                let weight = 1.0 / pair.mean.covariance[2 * axis];
                for (unknown, sign) in [(first, -1.0), (second, 1.0)] {
                    let Some(unknown) = *unknown else { continue };
                    normal[(unknown, unknown)] += weight;
                    right[unknown] += sign * weight * pair.mean.shift[axis];
                }
                if let (Some(first), Some(second)) = (*first, *second) {
                    normal[(first, second)] -= weight;
                    normal[(second, first)] -= weight;
                }
            }
            let inverse = normal.cholesky()?.inverse();
            let solution = &inverse * right;
            let position = |unknown: Option<usize>| unknown.map_or(0.0, |unknown| solution[unknown]);
            let misclosure: f64 = pairs
                .iter()
                .map(|(first, second, pair)| {
                    let residual = pair.mean.shift[axis] - (position(*second) - position(*first));
                    residual * residual / pair.mean.covariance[2 * axis]
                })
                .sum();
            let freedom = pairs.len() - unknowns;
            let contradiction = if freedom > 0 { (misclosure / freedom as f64).max(1.0) } else { 1.0 };
            covariance[axis] = inverse * contradiction;
            positions[axis] = solution;
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
        let mean = UncertainShift { shift: [line, column], covariance: [sigma * sigma, 0.0, sigma * sigma] };
        PairShift { mean, n: 9, compared: Compared::Samples }
    }

    #[test]
    fn a_chain_adds_up_shifts_and_variances() {
        let network = BandNetwork::adjust(4, &[((0, 1), pair(0.4, 0.3, 0.01)), ((1, 2), pair(-0.1, 0.2, 0.02))]);
        let found = network.shift(0, 2).unwrap();
        assert!((found.shift[0] - 0.3).abs() < 1e-12 && (found.shift[1] - 0.5).abs() < 1e-12);
        assert!((found.covariance[0] - 5e-4).abs() < 1e-12);
        assert!(network.shift(0, 3).is_none());
    }

    #[test]
    fn two_ways_round_are_averaged_by_their_weights() {
        let measured = [((0, 1), pair(1.0, 0.0, 0.1)), ((1, 2), pair(1.0, 0.0, 0.1)), ((0, 2), pair(2.1, 0.0, 0.1))];
        let found = BandNetwork::adjust(3, &measured).shift(0, 2).unwrap();
        // Direct 2.1 with variance 0.01, through band 1 2.0 with variance 0.02.
        assert!((found.shift[0] - (2.1 / 0.01 + 2.0 / 0.02) / 150.0).abs() < 1e-12);
        assert!((found.covariance[0] - 1.0 / 150.0).abs() < 1e-12);
    }

    #[test]
    fn ways_that_contradict_one_another_widen_the_uncertainty() {
        let measured = [((0, 1), pair(1.0, 0.0, 0.1)), ((1, 2), pair(1.0, 0.0, 0.1)), ((0, 2), pair(3.0, 0.0, 0.1))];
        let found = BandNetwork::adjust(3, &measured).shift(0, 2).unwrap();
        // A misclosure of 1 against √0.03: χ² = 33 with one degree of freedom.
        assert!((found.covariance[0] - 33.333_333 / 150.0).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn parts_that_nothing_connects_stay_apart() {
        let network = BandNetwork::adjust(4, &[((0, 1), pair(0.1, 0.1, 0.1)), ((2, 3), pair(0.2, 0.2, 0.1))]);
        assert!(network.shift(0, 1).is_some() && network.shift(2, 3).is_some());
        assert!(network.shift(1, 2).is_none());
        assert!(BandNetwork::adjust(3, &[]).shift(0, 1).is_none());
    }
}
