//! What a nominal set is made for.

use std::collections::BTreeMap;

use super::nominal_set_error::NominalSetError;
use crate::instrument::InstrumentModel;
use crate::instrument::radiometry::RadiometricConventions;
use crate::parameter_sets::{BandSettings, HalfCodes, InstrumentSettings};
use crate::units::UtcInstant;

/// Rows and columns of the filters that VENµS' nominal set has: local (halo of 512 pixels), and cross-talk.
const FILTER_SIZES: [usize; 2] = [1025, 129];

/// What a nominal set is made for.
#[derive(Debug, Clone, PartialEq)]
pub struct NominalSetSettings {
    /// Name of the set.
    pub name: String,
    /// Where chance comes from: the same seed gives the same set.
    pub seed: u64,
    /// Line time, and codes of every band.
    pub settings: InstrumentSettings,
    /// First and last moment for which it holds; none for always.
    pub validity: [Option<UtcInstant>; 2],
    /// In which of the forms that the interface document leaves open the coefficients are given.
    pub conventions: RadiometricConventions,
    /// Solar spectrum by its name; none for the model's own.
    pub solar_spectrum: Option<String>,
    /// Rows and columns of the filters of type 1: odd.
    pub local_filter_size: usize,
    /// Rows and columns of the filters of type 2: odd.
    pub cross_talk_filter_size: usize,
}

impl NominalSetSettings {
    /// Nominal line time and codes, default conventions, filters of 1025 and 129 rows and columns or as many (odd) as the array has columns.
    ///
    /// # Errors
    /// [`NominalSetError::Model`] when the model names no phase of its own as nominal.
    pub fn of(model: &InstrumentModel, seed: u64) -> Result<Self, NominalSetError> {
        let codes = HalfCodes {
            gain: model.read_out.nominal_gain_code.value,
            offset: model.read_out.nominal_offset_code.value,
        };
        let bands: BTreeMap<_, _> =
            model.bands.iter().map(|band| (band.name.clone(), BandSettings { left: codes, right: codes })).collect();
        let columns = model.camera.columns.value;
        let [local_filter_size, cross_talk_filter_size] = FILTER_SIZES.map(|size| size.min((columns - 1) / 2 * 2 + 1));
        Ok(Self {
            name: format!("{} nominal", model.name),
            seed,
            settings: InstrumentSettings { line_time_us: model.nominal_line_time_us()?, bands },
            validity: [None, None],
            conventions: RadiometricConventions::default(),
            solar_spectrum: None,
            local_filter_size,
            cross_talk_filter_size,
        })
    }
}
