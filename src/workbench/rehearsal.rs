//! The real window, played by a list of steps instead of a hand, with the time of every frame: what the bench of the window measures.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use egui::{Event, Modifiers, PointerButton, Pos2, Rect, ViewportCommand, vec2};

use super::app::App;
use super::commands::Command;
use super::session::{ProductId, Tab};
use super::theme;
use super::viewer::{Position, Sharpness};
use crate::imagery::picture::StretchRule;
use crate::operations::jobs::OperationRequest;
use crate::operations::radiometry::WhatIf;
use crate::operations::{Context, OperationError, VerifyRequest};

/// Size of the window, points.
const SIZE: [f32; 2] = [1400.0, 900.0];
/// How far the hand moves in a frame, points.
const PAN: [f32; 2] = [-7.0, -4.0];
/// Frames after which the hand turns back.
const TURN: usize = 50;

/// One thing that the hand does.
#[derive(Debug, Clone)]
pub enum Step {
    /// Opens a product and waits for its sharp picture.
    Open(PathBuf),
    /// Closes the active product.
    CloseProduct,
    /// One pixel of the image on one of the screen, in the middle of the view.
    ActualSize,
    /// The whole image in the view.
    Fit,
    /// Frames in which nothing changes.
    Rest(usize),
    /// Frames in which the hand drags the picture.
    Pan(usize),
    /// Another stretch, until it is on the screen.
    Stretch(StretchRule),
    /// Opens a parameter set, waits until it is read, and looks at the views again.
    OpenSet(PathBuf),
    /// Thinks coefficients or steps to be otherwise, until the pixels in view show it.
    WhatIf(WhatIf),
    /// Asks for a verification, as a job; what follows happens while it runs.
    Verify(PathBuf),
}

/// A frame.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// From its beginning to that of the next one, seconds.
    pub whole_seconds: f64,
    /// Of the thread of the window, between the beginning and the end of our part of it: processor seconds.
    pub own_seconds: f64,
    /// Whether a job was running.
    pub beside_a_job: bool,
}

/// What a step took. The frame that shows something has been handed to the screen when it counts as shown.
#[derive(Debug, Clone, Default)]
pub struct Played {
    /// Its frames.
    pub frames: Vec<Frame>,
    /// From the step's beginning to the first picture, however coarse, seconds.
    pub until_picture: Option<f64>,
    /// From the step's beginning to the sharp picture, seconds.
    pub until_sharp: Option<f64>,
    /// How far the picture went in all, pixels of the image: a pan that moved nothing measures nothing.
    pub moved_pixels: f64,
    /// Device pixels an image pixel, at the end.
    pub zoom: Option<f64>,
    /// Resident memory at the end, megabytes.
    pub resident_megabytes: f64,
}

/// What the bench reads of the process, which the window has no other use for.
#[derive(Clone, Copy)]
pub struct Gauges {
    /// Processor time of the calling thread so far.
    pub processor_seconds: fn() -> f64,
    /// Resident memory of the process.
    pub resident_megabytes: fn() -> f64,
}

/// Opens the window, plays `steps`, closes it, and gives what each step took.
///
/// # Errors
/// [`OperationError::Usage`] where there is no display, or none that can draw.
pub fn rehearse(ground: Context, steps: Vec<Step>, gauges: Gauges) -> Result<Vec<Played>, OperationError> {
    let played = Arc::new(Mutex::new(Vec::new()));
    let player = Player {
        app: App::new(Arc::new(ground)),
        steps: steps.into(),
        current: None,
        frame: None,
        n_frames: 0,
        hand: None,
        gauges,
        played: Arc::clone(&played),
    };
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_title("VIQ").with_inner_size(SIZE),
        renderer: eframe::Renderer::Glow,
        // A frame takes what it takes, and does not wait for a screen.
        glow_options: eframe::egui_glow::GlowConfiguration { vsync: false, ..Default::default() },
        ..eframe::NativeOptions::default()
    };
    let begin: eframe::AppCreator<'_> = Box::new(move |creation| {
        theme::install(&creation.egui_ctx);
        Ok(Box::new(player))
    });
    eframe::run_native("viq", options, begin)
        .map_err(|error| OperationError::Usage(format!("the window needs a display that can draw, found: {error}")))?;
    let played = std::mem::take(&mut *played.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(played)
}

struct Player {
    app: App,
    steps: VecDeque<Step>,
    current: Option<Current>,
    frame: Option<(Instant, f64)>,
    n_frames: usize,
    hand: Option<Pos2>,
    gauges: Gauges,
    played: Arc<Mutex<Vec<Played>>>,
}

struct Current {
    step: Step,
    product: Option<ProductId>,
    position: Option<Position>,
    began: Instant,
    played: Played,
    /// What the last frame drew; it is on the screen when the next one begins.
    drawn: Drawn,
}

/// What a frame drew.
#[derive(Clone, Copy, PartialEq)]
enum Drawn {
    Nothing,
    Picture,
    Sharp,
}

