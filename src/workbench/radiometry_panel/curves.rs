//! The curves of coefficients over the columns: which, of which bands, against which other set, and the column under the pointer.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::choice::{SameSet, chosen_bands, chosen_stages};
use super::curve_content::{DrawnCurve, DrawnCurves};
use super::set_words;
use crate::operations::OperationError;
use crate::operations::radiometry::{Coefficient, CoefficientCurve, Comparison, WhatIf, coefficient_curve, compared};
use crate::parameter_sets::ParameterSet;
use crate::reports::figure::plot::{PlotContent, PlotMark};
use crate::reports::number::{self, Sign};
use crate::reports::tokens;
use crate::supervision::Supervision;
use crate::workbench::desk::Desk;
use crate::workbench::plots::{PlotDrag, PlotLook, PlotView, key_fits, show_key};
use crate::workbench::queries::{InTurn, Priority};
use crate::workbench::theme::colour;
use crate::workbench::viewer::PlotKind;

/// Room of the upright axis, points.
const AXIS_ROOM: f32 = 70.0;
/// Room of the statements and of the column's figures.
const WORDS: f32 = 40.0;
const LEAST_HEIGHT: f32 = 70.0;

/// What is asked for.
#[derive(Clone, PartialEq)]
struct Question {
    set: SameSet,
    other: Option<SameSet>,
    comparison: Comparison,
    coefficient: Coefficient,
    bands: Vec<String>,
    stages: Vec<u8>,
    what_if: WhatIf,
}

/// What was found.
struct Found {
    title: String,
    drawn: DrawnCurves,
    /// Every column: what is copied and exported.
    full: Arc<PlotContent>,
}

/// The curves.
#[derive(Default)]
pub(super) struct Curves {
    view: PlotView,
    found: InTurn<Question, Arc<Found>>,
    /// What is on the screen: of what, of which columns, on how many pixels.
    shown: Option<Thinned>,
}

impl Curves {
    /// The plot's state, for its switches.
    pub(super) fn view(&mut self) -> &mut PlotView {
        &mut self.view
    }

    /// The first and the last column in view; none before there is a plot.
    pub(super) fn columns_in_view(&self) -> Option<[usize; 2]> {
        let (found, columns, _, _) = self.shown.as_ref()?;
        let last = found.drawn.columns().checked_sub(1)?;
        let within = |place: f64| (place.max(0.0) as usize).min(last);
        Some([within(columns[0].ceil()), within(columns[1].floor())])
    }

    /// Draws the curves of the set that is looked at in all that is left of `ui`.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &mut Desk, set: &Arc<ParameterSet>) {
        let question = question(desk, set);
        let asked = question.clone();
        // After the pixels, which the same hand moves.
        self.found.ask(&desk.queries, Priority::Soon, question, move |supervision| find(&asked, supervision));
        let found = match self.found.answer() {
            Some(Ok(found)) => Arc::clone(found),
            Some(Err(reason)) => {
                let words = RichText::new(reason).color(colour(desk.tokens().fail));
                ui.add(egui::Label::new(words).wrap());
                return;
            }
            None => {
                ui.weak("reading…");
                return;
            }
        };
        self.show_plot(ui, desk, &found);
    }

    fn show_plot(&mut self, ui: &mut Ui, desk: &mut Desk, found: &Arc<Found>) {
        let is_of_another_kind = self.shown.as_ref().is_some_and(|(before, ..)| {
            before.drawn.axis() != found.drawn.axis() || before.drawn.columns() != found.drawn.columns()
        });
        if is_of_another_kind {
            self.view.reset();
            self.shown = None;
        }
        let tokens = desk.tokens();
        let content = self.content(ui, found, desk.radiometry.column);
        let local =
            desk.inspection.has_local_axes || !ui.ctx().text_edit_focused() && ui.input(|input| input.modifiers.shift);
        if !key_fits(&content, ui.available_height() - WORDS) {
            show_key(ui, &content, tokens);
        }
        let height = (ui.available_height() - WORDS).max(LEAST_HEIGHT);
        let look = PlotLook { height, local, drag: PlotDrag::Zoom, brushed: None };
        let answer = self.view.show(ui, &content, &look, tokens);
        let column = answer.pointed.map(|[x, _]| x.round());
        // The figures of a column stay: they are read while the hand goes elsewhere.
        if let Some(column) = column.filter(|x| *x >= 0.0 && *x < found.drawn.columns() as f64) {
            desk.radiometry.column = Some(column as usize);
        }
        show_column(ui, desk, &found.drawn);
        let statements = RichText::new(content.statements.join(" ")).small().color(colour(tokens.quiet));
        ui.add(egui::Label::new(statements).truncate()).on_hover_text(content.statements.join("\n"));
        if answer.pointed.is_some() {
            desk.inspection.plots.activate(PlotKind::Coefficients);
        }
        desk.inspection.plots.put(PlotKind::Coefficients, &found.full, self.view.ranges(&found.full));
    }

    /// What is drawn of what was found: made anew when other columns come into view; the mark alone while the pointer moves.
    fn content(&mut self, ui: &Ui, found: &Arc<Found>, column: Option<usize>) -> Arc<PlotContent> {
        let pixels = ((ui.available_width() - AXIS_ROOM).max(1.0) * ui.pixels_per_point()) as usize;
        let in_view = self.view.ranges(&found.full).x;
        let kept = self.shown.take().filter(|(of, columns, width, _)| {
            Arc::ptr_eq(of, found) && same_view(*columns, in_view) && *width == pixels
        });
        let mut content = match kept {
            Some((.., content)) => content,
            None => Arc::new(found.drawn.content(&found.title, Some((in_view, pixels)))),
        };
        let mark = column.filter(|column| *column < found.drawn.columns());
        let mark = mark.map(|column| PlotMark { name: String::new(), x: column as f64 });
        if content.marks.first() != mark.as_ref() {
            Arc::make_mut(&mut content).marks = mark.into_iter().collect();
        }
        self.shown = Some((Arc::clone(found), in_view, pixels, Arc::clone(&content)));
        content
    }
}

