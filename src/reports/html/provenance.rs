//! Where the figures come from: files with their contents' hashes, parameter files, command, versions, settings.

use crate::reports::bundle::{ProductReport, VerificationReport};
use crate::reports::markup::Markup;
use crate::reports::number;

/// Draws what belongs to one product.
pub(super) fn draw_product(product: &ProductReport, page: &mut Markup) {
    page.tag("section").class("provenance").open();
    page.element("h3", "Files and processing");
    if !product.facts.files.is_empty() {
        page.tag("table").class("plain dense files").open();
        page.tag("thead").open();
        page.tag("tr").open();
        page.element("th", "File and SHA-256");
        page.tag("th").class("num").holding("Bytes");
        page.close();
        page.close();
        page.tag("tbody").open();
        for file in &product.facts.files {
            page.tag("tr").open();
            page.tag("td").open();
            page.tag("span").class("path").holding(&file.path);
            page.tag("span").class("hash").holding(file.sha256.as_deref().unwrap_or("SHA-256 not computed"));
            page.close();
            page.tag("td").class("num").holding(&number::count(file.bytes));
            page.close();
        }
        page.close();
        page.close();
    }
    if !product.flags.is_empty() {
        page.element("h4", "Processing flags of the header");
        page.tag("ul").class("columns").open();
        for (name, set) in &product.flags {
            page.tag("li").open();
            page.text(name);
            page.tag("span").class("value").holding(if *set { "true" } else { "false" });
            page.close();
        }
        page.close();
    }
    if !product.parameter_files.is_empty() {
        page.element("h4", &format!("Parameter files used by the processing ({})", product.parameter_files.len()));
        page.tag("ul").class("columns names").open();
        for file in &product.parameter_files {
            page.tag("li").with("title", &file.nature).holding(&file.name);
        }
        page.close();
    }
    page.close();
}

/// Draws what belongs to the run as a whole.
pub(super) fn draw_run(report: &VerificationReport, page: &mut Markup) {
    page.tag("section").class("provenance").with("id", "provenance").open();
    page.element("h2", "How this report was made");
    page.tag("p").class("command").open();
    page.tag("span").class("label").holding("again with");
    page.element("code", &report.command);
    page.close();
    page.tag("dl").open();
    let rows = [
        ("Program", format!("viq {}", report.software_version)),
        ("Made", report.generated.to_string()),
        ("Requirements", report.requirements_source.clone()),
        ("Layout of the data", report.schema_version.to_string()),
    ];
    for (term, value) in rows {
        page.tag("div").open();
        page.element("dt", term);
        page.element("dd", &value);
        page.close();
    }
    for (name, value) in &report.settings {
        page.tag("div").open();
        page.element("dt", name);
        page.element("dd", value);
        page.close();
    }
    page.close();
    page.tag("p").class("reading").holding(
        "Verdicts after JCGM 106:2012 with a guard band of U = 2 u: pass and fail only where the limit lies outside \
         the expanded uncertainty. The data of this page are inside it as JSON, in the element viq-report.",
    );
    page.close();
}
