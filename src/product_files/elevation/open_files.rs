//! Files open for reading, a bounded number of them.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use gdal::Dataset;

use crate::product_files::error::ProductError;
use crate::product_files::gdal_session::{ELEVATION_DRIVERS, open_dataset};

/// Files kept open when nobody reads them. A mosaic may have thousands, and a process may have about as many open.
const MOST_IDLE: usize = 32;

/// Open files, by their index. A file is used by one thread at a time; two threads that want the same one open it twice.
#[derive(Default)]
pub(super) struct OpenFiles {
    /// The longest unused first.
    idle: Mutex<Vec<(usize, Dataset)>>,
}

impl OpenFiles {
    /// Does `work` on the file of this index, opened when it is not.
    ///
    /// # Errors
    /// [`ProductError`] when it cannot be opened.
    pub(super) fn with<T>(
        &self,
        index: usize,
        path: &Path,
        work: impl FnOnce(&Dataset) -> T,
    ) -> Result<T, ProductError> {
        let dataset = match self.take(index) {
            Some(dataset) => dataset,
            None => open_dataset(path, &ELEVATION_DRIVERS)?,
        };
        let done = work(&dataset);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push((index, dataset));
        if idle.len() > MOST_IDLE {
            // Closed outside of the lock.
            let oldest = idle.remove(0);
            drop(idle);
            drop(oldest);
        }
        Ok(done)
    }

    fn take(&self, index: usize) -> Option<Dataset> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let at = idle.iter().rposition(|(open, _)| *open == index)?;
        Some(idle.remove(at).1)
    }

    #[cfg(test)]
    pub(super) fn idle(&self) -> usize {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
