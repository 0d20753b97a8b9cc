//! The twelve arrays of an acquisition: dates, mounting, viewing directions.

use hifitime::Epoch;
use nalgebra::{Rotation3, Vector3};

use super::conventions::{HomothetyAxis, LineMoment, TransformationSense, TurnReading, VenusConventions, ViewAxes};
use super::line_date_file::{DATES, LineDateFile};
use super::moments::{from_microseconds, seconds_since};
use super::sensor_model_file::{SensorModelFile, Transformation};
use super::viewing_direction_file::{VENUS_COLUMNS, ViewingDirectionFile};
use crate::instrument::detector_unit_of;
use crate::instrument::location::ImageSize;
use crate::instrument::pushbroom::{ArrayDescription, LineDating, MountingStep, Polynomial, StretchOrder, TurnOrder};
use crate::product_files::error::ProductError;

/// Duration of a line, microseconds (`VE_Line_Time_Type`), with the microsecond to which dates are rounded.
const LINE_US: std::ops::RangeInclusive<u64> = 587..=10_001;

/// Most lines of uneven duration that a remark names.
const NAMED_LINES: usize = 5;

/// One array.
pub(super) fn array(
    number: usize,
    reference: Epoch,
    dates: &LineDateFile,
    model: &SensorModelFile,
    directions: &ViewingDirectionFile,
    conventions: &VenusConventions,
    remarks: &mut Vec<String>,
) -> Result<ArrayDescription, ProductError> {
    let band = format!("B{number:02}");
    let placed = &model.arrays[number - 1];
    if detector_unit_of(&band) != Some(placed.unit) {
        remarks.push(format!(
            "{band}: the sensor model places it on detector unit {}, which is not the usual one",
            placed.unit
        ));
    }
    let unit = &model.units[usize::from(placed.unit) - 1];
    let mounting = vec![
        step("instrument", &model.instrument, model, conventions)?,
        step(&format!("detector unit {}", placed.unit), unit, model, conventions)?,
        step(&format!("array {band}"), &placed.transformation, model, conventions)?,
    ];
    Ok(ArrayDescription {
        name: band.clone(),
        size: ImageSize { lines: dates.microseconds.len(), columns: VENUS_COLUMNS },
        dating: dating(reference, dates, conventions, remarks)?,
        mounting,
        lever_arm_in_body_m: Vector3::zeros(),
        directions: directions.tangents.iter().map(|tangents| direction(*tangents, conventions.view_axes)).collect(),
        band,
    })
}

/// Dates at the middle of the lines.
fn dating(
    reference: Epoch,
    file: &LineDateFile,
    conventions: &VenusConventions,
    remarks: &mut Vec<String>,
) -> Result<LineDating, ProductError> {
    let tags = &file.microseconds;
    let durations: Vec<u64> = tags.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut ordered = durations.clone();
    ordered.sort_unstable();
    let usual = ordered.get(ordered.len() / 2).copied().unwrap_or_default();
    if !LINE_US.contains(&usual) {
        return Err(file.header.error(DATES, "lines of 588 µs to 10000 µs", &format!("lines of {usual} µs (median)")));
    }
    let uneven: Vec<String> = durations
        .iter()
        .enumerate()
        .filter(|(_, duration)| duration.abs_diff(usual) * 2 > usual)
        .map(|(line, duration)| format!("{line} ({duration} µs)"))
        .collect();
    if !uneven.is_empty() {
        let named = uneven.iter().take(NAMED_LINES).cloned().collect::<Vec<_>>().join(", ");
        remarks.push(format!("{}: {} lines do not last the usual {usual} µs: {named}", file.band, uneven.len()));
    }
    let halves = match conventions.line_moment {
        LineMoment::Middle => 0.0,
        LineMoment::Beginning => 0.5e-6,
        LineMoment::End => -0.5e-6,
    };
    let times_s = tags
        .iter()
        .enumerate()
        .map(|(line, tag)| {
            // The last line has none after it: it is taken to last as long as the one before.
            let duration = durations[line.min(durations.len() - 1)] as f64;
            seconds_since(reference, from_microseconds(*tag, conventions.line_scale)) + halves * duration
        })
        .collect();
    Ok(LineDating::Table { times_s })
}

