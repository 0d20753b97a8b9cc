//! What a set must have.

use std::collections::{BTreeMap, BTreeSet};

use crate::instrument::TdiStages;
use crate::parameter_sets::{InstrumentSettings, ParameterSet};
use crate::units::UtcInstant;

/// What a set must have, and for what it must be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Needs {
    /// Bands, in the instrument's order.
    pub bands: Vec<String>,
    /// Numbers of TDI stages of every band.
    pub tdi: Vec<TdiStages>,
    /// Columns of an array.
    pub columns: usize,
    /// Lines of the image that is to be corrected, where one is: no filter may have more.
    pub lines: Option<usize>,
    /// A moment at which the set must hold.
    pub moment: Option<UtcInstant>,
    /// Settings of the instrument for which dark signal and gain must have been made.
    pub settings: Option<InstrumentSettings>,
    /// Largest step, in counts, between the polynomial and the line of a spike at its threshold. Half a count by default: less is beyond the
    /// instrument's resolution.
    pub largest_spike_step_counts: f64,
    /// Largest difference of two line times that are the same, relative. 1e-6 by default: less than a microsecond of the longest.
    pub line_time_tolerance: f64,
}

impl Needs {
    /// Those that a set states by itself: its own bands, the TDI stages that any of its bands has, the number of columns that most arrays have.
    pub fn of(set: &ParameterSet) -> Self {
        let arrays = || set.bands.iter().flat_map(|band| &band.responses);
        let tdi: BTreeSet<TdiStages> = arrays().map(|(tdi, _)| *tdi).collect();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, array) in arrays() {
            *counts.entry(array.dark.counts.len()).or_default() += 1;
        }
        let columns = counts.into_iter().max_by_key(|(_, n_arrays)| *n_arrays).map_or(0, |(columns, _)| columns);
        Self {
            bands: set.bands.iter().map(|band| band.band.clone()).collect(),
            tdi: tdi.into_iter().collect(),
            columns,
            lines: None,
            moment: None,
            settings: None,
            largest_spike_step_counts: 0.5,
            line_time_tolerance: 1e-6,
        }
    }
}
