//! What a figure consists of, in points from its upper left corner: one description for page, print, export and window.

use crate::imagery::picture::Hatch;
use crate::reports::tokens::{Colour, Symbol};

/// A figure's drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What the figure shows, for those who do not see it.
    pub summary: String,
    /// The marks, each drawn over those before it.
    pub marks: Vec<Mark>,
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What it stands for, in one word: `cell`, `bar`, `requirement`, `tick`.
    pub role: &'static str,
    /// Its shape and place.
    pub shape: Shape,
    /// What is said of it under the pointer; empty for nothing.
    pub note: String,
}

/// Shapes of marks.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A straight line.
    Line {
        /// From x, y.
        from: [f64; 2],
        /// To x, y.
        to: [f64; 2],
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A closed polygon.
    Polygon {
        /// Corners x, y.
        corners: Vec<[f64; 2]>,
        /// What fills it.
        fill: Colour,
    },
    /// A rectangle.
    Rectangle {
        /// Upper left corner x, y.
        at: [f64; 2],
        /// Width and height.
        size: [f64; 2],
        /// What fills it.
        fill: Fill,
        /// Its outline.
        stroke: Option<Stroke>,
    },
    /// A symbol centred on a place.
    Symbol {
        /// Centre x, y.
        at: [f64; 2],
        /// Half its width.
        radius: f64,
        /// Its shape.
        symbol: Symbol,
        /// Its colour.
        colour: Colour,
        /// Whether only its outline is drawn.
        hollow: bool,
    },
    /// A text.
    Text(Label),
    /// A picture in PNG.
    Picture {
        /// Upper left corner x, y.
        at: [f64; 2],
        /// Width and height.
        size: [f64; 2],
        /// The file's bytes.
        png: Vec<u8>,
        /// Whether its pixels are shown as squares.
        pixels_visible: bool,
    },
}

/// What fills an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// Nothing.
    Nothing,
    /// One colour.
    Plain(Colour),
    /// A hatch in a colour over the panel.
    Hatched(Colour, Hatch),
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width in points.
    pub width: f64,
    /// Lengths of dash and gap; none for a continuous line.
    pub dash: Option<[f64; 2]>,
}

impl Stroke {
    /// A continuous line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    /// A dashed line.
    pub const fn dashed(colour: Colour, width: f64, dash: [f64; 2]) -> Self {
        Self { colour, width, dash: Some(dash) }
    }
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Which face a text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Words.
    Words,
    /// Words of weight.
    Strong,
    /// Numbers, all digits of one width.
    Numbers,
}

/// A text and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Place of the anchor on the base line x, y.
    pub at: [f64; 2],
    /// The text.
    pub text: String,
    /// Size in points.
    pub size: f64,
    /// Which end stands at the place.
    pub anchor: Anchor,
    /// Face.
    pub face: Face,
    /// Colour.
    pub colour: Colour,
    /// Whether it reads upwards.
    pub upwards: bool,
}

impl Scene {
    /// An empty scene.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, summary: String::new(), marks: Vec::new() }
    }

    /// Draws a shape.
    pub fn draw(&mut self, role: &'static str, shape: Shape) {
        self.draw_noted(role, shape, String::new());
    }

    /// Draws a shape of which something is said under the pointer.
    pub fn draw_noted(&mut self, role: &'static str, shape: Shape, note: String) {
        self.marks.push(Mark { role, shape, note });
    }

    /// Draws a line.
    pub fn line(&mut self, role: &'static str, from: [f64; 2], to: [f64; 2], stroke: Stroke) {
        self.draw(role, Shape::Line { from, to, stroke });
    }

    /// Draws a text in the colour of what is secondary.
    pub fn quiet(&mut self, at: [f64; 2], anchor: Anchor, face: Face, text: impl Into<String>) {
        let colour = crate::reports::tokens::QUIET;
        let label = Label { at, text: text.into(), size: 11.0, anchor, face, colour, upwards: false };
        self.draw("quiet", Shape::Text(label));
    }

    /// Draws a text.
    pub fn words(&mut self, at: [f64; 2], anchor: Anchor, face: Face, text: impl Into<String>) {
        let colour = crate::reports::tokens::TEXT;
        let label = Label { at, text: text.into(), size: 12.0, anchor, face, colour, upwards: false };
        self.draw("words", Shape::Text(label));
    }

    /// Draws the name of an upright axis, reading upwards, centred on a place.
    pub fn axis_name_upwards(&mut self, at: [f64; 2], text: impl Into<String>) {
        let colour = crate::reports::tokens::QUIET;
        let (size, anchor, face) = (11.0, Anchor::Middle, Face::Words);
        self.draw("axis-name", Shape::Text(Label { at, text: text.into(), size, anchor, face, colour, upwards: true }));
    }
}

/// Width that a text takes, in points: near enough to keep labels apart, whichever of the faces is installed.
pub(super) fn text_width(text: &str, size: f64, face: Face) -> f64 {
    let share = match face {
        Face::Words => 0.56,
        Face::Strong => 0.60,
        Face::Numbers => 0.61,
    };
    text.chars().count() as f64 * share * size
}
