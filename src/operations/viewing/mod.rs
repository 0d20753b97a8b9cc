//! Queries of whoever looks at a product: pictures, statistics, coordinates, samples. `viq view`, `viq inspect` and the window ask the same.

mod channel_samples;
mod contract;
mod coordinates;
mod interim;
mod known;
mod pixel;
mod spectrum;
mod statistics;
mod tile_cache;
mod tile_drawing;
mod tile_place;
mod viewed_band;
mod viewed_product;

pub use contract::{Effort, PictureContract, ViewRequest, ViewStretch};
pub use coordinates::{Coordinates, GeographicPosition, MapPosition};
pub use interim::{ChannelStatistics, NoDataLook, Picture};
pub use known::Known;
pub use pixel::{BandReading, PixelReading};
pub use spectrum::{Spectrum, SpectrumPoint};
pub use tile_cache::DEFAULT_TILE_CACHE_BYTES;
pub use tile_place::TilePlace;
pub use viewed_band::ViewedBand;
pub use viewed_product::{DEFAULT_TILE_SIDE, ViewedProduct, ViewingSettings};

#[cfg(test)]
mod tests;
