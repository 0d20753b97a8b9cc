//! The window's export and `viq view`: the same bytes.
//!
//! The line that the window copies is taken apart by a shell and asked as `viq view` asks it; that `viq view` reads its arguments so is a
//! test of the command line.

use std::path::{Path, PathBuf};
use std::process::Command as Shell;

use egui::vec2;

use super::bench::{FIRST, Window, drag, image, rect_of, session, settle, slopes, wait_for};
use crate::imagery::NoDataReason;
use crate::imagery::picture::OverlayLook;
use crate::operations::viewing::{Effort, ViewRequest, view};
use crate::supervision::Supervision;
use crate::workbench::commands::Command;
use crate::workbench::session::{ProductId, Tab};
use crate::workbench::tests::window::window;

/// A window whose products are opened as the command line opens them.
fn viewer(folder: &Path, products: &[PathBuf]) -> Window {
    let mut window = window(folder);
    window.state_mut().desk().session.tab = Tab::Viewer;
    window.state_mut().open_products(products.to_vec());
    settle(&mut window);
    window
}

/// The line that the window copies for its active view.
fn copied(window: &mut Window) -> String {
    window.state_mut().desk().commands.push(Command::CopyAsCommand);
    window.run_steps(3);
    let message = window.state_mut().desk().notices.last().unwrap().message.clone();
    message.strip_prefix("Copied: ").unwrap().to_owned()
}

/// What the window writes when its active view is exported.
fn exported(window: &mut Window, folder: &Path) -> Vec<u8> {
    let path = folder.join("exported.png");
    let desk = window.state_mut().desk();
    desk.dialogs.answered_by_hand();
    desk.commands.push(Command::ExportView);
    window.run_steps(2);
    window.state_mut().desk().dialogs.answer_where_to_write("view as png", path.clone());
    let told = format!("Written: {}", path.display());
    wait_for(window, |window| window.state_mut().desk().notices.last().is_some_and(|notice| notice.message == told));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    bytes
}

/// What a `viq view` line draws.
fn drawn(line: &str) -> Vec<u8> {
    let output = Shell::new("sh").arg("-c").arg(format!("printf '%s\\0' {line}")).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = text.split_terminator('\0').collect();
    assert_eq!(words[..2], ["viq", "view"], "{line}");
    let mut request = ViewRequest::of(Path::new(words[2]), None);
    let mut words = words[3..].iter();
    while let Some(word) = words.next() {
        let (flag, value) = word.split_once('=').unwrap_or((word, ""));
        match flag {
            "--bands" => request.set_bands(value).unwrap(),
            "--stretch" => request.set_stretch(value).unwrap(),
            "--region" => request.set_region(value).unwrap(),
            "--no-data" => request.set_no_data(value).unwrap(),
            "--width" => request.width = Some(value.parse().unwrap()),
            "--height" => request.height = Some(value.parse().unwrap()),
            "--quick" => request.effort = Effort::Quick,
            "--image" => request.image = words.next().map(PathBuf::from),
            "--out" => assert!(words.next().is_some()),
            other => panic!("{other}: {line}"),
        }
    }
    view(&request, None, &Supervision::unattended()).unwrap().png().unwrap()
}

/// Exports the active view, compares it with what the copied line draws, which holds `part`.
fn assert_same(window: &mut Window, folder: &Path, part: &str) {
    let line = copied(window);
    assert!(line.contains(part), "{part}: {line}");
    let bytes = exported(window, folder);
    assert!(bytes.starts_with(b"\x89PNG"));
    assert!(bytes == drawn(&line), "other bytes than those of {line}");
}

