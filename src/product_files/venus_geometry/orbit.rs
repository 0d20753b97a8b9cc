//! The orbit of an acquisition from the records of its GPS receiver.

use nalgebra::Vector3;

use super::acquisition::VenusOptions;
use super::conventions::VelocitySense;
use super::moments::{from_week, gps_less_utc, seconds_since, utc};
use super::position_file::{PositionFile, PositionRecord, RECORDS};
use super::series::{ImageSpan, Timed, intervals_over_image, merged, root_mean_square};
use crate::instrument::pushbroom::{OrbitSample, OrbitSamples, ReferenceFrame};
use crate::product_files::error::ProductError;

/// Seconds before and after the image that are kept.
const MARGIN_S: f64 = 30.0;

/// Samples of one interpolation.
const INTERPOLATION_SAMPLES: usize = 8;

/// Distances from the Earth's centre between which the satellite flew, with much to spare: 400 km to 720 km above ground.
const RADII_M: std::ops::RangeInclusive<f64> = 6_500_000.0..=7_500_000.0;

/// Turn of the Earth, rad/s (nominal rate of WGS 84).
const EARTH_RATE_RAD_S: f64 = 7.292_115e-5;

/// Difference between velocities and positions above which they do not belong together, m/s; the turn of the Earth makes some 500.
const GREATEST_DISAGREEMENT_M_S: f64 = 50.0;

/// The orbit over the image and [`MARGIN_S`] around it.
pub(super) fn orbit(
    files: &[PositionFile],
    image: &ImageSpan,
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<OrbitSamples, ProductError> {
    let records = merged(timed(files, image, options, remarks)?, "/GPS_Time")?;
    if let (true, Some(file)) = (records.is_empty(), files.first()) {
        return Err(file.header.error(RECORDS, "positions", "none"));
    }
    let intervals = intervals_over_image(&records, image, options.greatest_position_gap_s, "positions")?;
    let greatest = intervals.iter().copied().fold(0.0, f64::max);
    let n_gaps = intervals.iter().filter(|interval| **interval > 1.5).count();
    if n_gaps > 0 {
        remarks
            .push(format!("positions: {n_gaps} gaps over the image, the longest {greatest} s, are interpolated over"));
    }
    let kept: Vec<Timed<'_, PositionRecord>> = records
        .into_iter()
        .filter(|timed| image.first_s - MARGIN_S <= timed.time_s && timed.time_s <= image.last_s + MARGIN_S)
        .collect();
    for timed in &kept {
        let radius = Vector3::from(timed.record.position_m).norm();
        if !RADII_M.contains(&radius) {
            let needed = "a position between 6500 km and 7500 km from the Earth's centre";
            return Err(timed.error("/PositionXYZ", needed, &format!("{:.1} km", radius / 1000.0)));
        }
    }
    let samples: Vec<OrbitSample> =
        kept.iter().map(|timed| sample(timed, options.conventions.velocity_sense)).collect();
    against_positions(&kept, &samples, options, remarks)?;
    qualities(&kept, remarks);
    let interpolation_samples = INTERPOLATION_SAMPLES.min(samples.len() / 2 * 2);
    Ok(OrbitSamples { frame: ReferenceFrame::Itrf, samples, interpolation_samples })
}

fn timed<'a>(
    files: &'a [PositionFile],
    image: &ImageSpan,
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<Vec<Timed<'a, PositionRecord>>, ProductError> {
    let mut records = Vec::new();
    let mut most_added = 0;
    for file in files {
        for (index, record) in file.records.iter().enumerate() {
            let element = format!("{RECORDS}[{}]", index + 1);
            let Some((moment, added)) = from_week(record, &options.conventions) else {
                let needed = "a week of the mission's life, 2017-08-02 to 2025-01-01, with the conventions week_origin and week_count";
                return Err(file.header.error(&format!("{element}/GPS_Week"), needed, &record.week.to_string()));
            };
            most_added = most_added.max(added);
            let expected = gps_less_utc(moment);
            if i32::from(record.utc_offset_s) != expected {
                let needed = format!("{expected} s, GPS time less UTC at {}", utc(moment));
                return Err(file.header.error(
                    &format!("{element}/UTC_Offset"),
                    &needed,
                    &record.utc_offset_s.to_string(),
                ));
            }
            let time_s = seconds_since(image.reference, moment);
            records.push(Timed { moment, time_s, header: &file.header, element, record });
        }
    }
    if most_added > 0 {
        remarks.push(format!("positions: {most_added} weeks were added to GPS weeks that had rolled over"));
    }
    Ok(records)
}

