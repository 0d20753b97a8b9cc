//! What the hand does in a picture: drag, wheel, click, keys held.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Response, Ui, Vec2};

use super::marks::Tool;

/// Points that a touch pad moves for one step of the zoom.
const POINTS_A_STEP: f32 = 40.0;

/// A drag under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Drag {
    /// The picture is moved.
    Pan,
    /// A box to zoom into, from its first corner.
    ZoomBox(Pos2),
    /// A rectangle is drawn.
    Rectangle(Pos2),
    /// The line of a profile is drawn.
    Profile(Pos2),
    /// The box of the overview is moved.
    Overview,
}

/// What a view remembers of the hand between frames.
#[derive(Debug, Default)]
pub(crate) struct Hand {
    /// The drag under way.
    pub(crate) drag: Option<Drag>,
    /// Drags so far: each is one step back.
    pub(crate) drags: u64,
    /// Corners of a polygon that is not closed yet, (line, column).
    pub(crate) polygon: Vec<[f64; 2]>,
    scrolled: f32,
}

/// What was done in this frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gesture {
    /// The picture was dragged by so many points.
    Panned(Vec2),
    /// Steps of the zoom at a point.
    Zoomed(Pos2, i32),
    /// The zoom was pinched by a factor.
    Pinched(Pos2, f32),
    /// A box was drawn to zoom into.
    ZoomBox(Pos2, Pos2),
    /// One to one at a point.
    ActualSize(Pos2),
    /// A click with the tool.
    Clicked(Pos2),
    /// The polygon was closed.
    PolygonClosed,
    /// The polygon was given up.
    PolygonLeft,
    /// A rectangle was drawn.
    Rectangle(Pos2, Pos2),
    /// A line was drawn.
    Profile(Pos2, Pos2),
    /// The overview was clicked or dragged at a point.
    Overview(Pos2),
}

impl Hand {
    /// What was done in the picture in this frame. `overview` is the rectangle of the overview, where it is shown.
    pub(crate) fn read(
        &mut self,
        ui: &Ui,
        response: &Response,
        tool: Tool,
        overview: Option<egui::Rect>,
    ) -> Vec<Gesture> {
        let mut done = Vec::new();
        let typing = ui.ctx().text_edit_focused();
        let (space, modifiers) = ui.input(|input| (input.key_down(Key::Space) && !typing, input.modifiers));
        self.read_drag(ui, response, tool, space, modifiers, overview, &mut done);
        if let Some(pointer) = response.hover_pos() {
            self.read_wheel(ui, pointer, &mut done);
        }
        if let Some(pointer) = response.interact_pointer_pos() {
            if response.double_clicked() {
                match tool {
                    Tool::Polygon => done.push(Gesture::PolygonClosed),
                    _ => done.push(Gesture::ActualSize(pointer)),
                }
            } else if response.clicked_by(PointerButton::Primary) {
                let in_overview = overview.is_some_and(|overview| overview.contains(pointer));
                done.push(if in_overview { Gesture::Overview(pointer) } else { Gesture::Clicked(pointer) });
            }
        }
        if !self.polygon.is_empty() && !typing {
            ui.input_mut(|input| {
                if input.consume_key(Modifiers::NONE, Key::Enter) {
                    done.push(Gesture::PolygonClosed);
                }
                if input.consume_key(Modifiers::NONE, Key::Escape) {
                    done.push(Gesture::PolygonLeft);
                }
            });
        }
        done
    }

    #[expect(clippy::too_many_arguments, reason = "what a drag means depends on all of them")]
    fn read_drag(
        &mut self,
        ui: &Ui,
        response: &Response,
        tool: Tool,
        space: bool,
        modifiers: Modifiers,
        overview: Option<egui::Rect>,
        done: &mut Vec<Gesture>,
    ) {
        let primary = response.drag_started_by(PointerButton::Primary);
        if primary || response.drag_started_by(PointerButton::Middle) {
            let from = ui.input(|input| input.pointer.press_origin()).unwrap_or(response.rect.center());
            self.drags += 1;
            self.drag = Some(match tool {
                _ if !primary || space => Drag::Pan,
                _ if overview.is_some_and(|overview| overview.contains(from)) => Drag::Overview,
                _ if modifiers.shift => Drag::ZoomBox(from),
                Tool::Rectangle => Drag::Rectangle(from),
                Tool::Profile => Drag::Profile(from),
                Tool::Pan | Tool::Pin | Tool::Polygon => Drag::Pan,
            });
        }
        let Some(drag) = self.drag else { return };
        let pointer = response.interact_pointer_pos();
        if response.dragged() {
            match drag {
                Drag::Pan if response.drag_delta() != Vec2::ZERO => done.push(Gesture::Panned(response.drag_delta())),
                Drag::Overview => done.extend(pointer.map(Gesture::Overview)),
                _ => {}
            }
        }
        if response.drag_stopped() {
            self.drag = None;
            let Some(to) = pointer.or_else(|| ui.input(|input| input.pointer.latest_pos())) else { return };
            match drag {
                Drag::ZoomBox(from) => done.push(Gesture::ZoomBox(from, to)),
                Drag::Rectangle(from) => done.push(Gesture::Rectangle(from, to)),
                Drag::Profile(from) => done.push(Gesture::Profile(from, to)),
                Drag::Pan | Drag::Overview => {}
            }
        } else if !response.dragged() && !primary {
            self.drag = None;
        }
    }

    /// A notch of the wheel is one step, whatever a system makes of it; a touch pad's points add up to steps.
    fn read_wheel(&mut self, ui: &Ui, pointer: Pos2, done: &mut Vec<Gesture>) {
        let mut notches = 0.0_f32;
        let mut pinched = 1.0_f32;
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::MouseWheel { unit: MouseWheelUnit::Point, delta, .. } => {
                        self.scrolled += delta.y / POINTS_A_STEP;
                    }
                    Event::MouseWheel { delta, .. } => notches += delta.y,
                    Event::Zoom(factor) => pinched *= factor,
                    _ => {}
                }
            }
        });
        let points = self.scrolled.trunc();
        self.scrolled -= points;
        let turned = if notches == 0.0 { 0.0 } else { notches.signum() * notches.abs().ceil() };
        let steps = (turned + points) as i32;
        if steps != 0 {
            done.push(Gesture::Zoomed(pointer, steps.clamp(-8, 8)));
        }
        if (pinched - 1.0).abs() > 1e-3 {
            done.push(Gesture::Pinched(pointer, pinched));
        }
    }
}
