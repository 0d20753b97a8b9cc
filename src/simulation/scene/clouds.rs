//! One layer of clouds.

use super::fractal::{Fractal, FractalScratch, LatticeWindow};
use super::relief::POST_CELLS;
use super::scene_frame::SceneFrame;
use super::settings::CloudSettings;
use crate::estimation::normal_distribution;

/// Opacity of the clouds at the moment the scene counts from, at posts every [`POST_CELLS`] cells, bilinear in between.
pub(super) struct Clouds {
    fractal: Fractal,
    threshold: f32,
    thickness: f32,
}

impl Clouds {
    pub(super) fn new(seed: u64, settings: &CloudSettings, frame: &SceneFrame) -> Self {
        let post_m = frame.cell_m() * f64::from(POST_CELLS);
        let scales = [1.0, settings.largest_scale_m / post_m];
        Self {
            fractal: Fractal::new(seed, 2, settings.spectral_exponent, scales, 1.0),
            threshold: normal_quantile(1.0 - settings.cover) as f32,
            thickness: settings.thickness as f32,
        }
    }

    /// Opacity 0 to 1: 1 − exp(−τ), τ growing evenly with the field above its threshold.
    pub(super) fn fill(&self, posts: LatticeWindow, opacities: &mut [f32], scratch: &mut FractalScratch) {
        self.fractal.fill(posts, opacities, scratch);
        for opacity in opacities {
            let thickness = self.thickness * (*opacity - self.threshold);
            *opacity = if thickness > 0.0 { 1.0 - (-thickness).exp() } else { 0.0 };
        }
    }
}

/// The value below which a share of the standard normal law lies, by halving; ±40 for shares of 0 and 1, which no field reaches.
pub(super) fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if normal_distribution(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::GroundPoint;

    #[test]
    fn quantiles_undo_the_distribution() {
        for z in [-3.0, -1.0, 0.0, 0.3, 2.5] {
            assert!((normal_quantile(normal_distribution(z)) - z).abs() < 1e-9);
        }
        assert!(normal_quantile(0.0) < -30.0 && normal_quantile(1.0) > 8.0);
    }

    #[test]
    fn clouds_cover_the_share_of_the_sky_that_was_asked_for() {
        let frame = SceneFrame::new(GroundPoint::from_degrees(5.0, 44.0, 0.0), 0.0, 1.75);
        for cover in [0.0, 0.1, 0.5, 1.0] {
            let settings = CloudSettings { cover, largest_scale_m: 400.0, ..CloudSettings::default() };
            let clouds = Clouds::new(4, &settings, &frame);
            let window = LatticeWindow { line: 0, column: 0, lines: 1024, columns: 1024 };
            let mut opacities = vec![0.0; window.nodes()];
            clouds.fill(window, &mut opacities, &mut FractalScratch::default());
            let found = opacities.iter().filter(|opacity| **opacity > 0.0).count() as f64 / window.nodes() as f64;
            // 2000 independent patches of 32 posts: 0.011 at a half, four times that.
            assert!((found - cover).abs() < 0.045, "{cover}: {found}");
            assert!(opacities.iter().all(|opacity| (0.0..=1.0).contains(opacity)));
        }
    }
}
