//! One line of sight: from the sensor to a height.

use nalgebra::{Matrix3, Vector3};

use super::acquisition::Corrections;
use crate::earth::{
    EARTH_ROTATION_RATE_RAD_S, ECCENTRICITY_SQUARED, GroundPoint, SEMI_MAJOR_AXIS_M, SEMI_MINOR_AXIS_M,
    geodetic_from_cartesian, vertical_near_height,
};
use crate::instrument::location::{Course, LocationFailure};
use crate::instrument::refraction::Refraction;

/// Speed of light in vacuum, m/s (exact by definition of the metre).
pub const SPEED_OF_LIGHT_M_S: f64 = 299_792_458.0;

/// Within this distance of the Earth's axis a small way along the ground is no small change of longitude, and places are moved in space: further out the longitude's
/// second order is below 5 mm for the 30 m that the air shifts a sight at 75°, and far below that for usual ones.
const ROUND_THE_POLE_M: f64 = 1e5;

/// Heights above and below by which the change of the air's shift with height is measured: about the reach of a search for the ground.
const AIR_M: f64 = 3_000.0;

/// The sensor at the moment of one line.
#[derive(Debug, Clone, Copy)]
pub struct LineState {
    /// Where the sight begins, ITRF, metres.
    pub origin_in_itrf: Vector3<f64>,
    /// Velocity against the stars along the axes of ITRF, m/s.
    pub inertial_velocity: Vector3<f64>,
    /// Turns a direction of the array's own frame into ITRF; not orthonormal where a focal length is stretched.
    pub itrf_from_array: Matrix3<f64>,
}

/// A straight line of sight in vacuum, in ITRF at the moment at which the light arrives.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    origin: Vector3<f64>,
    /// Unit vector towards the ground.
    direction: Vector3<f64>,
}

impl LineState {
    /// The sight along a direction of the array's frame.
    ///
    /// With aberration the geometric direction l of the light that seems to come along u follows from c·l + v = k·u with k > 0
    /// (classical addition of velocities; the relativistic term is 1 mm at 700 km).
    #[inline]
    pub fn sight(&self, direction_in_array: Vector3<f64>, aberration: bool) -> Sight {
        let apparent = self.itrf_from_array * direction_in_array;
        let direction = if aberration {
            let velocity = self.inertial_velocity;
            let a = apparent.norm_squared();
            let b = -apparent.dot(&velocity);
            let q = velocity.norm_squared() - SPEED_OF_LIGHT_M_S * SPEED_OF_LIGHT_M_S;
            let root = (b * b - a * q).sqrt();
            // The root without the difference of nearly equal numbers.
            let k = if b > 0.0 { -q / (root + b) } else { (root - b) / a };
            (apparent * k - velocity) * SPEED_OF_LIGHT_M_S.recip()
        } else {
            apparent * apparent.norm().recip()
        };
        Sight { origin: self.origin_in_itrf, direction }
    }

    /// The apparent direction, in the array's frame and of any length, of a place seen at the moment of this line: undoes [`LineState::sight`].
    #[inline]
    pub fn apparent_in_array(
        &self,
        array_from_itrf: &Matrix3<f64>,
        place_in_itrf: Vector3<f64>,
        corrections: Corrections,
    ) -> Vector3<f64> {
        let mut towards = place_in_itrf - self.origin_in_itrf;
        if corrections.light_time {
            // Where the place was, against the axes of this moment, when the light left it.
            let turn = EARTH_ROTATION_RATE_RAD_S * towards.norm() / SPEED_OF_LIGHT_M_S;
            towards = turned_about_z(place_in_itrf, -turn) - self.origin_in_itrf;
        }
        if corrections.aberration {
            towards = towards * (SPEED_OF_LIGHT_M_S / towards.norm()) + self.inertial_velocity;
        }
        array_from_itrf * towards
    }
}

