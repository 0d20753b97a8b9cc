//! The small picture of a product in its report.

use crate::imagery::picture::{Bounds, Colouring, NoDataLook, NoDataPalette, OverlayLook, StretchRule};
use crate::imagery::statistics::{StatisticsAccumulator, resolve};
use crate::imagery::{Channel, Drawing, Picture, PictureError, RasterSource, encode_png, render};
use crate::operations::OperationError;
use crate::product_files::{Product, read_overview};
use crate::reports::QuickLook;
use crate::supervision::Supervision;

/// Pixels along the longer side of the picture.
const MAX_SIDE: usize = 840;

/// Percent of the valid pixels below and above the stretch.
const CUT: f64 = 2.0;

/// Grey of pixels without a value.
const NO_DATA: [u8; 3] = [0xC9, 0xCE, 0xD4];

/// Red, green and blue of the product where it has B07, B04 and B03; its first band in grey otherwise. None when no pixel is valid.
///
/// # Errors
/// [`OperationError`] when samples cannot be read or the user cancels.
pub(super) fn quick_look(
    product: &Product,
    raster: &dyn RasterSource,
    supervision: &Supervision,
) -> Result<Option<QuickLook>, OperationError> {
    Ok(drawn_quick_look(product, raster, supervision)?.map(|(_, quick_look)| quick_look))
}

/// The picture, and the same as the report has it.
///
/// # Errors
/// As [`quick_look`].
pub(in crate::operations) fn drawn_quick_look(
    product: &Product,
    raster: &dyn RasterSource,
    supervision: &Supervision,
) -> Result<Option<(Picture, QuickLook)>, OperationError> {
    let colour: Option<Vec<usize>> = ["B07", "B04", "B03"].iter().map(|name| product.band_index(name)).collect();
    let bands = colour.unwrap_or_else(|| vec![0]);
    let overview = read_overview(raster, &bands, MAX_SIDE, supervision)?;
    let rule = StretchRule { bounds: Bounds::Percentile { low: CUT, high: 100.0 - CUT }, ..StretchRule::default() };
    let mut statistics = Vec::new();
    for (tile, band) in overview.tiles.iter().zip(&bands) {
        let scale = product.bands[*band].reflectance_per_code.unwrap_or(1.0);
        let mut accumulator = StatisticsAccumulator::default();
        accumulator.add(&tile.values, &tile.reasons);
        let statistics_of_band = accumulator.finish_for((product.lines * product.columns) as u64).in_unit(scale, 0.0);
        if statistics_of_band.n_valid == 0 {
            return Ok(None);
        }
        statistics.push((scale, statistics_of_band));
    }
    let of_channels: Vec<_> = statistics.iter().map(|(_, statistics)| ("", Some(statistics))).collect();
    let stretch = resolve(&rule, "", &of_channels);
    let words: Vec<String> = bands
        .iter()
        .zip(&stretch.channels)
        .map(|(band, bounds)| format!("{} {:.3}–{:.3}", product.bands[*band].name, bounds.low, bounds.high))
        .collect();
    let channels: Vec<Channel<'_>> = overview
        .tiles
        .iter()
        .zip(&statistics)
        .map(|(tile, (scale, _))| Channel::new(&tile.values, &tile.reasons).in_unit(*scale, 0.0))
        .collect();
    // Every reason alike, and only where a cell has no valid pixel at all.
    let (look, palette) = (OverlayLook { visible: true, opacity: 1.0 }, NoDataPalette::plain(NO_DATA));
    let drawing = Drawing {
        width: overview.columns,
        height: overview.lines,
        channels: &channels,
        colouring: Colouring::Grey,
        stretch: &stretch,
        no_data: &NoDataLook::uniform(look),
        palette: &palette,
        origin: [0, 0],
    };
    let undrawable = |error: PictureError| OperationError::Usage(error.to_string());
    let picture = render(&drawing).map_err(undrawable)?;
    let png = encode_png(&picture).map_err(undrawable)?;
    let is_reflectance = bands.iter().all(|band| product.bands[*band].reflectance_per_code.is_some());
    let metres = product
        .georeference
        .as_ref()
        .filter(|place| place.crs.starts_with("EPSG:326") || place.crs.starts_with("EPSG:327"));
    let quick_look = QuickLook {
        png,
        width: u32::try_from(overview.columns).unwrap_or(u32::MAX),
        height: u32::try_from(overview.lines).unwrap_or(u32::MAX),
        bands: bands.iter().map(|band| product.bands[*band].name.clone()).collect(),
        stretch: format!(
            "linear between the 2 % and 98 % quantiles of the valid pixels of this picture: {} {}, ≈ of the {} × {} pixels",
            words.join(", "),
            if is_reflectance { "reflectance" } else { "code" },
            product.lines,
            product.columns
        ),
        metres_per_pixel: metres.map(|place| place.geotransform[1].abs() * overview.factor as f64),
        north_deg: metres.map(|_| 0.0),
        no_data: "grey: no valid sample in one of the bands shown".to_owned(),
    };
    Ok(Some((picture, quick_look)))
}
