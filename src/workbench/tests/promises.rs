//! What went wrong in other workbenches, one line each, and must not here.
//!
//! Lines held elsewhere: a number that is typed slowly, `viewer::number_field::typing_70_slowly_gives_70_and_nothing_before`; a kill at
//! any moment of keeping the session, `workspace::session_file::a_program_killed_at_any_moment_of_saving_leaves_a_whole_session`, and
//! while products are recorded, `tests/command_line/ingest.rs::what_was_reported_survives_a_kill`; a plot that is exported,
//! `inspector::tests::spectra::the_screen_the_drawing_and_the_table_have_the_same_series_and_labels`; what lies over the workspace,
//! `commands::escape_leaves_whatever_lies_over_the_workspace`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::sample_images::{Extent, begun, click, drag, image, place_of_view, settle, slopes, summaries, viewer};
use super::waiting::wait_for;
use super::window::window;
use crate::imagery::Window as Pixels;
use crate::imagery::picture::Composition;
use crate::operations::DemoRequest;
use crate::operations::jobs::{JobState, OperationRequest};
use crate::operations::viewing::{ViewRequest, view};
use crate::operations::write_export;
use crate::supervision::Supervision;
use crate::workbench::app::App;
use crate::workbench::commands::Command;
use crate::workbench::session::Tab;
use crate::workbench::viewer::{LinkAspect, ProductReference, RegionShape, Tool};

type Window = Harness<'static, App>;

/// The first text on the screen that contains `words`.
fn label_with(window: &Window, words: &str) -> Option<String> {
    let found = window.query_all_by_label_contains(words).next()?.accesskit_node();
    found.label().or_else(|| found.value())
}

// Estimated statistic shown as exact.

#[test]
fn an_estimated_statistic_is_never_shown_as_exact() {
    let folder = tempfile::tempdir().unwrap();
    // More pixels than a quick statistic looks at, one of them far out.
    let large = image(folder.path(), "large", Extent::of(1, 1460, 1460), |_, line, column| {
        if (line, column) == (777, 333) { 5000.0 } else { ((line * 7 + column * 13) % 1000) as f32 }
    });
    let mut window = viewer(folder.path(), &[large]);
    let first = window.state_mut().desk().session.viewer.active();
    window.state_mut().desk().session.viewer.set_rule(first, "minmax".parse().unwrap());
    wait_for(&mut window, "its stretch", |window| summaries(window)[0].contains("min–max"));
    settle(&mut window);
    let chip = label_with(&window, "View 1: stretch min–max").unwrap();
    assert!(chip.contains('≈') && !chip.contains("exact, "), "{chip}");
    assert!(summaries(&window)[0].contains('≈'), "{:?}", summaries(&window));
    wait_for(&mut window, "counts", |window| label_with(window, "of B01 is valid").is_some());
    let share = label_with(&window, "of B01 is valid").unwrap();
    assert!(share.starts_with("100 %"), "every pixel was counted: {share}");
    window.key_press(Key::E);
    wait_for(&mut window, "the exact one", |window| {
        label_with(window, "View 1: stretch min–max").is_some_and(|chip| chip.contains("5\u{202f}000"))
    });
    let chip = label_with(&window, "View 1: stretch min–max").unwrap();
    assert!(chip.contains("exact") && !chip.contains('≈'), "{chip}");
}

// Work lost on save.

const VICTIM: &str = "VIQ_EXPORT_VICTIM";

#[test]
fn a_kill_while_a_file_is_exported_leaves_the_whole_one_of_before_or_the_whole_new_one() {
    let folder = tempfile::tempdir().unwrap();
    for (round, name) in ["view.png", "plot.csv", "plot.svg"].into_iter().cycle().take(12).enumerate() {
        let path = folder.path().join(name);
        std::fs::write(&path, contents(0)).unwrap();
        let mut program = std::process::Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "workbench::tests::promises::exports_until_it_is_killed", "--test-threads=1"]);
        let mut program = program.env(VICTIM, &path).stdout(std::process::Stdio::null()).spawn().unwrap();
        while std::fs::read(&path).unwrap() == contents(0) {
            assert!(program.try_wait().unwrap().is_none(), "the program ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        // Not the same moment every time.
        std::thread::sleep(Duration::from_micros(700 * round as u64));
        program.kill().unwrap();
        program.wait().unwrap();
        let found = std::fs::read(&path).unwrap();
        assert!((1..3).any(|which| found == contents(which)), "{name}: {} bytes, torn", found.len());
    }
}

