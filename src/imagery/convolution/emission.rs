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

impl TargetPlan {
    /// Writes lines `lines` of band `band`, `width` samples each.
    pub(super) fn emit(
        &self,
        band: usize,
        lines: Range<usize>,
        width: usize,
        plans: &[SourcePlan],
        streams: &[SourceStream],
        doubling: &mut Doubling,
        out: &mut [f32],
    ) {
        out.fill(0.0);
        for (out, line) in out.chunks_exact_mut(width).zip(lines.clone()) {
            let line = line as i64;
            for (columns, weight) in &self.kept {
                add(&mut out[columns.clone()], &streams[band].line(line)[columns.clone()], *weight);
            }
            for centre in &self.centres {
                let window = &plans[centre.source].window;
                let first = centre.columns.start as i64 - centre.shift - window.start as i64;
                add_reflected(
                    &mut out[centre.columns.clone()],
                    streams[centre.source].line(line),
                    first,
                    centre.weight,
                );
            }
            for sharp in &self.sharp {
                let Some(level) = &plans[sharp.source].levels[0] else { continue };
                let part = &level.parts[sharp.part];
                let from = streams[sharp.source].result(0, sharp.part).line(line - part.place.0);
                let first = sharp.columns.start as i64 - sharp.shift - part.place.1 - part.columns.start;
                add(&mut out[sharp.columns.clone()], &from[first as usize..], sharp.factor);
            }
        }
        for smooth in &self.smooth {
            let Some(level) = &plans[smooth.source].levels[smooth.halvings] else { continue };
            let result = streams[smooth.source].result(smooth.halvings, smooth.part);
            let first_column = level.parts[smooth.part].columns.start;
            let wanted = lines.start as i64..lines.end as i64;
            let block = doubling.run(smooth.halvings, wanted, first_column, |line| result.line(line));
            for (out, line) in out.chunks_exact_mut(width).zip(lines.clone()) {
                for (columns, factor, shift) in &smooth.strips {
                    let from = block.from(line as i64, columns.start as i64 - shift);
                    add(&mut out[columns.clone()], from, *factor);
                }
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
