//! What the product says of itself.

use super::aligned;
use crate::reports::bundle::ProductReport;
use crate::reports::markup::Markup;
use crate::reports::number::{self, Sign};

/// Draws the facts of the header; what a product does not say is not shown.
pub(super) fn draw(product: &ProductReport, page: &mut Markup) {
    let facts = &product.facts;
    page.tag("section").class("facts").open();
    page.tag("dl").open();
    let degrees = |value: f64| format!("{}°", number::fixed(value, 2, Sign::Negative));
    let rows: [(&str, Option<String>); 9] = [
        ("Level", Some(facts.level.clone()).filter(|level| !level.is_empty())),
        ("Site", facts.site.clone()),
        ("Acquisition", facts.acquisition.map(|instant| instant.to_string())),
        ("Orbit", facts.orbit.map(|orbit| orbit.to_string())),
        (
            "Sun",
            facts
                .sun_zenith_deg
                .zip(facts.sun_azimuth_deg)
                .map(|(zenith, azimuth)| format!("zenith {}, azimuth {}", degrees(zenith), degrees(azimuth))),
        ),
        (
            "Size",
            Some(format!(
                "{} lines × {} columns",
                number::count(facts.lines as u64),
                number::count(facts.columns as u64)
            )),
        ),
        (
            "Pixel, in reference units",
            facts.pixel_size.map(|[x, y]| {
                let size = |value: f64| number::significant(value.abs(), 6, Sign::Negative);
                format!("{} × {}", size(x), size(y))
            }),
        ),
        ("Reference system", facts.crs.clone()),
        ("Base to height, B05 B06", facts.base_to_height_b05_b06.map(|ratio| number::fixed(ratio, 4, Sign::Negative))),
    ];
    for (term, value) in rows {
        if let Some(value) = value {
            page.tag("div").open();
            page.element("dt", term);
            page.element("dd", &value);
            page.close();
        }
    }
    page.close();
    draw_bands(product, page);
    page.close();
}

fn draw_bands(product: &ProductReport, page: &mut Markup) {
    let bands = &product.facts.bands;
    if bands.is_empty() {
        return;
    }
    page.tag("table").class("plain bands").open();
    page.tag("tbody").open();
    let mut row = |head: &str, under: &str, values: Vec<String>| {
        if values.iter().all(|value| value == number::ABSENT) {
            return;
        }
        page.tag("tr").open();
        page.tag("th").open();
        page.text(head);
        if !under.is_empty() {
            page.tag("span").class("unit").holding(under);
        }
        page.close();
        for value in values {
            page.tag("td").class("num").holding(&value);
        }
        page.close();
    };
    let absent = || number::ABSENT.to_owned();
    row("Band", "", bands.iter().map(|band| band.name.clone()).collect());
    let centre = |nm: f64| number::fixed(nm, 0, Sign::Negative);
    row("Centre", "nm", bands.iter().map(|band| band.centre_nm.map_or_else(absent, centre)).collect());
    let gain = |ak: f64| number::fixed(ak, 3, Sign::Negative);
    row("Gain Ak", "", bands.iter().map(|band| band.ak.map_or_else(absent, gain)).collect());
    let unit = |unit: u8| unit.to_string();
    row("Detector unit", "", bands.iter().map(|band| band.detector_unit.map_or_else(absent, unit)).collect());
    let view = |detector_unit: Option<u8>| {
        product.facts.views.iter().find(|view| Some(view.detector_unit) == detector_unit).copied()
    };
    let angle = |degrees: f64| number::fixed(degrees, 2, Sign::Negative);
    let zenith = bands.iter().map(|band| view(band.detector_unit).map_or_else(absent, |view| angle(view.zenith_deg)));
    row("View zenith", "°", zenith.collect());
    let azimuth = bands.iter().map(|band| view(band.detector_unit).map_or_else(absent, |view| angle(view.azimuth_deg)));
    row("View azimuth", "°", azimuth.collect());
    page.close();
    page.close();
}

/// Draws the quality indexes of the header: one row a code, one column a band where they speak of bands.
pub(super) fn draw_quality_indexes(product: &ProductReport, page: &mut Markup) {
    if product.quality_indexes.is_empty() {
        return;
    }
    page.tag("section").open();
    page.element("h3", "Quality indexes of the header");
    page.tag("table").class("plain dense").open();
    page.tag("thead").open();
    page.tag("tr").open();
    page.element("th", "Index");
    page.element("th", "Band");
    page.tag("th").class("num").holding("As written");
    page.close();
    page.close();
    page.tag("tbody").open();
    let width = aligned::tail_width(product.quality_indexes.iter().map(|index| index.text.as_str()));
    for index in &product.quality_indexes {
        page.tag("tr").open();
        page.tag("td").class("name").holding(&index.code);
        page.element("td", index.band.as_deref().unwrap_or(""));
        if index.text.parse::<f64>().is_ok() {
            aligned::cell(page, &index.text, width);
        } else {
            page.tag("td").class("num").holding(&index.text);
        }
        page.close();
    }
    page.close();
    page.close();
    page.close();
}
