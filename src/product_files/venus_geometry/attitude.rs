//! The attitude of an acquisition from its records.

use hifitime::Duration;
use nalgebra::{Quaternion, UnitQuaternion, Vector3};

use super::acquisition::VenusOptions;
use super::attitude_file::{AttitudeFile, AttitudeRecord, RECORDS, StarTrackers};
use super::conventions::{AttitudeSource, CycleMoment, InertialFrame, QuaternionSense};
use super::moments::{from_days, seconds_since};
use super::series::{ImageSpan, Timed, intervals_over_image, merged, root_mean_square};
use crate::instrument::pushbroom::{AttitudeData, AttitudeInterpolation, AttitudeSample, ReferenceFrame};
use crate::product_files::error::ProductError;

/// Farthest from 1 that the norm of a quaternion may be; the file's 32-bit numbers leave 1e-7.
const NORM_TOLERANCE: f64 = 1e-3;

/// Seconds before and after the image that are kept.
const MARGIN_S: f64 = 10.0;

/// Nominal cycle of the attitude control.
const CYCLE_S: f64 = 0.1;

/// The attitude over the image and [`MARGIN_S`] around it.
pub(super) fn attitude(
    files: &[AttitudeFile],
    image: &ImageSpan,
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<AttitudeData, ProductError> {
    let mut records = merged(timed(files, image, options)?, "/MJD_Time")?;
    if options.conventions.attitude_source == AttitudeSource::Measured {
        records.retain(|timed| timed.record.star_trackers != StarTrackers::None);
    }
    if let (true, Some(file)) = (records.is_empty(), files.first()) {
        let needed = "attitudes, under attitude_source = measured with a valid star tracker";
        return Err(file.header.error(RECORDS, needed, "none"));
    }
    let intervals = intervals_over_image(&records, image, options.greatest_attitude_gap_s, "attitudes")?;
    let greatest = intervals.iter().copied().fold(0.0, f64::max);
    let n_gaps = intervals.iter().filter(|interval| **interval > 1.5 * CYCLE_S).count();
    if n_gaps > 0 {
        remarks.push(format!(
            "attitude: {n_gaps} gaps over the image, the longest {greatest:.3} s, are interpolated over"
        ));
    }
    let over_image: Vec<&Timed<'_, AttitudeRecord>> =
        records.iter().filter(|timed| image.first_s <= timed.time_s && timed.time_s <= image.last_s).collect();
    star_trackers(&over_image, image, options, remarks)?;
    let kept: Vec<&Timed<'_, AttitudeRecord>> = records
        .iter()
        .filter(|timed| image.first_s - MARGIN_S <= timed.time_s && timed.time_s <= image.last_s + MARGIN_S)
        .collect();
    let samples: Vec<AttitudeSample> = kept.iter().map(|timed| sample(timed, options)).collect::<Result<_, _>>()?;
    against_rates(&kept, &samples, options, remarks)?;
    let frame = match options.conventions.attitude_frame {
        InertialFrame::MeanOfDate => ReferenceFrame::MeanOfDate,
        InertialFrame::TrueOfDate => ReferenceFrame::TrueOfDate,
        InertialFrame::Eme2000 => ReferenceFrame::Eme2000,
        InertialFrame::Gcrs => ReferenceFrame::Gcrs,
    };
    Ok(AttitudeData::Samples {
        frame,
        samples,
        interpolation: AttitudeInterpolation::GreatArcs,
        greatest_gap_s: options.greatest_attitude_gap_s,
    })
}

fn timed<'a>(
    files: &'a [AttitudeFile],
    image: &ImageSpan,
    options: &VenusOptions,
) -> Result<Vec<Timed<'a, AttitudeRecord>>, ProductError> {
    let shift_s = match options.conventions.attitude_moment {
        CycleMoment::Beginning => 0.0,
        CycleMoment::Middle => CYCLE_S / 2.0,
        CycleMoment::End => CYCLE_S,
    };
    let mut records = Vec::new();
    for file in files {
        for (index, record) in file.records.iter().enumerate() {
            let element = format!("{RECORDS}[{}]", index + 1);
            let Some(beginning) = from_days(record.mjd_days, &options.conventions) else {
                let found = record.mjd_days.to_string();
                return Err(file.header.error(&format!("{element}/MJD_Time"), "days from 0 to 100000", &found));
            };
            let moment = beginning + Duration::from_seconds(shift_s);
            records.push(Timed {
                moment,
                time_s: seconds_since(image.reference, moment),
                header: &file.header,
                element,
                record,
            });
        }
    }
    Ok(records)
}

