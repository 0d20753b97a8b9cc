//! What a reader or writer of parameter files must be told.

use serde::{Deserialize, Serialize};

use crate::product_files::venus_geometry::VENUS_COLUMNS;

/// Whose rules the files keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileForm {
    /// Those of the interface document: bands B01 to B12, 5200 columns, integration over 1, 4, 8, 16 or 32 lines.
    #[default]
    InterfaceDocument,
    /// The same elements for another instrument, with other bands, columns and lengths: no schema holds them.
    AnyInstrument,
}

/// From where `Pixel_Position` of a spike counts: the schema allows 0 to 5200, which is one value too many for either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpikePositions {
    /// 0 is the first column, as for the column ranges of STRLGT; 5200 is refused.
    #[default]
    FromZero,
    /// 1 is the first column, as for those of OUTORD, REMANE and SPECSE; 0 is refused.
    FromOne,
}

impl SpikePositions {
    /// What the position of column 0 is.
    pub const fn first(self) -> usize {
        match self {
            Self::FromZero => 0,
            Self::FromOne => 1,
        }
    }
}

/// What a reader or writer must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterFileSettings {
    /// Whose rules the files keep.
    pub form: FileForm,
    /// Columns of an array, which every list of columns must have and no range of columns may pass; none to take what each file has.
    pub columns: Option<usize>,
    /// Positions of spikes.
    pub spike_positions: SpikePositions,
}

impl Default for ParameterFileSettings {
    fn default() -> Self {
        Self {
            form: FileForm::InterfaceDocument,
            columns: Some(VENUS_COLUMNS),
            spike_positions: SpikePositions::default(),
        }
    }
}

impl ParameterFileSettings {
    /// For an instrument other than VENµS.
    pub const fn any_instrument(columns: Option<usize>) -> Self {
        Self { form: FileForm::AnyInstrument, columns, spike_positions: SpikePositions::FromZero }
    }
}
