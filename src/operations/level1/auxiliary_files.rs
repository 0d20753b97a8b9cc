//! The auxiliary files of a raw product, which are copied into the product made of it, as the format asks.

use std::path::PathBuf;

use crate::operations::error::OperationError;
use crate::product_files::venus_system::{FileReference, SystemProductReader, SystemProductWriter};
use crate::supervision::Supervision;

/// Auxiliary files that were read, and what the private data say of them.
pub(super) struct AuxiliaryFiles {
    /// Codes and references: those of the raw product, without the places of files that are not there.
    pub(super) references: Vec<(String, FileReference)>,
    /// Paths beside the private data, and contents.
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl AuxiliaryFiles {
    /// Those of a raw product. One that it names and does not hold is said as a warning, and named without a place from here on.
    ///
    /// # Errors
    /// [`OperationError::Product`] for a file that cannot be read, or lies outside of the product.
    pub(super) fn of(raw: &SystemProductReader, supervision: &Supervision) -> Result<Self, OperationError> {
        let mut carried = Self { references: Vec::new(), files: Vec::new() };
        for (code, reference) in &raw.product().private.auxiliary {
            let mut reference = reference.clone();
            match raw.private_file(&reference)? {
                Some(file) => carried.files.push(file),
                None => {
                    if let Some(location) = reference.location.take() {
                        let folder = raw.private_folder().display();
                        supervision.warn(format!("{folder}: needed the auxiliary file {location}, found none"));
                    }
                }
            }
            carried.references.push((code.clone(), reference));
        }
        Ok(carried)
    }

    /// Writes them among the private data of another product.
    ///
    /// # Errors
    /// [`OperationError::Product`].
    pub(super) fn write(&self, writer: &mut SystemProductWriter) -> Result<(), OperationError> {
        for (path, content) in &self.files {
            writer.write_file(&writer.private_path(&path.to_string_lossy()), content)?;
        }
        Ok(())
    }
}
