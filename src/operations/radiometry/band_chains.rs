//! Chains of bands, kept from one what-if to the next: only a band of which something else is thought is prepared anew.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::chain_maker::ChainMaker;
use super::what_if::WhatIf;
use crate::level1::{BandChain, Chain};

/// Chains that are kept, prepared or not: of three what-ifs in twelve bands, about a megabyte each once prepared.
const MOST_KEPT: usize = 36;

/// The chain of a band with what is thought of it, prepared when it is asked for first.
pub(super) struct ThoughtBand {
    /// No other chain of the product has this number, not even one that is forgotten.
    pub(super) number: usize,
    band: String,
    what_if: WhatIf,
    maker: Arc<ChainMaker>,
    chain: OnceLock<Result<Chain, String>>,
}

impl ThoughtBand {
    /// The chain; otherwise why there is none.
    pub(super) fn chain(&self) -> Result<&Chain, String> {
        let make = || self.maker.chain(&self.band, &self.what_if).map_err(|error| error.to_string());
        self.chain.get_or_init(make).as_ref().map_err(Clone::clone)
    }

    /// The chain's only band.
    pub(super) fn band_chain(&self) -> Result<&BandChain, String> {
        let band = self.chain()?.bands().first();
        band.ok_or_else(|| format!("needed the chain of band {}, found none", self.band))
    }
}

/// The chains that are kept.
#[derive(Default)]
pub(super) struct BandChains {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Those asked for last stand last.
    bands: VecDeque<Arc<ThoughtBand>>,
    next_number: usize,
}

impl BandChains {
    /// The chain of a band: one of a what-if before, where nothing else is thought of the band.
    pub(super) fn get(&self, maker: &Arc<ChainMaker>, band: &str, what_if: &WhatIf) -> Arc<ThoughtBand> {
        let what_if = what_if.of_band(band);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.bands.iter().position(|known| known.band == band && known.what_if == what_if);
        let known = place.and_then(|place| kept.bands.remove(place));
        let found = known.unwrap_or_else(|| {
            let number = kept.next_number;
            kept.next_number += 1;
            let (band, maker, chain) = (band.to_owned(), Arc::clone(maker), OnceLock::new());
            Arc::new(ThoughtBand { number, band, what_if, maker, chain })
        });
        kept.bands.push_back(Arc::clone(&found));
        while kept.bands.len() > MOST_KEPT {
            kept.bands.pop_front();
        }
        found
    }
}
