//! The columns of a window that are not made by the row kernel alone: those with a spike, and those out of order.

use super::DetectorCurve;
use super::band_chain::BandChain;
use super::defect_runs::DefectRun;
use super::raw_lines::RawLines;
use super::reason_runs::ReasonRun;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

/// What a figure is from line to line: straight between two lines.
#[derive(Debug, Clone, Copy)]
struct Straight {
    start: f32,
    change: f32,
}

impl Straight {
    fn between([start, end]: [f32; 2]) -> Self {
        Self { start, change: end - start }
    }

    fn at(self, place: f32) -> f32 {
        self.start + place * self.change
    }
}

/// A column with a spike.
struct SpikeInWindow {
    place: usize,
    curve: DetectorCurve,
    secant: Straight,
}

/// A run of detectors out of order; places are counted from the window's first column.
struct RunInWindow {
    from: usize,
    to: usize,
    /// Places of the neighbours, where the run has them inside the window.
    neighbours: [Option<usize>; 2],
    /// Whether a neighbour that the run has lies outside the window.
    lacks_neighbour: bool,
    /// Whether its columns get a value.
    has_value: bool,
    /// Weights of the neighbours' counts, column by column.
    of_counts: Vec<[f32; 2]>,
    /// Weights of the neighbours' values, which take the Sun's 1/cos θ from theirs to the column's.
    of_values: Vec<[Straight; 2]>,
}

impl RunInWindow {
    /// The part of a run inside `columns` columns from `first` on; `is_fused` where nothing stands between these values and the product's.
    fn of(run: &DefectRun, first: usize, columns: usize, is_fused: bool) -> Option<Self> {
        let place = |column: usize| column.checked_sub(first).filter(|place| *place < columns);
        let from = run.columns.first.max(first);
        let to = (run.columns.last + 1).min(first + columns);
        if from >= to {
            return None;
        }
        let neighbours = [run.left, run.right].map(|column| column.and_then(place));
        let has = neighbours.map(|place| place.is_some());
        let lacks_neighbour = has != [run.left.is_some(), run.right.is_some()];
        let of_counts: Vec<[f32; 2]> =
            (from..to).map(|column| run.weights(column).map(|weight| weight as f32)).collect();
        Some(Self {
            from: from - first,
            to: to - first,
            neighbours,
            lacks_neighbour,
            has_value: !lacks_neighbour && (run.has_value || !is_fused),
            of_values: of_counts.iter().map(|weights| weights.map(|weight| Straight::between([weight; 2]))).collect(),
            of_counts,
        })
    }

    fn move_to(&mut self, sun: &SunRows<'_>) {
        let of_neighbours = self.neighbours.map(|place| place.map_or([1.0; 2], |place| sun.ends(place)));
        for ((place, of_counts), of_values) in (self.from..self.to).zip(&self.of_counts).zip(&mut self.of_values) {
            let own = sun.ends(place);
            for ((of_value, of_count), neighbour) in of_values.iter_mut().zip(of_counts).zip(of_neighbours) {
                *of_value = Straight::between([of_count * (own[0] / neighbour[0]), of_count * (own[1] / neighbour[1])]);
            }
        }
    }
}

/// The columns with a spike and those out of order of a window.
pub(super) struct SpecialColumns {
    spikes: Vec<SpikeInWindow>,
    runs: Vec<RunInWindow>,
    /// Value per count Z, without the Sun.
    factor: f64,
    /// The first of the lines between which the Sun is straight, where it has been asked.
    holds_from: Option<usize>,
}

impl SpecialColumns {
    /// Of `columns` columns from `first` on.
    pub(super) fn new(chain: &BandChain, first: usize, columns: usize) -> Self {
        let spike = |column: &usize| {
            let curve = *chain.curves.get(*column)?;
            Some(SpikeInWindow { place: column - first, curve, secant: Straight::between([1.0; 2]) })
        };
        let run = |run| RunInWindow::of(run, first, columns, chain.is_fused);
        Self {
            spikes: chain.spikes_in(first, first + columns).iter().filter_map(spike).collect(),
            runs: chain.runs.iter().filter_map(run).collect(),
            factor: if chain.is_fused { chain.scale.factor } else { 1.0 },
            holds_from: None,
        }
    }

    /// Makes it hold for the lines for which the Sun's rows hold.
    pub(super) fn move_to(&mut self, sun: Option<&SunRows<'_>>) {
        let Some(sun) = sun.filter(|sun| self.holds_from != Some(sun.first_line())) else { return };
        self.holds_from = Some(sun.first_line());
        for spike in &mut self.spikes {
            spike.secant = Straight::between(sun.ends(spike.place));
        }
        for run in &mut self.runs {
            run.move_to(sun);
        }
    }

    /// Values of the detectors with a spike, whose codes `code_at` gives by their place in the line; the line stands at `place` between
    /// those for which the Sun is known.
    pub(super) fn correct_spikes(&self, code_at: impl Fn(usize) -> f64, place: f32, values: &mut [f32]) {
        for spike in &self.spikes {
            if let Some(value) = values.get_mut(spike.place) {
                *value = (spike.curve.counts(code_at(spike.place)) * self.factor) as f32 * spike.secant.at(place);
            }
        }
    }

    /// Values of the detectors out of order, from their neighbours.
    pub(super) fn interpolate(&self, place: f32, values: &mut [f32]) {
        for run in &self.runs {
            if !run.has_value {
                if let Some(values) = values.get_mut(run.from..run.to) {
                    values.fill(f32::NAN);
                }
                continue;
            }
            let [left, right] = run.neighbours.map(|place| place.and_then(|place| values.get(place)).copied());
            let (left, right) = (left.unwrap_or(0.0), right.unwrap_or(0.0));
            let columns = values.get_mut(run.from..run.to).unwrap_or_default();
            for (value, [of_left, of_right]) in columns.iter_mut().zip(&run.of_values) {
                *value = of_left.at(place) * left + of_right.at(place) * right;
            }
        }
    }

    /// Why detectors out of order have no value of their own in a line: no neighbour in the window, and, where the line has codes at
    /// `full_scale`, a saturated one.
    pub(super) fn reasons(
        &self,
        raw: &RawLines<'_>,
        index: usize,
        full_scale: Option<u16>,
        reasons: &mut Vec<ReasonRun>,
    ) {
        for run in &self.runs {
            let mut why = Reasons::VALID;
            if let Some(full_scale) = full_scale {
                let codes = raw.line(index);
                let is_full = |place: usize| codes.get(place).is_some_and(|code| *code >= full_scale);
                if run.neighbours.into_iter().flatten().any(is_full) {
                    why.insert(NoDataReason::Saturated);
                }
            }
            if run.lacks_neighbour {
                why.insert(NoDataReason::NotComputed);
            }
            if why != Reasons::VALID {
                let columns = ColumnRange::new(raw.first_column() + run.from, raw.first_column() + run.to - 1);
                reasons.push(ReasonRun { line: raw.product_line(index), columns, reasons: why });
            }
        }
    }
}
