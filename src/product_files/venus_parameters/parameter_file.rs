//! A parameter file whole: its headers and what it says.

use std::path::{Path, PathBuf};

use super::filter_files::write_filter;
use super::long_list::{Checksums, ParameterSource};
use super::parameter_content::ParameterContent;
use super::parameter_header::ParameterHeader;
use super::settings::ParameterFileSettings;
use crate::product_files::atomic_write::write_atomically;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::xml_tree::read_text;
use crate::supervision::Supervision;

/// A parameter file.
#[derive(Debug, Clone, PartialEq)]
pub struct VenusParameterFile<T> {
    /// Its headers.
    pub header: ParameterHeader,
    /// What it says.
    pub content: T,
}

impl<T: ParameterContent> VenusParameterFile<T> {
    /// Reads a file, and the filters in the folder beside it.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    pub fn read(path: &Path, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        Self::parse(path, &read_text(path)?, settings)
    }

    /// Reads a text; `path` is named in errors, and filters are looked for in its folder.
    ///
    /// # Errors
    /// As [`VenusParameterFile::read`].
    pub fn parse(path: &Path, text: &str, settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        Self::parse_checked(path, text, settings, None)
    }

    /// As [`VenusParameterFile::parse`]; the files beside it must have these checksums, which are those of the very bytes that are used.
    pub(in crate::product_files) fn parse_checked(
        path: &Path,
        text: &str,
        settings: &ParameterFileSettings,
        checksums: Option<Checksums>,
    ) -> Result<Self, ProductError> {
        let mut source = ParameterSource::parse(path, text, T::LONG_LIST)?;
        source.checksums = checksums;
        let header = ParameterHeader::read(&source.document, T::KIND, settings.form)?;
        Ok(Self { header, content: T::read(&source, settings)? })
    }

    /// The name of its file: the identifier, and `.EEF`, or `.HDR` for a header alone.
    pub fn file_name(&self) -> String {
        let extension = if T::KIND.is_header_alone() { "HDR" } else { "EEF" };
        format!("{}.{extension}", self.header.identifier())
    }

    /// The text of the file.
    ///
    /// # Errors
    /// [`ProductError::Element`] for headers that no file can carry: a serial key of six digits, a nick name that has not eight letters, a
    /// kind that is not that of the content, a band where the kind has none. The path in it is the file's name alone.
    pub fn to_text(&self, settings: &ParameterFileSettings) -> Result<String, ProductError> {
        let name = PathBuf::from(self.file_name());
        if self.header.kind != T::KIND {
            return Err(flaw(&name, "File_Type", T::KIND.code(), self.header.kind.code()));
        }
        self.header
            .require_writable(settings.form)
            .map_err(|(element, needed, found)| flaw(&name, element, &needed, &found))?;
        let identifier = self.header.identifier();
        Ok(self.header.write(
            |xml| {
                if T::KIND.is_header_alone() {
                    super::filter_files::write_organisation(xml, &self.content.side_files(&identifier));
                }
            },
            |xml| self.content.write(xml, settings),
        ))
    }

    /// Writes the file into a folder, its filters first and then the text, each all or nothing. Gives the files' paths from the folder.
    ///
    /// # Errors
    /// As [`VenusParameterFile::to_text`], and [`ProductError`] when a file cannot be written or the work was cancelled.
    pub fn write(
        &self,
        folder: &Path,
        settings: &ParameterFileSettings,
        supervision: &Supervision,
    ) -> Result<Vec<String>, ProductError> {
        let text = self.to_text(settings)?;
        let mut written = Vec::new();
        for side in self.content.side_files(&self.header.identifier()) {
            write_filter(&folder.join(&side.path), side.filter, supervision)?;
            written.push(side.path);
        }
        let name = self.file_name();
        write_atomically(&folder.join(&name), |output| output.write_all(text.as_bytes()))?;
        written.push(name);
        Ok(written)
    }
}
