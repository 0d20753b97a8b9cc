//! A product whose models are at hand: opened once, asked from many threads.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::answer::ModelFacts;
use super::request::ModelRequest;
use super::surface::{Ground, Surface};
use crate::earth::terrain::TerrainCursor;
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{BoundedSight, ImagePoint, LocationFailure, meet_terrain};
use crate::operations::OperationError;
use crate::product_files::location_models::{
    ArrayModel, LocatedArray, LocatedImage, find_location_models, open_location_models,
};
use crate::supervision::Supervision;

/// A place of the image. The centre of the first pixel is (line 0, column 0).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ImagePlace {
    /// Line, with its fraction.
    pub line: f64,
    /// Column, with its fraction.
    pub column: f64,
}

/// A place on the ground (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroundPlace {
    /// Degrees, positive to the east, in (−180, 180].
    pub lon_deg: f64,
    /// Degrees, positive to the north.
    pub lat_deg: f64,
    /// Metres above the ellipsoid.
    pub height_m: f64,
}

/// A product whose models are at hand. Shared by threads (`Arc`); a question takes microseconds, on an elevation model the reading of a tile at most.
pub struct LocatedProduct {
    path: PathBuf,
    image: LocatedImage,
}

impl LocatedProduct {
    /// Opens the models of the image at `path`.
    ///
    /// # Errors
    /// [`OperationError::Product`]: no model, several that differ, a table of Earth orientation that does not hold the date, a damaged file.
    pub fn open(path: &Path, request: &ModelRequest, supervision: &Supervision) -> Result<Self, OperationError> {
        supervision.check()?;
        let image = open_location_models(path, &request.choices())?;
        Ok(Self { path: path.to_path_buf(), image })
    }

