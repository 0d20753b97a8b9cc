//! Plans one after another.

use super::kernel::ConvolutionError;
use super::plan::ConvolutionPlan;
use super::stream::Lines;
use crate::supervision::{Cancelled, Supervision};

/// Convolutions of which each takes what the one before gives.
#[derive(Clone)]
pub struct ConvolutionChain {
    plans: Vec<ConvolutionPlan>,
}

impl ConvolutionChain {
    /// This plan, then those that follow, all of the same bands and columns.
    pub fn new(first: ConvolutionPlan, following: impl IntoIterator<Item = ConvolutionPlan>) -> Self {
        Self { plans: std::iter::once(first).chain(following).collect() }
    }

    /// The plans.
    pub fn plans(&self) -> &[ConvolutionPlan] {
        &self.plans
    }

    /// Bytes that kernels hold, and images of `lines` lines while they stream.
    pub fn bytes(&self, lines: usize) -> u64 {
        self.plans.iter().map(|plan| plan.bytes(lines)).sum()
    }

    /// Begins with images of `lines` lines.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`] when all plans together need more than the budget.
    pub fn stream(&self, lines: usize, supervision: &Supervision) -> Result<ChainStream, ConvolutionError> {
        let (needed_bytes, budget_bytes) = (self.bytes(lines), supervision.memory_budget_bytes());
        if needed_bytes > budget_bytes {
            return Err(ConvolutionError::Memory { needed_bytes, budget_bytes });
        }
        let stream =
            |plan: &ConvolutionPlan| plan.stream(lines, supervision).map(|it| Box::new(it) as Box<dyn LineStream>);
        let mut streams = self.plans.iter().map(stream).collect::<Result<Vec<_>, _>>()?;
        let first = streams.remove(0);
        Ok(ChainStream::new(first, streams))
    }

    /// Whole images in memory, one a band, line by line.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`], [`ConvolutionError::Cancelled`].
    pub fn apply(
        &self,
        images: &[Vec<f32>],
        lines: usize,
        supervision: &Supervision,
    ) -> Result<Vec<Vec<f32>>, ConvolutionError> {
        Ok(self.stream(lines, supervision)?.run(images, lines, supervision)?)
    }
}

/// Images under way: whole lines of all bands go in, finished ones come out, some lines later.
pub trait LineStream: Send {
    /// Takes the next lines, one slice a band, each of whole lines and as many for every band. What goes beyond the stated number of lines, or
    /// is not a whole line of every band, is not taken.
    ///
    /// # Errors
    /// [`Cancelled`]; the stream is then of no use.
    fn push(&mut self, bands: &[&[f32]], supervision: &Supervision) -> Result<(), Cancelled>;

    /// Gives some finished lines, if there are; `lines` is overwritten, its memory kept. Called until it says no, after every push.
    ///
    /// # Errors
    /// [`Cancelled`]; the stream is then of no use.
    fn pop(&mut self, lines: &mut Lines, supervision: &Supervision) -> Result<bool, Cancelled>;

    /// Bytes of the lines under way.
    fn bytes(&self) -> usize;
}

/// Streams of which each takes what the one before gives.
pub struct ChainStream {
    streams: Vec<Box<dyn LineStream>>,
    passing: Vec<Lines>,
}

impl ChainStream {
    /// This stream, then those that follow.
    pub fn new(first: Box<dyn LineStream>, following: impl IntoIterator<Item = Box<dyn LineStream>>) -> Self {
        let streams: Vec<_> = std::iter::once(first).chain(following).collect();
        Self { passing: vec![Lines::default(); streams.len() - 1], streams }
    }

    /// Sends whole images in memory through, one a band, line by line, of `lines` lines each.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn run(
        mut self,
        images: &[Vec<f32>],
        lines: usize,
        supervision: &Supervision,
    ) -> Result<Vec<Vec<f32>>, Cancelled> {
        let mut results: Vec<Vec<f32>> = images.iter().map(|image| Vec::with_capacity(image.len())).collect();
        let mut finished = Lines::default();
        for first in (0..lines).step_by(PUSHED_AT_ONCE) {
            let part = |image: &[f32]| {
                let width = image.len() / lines;
                first * width..(first + PUSHED_AT_ONCE).min(lines) * width
            };
            let block: Vec<&[f32]> = images.iter().map(|image| &image[part(image)]).collect();
            self.push(&block, supervision)?;
            while self.pop(&mut finished, supervision)? {
                results.iter_mut().zip(&finished.bands).for_each(|(result, lines)| result.extend_from_slice(lines));
            }
        }
        Ok(results)
    }
}

/// Lines that are taken at once from an image in memory.
const PUSHED_AT_ONCE: usize = 64;

impl LineStream for ChainStream {
    fn push(&mut self, bands: &[&[f32]], supervision: &Supervision) -> Result<(), Cancelled> {
        self.streams.first_mut().map_or(Ok(()), |first| first.push(bands, supervision))
    }

    fn pop(&mut self, lines: &mut Lines, supervision: &Supervision) -> Result<bool, Cancelled> {
        pop_last(&mut self.streams, &mut self.passing, lines, supervision)
    }

    fn bytes(&self) -> usize {
        self.streams.iter().map(|stream| stream.bytes()).sum()
    }
}

/// Pops the last stream; when it has nothing, what the ones before give is pushed on.
fn pop_last(
    streams: &mut [Box<dyn LineStream>],
    passing: &mut [Lines],
    lines: &mut Lines,
    supervision: &Supervision,
) -> Result<bool, Cancelled> {
    let Some((last, before)) = streams.split_last_mut() else { return Ok(false) };
    loop {
        if last.pop(lines, supervision)? {
            return Ok(true);
        }
        let Some((own, earlier)) = passing.split_last_mut() else { return Ok(false) };
        if !pop_last(before, earlier, own, supervision)? {
            return Ok(false);
        }
        last.push(&own.slices(), supervision)?;
    }
}
