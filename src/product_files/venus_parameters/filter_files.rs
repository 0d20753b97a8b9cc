//! Filters of stray light in files of their own: float32 TIFF in the folder `<identifier>.DBL.DIR`, listed by the header's `DBL_Organization`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gdal::raster::GdalDataType;

use super::long_list::Checksums;
use super::parameter_content::SideFile;
use crate::instrument::radiometry::FilterArray;
use crate::product_files::bounded_bytes::bounded_bytes;
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::fingerprint::sha256;
use crate::product_files::gdal_session::{forget_messages, take_messages};
use crate::product_files::geotiff_writer::{Compression, GeoTiffDescription, write_geotiff};
use crate::product_files::inside_folder::{existing_inside, relative_name};
use crate::product_files::memory_raster::MemoryRaster;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::xml_tree::XmlPlace;
use crate::product_files::xml_writer::XmlWriter;
use crate::supervision::Supervision;

/// Most samples of a filter: 8192 × 8192, beyond any image of the mission on both axes.
const SAMPLES_LIMIT: usize = 1 << 26;

/// Largest filter file that is read.
pub(in crate::product_files) const FILTER_LIMIT_BYTES: u64 = 1 << 29;

/// Tiles have a side that is a multiple of this.
const TILE_STEP: usize = 16;

/// The name by which a header refers to its filter number `place`, from 0.
pub(super) fn filter_name(place: usize) -> String {
    format!("FILTER_{:04}", place + 1)
}

/// The path of that filter from the header's folder.
pub(super) fn filter_path(identifier: &str, place: usize) -> String {
    format!("{identifier}.DBL.DIR/{}.TIF", filter_name(place))
}

/// Lists the files. The schema knows no empty list: a header without files names one file with an empty path.
pub(super) fn write_organisation(xml: &mut XmlWriter, files: &[SideFile<'_>]) {
    xml.parent("DBL_Organization", &[], |xml| {
        if files.is_empty() {
            xml.parent("Unpackaged_DBL_File", &[], |xml| xml.leaf("Relative_File_Path", &[], ""));
            return;
        }
        let numbered: Vec<_> = files.iter().enumerate().collect();
        xml.list("List_of_Packaged_DBL_Files", "Packaged_DBL_File", &numbered, |xml, (place, file)| {
            xml.leaf("Relative_File_Path", &[], &file.path);
            xml.leaf("File_Format", &[], "TIFF");
            xml.leaf("File_Definition", &[], filter_name(*place));
        });
    });
}

/// Writes a filter as one tile, rows of the filter as rows of the image. Its folder is made where it is missing.
pub(in crate::product_files) fn write_filter(
    path: &Path,
    filter: &FilterArray,
    supervision: &Supervision,
) -> Result<(), ProductError> {
    if filter.rows.checked_mul(filter.columns) != Some(filter.values.len()) {
        return Err(ProductError::Raster {
            path: path.to_path_buf(),
            needed: format!("a filter of {} rows × {} columns", filter.rows, filter.columns),
            found: format!("{} values", filter.values.len()),
        });
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| ProductError::io(folder, "made", source))?;
    }
    let description = GeoTiffDescription {
        lines: filter.rows,
        columns: filter.columns,
        band_names: vec!["filter".to_owned()],
        crs: None,
        geotransform: None,
        no_data: None,
        tile_side: filter.rows.max(filter.columns).next_multiple_of(TILE_STEP),
        compression: Compression::None,
        metadata: Vec::new(),
    };
    write_geotiff::<f32, ProductError>(path, &description, supervision, |_, bands| {
        if let Some(band) = bands.first_mut() {
            band.copy_from_slice(&filter.values);
        }
        Ok(())
    })
}

/// The files that a header lists, by the name that it refers to them by.
#[derive(Debug)]
pub(super) struct FilterFiles<'a> {
    folder: PathBuf,
    paths: BTreeMap<String, PathBuf>,
    checksums: Option<&'a Checksums>,
}

