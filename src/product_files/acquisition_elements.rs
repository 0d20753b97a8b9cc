//! What the files of an acquisition have in common: moments, vectors, quaternions, and the checks that hold a list of them together.

use nalgebra::{Quaternion, UnitQuaternion, Vector3};

use super::error::ProductError;
use super::xml_tree::XmlPlace;
use crate::earth::{
    Epoch, TimeScale, epoch_after, epoch_from_text, tai_minus_utc_s, utc_day_and_nanoseconds, utc_text,
};
use crate::instrument::pushbroom::OrbitSample;

/// Largest departure of a quaternion's norm from 1.
const NORM_TOLERANCE: f64 = 1e-3;

/// Largest contradiction between a change of position and the velocities beside it, m/s: at 60 s the curvature of an orbit makes 3 m/s.
const VELOCITY_TOLERANCE_M_S: f64 = 10.0;

/// Longest interval over which positions and velocities are held against each other, in seconds.
const VELOCITY_INTERVAL_S: f64 = 60.0;

/// Most numbers in one element, and most lines or columns of one array.
pub(super) const COUNT_LIMIT: usize = 1_000_000;

/// The text as finite numbers between white space.
pub(super) fn numbers(place: &XmlPlace<'_>) -> Result<Vec<f64>, ProductError> {
    let mut values = Vec::new();
    for (index, word) in place.text().split_ascii_whitespace().enumerate() {
        if index >= COUNT_LIMIT {
            return Err(place.error("", &format!("at most {COUNT_LIMIT} numbers"), "more"));
        }
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => values.push(value),
            _ => {
                let found = format!("\"{}\" as number {}", word.chars().take(40).collect::<String>(), index + 1);
                return Err(place.error("", "finite numbers", &found));
            }
        }
    }
    Ok(values)
}

/// The text as exactly `N` finite numbers.
pub(super) fn exactly<const N: usize>(place: &XmlPlace<'_>) -> Result<[f64; N], ProductError> {
    let values = numbers(place)?;
    let found = values.len();
    values.try_into().map_err(|_| place.error("", &format!("{N} numbers"), &found.to_string()))
}

/// The text as a number of lines or columns.
pub(super) fn count(place: &XmlPlace<'_>) -> Result<usize, ProductError> {
    let value: usize = place.whole_number()?;
    if (1..=COUNT_LIMIT).contains(&value) {
        Ok(value)
    } else {
        Err(place.wrong(&format!("a whole number from 1 to {COUNT_LIMIT}")))
    }
}

/// Checks the unit that an element names.
pub(super) fn require_unit(place: &XmlPlace<'_>, unit: &str) -> Result<(), ProductError> {
    match place.attribute("unit") {
        Some(found) if found == unit => Ok(()),
        found => Err(place.error("@unit", &format!("\"{unit}\""), &format!("\"{}\"", found.unwrap_or("")))),
    }
}

/// Coefficients from the constant upwards, as many as the degree beside them says.
pub(super) fn polynomial(place: &XmlPlace<'_>) -> Result<Vec<f64>, ProductError> {
    let degree: usize = place.get("DEGREE")?.whole_number()?;
    let coefficients = place.get("COEFFICIENTS")?;
    let values = numbers(&coefficients)?;
    if degree.checked_add(1) == Some(values.len()) {
        return Ok(values);
    }
    let needed = format!("one number more than the degree, {degree}");
    Err(coefficients.error("", &needed, &format!("{} numbers", values.len())))
}

/// The text as a moment such as `2018-12-26T10:48:55.4490000Z` of a time scale, to the nanosecond.
pub(super) fn moment(place: &XmlPlace<'_>, scale: TimeScale) -> Result<Epoch, ProductError> {
    epoch_from_text(place.text(), scale).map_err(|error| place.wrong(&error.needed))
}

/// A quaternion whose norm is 1 within a thousandth.
pub(super) fn unit_quaternion(
    place: &XmlPlace<'_>,
    scalar: f64,
    vector: [f64; 3],
) -> Result<UnitQuaternion<f64>, ProductError> {
    let quaternion = Quaternion::new(scalar, vector[0], vector[1], vector[2]);
    let norm = quaternion.norm();
    if (norm - 1.0).abs() <= NORM_TOLERANCE {
        Ok(UnitQuaternion::new_normalize(quaternion))
    } else {
        Err(place.error("", &format!("a quaternion of norm 1 within {NORM_TOLERANCE}"), &format!("the norm {norm}")))
    }
}

/// Checks that times grow from each sample to the next; `place` is the element of the later of the two.
pub(super) fn require_later(place: &XmlPlace<'_>, before_s: Option<f64>, time_s: f64) -> Result<(), ProductError> {
    match before_s {
        Some(before) if time_s <= before => {
            let found = if time_s < before { "an earlier one" } else { "the same time again" };
            Err(place.error(
                "",
                "a time later than that of the sample before",
                &format!("{found}: \"{}\"", place.text()),
            ))
        }
        _ => Ok(()),
    }
}

/// Checks that positions and velocities of neighbours agree, which tells units, frames and kinds of velocity apart.
pub(super) fn require_velocities(list: &XmlPlace<'_>, samples: &[OrbitSample]) -> Result<(), ProductError> {
    for (index, pair) in samples.windows(2).enumerate() {
        let interval_s = pair[1].time_s - pair[0].time_s;
        if interval_s > VELOCITY_INTERVAL_S {
            continue;
        }
        let by_positions: Vector3<f64> = (pair[1].position_m - pair[0].position_m) / interval_s;
        let off = (by_positions - (pair[0].velocity_m_s + pair[1].velocity_m_s) / 2.0).norm();
        if off.is_nan() || off > VELOCITY_TOLERANCE_M_S {
            let needed = format!(
                "velocities within {VELOCITY_TOLERANCE_M_S} m/s of the change of position from sample {} to {}",
                index + 1,
                index + 2
            );
            return Err(list.error("", &needed, &format!("{off:.1} m/s of difference")));
        }
    }
    Ok(())
}

/// Checks that samples from `covered` reach over the times of all lines; times in seconds since `reference`.
pub(super) fn require_cover(
    list: &XmlPlace<'_>,
    what: &str,
    reference: Epoch,
    covered_s: [f64; 2],
    needed_s: [f64; 2],
) -> Result<(), ProductError> {
    if covered_s[0] <= needed_s[0] && covered_s[1] >= needed_s[1] {
        return Ok(());
    }
    let span = |[from, to]: [f64; 2]| {
        format!("{} to {}", utc_text(epoch_after(reference, from)), utc_text(epoch_after(reference, to)))
    };
    Err(list.error("", &format!("{what} from {}", span(needed_s)), &span(covered_s)))
}

/// TAI − UTC at a moment as the table of leap seconds has it; a figure in a file, as `place` gives it, must agree after `offset_s` is added.
pub(super) fn require_leap_seconds(
    place: Option<&XmlPlace<'_>>,
    offset_s: f64,
    reference: Epoch,
) -> Result<f64, ProductError> {
    let day = utc_day_and_nanoseconds(reference).map_or(0, |(day, _)| day);
    let known = tai_minus_utc_s(day).unwrap_or_default() as f64;
    if let Some(place) = place {
        require_unit(place, "s")?;
        if (place.number()? + offset_s - known).abs() > 1e-9 {
            let needed = format!("{} s, with {known} s of TAI − UTC on {}", known - offset_s, utc_text(reference));
            return Err(place.wrong(&needed));
        }
    }
    Ok(known)
}
