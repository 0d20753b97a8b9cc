//! An expression over many pixels, block by block.

use super::error::EvaluationError;
use super::program::{BandExpression, Binary, Step, Unary};
use crate::imagery::{Channel, NoDataReason, Reasons, Tile};

/// Pixels that each step takes at once: the stack of a usual expression then stays in the processor's nearest memory.
const BLOCK: usize = 256;

/// Working memory of an evaluation: one for each thread, used again and again.
#[derive(Debug, Clone, Default)]
pub struct EvaluationMemory(Vec<f64>);

impl BandExpression {
    /// Evaluates the expression for each pixel of `inputs`, the bands in the order of [`BandExpression::bands`], each taken in its channel's unit
    /// (sample·scale + offset); `result` is overwritten and its buffers kept.
    ///
    /// A result has all reasons of its inputs. Where an input carries no value, or the result is no finite number (a division by zero, the
    /// logarithm of what is not positive), it is zero, the latter with [`NoDataReason::NotComputed`] added.
    ///
    /// # Errors
    /// [`EvaluationError`] when there is not one channel for each band, or their lengths differ.
    pub fn evaluate(
        &self,
        inputs: &[Channel<'_>],
        memory: &mut EvaluationMemory,
        result: &mut Tile,
    ) -> Result<(), EvaluationError> {
        let n = self.check(inputs)?;
        result.values.clear();
        result.values.resize(n, 0.0);
        unite(inputs, n, |channel| channel.reasons, &mut result.reasons);
        memory.0.clear();
        memory.0.resize(self.depth.max(1) * BLOCK, 0.0);
        for (block, values) in result.values.chunks_mut(BLOCK).enumerate() {
            let first = block * BLOCK;
            self.run(inputs, first..first + values.len(), &mut memory.0);
            for (value, found) in values.iter_mut().zip(&memory.0) {
                *value = *found as f32;
            }
        }
        for (value, reasons) in result.values.iter_mut().zip(&mut result.reasons) {
            if !reasons.carries_value() {
                *value = 0.0;
            } else if !value.is_finite() {
                *value = 0.0;
                reasons.insert(NoDataReason::NotComputed);
            }
        }
        Ok(())
    }

    /// The reasons that an overlay shows for each pixel: those of every sample that had a part in it.
    ///
    /// # Errors
    /// As [`BandExpression::evaluate`].
    pub fn touched(&self, inputs: &[Channel<'_>], touched: &mut Vec<Reasons>) -> Result<(), EvaluationError> {
        let n = self.check(inputs)?;
        let of = |channel: &Channel<'_>| if channel.touched.is_empty() { 0 } else { channel.touched.len() };
        if inputs.iter().all(|channel| of(channel) == 0) {
            touched.clear();
            return Ok(());
        }
        unite(inputs, n, |channel| if channel.touched.is_empty() { channel.reasons } else { channel.touched }, touched);
        Ok(())
    }

    /// The number of pixels.
    fn check(&self, inputs: &[Channel<'_>]) -> Result<usize, EvaluationError> {
        if inputs.len() != self.bands.len() {
            return Err(EvaluationError::BandCount { needed: self.bands.len(), found: inputs.len() });
        }
        let needed = inputs.first().map_or(0, |channel| channel.values.len());
        for channel in inputs {
            let or_all = |length: usize| if length == 0 { needed } else { length };
            for found in [channel.values.len(), or_all(channel.reasons.len()), or_all(channel.touched.len())] {
                if found != needed {
                    return Err(EvaluationError::SampleCount { needed, found });
                }
            }
        }
        Ok(needed)
    }

    /// Leaves the values of the pixels `pixels` in the first block of the stack.
    fn run(&self, inputs: &[Channel<'_>], pixels: std::ops::Range<usize>, stack: &mut [f64]) {
        let n = pixels.len();
        let mut height = 0;
        for step in &self.steps {
            match step {
                Step::Number(number) => {
                    stack[height * BLOCK..height * BLOCK + n].fill(*number);
                    height += 1;
                }
                Step::Band(index) => {
                    let channel = &inputs[*index];
                    let (scale, offset) = (channel.scale, channel.offset);
                    let top = &mut stack[height * BLOCK..height * BLOCK + n];
                    for (value, sample) in top.iter_mut().zip(&channel.values[pixels.clone()]) {
                        *value = f64::from(*sample) * scale + offset;
                    }
                    height += 1;
                }
                Step::Unary(operator) => {
                    let top = (height - 1) * BLOCK;
                    apply(*operator, &mut stack[top..top + n]);
                }
                Step::Binary(operator) => {
                    height -= 1;
                    let (below, top) = stack.split_at_mut(height * BLOCK);
                    combine(*operator, &mut below[(height - 1) * BLOCK..(height - 1) * BLOCK + n], &top[..n]);
                }
            }
        }
    }
}

fn apply(operator: Unary, values: &mut [f64]) {
    let each = |values: &mut [f64], of: fn(f64) -> f64| {
        for value in values {
            *value = of(*value);
        }
    };
    match operator {
        Unary::Negate => each(values, |value| -value),
        Unary::Abs => each(values, f64::abs),
        Unary::Sqrt => each(values, f64::sqrt),
        Unary::Log => each(values, f64::ln),
        Unary::Exp => each(values, f64::exp),
    }
}

fn combine(operator: Binary, left: &mut [f64], right: &[f64]) {
    fn each(left: &mut [f64], right: &[f64], of: impl Fn(f64, f64) -> f64) {
        for (left, right) in left.iter_mut().zip(right) {
            *left = of(*left, *right);
        }
    }
    // NaN stays NaN: a least value of which one is unknown is unknown.
    let unless_nan = |a: f64, b: f64, chosen: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { chosen };
    match operator {
        Binary::Add => each(left, right, |a, b| a + b),
        Binary::Subtract => each(left, right, |a, b| a - b),
        Binary::Multiply => each(left, right, |a, b| a * b),
        Binary::Divide => each(left, right, |a, b| a / b),
        Binary::Min => each(left, right, |a, b| unless_nan(a, b, a.min(b))),
        Binary::Max => each(left, right, |a, b| unless_nan(a, b, a.max(b))),
    }
}

fn unite<'samples>(
    inputs: &[Channel<'samples>],
    n: usize,
    of: impl Fn(&Channel<'samples>) -> &'samples [Reasons],
    united: &mut Vec<Reasons>,
) {
    united.clear();
    united.resize(n, Reasons::VALID);
    for channel in inputs {
        for (all, reasons) in united.iter_mut().zip(of(channel)) {
            *all = all.union(*reasons);
        }
    }
}
