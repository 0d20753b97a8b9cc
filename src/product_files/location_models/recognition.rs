//! Which models a file holds, by its content.

use std::io::Read as _;
use std::path::Path;

use gdal::Metadata as _;

use super::LocationModelKind;
use crate::instrument::location::ImageSize;
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::gdal_raster::size_of;
use crate::product_files::gdal_session::{RASTER_DRIVERS, forget_messages, open_dataset};
use crate::product_files::pleiades_dimap::is_pleiades_dimap;
use crate::product_files::sentinel2_l1b::is_sentinel2_datastrip;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_tree::XmlDocument;

/// What is accepted, for messages.
pub(super) const NEEDED: &str = "a model of location: a Pléiades DIMAP document, a Sentinel-2 L1B datastrip, a folder of VENµS geometry files, \
                                 rational polynomials (DIMAP, DigitalGlobe, .geom, RPC text, RPC metadata of a raster) or a location grid";

/// Bytes of a text that are looked through: rational polynomials are shorter.
const TEXT_BYTES: u64 = 100_000;

/// The pixels of a raster, and where they lie in a greater image.
#[derive(Debug, Clone, Copy)]
pub(super) struct RasterFrame {
    /// Lines and columns.
    pub(super) size: ImageSize,
    /// Of a raster that was cut out of a greater image: line and column of its first pixel there. Tools of the field (OTB, shareloc) keep them as a
    /// geotransform of unit steps without a reference system, which counts from the outer corner of the first pixel.
    pub(super) first: Option<[f64; 2]>,
}

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    /// A document of Pléiades; whether it holds rational polynomials beside the physical model.
    Pleiades {
        /// The document.
        document: XmlDocument,
        /// Whether it holds both.
        has_polynomials: bool,
    },
    /// The metadata of a Sentinel-2 datastrip.
    Sentinel2(XmlDocument),
    /// One of the geometry files of VENµS; the others lie in the same folder.
    VenusGeometry,
    /// Rational polynomials in a file of their own.
    Polynomials,
    /// A location grid.
    Grid,
    /// A raster, with rational polynomials in its metadata or without.
    Raster {
        /// Its pixels.
        frame: RasterFrame,
        /// Whether the raster library finds rational polynomials with it, in it or beside it.
        has_polynomials: bool,
    },
    /// A document or a text without a model.
    NoModel,
}

/// Looks at a file.
///
/// # Errors
/// [`ProductError`] for a file that is missing, empty, malformed XML, or binary and no raster of a listed format.
pub(super) fn content_of(path: &Path) -> Result<Content, ProductError> {
    require_file(path, NEEDED)?;
    let mut begin = Vec::new();
    let file = std::fs::File::open(path).map_err(|source| ProductError::io(path, "read", source))?;
    file.take(TEXT_BYTES).read_to_end(&mut begin).map_err(|source| ProductError::io(path, "read", source))?;
    let text = begin.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&begin);
    if text.trim_ascii_start().first() == Some(&b'<') {
        return Ok(of_document(XmlDocument::read(path)?));
    }
    let head = &begin[..begin.len().min(4096)];
    let is_tiff = [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].into_iter().any(|magic| head.starts_with(magic));
    if is_tiff || head.contains(&0) {
        return of_raster(path);
    }
    let text = String::from_utf8_lossy(text).to_ascii_uppercase();
    let is_polynomials = text.contains("LINE_NUM_COEFF") || text.contains("LINENUMCOEF");
    Ok(if is_polynomials { Content::Polynomials } else { Content::NoModel })
}

fn of_document(document: XmlDocument) -> Content {
    let root = document.root();
    let has = |way: &str| root.find(way).is_some();
    let has_polynomials = has("Geoposition/Rational_Sensor_Model/Global_RFM");
    if is_pleiades_dimap(&document) && has("Geometric_Data/Sensor_Model_Characteristics") {
        return Content::Pleiades { has_polynomials, document };
    }
    if is_sentinel2_datastrip(&document) {
        return Content::Sentinel2(document);
    }
    if has_polynomials || has("Rational_Function_Model/Global_RFM") || has("RPB") {
        return Content::Polynomials;
    }
    let venus = root.find("Earth_Explorer_Header/Fixed_Header/File_Type");
    if venus.is_some_and(|kind| VenusFileKind::GEOMETRY.iter().any(|known| known.code() == kind.text())) {
        return Content::VenusGeometry;
    }
    Content::NoModel
}

fn of_raster(path: &Path) -> Result<Content, ProductError> {
    let dataset = open_dataset(path, &RASTER_DRIVERS)?;
    let domains = dataset.metadata_domains();
    let named = domains.iter().map(String::as_str).filter(|name| !name.starts_with("xml:"));
    let has_heights = std::iter::once("")
        .chain(named)
        .filter_map(|name| dataset.metadata_domain(name))
        .flatten()
        .any(|entry| entry.starts_with("ALTITUDE_B") || entry.starts_with("LG_ALTITUDE_B"));
    if has_heights {
        return Ok(Content::Grid);
    }
    let has_polynomials = dataset.metadata_domain("RPC").is_some_and(|entries| !entries.is_empty());
    let size = size_of(&dataset);
    let has_system = dataset.spatial_ref().is_ok();
    let first = match dataset.geo_transform() {
        Ok([x, 1.0, 0.0, y, 0.0, 1.0]) if !has_system && x >= 0.0 && y >= 0.0 => Some([y, x]),
        _ => None,
    };
    // What the library says where there is neither is no matter of the next file.
    forget_messages();
    let frame = RasterFrame { size: ImageSize { lines: size.lines, columns: size.columns }, first };
    Ok(Content::Raster { frame, has_polynomials })
}

impl Content {
    /// Kinds of the models in it, the one that is taken first in front.
    pub(super) fn kinds(&self) -> &'static [LocationModelKind] {
        use LocationModelKind::{LocationGrid, Physical, RationalPolynomials};
        match self {
            Self::Pleiades { has_polynomials: true, .. } => &[Physical, RationalPolynomials],
            Self::Pleiades { .. } | Self::Sentinel2(_) | Self::VenusGeometry => &[Physical],
            Self::Polynomials | Self::Raster { has_polynomials: true, .. } => &[RationalPolynomials],
            Self::Grid => &[LocationGrid],
            Self::Raster { .. } | Self::NoModel => &[],
        }
    }
}
