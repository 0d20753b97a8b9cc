//! The twin bands against each other: density of samples, the line of equal values, the line fitted to them.

use super::axis::Axis;
use super::colour_map::{amount, draw_bar, draw_swatch};
use super::scene::{Anchor, Face, Fill, Scene, Shape, Stroke};
use super::{FIGURE_WIDTH, Figure};
use crate::imagery::{Picture, encode_png};
use crate::reports::bundle::{ProductReport, TwinScatter};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{ACCENT, PANEL, QUIET, TEXT};
use crate::units::Estimate;

const LEFT: f64 = 72.0;
const TOP: f64 = 14.0;
const SIDE: f64 = 420.0;
const KEY: f64 = LEFT + SIDE + 40.0;

/// The scatter of the twin bands; none when there is no sample to show or the grid is not one.
pub fn twin_scatter(product: &ProductReport) -> Option<Figure> {
    let scatter = product.twin_scatter.as_ref().filter(|scatter| is_drawable(scatter))?;
    let bottom = TOP + SIDE;
    let mut scene = Scene::new(FIGURE_WIDTH, bottom + 44.0);
    let x = Axis { low: scatter.x_range[0], high: scatter.x_range[1], from: LEFT, to: LEFT + SIDE };
    let y = Axis { low: scatter.y_range[0], high: scatter.y_range[1], from: bottom, to: TOP };
    x.draw_level(&mut scene, TOP, bottom, 5);
    y.draw_upright(&mut scene, LEFT, LEFT + SIDE, 5);
    let unit = number::unit(&scatter.unit);
    scene.quiet([LEFT + SIDE / 2.0, bottom + 36.0], Anchor::Middle, Face::Words, format!("{}, {unit}", scatter.x_band));
    scene.axis_name_upwards([14.0, TOP + SIDE / 2.0], format!("{}, {unit}", scatter.y_band));

    let greatest = scatter.counts.iter().copied().max().unwrap_or(0);
    if let Some(png) = density(scatter, greatest) {
        let shape = Shape::Picture { at: [LEFT, TOP], size: [SIDE, SIDE], png, pixels_visible: true };
        scene.draw("density", shape);
    }
    let equal = Stroke::dashed(QUIET, 1.4, [5.0, 4.0]);
    draw_line(&mut scene, [x, y], [0.0, 1.0], "equal", equal);
    let fitted = Stroke::solid(ACCENT, 2.2);
    if let (Some(intercept), Some(slope)) = (scatter.intercept, scatter.slope) {
        draw_line(&mut scene, [x, y], [intercept.value, slope.value], "fitted", fitted);
    }
    let outline = Some(Stroke::solid(QUIET, 1.0));
    scene.draw("axis", Shape::Rectangle { at: [LEFT, TOP], size: [SIDE, SIDE], fill: Fill::Nothing, stroke: outline });
    draw_key(&mut scene, scatter, greatest, equal, fitted);

    let shown: u64 = scatter.counts.iter().map(|&count| u64::from(count)).sum();
    scene.summary = format!(
        "{} against {}: {} samples, ratio of means {}.",
        scatter.y_band,
        scatter.x_band,
        number::count(scatter.n),
        words(scatter.ratio, Sign::Negative)
    );
    Some(Figure {
        name: "twin-bands",
        title: format!("Twin bands {} and {}", scatter.x_band, scatter.y_band),
        scene,
        caption: "Two bands of one wavelength should agree. Colour: number of samples in a cell, logarithmic. Dashed: equal values. \
                  Solid: line fitted with errors on both axes. Uncertainties are expanded (k = 2)."
            .to_owned(),
        population: format!(
            "n = {}, {} of them drawn, {} beyond the axes. Population: {}.",
            number::count(scatter.n),
            number::count(shown),
            number::count(scatter.n_beyond),
            if scatter.population.is_empty() { "not stated" } else { &scatter.population }
        ),
    })
}

fn is_drawable(scatter: &TwinScatter) -> bool {
    let is_range = |[low, high]: [f64; 2]| low.is_finite() && high.is_finite() && high > low;
    let cells = scatter.x_cells.checked_mul(scatter.y_cells);
    is_range(scatter.x_range)
        && is_range(scatter.y_range)
        && cells == Some(scatter.counts.len())
        && scatter.counts.iter().any(|&count| count > 0)
}

