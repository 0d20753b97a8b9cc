//! The functions of all bands of a product.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::UncertaintyFunctions;
use crate::instrument::TdiStages;
use crate::level1::{Chain, ChainError, ChainRequest};
use crate::parameter_sets::{ColumnFigures, ParameterSet};

/// What a product says of the uncertainty of its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UncertaintyModel {
    /// Version of this record.
    pub version: u32,
    /// The functions, band by band.
    pub bands: Vec<UncertaintyFunctions>,
}

impl UncertaintyModel {
    /// The version that is written and read.
    pub const VERSION: u32 = 1;

    /// Of a chain, and the set and request that it was prepared from. `noise_gain` says of a band by what its stray light's filter multiplies
    /// the noise; one where stray light is not corrected.
    ///
    /// # Errors
    /// [`ChainError`] for a band or TDI stages that the set lacks.
    pub fn of(
        chain: &Chain,
        set: &ParameterSet,
        request: ChainRequest<'_>,
        noise_gain: impl Fn(&str) -> ColumnFigures + Sync,
    ) -> Result<Self, ChainError> {
        let functions = |band: &crate::level1::BandChain| {
            let missing = |what: &str| ChainError::parameter(band.band(), what, "one", "none");
            let parameters = set.band(band.band()).ok_or_else(|| missing("band of the set"))?;
            let stages: TdiStages =
                request.tdi.get(band.band()).copied().ok_or_else(|| missing("number of TDI stages"))?;
            let response = parameters.responses.get(&stages).ok_or_else(|| missing("response at these TDI stages"))?;
            let uncertainty = parameters.uncertainties.get(&stages);
            Ok(UncertaintyFunctions::of(band, response.noise, uncertainty, noise_gain(band.band())))
        };
        let bands: Vec<Result<UncertaintyFunctions, ChainError>> = chain.bands().par_iter().map(functions).collect();
        Ok(Self { version: Self::VERSION, bands: bands.into_iter().collect::<Result<_, ChainError>>()? })
    }

    /// The functions of a band.
    pub fn band(&self, name: &str) -> Option<&UncertaintyFunctions> {
        self.bands.iter().find(|band| band.band == name)
    }
}
