//! The whole detection against a chain inverted by hand in f64, and its bytes whatever the threads and blocks.
#![allow(clippy::float_cmp, reason = "figures that are exact by construction")]

use std::ops::Range;

use super::{DefectBehaviour, Detection, DetectionError, DetectionSettings, ReadOut};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{
    ColumnRange, DarkAndRemanenceOrder, Defect, DefectKind, NoiseForm, PolarisationForm, RadiometricConventions,
    RemanenceSource, SensitivityForm, SpikeForm,
};
use crate::parameter_sets::ParameterSet;
use crate::simulation::{RadianceError, RadianceSource, ScenePolarisation};
use crate::supervision::Supervision;
use crate::units::Angle;

mod small_set;

use small_set::{BANDS, COLUMNS, TDI, small_set};

/// Radiance without any order, different in every pixel.
struct Disorder {
    lines: usize,
}

impl Disorder {
    fn at(band: usize, line: i64, column: usize) -> f32 {
        let word = (band as u64 * 7_919 + column as u64).wrapping_mul(0x9e37_79b9).wrapping_add(line as u64 * 104_729);
        let share = (word ^ (word >> 13)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 40;
        [380.0, 520.0, 610.0][band] * (0.02 + 0.9 * share as f32 / 16_777_216.0)
    }
}

impl RadianceSource for Disorder {
    fn bands(&self) -> usize {
        BANDS.len()
    }

    fn lines(&self) -> usize {
        self.lines
    }

    fn columns(&self) -> usize {
        COLUMNS
    }

    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        _supervision: &Supervision,
    ) -> Result<(), RadianceError> {
        for (line, samples) in lines.zip(radiance.chunks_mut(COLUMNS)) {
            samples.iter_mut().enumerate().for_each(|(column, sample)| *sample = Self::at(band, line, column));
        }
        Ok(())
    }

    fn polarisation(&self, _band: usize) -> ScenePolarisation {
        ScenePolarisation { degree: 0.5, angle: Angle::from_degrees(10.0) }
    }
}

fn settings(noise: bool, conventions: RadiometricConventions) -> DetectionSettings {
    DetectionSettings {
        seed: 77,
        noise,
        stray_light: false,
        significant_bits: 10,
        read_out: ReadOut { pre_scan: 3, post_scan: 2, split_column: 20 },
        defects: DefectBehaviour::default(),
        conventions,
    }
}

fn detection(set: &ParameterSet, settings: DetectionSettings) -> Result<Detection, DetectionError> {
    Detection::new(set, &BANDS.map(|band| (band.to_owned(), TDI)), COLUMNS, settings, &Supervision::unattended())
}

/// Counts by band of a whole acquisition.
fn acquired(detection: &Detection, lines: usize, block_lines: usize) -> Vec<Vec<u16>> {
    let mut all = vec![Vec::new(); BANDS.len()];
    let (scene, supervision) = (Disorder { lines }, Supervision::unattended());
    let mut run = detection.begin(&scene, &supervision).unwrap();
    while run.see(block_lines, &supervision).unwrap().is_some() {
        while let Some(block) = run.read(&supervision).unwrap() {
            for (all, counts) in all.iter_mut().zip(&block.counts) {
                all.extend_from_slice(counts);
            }
        }
    }
    all
}

