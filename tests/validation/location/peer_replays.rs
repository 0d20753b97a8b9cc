//! Every dump of Rugged that is there, located again from what the peer wrote down: frames, satellite, relief, sensor.

use std::path::PathBuf;
use std::sync::Arc;

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use viq::earth::terrain::Terrain;
use viq::earth::{GroundPoint, cartesian_from_geodetic};
use viq::instrument::location::{ImageSize, LocationFailure, LocationModel, meet_terrain};
use viq::instrument::pushbroom::{
    Acquisition, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, CelestialRotation, LineDating,
    LineState, OrbitSample, OrbitSamples, Platform, PushbroomArray, ReferenceFrame, SPEED_OF_LIGHT_M_S,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};

use super::case_table::{Case, judge};
use super::replay_dump::{Direct, Dump, Inverse, Transform};
use super::walking::{all_files, metres, short};

fn dumps() -> Vec<(String, Dump)> {
    let is_dump = |path: &PathBuf| {
        let text = |path: &PathBuf| String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
        path.extension().is_some_and(|extension| extension == "txt") && text(path).starts_with("# Rugged library dump")
    };
    all_files().into_iter().filter(is_dump).map(|path| (short(&path), Dump::read(&path))).collect()
}

/// The sensor at a moment, against an Earth that stands as it did some seconds earlier.
fn state(dump: &Dump, direct: &Direct, earlier_s: f64) -> LineState {
    let (transform, after) = dump.transform(direct.moment);
    let itrf_from_inertial = transform.itrf_from_inertial(after - earlier_s);
    let inertial_from_spacecraft = transform.inertial_from_spacecraft(after);
    let [position, velocity] = transform.position_and_velocity(after);
    LineState {
        origin_in_itrf: itrf_from_inertial * (position + inertial_from_spacecraft * direct.position_in_spacecraft),
        inertial_velocity: itrf_from_inertial * velocity,
        itrf_from_array: itrf_from_inertial * inertial_from_spacecraft,
    }
}

/// The place at a height with our own light time: a turn of the ground about the pole of ITRF.
fn by_our_light_time(dump: &Dump, direct: &Direct, height_m: f64) -> Result<GroundPoint, LocationFailure> {
    let sight = state(dump, direct, 0.0).sight(direct.los_in_spacecraft, direct.corrections.aberration);
    sight.at_height(height_m, direct.corrections.light_time, None)
}

/// The same as the peer does it: with the dumped Earth of the moment at which the light left it, that is a turn about the very axis that the Earth
/// turns about, and with a distance from where the satellite was at its own moment to where the place was at the light's.
fn by_the_peers_light_time(dump: &Dump, direct: &Direct, height_m: f64) -> Result<GroundPoint, LocationFailure> {
    let satellite = state(dump, direct, 0.0).origin_in_itrf;
    let mut earlier_s = 0.0;
    for _ in 0..3 {
        let state = state(dump, direct, earlier_s);
        let place =
            state.sight(direct.los_in_spacecraft, direct.corrections.aberration).at_height(height_m, false, None)?;
        if !direct.corrections.light_time {
            return Ok(place);
        }
        earlier_s = (cartesian_from_geodetic(place) - satellite).norm() / SPEED_OF_LIGHT_M_S;
    }
    state(dump, direct, earlier_s)
        .sight(direct.los_in_spacecraft, direct.corrections.aberration)
        .at_height(height_m, false, None)
}

