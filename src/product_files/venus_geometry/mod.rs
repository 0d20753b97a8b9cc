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
mod file_writer;
mod gathering;
pub(in crate::product_files) mod header;
mod instrument_telemetry;
mod line_date_file;
mod moments;
mod orbit;
mod position_file;
mod records;
pub(in crate::product_files) mod sensor_model_file;
mod series;
mod viewing_direction_file;
mod written_files;

pub use acquisition::{VenusOptions, venus_acquisition};
pub use attitude_file::{AttitudeFile, AttitudeRecord, StarTrackers};
pub use conventions::{
    AberrationState, AttitudeSource, CountScale, CycleMoment, DayOrigin, HomothetyAxis, InertialFrame, LineMoment,
    QuaternionSense, TransformationSense, TurnReading, VelocitySense, VenusConventions, ViewAxes, WeekCount,
    WeekOrigin,
};
pub use file_name::{TdiSet, VenusFileKind, VenusFileName, VenusInstance, VenusNameError};
pub use file_writer::FileOrigin;
pub use gathering::VenusGeometryFiles;
pub use header::{AcquisitionIdentity, Applicability, VenusFileHeader};
pub use instrument_telemetry::InstrumentTelemetry;
pub use line_date_file::LineDateFile;
pub use position_file::{PositionFile, PositionRecord};
pub use records::line_microseconds;
pub use sensor_model_file::{ArrayTransformation, SensorModelFile, Transformation};
pub use viewing_direction_file::{VENUS_COLUMNS, ViewingDirectionFile};
