//! All pairs of a product together: each from its own windows where they correlate, the others through the network of those.

use super::network::BandNetwork;
use super::pair_shift::{FEWEST_WINDOWS, LEAST_SHARE, PairShift, UncertainShift, pair_shift};
use super::window_shifts::{Compared, PairInWindow, WindowShifts, pairs};
use super::windows::WindowGrid;
use crate::imagery::correlation::Displacement;

/// Groups of neighbouring windows that are left out in turn.
const GROUPS: usize = 20;

/// The pairs measured by their own windows, and the network that they make.
pub(super) struct Adjustment {
    /// One entry a pair, in the order of [`pairs`]: its shift, or why its windows give none.
    pub direct: Vec<Result<PairShift, String>>,
    network: BandNetwork,
}

impl Adjustment {
    pub(super) fn new(windows: &[&WindowShifts], bands: usize, grid: WindowGrid) -> Self {
        let direct: Vec<Result<PairShift, String>> =
            (0..pairs(bands).count()).map(|pair| of_pair(windows, pair, grid)).collect();
        let measured: Vec<((usize, usize), PairShift)> =
            pairs(bands).zip(&direct).filter_map(|(pair, shift)| Some((pair, *shift.as_ref().ok()?))).collect();
        Self { direct, network: BandNetwork::adjust(bands, &measured) }
    }

    /// Pairs that were measured by their own windows.
    pub(super) fn n_measured(&self) -> usize {
        self.direct.iter().flatten().count()
    }

    /// Shifts through the network of the pairs that their own windows do not give, in the order of [`pairs`].
    ///
    /// Their uncertainty is the larger of what the adjustment states and of a jackknife: pairs share bands and windows, and only leaving windows
    /// out shows what that costs.
    pub(super) fn through_network(
        &self,
        windows: &[&WindowShifts],
        bands: usize,
        grid: WindowGrid,
    ) -> Vec<Option<UncertainShift>> {
        let wanted = |index: usize| self.direct[index].is_err();
        if !self.direct.iter().any(Result::is_err) || self.n_measured() == 0 {
            return vec![None; self.direct.len()];
        }
        let replicates = self.replicates(windows, bands, grid);
        // Windows that overlap repeat one another.
        let repetition = windows.len() as f64 / grid.independent(windows.len());
        pairs(bands)
            .enumerate()
            .map(|(index, (first, second))| {
                let stated = self.network.shift(first, second).filter(|_| wanted(index))?;
                let shifts: Vec<[f64; 2]> =
                    replicates.iter().filter_map(|replicate| Some(replicate.shift(first, second)?.shift)).collect();
                Some(UncertainShift { covariance: wider(stated.covariance, &shifts, repetition), ..stated })
            })
            .collect()
    }

    /// The network of the same pairs without each group of windows in turn.
    fn replicates(&self, windows: &[&WindowShifts], bands: usize, grid: WindowGrid) -> Vec<BandNetwork> {
        let groups = GROUPS.min(windows.len());
        (0..groups)
            .map(|group| {
                let left: Vec<&WindowShifts> = windows
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| index * groups / windows.len() != group)
                    .map(|(_, window)| *window)
                    .collect();
                let measured: Vec<((usize, usize), PairShift)> = pairs(bands)
                    .enumerate()
                    .filter_map(|(index, pair)| {
                        let compared = self.direct[index].as_ref().ok()?.compared;
                        let shifts = shifts_of_pair(&left, index, compared);
                        Some((pair, pair_shift(&shifts, compared, grid.independent(shifts.len()))?))
                    })
                    .collect();
                BandNetwork::adjust(bands, &measured)
            })
            .collect()
    }
}

/// The covariance stated, or that of the jackknife where its trace is larger.
fn wider(stated: [f64; 3], replicates: &[[f64; 2]], repetition: f64) -> [f64; 3] {
    let n = replicates.len() as f64;
    if n < 2.0 {
        return stated;
    }
    let mean = [0, 1].map(|axis| replicates.iter().map(|shift| shift[axis]).sum::<f64>() / n);
    let sum = |a: usize, b: usize| -> f64 {
        replicates.iter().map(|shift| (shift[a] - mean[a]) * (shift[b] - mean[b])).sum()
    };
    let scale = repetition * (n - 1.0) / n;
    let jackknife = [scale * sum(0, 0), scale * sum(0, 1), scale * sum(1, 1)];
    if jackknife[0] + jackknife[2] > stated[0] + stated[2] { jackknife } else { stated }
}

/// What the windows say of a pair by one way of comparing.
fn shifts_of_pair<'a>(windows: &[&'a WindowShifts], pair: usize, compared: Compared) -> Vec<&'a Displacement> {
    let found = |window: &&'a WindowShifts| match &window.pairs[pair] {
        PairInWindow::Shift(what, shift) if *what == compared => Some(shift),
        _ => None,
    };
    windows.iter().filter_map(found).collect()
}

fn of_pair(windows: &[&WindowShifts], pair: usize, grid: WindowGrid) -> Result<PairShift, String> {
    if windows.is_empty() {
        return Err("the image holds no window of 64 × 64 pixels".to_owned());
    }
    let valid = windows.iter().filter(|window| window.pairs[pair] != PairInWindow::NotValid).count();
    if valid < FEWEST_WINDOWS {
        let all = windows.len();
        return Err(format!("{valid} of {all} windows are valid in both bands, {FEWEST_WINDOWS} are needed"));
    }
    if !windows.iter().any(|window| matches!(window.pairs[pair], PairInWindow::Shift(..) | PairInWindow::NoMatch)) {
        return Err(format!("one of the two bands is constant in all {valid} valid windows"));
    }
    let mut most = 0;
    for compared in [Compared::Samples, Compared::Gradients] {
        let shifts = shifts_of_pair(windows, pair, compared);
        most = most.max(shifts.len());
        let enough = shifts.len() as f64 >= LEAST_SHARE * valid as f64;
        let shift = pair_shift(&shifts, compared, grid.independent(shifts.len()));
        if let (true, Some(shift)) = (enough, shift) {
            return Ok(shift);
        }
    }
    Err(format!("the two bands do not correlate: {most} of {valid} valid windows gave a shift"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_that_scatter_widen_the_covariance_and_those_that_agree_do_not() {
        let stated = [1e-4, 0.0, 1e-4];
        let same = |found: [f64; 3]| found.iter().zip(stated).all(|(a, b)| (a - b).abs() < 1e-15);
        assert!(same(wider(stated, &[[0.1, 0.2]; 10], 1.0)));
        // Two replicates 0.2 apart along lines: (1/2)·2·0.01 = 0.01.
        let wide = wider(stated, &[[0.0, 0.2], [0.2, 0.2]], 1.0);
        assert!((wide[0] - 0.01).abs() < 1e-12 && wide[2].abs() < 1e-12);
        assert!(same(wider(stated, &[], 1.0)));
    }
}
