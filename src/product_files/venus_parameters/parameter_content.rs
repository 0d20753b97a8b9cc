//! What the files have to say, each of its own type, behind one contract.

use super::long_list::{LongList, ParameterSource};
use super::settings::ParameterFileSettings;
use crate::instrument::radiometry::FilterArray;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::xml_writer::XmlWriter;

/// A filter that stands in a file of its own beside a header.
#[derive(Debug, Clone, PartialEq)]
pub struct SideFile<'a> {
    /// Path from the folder of the header, with forward slashes.
    pub path: String,
    /// The filter.
    pub filter: &'a FilterArray,
}

/// What a parameter file says beyond its headers.
pub trait ParameterContent: Sized {
    /// The kind of file.
    const KIND: VenusFileKind;

    /// Its list of a row for each column, where it has one.
    const LONG_LIST: Option<LongList> = None;

    /// Reads it.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    fn read(source: &ParameterSource, settings: &ParameterFileSettings) -> Result<Self, ProductError>;

    /// Writes the elements of the data block; for a file that is a header alone, those at the end of the specific header.
    fn write(&self, xml: &mut XmlWriter, settings: &ParameterFileSettings);

    /// Files that stand in the folder `<identifier>.DBL.DIR` beside the header.
    fn side_files(&self, _identifier: &str) -> Vec<SideFile<'_>> {
        Vec::new()
    }
}
