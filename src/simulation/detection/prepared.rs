//! A parameter set, ready to detect: what is done to a block of lines of all bands.

use std::ops::Range;

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, IntoParallelRefMutIterator as _, ParallelIterator as _,
};
use rayon::slice::ParallelSliceMut as _;

use super::array_detection::{ArrayDetection, Scratch};
use super::polarisation::polarisation_factor;
use super::quantisation::NotANumber;
use super::remanence::LineBefore;
use super::run::{AcquisitionRun, CountBlock};
use super::{DetectionError, DetectionSettings};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{PolarisationSensitivity, StrayLight};
use crate::parameter_sets::ParameterSet;
use crate::simulation::RadianceSource;
use crate::simulation::stray_light::{ForwardError, ForwardStrayLight};
use crate::supervision::Supervision;

/// A parameter set, ready to make counts of radiance.
#[derive(Clone)]
pub struct Detection {
    names: Vec<String>,
    arrays: Vec<ArrayDetection>,
    /// PS and Φ stay with their band until a scene is known.
    sensitivities: Vec<PolarisationSensitivity>,
    settings: DetectionSettings,
    columns: usize,
    /// None where no light strays.
    stray_light: Option<ForwardStrayLight>,
}

impl std::fmt::Debug for Detection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bands = self.arrays.len();
        formatter
            .debug_struct("Detection")
            .field("bands", &bands)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Detection {
    /// Prepares the bands at their numbers of TDI stages, in this order, for arrays of `columns` useful columns.
    ///
    /// # Errors
    /// [`DetectionError`] for a band or a number of stages that the set lacks, a list of another length, or a figure that has no inverse.
    pub fn new(
        set: &ParameterSet,
        bands: &[(String, TdiStages)],
        columns: usize,
        settings: DetectionSettings,
        supervision: &Supervision,
    ) -> Result<Self, DetectionError> {
        let names: Vec<&str> = bands.iter().map(|(name, _)| name.as_str()).collect();
        let stray_light = if settings.stray_light { straying(set, &names, columns, supervision)? } else { None };
        Self::with_stray_light(set, bands, columns, settings, stray_light)
    }

    /// As [`Detection::new`], with light that strays as was prepared before ([`straying`]), whatever the settings say of it; none strays without.
    ///
    /// # Errors
    /// See [`Detection::new`].
    pub fn with_stray_light(
        set: &ParameterSet,
        bands: &[(String, TdiStages)],
        columns: usize,
        settings: DetectionSettings,
        stray_light: Option<ForwardStrayLight>,
    ) -> Result<Self, DetectionError> {
        let setting = |element, needed, found: String| Err(DetectionError::Settings { element, needed, found });
        if !(1..=16).contains(&settings.significant_bits) {
            return setting("significant_bits", "1 to 16", settings.significant_bits.to_string());
        }
        if settings.read_out.split_column > columns {
            let needed = "a column of the image, or its end";
            return setting(
                "read_out.split_column",
                needed,
                format!("{} of {columns}", settings.read_out.split_column),
            );
        }
        let mut arrays = Vec::new();
        let mut sensitivities = Vec::new();
        for (index, (name, tdi)) in bands.iter().enumerate() {
            let band = set.band(name).ok_or_else(|| DetectionError::NoBand {
                set: set.manifest.name.clone(),
                band: name.clone(),
                found: set.bands.iter().map(|band| band.band.as_str()).collect::<Vec<_>>().join(", "),
            })?;
            arrays.push(ArrayDetection::new(set, band, index, *tdi, columns, &settings)?);
            sensitivities.push(band.polarisation);
        }
        let names = bands.iter().map(|(name, _)| name.clone()).collect();
        Ok(Self { names, arrays, sensitivities, settings, columns, stray_light })
    }

    /// The settings.
    pub fn settings(&self) -> &DetectionSettings {
        &self.settings
    }

    /// Columns of a line of counts: pre-scan, useful and post-scan.
    pub fn whole_columns(&self) -> usize {
        self.settings.read_out.columns(self.columns)
    }

    /// p = PS·P·cos 2(χ − Φ) of each band for a scene.
    pub fn polarisation_terms(&self, scene: &dyn RadianceSource) -> Vec<f64> {
        let bands = self.sensitivities.iter().enumerate();
        bands.map(|(band, sensitivity)| scene.polarisation(band).term(*sensitivity)).collect()
    }

    /// Tells what the columns without light of each band read in the image's left and right half, counts before noise; where nobody tells,
    /// it is the middle of the dark signals of the half.
    #[must_use]
    pub fn with_scan_levels(mut self, levels: &[[f64; 2]]) -> Self {
        for (array, levels) in self.arrays.iter_mut().zip(levels) {
            array.scan.set_levels(*levels);
        }
        self
    }

    /// What the columns without light of each band read in the image's left and right half, counts before noise.
    pub fn scan_levels(&self) -> Vec<[f64; 2]> {
        self.arrays.iter().map(|array| array.scan.levels()).collect()
    }

    /// Begins the acquisition of a scene. The bytes depend on the scene, the set and the settings; not on the threads, nor on how many lines are
    /// asked for at once.
    ///
    /// # Errors
    /// [`DetectionError`] for a scene of other bands or columns, and for stray light that needs more than the memory budget.
    pub fn begin<'a>(
        &'a self,
        scene: &'a dyn RadianceSource,
        supervision: &Supervision,
    ) -> Result<AcquisitionRun<'a>, DetectionError> {
        if (scene.bands(), scene.columns()) != (self.arrays.len(), self.columns) {
            return Err(DetectionError::Settings {
                element: "scene",
                needed: "the bands and columns of the detection",
                found: format!("{} bands of {} columns", scene.bands(), scene.columns()),
            });
        }
        let stream = self.stray_light.as_ref().map(|forward| forward.stream(scene.lines(), supervision)).transpose();
        let form = self.settings.conventions.polarisation;
        let factors = self.polarisation_terms(scene).into_iter().map(|term| polarisation_factor(term, form)).collect();
        Ok(AcquisitionRun::new(self, scene, factors, stream.map_err(ForwardError::from)?))
    }

    /// Radiance of some lines, and the equalised counts that it gives.
    pub(super) fn see(
        &self,
        scene: &dyn RadianceSource,
        lines: Range<usize>,
        factors: &[f64],
        radiance: &mut [Vec<f32>],
        signals: &mut [Vec<f32>],
        supervision: &Supervision,
    ) -> Result<(), DetectionError> {
        let samples = lines.len() * self.columns;
        let lines = lines.start as i64..lines.end as i64;
        let bands = radiance.par_iter_mut().zip(signals).zip(&self.arrays).zip(factors).enumerate();
        bands.try_for_each(|(band, (((radiance, signal), array), factor))| {
            radiance.resize(samples, 0.0);
            signal.resize(samples, 0.0);
            scene.radiance(band, lines.clone(), radiance, supervision)?;
            self.check_light(band, lines.start, radiance)?;
            let counts_per_radiance = (array.gain * factor) as f32;
            for (signal, radiance) in signal.iter_mut().zip(&*radiance) {
                *signal = radiance * counts_per_radiance;
            }
            Ok(supervision.check()?)
        })
    }

    /// Refuses light that is no number, as that of a view that misses the Earth.
    fn check_light(&self, band: usize, first: i64, radiance: &[f32]) -> Result<(), DetectionError> {
        if radiance.iter().fold(true, |finite, radiance| finite & radiance.is_finite()) {
            return Ok(());
        }
        let place = radiance.iter().position(|radiance| !radiance.is_finite()).unwrap_or_default();
        Err(DetectionError::NotANumber {
            band: self.names[band].clone(),
            line: first + (place / self.columns) as i64,
            column: place % self.columns,
            needed: "a radiance that is a finite number",
            found: radiance[place],
        })
    }

    /// Counts of a block whose lines are set.
    pub(super) fn detect(
        &self,
        block: &mut CountBlock,
        signals: &mut [Vec<f32>],
        before: &mut [LineBefore],
        supervision: &Supervision,
    ) -> Result<(), DetectionError> {
        let first = block.lines.start as i64;
        self.look_through_holes(signals);
        signals.par_iter_mut().zip(&self.arrays).try_for_each(|(signal, array)| {
            let lines = signal.par_chunks_exact_mut(self.columns.max(1)).enumerate();
            lines.try_for_each_init(Scratch::default, |scratch, (line, counts)| {
                array.free_of_the_line_before(first + line as i64, counts, scratch);
                supervision.check()
            })
        })?;
        let whole_columns = self.whole_columns();
        let samples = block.lines.len() * whole_columns;
        block.counts.resize_with(self.arrays.len(), Vec::new);
        let bands = block.counts.par_iter_mut().zip(signals).zip(before).zip(&self.arrays).zip(&self.names);
        bands.try_for_each_init(Scratch::default, |scratch, ((((counts, signal), before), array), name)| {
            counts.resize(samples, 0);
            let lines = counts.chunks_exact_mut(whole_columns.max(1)).zip(signal.chunks_exact_mut(self.columns.max(1)));
            for (line, (whole, signal)) in lines.enumerate() {
                let line = first + line as i64;
                array.read(line, signal, before, whole, scratch).map_err(|NotANumber(column)| {
                    let (band, needed) = (name.clone(), "a signal that is a number");
                    DetectionError::NotANumber { band, line, column, needed, found: signal[column] }
                })?;
                supervision.check()?;
            }
            Ok(())
        })
    }

    /// Detectors whose filter has a hole see all bands' light.
    fn look_through_holes(&self, signals: &mut [Vec<f32>]) {
        let columns = self.columns;
        let seen: Vec<Vec<f32>> = self
            .arrays
            .par_iter()
            .enumerate()
            .map(|(band, array)| {
                let holes = array.defects.holes();
                let lines = if holes.is_empty() { 0 } else { signals[band].len() / columns };
                let mut seen = Vec::with_capacity(lines * holes.len());
                for line in 0..lines {
                    for column in holes {
                        let place = line * columns + column;
                        let radiances = signals.iter().zip(&self.arrays);
                        let sum: f64 = radiances.map(|(other, own)| f64::from(other[place]) / own.gain).sum();
                        let white = sum / self.arrays.len() as f64;
                        let counts = array.defects.through_hole(f64::from(signals[band][place]), array.gain, white);
                        seen.push(counts as f32);
                    }
                }
                seen
            })
            .collect();
        for ((signal, seen), array) in signals.iter_mut().zip(seen).zip(&self.arrays) {
            let holes = array.defects.holes();
            for (line, seen) in seen.chunks_exact(holes.len().max(1)).enumerate() {
                for (column, counts) in holes.iter().zip(seen) {
                    signal[line * columns + column] = *counts;
                }
            }
        }
    }
}

/// How light strays in some bands of a set, by the inverses of its filters; none where no band has any. It is the same for every number of TDI
/// stages, and once it is there the set's own filters are not needed any more.
///
/// # Errors
/// [`DetectionError::StrayLight`] for filters without an inverse, and once the user has cancelled.
pub fn straying(
    set: &ParameterSet,
    bands: &[&str],
    columns: usize,
    supervision: &Supervision,
) -> Result<Option<ForwardStrayLight>, DetectionError> {
    let parameters: Vec<(&str, &StrayLight)> =
        bands.iter().filter_map(|name| set.band(name)).map(|band| (band.band.as_str(), &band.stray_light)).collect();
    if parameters.iter().all(|(_, light)| light.local.is_empty() && light.cross_talk.is_empty()) {
        return Ok(None);
    }
    let scenario = set.processing.stray_light;
    Ok(Some(ForwardStrayLight::of_inverse_filters(&parameters, columns, scenario, supervision)?))
}
