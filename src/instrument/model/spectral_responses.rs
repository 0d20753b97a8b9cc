//! The relative spectral responses of the bands, in the project's own layout: `spectral_responses.csv`.
//!
//! Comments begin with `#`; two of them are needed, `# source: …` and `# sureness: …`. Then a line of names, `wavelength_nm,B01,B02,…`, and a line for each
//! wavelength, rising.

use super::figure::{FigureSource, Sureness};
use super::model_error::{Checked, InstrumentModelError};

const BUILT_IN: &str = include_str!("../../../calibration-models/venus/spectral_responses.csv");

/// Step of the sums below, nanometres: fine against the spectra's own 0.1 to 1 nm.
const STEP_NM: f64 = 0.1;

/// Response of one band, of any scale: linear between samples, nothing beyond them.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectralResponse {
    /// The band.
    pub band: String,
    /// Wavelengths, nanometres, rising.
    pub wavelengths_nm: Vec<f64>,
    /// Response at each.
    pub responses: Vec<f64>,
}

impl SpectralResponse {
    /// Response at a wavelength in nanometres.
    pub fn at(&self, wavelength_nm: f64) -> f64 {
        let after = self.wavelengths_nm.partition_point(|sample| *sample < wavelength_nm);
        let Some((&to, &high)) = self.wavelengths_nm.get(after).zip(self.responses.get(after)) else { return 0.0 };
        let Some(before) = after.checked_sub(1) else { return if wavelength_nm >= to { high } else { 0.0 } };
        let (from, low) = (self.wavelengths_nm[before], self.responses[before]);
        low + (high - low) * (wavelength_nm - from) / (to - from)
    }

    /// Mean of a function of the wavelength (nanometres), weighted with the response and with `weight` (a solar spectrum, or 1): ∫RWf/∫RW by sums in
    /// steps of 0.1 nm. Not a number where the weights are zero.
    pub fn mean(&self, weight: impl Fn(f64) -> f64, function: impl Fn(f64) -> f64) -> f64 {
        let (Some(&first), Some(&last)) = (self.wavelengths_nm.first(), self.wavelengths_nm.last()) else {
            return f64::NAN;
        };
        let steps = ((last - first) / STEP_NM).ceil().max(0.0) as usize;
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in 0..=steps {
            let wavelength = first + step as f64 * STEP_NM;
            let share = self.at(wavelength) * weight(wavelength);
            // Outside the response the function need not be known.
            if share != 0.0 {
                weights += share;
                sum += share * function(wavelength);
            }
        }
        sum / weights
    }
}

/// The responses of all bands.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectralResponses {
    /// Where they come from, and how well they are known.
    pub source: FigureSource,
    /// In the order of the file.
    pub bands: Vec<SpectralResponse>,
}

impl SpectralResponses {
    /// Those of the instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::parse("calibration-models/venus/spectral_responses.csv", BUILT_IN)
    }

    /// Reads the text of a `spectral_responses.csv`; `file` names it in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] with the line for a missing source, a row of another length, wavelengths that do not rise, a response that is negative
    /// or no number, a band without any.
    pub fn parse(file: &str, text: &str) -> Result<Self, InstrumentModelError> {
        let comment = |key: &str| {
            let lines = text.lines().filter_map(|line| line.strip_prefix('#'));
            lines.filter_map(|line| line.trim().strip_prefix(key)).map(str::trim).next()
        };
        let whole = Checked::new(file, "comments");
        let source =
            comment("source:").ok_or_else(|| whole.refused("# source:", "where the responses come from", "none"))?;
        let word = comment("sureness:").unwrap_or_default();
        let sureness = [Sureness::Documented, Sureness::Derived, Sureness::Remembered, Sureness::Assumed]
            .into_iter()
            .find(|sureness| sureness.word() == word)
            .ok_or_else(|| {
                whole.refused("# sureness:", "documented, derived, remembered or assumed", format!("\"{word}\""))
            })?;
        let mut rows = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .map(|(number, line)| (number + 1, line));
        let (number, names) = rows.next().unwrap_or((0, ""));
        let place = format!("line {number}");
        let mut names = names.split(',').map(str::trim);
        if names.next() != Some("wavelength_nm") {
            return Err(Checked::new(file, &place).refused("names", "wavelength_nm and the bands", "another line"));
        }
        let mut bands: Vec<SpectralResponse> = Vec::new();
        for name in names {
            if name.is_empty() || bands.iter().any(|band| band.band == name) {
                let found = format!("\"{name}\"");
                return Err(Checked::new(file, &place).refused("names", "a name of its own for each band", found));
            }
            bands.push(SpectralResponse { band: name.to_owned(), wavelengths_nm: Vec::new(), responses: Vec::new() });
        }
        for (number, line) in rows {
            let place = format!("line {number}");
            add_row(Checked::new(file, &place), line, &mut bands)?;
        }
        for band in &bands {
            let answers = band.responses.iter().any(|response| *response > 0.0);
            whole.holds(&band.band, answers, "a response above zero", "none")?;
        }
        Ok(Self { source: FigureSource { source: source.to_owned(), sureness }, bands })
    }

    /// Response of a band by its name.
    pub fn band(&self, name: &str) -> Option<&SpectralResponse> {
        self.bands.iter().find(|band| band.band == name)
    }
}

fn add_row(here: Checked<'_>, line: &str, bands: &mut [SpectralResponse]) -> Result<(), InstrumentModelError> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let needed = format!("{} numbers", bands.len() + 1);
    here.holds("row", fields.len() == bands.len() + 1, &needed, format!("{} fields", fields.len()))?;
    let number = |what: &str, field: &str| {
        let parsed = field.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        parsed.ok_or_else(|| here.refused(what, "a number, not below zero", format!("\"{field}\"")))
    };
    let wavelength = number("wavelength_nm", fields[0])?;
    for (band, field) in bands.iter_mut().zip(&fields[1..]) {
        if let Some(last) = band.wavelengths_nm.last() {
            here.holds("wavelength_nm", wavelength > *last, &format!("more than {last}"), wavelength.to_string())?;
        }
        band.responses.push(number(&band.band, field)?);
        band.wavelengths_nm.push(wavelength);
    }
    Ok(())
}