/// The chain by hand for one column: counts to radiance, and the radiance that half a count makes.
fn inverted(
    set: &ParameterSet,
    band: usize,
    column: usize,
    codes: &[f64],
    conventions: RadiometricConventions,
) -> Vec<[f64; 2]> {
    let band = &set.bands[band];
    let response = &band.responses[&TDI];
    let remains = |count: f64| {
        let count = count.clamp(set.processing.remanence_limits[0], set.processing.remanence_limits[1]);
        let function = band.remanence.iter().find(|function| function.columns.contains(column));
        function.map_or(0.0, |function| function.at(count))
    };
    let without_dark = |code: f64| {
        let y = code - response.dark.counts[column];
        let spike = response.dark.spikes.iter().find(|spike| spike.column == column);
        spike.map_or(y, |spike| match conventions.spike {
            SpikeForm::CorrectedCount => spike.corrected(y),
            SpikeForm::Excess => y - spike.corrected(y),
        })
    };
    let (slope, p) =
        (response.slopes.of(column).unwrap(), Disorder { lines: 1 }.polarisation(0).term(band.polarisation));
    let mut before: Option<f64> = None;
    let mut radiances = Vec::new();
    for code in codes {
        let seen = match conventions.first_steps {
            DarkAndRemanenceOrder::RemanenceFirst => *code,
            DarkAndRemanenceOrder::DarkFirst => without_dark(*code),
        };
        let freed = seen - before.map_or(0.0, remains);
        before = Some(if conventions.remanence == RemanenceSource::AsRead { seen } else { freed });
        let y = match conventions.first_steps {
            DarkAndRemanenceOrder::RemanenceFirst => without_dark(freed),
            DarkAndRemanenceOrder::DarkFirst => freed,
        };
        let (a1, a2) = match conventions.sensitivity {
            SensitivityForm::Multiply => (slope.a1, slope.a2),
            SensitivityForm::Divide => (1.0 / slope.a1, 1.0 / slope.a2),
        };
        let z = if y <= slope.knee { a1 * y } else { a1 * slope.knee + a2 * (y - slope.knee) };
        let to_radiance = match conventions.polarisation {
            PolarisationForm::Divide => 1.0 / (response.gain * (1.0 + p)),
            PolarisationForm::Multiply => (1.0 + p) / response.gain,
        };
        // The spikes of the set change a count's worth by a tenth at most.
        radiances.push([z * to_radiance, 0.5 * 1.1 * a1.max(a2) * to_radiance]);
    }
    radiances
}

fn all_conventions() -> Vec<RadiometricConventions> {
    let mut all = Vec::new();
    for choice in 0..32_u32 {
        let is = |bit: u32| choice >> bit & 1 == 1;
        all.push(RadiometricConventions {
            sensitivity: if is(0) { SensitivityForm::Divide } else { SensitivityForm::Multiply },
            spike: if is(1) { SpikeForm::Excess } else { SpikeForm::CorrectedCount },
            polarisation: if is(2) { PolarisationForm::Multiply } else { PolarisationForm::Divide },
            first_steps: if is(3) { DarkAndRemanenceOrder::DarkFirst } else { DarkAndRemanenceOrder::RemanenceFirst },
            remanence: if is(4) { RemanenceSource::Corrected } else { RemanenceSource::AsRead },
            ..RadiometricConventions::default()
        });
    }
    all
}

#[test]
fn without_noise_every_convention_is_inverted_to_half_a_count() {
    let lines = 12;
    for conventions in all_conventions() {
        let set = small_set(conventions.spike);
        let counts = acquired(&detection(&set, settings(false, conventions)).unwrap(), lines, 5);
        let mut saturated = 0;
        for (band, counts) in counts.iter().enumerate() {
            for column in 0..COLUMNS {
                let codes: Vec<f64> =
                    counts.chunks_exact(COLUMNS + 5).map(|line| f64::from(line[3 + column])).collect();
                for (line, [found, half]) in inverted(&set, band, column, &codes, conventions).into_iter().enumerate() {
                    let truth = f64::from(Disorder::at(band, line as i64, column));
                    if codes[line] >= 1023.0 {
                        saturated += 1;
                        continue;
                    }
                    let error = (found - truth).abs();
                    assert!(
                        error <= half + 1e-4 * truth,
                        "{conventions:?} {band} {line} {column}: {found} for {truth}"
                    );
                }
            }
        }
        assert!(saturated < lines * COLUMNS * BANDS.len() / 20, "{saturated} saturated");
    }
}

