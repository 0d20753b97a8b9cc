//! Why samples stay out of the statistics, band by band.

use super::axis::round_bound;
use super::scene::{Anchor, Face, Fill, Scene, Shape, Stroke};
use super::{FIGURE_WIDTH, Figure};
use crate::imagery::NoDataReason;
use crate::measurement::{Measurement, Outcome, Subject};
use crate::reports::bundle::ProductReport;
use crate::reports::number;
use crate::reports::tokens::{self, LINE, QUIET};
use crate::units::Estimate;

const LEFT: f64 = 66.0;
const TOP: f64 = 46.0;
const ROW: f64 = 24.0;

/// The metric that counts a reason.
fn metric_of(reason: NoDataReason) -> &'static str {
    match reason {
        NoDataReason::Saturated => "rate_saturated",
        NoDataReason::Clipped => "rate_clipped",
        NoDataReason::Cloud => "rate_cloud",
        NoDataReason::Defective => "rate_defective",
        NoDataReason::Missing => "rate_missing",
        NoDataReason::Outside => "rate_outside",
        NoDataReason::NotComputed => "rate_not_computed",
    }
}

/// Rates of every reason that was counted; none when none was.
pub fn no_data_rates(product: &ProductReport) -> Option<Figure> {
    let rate = |metric: &str, band: &str| {
        let found = product
            .measurements
            .iter()
            .find(|m| m.metric == metric && matches!(&m.subject, Subject::Band(name) if name == band));
        found.map(|measurement| (measurement.estimate().filter(|e| e.value.is_finite()), &measurement.outcome))
    };
    let is_rate = |metric: &str| metric == "rate_valid" || NoDataReason::ALL.iter().any(|r| metric_of(*r) == metric);
    let mut bands: Vec<&str> = Vec::new();
    for measurement in product.measurements.iter().filter(|measurement| is_rate(&measurement.metric)) {
        if let Subject::Band(name) = &measurement.subject
            && !bands.contains(&name.as_str())
        {
            bands.push(name);
        }
    }
    let reasons: Vec<NoDataReason> = NoDataReason::ALL
        .into_iter()
        .filter(|reason| bands.iter().any(|band| rate(metric_of(*reason), band).is_some()))
        .collect();
    if bands.is_empty() {
        return None;
    }

    let greatest = reasons
        .iter()
        .flat_map(|reason| bands.iter().filter_map(|band| rate(metric_of(*reason), band)?.0))
        .map(|estimate| estimate.value)
        .fold(0.0, f64::max);
    let bound = if greatest > 0.0 { round_bound(greatest).min(1.0) } else { 0.0 };
    let column = (FIGURE_WIDTH - LEFT) / (reasons.len() + 1) as f64;
    let mut scene = Scene::new(FIGURE_WIDTH, TOP + bands.len() as f64 * ROW + 8.0);
    draw_heads(&mut scene, &reasons, column);
    for (place, band) in bands.iter().enumerate() {
        let y = TOP + place as f64 * ROW;
        scene.line("grid", [0.0, y], [FIGURE_WIDTH, y], Stroke::solid(LINE, 1.0));
        let style = tokens::band(band, place);
        let (symbol, colour, hollow) = (style.symbol, style.colour, style.hollow);
        scene.draw("band", Shape::Symbol { at: [10.0, y + ROW / 2.0], radius: 4.0, symbol, colour, hollow });
        scene.words([22.0, y + 16.0], Anchor::Start, Face::Numbers, *band);
        draw_valid(&mut scene, y, column, rate("rate_valid", band).and_then(|(estimate, _)| estimate));
        for (index, reason) in reasons.iter().enumerate() {
            let left = LEFT + (index as f64 + 1.0) * column;
            draw_rate(&mut scene, [left, y], column, *reason, band, rate(metric_of(*reason), band), bound);
        }
    }
    scene.summary = format!("Share of valid samples and of each no-data reason in {} bands.", bands.len());
    let scale = if bound > 0.0 {
        format!("A full bar is {}.", number::percent(bound))
    } else {
        "No sample was left out.".to_owned()
    };
    Some(Figure {
        name: "no-data-rates",
        title: "Samples left out, by reason".to_owned(),
        scene,
        caption: format!(
            "All bars have one scale. {scale} A sample may have several reasons, so rates need not add up."
        ),
        population: population(product, &bands),
    })
}

