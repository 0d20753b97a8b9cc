//! One bar a band with its uncertainty, under the requirement lines: noise and signal-to-noise ratio.

use super::axis::Axis;
use super::requirement_lines::{RequirementLine, requirement_lines};
use super::scene::{Anchor, Face, Fill, Label, Scene, Shape, Stroke, text_width};
use super::{FIGURE_WIDTH, Figure};
use crate::imagery::picture::Hatch;
use crate::measurement::{Measurement, Outcome, Subject, VerdictKind};
use crate::reports::bundle::ProductReport;
use crate::reports::number::{self, COVERAGE_FACTOR, Sign};
use crate::reports::tokens::{self, LINE, QUIET, TEXT};
use crate::units::Estimate;

const LEFT: f64 = 76.0;
const RIGHT: f64 = FIGURE_WIDTH - 132.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 246.0;
const ROW: f64 = 17.0;
/// With more bands than this the numbers under the plot would touch; they are in the table.
const MOST_BANDS_WITH_NUMBERS: usize = 13;

/// One band's place in the figure.
struct Slot<'report> {
    band: &'report str,
    centre_nm: Option<f64>,
    measurement: Option<&'report Measurement>,
    beside: Option<Estimate>,
    middle: f64,
    half_width: f64,
}

impl Slot<'_> {
    fn estimate(&self) -> Option<Estimate> {
        self.measurement?.estimate().filter(|estimate| estimate.value.is_finite() && estimate.uncertainty.is_finite())
    }

    fn note(&self) -> String {
        match (self.estimate(), self.measurement.map(|measurement| &measurement.outcome)) {
            (Some(estimate), _) => {
                let text = number::expanded(estimate.value, estimate.uncertainty, Sign::Negative).text();
                format!("{}: {text} (k = 2), n = {}", self.band, number::count(estimate.n))
            }
            (None, Some(Outcome::NotMeasurable { reason })) => format!("{}: not measurable: {reason}", self.band),
            _ => format!("{}: not measured", self.band),
        }
    }
}

/// What stands beside a metric in its figure.
struct Subjects {
    metric: &'static str,
    beside: &'static str,
    beside_row: Option<&'static str>,
}

/// The noise of each band; none when it was not measured.
pub fn noise_bars(product: &ProductReport) -> Option<Figure> {
    let what = Subjects { metric: "noise", beside: "noise_as_delivered", beside_row: None };
    let (mut scene, population, unit) = draw(product, &what)?;
    scene.summary = format!("Noise of each band in {unit}, with expanded uncertainties and requirement lines.");
    Some(Figure {
        name: "noise",
        title: "Noise by band".to_owned(),
        scene,
        caption: "Bar: noise corrected for its spatial correlation (a resampled product hides part of it), with ± U (k = 2). Open tick: plain local \
                  deviation of the product as delivered. Dashed: requirement, named at its end."
            .to_owned(),
        population,
    })
}

/// The signal-to-noise ratio of each band; none when it was not measured.
pub fn snr_bars(product: &ProductReport) -> Option<Figure> {
    let what = Subjects { metric: "snr", beside: "snr_radiance", beside_row: Some("at L") };
    let (mut scene, population, _) = draw(product, &what)?;
    scene.summary =
        String::from("Signal-to-noise ratio of each band, with expanded uncertainties and requirement lines.");
    Some(Figure {
        name: "snr",
        title: "Signal-to-noise ratio by band".to_owned(),
        scene,
        caption: format!(
            "Each ratio holds at the radiance L under it, in {}. Whiskers: ± U (k = 2). A figure of the product as delivered, not of the instrument's raw counts. Dashed: requirement, \
             named at its end.",
            number::unit("W m-2 sr-1 um-1")
        ),
        population,
    })
}

