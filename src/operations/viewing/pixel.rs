//! Query: everything that a product knows of one pixel.

use serde::{Deserialize, Serialize};

use super::coordinates::Coordinates;
use super::known::Known;
use super::places::{Ground, GroundChoice, ImagePlaces};
use super::viewed_product::ViewedProduct;
use crate::imagery::{NoDataReason, Tile, Window};
use crate::instrument::InstrumentModel;
use crate::operations::OperationError;
use crate::performance::noise::Illumination;
use crate::product_files::{Level, Product};
use crate::supervision::Supervision;

/// One pixel in all bands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PixelReading {
    /// Where it lies.
    pub coordinates: Coordinates,
    /// What each band holds, in the order of the raster.
    pub bands: Vec<BandReading>,
}

/// One pixel in one band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandReading {
    /// The band.
    pub band: String,
    /// Central wavelength in nanometres.
    pub centre_nm: Option<f64>,
    /// Full width at half maximum in nanometres.
    pub width_nm: Option<f64>,
    /// What the file holds.
    pub code: Known<f64>,
    /// Reflectance: at the top of the atmosphere, or at the surface for L2A.
    pub reflectance: Known<f64>,
    /// Radiance at the sensor, W·m⁻²·sr⁻¹·µm⁻¹, of the Sun's direction at the image's centre: L = ρ·E₀·cos θₛ/(π·d²). E₀ is the instrument
    /// model's, which is derived and not the mission's own.
    pub radiance_w_m2_sr_um: Known<f64>,
    /// Reasons for which the sample stays out of statistics; none when it is valid.
    pub reasons: Vec<NoDataReason>,
}

impl ViewedProduct {
    /// Reads one pixel in all bands; where it lies is said as far as the georeference knows it.
    ///
    /// # Errors
    /// [`OperationError`] for a pixel outside of the image, samples that cannot be read, and a cancel.
    pub fn pixel(&self, line: usize, column: usize, supervision: &Supervision) -> Result<PixelReading, OperationError> {
        let window = self.required(Window::new(line, column, 1, 1))?;
        let indices: Vec<usize> = (0..self.bands().len()).collect();
        let mut tiles = Vec::new();
        self.raster.read(&indices, window, &mut tiles, supervision)?;
        supervision.check()?;
        let bands = tiles.iter().enumerate().map(|(index, tile)| self.band_reading(index, tile)).collect();
        Ok(PixelReading { coordinates: self.coordinates(line as f64, column as f64), bands })
    }

    /// Reads one pixel in all bands, and opens the product's geometric model and the ground to say where it lies. A ground that cannot be
    /// opened is an error, for it was chosen; a model that cannot be is told as the reason why a place is not known.
    ///
    /// # Errors
    /// As [`ViewedProduct::pixel`] and [`Ground::open`].
    pub fn pixel_on(
        &self,
        line: usize,
        column: usize,
        ground: &GroundChoice,
        supervision: &Supervision,
    ) -> Result<PixelReading, OperationError> {
        let reading = self.pixel(line, column, supervision)?;
        let ground = Ground::open(ground, supervision)?;
        let places = ImagePlaces::open(self, supervision)?;
        let coordinates = places.coordinates(line as f64, column as f64, Ok(&ground));
        Ok(PixelReading { coordinates, ..reading })
    }

    fn band_reading(&self, index: usize, tile: &Tile) -> BandReading {
        let band = &self.bands()[index];
        let reasons = tile.reasons.first().copied().unwrap_or_default();
        let reasons: Vec<NoDataReason> =
            NoDataReason::ALL.into_iter().filter(|reason| reasons.contains(*reason)).collect();
        let absent = [NoDataReason::Missing, NoDataReason::Outside, NoDataReason::NotComputed]
            .into_iter()
            .find(|reason| reasons.contains(reason));
        let code = match (absent, tile.values.first()) {
            (None, Some(value)) => Known::Known(f64::from(*value)),
            (Some(reason), _) => Known::not(format!("no value: {}", reason.word())),
            (None, None) => Known::not("no value"),
        };
        let factor = self.product.bands.get(index).and_then(|band| band.reflectance_per_code);
        let reflectance = match (&code, factor) {
            (Known::Known(code), Some(factor)) => Known::Known(code * factor),
            (Known::NotKnown(why), _) => Known::not(why.clone()),
            (_, None) => Known::not("the product gives no factor from code to reflectance"),
        };
        let radiance = match (&reflectance, &radiance_of_reflectance_one(&self.product, index)) {
            (Known::NotKnown(why), _) | (_, Known::NotKnown(why)) => Known::not(why.clone()),
            (Known::Known(reflectance), Known::Known(one)) => Known::Known(reflectance * one),
        };
        BandReading {
            band: band.name.clone(),
            centre_nm: band.centre_nm,
            width_nm: band.width_nm,
            code,
            reflectance,
            radiance_w_m2_sr_um: radiance,
            reasons,
        }
    }
}

/// Radiance at the sensor of a reflectance of one in a band of a product.
fn radiance_of_reflectance_one(product: &Product, index: usize) -> Known<f64> {
    match product.level {
        Level::L2A => return Known::not("the reflectance is that of the surface, not of the top of the atmosphere"),
        Level::Raster => return Known::not("the raster says nothing of its lighting"),
        Level::L0 => {
            return Known::not("the samples are counts, from which the radiometric chain has yet to make radiances");
        }
        Level::L1A => return Known::not("the header does not say which quantity the values are"),
        Level::L1 | Level::L1C => {}
    }
    let (Some(sun), Some(acquisition)) = (product.sun, product.acquisition) else {
        return Known::not("the product does not say where the Sun stood, or when it was acquired");
    };
    let model = InstrumentModel::built_in().ok();
    let band = product.bands.get(index).and_then(|band| model.as_ref()?.band(&band.name));
    let Some(band) = band else { return Known::not("the solar irradiance in this band is not known") };
    let light = Illumination { sun_zenith: sun.zenith, acquisition };
    match light.radiance_of_reflectance_one(band.solar_irradiance_w_m2_um) {
        Some(radiance) => Known::Known(radiance),
        None => Known::not("the Sun did not stand above the horizon"),
    }
}
