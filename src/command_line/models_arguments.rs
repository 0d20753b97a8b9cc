//! Arguments of `viq models`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `viq models`.
#[derive(Debug, Args)]
pub struct ModelsArguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: ModelsVerb,
}

/// What to do with a parameter set.
#[derive(Debug, Subcommand)]
pub enum ModelsVerb {
    /// Make the nominal set of an instrument: assumed figures, not measured ones
    #[command(after_help = "\
Examples:
  viq models init venus --out nominal --seed 1
  viq models init calibration-models/venus --out set --seed 7 --line-time 800")]
    Init(InitArguments),
    /// Say what a set is, after checking every checksum
    #[command(after_help = "Examples:\n  viq models show nominal\n  viq models show nominal --json")]
    Show(ShowArguments),
    /// Look for everything that is wrong with a set; exit code 3 when something is
    #[command(after_help = "\
Examples:
  viq models validate nominal
  viq models validate nominal --at 2019-02-04 --line-time 788 --json")]
    Validate(ValidateArguments),
}

/// Arguments of `viq models init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// venus, or a folder like calibration-models/venus
    #[arg(value_name = "INSTRUMENT")]
    pub instrument: String,
    /// The folder of the set, made whole or not at all
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Decides what differs from detector to detector
    #[arg(long, value_name = "N")]
    pub seed: u64,
    /// Line time for which the set is made, microseconds [default: the instrument's nominal one]
    #[arg(long, value_name = "US")]
    pub line_time: Option<f64>,
    /// Replace a draft or candidate that stands there; an approved set never is
    #[arg(long)]
    pub replace: bool,
}

/// Arguments of `viq models show`.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The folder of the set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
}

/// Arguments of `viq models validate`.
#[derive(Debug, Args)]
pub struct ValidateArguments {
    /// The folder of the set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// A UTC date or time at which it must hold (2019-02-04 or 2019-02-04T08:34:37)
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// The line time for which it must have been made, microseconds
    #[arg(long, value_name = "US")]
    pub line_time: Option<f64>,
    /// Lines of the image that it must be able to correct: no filter may have more
    #[arg(long, value_name = "N")]
    pub lines: Option<usize>,
}
