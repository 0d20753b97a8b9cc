//! What the user says of the ground: the lines of sight of a geometric model need a height to end at.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::operations::{OperationError, path_text};

/// Lowest and highest constant height that is taken, metres above the ellipsoid: more than the Earth's relief in either direction.
pub const GROUND_HEIGHTS_M: [f64; 2] = [-1000.0, 10_000.0];

/// The ground that lines of sight meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundChoice {
    /// A constant height, metres above the WGS 84 ellipsoid.
    HeightM(f64),
    /// An elevation model.
    Elevation {
        /// A file, or a folder whose elevation files are all taken.
        #[serde(serialize_with = "path_text::path")]
        path: PathBuf,
        /// What its heights are counted from.
        #[serde(default)]
        heights: HeightsAbove,
    },
}

impl Default for GroundChoice {
    /// The ellipsoid itself.
    fn default() -> Self {
        Self::HeightM(0.0)
    }
}

/// What the heights of an elevation model are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeightsAbove {
    /// What the files say themselves (SRTM and DTED: EGM96); files that do not say it are refused.
    #[default]
    AsFilesSay,
    /// The WGS 84 ellipsoid.
    Ellipsoid,
    /// The geoid EGM96.
    Egm96,
}

impl HeightsAbove {
    /// Every one, in the order of the editor.
    pub const ALL: [Self; 3] = [Self::AsFilesSay, Self::Ellipsoid, Self::Egm96];

    /// The word of the command line; none for what is taken when nothing is said.
    const fn flag(self) -> Option<&'static str> {
        match self {
            Self::AsFilesSay => None,
            Self::Ellipsoid => Some("none"),
            Self::Egm96 => Some("egm96"),
        }
    }

    /// The words that are shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AsFilesSay => "as the files say",
            Self::Ellipsoid => "above the ellipsoid",
            Self::Egm96 => "above the geoid EGM96",
        }
    }
}

impl GroundChoice {
    /// The ground of a command line: a height in metres, or an elevation model and what its heights are counted from (`none` for the ellipsoid, `egm96`).
    ///
    /// # Errors
    /// [`OperationError::Usage`] for another word, and for words about the heights of no elevation model.
    pub fn typed(
        height_m: Option<f64>,
        elevation: Option<PathBuf>,
        heights: Option<&str>,
    ) -> Result<Self, OperationError> {
        let known = |word: &str| HeightsAbove::ALL.into_iter().find(|heights| heights.flag() == Some(word));
        let heights = match heights {
            None => None,
            Some(word) => Some(
                known(word)
                    .ok_or_else(|| OperationError::Usage(format!("--geoid needs none or egm96, found \"{word}\"")))?,
            ),
        };
        match (elevation, heights) {
            (Some(path), heights) => Ok(Self::Elevation { path, heights: heights.unwrap_or_default() }),
            (None, Some(_)) => Err(OperationError::Usage("--geoid needs --dem".to_owned())),
            (None, None) => Ok(height_m.map_or_else(Self::default, Self::HeightM)),
        }
    }

    /// The flags of the command line that say the same; none where no line can, for a path that is no Unicode.
    pub(in crate::operations::viewing) fn flags(&self) -> Option<Vec<(&'static str, String)>> {
        Some(match self {
            ground if *ground == Self::default() => Vec::new(),
            Self::HeightM(height_m) => vec![("height", height_m.to_string())],
            Self::Elevation { path, heights } => {
                let mut flags = vec![("dem", path.to_str()?.to_owned())];
                flags.extend(heights.flag().map(|word| ("geoid", word.to_owned())));
                flags
            }
        })
    }

    /// The ground in a few words: `0 m above the ellipsoid`, `N44E005.hgt`, `dem (EGM96)`.
    pub fn words(&self) -> String {
        match self {
            Self::HeightM(height_m) => format!("{height_m} m above the ellipsoid"),
            Self::Elevation { path, heights } => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                match heights {
                    HeightsAbove::AsFilesSay => name.into_owned(),
                    HeightsAbove::Ellipsoid => format!("{name} (ellipsoid)"),
                    HeightsAbove::Egm96 => format!("{name} (EGM96)"),
                }
            }
        }
    }
}
