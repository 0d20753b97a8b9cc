//! How the instrument sits in the satellite (SPAMOD): piloting frame → instrument → focal plane → detector.
//!
//! Each transformation is given from the outer frame to the inner one: a vector is turned about z, then x, then y, by right-handed turns
//! (msi = Ry · Rx · Rz · piloting). The scale acts on the way outwards, on z: after the turns back for `ROTATION_THEN_SCALE`, before
//! them for `SCALE_THEN_ROTATION`. Corrections of a refining add to the angles and to the scale. (Order and signs: those with which
//! sen2vm's reference grids are met to 1e-9°.)

use crate::instrument::pushbroom::{MountingStep, Polynomial, StretchOrder, TurnOrder};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

use super::band::{Band, with_attribute};
use super::refining::{FOCAL_PLANES, Refining, StateCorrection};

/// Largest angle of a mounting that is believed, radians.
const GREATEST_ANGLE: f64 = 0.2;

/// The chain of small turns of the array of a band on a detector, from the satellite's piloting frame inwards.
pub(super) fn mounting(
    spacecraft_model: &XmlDocument,
    band: Band,
    detector: &str,
    refining: Option<&Refining>,
) -> Result<Vec<MountingStep>, ProductError> {
    let data = spacecraft_model.root().get("DATA")?;
    let none = StateCorrection::default();
    let plane = FOCAL_PLANES.iter().position(|name| *name == band.focal_plane).unwrap_or(0);
    let of_instrument = refining.map_or(&none, |refining| &refining.instrument);
    let of_plane = refining.map_or(&none, |refining| &refining.focal_planes[plane]);
    let instrument = data.get("PILOTING_TO_MSI_FRAME")?;
    let (focal_plane, detectors, child) = match band.focal_plane {
        "SWIR" => ("MSI_TO_FOCAL_PLANE/MSI_TO_SWIR", "FOCAL_PLANE_TO_DETECTOR", "FOCAL_PLANE_TO_DETECTOR_SWIR"),
        _ => ("MSI_TO_FOCAL_PLANE/MSI_TO_VNIR", "FOCAL_PLANE_TO_DETECTOR", "FOCAL_PLANE_TO_DETECTOR_VNIR"),
    };
    let focal_plane = data.get(focal_plane)?;
    let in_plane = with_attribute(&data.get(detectors)?, child, "detector_id", detector)?;
    let mut steps = transformation(&instrument, "instrument", of_instrument)?;
    steps.extend(transformation(&focal_plane, &format!("focal plane {}", band.focal_plane), of_plane)?);
    steps.extend(transformation(&in_plane, &format!("detector {} D{detector}", band.focal_plane), &none)?);
    Ok(steps)
}

/// One transformation as one step, or as two where it turns about y: its sequence is none that a single step has.
fn transformation(
    place: &XmlPlace<'_>,
    name: &str,
    correction: &StateCorrection,
) -> Result<Vec<MountingStep>, ProductError> {
    let [x, y, z] = angles(place, correction)?;
    let (stretch_z, stretch_first) = stretch(place, correction)?;
    let mut outer = MountingStep::identity(name);
    let about_y_only = y.0.iter().any(|value| *value != 0.0).then(|| {
        let mut inner = MountingStep::identity(&format!("{name} about y"));
        inner.turns[1] = y;
        inner
    });
    // Outwards: Rz(−z) · Rx(−x), then Ry(−y) further in.
    outer.turns = [x, Polynomial::default(), z];
    outer.turn_order = TurnOrder::Zyx;
    let order = if stretch_first { StretchOrder::BeforeTurns } else { StretchOrder::AfterTurns };
    let mut steps = vec![outer];
    steps.extend(about_y_only);
    // The stretch is at the end of the chain where it acts: inside all turns or outside of them.
    let stretched = if stretch_first { steps.last_mut() } else { steps.first_mut() };
    if let Some(step) = stretched {
        step.stretch_z = stretch_z;
        step.stretch_order = order;
    }
    Ok(steps)
}

