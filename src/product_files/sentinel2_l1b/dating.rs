//! When each array took its lines, and how many they are.

use super::band::{BANDS, Band, DETECTORS, FINEST_METRES, with_attribute};
use crate::earth::{Epoch, TimeScale, seconds_between};
use crate::instrument::pushbroom::LineDating;
use crate::product_files::acquisition_elements::{COUNT_LIMIT, moment, require_unit};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Lines of a granule at the finest sampling.
const GRANULE_LINES: usize = 2304;

/// Coarsest lines in a granule are this many of the finest; positions of granules are whole multiples.
const COARSEST_STEP: usize = 6;

/// Dating of one array.
#[derive(Debug)]
pub(super) struct ArrayDating {
    pub(super) band: Band,
    pub(super) band_id: usize,
    pub(super) detector: &'static str,
    pub(super) lines: usize,
    pub(super) dating: LineDating,
}

/// Dating of every band and detector, bands first. The date of the file is that of the beginning of line 1; the middle of our line 0 comes half a
/// line later. `LINE_PERIOD` is that of the finest bands, in milliseconds.
pub(super) fn read(root: &XmlPlace<'_>, reference: Epoch) -> Result<Vec<ArrayDating>, ProductError> {
    let stamps = root.get("Image_Data_Info/Sensor_Configuration/Time_Stamp")?;
    let line_period = stamps.get("LINE_PERIOD")?;
    require_unit(&line_period, "ms")?;
    let finest_period_s = line_period.positive_number()? / 1000.0;
    let detectors = root.get("Image_Data_Info/Granules_Information/Detector_List")?;
    let mut finest_lines = Vec::new();
    for detector in DETECTORS {
        finest_lines.push(lines_of(&with_attribute(&detectors, "Detector", "detectorId", detector)?)?);
    }
    let mut datings = Vec::new();
    for (band_id, band) in BANDS.into_iter().enumerate() {
        let of_band = with_attribute(&stamps, "Band_Time_Stamp", "bandId", &band_id.to_string())?;
        let step = band.metres / FINEST_METRES;
        let period_s = finest_period_s * step as f64;
        for (detector, finest) in DETECTORS.into_iter().zip(&finest_lines) {
            let stamp = with_attribute(&of_band, "Detector", "detectorId", detector)?;
            let line = stamp.get("REFERENCE_LINE")?;
            if line.whole_number::<u32>()? != 1 {
                return Err(line.wrong("1, the only line that the date is known to mean"));
            }
            let begins_s = seconds_between(reference, moment(&stamp.get("GPS_TIME")?, TimeScale::GPST)?);
            let dating = LineDating::Regular { line: 0.0, time_s: begins_s + period_s / 2.0, period_s };
            datings.push(ArrayDating { band, band_id, detector, lines: finest / step, dating });
        }
    }
    Ok(datings)
}

/// First and last moment of all lines, in seconds since the reference.
pub(super) fn span_s(datings: &[ArrayDating]) -> [f64; 2] {
    datings.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[first, last], array| {
        let at = |line: f64| array.dating.time_s(line).unwrap_or(f64::NAN);
        [first.min(at(0.0)), last.max(at((array.lines - 1) as f64))]
    })
}

/// Lines at the finest sampling, up to the end of the last granule.
fn lines_of(detector: &XmlPlace<'_>) -> Result<usize, ProductError> {
    let list = detector.get("Granule_List")?;
    let mut lines = 0;
    for granule in list.all("Granule") {
        let place = granule.get("POSITION")?;
        let position: usize = place.whole_number()?;
        if !(1..COUNT_LIMIT).contains(&position) || !(position - 1).is_multiple_of(COARSEST_STEP) {
            return Err(place.wrong("the first line of a granule, 1 more than a multiple of 6"));
        }
        lines = lines.max(position - 1 + GRANULE_LINES);
    }
    if lines == 0 { Err(list.error("", "an element Granule or more", "none")) } else { Ok(lines) }
}
