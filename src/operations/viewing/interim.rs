//! Shapes that the calculations on images will bring.

use serde::{Deserialize, Serialize};

use crate::imagery::{Reasons, Tile};
use crate::units::Exactness;

/// How pixels without a value look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoDataLook {
    /// Nothing is drawn there.
    #[default]
    Transparent,
}

/// An eight-bit picture with its opacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
    /// Red, green, blue and opacity of every pixel, line by line from the top.
    pub rgba: Vec<u8>,
}

/// Statistics of one channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelStatistics {
    /// Valid pixels.
    pub n_valid: u64,
    /// Valid and invalid pixels of the extent.
    pub population: u64,
    /// Unit of the values.
    pub unit: String,
    /// Whether all of the extent was looked at.
    pub exactness: Exactness,
    /// The valid values in ascending order.
    pub sorted: Vec<f64>,
}

impl ChannelStatistics {
    /// The value below which `percent` of the valid values lie.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        let last = self.sorted.len().checked_sub(1)?;
        self.sorted.get((percent.clamp(0.0, 100.0) / 100.0 * last as f64).round() as usize).copied()
    }
}

/// Appends the means of the square cells of `tile`, which has `columns` columns.
pub(super) fn mean_cells(tile: &Tile, columns: usize, factor: usize, reduced: &mut Tile) {
    let rows = tile.values.chunks(columns * factor).zip(tile.reasons.chunks(columns * factor));
    for (values, reasons) in rows {
        for first in (0..columns).step_by(factor) {
            let (mut sum, mut n, mut all) = (0.0, 0_u32, Reasons::VALID);
            for (values, reasons) in values.chunks(columns).zip(reasons.chunks(columns)) {
                for column in first..(first + factor).min(columns) {
                    if reasons[column].is_valid() {
                        sum += f64::from(values[column]);
                        n += 1;
                    }
                    all = all.union(reasons[column]);
                }
            }
            reduced.values.push(if n > 0 { (sum / f64::from(n)) as f32 } else { 0.0 });
            reduced.reasons.push(if n > 0 { Reasons::VALID } else { all });
        }
    }
}