#[test]
fn the_bytes_do_not_depend_on_threads_or_blocks() {
    for first_steps in [DarkAndRemanenceOrder::RemanenceFirst, DarkAndRemanenceOrder::DarkFirst] {
        let conventions = RadiometricConventions { first_steps, ..RadiometricConventions::default() };
        let detection = detection(&small_set(SpikeForm::CorrectedCount), settings(true, conventions)).unwrap();
        let usual = acquired(&detection, 40, 40);
        for (threads, block_lines) in [(1, 40), (2, 7), (3, 1), (2, 64)] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            assert!(pool.install(|| acquired(&detection, 40, block_lines)) == usual, "{threads} {block_lines}");
        }
        let mut other = settings(true, conventions);
        other.seed += 1;
        let set = small_set(SpikeForm::CorrectedCount);
        let differing = acquired(&self::detection(&set, other).unwrap(), 40, 40);
        assert!(differing != usual);
    }
}

/// The pull of every pixel by the noise model, rounding included: 3 × 400 × 40 of them, whose standard deviation is within five standard
/// errors of 1 (a false failure in 2 million).
#[test]
fn the_noise_of_the_counts_is_that_of_the_model() {
    let conventions = RadiometricConventions { noise: NoiseForm::SquaredConstant, ..RadiometricConventions::default() };
    let mut set = small_set(SpikeForm::CorrectedCount);
    set.bands.iter_mut().for_each(|band| band.remanence.clear());
    let quiet = acquired(&detection(&set, settings(false, conventions)).unwrap(), 400, 64);
    let noisy = acquired(&detection(&set, settings(true, conventions)).unwrap(), 400, 64);
    let (mut n, mut squares) = (0.0, 0.0);
    for (band, (quiet, noisy)) in quiet.iter().zip(&noisy).enumerate() {
        let response = &set.bands[band].responses[&TDI];
        for (quiet, noisy) in quiet.chunks_exact(COLUMNS + 5).zip(noisy.chunks_exact(COLUMNS + 5)) {
            for column in 0..COLUMNS {
                let (quiet, noisy) = (f64::from(quiet[3 + column]), f64::from(noisy[3 + column]));
                let signal = quiet - response.dark.counts[column];
                let variance = response.noise.a.powi(2) + response.noise.b * signal.max(0.0) + 2.0 / 12.0;
                if quiet < 1000.0 && quiet > 10.0 {
                    n += 1.0;
                    squares += (noisy - quiet).powi(2) / variance;
                }
            }
        }
    }
    let deviation: f64 = f64::sqrt(squares / n);
    assert!(n > 40_000.0 && (deviation - 1.0).abs() < 5.0 / f64::sqrt(2.0 * n), "{n} {deviation}");
}

#[test]
fn detectors_out_of_order_read_what_their_defect_makes_of_the_light() {
    let mut set = small_set(SpikeForm::CorrectedCount);
    let defect = |column, kind| Defect { columns: ColumnRange::new(column, column), kind };
    for band in &mut set.bands {
        band.remanence.clear();
        let response = band.responses.get_mut(&TDI).unwrap();
        response.dark.spikes.clear();
        response.defects = vec![defect(4, DefectKind::Blind), defect(9, DefectKind::FilterHole)];
    }
    let settings = settings(false, RadiometricConventions::default());
    let counts = acquired(&detection(&set, settings).unwrap(), 30, 16);
    let gains: Vec<f64> = set.bands.iter().map(|band| band.responses[&TDI].gain).collect();
    for (band, counts) in counts.iter().enumerate() {
        let response = &set.bands[band].responses[&TDI];
        for (line, whole) in counts.chunks_exact(COLUMNS + 5).enumerate() {
            assert_eq!(f64::from(whole[3 + 4]), response.dark.counts[4].round());
            // Z of the hole: 0.7 of its own light and 0.6 of the mean radiance of all bands, through Ak.
            let seen = |band: usize| {
                let p = Disorder { lines: 1 }.polarisation(band).term(set.bands[band].polarisation);
                f64::from(Disorder::at(band, line as i64, 9)) * (1.0 + p)
            };
            let white = (0..3).map(seen).sum::<f64>() / 3.0;
            let z = gains[band] * (0.7 * seen(band) + 0.6 * white);
            let slope = response.slopes.of(9).unwrap();
            let knee = slope.a1 * slope.knee;
            let y = if z <= knee { z / slope.a1 } else { slope.knee + (z - knee) / slope.a2 };
            let expected = (y + response.dark.counts[9]).min(1023.0);
            assert!((f64::from(whole[3 + 9]) - expected).abs() < 0.501, "{} {expected}", whole[3 + 9]);
        }
    }
}

