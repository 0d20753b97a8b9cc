//! From the ground to the pixels: reflectance at every fine sample, light, point spread.

use super::geometry::{LineNodes, NODE_FINE};
use super::posts::window_around;
use super::{Band, NaturalScene};
use crate::simulation::atmosphere::{BandAir, Illumination};
use crate::simulation::optics::{FINE, PointSpread};
use crate::simulation::scene::{CloudSettings, LatticeWindow};
use crate::supervision::{Cancelled, Supervision};

/// Pixels made at once across the flight: what they need of the ground stays in a core's own cache.
const SEGMENT: usize = 128;
/// Fine columns between two nodes.
const STEP: usize = NODE_FINE as usize;
/// The same in samples of one phase.
const PHASE_STEP: usize = STEP / FINE;
/// Pixels that are summed up together.
const LANES: usize = 16;
/// Height over which air thins out by e, metres.
const SCALE_HEIGHT_M: f64 = 8_400.0;

/// A band's light over ground, cloud and shadow, in single precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BandLight {
    path: f32,
    gain: f32,
    albedo: f32,
    direct_share: f32,
    cloud: f32,
}

impl BandLight {
    /// A cloud is seen through the air above it: path and transmission by air alone, thinned by its height.
    pub(super) fn new(air: &BandAir, illumination: &Illumination, clouds: Option<&CloudSettings>) -> Self {
        let cloud = clouds.map_or(0.0, |clouds| {
            let above = (-clouds.height_m / SCALE_HEIGHT_M).exp();
            let slant = 1.0 / illumination.sun_zenith_rad.cos() + 1.0 / illumination.view_zenith_rad.cos();
            let through = (-0.5 * air.rayleigh_optical_depth * above * slant).exp();
            above * air.rayleigh_radiance + air.unit_radiance * clouds.reflectance * through
        });
        Self {
            path: air.path_radiance as f32,
            gain: air.gain as f32,
            albedo: air.spherical_albedo as f32,
            direct_share: air.direct_share as f32,
            cloud: cloud as f32,
        }
    }
}

