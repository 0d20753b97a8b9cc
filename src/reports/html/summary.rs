//! The table that comes first: each requirement, what was measured, how that was judged.

use super::aligned;
use crate::measurement::{Bound, Requirement, Sureness, Verdict, VerdictKind};
use crate::reports::bundle::{ProductReport, VerificationReport};
use crate::reports::figure::bound_words;
use crate::reports::markup::Markup;
use crate::reports::number::{self, Sign};
use crate::reports::tokens::verdict_words;

const KINDS: [VerdictKind; 4] =
    [VerdictKind::Fail, VerdictKind::Inconclusive, VerdictKind::Pass, VerdictKind::NotMeasurable];

/// All verdicts on one requirement.
struct Line<'report> {
    requirement: &'report Requirement,
    verdicts: Vec<&'report Verdict>,
}

impl<'report> Line<'report> {
    /// The verdict that decides: the worst of those with a figure, and of equals the one farthest towards or beyond the limit; with no
    /// figure at all, the first.
    fn deciding(&self) -> Option<&'report Verdict> {
        let rank = |verdict: &Verdict| KINDS.iter().position(|kind| *kind == verdict.kind).unwrap_or(KINDS.len());
        let margin = |verdict: &Verdict| {
            let value = verdict.estimate.map_or(f64::INFINITY, |estimate| estimate.value);
            match self.requirement.bound {
                Bound::AtMost(limit) => limit - value,
                Bound::AtLeast(limit) => value - limit,
                Bound::Between(low, high) => (value - low).min(high - value),
            }
        };
        let worst = |a: &&&Verdict, b: &&&Verdict| rank(a).cmp(&rank(b)).then(margin(a).total_cmp(&margin(b)));
        self.verdicts.iter().min_by(worst).copied()
    }
}

/// The id of a product's part of the page.
pub(super) fn anchor(index: usize) -> String {
    format!("product-{}", index + 1)
}

/// Sign and word of a verdict, in its colour.
pub(super) fn draw_verdict(kind: VerdictKind, count: Option<usize>, page: &mut Markup) {
    let (sign, word) = verdict_words(kind);
    page.tag("span").class(&format!("verdict {}", class(kind))).open();
    page.tag("span").class("sign").holding(sign);
    match count {
        Some(count) => page.text(&format!(" {} {word}", number::count(count as u64))),
        None => page.text(&format!(" {word}")),
    }
    page.close();
}

/// The figure judged with its expanded uncertainty and unit.
pub(super) fn measured_words(verdict: &Verdict) -> String {
    let metric = &verdict.requirement.metric;
    verdict.estimate.map_or_else(
        || number::ABSENT.to_owned(),
        |estimate| number::expanded(estimate.value, estimate.uncertainty, sign_of(metric)).text(),
    )
}

/// Shifts along an axis are written with their sign.
pub(super) fn sign_of(metric: &str) -> Sign {
    let directed = ["_line", "_column", "_along_epipolar", "_across_epipolar"];
    let is_shift = metric.starts_with("registration") && directed.iter().any(|end| metric.ends_with(end));
    if is_shift || metric == "twin_intercept" { Sign::Always } else { Sign::Negative }
}

fn class(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Pass => "pass",
        VerdictKind::Fail => "fail",
        VerdictKind::Inconclusive => "inconclusive",
        VerdictKind::NotMeasurable => "not-measured",
    }
}

fn sureness(sureness: Sureness) -> (&'static str, &'static str) {
    match sureness {
        Sureness::Documented => ("sure", "documented"),
        Sureness::Derived => ("sure", "derived"),
        Sureness::Remembered => ("unsure", "remembered: edit in requirements.toml"),
    }
}

fn lines(product: &ProductReport) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for verdict in &product.verdicts {
        match lines.iter_mut().find(|line| line.requirement.id == verdict.requirement.id) {
            Some(line) => line.verdicts.push(verdict),
            None => lines.push(Line { requirement: &verdict.requirement, verdicts: vec![verdict] }),
        }
    }
    lines
}

/// Draws the table of all products, with the counts of verdicts above it.
pub(super) fn draw(report: &VerificationReport, page: &mut Markup) {
    page.tag("section").class("summary").with("id", "summary").open();
    let decided: Vec<VerdictKind> =
        report.products.iter().flat_map(lines).filter_map(|line| line.deciding().map(|verdict| verdict.kind)).collect();
    page.tag("p").class("tally").open();
    if decided.is_empty() {
        page.text("No verdict: nothing was judged.");
    } else {
        let words = match decided.len() {
            1 => "1 requirement".to_owned(),
            many => format!("{} requirements", number::count(many as u64)),
        };
        page.tag("span").class("of").holding(&words);
    }
    for kind in KINDS {
        let count = decided.iter().filter(|found| **found == kind).count();
        if count > 0 {
            draw_verdict(kind, Some(count), page);
        }
    }
    page.close();
    if report.products.is_empty() {
        page.tag("p").class("absent").holding("No product was verified. The warnings say why.");
    }
    if !decided.is_empty() {
        draw_table(report, page);
    }
    page.close();
}

