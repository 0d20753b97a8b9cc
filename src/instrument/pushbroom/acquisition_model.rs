//! From the description of an acquisition to the models of its arrays.

use std::cell::RefCell;
use std::sync::Arc;

use super::acquisition::{Acquisition, Corrections, ReferenceFrame};
use super::array::PushbroomArray;
use super::platform::{CelestialRotation, Platform, PlatformBuildError};
use crate::earth::{CelestialFrame, EarthOrientationTable, EarthRotation, PrecessionModel};
use crate::instrument::refraction::{Refraction, STANDARD_LAYERS};

/// Seconds before the first line and after the last for which the Earth's turn is laid out: more than light time and the outer lines ask for.
const MARGIN_S: f64 = 2.0;

/// The arrays of an acquisition, ready to be asked.
pub struct AcquisitionModel {
    /// In the order of the acquisition.
    pub arrays: Vec<PushbroomArray>,
    /// Tables, frames and models by which celestial frames were brought to ITRF, one entry a frame; empty where orbit and attitude are given in
    /// ITRF, which takes none.
    pub rotations: Vec<String>,
}

impl AcquisitionModel {
    /// Makes the arrays of an acquisition ready.
    ///
    /// `table` and `precession` are used for the celestial frames that the acquisition names. `corrections` are the effects that the model takes
    /// into account, those of the acquisition or others; refraction is that of [`STANDARD_LAYERS`].
    ///
    /// # Errors
    /// [`PlatformBuildError`]: what is wrong with orbit, attitude, datings or arrays, and a table of Earth orientation that does not hold the
    /// lines' dates.
    pub fn build(
        acquisition: &Acquisition,
        table: &EarthOrientationTable,
        precession: PrecessionModel,
        corrections: Corrections,
    ) -> Result<Self, PlatformBuildError> {
        let [first_s, last_s] = lines_span_s(acquisition);
        let rotations = RefCell::new(Vec::new());
        let rotation_of = |frame: ReferenceFrame| -> Result<Arc<dyn CelestialRotation>, String> {
            let frame = celestial(frame).ok_or("needed a celestial frame, found ITRF")?;
            let (first_s, last_s) = (first_s - MARGIN_S, last_s + MARGIN_S);
            let rotation = EarthRotation::new(acquisition.reference, first_s, last_s, table, frame, precession)
                .map_err(|error| error.to_string())?;
            rotations.borrow_mut().push(rotation.description().to_owned());
            Ok(Arc::new(rotation))
        };
        let platform = Arc::new(Platform::new(acquisition, &rotation_of)?);
        let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
        let array = |array| PushbroomArray::new(array, Arc::clone(&platform), corrections, Arc::clone(&air));
        let arrays = acquisition.arrays.iter().map(array).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { arrays, rotations: rotations.into_inner() })
    }
}

/// Dates of the first and the last line of all arrays, in seconds since the reference; the reference itself where there is none.
fn lines_span_s(acquisition: &Acquisition) -> [f64; 2] {
    let dates = acquisition.arrays.iter().flat_map(|array| {
        let last = array.size.lines.saturating_sub(1) as f64;
        [0.0, last].into_iter().filter_map(|line| array.dating.time_s(line))
    });
    let [first, last] =
        dates.fold([f64::INFINITY, f64::NEG_INFINITY], |[first, last], date| [first.min(date), last.max(date)]);
    if first <= last { [first, last] } else { [0.0; 2] }
}

fn celestial(frame: ReferenceFrame) -> Option<CelestialFrame> {
    match frame {
        ReferenceFrame::Itrf => None,
        ReferenceFrame::Gcrs => Some(CelestialFrame::Gcrs),
        ReferenceFrame::Eme2000 => Some(CelestialFrame::Eme2000),
        ReferenceFrame::MeanOfDate => Some(CelestialFrame::MeanOfDate),
        ReferenceFrame::TrueOfDate => Some(CelestialFrame::TrueOfDate),
    }
}
