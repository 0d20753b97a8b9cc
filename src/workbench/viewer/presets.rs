//! Band combinations by wavelength for the bands of a product: the table is that of `imagery`, which `viq view` uses too.

use crate::imagery::picture::Composition;
use crate::imagery::picture::presets::{BandPlace, BandPreset};
use crate::operations::viewing::ViewedBand;

/// A preset in the bands of a product; none when it lacks one of the wavelengths.
pub(crate) fn composition_of(preset: &BandPreset, bands: &[ViewedBand]) -> Option<Composition> {
    let places: Vec<BandPlace<'_>> =
        bands.iter().map(|band| BandPlace { name: &band.name, centre_nm: band.centre_nm }).collect();
    preset.composition(&places)
}
