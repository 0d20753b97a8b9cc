//! One image under way: its lines, its reduced lines, and what has been convolved of them.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rustfft::num_complex::Complex;

use super::line_ring::LineRing;
use super::reflection::{end_of_reflected, reflected, start_of_reflected};
use super::scales::{MOST_HALVINGS, coarse_needed, fine_end, fine_needed, halve_columns, halve_lines};
use super::source_plan::{Level, SourcePlan, hull};
use super::tile::TileWork;
use crate::supervision::{Cancelled, Supervision};

/// Working memory of tiles, used again by whatever thread comes next.
#[derive(Default)]
pub(super) struct WorkPool(Mutex<Vec<((usize, usize), TileWork)>>);

impl WorkPool {
    fn take(&self, level: &Level) -> TileWork {
        let shape = (level.transform.rows(), level.transform.columns());
        let mut pool = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = pool.iter().position(|(other, _)| *other == shape);
        found.map_or_else(|| level.transform.work(), |index| pool.swap_remove(index).1)
    }

    fn give_back(&self, level: &Level, work: TileWork) {
        let shape = (level.transform.rows(), level.transform.columns());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((shape, work));
    }
}

/// One scale of the image.
struct Scale {
    /// Lines of this scale; those of the image itself are `0..lines`, reduced ones go beyond it.
    lines: LineRing,
    /// Lines that are made, or at full resolution those that tiles look at, reflected.
    stored: Range<i64>,
    /// Lines for which results are made.
    wanted: Range<i64>,
    /// First line of the next row of tiles.
    next: i64,
    /// One for each part.
    results: Vec<LineRing>,
}

/// The state of one source.
pub(super) struct SourceStream {
    total: usize,
    scales: Vec<Scale>,
    between: Vec<f32>,
    extended: Vec<f32>,
}

impl SourceStream {
    /// Nothing pushed yet of `total` lines.
    pub(super) fn new(plan: &SourcePlan, total: usize) -> Self {
        let mut scales: Vec<Scale> = Vec::new();
        let mut finer_needed: Option<Range<i64>> = None;
        for halvings in (0..=MOST_HALVINGS).rev() {
            let level = plan.levels[halvings].as_ref();
            let wanted = level.map_or(0..0, |level| wanted_lines(level, halvings, total));
            let seen = level.map(|level| wanted.start - level.reach.0 as i64..wanted.end + level.reach.0 as i64);
            let stored = hull(seen.clone(), finer_needed.take()).unwrap_or_default();
            finer_needed = (!stored.is_empty()).then(|| fine_needed(&stored));
            let width = |columns: &Range<i64>| (columns.end - columns.start) as usize;
            let lines = match halvings {
                0 => LineRing::new(0, plan.window.len()),
                _ => LineRing::new(stored.start, width(&plan.stored[halvings])),
            };
            let parts = level.map_or(&[][..], |level| &level.parts);
            let results = parts.iter().map(|part| LineRing::new(wanted.start, width(&part.columns))).collect();
            scales.push(Scale { lines, next: wanted.start, stored, wanted, results });
        }
        scales.reverse();
        Self { total, scales, between: Vec::new(), extended: Vec::new() }
    }

    /// A line of the image, within the window.
    pub(super) fn line(&self, line: i64) -> &[f32] {
        self.scales[0].lines.line(line)
    }

    /// Lines of what a part gave.
    pub(super) fn result(&self, halvings: usize, part: usize) -> &LineRing {
        &self.scales[halvings].results[part]
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        let rings = self.scales.iter().flat_map(|scale| scale.results.iter().chain([&scale.lines]));
        rings.map(LineRing::bytes).sum()
    }

    /// Takes whole lines of the image, `width` samples each, and does on the reduced images what can be done.
    pub(super) fn push(
        &mut self,
        plan: &SourcePlan,
        lines: &[f32],
        width: usize,
        pool: &WorkPool,
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        for line in lines.chunks_exact(width) {
            let mut own = self.scales[0].lines.blank();
            own.copy_from_slice(&line[plan.window.clone()]);
            self.scales[0].lines.push(own);
        }
        for halvings in 1..=MOST_HALVINGS {
            self.halve(plan, halvings, supervision)?;
            if let Some(level) = &plan.levels[halvings] {
                while self.is_ready(level, halvings) {
                    self.convolve(plan, level, halvings, pool, supervision)?;
                }
            }
        }
        Ok(())
    }

    /// One more than the last line of the image for which every part on reduced images is there and every part at full resolution can be.
    pub(super) fn finished(&self, plan: &SourcePlan) -> usize {
        let mut finished = self.scales[0].lines.end();
        for (halvings, level) in plan.levels.iter().enumerate() {
            let (Some(level), scale) = (level, &self.scales[halvings]) else { continue };
            let end = if halvings == 0 { self.reachable(level) } else { scale.next };
            if end < scale.wanted.end {
                finished = finished.min(match halvings {
                    0 => level.parts.iter().map(|part| end + part.place.0).min().unwrap_or(finished),
                    _ => fine_end(end, halvings),
                });
            }
        }
        finished.clamp(0, self.total as i64) as usize
    }

