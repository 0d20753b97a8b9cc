//! The keyboard alone reaches every workspace, and something in every panel.

use std::collections::BTreeSet;
use std::path::Path;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

use super::sample_images::{slopes, viewer};
use super::waiting::wait_for;
use super::window::{ground, window};
use crate::operations::{DemoRequest, demo};
use crate::workbench::app::App;
use crate::workbench::session::Tab;

/// Names of what has the focus, one after the other, while Tab is pressed until the round is complete.
fn walk(window: &mut Harness<'static, App>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for _ in 0..200 {
        window.key_press(Key::Tab);
        window.run_steps(2);
        let focused = window.query_all(By::new().predicate(|node| node.is_focused() && !node.is_hidden()));
        for node in focused {
            let node = node.accesskit_node();
            // Edges between tiles have neither role nor name in the toolkit.
            let is_nameless = matches!(node.role(), Role::Window | Role::Unknown);
            assert!(is_nameless || node.label().is_some(), "a {:?} has the focus and no name", node.role());
            names.extend(node.label());
        }
    }
    names
}

fn assert_reached(names: &BTreeSet<String>, wanted: &[&str]) {
    for name in wanted {
        assert!(names.iter().any(|reached| reached.starts_with(name)), "{name} is not among {names:#?}");
    }
}

const TABS: [&str; 4] = ["Catalog", "Viewer", "Radiometry", "Jobs"];

fn with_a_product(folder: &Path) {
    let request = DemoRequest { folder: folder.to_path_buf(), seed: 1, side: Some(64) };
    demo(&request, &ground(folder)).unwrap();
}

#[test]
fn tab_reaches_filters_table_map_and_card_of_the_catalog() {
    let folder = tempfile::tempdir().unwrap();
    with_a_product(folder.path());
    let mut window = window(folder.path());
    window.state_mut().desk().session.tab = Tab::Catalog;
    wait_for(&mut window, "a product", |window| window.query_by_label_contains("not verified, synthetic").is_some());
    window.get_by_label_contains("not verified, synthetic").click();
    wait_for(&mut window, "its card", |window| window.query_by_label("Not verified yet.").is_some());
    let names = walk(&mut window);
    assert_reached(&names, &TABS);
    assert_reached(&names, &["Site", "Look again", "Map of footprints", "Table of products", "Open in viewer"]);
}

#[test]
fn tab_reaches_tools_view_chips_plots_and_inspector_of_the_viewer() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    let names = walk(&mut window);
    assert_reached(&names, &TABS);
    assert_reached(&names, &["Tool Pan", "Image view 1", "View 1: bands", "View 1: stretch", "View 1: pin stretch"]);
    assert_reached(&names, &["Move view 1", "Close view, view 1", "Histogram", "Scatter", "Profile", "Regions"]);
    window.hover_at(super::sample_images::place_of_view(&window, 1).center());
    window.run_steps(3);
    wait_for(&mut window, "a pixel", |window| window.state_mut().desk().inspection.pixel().read().is_some());
    assert_reached(&walk(&mut window), &["Freeze inspector", "Copy pixel numbers as CSV", "Local axes"]);
}

#[test]
fn tab_reaches_sets_curves_steps_and_what_if_of_the_radiometry() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let path = folder.path().join("set");
    window.state_mut().desk().open_set(path.clone());
    window.state_mut().desk().radiometry.sets.put(&path, crate::operations::radiometry::sample_set(1));
    wait_for(&mut window, "curves", |window| window.query_by_label("Point at a column to read its values.").is_some());
    let names = walk(&mut window);
    assert_reached(&names, &TABS);
    assert_reached(
        &names,
        &["Show set sample v1", "Close set sample v1", "Coefficient", "Compared", "Band B02", "TDI 08"],
    );
    assert_reached(&names, &["Step dark signal", "Change dark signal of B01", "Open parameter set…"]);
    assert_reached(&names, &["Show raw products through the chain"]);
}

#[test]
fn tab_reaches_the_queue_and_what_can_be_asked_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.state_mut().desk().session.tab = Tab::Jobs;
    window.run_steps(2);
    let names = walk(&mut window);
    assert_reached(&names, &TABS);
    assert_reached(&names, &["Add products…", "Verify…"]);
}

#[test]
fn ctrl_and_a_number_shows_each_workspace_and_enter_presses_what_has_the_focus() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for (key, tab) in
        [(Key::Num1, Tab::Catalog), (Key::Num3, Tab::Jobs), (Key::Num4, Tab::Radiometry), (Key::Num2, Tab::Viewer)]
    {
        window.key_press_modifiers(egui::Modifiers::COMMAND, key);
        window.run_steps(2);
        assert_eq!(window.state_mut().desk().session.tab, tab);
    }
    window.get_by_role_and_label(Role::Tab, "Jobs").focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(2);
    assert_eq!(window.state_mut().desk().session.tab, Tab::Jobs);
}
