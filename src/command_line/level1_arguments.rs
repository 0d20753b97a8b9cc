//! Arguments of `viq level1`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `viq level1`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "switches of their own, each a flag of the command")]
pub struct Level1Arguments {
    /// The raw product: its folder or header
    #[arg(value_name = "RAW")]
    pub raw: PathBuf,
    /// The parameter set's folder
    #[arg(long, value_name = "SET")]
    pub set: PathBuf,
    /// The folder of the L1A product, made whole or not at all
    #[arg(long, value_name = "PRODUCT")]
    pub out: PathBuf,
    /// Steps to run: all, none, or names with commas, each with a minus to leave it out: remanence, dark, spikes, slopes, defects,
    /// `stray_light` (`stray_light_1`, `stray_light_2`), polarisation [default: all that can be run]
    #[arg(long, value_name = "STEPS", allow_hyphen_values = true)]
    pub steps: Option<String>,
    /// What the interface document leaves open: a TOML file, or KEY=WORD (sensitivity=divide, spike=excess, `noise=squared_constant`,
    /// polarisation=multiply, `first_steps=dark_first`, remanence=corrected, `distance=ground_segment`); may be repeated
    #[arg(long, value_name = "FILE or KEY=WORD")]
    pub conventions: Vec<String>,
    /// Values are corrected counts
    #[arg(long, conflicts_with_all = ["radiance", "reflectance"])]
    pub counts: bool,
    /// Values are radiances, W/(m²·sr·µm); the default
    #[arg(long, conflicts_with = "reflectance")]
    pub radiance: bool,
    /// Values are reflectances at the top of the atmosphere
    #[arg(long)]
    pub reflectance: bool,
    /// Scale a set that was made for another line time or other codes, by the instrument's code model, instead of refusing it
    #[arg(long)]
    pub rescale: bool,
    /// Count as saturated also the columns beside a saturated pixel and the two lines after it
    #[arg(long)]
    pub saturation_spreads: bool,
    /// Stray light in preview quality
    #[arg(long)]
    pub preview: bool,
    /// Polarisation of the scene's light in a band: degree, and angle in degrees from the detector's vertical; may be repeated
    #[arg(long, value_name = "BAND=DEGREE@ANGLE", allow_hyphen_values = true)]
    pub polarisation: Vec<String>,
}
