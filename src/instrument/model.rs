//! The instrument as data: what a folder of `calibration-models/` says about it.

use serde::Deserialize;

/// VENµS, as the program carries it.
const BUILT_IN: &str = include_str!("../../calibration-models/venus/instrument.toml");

/// One band of the instrument.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandModel {
    /// Name, `B01`.
    pub name: String,
    /// Central wavelength in nanometres.
    pub centre_nm: f64,
    /// Full width at half maximum in nanometres.
    pub width_nm: f64,
    /// Detector unit that carries the band's array.
    pub detector_unit: u8,
    /// Solar irradiance above the atmosphere at one astronomical unit, W·m⁻²·µm⁻¹.
    pub solar_irradiance_w_m2_um: f64,
}

/// Where a family of figures comes from, and how well it is known.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureSource {
    /// The document, or the calculation.
    pub source: String,
    /// `documented`, `derived` or `remembered`.
    pub sureness: String,
}

/// Sources of the figures of the bands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandSources {
    /// Of the central wavelengths.
    pub centre_nm: FigureSource,
    /// Of the widths.
    pub width_nm: FigureSource,
    /// Of the detector units.
    pub detector_unit: FigureSource,
    /// Of the solar irradiances.
    pub solar_irradiance_w_m2_um: FigureSource,
}

/// Ground sampling.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// A pixel of the sensor on the ground, metres.
    pub sensor_m: f64,
    /// A pixel of the L1 image, metres.
    pub level1_m: f64,
    /// Where the figures come from.
    pub source: String,
    /// How well they are known.
    pub sureness: String,
}

/// An instrument.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstrumentModel {
    /// Its name.
    pub name: String,
    /// Where the figures of the bands come from.
    pub bands_source: BandSources,
    /// Ground sampling.
    pub sampling: Sampling,
    /// Its bands in the order of the products.
    #[serde(rename = "band")]
    pub bands: Vec<BandModel>,
}

/// A model that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentModelError {
    /// The text is no such model.
    #[error("{file}: {message}")]
    Unreadable {
        /// The file, as the caller names it.
        file: String,
        /// What was needed and found, with its line.
        message: String,
    },
    /// A figure that no instrument can have.
    #[error("{file}, band {band}: {what} needs {needed}, found {found}")]
    Impossible {
        /// The file, as the caller names it.
        file: String,
        /// The band.
        band: String,
        /// The key.
        what: &'static str,
        /// What is needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
}

impl InstrumentModel {
    /// The instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::parse("calibration-models/venus/instrument.toml", BUILT_IN)
    }

    /// Reads the text of an `instrument.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] for a text that is no such model, a band named twice, or a figure that no instrument can have.
    pub fn parse(file: &str, text: &str) -> Result<Self, InstrumentModelError> {
        let model: Self = toml::from_str(text).map_err(|error| InstrumentModelError::Unreadable {
            file: file.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        for (index, band) in model.bands.iter().enumerate() {
            let impossible = |what, needed, found: String| InstrumentModelError::Impossible {
                file: file.to_owned(),
                band: band.name.clone(),
                what,
                needed,
                found,
            };
            if model.bands[..index].iter().any(|other| other.name == band.name) {
                return Err(impossible("name", "a name of its own", format!("\"{}\" twice", band.name)));
            }
            let figures = [
                ("centre_nm", band.centre_nm),
                ("width_nm", band.width_nm),
                ("solar_irradiance_w_m2_um", band.solar_irradiance_w_m2_um),
            ];
            for (what, figure) in figures {
                if !(figure > 0.0 && figure.is_finite()) {
                    return Err(impossible(what, "a number above zero", figure.to_string()));
                }
            }
        }
        Ok(model)
    }

    /// A band by its name.
    pub fn band(&self, name: &str) -> Option<&BandModel> {
        self.bands.iter().find(|band| band.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instrument_that_the_program_carries_has_twelve_bands_in_four_units() {
        let model = InstrumentModel::built_in().unwrap();
        assert_eq!(model.bands.len(), 12);
        for unit in 1..=4 {
            assert_eq!(model.bands.iter().filter(|band| band.detector_unit == unit).count(), 3);
        }
        for (band, unit) in model.bands.iter().zip(crate::instrument::DETECTOR_UNITS) {
            assert_eq!(band.detector_unit, unit, "{}", band.name);
        }
        assert!((model.band("B11").unwrap().solar_irradiance_w_m2_um - 960.5).abs() < 1e-9);
        assert_eq!(model.bands_source.solar_irradiance_w_m2_um.sureness, "derived");
    }

    #[test]
    fn a_mistake_is_refused_with_its_line_or_its_band() {
        let unknown = BUILT_IN.replace("detector_unit = 1\n", "detector_units = 1\n");
        let message = InstrumentModel::parse("other.toml", &unknown).unwrap_err().to_string();
        assert!(message.starts_with("other.toml: ") && message.contains("line") && message.contains("detector_units"));
        let twice = BUILT_IN.replace("\"B02\"", "\"B01\"");
        assert!(InstrumentModel::parse("o", &twice).unwrap_err().to_string().contains("twice"));
        let dark = BUILT_IN.replace("1948.6", "0.0");
        let message = InstrumentModel::parse("o", &dark).unwrap_err().to_string();
        assert!(message.contains("B02") && message.contains("above zero"), "{message}");
    }

    #[test]
    fn another_instrument_needs_no_change_of_the_program() {
        let text = BUILT_IN.split("[[band]]").next().unwrap().replace("VENµS VSSC", "Two-band camera")
            + "[[band]]\nname = \"red\"\ncentre_nm = 650\nwidth_nm = 30\ndetector_unit = 1\nsolar_irradiance_w_m2_um = 1550\n";
        let model = InstrumentModel::parse("camera.toml", &text).unwrap();
        assert_eq!((model.name.as_str(), model.bands.len()), ("Two-band camera", 1));
    }
}
