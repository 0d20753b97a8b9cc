//! Gradient magnitude: what two bands share when their contrasts are opposite.

/// Gradient magnitude of a square `patch` of `side` pixels by central differences, which displace nothing; zero on the border.
pub fn gradient_magnitude(patch: &[f32], side: usize, magnitude: &mut Vec<f32>) {
    magnitude.clear();
    magnitude.resize(side * side, 0.0);
    for line in 1..side.saturating_sub(1) {
        for column in 1..side - 1 {
            let index = line * side + column;
            let along_lines = patch[index + side] - patch[index - side];
            let along_columns = patch[index + 1] - patch[index - 1];
            magnitude[index] = 0.5 * along_lines.hypot(along_columns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_has_its_slope_everywhere_inside() {
        let patch: Vec<f32> = (0..100).map(|index| (3 * (index / 10) + 4 * (index % 10)) as f32).collect();
        let mut magnitude = Vec::new();
        gradient_magnitude(&patch, 10, &mut magnitude);
        assert!((magnitude[55] - 5.0).abs() < 1e-5);
        assert!(magnitude[0].abs() < 1e-9 && magnitude[99].abs() < 1e-9);
    }

    #[test]
    fn a_window_without_an_inside_has_no_gradient() {
        let mut magnitude = Vec::new();
        gradient_magnitude(&[1.0, 2.0, 3.0, 4.0], 2, &mut magnitude);
        assert!(magnitude.iter().all(|value| value.abs() < 1e-9));
        gradient_magnitude(&[], 0, &mut magnitude);
        assert!(magnitude.is_empty());
    }
}
