//! One array: the steps in their order, for a line at a time.

use super::defects::DefectiveColumns;
use super::noise::ArrayNoise;
use super::quantisation::NotANumber;
use super::random_normal::{LineStream, Purpose};
use super::remanence::{ArrayRemanence, LineBefore};
use super::scan_columns::ScanColumns;
use super::slopes::InverseSlopes;
use super::spikes::InverseSpikes;
use super::{DetectionError, DetectionSettings};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{ArrayResponse, DarkAndRemanenceOrder};
use crate::parameter_sets::{BandParameters, ParameterSet};

/// One array of the set, prepared for the forward chain.
#[derive(Debug, Clone)]
pub(crate) struct ArrayDetection {
    /// Counts per unit of radiance.
    pub(crate) gain: f64,
    slopes: InverseSlopes,
    pub(crate) defects: DefectiveColumns,
    spikes: InverseSpikes,
    dark: Vec<f32>,
    noise: Option<ArrayNoise>,
    remanence: ArrayRemanence,
    pub(crate) scan: ScanColumns,
    order: DarkAndRemanenceOrder,
    largest_count: u16,
    seed: u64,
    band: usize,
}

/// Room for one line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    sigma: Vec<f32>,
}

impl ArrayDetection {
    /// `index` is the band's place in the instrument.
    pub(crate) fn new(
        set: &ParameterSet,
        band: &BandParameters,
        index: usize,
        tdi: TdiStages,
        columns: usize,
        settings: &DetectionSettings,
    ) -> Result<Self, DetectionError> {
        let response = band.responses.get(&tdi).ok_or_else(|| DetectionError::NoResponse {
            set: set.manifest.name.clone(),
            band: band.band.clone(),
            needed: tdi,
            found: band.responses.keys().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        })?;
        check(set, band, response, columns)?;
        let conventions = &settings.conventions;
        let largest_count = settings.largest_count();
        let noise = settings.noise.then(|| ArrayNoise::new(response.noise, conventions.noise));
        Ok(Self {
            gain: response.gain,
            slopes: InverseSlopes::new(&response.slopes, conventions.sensitivity),
            defects: DefectiveColumns::new(&response.defects, columns, settings.defects),
            spikes: InverseSpikes::new(&response.dark.spikes, conventions.spike, largest_count),
            dark: response.dark.counts.iter().map(|count| *count as f32).collect(),
            noise,
            remanence: ArrayRemanence::new(&band.remanence, set.processing.remanence_limits, conventions.remanence),
            scan: ScanColumns::new(settings.read_out, &response.dark.counts, noise),
            order: conventions.first_steps,
            largest_count,
            seed: settings.seed,
            band: index,
        })
    }

    /// What can be done to a line without the one before it: equalised counts, with light that strayed, become a signal. In the order
    /// "remanence first" that is all but the remanence; in the other it ends before the spikes, which come after it.
    pub(crate) fn free_of_the_line_before(&self, line: i64, counts: &mut [f32], scratch: &mut Scratch) {
        self.slopes.apply(counts);
        self.defects.blind(counts);
        if self.order == DarkAndRemanenceOrder::RemanenceFirst {
            self.dark_and_noise(line, counts, scratch);
        }
    }

    /// The rest of a line, once the one before it has been read: what remains of it, and the reading of the line into `whole`, which has the
    /// scan columns on both sides.
    ///
    /// # Errors
    /// [`NotANumber`] for a signal that is none.
    pub(crate) fn read(
        &self,
        line: i64,
        signal: &mut [f32],
        before: &mut LineBefore,
        whole: &mut [u16],
        scratch: &mut Scratch,
    ) -> Result<(), NotANumber> {
        if !self.remanence.is_none() {
            self.remanence.add(signal, before);
        }
        if self.order == DarkAndRemanenceOrder::DarkFirst {
            self.dark_and_noise(line, signal, scratch);
        }
        let stream = |purpose| LineStream::new(self.seed, purpose, self.band, line);
        self.scan.frame(signal, whole, self.largest_count, stream)?;
        if self.remanence.is_none() {
            return Ok(());
        }
        let first = whole.len().min(self.scan.first_useful());
        for (read, count) in signal.iter_mut().zip(&whole[first..]) {
            *read = f32::from(*count);
        }
        if self.order == DarkAndRemanenceOrder::DarkFirst {
            for (read, dark) in signal.iter_mut().zip(&self.dark) {
                *read -= dark;
            }
            self.spikes.correct(signal);
        }
        self.remanence.remember(signal, before);
        Ok(())
    }

    fn dark_and_noise(&self, line: i64, counts: &mut [f32], scratch: &mut Scratch) {
        self.spikes.apply(counts);
        if let Some(noise) = self.noise {
            scratch.sigma.resize(counts.len(), 0.0);
            let stream = LineStream::new(self.seed, Purpose::Detector, self.band, line);
            noise.add(counts, &mut scratch.sigma, &self.defects, stream);
        }
        for (count, dark) in counts.iter_mut().zip(&self.dark) {
            *count += dark;
        }
    }
}

/// Refuses what has no inverse.
fn check(
    set: &ParameterSet,
    band: &BandParameters,
    response: &ArrayResponse,
    columns: usize,
) -> Result<(), DetectionError> {
    let unusable = |element: String, needed, found: String| DetectionError::Unusable {
        set: set.manifest.name.clone(),
        band: band.band.clone(),
        element,
        needed,
        found,
    };
    let lists = [
        ("dark signal", &response.dark.counts),
        ("a1", &response.slopes.a1),
        ("a2", &response.slopes.a2),
        ("knee", &response.slopes.knee),
    ];
    for (name, list) in lists {
        if list.len() != columns {
            let needed = "as many columns as the scene";
            return Err(unusable(name.to_owned(), needed, format!("{} for {columns}", list.len())));
        }
        let is_slope = name.starts_with('a');
        let wrong = |figure: &f64| !figure.is_finite() || if is_slope { *figure <= 0.0 } else { *figure < 0.0 };
        if let Some(column) = list.iter().position(wrong) {
            let needed = if is_slope { "a finite number above zero" } else { "a finite number, none below zero" };
            return Err(unusable(format!("{name} of column {column}"), needed, list[column].to_string()));
        }
    }
    if !(response.gain > 0.0 && response.gain.is_finite()) {
        return Err(unusable("Ak".to_owned(), "a finite number above zero", response.gain.to_string()));
    }
    for (name, figure) in [("noise A", response.noise.a), ("noise B", response.noise.b)] {
        if !(figure >= 0.0 && figure.is_finite()) {
            return Err(unusable(name.to_owned(), "a finite number, none below zero", figure.to_string()));
        }
    }
    Ok(())
}
