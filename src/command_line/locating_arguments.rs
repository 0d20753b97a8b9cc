//! Arguments of `viq locate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `viq locate`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("asked").required(true))]
pub struct LocateArguments {
    /// The image: a raster with its model in its metadata or beside it (.geom, .RPB, _RPC.TXT, RPC_*.XML of the same product), a file that is a
    /// model itself (Pléiades or DIMAP document, Sentinel-2 L1B datastrip, RPC, location grid), or a folder of VENµS geometry files
    #[arg(value_name = "IMAGE")]
    pub image: PathBuf,
    /// Where did this pixel look? The centre of the first pixel is 0,0. Several follow each other, or the flag is repeated for each
    #[arg(long, value_name = "LINE,COLUMN", allow_hyphen_values = true, group = "asked")]
    pub pixel: Vec<String>,
    /// Which pixel saw this place? Degrees, and metres above WGS 84. Several follow each other, or (west
    /// longitudes) the flag is repeated for each
    #[arg(long, value_name = "LON,LAT[,HEIGHT]", allow_hyphen_values = true, group = "asked")]
    pub ground: Vec<String>,
    /// The points of a file: CSV with the heading line,column or lon,lat[,height], or JSON with the names of the results
    #[arg(long, value_name = "FILE", group = "asked")]
    pub points: Option<PathBuf>,
    /// Further pixels or places, after --pixel or --ground
    #[arg(value_name = "POINT", hide = true)]
    pub further: Vec<String>,
    /// Elevation model: a file or a folder of them (SRTM, DTED, GeoTIFF); may be repeated
    #[arg(long, value_name = "PATH")]
    pub dem: Vec<PathBuf>,
    /// What the heights of the elevation model are counted from: none for the ellipsoid, egm96, or a geoid grid [default: what its files say]
    #[arg(long, value_name = "none|egm96|FILE")]
    pub geoid: Option<String>,
    /// A surface of one height, metres above WGS 84 [default without --dem: 0, which the result says]
    #[arg(long, value_name = "METRES", allow_hyphen_values = true)]
    pub height: Option<f64>,
    /// Band or array, where there are several; of a place, all that saw it are listed without it
    #[arg(long, value_name = "BAND")]
    pub band: Option<String>,
    /// Which model, where there are several [default: the physical one]
    #[arg(long, value_name = "physical|rpc|grid|FILE")]
    pub model: Option<String>,
    /// Table of Earth orientation of the IERS (C04, finals2000A, Bulletin A) [default: the one that comes with the program]
    #[arg(long, value_name = "FILE")]
    pub earth_orientation: Option<PathBuf>,
    /// Model of precession of attitudes that are given against the equator of date
    #[arg(long, default_value = "2006", value_name = "YEAR")]
    pub precession: PrecessionArgument,
    /// Light time [default: what the files leave to the model]
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    pub light_time: Option<Switch>,
    /// Aberration of light [default: what the files leave to the model]
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    pub aberration: Option<Switch>,
    /// Refraction by a standard atmosphere
    #[arg(long, value_name = "on|off", hide_possible_values = true, default_value = "off")]
    pub refraction: Switch,
    /// Folder of the ground processing parameters of a Sentinel-2 datastrip [default: GIPP beside it]
    #[arg(long, value_name = "DIR")]
    pub ground_parameters: Option<PathBuf>,
    /// Leave the corrections of a refined Sentinel-2 datastrip aside
    #[arg(long)]
    pub no_refining: bool,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Taken into account.
    On,
    /// Left out.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// A model of precession as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PrecessionArgument {
    /// IAU 2006
    #[value(name = "2006")]
    Iau2006,
    /// IAU 2000
    #[value(name = "2000")]
    Iau2000,
    /// IAU 1976
    #[value(name = "1976")]
    Iau1976,
}
