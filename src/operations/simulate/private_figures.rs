//! What the private data of a product say of a simulated pass: figures of the true flight at the middle of the image.

use nalgebra::{Vector2, Vector3};

use super::natural::Natural;
use crate::earth::{
    EarthOrientationTable, cartesian_from_geodetic, geodetic_from_cartesian, tai_minus_utc_s, utc_day_and_nanoseconds,
};
use crate::instrument::pushbroom::Orbit;
use crate::operations::error::OperationError;
use crate::product_files::venus_system::PrivateData;

/// Fills in what is known of a pass. Roll, pitch and yaw are left as not known: from which axes the format counts them is not said.
///
/// # Errors
/// [`OperationError::Model`] for a pass that does not see the ground at the middle of the image, or a date without Earth orientation.
pub(super) fn fill(private: &mut PrivateData, natural: &Natural) -> Result<(), OperationError> {
    let flight = natural.scene.flight();
    let reference = flight.truth.reference;
    let table = EarthOrientationTable::shipped().map_err(|error| refused(&error))?;
    let orientation = table.at(reference).map_err(|error| refused(&error))?;
    let (day, _) = utc_day_and_nanoseconds(reference).map_err(|error| refused(&error))?;
    let seconds = tai_minus_utc_s(day).ok_or_else(|| refused(&"no leap seconds are known on that day"))?;
    private.pole_arcsec =
        Some([orientation.pole_x_rad, orientation.pole_y_rad].map(|angle| angle.to_degrees() * 3600.0));
    private.ut1_less_utc_s = Some(orientation.ut1_minus_utc_s(seconds));
    let orbit = Orbit::new(&flight.truth.orbit).map_err(|error| refused(&error))?;
    let (position, _) = orbit.at(0.0).ok_or_else(|| refused(&"no position at the middle of the image"))?;
    let below = geodetic_from_cartesian(position);
    private.nadir_deg = Some([below.longitude_deg(), below.latitude_deg()]);
    let steps = GroundSteps::of(natural)?;
    private.heading_deg = Some(steps.heading_deg());
    private.slide_angle_deg = Some(steps.slide_angle_deg());
    private.resolution_m = Some([steps.line_m.norm(), steps.column_m.norm()]);
    Ok(())
}

/// The steps on the ground from line to line and from column to column, metres east and north, of the first band at the middle of the image.
struct GroundSteps {
    line_m: Vector2<f64>,
    column_m: Vector2<f64>,
}

impl GroundSteps {
    fn of(natural: &Natural) -> Result<Self, OperationError> {
        let truth = &natural.truth;
        let [line, column] = [truth.lines, truth.columns].map(|size| 0.5 * (size.saturating_sub(1)) as f64);
        let flight = natural.scene.flight();
        let place = |line, column| flight.place(0, line, column, 0.0).map_err(|error| refused(&error));
        let middle = place(line, column)?;
        let east = Vector3::new(-middle.longitude.sin(), middle.longitude.cos(), 0.0);
        let origin = cartesian_from_geodetic(middle);
        let north = Vector3::new(
            -middle.latitude.sin() * middle.longitude.cos(),
            -middle.latitude.sin() * middle.longitude.sin(),
            middle.latitude.cos(),
        );
        let step = |line_step: f64, column_step: f64| -> Result<Vector2<f64>, OperationError> {
            let [before, after] = [-0.5, 0.5].map(|half| place(line + half * line_step, column + half * column_step));
            let (before, after) = (cartesian_from_geodetic(before?) - origin, cartesian_from_geodetic(after?) - origin);
            let step = after - before;
            Ok(Vector2::new(step.dot(&east), step.dot(&north)))
        };
        Ok(Self { line_m: step(1.0, 0.0)?, column_m: step(0.0, 1.0)? })
    }

    /// Direction in which the lines follow each other, from north over east, 0 to 360.
    fn heading_deg(&self) -> f64 {
        self.line_m.x.atan2(self.line_m.y).to_degrees().rem_euclid(360.0)
    }

    /// By how much the angle between lines and columns falls short of a right one.
    fn slide_angle_deg(&self) -> f64 {
        (self.line_m.dot(&self.column_m) / (self.line_m.norm() * self.column_m.norm())).asin().to_degrees()
    }
}

fn refused(error: &dyn std::fmt::Display) -> OperationError {
    OperationError::Model { message: format!("private data of the simulated pass: {error}") }
}
