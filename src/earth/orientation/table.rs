//! A table of Earth orientation, and its value at a moment.

use hifitime::{Epoch, TimeScale};

use super::recognition::parse_earth_orientation;
use super::sample::{EarthOrientation, EarthOrientationSample, Provenance};
use crate::earth::time::{epoch_from_day, seconds_between, utc_day_and_nanoseconds, utc_text};

/// The table that comes with the program: `assets/earth-orientation/README.md` says from where and how.
const SHIPPED: &str = include_str!("../../../assets/earth-orientation/earth-orientation.txt");
const SHIPPED_NAME: &str = "the table shipped with the program";

/// Metres on the equator that a day beyond the table costs at most, where the last value would be kept: UT1 departs from a uniform day by
/// a few milliseconds at most, about one in these decades, and the equator turns by 0.465 m in a millisecond.
const METRES_A_DAY: f64 = 0.465;

/// What a table of Earth orientation cannot answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OrientationError {
    /// A moment before the first day or after the last.
    #[error(transparent)]
    Outside(Box<OutsideTable>),
    /// A span of time that is none.
    #[error(
        "Earth orientation: needed a span of at most four days, its first moment first, found {first_s} s to {last_s} s"
    )]
    Span {
        /// First moment.
        first_s: f64,
        /// Last moment.
        last_s: f64,
    },
    /// Days that do not follow each other.
    #[error("Earth orientation, {table}: needed {needed}, found {found}")]
    Days {
        /// Name of the table.
        table: String,
        /// What was needed.
        needed: &'static str,
        /// What was found.
        found: String,
    },
}

/// A moment that a table does not hold, and what it would cost to go without.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "Earth orientation: needed a table that holds {epoch}, found {table}, which goes from {first_day} to {last_day}. With the value of its \
     {nearest} day a place on the equator could be off by about {cost_m:.1} m ({days_outside:.1} days × 1 ms of UT1 a day × 0.465 m a ms); \
     name a newer table of the IERS"
)]
pub struct OutsideTable {
    /// The moment, in UTC.
    pub epoch: String,
    /// Name of the table.
    pub table: String,
    /// Its first day.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
    /// "first" or "last": which end is nearer.
    pub nearest: &'static str,
    /// Days between the moment and the table.
    pub days_outside: f64,
    /// What keeping the nearest value would cost on the ground at the equator, in metres: days × 1 ms × 0.465 m/ms.
    pub cost_m: f64,
}

/// Earth orientation day by day, without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct EarthOrientationTable {
    name: String,
    samples: Vec<EarthOrientationSample>,
}

impl EarthOrientationTable {
    /// A table of samples that follow each other day by day, under the name by which results and messages call it.
    ///
    /// # Errors
    /// [`OrientationError::Days`] for fewer than two days, a gap, days out of order, or days without a UTC date.
    pub fn new(name: impl Into<String>, samples: Vec<EarthOrientationSample>) -> Result<Self, OrientationError> {
        let name = name.into();
        let wrong = |table: String, needed, found| Err(OrientationError::Days { table, needed, found });
        if samples.len() < 2 {
            return wrong(name, "two days or more", format!("{}", samples.len()));
        }
        if let Some(pair) = samples.windows(2).find(|pair| pair[1].day != pair[0].day.saturating_add(1)) {
            return wrong(name, "every day once, in order", format!("day {} after day {}", pair[1].day, pair[0].day));
        }
        let outside = |sample: &&EarthOrientationSample| epoch_from_day(sample.day, 0, TimeScale::UTC).is_err();
        if let Some(sample) = samples.iter().find(outside) {
            return wrong(name, "days from 1972-01-01 on", format!("modified Julian day {}", sample.day));
        }
        Ok(Self { name, samples })
    }

    /// The table that comes with the program, from 2000 to the end of its predictions.
    ///
    /// # Errors
    /// [`super::OrientationTextError`] for a damaged one, which a test of the program rules out.
    pub fn shipped() -> Result<Self, super::OrientationTextError> {
        parse_earth_orientation(SHIPPED_NAME, SHIPPED)
    }

    /// By what name results call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// First day, modified Julian (UTC): the table begins at its 0 h.
    pub fn first_day(&self) -> i64 {
        self.samples.first().map_or(0, |sample| sample.day)
    }

    /// Last day, modified Julian (UTC): the table ends at its 0 h.
    pub fn last_day(&self) -> i64 {
        self.samples.last().map_or(0, |sample| sample.day)
    }

    /// Last day whose pole and UT1 are measured; none where the format does not tell measurement from prediction.
    pub fn last_measured_day(&self) -> Option<i64> {
        self.samples.iter().rev().find(|sample| sample.provenance == Provenance::Measured).map(|sample| sample.day)
    }

    /// Last day with corrections of the celestial pole; none where the table has none at all.
    pub fn last_day_with_celestial_pole(&self) -> Option<i64> {
        self.samples.iter().rev().find(|sample| sample.celestial_pole_rad.is_some()).map(|sample| sample.day)
    }

    /// The days, in order.
    pub fn samples(&self) -> &[EarthOrientationSample] {
        &self.samples
    }

    /// One line for every result that rests on this table: its name, its days, to when it is measured, what it lacks.
    pub fn describe(&self) -> String {
        let measured = match self.last_measured_day() {
            Some(day) if day == self.last_day() => ", all measured".to_owned(),
            Some(day) => format!(", measured to {}, predicted after", date_of(day)),
            None if self.samples.iter().all(|sample| sample.provenance == Provenance::Predicted) => {
                ", all predicted".to_owned()
            }
            None => String::new(),
        };
        let pole = match self.last_day_with_celestial_pole() {
            Some(day) if day == self.last_day() => String::new(),
            Some(day) => format!(", no celestial pole offsets after {} (15 mm on the ground at most)", date_of(day)),
            None => ", without celestial pole offsets (15 mm on the ground at most)".to_owned(),
        };
        let (first, last) = (date_of(self.first_day()), date_of(self.last_day()));
        format!("Earth orientation from {}: {first} to {last}{measured}{pole}", self.name)
    }

