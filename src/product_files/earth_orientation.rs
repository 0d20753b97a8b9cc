//! A table of Earth orientation in a file of the IERS.

use std::io::Read as _;
use std::path::Path;

use super::error::{ProductError, require_file};
use super::xml_tree::METADATA_LIMIT_BYTES;
use crate::earth::{EarthOrientationTable, parse_earth_orientation};

/// Reads a table of Earth orientation: IERS EOP C04 (08, 14, 20), `finals2000A` or Bulletin A, recognised by its content. Results and messages call
/// it by the file's name.
///
/// # Errors
/// [`ProductError`] when the file is missing, empty or larger than [`METADATA_LIMIT_BYTES`]; [`ProductError::Element`] with the line, what was needed
/// and what was found for one that is no such table or a damaged one.
pub fn read_earth_orientation(path: &Path) -> Result<EarthOrientationTable, ProductError> {
    let size = require_file(path, "a table of Earth orientation of the IERS")?;
    let too_large = |found| ProductError::TooLarge { path: path.to_path_buf(), limit: METADATA_LIMIT_BYTES, found };
    if size > METADATA_LIMIT_BYTES {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|source| ProductError::io(path, "read", source))?;
    // The size may have been another when it was asked for.
    file.take(METADATA_LIMIT_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| ProductError::io(path, "read", source))?;
    if bytes.len() as u64 > METADATA_LIMIT_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    // A name with an accent in a header, in whatever encoding, is no reason to refuse a table of numbers.
    parse_earth_orientation(&name, &String::from_utf8_lossy(&bytes)).map_err(|error| ProductError::Element {
        path: path.to_path_buf(),
        element: format!("line {}", error.line),
        needed: error.needed,
        found: error.found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str =
        "# VIQ Earth orientation, form 1\n61335 149159 317685 -428601 271 162 R\n61336 148194 317462 -444801 - - P\n";

    #[test]
    fn a_table_is_called_by_its_file_and_a_bad_one_names_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("eop.txt");
        std::fs::write(&path, OWN).unwrap();
        assert_eq!(read_earth_orientation(&path).unwrap().name(), "eop.txt");
        std::fs::write(&path, [b"# VIQ Earth orientation by Mu\xf1oz\n".as_slice(), OWN.as_bytes()].concat()).unwrap();
        assert!(read_earth_orientation(&path).is_ok());
        for (text, parts) in [
            (OWN.replace("- - P", "- P"), vec!["eop.txt: line 3: needed MJD", "61336 148194 317462 -444801 - P"]),
            ("no table".to_owned(), vec!["eop.txt: line 1", "C04, finals2000A or Bulletin A", "no table"]),
            (String::new(), vec!["eop.txt", "empty file"]),
        ] {
            std::fs::write(&path, text).unwrap();
            let words = read_earth_orientation(&path).unwrap_err().to_string();
            assert!(parts.iter().all(|part| words.contains(part)), "{words}");
        }
        assert!(matches!(read_earth_orientation(&folder.path().join("none")), Err(ProductError::Missing { .. })));
        assert!(matches!(read_earth_orientation(folder.path()), Err(ProductError::NoRegularFile { .. })));
    }
}
