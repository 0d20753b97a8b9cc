//! The real window, from its opening to its close and back: a screen, a pointer and a keyboard, no shortcut into the program.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::running::{Ended, run_in, text, viq, wait_until};
use crate::screen::{Screen, key};

/// A part of the screen that lies in the image view, whatever the panels around it: x, y, width, height.
const IN_VIEW: (i16, i16, u16, u16) = (480, 200, 360, 300);
/// Colours by which a picture is told from a message on an even ground.
const MANY_COLOURS: usize = 200;

fn open(screen: &Screen, workspace: &Path, arguments: &[&str]) -> Child {
    let mut command = viq(workspace);
    command.arg("open").args(arguments).envs(screen.variables()).env_remove("WAYLAND_DISPLAY");
    let process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    screen.wait_for_window();
    process
}

/// Waits for a picture that stays as it is.
fn settled_picture(screen: &Screen) -> Vec<[u8; 3]> {
    let (x, y, width, height) = IN_VIEW;
    let mut last = Vec::new();
    wait_until("a picture that stays", || {
        std::thread::sleep(Duration::from_millis(400));
        let now = screen.picture(x, y, width, height);
        let is_picture = now.iter().collect::<BTreeSet<_>>().len() > MANY_COLOURS;
        let is_settled = is_picture && now == last;
        last = now;
        is_settled
    });
    last
}

/// Finds a command by its name and runs it.
fn palette(screen: &Screen, name: &str) {
    screen.chord(&[key::CONTROL, key::SHIFT], u32::from('p'));
    std::thread::sleep(Duration::from_millis(300));
    screen.write(name);
    screen.press(key::RETURN);
}

fn close(screen: &Screen, process: Child, workspace: &Path) -> Value {
    screen.chord(&[key::CONTROL], u32::from('q'));
    Ended::of(&process.wait_with_output().unwrap()).with(0);
    serde_json::from_str(&std::fs::read_to_string(workspace.join("session.json")).unwrap()).unwrap()
}

#[test]
fn what_was_shown_pinned_and_measured_is_found_again_after_a_restart() {
    let Some(screen) = Screen::start(1400, 900) else { return };
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path();
    let demo = run_in(workspace, ["demo", text(workspace), "--seed", "7", "--side", "512", "--quiet"]).with(0);
    let process = open(&screen, workspace, &[demo.last_line()]);
    let as_opened = settled_picture(&screen);

    palette(&screen, "Colour infrared");
    let other_bands = settled_picture(&screen);
    assert_ne!(as_opened, other_bands, "other bands give another picture");

    let (x, y) = (660, 350);
    screen.wheel_up(3, x, y);
    screen.drag((x, y), (x + 64, y + 40));
    let nearer = settled_picture(&screen);
    assert_ne!(other_bands, nearer, "a nearer picture is another one");

    screen.press(u32::from('p'));
    screen.click(x, y);
    screen.press(u32::from('r'));
    screen.drag((x - 80, y - 60), (x - 20, y - 10));
    // The pointer leaves the picture, and with it what stands beside the pointer.
    screen.move_to(20, 880);
    let left = settled_picture(&screen);
    let session = close(&screen, process, workspace);
    let marks = &session["viewer"]["edits"]["marks"];
    assert_eq!(marks["pins"].as_array().map(Vec::len), Some(1), "{marks}");
    assert_eq!(marks["regions"].as_array().map(Vec::len), Some(1), "{marks}");
    assert!(session["viewer"]["views"][0]["position"].is_object(), "{}", session["viewer"]["views"]);
    assert!(session["viewer"]["edits"].to_string().contains("B11"), "{}", session["viewer"]["edits"]);

    let process = open(&screen, workspace, &[]);
    screen.move_to(20, 880);
    let found = settled_picture(&screen);
    let n_other = left.iter().zip(&found).filter(|(left, found)| left != found).count();
    assert!(n_other * 200 < left.len(), "{n_other} of {} pixels differ from those before the restart", left.len());
    let again = close(&screen, process, workspace);
    for part in ["products", "tab", "appearance"] {
        assert_eq!(session[part], again[part], "{part}");
    }
    for part in ["edits", "views", "layout", "active_view", "tool"] {
        assert_eq!(session["viewer"][part], again["viewer"][part], "{part}");
    }
}

#[test]
fn a_window_that_is_killed_comes_back_as_it_was() {
    let Some(screen) = Screen::start(1400, 900) else { return };
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path();
    let demo = run_in(workspace, ["demo", text(workspace), "--seed", "8", "--side", "256", "--quiet"]).with(0);
    let mut process = open(&screen, workspace, &[demo.last_line()]);
    settled_picture(&screen);
    palette(&screen, "Colour infrared");
    settled_picture(&screen);
    let session = workspace.join("session.json");
    wait_until("the bands in the session's file", || {
        std::fs::read_to_string(&session).is_ok_and(|kept| kept.contains("\"B11\""))
    });
    process.kill().unwrap();
    process.wait().unwrap();
    let process = open(&screen, workspace, &[]);
    settled_picture(&screen);
    let found = close(&screen, process, workspace);
    assert!(found["viewer"]["edits"].to_string().contains("\"B11\""), "{}", found["viewer"]["edits"]);
    assert_eq!(found["products"].as_array().map(Vec::len), Some(1));
}
