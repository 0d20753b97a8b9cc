//! What the toolkit would paint, drawn without a screen: for pictures of plots, equal on every machine.

use std::collections::BTreeMap;

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureId, TextureOptions};

use crate::imagery::Picture;

/// A texture in memory.
struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    nearest: bool,
}

/// The textures that the triangles refer to.
#[derive(Default)]
pub(super) struct Textures {
    held: BTreeMap<TextureId, Texture>,
}

impl Textures {
    /// Takes what changed in a frame.
    pub(super) fn update(&mut self, delta: &mut egui::TexturesDelta) {
        let mut changed: Vec<_> = delta.set.drain().collect();
        changed.sort_by_key(|(id, _)| *id);
        for (id, parts) in changed {
            for part in parts {
                let ImageData::Color(image) = &part.image;
                let [width, height] = image.size;
                if let (Some([left, top]), Some(texture)) = (part.pos, self.held.get_mut(&id)) {
                    for (row, line) in image.pixels.chunks_exact(width.max(1)).enumerate() {
                        let start = (top + row) * texture.width + left;
                        if let Some(target) = texture.pixels.get_mut(start..start + width) {
                            target.copy_from_slice(line);
                        }
                    }
                } else {
                    let nearest = part.options == TextureOptions::NEAREST;
                    self.held.insert(id, Texture { width, height, pixels: image.pixels.clone(), nearest });
                }
            }
        }
        delta.free.clear();
    }
}

impl Texture {
    fn pixel(&self, column: i64, line: i64) -> [f32; 4] {
        let column = column.clamp(0, self.width as i64 - 1) as usize;
        let line = line.clamp(0, self.height as i64 - 1) as usize;
        self.pixels.get(line * self.width + column).map_or([0.0; 4], |colour| colour.to_array().map(f32::from))
    }

    fn sample(&self, uv: Pos2) -> [f32; 4] {
        let (x, y) = (uv.x * self.width as f32, uv.y * self.height as f32);
        if self.nearest {
            return self.pixel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (column, line) = (x.floor(), y.floor());
        let (right, down) = (x - column, y - line);
        let (column, line) = (column as i64, line as i64);
        let corners = [
            (self.pixel(column, line), (1.0 - right) * (1.0 - down)),
            (self.pixel(column + 1, line), right * (1.0 - down)),
            (self.pixel(column, line + 1), (1.0 - right) * down),
            (self.pixel(column + 1, line + 1), right * down),
        ];
        std::array::from_fn(|channel| corners.iter().map(|(colour, weight)| colour[channel] * weight).sum())
    }
}

/// Draws triangles over an opaque ground, later ones over earlier ones.
pub(super) fn draw(
    primitives: &[ClippedPrimitive],
    textures: &Textures,
    [width, height]: [usize; 2],
    pixels_per_point: f32,
    ground: Color32,
) -> Picture {
    let [red, green, blue, _] = ground.to_array();
    let mut canvas = Canvas { width, height, rgb: [red, green, blue].repeat(width * height), pixels_per_point };
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        if let Primitive::Mesh(mesh) = primitive {
            canvas.draw_mesh(mesh, *clip_rect, textures);
        }
    }
    let rgba = canvas.rgb.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
    Picture { width, height, rgba }
}

struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    pixels_per_point: f32,
}

impl Canvas {
    fn draw_mesh(&mut self, mesh: &Mesh, clip: Rect, textures: &Textures) {
        let Some(texture) = textures.held.get(&mesh.texture_id) else { return };
        for corners in mesh.indices.chunks_exact(3) {
            let vertex = |index: u32| mesh.vertices.get(index as usize);
            if let (Some(a), Some(b), Some(c)) = (vertex(corners[0]), vertex(corners[1]), vertex(corners[2])) {
                self.draw_triangle([a, b, c], clip, texture);
            }
        }
    }

    fn draw_triangle(&mut self, corners: [&Vertex; 3], clip: Rect, texture: &Texture) {
        let scale = f64::from(self.pixels_per_point);
        let place = |vertex: &Vertex| [f64::from(vertex.pos.x) * scale, f64::from(vertex.pos.y) * scale];
        let [a, mut b, mut c] = corners;
        let mut area = edge(place(a), place(b), place(c));
        if area < 0.0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        if !(area > 0.0 && area.is_finite()) {
            return;
        }
        let [pa, pb, pc] = [place(a), place(b), place(c)];
        let extent = |axis: usize, clip_low: f32, clip_high: f32, size: usize| {
            let low = pa[axis].min(pb[axis]).min(pc[axis]).max(f64::from(clip_low) * scale);
            let high = pa[axis].max(pb[axis]).max(pc[axis]).min(f64::from(clip_high) * scale);
            let first = (low - 0.5).ceil().max(0.0) as usize;
            first..((high - 0.5).floor() + 1.0).clamp(0.0, size as f64) as usize
        };
        let lines = extent(1, clip.min.y, clip.max.y, self.height);
        let columns = extent(0, clip.min.x, clip.max.x, self.width);
        for line in lines {
            for column in columns.clone() {
                let point = [column as f64 + 0.5, line as f64 + 0.5];
                let weights = [(pb, pc), (pc, pa), (pa, pb)].map(|(from, to)| (edge(from, to, point), from, to));
                // A pixel on an edge that two triangles share belongs to one of them only.
                let is_inside = weights.iter().all(|(w, from, to)| *w > 0.0 || *w == 0.0 && owns_edge(*from, *to));
                if is_inside {
                    let weights = weights.map(|(weight, _, _)| (weight / area) as f32);
                    self.blend(line * self.width + column, [a, b, c], weights, texture);
                }
            }
        }
    }

    fn blend(&mut self, pixel: usize, corners: [&Vertex; 3], weights: [f32; 3], texture: &Texture) {
        let mixed = |value: &dyn Fn(&Vertex) -> f32| -> f32 {
            corners.iter().zip(weights).map(|(vertex, weight)| value(vertex) * weight).sum()
        };
        let uv = Pos2::new(mixed(&|vertex| vertex.uv.x), mixed(&|vertex| vertex.uv.y));
        let texel = texture.sample(uv);
        let ink: [f32; 4] = std::array::from_fn(|channel| {
            mixed(&|vertex| f32::from(vertex.color.to_array()[channel])) * texel[channel] / 255.0
        });
        let rest = 1.0 - ink[3] / 255.0;
        if let Some(target) = self.rgb.get_mut(3 * pixel..3 * pixel + 3) {
            for (level, ink) in target.iter_mut().zip(ink) {
                *level = (ink + f32::from(*level) * rest).round().clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// Twice the area of a triangle, positive when its corners run clockwise on the screen.
fn edge(from: [f64; 2], to: [f64; 2], point: [f64; 2]) -> f64 {
    (to[0] - from[0]) * (point[1] - from[1]) - (to[1] - from[1]) * (point[0] - from[0])
}

/// Of the two triangles at an edge, the one for which it runs upwards or, level, to the right.
fn owns_edge(from: [f64; 2], to: [f64; 2]) -> bool {
    to[1] < from[1] || to[1] <= from[1] && to[0] > from[0]
}
