//! Questions about the pixels of a product, and the command line that asks the same.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::contract::Effort;
use super::places::GroundChoice;
use super::request_text::{pixel, place, window};
use crate::imagery::picture::ChannelSource;
use crate::imagery::region::Region;
use crate::operations::command_words::{quoted, quoted_path};
use crate::operations::{OperationError, path_text};

/// A question about the pixels of a product: `viq inspect`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectRequest {
    /// Header, metadata file, product folder or raster.
    #[serde(serialize_with = "path_text::path")]
    pub path: PathBuf,
    /// A raster that replaces the header's image.
    #[serde(serialize_with = "path_text::optional")]
    pub image: Option<PathBuf>,
    /// What is asked.
    pub question: Question,
}

/// What is asked of the pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Everything about one pixel.
    Pixel {
        /// Its line.
        line: usize,
        /// Its column.
        column: usize,
        /// The ground that a geometric model's line of sight meets.
        #[serde(default)]
        ground: GroundChoice,
    },
    /// Spectra of pixels (line, column).
    Spectra {
        /// The pixels.
        pixels: Vec<[usize; 2]>,
    },
    /// The spectrum of a region.
    RegionSpectrum {
        /// The region.
        region: Region,
        /// How hard it is worked for.
        effort: Effort,
    },
    /// Values along a line between two places (line, column).
    Profile {
        /// Where it begins.
        from: [f64; 2],
        /// Where it ends.
        to: [f64; 2],
        /// Pixels across the line that are averaged.
        width: usize,
        /// The channels; none: all bands.
        channels: Vec<ChannelSource>,
    },
    /// Statistics of a region.
    Region {
        /// The region.
        region: Region,
        /// The channels; none: all bands.
        channels: Vec<ChannelSource>,
        /// How hard they are worked for.
        effort: Effort,
    },
}

impl InspectRequest {
    /// The command line that asks the same from any folder, quoted for a shell.
    ///
    /// None where no line can: a region that is an ellipse cannot be typed.
    pub fn as_command(&self) -> Option<String> {
        let mut words = vec!["viq".to_owned(), "inspect".to_owned(), self.question.verb().to_owned()];
        words.push(quoted_path(&self.path));
        if let Some(image) = &self.image {
            words.extend(["--image".to_owned(), quoted_path(image)]);
        }
        for (name, value) in self.question.flags()? {
            words.push(quoted(format!("--{name}={value}").as_ref()));
        }
        if self.question.effort() == Effort::Quick {
            words.push("--quick".to_owned());
        }
        Some(words.join(" "))
    }
}

