//! The radiometry's workspace, by the names of what stands in it.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::operations::radiometry::{ChainStep, Coefficient, CoefficientChange, Comparison, sample_raw, sample_set};
use crate::reports::figure::plot::plot_csv;
use crate::workbench::app::App;
use crate::workbench::session::Tab;
use crate::workbench::tests::waiting::wait_for;
use crate::workbench::tests::window::window;
use crate::workbench::viewer::PlotKind;

type Window = Harness<'static, App>;

/// A window that shows version 1 of the sample set, with version `other` beside it.
fn with_sets(folder: &Path, versions: &[u32]) -> (Window, Vec<PathBuf>) {
    let mut window = window(folder);
    let paths: Vec<PathBuf> = versions.iter().map(|version| folder.join(format!("set {version}"))).collect();
    for (path, version) in paths.iter().zip(versions).rev() {
        let desk = window.state_mut().desk();
        desk.open_set(path.clone());
        desk.radiometry.sets.put(path, sample_set(*version));
    }
    wait_for(&mut window, "curves", |window| plot(window).is_some());
    (window, paths)
}

fn plot(window: &mut Window) -> Option<std::sync::Arc<crate::reports::figure::plot::PlotContent>> {
    window.state_mut().desk().inspection.plots.get(PlotKind::Coefficients).map(|plot| plot.content.clone())
}

fn series(window: &mut Window, name: &str) -> Option<Vec<f64>> {
    let plot = plot(window)?;
    let points = &plot.series_named(name)?.points;
    Some(points.iter().filter_map(|point| point.y).collect())
}

fn summary(window: &Window) -> String {
    window.get_by_role(Role::Figure).accesskit_node().value().unwrap_or_default()
}

#[test]
fn without_a_set_the_workspace_says_what_to_do_with_the_button_and_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    window.get_by_role_and_label(Role::Tab, "Radiometry").click();
    window.run_steps(3);
    assert_eq!(window.state_mut().desk().session.tab, Tab::Radiometry);
    assert!(window.query_by_label("No parameter set is open").is_some());
    assert!(window.query_by_label("viq models init venus --out SET").is_some());
    assert!(window.query_all_by_label("Open parameter set…").count() >= 2, "in the middle and on the left");
}

#[test]
fn a_path_without_a_set_is_refused_by_name_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    let path = folder.path().join("nothing here");
    window.state_mut().desk().open_set(path.clone());
    wait_for(&mut window, "a refusal", |window| window.query_by_label_contains("✕ refused: ").is_some());
    assert!(window.query_by_label("The parameter set cannot be read").is_some());
    let said = window.state_mut().desk().notices.last().unwrap().message.clone();
    assert!(said.contains("nothing here"), "{said}");
    window.get_by_label("Close set nothing here").click();
    window.run_steps(3);
    assert!(window.query_by_label("No parameter set is open").is_some());
}

#[test]
fn a_set_says_its_version_its_life_and_that_it_is_synthetic_and_its_dark_signal_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    assert!(window.query_by_label("Show set sample v1").is_some());
    for words in ["draft · holds always", "synthetic", "2 bands, TDI 08, line time 1\u{202f}000 µs"] {
        assert!(window.query_by_label(words).is_some(), "{words}");
    }
    assert_eq!(summary(&window), "dark signal of sample v1, 40 columns; dark signal, counts: B01 20 to 23.9");
    let dark = series(&mut window, "B01").unwrap();
    assert!(dark.len() == 40 && (dark[39] - 23.9).abs() < 1e-12);
}