/// Run by the test above in a program of its own; otherwise it does nothing.
#[test]
fn exports_until_it_is_killed() {
    let Some(path) = std::env::var_os(VICTIM).map(PathBuf::from) else { return };
    for which in [1, 2].into_iter().cycle() {
        write_export(&path, &contents(which)).unwrap();
    }
}

fn contents(which: u8) -> Vec<u8> {
    vec![which; 2_000_000 + 1000 * usize::from(which)]
}

// Undo point each frame.

#[test]
fn a_hundred_idle_frames_are_no_edit_ask_for_no_other_frame_and_ask_no_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    window.hover_at(place_of_view(&window, 1).center());
    window.key_press(Key::CloseBracket);
    settle(&mut window);
    for tab in Tab::ALL {
        window.state_mut().desk().session.tab = tab;
        for _ in 0..60 {
            window.step();
            std::thread::sleep(Duration::from_millis(5));
        }
        let desk = window.state_mut().desk();
        let (depth, asked) = (desk.edits.depth(), desk.queries.asked());
        assert!(depth >= 1, "there was an edit");
        for frame in 0..100 {
            window.step();
            let delay = window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
            let causes = window.ctx.repaint_causes();
            assert!(delay > Duration::from_hours(1), "{tab:?}, frame {frame}: again after {delay:?}, {causes:?}");
        }
        let desk = window.state_mut().desk();
        assert_eq!((desk.edits.depth(), desk.queries.asked()), (depth, asked), "{tab:?}");
    }
}

// Crash on constant band.

/// Every tool, every plot, every command and every workspace on an image that can show little or nothing.
fn try_everything(name: &str, extent: Extent, value: impl Fn(usize, usize, usize) -> f32) {
    let folder = tempfile::tempdir().unwrap();
    let path = image(folder.path(), name, extent, value);
    let mut window = viewer(folder.path(), std::slice::from_ref(&path));
    use_every_tool(&mut window);
    mark(&mut window, &path, extent);
    look_at_every_plot(&mut window);
    for command in Command::ALL.iter().filter(|command| !is_an_end(**command)) {
        window.state_mut().desk().commands.push(*command);
        window.run_steps(2);
        window.key_press(Key::Escape);
        window.step();
        let desk = window.state_mut().desk();
        (desk.overlay, desk.session.tab) = (None, Tab::Viewer);
    }
    let desk = window.state_mut().desk();
    desk.session.viewer.break_links();
    assert_eq!(desk.session.products.len(), 1, "the product is still open");
    look_at_every_plot(&mut window);
    settle(&mut window);
    for tab in Tab::ALL {
        window.state_mut().desk().session.tab = tab;
        window.run_steps(5);
        assert_sound(&window);
    }
    window.state_mut().desk().commands.push(Command::CloseProduct);
    window.run_steps(3);
    assert!(window.state_mut().desk().session.products.is_empty());
    for notice in window.state_mut().desk().notices.latest_first() {
        assert!(!notice.message.contains("a fault of the program"), "{}", notice.message);
    }
}

fn is_an_end(command: Command) -> bool {
    matches!(command, Command::Quit | Command::CloseProduct | Command::CloseView)
}

fn assert_sound(window: &Window) {
    assert_eq!(label_with(window, "a fault of the program"), None);
}

fn use_every_tool(window: &mut Window) {
    let place = place_of_view(window, 1);
    let middle = place.center();
    for tool in Tool::ALL {
        window.get_by_label(&format!("Tool {}", tool.name())).click();
        window.run_steps(2);
        drag(window, middle - vec2(40.0, 30.0), middle + vec2(40.0, 30.0));
        drag(window, place.min + vec2(60.0, 60.0), place.max - vec2(3.0, 3.0));
        for corner in [vec2(0.0, 0.0), vec2(50.0, 0.0), vec2(0.0, 40.0)] {
            click(window, middle + corner);
        }
        window.key_press(Key::Enter);
        window.run_steps(2);
    }
    window.get_by_label("Tool Pan").click();
    window.run_steps(2);
    settle(window);
}

