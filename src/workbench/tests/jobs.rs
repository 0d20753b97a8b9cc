//! The jobs' workspace.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::waiting::wait_for;
use super::window::window;
use crate::operations::jobs::JobState;
use crate::workbench::app::App;
use crate::workbench::session::Tab;

const PATHS: &str = "Products, one path a line: headers, metadata files, rasters, or folders of products";

fn jobs_window(folder: &std::path::Path) -> Harness<'static, App> {
    let mut window = window(folder);
    window.get_by_role_and_label(egui::accesskit::Role::Tab, "Jobs").click();
    window.step();
    window.step();
    window
}

fn all_ended(window: &mut Harness<'static, App>, n: usize) {
    wait_for(window, "the jobs to end", |window| {
        let jobs = window.state_mut().desk().jobs.jobs();
        jobs.len() == n && jobs.iter().all(|job| job.state.is_finished())
    });
}

/// Presses Ctrl+Shift+A and writes `paths` into the form.
fn begin_adding(window: &mut Harness<'static, App>, paths: &str) {
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
    wait_for(window, "the form", |window| window.query_by_label("Add to catalog").is_some());
    window.get_by_label(PATHS).focus();
    window.step();
    window.get_by_label(PATHS).type_text(paths);
    window.step();
    window.step();
}

#[test]
fn an_empty_queue_says_what_to_do_and_the_form_says_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = jobs_window(folder.path());
    assert!(window.query_by_label("Nothing runs").is_some());
    assert!(window.query_by_label("viq ingest PATH").is_some());
    window.get_all_by_label("Add products…").next().unwrap().click();
    wait_for(&mut window, "the form", |window| window.query_by_label("Add to catalog").is_some());
    assert!(window.query_by_label("Not ready: a product or a folder of products is needed.").is_some());
    assert!(window.get_by_label("Add to catalog").accesskit_node().is_disabled());
    window.key_press(Key::Escape);
    window.step();
    window.step();
    assert!(window.query_by_label("Add to catalog").is_none());
    assert!(window.state_mut().desk().jobs.jobs().is_empty());
}

#[test]
fn a_job_is_told_before_it_starts_and_what_failed_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = jobs_window(folder.path());
    begin_adding(&mut window, "/nowhere/product.HDR");
    let line = format!("viq ingest /nowhere/product.HDR --workspace {}", folder.path().display());
    assert!(window.query_by_label(&line).is_some(), "the command line is told");
    assert!(window.query_by_label_contains("Memory: may hold ").is_some(), "the memory is told");
    window.get_by_label("Add to catalog").click();
    all_ended(&mut window, 1);
    assert!(window.query_by_label("⚠ done in part").is_some());
    assert!(window.query_by_label("1 could not be read").is_some());
    assert_eq!(window.state_mut().desk().session.jobs.records.len(), 1, "the session has it");
    assert_eq!(window.query_all_by_label(&line).count(), 1, "the request as a command");
    window.get_by_label("Retry what failed").click();
    all_ended(&mut window, 2);
    assert!(window.query_by_label_contains("Job 2, Add product.HDR, done in part").is_some());
    window.get_by_label("Remove finished").click();
    window.step();
    window.step();
    assert!(window.query_by_label("Nothing runs").is_some());
}

#[test]
fn a_job_that_came_to_its_end_opens_its_result() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = jobs_window(folder.path());
    let request = crate::operations::DemoRequest { folder: folder.path().to_path_buf(), seed: 1, side: Some(64) };
    window.state_mut().desk().submit_job(crate::operations::jobs::OperationRequest::Demo(request));
    all_ended(&mut window, 1);
    let job = window.state_mut().desk().shown_job().unwrap();
    assert_eq!(job.state, JobState::Done, "{:?}", job.log);
    assert!(job.stages.iter().all(|stage| stage.done == stage.total), "{:?}", job.stages);
    assert!(window.query_all_by_label_contains("Stage ").count() >= job.stages.len());
    window.get_by_label("Open result").click();
    window.step();
    window.step();
    let desk = window.state_mut().desk();
    assert_eq!(desk.session.tab, Tab::Viewer);
    assert_eq!(desk.session.products.len(), 1);
}

#[test]
fn a_job_that_runs_is_cancelled_from_the_status_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path());
    // large enough to run until it is cancelled
    let request = crate::operations::DemoRequest { folder: folder.path().to_path_buf(), seed: 1, side: Some(2048) };
    window.state_mut().desk().submit_job(crate::operations::jobs::OperationRequest::Demo(request));
    wait_for(&mut window, "the job to run", |window| window.state_mut().desk().jobs.running().is_some());
    window.get_by_label("Cancel Synthetic product, seed 1").click();
    all_ended(&mut window, 1);
    let jobs = window.state_mut().desk().jobs.jobs();
    assert_eq!(jobs[0].state, JobState::Cancelled, "{:?}", jobs[0].log);
    assert!(!folder.path().join("product/truth.json").exists(), "nothing half written stays");
}

#[test]
fn copy_as_command_gives_the_line_of_the_job_that_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = jobs_window(folder.path());
    begin_adding(&mut window, "/no where/p.HDR");
    window.get_by_label("Add to catalog").click();
    all_ended(&mut window, 1);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    window.step();
    window.step();
    let last = window.state_mut().desk().notices.last().unwrap().message.clone();
    let expected = format!("Copied: viq ingest '/no where/p.HDR' --workspace {}", folder.path().display());
    assert_eq!(last, expected);
}
