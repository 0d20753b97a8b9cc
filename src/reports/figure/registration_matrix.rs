//! The board of band pairs: how far each pair is apart, and in which direction.

use std::collections::BTreeMap;

use super::axis::round_bound;
use super::colour_map::{amount, draw_bar, draw_swatch};
use super::requirement_lines::requirement_lines;
use super::scene::{Anchor, Face, Fill, Label, Scene, Shape, Stroke};
use super::{FIGURE_WIDTH, Figure};
use crate::imagery::picture::Hatch;
use crate::measurement::{Measurement, Outcome, Subject};
use crate::reports::bundle::ProductReport;
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{self, Colour, LINE, OVER_RANGE, PANEL, QUIET, RAISED, TEXT};
use crate::units::Estimate;

const LEFT: f64 = 52.0;
const TOP: f64 = 52.0;
const BOARD: f64 = 600.0;
/// In smaller cells numbers could not be read: they are told under the pointer and in the table.
const SMALLEST_CELL_WITH_NUMBERS: f64 = 36.0;
/// Shifts beyond this many pixels are drawn as "beyond": one lost pair must not flatten the colours of all others.
const GREATEST_BOUND: f64 = 2.0;
const NOT_MEASURED: Fill =
    Fill::Hatched(tokens::verdict(crate::measurement::VerdictKind::NotMeasurable), Hatch::Diagonal);

/// What was found of one pair, as measured.
#[derive(Debug, Clone, Default)]
struct Pair {
    line: Option<Estimate>,
    column: Option<Estimate>,
    length: Option<Estimate>,
    reason: String,
    method: String,
}

/// A band's place on the board.
struct Place {
    name: String,
    unit: Option<u8>,
}

struct Board {
    places: Vec<Place>,
    pairs: BTreeMap<(String, String), Pair>,
    cell: f64,
    bound: f64,
    greatest: f64,
}

/// The board of a product's band pairs; none when no pair was looked at.
pub fn registration_matrix(product: &ProductReport) -> Option<Figure> {
    let board = Board::of(product)?;
    let size = board.places.len() as f64 * board.cell;
    let mut scene = Scene::new(FIGURE_WIDTH, TOP + size.max(430.0) + 10.0);
    board.draw_heads(&mut scene);
    for row in 0..board.places.len() {
        for column in 0..board.places.len() {
            match row.cmp(&column) {
                std::cmp::Ordering::Less => board.draw_length(&mut scene, row, column),
                std::cmp::Ordering::Greater => board.draw_direction(&mut scene, row, column),
                std::cmp::Ordering::Equal => board.draw_diagonal(&mut scene, row),
            }
        }
    }
    board.draw_units(&mut scene);
    board.draw_key(&mut scene, product);

    let measured = board.pairs.values().filter(|pair| pair.length.is_some()).count();
    scene.summary = format!(
        "Registration of {} band pairs, {measured} of them measured; largest shift {} px.",
        board.pairs.len(),
        number::fixed(board.greatest, 2, Sign::Negative)
    );
    Some(Figure {
        name: "registration-matrix",
        title: "Band registration, every pair".to_owned(),
        scene,
        caption: "Above the diagonal: length of the shift in pixels with its expanded uncertainty (k = 2). Below: direction; the arrow \
                  points from a feature's position in the column's band to its position in the row's band, up is towards \
                  decreasing line, grey where the length does not exceed its uncertainty. Thick outlines: bands of one \
                  detector unit."
            .to_owned(),
        population: population(product, measured, board.pairs.len()),
    })
}

fn population(product: &ProductReport, measured: usize, pairs: usize) -> String {
    let lengths = product.measurements.iter().filter(|measurement| measurement.metric == "registration_length");
    let windows: Vec<u64> = lengths.clone().filter_map(Measurement::estimate).map(|e| e.n).collect();
    let population = lengths.map(|measurement| measurement.population.as_str()).find(|text| !text.is_empty());
    let n = match (windows.iter().min(), windows.iter().max()) {
        (Some(least), Some(most)) if least == most => format!(", n = {} a pair", number::count(*least)),
        (Some(least), Some(most)) => format!(", n = {} to {} a pair", number::count(*least), number::count(*most)),
        _ => String::new(),
    };
    format!("{measured} of {pairs} pairs measured{n}. Population: {}.", population.unwrap_or("not stated"))
}

