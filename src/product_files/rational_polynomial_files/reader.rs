//! From a path to a model: which format stands there.

use std::io::Read as _;
use std::path::Path;

use super::{digital_globe, dimap, keyword_list, raster_metadata};
use crate::instrument::rational_polynomials::RationalPolynomialModel;
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::xml_tree::XmlDocument;

/// Largest file of rational polynomials as text: a hundred times the largest real one.
const TEXT_LIMIT_BYTES: u64 = 1_000_000;

/// What is accepted, for the messages.
const NEEDED: &str = "rational polynomials: DIMAP 1 or 2 (XML), DigitalGlobe (XML or RPB), an OSSIM keyword list (.geom), \
                      an RPC text of lines \"LINE_OFF: …\", or a raster with RPC metadata";

/// The rational polynomials of a file, whatever its name: it is known by its content.
///
/// | format | convention of the file | here |
/// |---|---|---|
/// | DIMAP 2 (`RPC_*.XML`), PHR DIMAP 1 (the block in `PHRDIMAP_*.XML`) | centre of the first pixel at (1, 1) | 1 is taken off |
/// | OSSIM keyword list (`.geom`), RPC text (`_RPC.TXT`) | centre of the first pixel at (0, 0) | as it is |
/// | `DigitalGlobe` RPB and XML | centre of the first pixel at (0, 0) | as it is |
/// | raster with RPC metadata (TIFF tag 50844) | centre of the first pixel at (0, 0) | as it is |
///
/// Only DIMAP gives functions from the image to the ground as well.
///
/// # Errors
/// [`ProductError`]: what cannot be read, and the element that is missing or wrong.
pub fn read_rational_polynomials(path: &Path) -> Result<RationalPolynomialModel, ProductError> {
    require_file(path, NEEDED)?;
    let begin = beginning(path)?;
    let text = begin.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&begin);
    if text.trim_ascii_start().first() == Some(&b'<') {
        return from_xml(&XmlDocument::read(path)?);
    }
    if begin.contains(&0) || is_tiff(&begin) {
        return raster_metadata::read(path);
    }
    from_text(path, &whole_text(path)?)
}

/// The rational polynomials of an XML file.
pub(super) fn from_xml(document: &XmlDocument) -> Result<RationalPolynomialModel, ProductError> {
    let root = document.root();
    if let Some(functions) = root.find("Rational_Function_Model/Global_RFM") {
        return dimap::version_2(&root, &functions);
    }
    if let Some(functions) = root.find("Geoposition/Rational_Sensor_Model/Global_RFM") {
        return dimap::version_1(&functions);
    }
    if let Some(functions) = root.find("RPB") {
        return digital_globe::from_xml(&root, &functions);
    }
    Err(root.error("", NEEDED, "none of the elements Rational_Function_Model, Geoposition/Rational_Sensor_Model, RPB"))
}

/// The rational polynomials of a text that is no XML.
pub(super) fn from_text(path: &Path, text: &str) -> Result<RationalPolynomialModel, ProductError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains("BEGIN_GROUP") {
        return digital_globe::from_rpb(path, text);
    }
    if text.lines().any(|line| line.to_ascii_lowercase().trim_start().starts_with("line_num_coeff_")) {
        return keyword_list::read(path, text);
    }
    Err(ProductError::Element {
        path: path.to_path_buf(),
        element: "the file".to_owned(),
        needed: NEEDED.to_owned(),
        found: "a text with neither BEGIN_GROUP nor LINE_NUM_COEFF".to_owned(),
    })
}

fn beginning(path: &Path) -> Result<Vec<u8>, ProductError> {
    let mut begin = Vec::new();
    let file = std::fs::File::open(path).map_err(|source| ProductError::io(path, "read", source))?;
    file.take(4096).read_to_end(&mut begin).map_err(|source| ProductError::io(path, "read", source))?;
    Ok(begin)
}

fn is_tiff(begin: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].into_iter().any(|magic| begin.starts_with(magic))
}

fn whole_text(path: &Path) -> Result<String, ProductError> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|source| ProductError::io(path, "read", source))?;
    file.take(TEXT_LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(|source| ProductError::io(path, "read", source))?;
    if bytes.len() as u64 > TEXT_LIMIT_BYTES {
        let found = std::fs::metadata(path).map_or(bytes.len() as u64, |metadata| metadata.len());
        return Err(ProductError::TooLarge { path: path.to_path_buf(), limit: TEXT_LIMIT_BYTES, found });
    }
    // Names and comments may be of any alphabet; keys and numbers are ASCII.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
