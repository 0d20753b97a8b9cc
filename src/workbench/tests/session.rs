//! Close, crash and restart; notices.

use std::path::PathBuf;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::window::window;
use crate::reports::tokens::Theme;
use crate::workbench::app::App;
use crate::workbench::session::Tab;

/// Frames of two seconds of the window's clock.
fn two_seconds(window: &mut Harness<'_, App>) {
    window.run_steps(20);
}

#[test]
fn a_closed_window_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window(folder.path());
    first.get_by_role_and_label(Role::Tab, "Jobs").click();
    first.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    first.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    first.run();
    let left = first.state_mut().desk().session.clone();
    first.state_mut().close();
    drop(first);
    let mut second = window(folder.path());
    assert!(second.state_mut().desk().session == left);
    assert_eq!((left.tab, left.appearance.theme, left.appearance.scale_percent), (Tab::Jobs, Theme::Light, 110));
    assert!(second.state_mut().desk().notices.last().is_none());
}

#[test]
fn after_a_crash_the_window_opens_as_it_was_a_second_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window(folder.path());
    first.get_by_role_and_label(Role::Tab, "Catalog").click();
    // The catalog's answers arrive when they please.
    first.run_steps(2);
    two_seconds(&mut first);
    // Dropped without a close: the thread that keeps the session ends by itself, once it has written what it was given.
    drop(first);
    let kept = folder.path().join("session.json");
    let written = (0..2000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        std::fs::read_to_string(&kept).is_ok_and(|text| text.contains("\"tab\": \"catalog\""))
    });
    assert!(written);
    assert_eq!(window(folder.path()).state_mut().desk().session.tab, Tab::Catalog);
}

#[test]
fn a_damaged_session_opens_a_new_window_with_a_notice() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("session.json"), "{\"format\": 1, \"tab").unwrap();
    let mut window = window(folder.path());
    assert!(window.query_by_label_contains("The last session could not be restored").is_some());
    assert!(folder.path().join("session.damaged-1.json").exists());
    assert_eq!(window.state_mut().desk().session.tab, Tab::Viewer);
}

#[test]
fn a_product_that_cannot_be_opened_is_said_in_the_status_line_and_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.state_mut().desk().open_product(folder.path().join("nothing.HDR"), None);
    let is_said = (0..2000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.step();
        window.state_mut().desk().notices.last().is_some()
    });
    assert!(is_said);
    window.step();
    let line = window.query_all_by_label_contains("nothing.HDR").next();
    assert!(line.is_some());
    window.get_by_label_contains("✕  ").click();
    window.run();
    assert!(
        window.query_by_label("2019-02-04T08:34:37.000Z").is_some()
            || window.query_by_label_contains("2019-02-04").is_some()
    );
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("only the path counts".to_owned())
    }
}

#[test]
fn a_file_dropped_on_the_window_is_opened_in_the_viewer() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.get_by_role_and_label(Role::Tab, "Jobs").click();
    window.run();
    let path = folder.path().join("dropped.HDR");
    window.input_mut().dropped_files = vec![Arc::new(Dropped(path.clone()))];
    window.step();
    window.input_mut().dropped_files.clear();
    window.step();
    let session = &window.state_mut().desk().session;
    assert_eq!(session.tab, Tab::Viewer);
    assert_eq!(session.products.iter().map(|product| &product.path).collect::<Vec<_>>(), [&path]);
}