impl Board {
    fn of(product: &ProductReport) -> Option<Self> {
        let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
        let mut named: Vec<String> = product.facts.bands.iter().map(|band| band.name.clone()).collect();
        for measurement in &product.measurements {
            let Subject::Pair(a, b) = &measurement.subject else { continue };
            if !measurement.metric.starts_with("registration_") {
                continue;
            }
            for band in [a, b] {
                if !named.contains(band) {
                    named.push(band.clone());
                }
            }
            let pair = pairs.entry((a.clone(), b.clone())).or_default();
            let finite = measurement.estimate().filter(|e| e.value.is_finite() && e.uncertainty.is_finite());
            match measurement.metric.as_str() {
                "registration_line" => pair.line = finite,
                "registration_column" => pair.column = finite,
                "registration_length" => pair.length = finite,
                _ => {}
            }
            if pair.method.is_empty() {
                pair.method.clone_from(&measurement.method);
            }
            if let (Outcome::NotMeasurable { reason }, true) = (&measurement.outcome, pair.reason.is_empty()) {
                pair.reason.clone_from(reason);
            }
        }
        if pairs.is_empty() || named.len() < 2 {
            return None;
        }
        let greatest = pairs.values().filter_map(|pair| pair.length).map(|length| length.value).fold(0.0, f64::max);
        let cell = (BOARD / named.len() as f64).min(72.0);
        let unit_of =
            |name: &str| product.facts.bands.iter().find(|band| band.name == name).and_then(|b| b.detector_unit);
        let mut units: Vec<Option<u8>> = Vec::new();
        for name in &named {
            let unit = unit_of(name);
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        let places = units
            .iter()
            .flat_map(|unit| named.iter().filter(|name| unit_of(name) == *unit))
            .map(|name| Place { name: name.clone(), unit: unit_of(name) })
            .collect();
        Some(Self { places, pairs, cell, bound: round_bound(greatest).min(GREATEST_BOUND), greatest })
    }

    /// The pair of two places, and whether it was measured the other way round.
    fn pair(&self, from: usize, to: usize) -> Option<(&Pair, bool)> {
        let (a, b) = (&self.places[from].name, &self.places[to].name);
        let forward = self.pairs.get(&(a.clone(), b.clone())).map(|pair| (pair, false));
        forward.or_else(|| self.pairs.get(&(b.clone(), a.clone())).map(|pair| (pair, true)))
    }

    fn corner(&self, row: usize, column: usize) -> [f64; 2] {
        [LEFT + column as f64 * self.cell, TOP + row as f64 * self.cell]
    }

    fn note(&self, from: usize, to: usize) -> String {
        let (a, b) = (&self.places[from].name, &self.places[to].name);
        let Some((pair, reversed)) = self.pair(from, to) else {
            return format!("{a}-{b}: not measured: no figure in this report");
        };
        let name = if reversed { format!("{b}-{a}") } else { format!("{a}-{b}") };
        let Some(length) = pair.length else {
            let reason = if pair.reason.is_empty() { "no reason given" } else { &pair.reason };
            return format!("{name}: not measurable: {reason}");
        };
        let part = |word: &str, estimate: Option<Estimate>| {
            let text = estimate.map(|e| number::expanded(e.value, e.uncertainty, Sign::Always).text());
            format!("{word} {}", text.unwrap_or_else(|| number::ABSENT.to_owned()))
        };
        let length_words = number::expanded(length.value, length.uncertainty, Sign::Negative).text();
        let method = if pair.method.is_empty() { String::new() } else { format!(" · {}", pair.method) };
        let (line, column) = (part("line", pair.line), part("column", pair.column));
        format!(
            "{name}: length {length_words} px · {line} · {column} (k = 2) · n = {}{method}",
            number::count(length.n)
        )
    }

    fn draw_length(&self, scene: &mut Scene, row: usize, column: usize) {
        let [x, y] = self.corner(row, column);
        let length = self.pair(row, column).and_then(|(pair, _)| pair.length);
        let (fill, ink) = match length {
            None => (NOT_MEASURED, QUIET),
            Some(length) => {
                let ground = if length.value > self.bound { OVER_RANGE } else { amount(length.value / self.bound) };
                (Fill::Plain(ground), ink_on(ground))
            }
        };
        let shape = Shape::Rectangle {
            at: [x, y],
            size: [self.cell, self.cell],
            fill,
            stroke: Some(Stroke::solid(PANEL, 1.0)),
        };
        scene.draw_noted("pair", shape, self.note(row, column));
        let Some(length) = length else { return };
        if self.cell < SMALLEST_CELL_WITH_NUMBERS {
            return;
        }
        let rounded = number::expanded(length.value, length.uncertainty, Sign::Negative);
        let middle = x + self.cell / 2.0;
        let label = |at: [f64; 2], text: String, size: f64| {
            let (anchor, face) = (Anchor::Middle, Face::Numbers);
            Shape::Text(Label { at, text, size, anchor, face, colour: ink, upwards: false })
        };
        let size = (self.cell * 0.25).min(13.0);
        scene.draw("pair-length", label([middle, y + self.cell * 0.47], rounded.value, size));
        if !rounded.uncertainty.is_empty() {
            let text = format!("±{}", rounded.uncertainty);
            scene.draw("pair-uncertainty", label([middle, y + self.cell * 0.78], text, size * 0.84));
        }
        if self.pair(row, column).is_some_and(|(pair, _)| !pair.method.is_empty()) {
            let at = [x + self.cell - 6.0, y + 6.0];
            let symbol = tokens::Symbol::Disc;
            scene.draw("pair-method", Shape::Symbol { at, radius: 2.2, symbol, colour: ink, hollow: false });
        }
    }

    /// Below the diagonal the row stands for the second band: its position minus that of the column's.
    fn draw_direction(&self, scene: &mut Scene, row: usize, column: usize) {
        let [x, y] = self.corner(row, column);
        let found = self.pair(column, row);
        let shift = found.and_then(|(pair, reversed)| {
            let sign = if reversed { -1.0 } else { 1.0 };
            Some([sign * pair.column?.value, sign * pair.line?.value])
        });
        let shape = Shape::Rectangle {
            at: [x, y],
            size: [self.cell, self.cell],
            fill: if shift.is_some() { Fill::Plain(PANEL) } else { NOT_MEASURED },
            stroke: Some(Stroke::solid(LINE, 1.0)),
        };
        scene.draw_noted("direction", shape, self.note(column, row));
        let Some(shift) = shift else { return };
        let length = found.and_then(|(pair, _)| pair.length);
        let certain = length.is_none_or(|e| e.value > number::COVERAGE_FACTOR * e.uncertainty);
        let uncertain = tokens::verdict(crate::measurement::VerdictKind::NotMeasurable);
        let centre = [x + self.cell / 2.0, y + self.cell / 2.0];
        draw_arrow(
            scene,
            centre,
            shift.map(|part| part * self.points_per_pixel()),
            if certain { TEXT } else { uncertain },
        );
    }

    fn points_per_pixel(&self) -> f64 {
        if self.greatest > 0.0 { 0.80 * self.cell / self.greatest.min(self.bound) } else { 1.0 }
    }

    fn draw_diagonal(&self, scene: &mut Scene, row: usize) {
        let at = self.corner(row, row);
        let (fill, stroke) = (Fill::Plain(RAISED), Some(Stroke::solid(PANEL, 1.0)));
        scene.draw("diagonal", Shape::Rectangle { at, size: [self.cell, self.cell], fill, stroke });
        let style = tokens::band(&self.places[row].name, row);
        let at = [at[0] + self.cell / 2.0, at[1] + self.cell / 2.0];
        let (symbol, colour, hollow) = (style.symbol, style.colour, style.hollow);
        scene.draw("band", Shape::Symbol { at, radius: 5.0, symbol, colour, hollow });
    }

    fn draw_heads(&self, scene: &mut Scene) {
        for (index, place) in self.places.iter().enumerate() {
            let [x, y] = self.corner(index, index);
            scene.words([x + self.cell / 2.0, TOP - 7.0], Anchor::Middle, Face::Numbers, place.name.clone());
            scene.words([LEFT - 8.0, y + self.cell / 2.0 + 4.0], Anchor::End, Face::Numbers, place.name.clone());
        }
    }

    fn draw_units(&self, scene: &mut Scene) {
        let mut first = 0;
        while first < self.places.len() {
            let unit = self.places[first].unit;
            let count = self.places[first..].iter().take_while(|place| place.unit == unit).count();
            if let Some(unit) = unit {
                let at = self.corner(first, first);
                let extent = count as f64 * self.cell;
                let stroke = Some(Stroke::solid(TEXT, 2.0));
                let shape = Shape::Rectangle { at, size: [extent, extent], fill: Fill::Nothing, stroke };
                scene.draw_noted("detector-unit", shape, String::new());
                let y = TOP - 24.0;
                scene.line("bracket", [at[0] + 4.0, y], [at[0] + extent - 4.0, y], Stroke::solid(QUIET, 1.0));
                let words = format!("detector unit {unit}");
                scene.quiet([at[0] + extent / 2.0, y - 6.0], Anchor::Middle, Face::Words, words);
            }
            first += count;
        }
    }

    fn draw_key(&self, scene: &mut Scene, product: &ProductReport) {
        let x = LEFT + BOARD + 34.0;
        let (top, height) = (TOP + 20.0, 180.0);
        scene.quiet([x, TOP + 6.0], Anchor::Start, Face::Words, "length, px");
        draw_bar(scene, [x, top], [16.0, height]);
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let y = top + height * (1.0 - share);
            scene.line("tick", [x + 16.0, y], [x + 20.0, y], Stroke::solid(QUIET, 1.0));
            let text = number::significant(share * self.bound, 3, Sign::Negative);
            scene.quiet([x + 24.0, y + 4.0], Anchor::Start, Face::Numbers, text);
        }
        for line in requirement_lines(&product.verdicts, "registration_length", "px") {
            for (limit, words) in line.limits.iter().filter(|(limit, _)| *limit > 0.0 && *limit <= self.bound) {
                let y = top + height * (1.0 - limit / self.bound);
                let stroke = Stroke::dashed(tokens::verdict(crate::measurement::VerdictKind::Fail), 2.0, [4.0, 2.0]);
                let shape = Shape::Line { from: [x - 5.0, y], to: [x + 58.0, y], stroke };
                scene.draw_noted("requirement", shape, format!("{}: {words}", line.title));
                scene.quiet([x + 60.0, y + 4.0], Anchor::Start, Face::Numbers, words.clone());
            }
        }
        let mut y = top + height + 18.0;
        if self.greatest > self.bound {
            draw_swatch(scene, [x, y], Fill::Plain(OVER_RANGE), "beyond the bar");
            y += 22.0;
        }
        draw_swatch(scene, [x, y], NOT_MEASURED, "not measurable");
        y += 22.0;
        if self.pairs.values().any(|pair| !pair.method.is_empty()) {
            let (symbol, colour) = (tokens::Symbol::Disc, TEXT);
            scene.draw("key", Shape::Symbol { at: [x + 7.0, y + 7.0], radius: 2.2, symbol, colour, hollow: false });
            scene.quiet([x + 20.0, y + 11.0], Anchor::Start, Face::Words, "by another way,");
            scene.quiet([x + 20.0, y + 25.0], Anchor::Start, Face::Words, "see the table");
            y += 36.0;
        }
        if self.greatest > 0.0 {
            let key = round_key(self.greatest.min(self.bound));
            let half = key * self.points_per_pixel() / 2.0;
            draw_arrow(scene, [x + half, y + 10.0], [2.0 * half, 0.0], TEXT);
            let words = format!("{} px", number::significant(key, 2, Sign::Negative));
            scene.quiet([x + 2.0 * half + 8.0, y + 14.0], Anchor::Start, Face::Numbers, words);
        }
    }
}

