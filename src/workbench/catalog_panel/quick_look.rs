//! The small picture on the card.

use std::path::PathBuf;

use egui::{Color32, ColorImage, Image, RichText, Role, TextureHandle, TextureOptions, Ui, WidgetInfo, vec2};

use crate::operations::{self, ProductPicture};
use crate::workbench::desk::Desk;
use crate::workbench::queries::{Answer, Latest, Priority};
use crate::workbench::theme::colour;

/// The picture is at most so high, points.
const HIGHEST: f32 = 240.0;

/// The small picture on the card: asked for off the window's thread, the latest product wins.
#[derive(Default)]
pub(super) struct QuickLookView {
    drawn: Latest<PathBuf, Option<ProductPicture>>,
    texture: Option<(PathBuf, TextureHandle)>,
}

impl QuickLookView {
    /// Draws the picture of the product at `path`, or says why there is none.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &Desk, path: &str) {
        let path = PathBuf::from(path);
        let asked = path.clone();
        self.drawn.ask(&desk.queries, Priority::Soon, path.clone(), move |supervision| {
            operations::product_picture(&asked, supervision)
        });
        match self.drawn.answer() {
            Answer::Known(Some(picture)) => {
                let texture = texture(&mut self.texture, ui, path, picture);
                let room = vec2(ui.available_width(), HIGHEST);
                let size = vec2(picture.width as f32, picture.height as f32);
                let scale = (room.x / size.x).min(room.y / size.y);
                let told = format!("{}\n{}\n{}", picture.bands.join(", "), picture.stretch, picture.no_data);
                let name = format!("Quick-look of bands {}", picture.bands.join(", "));
                let frame = egui::Frame::new().fill(colour(desk.tokens().image_surround));
                let drawn = frame.show(ui, |ui| {
                    ui.set_width(room.x);
                    ui.vertical_centered(|ui| ui.add(Image::new(&texture).fit_to_exact_size(size * scale))).inner
                });
                drawn.inner.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
                drawn.inner.on_hover_text(told);
                let words = format!("{}  2–98 % of this picture", picture.bands.join(" "));
                ui.label(RichText::new(words).small().weak());
            }
            Answer::Known(None) => {
                ui.label(RichText::new("No quick-look: the product has no valid pixel.").small().weak());
            }
            Answer::Failed(reason) => {
                ui.add(egui::Label::new(RichText::new(format!("No quick-look: {reason}")).small().weak()).wrap());
            }
            // another product's picture must not stand here
            Answer::Waiting(_) | Answer::Nothing => {
                ui.allocate_space(vec2(ui.available_width(), HIGHEST));
            }
        }
    }
}

fn texture(
    kept: &mut Option<(PathBuf, TextureHandle)>,
    ui: &Ui,
    path: PathBuf,
    picture: &ProductPicture,
) -> TextureHandle {
    if let Some((_, texture)) = kept.as_ref().filter(|(of, _)| *of == path) {
        return texture.clone();
    }
    let [width, height] = [picture.width, picture.height];
    let whole = picture.rgba.chunks_exact(4);
    let pixels = whole.map(|pixel| Color32::from_rgba_unmultiplied(pixel[0], pixel[1], pixel[2], pixel[3]));
    let image = ColorImage::new([width, height], pixels.collect());
    let texture = ui.ctx().load_texture("quick-look", image, TextureOptions::LINEAR);
    *kept = Some((path, texture.clone()));
    texture
}
