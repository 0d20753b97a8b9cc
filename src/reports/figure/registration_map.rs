//! One pair's shifts over the image, window by window.

use super::axis::Axis;
use super::registration_matrix::draw_arrow;
use super::scene::{Anchor, Face, Fill, Scene, Shape, Stroke};
use super::{FIGURE_WIDTH, Figure};
use crate::reports::bundle::{ProductReport, RegistrationMap, WindowShift};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{LINE, QUIET, Symbol, TEXT};

const LEFT: f64 = 72.0;
const TOP: f64 = 14.0;
const GREATEST_SIDE: f64 = 300.0;

/// The shifts of one pair over the image; none when no window was looked at.
pub fn registration_map(product: &ProductReport) -> Option<Figure> {
    let map = product.registration_map.as_ref()?;
    let windows: Vec<&WindowShift> = map.windows.iter().filter(|window| is_finite(window)).collect();
    let (lines, columns) = extent(product, &windows)?;
    let zoom = GREATEST_SIDE / lines.max(columns);
    let (width, height) = (columns * zoom, lines * zoom);
    let bottom = TOP + height;
    let mut scene = Scene::new(FIGURE_WIDTH, bottom.max(200.0) + 44.0);
    let x = Axis { low: 0.0, high: columns, from: LEFT, to: LEFT + width };
    let y = Axis { low: 0.0, high: lines, from: TOP, to: bottom };
    x.draw_level(&mut scene, TOP, bottom, 5);
    y.draw_upright(&mut scene, LEFT, LEFT + width, 5);
    let outline = Some(Stroke::solid(QUIET, 1.0));
    scene.draw(
        "axis",
        Shape::Rectangle { at: [LEFT, TOP], size: [width, height], fill: Fill::Nothing, stroke: outline },
    );
    scene.quiet([LEFT + width / 2.0, bottom + 36.0], Anchor::Middle, Face::Words, "column, px");
    scene.axis_name_upwards([14.0, TOP + height / 2.0], "line, px");

    let used: Vec<&WindowShift> = windows.iter().copied().filter(|window| window.used).collect();
    let longest = used.iter().map(|window| window.d_line.hypot(window.d_column)).fold(0.0, f64::max);
    let spacing = (width * height / windows.len() as f64).sqrt().clamp(10.0, 40.0);
    let scale = if longest > 0.0 { 0.85 * spacing / longest } else { 1.0 };
    for window in &windows {
        let centre = [x.place(window.column), y.place(window.line)];
        let colour = if window.used { TEXT } else { LINE };
        if window.used {
            draw_arrow(&mut scene, centre, [window.d_column * scale, window.d_line * scale], colour);
        } else {
            let note = format!("set aside: line {}, column {} px", signed(window.d_line), signed(window.d_column));
            let (radius, symbol) = (3.0, Symbol::Disc);
            scene.draw_noted(
                "set-aside",
                Shape::Symbol { at: centre, radius, symbol, colour: QUIET, hollow: true },
                note,
            );
        }
    }
    draw_key(&mut scene, map, LEFT + width + 40.0, longest, scale, windows.len() - used.len());
    scene.summary = format!("Shift of {}-{} in {} windows, {} of them used.", map.a, map.b, windows.len(), used.len());
    Some(Figure {
        name: "registration-map",
        title: format!("Registration of {}-{} over the image", map.a, map.b),
        scene,
        caption: format!(
            "Each arrow points from a feature's position in {} to its position in {}, drawn at the window's centre. Open circles: \
             windows that the robust fit set aside. Places count from the centre of the first pixel.",
            map.a, map.b
        ),
        population: format!(
            "n = {} windows, {} used.",
            number::count(windows.len() as u64),
            number::count(used.len() as u64)
        ),
    })
}

fn is_finite(window: &WindowShift) -> bool {
    [window.line, window.column, window.d_line, window.d_column].iter().all(|value| value.is_finite())
}

/// Lines and columns of the image, or of what the windows cover where its size is not told; none without a window.
fn extent(product: &ProductReport, windows: &[&WindowShift]) -> Option<(f64, f64)> {
    let far_line = windows.iter().map(|window| window.line).reduce(f64::max)?;
    let far_column = windows.iter().map(|window| window.column).reduce(f64::max)?;
    let lines = (product.facts.lines as f64).max(far_line + 1.0);
    Some((lines, (product.facts.columns as f64).max(far_column + 1.0)))
}

fn signed(value: f64) -> String {
    number::fixed(value, 2, Sign::Always)
}

fn draw_key(scene: &mut Scene, map: &RegistrationMap, x: f64, longest: f64, scale: f64, set_aside: usize) {
    scene.quiet([x, TOP + 12.0], Anchor::Start, Face::Words, format!("shift of {}-{}", map.a, map.b));
    if longest > 0.0 {
        let power = 10f64.powf(longest.log10().floor());
        let key = [5.0, 2.0].into_iter().map(|factor| factor * power).find(|key| *key <= longest).unwrap_or(power);
        let length = key * scale;
        draw_arrow(scene, [x + length / 2.0, TOP + 32.0], [length, 0.0], TEXT);
        let words = format!("{} px", number::significant(key, 2, Sign::Negative));
        scene.words([x + length + 10.0, TOP + 36.0], Anchor::Start, Face::Numbers, words);
    }
    if set_aside > 0 {
        let (radius, symbol) = (3.0, Symbol::Disc);
        let at = [x + 6.0, TOP + 58.0];
        scene.draw("key", Shape::Symbol { at, radius, symbol, colour: QUIET, hollow: true });
        scene.quiet([x + 18.0, TOP + 62.0], Anchor::Start, Face::Words, format!("set aside ({set_aside})"));
    }
}
