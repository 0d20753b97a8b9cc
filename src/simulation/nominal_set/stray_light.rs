//! Stray light of a band: the forward kernels, the filters that undo them, and cross-talk.

use super::inverse_filter::{CutFilter, InverseFilters};
use super::kernels::{filter_array, gaussian, moffat};
use super::nominal_response::{NominalBand, NominalResponse};
use super::nominal_set_error::NominalSetError;
use super::random_stream::{Purpose, RandomStream};
use super::set::{band_named, check};
use super::settings::NominalSetSettings;
use crate::instrument::radiometry::{ColumnRange, CrossTalk, CrossTalkStrip, FilterArray, LocalFilter, StrayLight};
use crate::instrument::{InstrumentDescription, InstrumentModel};
use crate::supervision::{Cancelled, Supervision};

/// Local stray light of a range of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalKernel {
    /// Columns of the image for which it holds, from 0.
    pub columns: ColumnRange,
    /// How light spreads: (1 − s − g)·δ + s·halo + g·ghost, a sum of one. The image with stray light is the true image convolved with it.
    pub kernel: FilterArray,
    /// The filter of the set that undoes it.
    pub correction: FilterArray,
    /// Sum of the magnitudes of what was cut from the filter, or changed in it, to bring it to its size: no value that is corrected with it is off by more than
    /// this times the brightest value of the image. The rounding to single precision (6e-8) and the passage from one range to the next come on top.
    pub truncation_error: f64,
}

/// The truth behind a band's filters of type 1.
#[derive(Debug, Clone, PartialEq)]
pub struct StrayLightTruth {
    /// The band.
    pub band: String,
    /// By range of columns; empty for a band without.
    pub local: Vec<LocalKernel>,
}

/// The forward kernels of a band of a nominal set, with the filters that the set has for it. Calculated on demand: each takes 4 MB at VENµS' size.
///
/// # Errors
/// [`NominalSetError`] as [`super::nominal_set`], and for a band that the instrument does not have.
pub fn stray_light_truth(
    instrument: &InstrumentDescription,
    nominal: &NominalResponse,
    settings: &NominalSetSettings,
    band: &str,
    supervision: &Supervision,
) -> Result<StrayLightTruth, NominalSetError> {
    check(instrument, nominal, settings)?;
    let figures = band_named(nominal, settings, band)?;
    let maker = LocalMaker::new(&instrument.model, nominal, settings, supervision)?;
    let ranges = maker.ranges();
    let corrections = maker.filters(nominal.halo_share(figures), supervision)?;
    let local = ranges
        .into_iter()
        .zip(corrections)
        .map(|((columns, displacement), cut)| LocalKernel {
            columns,
            kernel: filter_array(maker.width(), &maker.forward(nominal.halo_share(figures), displacement)),
            correction: filter_array(maker.width(), &cut.values),
            truncation_error: cut.truncation_error,
        })
        .collect();
    Ok(StrayLightTruth { band: band.to_owned(), local })
}

/// Makes the local filters of every band from one pair of transforms.
pub(super) struct LocalMaker {
    half: usize,
    columns: usize,
    ghost_share: f64,
    /// Lines and columns by which the ghost of each range is displaced.
    displacements: Vec<[i64; 2]>,
    halo: Vec<f64>,
    ghost: Vec<f64>,
    inverse: InverseFilters,
}

impl LocalMaker {
    pub(super) fn new(
        model: &InstrumentModel,
        nominal: &NominalResponse,
        settings: &NominalSetSettings,
        supervision: &Supervision,
    ) -> Result<Self, Cancelled> {
        let figures = &nominal.stray_light;
        let half = settings.local_filter_size / 2;
        // A smaller filter gets a smaller halo, with its ghosts as much nearer and smaller: they stay inside.
        let reach = figures.reach_px.value.min(half);
        let share = reach as f64 / figures.reach_px.value as f64;
        let nearer = |by: i64| (by as f64 * share) as i64;
        let halo = moffat(half, figures.core_radius_px.value, figures.exponent.value, reach as f64);
        let ghost = gaussian(half, figures.ghost_radius_px.value * share);
        let inverse = InverseFilters::new(half, &halo, &ghost, supervision)?;
        let lines = figures.ghost_lines_px.value.iter();
        Ok(Self {
            half,
            columns: model.camera.columns.value,
            ghost_share: figures.ghost_share_relative.value,
            displacements: lines
                .zip(&figures.ghost_columns_px.value)
                .map(|(line, column)| [nearer(*line), nearer(*column)])
                .collect(),
            halo,
            ghost,
            inverse,
        })
    }

    fn width(&self) -> usize {
        2 * self.half + 1
    }

