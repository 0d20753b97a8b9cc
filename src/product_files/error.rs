//! What can be wrong with the files of a product: each message names the file, what was needed and what was found.

use std::fs::Metadata;
use std::path::{Path, PathBuf};

use crate::imagery::{RasterError, ReadError};
use crate::supervision::Cancelled;

/// A product, or a file of it, that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ProductError {
    /// Nothing stands at the path.
    #[error("{}: needed {needed}, found no such file", .path.display())]
    Missing {
        /// The file looked for.
        path: PathBuf,
        /// What it should have been.
        needed: String,
    },
    /// The file has no content.
    #[error("{}: needed {needed}, found an empty file", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What it should have been.
        needed: String,
    },
    /// A folder, a pipe or a device where a file is needed.
    #[error("{}: needed {needed}, found {found}", .path.display())]
    NoRegularFile {
        /// What stands at the file's place.
        path: PathBuf,
        /// What it should have been.
        needed: String,
        /// What it is.
        found: &'static str,
    },
    /// The operating system refused.
    #[error("{}: could not be {doing}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was attempted ("read", "written").
        doing: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A metadata file beyond any plausible size.
    #[error("{}: needed metadata of at most {limit} bytes, found {found} bytes", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Largest size that is read.
        limit: u64,
        /// Its size.
        found: u64,
    },
    /// Not well-formed XML, or XML with a document type, which could name other files or grow without bound.
    #[error("{}: line {line}, column {column}: needed well-formed XML without a document type, found {found}", .path.display())]
    Xml {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What was found there.
        found: String,
    },
    /// An element that is missing, or whose content is not what the format says.
    #[error("{}: {element}: needed {needed}, found {found}", .path.display())]
    Element {
        /// The file.
        path: PathBuf,
        /// The element's path from the root.
        element: String,
        /// What the format asks for.
        needed: String,
        /// What the file holds.
        found: String,
    },
    /// A file name in the metadata that leads out of the product's folder.
    #[error("{}: {element}: needed the name of a file inside the product's folder, found \"{name}\" ({why})", .path.display())]
    UnsafeName {
        /// The metadata file.
        path: PathBuf,
        /// The element's path from the root.
        element: String,
        /// The name.
        name: String,
        /// Why it is refused.
        why: &'static str,
    },
    /// A header with no image to go with it.
    #[error("{}: needed the image of this header, found no {} {}", .path.display(), .names.join(" and no "), beside_or_in(.folders))]
    HeaderWithoutImage {
        /// The header.
        path: PathBuf,
        /// Folders where the image was looked for, relative to the header's own, which is one of them and is not listed.
        folders: Vec<PathBuf>,
        /// Names under which it was looked for.
        names: Vec<String>,
    },
    /// A product's image with no header to go with it.
    #[error("{}: needed the header of this image, found none of: {}", .path.display(), list(.looked_for))]
    ImageWithoutHeader {
        /// The image.
        path: PathBuf,
        /// Where the header was looked for.
        looked_for: Vec<PathBuf>,
    },
    /// An image with another number of bands than its metadata says.
    #[error("{}: needed {needed}, found {found} bands", .path.display())]
    BandCount {
        /// The image.
        path: PathBuf,
        /// What is accepted.
        needed: String,
        /// Its number of bands.
        found: usize,
    },
    /// A raster that the library behind this module refuses.
    #[error("{}: needed {needed}, found: {found}", .path.display())]
    Raster {
        /// The file.
        path: PathBuf,
        /// What was asked of it.
        needed: String,
        /// The library's message.
        found: String,
    },
    /// A description of which no model of location can be made.
    #[error("{}: {message}", .path.display())]
    Model {
        /// The file or folder.
        path: PathBuf,
        /// What was needed and what was found.
        message: String,
    },
    /// A folder or file in which no known product was recognised.
    #[error("{}: needed a VENµS L1 product, a MUSCATE product or a raster, found {found}", .path.display())]
    Unrecognised {
        /// The path given.
        path: PathBuf,
        /// What stands there.
        found: String,
    },
    /// Samples that could not be delivered.
    #[error(transparent)]
    Samples(#[from] RasterError),
    /// The user cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<ReadError> for ProductError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Raster(error) => Self::Samples(error),
            ReadError::Cancelled(cancelled) => Self::Cancelled(cancelled),
        }
    }
}

impl ProductError {
    /// The operating system refused to do `doing` to `path`.
    pub(super) fn io(path: &Path, doing: &'static str, source: std::io::Error) -> Self {
        Self::Io { path: path.to_path_buf(), doing, source }
    }
}

fn beside_or_in(folders: &[PathBuf]) -> String {
    let others = folders.iter().map(|folder| format!("in {}", folder.display()));
    std::iter::once("beside it".to_owned()).chain(others).collect::<Vec<_>>().join(" or ")
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// Size of a regular file that must not be empty.
///
/// # Errors
/// [`ProductError::Missing`], [`ProductError::Empty`] or the system's refusal; a folder is refused as well.
pub(super) fn require_file(path: &Path, needed: &str) -> Result<u64, ProductError> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
            return Err(ProductError::Missing { path: path.to_path_buf(), needed: needed.to_owned() });
        }
        Err(source) => return Err(ProductError::io(path, "read", source)),
    };
    require_regular(path, &metadata, needed)?;
    if metadata.len() == 0 {
        return Err(ProductError::Empty { path: path.to_path_buf(), needed: needed.to_owned() });
    }
    Ok(metadata.len())
}

/// Refuses what is no regular file: a folder cannot be read as one, and a pipe would keep its reader waiting.
///
/// # Errors
/// [`ProductError::NoRegularFile`].
pub(super) fn require_regular(path: &Path, metadata: &Metadata, needed: &str) -> Result<(), ProductError> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(ProductError::NoRegularFile {
        path: path.to_path_buf(),
        needed: needed.to_owned(),
        found: if metadata.is_dir() { "a folder" } else { "a pipe, a socket or a device" },
    })
}
