//! What a picture is drawn by, and what is asked for when a view is drawn.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::interim::NoDataLook;
use crate::imagery::Window;
use crate::imagery::picture::{Composition, Stretch, StretchRule};
use crate::operations::path_text;

/// How hard a statistic is worked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// From a part of the pixels, and the statistic says so (≈).
    Quick,
    /// From every pixel.
    #[default]
    Exact,
}

/// Everything that decides the colours of a picture: the same contract and the same samples give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PictureContract {
    /// Which channels.
    pub composition: Composition,
    /// Their stretch, with its numbers.
    pub stretch: Stretch,
    /// How pixels without a value look.
    pub no_data: NoDataLook,
}

/// Where the stretch of a view comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewStretch {
    /// A rule, whose numbers are taken from the product when the view is drawn.
    Rule(StretchRule),
    /// A stretch with its numbers.
    Pinned(Stretch),
}

/// A view that is to be drawn: `viq view`, and the window's export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewRequest {
    /// Header, metadata file, product folder or raster.
    #[serde(serialize_with = "path_text::path")]
    pub path: PathBuf,
    /// A raster that replaces the header's image.
    #[serde(serialize_with = "path_text::optional")]
    pub image: Option<PathBuf>,
    /// Which channels; none for the usual ones of the product.
    pub composition: Option<Composition>,
    /// Their stretch.
    pub stretch: ViewStretch,
    /// How hard its statistics are worked for, where it is a rule.
    pub effort: Effort,
    /// How pixels without a value look.
    pub no_data: NoDataLook,
    /// The pixels shown; none for the whole image.
    pub region: Option<Window>,
    /// Columns of the picture, without its legend.
    pub width: usize,
    /// Lines of the picture, without its legend.
    pub height: usize,
    /// Whether the legend stands under the picture.
    pub legend: bool,
}
