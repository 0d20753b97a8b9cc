//! Coarse levels are read from the file of overviews, where there is a good one.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::file::{Key, OverviewError, OverviewFile};
use super::folder::{file_of, key};
use super::layout::OverviewLayout;
use crate::imagery::{RasterSize, ReducedTile, Window};
use crate::operations::OperationError;
use crate::operations::viewing::tile_place::Levels;
use crate::operations::viewing::viewed_product::ViewedProduct;
use crate::product_files::Product;
use crate::supervision::Supervision;

/// The overviews of a product, if there are any.
#[derive(Default)]
pub(in crate::operations::viewing) struct Overviews {
    plan: Option<(Key, OverviewLayout)>,
    file: Mutex<Option<Arc<OverviewFile>>>,
}

impl Overviews {
    /// Those of a product that is being opened. A damaged file is said and not used.
    pub(in crate::operations::viewing) fn of(
        product: &Product,
        image: Option<&Path>,
        size: RasterSize,
        levels: Levels,
        folder: Option<&Path>,
        supervision: &Supervision,
    ) -> Self {
        let layout = OverviewLayout::of(size, levels);
        let plan = layout.and_then(|layout| Some((key(product, image, size, levels.tile_side).ok()?, layout)));
        let file = plan.zip(folder).and_then(|((key, layout), folder)| {
            OverviewFile::open(&file_of(folder, &key), &key, layout).unwrap_or_else(|error| {
                supervision.warn(not_used(&error));
                None
            })
        });
        Self { plan, file: Mutex::new(file.map(Arc::new)) }
    }

    /// What the file is of, and how it is cut.
    pub(super) fn plan(&self) -> Option<(Key, OverviewLayout)> {
        self.plan
    }

    pub(super) fn take_up(&self, file: OverviewFile) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(file));
    }

    fn file(&self) -> Option<Arc<OverviewFile>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a level is read from them.
    pub(in crate::operations::viewing) fn serve(&self, level: usize) -> bool {
        self.file().is_some_and(|file| file.has(level))
    }
}

fn not_used(error: &OverviewError) -> String {
    format!("{error}; coarse pictures are computed from the pixels until overviews are built again")
}

impl ViewedProduct {
    /// What overviews of the product as it is now depend on.
    pub(super) fn overview_key(&self) -> io::Result<Key> {
        key(&self.product, self.image(), self.raster.size(), self.tile_side())
    }

    /// Cells of a level from the overviews, one entry a band; none where they have to be computed.
    pub(in crate::operations::viewing) fn read_overviews(
        &self,
        bands: &[usize],
        level: usize,
        cells: Window,
        supervision: &Supervision,
    ) -> Result<Option<Vec<ReducedTile>>, OperationError> {
        let Some(file) = self.overviews.file().filter(|file| file.has(level)) else { return Ok(None) };
        match bands.iter().map(|band| file.read(*band, level, cells, supervision)).collect() {
            Ok(read) => Ok(Some(read)),
            Err(OverviewError::Cancelled(cancelled)) => Err(cancelled.into()),
            Err(error) => {
                *self.overviews.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
                supervision.warn(not_used(&error));
                Ok(None)
            }
        }
    }
}
