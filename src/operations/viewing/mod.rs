//! Queries of whoever looks at a product: pictures, statistics, coordinates, samples. `viq view`, `viq inspect` and the window ask the same.

mod channel_samples;
mod contract;
mod coordinates;
#[cfg(test)]
mod file_values;
mod inspect;
mod inspect_request;
mod kept_tiles;
mod known;
mod known_statistics;
mod legend;
mod no_data_text;
mod other_samples;
mod overviews;
mod pixel;
mod places;
mod profile_reading;
mod region_reading;
mod request_text;
mod scatter_reading;
mod spectrum;
mod statistics;
mod tile_cache;
mod tile_drawing;
mod tile_place;
mod tile_reading;
mod view;
mod view_drawing;
mod view_request;
mod viewed_band;
mod viewed_product;

pub use contract::{Effort, PictureContract, ViewStretch};
pub use coordinates::{Coordinates, GeographicPosition, GroundHeight, MapPosition, PlaceModel};
#[cfg(test)]
pub(crate) use file_values::values_of_the_file;
pub use inspect::{InspectAnswer, inspect};
pub use inspect_request::{InspectRequest, Question};
pub(in crate::operations) use kept_tiles::KeptTiles;
pub use known::Known;
pub use legend::GroundScale;
pub use no_data_text::no_data_look;
pub(in crate::operations) use other_samples::{CalculatedSamples, REFLECTANCE};
pub use overviews::{OVERVIEW_FOLDER_BYTES, OverviewsBuilt};
pub use pixel::{BandReading, PixelReading};
pub use places::{
    GROUND_HEIGHTS_M, Ground, GroundChoice, HeightsAbove, ImagePlaces, SamePlace, pixel_ratio, same_place,
};
pub use profile_reading::{ProfileChannel, ProfileReading};
pub use region_reading::{ChannelReading, Percentiles, RegionReading};
pub use scatter_reading::ScatterReading;
pub use spectrum::{Spectrum, SpectrumPoint};
pub(in crate::operations) use tile_cache::TileCache;
pub use tile_cache::{DEFAULT_TILE_CACHE_BYTES, LIBRARY_CACHE_BYTES};
pub use tile_place::TilePlace;
pub use view::{DrawnView, ViewFacts, view};
pub use view_request::ViewRequest;
pub use viewed_band::ViewedBand;
pub use viewed_product::{DEFAULT_TILE_SIDE, ViewedProduct, ViewingSettings};

#[cfg(test)]
mod tests;
