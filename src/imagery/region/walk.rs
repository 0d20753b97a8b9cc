//! A region's pixels, block by block.

use serde::{Deserialize, Serialize};

use super::outline::Region;
use crate::imagery::statistics::{ChannelStatistics, StatisticsAccumulator};
use crate::imagery::{RasterSource, ReadError, Reasons, Window};
use crate::supervision::Supervision;

/// Pixels of one band that are held at once.
const LARGEST_STRIP_PIXELS: usize = 1 << 20;

/// What the pixels of a region say, band by band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionStatistics {
    /// Pixels of the region within the image.
    pub n_pixels: u64,
    /// One entry a band, in the order asked for, in the raster's own unit.
    pub bands: Vec<ChannelStatistics>,
}

/// One band of a region's spectrum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SpectrumValue {
    /// Mean of the valid pixels; none without one.
    pub mean: Option<f64>,
    /// Their standard deviation (of the pixels, not of the mean); none for fewer than two.
    pub sigma: Option<f64>,
    /// Mean over σ; none without a spread.
    pub signal_to_noise: Option<f64>,
    /// Valid pixels.
    pub n_valid: u64,
}

/// Adds the pixels of `window` that belong to `region`; samples are line by line of the window, and an empty `reasons` says that all are valid.
pub fn add_region(
    region: &Region,
    window: Window,
    values: &[f32],
    reasons: &[Reasons],
    statistics: &mut StatisticsAccumulator,
) {
    let mut spans = Vec::new();
    for (row, line) in (window.line..window.line_end()).enumerate() {
        region.spans(line, window.column..window.column_end(), &mut spans);
        for span in &spans {
            let start = row * window.columns + span.start - window.column;
            let part = start..start + span.len();
            let Some(values) = values.get(part.clone()) else { return };
            statistics.add(values, reasons.get(part).unwrap_or_default());
        }
    }
}

/// Statistics of bands `bands` (indices from 0) over the pixels of `region`; every pixel of the region's window is read once, strip by strip.
///
/// # Errors
/// [`ReadError`] when samples cannot be read or the user cancels.
pub fn region_statistics(
    raster: &dyn RasterSource,
    bands: &[usize],
    region: &Region,
    supervision: &Supervision,
) -> Result<RegionStatistics, ReadError> {
    let size = raster.size();
    let mut statistics = vec![StatisticsAccumulator::default(); bands.len()];
    let mut n_pixels = 0;
    if let Some(window) = region.window(size.window()) {
        let block = size.block_lines.max(1);
        let strip = block * (LARGEST_STRIP_PIXELS / window.columns.max(1) / block).max(1);
        let strip = strip.min((LARGEST_STRIP_PIXELS / window.columns.max(1)).max(1));
        let mut tiles = Vec::new();
        let mut line = window.line;
        let stage = supervision.stage("region", window.lines as u64, "lines");
        while line < window.line_end() {
            // To the next whole strip of the image, so that no stored block is read twice.
            let lines = (strip - line % strip).min(window.line_end() - line);
            let part = Window::new(line, window.column, lines, window.columns);
            raster.read(bands, part, &mut tiles, supervision)?;
            for (tile, statistics) in tiles.iter().zip(&mut statistics) {
                supervision.check()?;
                add_region(region, part, &tile.values, &tile.reasons, statistics);
            }
            n_pixels += count(region, part);
            line += lines;
            stage.advance(lines as u64)?;
        }
    }
    Ok(RegionStatistics { n_pixels, bands: statistics.iter().map(StatisticsAccumulator::finish).collect() })
}

fn count(region: &Region, window: Window) -> u64 {
    let mut spans = Vec::new();
    let mut n = 0;
    for line in window.line..window.line_end() {
        region.spans(line, window.column..window.column_end(), &mut spans);
        n += spans.iter().map(|span| span.len() as u64).sum::<u64>();
    }
    n
}

