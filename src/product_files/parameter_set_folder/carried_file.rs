//! Files of the geometry that a set carries beside its own parameters: nothing of the radiometry reads them.

use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_parameters::{GeometricProcessing, RefinedParameters, SensorMounting};

/// A file of the geometry that a set carries.
#[derive(Debug, Clone, PartialEq)]
pub enum CarriedFile {
    /// `GIP_SENGEO`.
    SensorMounting(Box<SensorMounting>),
    /// `GIP_PARREF`.
    RefinedParameters(RefinedParameters),
    /// `GIP_GEOVEN`.
    GeometricProcessing(GeometricProcessing),
}

impl CarriedFile {
    /// The kind of file; a set carries one of a kind.
    pub const fn kind(&self) -> VenusFileKind {
        match self {
            Self::SensorMounting(_) => VenusFileKind::SensorModel,
            Self::RefinedParameters(_) => VenusFileKind::RefinedParameters,
            Self::GeometricProcessing(_) => VenusFileKind::GeometricProcessing,
        }
    }
}
