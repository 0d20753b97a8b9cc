//! Overviews are computed and written, part by part.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::{Key, OverviewError, OverviewFile, OverviewWriter, most_bytes};
use super::folder::{OVERVIEW_FOLDER_BYTES, file_of, make_room};
use super::layout::OverviewLayout;
use crate::imagery::{ReducedTile, Reduction};
use crate::operations::OperationError;
use crate::operations::viewing::viewed_product::ViewedProduct;
use crate::product_files::write_atomically;
use crate::supervision::Supervision;

/// Samples that are read at once, at most, unless one band of a part has more: 20 MB with their reasons.
const READ_SAMPLES: usize = 1 << 22;

/// What came of building overviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OverviewsBuilt {
    /// The image has no coarse levels, too many for the folder, or files whose time of change cannot be known.
    NotKept,
    /// They were there, whole.
    Present,
    /// They were computed.
    Built {
        /// The file.
        path: PathBuf,
        /// Why the file that stood there was replaced, where one did.
        replaced: Option<String>,
    },
}

impl ViewedProduct {
    /// Keeps the coarse levels (cells of 4 × 4 pixels and larger) of all bands in a file in `folder`, which is made; from then on this product
    /// reads them from there, and so does whoever opens it with that folder in its [`ViewingSettings`](super::super::ViewingSettings). Every
    /// tile stays what it is from the pixels, bit by bit. A file that is there is read through; a damaged one is replaced.
    ///
    /// Waits while others read this product. The folder never holds more than [`OVERVIEW_FOLDER_BYTES`].
    ///
    /// # Errors
    /// [`OperationError`] for samples that cannot be read, a folder that cannot be written, a product that changed meanwhile, and a cancel; no
    /// half file is left.
    pub fn build_overviews(&self, folder: &Path, supervision: &Supervision) -> Result<OverviewsBuilt, OperationError> {
        supervision.check()?;
        let Some((key, layout)) = self.overviews.plan() else { return Ok(OverviewsBuilt::NotKept) };
        let path = file_of(folder, &key);
        let found = OverviewFile::open(&path, &key, layout).and_then(|file| {
            if let Some(file) = &file {
                file.verify(|| self.readings.wait_for_their_end(supervision))?;
            }
            Ok(file)
        });
        let replaced = match found {
            Ok(Some(file)) => {
                self.overviews.take_up(file);
                return Ok(OverviewsBuilt::Present);
            }
            Ok(None) => None,
            Err(OverviewError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(error) => Some(error.to_string()),
        };
        let failed = |doing| move |source| OperationError::Io { path: folder.to_path_buf(), doing, source };
        std::fs::create_dir_all(folder).map_err(failed("made"))?;
        if !make_room(folder, most_bytes(layout), OVERVIEW_FOLDER_BYTES).map_err(failed("kept small"))? {
            return Ok(OverviewsBuilt::NotKept);
        }
        let mut failure = None;
        let written = write_atomically(&path, |to| {
            self.write_overviews(to, &path, &key, layout, supervision).map_err(|error| {
                let text = error.to_string();
                failure = Some(error);
                io::Error::other(text)
            })
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        written?;
        if let Ok(Some(file)) = OverviewFile::open(&path, &key, layout) {
            self.overviews.take_up(file);
        }
        Ok(OverviewsBuilt::Built { path, replaced })
    }

    fn write_overviews(
        &self,
        to: &mut dyn Write,
        path: &Path,
        key: &Key,
        layout: OverviewLayout,
        supervision: &Supervision,
    ) -> Result<(), OperationError> {
        let failed = |source| OperationError::Io { path: path.to_path_buf(), doing: "written", source };
        let mut writer = OverviewWriter::begin(to).map_err(failed)?;
        let all_bands: Vec<usize> = (0..layout.bands).collect();
        let (mut tiles, mut reduction, mut cells) = (Vec::new(), Reduction::default(), ReducedTile::default());
        let stage = supervision.stage("overviews", layout.parts().len() as u64, "parts");
        for part in layout.parts() {
            let pixels = layout.pixels(part);
            for bands in all_bands.chunks((READ_SAMPLES / pixels.pixels().max(1)).max(1)) {
                self.readings.wait_for_their_end(supervision)?;
                self.raster.read(bands, pixels, &mut tiles, supervision)?;
                for tile in &tiles {
                    for level in layout.kept_levels() {
                        supervision.check()?;
                        cells.clear();
                        reduction.append(tile, pixels.columns, 1 << level, &mut cells);
                        writer.put(&cells).map_err(failed)?;
                    }
                }
            }
            stage.advance(1)?;
        }
        if self.overview_key().ok().as_ref() != Some(key) {
            return Err(OperationError::Usage(format!(
                "needed a product that stays as it was opened, found that its files changed while overviews were computed: {}",
                self.path().display()
            )));
        }
        writer.finish(key).map_err(failed)
    }
}
