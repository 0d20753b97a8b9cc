//! The strip laid out: rows of words and swatches that wrap at the picture's width.

use super::canvas::Canvas;
use super::facts::{LegendFacts, channel_words, stretch_words};
use super::ground::{length_words, round_length};
use super::typeface::{Face, Typeface};
use crate::imagery::NoDataReason;
use crate::imagery::picture::Hatch;
use crate::imagery::picture::Picture;
use crate::reports::tokens::{self, Colour, Tokens};

const LIGHT: &Tokens = &Tokens::LIGHT;

/// The narrowest strip, pixels; a narrower picture stands on its left.
const NARROWEST: usize = 480;
const PADDING: usize = 12;
const ROW: usize = 22;
const GAP: f32 = 8.0;
const SIZE: f32 = 13.0;
const SWATCH: usize = 14;
const COLOUR_BAR: usize = 160;
/// The scale bar is at most this long, pixels.
const SCALE_BAR: f64 = 200.0;
/// Share of a hatch's colour between its lines, as in the picture.
const BETWEEN_LINES: f32 = 0.4;

/// Something in a row.
enum Piece {
    Text {
        face: Face,
        colour: Colour,
        text: String,
    },
    /// A square of one colour.
    Swatch(Colour),
    /// A square hatched as a reason is.
    Reason(NoDataReason),
    /// A colour map from its lower to its upper bound.
    Colours(Vec<[u8; 3]>),
    /// A bar of so many pixels.
    Bar(usize),
    /// An arrow, degrees clockwise from upwards.
    Arrow(f64),
}

fn words(text: impl Into<String>) -> Piece {
    Piece::Text { face: Face::Words, colour: LIGHT.text, text: text.into() }
}

fn quiet(text: impl Into<String>) -> Piece {
    Piece::Text { face: Face::Words, colour: LIGHT.quiet, text: text.into() }
}

fn numbers(text: impl Into<String>) -> Piece {
    Piece::Text { face: Face::Numbers, colour: LIGHT.text, text: text.into() }
}

/// A picture with its legend under it, opaque: where the picture shows nothing stands the surround of images. Without usable fonts the picture
/// as it is.
pub(in crate::operations::viewing) fn with_legend(picture: Picture, facts: &LegendFacts<'_>) -> Picture {
    let Some(typeface) = Typeface::built_in() else { return picture };
    let width = picture.width.max(NARROWEST);
    let placed = place(rows(facts), &typeface, (width - 2 * PADDING) as f32);
    let n_rows = placed.last().map_or(0, |(row, _, _)| row + 1);
    let height = picture.height + 2 * PADDING + n_rows * ROW;
    let mut canvas = Canvas::new(width, height, LIGHT.panel, &typeface);
    canvas.fill((0, 0), (width, picture.height), LIGHT.image_surround);
    canvas.lay(&picture, 0, 0);
    canvas.fill((0, picture.height), (width, 1), LIGHT.line);
    for (row, x, piece) in &placed {
        let top = picture.height + PADDING + row * ROW;
        draw(&mut canvas, piece, PADDING as f32 + x, top);
    }
    canvas.picture
}

fn rows(facts: &LegendFacts<'_>) -> Vec<Vec<Piece>> {
    let title = Piece::Text { face: Face::Title, colour: LIGHT.text, text: facts.identifier.to_owned() };
    let mut first = vec![title, quiet(facts.when.clone())];
    if facts.synthetic {
        first.push(Piece::Text { face: Face::Title, colour: LIGHT.mark, text: "SYNTHETIC".to_owned() });
    }
    let mut rows = vec![first];
    let channels = channel_words(facts.contract, facts.bands);
    for (index, channel) in channels.into_iter().enumerate() {
        let mut row = Vec::new();
        if facts.map.is_none() {
            let mut levels = [0; 3];
            levels[index.min(2)] = u8::MAX;
            row.push(Piece::Swatch(Colour(levels)));
        }
        row.extend([words(channel.name), quiet(channel.wavelength)]);
        if let Some(map) = &facts.map {
            row.extend([quiet("below"), Piece::Swatch(Colour(map.under)), numbers(channel.low)]);
            row.push(Piece::Colours(map.levels.to_vec()));
            row.extend([numbers(channel.high), Piece::Swatch(Colour(map.over)), quiet("above")]);
        } else {
            row.extend([numbers(channel.low), quiet("to"), numbers(channel.high)]);
        }
        row.extend([quiet(channel.unit), quiet(channel.behind)]);
        rows.push(row);
    }
    rows.push(vec![quiet("Stretch"), words(stretch_words(facts.contract, facts.identifier))]);
    let reasons: Vec<NoDataReason> =
        NoDataReason::ALL.into_iter().filter(|reason| facts.touched.contains(*reason)).collect();
    if !reasons.is_empty() {
        let mut row = vec![quiet("No data")];
        for reason in reasons {
            row.extend([Piece::Reason(reason), words(reason.word())]);
        }
        rows.push(row);
    }
    rows.extend(ground_row(facts));
    rows
}