    /// Does at full resolution what the lines before `end` need.
    pub(super) fn sharpen(
        &mut self,
        plan: &SourcePlan,
        end: i64,
        pool: &WorkPool,
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        let Some(level) = &plan.levels[0] else { return Ok(()) };
        let needed = level.parts.iter().map(|part| end - part.place.0).max().unwrap_or(0);
        while self.scales[0].next < needed {
            self.convolve(plan, level, 0, pool, supervision)?;
        }
        Ok(())
    }

    /// Lets go of what no line from `next` on needs.
    pub(super) fn release(&mut self, plan: &SourcePlan, next: usize) {
        let next = next as i64;
        let mut finer_from: Option<Range<i64>> = None;
        for halvings in (0..=MOST_HALVINGS).rev() {
            let level = plan.levels[halvings].as_ref();
            let reach = level.map_or(0, |level| level.reach.0 as i64);
            let scale = &mut self.scales[halvings];
            let seen = (scale.next < scale.wanted.end).then(|| scale.next - reach..scale.wanted.end + reach);
            let needed = hull(seen, finer_from.take());
            if halvings > 0 {
                let made = scale.lines.end();
                scale.lines.release_before(needed.map_or(made, |needed| needed.start));
                finer_from = (made < scale.stored.end).then(|| fine_needed(&(made..scale.stored.end)));
                let used = coarse_needed(next..next + 1, halvings).start;
                scale.results.iter_mut().for_each(|ring| ring.release_before(used));
            } else {
                let first = needed.map_or(self.total, |needed| start_of_reflected(&needed, self.total));
                scale.lines.release_before(next.min(first as i64));
                let parts = level.map_or(&[][..], |level| &level.parts);
                for (ring, part) in scale.results.iter_mut().zip(parts) {
                    ring.release_before(next - part.place.0);
                }
            }
        }
    }

    /// Makes the reduced lines for which the finer ones are there.
    fn halve(&mut self, plan: &SourcePlan, halvings: usize, supervision: &Supervision) -> Result<(), Cancelled> {
        let (finer, coarser) = self.scales.split_at_mut(halvings);
        let (finer, scale) = (&finer[halvings - 1], &mut coarser[0]);
        let columns = &plan.stored[halvings];
        while scale.lines.end() < scale.stored.end {
            let line = scale.lines.end();
            let seen = fine_needed(&(line..line + 1));
            let available = if halvings == 1 { end_of_reflected(&seen, self.total) as i64 } else { seen.end };
            if available > finer.lines.end() {
                break;
            }
            let at = |step: i64| match halvings {
                1 => finer.lines.line(reflected(seen.start + step, self.total) as i64),
                _ => finer.lines.line(seen.start + step),
            };
            let five = [0, 1, 2, 3, 4].map(at);
            self.between.resize(five[0].len(), 0.0);
            halve_lines(five, &mut self.between);
            let mut out = scale.lines.blank();
            let wanted = fine_needed(columns);
            if halvings == 1 {
                extend(&self.between, &plan.window, &wanted, &mut self.extended);
                halve_columns(&self.extended, &mut out);
            } else {
                halve_columns(&self.between[(wanted.start - plan.stored[halvings - 1].start) as usize..], &mut out);
            }
            scale.lines.push(out);
            supervision.check()?;
        }
        Ok(())
    }

    /// Whether the lines of the next row of tiles are there.
    fn is_ready(&self, level: &Level, halvings: usize) -> bool {
        let scale = &self.scales[halvings];
        scale.next < scale.wanted.end && self.has_lines_of(level, halvings, scale.next)
    }

    fn has_lines_of(&self, level: &Level, halvings: usize, first: i64) -> bool {
        let scale = &self.scales[halvings];
        let reach = level.reach.0 as i64;
        let seen = first - reach..(first + level.step() as i64).min(scale.wanted.end) + reach;
        let needed = if halvings == 0 { end_of_reflected(&seen, self.total) as i64 } else { seen.end };
        needed <= scale.lines.end()
    }

    /// Line before which rows of tiles at full resolution can be made.
    fn reachable(&self, level: &Level) -> i64 {
        let scale = &self.scales[0];
        let mut next = scale.next;
        while next < scale.wanted.end && self.has_lines_of(level, 0, next) {
            next += level.step() as i64;
        }
        next
    }

