//! A band as it is shown: its wavelength, and what its codes mean.

use serde::Serialize;

use crate::instrument::{InstrumentModel, SpectralBand};

/// A wavelength of a product and one of the instrument are those of the same band when they differ by less, nanometres.
const SAME_BAND_NM: f64 = 10.0;

/// A band of a viewed product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ViewedBand {
    /// Its name.
    pub name: String,
    /// Central wavelength in nanometres, where the product says it.
    pub centre_nm: Option<f64>,
    /// Full width at half maximum in nanometres, by the instrument's model; none for a band of another instrument.
    pub width_nm: Option<f64>,
    /// What its values are: `reflectance` or `code`. It is also their unit, the one that stretches are given in.
    pub quantity: &'static str,
    /// Value of one code: a reflectance, or 1.
    pub per_code: f64,
}

impl ViewedBand {
    pub(super) fn of(band: &SpectralBand, instrument: Option<&InstrumentModel>) -> Self {
        let model = instrument.and_then(|instrument| instrument.band(&band.name));
        let model = model
            .filter(|model| band.centre_nm.is_some_and(|centre_nm| (centre_nm - model.centre_nm).abs() < SAME_BAND_NM));
        Self {
            name: band.name.clone(),
            centre_nm: band.centre_nm,
            width_nm: model.map(|model| model.width_nm),
            quantity: if band.reflectance_per_code.is_some() { "reflectance" } else { "code" },
            per_code: band.reflectance_per_code.unwrap_or(1.0),
        }
    }
}