/// Marks over the whole image, should the hand have missed it.
fn mark(window: &mut Window, path: &Path, extent: Extent) {
    let product = ProductReference { path: path.to_path_buf(), image: None };
    let marks = &mut window.state_mut().desk().session.viewer.edits.marks;
    marks.add_pin(&product, extent.lines - 1, extent.columns - 1);
    marks.add_region(&product, RegionShape::Polygon(vec![[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]));
    marks.add_region(&product, RegionShape::Rectangle(Pixels::new(0, 0, extent.lines, extent.columns)));
}

fn look_at_every_plot(window: &mut Window) {
    for plot in ["Histogram", "Profile", "Scatter", "Regions", "Spectrum"] {
        if let Some(tab) = window.query_all_by_label(plot).next() {
            tab.click();
        }
        for _ in 0..12 {
            window.step();
            std::thread::sleep(Duration::from_millis(4));
        }
        assert_sound(window);
    }
}

#[test]
fn a_constant_image_goes_through_every_tool() {
    try_everything("constant", Extent::of(3, 70, 90), |_, _, _| 0.25);
}

#[test]
fn an_image_of_nan_goes_through_every_tool() {
    try_everything("nan", Extent::of(2, 60, 80), |_, _, _| f32::NAN);
}

#[test]
fn an_image_of_nothing_but_no_data_goes_through_every_tool() {
    let extent = Extent { ignored: Some(7.0), ..Extent::of(2, 60, 80) };
    try_everything("ignored", extent, |_, _, _| 7.0);
}

#[test]
fn an_image_of_one_pixel_goes_through_every_tool() {
    try_everything("one", Extent::of(1, 1, 1), |_, _, _| 42.0);
}

#[test]
fn an_image_of_one_long_line_goes_through_every_tool() {
    try_everything("line", Extent::of(1, 1, 100_000), |_, _, column| (column % 977) as f32);
}

// Stretch while loading crashes.

#[test]
fn every_command_given_while_a_product_is_being_read_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let product = slopes(folder.path(), "slopes", 60, 80);
    for command in Command::ALL.iter().filter(|command| !is_an_end(**command)) {
        let mut window = begun(folder.path(), std::slice::from_ref(&product));
        // Before its first frame, and again in the frames in which it arrives.
        for _ in 0..3 {
            window.state_mut().desk().commands.push(*command);
            window.step();
        }
        let desk = window.state_mut().desk();
        (desk.overlay, desk.jobs.draft, desk.session.tab) = (None, None, Tab::Viewer);
        settle(&mut window);
        assert_sound(&window);
    }
}

#[test]
fn a_product_closed_while_it_is_being_read_does_not_come_later_nor_in_place_of_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = slopes(folder.path(), "first", 60, 80);
    let second = image(folder.path(), "second", Extent::of(1, 30, 40), |_, _, _| 1.0);
    for frames in 0..6 {
        let mut window = begun(folder.path(), std::slice::from_ref(&first));
        window.run_steps(frames);
        let desk = window.state_mut().desk();
        let closed = desk.session.viewer.active_product().unwrap();
        desk.close_product(closed);
        let opened = desk.open_product(second.clone(), None);
        assert_ne!(opened, closed, "a number is given once");
        settle(&mut window);
        let desk = window.state_mut().desk();
        assert_eq!(desk.session.products.len(), 1);
        let shown = desk.products.ready(opened).unwrap();
        assert_eq!((shown.path(), shown.lines()), (second.as_path(), 30));
    }
}

// View link fights itself.

#[test]
fn linked_views_of_different_extents_converge_in_one_frame_and_stay() {
    let folder = tempfile::tempdir().unwrap();
    let products = [
        slopes(folder.path(), "wide", 60, 200),
        slopes(folder.path(), "tall", 200, 50),
        slopes(folder.path(), "small", 20, 20),
    ];
    let mut window = viewer(folder.path(), &products);
    for aspect in LinkAspect::ALL {
        window.state_mut().desk().session.viewer.link_all(aspect);
    }
    settle(&mut window);
    let positions = |window: &mut Window| {
        let viewer = &window.state_mut().desk().session.viewer;
        viewer.views().iter().map(|view| viewer.position(view.id)).collect::<Vec<_>>()
    };
    for (number, by) in [(1, vec2(-30.0, 10.0)), (2, vec2(25.0, -15.0)), (1, vec2(10.0, 10.0)), (3, vec2(-8.0, 4.0))] {
        let middle = place_of_view(&window, number).center();
        drag(&mut window, middle, middle + by);
        let found = positions(&mut window);
        assert!(found[0].is_some() && found.iter().all(|position| *position == found[0]), "{found:?}");
        window.run_steps(20);
        assert_eq!(positions(&mut window), found, "links do not fight");
    }
    settle(&mut window);
}

// Cancelled job reports later.

