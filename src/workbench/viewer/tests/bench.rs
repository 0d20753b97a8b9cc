//! A window with products of a few pixels.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::{Modifiers, Pos2, Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::workbench::app::App;
use crate::workbench::session::Tab;
use crate::workbench::tests::window::window;
use crate::workbench::viewer::view_state::ViewId;
use crate::workbench::viewer::{Position, ViewerSession};

/// A window with its viewer.
pub(super) type Window = Harness<'static, App>;

/// The first view.
pub(super) const FIRST: ViewId = ViewId(1);

/// Writes an image of real numbers, band after band, as ENVI raster; gives its path.
pub(super) fn image(
    folder: &Path,
    name: &str,
    [bands, lines, columns]: [usize; 3],
    value: impl Fn(usize, usize, usize) -> f32,
) -> PathBuf {
    let path = folder.join(name);
    let mut bytes = Vec::with_capacity(4 * bands * lines * columns);
    for band in 0..bands {
        for line in 0..lines {
            for column in 0..columns {
                bytes.extend_from_slice(&value(band, line, column).to_le_bytes());
            }
        }
    }
    std::fs::write(&path, bytes).unwrap();
    let names: Vec<String> = (1..=bands).map(|band| format!("B{band:02}")).collect();
    let header = format!(
        "ENVI\nsamples = {columns}\nlines = {lines}\nbands = {bands}\nheader offset = 0\ndata type = 4\n\
         interleave = bsq\nbyte order = 0\nband names = {{{}}}\n",
        names.join(", ")
    );
    std::fs::write(folder.join(format!("{name}.hdr")), header).unwrap();
    path
}

/// An image of three bands, 200 lines and 300 columns, whose values tell line, column and band.
pub(in crate::workbench::viewer) fn slopes(folder: &Path, name: &str) -> PathBuf {
    image(folder, name, [3, 200, 300], |band, line, column| (band * 1000 + line + column) as f32)
}

/// A window that shows products, each in a view, when they are sharp.
pub(super) fn viewer(folder: &Path, products: &[PathBuf]) -> Window {
    let mut window = window(folder);
    window.state_mut().desk().viewing.tile_side = 32;
    window.state_mut().desk().session.tab = Tab::Viewer;
    window.state_mut().open_products(products.to_vec());
    settle(&mut window);
    window
}

/// Runs frames until every view is sharp and nothing is looked for.
pub(super) fn settle(window: &mut Window) {
    wait_for(window, |window| {
        let views: Vec<String> = views(window).into_iter().map(|(_, summary)| summary).collect();
        !views.is_empty() && views.iter().all(|summary| summary.contains("Picture sharp"))
    });
}

/// Runs frames until something is so.
pub(super) fn wait_for(window: &mut Window, mut is_so: impl FnMut(&mut Window) -> bool) {
    for _ in 0..3000 {
        window.step();
        if is_so(window) {
            window.step();
            window.step();
            return;
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    panic!("it did not come about: {:?}", views(window));
}

/// The name and the summary of every view.
pub(super) fn views(window: &Window) -> Vec<(String, String)> {
    window
        .query_all_by_label_contains("Image view")
        .map(|view| {
            let node = view.accesskit_node();
            (node.label().unwrap_or_default(), node.description().unwrap_or_default())
        })
        .collect()
}

/// The rectangle of a view's picture.
pub(super) fn rect_of(window: &Window, number: u32) -> Rect {
    window.get_by_label_contains(&format!("Image view {number}:")).rect()
}

/// The viewer's part of the session.
pub(super) fn session(window: &mut Window) -> &mut ViewerSession {
    &mut window.state_mut().desk().session.viewer
}

/// Where a view is.
pub(super) fn position(window: &mut Window, view: ViewId) -> Option<Position> {
    session(window).position(view)
}

/// Drags from a point to another in steps.
pub(super) fn drag(window: &mut Window, from: Pos2, to: Pos2, modifiers: Modifiers) {
    window.event(egui::Event::ModifiersChanged(modifiers));
    window.hover_at(from);
    window.step();
    window.drag_at(from);
    window.step();
    for step in 1..=4 {
        window.hover_at(from + (to - from) * (step as f32 / 4.0));
        window.step();
    }
    window.drop_at(to);
    window.step();
    window.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    window.step();
}

/// Clicks at a point, long enough after the last click to be none of a double click.
pub(super) fn click(window: &mut Window, at: Pos2) {
    for _ in 0..4 {
        window.step();
    }
    window.hover_at(at);
    window.step();
    window.drag_at(at);
    window.drop_at(at);
    window.step();
    window.step();
}

/// Turns the wheel by notches at a point.
pub(super) fn turn_wheel(window: &mut Window, at: Pos2, notches: f32) {
    window.hover_at(at);
    window.step();
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, notches),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    window.step();
    window.step();
}

/// How often words are painted in a rectangle of the window.
pub(super) fn painted(window: &Window, words: &str, within: Rect) -> usize {
    let shapes = window.output().shapes.iter().map(|clipped| &clipped.shape);
    let is_there = |shape: &&Shape| match shape {
        Shape::Text(text) => text.galley.text() == words && within.contains(text.pos),
        _ => false,
    };
    shapes.filter(is_there).count()
}
