//! Where the pixels of a product lie on the Earth: by its georeference, or by its geometric model on the ground that was chosen.

use super::choice::GroundChoice;
use super::ground::Ground;
use super::model::ProductModel;
use crate::earth::{ECCENTRICITY_SQUARED, SEMI_MAJOR_AXIS_M, longitude_difference};
use crate::operations::OperationError;
use crate::operations::location::GroundPlace;
use crate::operations::viewing::coordinates::{
    Coordinates, GeographicPosition, GroundHeight, NO_MODEL, PlaceModel, map_from_image,
};
use crate::operations::viewing::known::Known;
use crate::operations::viewing::viewed_product::ViewedProduct;
use crate::product_files::{Georeference, geographic_from_map, map_from_geographic};
use crate::supervision::{Cancelled, Supervision};

/// Where the pixels of a product lie. Opened once, shared by threads (`Arc`).
///
/// A product that has a georeference lies where that says, whatever models lie beside it: the pixels of a map are no longer those of the
/// sensor.
pub struct ImagePlaces {
    by: PlacedBy,
    georeference: Option<Georeference>,
    lines: usize,
    columns: usize,
}

enum PlacedBy {
    Map(Georeference),
    Model(Box<ProductModel>),
    /// Neither, and why.
    Nothing(String),
}

impl ImagePlaces {
    /// Looks for the model of a product that has no georeference. A model that cannot be opened is no failure of the product: its reason
    /// is told wherever a place is asked for.
    ///
    /// # Errors
    /// A cancel.
    pub fn open(product: &ViewedProduct, supervision: &Supervision) -> Result<Self, Cancelled> {
        let georeference = product.product.georeference.clone();
        let by = match &georeference {
            Some(georeference) => PlacedBy::Map(georeference.clone()),
            None => match ProductModel::beside(product, supervision) {
                Ok(Some(model)) => PlacedBy::Model(Box::new(model)),
                Ok(None) => PlacedBy::Nothing(NO_MODEL.to_owned()),
                Err(OperationError::Cancelled(cancelled)) => return Err(cancelled),
                Err(error) => PlacedBy::Nothing(format!("its geometric model cannot be opened: {error}")),
            },
        };
        supervision.check()?;
        Ok(Self { by, georeference, lines: product.lines(), columns: product.columns() })
    }

    /// The geometric model, where the places come from one; else why not.
    pub fn model(&self) -> Known<PlaceModel> {
        match &self.by {
            PlacedBy::Map(_) => Known::not("the places come from the product's georeference"),
            PlacedBy::Model(model) => Known::Known(model.words()),
            PlacedBy::Nothing(why) => Known::not(why.clone()),
        }
    }

    /// A place of the image in every frame that the product knows, on a ground; `ground` may be the reason why there is none.
    pub fn coordinates(&self, line: f64, column: f64, ground: Result<&Ground, &str>) -> Coordinates {
        let plain = Coordinates::of(self.georeference.as_ref(), line, column);
        let no_ground = |why: &str| format!("the ground cannot be opened: {why}");
        match &self.by {
            PlacedBy::Nothing(why) => {
                let (geographic, height) = (Known::not(why.clone()), Known::not(why.clone()));
                Coordinates {
                    geographic,
                    height,
                    model: self.model(),
                    detector_column: Known::not(why.clone()),
                    ..plain
                }
            }
            PlacedBy::Map(_) => {
                let height = match (plain.geographic.known(), ground) {
                    (Some(place), Ok(ground)) => height_on_map(*place, ground),
                    (Some(_), Err(why)) => Known::not(no_ground(why)),
                    (None, _) => Known::not("the place on the Earth is not known"),
                };
                Coordinates { height, model: self.model(), ..plain }
            }
            PlacedBy::Model(model) => {
                let place = match ground {
                    Ok(ground) => model.ground_of([line, column], ground).map(|place| (place, ground)),
                    Err(why) => Err(no_ground(why)),
                };
                let (geographic, height) = match place {
                    Err(why) => (Known::not(why.clone()), Known::not(why)),
                    Ok((place, ground)) => {
                        let (latitude_deg, longitude_deg) = (place.lat_deg, place.lon_deg);
                        let surface = ground.description();
                        (
                            Known::Known(GeographicPosition { latitude_deg, longitude_deg }),
                            Known::Known(GroundHeight { height_m: place.height_m, surface }),
                        )
                    }
                };
                let detector_column = Known::not("the model does not name the column of the detector");
                Coordinates { geographic, height, model: self.model(), detector_column, ..plain }
            }
        }
    }