fn sample(timed: &Timed<'_, PositionRecord>, sense: VelocitySense) -> OrbitSample {
    let position_m = Vector3::from(timed.record.position_m);
    let written = Vector3::from(timed.record.velocity_m_s);
    let velocity_m_s = match sense {
        VelocitySense::EarthRelative => written,
        VelocitySense::Inertial => written - frame_velocity(&position_m),
    };
    OrbitSample { time_s: timed.time_s, position_m, velocity_m_s }
}

/// Velocity of the turning frame at a position.
pub(super) fn frame_velocity(position_m: &Vector3<f64>) -> Vector3<f64> {
    Vector3::new(0.0, 0.0, EARTH_RATE_RAD_S).cross(position_m)
}

/// Holds velocities against the differences of positions, which settle whether the turn of the Earth is in them.
fn against_positions(
    records: &[Timed<'_, PositionRecord>],
    samples: &[OrbitSample],
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<(), ProductError> {
    let turn = match options.conventions.velocity_sense {
        VelocitySense::EarthRelative => -1.0,
        VelocitySense::Inertial => 1.0,
    };
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for pair in samples.windows(2).filter(|pair| pair[1].time_s - pair[0].time_s < 2.5) {
        let moved = (pair[1].position_m - pair[0].position_m) / (pair[1].time_s - pair[0].time_s);
        let difference = (pair[0].velocity_m_s + pair[1].velocity_m_s) / 2.0 - moved;
        own.push(difference.norm_squared());
        other.push((difference + frame_velocity(&pair[0].position_m) * turn).norm_squared());
    }
    let (own, other) = (root_mean_square(&own), root_mean_square(&other));
    if let Some(first) = records.first()
        && own > GREATEST_DISAGREEMENT_M_S
    {
        let needed = format!(
            "velocities that agree with the positions to {GREATEST_DISAGREEMENT_M_S} m/s under the convention velocity_sense = {:?}",
            options.conventions.velocity_sense
        );
        let found = format!("a difference of {own:.1} m/s rms, and of {other:.1} m/s with the other sense");
        return Err(first.error("/VelocityXYZ", &needed, &found));
    }
    remarks.push(format!("positions: velocities agree with the differences of positions to {own:.3} m/s rms"));
    Ok(())
}

fn qualities(records: &[Timed<'_, PositionRecord>], remarks: &mut Vec<String>) {
    let worst =
        |figure: fn(&PositionRecord) -> f64| records.iter().map(|timed| figure(timed.record)).fold(0.0, f64::max);
    let count = |flag: fn(&PositionRecord) -> bool| records.iter().filter(|timed| flag(timed.record)).count();
    remarks.push(format!(
        "positions: worst figures of merit {} m, {} m/s, {} (time, as written), dilution {}; \
         of {} records, {} positions and {} velocities come from the filter, {} with a hardware status that is not 0",
        worst(|record| record.position_quality_m),
        worst(|record| record.velocity_quality_m_s),
        worst(|record| record.time_quality),
        worst(|record| record.dilution),
        records.len(),
        count(|record| record.position_from_filter),
        count(|record| record.velocity_from_filter),
        count(|record| record.hardware_status != 0),
    ));
}