#[test]
fn a_cancelled_job_is_not_heard_of_when_the_next_one_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let request = |name: &str, seed, side| {
        OperationRequest::Demo(DemoRequest { folder: folder.path().join(name), seed, side: Some(side) })
    };
    window.state_mut().desk().submit_job(request("old", 1, 2048));
    wait_for(&mut window, "the first job", |window| window.state_mut().desk().jobs.running().is_some());
    let old = window.state_mut().desk().jobs.running().unwrap().id;
    window.get_by_label_contains("Cancel Synthetic product").click();
    window.step();
    window.state_mut().desk().submit_job(request("new", 2, 64));
    wait_for(&mut window, "both jobs", |window| {
        window.state_mut().desk().jobs.jobs().iter().filter(|job| job.state.is_finished()).count() == 2
    });
    window.run_steps(10);
    let desk = window.state_mut().desk();
    let job = desk.jobs.job(old).unwrap();
    assert_eq!((&job.state, &job.outcome), (&JobState::Cancelled, &None));
    let of_old: Vec<String> = desk
        .notices
        .latest_first()
        .map(|notice| notice.message.clone())
        .filter(|message| message.starts_with("Synthetic product, seed 1"))
        .collect();
    assert_eq!(of_old, ["Synthetic product, seed 1: cancelled"]);
    assert!(desk.notices.last().unwrap().message.starts_with("Synthetic product, seed 2"), "{:?}", desk.notices);
}

// Export differs from screen.

#[test]
fn the_exported_view_has_the_bytes_that_the_copied_command_line_asks_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    let viewer = &mut window.state_mut().desk().session.viewer;
    let first = viewer.active();
    viewer.set_composition(first, Composition::grey("B02"));
    viewer.set_rule(first, "user:1010:1100+gamma:1.5".parse().unwrap());
    settle(&mut window);
    window.key_press(Key::Num1);
    settle(&mut window);
    window.key_press(Key::Plus);
    settle(&mut window);
    let path = folder.path().join("view.png");
    window.state_mut().desk().commands.push(Command::ExportView);
    window.run_steps(2);
    window.state_mut().desk().dialogs.answer("view as png", path.clone());
    wait_for(&mut window, "the file", |window| {
        window.state_mut().desk().notices.last().is_some_and(|notice| notice.message.starts_with("Written: "))
    });
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.run_steps(3);
    let line = window.state_mut().desk().notices.last().unwrap().message.clone();
    let word = |flag: &str| {
        let found = line.split(' ').find_map(|word| word.trim_matches('\'').strip_prefix(flag));
        found.unwrap_or_else(|| panic!("{flag}: {line}")).to_owned()
    };
    let mut request = ViewRequest::of(&folder.path().join("slopes"), None);
    request.set_bands(&word("--bands=")).unwrap();
    request.set_stretch(&word("--stretch=")).unwrap();
    request.set_region(&word("--region=")).unwrap();
    request.width = word("--width=").parse().ok();
    request.height = word("--height=").parse().ok();
    let again = view(&request, None, &Supervision::unattended()).unwrap().png().unwrap();
    assert!(std::fs::read(&path).unwrap() == again, "{line}");
}

// Number field commits while typing.

#[test]
fn seventy_typed_slowly_into_a_field_of_a_region_is_seventy() {
    let folder = tempfile::tempdir().unwrap();
    let path = slopes(folder.path(), "slopes", 100, 80);
    let mut window = viewer(folder.path(), std::slice::from_ref(&path));
    let product = ProductReference { path, image: None };
    let shape = RegionShape::Rectangle(Pixels::new(10, 10, 20, 20));
    window.state_mut().desk().session.viewer.edits.marks.add_region(&product, shape.clone());
    window.query_all_by_label("Regions").find(|node| node.accesskit_node().role() != Role::Label).unwrap().click();
    wait_for(&mut window, "the fields", |window| window.query_by_label("Lines").is_some());
    let region = |window: &mut Window| window.state_mut().desk().session.viewer.edits.marks.regions[0].shape.clone();
    let field = |window: &Window| {
        window
            .query_all_by_label("Lines")
            .find(|node| node.accesskit_node().role() == Role::SpinButton)
            .map(|node| node.focus())
    };
    field(&window).unwrap();
    window.run_steps(3);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    for sign in ["7", "0"] {
        window.event(egui::Event::Text(sign.to_owned()));
        window.run_steps(8);
        assert_eq!(region(&mut window), shape, "a number was taken while it was typed");
    }
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(region(&mut window), RegionShape::Rectangle(Pixels::new(10, 10, 70, 20)));
}

// Lock badge cannot be undone.

#[test]
fn every_tool_is_left_by_escape_and_by_a_button_that_shows() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    let tool = |window: &mut Window| window.state_mut().desk().session.viewer.tool;
    for chosen in Tool::ALL {
        for way_out in ["key", "button"] {
            window.get_by_label(&format!("Tool {}", chosen.name())).click();
            window.run_steps(2);
            assert_eq!(tool(&mut window), chosen);
            match way_out {
                "key" => window.key_press(Key::Escape),
                _ => window.get_by_label("Tool Pan").click(),
            }
            window.run_steps(2);
            assert_eq!(tool(&mut window), Tool::Pan, "{chosen:?} by {way_out}");
        }
    }
}

