//! What the window is opened with, and the command line that opens it so.

use std::path::{Path, PathBuf};

use super::command_words::quoted_path;
use super::error::OperationError;
use super::product_search::one_header_for_the_image;

/// Products to look at in the window, beside those of its last session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenRequest {
    /// Headers, metadata files, product folders or rasters.
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given.
    pub image: Option<PathBuf>,
}

impl OpenRequest {
    /// Refuses an image for anything but one header, as ingesting and verifying do.
    ///
    /// # Errors
    /// [`OperationError::Usage`].
    pub fn check(&self) -> Result<(), OperationError> {
        one_header_for_the_image(self.image.as_deref(), &self.paths)
    }

    /// The command line that opens the window so from any folder, on the session of `workspace`, quoted for a shell.
    pub fn as_command(&self, workspace: &Path) -> String {
        let mut words = vec!["viq".to_owned(), "open".to_owned()];
        words.extend(self.paths.iter().map(|path| quoted_path(path)));
        for (flag, path) in [("--image", self.image.as_deref()), ("--workspace", Some(workspace))] {
            if let Some(path) = path {
                words.extend([flag.to_owned(), quoted_path(path)]);
            }
        }
        words.join(" ")
    }
}