/// The colour of the two inks that reads better on a ground.
fn ink_on(ground: Colour) -> Colour {
    if ground.contrast(PANEL) > ground.contrast(TEXT) { PANEL } else { TEXT }
}

/// The largest of 1, 2, 5 times a power of ten that does not exceed `greatest`.
fn round_key(greatest: f64) -> f64 {
    let power = 10f64.powf(greatest.log10().floor());
    [5.0, 2.0].into_iter().map(|factor| factor * power).find(|key| *key <= greatest).unwrap_or(power)
}

/// An arrow centred on a place; `extent` is its vector (x, y) in points, shortened to what a cell holds by the caller's scale.
pub(super) fn draw_arrow(scene: &mut Scene, centre: [f64; 2], extent: [f64; 2], colour: Colour) {
    let length = extent[0].hypot(extent[1]);
    if !length.is_finite() || length < 0.5 {
        let symbol = tokens::Symbol::Disc;
        scene.draw("arrow", Shape::Symbol { at: centre, radius: 1.5, symbol, colour, hollow: false });
        return;
    }
    let shown = length.min(46.0);
    let unit = [extent[0] / length, extent[1] / length];
    let tail = [centre[0] - unit[0] * shown / 2.0, centre[1] - unit[1] * shown / 2.0];
    let tip = [centre[0] + unit[0] * shown / 2.0, centre[1] + unit[1] * shown / 2.0];
    let head = (shown * 0.45).min(7.0);
    let neck = [tip[0] - unit[0] * head, tip[1] - unit[1] * head];
    let side = [-unit[1] * head * 0.42, unit[0] * head * 0.42];
    scene.line("arrow", tail, neck, Stroke::solid(colour, 1.5));
    let corners = vec![tip, [neck[0] + side[0], neck[1] + side[1]], [neck[0] - side[0], neck[1] - side[1]]];
    scene.draw("arrow-head", Shape::Polygon { corners, fill: colour });
}