#[test]
fn escape_leaves_a_menu_or_a_polygon_before_the_tool() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    let tool = |window: &mut Window| window.state_mut().desk().session.viewer.tool;
    window.state_mut().desk().session.viewer.tool = Tool::Polygon;
    let middle = place_of_view(&window, 1).center();
    click(&mut window, middle);
    click(&mut window, middle + vec2(40.0, 0.0));
    window.key_press(Key::Escape);
    window.run_steps(2);
    assert_eq!(tool(&mut window), Tool::Polygon, "the polygon was left");
    window.query_all_by_role_and_label(Role::Button, "View").next().unwrap().click();
    window.run_steps(2);
    window.key_press(Key::Escape);
    window.run_steps(2);
    assert_eq!(tool(&mut window), Tool::Polygon, "the menu was left");
    window.key_press(Key::Escape);
    window.run_steps(2);
    assert_eq!(tool(&mut window), Tool::Pan);
}

#[test]
fn a_frozen_inspector_says_so_and_is_freed_where_it_says_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    window.hover_at(place_of_view(&window, 1).center());
    wait_for(&mut window, "a pixel", |window| window.state_mut().desk().inspection.pixel().read().is_some());
    for is_frozen in [true, false] {
        window.get_by_label("Freeze inspector").click();
        window.run_steps(2);
        assert_eq!(window.state_mut().desk().inspection.is_frozen(), is_frozen);
    }
}

#[test]
fn links_pin_and_following_show_on_their_chips_and_are_undone_there() {
    let folder = tempfile::tempdir().unwrap();
    let products = [slopes(folder.path(), "one", 60, 80), slopes(folder.path(), "two", 60, 80)];
    let mut window = viewer(folder.path(), &products);
    let first = window.state_mut().desk().session.viewer.views()[0].id;
    window.state_mut().desk().session.viewer.activate(first);
    window.state_mut().desk().session.viewer.link_all(LinkAspect::Zoom);
    window.run_steps(2);
    window.get_by_label("View 1: links zoom").click();
    window.run_steps(3);
    window.get_by_label_contains("Break all links").click();
    window.run_steps(2);
    assert!(!window.state_mut().desk().session.viewer.has_links());
    window.key_press(Key::Escape);
    window.run_steps(2);
    window.get_by_label("View 1: pin stretch").click();
    window.run_steps(2);
    window.get_by_label("View 1: stretch pinned").click();
    settle(&mut window);
    assert!(window.query_by_label("View 1: pin stretch").is_some());
    window.state_mut().desk().session.viewer.activate(first);
    window.state_mut().desk().commands.push(Command::StretchFollowsView);
    wait_for(&mut window, "the chip to say so", |window| {
        label_with(window, "View 1: stretch 2–98 %").is_some_and(|chip| chip.contains("follows view"))
    });
    window.query_all_by_label_contains("View 1: stretch 2–98 %").next().unwrap().click();
    window.run_steps(3);
    window.get_by_label("Whole image").click();
    wait_for(&mut window, "the whole image", |window| !summaries(window)[0].contains("follows view"));
}

#[test]
fn a_flicker_says_so_on_the_view_and_ends_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = viewer(folder.path(), &[slopes(folder.path(), "slopes", 60, 80)]);
    let first = window.state_mut().desk().session.viewer.active();
    window.state_mut().desk().session.viewer.set_composition(first, Composition::grey("B02"));
    settle(&mut window);
    window.key_press(Key::F);
    settle(&mut window);
    window.get_by_label_contains("Flicker: another picture is shown").click();
    settle(&mut window);
    assert_eq!(label_with(&window, "Flicker: another picture is shown"), None);
}

#[test]
fn a_side_panel_that_is_hidden_is_found_in_the_menu_and_the_form_of_a_job_has_its_close() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    for shown in [false, true] {
        window.query_all_by_role_and_label(Role::Button, "View").next().unwrap().click();
        window.run_steps(3);
        window.get_by_label("Right panel").click();
        window.run_steps(3);
        assert_eq!(window.query_by_label("Inspector").is_some(), shown);
    }
    for command in [Command::AddProducts, Command::VerifyProducts, Command::MakeSyntheticProduct] {
        window.state_mut().desk().commands.push(command);
        wait_for(&mut window, "the form", |window| window.query_by_label("Close").is_some());
        window.get_by_label("Close").click();
        window.run_steps(2);
        assert!(window.state_mut().desk().jobs.draft.is_none(), "{command:?}");
    }
}
