//! Two-slope equalisation: the relative sensitivity of each detector below and above a knee.

use serde::{Deserialize, Serialize};

/// Coefficients of one detector: a1 and a2 (one value is that of the mean detector) and the knee Zs.
///
/// Whether they multiply or divide, and on which side the knee stands, is [`super::SensitivityForm`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TwoSlope {
    /// Below the knee.
    pub a1: f64,
    /// Above the knee.
    pub a2: f64,
    /// The knee, in counts above the dark signal.
    pub knee: f64,
}

/// The coefficients of every column of one array at one number of TDI stages, each kind side by side. File of the ground segment: RELSEN.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TwoSlopes {
    /// a1 of each column.
    pub a1: Vec<f64>,
    /// a2 of each column.
    pub a2: Vec<f64>,
    /// Zs of each column, in counts above the dark signal.
    pub knee: Vec<f64>,
}

impl TwoSlopes {
    /// Columns that all three lists have.
    pub fn columns(&self) -> usize {
        self.a1.len().min(self.a2.len()).min(self.knee.len())
    }

    /// The coefficients of a column.
    pub fn of(&self, column: usize) -> Option<TwoSlope> {
        Some(TwoSlope { a1: *self.a1.get(column)?, a2: *self.a2.get(column)?, knee: *self.knee.get(column)? })
    }
}

impl FromIterator<TwoSlope> for TwoSlopes {
    fn from_iter<I: IntoIterator<Item = TwoSlope>>(slopes: I) -> Self {
        let mut all = Self::default();
        for slope in slopes {
            all.a1.push(slope.a1);
            all.a2.push(slope.a2);
            all.knee.push(slope.knee);
        }
        all
    }
}
