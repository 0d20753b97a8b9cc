//! What a plot says, before anybody draws it.

use super::density::Density;
use crate::reports::number;
use crate::reports::tokens::{Colour, SeriesStyle};

/// A plot: axes with their units, series with names, what is marked, and what must be read with it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotContent {
    /// One word, for names of files and for hatches: `spectrum`.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub summary: String,
    /// The level axis.
    pub x: PlotAxis,
    /// The upright axis.
    pub y: PlotAxis,
    /// The density of samples over the plane, drawn under everything else.
    pub density: Option<Density>,
    /// The curves.
    pub series: Vec<PlotSeries>,
    /// Places that are marked.
    pub marks: Vec<PlotMark>,
    /// Sentences under the plot: sampling rule, population, what is left out.
    pub statements: Vec<String>,
}

/// An axis.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotAxis {
    /// What is along it.
    pub name: String,
    /// In which unit; empty or `1` for a pure number.
    pub unit: String,
    /// Its fixed ends; none when they follow the data.
    pub range: Option<[f64; 2]>,
    /// Whether equal steps are equal ratios. Counts of zero have no place on such an axis.
    pub logarithmic: bool,
}

impl PlotAxis {
    /// A linear axis whose ends follow the data.
    pub fn new(name: impl Into<String>, unit: impl Into<String>) -> Self {
        Self { name: name.into(), unit: unit.into(), range: None, logarithmic: false }
    }

    /// Name and unit as they stand at the axis: `wavelength, nm`.
    pub fn label(&self) -> String {
        let unit = number::unit(&self.unit);
        if unit.is_empty() { self.name.clone() } else { format!("{}, {unit}", self.name) }
    }
}

/// How the points of a series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A symbol at each point, joined by a line.
    SymbolsAndLine,
    /// A line.
    Line,
    /// A column from zero at each point, as wide as the point.
    Columns,
}

/// How the standard deviations of a series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// As a bar at each point.
    Bars,
    /// As an area along the line.
    Area,
}

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotSeries {
    /// Its name in the key; no two series of a plot share one.
    pub name: String,
    /// Colour, symbol and dash.
    pub style: SeriesStyle,
    /// How its points are drawn.
    pub drawing: Drawing,
    /// How its standard deviations are drawn.
    pub spread: Spread,
    /// Its points, from left to right.
    pub points: Vec<PlotPoint>,
}

/// A point of a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotPoint {
    /// What the point is: the band's name; empty where the place says it.
    pub name: String,
    /// Place along the level axis.
    pub x: f64,
    /// Half of the width that it stands for (half of a band's width), drawn as a level bar; zero for none.
    pub half_width: f64,
    /// Its value; none where there is none, and there the line is broken.
    pub y: Option<f64>,
    /// Standard deviation (k = 1) of what its value is the mean of.
    pub sigma: Option<f64>,
    /// Colour of its level bar; that of the series when there is none.
    pub colour: Option<Colour>,
    /// Why it is excluded from the statistics, in words; it is then drawn hollow.
    pub excluded: Option<String>,
}

impl PlotPoint {
    /// A point with nothing but a place.
    pub fn at(x: f64, y: f64) -> Self {
        let y = Some(y).filter(|y| y.is_finite());
        Self { name: String::new(), x, half_width: 0.0, y, sigma: None, colour: None, excluded: None }
    }

    /// The value, where it is a number.
    pub fn value(&self) -> Option<f64> {
        self.y.filter(|y| y.is_finite() && self.x.is_finite())
    }

    /// Standard deviation, where it is a number.
    pub fn spread(&self) -> Option<f64> {
        self.sigma.filter(|sigma| sigma.is_finite() && *sigma >= 0.0)
    }
}

/// A place on the level axis that is marked by an upright line.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotMark {
    /// Its name, written at its upper end.
    pub name: String,
    /// Where.
    pub x: f64,
}

impl PlotContent {
    /// What is said of a point under the pointer: series, point, place, value ± σ, why it is excluded.
    pub fn note(&self, series: &PlotSeries, point: &PlotPoint) -> String {
        let digits = |value: f64| number::significant(value, 6, number::Sign::Negative);
        let with_unit = |text: String, unit: &str| {
            let unit = number::unit(unit);
            if unit.is_empty() { text } else { format!("{text} {unit}") }
        };
        let mut parts = vec![series.name.clone()];
        if !point.name.is_empty() && point.name != series.name {
            parts.push(point.name.clone());
        }
        parts.push(format!("{} {}", self.x.name, with_unit(digits(point.x), &self.x.unit)));
        parts.push(match (point.value(), point.spread()) {
            (None, _) => format!("{}: no value", self.y.name),
            (Some(value), Some(sigma)) if sigma > 0.0 => {
                let rounded = number::with_uncertainty(value, sigma, number::Sign::Negative);
                format!("{} {} (k = 1)", self.y.name, with_unit(rounded.text(), &self.y.unit))
            }
            (Some(value), _) => format!("{} {}", self.y.name, with_unit(digits(value), &self.y.unit)),
        });
        if let Some(reason) = &point.excluded {
            parts.push(format!("excluded: {reason}"));
        }
        parts.join(" · ")
    }

    /// The series of a name.
    pub fn series_named(&self, name: &str) -> Option<&PlotSeries> {
        self.series.iter().find(|series| series.name == name)
    }
}
