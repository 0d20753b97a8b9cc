//! The explanation of one pixel, as data.

use serde::Serialize;

/// A coefficient that made a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoefficientUsed {
    /// Its name in the file: `Cj`, `a1`, `Ak`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// The file that it came from; none for a set that is in no files, and for what comes from the scene or the program.
    pub file: Option<String>,
    /// That file's serial key.
    pub serial: Option<u32>,
}

/// A step, and what the value was after it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// The step.
    pub name: &'static str,
    /// Whether it was run; the value is then what it made, else what it left.
    pub is_done: bool,
    /// The value after it.
    pub value: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it was made with.
    pub coefficients: Vec<CoefficientUsed>,
    /// What is to be known besides.
    pub note: Option<String>,
}

/// A neighbour from which a detector out of order was interpolated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InterpolatedFrom {
    /// Its column.
    pub column: usize,
    /// Its weight.
    pub weight: f64,
    /// Its code.
    pub code: u16,
    /// Its steps, up to the equalised count.
    pub stages: Vec<Stage>,
}

/// To which part of the uncertainty a source belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UncertaintyPart {
    /// Independent from pixel to pixel.
    Random,
    /// Common to a column.
    Structured,
    /// Common to the band.
    Systematic,
}

/// A source of uncertainty: standard uncertainty (k = 1) of the value that it makes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BudgetLine {
    /// What is uncertain.
    pub source: &'static str,
    /// To which part it belongs.
    pub part: UncertaintyPart,
    /// Standard uncertainty of the value, in its unit; none where the set does not say.
    pub sigma: Option<f64>,
}

/// What became of a pixel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PixelExplanation {
    /// Band.
    pub band: String,
    /// Line; the first is 0.
    pub line: usize,
    /// Column; the first useful one is 0.
    pub column: usize,
    /// Its own code, as it was read.
    pub code: u16,
    /// Every step.
    pub stages: Vec<Stage>,
    /// The neighbours that gave the value of a detector out of order.
    pub interpolated_from: Vec<InterpolatedFrom>,
    /// The value; none for a pixel without one.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// Why it must not enter a statistic; empty for a good pixel.
    pub reasons: Vec<&'static str>,
    /// The sources of its uncertainty.
    pub budget: Vec<BudgetLine>,
    /// All of them together; none where the set does not say one of them.
    pub total_sigma: Option<f64>,
}
