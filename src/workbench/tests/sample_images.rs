//! Images that are known to the last sample, and a window that shows one.

use std::path::{Path, PathBuf};

use egui::{Modifiers, Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::waiting::wait_for;
use super::window::window;
use crate::workbench::app::App;
use crate::workbench::session::Tab;

/// Bands, lines and columns of an image, and the value that its header says is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) bands: usize,
    pub(super) lines: usize,
    pub(super) columns: usize,
    pub(super) ignored: Option<f32>,
}

impl Extent {
    pub(super) const fn of(bands: usize, lines: usize, columns: usize) -> Self {
        Self { bands, lines, columns, ignored: None }
    }
}

/// Writes an image of real numbers, band after band, as ENVI raster; `value` has band, line and column.
pub(super) fn image(folder: &Path, name: &str, extent: Extent, value: impl Fn(usize, usize, usize) -> f32) -> PathBuf {
    let Extent { bands, lines, columns, ignored } = extent;
    let mut bytes = Vec::with_capacity(4 * bands * lines * columns);
    for band in 0..bands {
        for line in 0..lines {
            for column in 0..columns {
                bytes.extend_from_slice(&value(band, line, column).to_le_bytes());
            }
        }
    }
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let names: Vec<String> = (1..=bands).map(|band| format!("B{band:02}")).collect();
    let ignored = ignored.map(|value| format!("data ignore value = {value}\n")).unwrap_or_default();
    let header = format!(
        "ENVI\nsamples = {columns}\nlines = {lines}\nbands = {bands}\nheader offset = 0\ndata type = 4\n\
         interleave = bsq\nbyte order = 0\n{ignored}band names = {{{}}}\n",
        names.join(", ")
    );
    std::fs::write(folder.join(format!("{name}.hdr")), header).unwrap();
    path
}

/// An image of two bands whose values tell line, column and band.
pub(super) fn slopes(folder: &Path, name: &str, lines: usize, columns: usize) -> PathBuf {
    image(folder, name, Extent::of(2, lines, columns), |band, line, column| (band * 1000 + line + column) as f32)
}

/// A window whose viewer shows products, cut into tiles of 32 pixels, when they are sharp.
pub(super) fn viewer(folder: &Path, products: &[PathBuf]) -> Harness<'static, App> {
    let mut window = begun(folder, products);
    settle(&mut window);
    window
}

/// A window whose viewer has just been asked to show products.
pub(super) fn begun(folder: &Path, products: &[PathBuf]) -> Harness<'static, App> {
    let mut window = window(folder);
    let desk = window.state_mut().desk();
    desk.viewing.tile_side = 32;
    desk.session.tab = Tab::Viewer;
    window.state_mut().open_products(products.to_vec());
    window
}

/// Runs frames until every view is sharp.
pub(super) fn settle(window: &mut Harness<'static, App>) {
    wait_for(window, "sharp views", |window| {
        let views = summaries(window);
        !views.is_empty() && views.iter().all(|summary| summary.contains("Picture sharp"))
    });
}

/// What the views say of themselves.
pub(super) fn summaries(window: &Harness<'static, App>) -> Vec<String> {
    let views = window.query_all_by_label_contains("Image view");
    views.map(|view| view.accesskit_node().description().unwrap_or_default()).collect()
}

/// Where a view is on the screen.
pub(super) fn place_of_view(window: &Harness<'static, App>, number: u32) -> Rect {
    window.get_by_label_contains(&format!("Image view {number}:")).rect()
}

/// Drags from a point to another.
pub(in crate::workbench) fn drag(window: &mut Harness<'static, App>, from: Pos2, to: Pos2) {
    window.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for step in 1..=3 {
        window.hover_at(from + (to - from) * (step as f32 / 3.0));
        window.step();
    }
    window.drop_at(to);
    window.step();
    window.step();
}

/// Clicks at a point, long enough after the last click to be none of a double click.
pub(super) fn click(window: &mut Harness<'static, App>, at: Pos2) {
    window.run_steps(4);
    window.hover_at(at);
    window.step();
    window.drag_at(at);
    window.drop_at(at);
    window.run_steps(2);
}
