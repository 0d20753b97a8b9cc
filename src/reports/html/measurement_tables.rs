//! Everything that was measured: one table a family of metrics, bands or pairs down, metrics across.

use std::collections::BTreeMap;

use super::aligned;
use super::summary::sign_of;
use crate::measurement::{Measurement, Outcome, Subject};
use crate::reports::bundle::ProductReport;
use crate::reports::markup::Markup;
use crate::reports::number;

/// A family of metrics and the heads of their columns.
struct Family {
    title: &'static str,
    columns: &'static [(&'static str, &'static str)],
}

const FAMILIES: [Family; 4] = [
    Family {
        title: "Registration of pairs",
        columns: &[
            ("registration_line", "line"),
            ("registration_column", "column"),
            ("registration_length", "length"),
            ("registration_along_epipolar", "along epipolar"),
            ("registration_across_epipolar", "across epipolar"),
        ],
    },
    Family {
        title: "Noise of bands",
        columns: &[
            ("noise", "noise"),
            ("noise_as_delivered", "as delivered"),
            ("noise_correlation_line", "correlation, line"),
            ("noise_correlation_column", "correlation, column"),
            ("snr", "SNR"),
            ("snr_radiance", "at radiance"),
        ],
    },
    Family {
        title: "Twin bands",
        columns: &[("twin_ratio", "ratio of means"), ("twin_slope", "slope"), ("twin_intercept", "intercept")],
    },
    Family {
        title: "Rates of samples",
        columns: &[
            ("rate_valid", "valid"),
            ("rate_saturated", "saturated"),
            ("rate_clipped", "clipped"),
            ("rate_cloud", "cloud"),
            ("rate_defective", "defective"),
            ("rate_missing", "missing"),
            ("rate_outside", "outside"),
            ("rate_not_computed", "not computed"),
        ],
    },
];

const QUALITY_INDEX: &str = "quality_index_";

/// Draws the tables of a product.
pub(super) fn draw(product: &ProductReport, page: &mut Markup) {
    page.tag("section").class("sheet").open();
    page.element("h3", "Every measurement");
    if product.measurements.is_empty() {
        page.tag("p").class("absent").holding("Nothing was measured on this product.");
        page.close();
        return;
    }
    page.tag("p").class("reading").holding(
        "± U is the expanded uncertainty (k = 2). The same figures with standard uncertainties (k = 1) and all their \
         digits are in measurements.csv and in the data of this page.",
    );
    for family in &FAMILIES {
        draw_family(product, family, page);
    }
    draw_others(product, page);
    page.close();
}

/// Text of a figure: a rate in percent, all else with its uncertainty.
fn words(measurement: &Measurement) -> String {
    let Some(estimate) = measurement.estimate() else { return number::ABSENT.to_owned() };
    if measurement.metric.starts_with("rate_") && estimate.uncertainty == 0.0 {
        return number::percent(estimate.value);
    }
    number::expanded(estimate.value, estimate.uncertainty, sign_of(&measurement.metric)).text()
}

/// Numbered remarks under a table: the same remark has one number.
#[derive(Default)]
struct Notes(Vec<String>);

impl Notes {
    fn number(&mut self, text: &str) -> usize {
        let known = self.0.iter().position(|note| note == text);
        known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        }) + 1
    }

    fn of(&mut self, measurement: &Measurement) -> Vec<usize> {
        let mut numbers = Vec::new();
        if let Outcome::NotMeasurable { reason } = &measurement.outcome {
            numbers.push(self.number(&format!("Not measurable: {reason}")));
        }
        if !measurement.method.is_empty() {
            numbers.push(self.number(&measurement.method));
        }
        numbers
    }
}

