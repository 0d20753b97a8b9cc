//! A raw product that is looked at through the chain, with a parameter set, and with what is thought to be otherwise.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::band_chains::{BandChains, ThoughtBand};
use super::chain_maker::ChainMaker;
use super::chain_source::ChainSource;
use super::raw_codes::RawCodes;
use super::what_if::WhatIf;
use crate::imagery::RasterSource;
use crate::instrument::TdiStages;
use crate::level1::{Quantity, SunField};
use crate::operations::OperationError;
use crate::operations::level1::check_arrays;
use crate::operations::viewing::{
    CalculatedSamples, DEFAULT_TILE_CACHE_BYTES, KeptTiles, REFLECTANCE, TileCache, ViewedProduct,
};
use crate::parameter_sets::{Needs, ParameterSet, findings};
use crate::product_files::venus_system::{SampleKind, SystemProduct, SystemProductReader};
use crate::supervision::Supervision;

/// Bytes of calculated samples that are kept, of all what-ifs together: those of a band of which nothing else is thought serve the next one.
const KEPT_BYTES: usize = DEFAULT_TILE_CACHE_BYTES;

/// A raw product and the set that its chain is run with.
pub struct RawProduct {
    raw: Arc<ViewedProduct>,
    maker: Arc<ChainMaker>,
    chains: BandChains,
    codes: Arc<RawCodes>,
    tiles: Arc<TileCache>,
}

impl RawProduct {
    /// Holds the set against the product: bands, TDI stages and columns, moment, line time and codes of the read-out halves. `set_folder` is
    /// where the set came from.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a product that holds no counts; [`OperationError::Model`] for a set without an array that the product was
    /// taken with; [`OperationError::FaultySet`] for a set that was made for other settings, or does not hold then;
    /// [`OperationError::Product`].
    pub fn open(
        raw: Arc<ViewedProduct>,
        set: Arc<ParameterSet>,
        set_folder: &Path,
        supervision: &Supervision,
    ) -> Result<Self, OperationError> {
        let reader = SystemProductReader::open(raw.path())?;
        supervision.check()?;
        let description = reader.product().clone();
        if matches!(description.samples, SampleKind::Values) {
            return Err(OperationError::Usage(format!(
                "needed counts as they were read, found the values of an L1A product: {}",
                raw.path().display()
            )));
        }
        check_arrays(&set, set_folder, &description)?;
        let found = findings(&set, &needs(&set, &description));
        if !found.is_empty() {
            return Err(OperationError::FaultySet { folder: set_folder.to_path_buf(), findings: found });
        }
        supervision.check()?;
        let sun = &description.geometry.sun;
        let corners = [sun.upper_left, sun.upper_right, sun.lower_left, sun.lower_right].map(|corner| corner.zenith);
        // A Sun below the horizon makes no reflectance.
        let sun = SunField::from_corners(corners, description.lines, description.useful_columns).ok();
        Ok(Self {
            raw,
            maker: Arc::new(ChainMaker { set, description, sun }),
            chains: BandChains::default(),
            codes: Arc::default(),
            tiles: Arc::new(TileCache::new(KEPT_BYTES)),
        })
    }

    /// The set.
    pub fn set(&self) -> &Arc<ParameterSet> {
        &self.maker.set
    }

    /// Number of TDI stages with which a band was taken.
    pub fn stages(&self, band: &str) -> Option<u8> {
        self.maker.description.band(band).map(|band| band.tdi.0)
    }

    /// Index of a band in the image, and the number of TDI stages with which it was taken.
    pub(super) fn band(&self, name: &str) -> Option<(usize, TdiStages)> {
        let index = self.raw.bands().iter().position(|band| band.name == name)?;
        Some((index, self.maker.description.band(name)?.tdi))
    }

    /// Columns before the useful ones, and the useful ones.
    pub(super) fn useful_columns(&self) -> [usize; 2] {
        [self.maker.description.pre_scan, self.maker.description.useful_columns]
    }

    /// Whoever delivers the codes.
    pub(super) fn raster(&self) -> &dyn RasterSource {
        self.raw.raster()
    }

    /// The chain of one band, as it is thought to be.
    pub(super) fn chain_of(&self, band: &str, what_if: &WhatIf) -> Arc<ThoughtBand> {
        self.chains.get(&self.maker, band, what_if)
    }

    /// The set of one band, as it is thought to be.
    pub(super) fn set_of(&self, band: &str, what_if: &WhatIf) -> ParameterSet {
        self.maker.set_of(band, what_if)
    }

    /// The product as the chain gives it. Nothing is read or calculated before it is asked for, and what was calculated of a band of which
    /// nothing else is thought is not calculated again.
    pub fn through(&self, what_if: &WhatIf) -> ViewedProduct {
        let bands: Vec<Arc<ThoughtBand>> =
            self.raw.bands().iter().map(|band| self.chain_of(&band.name, what_if)).collect();
        let numbers = bands.iter().map(|band| band.number).collect();
        let source = ChainSource {
            raw: Arc::clone(&self.raw),
            codes: Arc::clone(&self.codes),
            columns: self.useful_columns(),
            bands,
        };
        let quantity = match self.maker.quantity(what_if) {
            Quantity::Counts => "counts",
            Quantity::Radiance => "W·m⁻²·sr⁻¹·µm⁻¹",
            Quantity::Reflectance => REFLECTANCE,
        };
        let tiles = KeptTiles::shared(Arc::clone(&self.tiles), numbers);
        self.raw.with_samples(CalculatedSamples { raster: Box::new(source), quantity, tiles })
    }
}

/// What the set must have for the product. Bands and numbers of TDI stages of its own that the product has not are no fault.
fn needs(set: &ParameterSet, product: &SystemProduct) -> Needs {
    let own = Needs::of(set);
    let more = product.bands.iter().map(|band| band.name.clone()).filter(|name| !own.bands.contains(name));
    let tdi: BTreeSet<TdiStages> = own.tdi.iter().copied().chain(product.bands.iter().map(|band| band.tdi)).collect();
    Needs {
        bands: own.bands.iter().cloned().chain(more).collect(),
        tdi: tdi.into_iter().collect(),
        columns: product.useful_columns,
        moment: Some(product.acquisition),
        settings: Some(product.settings.clone()),
        ..own
    }
}
