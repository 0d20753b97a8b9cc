//! Arguments of `viq explain`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `viq explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// The L1A product that viq level1 made: its folder or header
    #[arg(value_name = "PRODUCT")]
    pub product: PathBuf,
    /// The pixel, from 0
    #[arg(long, value_name = "LINE,COLUMN", requires = "band", required_unless_present = "used_by")]
    pub at: Option<String>,
    /// The band
    #[arg(long, value_name = "BAND")]
    pub band: Option<String>,
    /// Which pixels used this coefficient, such as "DARKCU B04 column 1234"
    #[arg(long, value_name = "COEFFICIENT", conflicts_with_all = ["at", "band"])]
    pub used_by: Option<String>,
}