fn draw_table(report: &VerificationReport, page: &mut Markup) {
    let measured: Vec<String> =
        report.products.iter().flat_map(lines).filter_map(|line| line.deciding().map(measured_words)).collect();
    let width = aligned::tail_width(measured.iter().map(String::as_str));
    page.tag("table").class("requirements").open();
    page.tag("thead").open();
    page.tag("tr").open();
    for (class, head, under) in [
        ("", "Requirement", "source"),
        ("", "Subject", "that decides"),
        ("num", "Measured ± U", "k = 2"),
        ("", "Verdict", "JCGM 106"),
        ("num", "P", "of conformity"),
        ("num", "n", ""),
    ] {
        page.tag("th").class(class).open();
        page.text(head);
        if !under.is_empty() {
            page.tag("span").class("under").holding(under);
        }
        page.close();
    }
    page.close();
    page.close();
    for (index, product) in report.products.iter().enumerate() {
        page.tag("tbody").open();
        if report.products.len() > 1 {
            page.tag("tr").class("product-row").open();
            page.tag("th").with("colspan", "6").open();
            page.tag("a").with("href", &format!("#{}", anchor(index))).holding(&product.facts.identifier);
            if product.facts.synthetic {
                page.tag("span").class("chip synthetic-chip").holding("synthetic");
            }
            page.close();
            page.close();
        }
        if product.verdicts.is_empty() {
            page.tag("tr").open();
            page.tag("td").with("colspan", "6").class("absent").holding("Nothing was judged on this product.");
            page.close();
        }
        for line in lines(product) {
            draw_line(&line, width, page);
        }
        page.close();
    }
    page.close();
}

fn draw_line(line: &Line<'_>, tail_width: usize, page: &mut Markup) {
    let Some(verdict) = line.deciding() else { return };
    let requirement = line.requirement;
    page.tag("tr").class(class(verdict.kind)).open();
    page.tag("td").class("requirement").open();
    page.tag("span").class("what").holding(&requirement.title);
    page.tag("span").class("limit").holding(&bound_words(requirement.bound, &requirement.unit));
    let (class, words) = sureness(requirement.sureness);
    page.tag("span").class("source").open();
    page.text(&requirement.source);
    page.tag("span").class(class).holding(words);
    page.close();
    page.close();

    page.tag("td").class("subject").open();
    let subject = verdict.subject.to_string();
    page.tag("span").class("name").holding(if subject.is_empty() { "product" } else { &subject });
    if line.verdicts.len() > 1 {
        let words = format!("worst of {}", number::count(line.verdicts.len() as u64));
        page.tag("span").class("under").holding(&words);
    } else if matches!(requirement.statistic.as_str(), "max" | "min" | "rms") {
        page.tag("span").class("under").holding(&requirement.statistic);
    }
    page.close();

    page.tag("td").class("num measured").open();
    aligned::number(page, &measured_words(verdict), tail_width);
    let unit = number::unit(&requirement.unit);
    if verdict.estimate.is_some() && !unit.is_empty() {
        page.tag("span").class("tail below").with("style", &format!("width:{tail_width}ch")).open();
        page.tag("span").class("under").holding(&unit);
        page.close();
    }
    page.close();

    page.tag("td").class("verdicts").open();
    if line.verdicts.len() == 1 {
        draw_verdict(verdict.kind, None, page);
    } else {
        for kind in KINDS {
            let count = line.verdicts.iter().filter(|verdict| verdict.kind == kind).count();
            if count > 0 {
                draw_verdict(kind, Some(count), page);
            }
        }
    }
    if !verdict.reason.is_empty() {
        page.tag("span").class("why").holding(&verdict.reason);
    }
    page.close();
    let probability = verdict.probability_of_conformity.map_or_else(|| number::ABSENT.to_owned(), number::probability);
    page.tag("td").class("num").holding(&probability);
    let n = verdict.estimate.map_or_else(|| number::ABSENT.to_owned(), |estimate| number::count(estimate.n));
    page.tag("td").class("num").holding(&n);
    page.close();
}
