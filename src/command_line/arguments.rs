//! The command line as it is typed.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::level1_arguments::Level1Arguments;
use super::locating_arguments::LocateArguments;
use super::models_arguments::ModelsArguments;
use super::simulating_arguments::SimulateArguments;
use super::viewing_arguments::{InspectArguments, ViewArguments};

/// Heading of the options that every verb has.
const EVERYWHERE: &str = "Options of every command";

/// Image-quality workbench of the VENµS satellite.
#[derive(Debug, Parser)]
#[command(
    name = "viq",
    version,
    about,
    max_term_width = 110,
    after_help = "\
Examples:
  viq                                     (the window, as it was left)
  viq demo demo-workspace --seed 1
  viq open PRODUCT.HDR --workspace demo-workspace
  viq info VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR --json
  viq verify VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR --image crop.tif --report report
  viq ingest /archive/venus
  viq find --site ISRAEL03 --from 2019-01-01 --to 2019-12-31
  viq locate image.tif --pixel 0,0 --dem N44E005.hgt
  viq models init venus --out nominal --seed 1

Exit codes: 0 done, 1 a requirement failed (with --strict: or was inconclusive or not measurable), 2 usage,
3 bad input, a faulty parameter set, no point located or a catalog that failed, 4 cancelled."
)]
pub struct Arguments {
    /// What to do; without it, the window opens.
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// What holds for every verb.
    #[command(flatten)]
    pub common: EveryVerb,
}

/// What holds for every verb.
#[derive(Debug, Args)]
pub struct EveryVerb {
    /// Workspace folder: catalog, settings, overridden models [environment: VIQ_WORKSPACE; default: the user's data folder]
    #[arg(long, global = true, value_name = "DIR", help_heading = EVERYWHERE)]
    pub workspace: Option<PathBuf>,
    /// Catalog: a GeoPackage file or a postgresql:// address [environment: VIQ_CATALOG; default: in the workspace].
    /// The password is looked for where psql looks: PGPASSWORD, PGPASSFILE, ~/.pgpass
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS",
        value_parser = NonEmptyStringValueParser::new(),
        help_heading = EVERYWHERE
    )]
    pub catalog: Option<String>,
    /// No progress bar and no report of what went well
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub quiet: bool,
    /// The result as JSON on standard output
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Open the window, with the products named beside those of the last session
    #[command(after_help = "Examples:\n  viq open\n  viq open product.HDR --image crop.tif --workspace demo-workspace")]
    Open(OpenArguments),
    /// Say what a product is, from its metadata
    #[command(after_help = "Examples:\n  viq info product.HDR\n  viq info product.HDR --image crop.tif --json")]
    Info(InfoArguments),
    /// Record products in the catalog, reading them to the end once
    #[command(after_help = "Examples:\n  viq ingest product.HDR\n  viq ingest /archive/venus /archive/muscate")]
    Ingest(IngestArguments),
    /// Find products in the catalog
    #[command(after_help = "\
Examples:
  viq find --site ISRAEL03 --from 2019-01-01 --to 2019-12-31
  viq find --bbox=34.8,32.4,36.2,33.5 --level L1 --json
  viq find --bbox=179,-20,-179,-10        (west > east: across the date line)")]
    Find(FindArguments),
    /// Measure products, judge them, record and report
    #[command(after_help = "\
Examples:
  viq verify product.HDR --report report
  viq verify product.HDR --image crop.tif --report report --json --strict")]
    Verify(VerifyArguments),
    /// Draw a product as a picture, as the window does
    #[command(after_help = "\
Examples:
  viq view product.HDR --bands B07,B04,B03 --stretch percentile:2:98 --out view.png
  viq view product.HDR --bands B11@viridis --stretch user:0:0.6 --region 1000,1200,800,900 --width 900 --out part.png")]
    View(ViewArguments),
    /// Say what pixels, lines and regions of a product hold
    Inspect(InspectArguments),
    /// Say where pixels of an image looked, and which pixels saw places on the ground
    #[command(after_help = "\
