//! The orbit: the points of the on-board GPS receiver, in ITRF.

use nalgebra::Vector3;

use super::refining::PositionCorrection;
use crate::earth::{Epoch, TimeScale, seconds_between};
use crate::instrument::pushbroom::{OrbitSample, OrbitSamples, ReferenceFrame};
use crate::product_files::acquisition_elements::{
    exactly, moment, require_cover, require_later, require_unit, require_velocities,
};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Samples that one interpolating polynomial goes through. The peer's goes through six positions and leaves the velocities aside; with the
/// velocities, which are rounded to 1 mm/s, the orbit differs from that by less than a millimetre.
const INTERPOLATION_SAMPLES: usize = 6;

/// The samples of `GPS_Points_List`: millimetres and mm/s in the file, times in the scale of GPS. A point given twice, all the same, counts once.
pub(super) fn read(
    root: &XmlPlace<'_>,
    reference: Epoch,
    lines_s: [f64; 2],
    correction: Option<&PositionCorrection>,
    remarks: &mut Vec<String>,
) -> Result<OrbitSamples, ProductError> {
    let list = root.get("Satellite_Ancillary_Data_Info/Ephemeris/GPS_Points_List")?;
    let mut samples: Vec<OrbitSample> = Vec::new();
    let mut repeated = 0;
    for point in list.all("GPS_Point") {
        let time = point.get("GPS_TIME")?;
        let (position, velocity) = (point.get("POSITION_VALUES")?, point.get("VELOCITY_VALUES")?);
        require_unit(&position, "mm")?;
        require_unit(&velocity, "mm/s")?;
        let sample = OrbitSample {
            time_s: seconds_between(reference, moment(&time, TimeScale::GPST)?),
            position_m: Vector3::from(exactly::<3>(&position)?) / 1000.0,
            velocity_m_s: Vector3::from(exactly::<3>(&velocity)?) / 1000.0,
        };
        if samples.last() == Some(&sample) {
            repeated += 1;
            continue;
        }
        require_later(&time, samples.last().map(|before| before.time_s), sample.time_s)?;
        samples.push(sample);
    }
    let (Some(first), Some(last), 2..) = (samples.first(), samples.last(), samples.len()) else {
        return Err(list.error("", "two elements GPS_Point or more", &samples.len().to_string()));
    };
    require_cover(&list, "an ephemeris", reference, [first.time_s, last.time_s], lines_s)?;
    require_velocities(&list, &samples)?;
    if repeated > 0 {
        remarks.push(format!("{repeated} points of the ephemeris stand twice in the datastrip; each counts once"));
    }
    if let Some(correction) = correction {
        for sample in &mut samples {
            sample.position_m += correction.at(sample);
        }
    }
    let interpolation_samples = INTERPOLATION_SAMPLES.min(samples.len() / 2 * 2);
    Ok(OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples })
}