#[test]
fn whatever_is_shown_of_one_product_is_exported_as_the_command_line_draws_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = image(folder.path(), "it's a scene", [3, 300, 400], |band, line, column| {
        if (line / 20 + column / 30) % 7 == 0 { f32::NAN } else { 0.01 + (band * 400 + line * 2 + column) as f32 / 7e3 }
    });
    let mut window = viewer(folder.path(), &[path]);
    for (bands, stretch) in [
        ("B03,B02,B01", "percentile:2:98"),
        ("B03,B02,B01", "percentile:0.5:99.5+log"),
        ("B02@viridis", "user:0.07:0.13+gamma:1.8"),
        ("B02@cividis", "minmax@10:20:100:130"),
        ("(B03-B01)/(B03+B01)@diverging", "sigma:2.5"),
    ] {
        session(&mut window).set_composition(FIRST, bands.parse().unwrap());
        session(&mut window).set_rule(FIRST, stretch.parse().unwrap());
        settle(&mut window);
        assert_same(&mut window, folder.path(), &format!("--stretch={stretch}"));
    }
    let look = OverlayLook { visible: true, opacity: 0.35 };
    session(&mut window).view_edits_mut(FIRST).no_data.set(NoDataReason::Missing, look);
    session(&mut window).set_rule(FIRST, "minmax@view".parse().unwrap());
    let middle = rect_of(&window, 1).center();
    drag(&mut window, middle, middle + vec2(60.0, 45.0), egui::Modifiers::SHIFT);
    settle(&mut window);
    let line = copied(&mut window);
    assert!(line.contains("--region=") && !line.contains("--region=0,0,300,400"), "{line}");
    assert_same(&mut window, folder.path(), "--stretch=minmax@view");
}

#[test]
fn a_view_is_written_though_another_workspace_is_shown_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes")]);
    settle(&mut window);
    let path = folder.path().join("meanwhile.png");
    let desk = window.state_mut().desk();
    desk.dialogs.answered_by_hand();
    desk.commands.push(Command::ExportView);
    window.run_steps(2);
    let desk = window.state_mut().desk();
    desk.session.tab = Tab::Jobs;
    desk.dialogs.answer_where_to_write("view as png", path.clone());
    let told = format!("Written: {}", path.display());
    wait_for(&mut window, |window| window.state_mut().desk().notices.last().is_some_and(|last| last.message == told));
    assert!(window.state_mut().desk().session.tab == Tab::Jobs);
    assert!(std::fs::read(&path).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn pinned_numbers_of_another_product_are_exported_as_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let other =
        image(folder.path(), "other", [3, 90, 120], |band, line, column| (900 * band + 3 * line + column) as f32);
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes"), other]);
    session(&mut window).activate(FIRST);
    session(&mut window).set_composition(FIRST, "B03,B02,B01".parse().unwrap());
    settle(&mut window);
    session(&mut window).set_pinned(FIRST, true);
    let low = session(&mut window).stretch_choice(FIRST).pinned.unwrap().channels[0].low;
    session(&mut window).replace_product(FIRST, ProductId(2));
    settle(&mut window);
    assert_same(&mut window, folder.path(), &format!("--stretch=user:{low}:"));
}

#[test]
fn an_estimate_is_exported_as_the_same_estimate_and_the_exact_stretch_as_exact() {
    let folder = tempfile::tempdir().unwrap();
    // More pixels than an estimate looks at, one of them far out.
    let large = image(folder.path(), "large", [1, 1500, 1500], |_, line, column| {
        if (line, column) == (777, 333) { 5000.0 } else { ((line * 7 + column * 13) % 1000) as f32 }
    });
    let mut window = viewer(folder.path(), &[large]);
    session(&mut window).set_rule(FIRST, "minmax".parse().unwrap());
    settle(&mut window);
    assert!(session(&mut window).numbers(FIRST).unwrap().stretch.channels[0].high < 5000.0);
    assert_same(&mut window, folder.path(), "--quick");
    session(&mut window).choose_stretch(FIRST, |choice| choice.exact = true);
    settle(&mut window);
    assert!(!copied(&mut window).contains("--quick"));
    assert_same(&mut window, folder.path(), "--stretch=minmax ");
}
