//! Query: places of pixels, or pixels of places.

use rayon::prelude::*;

use super::answer::{LOCATED, LocateAnswer, LocatedPoint};
use super::located_product::{GroundPlace, ImagePlace, LocatedProduct, ground_point};
use super::points_file::read_points;
use super::request::{AskedPlace, AskedPoints, LocateRequest};
use super::surface::Surface;
use crate::earth::terrain::TerrainCursor;
use crate::instrument::location::LocationFailure;
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// Points between two looks at whether somebody cancelled: some milliseconds of work.
const PORTION: usize = 2048;

/// Opens the models and the surface of a request and answers it; the points keep their order.
///
/// # Errors
/// As [`LocatedProduct::open`] and [`Surface::open`]; [`OperationError::Usage`] for a band that the product does not have or that is not named where it must be,
/// for places without a height where nothing else gives one, and for a file of points that cannot be understood.
pub fn locate(request: &LocateRequest, supervision: &Supervision) -> Result<LocateAnswer, OperationError> {
    let read;
    let points = match &request.points {
        AskedPoints::File(path) => {
            read = read_points(path, supervision)?;
            &read
        }
        points => points,
    };
    let surface = Surface::open(&request.surface)?;
    let product = LocatedProduct::open(&request.image, &request.model, supervision)?;
    product.locate(points, request.band.as_deref(), &surface, supervision)
}

