//! Arguments of the verbs that look at a product.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// The product that is looked at.
#[derive(Debug, Args)]
pub struct LookedAt {
    /// Header, metadata file, product folder or raster
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// A raster of 12 or 15 bands that replaces the header's image, such as a crop
    #[arg(long, value_name = "FILE")]
    pub image: Option<PathBuf>,
}

/// Arguments of `viq view`.
#[derive(Debug, Args)]
pub struct ViewArguments {
    /// The product.
    #[command(flatten)]
    pub product: LookedAt,
    /// Three bands as red, green and blue, or one, with a colour map after @ (grey, viridis, cividis, diverging) and arithmetic:
    /// B07,B04,B03 or B05@viridis or (B11-B07)/(B11+B07)@diverging [default: true colour, else the first band]
    #[arg(long, value_name = "BANDS", allow_hyphen_values = true)]
    pub bands: Option<String>,
    /// minmax, percentile:LOW:HIGH, sigma:K or user:LOW:HIGH[,LOW:HIGH,LOW:HIGH] in the unit of the bands, then +gamma:G or +log, then @view or
    /// @LINE:COLUMN:LINES:COLUMNS for the pixels that the numbers come from
    #[arg(long, value_name = "STRETCH", default_value = "percentile:2:98")]
    pub stretch: String,
    /// The picture, a PNG; a file of that name is replaced
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// First line, first column, lines, columns of the pixels shown [default: all]
    #[arg(long, value_name = "LINE,COLUMN,LINES,COLUMNS")]
    pub region: Option<String>,
    /// At most so many columns, without the legend [default: as many as the region has, at most 1600]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..=16384))]
    pub width: Option<u32>,
    /// At most so many lines, without the legend [default: as many as the region has, at most 1600]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..=16384))]
    pub height: Option<u32>,
    /// How pixels with a reason look: REASON:OPACITY from 0 to 1 or REASON:off, with commas
    #[arg(long, value_name = "LOOKS")]
    pub no_data: Option<String>,
    /// Only the picture, without the strip that says what it shows
    #[arg(long)]
    pub no_legend: bool,
    /// Statistics of a part of the pixels, which the legend says (≈)
    #[arg(long)]
    pub quick: bool,
}

/// Arguments of `viq inspect`.
#[derive(Debug, Args)]
pub struct InspectArguments {
    /// What is asked.
    #[command(subcommand)]
    pub question: InspectVerb,
}

/// What is asked of the pixels.
#[derive(Debug, Subcommand)]
pub enum InspectVerb {
    /// One pixel in all bands: code, reflectance, radiance, reasons, coordinates and height on the ground
    #[command(
        after_help = "Examples:\n  viq inspect pixel product.HDR --at 3712,4180 --json\n  viq inspect pixel image.tif --at 100,200 --dem N44E005.hgt"
    )]
    Pixel(PixelArguments),
    /// Spectra of pixels, or of a region
    #[command(after_help = "\
Examples:
  viq inspect spectrum product.HDR --at 3712,4180 --at 100,200
  viq inspect spectrum product.HDR --rectangle 3700,4100,40,40 --csv spectrum.csv")]
    Spectrum(SpectrumArguments),
    /// Values along a line
    #[command(
        after_help = "Examples:\n  viq inspect profile product.HDR --from 100,200 --to 400,260 --width 5 --bands B05,B06"
    )]
    Profile(ProfileArguments),
    /// Statistics of a region, band by band
    #[command(after_help = "\
Examples:
  viq inspect region product.HDR --rectangle 3700,4100,40,40 --json
  viq inspect region product.HDR --polygon \"10,10 10,90 90,50\" --bands B05")]
    Region(RegionArguments),
}

/// What every question has.
#[derive(Debug, Args)]
pub struct EveryQuestion {
    /// The product.
    #[command(flatten)]
    pub product: LookedAt,
    /// Also write the numbers as a table with commas; a file of that name is replaced
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
}

/// Arguments of `viq inspect pixel`.
#[derive(Debug, Args)]
pub struct PixelArguments {
    /// What every question has.
    #[command(flatten)]
    pub every: EveryQuestion,
    /// The pixel; the first one is 0,0
    #[arg(long, value_name = "LINE,COLUMN")]
    pub at: String,
    /// The ground that a geometric model looks at: metres above the WGS 84 ellipsoid [default: 0]
    #[arg(long, value_name = "METRES", allow_negative_numbers = true, conflicts_with = "dem")]
    pub height: Option<f64>,
    /// The ground that a geometric model looks at: an elevation model, a file or a folder of files
    #[arg(long, value_name = "PATH")]
    pub dem: Option<PathBuf>,
    /// What the heights of the elevation model are counted from: none for the ellipsoid, or egm96 [default: what its files say]
    #[arg(long, value_name = "none|egm96", requires = "dem")]
    pub geoid: Option<String>,
}

/// Arguments of `viq inspect spectrum`.
#[derive(Debug, Args)]
pub struct SpectrumArguments {
    /// What every question has.
    #[command(flatten)]
    pub every: EveryQuestion,
    /// A pixel; may be given several times
    #[arg(long, value_name = "LINE,COLUMN")]
    pub at: Vec<String>,
    /// The region.
    #[command(flatten)]
    pub region: RegionShape,
    /// From a part of the pixels, which the answer says (≈)
    #[arg(long)]
    pub quick: bool,
}

/// Arguments of `viq inspect profile`.
#[derive(Debug, Args)]
pub struct ProfileArguments {
    /// What every question has.
    #[command(flatten)]
    pub every: EveryQuestion,
    /// Where the line begins
    #[arg(long, value_name = "LINE,COLUMN")]
    pub from: String,
    /// Where it ends
    #[arg(long, value_name = "LINE,COLUMN")]
    pub to: String,
    /// Pixels across the line that are averaged
    #[arg(long, value_name = "PIXELS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1001))]
    pub width: u32,
    /// Bands or arithmetic on them, with commas [default: all bands]
    #[arg(long, value_name = "BANDS", allow_hyphen_values = true)]
    pub bands: Option<String>,
}

/// Arguments of `viq inspect region`.
#[derive(Debug, Args)]
pub struct RegionArguments {
    /// What every question has.
    #[command(flatten)]
    pub every: EveryQuestion,
    /// The region.
    #[command(flatten)]
    pub region: RegionShape,
    /// Bands or arithmetic on them, with commas [default: all bands]
    #[arg(long, value_name = "BANDS", allow_hyphen_values = true)]
    pub bands: Option<String>,
    /// From a part of the pixels, which the answer says (≈)
    #[arg(long)]
    pub quick: bool,
}

/// A region of pixels.
#[derive(Debug, Args)]
pub struct RegionShape {
    /// First line, first column, lines, columns
    #[arg(long, value_name = "LINE,COLUMN,LINES,COLUMNS", conflicts_with = "polygon")]
    pub rectangle: Option<String>,
    /// Corners, with spaces between them; pixels whose centres lie inside
    #[arg(long, value_name = "LINE,COLUMN …", allow_hyphen_values = true)]
    pub polygon: Option<String>,
}