#[test]
fn coefficient_bands_and_marks_are_chosen_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    window.get_by_label("Band B02").click();
    wait_for(&mut window, "the second band", |window| series(window, "B02").is_some());
    assert_eq!(series(&mut window, "defects").unwrap().len(), 3);
    assert_eq!(series(&mut window, "spikes").unwrap().len(), 1);
    window.get_by_label("Band B01").click();
    wait_for(&mut window, "it alone", |window| series(window, "B01").is_none());
    window.get_by_label("Coefficient").click();
    window.run_steps(3);
    window.get_by_label("knee").click();
    wait_for(&mut window, "the knee", |window| summary(window).contains("knee, counts: B02 300 to 300"));
    assert_eq!(window.state_mut().desk().session.radiometry.coefficient, Coefficient::Knee);
    // The last band stays, whatever is clicked.
    window.get_by_label("Band B02").click();
    window.run_steps(4);
    assert!(series(&mut window, "B02").is_some());
}

#[test]
fn a_set_is_compared_with_another_by_difference_and_by_ratio() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, paths) = with_sets(folder.path(), &[1, 2]);
    let session = &mut window.state_mut().desk().session.radiometry;
    session.coefficient = Coefficient::SlopeBelow;
    session.compared = Some(paths[1].clone());
    wait_for(&mut window, "a difference", |window| summary(window).contains("difference of a1"));
    assert!(series(&mut window, "B01").unwrap().iter().all(|value| (value + 0.01).abs() < 1e-12));
    window.get_by_label("Compare by ratio").click();
    wait_for(&mut window, "a ratio", |window| summary(window).contains("ratio of a1"));
    assert!((series(&mut window, "B01").unwrap()[0] - 1.01 / 1.02).abs() < 1e-12);
    assert_eq!(window.state_mut().desk().session.radiometry.comparison, Comparison::Ratio);
    // A set is not compared with itself.
    window.get_by_label("Show set sample v2").click();
    wait_for(&mut window, "the other set", |window| summary(window).contains("a1 of sample v2"));
}

#[test]
fn the_column_under_the_pointer_is_read_out_with_its_unit_and_explained_with_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    let place = window.get_by_role(Role::Figure).rect();
    window.hover_at(place.center() + vec2(20.0, 0.0));
    window.run_steps(4);
    let column = window.state_mut().desk().radiometry.column.unwrap();
    let value = 20.0 + 0.1 * column as f64;
    let told = format!("column {column}   B01 {value:.2} ± 0.05   counts");
    let begin = format!("column {column}   ");
    let read = window.query_all_by_label_contains(&begin).next().unwrap();
    assert_eq!(read.accesskit_node().label().or(read.accesskit_node().value()).unwrap(), told);
    assert!(window.query_by_label(&format!("Column {column} of B01, 8 TDI stages")).is_some());
    let row = window.get_by_role_and_label(Role::Row, "dark signal").accesskit_node().value().unwrap();
    assert!(row.contains("DARKCU 00001") && row.contains("counts"), "{row}");
}

#[test]
fn a_box_zooms_and_a_double_click_shows_all_columns_again_and_the_copy_has_every_column() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    let place = window.get_by_role(Role::Figure).rect();
    let (from, to) = (place.center() - vec2(60.0, 40.0), place.center() + vec2(60.0, 30.0));
    crate::workbench::tests::sample_images::drag(&mut window, from, to);
    window.run_steps(4);
    let ranges =
        |window: &mut Window| window.state_mut().desk().inspection.plots.get(PlotKind::Coefficients).unwrap().ranges;
    let zoomed = ranges(&mut window).x;
    assert!(zoomed[0] > 5.0 && zoomed[1] < 35.0, "{zoomed:?}");
    let table = plot_csv(&plot(&mut window).unwrap());
    assert_eq!(table.lines().count(), 41, "a heading and every column");
    window.run_steps(30);
    window.hover_at(place.center());
    window.step();
    // Frames of a test are a quarter of a second apart.
    window.ctx.options_mut(|options| options.input_options.max_double_click_delay = 2.0);
    for pressed in [true, false, true, false] {
        let (pos, button, modifiers) = (place.center(), egui::PointerButton::Primary, Modifiers::NONE);
        window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        window.step();
    }
    wait_for(&mut window, "all columns", |window| ranges(window).x[0] < 0.0 && ranges(window).x[1] > 39.0);
}

