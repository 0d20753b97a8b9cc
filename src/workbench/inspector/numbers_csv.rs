//! The numbers of inspected pixels as comma-separated values.

use crate::operations::viewing::PixelReading;
use crate::reports::{csv_number, csv_table};

const HEAD: [&str; 15] = [
    "name",
    "line",
    "column",
    "easting",
    "northing",
    "reference system",
    "latitude_deg",
    "longitude_deg",
    "detector column",
    "band",
    "centre_nm",
    "code",
    "radiance_w_m2_sr_um",
    "reflectance",
    "excluded because",
];

/// One line a pixel and band, under a name for each pixel; what is not known is empty, numbers carry every digit.
pub(crate) fn pixels_csv<'pixel>(pixels: impl IntoIterator<Item = (String, &'pixel PixelReading)>) -> String {
    let lines = pixels.into_iter().flat_map(|(name, pixel)| {
        let place = &pixel.coordinates;
        let (map, geographic) = (place.map.known(), place.geographic.known());
        pixel.bands.iter().map(move |band| {
            let reasons: Vec<&str> = band.reasons.iter().map(|reason| reason.word()).collect();
            vec![
                name.clone(),
                csv_number(Some(place.line)),
                csv_number(Some(place.column)),
                csv_number(map.map(|map| map.x)),
                csv_number(map.map(|map| map.y)),
                map.map(|map| map.crs.clone()).unwrap_or_default(),
                csv_number(geographic.map(|place| place.latitude_deg)),
                csv_number(geographic.map(|place| place.longitude_deg)),
                csv_number(place.detector_column.known().copied()),
                band.band.clone(),
                csv_number(band.centre_nm),
                csv_number(band.code.known().copied()),
                csv_number(band.radiance_w_m2_sr_um.known().copied()),
                csv_number(band.reflectance.known().copied()),
                reasons.join(", "),
            ]
        })
    });
    csv_table(&HEAD, lines.collect::<Vec<_>>())
}
