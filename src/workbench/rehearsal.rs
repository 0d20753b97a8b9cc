//! The real window, played by a list of steps instead of a hand, with the time of every frame: what the bench of the window measures.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use egui::{Event, Modifiers, PointerButton, Pos2, Rect, ViewportCommand, vec2};

use super::app::App;
use super::session::Tab;
use super::theme;
use super::viewer::Sharpness;
use crate::imagery::picture::StretchRule;
use crate::operations::jobs::OperationRequest;
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
}

/// Opens the window, plays `steps`, closes it, and gives what each step took. `processor_seconds` is the processor time of the calling
/// thread so far.
///
/// # Errors
/// [`OperationError::Usage`] where there is no display, or none that can draw.
pub fn rehearse(
    ground: Context,
    steps: Vec<Step>,
    processor_seconds: fn() -> f64,
) -> Result<Vec<Played>, OperationError> {
    let played = Arc::new(Mutex::new(Vec::new()));
    let player = Player {
        app: App::new(Arc::new(ground)),
        steps: steps.into(),
        current: None,
        frame: None,
        n_frames: 0,
        hand: None,
        processor_seconds,
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
    processor_seconds: fn() -> f64,
    played: Arc<Mutex<Vec<Played>>>,
}

struct Current {
    step: Step,
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
        match &step {
            Step::Open(path) => {
                desk.session.tab = Tab::Viewer;
                desk.open_product(path.clone(), None);
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
            Step::Verify(path) => {
                let request = VerifyRequest { paths: vec![path.clone()], image: None, report: None };
                desk.submit_job(OperationRequest::Verify(request));
            }
            Step::ActualSize | Step::Fit | Step::Rest(_) | Step::Pan(_) => {}
        }
        self.n_frames = 0;
        self.current = Some(Current { step, began: Instant::now(), played: Played::default(), drawn: Drawn::Nothing });
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
            Step::Open(_) | Step::Stretch(_) => current.played.until_sharp.is_some(),
            Step::CloseProduct | Step::Verify(_) => self.n_frames >= 2,
            Step::ActualSize | Step::Fit => current.played.until_sharp.is_some() && self.n_frames >= 4,
            Step::Rest(frames) | Step::Pan(frames) => self.n_frames >= frames,
        }
    }

    fn drawn(&mut self) -> Drawn {
        let is_of_the_step = match self.current.as_ref().map(|current| &current.step) {
            Some(Step::Stretch(rule)) => {
                let rule = rule.clone();
                self.app.desk().drawn.as_ref().is_some_and(|drawn| drawn.rule.as_ref() == Some(&rule))
            }
            _ => true,
        };
        match self.app.desk().drawn.as_ref().map(|drawn| drawn.sharpness) {
            Some(Sharpness::Sharp) if is_of_the_step => Drawn::Sharp,
            Some(Sharpness::Coarse | Sharpness::Sharp) if is_of_the_step => Drawn::Picture,
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
        let key = |key| {
            [true, false].map(|pressed| Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers: Modifiers::NONE,
            })
        };
        match step {
            Step::ActualSize if self.n_frames == 0 => vec![
                Event::PointerMoved(middle),
                button(middle, true),
                button(middle, false),
                button(middle, true),
                button(middle, false),
            ],
            Step::Fit if self.n_frames == 0 => key(egui::Key::Home).into(),
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
            if let Some(current) = self.current.take() {
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
        let before = (self.processor_seconds)();
        self.app.show(ui);
        self.frame = Some((began, (self.processor_seconds)() - before));
        self.n_frames += 1;
        let drawn = self.drawn();
        let Some(current) = &mut self.current else {
            ui.ctx().request_repaint();
            return;
        };
        // What is waited for wakes the window by itself; the frame after it tells when it was shown.
        let waits = matches!(current.step, Step::Open(_) | Step::Stretch(_)) && drawn == current.drawn;
        current.drawn = drawn;
        if !waits || drawn == Drawn::Sharp {
            ui.ctx().request_repaint();
        }
    }
}
