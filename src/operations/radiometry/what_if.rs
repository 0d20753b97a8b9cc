//! What would be if a coefficient were another, or a step were left out: said in words and numbers, changing nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::chain_step::ChainStep;
use super::coefficient::Coefficient;
use super::curve::CoefficientCurve;

/// A coefficient of a range of columns that is thought to be another: value · factor + offset, at every number of TDI stages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoefficientChange {
    /// The band.
    pub band: String,
    /// The coefficient.
    pub coefficient: Coefficient,
    /// First column, from 0; of no meaning for a coefficient that all columns share.
    pub first: usize,
    /// Last column.
    pub last: usize,
    /// What the value is multiplied by.
    pub factor: f64,
    /// What is added then, in the coefficient's unit.
    pub offset: f64,
}

impl CoefficientChange {
    /// The value that is thought of, for a value of the set.
    pub fn of(&self, value: f64) -> f64 {
        value * self.factor + self.offset
    }

    /// Whether it changes nothing.
    pub fn is_nothing(&self) -> bool {
        self.factor.to_bits() == 1.0_f64.to_bits() && self.offset.abs() <= 0.0
    }

    /// Whether the coefficient of a column of a band is changed.
    pub fn concerns(&self, band: &str, coefficient: Coefficient, column: usize) -> bool {
        let is_there = !coefficient.is_by_column() || (self.first <= column && column <= self.last);
        self.band == band && self.coefficient == coefficient && is_there
    }
}

/// What is thought to be otherwise. The default is nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WhatIf {
    /// Steps of the chain that are left out.
    pub steps_off: BTreeSet<ChainStep>,
    /// Coefficients that are thought to be others; of two for one column, the second works on what the first gives.
    pub changes: Vec<CoefficientChange>,
}

impl WhatIf {
    /// Whether everything is as the set says.
    pub fn is_nothing(&self) -> bool {
        self.steps_off.is_empty() && self.changes.iter().all(CoefficientChange::is_nothing)
    }

    /// What of it concerns a band.
    pub(super) fn of_band(&self, band: &str) -> Self {
        let concerns = |change: &&CoefficientChange| change.band == band && !change.is_nothing();
        let changes = self.changes.iter().filter(concerns).cloned().collect();
        Self { steps_off: self.steps_off.clone(), changes }
    }

    /// In a few words: `2 changes, 1 step off`.
    pub fn words(&self) -> String {
        let n_changes = self.changes.iter().filter(|change| !change.is_nothing()).count();
        let some = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let parts = [some(n_changes, "change", "changes"), some(self.steps_off.len(), "step off", "steps off")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "nothing changed".to_owned() } else { parts.join(", ") }
    }

    /// The curve as it is thought to be; none when it is as the set says. Uncertainties stay those of the set.
    pub fn changed(&self, curve: &CoefficientCurve) -> Option<CoefficientCurve> {
        let is_of_it = |change: &&CoefficientChange| {
            change.band == curve.band && change.coefficient == curve.coefficient && !change.is_nothing()
        };
        let mut changed: Option<CoefficientCurve> = None;
        for change in self.changes.iter().filter(is_of_it) {
            let values = &mut changed.get_or_insert_with(|| curve.clone()).values;
            for (column, value) in values.iter_mut().enumerate() {
                if change.concerns(&curve.band, curve.coefficient, column) {
                    *value = change.of(*value);
                }
            }
        }
        changed
    }
}
