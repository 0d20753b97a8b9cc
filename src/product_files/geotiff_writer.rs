//! Writing a GeoTIFF of any size, strip by strip and all or nothing.

use std::ops::Range;
use std::path::Path;

use gdal::raster::{Buffer, GdalType, RasterCreationOptions};
use gdal::spatial_ref::SpatialRef;
use gdal::{Dataset, DriverManager, Metadata as _};

use super::atomic_write::{put_in_place, temporary_beside};
use super::error::ProductError;
use super::gdal_session::{forget_messages, prepare, take_errors, take_messages};
use crate::supervision::Supervision;

/// How the tiles of a file are compressed, always without loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// Not at all: largest, and fastest to read by far.
    #[default]
    None,
    /// Deflate, which every reader knows.
    Deflate,
    /// Zstandard at its fastest level.
    Zstandard,
}

/// What a GeoTIFF is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct GeoTiffDescription {
    /// Lines.
    pub lines: usize,
    /// Columns.
    pub columns: usize,
    /// One name a band, written as its description.
    pub band_names: Vec<String>,
    /// Reference system, as `EPSG:32636` or WKT.
    pub crs: Option<String>,
    /// GDAL's six numbers; the outer corner of the first pixel comes first.
    pub geotransform: Option<[f64; 6]>,
    /// The value that stands for no data.
    pub no_data: Option<f64>,
    /// Side of the square tiles, a multiple of 16.
    pub tile_side: usize,
    /// Compression.
    pub compression: Compression,
    /// Names and values of the file's metadata.
    pub metadata: Vec<(String, String)>,
}

/// A sample that a GeoTIFF can hold.
pub trait GeoTiffSample: GdalType + Copy + Default {
    /// The predictor that helps compression of this type.
    const PREDICTOR: &'static str;
}

impl GeoTiffSample for u8 {
    const PREDICTOR: &'static str = "2";
}

impl GeoTiffSample for u16 {
    const PREDICTOR: &'static str = "2";
}

impl GeoTiffSample for i16 {
    const PREDICTOR: &'static str = "2";
}

impl GeoTiffSample for f32 {
    const PREDICTOR: &'static str = "3";
}

/// Writes a GeoTIFF of bands one after the other, in tiles. `fill` is called for strips of `tile_side` lines from the first to the last:
/// it is given the range of lines and one buffer a band, of as many lines of `columns` samples, holding zeros or the strip before.
///
/// Either the whole file stands at `path` at the end, or what stood there before still does and nothing is left beside it.
///
/// # Errors
/// Those of `fill`; [`ProductError`] when the file cannot be written or the work was cancelled.
pub fn write_geotiff<T: GeoTiffSample, E: From<ProductError>>(
    path: &Path,
    description: &GeoTiffDescription,
    supervision: &Supervision,
    mut fill: impl FnMut(Range<usize>, &mut [Vec<T>]) -> Result<(), E>,
) -> Result<(), E> {
    check(path, description)?;
    prepare();
    forget_messages();
    let temporary = temporary_beside(path)?;
    let mut dataset = create::<T>(path, temporary.path(), description)?;
    let n_strips = description.lines.div_ceil(description.tile_side);
    let stage = supervision.stage("writing", n_strips as u64, "strips");
    let mut strip = vec![Vec::new(); description.band_names.len()];
    for index in 0..n_strips {
        let first = index * description.tile_side;
        let lines = first..(first + description.tile_side).min(description.lines);
        for band in &mut strip {
            band.resize(lines.len() * description.columns, T::default());
        }
        fill(lines.clone(), &mut strip)?;
        write_strip(path, &dataset, description.columns, lines, &mut strip)?;
        // Whole rows of tiles: written now, they do not fill the library's cache, which the caller's budget does not know of.
        dataset.flush_cache().map_err(|error| refused(path, &error.to_string()))?;
        stage.advance(1).map_err(ProductError::from)?;
    }
    // This version of the library reports a full disk to its error handler alone.
    let flushed = dataset.flush_cache().and_then(|()| dataset.close());
    if let Some(found) = take_errors() {
        return Err(refused(path, &found).into());
    }
    flushed.map_err(|error| refused(path, &error.to_string()))?;
    put_in_place(temporary, path)?;
    Ok(())
}

