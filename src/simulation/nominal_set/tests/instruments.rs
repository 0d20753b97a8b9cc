//! The two instruments of these tests, with filters small enough for them.

use crate::instrument::InstrumentDescription;
use crate::parameter_sets::ParameterSet;
use crate::simulation::nominal_set::{NominalResponse, NominalSetSettings, nominal_set};
use crate::supervision::Supervision;

pub(super) type Instrument = (InstrumentDescription, NominalResponse, NominalSetSettings);

/// VENµS with filters of 33 and 17.
pub(super) fn venus(seed: u64) -> Instrument {
    let description = InstrumentDescription::built_in().unwrap();
    let mut settings = NominalSetSettings::of(&description.model, seed).unwrap();
    settings.local_filter_size = 33;
    settings.cross_talk_filter_size = 17;
    (description, NominalResponse::built_in().unwrap(), settings)
}

/// The test camera of `tests/instruments/two_units`.
pub(super) fn two_units(seed: u64) -> Instrument {
    let description = InstrumentDescription::parse("two_units", "tests/instruments/two_units", |name| {
        let text = match name {
            "instrument.toml" => include_str!("../../../../tests/instruments/two_units/instrument.toml"),
            "spectral_responses.csv" => include_str!("../../../../tests/instruments/two_units/spectral_responses.csv"),
            _ => include_str!("../../../../tests/instruments/two_units/sites.toml"),
        };
        Some(text.to_owned())
    })
    .unwrap();
    let text = include_str!("../../../../tests/instruments/two_units/nominal_response.toml");
    let nominal = NominalResponse::parse("nominal_response.toml", text).unwrap();
    let mut settings = NominalSetSettings::of(&description.model, seed).unwrap();
    settings.local_filter_size = 31;
    settings.cross_talk_filter_size = 15;
    (description, nominal, settings)
}

pub(super) fn set_of((description, nominal, settings): &Instrument) -> ParameterSet {
    nominal_set(description, nominal, settings, &Supervision::unattended()).unwrap()
}
