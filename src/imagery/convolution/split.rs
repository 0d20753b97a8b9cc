//! Taking a kernel apart into its centre, sharp windows and a smooth rest on a reduced image, and holding the parts against the whole.

mod plane;
mod reduced;
mod windows;

use self::plane::Plane;
use self::reduced::{Reduced, reduce};
use self::windows::Window;
use super::kernel::Kernel;
use super::scales::MOST_HALVINGS;
use super::tile::{Patch, best_tile};
use crate::supervision::{Cancelled, Supervision};

/// A kernel in parts that are convolved each in its own way, and added.
#[derive(Debug, Clone)]
pub(super) struct KernelSplit {
    /// Weight of the pixel itself.
    pub(super) centre: f32,
    /// Parts at full resolution.
    pub(super) windows: Vec<Patch>,
    /// Halvings of the image, at least one, and the part on the reduced image.
    pub(super) reduced: Option<(usize, Patch)>,
    /// Sum of the absolute differences from the kernel, for the worst pixel that was tried.
    pub(super) error: f64,
    hint: Option<Hint>,
}

/// What was found for one kernel, to begin with for the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hint {
    halvings: usize,
    core: usize,
}

impl KernelSplit {
    /// What to begin with for a kernel of the same kind.
    pub(super) fn hint(&self) -> Option<Hint> {
        self.hint
    }
}

/// Reach up to which a kernel is not worth taking apart.
const SMALL: usize = 20;

/// Width of image for which costs are compared.
const USUAL_WIDTH: usize = 5200;

/// Takes a kernel apart so that what is applied differs from it by `tolerance` at most (sum of absolute differences).
///
/// # Errors
/// [`Cancelled`].
pub(super) fn split(
    kernel: &Kernel,
    tolerance: f64,
    hint: Option<Hint>,
    supervision: &Supervision,
) -> Result<KernelSplit, Cancelled> {
    let reach = kernel.reach();
    let mut rest = Plane::of(kernel, reach);
    let centre = take_centre(&mut rest, kernel);
    let exact = exact(centre, &rest);
    if reach.0.max(reach.1) <= SMALL || exact.windows.is_empty() {
        return Ok(exact);
    }
    let mut best = exact;
    let mut best_cost = best.windows.iter().map(|patch| best_tile(patch.reach, USUAL_WIDTH, 1).2).sum();
    let tried = match hint {
        Some(hint) => vec![hint],
        None => (1..=MOST_HALVINGS).rev().map(|halvings| Hint { halvings, core: 0 }).collect(),
    };
    for hint in tried {
        if let Some((cost, found)) = with_halvings(&rest, centre, tolerance, hint, best_cost, supervision)? {
            (best, best_cost) = (found, cost);
        }
    }
    if hint.is_some() && best.reduced.is_none() {
        return split(kernel, tolerance, None, supervision);
    }
    Ok(best)
}

/// A centre that stands out from its neighbours by less than this is left to the rest.
const OUTSTANDING: f32 = 0.1;

/// Takes so much from a centre that stands out that what is left goes on smoothly from its neighbours.
fn take_centre(rest: &mut Plane, kernel: &Kernel) -> f32 {
    let neighbours = [(-1, 0), (1, 0), (0, -1), (0, 1)].map(|(row, column)| kernel.at(row, column));
    let left = if rest.half.0.min(rest.half.1) == 0 { 0.0 } else { 0.25 * neighbours.iter().sum::<f32>() };
    let taken = kernel.at(0, 0) - left;
    if taken.abs() <= OUTSTANDING * kernel.at(0, 0).abs() {
        return 0.0;
    }
    *rest.at_mut(0, 0) = left;
    taken
}

fn exact(centre: f32, rest: &Plane) -> KernelSplit {
    let patch = Patch { reach: rest.half, place: (0, 0), values: rest.values.clone() };
    let windows = if patch.values.iter().all(|value| *value == 0.0) { Vec::new() } else { vec![patch] };
    KernelSplit { centre, windows, reduced: None, error: 0.0, hint: None }
}

/// Windows may grow this often before the reduction is given up.
const MOST_ROUNDS: usize = 24;

/// The parts with one reduction, and their cost, unless that costs more than `most` or does not suffice.
fn with_halvings(
    rest: &Plane,
    centre: f32,
    tolerance: f64,
    hint: Hint,
    most: f64,
    supervision: &Supervision,
) -> Result<Option<(f64, KernelSplit)>, Cancelled> {
    let mut windows: Vec<Window> = Vec::new();
    if hint.core > 0 {
        windows.push(Window { row: 0, column: 0, reach: hint.core });
    }
    for _ in 0..MOST_ROUNDS {
        supervision.check()?;
        let cost = cost(&windows, rest.half, hint.halvings);
        if cost >= most {
            return Ok(None);
        }
        let (smooth, patches) = windows::part(rest, &windows);
        let reduced = reduce(&smooth, hint.halvings);
        let (error, map) = reduced.error(&smooth, (0, 0));
        if error <= tolerance {
            let worst = other_pixels(&reduced, &smooth, error);
            if worst <= tolerance {
                let core = windows.first().filter(|window| (window.row, window.column) == (0, 0));
                let found = KernelSplit {
                    centre,
                    windows: patches,
                    reduced: Some((hint.halvings, reduced.patch())),
                    error: worst,
                    hint: Some(Hint { halvings: hint.halvings, core: core.map_or(0, |window| window.reach) }),
                };
                return Ok(Some((cost, found)));
            }
        }
        if !windows::grow(&mut windows, &map, rest.half, error / tolerance) {
            return Ok(None);
        }
    }
    Ok(None)
}