    /// The models of a product that may have none, as most have: of a raster, those in its metadata or beside it. None where there is none, and for
    /// products of a mission's own level 1 to 3, whose images lie on a map.
    ///
    /// # Errors
    /// As [`LocatedProduct::open`], where there is a model.
    pub fn beside(
        path: &Path,
        request: &ModelRequest,
        supervision: &Supervision,
    ) -> Result<Option<Self>, OperationError> {
        supervision.check()?;
        let image = find_location_models(path, &request.choices())?;
        Ok(image.map(|image| Self { path: path.to_path_buf(), image }))
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the model is, for every result that rests on it.
    pub fn facts(&self) -> ModelFacts {
        ModelFacts::of(&self.image)
    }

    /// Number of arrays, at least one.
    pub fn n_arrays(&self) -> usize {
        self.image.arrays.len()
    }

    /// What an array is called; nothing beyond their number.
    pub fn array_name(&self, array: usize) -> &str {
        self.image.arrays.get(array).map_or("", |array| &array.name)
    }

    /// The arrays that see a band, or the array of that name, by their numbers. A model that holds for every band of an image alike sees each.
    ///
    /// The window asks so; `viq locate` refuses a name that the product does not have.
    pub fn arrays_of_band(&self, band: &str) -> Vec<usize> {
        let sees = |array: &LocatedArray| array.name == band || array.band.as_deref().is_none_or(|own| own == band);
        (0..self.n_arrays()).filter(|index| self.image.arrays.get(*index).is_some_and(sees)).collect()
    }

    /// The arrays of a band or an array by its name; all without one.
    pub(super) fn required_arrays(&self, band: Option<&str>) -> Result<Vec<usize>, OperationError> {
        let Some(band) = band else { return Ok((0..self.n_arrays()).collect()) };
        let named = |array: &LocatedArray| array.name == band || array.band.as_deref() == Some(band);
        let found: Vec<usize> =
            (0..self.n_arrays()).filter(|index| self.image.arrays.get(*index).is_some_and(named)).collect();
        if found.is_empty() {
            return Err(OperationError::Usage(format!(
                "needed one of the arrays {}, or their bands, found \"{band}\": {}",
                self.names(&(0..self.n_arrays()).collect::<Vec<usize>>()),
                self.path.display()
            )));
        }
        Ok(found)
    }

    /// The one array that a direct location asks.
    pub(super) fn required_array(&self, band: Option<&str>) -> Result<usize, OperationError> {
        let found = self.required_arrays(band)?;
        if let [only] = found[..] {
            return Ok(only);
        }
        Err(OperationError::Usage(format!(
            "needed --band with the array whose lines and columns these are, one of {}, found {}: {}",
            self.names(&found),
            band.map_or_else(|| "none".to_owned(), |band| format!("\"{band}\", which several arrays see")),
            self.path.display()
        )))
    }

    /// Names of arrays; of many those of the first of each band, which says how they go on.
    fn names(&self, arrays: &[usize]) -> String {
        const MOST: usize = 24;
        let mut names: Vec<&str> = Vec::new();
        let mut bands: Vec<Option<&str>> = Vec::new();
        for array in arrays.iter().filter_map(|index| self.image.arrays.get(*index)) {
            let band = array.band.as_deref();
            if arrays.len() <= MOST || !bands.contains(&band) {
                bands.push(band);
                names.push(&array.name);
            }
        }
        let further = if names.len() < arrays.len() { " and so on" } else { "" };
        format!("{}{further} ({} arrays)", names.join(", "), arrays.len())
    }

    /// Direct location: the place on the surface that a place of the image looked at.
    ///
    /// # Errors
    /// The reason of this point; [`LocationFailure::OutsideImage`] for an array that is none, or a place beyond its pixels.
    pub fn ground_of(
        &self,
        array: usize,
        place: ImagePlace,
        surface: &Surface,
    ) -> Result<GroundPlace, LocationFailure> {
        self.ground_with(array, place, surface, &mut surface.cursor())
    }

    /// The same with a reader of the elevation model that stays from point to point.
    pub(super) fn ground_with(
        &self,
        array: usize,
        place: ImagePlace,
        surface: &Surface,
        cursor: &mut Option<TerrainCursor<'_>>,
    ) -> Result<GroundPlace, LocationFailure> {
        let array = self.image.arrays.get(array).ok_or(LocationFailure::OutsideImage)?;
        let image = ImagePoint { line: place.line, column: place.column };
        if !(image.line.is_finite() && image.column.is_finite()) {
            return Err(LocationFailure::NotAPlace);
        }
        if array.size.is_some_and(|size| !size.holds(image)) {
            return Err(LocationFailure::OutsideImage);
        }
        let found = match (&surface.ground, cursor) {
            (Ground::Height { height_m, .. }, _) => array.ground_at_height(image, *height_m)?,
            (Ground::Terrain(_), Some(cursor)) => on_terrain(array, image, cursor)?,
            (Ground::Terrain(terrain), None) => on_terrain(array, image, &mut terrain.cursor())?,
        };
        Ok(GroundPlace { lon_deg: found.longitude_deg(), lat_deg: found.latitude_deg(), height_m: found.height_m })
    }

    /// Inverse location: the place of an array's image that saw a place on the ground.
    ///
    /// # Errors
    /// The reason of this point: [`LocationFailure::OutsideImage`] when no pixel of the array saw it.
    pub fn image_of(&self, array: usize, place: GroundPlace) -> Result<ImagePlace, LocationFailure> {
        let array = self.image.arrays.get(array).ok_or(LocationFailure::OutsideImage)?;
        let seen = array.image_of(ground_point(place.lon_deg, place.lat_deg, place.height_m)?)?;
        Ok(ImagePlace { line: seen.line, column: seen.column })
    }
}

/// A place in radians, its longitude in (−π, π].
pub(super) fn ground_point(lon_deg: f64, lat_deg: f64, height_m: f64) -> Result<GroundPoint, LocationFailure> {
    if !super::request_text::is_on_earth(lon_deg, lat_deg) || !height_m.is_finite() {
        return Err(LocationFailure::NotAPlace);
    }
    let place = GroundPoint::from_degrees(lon_deg, lat_deg, height_m);
    let longitude = longitude_difference(place.longitude, 0.0);
    Ok(GroundPoint { longitude, ..place })
}

fn on_terrain(
    array: &LocatedArray,
    image: ImagePoint,
    cursor: &mut TerrainCursor<'_>,
) -> Result<GroundPoint, LocationFailure> {
    let image = array.in_model(image);
    match &array.model {
        ArrayModel::Physical(pushbroom) => {
            meet_terrain(&pushbroom.sighted_line(image.line)?.column(image.column), cursor)
        }
        ArrayModel::Fitted { model, reach_m } => {
            let sight = BoundedSight::new(model.as_ref(), image, *reach_m);
            let found = meet_terrain(&sight, cursor)?;
            if sight.holds(found.height_m) { Ok(found) } else { Err(LocationFailure::OutsideModel) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_located_product_may_be_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<LocatedProduct>();
        shared::<Surface>();
    }

    #[test]
    fn longitudes_are_brought_to_half_a_turn_and_what_is_no_place_is_refused() {
        for (given, expected) in [(190.0, -170.0), (-190.0, 170.0), (360.0, 0.0), (179.5, 179.5)] {
            let place = ground_point(given, 10.0, 0.0).unwrap();
            assert!((place.longitude_deg() - expected).abs() < 1e-12, "{given}: {place:?}");
        }
        for (longitude, latitude, height_m) in
            [(f64::NAN, 0.0, 0.0), (0.0, 90.5, 0.0), (400.0, 0.0, 0.0), (0.0, 0.0, f64::INFINITY)]
        {
            assert_eq!(ground_point(longitude, latitude, height_m), Err(LocationFailure::NotAPlace));
        }
    }
}
