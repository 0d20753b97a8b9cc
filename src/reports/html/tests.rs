use quick_xml::Reader;
use quick_xml::events::Event;

use super::report_html;
use crate::measurement::{Outcome, VerdictKind};
use crate::reports::bundle::VerificationReport;
use crate::reports::report_json;
use crate::reports::sample;

/// The elements of a page in order, and the text of all elements but style and script.
fn read(page: &str) -> (Vec<String>, String) {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let (mut names, mut text, mut open) = (Vec::new(), String::new(), Vec::<String>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                for attribute in start.attributes() {
                    attribute.unwrap();
                }
                names.push(name.clone());
                open.push(name);
            }
            Event::Empty(start) => names.push(start.name().as_ref().to_owned()),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(part) if !open.iter().any(|name| name == "style" || name == "script") => text.push_str(&part),
            Event::GeneralRef(reference) => {
                text.push(match &*reference {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    _ => '\'',
                });
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    (names, text)
}

fn data_of(page: &str) -> serde_json::Value {
    let begin = "<script type=\"application/json\" id=\"viq-report\">";
    let after = page.split_once(begin).unwrap().1;
    serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_page_is_well_formed_and_the_same_every_time() {
    let page = report_html(&sample::report(vec![sample::product()])).unwrap();
    let (names, text) = read(&page);
    assert_eq!(names.iter().filter(|name| *name == "svg").count(), 7);
    assert_eq!(names.iter().filter(|name| *name == "script").count(), 1);
    for word in ["Verification report", "Every measurement", "How this report was made", "again with", "k = 2"] {
        assert!(text.contains(word), "{word}");
    }
    assert!(!text.contains("NaN"));
    assert!(page == report_html(&sample::report(vec![sample::product()])).unwrap());
}

#[test]
fn the_page_fetches_nothing() {
    let page = report_html(&sample::report(vec![sample::product()])).unwrap();
    let without_names = page.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
    assert!(!without_names.contains("http:") && !without_names.contains("https:"));
    assert!(!page.contains("<link") && !page.contains("@import") && !page.contains("src="));
}

#[test]
fn the_table_of_requirements_comes_before_all_else() {
    let page = report_html(&sample::report(vec![sample::product()])).unwrap();
    let place = |what: &str| page.find(what).unwrap();
    assert!(place("<table class=\"requirements\"") < place("<article"));
    assert!(place("<table") == place("<table class=\"requirements\""));
    assert!(page.contains("remembered: edit in requirements.toml"));
}

#[test]
fn every_verdict_carries_its_sign_and_its_word() {
    let page = report_html(&sample::report(vec![sample::product()])).unwrap();
    let kinds: Vec<VerdictKind> = sample::product().verdicts.iter().map(|verdict| verdict.kind).collect();
    for (kind, sign, word) in [
        (VerdictKind::Pass, "✓", "pass"),
        (VerdictKind::Fail, "✕", "fail"),
        (VerdictKind::Inconclusive, "≈", "inconclusive"),
        (VerdictKind::NotMeasurable, "–", "not measurable"),
    ] {
        assert!(kinds.contains(&kind), "the sample has every kind");
        assert!(page.contains(&format!("<span class=\"sign\">{sign}</span> {word}</span>")), "{word}");
    }
}

#[test]
fn names_that_look_like_markup_stay_names() {
    let hostile = "</script><script>alert('x')</script><b title=\"&amp;\u{1}]]>";
    let mut product = sample::product();
    product.facts.identifier = hostile.to_owned();
    product.facts.site = Some(hostile.to_owned());
    product.warnings = vec![hostile.to_owned()];
    product.measurements[0].population = hostile.to_owned();
    product.measurements[0].outcome = Outcome::NotMeasurable { reason: hostile.to_owned() };
    product.verdicts[0].requirement.title = hostile.to_owned();
    product.parameter_files[0].name = hostile.to_owned();
    let mut report = sample::report(vec![product]);
    report.command = hostile.to_owned();
    report.settings.insert(hostile.to_owned(), hostile.to_owned());
    let page = report_html(&report).unwrap();
    let (names, text) = read(&page);
    assert_eq!(names.iter().filter(|name| *name == "script").count(), 1);
    assert!(!names.iter().any(|name| name == "b"));
    assert!(text.contains("alert('x')"));
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(data_of(&page)["products"][0]["facts"]["identifier"], hostile, "the data keep the name as it is");
}

#[test]
fn the_data_of_the_page_are_those_of_the_json_file() {
    let report = sample::report(vec![sample::product()]);
    let page = report_html(&report).unwrap();
    let file = report_json(&report).unwrap();
    assert!(!file.contains("png"));
    assert!(data_of(&page) == serde_json::from_str::<serde_json::Value>(&file).unwrap());
    let read: VerificationReport = serde_json::from_str(&file).unwrap();
    assert_eq!(read.products[0].facts.files, report.products[0].facts.files);
    assert_eq!(read.products[0].measurements.len(), report.products[0].measurements.len());
    assert!(read.products[0].quick_look.as_ref().unwrap().png.is_empty());
}

#[test]
fn a_synthetic_product_is_labelled_at_the_top_and_on_every_printed_page() {
    let page = report_html(&sample::report(vec![sample::product()])).unwrap();
    assert!(page.contains("<p class=\"synthetic\">") && page.contains("<div class=\"strip\">Synthetic product"));
    assert!(page.contains(".strip{display:block;position:fixed"));

    let mut real = sample::product();
    real.facts.synthetic = false;
    let page = report_html(&sample::report(vec![real.clone()])).unwrap();
    assert!(!page.contains("<p class=\"synthetic\">") && !page.contains("<div class=\"strip\">"));

    let page = report_html(&sample::report(vec![real, sample::product()])).unwrap();
    assert!(page.contains("are among these") && page.contains("<div class=\"strip\">"));
}

#[test]
fn an_empty_report_says_that_it_is_empty() {
    let (_, text) = read(&report_html(&sample::report(Vec::new())).unwrap());
    assert!(text.contains("No product was verified"));
    let (_, text) = read(&report_html(&sample::report(vec![sample::bare("alone")])).unwrap());
    for said in ["Nothing was measured on this product", "nothing was judged", "Noise was not measured"] {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn several_products_have_one_table_and_ids_of_their_own() {
    let mut second = sample::product();
    second.facts.identifier = "SECOND".to_owned();
    let page = report_html(&sample::report(vec![sample::product(), second, sample::bare("THIRD")])).unwrap();
    read(&page);
    assert_eq!(page.matches("<table class=\"requirements\"").count(), 1);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id occurs twice");
}
