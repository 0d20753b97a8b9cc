//! Where the lines of a block look: nodes on the ground, found exactly where it costs little and interpolated in between.
//!
//! Of every line the model of location is asked at some thirty to fifty columns, at the lowest and the highest ground and at the clouds, and averaged over the moments
//! of the TDI stages. Between these columns places are cubic, between the heights straight: both are exact to far below a hundredth of a pixel. Every two columns the
//! sight meets the relief. In between, and from line to line, places are straight, and where the relief bends there (at a shore, on a ridge) so much that it shows,
//! they follow it.

use super::NaturalScene;
use super::exact_places::{ExactColumns, Taps, exact_places, plane_heights};
use super::posts::Posts;
use crate::simulation::optics::{FINE, PointSpread};
use crate::supervision::{Cancelled, Supervision};

/// Fine columns from one node to the next: two pixels.
pub(super) const NODE_FINE: i64 = 6;
/// Steps to the relief at most; a step shrinks what is left by the slope times the tangent of the view.
const MOST_STEPS: usize = 24;
/// What is left of a height when the search ends, metres: a hundredth of it in place.
const REST_M: f64 = 0.01;
/// What the relief's bend between nodes may displace a place by before it is followed, cells: two thousandths of a pixel at nadir.
const LEAST_BEND: f64 = 0.006;
/// Displacements that are followed are smaller, cells: the ground is laid out a cell beyond the nodes.
const MOST_BEND: f64 = 0.9;

/// Nodes of a block of lines.
pub(super) struct LineNodes {
    /// First line that has nodes, and how many have.
    pub(super) first_line: i64,
    /// First node: its fine column is this times [`NODE_FINE`].
    pub(super) first_node: i64,
    /// Nodes of a line.
    pub(super) nodes: usize,
    /// Cells along and across, line by line.
    pub(super) places: Vec<[f64; 2]>,
    /// Heights where the sights meet the relief, metres.
    heights: Vec<f64>,
    /// Cells along and across by which a sight goes on over a metre of height.
    slopes: Vec<[f64; 2]>,
    /// By the upper left of four nodes: whether the relief bends between them.
    bent: Vec<bool>,
    relief: Posts,
    /// Opacity of the cloud in the view, and of the cloud before the Sun; empty without clouds.
    pub(super) opacities: Vec<[f32; 2]>,
    /// Whether a cloud is seen or throws a shadow anywhere in the block.
    pub(super) clouded: bool,
}

impl LineNodes {
    /// The nodes that `count` lines of a band from `first` on need.
    pub(super) fn new(
        scene: &NaturalScene,
        band: usize,
        first: i64,
        count: usize,
        supervision: &Supervision,
    ) -> Result<Self, Cancelled> {
        let (half, fine) = (PointSpread::half() as i64, FINE as i64);
        let line_of = |fine_line: i64| (fine_line - 1).div_euclid(fine);
        let first_line = line_of(fine * first + 1 - half);
        let last_line = line_of(fine * (first + count as i64 - 1) + 1 + half) + 1;
        let rows = (last_line - first_line + 1) as usize;
        let first_node = (1 - half).div_euclid(NODE_FINE);
        let last_node = (fine * (scene.columns as i64 - 1) + 1 + half).div_euclid(NODE_FINE) + 1;
        let nodes = (last_node - first_node + 1) as usize;
        let columns = ExactColumns::new(scene.columns);
        let exact = exact_places(scene, band, first_line, rows, &columns, supervision)?;
        let taps: Vec<Taps> = (0..nodes)
            .map(|node| columns.taps(((first_node + node as i64) * NODE_FINE - 1) as f64 / fine as f64))
            .collect();
        let [low_m, high_m] = plane_heights(scene);
        let relief = Posts::over(exact.iter().flat_map(|places| [places[0], places[1]]), |window, heights| {
            scene.ground.heights(window, heights);
        });
        let mut places = Vec::with_capacity(rows * nodes);
        let mut heights = Vec::with_capacity(rows * nodes);
        let mut slopes = Vec::with_capacity(rows * nodes);
        let mut over = Vec::new();
        for row in exact.chunks_exact(columns.count) {
            for taps in &taps {
                let planes = taps.of(row);
                let slope = [0, 1].map(|axis| (planes[1][axis] - planes[0][axis]) / (high_m - low_m));
                let (place, height) = met(planes[0], slope, [low_m, high_m], &relief);
                slopes.push(slope);
                places.push(place);
                heights.push(height);
                if scene.ground.cloud_height_m().is_some() {
                    over.push(planes[2]);
                }
            }
            supervision.check()?;
        }
        let (bent, opacities) = (Vec::new(), Vec::new());
        let mut found =
            Self { first_line, first_node, nodes, places, heights, slopes, bent, relief, opacities, clouded: false };
        found.look_for_bends();
        found.look_for_clouds(scene, over);
        Ok(found)
    }

