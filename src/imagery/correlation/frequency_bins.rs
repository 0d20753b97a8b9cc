//! The frequencies whose phases enter the plane fit.

use crate::imagery::fourier::frequency;

/// Highest frequency used, in cycles per pixel. Beyond it the phase of an undersampled image belongs to the aliased scene.
const HIGHEST_FREQUENCY: f64 = 0.35;

/// One frequency of the half plane (the other half of a real image's spectrum is its conjugate).
#[derive(Debug, Clone, Copy)]
pub(super) struct FrequencyBin {
    /// Index in the transform.
    pub index: usize,
    /// Angular frequency along lines and columns: phase in radians per pixel of shift.
    pub angular: [f64; 2],
}

/// The frequencies used for windows of `side` pixels, in the order of the transform.
pub(super) fn frequency_bins(side: usize) -> Vec<FrequencyBin> {
    let mut bins = Vec::new();
    for line in 0..side {
        for column in 0..side {
            let (along_lines, along_columns) = (frequency(line, side), frequency(column, side));
            let upper_half = along_columns > 0.0 || (along_columns == 0.0 && along_lines > 0.0);
            if upper_half && along_lines.hypot(along_columns) < HIGHEST_FREQUENCY {
                let angular = [along_lines * std::f64::consts::TAU, along_columns * std::f64::consts::TAU];
                bins.push(FrequencyBin { index: line * side + column, angular });
            }
        }
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frequency_is_used_once_and_zero_never() {
        let bins = frequency_bins(32);
        // Half of the lattice points within a circle of radius 0.35 · 32 around zero.
        let radius = 0.35 * 32.0;
        let within = (-16_i32..16)
            .flat_map(|line| (-16_i32..16).map(move |column| (line, column)))
            .filter(|(line, column)| f64::from(*line).hypot(f64::from(*column)) < radius)
            .count();
        assert_eq!(bins.len(), (within - 1) / 2);
    }
}
