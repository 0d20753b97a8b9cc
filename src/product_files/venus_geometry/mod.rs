//! VENµS's geometry: attitude, positions, line dates, sensor model and viewing directions, and the acquisition that they describe together.
//!
//! Format: interface document VE-ICD-PRO-437-CNES 1.11, schemas `VE_AUX_AOCDTA`, `VE_AUX_GPSDTA`, `VE_TEC_LINDAT`, `VE_GIP_SENGEO`,
//! `VE_GIP_VIEDIR`. No real file of these kinds is public: what the schemas leave open is a setting in [`VenusConventions`].

mod acquisition;
mod arrays;
mod attitude;
mod attitude_file;
mod conventions;
pub(in crate::product_files) mod file_name;
mod gathering;
pub(in crate::product_files) mod header;
mod line_date_file;
mod moments;
mod orbit;
mod position_file;
pub(in crate::product_files) mod sensor_model_file;
mod series;
mod viewing_direction_file;

pub use acquisition::{VenusOptions, venus_acquisition};
pub use attitude_file::{AttitudeFile, AttitudeRecord, StarTrackers};
pub use conventions::{
    AberrationState, AttitudeSource, CountScale, CycleMoment, DayOrigin, HomothetyAxis, InertialFrame, LineMoment,
    QuaternionSense, TransformationSense, TurnReading, VelocitySense, VenusConventions, ViewAxes, WeekCount,
    WeekOrigin,
};
pub use file_name::{TdiSet, VenusFileKind, VenusFileName, VenusInstance, VenusNameError};
pub use gathering::VenusGeometryFiles;
pub use header::{AcquisitionIdentity, Applicability, VenusFileHeader};
pub use line_date_file::LineDateFile;
pub use position_file::{PositionFile, PositionRecord};
pub use sensor_model_file::{ArrayTransformation, SensorModelFile, Transformation};
pub use viewing_direction_file::{VENUS_COLUMNS, ViewingDirectionFile};
