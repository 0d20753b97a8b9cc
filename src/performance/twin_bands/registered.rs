//! Samples of one band at the places where another band sees the same ground.

use crate::imagery::{Tile, Window};

/// Half the taps of the interpolator.
pub(super) const HALF_TAPS: usize = 4;
const TAPS: usize = 2 * HALF_TAPS;

/// Weights at the eight pixels around a position `fraction` of a pixel beyond the fourth: the polynomial through eight points (Lagrange).
///
/// Maximally flat: at any fraction it passes a wave of 0.14 cycles per pixel within 0.05 % and one of 0.2 within 0.5 %, where a windowed sinc of the
/// same length errs by up to 0.8 % already at 0.08, which would show in a slope.
fn weights(fraction: f64) -> [f64; TAPS] {
    let at = |tap: usize| tap as f64 - (HALF_TAPS as f64 - 1.0);
    let mut weights = [1.0; TAPS];
    for (tap, weight) in weights.iter_mut().enumerate() {
        for other in (0..TAPS).filter(|&other| other != tap) {
            *weight *= (fraction - at(other)) / (at(tap) - at(other));
        }
    }
    weights
}

/// Pixels of a cell for which the shifted position and all its taps stay in the cell; none where the shift leaves no room.
pub(super) fn interior(cell: Window, shift: [f64; 2]) -> Option<Window> {
    let range = |extent: usize, shift: f64| {
        let base = shift.floor() as i64;
        // Taps reach from base − 3 to base + 4.
        let first = (HALF_TAPS as i64 - 1 - base).max(0);
        let end = (extent as i64 - base - HALF_TAPS as i64).min(extent as i64);
        (end > first).then_some((first as usize, (end - first) as usize))
    };
    if !(shift[0].abs() < 1e4 && shift[1].abs() < 1e4) {
        return None;
    }
    let (line, lines) = range(cell.lines, shift[0])?;
    let (column, columns) = range(cell.columns, shift[1])?;
    Some(Window::new(line, column, lines, columns))
}

/// Value of `tile` at every pixel of `part` (in the cell's own pixels, inside its [`interior`]) moved by `shift`; NaN where a tap is not valid.
///
/// A feature at x in the first band stands at x + shift in the second: the second band, read there, is registered to the first.
pub(super) fn registered(cell: Window, tile: &Tile, part: Window, shift: [f64; 2]) -> Vec<f64> {
    let base = shift.map(f64::floor);
    let [line_weights, column_weights] = [0, 1].map(|axis| weights(shift[axis] - base[axis]));
    let reach = HALF_TAPS as i64 - 1;
    let first_line = (part.line as i64 + base[0] as i64 - reach) as usize;
    let first_column = (part.column as i64 + base[1] as i64 - reach) as usize;
    let lines = part.lines + TAPS - 1;
    let mut along_columns = vec![0.0; lines * part.columns];
    for line in 0..lines {
        let from = (first_line + line) * cell.columns + first_column;
        let row: Vec<f64> = (from..from + part.columns + TAPS - 1)
            .map(|index| {
                let valid = tile.reasons[index].is_valid() && tile.values[index].is_finite();
                if valid { f64::from(tile.values[index]) } else { f64::NAN }
            })
            .collect();
        for (column, taps) in row.windows(TAPS).enumerate() {
            along_columns[line * part.columns + column] = taps.iter().zip(column_weights).map(|(v, w)| v * w).sum();
        }
    }
    let mut out = Vec::with_capacity(part.pixels());
    for line in 0..part.lines {
        for column in 0..part.columns {
            let sum =
                (0..TAPS).map(|tap| line_weights[tap] * along_columns[(line + tap) * part.columns + column]).sum();
            out.push(sum);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::{NoDataReason, Reasons};

    #[test]
    fn a_wave_is_moved_by_the_shift_and_a_bad_sample_spoils_only_its_neighbours() {
        let cell = Window::new(0, 0, 40, 50);
        let wave = |line: f64, column: f64| 100.0 + 10.0 * (0.9 * line + 0.5 * column).sin();
        let shift = [0.43, -1.35];
        // The feature at (line, column) of the first band stands at (line, column) + shift in the second.
        let values =
            (0..2000_usize).map(|i| wave((i / 50) as f64 - shift[0], (i % 50) as f64 - shift[1]) as f32).collect();
        let mut tile = Tile { values, reasons: vec![Reasons::VALID; 2000] };
        tile.reasons[20 * 50 + 25] = Reasons::only(NoDataReason::Missing);
        let part = interior(cell, shift).unwrap();
        let found = registered(cell, &tile, part, shift);
        let (mut spoiled, mut worst) = (0, 0.0_f64);
        for (index, value) in found.iter().enumerate() {
            let (line, column) = (part.line + index / part.columns, part.column + index % part.columns);
            if value.is_nan() {
                spoiled += 1;
            } else {
                worst = worst.max((value - wave(line as f64, column as f64)).abs());
            }
        }
        assert_eq!(spoiled, TAPS * TAPS);
        // A tenth of a percent of the wave's amplitude.
        assert!(worst < 0.01, "{worst}");
    }

    #[test]
    fn a_shift_longer_than_the_cell_leaves_nothing() {
        let cell = Window::new(0, 0, 20, 20);
        assert_eq!(interior(cell, [30.0, 0.0]), None);
        assert_eq!(interior(cell, [f64::NAN, 0.0]), None);
        assert_eq!(interior(Window::new(0, 0, 1, 1), [0.0, 0.0]), None);
        assert_eq!(interior(cell, [0.0, 0.0]), Some(Window::new(3, 3, 13, 13)));
    }
}