/// Makes the pixels of a block of lines.
pub(super) struct Sampler<'a> {
    scene: &'a NaturalScene,
    band: &'a Band,
    nodes: &'a LineNodes,
    reflectances: Vec<f32>,
    /// Fine lines of a segment: of each the samples of the three phases one after the other.
    fine: Vec<f32>,
    /// Sums of the fine lines above and below a pixel.
    folded: Vec<f32>,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(scene: &'a NaturalScene, band: &'a Band, nodes: &'a LineNodes) -> Self {
        Self { scene, band, nodes, reflectances: Vec::new(), fine: Vec::new(), folded: Vec::new() }
    }

    /// Fills whole lines from `first` on.
    pub(super) fn fill(
        &mut self,
        first: i64,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        let columns = self.scene.columns;
        for begin in (0..columns).step_by(SEGMENT) {
            supervision.check()?;
            self.fill_segment(first, begin, columns.min(begin + SEGMENT), radiance);
        }
        Ok(())
    }

    fn fill_segment(&mut self, first: i64, begin: usize, end: usize, radiance: &mut [f32]) {
        let (half, fine) = (PointSpread::half() as i64, FINE as i64);
        let columns = self.scene.columns;
        let lines = radiance.len() / columns;
        let node = |fine_column: i64| (fine_column.div_euclid(NODE_FINE) - self.nodes.first_node) as usize;
        let first_node = node(fine * begin as i64 + 1 - half);
        let last_node = node(fine * (end as i64 - 1) + 1 + half) + 1;
        let intervals = last_node - first_node;
        let window = self.lay_out_ground(first_node, last_node);
        let phase_length = intervals * PHASE_STEP;
        let line_length = FINE * phase_length;
        let first_fine = fine * first + 1 - half;
        let fine_lines = fine as usize * (lines - 1) + 2 * half as usize + 1;
        self.fine.resize(fine_lines * line_length, 0.0);
        let mut made = std::mem::take(&mut self.fine);
        for (fine_line, samples) in (first_fine..).zip(made.chunks_exact_mut(line_length).take(fine_lines)) {
            let above = (fine_line - 1).div_euclid(fine);
            let share = (fine_line - 1).rem_euclid(fine) as f64 / FINE as f64;
            let row = (above - self.nodes.first_line) as usize * self.nodes.nodes;
            for interval in 0..intervals {
                let light = self.light_between(row + first_node + interval, share, window);
                for (phase, samples) in samples.chunks_exact_mut(phase_length).enumerate() {
                    let to = &mut samples[interval * PHASE_STEP..][..PHASE_STEP];
                    for (place, value) in to.iter_mut().enumerate() {
                        *value = light[FINE * place + phase];
                    }
                }
            }
        }
        // Where the segment's first pixel stands in a phase: the pixel's own fine column has phase 1.
        let first_sample = (self.nodes.first_node + first_node as i64) * NODE_FINE / fine;
        let offset = begin as i64 - first_sample;
        for line in 0..lines {
            let middle = FINE * line + half as usize;
            let out = &mut radiance[line * columns + begin..line * columns + end];
            self.spread(&made, middle, [line_length, phase_length], offset, out);
        }
        self.fine = made;
    }

    /// Reflectances of the ground's cells under some nodes.
    fn lay_out_ground(&mut self, first_node: usize, last_node: usize) -> LatticeWindow {
        let rows = self.nodes.places.chunks_exact(self.nodes.nodes);
        let window = window_around(rows.flat_map(|row| row[first_node..=last_node].iter().copied()), 1.0);
        self.reflectances.resize(window.nodes(), 0.0);
        self.scene.ground.reflectance(window, self.band.members, &mut self.reflectances[..window.nodes()]);
        window
    }

    /// Radiance at the fine samples from one node (the upper left of four) to the next, a share of the way from a line to the one below.
    #[inline]
    fn light_between(&self, upper_left: usize, share: f64, window: LatticeWindow) -> [f32; STEP] {
        let places = &self.nodes.places;
        let corners = self.nodes.corners(upper_left);
        let down = |above: [f64; 2], below: [f64; 2]| {
            [above[0] + share * (below[0] - above[0]), above[1] + share * (below[1] - above[1])]
        };
        let left = down(places[corners[0]], places[corners[1]]);
        let right = down(places[corners[2]], places[corners[3]]);
        let reflectances = if self.nodes.is_bent(upper_left) {
            let at = |place: usize| self.nodes.on_bent_relief(upper_left, share, place as f64 / STEP as f64);
            self.reflectances_at(std::array::from_fn(at), window)
        } else {
            let step = [(right[0] - left[0]) / STEP as f64, (right[1] - left[1]) / STEP as f64];
            let at = |place: usize| [left[0] + place as f64 * step[0], left[1] + place as f64 * step[1]];
            self.reflectances_at(std::array::from_fn(at), window)
        };
        let light = &self.band.light;
        let mut radiance = [0.0; STEP];
        if !self.nodes.clouded {
            for (value, reflectance) in radiance.iter_mut().zip(reflectances) {
                *value = light.path + light.gain * reflectance / (1.0 - light.albedo * reflectance);
            }
            return radiance;
        }
        let opacities = corners.map(|corner| self.nodes.opacities[corner]);
        let share = share as f32;
        let down = |place: usize, kind: usize| {
            opacities[place][kind] + share * (opacities[place + 1][kind] - opacities[place][kind])
        };
        let ([seen, shaded], [seen_end, shaded_end]) = ([down(0, 0), down(0, 1)], [down(2, 0), down(2, 1)]);
        for (place, (value, reflectance)) in radiance.iter_mut().zip(reflectances).enumerate() {
            let along = place as f32 / STEP as f32;
            let seen = seen + along * (seen_end - seen);
            let lit = 1.0 - light.direct_share * (shaded + along * (shaded_end - shaded));
            let clear = light.path + light.gain * lit * reflectance / (1.0 - light.albedo * reflectance);
            *value = clear + seen * (light.cloud - clear);
        }
        radiance
    }

    /// Reflectances at some places, bilinear between cells.
    #[inline]
    fn reflectances_at(&self, places: [[f64; 2]; STEP], window: LatticeWindow) -> [f32; STEP] {
        // Adding 1.5·2⁵² leaves a whole number in the lowest bits; less a half it is the one below, so that no call of a function is needed. A share of exactly 0 may
        // come out as 1 of the cell before, which is the same place.
        const WHOLE: f64 = 6_755_399_441_055_744.0;
        let mut cells = [[0_i32; STEP]; 2];
        let mut shares = [[0.0_f32; STEP]; 2];
        for axis in 0..2 {
            for place in 0..STEP {
                let at = places[place][axis];
                let whole = (at - 0.5) + WHOLE;
                cells[axis][place] = whole.to_bits() as i32;
                shares[axis][place] = (at - (whole - WHOLE)) as f32;
            }
        }
        let mut reflectances = [f32::NAN; STEP];
        for place in 0..STEP {
            let line = cells[0][place].wrapping_sub(window.line) as usize;
            let column = cells[1][place].wrapping_sub(window.column) as usize;
            if line + 1 >= window.lines || column + 1 >= window.columns {
                continue;
            }
            let at = line * window.columns + column;
            let (upper, lower) = (&self.reflectances[at..at + 2], &self.reflectances[at + window.columns..][..2]);
            let (v, u) = (shares[0][place], shares[1][place]);
            let (above, below) = (upper[0] + u * (upper[1] - upper[0]), lower[0] + u * (lower[1] - lower[0]));
            reflectances[place] = above + v * (below - above);
        }
        reflectances
    }

    /// Sums fine samples up to the pixels of a line; the kernel is the same above and below, which halves the work.
    fn spread(
        &mut self,
        made: &[f32],
        middle: usize,
        [line_length, phase_length]: [usize; 2],
        offset: i64,
        out: &mut [f32],
    ) {
        let half = PointSpread::half();
        self.folded.resize((half + 1) * line_length, 0.0);
        let line = |place: usize| &made[place * line_length..(place + 1) * line_length];
        for (away, folded) in self.folded.chunks_exact_mut(line_length).enumerate() {
            if away == 0 {
                folded.copy_from_slice(line(middle));
                continue;
            }
            for ((sum, above), below) in folded.iter_mut().zip(line(middle - away)).zip(line(middle + away)) {
                *sum = above + below;
            }
        }
        let width = 2 * half + 1;
        // Where each tap's samples begin in a folded line, for the first pixel.
        let starts: [usize; 64] = std::array::from_fn(|tap| {
            let fine = tap as i64 + 1 - half as i64;
            let (phase, sample) = (fine.rem_euclid(FINE as i64), fine.div_euclid(FINE as i64));
            phase as usize * phase_length + (offset + sample).max(0) as usize
        });
        for (block, out) in out.chunks_mut(LANES).enumerate() {
            let mut sums = [0.0_f32; LANES];
            let n = out.len();
            for (away, folded) in self.folded.chunks_exact(line_length).enumerate() {
                let taps = self.band.spread.line(half + away);
                for (tap, start) in taps.iter().zip(&starts[..width]) {
                    let from = &folded[start + block * LANES..];
                    if let Some(samples) = from.first_chunk::<LANES>() {
                        for (sum, sample) in sums.iter_mut().zip(samples) {
                            *sum += tap * sample;
                        }
                    } else {
                        for (sum, sample) in sums[..n].iter_mut().zip(from) {
                            *sum += tap * sample;
                        }
                    }
                }
            }
            out.copy_from_slice(&sums[..n]);
        }
    }
}