fn ground_row(facts: &LegendFacts<'_>) -> Option<Vec<Piece>> {
    let ground = facts.ground?;
    let metres_per_pixel = ground.metres_per_column / facts.scale;
    let length = round_length(metres_per_pixel * SCALE_BAR)?;
    let bar = (length / metres_per_pixel).round() as usize;
    Some(vec![Piece::Bar(bar), words(length_words(length)), Piece::Arrow(ground.north_deg), quiet("grid north")])
}

/// Rows and places of the pieces, wrapped where they do not fit.
fn place(rows: Vec<Vec<Piece>>, typeface: &Typeface, width: f32) -> Vec<(usize, f32, Piece)> {
    let mut placed = Vec::new();
    let mut line = 0;
    for row in rows {
        let mut x = 0.0;
        for piece in row.into_iter().flat_map(|piece| broken(piece, typeface, width)) {
            let extent = extent(&piece, typeface);
            if extent == 0.0 {
                continue;
            }
            if x > 0.0 && x + extent > width {
                line += 1;
                x = 0.0;
            }
            placed.push((line, x, piece));
            x += extent + GAP;
        }
        line += 1;
    }
    placed
}

/// A text wider than the strip in parts that are not.
fn broken(piece: Piece, typeface: &Typeface, width: f32) -> Vec<Piece> {
    let Piece::Text { face, colour, text } = piece else { return vec![piece] };
    let mut parts = vec![String::new()];
    for sign in text.chars() {
        if let Some(part) = parts.last_mut() {
            part.push(sign);
            if typeface.width(face, SIZE, part) > width && part.chars().count() > 1 {
                part.pop();
                parts.push(sign.to_string());
            }
        }
    }
    parts.into_iter().map(|text| Piece::Text { face, colour, text }).collect()
}

fn extent(piece: &Piece, typeface: &Typeface) -> f32 {
    match piece {
        Piece::Text { face, text, .. } => typeface.width(*face, SIZE, text),
        Piece::Swatch(_) | Piece::Reason(_) | Piece::Arrow(_) => SWATCH as f32,
        Piece::Colours(_) => COLOUR_BAR as f32,
        Piece::Bar(pixels) => *pixels as f32,
    }
}

fn draw(canvas: &mut Canvas<'_>, piece: &Piece, x: f32, top: usize) {
    let left = x.round() as usize;
    let corner = (left, top + (ROW - SWATCH) / 2);
    match piece {
        Piece::Text { face, colour, text } => {
            canvas.write(*face, SIZE, (x.round(), (top + 16) as f32), *colour, text);
        }
        Piece::Swatch(colour) => {
            canvas.fill(corner, (SWATCH, SWATCH), *colour);
            canvas.frame(corner, (SWATCH, SWATCH), LIGHT.line);
        }
        Piece::Reason(reason) => {
            let (colour, hatch) = tokens::no_data(*reason);
            for line in 0..SWATCH {
                for column in 0..SWATCH {
                    let opacity = match hatch {
                        Hatch::Empty => 0.0,
                        hatch if hatch.has_ink(line, column) => 1.0,
                        _ => BETWEEN_LINES,
                    };
                    canvas.tint((corner.0 + column, corner.1 + line), colour, opacity);
                }
            }
            canvas.frame(corner, (SWATCH, SWATCH), LIGHT.quiet);
        }
        Piece::Colours(colours) => {
            for column in 0..COLOUR_BAR {
                let index = column * colours.len().saturating_sub(1) / (COLOUR_BAR - 1);
                let colour = colours.get(index).copied().unwrap_or_default();
                canvas.fill((left + column, corner.1), (1, SWATCH), Colour(colour));
            }
            canvas.frame(corner, (COLOUR_BAR, SWATCH), LIGHT.line);
        }
        Piece::Bar(pixels) => {
            let middle = top + ROW / 2;
            canvas.fill((left, middle - 1), (*pixels, 2), LIGHT.text);
            canvas.fill((left, middle - 4), (1, 8), LIGHT.text);
            canvas.fill(((left + pixels).saturating_sub(1), middle - 4), (1, 8), LIGHT.text);
        }
        Piece::Arrow(degrees) => {
            let centre = (left as f32 + SWATCH as f32 / 2.0, top as f32 + ROW as f32 / 2.0);
            let (sine, cosine) = (degrees.to_radians() as f32).sin_cos();
            // Clockwise from upwards; lines run downwards.
            let turned = |(right, up): (f32, f32)| {
                (centre.0 + right * cosine + up * sine, centre.1 + right * sine - up * cosine)
            };
            canvas.triangle([(0.0, 7.0), (-4.5, -6.0), (0.0, -3.0)].map(turned), LIGHT.text);
            canvas.triangle([(0.0, 7.0), (4.5, -6.0), (0.0, -3.0)].map(turned), LIGHT.quiet);
        }
    }
}