fn draw_heads(scene: &mut Scene, reasons: &[NoDataReason], column: f64) {
    scene.quiet([LEFT + column - 20.0, TOP - 12.0], Anchor::End, Face::Words, "valid");
    for (index, reason) in reasons.iter().enumerate() {
        let left = LEFT + (index as f64 + 1.0) * column;
        let (colour, hatch) = tokens::no_data(*reason);
        let stroke = Some(Stroke::solid(QUIET, 0.8));
        let fill = Fill::Hatched(colour, hatch);
        scene.draw("swatch", Shape::Rectangle { at: [left, TOP - 23.0], size: [13.0, 13.0], fill, stroke });
        scene.quiet([left + 18.0, TOP - 12.0], Anchor::Start, Face::Words, reason.word());
    }
}

fn draw_valid(scene: &mut Scene, y: f64, column: f64, valid: Option<Estimate>) {
    let text = valid.map_or_else(|| number::ABSENT.to_owned(), |estimate| share_words(estimate.value));
    scene.words([LEFT + column - 20.0, y + 16.0], Anchor::End, Face::Numbers, text);
}

/// A share to a hundredth of a percent, rounded down: all is said only of all.
fn share_words(share: f64) -> String {
    number::fixed((share * 1e4 + 1e-6).floor() / 1e2, 2, number::Sign::Negative) + " %"
}

fn draw_rate(
    scene: &mut Scene,
    [left, y]: [f64; 2],
    column: f64,
    reason: NoDataReason,
    band: &str,
    rate: Option<(Option<Estimate>, &Outcome)>,
    bound: f64,
) {
    let (value, why) = match rate {
        Some((Some(estimate), _)) => (Some(estimate), String::new()),
        Some((None, Outcome::NotMeasurable { reason })) => (None, format!("{band}: not measurable: {reason}")),
        _ => (None, format!("{band}: not counted")),
    };
    let Some(estimate) = value else {
        let label = Shape::Text(super::Label {
            at: [left, y + 16.0],
            text: number::ABSENT.to_owned(),
            size: 11.0,
            anchor: Anchor::Start,
            face: Face::Numbers,
            colour: QUIET,
            upwards: false,
        });
        scene.draw_noted("not-counted", label, why);
        return;
    };
    if estimate.value <= 0.0 {
        scene.quiet([left, y + 16.0], Anchor::Start, Face::Numbers, "0 %");
        return;
    }
    let (colour, hatch) = tokens::no_data(reason);
    let room = column * 0.42;
    // A rate above zero always shows: half a point would vanish in print.
    let width = if bound > 0.0 { (estimate.value / bound * room).clamp(1.5, room) } else { 0.0 };
    let shape = Shape::Rectangle {
        at: [left, y + 5.0],
        size: [width, ROW - 10.0],
        fill: Fill::Hatched(colour, hatch),
        stroke: Some(Stroke::solid(QUIET, 0.8)),
    };
    let note =
        format!("{band} {}: {}, n = {}", reason.word(), number::percent(estimate.value), number::count(estimate.n));
    scene.draw_noted("rate", shape, note);
    let text = number::percent(estimate.value);
    scene.quiet([left + width + 5.0, y + 16.0], Anchor::Start, Face::Numbers, text);
}

fn population(product: &ProductReport, bands: &[&str]) -> String {
    let rates = product.measurements.iter().filter(|measurement| measurement.metric == "rate_valid");
    let n: Vec<u64> = rates.clone().filter_map(Measurement::estimate).map(|e| e.n).collect();
    let population = rates.map(|measurement| measurement.population.as_str()).find(|text| !text.is_empty());
    let n = match (n.iter().min(), n.iter().max()) {
        (Some(least), Some(most)) if least == most => format!("n = {} a band", number::count(*least)),
        (Some(least), Some(most)) => format!("n = {} to {} a band", number::count(*least), number::count(*most)),
        _ => format!("{} bands", bands.len()),
    };
    format!("{n}. Population: {}.", population.unwrap_or("not stated"))
}