/// The greatest error for light at pixels that stand differently to the reduced ones.
fn other_pixels(reduced: &Reduced, smooth: &Plane, error: f64) -> f64 {
    let half = 1 << (reduced.halvings() - 1);
    let places = [(half, half), (0, half), (half, 0)];
    places.iter().fold(error, |worst, place| worst.max(reduced.error(smooth, *place).0))
}

/// Nanoseconds per pixel, or so.
fn cost(windows: &[Window], half: (usize, usize), halvings: usize) -> f64 {
    let reach = windows.iter().map(|window| window.reach).max();
    let sharp = reach.map_or(0.0, |reach| best_tile((reach, reach), USUAL_WIDTH, 1).2);
    let more_windows = 0.6 * windows.len().saturating_sub(1) as f64;
    let reach = (reduced::coarse_half(half.0, halvings), reduced::coarse_half(half.1, halvings));
    let smooth = 1.5 * best_tile(reach, USUAL_WIDTH >> halvings, 1 << halvings).2 / f64::from(1 << (2 * halvings));
    sharp * (1.0 + more_windows) + smooth + 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A halo with a ghost of the given sharpness at row 90, column −70.
    fn kernel(side: usize, ghost: f64, sigma: f64) -> Kernel {
        let half = (side / 2) as f64;
        let value = |index: usize| {
            let (row, column) = ((index / side) as f64 - half, (index % side) as f64 - half);
            let square = row * row + column * column;
            let from_ghost = (row - 90.0).powi(2) + (column + 70.0).powi(2);
            let halo = if square > half * half { 0.0 } else { 2e-4 * (1.0 + square / 9.0).powf(-1.5) };
            let blob = (-from_ghost / (2.0 * sigma * sigma)).exp() / (std::f64::consts::TAU * sigma * sigma);
            (halo + ghost * blob + f64::from(u8::from(square == 0.0))) as f32
        };
        Kernel::new(side, side, (0..side * side).map(value).collect::<Vec<_>>()).unwrap()
    }

    fn split_of(kernel: &Kernel, tolerance: f64) -> KernelSplit {
        split(kernel, tolerance, None, &Supervision::unattended()).unwrap()
    }

    #[test]
    fn a_halo_needs_a_window_at_its_centre_only() {
        let split = split_of(&kernel(301, 0.0, 1.0), 1e-4);
        assert!((split.centre - 1.0).abs() < 1e-3 && split.reduced.is_some() && split.error <= 1e-4);
        assert_eq!(split.windows.iter().map(|patch| patch.place).collect::<Vec<_>>(), [(0, 0)]);
        assert!(split.windows[0].reach.0 <= 32, "{:?}", split.windows[0].reach);
    }

    #[test]
    fn a_sharp_ghost_gets_a_window_where_it_is_and_a_blurred_one_needs_none() {
        let split = split_of(&kernel(301, 0.003, 1.0), 1e-4);
        assert!(split.reduced.is_some() && split.error <= 1e-4, "{}", split.error);
        let ghost = split.windows.iter().find(|patch| patch.place != (0, 0)).unwrap();
        let distance = ((ghost.place.0 - 90).abs(), (ghost.place.1 + 70).abs());
        assert!(distance.0 <= 6 && distance.1 <= 6 && ghost.reach.0 <= 40, "{:?} {:?}", ghost.place, ghost.reach);
        assert_eq!(split_of(&kernel(301, 0.003, 25.0), 1e-4).windows.len(), 1);
    }

    #[test]
    fn a_kernel_that_is_rough_everywhere_is_convolved_exactly() {
        let mut values = kernel(201, 0.0, 1.0).values().to_vec();
        values.iter_mut().enumerate().for_each(|(index, value)| *value += [1e-6, -1e-6][index * 7 / 3 % 2]);
        let split = split_of(&Kernel::new(201, 201, values).unwrap(), 1e-4);
        assert!(split.reduced.is_none() && split.windows.len() == 1);
        assert_eq!(split.windows[0].reach, (100, 100));
    }

    #[test]
    fn a_looser_tolerance_asks_for_smaller_windows_and_a_hint_leads_to_the_same_bound() {
        let (kernel, loose, tight) = (kernel(301, 0.0, 1.0), 2e-3, 1e-5);
        let [coarse, fine] = [loose, tight].map(|tolerance| split_of(&kernel, tolerance));
        assert!(coarse.error <= loose && fine.error <= tight);
        assert!(coarse.windows[0].reach < fine.windows[0].reach);
        let hinted = split(&kernel, tight, coarse.hint(), &Supervision::unattended()).unwrap();
        assert!(hinted.reduced.is_some() && hinted.error <= tight);
    }
}
