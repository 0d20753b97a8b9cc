//! What a picture is drawn by, and what is asked for when a view is drawn.

use serde::{Deserialize, Serialize};

use crate::imagery::picture::{Composition, NoDataLook, Stretch, StretchRule};

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
    /// A stretch with its numbers, such as one that was pinned on another date.
    Pinned(Stretch),
}
