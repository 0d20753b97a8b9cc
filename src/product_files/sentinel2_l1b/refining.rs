//! Corrections of the geometry that were estimated on a reference image: polynomials of the seconds since the middle of the datastrip.

use nalgebra::Vector3;

use crate::earth::EARTH_ROTATION_RATE_RAD_S;
use crate::instrument::pushbroom::{OrbitSample, Polynomial};
use crate::product_files::acquisition_elements::polynomial;
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Corrections to add to the angles (radians) and to the scale of one transformation.
#[derive(Debug, Default)]
pub(super) struct StateCorrection {
    pub(super) turns: [Polynomial; 3],
    pub(super) stretch_z: Polynomial,
}

/// Corrections to add to the position, in the orbital frame: x along the orbital momentum, z to the centre of the Earth.
#[derive(Debug)]
pub(super) struct PositionCorrection([Polynomial; 3]);

/// All corrections of a datastrip.
#[derive(Debug, Default)]
pub(super) struct Refining {
    pub(super) position: Option<PositionCorrection>,
    pub(super) instrument: StateCorrection,
    /// Of the focal planes VNIR and SWIR.
    pub(super) focal_planes: [StateCorrection; 2],
}

/// Focal planes in the order of [`Refining::focal_planes`].
pub(super) const FOCAL_PLANES: [&str; 2] = ["VNIR", "SWIR"];

/// The corrections of a datastrip; none where it was not refined.
pub(super) fn read(root: &XmlPlace<'_>) -> Result<Option<Refining>, ProductError> {
    let info = root.get("Image_Data_Info/Geometric_Info")?;
    let flag = info.find("Image_Refining").and_then(|refining| refining.attribute("flag"));
    if flag != Some("REFINED") {
        return Ok(None);
    }
    let list = info.get("Refined_Corrections_List")?;
    let all: Vec<_> = list.all("Refined_Corrections").collect();
    let [corrections] = all.as_slice() else {
        return Err(list.error("", "one element Refined_Corrections", &all.len().to_string()));
    };
    let mut refining = Refining::default();
    if let Some(position) = corrections.find("Spacecraft_Position")
        && position.children().next().is_some()
    {
        refining.position = Some(PositionCorrection(three(&position)?));
    }
    if let Some(instrument) = corrections.find("MSI_State") {
        refining.instrument = state(&instrument)?;
    }
    for place in corrections.all("Focal_Plane_State") {
        let name = place.required_attribute("focalPlaneId")?;
        match FOCAL_PLANES.iter().position(|known| *known == name) {
            Some(index) => refining.focal_planes[index] = state(&place)?,
            None => return Err(place.error("@focalPlaneId", "VNIR or SWIR", &format!("\"{name}\""))),
        }
    }
    Ok(Some(refining))
}

fn state(place: &XmlPlace<'_>) -> Result<StateCorrection, ProductError> {
    let turns = place.find("Rotation").map(|rotation| three(&rotation)).transpose()?;
    let stretch = place.find("Homothety/Z").map(|stretch| polynomial(&stretch)).transpose()?;
    Ok(StateCorrection { turns: turns.unwrap_or_default(), stretch_z: Polynomial(stretch.unwrap_or_default()) })
}

fn three(place: &XmlPlace<'_>) -> Result<[Polynomial; 3], ProductError> {
    let axis = |name: &str| Ok::<_, ProductError>(Polynomial(polynomial(&place.get(name)?)?));
    Ok([axis("X")?, axis("Y")?, axis("Z")?])
}

impl PositionCorrection {
    /// In ITRF, metres.
    pub(super) fn at(&self, sample: &OrbitSample) -> Vector3<f64> {
        let inertial =
            sample.velocity_m_s + Vector3::new(0.0, 0.0, EARTH_ROTATION_RATE_RAD_S).cross(&sample.position_m);
        let x = sample.position_m.cross(&inertial).normalize();
        let z = -sample.position_m.normalize();
        let [along_x, along_y, along_z] = [0, 1, 2].map(|axis| self.0[axis].at(sample.time_s));
        x * along_x + z.cross(&x) * along_y + z * along_z
    }
}
