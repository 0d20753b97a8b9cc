//! The image with stray light, of the image that is wanted after its correction.
//!
//! Two ways, which meet where the filters are complete. By the correction itself ([`ForwardStrayLight::of_correction`]): the image Y whose
//! correction C·Y is the wanted image Z, by Y ← Y + (Z − C·Y) from Y = Z, one step of the scenario after the other, the last one first. Each
//! round multiplies the error by ‖1 − C‖, some 0.06 for a halo of 3 %, and convolves once. By how light spreads
//! ([`ForwardStrayLight::of_spreading`]): the light of other bands is added, then every column range is convolved with the kernel that spreads
//! its light; one convolution with large kernels, and as true to the instrument as those kernels are.
//!
//! Borders and pixels without a value are as in the correction: reflection, and their best value.

mod inverse_stream;
mod spreading_filters;

use std::ops::Range;

use self::inverse_stream::InverseStream;
use crate::imagery::convolution::{
    ChainStream, ConvolutionError, ConvolutionPlan, Kept, KernelList, LineStream, Quality, Target, Term,
};
use crate::instrument::radiometry::{
    BandStep, FilteredImage, StrayLight, StrayLightError, StrayLightScenario, stray_light_steps,
};
use crate::supervision::Supervision;

/// Why stray light cannot be simulated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ForwardError {
    /// The parameters do not fit.
    #[error(transparent)]
    Parameters(#[from] StrayLightError),
    /// The convolution cannot be prepared or run.
    #[error(transparent)]
    Convolution(#[from] ConvolutionError),
    /// A correction that no image is the origin of, or none that can be found in this way.
    #[error(
        "stray light, inverse of the correction: filters that differ from the image itself by less than {most} needed (sum of magnitudes), {found} found"
    )]
    NotInvertible {
        /// The greatest sum with which the rounds come to an end.
        most: f64,
        /// The sum found.
        found: f64,
    },
    /// A local filter that takes some frequencies away.
    #[error("stray light, inverse of a local filter: a gain of {least} needed at every frequency, {found} found")]
    NoInverse {
        /// The least gain that is undone.
        least: f64,
        /// The least gain found.
        found: f64,
    },
}

/// One stage of the way to the image with stray light.
#[derive(Clone)]
enum Stage {
    /// A convolution.
    Spread(ConvolutionPlan),
    /// The inverse of a convolution, by so many rounds.
    Undo(ConvolutionPlan, usize),
}

/// The forward model of stray light, prepared once for any number of images of the same bands.
#[derive(Clone)]
pub struct ForwardStrayLight {
    stages: Vec<Stage>,
}

/// A correction whose filters differ from the image itself by more than this is not undone by rounds.
const LARGEST_DIFFERENCE: f64 = 0.7;

/// Second-order light from other bands (light that strayed twice) is followed to this share of the image.
const SPREADING_TOLERANCE: f64 = 1e-7;

/// The same where the kernels are inverses of filters, whose size cuts off more than this.
const INVERSE_TOLERANCE: f64 = 1e-5;

impl ForwardStrayLight {
    /// The image that this correction turns into the wanted one. `tolerance` is the greatest error relative to the brightest value of the image.
    /// It is met for the correction as it is applied in this quality.
    ///
    /// # Errors
    /// [`ForwardError`]: parameters that cannot be used, filters too far from the image itself.
    pub fn of_correction(
        bands: &[(&str, &StrayLight)],
        columns: usize,
        scenario: StrayLightScenario,
        quality: Quality,
        tolerance: f64,
        supervision: &Supervision,
    ) -> Result<Self, ForwardError> {
        let steps = stray_light_steps(bands, columns, scenario)?;
        let undone = steps.iter().rev().map(|step| undo(step, columns, quality, tolerance, supervision));
        Ok(Self { stages: undone.collect::<Result<_, _>>()? })
    }

    /// The image that the instrument gives when `bands[_].1.local` are the kernels by which light spreads in every column range, and
    /// `cross_talk` the light that comes from other bands, which is added: that of the image before it spreads for
    /// [`StrayLightScenario::Type1Type2`], that of the image after for [`StrayLightScenario::Type2Type1`].
    ///
    /// # Errors
    /// [`ForwardError`]: parameters that cannot be used, filters too far from the image itself.
    pub fn of_spreading(
        bands: &[(&str, &StrayLight)],
        columns: usize,
        scenario: StrayLightScenario,
        supervision: &Supervision,
    ) -> Result<Self, ForwardError> {
        Self::spreading(bands, columns, scenario, SPREADING_TOLERANCE, supervision)
    }

    fn spreading(
        bands: &[(&str, &StrayLight)],
        columns: usize,
        scenario: StrayLightScenario,
        tolerance: f64,
        supervision: &Supervision,
    ) -> Result<Self, ForwardError> {
        let (local, cross_talk) = (StrayLightScenario::Type1, StrayLightScenario::Type2);
        let order: &[StrayLightScenario] = match scenario {
            StrayLightScenario::Type1 => &[local],
            StrayLightScenario::Type2 => &[cross_talk],
            StrayLightScenario::Type1Type2 => &[cross_talk, local],
            StrayLightScenario::Type2Type1 => &[local, cross_talk],
        };
        let mut stages = Vec::new();
        for kind in order {
            for step in stray_light_steps(bands, columns, *kind)? {
                stages.push(if *kind == local {
                    Stage::Spread(plan(&step, columns, Quality::Full, supervision)?)
                } else {
                    undo(&step, columns, Quality::Full, tolerance, supervision)?
                });
            }
        }
        Ok(Self { stages })
    }

