//! A set of the instrument's parameters: what holds together, from when to when, for which settings of the instrument, and how well it is known.

mod manifest;
mod parameter_set;
mod scaling;
mod settings;
mod uncertainty;
mod validation;

pub use manifest::{FileEntry, Manifest, Provenance, SetState};
pub use parameter_set::{BandParameters, ParameterFile, ParameterSet};
pub use scaling::{SAME_LINE_TIME, ScalingError, SettingsMismatch, fits_settings, scaled};
pub use settings::{BandSettings, HalfCodes, InstrumentSettings};
pub use uncertainty::{BandUncertainty, ColumnFigures};
pub use validation::{Finding, Needs, findings};
