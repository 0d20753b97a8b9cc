//! Every way to a command leads through the table.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

use super::window::window;
use crate::workbench::app::App;
use crate::workbench::commands::{Command, Menu, shortcut_text};
use crate::workbench::session::Tab;
use crate::workbench::shell::Overlay;

#[test]
fn every_command_says_what_it_is_and_does() {
    let mut texts = BTreeSet::new();
    for command in Command::ALL {
        let entry = command.entry();
        assert!(!entry.text.is_empty() && texts.insert(entry.text), "{command:?}: the text is missing or taken");
        assert!(entry.text.starts_with(|sign: char| sign.is_uppercase()), "{command:?}: sentence case");
        assert!(entry.text.matches(char::is_uppercase).count() <= 4, "{command:?}: sentence case");
        assert!(entry.tooltip.len() > entry.text.len().min(12), "{command:?}: the tooltip says nothing");
        assert!(!entry.tooltip.ends_with('.') && !entry.text.contains("..."), "{command:?}");
    }
}

#[test]
fn no_two_commands_share_keys() {
    let mut taken = BTreeMap::new();
    for command in Command::ALL {
        for keys in command.entry().shortcuts.into_iter().flatten() {
            let before = taken.insert(shortcut_text(keys), *command);
            assert_eq!(before, None, "{} is taken twice, by {command:?}", shortcut_text(keys));
        }
    }
}

/// Names of the buttons that are there now.
fn buttons(window: &Harness<'_, App>) -> Vec<String> {
    window
        .query_all(By::new().predicate(|node| node.role() == Role::Button))
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn a_menu_holds_the_commands_of_the_table_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for menu in Menu::ALL {
        let expected: BTreeSet<String> = Command::ALL
            .iter()
            .map(|command| command.entry())
            .filter(|entry| entry.menu == menu)
            .map(|entry| entry.text.to_owned())
            .collect();
        let mut window = window(folder.path());
        // A workspace whose buttons do not wait for an answer.
        window.state_mut().desk().session.tab = Tab::Jobs;
        window.run();
        let before = buttons(&window);
        if expected.is_empty() {
            assert!(!before.iter().any(|name| name == menu.name()), "an empty menu shows: {menu:?}");
            continue;
        }
        window.query_all_by_role_and_label(Role::Button, menu.name()).next().unwrap().click();
        window.run();
        let mut shown = buttons(&window);
        for name in &before {
            let place = shown.iter().position(|other| other == name);
            shown.remove(place.unwrap_or_else(|| panic!("{name} went away with {menu:?}")));
        }
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), expected, "{menu:?}");
    }
}

#[test]
fn the_palette_offers_every_command_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let before = buttons(&window);
    window.key_press(Key::F1);
    window.run();
    let mut shown = buttons(&window);
    for name in &before {
        let place = shown.iter().position(|other| other == name).unwrap();
        shown.remove(place);
    }
    let expected: BTreeSet<String> = Command::ALL
        .iter()
        .filter(|command| **command != Command::ShowPalette)
        .map(|command| command.entry().text.to_owned())
        .collect();
    assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_command_found_in_the_palette_runs_by_keyboard_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.run();
    window.event(egui::Event::Text("jobs".to_owned()));
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let desk = window.state_mut().desk();
    assert_eq!((desk.session.tab, desk.overlay), (Tab::Jobs, None));
}

#[test]
fn escape_leaves_whatever_lies_over_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for overlay in [Overlay::Palette, Overlay::Keyboard, Overlay::Notices, Overlay::About] {
        window.state_mut().desk().overlay = Some(overlay);
        window.run();
        window.key_press(Key::Escape);
        window.run();
        assert_eq!(window.state_mut().desk().overlay, None, "{overlay:?}");
    }
}

#[test]
fn a_command_that_is_not_available_says_why_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let before = window.state_mut().desk().session.clone();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    let desk = window.state_mut().desk();
    assert!(desk.notices.last().unwrap().message.contains("nothing was edited"));
    assert!(desk.session == before);
}

#[test]
fn every_command_is_run_by_somebody_or_says_why_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    for command in Command::ALL {
        let entry = command.entry();
        // Those that leave the window: a dialog of the system, the end.
        if entry.text.ends_with('…') || *command == Command::Quit {
            continue;
        }
        let mut window = window(folder.path());
        let is_available = (entry.available)(window.state_mut().desk()).is_ok();
        window.state_mut().desk().commands.push(*command);
        window.run_steps(2);
        let notices = &window.state_mut().desk().notices;
        let said = |words: &str| notices.latest_first().any(|notice| notice.message.contains(words));
        assert_eq!(said(&format!("{}: not now", entry.text)), !is_available, "{command:?}");
        assert!(!said("no panel does this"), "{command:?}");
    }
}

#[test]
fn the_keyboard_list_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.state_mut().desk().overlay = Some(Overlay::Keyboard);
    window.run();
    for command in Command::ALL {
        let text = command.entry().text;
        assert!(window.query_all_by_label(text).next().is_some(), "{text}");
    }
}

#[test]
fn copying_as_a_command_gives_a_line_of_viq() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.run_steps(3);
    let notices = &window.state_mut().desk().notices;
    assert!(notices.last().is_some_and(|notice| notice.message.starts_with("Copied: viq ")), "{notices:?}");
}
