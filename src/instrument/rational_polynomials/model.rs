//! The model: which direction is taken for the truth, where it holds, and how the other direction is found.

use std::f64::consts::{PI, TAU};

use super::polynomials::{AtHeight, Normalisation, RationalPair};
use crate::earth::{GroundPoint, longitude_difference};
use crate::instrument::location::{ImagePoint, ImageSize, LocationFailure, LocationModel};

/// Share of half the fitted domain by which a line, column, longitude or latitude may lie outside it: cubic polynomials keep their exactness
/// a little beyond the points that they were fitted to, and lose it fast.
pub const RATIONAL_POLYNOMIAL_MARGIN: f64 = 0.25;

/// Metres by which a height may lie outside of the fitted heights, or the margin above where that is more. Some producers fit to the few
/// metres of relief of the scene, and a line of sight is nearly straight: on the Pléiades scene with both (fitted to 490–660 m), the
/// polynomials are 2 mm from the producer's grid within these heights, and 27 mm at most 1 km beyond them.
pub const HEIGHT_MARGIN_M: f64 = 1_000.0;

/// Normalised values beyond which an iteration has left every domain.
const LOST: f64 = 16.0;

/// Steps of an iteration, at most; three are usual.
const STEPS: usize = 24;

/// Pixels (or their equal on the ground) of the step after which an iteration is at rest: it converges quadratically, so that the error left
/// is that of the last digit.
const REST_PX: f64 = 1e-6;

/// Tolerance at the outer edge of the image, in pixels: the edge itself belongs to the image, whatever the last digit says.
const EDGE_PX: f64 = 1e-6;

/// Coefficients with which no model can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RationalPolynomialError {
    /// An offset or scale that is not finite, or a scale of zero.
    #[error("an offset or scale that is not a number, or a scale of 0")]
    Normalisation,
    /// A coefficient that is not finite, or a denominator of zeros.
    #[error("a coefficient that is not a number, or a denominator that is 0 everywhere")]
    Coefficients,
    /// A longitude or latitude that is none.
    #[error("a longitude, latitude or extent that no place on the Earth has")]
    Place,
}

/// Location by rational polynomials.
///
/// Where a producer gives functions in both directions they undo each other only to some hundredths of a pixel, being two fits. Here one of
/// them is the model and the other only starts the iteration that inverts it, so that direct and inverse location close to the last digit:
/// from the image to the ground where that direction is given (DIMAP), and from the ground to the image where it is the only one (all other
/// formats).
///
/// Lines and columns with the centre of the first pixel at (0, 0); longitudes may cross the date line.
#[derive(Debug, Clone, PartialEq)]
pub struct RationalPolynomialModel {
    line: Normalisation,
    column: Normalisation,
    longitude: Normalisation,
    latitude: Normalisation,
    height: Normalisation,
    image_from_ground: RationalPair,
    ground_from_image: Option<RationalPair>,
    image_size: Option<ImageSize>,
    /// Largest normalised height, in absolute value.
    height_reach: f64,
}

impl RationalPolynomialModel {
    /// A model of its normalisations (line and column with the centre of the first pixel at (0, 0), `longitude` and `latitude` in radians,
    /// `height` in metres above WGS 84), the pair (column, line) of longitude, latitude, height and, where it is given, the pair (longitude,
    /// latitude) of column, line, height, all normalised.
    ///
    /// # Errors
    /// [`RationalPolynomialError`].
    pub fn new(
        [line, column, longitude, latitude, height]: [Normalisation; 5],
        image_from_ground: RationalPair,
        ground_from_image: Option<RationalPair>,
        image_size: Option<ImageSize>,
    ) -> Result<Self, RationalPolynomialError> {
        if ![line, column, longitude, latitude, height].into_iter().all(Normalisation::is_usable) {
            return Err(RationalPolynomialError::Normalisation);
        }
        if !image_from_ground.is_usable() || !ground_from_image.as_ref().is_none_or(RationalPair::is_usable) {
            return Err(RationalPolynomialError::Coefficients);
        }
        // Longitudes are written from −180 to 180 or from 0 to 360.
        let on_earth = longitude.offset.abs() <= TAU
            && longitude.scale.abs() <= PI
            && latitude.offset.abs() <= PI / 2.0
            && latitude.scale.abs() <= PI;
        if !on_earth {
            return Err(RationalPolynomialError::Place);
        }
        let reach = (1.0 + RATIONAL_POLYNOMIAL_MARGIN).max(1.0 + HEIGHT_MARGIN_M / height.scale.abs());
        Ok(Self {
            line,
            column,
            longitude,
            latitude,
            height,
            image_from_ground,
            ground_from_image,
            image_size,
            height_reach: reach,
        })
    }