/// The figures of the column that was pointed at last, in one line.
fn show_column(ui: &mut Ui, desk: &Desk, drawn: &DrawnCurves) {
    let tokens = desk.tokens();
    let Some(column) = desk.radiometry.column.filter(|column| *column < drawn.columns()) else {
        ui.label(RichText::new("Point at a column to read its values.").small().color(colour(tokens.quiet)));
        return;
    };
    let unit = number::unit(&drawn.axis().unit);
    let values: Vec<String> = drawn.curves.iter().map(|drawn| value_text(drawn, column)).collect();
    let words = format!("column {column}   {}   {unit}", values.join("   "));
    let label = egui::Label::new(RichText::new(words.trim_end()).monospace()).truncate();
    ui.add(label).on_hover_text(values.join("\n"));
}

fn value_text(drawn: &DrawnCurve, column: usize) -> String {
    let curve = &drawn.curve;
    let value = curve.values.get(column).copied().filter(|value| value.is_finite());
    let told = match (value, curve.sigmas.get(column)) {
        (None, _) => number::ABSENT.to_owned(),
        (Some(value), Some(sigma)) if *sigma > 0.0 => number::with_uncertainty(value, *sigma, Sign::Negative).text(),
        (Some(value), _) => number::significant(value, 6, Sign::Negative),
    };
    let defect = curve.defect_at(column).map(|word| format!(" ({word})")).unwrap_or_default();
    format!("{} {told}{defect}", drawn.name)
}

fn question(desk: &Desk, set: &Arc<ParameterSet>) -> Question {
    let session = &desk.session.radiometry;
    Question {
        set: SameSet(Arc::clone(set)),
        other: desk.compared_set().map(|set| SameSet(Arc::clone(set))),
        comparison: session.comparison,
        coefficient: session.coefficient,
        bands: chosen_bands(desk, set),
        stages: chosen_stages(desk, set),
        what_if: desk.session.viewer.edits.what_if.clone(),
    }
}

/// Curves of the bands and stages chosen; what a set lacks is said and not drawn.
fn find(question: &Question, supervision: &Supervision) -> Result<Arc<Found>, OperationError> {
    let Question { set, other, comparison, coefficient, bands, stages, .. } = question;
    let (mut curves, mut missing) = (Vec::new(), Vec::new());
    for (of_stages, tdi) in stages.iter().enumerate() {
        for band in bands {
            supervision.check()?;
            match curves_of(question, band, *tdi) {
                Ok(found) => curves.extend(
                    found
                        .into_iter()
                        .map(|(curve, is_thought)| drawn(curve, is_thought, (stages.len() > 1).then_some(of_stages))),
                ),
                Err(error) => missing.push(format!("{error}.")),
            }
        }
    }
    let title = match other {
        None => format!("{} of {}", coefficient.name(), set_words::title(&set.0)),
        Some(other) => {
            let sign = if *comparison == Comparison::Difference { "minus" } else { "over" };
            format!("{} of {} {sign} {}", coefficient.name(), set_words::title(&set.0), set_words::title(&other.0))
        }
    };
    let comparison = other.as_ref().map(|other| (*comparison, set_words::title(&other.0)));
    let drawn = DrawnCurves { coefficient: *coefficient, comparison, curves, missing };
    let full = Arc::new(drawn.content(&title, None));
    Ok(Arc::new(Found { title, drawn, full }))
}

/// The curve of a band, and the one that is thought of where there is one.
fn curves_of(question: &Question, band: &str, tdi: u8) -> Result<Vec<(CoefficientCurve, bool)>, OperationError> {
    let curve = coefficient_curve(&question.set.0, question.coefficient, band, tdi)?;
    let thought = question.what_if.changed(&curve);
    let mut curves = vec![(curve, false)];
    curves.extend(thought.map(|curve| (curve, true)));
    if let Some(other) = &question.other {
        let other = coefficient_curve(&other.0, question.coefficient, band, tdi)?;
        for (curve, _) in &mut curves {
            *curve = compared(curve, &other, question.comparison)?;
        }
    }
    Ok(curves)
}

/// A curve with its name and its look: the band's colour; of several numbers of stages each with its own dash.
fn drawn(curve: CoefficientCurve, is_thought: bool, of_stages: Option<usize>) -> DrawnCurve {
    let mut style: tokens::SeriesStyle = tokens::band(&curve.band, curve.place).into();
    let mut name = curve.band.clone();
    if let Some(of_stages) = of_stages {
        name = format!("{name} TDI {:02}", curve.tdi);
        style.dash = tokens::band("", of_stages).dash;
    }
    if is_thought {
        name = format!("{name} what-if");
        style.colour = tokens::MARK;
        style.dash = tokens::Dash::Solid;
    }
    DrawnCurve { name, style, curve, has_marks: !is_thought }
}

/// Curves made ready for a plot: of what, for which columns, how many pixels wide, and the plot.
type Thinned = (Arc<Found>, [f64; 2], usize, Arc<PlotContent>);

/// Whether two views are one, bit by bit: a plot is kept while nothing moves.
fn same_view(one: [f64; 2], other: [f64; 2]) -> bool {
    one.map(f64::to_bits) == other.map(f64::to_bits)
}
