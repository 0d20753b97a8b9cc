//! What a view keeps between frames and may lose: its picture, the questions under way, the hand.

use egui::Rect;

use super::gestures::Hand;
use super::placement::Placement;
use super::stretching::Stretching;
use super::view_picture::{Sharpness, ViewPicture};
use super::view_state::ProductReference;
use crate::imagery::statistics::ChannelStatistics;
use crate::operations::viewing::PixelReading;
use crate::workbench::products::Shown;
use crate::workbench::queries::Latest;

/// The editor of a chip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Editor {
    /// Which channels.
    Bands,
    /// The stretch.
    Stretch,
    /// The links.
    Links,
    /// What stands over the picture.
    Overlays,
}

/// What a view keeps between frames.
#[derive(Default)]
pub(crate) struct ViewRuntime {
    /// The picture.
    pub(crate) picture: ViewPicture,
    /// The stretch.
    pub(crate) stretching: Stretching,
    /// The hand.
    pub(crate) hand: Hand,
    /// Values at the pointer.
    pub(crate) reading: Latest<(Shown, usize, usize), PixelReading>,
    /// Pixels without a value in the channel of a colour map's bar.
    pub(crate) reasons: Latest<(ProductReference, String), ChannelStatistics>,
    /// What it follows on the ground.
    pub(crate) following: super::following::Following,
    /// Where the image stood in the last frame: commands act on that.
    pub(crate) placement: Option<Placement>,
    /// How far the picture has come.
    pub(crate) sharpness: Option<Sharpness>,
    /// The editor to open in the next frame.
    pub(crate) opens: Option<Editor>,
    /// The rectangle of the overview in the last frame.
    pub(crate) overview: Option<Rect>,
    /// The histograms of the editor of the stretch.
    pub(crate) histograms: super::histogram::Histograms,
    /// An expression or colour that is being typed, and why it is none.
    pub(crate) typed_bands: super::band_editor::TypedBands,
}