Examples:
  viq locate image.tif --pixel 0,0 --dem N44E005.hgt
  viq locate image.tif --ground 5.19,44.2,480 --json
  viq locate datastrip.xml --pixel 100,200 --band B01/D01 --height 120
  viq locate image.tif --points points.csv --dem srtm --geoid egm96 --json")]
    Locate(Box<LocateArguments>),
    /// Correct a raw product radiometrically: values in sensor geometry (L1A), with their uncertainties
    #[command(after_help = "\
Examples:
  viq level1 raw --set nominal --out l1a
  viq level1 raw --set nominal --out l1a --reflectance --steps=-stray_light --conventions sensitivity=divide")]
    Level1(Box<Level1Arguments>),
    /// Make, show and check sets of the instrument's parameters
    Models(ModelsArguments),
    /// Make a synthetic product with known truth in a workspace
    #[command(after_help = "\
Examples:
  viq demo demo-workspace --seed 1
  viq verify demo-workspace/product --workspace demo-workspace --report report")]
    Demo(DemoArguments),
    /// Make a synthetic raw product of a known scene, as the instrument of a parameter set would have taken it
    #[command(after_help = "\
Examples:
  viq simulate uniform --set SET --seed 3 --lines 2000 --level 0.05,0.4,0.8 --out uniform
  viq simulate uniform --set SET --lines 1000 --tdi 1,4,8,16,32 --truth none --out series
  viq simulate cloud-edge --set SET --lines 2000 --no-noise --scene scene.toml --out cloud")]
    Simulate(Box<SimulateArguments>),
}

/// Arguments of `viq open`.
#[derive(Debug, Default, Args)]
pub struct OpenArguments {
    /// Headers, metadata files, product folders or rasters to look at
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
}

/// Arguments of `viq info`.
#[derive(Debug, Args)]
pub struct InfoArguments {
    /// Header, metadata file, product folder or raster
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// A raster of 12 or 15 bands that replaces the header's image, such as a crop
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
}

/// Arguments of `viq ingest`.
#[derive(Debug, Args)]
pub struct IngestArguments {
    /// Headers, metadata files, rasters, or folders of products (rasters in a folder are not looked for)
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
}

/// Arguments of `viq find`.
#[derive(Debug, Args)]
pub struct FindArguments {
    /// Site nick name
    #[arg(long)]
    pub site: Option<String>,
    /// Level and format: L1, L1C, L2A or raster
    #[arg(long, ignore_case = true, hide_possible_values = true)]
    pub level: Option<LevelArgument>,
    /// Acquired on this UTC date or later (2019-02-04 or 2019-02-04T08:34:37)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Acquired on this UTC date or earlier, the whole day included
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// West, south, east, north in degrees, with commas; west > east crosses the date line
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    pub bbox: Option<String>,
    /// Part of the identifier or the site
    #[arg(long)]
    pub text: Option<String>,
    /// At most this many products
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// A level as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArgument {
    /// The ground segment's own format
    #[value(name = "L1")]
    L1,
    /// MUSCATE, top of the atmosphere
    #[value(name = "L1C")]
    L1C,
    /// MUSCATE, at the surface
    #[value(name = "L2A")]
    L2A,
    /// A raster without mission metadata
    #[value(name = "raster")]
    Raster,
}

impl LevelArgument {
    /// The word that the catalog holds.
    pub const fn word(self) -> &'static str {
        match self {
            Self::L1 => "L1",
            Self::L1C => "L1C",
            Self::L2A => "L2A",
            Self::Raster => "raster",
        }
    }
}

/// Arguments of `viq verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// Headers, metadata files, rasters, or folders of products (rasters in a folder are not looked for)
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// A raster that replaces the image of the one header given
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
    /// Folder for report.html, report.json and measurements.csv; with several products, a table each:
    /// measurements-001-IDENTIFIER.csv and so on. Those of an earlier report in the same folder are replaced
    /// [default: a new one in the workspace's reports]
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// A requirement that is inconclusive, or that could not be measured, also gives exit code 1; a plain raster is not judged and never does
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `viq demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The workspace folder, made when it does not exist
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Decides scene, noise, clouds and defects
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Pixels along one side, 64 to 2048, rounded up to a multiple of 16 [default: 1024]
    #[arg(long, value_name = "PIXELS")]
    pub side: Option<usize>,
}
