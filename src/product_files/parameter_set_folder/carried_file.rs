//! Files of the geometry that a set carries beside its own parameters: nothing of the radiometry reads them.

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
