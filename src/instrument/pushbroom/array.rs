//! The model of one array: direct and inverse location.

use std::ops::Range;
use std::sync::Arc;

use nalgebra::{Matrix3, Vector3};

use super::acquisition::{ArrayDescription, Corrections};
use super::focal_line::FocalLine;
use super::line_dating::LineDating;
use super::mounting::MountingStep;
use super::platform::Platform;
use super::platform_error::{PlatformError, require_growing};
use super::scan::Scan;
use super::sight::{LineState, Sight};
use crate::earth::GroundPoint;
use crate::earth::terrain::TerrainCursor;
use crate::instrument::location::{
    Course, ImagePoint, ImageSize, LineOfSight, LocationFailure, LocationModel, meet_terrain,
};
use crate::instrument::refraction::Refraction;

/// The physical model of one array.
pub struct PushbroomArray {
    name: String,
    size: ImageSize,
    dating: LineDating,
    platform: Arc<Platform>,
    lever_arm_in_body: Vector3<f64>,
    /// Steps that change with time, outermost first; what lies further inside is in `tail_from_array`.
    moving: Vec<MountingStep>,
    /// `tail_from_array`, the inner steps that stand still, the array's own basis included.
    tail_from_array: Matrix3<f64>,
    focal_line: FocalLine,
    corrections: Corrections,
    refraction: Option<Arc<Refraction>>,
    scan: Scan,
}

/// A line of an array with everything that its columns share.
pub struct SightedLine<'a> {
    array: &'a PushbroomArray,
    state: LineState,
}

impl PushbroomArray {
    /// Makes an array's model ready.
    ///
    /// `refraction` is used when the corrections ask for it.
    ///
    /// # Errors
    /// [`PlatformError`]: no lines or columns, directions that do not fit, a dating or a mounting that is none.
    pub fn new(
        description: &ArrayDescription,
        platform: Arc<Platform>,
        corrections: Corrections,
        refraction: Arc<Refraction>,
    ) -> Result<Self, PlatformError> {
        let wrong = |needed: &str, found: String| PlatformError::Array {
            array: description.name.clone(),
            needed: needed.to_owned(),
            found,
        };
        let size = description.size;
        if size.lines == 0 || size.columns == 0 {
            return Err(wrong("lines and columns", format!("{} × {}", size.lines, size.columns)));
        }
        if description.directions.len() != size.columns {
            return Err(wrong(
                &format!("{} viewing directions", size.columns),
                description.directions.len().to_string(),
            ));
        }
        check_dating(description)?;
        let (focal_line, last_from_array) = FocalLine::new(&description.name, &description.directions)?;
        let split = description.mounting.iter().rposition(MountingStep::varies).map_or(0, |last| last + 1);
        let (moving, still) = description.mounting.split_at(split);
        let mut tail_from_array: Matrix3<f64> = Matrix3::identity();
        for step in still {
            let parent_from_child = step.parent_from_child(0.0);
            let matrix = parent_from_child
                .ok_or_else(|| wrong("a mounting that can be undone", format!("a stretch of 0 in {}", step.name)))?;
            tail_from_array *= matrix;
        }
        let mut array = Self {
            name: description.name.clone(),
            size,
            dating: description.dating.clone(),
            platform,
            lever_arm_in_body: description.lever_arm_in_body_m,
            moving: moving.to_vec(),
            tail_from_array: tail_from_array * last_from_array,
            focal_line,
            corrections,
            refraction: corrections.refraction.then_some(refraction),
            scan: Scan::empty(),
        };
        array.scan = Scan::new(&array);
        Ok(array)
    }

    /// What its users call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Effects that it takes into account.
    pub fn corrections(&self) -> Corrections {
        self.corrections
    }

    /// Date of a line, in seconds since the acquisition's reference; none where the dating does not reach.
    pub fn time_s(&self, line: f64) -> Option<f64> {
        self.dating.time_s(line)
    }