#[test]
fn steps_say_what_they_use_are_switched_and_switched_back_by_undo() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    let step = |window: &Window, name: &str| {
        let name = format!("Step {name}");
        let node = window.get_by_role_and_label(Role::CheckBox, &name).accesskit_node();
        (node.value().unwrap_or_default(), node.is_disabled())
    };
    assert_eq!(step(&window, "two slopes"), ("RELSEN 00001".to_owned(), false));
    assert_eq!(step(&window, "remanence"), ("the set has no remanence of B01".to_owned(), true));
    window.get_by_role_and_label(Role::CheckBox, "Step dark signal").click();
    window.run_steps(3);
    let words = |window: &mut Window| window.state_mut().desk().session.viewer.edits.what_if.words();
    assert_eq!(words(&mut window), "1 step off");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(words(&mut window), "nothing changed");
}

#[test]
fn a_changed_coefficient_shows_beside_the_set_s_own_and_is_reset_with_one_click() {
    let folder = tempfile::tempdir().unwrap();
    let (mut window, _) = with_sets(folder.path(), &[1]);
    window.get_by_label("Change dark signal of B01").click();
    window.run_steps(3);
    let change = &mut window.state_mut().desk().session.viewer.edits.what_if.changes[0];
    assert_eq!((change.first, change.last), (0, 39), "the columns in view");
    change.factor = 1.5;
    wait_for(&mut window, "the change", |window| series(window, "B01 what-if").is_some());
    let (own, thought) = (series(&mut window, "B01").unwrap(), series(&mut window, "B01 what-if").unwrap());
    assert!(own.iter().zip(&thought).all(|(own, thought)| (1.5 * own - thought).abs() < 1e-12));
    assert!(window.query_by_label("Factor of what-if 1").is_some());
    window.get_by_label("Reset what-if").click();
    wait_for(&mut window, "the set's own", |window| series(window, "B01 what-if").is_none());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "the change again", |window| series(window, "B01 what-if").is_some());
}

#[test]
fn the_workspace_comes_back_as_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, paths) = with_sets(folder.path(), &[1, 2]);
    let session = &mut first.state_mut().desk().session;
    session.radiometry.coefficient = Coefficient::Gain;
    session.radiometry.compared = Some(paths[1].clone());
    session.radiometry.bands.insert("B02".to_owned());
    session.viewer.edits.what_if.steps_off.insert(ChainStep::Dark);
    first.run_steps(3);
    let left = first.state_mut().desk().session.clone();
    first.state_mut().close();
    let mut second = window(folder.path());
    let found = &second.state_mut().desk().session;
    assert_eq!(found.radiometry, left.radiometry);
    assert_eq!(found.viewer.edits.what_if, left.viewer.edits.what_if);
    assert_eq!(found.tab, Tab::Radiometry);
}

/// What the first view says of itself.
fn picture(window: &Window) -> String {
    let view = window.query_all_by_label_contains("Image view 1:").next();
    view.and_then(|view| view.accesskit_node().description()).unwrap_or_default()
}

fn settle(window: &mut Window) {
    wait_for(window, "a sharp picture", |window| picture(window).contains("Picture sharp"));
}

/// The value of a band at a pixel, as the view's product gives it.
fn value(window: &mut Window, line: usize, column: usize) -> f64 {
    let desk = window.state_mut().desk();
    let id = desk.session.viewer.active_product().unwrap();
    let product = std::sync::Arc::clone(desk.products.ready(id).unwrap());
    let reading = product.pixel(line, column, &crate::supervision::Supervision::unattended()).unwrap();
    *reading.bands[0].code.known().unwrap()
}