    /// The Earth's orientation at a moment: a cubic through the two days before and the two after it (Lagrange, as the IERS asks for in its
    /// note on interpolation and as Orekit does), linear in the first and last day of the table. UT1 − TAI is interpolated, which has no steps
    /// at leap seconds.
    ///
    /// A straight line between days would cost about 3 mm on the ground. Diurnal and semidiurnal tides in UT1 and the pole (IERS Conventions
    /// 2010, chapters 5 and 8; about 1 cm) are not added. Where the table has no celestial pole offset, zero stands for it.
    ///
    /// # Errors
    /// [`OrientationError::Outside`] with what it costs to go without.
    pub fn at(&self, epoch: Epoch) -> Result<EarthOrientation, OrientationError> {
        let day = utc_day_and_nanoseconds(epoch).map_or(i64::MIN, |(day, _)| day);
        let index = usize::try_from(day.saturating_sub(self.first_day())).map_err(|_| self.outside(epoch))?;
        let before = self.samples.get(index).ok_or_else(|| self.outside(epoch))?;
        let (Ok(start), Ok(end)) = (epoch_from_day(day, 0, TimeScale::UTC), epoch_from_day(day + 1, 0, TimeScale::UTC))
        else {
            return Err(self.outside(epoch));
        };
        let (elapsed_s, length_s) = (seconds_between(start, epoch), seconds_between(start, end));
        let (share, days) = (elapsed_s / length_s, length_s / 86_400.0);
        match self.samples.get(index + 1) {
            Some(after) => {
                let neighbours =
                    index.checked_sub(1).and_then(|index| self.samples.get(index)).zip(self.samples.get(index + 2));
                Ok(match neighbours {
                    Some((first, last)) => interpolated([first, before, after, last], cubic_weights(share), days),
                    None => interpolated([before, after], ([1.0 - share, share], [-1.0, 1.0]), days),
                })
            }
            // The last moment of the table is the 0 h of its last day.
            None if elapsed_s == 0.0 => Ok(interpolated([before], ([1.0], [0.0]), days)),
            None => Err(self.outside(epoch)),
        }
    }

    fn outside(&self, epoch: Epoch) -> OrientationError {
        let edge = |day| epoch_from_day(day, 0, TimeScale::UTC).unwrap_or_default();
        let before_s = seconds_between(epoch, edge(self.first_day()));
        let (nearest, seconds) =
            if before_s > 0.0 { ("first", before_s) } else { ("last", seconds_between(edge(self.last_day()), epoch)) };
        let days_outside = seconds / 86_400.0;
        OrientationError::Outside(Box::new(OutsideTable {
            epoch: utc_text(epoch),
            table: self.name.clone(),
            first_day: date_of(self.first_day()),
            last_day: date_of(self.last_day()),
            nearest,
            days_outside,
            cost_m: days_outside * METRES_A_DAY,
        }))
    }
}

/// Weights of the days −1, 0, 1 and 2 for a cubic at `s` between 0 and 1, and their derivatives by `s`.
fn cubic_weights(s: f64) -> ([f64; 4], [f64; 4]) {
    let values = [
        -s * (s - 1.0) * (s - 2.0) / 6.0,
        (s + 1.0) * (s - 1.0) * (s - 2.0) / 2.0,
        -(s + 1.0) * s * (s - 2.0) / 2.0,
        (s + 1.0) * s * (s - 1.0) / 6.0,
    ];
    let derivatives = [
        -(3.0 * s * s - 6.0 * s + 2.0) / 6.0,
        (3.0 * s * s - 4.0 * s - 1.0) / 2.0,
        -(3.0 * s * s - 2.0 * s - 2.0) / 2.0,
        (3.0 * s * s - 1.0) / 6.0,
    ];
    (values, derivatives)
}

fn interpolated<const N: usize>(
    samples: [&EarthOrientationSample; N],
    (weights, derivatives): ([f64; N], [f64; N]),
    days: f64,
) -> EarthOrientation {
    let sum = |weights: &[f64; N], value: &dyn Fn(&EarthOrientationSample) -> f64| {
        samples.iter().zip(weights).map(|(sample, weight)| weight * value(sample)).sum::<f64>()
    };
    // UT1 − TAI is some 37 s and moves by a millisecond: the difference to one day keeps its last digits.
    let base_s = samples.first().map_or(0.0, |sample| sample.ut1_minus_tai_s);
    let gain = |sample: &EarthOrientationSample| sample.ut1_minus_tai_s - base_s;
    EarthOrientation {
        ut1_minus_tai_s: base_s + sum(&weights, &gain),
        ut1_minus_tai_s_per_day: sum(&derivatives, &gain) / days,
        pole_x_rad: sum(&weights, &|sample| sample.pole_x_rad),
        pole_y_rad: sum(&weights, &|sample| sample.pole_y_rad),
        celestial_pole_dx_rad: sum(&weights, &|sample| sample.celestial_pole_rad.unwrap_or_default()[0]),
        celestial_pole_dy_rad: sum(&weights, &|sample| sample.celestial_pole_rad.unwrap_or_default()[1]),
    }
}

fn date_of(day: i64) -> String {
    let text = epoch_from_day(day, 0, TimeScale::UTC).map(utc_text);
    text.map_or_else(|_| format!("modified Julian day {day}"), |text| text.chars().take(10).collect())
}

#[cfg(test)]
mod tests;
