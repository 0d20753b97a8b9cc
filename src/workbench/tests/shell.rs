//! Tabs, menus, palette, theme, scale.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::window::window;
use crate::reports::tokens::Theme;
use crate::workbench::session::Tab;

#[test]
fn a_click_on_a_tab_shows_its_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    assert!(window.query_by_label("No product is open").is_some());
    window.get_by_label("Jobs").click();
    window.run();
    assert!(window.query_by_label("Nothing runs").is_some());
    assert_eq!(window.state_mut().desk().session.tab, Tab::Jobs);
    window.get_by_label("Catalog").click();
    window.run();
    assert!(window.query_by_label("The catalog holds no product").is_some());
}

#[test]
fn the_theme_switches_by_button_and_by_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    assert_eq!(window.state_mut().desk().session.appearance.theme, Theme::Dark);
    window.get_by_label("Switch theme").click();
    window.run();
    assert_eq!(window.state_mut().desk().session.appearance.theme, Theme::Light);
    assert_eq!(window.ctx.theme(), egui::Theme::Light);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.run();
    assert_eq!(window.ctx.theme(), egui::Theme::Dark);
}
