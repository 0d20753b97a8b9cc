//! The camera: telescope, arrays, read-out.

use serde::Deserialize;

use super::figure::Figure;
use super::model_error::{Checked, InstrumentModelError};
use crate::instrument::TdiStages;

/// Most columns of an array that a model may have; sizes of everything else follow from it.
const MOST_COLUMNS: usize = 1 << 16;

/// Telescope and arrays.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Camera {
    /// Focal length, metres.
    pub focal_length_m: Figure<f64>,
    /// Diameter of the entrance pupil, metres.
    pub aperture_m: Figure<f64>,
    /// Side of a detector, micrometres.
    pub pitch_um: Figure<f64>,
    /// Useful columns of an array.
    pub columns: Figure<usize>,
    /// Bits of a code.
    pub significant_bits: Figure<u32>,
    /// Numbers of TDI stages that an array can be read with, rising.
    pub tdi_stages: Figure<Vec<TdiStages>>,
    /// Columns before the useful ones, without light.
    pub pre_scan_columns: Figure<usize>,
    /// Columns after the useful ones, without light.
    pub post_scan_columns: Figure<usize>,
}

impl Camera {
    /// Angle that a detector sees, radians (its tangent).
    pub fn detector_angle(&self) -> f64 {
        self.pitch_um.value * 1e-6 / self.focal_length_m.value
    }

    /// Focal length over aperture.
    pub fn f_number(&self) -> f64 {
        self.focal_length_m.value / self.aperture_m.value
    }

    /// The greatest code.
    pub fn greatest_code(&self) -> u16 {
        ((1_u32 << self.significant_bits.value.min(16)) - 1) as u16
    }

    pub(super) fn check(&self, file: &str) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table camera");
        here.above_zero("focal_length_m", self.focal_length_m.value)?;
        here.above_zero("aperture_m", self.aperture_m.value)?;
        here.above_zero("pitch_um", self.pitch_um.value)?;
        let columns = self.columns.value;
        here.holds(
            "columns",
            (1..=MOST_COLUMNS).contains(&columns),
            "a number of columns from 1 to 65536",
            columns.to_string(),
        )?;
        let bits = self.significant_bits.value;
        here.holds("significant_bits", (1..=16).contains(&bits), "a number of bits from 1 to 16", bits.to_string())?;
        let stages = &self.tdi_stages.value;
        here.holds(
            "tdi_stages",
            !stages.is_empty() && stages[0].0 > 0 && stages.windows(2).all(|pair| pair[0] < pair[1]),
            "at least one number of stages, rising, none of them 0",
            format!("{:?}", stages.iter().map(|stages| stages.0).collect::<Vec<_>>()),
        )?;
        for (what, figure) in
            [("pre_scan_columns", &self.pre_scan_columns), ("post_scan_columns", &self.post_scan_columns)]
        {
            here.holds(what, figure.value <= MOST_COLUMNS, "at most 65536 columns", figure.value.to_string())?;
        }
        Ok(())
    }
}

/// A half of an array, in the camera's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReadOutHalf {
    /// The half that is read with the left codes.
    Left,
    /// The half that is read with the right codes.
    Right,
}

/// The two halves of an array and their codes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOut {
    /// First column, from 0, of the image's right half.
    pub split_column: Figure<usize>,
    /// Bands whose left code, in the camera's frame, belongs to the image's right half.
    pub swapped_bands: Figure<Vec<String>>,
    /// The greatest gain code.
    pub largest_gain_code: Figure<u8>,
    /// The greatest offset code.
    pub largest_offset_code: Figure<u8>,
    /// The usual gain code.
    pub nominal_gain_code: Figure<u8>,
    /// The usual offset code.
    pub nominal_offset_code: Figure<u8>,
}

impl ReadOut {
    /// Which codes hold for a column (from 0) of a band's image.
    pub fn half_of(&self, band: &str, column: usize) -> ReadOutHalf {
        let is_right = column >= self.split_column.value;
        let is_swapped = self.swapped_bands.value.iter().any(|swapped| swapped == band);
        if is_right == is_swapped { ReadOutHalf::Left } else { ReadOutHalf::Right }
    }

    pub(super) fn check(&self, file: &str, columns: usize, bands: &[&str]) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table read_out");
        let split = self.split_column.value;
        here.holds("split_column", split <= columns, &format!("a column from 0 to {columns}"), split.to_string())?;
        for band in &self.swapped_bands.value {
            here.holds("swapped_bands", bands.contains(&band.as_str()), "names of bands", format!("\"{band}\""))?;
        }
        let codes = [
            ("nominal_gain_code", self.nominal_gain_code.value, self.largest_gain_code.value),
            ("nominal_offset_code", self.nominal_offset_code.value, self.largest_offset_code.value),
        ];
        for (what, code, largest) in codes {
            here.holds(what, code <= largest, &format!("a code from 0 to {largest}"), code.to_string())?;
        }
        Ok(())
    }
}

/// What the gain and offset codes do. A model without it is never scaled to other codes.
///
/// A count is offset(code) + ratio^(gain code) × what the detectors gathered: the offset is added after the gain.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeModel {
    /// One step of the gain code multiplies the counts above the offset by this.
    pub gain_ratio_per_code: Figure<f64>,
    /// Offset at code 0, counts.
    pub offset_counts_at_code_zero: Figure<f64>,
    /// Offset of one step of the offset code, counts.
    pub offset_counts_per_code: Figure<f64>,
    /// Standard uncertainty of the ratio of one step of the gain code, relative.
    pub gain_ratio_relative_per_code: Figure<f64>,
    /// Standard uncertainty of one step of the offset code, counts.
    pub offset_counts_uncertainty_per_code: Figure<f64>,
}

impl CodeModel {
    /// Counts above the offset with gain code `to`, over those with gain code `from`.
    pub fn gain_ratio(&self, from: u8, to: u8) -> f64 {
        self.gain_ratio_per_code.value.powi(i32::from(to) - i32::from(from))
    }

    /// Offset of a code, counts.
    pub fn offset_counts(&self, code: u8) -> f64 {
        self.offset_counts_at_code_zero.value + self.offset_counts_per_code.value * f64::from(code)
    }

    pub(super) fn check(&self, file: &str) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table code_model");
        here.between("gain_ratio_per_code", self.gain_ratio_per_code.value, 0.5, 2.0)?;
        here.between("offset_counts_at_code_zero", self.offset_counts_at_code_zero.value, 0.0, 65535.0)?;
        here.between("offset_counts_per_code", self.offset_counts_per_code.value, 0.0, 65535.0)?;
        here.between("gain_ratio_relative_per_code", self.gain_ratio_relative_per_code.value, 0.0, 1.0)?;
        let uncertainty = self.offset_counts_uncertainty_per_code.value;
        here.between("offset_counts_uncertainty_per_code", uncertainty, 0.0, 65535.0)
    }
}
