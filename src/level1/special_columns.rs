//! The columns of a window that are not made by the row kernel alone: those with a spike, and those out of order.

use super::band_chain::BandChain;
use super::defect_runs::DefectRun;
use super::raw_lines::RawLines;
use super::reason_runs::ReasonRun;
use super::spike_columns::SpikeColumns;
use super::straight::Straight;
use super::sun_rows::SunRows;
use crate::imagery::{NoDataReason, Reasons};
use crate::instrument::radiometry::ColumnRange;

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
    spikes: SpikeColumns,
    runs: Vec<RunInWindow>,
    /// The first of the lines between which the Sun is straight, where it has been asked.
    holds_from: Option<usize>,
}

impl SpecialColumns {
    /// Of `columns` columns from `first` on.
    pub(super) fn new(chain: &BandChain, first: usize, columns: usize) -> Self {
        let run = |run| RunInWindow::of(run, first, columns, chain.is_fused);
        let factor = if chain.is_fused { chain.scale.factor } else { 1.0 };
        let spikes = chain.spikes_in(first, first + columns).iter();
        let spikes = spikes.filter_map(|column| Some((column - first, chain.curves.get(*column)?)));
        Self {
            spikes: SpikeColumns::new(spikes, factor),
            runs: chain.runs.iter().filter_map(run).collect(),
            holds_from: None,
        }
    }

    /// Makes it hold for the lines for which the Sun's rows hold.
    pub(super) fn move_to(&mut self, sun: Option<&SunRows<'_>>) {
        let Some(sun) = sun.filter(|sun| self.holds_from != Some(sun.first_line())) else { return };
        self.holds_from = Some(sun.first_line());
        self.spikes.move_to(sun);
        for run in &mut self.runs {
            run.move_to(sun);
        }
    }

    /// Values of the detectors with a spike, from the samples of some lines; these stand at `places` between those for which the Sun is known.
    pub(super) fn correct_spikes<S: Copy + Into<f64>, const N: usize>(
        &self,
        samples: [&[S]; N],
        places: [f32; N],
        lines: [&mut [f32]; N],
    ) {
        for ((samples, place), values) in samples.into_iter().zip(places).zip(lines) {
            self.spikes.correct(samples, place, values);
        }
    }

    /// Values of the detectors out of order of some lines, from their neighbours; the lines stand at `places` between those for which the Sun
    /// is known.
    pub(super) fn interpolate<const N: usize>(&self, places: [f32; N], mut lines: [&mut [f32]; N]) {
        for run in &self.runs {
            if !run.has_value {
                for values in lines.iter_mut().filter_map(|values| values.get_mut(run.from..run.to)) {
                    values.fill(f32::NAN);
                }
                continue;
            }
            for (values, place) in lines.iter_mut().zip(places) {
                let [left, right] = run.neighbours.map(|place| place.and_then(|place| values.get(place)).copied());
                let (left, right) = (left.unwrap_or(0.0), right.unwrap_or(0.0));
                let columns = values.get_mut(run.from..run.to).unwrap_or_default();
                for (value, [of_left, of_right]) in columns.iter_mut().zip(&run.of_values) {
                    *value = of_left.at(place) * left + of_right.at(place) * right;
                }
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
