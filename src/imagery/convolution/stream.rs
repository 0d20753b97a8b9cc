//! Images under way through one plan.

use std::ops::Range;

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, IntoParallelRefMutIterator as _, ParallelIterator as _,
};

use super::chain::LineStream;
use super::emission::Sources;
use super::plan::ConvolutionPlan;
use super::scales::Doubling;
use super::source_stream::{SourceStream, WorkPool};
use crate::supervision::{Cancelled, Supervision};

/// Finished lines of every band.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// The first one.
    pub first: usize,
    /// How many.
    pub count: usize,
    /// One list of samples a band, line by line.
    pub bands: Vec<Vec<f32>>,
}

impl Lines {
    /// The samples of each band, as they are pushed.
    pub fn slices(&self) -> Vec<&[f32]> {
        self.bands.iter().map(Vec::as_slice).collect()
    }
}

/// Images under way: whole lines of all bands go in, finished ones come out.
pub struct ConvolutionStream {
    plan: ConvolutionPlan,
    total: usize,
    pushed: usize,
    emitted: usize,
    sources: Vec<SourceStream>,
    pool: WorkPool,
    doublings: Vec<Vec<Doubling>>,
}

/// Lines that come out at once: of all that is read and written for one band they fit the cache.
const LINES_AT_ONCE: usize = 32;

impl ConvolutionStream {
    pub(super) fn new(plan: ConvolutionPlan, total: usize) -> Self {
        let sources = plan.sources.iter().map(|source| SourceStream::new(source, total)).collect();
        let doublings = plan.targets.iter().map(|_| Vec::new()).collect();
        Self { plan, total, pushed: 0, emitted: 0, sources, pool: WorkPool::default(), doublings }
    }

    /// Lines that [`LineStream::pop`] would give now.
    pub fn ready(&self) -> usize {
        let finished = self.sources.iter().zip(self.plan.sources.iter()).map(|(stream, plan)| stream.finished(plan));
        finished.min().unwrap_or(self.pushed).saturating_sub(self.emitted)
    }
}

impl LineStream for ConvolutionStream {
    fn push(&mut self, bands: &[&[f32]], supervision: &Supervision) -> Result<(), Cancelled> {
        let width = self.plan.columns();
        if bands.len() != self.plan.bands() || width == 0 {
            return Ok(());
        }
        let given = bands.iter().map(|band| band.len() / width).min().unwrap_or(0);
        let count = given.min(self.total - self.pushed);
        let (pool, emitted) = (&self.pool, self.emitted);
        self.sources.par_iter_mut().zip(self.plan.sources.par_iter()).try_for_each(|(stream, plan)| {
            stream.push(plan, &bands[plan.band][..count * width], width, pool, supervision)?;
            stream.release(plan, emitted);
            Ok(())
        })?;
        self.pushed += count;
        Ok(())
    }

    fn pop(&mut self, lines: &mut Lines, supervision: &Supervision) -> Result<bool, Cancelled> {
        supervision.check()?;
        let count = self.ready().min(LINES_AT_ONCE);
        (lines.first, lines.count) = (self.emitted, count);
        lines.bands.resize_with(self.plan.bands(), Vec::new);
        if count == 0 {
            lines.bands.iter_mut().for_each(Vec::clear);
            return Ok(false);
        }
        let wanted: Range<usize> = self.emitted..self.emitted + count;
        let (pool, width) = (&self.pool, self.plan.columns());
        let both = self.sources.par_iter_mut().zip(self.plan.sources.par_iter());
        both.try_for_each(|(stream, plan)| stream.sharpen(plan, wanted.end as i64, pool, supervision))?;
        let sources = Sources { plans: &self.plan.sources, streams: &self.sources };
        let targets = self.plan.targets.par_iter().zip(lines.bands.par_iter_mut()).zip(self.doublings.par_iter_mut());
        targets.enumerate().for_each(|(band, ((target, out), doublings))| {
            out.resize(count * width, 0.0);
            target.emit(band, wanted.clone(), width, sources, doublings, out);
        });
        self.emitted += count;
        let emitted = self.emitted;
        self.sources.par_iter_mut().zip(self.plan.sources.par_iter()).for_each(|(stream, plan)| {
            stream.release(plan, emitted);
        });
        Ok(true)
    }

    fn bytes(&self) -> usize {
        self.sources.iter().map(SourceStream::bytes).sum()
    }
}
