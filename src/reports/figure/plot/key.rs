//! The key under a plot: a stroke, a symbol and a name for each series, in rows that fit the width.

use super::content::{Drawing, PlotSeries};
use crate::reports::figure::scene::{Anchor, Face, Fill, Scene, Shape, Stroke, text_width};

/// Height of one row.
pub(super) const ROW: f64 = 18.0;
const STROKE: f64 = 26.0;
const GAP: f64 = 18.0;

/// Where each entry of the key stands, from its own upper left corner.
pub(super) fn places(names: &[&str], width: f64) -> Vec<[f64; 2]> {
    let (mut x, mut y) = (0.0, 0.0);
    names
        .iter()
        .map(|name| {
            let entry = STROKE + 6.0 + text_width(name, 11.0, Face::Words);
            if x > 0.0 && x + entry > width {
                x = 0.0;
                y += ROW;
            }
            let place = [x, y];
            x += entry + GAP;
            place
        })
        .collect()
}

/// Draws the entry of a series with its upper left corner at `at`.
pub(super) fn draw_entry(scene: &mut Scene, series: &PlotSeries, at: [f64; 2]) {
    let [x, y] = at;
    let style = series.style;
    let middle = y + ROW / 2.0;
    if series.drawing == Drawing::Columns {
        let shape = Shape::Rectangle {
            at: [x + 6.0, middle - 5.0],
            size: [STROKE - 12.0, 10.0],
            fill: Fill::Plain(style.colour),
            stroke: None,
        };
        scene.draw("key", shape);
    } else {
        let stroke = Stroke { colour: style.colour, width: 1.6, dash: style.dash.lengths() };
        scene.line("key", [x, middle], [x + STROKE, middle], stroke);
    }
    if series.drawing == Drawing::SymbolsAndLine {
        let (symbol, colour, hollow) = (style.symbol, style.colour, style.hollow);
        let centre = [x + STROKE / 2.0, middle];
        scene.draw("key", Shape::Symbol { at: centre, radius: 4.0, symbol, colour, hollow });
    }
    scene.quiet([x + STROKE + 6.0, middle + 4.0], Anchor::Start, Face::Words, series.name.clone());
}
