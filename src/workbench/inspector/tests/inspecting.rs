//! The inspector: bands, coordinates, masks, freezing, pins.

use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::bench::{bench, point_at, synthetic_product, valid_pixels, viewed, wait_for};
use crate::reports::number::{self, Sign};
use crate::supervision::Supervision;
use crate::workbench::desk::Cursor;
use crate::workbench::inspector::Inspector;
use crate::workbench::session::ProductId;
use crate::workbench::viewer::ProductReference;

const SIZE: [f32; 2] = [300.0, 900.0];

#[test]
fn every_band_of_the_pixel_stands_by_its_name_with_the_values_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    let [_, [line, column]] = valid_pixels(window.state());
    point_at(&mut window, line as f64 + 0.4, column as f64 - 0.4);
    let reading = viewed(window.state()).pixel(line, column, &Supervision::unattended()).unwrap();
    assert_eq!(reading.bands.len(), 12);
    for band in &reading.bands {
        let row = window.get_by_label(&band.band);
        let value = row.accesskit_node().value().unwrap();
        let code = number::fixed(band.code.known().copied().unwrap(), 0, Sign::Negative);
        assert!(value.starts_with(&format!("code {code};")), "{}: {value}", band.band);
        assert!(value.contains("reflectance 0.") && value.contains("radiance "), "{value}");
    }
    for text in [format!("line: {line}"), format!("column: {column}"), "reference: EPSG:32631".to_owned()] {
        assert!(window.query_by_label(&text).is_some(), "{text}");
    }
    assert!(window.query_by_label("detector column: not known, the product carries no geometric model").is_some());
    assert!(window.query_by_label_contains("latitude: ").is_some());
}

#[test]
fn a_frozen_inspector_stays_and_a_freed_one_follows() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 5.0, 6.0);
    window.get_by_label("Freeze inspector").click();
    window.run();
    window.state_mut().desk.cursor = Some(Cursor { product: ProductId(1), line: 40.0, column: 41.0 });
    window.run();
    assert!(window.query_by_label("line: 5").is_some());
    window.get_by_label("Freeze inspector").click();
    // The pixel may have been read while the inspector was frozen: the click is taken in a frame of its own.
    window.run();
    point_at(&mut window, 40.0, 41.0);
    // Where the pixel lies is a question of its own, whose last answer stays until the next one comes.
    wait_for(&mut window, |bench| {
        bench.desk.inspection.coordinates().is_none_or(|found| (found.line - 40.0).abs() < 0.1)
    });
    window.run();
    assert!(window.query_by_label("line: 40").is_some());
}

#[test]
fn pointing_beside_the_image_keeps_the_last_pixel() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    point_at(&mut window, 5.0, 6.0);
    for (line, column) in [(-3.0, 2.0), (2.0, 1e9), (f64::NAN, 0.0)] {
        window.state_mut().desk.cursor = Some(Cursor { product: ProductId(1), line, column });
        window.run();
        assert!(window.query_by_label("line: 5").is_some());
    }
}

#[test]
fn a_pin_is_renamed_moved_and_deleted_and_each_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    let reference = ProductReference { path: product, image: None };
    window.state_mut().desk.session.viewer.edits.marks.add_pin(&reference, 8, 9);
    window.run();
    assert_eq!(window.state().desk.edits.depth(), 1);

    let name = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name");
    name.focus();
    window.run();
    let name = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Name");
    name.type_text(" at the quay");
    window.run();
    let pins = |window: &egui_kittest::Harness<'_, super::bench::Bench<Inspector>>| {
        window.state().desk.session.viewer.edits.marks.pins.clone()
    };
    assert_eq!(pins(&window)[0].name, "Pin 1", "not while it is typed");
    window.key_press(egui::Key::Enter);
    window.run();
    assert_eq!(pins(&window)[0].name, "Pin 1 at the quay");
    assert_eq!(window.state().desk.edits.undoable(), Some("rename pin"));

    window.get_by_label("Delete Pin 1 at the quay").click();
    window.run();
    assert!(pins(&window).is_empty());
    let desk = &mut window.state_mut().desk;
    desk.edits.undo(&mut desk.session.viewer.edits);
    window.run();
    assert_eq!(pins(&window)[0].name, "Pin 1 at the quay");
}

#[test]
fn the_inspector_goes_to_a_pin() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    let reference = ProductReference { path: product, image: None };
    let viewer = &mut window.state_mut().desk.session.viewer;
    viewer.edits.marks.add_pin(&reference, 8, 9);
    let view = viewer.active();
    viewer.set_position(view, crate::workbench::viewer::Position { line: 50.0, column: 50.0, zoom: 4.0 });
    window.run();
    window.get_by_label("Go to Pin 1").click();
    window.run();
    let position = window.state().desk.session.viewer.position(view).unwrap();
    assert!((position.line - 8.0).abs() + (position.column - 9.0).abs() + (position.zoom - 4.0).abs() < 1e-12);
}

#[test]
fn a_hundred_idle_frames_ask_nothing_and_edit_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<Inspector>(folder.path(), &product, None, SIZE);
    let reference = ProductReference { path: product, image: None };
    window.state_mut().desk.session.viewer.edits.marks.add_pin(&reference, 8, 9);
    point_at(&mut window, 5.0, 6.0);
    wait_for(&mut window, |bench| bench.desk.inspection.pin(1).read().is_some());
    let before = (window.state().desk.queries.asked(), window.state().desk.edits.depth());
    for _ in 0..100 {
        window.step();
    }
    assert_eq!((window.state().desk.queries.asked(), window.state().desk.edits.depth()), before);
}
