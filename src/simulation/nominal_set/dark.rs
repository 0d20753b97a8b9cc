//! Dark signals, and what gain codes do to the counts of a half.

use super::nominal_response::NominalDark;
use super::random_stream::{Purpose, RandomStream};
use crate::instrument::{InstrumentModel, ReadOutHalf, TdiStages};
use crate::parameter_sets::{BandSettings, HalfCodes};

/// Codes of the half in which a column of a band's image lies.
pub(super) fn codes_of(model: &InstrumentModel, band: &str, settings: BandSettings, column: usize) -> HalfCodes {
    match model.read_out.half_of(band, column) {
        ReadOutHalf::Left => settings.left,
        ReadOutHalf::Right => settings.right,
    }
}

/// Counts above the offset with these codes over those with the nominal ones; 1 where no model of the codes is known, which only nominal codes have.
pub(super) fn gain_ratio(model: &InstrumentModel, codes: HalfCodes) -> f64 {
    let nominal = model.read_out.nominal_gain_code.value;
    model.code_model.as_ref().map_or(1.0, |code_model| code_model.gain_ratio(nominal, codes.gain))
}

/// A band: its place among the bands, its name, its codes.
pub(super) struct Place<'a> {
    pub(super) seed: u64,
    pub(super) index: usize,
    pub(super) name: &'a str,
    pub(super) settings: BandSettings,
}

/// Dark signal of every column: offset of the codes, fixed pattern, and a current that grows with line time, stages and gain.
pub(super) fn dark_counts(
    model: &InstrumentModel,
    dark: &NominalDark,
    place: &Place<'_>,
    line_time_us: f64,
    tdi: TdiStages,
) -> Vec<f64> {
    // Offsets and currents belong to the columns: the same for every number of stages.
    let mut offsets = RandomStream::new(place.seed, Purpose::Offsets, place.index, None);
    let mut currents = RandomStream::new(place.seed, Purpose::Currents, place.index, None);
    let gathered = dark.current_counts_per_ms_per_stage.value * line_time_us * 1e-3 * f64::from(tdi.0);
    let common = dark.offset_counts.as_ref().map_or(0.0, |figure| figure.value);
    (0..model.camera.columns.value)
        .map(|column| {
            let codes = codes_of(model, place.name, place.settings, column);
            let offset = model.code_model.as_ref().map_or(common, |codes_do| codes_do.offset_counts(codes.offset));
            let odd = if column % 2 == 1 { dark.odd_even_counts.value } else { 0.0 };
            let step = if column >= model.read_out.split_column.value { dark.half_step_counts.value } else { 0.0 };
            let pattern = dark.column_spread_counts.value * offsets.normal() + odd + step;
            let current = gathered * (1.0 + dark.current_spread_relative.value * currents.normal());
            (offset + pattern + gain_ratio(model, codes) * current).max(0.0)
        })
        .collect()
}
