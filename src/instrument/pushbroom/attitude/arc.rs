//! The great arc from one quaternion to the next.

use nalgebra::Quaternion;

/// The great arc from one quaternion to the next.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    angle: f64,
    /// 1 / sin(angle), or 0 for an arc so short that the chord is the arc.
    sine_inverse: f64,
}

impl Arc {
    pub(super) fn between(from: &Quaternion<f64>, to: &Quaternion<f64>) -> Self {
        // The angle from its sine and cosine: the arc cosine alone is blind below 2·10⁻⁸ rad.
        let sine = (to.coords - from.coords).norm() * 0.5;
        let cosine = (to.coords + from.coords).norm() * 0.5;
        let angle = 2.0 * sine.atan2(cosine);
        // Below this the sines of the weights lose more digits than the chord misses the arc by (angle³/60).
        let sine_inverse = if angle < 1e-6 { 0.0 } else { angle.sin().recip() };
        Self { angle, sine_inverse }
    }

    #[inline]
    pub(super) fn at(self, share: f64, from: &Quaternion<f64>, to: &Quaternion<f64>) -> Quaternion<f64> {
        if self.sine_inverse == 0.0 {
            return from * (1.0 - share) + to * share;
        }
        let weight_from = ((1.0 - share) * self.angle).sin() * self.sine_inverse;
        let weight_to = (share * self.angle).sin() * self.sine_inverse;
        from * weight_from + to * weight_to
    }
}