#[test]
fn a_coefficient_that_is_moved_shows_in_the_pixels_and_on_the_chip_and_is_reset_with_one_click() {
    let folder = tempfile::tempdir().unwrap();
    let raw = sample_raw(folder.path(), &sample_set(1), 30);
    let (mut window, _) = with_sets(folder.path(), &[1]);
    window.state_mut().desk().open_product(raw, None);
    settle(&mut window);
    assert!((value(&mut window, 2, 6) - (100.0 + 74.0 + 18.0)).abs() < 1e-3, "codes as they were read");
    assert!(window.query_by_label_contains("View 1: chain").is_none());
    window.get_by_label("Show raw products through the chain").click();
    wait_for(&mut window, "the chain", |window| {
        window.query_by_label_contains("View 1: chain · sample v1 · reflectance").is_some()
    });
    settle(&mut window);
    let as_set = value(&mut window, 2, 6);
    assert!(as_set > 0.0 && as_set < 1.0, "a reflectance: {as_set}");
    assert!(picture(&window).contains("reflectance"), "numbers of the new values: {}", picture(&window));
    // The pixel under the pointer is explained by the same numbers that are drawn.
    let middle = window.get_by_label_contains("Image view 1:").rect().center();
    window.hover_at(middle);
    wait_for(&mut window, "the explanation", |window| {
        window.query_by_role_and_label(Role::Row, "two slopes").is_some()
    });
    let place = window.state_mut().desk().inspection.place().unwrap();
    let drawn = value(&mut window, place.line, place.column);
    let told = format!("Line {}, column {} of B01, 8 TDI stages", place.line, place.column);
    wait_for(&mut window, "the pixel", |window| window.query_by_label(&told).is_some());
    let row = window.get_by_role_and_label(Role::Row, "total").accesskit_node().value().unwrap();
    assert!(!row.contains('–'), "every source of uncertainty is known: {row}");
    assert!(window.query_all_by_label_contains(&format!("{drawn:.3}")).count() > 0, "{drawn}");
    // The viewer shows the same.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num2);
    wait_for(&mut window, "the viewer", |window| window.state_mut().desk().session.tab == Tab::Viewer);
    settle(&mut window);
    assert!(picture(&window).contains("reflectance"), "{}", picture(&window));
    assert!(window.query_by_label_contains("View 1: chain · sample v1 · reflectance").is_some());
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    wait_for(&mut window, "the curves", |window| plot(window).is_some());
    settle(&mut window);
    let depth = window.state_mut().desk().edits.depth();
    let change = |factor| {
        let (band, coefficient) = ("B01".to_owned(), Coefficient::Gain);
        CoefficientChange { band, coefficient, first: 0, last: 39, factor, offset: 0.0 }
    };
    // A slider that is moved in every frame: every picture comes to the screen, and the last one stays.
    for step in 1..=30 {
        let factor = 1.0 + f64::from(step) / 100.0;
        window.state_mut().desk().session.viewer.edits.what_if.changes = vec![change(factor)];
        window.step();
    }
    wait_for(&mut window, "the last one", |window| (value(window, 2, 6) * 1.3 - as_set).abs() < 1e-6);
    settle(&mut window);
    assert!(window.query_by_label_contains("View 1: what-if: 1 change · sample v1 · reflectance").is_some());
    let stretch = |window: &mut Window| {
        let viewer = &window.state_mut().desk().session.viewer;
        let view = viewer.active();
        viewer.stretch_choice(view).shown(viewer.numbers(view)).cloned().unwrap()
    };
    let before = stretch(&mut window);
    assert!(before.channels.iter().all(|channel| channel.low < channel.high), "{before:?}");
    window.get_by_label_contains("View 1: what-if").click();
    wait_for(&mut window, "the set's own", |window| (value(window, 2, 6) - as_set).abs() < 1e-9);
    settle(&mut window);
    assert_eq!(stretch(&mut window), before, "the stretch stays while coefficients change");
    assert!(window.state_mut().desk().edits.depth() > depth, "a reset is undone like other edits");
    window.get_by_label_contains("View 1: chain").click();
    wait_for(&mut window, "the counts", |window| window.query_by_label_contains("View 1: chain").is_none());
    settle(&mut window);
    assert!((value(&mut window, 2, 6) - 192.0).abs() < 1e-3);
}