    /// A line made ready for its columns.
    ///
    /// # Errors
    /// [`LocationFailure::OutsideTime`] and [`LocationFailure::AttitudeGap`], for all columns alike.
    pub fn sighted_line(&self, line: f64) -> Result<SightedLine<'_>, LocationFailure> {
        Ok(SightedLine { array: self, state: self.state(line)? })
    }

    /// The sensor at a line.
    #[inline]
    pub(super) fn state(&self, line: f64) -> Result<LineState, LocationFailure> {
        let time_s = self.dating.time_s(line).ok_or(LocationFailure::OutsideTime)?;
        let platform = self.platform.at(time_s)?;
        let mut itrf_from_array = platform.itrf_from_body;
        for step in &self.moving {
            itrf_from_array *= step.parent_from_child(time_s).ok_or(LocationFailure::OutsideTime)?;
        }
        Ok(LineState {
            origin_in_itrf: platform.position_in_itrf + platform.itrf_from_body * self.lever_arm_in_body,
            inertial_velocity: platform.inertial_velocity,
            itrf_from_array: itrf_from_array * self.tail_from_array,
        })
    }

    pub(super) fn focal_line(&self) -> &FocalLine {
        &self.focal_line
    }

    /// Places of a run of columns of one line at one height.
    ///
    /// `places` has one place a column.
    pub fn ground_of_columns(
        &self,
        line: f64,
        columns: Range<usize>,
        height_m: f64,
        places: &mut [Result<GroundPoint, LocationFailure>],
    ) {
        match self.sighted_line(line) {
            Ok(sighted) => {
                for (place, column) in places.iter_mut().zip(columns) {
                    *place = sighted.at_height(column as f64, height_m);
                }
            }
            Err(failure) => places.fill(Err(failure)),
        }
    }
}

impl PushbroomArray {
    /// Places of a run of columns of one line on the terrain.
    ///
    /// `places` has one place a column.
    pub fn ground_of_columns_on_terrain(
        &self,
        line: f64,
        columns: Range<usize>,
        cursor: &mut TerrainCursor<'_>,
        places: &mut [Result<GroundPoint, LocationFailure>],
    ) {
        match self.sighted_line(line) {
            Ok(sighted) => {
                for (place, column) in places.iter_mut().zip(columns) {
                    *place = meet_terrain(&sighted.column(column as f64), cursor);
                }
            }
            Err(failure) => places.fill(Err(failure)),
        }
    }
}

impl SightedLine<'_> {
    /// The straight sight of a column.
    #[inline]
    pub fn sight(&self, column: f64) -> Sight {
        self.state.sight(self.array.focal_line.direction(column), self.array.corrections.aberration)
    }

    /// The line of sight of a column, with the array's corrections.
    #[inline]
    pub fn column(&self, column: f64) -> ColumnSight<'_> {
        ColumnSight { array: self.array, sight: self.sight(column) }
    }

    /// Place of a column at a height.
    ///
    /// # Errors
    /// [`LocationFailure::NoIntersection`].
    #[inline]
    pub fn at_height(&self, column: f64, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        self.column(column).place_at(height_m)
    }
}

/// The line of sight of one pixel.
pub struct ColumnSight<'a> {
    array: &'a PushbroomArray,
    sight: Sight,
}

impl LineOfSight for ColumnSight<'_> {
    #[inline]
    fn place_at(&self, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        self.sight.at_height(height_m, self.array.corrections.light_time, self.array.refraction.as_deref())
    }

    #[inline]
    fn course_at(&self, height_m: f64) -> Result<Option<Course>, LocationFailure> {
        self.sight.course_at(height_m, self.array.corrections.light_time, self.array.refraction.as_deref())
    }
}

impl LocationModel for PushbroomArray {
    fn image_size(&self) -> Option<ImageSize> {
        Some(self.size)
    }

    fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        if !(image.line.is_finite() && image.column.is_finite() && height_m.is_finite()) {
            return Err(LocationFailure::NotAPlace);
        }
        self.sighted_line(image.line)?.at_height(image.column, height_m)
    }

    fn image_of(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        let seen = self.scan.image_of(self, ground)?;
        if self.size.holds(seen) { Ok(seen) } else { Err(LocationFailure::OutsideImage) }
    }
}

/// A dating that covers the image's lines and grows.
fn check_dating(description: &ArrayDescription) -> Result<(), PlatformError> {
    match &description.dating {
        LineDating::Regular { line, time_s, period_s } => {
            if line.is_finite() && time_s.is_finite() && *period_s > 0.0 && period_s.is_finite() {
                Ok(())
            } else {
                let found = format!("{period_s} s from {time_s} s at line {line}");
                Err(PlatformError::Array {
                    array: description.name.clone(),
                    needed: "an even beat of lines".to_owned(),
                    found,
                })
            }
        }
        LineDating::Table { times_s } => {
            if times_s.len() < description.size.lines.max(2) {
                return Err(PlatformError::TooFew {
                    what: "dates of lines",
                    needed: description.size.lines.max(2),
                    found: times_s.len(),
                });
            }
            require_growing("line dating", times_s)
        }
    }
}

impl PushbroomArray {
    pub(super) fn size(&self) -> ImageSize {
        self.size
    }

    pub(super) fn refraction(&self) -> Option<&Refraction> {
        self.refraction.as_deref()
    }
}