impl Player {
    fn begin_step(&mut self, step: Step) {
        let desk = self.app.desk();
        let mut product = None;
        match &step {
            Step::Open(path) => {
                desk.session.tab = Tab::Viewer;
                // A number of a product that was closed is given again.
                desk.drawn = None;
                product = Some(desk.open_product(path.clone(), None));
            }
            Step::CloseProduct => {
                if let Some(product) = desk.session.viewer.active_product() {
                    desk.close_product(product);
                }
            }
            Step::Stretch(rule) => {
                let view = desk.session.viewer.active();
                desk.session.viewer.set_rule(view, rule.clone());
            }
            Step::OpenSet(path) => {
                desk.open_set(path.clone());
                desk.session.tab = Tab::Viewer;
            }
            Step::WhatIf(what_if) => desk.session.viewer.edits.what_if = what_if.clone(),
            Step::Verify(path) => {
                let request = VerifyRequest { paths: vec![path.clone()], image: None, report: None };
                desk.submit_job(OperationRequest::Verify(request));
            }
            Step::ActualSize => desk.commands.push(Command::ActualSize),
            Step::Fit => desk.commands.push(Command::FitView),
            Step::Rest(_) | Step::Pan(_) => {}
        }
        self.n_frames = 0;
        let (began, played, drawn) = (Instant::now(), Played::default(), Drawn::Nothing);
        self.current = Some(Current { step, product, position: None, began, played, drawn });
    }

    /// What the last frame drew is on the screen now.
    fn note_shown(&mut self) {
        let Some(current) = &mut self.current else { return };
        let seconds = current.began.elapsed().as_secs_f64();
        if current.drawn != Drawn::Nothing {
            current.played.until_picture.get_or_insert(seconds);
        }
        if current.drawn == Drawn::Sharp {
            current.played.until_sharp.get_or_insert(seconds);
        }
    }

    /// Whether the step has shown what it is for.
    fn is_over(&self) -> bool {
        let Some(current) = &self.current else { return true };
        match current.step {
            Step::OpenSet(_) => self.app.is_set_read(),
            Step::Open(_) | Step::Stretch(_) | Step::WhatIf(_) => current.played.until_sharp.is_some(),
            Step::CloseProduct | Step::Verify(_) => self.n_frames >= 2,
            Step::ActualSize | Step::Fit => current.played.until_sharp.is_some() && self.n_frames >= 4,
            Step::Rest(frames) | Step::Pan(frames) => self.n_frames >= frames,
        }
    }

    /// What this frame drew, of what the step is for.
    fn drawn(&mut self) -> Drawn {
        let (Some(current), Some(drawn)) = (&mut self.current, self.app.desk().drawn.clone()) else {
            return Drawn::Nothing;
        };
        if let Some(before) = current.position.replace(drawn.position) {
            let moved = (drawn.position.line - before.line).hypot(drawn.position.column - before.column);
            current.played.moved_pixels += moved;
        }
        current.played.zoom = Some(drawn.position.zoom);
        let is_of_the_step = match &current.step {
            Step::Open(_) => current.product == Some(drawn.product),
            Step::Stretch(rule) => drawn.rule.as_ref() == Some(rule),
            Step::WhatIf(what_if) => self.app.is_thought_of(drawn.product, what_if),
            _ => true,
        };
        match drawn.sharpness {
            Sharpness::Sharp if is_of_the_step => Drawn::Sharp,
            Sharpness::Coarse if is_of_the_step && matches!(current.step, Step::Open(_)) => Drawn::Picture,
            _ => Drawn::Nothing,
        }
    }

    fn middle(&mut self) -> Pos2 {
        self.app.desk().drawn.as_ref().map_or(Pos2::ZERO, |drawn| Rect::center(&drawn.rect))
    }

    /// What the hand does in this frame.
    fn events(&mut self) -> Vec<Event> {
        let Some(step) = self.current.as_ref().map(|current| current.step.clone()) else { return Vec::new() };
        let middle = self.middle();
        let button = |pos, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        match step {
            Step::Pan(frames) => {
                let way = if (self.n_frames / TURN).is_multiple_of(2) { 1.0 } else { -1.0 };
                let from = self.hand.unwrap_or(middle);
                let to = from + way * vec2(PAN[0], PAN[1]);
                self.hand = Some(to);
                let mut events = vec![Event::PointerMoved(to)];
                if self.n_frames == 0 {
                    events = vec![Event::PointerMoved(from), button(from, true), Event::PointerMoved(to)];
                }
                if self.n_frames + 1 == frames {
                    events.push(button(to, false));
                    self.hand = None;
                }
                events
            }
            _ => Vec::new(),
        }
    }
}

impl eframe::App for Player {
    fn raw_input_hook(&mut self, window: &egui::Context, input: &mut egui::RawInput) {
        let now = Instant::now();
        if let (Some((began, own_seconds)), Some(current)) = (self.frame.take(), &mut self.current) {
            let beside_a_job = self.app.desk().jobs.running().is_some();
            let whole_seconds = (now - began).as_secs_f64();
            current.played.frames.push(Frame { whole_seconds, own_seconds, beside_a_job });
        }
        self.note_shown();
        if self.is_over() {
            if let Some(mut current) = self.current.take() {
                current.played.resident_megabytes = (self.gauges.resident_megabytes)();
                self.played.lock().unwrap_or_else(PoisonError::into_inner).push(current.played);
            }
            match self.steps.pop_front() {
                Some(step) => self.begin_step(step),
                None => window.send_viewport_cmd(ViewportCommand::Close),
            }
        }
        let events = self.events();
        input.events.extend(events);
        input.focused = true;
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let began = Instant::now();
        let before = (self.gauges.processor_seconds)();
        self.app.show(ui);
        self.frame = Some((began, (self.gauges.processor_seconds)() - before));
        self.n_frames += 1;
        let drawn = self.drawn();
        let Some(current) = &mut self.current else {
            ui.ctx().request_repaint();
            return;
        };
        // What is waited for wakes the window by itself; the frame after it tells when it was shown.
        let is_waited_for = matches!(current.step, Step::Open(_) | Step::Stretch(_) | Step::WhatIf(_));
        let waits = is_waited_for && drawn == current.drawn;
        current.drawn = drawn;
        if !waits || drawn == Drawn::Sharp {
            ui.ctx().request_repaint();
        }
    }
}
