//! The attitude: the corrected quaternions, which turn the piloting frame of the satellite into the mean frame of J2000.

use crate::earth::{Epoch, TimeScale, seconds_between};
use crate::instrument::pushbroom::{AttitudeData, AttitudeInterpolation, AttitudeSample, ReferenceFrame};
use crate::product_files::acquisition_elements::{exactly, moment, require_cover, require_later, unit_quaternion};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlPlace;

/// Longest interval that is interpolated over: two samples of the 10 Hz may be missing in a row.
const GREATEST_GAP_S: f64 = 0.35;

/// What the producer's own location does between samples (found by fitting its reference grids, which it meets to 1·10⁻⁸ °; great arcs are up to 0.4 m away,
/// because the attitude trembles at its 10 Hz).
const INTERPOLATION: AttitudeInterpolation = AttitudeInterpolation::NearestParabola { samples: 8 };

/// Quality of attitudes from two star trackers; anything else is remarked on.
const BEST_QUALITY: &str = "TWO_VALID_STR";

/// The samples of `Corrected_Attitudes`: scalar part last, times in the scale of GPS. Samples marked as not valid are left out (the peer takes
/// them); a sample given twice, all the same, counts once.
pub(super) fn read(
    root: &XmlPlace<'_>,
    reference: Epoch,
    lines_s: [f64; 2],
    remarks: &mut Vec<String>,
) -> Result<AttitudeData, ProductError> {
    let list = root.get("Satellite_Ancillary_Data_Info/Attitudes/Corrected_Attitudes")?;
    let mut samples: Vec<AttitudeSample> = Vec::new();
    let (mut not_valid, mut repeated, mut of_less_quality) = (0, 0, 0);
    for values in list.all("Values") {
        let time = values.get("GPS_TIME")?;
        let time_s = seconds_between(reference, moment(&time, TimeScale::GPST)?);
        if !values.get("QUATERNION_VALIDITY")?.truth()? {
            not_valid += 1;
            continue;
        }
        let place = values.get("QUATERNION_VALUES")?;
        let [x, y, z, scalar] = exactly::<4>(&place)?;
        let sample = AttitudeSample { time_s, frame_from_body: unit_quaternion(&place, scalar, [x, y, z])? };
        if samples.last() == Some(&sample) {
            repeated += 1;
            continue;
        }
        require_later(&time, samples.last().map(|before| before.time_s), time_s)?;
        if values.find("ATTITUDE_QUALITY_INDICATOR").is_some_and(|quality| quality.text() != BEST_QUALITY) {
            of_less_quality += 1;
        }
        samples.push(sample);
    }
    let (Some(first), Some(last), 2..) = (samples.first(), samples.last(), samples.len()) else {
        return Err(list.error("", "two valid elements Values or more", &samples.len().to_string()));
    };
    require_cover(&list, "an attitude", reference, [first.time_s, last.time_s], lines_s)?;
    let of = |count: i32| format!("{count} of the {} attitudes", list.all("Values").count());
    if not_valid > 0 {
        remarks.push(format!("{} are marked as not valid and were left out", of(not_valid)));
    }
    if repeated > 0 {
        remarks.push(format!("{} stand twice in the datastrip; each counts once", of(repeated)));
    }
    if of_less_quality > 0 {
        remarks.push(format!("{} are of another quality than {BEST_QUALITY} and were used", of(of_less_quality)));
    }
    let gaps = samples.windows(2).filter(|pair| pair[1].time_s - pair[0].time_s > GREATEST_GAP_S).count();
    if gaps > 0 {
        remarks
            .push(format!("the attitude has {gaps} gaps of more than {GREATEST_GAP_S} s, in which nothing is located"));
    }
    Ok(AttitudeData::Samples {
        frame: ReferenceFrame::Eme2000,
        samples,
        interpolation: INTERPOLATION,
        greatest_gap_s: GREATEST_GAP_S,
    })
}