fn sample(timed: &Timed<'_, AttitudeRecord>, options: &VenusOptions) -> Result<AttitudeSample, ProductError> {
    let (element, [i, j, k, scalar]) = match options.conventions.attitude_source {
        AttitudeSource::Estimated => ("/Estimated_Attitudes", timed.record.estimated),
        AttitudeSource::Measured => ("/Str_Measured_Attitudes", timed.record.measured),
    };
    let written = Quaternion::new(scalar, i, j, k);
    let norm = written.norm();
    if norm.is_nan() || (norm - 1.0).abs() > NORM_TOLERANCE {
        let needed = format!("a quaternion of norm 1 to within {NORM_TOLERANCE}");
        return Err(timed.error(element, &needed, &format!("norm {norm:.6} ({i} {j} {k} {scalar})")));
    }
    let turn = UnitQuaternion::from_quaternion(written);
    let frame_from_body = match options.conventions.quaternion_sense {
        QuaternionSense::BodyToInertial => turn,
        QuaternionSense::InertialToBody => turn.inverse(),
    };
    Ok(AttitudeSample { time_s: timed.time_s, frame_from_body })
}

/// States what the star trackers did over the image; the estimate may live without them for a while only.
fn star_trackers(
    records: &[&Timed<'_, AttitudeRecord>],
    image: &ImageSpan,
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<(), ProductError> {
    let mut blind_since: Option<f64> = None;
    let (mut n_blind, mut longest) = (0, 0.0_f64);
    for timed in records {
        if timed.record.star_trackers != StarTrackers::None {
            blind_since = None;
            continue;
        }
        n_blind += 1;
        let since = *blind_since.get_or_insert(timed.time_s);
        longest = longest.max(timed.time_s - since + CYCLE_S);
        if longest > options.longest_without_star_tracker_s + 1e-6 {
            let needed =
                format!("no more than {} s without a valid star tracker", options.longest_without_star_tracker_s);
            let found = format!("none valid from {} to {}", image.said(since), image.said(timed.time_s));
            return Err(timed.error("/Str_Valid_Flag", &needed, &found));
        }
    }
    let count = |wanted| records.iter().filter(|timed| timed.record.star_trackers == wanted).count();
    remarks.push(format!(
        "attitude: of {} records over the image, {} rest on both star trackers, {} on the first, {} on the second, \
         {n_blind} on none (at most {longest:.1} s at a time)",
        records.len(),
        count(StarTrackers::Both),
        count(StarTrackers::First),
        count(StarTrackers::Second),
    ));
    let variances: Vec<f64> = records.iter().map(|timed| timed.record.star_tracker_variance_rad2).collect();
    let sigma_arcsec = root_mean_square(&variances).to_degrees() * 3600.0;
    remarks.push(format!("attitude: standard deviation of the star trackers as written, {sigma_arcsec:.2}\" rms"));
    Ok(())
}

/// Holds the quaternions against the angular velocities of the same file, which settle the sense of the quaternions: read the wrong way, a turn
/// about an axis of the body appears as the opposite turn about an axis of the inertial frame.
fn against_rates(
    records: &[&Timed<'_, AttitudeRecord>],
    samples: &[AttitudeSample],
    options: &VenusOptions,
    remarks: &mut Vec<String>,
) -> Result<(), ProductError> {
    let (mut own, mut opposite, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for (pair, timed) in samples.windows(2).zip(records.iter().skip(1)) {
        let interval = pair[1].time_s - pair[0].time_s;
        if (interval - CYCLE_S).abs() > CYCLE_S / 2.0 {
            continue;
        }
        let rate = Vector3::from(timed.record.angular_velocity_rad_s);
        let (before, now) = (pair[0].frame_from_body, pair[1].frame_from_body);
        own.push(((before.inverse() * now).scaled_axis() / interval - rate).norm_squared());
        opposite.push(((before * now.inverse()).scaled_axis() / interval - rate).norm_squared());
        rates.push(rate.norm_squared());
    }
    let (own, opposite, rate) = (root_mean_square(&own), root_mean_square(&opposite), root_mean_square(&rates));
    // The file's 32-bit quaternions leave some 1e-6 rad/s; an orbit turns by 1e-3 rad/s.
    if let Some(first) = records.first()
        && rate > 1e-4
        && own > 0.5 * rate
        && opposite < 0.1 * rate
    {
        let needed = format!(
            "quaternions that turn as Estimated_Velocity_XYZ says under the convention quaternion_sense = {:?}",
            options.conventions.quaternion_sense
        );
        let found = format!("a difference of {own:.2e} rad/s rms, and of {opposite:.2e} rad/s with the other sense");
        return Err(first.error("", &needed, &found));
    }
    remarks.push(format!(
        "attitude: the quaternions turn as the angular velocities of the file say to within {own:.2e} rad/s rms of {rate:.2e} rad/s"
    ));
    Ok(())
}
