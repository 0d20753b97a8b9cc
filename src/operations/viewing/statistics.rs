//! Statistics of channels, and the stretch that comes from them.

use std::ops::Range;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::channel_samples::{Channels, Samples};
use super::contract::Effort;
use super::tile_place::Levels;
use super::viewed_product::ViewedProduct;
use crate::imagery::picture::{Bounds, ChannelSource, Composition, StatisticsExtent, Stretch, StretchRule};
use crate::imagery::region::{Region, add_region};
use crate::imagery::statistics::{self, ChannelStatistics, StatisticsAccumulator};
use crate::imagery::{Tile, Window};
use crate::operations::OperationError;
use crate::performance::cells;
use crate::supervision::Supervision;

/// Cells behind a quick statistic, at most. A whole image of 5200 × 6000 pixels then gives those of level 3, which its first picture in a
/// window of usual size is drawn from anyway.
const QUICK_CELLS: usize = 1 << 19;

impl ViewedProduct {
    /// Statistics of a channel in a window of pixels, in the channel's unit.
    ///
    /// # Errors
    /// [`OperationError`] for a band that the product lacks, a window outside of the image, samples that cannot be read, and a cancel.
    pub fn statistics(
        &self,
        source: &ChannelSource,
        extent: Window,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<ChannelStatistics, OperationError> {
        let mut all = self.statistics_of_all(std::slice::from_ref(source), extent, effort, supervision)?;
        all.pop().ok_or_else(|| OperationError::Usage("needed a channel, found none".to_owned()))
    }

    /// Statistics of several channels, whose bands are read together.
    ///
    /// # Errors
    /// As [`ViewedProduct::statistics`].
    pub fn statistics_of_all(
        &self,
        sources: &[ChannelSource],
        extent: Window,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<Vec<ChannelStatistics>, OperationError> {
        let extent = self.required(extent)?;
        let mut found: Vec<Option<ChannelStatistics>> =
            sources.iter().map(|source| self.known_statistics.get(source, extent, effort)).collect();
        let missing: Vec<ChannelSource> =
            sources.iter().zip(&found).filter(|(_, known)| known.is_none()).map(|(source, _)| source.clone()).collect();
        if !missing.is_empty() {
            let channels = self.channels(&missing)?;
            let population = extent.pixels() as u64;
            let asked = Extent { window: extent, region: None };
            let gathered = self.gathered(&channels, &asked, effort, population, supervision)?;
            for (source, statistics) in missing.iter().zip(gathered) {
                self.known_statistics.keep(source, extent, effort, &statistics);
                for (known, _) in found.iter_mut().zip(sources).filter(|(known, of)| known.is_none() && *of == source) {
                    *known = Some(statistics.clone());
                }
            }
        }
        Ok(found.into_iter().flatten().collect())
    }

    /// Statistics of channels over the pixels of a region, `population` of which lie in `window`, which holds them all.
    pub(super) fn region_statistics(
        &self,
        channels: &Channels,
        region: &Region,
        window: Window,
        effort: Effort,
        population: u64,
        supervision: &Supervision,
    ) -> Result<Vec<ChannelStatistics>, OperationError> {
        let extent = Extent { window, region: Some(region) };
        self.gathered(channels, &extent, effort, population, supervision)
    }

    fn gathered(
        &self,
        channels: &Channels,
        extent: &Extent<'_>,
        effort: Effort,
        population: u64,
        supervision: &Supervision,
    ) -> Result<Vec<ChannelStatistics>, OperationError> {
        let level = match effort {
            Effort::Exact => 0,
            Effort::Quick => {
                let few = |level: &usize| Levels::cells_touching(*level, extent.window).pixels() <= QUICK_CELLS;
                (0..self.n_levels()).find(few).unwrap_or(self.n_levels() - 1)
            }
        };
        let gathered = if level == 0 {
            self.gathered_from_pixels(channels, extent, supervision)?
        } else {
            self.gathered_from_cells(channels, extent, level, supervision)?
        };
        let finish = |(accumulator, per_code): (StatisticsAccumulator, f64)| {
            accumulator.finish_for(population).in_unit(per_code, 0.0)
        };
        let found = gathered.into_iter().zip(channels.per_code()).map(finish).collect();
        supervision.check()?;
        Ok(found)
    }

    fn gathered_from_pixels(
        &self,
        channels: &Channels,
        extent: &Extent<'_>,
        supervision: &Supervision,
    ) -> Result<Vec<StatisticsAccumulator>, OperationError> {
        let parts: Vec<Window> =
            cells(self.raster.size()).into_iter().filter_map(|cell| intersection(cell, extent.window)).collect();
        let stage = supervision.stage("statistics", parts.len() as u64, "blocks");
        let mut all = vec![StatisticsAccumulator::default(); channels.len()];
        // Each part has counts of its own: no more of them than can be worked on at once.
        for together in parts.chunks(2 * rayon::current_num_threads()) {
            let gathered: Vec<Vec<StatisticsAccumulator>> = together
                .par_iter()
                .with_max_len(1)
                .map_init(Vec::new, |tiles: &mut Vec<Tile>, part| {
                    self.raster.read(&channels.bands, *part, tiles, supervision)?;
                    let tiles: Vec<Samples<'_>> =
                        tiles.iter().map(|tile| Samples::of(&tile.values, &tile.reasons)).collect();
                    let mut gathered = Vec::with_capacity(channels.len());
                    for samples in channels.samples(&tiles)? {
                        supervision.check()?;
                        let mut accumulator = StatisticsAccumulator::default();
                        match extent.region {
                            None => accumulator.add(&samples.values, &samples.reasons),
                            Some(region) => {
                                add_region(region, *part, &samples.values, &samples.reasons, &mut accumulator);
                            }
                        }
                        gathered.push(accumulator);
                    }
                    stage.advance(1)?;
                    Ok(gathered)
                })
                .collect::<Result<_, OperationError>>()?;
            // In the order of the parts: sums of real numbers depend on it.
            merge(&mut all, &gathered);
        }
        Ok(all)
    }

    fn gathered_from_cells(
        &self,
        channels: &Channels,
        extent: &Extent<'_>,
        level: usize,
        supervision: &Supervision,
    ) -> Result<Vec<StatisticsAccumulator>, OperationError> {
        let wanted = Levels::cells_touching(level, extent.window);
        let places = self.tiles_covering(level, extent.window);
        let gathered = self.over_tiles(&channels.bands, &places, supervision, |place, tiles| {
            let cells = self.levels.cells_of(place);
            let Some(part) = intersection(cells, wanted) else { return Ok(Vec::new()) };
            let columns = part.column - cells.column..part.column_end() - cells.column;
            let tiles: Vec<Samples<'_>> = tiles.iter().map(|tile| Samples::of_cells(tile)).collect();
            let mut gathered = Vec::with_capacity(channels.len());
            for samples in channels.samples(&tiles)? {
                supervision.check()?;
                let mut accumulator = StatisticsAccumulator::default();
                for line in part.line..part.line_end() {
                    let first = (line - cells.line) * cells.columns;
                    let row = first + columns.start..first + columns.end;
                    let values = samples.values.get(row.clone()).unwrap_or_default();
                    let reasons = samples.reasons.get(row).unwrap_or_default();
                    for columns in extent.cells_within(level, line, part.column..part.column_end()) {
                        let within = columns.start - part.column..columns.end - part.column;
                        accumulator.add(
                            values.get(within.clone()).unwrap_or_default(),
                            reasons.get(within).unwrap_or_default(),
                        );
                    }
                }
                gathered.push(accumulator);
            }
            Ok(gathered)
        })?;
        let mut all = vec![StatisticsAccumulator::default(); channels.len()];
        merge(&mut all, &gathered);
        Ok(all)
    }

    /// The numbers of a stretch. `view` are the pixels shown, for a rule that follows the view.
    ///
    /// # Errors
    /// As [`ViewedProduct::statistics`].
    pub fn resolve(
        &self,
        composition: &Composition,
        rule: &StretchRule,
        view: Option<Window>,
        effort: Effort,
        supervision: &Supervision,
    ) -> Result<Stretch, OperationError> {
        let sources = composition.sources();
        self.channels(sources)?;
        let found = match &rule.bounds {
            Bounds::User(_) => None,
            _ => Some(self.statistics_of_all(sources, self.extent_of(rule, view), effort, supervision)?),
        };
        Ok(self.stretch_from(sources, rule, found.as_deref()))
    }

    /// The numbers of a stretch where they are known without reading a pixel: the user's own, and those from statistics that were asked for
    /// before.
    pub fn resolve_known(
        &self,
        composition: &Composition,
        rule: &StretchRule,
        view: Option<Window>,
        effort: Effort,
    ) -> Option<Stretch> {
        let sources = composition.sources();
        self.channels(sources).ok()?;
        let extent = self.required(self.extent_of(rule, view)).ok()?;
        let found = if matches!(rule.bounds, Bounds::User(_)) {
            None
        } else {
            let known = sources.iter().map(|source| self.known_statistics.get(source, extent, effort));
            Some(known.collect::<Option<Vec<ChannelStatistics>>>()?)
        };
        Some(self.stretch_from(sources, rule, found.as_deref()))
    }

    fn extent_of(&self, rule: &StretchRule, view: Option<Window>) -> Window {
        match rule.extent {
            StatisticsExtent::Image => self.whole(),
            StatisticsExtent::Window(window) => window,
            StatisticsExtent::View => view.unwrap_or(self.whole()),
        }
    }

    fn stretch_from(
        &self,
        sources: &[ChannelSource],
        rule: &StretchRule,
        found: Option<&[ChannelStatistics]>,
    ) -> Stretch {
        let units: Vec<String> = sources.iter().map(|source| self.unit(source)).collect();
        let channels: Vec<(&str, Option<&ChannelStatistics>)> = units
            .iter()
            .enumerate()
            .map(|(index, unit)| (unit.as_str(), found.and_then(|found| found.get(index))))
            .collect();
        statistics::resolve(rule, &self.info().identifier, &channels)
    }
}

/// The pixels that statistics are taken from.
struct Extent<'region> {
    window: Window,
    /// Only those of a region within the window, where there is one.
    region: Option<&'region Region>,
}

impl Extent<'_> {
    /// The cells of a level in one of its lines whose centres lie in the extent: ranges of `columns`.
    fn cells_within(&self, level: usize, line: usize, columns: Range<usize>) -> Vec<Range<usize>> {
        let Some(region) = self.region else { return vec![columns] };
        let half = (1 << level) / 2;
        let mut spans = Vec::new();
        let pixels = columns.start << level..columns.end << level;
        region.spans((line << level) + half, pixels, &mut spans);
        let centred = |pixel: usize| pixel.saturating_sub(half).div_ceil(1 << level);
        spans
            .into_iter()
            .map(|span| centred(span.start).max(columns.start)..centred(span.end).min(columns.end))
            .filter(|cells| !cells.is_empty())
            .collect()
    }
}

fn merge(all: &mut [StatisticsAccumulator], parts: &[Vec<StatisticsAccumulator>]) {
    for part in parts {
        for (all, part) in all.iter_mut().zip(part) {
            all.merge(part);
        }
    }
}

/// The pixels of both windows; none without any.
fn intersection(a: Window, b: Window) -> Option<Window> {
    let (line, column) = (a.line.max(b.line), a.column.max(b.column));
    let (line_end, column_end) = (a.line_end().min(b.line_end()), a.column_end().min(b.column_end()));
    (line < line_end && column < column_end).then(|| Window::new(line, column, line_end - line, column_end - column))
}