    /// Ranges of columns with the ghost's displacement; neighbours with the same are one.
    fn ranges(&self) -> Vec<(ColumnRange, [i64; 2])> {
        let mut ranges: Vec<(ColumnRange, [i64; 2])> = Vec::new();
        for (columns, displacement) in even_ranges(self.columns, self.displacements.len()).zip(&self.displacements) {
            match ranges.last_mut() {
                Some((before, same)) if same == displacement => before.last = columns.last,
                _ => ranges.push((columns, *displacement)),
            }
        }
        ranges
    }

    fn filters(&self, halo_share: f64, supervision: &Supervision) -> Result<Vec<CutFilter>, Cancelled> {
        let displacements: Vec<[i64; 2]> = self.ranges().into_iter().map(|(_, displacement)| displacement).collect();
        if halo_share + self.ghost_share == 0.0 {
            return Ok(Vec::new());
        }
        let mut filters = Vec::with_capacity(displacements.len());
        for pair in displacements.chunks(2) {
            let second = pair.get(1).copied();
            let [first, other] = self.inverse.undoing(
                halo_share,
                self.ghost_share,
                [pair[0], second.unwrap_or(pair[0])],
                supervision,
            )?;
            filters.push(first);
            if second.is_some() {
                filters.push(other);
            }
        }
        Ok(filters)
    }

    fn forward(&self, halo_share: f64, displacement: [i64; 2]) -> Vec<f64> {
        let width = self.width() as i64;
        let mut kernel: Vec<f64> = self.halo.iter().map(|value| halo_share * value).collect();
        for line in 0..width {
            for column in 0..width {
                let (from_line, from_column) = (line - displacement[0], column - displacement[1]);
                if (0..width).contains(&from_line) && (0..width).contains(&from_column) {
                    let ghost = self.ghost[(from_line * width + from_column) as usize];
                    kernel[(line * width + column) as usize] += self.ghost_share * ghost;
                }
            }
        }
        kernel[self.half * self.width() + self.half] += 1.0 - halo_share - self.ghost_share;
        kernel
    }

    /// Filters of type 1 of a band.
    pub(super) fn local_filters(
        &self,
        halo_share: f64,
        supervision: &Supervision,
    ) -> Result<Vec<LocalFilter>, Cancelled> {
        let filters = self.filters(halo_share, supervision)?;
        let ranges = self.ranges().into_iter().zip(filters);
        Ok(ranges
            .map(|((columns, _), cut)| LocalFilter { columns, filter: filter_array(self.width(), &cut.values) })
            .collect())
    }
}

/// Stray light of a band: filters of type 1 by `maker`, and type 2 from the other bands of its detector unit.
pub(super) fn stray_light(
    model: &InstrumentModel,
    nominal: &NominalResponse,
    settings: &NominalSetSettings,
    maker: &LocalMaker,
    (index, figures): (usize, &NominalBand),
    supervision: &Supervision,
) -> Result<StrayLight, Cancelled> {
    Ok(StrayLight {
        overlap_margin: maker.half,
        local: maker.local_filters(nominal.halo_share(figures), supervision)?,
        cross_talk: cross_talk(model, nominal, settings, index),
    })
}

fn cross_talk(
    model: &InstrumentModel,
    nominal: &NominalResponse,
    settings: &NominalSetSettings,
    index: usize,
) -> Vec<CrossTalk> {
    let figures = &nominal.cross_talk;
    let half = settings.cross_talk_filter_size / 2;
    let columns = model.camera.columns.value;
    let own = &model.bands[index];
    let sources = model.bands.iter().filter(|band| band.detector_unit == own.detector_unit && band.name != own.name);
    let mut stream = RandomStream::new(settings.seed, Purpose::CrossTalk, index, None);
    let kernel = moffat(half, figures.core_radius_px.value, figures.exponent.value, half as f64);
    let filter = filter_array(2 * half + 1, &kernel);
    let furthest = columns as i64 - 1;
    sources
        .zip(&figures.share_relative.value)
        .map(|(source, share)| CrossTalk {
            source_band: source.name.clone(),
            filter: filter.clone(),
            overlap_margin: half,
            strips: even_ranges(columns, figures.shift_columns.value.len())
                .zip(&figures.shift_columns.value)
                .map(|(columns, shift)| CrossTalkStrip {
                    columns,
                    factor: share * (1.0 + figures.share_spread_relative.value * stream.normal()),
                    shift: (*shift).clamp(-furthest, furthest),
                })
                .collect(),
        })
        .collect()
}

/// `count` ranges of columns as even as can be; fewer where there are fewer columns.
fn even_ranges(columns: usize, count: usize) -> impl Iterator<Item = ColumnRange> {
    let border = move |range: usize| range * columns / count.max(1);
    (0..count)
        .map(move |range| (border(range), border(range + 1)))
        .filter(|(first, end)| first < end)
        .map(|(first, end)| ColumnRange::new(first, end - 1))
}
