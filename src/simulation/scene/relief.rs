//! Heights of the ground.

use super::fractal::{Fractal, FractalScratch, LatticeWindow};
use super::scene_frame::SceneFrame;
use super::settings::{CoastSettings, ReliefSettings};

/// Cells between two posts of the relief, and of the clouds.
pub const POST_CELLS: i32 = 8;

/// Heights beyond this many standard deviations are cut off, so that the relief has a highest point.
const MOST_SIGMAS: f32 = 4.0;

/// A fractal surface given at posts every [`POST_CELLS`] cells, bilinear in between; below the water's surface it is a bottom that nobody sees.
pub(super) struct Relief {
    fractal: Fractal,
    settings: ReliefSettings,
    coast: Option<Coast>,
}

struct Coast {
    /// Towards the sea, along and across, per post.
    towards_sea: [f64; 2],
    distance: f64,
    width: f64,
}

impl Relief {
    pub(super) fn new(seed: u64, settings: ReliefSettings, coast: Option<&CoastSettings>, frame: &SceneFrame) -> Self {
        let post_m = frame.cell_m() * f64::from(POST_CELLS);
        let scales = [settings.smallest_scale_m / post_m, settings.largest_scale_m / post_m];
        let coast = coast.map(|coast| {
            let (east, north) = coast.towards_sea_deg.to_radians().sin_cos();
            Coast {
                towards_sea: frame.axes_from_north_east([north, east]),
                distance: coast.distance_m / post_m,
                width: coast.width_m / post_m,
            }
        });
        Self { fractal: Fractal::new(seed, 1, settings.spectral_exponent, scales, settings.rms_m), settings, coast }
    }

    /// Heights above the water at posts, negative for a bottom under water.
    pub(super) fn fill_above_water(&self, posts: LatticeWindow, heights: &mut [f32], scratch: &mut FractalScratch) {
        self.fractal.fill(posts, heights, scratch);
        let most = MOST_SIGMAS * self.settings.rms_m as f32;
        let mean = self.settings.mean_m as f32;
        for (line, row) in (posts.line..).zip(heights.chunks_exact_mut(posts.columns)) {
            for (column, height) in (posts.column..).zip(row) {
                let level = self.coast.as_ref().map_or(mean, |coast| {
                    let seaward = f64::from(line) * coast.towards_sea[0] + f64::from(column) * coast.towards_sea[1];
                    mean * ((coast.distance - seaward) / coast.width).tanh() as f32
                });
                *height = level + height.clamp(-most, most);
            }
        }
    }

    /// Height of a surface, above the ellipsoid, that stands `above_water` metres over the water: that of the water where it is below.
    pub(super) fn surface(&self, above_water: f32) -> f32 {
        self.settings.water_height_m as f32 + above_water.max(0.0)
    }

    /// Lowest and highest point there can be, metres above the ellipsoid.
    pub(super) fn range_m(&self) -> [f64; 2] {
        let most = self.settings.mean_m.abs() + f64::from(MOST_SIGMAS) * self.settings.rms_m;
        [self.settings.water_height_m, self.settings.water_height_m + most]
    }
}
