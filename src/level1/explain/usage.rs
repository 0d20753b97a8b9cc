//! Which pixels a coefficient was used for.

use serde::Serialize;

use super::CoefficientName;
use crate::instrument::radiometry::{ColumnRange, FilterArray, StrayLight};
use crate::level1::{BandChain, Chain, ChainError, Quantity, Step};
use crate::parameter_sets::ParameterSet;

/// Pixels of all lines of a range of columns of a band, and in which way a coefficient reached them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedPixels {
    /// The band.
    pub band: String,
    /// The columns.
    pub columns: ColumnRange,
    /// The way.
    pub way: String,
}

/// What a coefficient was used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// The coefficient.
    pub coefficient: CoefficientName,
    /// The lines: what holds of a column holds of all lines of the image.
    pub lines: String,
    /// The pixels, the direct ways first; none where the step that uses it was not run.
    pub pixels: Vec<UsedPixels>,
    /// What is to be known besides.
    pub notes: Vec<String>,
}

/// What a coefficient was used for in a chain.
///
/// # Errors
/// [`ChainError`] for a band that the chain does not have, or a column beyond its array.
pub fn used_by(coefficient: &CoefficientName, chain: &Chain, set: &ParameterSet) -> Result<Usage, ChainError> {
    let mut usage =
        Usage { coefficient: coefficient.clone(), lines: "all".to_owned(), pixels: Vec::new(), notes: Vec::new() };
    let bands: Vec<&BandChain> = match &coefficient.band {
        None => chain.bands().iter().collect(),
        Some(name) => {
            let band = chain.bands().iter().find(|band| band.band() == name);
            vec![band.ok_or_else(|| {
                let known: Vec<&str> = chain.bands().iter().map(BandChain::band).collect();
                ChainError::parameter(name, "band", format!("one of {}", known.join(", ")), name)
            })?]
        }
    };
    for band in bands {
        if let Some(column) = coefficient.column.filter(|column| *column >= band.columns()) {
            let needed = format!("one below {}", band.columns());
            return Err(ChainError::parameter(band.band(), "column", needed, column));
        }
        in_band(&mut usage, band, chain, set);
    }
    if usage.pixels.is_empty() && usage.notes.is_empty() {
        usage.notes.push("no step of this chain uses it".to_owned());
    }
    Ok(usage)
}

fn in_band(usage: &mut Usage, band: &BandChain, chain: &Chain, set: &ParameterSet) {
    let settings = band.settings();
    let has = |step| settings.steps.contains(step);
    let whole = ColumnRange::new(0, band.columns().saturating_sub(1));
    let asked = usage.coefficient.column.map_or(whole, |column| ColumnRange::new(column, column));
    let directly = |usage: &mut Usage, columns: ColumnRange, way: &str| {
        usage.pixels.push(UsedPixels { band: band.band().to_owned(), columns, way: way.to_owned() });
    };
    match usage.coefficient.kind.as_str() {
        "DARKCU" if has(Step::Dark) || has(Step::Spikes) => by_columns(usage, band, asked, chain, set),
        "RELSEN" if has(Step::Slopes) => by_columns(usage, band, asked, chain, set),
        "REMANE" if has(Step::Remanence) => {
            "all but the first".clone_into(&mut usage.lines);
            let functions = set.band(band.band()).map_or(&[][..], |band| &band.remanence);
            for function in functions.iter().filter(|function| function.columns.overlaps(asked)) {
                let (first, last) = (function.columns.first.max(asked.first), function.columns.last.min(asked.last));
                by_columns(usage, band, ColumnRange::new(first, last), chain, set);
            }
        }
        "OUTORD" if has(Step::Defects) => {
            for run in band.defect_runs().iter().filter(|run| run.columns.overlaps(asked)) {
                directly(usage, run.columns, if run.has_value { "interpolated" } else { "left without a value" });
            }
        }
        "STRLGT" if has(Step::StrayLightType1) || has(Step::StrayLightType2) => directly(usage, asked, "directly"),
        "PHGAIN" if settings.quantity != Quantity::Counts => directly(usage, asked, "directly"),
        "POLART" if has(Step::Polarisation) => directly(usage, asked, "directly"),
        "SPECSE" if settings.quantity == Quantity::Reflectance => {
            directly(usage, asked, "directly: the solar irradiance");
        }
        "REFLEC" if settings.quantity == Quantity::Reflectance => {
            directly(usage, asked, "directly, where the distance is the ground segment's");
        }
        "RADIOV" => directly(usage, asked, "settings of the chain"),
        "NOISMO" => {
            let note = format!("{}: the random uncertainty of all pixels, and no value", band.band());
            usage.notes.push(note);
        }
        _ => {}
    }
}

