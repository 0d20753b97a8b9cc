//! Query: the spectrum of a pixel or of a region.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::contract::Effort;
use super::viewed_product::ViewedProduct;
use crate::imagery::region::Region;
use crate::imagery::{NoDataReason, Window};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Pixels of a window that is held as a whole, one band at a time; a larger one is walked in parts.
const LARGEST_WINDOW_PIXELS: usize = 1 << 18;

/// Mean and spread of a window of pixels, band by band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// The pixels.
    pub window: Window,
    /// One point a band, in the order of the raster.
    pub points: Vec<SpectrumPoint>,
}

/// One band of a spectrum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpectrumPoint {
    /// The band.
    pub band: String,
    /// Central wavelength in nanometres.
    pub centre_nm: Option<f64>,
    /// Full width at half maximum in nanometres.
    pub width_nm: Option<f64>,
    /// Unit of mean and sigma: `reflectance` or `code`.
    pub unit: String,
    /// Mean of the valid pixels; none without any.
    pub mean: Option<f64>,
    /// Standard deviation of the valid pixels; none with fewer than two.
    pub sigma: Option<f64>,
    /// Valid pixels.
    pub n_valid: u64,
    /// Pixels for which a reason holds; a pixel may count more than once.
    pub n_by_reason: BTreeMap<NoDataReason, u64>,
}

impl ViewedProduct {
    /// The spectrum of a window of pixels; one pixel is a window of 1 × 1.
    ///
    /// # Errors
    /// [`OperationError`] for a window outside of the image, samples that cannot be read, and a cancel.
    pub fn spectrum(&self, window: Window, supervision: &Supervision) -> Result<Spectrum, OperationError> {
        let window = self.required(window)?;
        if window.pixels() > LARGEST_WINDOW_PIXELS {
            return self.region_spectrum(&Region::Rectangle(window), Effort::Exact, supervision);
        }
        let mut points = Vec::with_capacity(self.bands().len());
        let mut tiles = Vec::new();
        for (index, band) in self.bands().iter().enumerate() {
            self.raster.read(&[index], window, &mut tiles, supervision)?;
            let Some(tile) = tiles.first() else { continue };
            let mut n_by_reason = BTreeMap::new();
            let mut valid = Vec::new();
            for (value, reasons) in tile.values.iter().zip(&tile.reasons) {
                for reason in NoDataReason::ALL.into_iter().filter(|reason| reasons.contains(*reason)) {
                    *n_by_reason.entry(reason).or_insert(0) += 1;
                }
                if reasons.is_valid() && value.is_finite() {
                    valid.push(f64::from(*value) * band.per_code);
                }
            }
            supervision.check()?;
            let n = valid.len() as f64;
            let mean = (!valid.is_empty()).then(|| valid.iter().sum::<f64>() / n);
            let sigma = mean
                .filter(|_| valid.len() > 1)
                .map(|mean| (valid.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt());
            points.push(SpectrumPoint {
                band: band.name.clone(),
                centre_nm: band.centre_nm,
                width_nm: band.width_nm,
                unit: band.quantity.to_owned(),
                mean,
                sigma,
                n_valid: valid.len() as u64,
                n_by_reason,
            });
        }
        Ok(Spectrum { window, points })
    }
}
