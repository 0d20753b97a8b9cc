//! All rules.

use super::array_rules::array_rules;
use super::band_rules::{band_rules, common_rules};
use super::finding::{Finding, Findings};
use super::manifest_rules::manifest_rules;
use super::needs::Needs;
use super::stray_light_rules::stray_light_rules;
use crate::parameter_sets::ParameterSet;

/// Everything that is wrong with a set: first of the manifest, then band by band in the set's order, then of what holds for all bands. Of many
/// columns with the same fault, the first is named and the rest counted.
///
/// The two slopes of a column meet at the knee whatever their figures, and can only be wrong by their signs; what can jump is the correction of
/// a spike, whose polynomial and line have coefficients of their own.
pub fn findings(set: &ParameterSet, needs: &Needs) -> Vec<Finding> {
    let mut found = Findings::of(set);
    manifest_rules(set, needs, &mut found);
    for band in &set.bands {
        for (tdi, response) in &band.responses {
            array_rules(band, *tdi, response, needs, &mut found);
        }
        band_rules(band, needs, &mut found);
        stray_light_rules(set, band, needs, &mut found);
    }
    common_rules(set, &mut found);
    found.into_all()
}
