//! Every real header at hand is written back with nothing lost: its canonical form stays, by this program and by `xmllint`, which is independent
//! of it; and one changed value changes nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use viq::product_files::LosslessXml;

use crate::shared_data::shared;
use crate::skipping::skipped;

/// Headers of the mission's kinds below the shared data.
fn headers() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["venus_l1", "venus_icd/templates", "venus_icd/templates_muscate"] {
        if let Some(folder) = shared(folder) {
            gather(&folder, &mut found);
        }
    }
    found.sort();
    found
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        if path.is_dir() {
            gather(&path, found);
        } else if matches!(extension.as_str(), "HDR" | "EEF" | "XML") {
            found.push(path);
        }
    }
}

/// The canonical form without comments, by `xmllint` and a tool-independent removal of them; none where there is no `xmllint`.
fn by_xmllint(path: &Path) -> Option<String> {
    let output = Command::new("xmllint").args(["--nonet", "--c14n"]).arg(path).output().ok()?;
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_header_is_written_back_with_nothing_lost() {
    let headers = headers();
    if headers.is_empty() {
        return;
    }
    assert!(headers.len() >= 28, "{} headers", headers.len());
    let folder = tempfile::tempdir().unwrap();
    for path in &headers {
        let document = LosslessXml::read(path).unwrap();
        let text = document.to_text();
        let again = LosslessXml::parse(path, &text).unwrap();
        assert_eq!(document.canonical(), again.canonical(), "{}", path.display());
        let copy = folder.path().join("copy.xml");
        std::fs::write(&copy, &text).unwrap();
        match (by_xmllint(path), by_xmllint(&copy)) {
            (Some(before), Some(after)) => assert_eq!(before, after, "{}", path.display()),
            _ => skipped("no xmllint"),
        }
    }
}

#[test]
fn the_canonical_form_is_that_of_xmllint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.xml");
    // Namespaces declared anew and out of order, attributes out of order, entities, line ends, character data, instructions.
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<?style type='x'   ?><a:r xmlns:b='urn:b' xmlns:a='urn:a' xmlns='urn:d' z='1' b:y=\"2\" a:x='&lt;&amp;&quot;&#10;\t'>\r\n  <e xmlns='urn:d' xmlns:b='urn:b'/>t&gt;&#13;<![CDATA[<&>]]><?go  on ?><f xmlns=''><g xmlns='urn:d'>\u{b5}</g></f></a:r><?end?>\n";
    std::fs::write(&path, text).unwrap();
    let document = LosslessXml::read(&path).unwrap();
    let Some(expected) = by_xmllint(&path) else {
        skipped("no xmllint");
        return;
    };
    assert_eq!(document.canonical(), expected);
    std::fs::write(&path, document.to_text()).unwrap();
    assert_eq!(by_xmllint(&path).unwrap(), expected);
    if let Some(header) = shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR") {
        assert_eq!(LosslessXml::read(&header).unwrap().canonical(), by_xmllint(&header).unwrap());
    }
}

#[test]
fn one_changed_value_leaves_all_else_as_it_was() {
    let Some(path) = shared("venus_l1/VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR") else { return };
    let original = LosslessXml::read(&path).unwrap();
    let mut changed = original.clone();
    let element = "Variable_Header/Specific_Product_Header/Product_Information/Cloud_Percentage";
    assert_eq!(original.value(element).as_deref(), Some("0.1"));
    changed.set_value(element, "12.5 & more").unwrap();
    let read = LosslessXml::parse(&path, &changed.to_text()).unwrap();
    assert_eq!(read.value(element).as_deref(), Some("12.5 & more"));
    let expected = original.canonical().replace(">0.1</Cloud_Percentage>", ">12.5 &amp; more</Cloud_Percentage>");
    assert_ne!(expected, original.canonical());
    assert_eq!(read.canonical(), expected);
}

#[test]
fn a_value_that_is_not_there_or_is_no_value_is_refused() {
    let path = Path::new("a.HDR");
    let mut document = LosslessXml::parse(path, "<r><a><b>1</b></a></r>").unwrap();
    let error = document.set_value("a/c", "2").unwrap_err().to_string();
    assert!(error.starts_with("a.HDR: a/c: needed an element"), "{error}");
    let error = document.set_value("a", "2").unwrap_err().to_string();
    assert!(error.contains("a text alone"), "{error}");
    assert_eq!((document.value("a"), document.value("a/b").as_deref()), (None, Some("1")));
    for text in ["", "<r>", "<!DOCTYPE r><r/>", "<r>&x;</r>"] {
        let error = LosslessXml::parse(path, text).unwrap_err().to_string();
        assert!(error.starts_with("a.HDR: "), "{error}");
    }
}
