//! The small picture of a product in its report.

use crate::estimation::quantile;
use crate::imagery::{Channel, RasterSource, ReducedTile, encode_png, render};
use crate::operations::OperationError;
use crate::product_files::{Product, read_overview};
use crate::reports::QuickLook;
use crate::supervision::Supervision;

/// Pixels along the longer side of the picture.
const MAX_SIDE: usize = 840;

/// Share of the valid pixels below and above the stretch.
const CUT: f64 = 0.02;

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
    let colour: Option<Vec<usize>> = ["B07", "B04", "B03"].iter().map(|name| product.band_index(name)).collect();
    let bands = colour.unwrap_or_else(|| vec![0]);
    let overview = read_overview(raster, &bands, MAX_SIDE, supervision)?;
    let mut channels = Vec::new();
    let mut words = Vec::new();
    for (tile, band) in overview.tiles.iter().zip(&bands) {
        let Some((low, high)) = stretch(tile) else { return Ok(None) };
        let band = &product.bands[*band];
        let scale = band.reflectance_per_code.unwrap_or(1.0);
        words.push(format!("{} {:.3}–{:.3}", band.name, low * scale, high * scale));
        channels.push(Channel { values: &tile.values, reasons: &tile.reasons, low, high });
    }
    let first = channels[0];
    let channels = [first, *channels.get(1).unwrap_or(&first), *channels.get(2).unwrap_or(&first)];
    let picture = render(channels, overview.columns, overview.lines, NO_DATA).and_then(|picture| encode_png(&picture));
    let png = picture.map_err(|error| OperationError::Usage(error.to_string()))?;
    let is_reflectance = bands.iter().all(|band| product.bands[*band].reflectance_per_code.is_some());
    let metres = product
        .georeference
        .as_ref()
        .filter(|place| place.crs.starts_with("EPSG:326") || place.crs.starts_with("EPSG:327"));
    Ok(Some(QuickLook {
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
    }))
}

/// The 2 % and 98 % quantiles of the valid values.
fn stretch(tile: &ReducedTile) -> Option<(f64, f64)> {
    let mut valid: Vec<f64> = tile
        .values
        .iter()
        .zip(&tile.reasons)
        .filter(|(value, reasons)| reasons.is_valid() && value.is_finite())
        .map(|(value, _)| f64::from(*value))
        .collect();
    if valid.is_empty() {
        return None;
    }
    Some((quantile(&mut valid, CUT), quantile(&mut valid, 1.0 - CUT)))
}
