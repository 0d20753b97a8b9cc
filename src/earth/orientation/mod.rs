//! How the Earth is turned: UT1, the pole and the corrections of precession and nutation, day by day, from tables of the IERS.
//!
//! Tables are read or come with the program; nothing is ever downloaded.

mod bulletin_a;
mod c04;
mod finals2000a;
mod nutation_1980;
mod own_table;
mod recognition;
mod sample;
mod table;

pub use recognition::parse_earth_orientation;
pub use sample::{EarthOrientation, EarthOrientationSample, Provenance};
pub use table::{EarthOrientationTable, OrientationError, OutsideTable};

/// A text that is no table of Earth orientation, or a damaged one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: needed {needed}, found {found}")]
pub struct OrientationTextError {
    /// Line, from 1; the last one where something is missing at the end.
    pub line: usize,
    /// What was needed.
    pub needed: String,
    /// What was found.
    pub found: String,
}

impl OrientationTextError {
    fn new(line: usize, needed: impl Into<String>, found: impl Into<String>) -> Self {
        Self { line, needed: needed.into(), found: found.into() }
    }

    /// What was found as it stands in the file, shortened.
    fn at(line: usize, needed: impl Into<String>, found: &str) -> Self {
        let shown: String = found.chars().take(80).collect();
        Self::new(line, needed, format!("\"{shown}\""))
    }
}