impl<'a> FilterFiles<'a> {
    /// From the header's organisation, and the checksums that the files must have, if any.
    pub(super) fn of(organisation: &XmlPlace<'_>, checksums: Option<&'a Checksums>) -> Result<Self, ProductError> {
        let folder = organisation.file().parent().unwrap_or_else(|| Path::new("")).to_path_buf();
        let mut paths = BTreeMap::new();
        let places = match organisation.find("Unpackaged_DBL_File") {
            Some(only) => vec![only],
            None => organisation.counted_list("List_of_Packaged_DBL_Files", "Packaged_DBL_File")?,
        };
        for place in places {
            let Some(name) = place.find("File_Definition").filter(|name| !name.text().is_empty()) else { continue };
            let path = relative_name(&place.get("Relative_File_Path")?)?;
            if paths.insert(name.text().to_owned(), path).is_some() {
                return Err(name.wrong("a definition that is not listed twice"));
            }
        }
        Ok(Self { folder, paths, checksums })
    }

    /// The samples of the filter that an element refers to.
    pub(super) fn samples(&self, place: &XmlPlace<'_>, rows: usize, columns: usize) -> Result<Vec<f32>, ProductError> {
        let path = self.paths.get(place.text()).ok_or_else(|| place.wrong("a file that DBL_Organization defines"))?;
        let found = existing_inside(&self.folder, path, place.file())?;
        let needed = || format!("the filter {}, which {} names", place.text(), place.file().display());
        let found = found.ok_or_else(|| ProductError::Missing { path: self.folder.join(path), needed: needed() })?;
        require_file(&found, "a raster")?;
        let mut bytes = bounded_bytes(&found, &found, FILTER_LIMIT_BYTES)?;
        if let Some(checksums) = self.checksums {
            require_checksum(&found, &bytes, checksums.get(path).map(String::as_str))?;
        }
        read_filter(&found, &mut bytes, rows, columns)
    }
}

/// Holds the bytes that are about to be used against their checksum.
fn require_checksum(path: &Path, bytes: &[u8], expected: Option<&str>) -> Result<(), ProductError> {
    let Some(expected) = expected else {
        return Err(flaw(path, "file", "a filter whose checksum the set lists", "one that it does not list"));
    };
    let found = sha256(bytes);
    if found.eq_ignore_ascii_case(expected) {
        return Ok(());
    }
    Err(flaw(path, "SHA-256", &format!("{expected}, as the set says"), &found))
}

/// Decodes the bytes of a filter; `path` is named in errors.
fn read_filter(path: &Path, bytes: &mut [u8], rows: usize, columns: usize) -> Result<Vec<f32>, ProductError> {
    let refused = |needed: String, found: String| ProductError::Raster { path: path.to_path_buf(), needed, found };
    let n_samples = rows.checked_mul(columns).filter(|n_samples| *n_samples <= SAMPLES_LIMIT);
    let n_samples = n_samples.ok_or_else(|| {
        refused(format!("a filter of at most {SAMPLES_LIMIT} samples"), format!("{rows} rows × {columns} columns"))
    })?;
    let raster = MemoryRaster::open(path, bytes, &["GTiff"])?;
    let dataset = raster.dataset();
    if (dataset.raster_size(), dataset.raster_count()) != ((columns, rows), 1) {
        let (width, height) = dataset.raster_size();
        return Err(refused(
            format!("a filter of {rows} rows × {columns} columns in one band, as its header says"),
            format!("{height} rows × {width} columns in {} bands", dataset.raster_count()),
        ));
    }
    let unreadable = |error: gdal::errors::GdalError| {
        refused("the samples of the filter".to_owned(), take_messages(&error.to_string()))
    };
    forget_messages();
    let band = dataset.rasterband(1).map_err(unreadable)?;
    if band.band_type() != GdalDataType::Float32 {
        return Err(refused("samples of the type Float32".to_owned(), band.band_type().to_string()));
    }
    let mut values = vec![0.0_f32; n_samples];
    band.read_into_slice((0, 0), (columns, rows), (columns, rows), &mut values, None).map_err(unreadable)?;
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        let element = format!("finite samples, row {} column {}", place / columns, place % columns);
        return Err(refused(element, values[place].to_string()));
    }
    Ok(values)
}
