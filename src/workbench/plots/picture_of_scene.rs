//! A scene as PNG, drawn by what paints the window but without a screen.

use egui::{RawInput, Rect, pos2, vec2};

use super::scene_painter::paint_scene;
use super::software_raster::{Textures, draw};
use crate::imagery::{PictureError, encode_png};
use crate::reports::figure::Scene;
use crate::reports::tokens::PANEL;
use crate::workbench::theme;

/// The scene as PNG with `pixels_per_point` pixels a point, on the light panel; the same scene gives the same bytes.
///
/// # Errors
/// [`PictureError`] when the scene has no extent.
pub(crate) fn scene_png(scene: &Scene, pixels_per_point: f32) -> Result<Vec<u8>, PictureError> {
    let context = egui::Context::default();
    theme::install(&context);
    context.set_pixels_per_point(pixels_per_point);
    let size = vec2(scene.width as f32, scene.height as f32);
    let pixels = [size.x, size.y].map(|side| (side * pixels_per_point).round().max(0.0) as usize);
    let mut textures = Textures::default();
    let mut primitives = Vec::new();
    // In the first pass the scale and the fonts become known; the second one is drawn.
    for _ in 0..2 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)),
            max_texture_side: Some(8192),
            ..RawInput::default()
        };
        let mut held = Vec::new();
        let mut output = context.run_ui(input, |ui| {
            let layer = egui::LayerId::background();
            held = paint_scene(&ui.ctx().layer_painter(layer), scene, pos2(0.0, 0.0));
        });
        textures.update(&mut output.textures_delta);
        primitives = context.tessellate(output.shapes, output.pixels_per_point);
        drop(held);
    }
    encode_png(&draw(&primitives, &textures, pixels, pixels_per_point, theme::colour(PANEL)))
}
