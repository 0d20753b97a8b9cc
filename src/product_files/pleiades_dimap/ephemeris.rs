//! The orbit: positions on the axes of ITRF, and velocities of the inertial motion on those same axes.

use nalgebra::Vector3;

use crate::earth::{EARTH_ROTATION_RATE_RAD_S, Epoch, TimeScale, seconds_between};
use crate::instrument::pushbroom::{OrbitSample, OrbitSamples, ReferenceFrame};
use crate::product_files::acquisition_elements::{
    exactly, moment, require_cover, require_later, require_unit, require_velocities,
};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Samples that one interpolating polynomial goes through.
const INTERPOLATION_SAMPLES: usize = 8;

/// The samples of `Sensor_Ephemeris`, with ω × r taken off the velocities, which makes them relative to the turning Earth.
pub(super) fn read(model: &XmlPlace<'_>, reference: Epoch, lines_s: [f64; 2]) -> Result<OrbitSamples, ProductError> {
    let list = model.get("Sensor_Ephemeris/Point_List")?;
    let mut samples: Vec<OrbitSample> = Vec::new();
    for point in list.all("Point") {
        let time = point.get("UTC_TIME")?;
        let time_s = seconds_between(reference, moment(&time, TimeScale::UTC)?);
        require_later(&time, samples.last().map(|sample| sample.time_s), time_s)?;
        let (location, velocity) = (point.get("LOCATION_VALUES")?, point.get("VELOCITY_VALUES")?);
        require_unit(&location, "m")?;
        require_unit(&velocity, "m/s")?;
        let position_m = Vector3::from(exactly::<3>(&location)?);
        let of_the_earth = Vector3::new(0.0, 0.0, EARTH_ROTATION_RATE_RAD_S).cross(&position_m);
        samples.push(OrbitSample {
            time_s,
            position_m,
            velocity_m_s: Vector3::from(exactly::<3>(&velocity)?) - of_the_earth,
        });
    }
    let (Some(first), Some(last), 2..) = (samples.first(), samples.last(), samples.len()) else {
        return Err(list.error("", "two elements Point or more", &samples.len().to_string()));
    };
    require_cover(&list, "an ephemeris", reference, [first.time_s, last.time_s], lines_s)?;
    require_velocities(&list, &samples)?;
    let interpolation_samples = INTERPOLATION_SAMPLES.min(samples.len() / 2 * 2);
    Ok(OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples })
}
