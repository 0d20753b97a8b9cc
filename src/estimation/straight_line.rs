//! A straight line through points that err on both axes.

/// Sums of a cloud of points (x, y), from which its line follows; sums of disjoint clouds add up and can be taken apart again.
///
/// The second moments are taken about `origin`, which must be the same for all sums that are combined: near the cloud, it keeps the digits.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PlaneMoments {
    /// Number of points.
    pub n: f64,
    /// Σx, Σy about the origin.
    pub sum: [f64; 2],
    /// Σx², Σy², Σxy about the origin.
    pub square: [f64; 3],
}

impl PlaneMoments {
    /// Counts a point, given about the common origin.
    pub fn add(&mut self, x: f64, y: f64) {
        self.n += 1.0;
        self.sum[0] += x;
        self.sum[1] += y;
        self.square[0] += x * x;
        self.square[1] += y * y;
        self.square[2] += x * y;
    }

    /// These points and `sign` (+1 or −1) times the points of `other`.
    #[must_use]
    pub fn combined(mut self, other: &Self, sign: f64) -> Self {
        self.n += sign * other.n;
        for (own, theirs) in self.sum.iter_mut().zip(other.sum) {
            *own += sign * theirs;
        }
        for (own, theirs) in self.square.iter_mut().zip(other.square) {
            *own += sign * theirs;
        }
        self
    }
}

/// A straight line y = intercept + slope·x.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StraightLine {
    /// Change of y for one unit of x.
    pub slope: f64,
    /// Value of y at x = 0, about the origin of the moments.
    pub intercept: f64,
}

/// The line of largest likelihood when both axes err independently with a known ratio of variances (Deming; Fuller 1987, eq. 1.3.27).
///
/// `variance_ratio` is the variance of y's errors over that of x's. None with fewer than three points, or where x and y do not covary.
pub fn line_with_errors_on_both_axes(moments: &PlaneMoments, variance_ratio: f64) -> Option<StraightLine> {
    if moments.n < 3.0 || !(variance_ratio > 0.0 && variance_ratio.is_finite()) {
        return None;
    }
    let mean = [moments.sum[0] / moments.n, moments.sum[1] / moments.n];
    let sxx = moments.square[0] / moments.n - mean[0] * mean[0];
    let syy = moments.square[1] / moments.n - mean[1] * mean[1];
    let sxy = moments.square[2] / moments.n - mean[0] * mean[1];
    if !(sxx > 0.0 && sxy.abs() > 1e-12 * (sxx * syy.max(0.0)).sqrt()) {
        return None;
    }
    let difference = syy - variance_ratio * sxx;
    let slope = (difference + (difference * difference + 4.0 * variance_ratio * sxy * sxy).sqrt()) / (2.0 * sxy);
    Some(StraightLine { slope, intercept: mean[1] - slope * mean[0] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, Normal};

    fn cloud(slope: f64, sigma_x: f64, sigma_y: f64) -> PlaneMoments {
        let mut generator = rand_chacha::ChaCha8Rng::seed_from_u64(11);
        let unit = Normal::new(0.0, 1.0).unwrap();
        let mut moments = PlaneMoments::default();
        for index in 0..40_000 {
            let x = f64::from(index % 200) * 0.05;
            let y = 0.5 + slope * x;
            moments.add(x + sigma_x * unit.sample(&mut generator), y + sigma_y * unit.sample(&mut generator));
        }
        moments
    }

    #[test]
    fn errors_on_x_do_not_flatten_the_line() {
        for slope in [1.02, -0.7] {
            let moments = cloud(slope, 2.0, 1.0);
            let line = line_with_errors_on_both_axes(&moments, 0.25).unwrap();
            assert!((line.slope - slope).abs() < 0.02, "{line:?}");
            assert!((line.intercept - 0.5).abs() < 0.1, "{line:?}");
            // The ordinary regression of y on x is flattened by sxx/(sxx + 4), about a third.
            let (mx, my) = (moments.sum[0] / moments.n, moments.sum[1] / moments.n);
            let ordinary = (moments.square[2] / moments.n - mx * my) / (moments.square[0] / moments.n - mx * mx);
            assert!((ordinary / slope) < 0.75, "{ordinary}");
        }
    }

    #[test]
    fn exchanging_the_axes_inverts_the_slope() {
        let moments = cloud(1.3, 0.5, 0.7);
        let exchanged = PlaneMoments {
            n: moments.n,
            sum: [moments.sum[1], moments.sum[0]],
            square: [moments.square[1], moments.square[0], moments.square[2]],
        };
        let line = line_with_errors_on_both_axes(&moments, 1.96).unwrap();
        let inverse = line_with_errors_on_both_axes(&exchanged, 1.0 / 1.96).unwrap();
        assert!((line.slope * inverse.slope - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_cloud_without_extent_has_no_line() {
        let mut moments = PlaneMoments::default();
        assert_eq!(line_with_errors_on_both_axes(&moments, 1.0), None);
        for _ in 0..10 {
            moments.add(2.0, 3.0);
        }
        assert_eq!(line_with_errors_on_both_axes(&moments, 1.0), None);
        assert_eq!(line_with_errors_on_both_axes(&cloud(1.0, 0.1, 0.1), f64::NAN), None);
    }

    #[test]
    fn moments_of_parts_add_up_and_come_apart() {
        let (a, b) = (cloud(1.0, 0.1, 0.1), cloud(0.5, 0.3, 0.1));
        let back = a.combined(&b, 1.0).combined(&b, -1.0);
        assert!((back.square[2] / a.square[2] - 1.0).abs() < 1e-12);
    }
}
