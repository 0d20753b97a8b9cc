//! The order of the page.

use super::super::bundle::{ProductReport, VerificationReport};
use super::super::figure::{
    no_data_rates, noise_bars, quick_look, registration_map, registration_matrix, snr_bars, twin_scatter,
};
use super::super::json::{JsonError, embedded_json};
use super::super::markup::Markup;
use super::figure_card::Cards;

/// The report as a self-contained page, well-formed as XML and as HTML. The same report gives the same bytes.
///
/// # Errors
/// [`JsonError`] when the data that the page carries cannot be written.
pub fn report_html(report: &VerificationReport) -> Result<String, JsonError> {
    let mut page = Markup::default();
    page.well_formed("<!DOCTYPE html>\n");
    page.tag("html").with("xmlns", "http://www.w3.org/1999/xhtml").with("lang", "en-GB").open();
    draw_head(report, &mut page);
    page.tag("body").open();
    let synthetic = report.has_synthetic_product();
    if synthetic {
        page.tag("div").class("strip").holding("Synthetic product · made by a program, not by the instrument");
    }
    page.tag("main").open();
    draw_title(report, &mut page);
    if synthetic {
        let all = report.products.iter().all(|product| product.facts.synthetic);
        let text = match (report.products.len(), all) {
            (1, _) => "Synthetic product. Its pixels were made by a program; nothing here speaks of the instrument.",
            (_, true) => {
                "Synthetic products. Their pixels were made by a program; nothing here speaks of the instrument."
            }
            _ => "Synthetic products are among these; each is marked. Their pixels were made by a program.",
        };
        page.tag("p").class("synthetic").holding(text);
    }
    super::summary::draw(report, &mut page);
    draw_warnings("Warnings of the run", &report.warnings, &mut page);
    for (index, product) in report.products.iter().enumerate() {
        draw_product(report, product, index, &mut page);
    }
    super::provenance::draw_run(report, &mut page);
    page.close();
    page.tag("script").with("type", "application/json").with("id", "viq-report").open();
    page.well_formed(&embedded_json(report)?);
    page.close();
    Ok(page.finish() + "\n")
}

fn draw_head(report: &VerificationReport, page: &mut Markup) {
    page.tag("head").open();
    page.tag("meta").with("charset", "utf-8").empty();
    page.tag("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1").empty();
    // Nothing is fetched and nothing runs, whatever a product's metadata say.
    let policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";
    page.tag("meta").with("http-equiv", "Content-Security-Policy").with("content", policy).empty();
    page.tag("meta").with("name", "generator").with("content", &format!("viq {}", report.software_version)).empty();
    let what = match report.products.as_slice() {
        [one] => one.facts.identifier.clone(),
        many => format!("{} products", many.len()),
    };
    page.element("title", &format!("Verification of {what} · VIQ"));
    page.tag("style").open();
    page.well_formed(&super::style::sheet());
    page.close();
    page.close();
}

fn draw_title(report: &VerificationReport, page: &mut Markup) {
    page.tag("header").class("title").open();
    page.tag("div").class("mark").holding("VIQ");
    page.tag("div").open();
    page.element("h1", "Verification report");
    page.tag("p").class("identifier").open();
    match report.products.as_slice() {
        [] => page.text("No product"),
        [one] => page.text(&one.facts.identifier),
        many => page.text(&format!("{} products", many.len())),
    }
    page.close();
    page.close();
    page.tag("div").class("made").open();
    page.element("span", &format!("viq {}", report.software_version));
    page.element("span", &report.generated.to_string());
    page.close();
    page.close();
}

fn draw_warnings(head: &str, warnings: &[String], page: &mut Markup) {
    if warnings.is_empty() {
        return;
    }
    page.tag("section").class("warnings").open();
    page.element("h3", head);
    page.tag("ul").open();
    for warning in warnings {
        page.element("li", warning);
    }
    page.close();
    page.close();
}

fn draw_product(report: &VerificationReport, product: &ProductReport, index: usize, page: &mut Markup) {
    page.tag("article").with("id", &super::summary::anchor(index)).open();
    page.tag("h2").class("product").open();
    page.tag("span").class("identifier").holding(&product.facts.identifier);
    if product.facts.synthetic {
        page.tag("span").class("chip synthetic-chip").holding("synthetic");
    }
    page.close();
    draw_warnings("Warnings", &product.warnings, page);
    super::facts::draw(product, page);

    let mut cards = Cards::new(index, &report.command);
    cards.draw(quick_look(product), page);
    page.tag("section").class("sheet").open();
    page.element("h3", "Registration");
    cards.draw_or_say(registration_matrix(product), "Band registration was not measured on this product.", page);
    cards.draw(registration_map(product), page);
    page.close();
    page.tag("section").open();
    page.element("h3", "Noise");
    cards.draw_or_say(noise_bars(product), "Noise was not measured on this product.", page);
    cards.draw(snr_bars(product), page);
    page.close();
    page.tag("section").open();
    page.element("h3", "Twin bands and samples left out");
    cards.draw_or_say(twin_scatter(product), "The twin bands were not compared on this product.", page);
    cards.draw_or_say(no_data_rates(product), "Samples left out were not counted on this product.", page);
    page.close();
    super::every_verdict::draw(product, page);
    super::measurement_tables::draw(product, page);
    super::facts::draw_quality_indexes(product, page);
    super::provenance::draw_product(product, page);
    page.close();
}
