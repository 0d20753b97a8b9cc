//! Arguments of `viq simulate`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `viq simulate`.
#[derive(Debug, Args)]
pub struct SimulateArguments {
    /// dark, uniform, side-slither, edge, moon, cloud-edge or natural
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Folder of the parameter set that is true of the instrument
    #[arg(long, value_name = "SET")]
    pub set: PathBuf,
    /// Decides the noise, and what chance decides in the scene
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Lines of every band
    #[arg(long, value_name = "N")]
    pub lines: usize,
    /// Folder for the product and its truth, each in a folder of its own
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Levels of a uniform scene as shares of full scale, with commas, one after another along the lines
    #[arg(long, value_name = "SHARE,…", value_delimiter = ',')]
    pub level: Vec<f64>,
    /// Numbers of TDI stages, with commas: a product each, all bands alike [default: every band's usual one]
    #[arg(long, value_name = "STAGES,…", value_delimiter = ',')]
    pub tdi: Vec<u8>,
    /// Without noise: counts are rounded, and nothing else
    #[arg(long)]
    pub no_noise: bool,
    /// Without light that strays
    #[arg(long)]
    pub no_stray_light: bool,
    /// Memory that the simulation may hold, MiB; a natural scene takes longer with less than lies between its arrays
    #[arg(long, default_value_t = 2800, value_name = "MIB")]
    pub memory: u64,
    /// Settings of scene and acquisition, TOML
    #[arg(long, value_name = "FILE")]
    pub scene: Option<PathBuf>,
    /// True radiance beside the product: all, none, or LINE,COLUMN,LINES,COLUMNS
    #[arg(long, default_value = "all", value_name = "PART")]
    pub truth: String,
}