fn draw(product: &ProductReport, what: &Subjects) -> Option<(Scene, String, String)> {
    let of_metric: Vec<&Measurement> = product
        .measurements
        .iter()
        .filter(|m| m.metric == what.metric && matches!(m.subject, Subject::Band(_)))
        .collect();
    let unit = of_metric.first()?.unit.clone();
    let slots = slots(product, what, &of_metric);
    let lines = requirement_lines(&product.verdicts, what.metric, &unit);

    let tops = slots.iter().filter_map(Slot::estimate).map(|e| e.value + COVERAGE_FACTOR * e.uncertainty);
    let beside = slots.iter().filter(|_| what.beside_row.is_none()).filter_map(|slot| slot.beside).map(|e| e.value);
    let limits = lines.iter().flat_map(|line| line.limits.iter().map(|(limit, _)| *limit));
    let axis = Axis::from_zero(tops.chain(beside).chain(limits), BOTTOM, TOP);

    let rows = 5.0 + if what.beside_row.is_some() { 1.0 } else { 0.0 };
    let mut scene = Scene::new(FIGURE_WIDTH, BOTTOM + rows * ROW + 10.0);
    axis.draw_upright(&mut scene, LEFT, RIGHT, 5);
    let name =
        if what.metric == "snr" { "SNR".to_owned() } else { format!("{}, {}", what.metric, number::unit(&unit)) };
    scene.axis_name_upwards([14.0, f64::midpoint(TOP, BOTTOM)], name);
    for (place, slot) in slots.iter().enumerate() {
        draw_slot(&mut scene, axis, slot, place, what.beside_row.is_none());
    }
    scene.line("axis", [LEFT, BOTTOM], [RIGHT, BOTTOM], Stroke::solid(QUIET, 1.0));
    draw_rows(&mut scene, &slots, what.beside_row);
    draw_requirements(&mut scene, axis, &slots, &lines);
    Some((scene, population(&of_metric), unit))
}

fn slots<'report>(
    product: &'report ProductReport,
    what: &Subjects,
    of_metric: &[&'report Measurement],
) -> Vec<Slot<'report>> {
    let mut bands: Vec<(&str, Option<f64>)> =
        product.facts.bands.iter().map(|band| (band.name.as_str(), band.centre_nm)).collect();
    for measurement in of_metric {
        if let Subject::Band(name) = &measurement.subject
            && !bands.iter().any(|(band, _)| band == name)
        {
            bands.push((name, None));
        }
    }
    let is_of = |measurement: &Measurement, name: &str| matches!(&measurement.subject, Subject::Band(b) if b == name);
    let width = (RIGHT - LEFT) / bands.len() as f64;
    bands
        .iter()
        .enumerate()
        .map(|(place, (band, centre_nm))| Slot {
            band,
            centre_nm: *centre_nm,
            measurement: of_metric.iter().copied().find(|measurement| is_of(measurement, band)),
            beside: product
                .measurements
                .iter()
                .find(|measurement| measurement.metric == what.beside && is_of(measurement, band))
                .and_then(Measurement::estimate)
                .filter(|estimate| estimate.value.is_finite()),
            middle: LEFT + (place as f64 + 0.5) * width,
            half_width: (width * 0.26).min(14.0),
        })
        .collect()
}