/// Place of a count on the logarithmic map, so that single samples stay visible beside thousands.
fn share(count: u32, greatest: u32) -> f64 {
    if greatest <= 1 { 1.0 } else { 0.08 + 0.92 * f64::from(count).ln() / f64::from(greatest).ln() }
}

fn density(scatter: &TwinScatter, greatest: u32) -> Option<Vec<u8>> {
    let (width, height) = (scatter.x_cells, scatter.y_cells);
    let mut rgba = Vec::with_capacity(4 * width * height);
    // Pictures begin at the top, the grid at the lowest value.
    for row in scatter.counts.chunks(width).rev() {
        for &count in row {
            let colour = if count == 0 { PANEL } else { amount(share(count, greatest)) };
            rgba.extend_from_slice(&colour.0);
            rgba.push(u8::MAX);
        }
    }
    encode_png(&Picture { width, height, rgba }).ok()
}

/// Draws y = `line[0]` + `line[1]` x where it crosses the plot.
fn draw_line(scene: &mut Scene, [x, y]: [Axis; 2], line: [f64; 2], role: &'static str, stroke: Stroke) {
    let [intercept, slope] = line;
    if !(intercept.is_finite() && slope.is_finite()) {
        return;
    }
    let (mut from, mut to) = (x.low, x.high);
    if slope == 0.0 {
        if !y.holds(intercept) {
            return;
        }
    } else {
        let (a, b) = ((y.low - intercept) / slope, (y.high - intercept) / slope);
        from = from.max(a.min(b));
        to = to.min(a.max(b));
    }
    if from < to {
        let place = |value: f64| [x.place(value), y.place(intercept + slope * value)];
        scene.line(role, place(from), place(to), stroke);
    }
}

fn words(estimate: Option<Estimate>, sign: Sign) -> String {
    estimate.map_or_else(|| number::ABSENT.to_owned(), |e| number::expanded(e.value, e.uncertainty, sign).text())
}

fn draw_key(scene: &mut Scene, scatter: &TwinScatter, greatest: u32, equal: Stroke, fitted: Stroke) {
    let unit = number::unit(&scatter.unit);
    let intercept = if scatter.intercept.is_some() { unit.as_str() } else { "" };
    let rows = [
        (format!("ratio of means {}/{}", scatter.y_band, scatter.x_band), words(scatter.ratio, Sign::Negative), ""),
        ("slope".to_owned(), words(scatter.slope, Sign::Negative), ""),
        ("intercept".to_owned(), words(scatter.intercept, Sign::Always), intercept),
    ];
    let mut y = TOP + 12.0;
    for (name, value, unit) in rows {
        scene.quiet([KEY, y], Anchor::Start, Face::Words, name);
        let value = if unit.is_empty() { value } else { format!("{value} {unit}") };
        scene.words([KEY, y + 17.0], Anchor::Start, Face::Numbers, value);
        y += 44.0;
    }
    for (role, stroke, name, colour) in
        [("key", fitted, "fitted line", TEXT), ("key", equal, "equal values (1:1)", TEXT)]
    {
        scene.line(role, [KEY, y], [KEY + 26.0, y], stroke);
        let label = super::Label {
            at: [KEY + 34.0, y + 4.0],
            text: name.to_owned(),
            size: 11.0,
            anchor: Anchor::Start,
            face: Face::Words,
            colour,
            upwards: false,
        };
        scene.draw("key", Shape::Text(label));
        y += 20.0;
    }
    y += 20.0;
    scene.quiet([KEY, y], Anchor::Start, Face::Words, "samples in a cell");
    let (top, height) = (y + 12.0, 130.0);
    draw_bar(scene, [KEY, top], [16.0, height]);
    let mut decade = 1_u32;
    let mut shown: Vec<u32> = vec![greatest];
    while decade < greatest {
        // The greatest count and the decade just under it would be written over each other.
        if share(greatest, greatest) - share(decade, greatest) > 0.09 {
            shown.push(decade);
        }
        let Some(next) = decade.checked_mul(10) else { break };
        decade = next;
    }
    for count in shown {
        let y = top + height * (1.0 - share(count, greatest));
        scene.line("tick", [KEY + 16.0, y], [KEY + 20.0, y], Stroke::solid(QUIET, 1.0));
        scene.quiet([KEY + 24.0, y + 4.0], Anchor::Start, Face::Numbers, number::count(u64::from(count)));
    }
    draw_swatch(scene, [KEY, top + height + 12.0], Fill::Plain(PANEL), "no sample");
}