/// A turn about the Earth's axis by an angle of some 10⁻⁷ rad: to the second order, the third is 10⁻¹⁴ m.
#[inline]
fn turned_about_z(place: Vector3<f64>, angle: f64) -> Vector3<f64> {
    let shrink = 1.0 - 0.5 * angle * angle;
    Vector3::new(place.x * shrink - place.y * angle, place.y * shrink + place.x * angle, place.z)
}

/// A place on a sight with the sight's components in the local horizon.
struct Meeting {
    place: GroundPoint,
    east: f64,
    north: f64,
    up: f64,
    /// Radius of the meridian at the height, metres.
    meridian: f64,
    /// One over the distance from the Earth's axis.
    per_axis_distance: f64,
    /// Sine and cosine of the latitude.
    sine: f64,
    cosine: f64,
}

impl Sight {
    /// A sight from its origin along a unit vector, for rays that are not made by a sensor's model.
    pub fn new(origin_in_itrf: Vector3<f64>, unit_direction: Vector3<f64>) -> Self {
        Self { origin: origin_in_itrf, direction: unit_direction }
    }

    /// The place at a height above WGS 84 that the sight meets first.
    ///
    /// The ray meets the ellipsoid with both axes longer by the height, which lies up to 13 mm off the surface of that geodetic height; one step of Newton
    /// along the ray brings it there to the nanometre. With light time, the ground turned on under the light: seen from the axes of the moment of
    /// arrival the place was further west by ω·distance/c. With refraction, the place is drawn towards the foot of the satellite.
    ///
    /// # Errors
    /// [`LocationFailure::NoIntersection`].
    #[inline]
    pub fn at_height(
        &self,
        height_m: f64,
        light_time: bool,
        refraction: Option<&Refraction>,
    ) -> Result<GroundPoint, LocationFailure> {
        self.meeting(height_m, light_time, refraction).map(|meeting| meeting.place)
    }

    /// The place at a height and the sight's way around it: first and second derivatives on the ellipsoid are exact in vacuum; the air's shift
    /// changes with height as between three heights.
    ///
    /// # Errors
    /// [`LocationFailure::NoIntersection`].
    #[inline]
    pub fn course_at(
        &self,
        height_m: f64,
        light_time: bool,
        refraction: Option<&Refraction>,
    ) -> Result<Option<Course>, LocationFailure> {
        let Meeting { place, east, north, up, meridian, per_axis_distance, sine, cosine } =
            self.meeting(height_m, light_time, refraction)?;
        // Grazing sights and those over a pole are no parabolas.
        if up > -0.1 || cosine < 0.02 {
            return Ok(None);
        }
        let (per_meridian, per_up) = (meridian.recip(), up.recip());
        let (latitude_rate, longitude_rate) = (north * per_meridian, east * per_axis_distance);
        // By distance along the sight, halved: the horizon turns under the sight, and the meridian's own radius changes with latitude.
        let outwards = up * cosine - north * sine;
        let widening = 3.0 * ECCENTRICITY_SQUARED * sine * cosine / (1.0 - ECCENTRICITY_SQUARED * sine * sine);
        let latitude_bend = -(north * up + 0.5 * widening * north * north) * per_meridian * per_meridian
            - 0.5 * east * sine * longitude_rate * per_meridian;
        let longitude_bend = -outwards * longitude_rate * per_axis_distance;
        // The ground turns on while the light is longer under way.
        let turned_rate =
            if light_time { longitude_rate + EARTH_ROTATION_RATE_RAD_S / SPEED_OF_LIGHT_M_S } else { longitude_rate };
        // The height itself bends with the distance: the ground falls away.
        let height_bend = 0.5 * (east * longitude_rate * cosine + north * latitude_rate);
        let by_height = |rate: f64, bend: f64| (bend - rate * height_bend * per_up) * per_up * per_up;
        let mut per_metre = [latitude_rate * per_up, turned_rate * per_up];
        let mut per_square_metre = [by_height(latitude_rate, latitude_bend), by_height(longitude_rate, longitude_bend)];
        if let Some(refraction) = refraction {
            let sine_squared = east * east + north * north;
            let [above, here, below] = [height_m + AIR_M, height_m, height_m - AIR_M]
                .map(|height_m| refraction.displacement_per_sine(sine_squared, height_m));
            let (slope, bend) = ((above - below) / (2.0 * AIR_M), (above - 2.0 * here + below) / (2.0 * AIR_M * AIR_M));
            for (axis, rate) in [latitude_rate, longitude_rate].into_iter().enumerate() {
                per_metre[axis] -= slope * rate;
                per_square_metre[axis] -= bend * rate;
            }
        }
        Ok(Some(Course { place, per_metre, per_square_metre }))
    }