fn draw_slot(scene: &mut Scene, axis: Axis, slot: &Slot<'_>, place: usize, beside_is_drawn: bool) {
    let half = slot.half_width;
    let Some(estimate) = slot.estimate() else {
        let colour = tokens::verdict(VerdictKind::NotMeasurable);
        let shape = Shape::Rectangle {
            at: [slot.middle - half, BOTTOM - 26.0],
            size: [2.0 * half, 26.0],
            fill: Fill::Hatched(colour, Hatch::Diagonal),
            stroke: Some(Stroke::solid(LINE, 1.0)),
        };
        scene.draw_noted("not-measurable", shape, slot.note());
        return;
    };
    let style = tokens::band(slot.band, place);
    let y = axis.place(estimate.value);
    let size = [2.0 * half, BOTTOM - y];
    let shape = Shape::Rectangle { at: [slot.middle - half, y], size, fill: Fill::Plain(style.colour), stroke: None };
    scene.draw_noted("bar", shape, slot.note());
    if let (Some(beside), true) = (slot.beside, beside_is_drawn) {
        let y = axis.place(beside.value);
        let shape = Shape::Rectangle {
            at: [slot.middle - half - 4.0, y - 2.0],
            size: [2.0 * half + 8.0, 4.0],
            fill: Fill::Plain(tokens::PANEL),
            stroke: Some(Stroke::solid(TEXT, 1.0)),
        };
        let words = number::expanded(beside.value, beside.uncertainty, Sign::Negative).text();
        scene.draw_noted("as-delivered", shape, format!("{} as delivered: {words} (k = 2)", slot.band));
    }
    let reach = COVERAGE_FACTOR * estimate.uncertainty;
    let (above, below) = (axis.place(estimate.value + reach), axis.place(estimate.value - reach));
    let stroke = Stroke::solid(TEXT, 1.5);
    scene.line("error-bar", [slot.middle, above], [slot.middle, below], stroke);
    for y in [above, below] {
        scene.line("error-bar", [slot.middle - 4.0, y], [slot.middle + 4.0, y], stroke);
    }
}

