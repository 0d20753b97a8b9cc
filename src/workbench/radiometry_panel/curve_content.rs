//! Coefficients over the columns as a plot.

use crate::operations::radiometry::{Coefficient, CoefficientCurve, Comparison};
use crate::reports::figure::plot::{Drawing, PlotAxis, PlotContent, PlotPoint, PlotSeries, Spread};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{self, SeriesStyle, Symbol};

use super::thinning::{kept_columns, whole};

/// A curve that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DrawnCurve {
    /// Its name in the key: `B04`, `B04 TDI 08`.
    pub(super) name: String,
    /// Colour and dash.
    pub(super) style: SeriesStyle,
    /// Its values.
    pub(super) curve: CoefficientCurve,
    /// Whether its columns out of order and its spikes are marked: those of a set, once.
    pub(super) has_marks: bool,
}

/// Everything that is drawn of a coefficient.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DrawnCurves {
    /// The coefficient.
    pub(super) coefficient: Coefficient,
    /// How it is compared with another set, whose name is given; none where it is shown by itself.
    pub(super) comparison: Option<(Comparison, String)>,
    /// The curves.
    pub(super) curves: Vec<DrawnCurve>,
    /// What cannot be shown, and why.
    pub(super) missing: Vec<String>,
}

/// Style of the defects' marks.
const DEFECTS: SeriesStyle = SeriesStyle {
    colour: tokens::no_data(crate::imagery::NoDataReason::Defective).0,
    symbol: Symbol::Square,
    hollow: true,
    dash: tokens::CURSOR_SERIES.dash,
};
/// Style of the spikes' marks.
const SPIKES: SeriesStyle =
    SeriesStyle { colour: tokens::MARK, symbol: Symbol::TriangleUp, hollow: false, dash: tokens::CURSOR_SERIES.dash };

impl DrawnCurves {
    /// Columns of the longest curve.
    pub(super) fn columns(&self) -> usize {
        self.curves.iter().map(|drawn| drawn.curve.values.len()).max().unwrap_or(0)
    }

    /// Name and unit of what is drawn.
    pub(super) fn axis(&self) -> PlotAxis {
        let name = self.coefficient.name();
        match &self.comparison {
            None => PlotAxis::new(name, self.coefficient.unit()),
            Some((Comparison::Difference, _)) => {
                PlotAxis::new(format!("difference of {name}"), self.coefficient.unit())
            }
            Some((Comparison::Ratio, _)) => PlotAxis::new(format!("ratio of {name}"), "1"),
        }
    }

    /// The plot. Of columns narrower than a pixel (`room`: first and last column in view, and the pixels for them) the first, the lowest, the
    /// highest and the last are drawn; without `room`, and as soon as each column has its pixel, every one.
    pub(super) fn content(&self, title: &str, room: Option<([f64; 2], usize)>) -> PlotContent {
        let kept = |drawn: &DrawnCurve| match room {
            Some((columns, pixels)) => kept_columns(&drawn.curve.values, columns, pixels),
            None => whole(&drawn.curve.values),
        };
        let mut series: Vec<PlotSeries> = self
            .curves
            .iter()
            .map(|drawn| PlotSeries {
                name: drawn.name.clone(),
                style: drawn.style,
                drawing: Drawing::Line,
                spread: Spread::Area,
                points: kept(drawn).into_iter().map(|column| point(&drawn.curve, column)).collect(),
            })
            .collect();
        series.extend(self.marks("defects", DEFECTS, room, |curve| {
            let columns = curve
                .defects
                .iter()
                .flat_map(|defect| (defect.first..=defect.last).map(|column| (column, defect.word)));
            columns.map(|(column, word)| (column, format!("{} {word}", curve.band))).collect()
        }));
        series.extend(self.marks("spikes", SPIKES, room, |curve| {
            curve.spikes.iter().map(|column| (*column, format!("{} spike", curve.band))).collect()
        }));
        let mut x = PlotAxis::new("column", "");
        x.range = Some([-0.5, self.columns() as f64 - 0.5]);
        let mut y = self.axis();
        y.range = self.extent();
        PlotContent {
            name: "coefficients",
            title: title.to_owned(),
            summary: self.summary(title),
            x,
            y,
            density: None,
            series,
            marks: Vec::new(),
            statements: self.statements(),
        }
    }

    /// Marks on the curves; none where there is nothing to mark.
    fn marks(
        &self,
        name: &str,
        style: SeriesStyle,
        room: Option<([f64; 2], usize)>,
        of: impl Fn(&CoefficientCurve) -> Vec<(usize, String)>,
    ) -> Option<PlotSeries> {
        let is_in_view = |column: usize| {
            room.is_none_or(|([low, high], _)| low - 1.0 <= column as f64 && column as f64 <= high + 1.0)
        };
        let mut points = Vec::new();
        for drawn in self.curves.iter().filter(|drawn| drawn.has_marks) {
            for (column, told) in of(&drawn.curve) {
                let Some(value) = drawn.curve.values.get(column).copied().filter(|_| is_in_view(column)) else {
                    continue;
                };
                // Symbols that no line joins.
                points.push(PlotPoint { name: told, ..PlotPoint::at(column as f64, value) });
                points.push(PlotPoint::at(column as f64, f64::NAN));
            }
        }
        let drawing = Drawing::SymbolsAndLine;
        (!points.is_empty()).then(|| PlotSeries { name: name.to_owned(), style, drawing, spread: Spread::Bars, points })
    }

    /// Least and greatest of what is drawn, with room; the same whatever part of it is in view.
    fn extent(&self) -> Option<[f64; 2]> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for drawn in &self.curves {
            for value in drawn.curve.values.iter().filter(|value| value.is_finite()) {
                (low, high) = (low.min(*value), high.max(*value));
            }
        }
        let length = high - low;
        let room = if length > high.abs().max(low.abs()) * 1e-9 { 0.05 * length } else { 0.1 * high.abs().max(1e-3) };
        (low <= high).then_some([low - room, high + room])
    }

    fn summary(&self, title: &str) -> String {
        let digits = |value: f64| number::significant(value, 5, Sign::Negative);
        let extents: Vec<String> = self
            .curves
            .iter()
            .map(|drawn| {
                let values = drawn.curve.values.iter().copied().filter(|value| value.is_finite());
                let (low, high) = values
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
                if low <= high {
                    format!("{} {} to {}", drawn.name, digits(low), digits(high))
                } else {
                    format!("{} no value", drawn.name)
                }
            })
            .collect();
        format!("{title}, {} columns; {}: {}", self.columns(), self.axis().label(), extents.join(", "))
    }

    fn statements(&self) -> Vec<String> {
        let mut statements = self.missing.clone();
        if self.curves.iter().any(|drawn| !drawn.curve.sigmas.is_empty()) {
            statements.push("The area is the standard uncertainty (k = 1).".to_owned());
        }
        if !self.coefficient.is_by_column() {
            statements.push("One value for all columns of a band.".to_owned());
        }
        statements
    }
}

fn point(curve: &CoefficientCurve, column: usize) -> PlotPoint {
    let value = curve.values.get(column).copied().unwrap_or(f64::NAN);
    PlotPoint { sigma: curve.sigmas.get(column).copied(), ..PlotPoint::at(column as f64, value) }
}
