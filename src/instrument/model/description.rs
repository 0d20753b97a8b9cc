//! An instrument's folder as one: model, spectral responses, sites.

use super::instrument_model::InstrumentModel;
use super::model_error::{Checked, InstrumentModelError};
use super::sites::Sites;
use super::spectral_responses::SpectralResponses;

/// What a folder of `calibration-models/` says of an instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct InstrumentDescription {
    /// Name of the folder, `venus`.
    pub folder: String,
    /// `instrument.toml`.
    pub model: InstrumentModel,
    /// `spectral_responses.csv`.
    pub responses: SpectralResponses,
    /// `sites.toml`.
    pub sites: Sites,
}

impl InstrumentDescription {
    /// The files that a folder needs.
    pub const FILES: [&'static str; 3] = ["instrument.toml", "spectral_responses.csv", "sites.toml"];

    /// The instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::joined(
            "venus",
            "calibration-models/venus/spectral_responses.csv",
            InstrumentModel::built_in()?,
            SpectralResponses::built_in()?,
            Sites::built_in()?,
        )
    }

    /// From the texts of a folder's files: `text_of` gives the text of each of [`InstrumentDescription::FILES`], none where the folder lacks it, and
    /// `path` names the folder in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] for a file that is missing or unusable, and for a band without a spectral response.
    pub fn parse(
        folder: &str,
        path: &str,
        mut text_of: impl FnMut(&str) -> Option<String>,
    ) -> Result<Self, InstrumentModelError> {
        let [model, responses, sites] = Self::FILES.map(|name| {
            let file = format!("{path}/{name}");
            match text_of(name) {
                Some(text) => Ok((file, text)),
                None => Err(InstrumentModelError::Missing { file }),
            }
        });
        let (model, responses, sites) = (model?, responses?, sites?);
        Self::joined(
            folder,
            &responses.0,
            InstrumentModel::parse(&model.0, &model.1)?,
            SpectralResponses::parse(&responses.0, &responses.1)?,
            Sites::parse(&sites.0, &sites.1)?,
        )
    }

    fn joined(
        folder: &str,
        responses_file: &str,
        model: InstrumentModel,
        responses: SpectralResponses,
        sites: Sites,
    ) -> Result<Self, InstrumentModelError> {
        for band in &model.bands {
            if responses.band(&band.name).is_none() {
                let here = Checked::new(responses_file, "names");
                return Err(here.refused("bands", format!("a column {}", band.name), "none"));
            }
        }
        Ok(Self { folder: folder.to_owned(), model, responses, sites })
    }
}