    /// Whether the producer gave functions from the image to the ground, which then are the model.
    pub fn has_direct_functions(&self) -> bool {
        self.ground_from_image.is_some()
    }

    /// Lowest and highest height that the functions were fitted to, in metres above WGS 84.
    pub fn height_range_m(&self) -> [f64; 2] {
        let half = self.height.scale.abs();
        [self.height.offset - half, self.height.offset + half]
    }

    /// Lowest and highest height at which places are answered: the fitted ones with their margin.
    pub fn height_reach_m(&self) -> [f64; 2] {
        let half = self.height.scale.abs() * self.height_reach;
        [self.height.offset - half, self.height.offset + half]
    }

    /// The first and last (line, column) that the functions were fitted to. Of a cut-out whose coefficients were left as they are for the whole
    /// image this is the whole image; producers that refit the offsets only may name a domain that has little to do with the image.
    pub fn image_domain(&self) -> [ImagePoint; 2] {
        let at = |side: f64| ImagePoint {
            line: self.line.offset + side * self.line.scale.abs(),
            column: self.column.offset + side * self.column.scale.abs(),
        };
        [at(-1.0), at(1.0)]
    }

    /// Places of the fitted domain: south-west and north-east corner at the middle height. East of the date line the second longitude wraps.
    pub fn ground_domain(&self) -> [GroundPoint; 2] {
        let at = |side: f64| GroundPoint {
            longitude: longitude_difference(self.longitude.offset + side * self.longitude.scale.abs(), 0.0),
            latitude: self.latitude.offset + side * self.latitude.scale.abs(),
            height_m: self.height.offset,
        };
        [at(-1.0), at(1.0)]
    }

    /// The place by the producer's function from the ground to the image, uncorrected: what tools that do not iterate give. It undoes
    /// [`LocationModel::ground_at_height`] exactly where it is the only function, to its fit where there are two.
    ///
    /// # Errors
    /// [`LocationFailure::OutsideModel`] beyond the margin or where a denominator vanishes, [`LocationFailure::NotAPlace`].
    pub fn image_by_polynomials(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        let [x, y, h] = self.normalised_ground(ground)?;
        let reach = 1.0 + RATIONAL_POLYNOMIAL_MARGIN;
        if x.abs() > reach || y.abs() > reach {
            return Err(LocationFailure::OutsideModel);
        }
        let image = self.image_from_ground.value(x, y, h).ok_or(LocationFailure::OutsideModel)?;
        Ok(self.image_point(image))
    }

    fn normalised_height(&self, height_m: f64) -> Result<f64, LocationFailure> {
        let height = self.height.normalised(height_m);
        if height.is_nan() {
            return Err(LocationFailure::NotAPlace);
        }
        if height.abs() > self.height_reach { Err(LocationFailure::OutsideModel) } else { Ok(height) }
    }

    fn normalised_ground(&self, ground: GroundPoint) -> Result<[f64; 3], LocationFailure> {
        let east = longitude_difference(ground.longitude, self.longitude.offset);
        let (x, y) = (east / self.longitude.scale, self.latitude.normalised(ground.latitude));
        if !x.is_finite() || !y.is_finite() {
            return Err(LocationFailure::NotAPlace);
        }
        Ok([x, y, self.normalised_height(ground.height_m)?])
    }

    fn image_point(&self, [x, y]: [f64; 2]) -> ImagePoint {
        ImagePoint { line: self.line.value(y), column: self.column.value(x) }
    }

    fn ground_point(&self, [x, y]: [f64; 2], height_m: f64) -> Result<GroundPoint, LocationFailure> {
        let latitude = self.latitude.value(y);
        if latitude.abs() > PI / 2.0 {
            return Err(LocationFailure::OutsideModel);
        }
        Ok(GroundPoint { longitude: wrapped(self.longitude.value(x)), latitude, height_m })
    }
}

