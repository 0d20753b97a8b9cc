//! A product with other samples than those of its file: the same image, calculated.

use super::kept_tiles::KeptTiles;
use super::known_statistics::KnownStatistics;
use super::overviews::Overviews;
use super::tile_reading::Readings;
use super::viewed_band::ViewedBand;
use super::viewed_product::ViewedProduct;
use crate::imagery::RasterSource;

/// Samples that were calculated of an image.
pub(in crate::operations) struct CalculatedSamples {
    /// Whoever calculates them: it has the image's size and its bands.
    pub(in crate::operations) raster: Box<dyn RasterSource>,
    /// What they are, and their unit.
    pub(in crate::operations) quantity: &'static str,
    /// Where its tiles are kept.
    pub(in crate::operations) tiles: KeptTiles,
}

impl ViewedProduct {
    /// The same image with calculated samples. Coarse levels come from these too, not from overviews.
    pub(in crate::operations) fn with_samples(&self, samples: CalculatedSamples) -> Self {
        let CalculatedSamples { raster, quantity, tiles } = samples;
        let mut product = self.product.clone();
        for band in &mut product.bands {
            band.reflectance_per_code = (quantity == REFLECTANCE).then_some(1.0);
        }
        let bands = self.bands().iter().map(|band| ViewedBand { quantity, per_code: 1.0, ..band.clone() }).collect();
        Self {
            path: self.path.clone(),
            image: self.image.clone(),
            info: self.info.clone(),
            bands,
            product,
            raster,
            levels: self.levels,
            cache: tiles,
            readings: Readings::default(),
            known_statistics: KnownStatistics::default(),
            overviews: Overviews::default(),
        }
    }

    /// Whoever delivers its samples.
    pub(in crate::operations) fn raster(&self) -> &dyn RasterSource {
        self.raster.as_ref()
    }

    /// Whether another one is of the same image, its samples or calculated ones.
    pub fn is_of_same_image(&self, other: &Self) -> bool {
        self.path == other.path && self.image == other.image && self.levels == other.levels
    }

    /// What the samples of a band are, and their unit.
    pub fn quantity(&self) -> &'static str {
        self.bands().first().map_or("code", |band| band.quantity)
    }
}

/// Samples that are reflectances.
pub(in crate::operations) const REFLECTANCE: &str = "reflectance";
