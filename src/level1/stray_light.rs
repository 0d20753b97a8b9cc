//! Correction of stray light of both types, in all four scenarios.
//!
//! Type 1 (local): the image of a range of columns, convolved with the range's filter, *is* the corrected image. Type 2 (from other bands): from
//! every strip of columns is subtracted factor × shift(F ⊛ source), column c taking column c − shift, by `radiometry.md` §2.1 of the project's
//! references. With `TYPE1_TYPE2` the sources of type 2 are images corrected for type 1, with `TYPE2_TYPE1` the image corrected for type 2 goes
//! through the filters of type 1.
//!
//! Choices that the files leave open: the images go on beyond their borders by reflection; so does, with an overlap margin smaller than its
//! filter, the part of the image that a range of columns sees. Pixels without a value (saturated, out of order) enter with their best value,
//! and spread what is wrong in it as far as the filter reaches: whoever marks pixels takes [`StrayLightCorrection::reach`] into account.

use crate::imagery::convolution::{
    ChainStream, ConvolutionChain, ConvolutionError, ConvolutionPlan, Kept, Kernel, KernelList, Quality, Target, Term,
};
use crate::instrument::radiometry::{
    BandStep, FilteredImage, StrayLight, StrayLightError, StrayLightScenario, stray_light_steps,
};
use crate::supervision::Supervision;

/// Why stray light cannot be corrected.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CorrectionError {
    /// The parameters do not fit.
    #[error(transparent)]
    Parameters(#[from] StrayLightError),
    /// The convolution cannot be prepared or run.
    #[error(transparent)]
    Convolution(#[from] ConvolutionError),
}

/// The correction, prepared once for any number of images of the same bands.
#[derive(Clone)]
pub struct StrayLightCorrection {
    chain: ConvolutionChain,
    reach: (usize, usize),
}

impl StrayLightCorrection {
    /// Prepares the correction of these bands (name and parameters), in the order in which their images will come, for arrays of `columns`
    /// columns.
    ///
    /// # Errors
    /// [`CorrectionError::Parameters`] for what [`stray_light_steps`] refuses; [`CorrectionError::Convolution`] when cancelled.
    pub fn new(
        bands: &[(&str, &StrayLight)],
        columns: usize,
        scenario: StrayLightScenario,
        quality: Quality,
        supervision: &Supervision,
    ) -> Result<Self, CorrectionError> {
        let steps = stray_light_steps(bands, columns, scenario)?;
        let mut reach = (0, 0);
        let mut plans = Vec::with_capacity(steps.len());
        for step in &steps {
            let (kernels, targets) = step_in_kernels(step)?;
            let of_step = kernels.kernels().iter().map(Kernel::reach).fold((0, 0), |a, b| (a.0.max(b.0), a.1.max(b.1)));
            let shift = step.iter().flat_map(|band| &band.filtered).map(|term| term.shift.unsigned_abs()).max();
            reach = (reach.0 + of_step.0, reach.1 + of_step.1 + shift.unwrap_or(0) as usize);
            plans.push(ConvolutionPlan::new(columns, kernels.kernels(), &targets, quality, supervision)?);
        }
        let first = plans.remove(0);
        Ok(Self { chain: ConvolutionChain::new(first, plans), reach })
    }

    /// Lines and columns from a pixel to the furthest that its correction sees.
    pub const fn reach(&self) -> (usize, usize) {
        self.reach
    }

    /// The greatest difference between a filter and what is applied for it; see [`Quality`].
    pub fn filter_error(&self) -> f64 {
        self.chain.plans().iter().map(ConvolutionPlan::kernel_error).fold(0.0, f64::max)
    }

    /// Bytes that the filters hold, and images of `lines` lines while they stream.
    pub fn bytes(&self, lines: usize) -> u64 {
        self.chain.bytes(lines)
    }

    /// Begins with images of `lines` lines: whole lines of all bands are pushed, corrected ones popped some lines later.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`] when the memory budget does not suffice.
    pub fn stream(&self, lines: usize, supervision: &Supervision) -> Result<ChainStream, ConvolutionError> {
        self.chain.stream(lines, supervision)
    }

    /// Corrects whole images in memory, one a band, line by line.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`], [`ConvolutionError::Cancelled`].
    pub fn correct(
        &self,
        images: &[Vec<f32>],
        lines: usize,
        supervision: &Supervision,
    ) -> Result<Vec<Vec<f32>>, ConvolutionError> {
        self.chain.apply(images, lines, supervision)
    }
}

/// A step in the words of the convolution.
fn step_in_kernels(step: &[BandStep<'_>]) -> Result<(KernelList, Vec<Target>), ConvolutionError> {
    let mut kernels = KernelList::default();
    let mut targets = Vec::with_capacity(step.len());
    for band in step {
        let kept = band.kept.iter().map(|range| Kept { columns: range.first..range.last + 1, weight: 1.0 });
        let term = |image: &FilteredImage<'_>| {
            Ok(Term {
                source: image.source,
                kernel: kernels.number_of(image.filter.rows, image.filter.columns, &image.filter.values)?,
                columns: image.columns.first..image.columns.last + 1,
                factor: image.factor,
                shift: image.shift,
                margin: image.overlap_margin,
            })
        };
        let terms = band.filtered.iter().map(term).collect::<Result<_, ConvolutionError>>()?;
        targets.push(Target { kept: kept.collect(), terms });
    }
    Ok((kernels, targets))
}

#[cfg(test)]
mod tests;
