//! How pixels with a reason look: each reason with its own colour, hatch, opacity and switch.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::imagery::{NoDataReason, Reasons};

const N: usize = NoDataReason::ALL.len();

/// How an area is hatched, so that it is told from others on a grey print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hatch {
    /// Filled.
    Solid,
    /// Dots.
    Dots,
    /// Rising lines.
    Diagonal,
    /// Upright lines.
    Vertical,
    /// Crossed lines.
    Cross,
    /// Level lines.
    Horizontal,
    /// Only an outline; in a picture nothing.
    Empty,
}

impl Hatch {
    /// Whether the hatch has ink at a pixel of a picture; patterns repeat every 12 pixels.
    pub const fn has_ink(self, line: usize, column: usize) -> bool {
        match self {
            Self::Solid => true,
            Self::Dots => line % 4 < 2 && column % 4 < 2,
            Self::Diagonal => (line + column) % 6 < 2,
            Self::Vertical => column % 4 < 2,
            Self::Cross => line.abs_diff(column) % 6 < 1 || (line + column) % 6 < 1,
            Self::Horizontal => line % 4 < 2,
            Self::Empty => false,
        }
    }
}

/// Colour and hatch of every reason. They are data here: whoever draws brings them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDataPalette([([u8; 3], Hatch); N]);

impl NoDataPalette {
    /// From the colour and the hatch of each reason.
    pub fn new(of: impl Fn(NoDataReason) -> ([u8; 3], Hatch)) -> Self {
        Self(NoDataReason::ALL.map(of))
    }

    /// One colour for all reasons, without a hatch.
    pub fn plain(colour: [u8; 3]) -> Self {
        Self([(colour, Hatch::Solid); N])
    }

    /// Colour and hatch of a reason.
    pub const fn of(&self, reason: NoDataReason) -> ([u8; 3], Hatch) {
        self.0[reason as usize]
    }
}

/// Whether a reason is shown, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OverlayLook {
    /// Whether its pixels are coloured at all.
    pub visible: bool,
    /// From 0, which shows nothing of the colour, to 1, which shows nothing of the value below.
    pub opacity: f32,
}

/// How each reason is shown. Serialised as a map; a reason that is not in it has its usual look.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<NoDataReason, OverlayLook>", into = "BTreeMap<NoDataReason, OverlayLook>")]
pub struct NoDataLook([OverlayLook; N]);

impl Default for NoDataLook {
    /// All reasons visible but what lies outside of the image; cloud lightly, for what it covers is looked at all the same.
    fn default() -> Self {
        Self(NoDataReason::ALL.map(|reason| match reason {
            NoDataReason::Cloud => OverlayLook { visible: true, opacity: 0.35 },
            NoDataReason::Outside => OverlayLook { visible: false, opacity: 1.0 },
            _ => OverlayLook { visible: true, opacity: 1.0 },
        }))
    }
}

impl NoDataLook {
    /// The same look for all reasons.
    pub const fn uniform(look: OverlayLook) -> Self {
        Self([look; N])
    }

    /// No reason is coloured: values are shown wherever there are any.
    pub const fn hidden() -> Self {
        Self::uniform(OverlayLook { visible: false, opacity: 1.0 })
    }

    /// The look of a reason.
    pub const fn of(&self, reason: NoDataReason) -> OverlayLook {
        self.0[reason as usize]
    }

    /// Gives a reason another look.
    pub const fn set(&mut self, reason: NoDataReason, look: OverlayLook) {
        self.0[reason as usize] = look;
    }
}

impl From<BTreeMap<NoDataReason, OverlayLook>> for NoDataLook {
    fn from(looks: BTreeMap<NoDataReason, OverlayLook>) -> Self {
        let mut all = Self::default();
        for (reason, look) in looks {
            all.set(reason, look);
        }
        all
    }
}

impl From<NoDataLook> for BTreeMap<NoDataReason, OverlayLook> {
    fn from(look: NoDataLook) -> Self {
        NoDataReason::ALL.into_iter().zip(look.0).collect()
    }
}

/// Share of the opacity that stands between the lines of a hatch, so that even a single pixel with a reason is seen.
const BETWEEN: f32 = 0.4;

/// What is painted over the pixels of one reason.
#[derive(Debug, Clone, Copy)]
struct Paint {
    colour: [f32; 3],
    hatch: Hatch,
    opacity: f32,
}