/// The spectrum of a region: mean and σ of each band.
pub fn spectrum(bands: &[ChannelStatistics]) -> Vec<SpectrumValue> {
    let value = |band: &ChannelStatistics| SpectrumValue {
        mean: band.moments.map(|moments| moments.mean),
        sigma: band.moments.and_then(|moments| moments.sigma),
        signal_to_noise: band.signal_to_noise(),
        n_valid: band.n_valid,
    };
    bands.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::NoDataReason;
    use crate::imagery::memory_raster::MemoryRaster;

    fn raster() -> MemoryRaster {
        let mut raster = MemoryRaster::new(20, 30, 2, |band, line, column| (100 * band + 7 * line + column) as f32);
        raster.tiles[1].reasons[30 * 6 + 6] = Reasons::only(NoDataReason::Saturated);
        raster
    }

    #[test]
    fn a_regions_statistics_are_those_of_its_pixels() {
        let raster = raster();
        let region = Region::Polygon(vec![[2.5, 3.5], [2.5, 17.0], [15.2, 9.1]]);
        let found = region_statistics(&raster, &[0, 1], &region, &Supervision::unattended()).unwrap();
        let mut inside = Vec::new();
        for line in 0..20 {
            inside.extend((0..30).filter(|column| region.contains(line, *column)).map(|column| (line, column)));
        }
        assert_eq!(found.n_pixels, inside.len() as u64);
        for (band, statistics) in found.bands.iter().enumerate() {
            let values: Vec<f64> = inside
                .iter()
                .filter(|place| band == 0 || **place != (6, 6))
                .map(|(line, column)| (100 * band + 7 * line + column) as f64)
                .collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let moments = statistics.moments.unwrap();
            assert!((moments.mean - mean).abs() < 1e-9);
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            let sigma = (squares / (values.len() - 1) as f64).sqrt();
            assert!((moments.sigma.unwrap() - sigma).abs() < 1e-9);
            assert!((statistics.signal_to_noise().unwrap() - mean / sigma).abs() < 1e-9);
            assert_eq!(statistics.n_valid, values.len() as u64);
        }
        assert!(region.contains(6, 6));
        assert_eq!(found.bands[1].n_by_reason.of(NoDataReason::Saturated), 1);
        let spectrum = spectrum(&found.bands);
        assert_eq!(spectrum[0].mean, found.bands[0].moments.map(|moments| moments.mean));
        assert_eq!(spectrum[1].n_valid, found.n_pixels - 1);
    }

    #[test]
    fn a_region_without_pixels_has_statistics_that_say_so() {
        let region = Region::Rectangle(Window::new(100, 100, 3, 3));
        let found = region_statistics(&raster(), &[0], &region, &Supervision::unattended()).unwrap();
        assert_eq!((found.n_pixels, found.bands[0].n_seen), (0, 0));
        assert_eq!(
            spectrum(&found.bands),
            [SpectrumValue { mean: None, sigma: None, signal_to_noise: None, n_valid: 0 }]
        );
    }

    #[test]
    fn a_single_pixel_and_a_constant_area_have_no_noise_to_divide_by() {
        let constant = MemoryRaster::new(5, 5, 1, |_, _, _| 7.0);
        for lines in [1, 5] {
            let region = Region::Rectangle(Window::new(0, 0, lines, 1));
            let found = region_statistics(&constant, &[0], &region, &Supervision::unattended()).unwrap();
            assert_eq!(found.bands[0].signal_to_noise(), None);
            assert_eq!(spectrum(&found.bands)[0].mean, Some(7.0));
        }
    }

    #[test]
    fn a_cancelled_walk_ends() {
        let supervision = Supervision::unattended();
        supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
        let region = Region::Rectangle(Window::new(0, 0, 5, 5));
        assert!(matches!(region_statistics(&raster(), &[0], &region, &supervision), Err(ReadError::Cancelled(_))));
    }
}
