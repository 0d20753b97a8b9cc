//! A scene as SVG. The same scene gives the same bytes.

use std::collections::BTreeSet;

use super::base64::base64;
use super::scene::{Anchor, Face, Fill, Label, Mark, Scene, Shape, Stroke};
use crate::imagery::picture::Hatch;
use crate::reports::markup::{Markup, Tag, position};
use crate::reports::tokens::{Colour, PANEL, Symbol};

/// The scene as an `svg` element; `name` is unique in its page, for hatches are referred to by it.
pub fn svg(scene: &Scene, name: &str) -> String {
    let mut markup = Markup::default();
    let view = format!("0 0 {} {}", position(scene.width), position(scene.height));
    markup
        .tag("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("viewBox", &view)
        .at("width", scene.width)
        .at("height", scene.height)
        .with("role", "img")
        .with("aria-label", &scene.summary)
        .open();
    hatches(scene, name, &mut markup);
    for mark in &scene.marks {
        draw(mark, name, &mut markup);
    }
    markup.finish()
}

fn hatch_id(name: &str, colour: Colour, hatch: Hatch) -> String {
    let word = match hatch {
        Hatch::Solid => "solid",
        Hatch::Dots => "dots",
        Hatch::Diagonal => "diagonal",
        Hatch::Vertical => "vertical",
        Hatch::Cross => "cross",
        Hatch::Horizontal => "horizontal",
        Hatch::Empty => "empty",
    };
    format!("{name}-{word}-{}", colour.hexadecimal().trim_start_matches('#'))
}

fn hatches(scene: &Scene, name: &str, markup: &mut Markup) {
    let mut used: BTreeSet<([u8; 3], Hatch)> = BTreeSet::new();
    for mark in &scene.marks {
        if let Shape::Rectangle { fill: Fill::Hatched(colour, hatch), .. } = &mark.shape {
            used.insert((colour.0, *hatch));
        }
    }
    used.retain(|(_, hatch)| !matches!(hatch, Hatch::Solid | Hatch::Empty));
    if used.is_empty() {
        return;
    }
    markup.tag("defs").open();
    for (rgb, hatch) in used {
        let colour = Colour(rgb).hexadecimal();
        markup
            .tag("pattern")
            .with("id", &hatch_id(name, Colour(rgb), hatch))
            .with("width", "6")
            .with("height", "6")
            .with("patternUnits", "userSpaceOnUse")
            .open();
        markup.tag("rect").with("width", "6").with("height", "6").with("fill", &PANEL.hexadecimal()).empty();
        let ground = markup.tag("rect").with("width", "6").with("height", "6").with("fill", &colour);
        ground.with("fill-opacity", "0.18").empty();
        if hatch == Hatch::Dots {
            for (x, y) in [(1.5, 1.5), (4.5, 4.5)] {
                markup.tag("circle").at("cx", x).at("cy", y).with("r", "1.1").with("fill", &colour).empty();
            }
        } else {
            let path = match hatch {
                Hatch::Diagonal => "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
                Hatch::Vertical => "M1.5 0V6M4.5 0V6",
                Hatch::Cross => "M0 0L6 6M0 6L6 0",
                _ => "M0 1.5H6M0 4.5H6",
            };
            let lines = markup.tag("path").with("d", path).with("stroke", &colour);
            lines.with("stroke-width", "1.1").with("fill", "none").empty();
        }
        markup.close();
    }
    markup.close();
}

fn draw(mark: &Mark, name: &str, markup: &mut Markup) {
    let noted = !mark.note.is_empty();
    if noted {
        markup.tag("g").class(mark.role).open();
        markup.element("title", &mark.note);
    }
    shape(&mark.shape, name, markup);
    if noted {
        markup.close();
    }
}

fn shape(shape: &Shape, name: &str, markup: &mut Markup) {
    match shape {
        Shape::Line { from, to, stroke } => {
            let line = markup.tag("line").at("x1", from[0]).at("y1", from[1]).at("x2", to[0]).at("y2", to[1]);
            with_stroke(line, *stroke).empty();
        }
        Shape::Polygon { corners, fill } => polygon(corners, *fill, markup),
        Shape::Rectangle { at, size, fill, stroke } => {
            let size = size.map(|length| length.max(0.0));
            let mut tag = markup.tag("rect").at("x", at[0]).at("y", at[1]).at("width", size[0]).at("height", size[1]);
            tag = match *fill {
                Fill::Nothing | Fill::Hatched(_, Hatch::Empty) => tag.with("fill", "none"),
                Fill::Plain(colour) | Fill::Hatched(colour, Hatch::Solid) => tag.with("fill", &colour.hexadecimal()),
                Fill::Hatched(colour, hatch) => tag.with("fill", &format!("url(#{})", hatch_id(name, colour, hatch))),
            };
            match stroke {
                Some(stroke) => with_stroke(tag, *stroke).empty(),
                None => tag.empty(),
            }
        }
        Shape::Symbol { at, radius, symbol, colour, hollow } => {
            draw_symbol(*at, *radius, *symbol, *colour, *hollow, markup);
        }
        Shape::Text(label) => text(label, markup),
        Shape::Picture { at, size, png, pixels_visible } => {
            let picture = markup.tag("image").at("x", at[0]).at("y", at[1]).at("width", size[0]).at("height", size[1]);
            let picture = if *pixels_visible { picture.with("style", "image-rendering:pixelated") } else { picture };
            picture.with("href", &format!("data:image/png;base64,{}", base64(png))).empty();
        }
    }
}

fn with_stroke(tag: Tag<'_>, stroke: Stroke) -> Tag<'_> {
    let tag = tag.with("stroke", &stroke.colour.hexadecimal()).at("stroke-width", stroke.width);
    match stroke.dash {
        Some([dash, gap]) => tag.with("stroke-dasharray", &format!("{} {}", position(dash), position(gap))),
        None => tag,
    }
}

fn points(corners: &[[f64; 2]]) -> String {
    let written: Vec<String> = corners.iter().map(|[x, y]| format!("{},{}", position(*x), position(*y))).collect();
    written.join(" ")
}

fn polygon(corners: &[[f64; 2]], fill: Colour, markup: &mut Markup) {
    markup.tag("polygon").with("points", &points(corners)).with("fill", &fill.hexadecimal()).empty();
}

fn draw_symbol(at: [f64; 2], r: f64, symbol: Symbol, colour: Colour, hollow: bool, markup: &mut Markup) {
    let [x, y] = at;
    let ink = colour.hexadecimal();
    let (fill, width) = if hollow { (PANEL.hexadecimal(), 1.4) } else { (ink.clone(), 1.0) };
    let corners: Vec<[f64; 2]> = match symbol {
        Symbol::Disc => {
            let disc = markup.tag("circle").at("cx", x).at("cy", y).at("r", r).with("fill", &fill);
            disc.with("stroke", &ink).at("stroke-width", width).empty();
            return;
        }
        Symbol::Plus => {
            let (long, short) = (r, r * 0.34);
            vec![
                [x - short, y - long],
                [x + short, y - long],
                [x + short, y - short],
                [x + long, y - short],
                [x + long, y + short],
                [x + short, y + short],
                [x + short, y + long],
                [x - short, y + long],
                [x - short, y + short],
                [x - long, y + short],
                [x - long, y - short],
                [x - short, y - short],
            ]
        }
        Symbol::Square => {
            let h = r * 0.88;
            vec![[x - h, y - h], [x + h, y - h], [x + h, y + h], [x - h, y + h]]
        }
        Symbol::TriangleUp => vec![[x, y - r], [x + r, y + r * 0.8], [x - r, y + r * 0.8]],
        Symbol::TriangleDown => vec![[x, y + r], [x + r, y - r * 0.8], [x - r, y - r * 0.8]],
        Symbol::Diamond => vec![[x, y - r * 1.15], [x + r, y], [x, y + r * 1.15], [x - r, y]],
    };
    let shape = markup.tag("polygon").with("points", &points(&corners)).with("fill", &fill);
    shape.with("stroke", &ink).at("stroke-width", width).empty();
}

fn text(label: &Label, markup: &mut Markup) {
    let [x, y] = label.at;
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let class = match label.face {
        Face::Words => "w",
        Face::Strong => "s",
        Face::Numbers => "n",
    };
    let mut tag = markup.tag("text").class(class).at("x", x).at("y", y).at("font-size", label.size);
    tag = tag.with("text-anchor", anchor).with("fill", &label.colour.hexadecimal());
    if label.upwards {
        tag = tag.with("transform", &format!("rotate(-90 {} {})", position(x), position(y)));
    }
    tag.holding(&label.text);
}