#[test]
fn a_set_that_has_no_inverse_is_refused_by_name() {
    let usual = settings(false, RadiometricConventions::default());
    let refused = |change: &dyn Fn(&mut ParameterSet)| {
        let mut set = small_set(SpikeForm::CorrectedCount);
        change(&mut set);
        detection(&set, usual).unwrap_err().to_string()
    };
    let response = |set: &mut ParameterSet, change: &dyn Fn(&mut crate::instrument::radiometry::ArrayResponse)| {
        change(set.bands[1].responses.get_mut(&TDI).unwrap());
    };
    let message = refused(&|set| response(set, &|response| response.slopes.a1[7] = 0.0));
    assert_eq!(message, "parameter set small, band green, a1 of column 7: needs a finite number above zero, found 0");
    let message = refused(&|set| response(set, &|response| response.dark.counts.truncate(39)));
    assert!(message.contains("dark signal: needs as many columns as the scene, found 39 for 40"), "{message}");
    let message = refused(&|set| response(set, &|response| response.slopes.knee[0] = f64::NAN));
    assert!(message.contains("knee of column 0") && message.contains("NaN"), "{message}");
    let message = refused(&|set| drop(set.bands.remove(2)));
    assert!(message.contains("needs the band infrared, has blue, green"), "{message}");
    let set = small_set(SpikeForm::CorrectedCount);
    let stages = [("blue".to_owned(), TdiStages(16))];
    let message = Detection::new(&set, &stages, COLUMNS, usual, &Supervision::unattended()).unwrap_err().to_string();
    assert!(message.contains("needs a response at 16 TDI stages, has 08"), "{message}");
}

#[test]
fn a_cancelled_acquisition_ends_and_a_scene_of_other_bands_is_refused() {
    let set = small_set(SpikeForm::CorrectedCount);
    let settings = settings(true, RadiometricConventions::default());
    let supervision = Supervision::unattended();
    let detection = detection(&set, settings).unwrap();
    let scene = Disorder { lines: 100 };
    let mut run = detection.begin(&scene, &supervision).unwrap();
    assert!(run.see(10, &supervision).unwrap().is_some() && run.read(&supervision).unwrap().is_some());
    assert!(run.read(&supervision).unwrap().is_none());
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(run.see(10, &supervision).is_err());
    let one = Detection::new(&set, &[("blue".to_owned(), TDI)], COLUMNS, settings, &Supervision::unattended()).unwrap();
    let error = one.begin(&scene, &Supervision::unattended()).err().unwrap();
    assert!(error.to_string().contains("found 3 bands of 40 columns"), "{error}");
}

/// Disorder with one detector that sees what is no number.
struct Blinding(Disorder);

impl RadianceSource for Blinding {
    fn bands(&self) -> usize {
        self.0.bands()
    }

    fn lines(&self) -> usize {
        self.0.lines()
    }

    fn columns(&self) -> usize {
        self.0.columns()
    }

    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), RadianceError> {
        let first = lines.start;
        self.0.radiance(band, lines, radiance, supervision)?;
        if band == 1 {
            radiance[(17 - first) as usize * COLUMNS + 23] = f32::NAN;
        }
        Ok(())
    }

    fn polarisation(&self, band: usize) -> ScenePolarisation {
        self.0.polarisation(band)
    }
}

#[test]
fn light_that_is_no_number_is_refused_where_it_falls() {
    let set = small_set(SpikeForm::CorrectedCount);
    let detection = detection(&set, settings(true, RadiometricConventions::default())).unwrap();
    let scene = Blinding(Disorder { lines: 40 });
    let supervision = Supervision::unattended();
    let error = detection.begin(&scene, &supervision).unwrap().see(20, &supervision).unwrap_err();
    let expected = "band green, line 17, column 23: needs a radiance that is a finite number, found NaN";
    assert_eq!(error.to_string(), expected);
}
