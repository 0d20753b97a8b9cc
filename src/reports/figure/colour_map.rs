//! The map for amounts: cividis (Nuñez, Anderton and Renslow, Optimizing colormaps with consideration for color vision deficiency, 2018), drawn with large amounts dark, for the page is light,
//! and mixed with white, for words and numbers stand on it.

use super::scene::{Anchor, Face, Fill, Scene, Shape, Stroke};
use crate::imagery::picture::{ColourMap, Colouring};
use crate::reports::tokens::{Colour, LINE, PANEL};

/// Share of the panel's colour in every colour of the map.
const LIGHTENED: f64 = 0.28;

/// Colour of an amount given as a share of the map's range, clamped to [0, 1].
pub(super) fn amount(share: f64) -> Colour {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let pure = ColourMap::of(Colouring::Cividis).at(1.0 - share);
    let mix = |channel: usize| {
        let pure = f64::from(pure[channel]);
        (pure + (f64::from(PANEL.0[channel]) - pure) * LIGHTENED).round() as u8
    };
    Colour([mix(0), mix(1), mix(2)])
}

/// Draws the map's bar upright, small amounts at its foot, and returns nothing but marks: numbers belong to the caller.
pub(super) fn draw_bar(scene: &mut Scene, at: [f64; 2], size: [f64; 2]) {
    let slices = 48;
    let height = size[1] / f64::from(slices);
    for slice in 0..slices {
        let share = (f64::from(slice) + 0.5) / f64::from(slices);
        let y = at[1] + size[1] - f64::from(slice + 1) * height;
        // Half a point of overlap hides the seams that smoothing would leave.
        let shape = Shape::Rectangle {
            at: [at[0], y],
            size: [size[0], height + if slice == 0 { 0.0 } else { 0.5 }],
            fill: Fill::Plain(amount(share)),
            stroke: None,
        };
        scene.draw("bar-slice", shape);
    }
    let outline = Shape::Rectangle { at, size, fill: Fill::Nothing, stroke: Some(Stroke::solid(LINE, 1.0)) };
    scene.draw("bar-outline", outline);
}

/// Draws a swatch with its word beside it.
pub(super) fn draw_swatch(scene: &mut Scene, at: [f64; 2], fill: Fill, word: &str) {
    let stroke = Some(Stroke::solid(LINE, 1.0));
    scene.draw("swatch", Shape::Rectangle { at, size: [14.0, 14.0], fill, stroke });
    scene.quiet([at[0] + 20.0, at[1] + 11.0], Anchor::Start, Face::Words, word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_amounts_are_always_darker() {
        let lights: Vec<f64> = (0..=100).map(|percent| amount(f64::from(percent) / 100.0).luminance()).collect();
        assert!(lights.windows(2).all(|pair| pair[1] < pair[0]), "{lights:?}");
    }

    #[test]
    fn beyond_the_range_is_its_end_and_no_number_is_its_beginning() {
        assert_eq!(amount(7.0), amount(1.0));
        assert_eq!(amount(-1.0), amount(0.0));
        assert_eq!(amount(f64::NAN), amount(0.0));
    }
}
