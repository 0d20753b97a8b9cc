//! Regions of an image, and what their pixels say.

mod outline;
mod walk;

pub use outline::{Region, RegionError};
pub use walk::{RegionStatistics, SpectrumValue, add_region, region_statistics, spectrum};