fn direction([tan_x, tan_y]: [f64; 2], axes: ViewAxes) -> [f64; 3] {
    match axes {
        ViewAxes::TurnsAboutAxes => [tan_y, -tan_x, 1.0],
        ViewAxes::OppositeTurns => [-tan_y, tan_x, 1.0],
        ViewAxes::AlongAxes => [tan_x, tan_y, 1.0],
    }
}

/// A transformation of the sensor model as a step of the mounting.
fn step(
    name: &str,
    transformation: &Transformation,
    model: &SensorModelFile,
    conventions: &VenusConventions,
) -> Result<MountingStep, ProductError> {
    let mut order = transformation.order;
    if conventions.turn_reading == TurnReading::Sequence {
        order.reverse();
    }
    let (turns, turn_order) = match order {
        [0, 1, 2] => (transformation.turns_rad, TurnOrder::Xyz),
        [2, 1, 0] => (transformation.turns_rad, TurnOrder::Zyx),
        _ => {
            let equal = equal_turns(&transformation.turns_rad, order).ok_or_else(|| {
                let needed = "turns that can be written as Rx Ry Rz, with y between a quarter turn back and one forth";
                model.header.error(
                    &format!("Rotation of {name}"),
                    needed,
                    &format!("{:?} rad", transformation.turns_rad),
                )
            })?;
            (equal, TurnOrder::Xyz)
        }
    };
    let given_inwards = conventions.transformation_sense == TransformationSense::OuterToInner;
    // T takes outer vectors to inner ones, or inner to outer; the stretch acts on the side of T where its axis is.
    let stretch_order = if given_inwards == (conventions.homothety_axis == HomothetyAxis::Inner) {
        StretchOrder::AfterTurns
    } else {
        StretchOrder::BeforeTurns
    };
    Ok(MountingStep {
        name: name.to_owned(),
        turns: turns.map(Polynomial::constant),
        turn_order,
        stretch_z: Polynomial::constant(transformation.homothety_z),
        stretch_order,
        given_inwards,
    })
}

/// The turns x, y, z whose product Rx Ry Rz is the product of the given turns in another order. None near a quarter turn about y, where they are
/// not unique.
fn equal_turns(turns: &[f64; 3], order: [usize; 3]) -> Option<[f64; 3]> {
    let axes = [Vector3::x_axis(), Vector3::y_axis(), Vector3::z_axis()];
    let product = order
        .iter()
        .fold(Rotation3::identity(), |product, axis| product * Rotation3::from_axis_angle(&axes[*axis], turns[*axis]));
    let m = product.matrix();
    let sine = m[(0, 2)];
    if sine.abs() > 1.0 - 1e-9 {
        return None;
    }
    let y = sine.atan2(m[(0, 0)].hypot(m[(0, 1)]));
    Some([(-m[(1, 2)]).atan2(m[(2, 2)]), y, (-m[(0, 1)]).atan2(m[(0, 0)])])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_in_any_order_are_rewritten_as_the_same_turn() {
        let turns = [0.3, -0.2, 1.1];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let [x, y, z] = equal_turns(&turns, order).unwrap();
            let about = |axis, angle| Rotation3::from_axis_angle(&axis, angle);
            let again = about(Vector3::x_axis(), x) * about(Vector3::y_axis(), y) * about(Vector3::z_axis(), z);
            let axes = [Vector3::x_axis(), Vector3::y_axis(), Vector3::z_axis()];
            let given = about(axes[order[0]], turns[order[0]])
                * about(axes[order[1]], turns[order[1]])
                * about(axes[order[2]], turns[order[2]]);
            assert!((again.matrix() - given.matrix()).norm() < 1e-14, "{order:?}");
        }
        assert_eq!(equal_turns(&[0.0, std::f64::consts::FRAC_PI_2, 0.0], [1, 0, 2]), None);
    }
}
