//! Links between views, each aspect with a switch of its own.
//!
//! What is linked is one value that the linked views all read and write, so that links cannot fight: A↔B↔A has converged as soon as it
//! is written. A view that leaves takes the value with it.

use serde::{Deserialize, Serialize};

use super::view_state::{Numbers, StretchChoice, ViewId};
use crate::imagery::picture::Composition;

/// What two views may have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LinkAspect {
    /// The line and column in the middle.
    Position,
    /// The zoom.
    Zoom,
    /// The cursor.
    Cursor,
    /// The channels.
    Bands,
    /// The stretch.
    Stretch,
}

impl LinkAspect {
    /// Every aspect, in the order of the badge.
    pub(crate) const ALL: [Self; 5] = [Self::Position, Self::Zoom, Self::Cursor, Self::Bands, Self::Stretch];

    /// The word that is shown.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Zoom => "zoom",
            Self::Cursor => "cursor",
            Self::Bands => "bands",
            Self::Stretch => "stretch",
        }
    }
}

/// By what linked views have their position, zoom and cursor in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LinkKind {
    /// The same line and column, and as many device pixels an image pixel.
    #[default]
    Image,
    /// The same place on the ground, and as many device pixels a metre, through the geometric models and georeferences of the products.
    Ground,
}

impl LinkKind {
    /// Every kind, in the order of the editor.
    pub(crate) const ALL: [Self; 2] = [Self::Image, Self::Ground];

    /// The words that are shown.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Image => "by line and column",
            Self::Ground => "by place on the ground",
        }
    }
}

/// The aspects of one view that are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each aspect is linked by a switch of its own")]
pub(crate) struct LinkSwitches {
    position: bool,
    zoom: bool,
    cursor: bool,
    bands: bool,
    stretch: bool,
}

impl LinkSwitches {
    /// Whether an aspect is linked.
    pub(crate) const fn has(self, aspect: LinkAspect) -> bool {
        match aspect {
            LinkAspect::Position => self.position,
            LinkAspect::Zoom => self.zoom,
            LinkAspect::Cursor => self.cursor,
            LinkAspect::Bands => self.bands,
            LinkAspect::Stretch => self.stretch,
        }
    }

    /// Links or frees an aspect.
    pub(crate) const fn set(&mut self, aspect: LinkAspect, linked: bool) {
        *match aspect {
            LinkAspect::Position => &mut self.position,
            LinkAspect::Zoom => &mut self.zoom,
            LinkAspect::Cursor => &mut self.cursor,
            LinkAspect::Bands => &mut self.bands,
            LinkAspect::Stretch => &mut self.stretch,
        } = linked;
    }

    /// Whether anything is linked.
    pub(crate) fn any(self) -> bool {
        LinkAspect::ALL.into_iter().any(|aspect| self.has(aspect))
    }

    /// The linked aspects as words: `position, zoom`, or `none`.
    pub(crate) fn words(self) -> String {
        let words: Vec<&str> =
            LinkAspect::ALL.into_iter().filter(|aspect| self.has(*aspect)).map(LinkAspect::word).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(", ") }
    }
}

/// The values that linked views share, of those that are not undone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Shared {
    /// Line and column in the middle of the views.
    pub(super) middle: Option<(f64, f64)>,
    /// Device pixels an image pixel.
    pub(super) zoom: Option<f64>,
    /// The numbers found for the shared stretch.
    pub(super) numbers: Option<Numbers>,
    /// The view whose product and pixels these numbers are of.
    pub(super) stretch_of: Option<ViewId>,
}

/// The values that linked views share, of those that are undone and redone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SharedEdits {
    /// The channels.
    pub(super) composition: Option<Composition>,
    /// The stretch.
    pub(super) stretch: Option<StretchChoice>,
}