#[test]
fn direct_locations_of_the_peer_are_met_to_the_micrometre() {
    let mut cases = Vec::new();
    for (name, dump) in dumps().into_iter().filter(|(_, dump)| !dump.direct.is_empty()) {
        assert_eq!(dump.algorithm, "DUVENHAGE", "{name}: another way over the relief");
        let terrain = Terrain::new(Box::new(dump.relief()), 1 << 28);
        let mut met = Case::new(format!("{name}: direct on relief"), "m", 1e-6);
        // The peer ends by one step that is straight in longitude, latitude and height. Where that step was long, its place is off the straight
        // line of sight that it set out on; ours is on the line and on the surface, and the two are as far apart as the peer is off.
        let mut off = Case::new(format!("{name}: direct, the peer off its own sight"), "m", 2e-5);
        // Our own light time is a turn about the pole of ITRF, which the axis of the Earth's turn is up to 0.5″ from (2 µm here); and its distance is
        // that at one moment, while the peer's ends are 1.5 m of the Earth's turn apart (5 ns, 2 µm).
        let mut own_light_time = Case::new(format!("{name}: direct, our own light time"), "m", 1e-5);
        let mut own = Case::new(format!("{name}: the peer's place to its own sight"), "m", 2e-5);
        for direct in &dump.direct {
            assert!(!direct.corrections.refraction, "{name}: refraction is not expected here");
            let [exact, ours] = [by_the_peers_light_time, by_our_light_time].map(|place| {
                let sight = |height_m: f64| place(&dump, direct, height_m);
                meet_terrain(&sight, &mut terrain.cursor()).unwrap_or_else(|failure| panic!("{name}: {failure}"))
            });
            let on_sight = by_the_peers_light_time(&dump, direct, direct.expected.height_m).unwrap();
            let peer_off_m = metres(on_sight, direct.expected);
            own.add(peer_off_m);
            if peer_off_m < 5e-7 { &mut met } else { &mut off }.add(metres(exact, direct.expected));
            if direct.corrections.light_time {
                own_light_time.add(metres(ours, direct.expected));
            }
        }
        cases.extend([met, off, own, own_light_time].into_iter().filter(|case| !case.differences.is_empty()));
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}

/// The peer's Earth, shifted from one sample.
struct FromSample {
    transform: Transform,
    /// Seconds from the sample to the acquisition's reference.
    offset_s: f64,
}

impl CelestialRotation for FromSample {
    fn itrf_from_celestial(&self, time_s: f64) -> Matrix3<f64> {
        self.transform.itrf_from_inertial(time_s + self.offset_s)
    }
}

/// The dumped sensor on the dumped satellite: the sample nearest to the result, shifted over the image as the peer shifts it.
fn array(dump: &Dump, inverse: &Inverse) -> PushbroomArray {
    let sensor = &dump.sensor;
    let [line, _] = inverse.expected.unwrap();
    // The dating that was written down nearest to the result.
    let (dated_line, moment) =
        *sensor.datation.iter().min_by(|a, b| (a.0 - line).abs().total_cmp(&(b.0 - line).abs())).unwrap();
    let (transform, after) = dump.transform(moment);
    let reference = moment.second();
    let (offset_s, date_s) = (after - moment.fraction(), moment.fraction());
    let lines = inverse.lines[1] + 1;
    let time_s = |line: f64| date_s + (line - dated_line) / sensor.lines_per_second;
    // A sample a millisecond: what stands between is below the digits.
    let (first_s, last_s) = (time_s(-2.0), time_s(lines as f64 + 1.0));
    let n = ((last_s - first_s) / 1e-3).ceil() as usize;
    let times: Vec<f64> = (0..=n).map(|index| first_s + (last_s - first_s) * index as f64 / n as f64).collect();
    let orbit = times.iter().map(|time_s| {
        let [position_m, velocity_m_s] = transform.position_and_velocity(time_s + offset_s);
        OrbitSample { time_s: *time_s, position_m, velocity_m_s }
    });
    let attitude = times.iter().map(|time_s| {
        let turn = Rotation3::from_matrix_unchecked(transform.inertial_from_spacecraft(time_s + offset_s));
        AttitudeSample { time_s: *time_s, frame_from_body: UnitQuaternion::from_rotation_matrix(&turn) }
    });
    let acquisition = Acquisition {
        reference,
        orbit: OrbitSamples { frame: ReferenceFrame::Eme2000, samples: orbit.collect(), interpolation_samples: 2 },
        attitude: AttitudeData::Samples {
            frame: ReferenceFrame::Eme2000,
            samples: attitude.collect(),
            interpolation: AttitudeInterpolation::GreatArcs,
            greatest_gap_s: 1.0,
        },
        corrections: inverse.corrections,
        arrays: Vec::new(),
        remarks: Vec::new(),
    };
    let rotation = |_: ReferenceFrame| -> Result<Arc<dyn CelestialRotation>, String> {
        Ok(Arc::new(FromSample { transform: transform.clone(), offset_s }))
    };
    let description = ArrayDescription {
        name: "s0".to_owned(),
        band: "s0".to_owned(),
        size: ImageSize { lines, columns: sensor.pixels },
        dating: LineDating::Regular { line: dated_line, time_s: date_s, period_s: sensor.lines_per_second.recip() },
        mounting: Vec::new(),
        lever_arm_in_body_m: sensor.position,
        directions: directions(dump),
    };
    let platform = Arc::new(Platform::new(&acquisition, &rotation).unwrap());
    let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
    PushbroomArray::new(&description, platform, inverse.corrections, air).unwrap()
}

/// The dumped directions; the columns between are on a straight line, those beyond go on with the last two.
fn directions(dump: &Dump) -> Vec<[f64; 3]> {
    let los = &dump.sensor.los;
    let known: Vec<(usize, Vector3<f64>)> = los.iter().map(|(pixel, direction)| (*pixel, *direction)).collect();
    (0..dump.sensor.pixels)
        .map(|pixel| {
            let after = known.partition_point(|(at, _)| *at <= pixel).clamp(1, known.len() - 1);
            let ((from, a), (to, b)) = (known[after - 1], known[after]);
            let share = (pixel as f64 - from as f64) / (to - from) as f64;
            (a + (b - a) * share).into()
        })
        .collect()
}

#[test]
fn inverse_locations_of_the_peer_are_met_to_a_hundred_thousandth_of_a_pixel() {
    let mut cases = Vec::new();
    for (name, dump) in dumps().into_iter().filter(|(_, dump)| !dump.inverse.is_empty()) {
        let mut case = Case::new(format!("{name}: inverse"), "px", 1e-5);
        for inverse in &dump.inverse {
            // What the peer did not find tells nothing: it gives up beyond its own search.
            let Some([line, pixel]) = inverse.expected else { continue };
            let array = array(&dump, inverse);
            let found = array.image_of(inverse.ground).unwrap_or_else(|failure| panic!("{name}: {failure}"));
            case.add(found.line - line);
            case.add(found.column - pixel);
        }
        cases.push(case);
    }
    if !cases.is_empty() {
        judge(&cases);
    }
}
