//! What the interface document leaves open, as named settings with one default each: no real auxiliary file is public to settle them.

use serde::{Deserialize, Serialize};

/// Moment from which days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrigin {
    /// Noon on 1 January 2000, as the dictionary defines its MJD types. The default.
    #[default]
    Noon2000,
    /// Midnight at the beginning of 1 January 2000.
    Midnight2000,
    /// Midnight at the beginning of 1 January 1950, the "jour julien CNES".
    Midnight1950,
    /// Midnight at the beginning of 17 November 1858, the astronomers' modified Julian date.
    Midnight1858,
}

/// Time scale of a count since an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountScale {
    /// UTC: every day has 86 400 s, leap seconds are not counted. The default.
    #[default]
    Utc,
    /// The origin is a moment of UTC and leap seconds since then are counted: in 2019, 5 s earlier than [`CountScale::Utc`] from 2000 on.
    UtcWithLeapSeconds,
    /// GPS time, the origin included: 18 s earlier than [`CountScale::Utc`] in 2019.
    Gps,
    /// TAI, the origin included: 37 s earlier in 2019.
    Tai,
}

/// Moment of a 10 Hz cycle that an attitude belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CycleMoment {
    /// Its beginning: the schema says that the quaternions refer to `MJD_Time`, the beginning of the cycle. The default.
    #[default]
    Beginning,
    /// 50 ms later.
    Middle,
    /// 100 ms later.
    End,
}

/// Moment of a line that its date belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineMoment {
    /// Its middle. The default.
    #[default]
    Middle,
    /// Its beginning: half a line earlier than the middle.
    Beginning,
    /// Its end.
    End,
}

/// Which of the two attitudes of a record is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttitudeSource {
    /// `Estimated_Attitudes`: star trackers and reaction wheels together. The default.
    #[default]
    Estimated,
    /// `Str_Measured_Attitudes`: star trackers alone; records without a valid one are left out.
    Measured,
}

/// Inertial frame of the attitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InertialFrame {
    /// Mean equator and equinox of date: the schema's "MOD". The default.
    #[default]
    MeanOfDate,
    /// True equator and equinox of date.
    TrueOfDate,
    /// Mean equator and equinox of J2000.0; 4.6 mrad away from the mean of date in 2019.
    Eme2000,
    /// Geocentric celestial reference system.
    Gcrs,
}

/// What a quaternion q does to a vector v as q v q*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuaternionSense {
    /// Takes it from the body to the inertial frame ("attitude of the body with respect to the inertial frame"). The default.
    #[default]
    BodyToInertial,
    /// Takes it from the inertial frame to the body.
    InertialToBody,
}

/// Moment from which GPS weeks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekOrigin {
    /// Sunday 6 January 1980, the epoch of GPS. The default.
    #[default]
    January1980,
    /// 6 January 1981, as the schema writes; it was a Tuesday, on which no GPS week begins.
    January1981,
}

/// How weeks are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekCount {
    /// Multiples of 1024 weeks are added until the date falls into the mission's life (August 2017 to December 2024); one in which it never falls is
    /// refused. The default.
    #[default]
    WithinTheMission,
    /// As written.
    Full,
}

/// What the velocity of the GPS records is relative to; its axes are those of the turning Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VelocitySense {
    /// The turning Earth: the rate of change of the written position. The default.
    #[default]
    EarthRelative,
    /// Inertial space.
    Inertial,
}

/// What became of the aberration of light in the attitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AberrationState {
    /// The attitude is that of the body itself; the aberration of the light from the ground is left to the model. The default.
    #[default]
    LeftToTheModel,
    /// The star trackers' attitude already says where light came from, or the parameters were estimated without the effect.
    InTheAttitude,
}

/// What "A => B" with angles does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransformationSense {
    /// Takes vectors of A to B: `v_inner = T v_outer`, as the element's name reads ("Spacecraft to instrument transformation"). The default.
    #[default]
    OuterToInner,
    /// Turns the axes of A into those of B: `v_outer = T v_inner`.
    InnerToOuter,
}

/// What `Rotation_Order` "XYZ" means for the right-handed turns of vectors Rx, Ry, Rz.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnReading {
    /// The product in the order written, Rx Ry Rz: a vector is turned about z first. The default.
    #[default]
    Product,
    /// The sequence of the turns, Rz Ry Rx: a vector is turned about x first.
    Sequence,
}

/// Along which z axis the homothety stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HomothetyAxis {
    /// That of the inner frame. The default.
    #[default]
    Inner,
    /// That of the outer frame.
    Outer,
}