impl Question {
    /// The word after `viq inspect`.
    const fn verb(&self) -> &'static str {
        match self {
            Self::Pixel { .. } => "pixel",
            Self::Spectra { .. } | Self::RegionSpectrum { .. } => "spectrum",
            Self::Profile { .. } => "profile",
            Self::Region { .. } => "region",
        }
    }

    const fn effort(&self) -> Effort {
        match self {
            Self::RegionSpectrum { effort, .. } | Self::Region { effort, .. } => *effort,
            _ => Effort::Exact,
        }
    }

    fn flags(&self) -> Option<Vec<(&'static str, String)>> {
        let bands = |channels: &[ChannelSource]| {
            let words: Vec<String> = channels.iter().map(ToString::to_string).collect();
            (!words.is_empty()).then(|| ("bands", words.join(",")))
        };
        Some(match self {
            Self::Pixel { line, column, ground } => {
                let mut flags = vec![("at", format!("{line},{column}"))];
                flags.extend(ground.flags()?);
                flags
            }
            Self::Spectra { pixels } => {
                pixels.iter().map(|[line, column]| ("at", format!("{line},{column}"))).collect()
            }
            Self::RegionSpectrum { region, .. } => vec![region_flag(region)?],
            Self::Profile { from, to, width, channels } => {
                let mut flags = vec![
                    ("from", format!("{},{}", from[0], from[1])),
                    ("to", format!("{},{}", to[0], to[1])),
                    ("width", width.to_string()),
                ];
                flags.extend(bands(channels));
                flags
            }
            Self::Region { region, channels, .. } => {
                let mut flags = vec![region_flag(region)?];
                flags.extend(bands(channels));
                flags
            }
        })
    }

    /// One pixel: `LINE,COLUMN`, and the ground that it lies on.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for what cannot be understood; so for the others.
    pub fn pixel(at: &str, ground: GroundChoice) -> Result<Self, OperationError> {
        let [line, column] = pixel("--at", at)?;
        Ok(Self::Pixel { line, column, ground })
    }

    /// Spectra of pixels, or of a region.
    ///
    /// # Errors
    /// As [`Question::pixel`], and where neither pixel nor region is named, or both.
    pub fn spectrum(
        at: &[String],
        rectangle: Option<&str>,
        polygon: Option<&str>,
        effort: Effort,
    ) -> Result<Self, OperationError> {
        match (at.is_empty(), rectangle, polygon) {
            (false, None, None) => {
                let pixels = at.iter().map(|at| pixel("--at", at)).collect::<Result<_, _>>()?;
                Ok(Self::Spectra { pixels })
            }
            (true, rectangle, polygon) if rectangle.is_some() || polygon.is_some() => {
                Ok(Self::RegionSpectrum { region: region(rectangle, polygon)?, effort })
            }
            _ => Err(OperationError::Usage("spectrum: needed --at, or one of --rectangle and --polygon".to_owned())),
        }
    }

    /// Values along a line.
    ///
    /// # Errors
    /// As [`Question::pixel`].
    pub fn profile(from: &str, to: &str, width: usize, bands: Option<&str>) -> Result<Self, OperationError> {
        Ok(Self::Profile { from: place("--from", from)?, to: place("--to", to)?, width, channels: channels(bands)? })
    }

    /// Statistics of a region.
    ///
    /// # Errors
    /// As [`Question::pixel`].
    pub fn region(
        rectangle: Option<&str>,
        polygon: Option<&str>,
        bands: Option<&str>,
        effort: Effort,
    ) -> Result<Self, OperationError> {
        Ok(Self::Region { region: region(rectangle, polygon)?, channels: channels(bands)?, effort })
    }
}

/// Channels with commas between them; a comma inside parentheses belongs to an expression.
fn channels(bands: Option<&str>) -> Result<Vec<ChannelSource>, OperationError> {
    let Some(text) = bands else { return Ok(Vec::new()) };
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match parts.last_mut() {
            Some(part) if sign != ',' || depth > 0 => part.push(sign),
            _ => parts.push(String::new()),
        }
    }
    let refused = |_| OperationError::Usage(format!("--bands needs bands with commas between them, found \"{text}\""));
    parts.iter().map(|part| part.parse::<ChannelSource>().map_err(refused)).collect()
}

fn region(rectangle: Option<&str>, polygon: Option<&str>) -> Result<Region, OperationError> {
    match (rectangle, polygon) {
        (Some(text), None) => Ok(Region::Rectangle(window("--rectangle", text)?)),
        (None, Some(text)) => {
            let corners: Vec<[f64; 2]> =
                text.split_whitespace().map(|corner| place("--polygon", corner)).collect::<Result<_, _>>()?;
            let region = Region::Polygon(corners);
            region.check().map_err(|error| OperationError::Usage(error.to_string()))?;
            Ok(region)
        }
        _ => Err(OperationError::Usage("region: needed one of --rectangle and --polygon".to_owned())),
    }
}

/// A region as it is typed.
fn region_flag(region: &Region) -> Option<(&'static str, String)> {
    match region {
        Region::Rectangle(window) => {
            Some(("rectangle", format!("{},{},{},{}", window.line, window.column, window.lines, window.columns)))
        }
        Region::Polygon(corners) => {
            let corners: Vec<String> = corners.iter().map(|[line, column]| format!("{line},{column}")).collect();
            Some(("polygon", corners.join(" ")))
        }
        Region::Ellipse { .. } => None,
    }
}