/// The figures stand in rows under the plot, where no bar and no line can cross them.
fn draw_rows(scene: &mut Scene, slots: &[Slot<'_>], beside_row: Option<&str>) {
    let row = |index: f64| BOTTOM + 16.0 + index * ROW;
    if slots.len() > MOST_BANDS_WITH_NUMBERS {
        return draw_names_upwards(scene, slots);
    }
    for (index, head) in [(1.0, "nm"), (2.0, "value"), (3.0, "± U"), (4.0, "n")] {
        scene.quiet([LEFT - 8.0, row(index)], Anchor::End, Face::Words, head);
    }
    if let Some(head) = beside_row {
        scene.quiet([LEFT - 8.0, row(5.0)], Anchor::End, Face::Words, head);
    }
    let small = |at: [f64; 2], text: String, colour| {
        let (anchor, face) = (Anchor::Middle, Face::Numbers);
        Shape::Text(Label { at, text, size: 9.8, anchor, face, colour, upwards: false })
    };
    for (place, slot) in slots.iter().enumerate() {
        let style = tokens::band(slot.band, place);
        let (symbol, colour, hollow) = (style.symbol, style.colour, style.hollow);
        let at = [slot.middle - 16.0, row(0.0) - 4.0];
        scene.draw("band", Shape::Symbol { at, radius: 3.5, symbol, colour, hollow });
        scene.words([slot.middle + 3.0, row(0.0)], Anchor::Middle, Face::Numbers, slot.band);
        let rounded = slot.estimate().map(|e| (number::expanded(e.value, e.uncertainty, Sign::Negative), e.n));
        let (value, uncertainty, n) = match rounded {
            Some((rounded, n)) => (rounded.value, rounded.uncertainty, short_count(n)),
            None => (number::ABSENT.to_owned(), number::ABSENT.to_owned(), number::ABSENT.to_owned()),
        };
        let centre =
            slot.centre_nm.map_or_else(|| number::ABSENT.to_owned(), |nm| number::fixed(nm, 0, Sign::Negative));
        scene.draw("row", small([slot.middle, row(1.0)], centre, QUIET));
        scene.draw("row", small([slot.middle, row(2.0)], value, TEXT));
        scene.draw("row", small([slot.middle, row(3.0)], uncertainty, QUIET));
        scene.draw("row", small([slot.middle, row(4.0)], n, QUIET));
        if beside_row.is_some() {
            let text = slot.beside.map(|e| number::significant(e.value, 3, Sign::Negative));
            scene.draw("row", small([slot.middle, row(5.0)], text.unwrap_or_else(|| number::ABSENT.to_owned()), QUIET));
        }
    }
}

fn draw_names_upwards(scene: &mut Scene, slots: &[Slot<'_>]) {
    for slot in slots {
        let at = [slot.middle + 4.0, BOTTOM + 36.0];
        let (text, anchor, face) = (slot.band.to_owned(), Anchor::Middle, Face::Numbers);
        scene.draw("row", Shape::Text(Label { at, text, size: 9.8, anchor, face, colour: TEXT, upwards: true }));
    }
}

/// A count that fits a band's column: `62.4 M` from ten millions on, digit by digit below.
fn short_count(n: u64) -> String {
    if n < 100_000 { number::count(n) } else { shortened(n as f64) }
}

fn shortened(n: f64) -> String {
    let (scaled, letter) = if n < 1e6 {
        (n / 1e3, "k")
    } else if n < 1e9 {
        (n / 1e6, "M")
    } else {
        (n / 1e9, "G")
    };
    format!("{} {letter}", number::significant(scaled, 3, Sign::Negative))
}

fn draw_requirements(scene: &mut Scene, axis: Axis, slots: &[Slot<'_>], lines: &[RequirementLine]) {
    let half = (RIGHT - LEFT) / slots.len().max(1) as f64 / 2.0;
    // A line over bars of any colour needs a light edge to be seen.
    let edge = Stroke::solid(tokens::PANEL, 3.6);
    let stroke = Stroke::dashed(tokens::verdict(VerdictKind::Fail), 1.6, [6.0, 3.0]);
    let mut named: Vec<(f64, String)> = Vec::new();
    for line in lines {
        for (limit, words) in &line.limits {
            let y = axis.place(*limit);
            let note = format!("{}: {words}", line.title);
            if line.subjects.is_empty() {
                scene.line("requirement-edge", [LEFT, y], [RIGHT, y], edge);
                let shape = Shape::Line { from: [LEFT, y], to: [RIGHT + 4.0, y], stroke };
                scene.draw_noted("requirement", shape, note);
                named.push((y, words.clone()));
                continue;
            }
            for slot in slots.iter().filter(|slot| line.holds_for(slot.band)) {
                scene.line("requirement-edge", [slot.middle - half, y], [slot.middle + half, y], edge);
                let shape = Shape::Line { from: [slot.middle - half, y], to: [slot.middle + half, y], stroke };
                scene.draw_noted("requirement", shape, note.clone());
            }
            if let Some(last) = slots.iter().rev().find(|slot| line.holds_for(slot.band)) {
                // The name stands at the line's own end when only some bands are meant, at the margin when the last one is.
                if last.middle + half >= RIGHT - 1.0 {
                    named.push((y, words.clone()));
                } else {
                    let text = words.split(' ').take(2).collect::<Vec<_>>().join(" ");
                    scene.quiet([last.middle + half, y - 4.0], Anchor::End, Face::Numbers, text);
                }
            }
        }
    }
    named.sort_by(|a, b| a.0.total_cmp(&b.0));
    named.dedup();
    let mut free = TOP - 4.0;
    for (y, words) in named {
        let y = (y + 4.0).max(free);
        free = y + 14.0;
        let room = FIGURE_WIDTH - RIGHT - 8.0;
        let face = if text_width(&words, 11.0, Face::Numbers) > room { Face::Words } else { Face::Numbers };
        scene.quiet([RIGHT + 8.0, y], Anchor::Start, face, words);
    }
}

fn population(of_metric: &[&Measurement]) -> String {
    let mut populations: Vec<&str> = of_metric.iter().map(|measurement| measurement.population.as_str()).collect();
    populations.dedup();
    populations.retain(|text| !text.is_empty());
    let measured = of_metric.iter().filter(|measurement| measurement.estimate().is_some()).count();
    let stated = if populations.is_empty() { "not stated".to_owned() } else { populations.join("; ") };
    format!("{measured} of {} bands measured, n under each bar. Population: {stated}.", of_metric.len())
}