/// The direction that (tan ψX, tan ψY) stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewAxes {
    /// (tan ψY, −tan ψX, 1): ψX turns about x and ψY about y, as in the same CNES files of Sentinel-2 and `PeruSat`. The default.
    #[default]
    TurnsAboutAxes,
    /// (−tan ψY, tan ψX, 1): the same with the opposite turns.
    OppositeTurns,
    /// (tan ψX, tan ψY, 1): components along the axes.
    AlongAxes,
}

/// What the files do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VenusConventions {
    /// Origin of the attitude's days.
    pub attitude_origin: DayOrigin,
    /// Time scale of the attitude's days.
    pub attitude_scale: CountScale,
    /// Moment of the cycle.
    pub attitude_moment: CycleMoment,
    /// Attitude used.
    pub attitude_source: AttitudeSource,
    /// Frame of the attitude.
    pub attitude_frame: InertialFrame,
    /// Sense of the quaternions.
    pub quaternion_sense: QuaternionSense,
    /// Aberration of light.
    pub aberration: AberrationState,
    /// Origin of the GPS weeks.
    pub week_origin: WeekOrigin,
    /// Count of the GPS weeks.
    pub week_count: WeekCount,
    /// Sense of the GPS velocity.
    pub velocity_sense: VelocitySense,
    /// Time scale of the lines' dates.
    pub line_scale: CountScale,
    /// Moment of the line.
    pub line_moment: LineMoment,
    /// Sense of the sensor model's transformations.
    pub transformation_sense: TransformationSense,
    /// Reading of the order of turns.
    pub turn_reading: TurnReading,
    /// Axis of the homothety.
    pub homothety_axis: HomothetyAxis,
    /// Axes of the viewing directions.
    pub view_axes: ViewAxes,
}

impl VenusConventions {
    /// Each setting as `name = value`, with what of it the interface document says.
    pub fn statements(&self) -> Vec<String> {
        let open = "not said by the interface document";
        let lines: [(&str, String, &str); 16] = [
            (
                "attitude_origin",
                written(&self.attitude_origin),
                "that of the dictionary's MJD types; the attitude's own element does not say",
            ),
            ("attitude_scale", written(&self.attitude_scale), open),
            ("attitude_moment", written(&self.attitude_moment), "annotation of the quaternions"),
            ("attitude_source", written(&self.attitude_source), "a choice between two elements"),
            (
                "attitude_frame",
                written(&self.attitude_frame),
                "\"MOD inertial frame\"; its precession model is not said",
            ),
            ("quaternion_sense", written(&self.quaternion_sense), "\"body frame attitude with respect to MOD\""),
            ("aberration", written(&self.aberration), open),
            ("week_origin", written(&self.week_origin), "the schema writes 6.1.1981, on which no GPS week begins"),
            ("week_count", written(&self.week_count), open),
            ("velocity_sense", written(&self.velocity_sense), open),
            ("line_scale", written(&self.line_scale), "the dictionary says UTC, not whether leap seconds are counted"),
            ("line_moment", written(&self.line_moment), open),
            (
                "transformation_sense",
                written(&self.transformation_sense),
                "\"REPERE_PILOTE => REPERE_INSTRUMENT\" and so on",
            ),
            ("turn_reading", written(&self.turn_reading), open),
            ("homothety_axis", written(&self.homothety_axis), open),
            ("view_axes", written(&self.view_axes), open),
        ];
        lines.into_iter().map(|(name, value, said)| format!("convention {name} = {value} ({said})")).collect()
    }
}

/// A setting's value as its files write it.
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_stated_under_the_name_that_its_file_uses() {
        let file = serde_json::to_value(VenusConventions::default()).unwrap();
        let statements = VenusConventions::default().statements();
        let settings = file.as_object().unwrap();
        assert_eq!(settings.len(), statements.len());
        for (name, value) in settings {
            let beginning = format!("convention {name} = {} (", value.as_str().unwrap());
            assert!(statements.iter().any(|statement| statement.starts_with(&beginning)), "{beginning}");
        }
    }

    #[test]
    fn a_file_of_settings_may_name_some_but_none_that_do_not_exist() {
        let read: VenusConventions = serde_json::from_str(r#"{"view_axes": "along_axes"}"#).unwrap();
        assert_eq!(read, VenusConventions { view_axes: ViewAxes::AlongAxes, ..VenusConventions::default() });
        assert!(serde_json::from_str::<VenusConventions>(r#"{"view_axis": "along_axes"}"#).is_err());
    }
}
