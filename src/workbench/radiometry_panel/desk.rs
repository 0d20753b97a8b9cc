//! What the radiometry's panels share and may lose.

use super::sets::OpenedSets;
use super::through_chain::Chains;

/// What the radiometry's panels share.
#[derive(Default)]
pub(crate) struct RadiometryDesk {
    /// The parameter sets of the session, read in the background.
    pub(crate) sets: OpenedSets,
    /// Raw products as the chain gives them.
    pub(crate) chains: Chains,
    /// The column that was pointed at last, in the curves or in a view.
    pub(crate) column: Option<usize>,
}
