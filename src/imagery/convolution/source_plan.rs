//! Everything that is convolved with one image, or with a window of its columns.

use std::ops::Range;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

use super::scales::{MOST_HALVINGS, coarse_needed, fine_needed};
use super::split::KernelSplit;
use super::tile::{Patch, TileTransform, TileWork, best_tile};

/// A part of a kernel on one scale of an image.
pub(super) struct Part {
    /// Its spectrum on the level's tiles.
    pub(super) spectrum: Vec<Complex<f32>>,
    /// Row and column of its middle, from the kernel's centre; zero on a reduced image.
    pub(super) place: (i64, i64),
    /// Columns of the scale for which its result is wanted: those of the image at which its middle stands.
    pub(super) columns: Range<i64>,
}

/// What is convolved on one scale of an image.
pub(super) struct Level {
    pub(super) transform: TileTransform,
    /// The greatest of the parts', rows and columns.
    pub(super) reach: (usize, usize),
    pub(super) parts: Vec<Part>,
    /// From the first to the last column of any part.
    pub(super) columns: Range<i64>,
}

impl Level {
    /// Lines that a row of tiles gives.
    pub(super) fn step(&self) -> usize {
        self.transform.rows() - 2 * self.reach.0
    }
}

/// Where the parts of a kernel are found.
#[derive(Clone)]
pub(super) struct Filter {
    /// Kernel, by its number in the plan.
    pub(super) kernel: usize,
    /// Columns of the image for which its result is wanted, before any shift: perhaps some beyond the image.
    pub(super) columns: Range<i64>,
    /// Parts at full resolution.
    pub(super) sharp: Vec<usize>,
    /// Halvings and the part on the reduced image.
    pub(super) smooth: Option<(usize, usize)>,
}

/// One image, or a window of its columns, and what is convolved with it.
pub(super) struct SourcePlan {
    pub(super) band: usize,
    /// Columns that are seen; beyond them the window is continued by reflection.
    pub(super) window: Range<usize>,
    pub(super) filters: Vec<Filter>,
    /// By halvings.
    pub(super) levels: [Option<Level>; MOST_HALVINGS + 1],
    /// Columns of each reduced image that are made; empty where none is.
    pub(super) stored: [Range<i64>; MOST_HALVINGS + 1],
}

impl SourcePlan {
    /// Plans the transforms for what `filters` asks for; their parts are entered in them.
    pub(super) fn new(
        band: usize,
        window: Range<usize>,
        mut filters: Vec<Filter>,
        splits: &[KernelSplit],
        planner: &mut FftPlanner<f32>,
    ) -> Self {
        let mut wanted: [Vec<(&Patch, Range<i64>)>; MOST_HALVINGS + 1] = Default::default();
        for filter in &mut filters {
            let split = &splits[filter.kernel];
            for patch in &split.windows {
                filter.sharp.push(wanted[0].len());
                let columns = filter.columns.start - patch.place.1..filter.columns.end - patch.place.1;
                wanted[0].push((patch, columns));
            }
            if let Some((halvings, patch)) = &split.reduced {
                filter.smooth = Some((*halvings, wanted[*halvings].len()));
                wanted[*halvings].push((patch, coarse_needed(filter.columns.clone(), *halvings)));
            }
        }
        let mut halvings = 0..;
        let levels = wanted.map(|parts| level(&parts, halvings.next().unwrap_or(0), planner));
        let stored = stored(&levels);
        Self { band, window, filters, levels, stored }
    }

    /// Bytes of the spectra.
    pub(super) fn bytes(&self) -> usize {
        let parts = self.levels.iter().flatten().flat_map(|level| &level.parts);
        parts.map(|part| part.spectrum.len() * size_of::<Complex<f32>>()).sum()
    }

    /// Bytes of the lines that wait while an image of `lines` lines streams through, or somewhat more.
    pub(super) fn bytes_under_way(&self, lines: usize) -> usize {
        let (mut waiting, mut results) = (96, 0);
        for (halvings, level) in self.levels.iter().enumerate() {
            let Some(level) = level else { continue };
            // A row of tiles needs the lines that it reaches to; those of the image that lie before it are only wanted by what was finished.
            waiting = waiting.max((level.step() + level.reach.0 + 8) << halvings);
            let wide: i64 = level.parts.iter().map(|part| part.columns.end - part.columns.start).sum();
            results += wide as usize * (level.step() + 48);
        }
        let places = self.levels[0].iter().flat_map(|level| &level.parts).map(|part| part.place.0.unsigned_abs());
        waiting += 2 * places.max().unwrap_or(0) as usize + 96;
        let waiting = waiting.min(lines + 96);
        let stored = self.stored.iter().enumerate().skip(1);
        let reduced: usize = stored
            .map(|(halvings, columns)| ((columns.end - columns.start) as usize) * (((2 * waiting) >> halvings) + 32))
            .sum();
        (waiting * self.window.len() + reduced + results) * size_of::<f32>()
    }
}

fn level(wanted: &[(&Patch, Range<i64>)], halvings: usize, planner: &mut FftPlanner<f32>) -> Option<Level> {
    let hull =
        wanted.iter().map(|(_, columns)| columns.clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))?;
    let reach =
        wanted.iter().fold((0, 0), |reach, (patch, _)| (reach.0.max(patch.reach.0), reach.1.max(patch.reach.1)));
    let (rows, columns, _) = best_tile(reach, (hull.end - hull.start) as usize, 1 << halvings);
    let transform = TileTransform::new(planner, rows, columns);
    let mut work: TileWork = transform.work();
    let part = |(patch, columns): &(&Patch, Range<i64>)| Part {
        spectrum: transform.kernel_spectrum(patch, &mut work),
        place: patch.place,
        columns: columns.clone(),
    };
    let parts = wanted.iter().map(part).collect();
    Some(Level { transform, reach, parts, columns: hull })
}

/// Columns of each reduced image that its own tiles and the next reduction need.
fn stored(levels: &[Option<Level>; MOST_HALVINGS + 1]) -> [Range<i64>; MOST_HALVINGS + 1] {
    let mut stored: [Range<i64>; MOST_HALVINGS + 1] = Default::default();
    for halvings in (1..=MOST_HALVINGS).rev() {
        let own = levels[halvings].as_ref().map(|level| {
            let reach = level.reach.1 as i64;
            level.columns.start - reach..level.columns.end + reach
        });
        let next = stored.get(halvings + 1).filter(|columns| !columns.is_empty()).map(fine_needed);
        stored[halvings] = hull(own, next).unwrap_or_default();
    }
    stored
}

/// From the first to the last of both.
pub(super) fn hull(one: Option<Range<i64>>, other: Option<Range<i64>>) -> Option<Range<i64>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.start.min(other.start)..one.end.max(other.end)),
        (one, other) => one.or(other),
    }
}
