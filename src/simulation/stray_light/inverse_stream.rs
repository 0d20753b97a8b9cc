//! The inverse of a convolution that is nearly the identity, on streaming lines.

use std::collections::VecDeque;

use crate::imagery::convolution::{ConvolutionError, ConvolutionPlan, ConvolutionStream, LineStream, Lines};
use crate::supervision::{Cancelled, Supervision};

/// One round: lines of the estimate go in, and come out as Y + (Z − C·Y) when their convolution is there. Until then they wait.
struct Round {
    convolution: ConvolutionStream,
    /// Y of each band.
    estimate: Vec<VecDeque<f32>>,
    /// Z of each band; empty in the first round, in which Y = Z.
    wanted: Vec<VecDeque<f32>>,
    convolved: Lines,
}

/// Rounds one after another.
pub(super) struct InverseStream {
    rounds: Vec<Round>,
    columns: usize,
    lines: usize,
    pushed: usize,
    /// What goes from one round to the next: estimate, wanted.
    passing: Vec<(Lines, Vec<Vec<f32>>)>,
}

impl InverseStream {
    pub(super) fn new(
        plan: &ConvolutionPlan,
        rounds: usize,
        lines: usize,
        supervision: &Supervision,
    ) -> Result<Self, ConvolutionError> {
        let empty = || vec![VecDeque::new(); plan.bands()];
        let round = |_| {
            let convolution = plan.stream(lines, supervision)?;
            Ok(Round { convolution, estimate: empty(), wanted: empty(), convolved: Lines::default() })
        };
        let rounds: Vec<Round> = (0..rounds).map(round).collect::<Result<_, ConvolutionError>>()?;
        let passing = rounds.iter().map(|_| (Lines::default(), vec![Vec::new(); plan.bands()])).collect();
        Ok(Self { rounds, columns: plan.columns(), lines, pushed: 0, passing })
    }

    /// Bytes that such a stream needs.
    pub(super) fn bytes_of(plan: &ConvolutionPlan, rounds: usize, lines: usize) -> u64 {
        // No line waits for longer in the queues than in the convolution; the filters are shared by the rounds.
        let (once, waiting) = (plan.bytes(lines), plan.bytes_under_way(lines));
        once + waiting * (3 * rounds as u64).saturating_sub(2)
    }
}

impl LineStream for InverseStream {
    fn push(&mut self, bands: &[&[f32]], supervision: &Supervision) -> Result<(), Cancelled> {
        let Some(first) = self.rounds.first_mut() else { return Ok(()) };
        if self.columns == 0 || bands.len() != first.estimate.len() {
            return Ok(());
        }
        // As many as the convolution takes.
        let given = bands.iter().map(|band| band.len() / self.columns).min().unwrap_or(0);
        let count = given.min(self.lines - self.pushed);
        self.pushed += count;
        for (waiting, band) in first.estimate.iter_mut().zip(bands) {
            append(waiting, &band[..count * self.columns]);
        }
        first.convolution.push(bands, supervision)
    }

    fn pop(&mut self, lines: &mut Lines, supervision: &Supervision) -> Result<bool, Cancelled> {
        pop_last(&mut self.rounds, &mut self.passing, lines, None, supervision)
    }

    fn bytes(&self) -> usize {
        let queues = self.rounds.iter().flat_map(|round| round.estimate.iter().chain(&round.wanted));
        let held: usize = queues.map(|queue| queue.capacity() * size_of::<f32>()).sum();
        held + self.rounds.iter().map(|round| round.convolution.bytes()).sum::<usize>()
    }
}

/// Appends lines to a queue that grows by what it holds, not to twice that: it soon stays as long as it is.
fn append(queue: &mut VecDeque<f32>, lines: &[f32]) {
    queue.reserve_exact(lines.len());
    queue.extend(lines);
}

/// Pops the last round; when it has nothing, what the ones before give is pushed on. `wanted` takes the wanted lines along.
fn pop_last(
    rounds: &mut [Round],
    passing: &mut [(Lines, Vec<Vec<f32>>)],
    lines: &mut Lines,
    mut wanted: Option<&mut Vec<Vec<f32>>>,
    supervision: &Supervision,
) -> Result<bool, Cancelled> {
    let (Some((last, before)), Some(((estimate, passed), earlier))) =
        (rounds.split_last_mut(), passing.split_last_mut())
    else {
        return Ok(false);
    };
    loop {
        if last.convolution.pop(&mut last.convolved, supervision)? {
            last.improve(lines, wanted.take());
            return Ok(true);
        }
        if before.is_empty() || !pop_last(before, earlier, estimate, Some(&mut *passed), supervision)? {
            return Ok(false);
        }
        last.convolution.push(&estimate.slices(), supervision)?;
        last.estimate.iter_mut().zip(&estimate.bands).for_each(|(queue, lines)| append(queue, lines));
        last.wanted.iter_mut().zip(&*passed).for_each(|(queue, lines)| append(queue, lines));
    }
}

impl Round {
    /// Y + (Z − C·Y) of the lines just convolved.
    fn improve(&mut self, lines: &mut Lines, passed: Option<&mut Vec<Vec<f32>>>) {
        (lines.first, lines.count) = (self.convolved.first, self.convolved.count);
        lines.bands.resize_with(self.convolved.bands.len(), Vec::new);
        let mut nobody = Vec::new();
        let passed = passed.unwrap_or(&mut nobody);
        passed.resize_with(self.convolved.bands.len(), Vec::new);
        let queues = self.estimate.iter_mut().zip(&mut self.wanted);
        for (((estimate, wanted), convolved), (out, passed)) in
            queues.zip(&self.convolved.bands).zip(lines.bands.iter_mut().zip(passed))
        {
            passed.clear();
            out.clear();
            let first_round = wanted.is_empty();
            if !first_round {
                passed.extend(wanted.drain(..convolved.len()));
            }
            out.extend(estimate.drain(..convolved.len()));
            if first_round {
                passed.extend_from_slice(out);
            }
            for ((estimate, wanted), convolved) in out.iter_mut().zip(&*passed).zip(convolved) {
                *estimate += wanted - convolved;
            }
        }
    }
}
