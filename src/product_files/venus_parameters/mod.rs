//! The ground segment's parameter files (GIPP): what each says, read into the types of `instrument` and written from them.
//!
//! Format: interface document VE-ICD-PRO-437-CNES 1.11, schemas `VE_GIP_*.xsd`. No real file of these kinds is public: what the schemas leave
//! open is a setting ([`SpikePositions`]) or said with the type. Columns count from 1 in OUTORD, REMANE and SPECSE and from 0 in STRLGT;
//! here they all count from 0. Numbers are written with the fewest digits that read back as the same number.

mod band_figures;
mod carried_block;
mod dark_signal;
mod defects;
mod elements;
mod filter_files;
mod long_list;
mod parameter_content;
mod parameter_file;
mod parameter_header;
mod polarisation;
mod processing;
mod reflectance;
mod remanence;
mod sensor_mounting;
mod settings;
mod spectral_sensitivities;
mod stray_light;
mod two_slopes;
mod viewing_directions;

pub use band_figures::{NoiseModels, PhysicalGains};
pub use carried_block::{CarriedBlock, GeometricProcessing, RefinedParameters};
pub use defects::OutOfOrder;
pub(super) use filter_files::{FILTER_LIMIT_BYTES, write_filter};
pub(super) use long_list::Checksums;
pub use long_list::{LongList, ParameterSource};
pub use parameter_content::{ParameterContent, SideFile};
pub use parameter_file::VenusParameterFile;
pub use parameter_header::{AppliesTo, FileOrigin, ParameterHeader};
pub use remanence::RemanenceFunctions;
pub use sensor_mounting::SensorMounting;
pub use settings::{FileForm, ParameterFileSettings, SpikePositions};
pub use spectral_sensitivities::SpectralSensitivities;
pub use viewing_directions::ViewingDirections;
