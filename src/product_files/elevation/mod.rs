//! Elevation models on the disk: SRTM, DTED and GeoTIFF files, one or many as one grid of nodes, and the geoids that their heights refer to.
//!
//! A height belongs to a node: the centre of a pixel of the raster library. The node of an `.hgt` or DTED file is at whole multiples of its step,
//! and the neighbours of such a tile repeat its outermost nodes; a GeoTIFF's nodes are its pixel centres, whatever the file calls them.

mod elevation_file;
mod file_search;
mod geoid_file;
mod mosaic_layout;
mod open_files;
mod reference_system;
mod settings;
mod source;

use std::path::Path;

pub use geoid_file::open_geoid;
pub use settings::{HeightReference, OutsideHeights, TERRAIN_BUDGET_BYTES, TerrainSettings};
pub use source::ElevationFiles;

use super::error::ProductError;
use crate::earth::terrain::Terrain;

/// The surface through the nodes of elevation files. Each path is a file, or a folder whose elevation files (`.hgt`, `.hgt.zip`, `.dt0` to `.dt2`,
/// `.tif`, `.tiff`, four folders down at most) are all taken.
///
/// # Errors
/// [`ProductError`] with the file, what was needed and what was found: nothing there, no elevation model, a datum or a projection that is not
/// handled, heights whose reference nobody says, two files that do not fit into one grid.
pub fn open_terrain<P: AsRef<Path>>(paths: &[P], settings: &TerrainSettings) -> Result<Terrain, ProductError> {
    Ok(Terrain::new(Box::new(ElevationFiles::open(paths, settings)?), settings.budget_bytes))
}

#[cfg(test)]
mod tests;