    /// The place on the ground of a place of the image.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub(super) fn ground_of(&self, [line, column]: [f64; 2], ground: &Ground) -> Result<GroundPlace, String> {
        match &self.by {
            PlacedBy::Map(georeference) => {
                let place = on_map(georeference, [line, column])?;
                let height_m = ground.surface().height_m(place.lon_deg, place.lat_deg);
                Ok(GroundPlace { height_m: height_m.map_err(|failure| failure.to_string())?, ..place })
            }
            PlacedBy::Model(model) => model.ground_of([line, column], ground),
            PlacedBy::Nothing(why) => Err(why.clone()),
        }
    }

    /// The place of the image that shows a place on the ground.
    ///
    /// # Errors
    /// Why there is none, in words: the place lies beyond the image's edge, or the model does not answer there.
    pub(super) fn image_of(&self, place: GroundPlace) -> Result<[f64; 2], String> {
        let [line, column] = match &self.by {
            PlacedBy::Map(georeference) => in_map_image(georeference, place)?,
            PlacedBy::Model(model) => model.image_of(place)?,
            PlacedBy::Nothing(why) => return Err(why.clone()),
        };
        let is_on = |value: f64, n: usize| (-0.5..=n as f64 - 0.5).contains(&value);
        if is_on(line, self.lines) && is_on(column, self.columns) {
            return Ok([line, column]);
        }
        Err(format!(
            "it lies at line {line:.0}, column {column:.0}, beyond the image's {} lines × {} columns",
            self.lines, self.columns
        ))
    }

    /// The side of a square as large as a pixel of the image at one height, metres on the ground.
    ///
    /// # Errors
    /// Why it is not known, in words.
    pub(super) fn pixel_m(&self, [line, column]: [f64; 2], height_m: f64) -> Result<f64, String> {
        let at = |line: f64, column: f64| match &self.by {
            PlacedBy::Map(georeference) => on_map(georeference, [line, column]),
            PlacedBy::Model(model) => model.ground_at_height([line, column], height_m),
            PlacedBy::Nothing(why) => Err(why.clone()),
        };
        // Not beyond the outermost edges, where a model need not answer.
        let inside = |value: f64, n: usize| value.clamp(0.0, n.saturating_sub(1) as f64);
        let (line, column) = (inside(line, self.lines), inside(column, self.columns));
        let down = metres_between(at(line - 0.5, column)?, at(line + 0.5, column)?);
        let right = metres_between(at(line, column - 0.5)?, at(line, column + 0.5)?);
        let side = (down[0] * right[1] - down[1] * right[0]).abs().sqrt();
        if side.is_finite() && side > 0.0 {
            Ok(side)
        } else {
            Err("a pixel has no extent on the ground there".to_owned())
        }
    }
}

fn height_on_map(place: GeographicPosition, ground: &Ground) -> Known<GroundHeight> {
    if let GroundChoice::HeightM(_) = ground.choice() {
        return Known::not("no elevation model is chosen as the ground");
    }
    match ground.surface().height_m(place.longitude_deg, place.latitude_deg) {
        Ok(height_m) => Known::Known(GroundHeight { height_m, surface: ground.description() }),
        Err(why) => Known::not(why.to_string()),
    }
}

/// The place of a map's pixel, its height 0.
fn on_map(georeference: &Georeference, [line, column]: [f64; 2]) -> Result<GroundPlace, String> {
    let [x, y] = map_from_image(georeference.geotransform, line, column);
    let (lon_deg, lat_deg) = geographic_from_map(&georeference.crs, x, y)
        .ok_or("the place cannot be brought from the product's reference system to the Earth")?;
    Ok(GroundPlace { lon_deg, lat_deg, height_m: 0.0 })
}

/// The line and column of a place on a map, which may lie beyond its edges.
fn in_map_image(georeference: &Georeference, place: GroundPlace) -> Result<[f64; 2], String> {
    let (x, y) = map_from_geographic(&georeference.crs, place.lon_deg, place.lat_deg)
        .ok_or("the place cannot be brought into the product's reference system")?;
    let [x0, column_step_x, line_step_x, y0, column_step_y, line_step_y] = georeference.geotransform;
    let determinant = column_step_x * line_step_y - line_step_x * column_step_y;
    let (right, down) = (
        ((x - x0) * line_step_y - (y - y0) * line_step_x) / determinant,
        ((y - y0) * column_step_x - (x - x0) * column_step_y) / determinant,
    );
    if right.is_finite() && down.is_finite() {
        Ok([down - 0.5, right - 0.5])
    } else {
        Err("the product's georeference has no inverse".to_owned())
    }
}

/// Metres towards the east and the north from a place to another one near it, by the radii of curvature of the ellipsoid.
fn metres_between(from: GroundPlace, to: GroundPlace) -> [f64; 2] {
    let latitude = f64::midpoint(from.lat_deg, to.lat_deg).to_radians();
    let turn = longitude_difference(to.lon_deg.to_radians(), from.lon_deg.to_radians());
    let squared = 1.0 - ECCENTRICITY_SQUARED * latitude.sin().powi(2);
    let prime_vertical_m = SEMI_MAJOR_AXIS_M / squared.sqrt();
    let meridian_m = prime_vertical_m * (1.0 - ECCENTRICITY_SQUARED) / squared;
    [turn * prime_vertical_m * latitude.cos(), (to.lat_deg - from.lat_deg).to_radians() * meridian_m]
}