/// The overlay of every combination of reasons, prepared for drawing.
pub(super) struct Overlay {
    paints: [Paint; N],
    /// By the bits of the reasons: which paint is on top, if any.
    top: [Option<u8>; 1 << N],
}

impl Overlay {
    pub(super) fn new(look: &NoDataLook, palette: &NoDataPalette) -> Self {
        let paints = NoDataReason::ALL.map(|reason| {
            let (colour, hatch) = palette.of(reason);
            let look = look.of(reason);
            let shown = look.visible && hatch != Hatch::Empty && look.opacity > 0.0;
            Paint { colour: colour.map(f32::from), hatch, opacity: if shown { look.opacity.min(1.0) } else { 0.0 } }
        });
        let mut top = [None; 1 << N];
        for (bits, top) in top.iter_mut().enumerate() {
            *top = (0..N as u8).find(|reason| bits & (1 << reason) != 0 && paints[usize::from(*reason)].opacity > 0.0);
        }
        Self { paints, top }
    }

    /// The pixel `below` (red, green, blue, opacity: 255 or 0) with the overlay of `reasons` over it. Of several visible reasons the first in
    /// the order of [`NoDataReason::ALL`] is drawn.
    pub(super) fn over(&self, below: [u8; 4], reasons: Reasons, line: usize, column: usize) -> [u8; 4] {
        let Some(top) = self.top[usize::from(reasons.bits())] else { return below };
        let paint = self.paints[usize::from(top)];
        let opacity = if paint.hatch.has_ink(line, column) { paint.opacity } else { paint.opacity * BETWEEN };
        if below[3] == 0 {
            let [red, green, blue] = paint.colour.map(|level| level as u8);
            return [red, green, blue, (opacity * 255.0).round() as u8];
        }
        let mix = |index: usize| {
            let level = f32::from(below[index]);
            (level + (paint.colour[index] - level) * opacity).round() as u8
        };
        [mix(0), mix(1), mix(2), 255]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_read_back_is_the_same_and_a_reason_left_out_has_its_usual_look() {
        let mut look = NoDataLook::default();
        look.set(NoDataReason::Cloud, OverlayLook { visible: false, opacity: 0.5 });
        let text = serde_json::to_string(&look).unwrap();
        assert_eq!(serde_json::from_str::<NoDataLook>(&text).unwrap(), look);
        let partial: NoDataLook = serde_json::from_str(r#"{"cloud":{"visible":false,"opacity":0.5}}"#).unwrap();
        assert_eq!(partial, look);
    }

    #[test]
    fn every_hatch_but_the_solid_and_the_empty_one_has_ink_and_gaps() {
        let hatches = [Hatch::Dots, Hatch::Diagonal, Hatch::Vertical, Hatch::Cross, Hatch::Horizontal];
        let mut patterns: Vec<Vec<bool>> =
            hatches.iter().map(|hatch| (0..144).map(|index| hatch.has_ink(index / 12, index % 12)).collect()).collect();
        for (pattern, hatch) in patterns.iter().zip(hatches) {
            let ink = pattern.iter().filter(|ink| **ink).count();
            assert!((24..=80).contains(&ink), "{hatch:?}: {ink}");
            // A picture drawn in tiles shows one pattern, for it goes by the place in the image.
            assert!((0..144).all(|index| hatch.has_ink(index / 12 + 12, index % 12 + 24) == pattern[index]));
        }
        patterns.sort();
        patterns.dedup();
        assert_eq!(patterns.len(), hatches.len());
    }

    #[test]
    fn an_opacity_that_is_no_number_or_too_large_is_bounded() {
        let palette = NoDataPalette::plain([200, 100, 0]);
        let reasons = Reasons::only(NoDataReason::Cloud);
        let over = |opacity| {
            let look = NoDataLook::uniform(OverlayLook { visible: true, opacity });
            Overlay::new(&look, &palette).over([10, 10, 10, 255], reasons, 0, 0)
        };
        assert_eq!(over(f32::NAN), [10, 10, 10, 255]);
        assert_eq!(over(-1.0), [10, 10, 10, 255]);
        assert_eq!(over(7.0), [200, 100, 0, 255]);
        assert_eq!(over(0.5), [105, 55, 5, 255]);
    }
}