fn draw_family(product: &ProductReport, family: &Family, page: &mut Markup) {
    let mut rows: Vec<&Subject> = Vec::new();
    let mut found: BTreeMap<(&Subject, usize), &Measurement> = BTreeMap::new();
    for measurement in &product.measurements {
        let Some(column) = family.columns.iter().position(|(metric, _)| *metric == measurement.metric) else {
            continue;
        };
        if !rows.contains(&&measurement.subject) {
            rows.push(&measurement.subject);
        }
        found.entry((&measurement.subject, column)).or_insert(measurement);
    }
    if rows.is_empty() {
        return;
    }
    let columns: Vec<usize> =
        (0..family.columns.len()).filter(|column| found.keys().any(|(_, present)| present == column)).collect();
    let widths: Vec<usize> = columns
        .iter()
        .map(|column| {
            let texts: Vec<String> = found.iter().filter(|((_, c), _)| c == column).map(|(_, m)| words(m)).collect();
            aligned::tail_width(texts.iter().map(String::as_str))
        })
        .collect();

    page.tag("div").class(aligned::whole_or_parted(rows.len())).open();
    page.element("h4", family.title);
    page.tag("table").class("plain dense").open();
    page.tag("thead").open();
    page.tag("tr").open();
    page.element("th", if matches!(rows[0], Subject::Pair(..)) { "Pair" } else { "Band" });
    for column in &columns {
        page.tag("th").class("num").open();
        page.text(family.columns[*column].1);
        let unit = found.iter().find(|((_, c), _)| c == column).map(|(_, measurement)| number::unit(&measurement.unit));
        if let Some(unit) = unit.filter(|unit| !unit.is_empty()) {
            page.tag("span").class("under").holding(&unit);
        }
        page.close();
    }
    page.tag("th").class("num").holding("n");
    page.close();
    page.close();
    page.tag("tbody").open();
    let mut notes = Notes::default();
    for row in rows {
        page.tag("tr").open();
        let name = row.to_string();
        page.tag("td").class("name").holding(if name.is_empty() { "product" } else { &name });
        for (column, width) in columns.iter().zip(&widths) {
            page.tag("td").class("num").open();
            if let Some(measurement) = found.get(&(row, *column)) {
                aligned::noted(page, &words(measurement), *width, &notes.of(measurement));
            }
            page.close();
        }
        let of_row = columns.iter().filter_map(|column| Some((*column, *found.get(&(row, *column))?)));
        page.tag("td").class("num").holding(&counts(family, of_row));
        page.close();
    }
    page.close();
    page.close();
    draw_notes(&notes, found.values().copied(), page);
    page.close();
}

/// The number of samples of a row; the metrics that have another are named with theirs.
fn counts<'report>(family: &Family, of_row: impl Iterator<Item = (usize, &'report Measurement)>) -> String {
    let ns: Vec<(usize, u64)> = of_row.filter_map(|(column, m)| Some((column, m.estimate()?.n))).collect();
    let Some((_, first)) = ns.first() else { return number::ABSENT.to_owned() };
    let others: Vec<String> = ns
        .iter()
        .filter(|(_, n)| n != first)
        .map(|(column, n)| format!("{}: {}", family.columns[*column].1, number::count(*n)))
        .collect();
    if others.is_empty() { number::count(*first) } else { format!("{}; {}", number::count(*first), others.join("; ")) }
}

fn draw_notes<'report>(notes: &Notes, measurements: impl Iterator<Item = &'report Measurement>, page: &mut Markup) {
    let mut populations: Vec<&str> = Vec::new();
    for measurement in measurements {
        if !measurement.population.is_empty() && !populations.contains(&measurement.population.as_str()) {
            populations.push(&measurement.population);
        }
    }
    populations.sort_unstable();
    page.tag("div").class("notes").open();
    for (index, note) in notes.0.iter().enumerate() {
        page.tag("p").open();
        page.element("sup", &(index + 1).to_string());
        page.text(&format!(" {note}"));
        page.close();
    }
    if !populations.is_empty() {
        page.element("p", &format!("Population: {}.", populations.join("; ")));
    }
    page.close();
}

/// Metrics of no family, one line each.
fn draw_others(product: &ProductReport, page: &mut Markup) {
    let is_shown_elsewhere = |measurement: &Measurement| {
        let in_family =
            FAMILIES.iter().any(|family| family.columns.iter().any(|(metric, _)| *metric == measurement.metric));
        in_family || (measurement.metric.starts_with(QUALITY_INDEX) && !product.quality_indexes.is_empty())
    };
    let others: Vec<&Measurement> = product.measurements.iter().filter(|m| !is_shown_elsewhere(m)).collect();
    if others.is_empty() {
        return;
    }
    let texts: Vec<String> = others.iter().map(|measurement| words(measurement)).collect();
    let width = aligned::tail_width(texts.iter().map(String::as_str));
    page.tag("div").class(aligned::whole_or_parted(others.len())).open();
    page.element("h4", "Other metrics");
    page.tag("table").class("plain dense").open();
    page.tag("thead").open();
    page.tag("tr").open();
    page.element("th", "Metric");
    page.element("th", "Subject");
    page.tag("th").class("num").holding("Value ± U");
    page.element("th", "Unit");
    page.tag("th").class("num").holding("n");
    page.close();
    page.close();
    page.tag("tbody").open();
    let mut notes = Notes::default();
    for (measurement, text) in others.iter().zip(&texts) {
        page.tag("tr").open();
        page.tag("td").class("name").holding(&measurement.metric);
        page.element("td", &measurement.subject.to_string());
        page.tag("td").class("num").open();
        aligned::noted(page, text, width, &notes.of(measurement));
        page.close();
        page.element("td", &number::unit(&measurement.unit));
        let n = measurement.estimate().map_or_else(|| number::ABSENT.to_owned(), |estimate| number::count(estimate.n));
        page.tag("td").class("num").holding(&n);
        page.close();
    }
    page.close();
    page.close();
    draw_notes(&notes, others.iter().copied(), page);
    page.close();
}