    /// As [`ForwardStrayLight::of_spreading`], with kernels that are the inverses of a set's local filters: one convolution with large kernels,
    /// where [`ForwardStrayLight::of_correction`] needs several and their memory. Exact within a range of columns; where two ranges
    /// meet, the correction is off by what each takes from the other with the other's kernel, as it is on the instrument.
    ///
    /// # Errors
    /// [`ForwardError`]: parameters that cannot be used, a filter without an inverse, cross-talk too strong to be undone.
    pub fn of_inverse_filters(
        bands: &[(&str, &StrayLight)],
        columns: usize,
        scenario: StrayLightScenario,
        supervision: &Supervision,
    ) -> Result<Self, ForwardError> {
        let spread = spreading_filters::spreading(bands, columns, supervision)?;
        let spread: Vec<(&str, &StrayLight)> =
            bands.iter().zip(&spread).map(|((name, _), light)| (*name, light)).collect();
        Self::spreading(&spread, columns, scenario, INVERSE_TOLERANCE, supervision)
    }

    /// Convolutions that every line goes through.
    pub fn convolutions(&self) -> usize {
        self.stages.iter().map(|stage| if let Stage::Undo(_, rounds) = stage { *rounds } else { 1 }).sum()
    }

    /// Bytes that filters hold, and images of `lines` lines while they stream.
    pub fn bytes(&self, lines: usize) -> u64 {
        let bytes = |stage: &Stage| match stage {
            Stage::Spread(plan) => plan.bytes(lines),
            Stage::Undo(plan, rounds) => InverseStream::bytes_of(plan, *rounds, lines),
        };
        self.stages.iter().map(bytes).sum()
    }

    /// Begins with images of `lines` lines: whole lines of all bands are pushed, those with stray light popped some lines later.
    ///
    /// # Errors
    /// [`ConvolutionError::Memory`] when the memory budget does not suffice.
    pub fn stream(&self, lines: usize, supervision: &Supervision) -> Result<ChainStream, ConvolutionError> {
        let (needed_bytes, budget_bytes) = (self.bytes(lines), supervision.memory_budget_bytes());
        if needed_bytes > budget_bytes {
            return Err(ConvolutionError::Memory { needed_bytes, budget_bytes });
        }
        let stream = |stage: &Stage| -> Result<Box<dyn LineStream>, ConvolutionError> {
            Ok(match stage {
                Stage::Spread(plan) => Box::new(plan.stream(lines, supervision)?),
                Stage::Undo(plan, rounds) => Box::new(InverseStream::new(plan, *rounds, lines, supervision)?),
            })
        };
        let mut streams = self.stages.iter().map(stream).collect::<Result<Vec<_>, _>>()?;
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

/// The inverse of a step of the correction, to a tolerance.
fn undo(
    step: &[BandStep<'_>],
    columns: usize,
    quality: Quality,
    tolerance: f64,
    supervision: &Supervision,
) -> Result<Stage, ForwardError> {
    let difference = difference_from_identity(step);
    if difference >= LARGEST_DIFFERENCE {
        return Err(ForwardError::NotInvertible { most: LARGEST_DIFFERENCE, found: difference });
    }
    // What is left after n rounds from Y = Z is (1 − C)ⁿ⁺¹ of the image sought, whose brightest value is 1/(1 − ‖1 − C‖) of the wanted one's at most.
    let rounds = if difference == 0.0 {
        1
    } else {
        ((tolerance * (1.0 - difference)).ln() / difference.ln()).ceil().max(2.0) as usize - 1
    };
    Ok(Stage::Undo(plan(step, columns, quality, supervision)?, rounds))
}

/// ‖1 − C‖: the greatest sum, over the columns of a result, of the magnitudes of what is added to the image itself.
fn difference_from_identity(step: &[BandStep<'_>]) -> f64 {
    let mut greatest = 0.0_f64;
    for band in step {
        let mut weights: Vec<(Range<usize>, f64)> = Vec::new();
        for image in &band.filtered {
            let replaces = !band.kept.iter().any(|kept| kept.overlaps(image.columns));
            weights.push((image.columns.first..image.columns.last + 1, weight(image, replaces)));
        }
        for start in weights.iter().map(|(columns, _)| columns.start) {
            let here = weights.iter().filter(|(columns, _)| columns.contains(&start));
            greatest = greatest.max(here.map(|(_, weight)| weight).sum());
        }
    }
    greatest
}

fn weight(image: &FilteredImage<'_>, replaces: bool) -> f64 {
    let filter = image.filter;
    let all: f64 = filter.values.iter().map(|value| f64::from(value.abs())).sum();
    let centre =
        filter.values.get(filter.rows / 2 * filter.columns + filter.columns / 2).copied().map_or(0.0, f64::from);
    if replaces { all - centre.abs() + (1.0 - centre).abs() } else { all * image.factor.abs() }
}

/// A step in the words of the convolution.
fn plan(
    step: &[BandStep<'_>],
    columns: usize,
    quality: Quality,
    supervision: &Supervision,
) -> Result<ConvolutionPlan, ConvolutionError> {
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
    ConvolutionPlan::new(columns, kernels.kernels(), &targets, quality, supervision)
}

#[cfg(test)]
mod tests;
