//! The catalog's workspace.

use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::waiting::wait_for;
use super::window::{ground, window};
use crate::operations::{DemoRequest, demo};
use crate::workbench::app::App;
use crate::workbench::session::Tab;

const IDENTIFIER: &str = "VE_TEST_VSC_L1VALD_DEMO0001_20200301";
const ROW: &str = "VE_TEST_VSC_L1VALD_DEMO0001_20200301, 2020-03-01 08:34:37, DEMO0001, L1, not verified, synthetic";

fn with_a_product(folder: &Path) {
    let request = DemoRequest { folder: folder.to_path_buf(), seed: 1, side: Some(64) };
    demo(&request, &ground(folder)).unwrap();
}

fn catalog_window(folder: &Path) -> Harness<'static, App> {
    let mut window = window(folder);
    window.get_by_label("Catalog").click();
    window.step();
    window.step();
    window
}

fn wait_for_label(window: &mut Harness<'static, App>, label: &str) {
    wait_for(window, label, |window| window.query_by_label(label).is_some());
}

fn type_into(window: &mut Harness<'static, App>, field: &str, text: &str) {
    window.get_by_label(field).focus();
    window.step();
    window.get_by_label(field).type_text(text);
    window.step();
    window.step();
}

#[test]
fn an_empty_catalog_says_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, "The catalog holds no product");
    assert!(window.query_by_label("viq ingest PATH").is_some());
    window.get_by_label("Add products…").click();
    wait_for_label(&mut window, "Add to catalog");
    assert!(!folder.path().join("catalog.gpkg").exists(), "looking leaves no trace");
}

#[test]
fn a_row_selects_the_product_on_the_map_and_on_the_card_and_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    with_a_product(folder.path());
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, ROW);
    window.get_by_label(ROW).click();
    wait_for_label(&mut window, "Synthetic: made by a simulation, not an observation");
    let map = window.get_by_label("Map of footprints").accesskit_node().description().unwrap_or_default();
    assert_eq!(map, format!("1 of 1 products have a place on the map; selected: {IDENTIFIER}"));
    assert!(window.query_by_label("Not verified yet.").is_some());
    wait_for(&mut window, "the quick-look", |window| {
        window.query_by_label("Quick-look of bands B07, B04, B03").is_some()
    });
    window.key_press(Key::Enter);
    window.step();
    window.step();
    let desk = window.state_mut().desk();
    assert_eq!(desk.session.tab, Tab::Viewer);
    assert!(desk.session.products[0].path.ends_with(format!("{IDENTIFIER}.HDR")));
}

#[test]
fn a_filter_counts_when_enter_is_pressed_and_not_while_it_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    with_a_product(folder.path());
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, ROW);
    type_into(&mut window, "Text", "nowhere");
    assert_eq!(window.state_mut().desk().session.catalog.filters.text, "");
    assert!(window.query_by_label(ROW).is_some());
    window.key_press(Key::Enter);
    wait_for_label(&mut window, "No product meets all of these filters");
    window.get_all_by_label("Clear filters").next().unwrap().click();
    wait_for_label(&mut window, ROW);
}

#[test]
fn a_filter_that_cannot_be_understood_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = catalog_window(folder.path());
    type_into(&mut window, "From (UTC)", "yesterday");
    window.key_press(Key::Enter);
    wait_for_label(&mut window, "A filter cannot be understood");
    assert!(window.query_all_by_label_contains("found \"yesterday\"").next().is_some());
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.run_steps(3);
    let last = window.state_mut().desk().notices.last().unwrap().message.clone();
    assert!(last.contains("a filter cannot be understood"), "no other line is copied instead: {last}");
}

#[test]
fn a_catalog_that_cannot_be_read_is_said_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.gpkg");
    std::fs::write(&file, "this is no database, but it is long enough to look like one to nobody").unwrap();
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, "The catalog cannot be read");
    std::fs::remove_file(&file).unwrap();
    window.get_all_by_label("Look again").next().unwrap().click();
    wait_for_label(&mut window, "The catalog holds no product");
}

#[test]
fn copy_as_command_gives_the_line_of_the_filters() {
    let folder = tempfile::tempdir().unwrap();
    with_a_product(folder.path());
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, ROW);
    type_into(&mut window, "Site", "DEMO0001");
    window.key_press(Key::Enter);
    window.step();
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.step();
    window.step();
    let last = window.state_mut().desk().notices.last().unwrap().message.clone();
    let expected = format!("Copied: viq find --site=DEMO0001 --limit=1000 --workspace {}", folder.path().display());
    assert_eq!(last, expected);
}

#[test]
fn a_product_that_a_job_records_shows_without_asking() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, "The catalog holds no product");
    let request = DemoRequest { folder: folder.path().to_path_buf(), seed: 1, side: Some(64) };
    window.state_mut().desk().submit_job(crate::operations::jobs::OperationRequest::Demo(request));
    wait_for_label(&mut window, ROW);
    assert_eq!(window.state_mut().desk().session.tab, Tab::Catalog, "the window did not jump");
}

#[test]
fn an_idle_catalog_asks_for_no_frame() {
    let folder = tempfile::tempdir().unwrap();
    with_a_product(folder.path());
    let mut window = catalog_window(folder.path());
    wait_for_label(&mut window, ROW);
    wait_for(&mut window, "the coastline", |window| window.state_mut().desk().catalog.is_settled());
    // ends only when no frame is asked for
    window.run();
}