impl LocatedProduct {
    /// Answers for points.
    ///
    /// # Errors
    /// [`OperationError::Usage`] and [`OperationError::Cancelled`] as [`locate`].
    pub fn locate(
        &self,
        points: &AskedPoints,
        band: Option<&str>,
        surface: &Surface,
        supervision: &Supervision,
    ) -> Result<LocateAnswer, OperationError> {
        let (direction, found) = match points {
            AskedPoints::Pixels(pixels) => {
                let array = self.required_array(band)?;
                let facts = surface.facts();
                if facts.is_assumed {
                    supervision.warn(format!("the ground is taken to lie at {}", facts.description));
                }
                let each = |pixel: &ImagePlace, cursor: &mut Option<TerrainCursor<'_>>| {
                    vec![self.direct(array, *pixel, surface, cursor)]
                };
                ("direct", in_portions(pixels, surface, supervision, each)?)
            }
            AskedPoints::Places(places) => {
                let arrays = self.required_arrays(band)?;
                require_heights(places, surface)?;
                let each = |place: &AskedPlace, cursor: &mut Option<TerrainCursor<'_>>| {
                    self.inverse(&arrays, *place, surface, cursor)
                };
                ("inverse", in_portions(places, surface, supervision, each)?)
            }
            AskedPoints::File(path) => {
                return self.locate(&read_points(path, supervision)?, band, surface, supervision);
            }
        };
        if let Some(failure) = self.terrain_failure(&found, surface) {
            supervision.warn(failure);
        }
        Ok(LocateAnswer {
            image: self.path().to_path_buf(),
            direction,
            model: self.facts(),
            surface: surface.facts(),
            n_located: found.iter().filter(|point| point.is_located()).count(),
            points: found,
        })
    }

    /// Why the elevation model could not be read, at the first point that met it.
    fn terrain_failure(&self, points: &[LocatedPoint], surface: &Surface) -> Option<String> {
        let unreadable = LocationFailure::TerrainUnreadable.word();
        let point = points.iter().find(|point| point.status == unreadable)?;
        let (lon_deg, lat_deg) = if let Some(place) = point.lon_deg.zip(point.lat_deg) {
            place
        } else {
            let (line, column) = point.line.zip(point.column)?;
            let array = (0..self.n_arrays()).find(|array| Some(self.array_name(*array)) == point.band.as_deref())?;
            let ground = self.ground_of(array, ImagePlace { line, column }, &Surface::at_height(0.0)).ok()?;
            (ground.lon_deg, ground.lat_deg)
        };
        surface.read_failure(ground_point(lon_deg, lat_deg, 0.0).ok()?)
    }

    fn direct(
        &self,
        array: usize,
        pixel: ImagePlace,
        surface: &Surface,
        cursor: &mut Option<TerrainCursor<'_>>,
    ) -> LocatedPoint {
        let found = self.ground_with(array, pixel, surface, cursor);
        let ground = found.ok();
        LocatedPoint {
            band: Some(self.array_name(array).to_owned()),
            line: finite(pixel.line),
            column: finite(pixel.column),
            lon_deg: ground.map(|ground| ground.lon_deg),
            lat_deg: ground.map(|ground| ground.lat_deg),
            height_m: ground.map(|ground| ground.height_m),
            status: found.err().map_or(LOCATED, LocationFailure::word),
        }
    }

    /// One point for each array that saw the place, or one that says why none did.
    fn inverse(
        &self,
        arrays: &[usize],
        place: AskedPlace,
        surface: &Surface,
        cursor: &mut Option<TerrainCursor<'_>>,
    ) -> Vec<LocatedPoint> {
        let height_m = match place.height_m {
            Some(height_m) => Ok(height_m),
            None => ground_point(place.lon_deg, place.lat_deg, 0.0)
                .and_then(|point| surface.height_at(point, cursor).unwrap_or(Err(LocationFailure::NotAPlace))),
        };
        let point = |band: Option<&str>, seen: Option<ImagePlace>, status| LocatedPoint {
            band: band.map(str::to_owned),
            line: seen.map(|seen| seen.line),
            column: seen.map(|seen| seen.column),
            lon_deg: finite(place.lon_deg),
            lat_deg: finite(place.lat_deg),
            height_m: height_m.ok().and_then(finite),
            status,
        };
        let only = if let [only] = arrays { Some(self.array_name(*only)) } else { None };
        let ground = match height_m {
            Ok(height_m) => GroundPlace { lon_deg: place.lon_deg, lat_deg: place.lat_deg, height_m },
            Err(failure) => return vec![point(only, None, failure.word())],
        };
        let (mut seen, mut reason) = (Vec::new(), None);
        for array in arrays {
            match self.image_of(*array, ground) {
                Ok(image) => seen.push(point(Some(self.array_name(*array)), Some(image), LOCATED)),
                // That no array saw it says more than that an array had another reason.
                Err(LocationFailure::OutsideImage) => reason = Some(LocationFailure::OutsideImage),
                Err(failure) => reason = reason.or(Some(failure)),
            }
        }
        if seen.is_empty() {
            seen.push(point(only, None, reason.unwrap_or(LocationFailure::OutsideImage).word()));
        }
        seen
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn require_heights(places: &[AskedPlace], surface: &Surface) -> Result<(), OperationError> {
    let missing = places.iter().position(|place| place.height_m.is_none());
    match missing {
        Some(index) if surface.facts().is_assumed => Err(OperationError::Usage(format!(
            "needed the height of each place (LON,LAT,HEIGHT), an elevation model (--dem) or a height for all (--height), found none for place {}",
            index + 1
        ))),
        _ => Ok(()),
    }
}

/// Does `each` for all points, on all cores, in the order of the points.
fn in_portions<P: Sync>(
    points: &[P],
    surface: &Surface,
    supervision: &Supervision,
    each: impl Fn(&P, &mut Option<TerrainCursor<'_>>) -> Vec<LocatedPoint> + Sync,
) -> Result<Vec<LocatedPoint>, OperationError> {
    let stage = supervision.stage("location", points.len() as u64, "points");
    let portions: Vec<Vec<LocatedPoint>> = points
        .par_chunks(PORTION)
        .map(|portion| {
            supervision.check()?;
            let mut cursor = surface.cursor();
            let found: Vec<LocatedPoint> = portion.iter().flat_map(|point| each(point, &mut cursor)).collect();
            stage.advance(portion.len() as u64)?;
            Ok(found)
        })
        .collect::<Result<_, OperationError>>()?;
    Ok(portions.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::operations::location::{ModelRequest, SurfaceRequest};

    /// Polynomials of 1000 × 1000 pixels, 0.02° from end to end.
    fn product(folder: &std::path::Path) -> std::path::PathBuf {
        let mut text = "LINE_OFF: 500\nSAMP_OFF: 500\nLAT_OFF: 40\nLONG_OFF: 10\nHEIGHT_OFF: 500\nLINE_SCALE: 500\nSAMP_SCALE: 500\n\
                        LAT_SCALE: 0.01\nLONG_SCALE: 0.01\nHEIGHT_SCALE: 500\n"
            .to_owned();
        for (name, one) in [("LINE_NUM", 3), ("LINE_DEN", 1), ("SAMP_NUM", 2), ("SAMP_DEN", 1)] {
            let line = |index: i32| format!("{name}_COEFF_{index}: {}\n", i32::from(index == one));
            text += &(1..=20).map(line).collect::<Vec<String>>().concat();
        }
        let path = folder.join("scene_RPC.TXT");
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn a_question_that_is_cancelled_gives_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let supervision = Supervision::unattended();
        let product = LocatedProduct::open(&product(folder.path()), &ModelRequest::default(), &supervision).unwrap();
        let surface = Surface::open(&SurfaceRequest { height_m: Some(500.0), ..SurfaceRequest::default() }).unwrap();
        let points = AskedPoints::Pixels(vec![ImagePlace { line: 1.0, column: 2.0 }; 3 * PORTION]);
        assert_eq!(product.locate(&points, None, &surface, &supervision).unwrap().n_located, 3 * PORTION);
        supervision.cancellation().store(true, Ordering::Relaxed);
        let ended = product.locate(&points, None, &surface, &supervision);
        assert!(matches!(ended, Err(OperationError::Cancelled(_))));
    }

    #[test]
    fn a_product_answers_for_any_band_where_one_model_holds_for_all_and_none_where_none_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let supervision = Supervision::unattended();
        let request = ModelRequest::default();
        let path = product(folder.path());
        let located = LocatedProduct::beside(&path, &request, &supervision).unwrap().unwrap();
        assert_eq!((located.n_arrays(), located.arrays_of_band("B05")), (1, vec![0]));
        let place = ImagePlace { line: 250.0, column: 750.0 };
        let ground = located.ground_of(0, place, &Surface::at_height(100.0)).unwrap();
        assert!((ground.lon_deg - 10.005).abs() < 1e-9 && (ground.lat_deg - 39.995).abs() < 1e-9, "{ground:?}");
        let back = located.image_of(0, ground).unwrap();
        assert!((back.line - place.line).abs() < 1e-6 && (back.column - place.column).abs() < 1e-6);
        assert_eq!(located.image_of(1, ground), Err(LocationFailure::OutsideImage));
        let note = folder.path().join("note.txt");
        std::fs::write(&note, "no model").unwrap();
        assert!(LocatedProduct::beside(&note, &request, &supervision).unwrap().is_none());
    }
}
