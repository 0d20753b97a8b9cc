//! Every verdict of a product, where a requirement speaks of more than one band or pair.

use super::aligned;
use super::summary::{draw_verdict, measured_words};
use crate::measurement::{Requirement, Verdict};
use crate::reports::bundle::ProductReport;
use crate::reports::figure::bound_words;
use crate::reports::markup::Markup;
use crate::reports::number;

/// Draws one table a requirement that was judged subject by subject; nothing where the summary says it all.
pub(super) fn draw(product: &ProductReport, page: &mut Markup) {
    let mut requirements: Vec<&Requirement> = Vec::new();
    for verdict in &product.verdicts {
        if !requirements.iter().any(|requirement| requirement.id == verdict.requirement.id) {
            requirements.push(&verdict.requirement);
        }
    }
    let several: Vec<(&Requirement, Vec<&Verdict>)> = requirements
        .into_iter()
        .map(|requirement| {
            (requirement, product.verdicts.iter().filter(|v| v.requirement.id == requirement.id).collect())
        })
        .filter(|(_, verdicts): &(_, Vec<&Verdict>)| verdicts.len() > 1)
        .collect();
    if several.is_empty() {
        return;
    }
    page.tag("section").open();
    page.element("h3", "Every verdict");
    for (requirement, verdicts) in several {
        page.tag("div").class(aligned::whole_or_parted(verdicts.len())).open();
        page.tag("h4").open();
        page.text(&requirement.title);
        page.tag("span").class("limit").holding(&bound_words(requirement.bound, &requirement.unit));
        page.close();
        draw_table(&verdicts, page);
        page.close();
    }
    page.close();
}

fn draw_table(verdicts: &[&Verdict], page: &mut Markup) {
    let measured: Vec<String> = verdicts.iter().map(|verdict| measured_words(verdict)).collect();
    let width = aligned::tail_width(measured.iter().map(String::as_str));
    page.tag("table").class("plain dense verdict-list").open();
    page.tag("thead").open();
    page.tag("tr").open();
    page.element("th", "Subject");
    for head in ["Measured ± U (k = 2)", "n", "P of conformity"] {
        page.tag("th").class("num").holding(head);
    }
    page.element("th", "Verdict");
    let has_reasons = verdicts.iter().any(|verdict| !verdict.reason.is_empty());
    page.element("th", if has_reasons { "Why" } else { "" });
    page.close();
    page.close();
    page.tag("tbody").open();
    for (verdict, measured) in verdicts.iter().zip(&measured) {
        page.tag("tr").open();
        let subject = verdict.subject.to_string();
        page.tag("td").class("name").holding(if subject.is_empty() { "product" } else { &subject });
        aligned::cell(page, measured, width);
        let n = verdict.estimate.map_or_else(|| number::ABSENT.to_owned(), |estimate| number::count(estimate.n));
        page.tag("td").class("num").holding(&n);
        let probability = verdict.probability_of_conformity;
        let probability = probability.map_or_else(|| number::ABSENT.to_owned(), number::probability);
        page.tag("td").class("num").holding(&probability);
        page.tag("td").open();
        draw_verdict(verdict.kind, None, page);
        page.close();
        page.tag("td").class("why").holding(&verdict.reason);
        page.close();
    }
    page.close();
    page.close();
}