    /// Convolves the next row of tiles.
    fn convolve(
        &mut self,
        plan: &SourcePlan,
        level: &Level,
        halvings: usize,
        pool: &WorkPool,
        supervision: &Supervision,
    ) -> Result<(), Cancelled> {
        let (rows, columns) = (level.transform.rows(), level.transform.columns());
        let (step, stride) = (level.step(), columns - 2 * level.reach.1);
        let scale = &mut self.scales[halvings];
        let count = step.min((scale.wanted.end - scale.next) as usize);
        let mut results: Vec<Vec<Vec<f32>>> =
            scale.results.iter_mut().map(|ring| (0..count).map(|_| ring.blank()).collect()).collect();
        let mut work = pool.take(level);
        let (first_line, first_column) = (scale.next - level.reach.0 as i64, level.columns.start);
        let valid = level.reach.0..level.reach.0 + count;
        let seen_end = scale.wanted.end + level.reach.0 as i64;
        let pairs = ((level.columns.end - first_column) as usize).div_ceil(2 * stride);
        for pair in 0..pairs {
            let starts = [2 * pair, 2 * pair + 1].map(|tile| first_column + (tile * stride) as i64);
            for row in 0..rows {
                let out = &mut work.tile[row * columns..(row + 1) * columns];
                let line = first_line + row as i64;
                if line >= seen_end {
                    out.fill(Complex::default());
                    continue;
                }
                let seen = starts.map(|start| start - level.reach.1 as i64);
                if halvings == 0 {
                    let line = scale.lines.line(reflected(line, self.total) as i64);
                    reflected_pair(line, &plan.window, seen, out);
                } else {
                    zero_filled_pair(scale.lines.line(line), plan.stored[halvings].start, seen, out);
                }
            }
            level.transform.transform(&mut work);
            for (part, results) in level.parts.iter().zip(&mut results) {
                let given =
                    starts.map(|start| start.max(part.columns.start)..(start + stride as i64).min(part.columns.end));
                if given.iter().all(Range::is_empty) {
                    continue;
                }
                level.transform.convolve(&part.spectrum, &valid, &mut work);
                let [real, imaginary] = given;
                for (row, result) in valid.clone().zip(results.iter_mut()) {
                    let tile = &work.tile[row * columns..(row + 1) * columns];
                    let placed = |columns: &Range<i64>, start: i64| {
                        let from = (columns.start - start) as usize + level.reach.1;
                        let length = (columns.end - columns.start) as usize;
                        (&tile[from..from + length], (columns.start - part.columns.start) as usize)
                    };
                    if !real.is_empty() {
                        let (from, to) = placed(&real, starts[0]);
                        result[to..].iter_mut().zip(from).for_each(|(out, value)| *out = value.re);
                    }
                    if !imaginary.is_empty() {
                        let (from, to) = placed(&imaginary, starts[1]);
                        result[to..].iter_mut().zip(from).for_each(|(out, value)| *out = value.im);
                    }
                }
            }
            supervision.check()?;
        }
        pool.give_back(level, work);
        for (ring, lines) in scale.results.iter_mut().zip(results) {
            for line in lines {
                ring.push(line);
            }
        }
        scale.next += count as i64;
        Ok(())
    }
}

/// Lines of a scale for which the parts of a level must give results.
fn wanted_lines(level: &Level, halvings: usize, total: usize) -> Range<i64> {
    if halvings > 0 {
        return coarse_needed(0..total as i64, halvings);
    }
    let places = || level.parts.iter().map(|part| part.place.0);
    -places().max().unwrap_or(0)..total as i64 - places().min().unwrap_or(0)
}

/// A line of a window, from column `wanted.start` to `wanted.end`, by reflection where the window ends.
fn extend(line: &[f32], window: &Range<usize>, wanted: &Range<i64>, extended: &mut Vec<f32>) {
    let first = window.start as i64;
    extended.clear();
    let inside = wanted.start.max(first)..wanted.end.min(window.end as i64);
    if inside.is_empty() {
        extended.extend(wanted.clone().map(|column| line[reflected(column - first, line.len())]));
        return;
    }
    extended.extend((wanted.start..inside.start).map(|column| line[reflected(column - first, line.len())]));
    extended.extend_from_slice(&line[(inside.start - first) as usize..(inside.end - first) as usize]);
    extended.extend((inside.end..wanted.end).map(|column| line[reflected(column - first, line.len())]));
}

/// One line of two tiles, the first as real part, by reflection beyond the window.
fn reflected_pair(line: &[f32], window: &Range<usize>, starts: [i64; 2], out: &mut [Complex<f32>]) {
    let first = window.start as i64;
    let inside = |start: i64| {
        let start = start - first;
        (start >= 0).then(|| line.get(start as usize..start as usize + out.len())).flatten()
    };
    if let [Some(real), Some(imaginary)] = starts.map(inside) {
        for ((out, re), im) in out.iter_mut().zip(real).zip(imaginary) {
            *out = Complex { re: *re, im: *im };
        }
        return;
    }
    for (column, out) in out.iter_mut().enumerate() {
        let [re, im] = starts.map(|start| line[reflected(start - first + column as i64, line.len())]);
        *out = Complex { re, im };
    }
}

/// One line of two tiles of a reduced image, zero beyond what is stored: nobody sees it.
fn zero_filled_pair(line: &[f32], first: i64, starts: [i64; 2], out: &mut [Complex<f32>]) {
    let [real, imaginary] = starts.map(|start| {
        let skipped = (first - start).clamp(0, out.len() as i64) as usize;
        let from = (start - first).clamp(0, line.len() as i64) as usize;
        (skipped, &line[from..line.len().min(from + out.len() - skipped)])
    });
    out.fill(Complex::default());
    out[real.0..].iter_mut().zip(real.1).for_each(|(out, value)| out.re = *value);
    out[imaginary.0..].iter_mut().zip(imaginary.1).for_each(|(out, value)| out.im = *value);
}