    #[inline]
    fn meeting(
        &self,
        height_m: f64,
        light_time: bool,
        refraction: Option<&Refraction>,
    ) -> Result<Meeting, LocationFailure> {
        let (s, l) = (self.origin, self.direction);
        let inverse_axes = [(SEMI_MAJOR_AXIS_M + height_m).recip(), (SEMI_MINOR_AXIS_M + height_m).recip()];
        let [across, along] = inverse_axes.map(|inverse| inverse * inverse);
        let a = (l.x * l.x + l.y * l.y) * across + l.z * l.z * along;
        let b = (s.x * l.x + s.y * l.y) * across + s.z * l.z * along;
        let c = (s.x * s.x + s.y * s.y) * across + s.z * s.z * along - 1.0;
        let under = b * b - a * c;
        // A sight that points away (b ≥ 0), starts below the surface (c < 0) or passes by meets nothing; nor does what is no number.
        if !(under >= 0.0 && b < 0.0 && c >= 0.0) {
            return Err(LocationFailure::NoIntersection);
        }
        let distance = c / (under.sqrt() - b);
        let place = s + l * distance;
        let vertical = vertical_near_height(place, height_m, inverse_axes);
        let p_inverse = vertical.axis_distance_m.max(f64::MIN_POSITIVE).recip();
        let (cosine_longitude, sine_longitude) = (place.x * p_inverse, place.y * p_inverse);
        let outwards = l.x * cosine_longitude + l.y * sine_longitude;
        let east = l.y * cosine_longitude - l.x * sine_longitude;
        let north = l.z * vertical.cosine - outwards * vertical.sine;
        let up = outwards * vertical.cosine + l.z * vertical.sine;
        // Along the ray to the very height; a grazing ray is left where it is.
        let mut shift = if up < -1e-3 { (height_m - vertical.height_m) / up } else { 0.0 };
        let distance = distance + shift;
        if let Some(refraction) = refraction {
            let sine_squared = east * east + north * north;
            shift -= refraction.displacement_per_sine(sine_squared, height_m);
        }
        let w = vertical.w;
        let meridian = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (w * w * w) + height_m;
        let (latitude, mut longitude) = if vertical.axis_distance_m > ROUND_THE_POLE_M {
            let latitude = vertical.sine.atan2(vertical.cosine) + shift * north / meridian;
            (latitude, place.y.atan2(place.x) + shift * east * p_inverse)
        } else {
            let to_north =
                Vector3::new(-vertical.sine * cosine_longitude, -vertical.sine * sine_longitude, vertical.cosine);
            let to_east = Vector3::new(-sine_longitude, cosine_longitude, 0.0);
            let moved = geodetic_from_cartesian(place + (to_north * north + to_east * east) * shift);
            (moved.latitude, moved.longitude)
        };
        if light_time {
            longitude += EARTH_ROTATION_RATE_RAD_S / SPEED_OF_LIGHT_M_S * distance;
        }
        if longitude > std::f64::consts::PI {
            longitude -= std::f64::consts::TAU;
        } else if longitude <= -std::f64::consts::PI {
            longitude += std::f64::consts::TAU;
        }
        let place = GroundPoint { longitude, latitude, height_m };
        Ok(Meeting {
            place,
            east,
            north,
            up,
            meridian,
            per_axis_distance: p_inverse,
            sine: vertical.sine,
            cosine: vertical.cosine,
        })
    }
}

#[cfg(test)]
mod tests;
