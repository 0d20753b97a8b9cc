//! Rules of one array at one number of TDI stages.

use super::finding::{Findings, UNCERTAINTY};
use super::needs::Needs;
use super::range_rules::range_rules;
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{ArrayResponse, Spike};
use crate::parameter_sets::{BandParameters, ColumnFigures};

pub(super) fn array_rules(
    band: &BandParameters,
    tdi: TdiStages,
    response: &ArrayResponse,
    needs: &Needs,
    found: &mut Findings<'_>,
) {
    let (name, columns) = (band.band.as_str(), needs.columns);
    let not_negative = |value: f64| value.is_finite() && value >= 0.0;
    let positive = |value: f64| value.is_finite() && value > 0.0;

    let mut dark = found.in_file("DARKCU", name, Some(tdi));
    dark.length("List_of_Dark_Currents", response.dark.counts.len(), columns);
    dark.columns("Dark_Current", "counts, zero or above", &response.dark.counts, not_negative);
    let mut before = None;
    for spike in &response.dark.spikes {
        let element = format!("spike of column {}", spike.column);
        if spike.column >= columns {
            dark.add(&element, format!("a column, 0 to {}", columns.saturating_sub(1)), spike.column);
        }
        if before.is_some_and(|before| before >= spike.column) {
            dark.add(&element, "spikes in the order of their columns, none twice", spike.column);
        }
        before = Some(spike.column);
        if let Some((needed, what)) = flaw_of(spike, needs) {
            dark.add(element, needed, what);
        }
    }

    let slopes = &response.slopes;
    let mut file = found.in_file("RELSEN", name, Some(tdi));
    for (element, values) in [("a1", &slopes.a1), ("a2", &slopes.a2)] {
        file.length(element, values.len(), columns);
        // A slope of zero or below makes two signals read the same: no light can be told from the count.
        file.columns(element, "slopes above zero", values, positive);
    }
    file.length("Zs", slopes.knee.len(), columns);
    file.columns("Zs", "a knee, zero or above", &slopes.knee, not_negative);

    let mut file = found.in_file("OUTORD", name, Some(tdi));
    range_rules(&mut file, "defects", columns, response.defects.iter().map(|defect| defect.columns));

    if !positive(response.gain) {
        let mut file = found.in_file("PHGAIN", name, Some(tdi));
        file.add("Physical_Gain", "a gain above zero", response.gain);
    }
    let mut file = found.in_file("NOISMO", name, Some(tdi));
    for (element, value) in [("A_coefficient", response.noise.a), ("B_coefficient", response.noise.b)] {
        if !not_negative(value) {
            file.add(element, "a number, zero or above, so that no variance is below zero", value);
        }
    }

    if let Some(directions) = band.viewing_directions.get(&tdi) {
        let mut file = found.in_file("VIEDIR", name, Some(tdi));
        file.length("List_of_View_Dirs", directions.len(), columns);
        if let Some(column) = directions.iter().position(|tangents| !tangents.iter().all(|value| value.is_finite())) {
            file.add("View_Dir", "finite tangents", format!("{:?} at column {column}", directions[column]));
        }
    }
    uncertainty_rules(band, tdi, columns, found);
}

/// What is wrong with the figures of a spike.
fn flaw_of(spike: &Spike, needs: &Needs) -> Option<(String, String)> {
    let Spike { threshold, polynomial, linear, .. } = spike;
    if !polynomial.iter().chain(linear).chain([threshold]).all(|value| value.is_finite()) {
        return Some(("finite figures".to_owned(), format!("{threshold}, {polynomial:?}, {linear:?}")));
    }
    if *threshold < 0.0 {
        return Some(("a threshold, zero or above".to_owned(), threshold.to_string()));
    }
    let [a, b, c, d] = *polynomial;
    let below = a + threshold * (b + threshold * (c + threshold * d));
    let above = linear[0] + linear[1] * threshold;
    let step = (above - below).abs();
    (step > needs.largest_spike_step_counts).then(|| {
        (
            format!(
                "a polynomial and a line that meet at the threshold {threshold} to {} counts",
                needs.largest_spike_step_counts
            ),
            format!("a step from {below} to {above}"),
        )
    })
}

fn uncertainty_rules(band: &BandParameters, tdi: TdiStages, columns: usize, found: &mut Findings<'_>) {
    let Some(uncertainty) = band.uncertainties.get(&tdi) else { return };
    let place = |name: &str| format!("{name} of {}, TDI {tdi}", band.band);
    let fits = |value: f64| value.is_finite() && value >= 0.0;
    let by_column = [("dark_counts", &uncertainty.dark_counts), ("slopes_relative", &uncertainty.slopes_relative)];
    for (name, figures) in by_column {
        let values = match figures {
            ColumnFigures::Same(figure) => std::slice::from_ref(figure),
            ColumnFigures::ByColumn(figures) => {
                if figures.len() != columns {
                    found.add(UNCERTAINTY, place(name), format!("{columns} values, one a column"), figures.len());
                }
                figures.as_slice()
            }
        };
        if let Some(value) = values.iter().find(|value| !fits(**value)) {
            found.add(UNCERTAINTY, place(name), "standard uncertainties, zero or above", value);
        }
    }
    for (name, value) in [
        ("gain_relative", uncertainty.gain_relative),
        ("solar_irradiance_relative", uncertainty.solar_irradiance_relative),
    ] {
        if !fits(value) {
            found.add(UNCERTAINTY, place(name), "a standard uncertainty, zero or above", value);
        }
    }
}
