//! Finished lines of one band, from the parts.

use std::ops::Range;

use super::reflection::reflected;
use super::scales::Doubling;
use super::source_plan::SourcePlan;
use super::source_stream::SourceStream;

/// The centre of a kernel: the image itself.
pub(super) struct Centre {
    pub(super) source: usize,
    pub(super) weight: f32,
    pub(super) columns: Range<usize>,
    pub(super) shift: i64,
}

/// A part at full resolution.
pub(super) struct Sharp {
    pub(super) source: usize,
    pub(super) part: usize,
    pub(super) columns: Range<usize>,
    pub(super) factor: f32,
    pub(super) shift: i64,
}

/// A part on a reduced image, and the strips that take it: columns, factor, shift.
pub(super) struct Smooth {
    pub(super) source: usize,
    pub(super) halvings: usize,
    pub(super) part: usize,
    pub(super) strips: Vec<(Range<usize>, f32, i64)>,
}

/// What a band's lines are put together from.
#[derive(Default)]
pub(super) struct TargetPlan {
    pub(super) kept: Vec<(Range<usize>, f32)>,
    pub(super) centres: Vec<Centre>,
    pub(super) sharp: Vec<Sharp>,
    pub(super) smooth: Vec<Smooth>,
}

/// The images under way.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    pub(super) plans: &'a [SourcePlan],
    pub(super) streams: &'a [SourceStream],
}

impl TargetPlan {
    /// Writes lines `lines` of band `band`, `width` samples each.
    pub(super) fn emit(
        &self,
        band: usize,
        lines: Range<usize>,
        width: usize,
        sources: Sources<'_>,
        doublings: &mut Vec<Doubling>,
        out: &mut [f32],
    ) {
        doublings.resize_with(self.smooth.len(), Doubling::default);
        for (smooth, doubling) in self.smooth.iter().zip(&mut *doublings) {
            let Some(level) = &sources.plans[smooth.source].levels[smooth.halvings] else { continue };
            let result = sources.streams[smooth.source].result(smooth.halvings, smooth.part);
            let wanted = lines.start as i64..lines.end as i64;
            let first_column = level.parts[smooth.part].columns.start;
            doubling.prepare(smooth.halvings, &wanted, first_column, |line| result.line(line));
        }
        // Line by line, so that what is added to stays in the nearest cache.
        for (out, line) in out.chunks_exact_mut(width).zip(lines) {
            self.emit_line(band, line as i64, sources, doublings, out);
        }
    }

    fn emit_line(&self, band: usize, line: i64, sources: Sources<'_>, doublings: &mut [Doubling], out: &mut [f32]) {
        out.fill(0.0);
        for (columns, weight) in &self.kept {
            add(&mut out[columns.clone()], &sources.streams[band].line(line)[columns.clone()], *weight);
        }
        for centre in &self.centres {
            let first = centre.columns.start as i64 - centre.shift - sources.plans[centre.source].window.start as i64;
            let from = sources.streams[centre.source].line(line);
            add_reflected(&mut out[centre.columns.clone()], from, first, centre.weight);
        }
        for sharp in &self.sharp {
            let Some(level) = &sources.plans[sharp.source].levels[0] else { continue };
            let part = &level.parts[sharp.part];
            let from = sources.streams[sharp.source].result(0, sharp.part).line(line - part.place.0);
            let first = sharp.columns.start as i64 - sharp.shift - part.place.1 - part.columns.start;
            add(&mut out[sharp.columns.clone()], &from[first as usize..], sharp.factor);
        }
        for (smooth, doubling) in self.smooth.iter().zip(doublings) {
            let first = smooth.strips.iter().map(|(columns, _, shift)| columns.start as i64 - shift).min().unwrap_or(0);
            let from = doubling.line(line, first);
            for (columns, factor, shift) in &smooth.strips {
                let start = (columns.start as i64 - shift - first) as usize;
                add(&mut out[columns.clone()], &from[start..], *factor);
            }
        }
    }
}

fn add(out: &mut [f32], from: &[f32], factor: f32) {
    for (out, value) in out.iter_mut().zip(from) {
        *out += factor * value;
    }
}

/// Adds samples `first` and following, by reflection where the line ends.
fn add_reflected(out: &mut [f32], line: &[f32], first: i64, factor: f32) {
    let inside = usize::try_from(first).ok().and_then(|first| line.get(first..first + out.len()));
    match inside {
        Some(from) => add(out, from, factor),
        None => {
            for (index, out) in out.iter_mut().enumerate() {
                *out += factor * line[reflected(first + index as i64, line.len())];
            }
        }
    }
}