/// A longitude in (−π, π]; the value itself where it lies there already.
#[inline]
fn wrapped(longitude: f64) -> f64 {
    if longitude > -PI && longitude <= PI {
        return longitude;
    }
    let turned = longitude_difference(longitude, 0.0);
    if turned <= -PI { PI } else { turned }
}

/// The pair of variables at which both quotients take the values of `target`, by Newton's method from `start`: value and derivative are of the
/// same point at every step. `rest` is the normalised step at which it is at rest.
#[inline]
fn solved(
    functions: &AtHeight,
    target: [f64; 2],
    start: [f64; 2],
    rest: [f64; 2],
) -> Result<[f64; 2], LocationFailure> {
    let [mut x, mut y] = start;
    for _ in 0..STEPS {
        let here = functions.sloped(x, y).ok_or(LocationFailure::OutsideModel)?;
        let [[a, b], [c, d]] = here.slope;
        let (u, v) = (target[0] - here.value[0], target[1] - here.value[1]);
        let determinant = a * d - b * c;
        let (step_x, step_y) = ((d * u - b * v) / determinant, (a * v - c * u) / determinant);
        x += step_x;
        y += step_y;
        if step_x.abs() <= rest[0] && step_y.abs() <= rest[1] {
            return Ok([x, y]);
        }
        // A vanishing determinant gives NaN or infinity, of which the comparison is false.
        if !(x.abs() <= LOST && y.abs() <= LOST) {
            return Err(if x.is_finite() && y.is_finite() {
                LocationFailure::OutsideModel
            } else {
                LocationFailure::NotConverged
            });
        }
    }
    Err(LocationFailure::NotConverged)
}

fn within([x, y]: [f64; 2]) -> bool {
    let reach = 1.0 + RATIONAL_POLYNOMIAL_MARGIN;
    x.abs() <= reach && y.abs() <= reach
}

impl LocationModel for RationalPolynomialModel {
    fn image_size(&self) -> Option<ImageSize> {
        self.image_size
    }

    fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        let h = self.normalised_height(height_m)?;
        let place = [self.column.normalised(image.column), self.line.normalised(image.line)];
        if !place[0].is_finite() || !place[1].is_finite() {
            return Err(LocationFailure::NotAPlace);
        }
        let ground = if let Some(direct) = &self.ground_from_image {
            if !within(place) {
                return Err(LocationFailure::OutsideModel);
            }
            direct.value(place[0], place[1], h).ok_or(LocationFailure::OutsideModel)?
        } else {
            // From the middle of the domain: the first step is the affine model.
            let functions = self.image_from_ground.at_height(h);
            let shares = (REST_PX / self.column.scale.abs()).min(REST_PX / self.line.scale.abs());
            let found = solved(&functions, place, [0.0; 2], [shares; 2])?;
            if !within(found) {
                return Err(LocationFailure::OutsideModel);
            }
            found
        };
        self.ground_point(ground, height_m)
    }

    fn image_of(&self, ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
        let image = if let Some(direct) = &self.ground_from_image {
            let [x, y, h] = self.normalised_ground(ground)?;
            let reach = 1.0 + 2.0 * RATIONAL_POLYNOMIAL_MARGIN + (h.abs() - 1.0).max(0.0);
            if x.abs() > reach || y.abs() > reach {
                return Err(LocationFailure::OutsideModel);
            }
            let start = self.image_from_ground.value(x, y, h).ok_or(LocationFailure::OutsideModel)?;
            let rest = [REST_PX / self.column.scale.abs(), REST_PX / self.line.scale.abs()];
            let found = solved(&direct.at_height(h), [x, y], start, rest)?;
            if !within(found) {
                return Err(LocationFailure::OutsideModel);
            }
            self.image_point(found)
        } else {
            self.image_by_polynomials(ground)?
        };
        match self.image_size {
            Some(size) if !holds_with_edge(size, image) => Err(LocationFailure::OutsideImage),
            _ => Ok(image),
        }
    }
}

fn holds_with_edge(size: ImageSize, image: ImagePoint) -> bool {
    let within = |value: f64, n: usize| value >= -0.5 - EDGE_PX && value <= n as f64 - 0.5 + EDGE_PX;
    within(image.line, size.lines) && within(image.column, size.columns)
}