/// Coefficients of columns: the columns themselves where they are in order, what is interpolated from them, and as far as stray light reaches.
fn by_columns(usage: &mut Usage, band: &BandChain, columns: ColumnRange, chain: &Chain, set: &ParameterSet) {
    let mut reached: Vec<ColumnRange> = Vec::new();
    let mut add = |usage: &mut Usage, columns: ColumnRange, way: &str| {
        usage.pixels.push(UsedPixels { band: band.band().to_owned(), columns, way: way.to_owned() });
        reached.push(columns);
    };
    let mut next = columns.first;
    for run in band.defect_runs().iter().filter(|run| run.columns.overlaps(columns)) {
        if next < run.columns.first {
            add(usage, ColumnRange::new(next, run.columns.first - 1), "directly");
        }
        let (first, last) = (run.columns.first.max(columns.first), run.columns.last.min(columns.last));
        usage.notes.push(format!(
            "{}: columns {first} to {last} are out of order, their own coefficients make no value",
            band.band()
        ));
        next = run.columns.last + 1;
    }
    if next <= columns.last {
        add(usage, ColumnRange::new(next, columns.last), "directly");
    }
    for run in band.defect_runs().iter().filter(|run| run.has_value) {
        let sources = [run.left, run.right].into_iter().flatten();
        for source in sources.filter(|source| columns.contains(*source)) {
            let way = format!("interpolated from column {source}");
            if !usage.pixels.iter().any(|used| used.band == band.band() && used.columns == run.columns) {
                add(usage, run.columns, &way);
            }
        }
    }
    let Some(span) = span(&reached) else { return };
    through_stray_light(usage, band, span, chain, set);
}

fn span(ranges: &[ColumnRange]) -> Option<ColumnRange> {
    let first = ranges.iter().map(|range| range.first).min()?;
    Some(ColumnRange::new(first, ranges.iter().map(|range| range.last).max()?))
}

fn half(filter: &FilterArray) -> [usize; 2] {
    [filter.rows / 2, filter.columns / 2]
}

/// As far as the filters reach: columns, and lines beside them.
fn through_stray_light(usage: &mut Usage, band: &BandChain, from: ColumnRange, chain: &Chain, set: &ParameterSet) {
    let steps = band.settings().steps;
    let last = band.columns().saturating_sub(1);
    let widened = |reach: usize, shift: i64| {
        let move_by = |column: usize, by: i64| (column as i64).saturating_add(by).clamp(0, last as i64) as usize;
        let reach = reach as i64;
        ColumnRange::new(move_by(from.first, shift - reach), move_by(from.last, shift + reach))
    };
    let reach_of = |stray_light: &StrayLight| stray_light.local.iter().map(|local| half(&local.filter)).max();
    let own = set.band(band.band()).and_then(|parameters| reach_of(&parameters.stray_light));
    if let (true, Some([lines, columns])) = (steps.contains(Step::StrayLightType1), own) {
        let way = format!("through the band's own stray light: {lines} lines and {columns} columns around");
        usage.pixels.push(UsedPixels { band: band.band().to_owned(), columns: widened(columns, 0), way });
    }
    if !steps.contains(Step::StrayLightType2) {
        return;
    }
    for target in chain.bands() {
        let Some(parameters) = set.band(target.band()) else { continue };
        for light in parameters.stray_light.cross_talk.iter().filter(|light| light.source_band == band.band()) {
            let [lines, columns] = half(&light.filter);
            for strip in light.strips.iter().filter(|strip| strip.factor != 0.0) {
                let reach = widened(columns, strip.shift);
                let (first, last) = (reach.first.max(strip.columns.first), reach.last.min(strip.columns.last));
                if first > last {
                    continue;
                }
                let way = format!(
                    "through stray light from {}: {lines} lines around, displaced by {} columns",
                    band.band(),
                    strip.shift
                );
                usage.pixels.push(UsedPixels {
                    band: target.band().to_owned(),
                    columns: ColumnRange::new(first, last),
                    way,
                });
            }
        }
    }
}
