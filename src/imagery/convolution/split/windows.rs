//! Where a kernel is sharp.

use super::super::tile::Patch;
use super::plane::Plane;
use super::reduced::ErrorMap;

/// A round window around a place of the kernel, in pixels from its centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) row: i64,
    pub(super) column: i64,
    pub(super) reach: usize,
}

/// Sizes of a window, one after the other.
const REACHES: [usize; 17] = [6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128, 192];

/// Windows that a kernel may have.
const MOST_WINDOWS: usize = 6;

/// Distance from the centre within which sharpness belongs to the window in the middle.
const CENTRAL: i64 = 32;

/// How near to a window's border an error belongs to it.
const NEAR: f64 = 32.0;

/// One in the middle, zero from `reach` on; beyond the middle nearly flat at both ends, with seven zero derivatives in all.
fn share(distance: f64, reach: usize) -> f32 {
    let t = (distance / reach as f64).min(1.0);
    let rest = t.powi(4) * (35.0 - t * (84.0 - t * (70.0 - 20.0 * t)));
    (1.0 - rest) as f32
}

/// What the windows leave, and what each of them takes.
pub(super) fn part(rest: &Plane, windows: &[Window]) -> (Plane, Vec<Patch>) {
    let mut smooth = rest.clone();
    let patches = windows.iter().map(|window| take(&mut smooth, *window)).collect();
    (smooth, patches)
}

fn take(smooth: &mut Plane, window: Window) -> Patch {
    let reach = window.reach as i64;
    let (rows, columns) = (smooth.half.0 as i64, smooth.half.1 as i64);
    let mut values = Vec::with_capacity((2 * window.reach + 1).pow(2));
    for row in -reach..=reach {
        for column in -reach..=reach {
            let place = (window.row + row, window.column + column);
            let is_inside = place.0.abs() <= rows && place.1.abs() <= columns;
            let taken = if is_inside {
                let value = smooth.at_mut(place.0, place.1);
                let taken = *value * share((row as f64).hypot(column as f64), window.reach);
                *value -= taken;
                taken
            } else {
                0.0
            };
            values.push(taken);
        }
    }
    Patch { reach: (window.reach, window.reach), place: (window.row, window.column), values }
}

/// Makes the window larger in which the error is greatest, or opens one; `excess` is how many times too great the error is. False when there
/// is no such way left.
pub(super) fn grow(windows: &mut Vec<Window>, map: &ErrorMap, half: (usize, usize), excess: f64) -> bool {
    let (row, column) = map.worst();
    let near = |window: &Window| {
        ((row - window.row) as f64).hypot((column - window.column) as f64) < window.reach as f64 + NEAR
    };
    if let Some(window) = windows.iter_mut().find(|window| near(window)) {
        let steps = if excess > 8.0 { 2 } else { 1 };
        let larger = REACHES.iter().copied().filter(|reach| *reach > window.reach).take(steps).last();
        let Some(reach) = larger.filter(|reach| *reach <= half.0.max(half.1)) else { return false };
        window.reach = reach;
        return true;
    }
    if windows.len() == MOST_WINDOWS {
        return false;
    }
    if row.abs() < CENTRAL && column.abs() < CENTRAL {
        windows.insert(0, Window { row: 0, column: 0, reach: REACHES[0] });
    } else {
        windows.push(Window { row, column, reach: REACHES[4] });
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_rest_add_up_to_the_kernel() {
        let mut plane = Plane::zero((60, 50));
        plane.values.iter_mut().enumerate().for_each(|(index, value)| *value = (index % 97) as f32);
        let windows = [Window { row: 0, column: 0, reach: 12 }, Window { row: 50, column: -44, reach: 16 }];
        let (smooth, patches) = part(&plane, &windows);
        let mut sum = smooth;
        for patch in &patches {
            for (index, value) in patch.values.iter().enumerate() {
                let width = 2 * patch.reach.1 + 1;
                let row = patch.place.0 + (index / width) as i64 - patch.reach.0 as i64;
                let column = patch.place.1 + (index % width) as i64 - patch.reach.1 as i64;
                if row.abs() <= 60 && column.abs() <= 50 {
                    *sum.at_mut(row, column) += value;
                } else {
                    assert!(value.abs() == 0.0);
                }
            }
        }
        let worst = sum.values.iter().zip(&plane.values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-5, "{worst}");
    }
}
