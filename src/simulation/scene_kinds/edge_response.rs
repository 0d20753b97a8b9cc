//! How a straight edge looks through optics, pixel and time delay, in closed form.

/// The response across an ideal edge, from 0 on its dark side to 1 on its bright one.
///
/// Optics with a Gaussian transfer function of standard deviation σ, and apertures that are boxes of given widths across the edge (the pixel's
/// two sides, the motion during an integration). The convolution of the normal law with boxes is a difference of its repeated integrals:
/// I₀ = Φ(x/σ), Iₙ = (x·Iₙ₋₁ + σ²·Iₙ₋₂)/n, where I₋₁ is the normal density. Its transfer function across the edge is
/// exp(−2π²σ²f²)·∏ sin(πwf)/(πwf).
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeResponse {
    sigma: f64,
    boxes: Vec<f64>,
}

/// A box narrower than this is none: its difference of integrals would drown in rounding.
const NARROWEST_BOX_PX: f64 = 2e-3;

impl EdgeResponse {
    /// `sigma` above zero and `boxes` in pixels.
    pub fn new(sigma: f64, boxes: &[f64]) -> Self {
        Self { sigma, boxes: boxes.iter().copied().filter(|width| *width >= NARROWEST_BOX_PX).collect() }
    }

    /// σ (pixels) of a Gaussian transfer function that has a value at half a cycle a pixel: exp(−π²σ²/2).
    pub fn sigma_of(transfer_at_nyquist: f64) -> f64 {
        (-2.0 * transfer_at_nyquist.ln()).sqrt() / std::f64::consts::PI
    }

    /// The response at a distance from the edge, pixels.
    pub fn at(&self, distance: f64) -> f64 {
        let reach = 9.0 * self.sigma + 0.5 * self.boxes.iter().sum::<f64>();
        if distance.abs() >= reach {
            return if distance < 0.0 { 0.0 } else { 1.0 };
        }
        let n = self.boxes.len();
        let mut sum = 0.0;
        for corner in 0..1_usize << n {
            let mut place = distance;
            let mut sign = 1.0;
            for (side, width) in self.boxes.iter().enumerate() {
                let is_low = corner >> side & 1 == 1;
                place += if is_low { -0.5 * width } else { 0.5 * width };
                sign = if is_low { -sign } else { sign };
            }
            sum += sign * self.integral(n, place);
        }
        (sum / self.boxes.iter().product::<f64>()).clamp(0.0, 1.0)
    }

    /// The modulation transfer across the edge at a frequency, cycles a pixel.
    pub fn transfer(&self, frequency: f64) -> f64 {
        let optics = (-2.0 * (std::f64::consts::PI * self.sigma * frequency).powi(2)).exp();
        self.boxes.iter().fold(optics, |product, width| {
            let x = std::f64::consts::PI * width * frequency;
            if x == 0.0 { product } else { product * x.sin() / x }
        })
    }

    /// The normal law, integrated `n` times.
    fn integral(&self, n: usize, x: f64) -> f64 {
        let z = x / self.sigma;
        let mut before = (-0.5 * z * z).exp() / (self.sigma * (2.0 * std::f64::consts::PI).sqrt());
        let mut current = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        for order in 1..=n {
            (before, current) = (current, (x * current + self.sigma * self.sigma * before) / order as f64);
        }
        current
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;

    #[test]
    fn the_response_is_the_brute_force_convolution() {
        let boxes = [0.98, 0.17, 0.3];
        let response = EdgeResponse::new(0.4, &boxes);
        let inside = 60;
        for distance in [-1.7, -0.3, 0.0, 0.05, 0.9, 2.5] {
            let mut sum = 0.0;
            for a in 0..inside {
                for b in 0..inside {
                    for c in 0..inside {
                        let part = |step: usize, width: f64| width * ((step as f64 + 0.5) / inside as f64 - 0.5);
                        let x = distance + part(a, boxes[0]) + part(b, boxes[1]) + part(c, boxes[2]);
                        sum += 0.5 * libm::erfc(-x / 0.4 * std::f64::consts::FRAC_1_SQRT_2);
                    }
                }
            }
            let brute = sum / (inside as f64).powi(3);
            assert!((response.at(distance) - brute).abs() < 2e-5, "{distance}: {} {brute}", response.at(distance));
        }
        assert_eq!([response.at(-50.0), response.at(50.0)], [0.0, 1.0]);
    }

    #[test]
    fn the_transfer_is_the_spectrum_of_the_responses_slope() {
        let response = EdgeResponse::new(EdgeResponse::sigma_of(0.3), &[1.0, 0.0]);
        assert!((response.transfer(0.5) - 0.3 * 2.0 / std::f64::consts::PI).abs() < 1e-12);
        let step = 0.01;
        let transfer: f64 = (-1000..1000)
            .map(|place| {
                let x = f64::from(place) * step;
                (response.at(x + step) - response.at(x)) * (std::f64::consts::PI * (x + 0.5 * step)).cos()
            })
            .sum();
        assert!((transfer - response.transfer(0.5)).abs() < 1e-4, "{transfer}");
    }
}