#[test]
fn the_picture_of_before_stays_until_the_new_one_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let raw = sample_raw(folder.path(), &sample_set(1), 30);
    let (mut window, _) = with_sets(folder.path(), &[1]);
    window.state_mut().desk().open_product(raw, None);
    settle(&mut window);
    window.state_mut().desk().session.viewer.edits.what_if.steps_off.insert(ChainStep::Dark);
    for _ in 0..200 {
        window.step();
        let said = picture(&window);
        assert!(!said.contains("Picture loading"), "{said}");
        if window.query_by_label_contains("View 1: what-if: 1 step off").is_some() && said.contains("Picture sharp") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the what-if did not come: {}", picture(&window));
}

#[test]
fn a_coefficient_that_is_moved_is_on_the_screen_in_the_same_frame() {
    const CHANGES: usize = 20;
    let folder = tempfile::tempdir().unwrap();
    let raw = sample_raw(folder.path(), &sample_set(1), 30);
    let (mut window, _) = with_sets(folder.path(), &[1]);
    let id = window.state_mut().desk().open_product(raw, None);
    window.state_mut().desk().session.radiometry.through_chain = true;
    wait_for(&mut window, "the chain", |window| window.query_by_label_contains("View 1: chain · ").is_some());
    settle(&mut window);
    let mut n_at_once = 0;
    for step in 1..=CHANGES {
        let (band, factor) = ("B01".to_owned(), 1.0 + step as f64 / 100.0);
        let change =
            CoefficientChange { band, coefficient: Coefficient::Gain, first: 0, last: 39, factor, offset: 0.0 };
        let changes = vec![change];
        window.state_mut().desk().session.viewer.edits.what_if.changes.clone_from(&changes);
        window.step();
        let desk = window.state_mut().desk();
        let is_of_it = desk.radiometry.chains.shown(id).is_some_and(|(_, shown)| shown.changes == changes);
        n_at_once += usize::from(is_of_it && picture(&window).contains("Picture sharp"));
        settle(&mut window);
    }
    // A frame stands still for 40 ms at most: a machine that is busy elsewhere may miss a few.
    assert!(n_at_once * 4 >= CHANGES * 3, "{n_at_once} of {CHANGES}");
}

#[test]
fn what_was_shown_through_the_chain_is_let_go_when_the_counts_are_on_the_screen_again() {
    let folder = tempfile::tempdir().unwrap();
    let raw = sample_raw(folder.path(), &sample_set(1), 30);
    let (mut window, _) = with_sets(folder.path(), &[1]);
    let id = window.state_mut().desk().open_product(raw, None);
    settle(&mut window);
    window.state_mut().desk().session.radiometry.through_chain = true;
    wait_for(&mut window, "the chain", |window| window.query_by_label_contains("View 1: chain · ").is_some());
    settle(&mut window);
    let calculated = std::sync::Arc::downgrade(window.state_mut().desk().products.ready(id).unwrap());
    assert!(window.state_mut().desk().products.is_calculated(id));
    window.state_mut().desk().session.radiometry.through_chain = false;
    wait_for(&mut window, "the counts", |window| window.query_by_label_contains("View 1: chain").is_none());
    settle(&mut window);
    wait_for(&mut window, "nothing of the chain", |_| calculated.upgrade().is_none());
    assert!(!window.state_mut().desk().products.is_calculated(id));
}

#[test]
fn a_set_that_was_made_for_other_settings_is_refused_on_the_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = sample_set(1);
    let raw = sample_raw(folder.path(), &other, 30);
    other.manifest.settings.line_time_us = 1250.0;
    let (mut window, paths) = with_sets(folder.path(), &[1]);
    window.state_mut().desk().radiometry.sets.put(&paths[0], other);
    window.state_mut().desk().session.radiometry.through_chain = true;
    window.state_mut().desk().open_product(raw, None);
    wait_for(&mut window, "a refusal", |window| window.query_by_label("View 1: as read: chain refused").is_some());
    settle(&mut window);
    assert!((value(&mut window, 2, 6) - 192.0).abs() < 1e-3, "the counts, and nothing in their place");
}