    /// The four nodes around a place between them, by the upper left one: above and below on the left, then on the right.
    pub(super) fn corners(&self, upper_left: usize) -> [usize; 4] {
        [upper_left, upper_left + self.nodes, upper_left + 1, upper_left + self.nodes + 1]
    }

    /// Whether the relief bends so much between four nodes that places there must follow it.
    #[inline]
    pub(super) fn is_bent(&self, upper_left: usize) -> bool {
        self.bent[upper_left]
    }

    /// A place between four nodes, shares down and to the right of the upper left one, on the relief as it bends there.
    pub(super) fn on_bent_relief(&self, upper_left: usize, down: f64, right: f64) -> [f64; 2] {
        let corners = self.corners(upper_left);
        let between = |[a, b, c, d]: [f64; 4]| {
            let (left, right_end) = (a + down * (b - a), c + down * (d - c));
            left + right * (right_end - left)
        };
        let straight = [0, 1].map(|axis| between(corners.map(|corner| self.places[corner][axis])));
        let slope = [0, 1].map(|axis| between(corners.map(|corner| self.slopes[corner][axis])));
        let height = between(corners.map(|corner| self.heights[corner]));
        let mut place = straight;
        // Each step leaves the slope of the relief times that of the sight of what was off.
        for _ in 0..2 {
            let rise = self.relief.at(place) - height;
            place = [0, 1].map(|axis| straight[axis] + (slope[axis] * rise).clamp(-MOST_BEND, MOST_BEND));
        }
        place
    }

    fn look_for_bends(&mut self) {
        let (nodes, all) = (self.nodes, self.places.len());
        // The last line and the last column of nodes have no four.
        let is_bent = |node: usize| node + nodes < all && !(node + 1).is_multiple_of(nodes) && self.bends(node);
        self.bent = (0..all).map(is_bent).collect();
    }

    /// Holds the relief in the middle of four nodes against the mean of theirs: a single bend displaces no place between them by more than twice as much.
    fn bends(&self, upper_left: usize) -> bool {
        let corners = self.corners(upper_left);
        let middle = [0, 1].map(|axis| mean(corners, |corner| self.places[corner][axis]));
        let bend = self.relief.at(middle) - mean(corners, |corner| self.heights[corner]);
        let [along, across] = self.slopes[upper_left];
        2.0 * bend.abs() * along.hypot(across) > LEAST_BEND
    }

    fn look_for_clouds(&mut self, scene: &NaturalScene, mut over: Vec<[f64; 2]>) {
        let Some(cloud_m) = scene.ground.cloud_height_m() else { return };
        let wind = scene.ground.wind_cells_s();
        let mut shadows: Vec<[f64; 2]> = Vec::with_capacity(over.len());
        for (place, node) in over.iter_mut().enumerate() {
            let line = (self.first_line + (place / self.nodes) as i64) as f64;
            let time_s = scene.time_s(scene.within_reach(line));
            let (ground, rise) = (self.places[place], (cloud_m - self.heights[place]).max(0.0));
            let moved = |axis: usize| wind[axis] * time_s;
            let slope = scene.sun_slope(ground);
            shadows.push([0, 1].map(|axis| ground[axis] + slope[axis] * rise - moved(axis)));
            *node = [0, 1].map(|axis| node[axis] - moved(axis));
        }
        let opacities = |places: &[[f64; 2]]| -> Vec<f32> {
            let posts =
                Posts::over(places.iter().copied(), |window, values| scene.ground.cloud_opacities(window, values));
            places.iter().map(|place| posts.at(*place) as f32).collect()
        };
        let (seen, shaded) = (opacities(&over), opacities(&shadows));
        self.opacities = seen.into_iter().zip(shaded).map(|(seen, shaded)| [seen, shaded]).collect();
        self.clouded = self.opacities.iter().any(|[seen, shaded]| *seen > 0.0 || *shaded > 0.0);
    }
}

#[inline]
fn mean(corners: [usize; 4], figure: impl Fn(usize) -> f64) -> f64 {
    0.25 * corners.into_iter().map(figure).sum::<f64>()
}

/// Where a sight meets the relief, and at which height: the height under its foot, again and again. It passes the lowest plane at `low` and goes on by `slope` a metre.
fn met(low: [f64; 2], slope: [f64; 2], [low_m, high_m]: [f64; 2], relief: &Posts) -> ([f64; 2], f64) {
    let mut height = f64::midpoint(low_m, high_m);
    for _ in 0..MOST_STEPS {
        let place = [0, 1].map(|axis| low[axis] + slope[axis] * (height - low_m));
        let found = relief.at(place);
        let step = (found - height).abs();
        height = found;
        if step < REST_M {
            break;
        }
    }
    ([0, 1].map(|axis| low[axis] + slope[axis] * (height - low_m)), height)
}