/// Turns on the way outwards, about x, y and z.
fn angles(place: &XmlPlace<'_>, correction: &StateCorrection) -> Result<[Polynomial; 3], ProductError> {
    let mut turns: [Option<Polynomial>; 3] = [None, None, None];
    for name in ["R1", "R2", "R3"] {
        let turn = place.get(name)?;
        let axis = match turn.required_attribute("axis")? {
            "X" => 0,
            "Y" => 1,
            "Z" => 2,
            other => return Err(turn.error("@axis", "X, Y or Z", &format!("\"{other}\""))),
        };
        let unit = match turn.required_attribute("unit")? {
            "mrad" => 1e-3,
            "rad" => 1.0,
            "deg" => 1_f64.to_radians(),
            other => return Err(turn.error("@unit", "mrad, rad or deg", &format!("\"{other}\""))),
        };
        let angle = turn.number()? * unit;
        if angle.abs() > GREATEST_ANGLE {
            return Err(turn.wrong(&format!("an angle of at most {GREATEST_ANGLE} rad")));
        }
        let mut coefficients = correction.turns[axis].0.clone();
        match coefficients.first_mut() {
            Some(constant) => *constant += angle,
            None => coefficients.push(angle),
        }
        for value in &mut coefficients {
            *value = -*value;
        }
        if turns[axis].replace(Polynomial(coefficients)).is_some() {
            return Err(turn.error("@axis", "one turn about each of X, Y and Z", "two about the same"));
        }
    }
    Ok(turns.map(Option::unwrap_or_default))
}

/// Stretch along z, and whether it acts on a vector of the inner frame before the turns.
fn stretch(place: &XmlPlace<'_>, correction: &StateCorrection) -> Result<(Polynomial, bool), ProductError> {
    let factor = place.find("SCALE_FACTOR").map_or(Ok(1.0), |factor| factor.positive_number())?;
    let order = place.find("COMBINATION_ORDER");
    let first = match order.as_ref().map(XmlPlace::text) {
        Some("SCALE_THEN_ROTATION") => true,
        Some("ROTATION_THEN_SCALE") | None => false,
        Some(_) => {
            return Err(place.get("COMBINATION_ORDER")?.wrong("ROTATION_THEN_SCALE or SCALE_THEN_ROTATION"));
        }
    };
    let mut coefficients = correction.stretch_z.0.clone();
    match coefficients.first_mut() {
        Some(constant) => *constant += factor,
        None => coefficients.push(factor),
    }
    Ok((Polynomial(coefficients), first))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use nalgebra::{Matrix3, Rotation3, Vector3};

    use super::*;

    fn transformation_of(order: &str) -> Matrix3<f64> {
        let text = format!(
            "<T><R1 axis=\"X\" unit=\"mrad\">30</R1><R2 axis=\"Y\" unit=\"rad\">-0.02</R2><R3 axis=\"Z\" unit=\"mrad\">5</R3>\
             <SCALE_FACTOR>1.25</SCALE_FACTOR><COMBINATION_ORDER>{order}</COMBINATION_ORDER></T>"
        );
        let document = XmlDocument::parse(Path::new("some.xml"), &text).unwrap();
        let correction = StateCorrection {
            turns: [Polynomial(vec![0.01, 0.002]), Polynomial::default(), Polynomial::default()],
            stretch_z: Polynomial(vec![0.25]),
        };
        let steps = transformation(&document.root(), "test", &correction).unwrap();
        steps.iter().map(|step| step.parent_from_child(10.0).unwrap()).product()
    }

    #[test]
    fn turns_are_undone_on_the_way_outwards_and_the_scale_acts_in_its_order() {
        let about = |axis, angle: f64| Rotation3::from_axis_angle(&axis, angle);
        // 0.03 + 0.01 + 0.002 · 10 about x.
        let inwards =
            about(Vector3::y_axis(), -0.02) * about(Vector3::x_axis(), 0.06) * about(Vector3::z_axis(), 0.005);
        let outwards = inwards.inverse();
        let scale = Matrix3::from_diagonal(&Vector3::new(1.0, 1.0, 1.5));
        assert!((transformation_of("ROTATION_THEN_SCALE") - scale * outwards.matrix()).norm() < 1e-15);
        assert!((transformation_of("SCALE_THEN_ROTATION") - outwards.matrix() * scale).norm() < 1e-15);
    }
}
