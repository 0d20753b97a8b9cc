//! What a parameter set knows of the bands, in place of the instrument's description.

use super::NaturalError;
use crate::instrument::radiometry::SpectralSensitivity;
use crate::instrument::{InstrumentModel, TdiStages};
use crate::parameter_sets::ParameterSet;
use crate::simulation::scene::{END_MEMBERS, EndMembers};

/// What replaces the figures of the instrument's description, band by band in its order; where nothing is said the description stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CalibratedBands {
    /// Viewing directions of the columns of each band: the tangents forward along the flight and to its left.
    pub viewing: Option<Vec<Vec<[f64; 2]>>>,
    /// Solar irradiance and spectral sensitivity of each band.
    pub spectra: Option<Vec<SpectralSensitivity>>,
}

impl CalibratedBands {
    /// What a set says of some bands at their numbers of TDI stages.
    ///
    /// A set has (tan ψX, tan ψY), which are (left, forward) of the flight, for axes x forward, y right, z down read as (tan ψY, −tan ψX, 1); a
    /// pass wants (forward, left).
    ///
    /// # Errors
    /// [`NaturalError::Set`] for a band that the set does not have, or that has no viewing directions at its number of stages.
    pub fn of_set(set: &ParameterSet, bands: &[(String, TdiStages)]) -> Result<Self, NaturalError> {
        let (mut viewing, mut spectra) = (Vec::with_capacity(bands.len()), Vec::with_capacity(bands.len()));
        for (name, stages) in bands {
            let lacking = |needed: String, found: String| NaturalError::Set {
                set: set.manifest.name.clone(),
                band: name.clone(),
                needed,
                found,
            };
            let own = set.band(name).ok_or_else(|| {
                let found: Vec<&str> = set.bands.iter().map(|band| band.band.as_str()).collect();
                lacking("its parameters".to_owned(), format!("those of {}", found.join(", ")))
            })?;
            let directions = own.viewing_directions.get(stages).ok_or_else(|| {
                let found: Vec<String> = own.viewing_directions.keys().map(ToString::to_string).collect();
                lacking(format!("viewing directions at {stages} TDI stages"), format!("those at {}", found.join(", ")))
            })?;
            viewing.push(directions.iter().map(|[left, forward]| [*forward, *left]).collect());
            spectra.push(own.spectral.clone());
        }
        Ok(Self { viewing: Some(viewing), spectra: Some(spectra) })
    }

    /// Solar irradiance at one astronomical unit (W·m⁻²·µm⁻¹) of a band, by its place, and reflectances of the end members in it.
    ///
    /// # Errors
    /// [`NaturalError::Spectrum`] for a list of another length than the instrument's, an irradiance or a sensitivity that is none.
    pub(super) fn spectrum(
        &self,
        instrument: &InstrumentModel,
        place: usize,
        members: &EndMembers,
    ) -> Result<(f64, [f32; END_MEMBERS]), NaturalError> {
        let model = &instrument.bands[place];
        let Some(spectra) = &self.spectra else {
            return Ok((model.solar_irradiance_w_m2_um, members.in_band(model.centre_nm, model.width_nm)));
        };
        let wrong = |needed: &str, found: String| NaturalError::Spectrum {
            band: model.name.clone(),
            needed: needed.to_owned(),
            found,
        };
        let own = spectra.get(place).filter(|_| spectra.len() == instrument.bands.len()).ok_or_else(|| {
            wrong(&format!("spectra of {} bands", instrument.bands.len()), format!("those of {}", spectra.len()))
        })?;
        let irradiance = own.solar_irradiance_w_m2_um;
        if !(irradiance > 0.0 && irradiance.is_finite()) {
            return Err(wrong("a solar irradiance above zero", irradiance.to_string()));
        }
        let seen = members.seen_with(&own.tables);
        let seen = seen.ok_or_else(|| wrong("a spectral sensitivity above zero", "none".to_owned()))?;
        Ok((irradiance, seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::radiometry::{ColumnRange, SpectralTable};

    fn spectra(irradiance: f64, sensitivities: Vec<f32>) -> CalibratedBands {
        let table = SpectralTable {
            columns: ColumnRange::new(0, 5199),
            first_wavelength_um: 0.6,
            bandwidth_um: 0.04,
            step_um: 0.02,
            sensitivities,
        };
        let own = SpectralSensitivity { solar_irradiance_w_m2_um: irradiance, tables: vec![table] };
        CalibratedBands { viewing: None, spectra: Some(vec![own; 12]) }
    }

    #[test]
    fn a_spectrum_of_the_set_replaces_that_of_the_instrument_and_a_broken_one_is_named() {
        let (instrument, members) = (InstrumentModel::built_in().unwrap(), EndMembers::built_in().unwrap());
        let usual = CalibratedBands::default().spectrum(&instrument, 4, &members).unwrap();
        assert!((usual.0 - instrument.bands[4].solar_irradiance_w_m2_um).abs() < 1e-12);
        let (irradiance, seen) = spectra(1234.0, vec![0.0, 0.0, 1.0]).spectrum(&instrument, 4, &members).unwrap();
        assert!((irradiance - 1234.0).abs() < 1e-12);
        // Soil at 640 nm alone is not the mean over the band.
        assert!((seen[0] - usual.1[0]).abs() > 1e-6, "{seen:?}");
        let refused =
            |calibrated: CalibratedBands| calibrated.spectrum(&instrument, 4, &members).unwrap_err().to_string();
        assert_eq!(refused(spectra(-1.0, vec![1.0])), "band B05: needed a solar irradiance above zero, found -1");
        assert!(refused(spectra(1.0, vec![0.0; 3])).contains("a spectral sensitivity above zero, found none"));
        let short = CalibratedBands { spectra: Some(Vec::new()), viewing: None };
        assert!(refused(short).contains("spectra of 12 bands, found those of 0"));
    }
}