fn refused(path: &Path, found: &str) -> ProductError {
    ProductError::Raster {
        path: path.to_path_buf(),
        needed: "a GeoTIFF written there".to_owned(),
        found: found.to_owned(),
    }
}

fn check(path: &Path, description: &GeoTiffDescription) -> Result<(), ProductError> {
    let GeoTiffDescription { lines, columns, band_names, tile_side, .. } = description;
    if *lines == 0 || *columns == 0 || band_names.is_empty() {
        return Err(refused(path, &format!("{lines} lines × {columns} columns × {} bands", band_names.len())));
    }
    if *tile_side == 0 || !tile_side.is_multiple_of(16) {
        return Err(refused(path, &format!("tiles of side {tile_side}, which is no multiple of 16")));
    }
    Ok(())
}

fn create<T: GeoTiffSample>(
    path: &Path,
    temporary: &Path,
    description: &GeoTiffDescription,
) -> Result<Dataset, ProductError> {
    let wrong = |error: gdal::errors::GdalError| refused(path, &take_messages(&error.to_string()));
    let mut options = RasterCreationOptions::new();
    let side = description.tile_side.to_string();
    let mut set = |name: &str, value: &str| options.add_name_value(name, value).map_err(wrong);
    set("TILED", "YES")?;
    set("BLOCKXSIZE", &side)?;
    set("BLOCKYSIZE", &side)?;
    set("INTERLEAVE", "BAND")?;
    set("BIGTIFF", "IF_SAFER")?;
    // Without it the library guesses colours and an alpha band from the number of bands.
    set("PHOTOMETRIC", "MINISBLACK")?;
    set("ALPHA", "NO")?;
    match description.compression {
        Compression::None => {}
        Compression::Deflate => {
            set("COMPRESS", "DEFLATE")?;
            set("PREDICTOR", T::PREDICTOR)?;
        }
        Compression::Zstandard => {
            set("COMPRESS", "ZSTD")?;
            set("ZSTD_LEVEL", "1")?;
            set("PREDICTOR", T::PREDICTOR)?;
        }
    }
    let driver = DriverManager::get_driver_by_name("GTiff").map_err(wrong)?;
    let n_bands = description.band_names.len();
    let mut dataset = driver
        .create_with_band_type_with_options::<T, _>(
            temporary,
            description.columns,
            description.lines,
            n_bands,
            &options,
        )
        .map_err(wrong)?;
    if let Some(crs) = &description.crs {
        let system = SpatialRef::from_definition(crs).map_err(wrong)?;
        dataset.set_spatial_ref(&system).map_err(wrong)?;
    }
    if let Some(geotransform) = &description.geotransform {
        dataset.set_geo_transform(geotransform).map_err(wrong)?;
    }
    for (name, value) in &description.metadata {
        dataset.set_metadata_item(name, value, "").map_err(wrong)?;
    }
    for (index, name) in description.band_names.iter().enumerate() {
        let mut band = dataset.rasterband(index + 1).map_err(wrong)?;
        band.set_description(name).map_err(wrong)?;
        if description.no_data.is_some() {
            band.set_no_data_value(description.no_data).map_err(wrong)?;
        }
    }
    Ok(dataset)
}

fn write_strip<T: GeoTiffSample>(
    path: &Path,
    dataset: &Dataset,
    columns: usize,
    lines: Range<usize>,
    strip: &mut [Vec<T>],
) -> Result<(), ProductError> {
    let shape = (columns, lines.len());
    for (index, samples) in strip.iter_mut().enumerate() {
        let mut buffer = Buffer::new(shape, std::mem::take(samples));
        let written = dataset
            .rasterband(index + 1)
            .and_then(|mut band| band.write((0, lines.start as isize), shape, &mut buffer));
        *samples = buffer.into_shape_and_vec().1;
        written.map_err(|error| refused(path, &take_messages(&error.to_string())))?;
    }
    match take_errors() {
        Some(found) => Err(refused(path, &found)),
        None => Ok(()),
    }
}
