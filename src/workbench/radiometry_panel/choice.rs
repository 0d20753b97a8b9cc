//! What of a set is looked at: its bands, its numbers of TDI stages, and the band that the chain's steps speak of.

use std::sync::Arc;

use crate::operations::radiometry::stages_of;
use crate::parameter_sets::ParameterSet;
use crate::workbench::desk::Desk;

/// A set held by many, the same only if it is the very same: comparing its numbers would take as long as reading them.
#[derive(Debug, Clone)]
pub(super) struct SameSet(pub(super) Arc<ParameterSet>);

impl PartialEq for SameSet {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The bands whose curves are shown, in the set's order: those chosen, or the first one.
pub(super) fn chosen_bands(desk: &Desk, set: &ParameterSet) -> Vec<String> {
    let chosen = &desk.session.radiometry.bands;
    let names = || set.bands.iter().map(|parameters| parameters.band.clone());
    let found: Vec<String> = names().filter(|band| chosen.contains(band)).collect();
    if found.is_empty() { names().take(1).collect() } else { found }
}

/// The numbers of TDI stages whose curves are shown, rising: those chosen, or the lowest one.
pub(super) fn chosen_stages(desk: &Desk, set: &ParameterSet) -> Vec<u8> {
    let chosen = &desk.session.radiometry.stages;
    let all = stages_of(set, None);
    let found: Vec<u8> = all.iter().copied().filter(|stages| chosen.contains(stages)).collect();
    if found.is_empty() { all.into_iter().take(1).collect() } else { found }
}

/// The band and the number of TDI stages that the chain's steps, and the figures of a column, are of: the first ones chosen.
pub(super) fn focus(desk: &Desk, set: &ParameterSet) -> Option<(String, u8)> {
    let band = chosen_bands(desk, set).into_iter().next()?;
    let of_band = stages_of(set, Some(&band));
    let chosen = chosen_stages(desk, set).into_iter().find(|stages| of_band.contains(stages));
    Some((band, chosen.or(of_band.first().copied())?))
}
