//! What every format lists, and the model made of it.

use std::path::{Path, PathBuf};

use crate::instrument::location::ImageSize;
use crate::instrument::rational_polynomials::{
    Coefficients, Normalisation, Quotient, RationalPair, RationalPolynomialModel, TermOrder,
};
use crate::product_files::error::ProductError;

/// Numbers as a file lists them.
pub(super) struct Listed {
    /// The file, for messages.
    pub(super) path: PathBuf,
    /// Where in the file the numbers stand.
    pub(super) element: String,
    /// Line or column of the centre of the first pixel in the file's convention.
    pub(super) first_pixel: f64,
    pub(super) line: Normalisation,
    pub(super) column: Normalisation,
    pub(super) longitude_deg: Normalisation,
    pub(super) latitude_deg: Normalisation,
    pub(super) height_m: Normalisation,
    pub(super) order: TermOrder,
    /// Column and line of the place on the ground.
    pub(super) image_from_ground: [Quotient; 2],
    /// Longitude and latitude of the place in the image.
    pub(super) ground_from_image: Option<[Quotient; 2]>,
    pub(super) image_size: Option<ImageSize>,
}

impl Listed {
    /// The model, with the centre of the first pixel at (0, 0) and angles in radians.
    ///
    /// # Errors
    /// [`ProductError::Element`] when no model can be made of the numbers.
    pub(super) fn model(self) -> Result<RationalPolynomialModel, ProductError> {
        let shifted = |axis: Normalisation| Normalisation { offset: axis.offset - self.first_pixel, ..axis };
        let radians = |axis: Normalisation| axis.scaled(1f64.to_radians());
        let pair = |[first, second]: [Quotient; 2]| {
            RationalPair::new(&arranged(self.order, &first), &arranged(self.order, &second))
        };
        let normalisations = [
            shifted(self.line),
            shifted(self.column),
            radians(self.longitude_deg),
            radians(self.latitude_deg),
            self.height_m,
        ];
        let (inverse, direct) = (pair(self.image_from_ground), self.ground_from_image.map(pair));
        RationalPolynomialModel::new(normalisations, inverse, direct, self.image_size).map_err(|error| {
            ProductError::Element {
                path: self.path,
                element: self.element,
                needed: "rational polynomials of which a model can be made".to_owned(),
                found: error.to_string(),
            }
        })
    }
}

fn arranged(order: TermOrder, quotient: &Quotient) -> Quotient {
    Quotient { numerator: order.arranged(quotient.numerator), denominator: order.arranged(quotient.denominator) }
}

/// Twenty coefficients of a list of numbers between spaces or commas.
///
/// # Errors
/// [`ProductError::Element`] when they are not twenty, or not finite numbers.
pub(super) fn twenty(path: &Path, element: &str, list: &str) -> Result<Coefficients, ProductError> {
    let numbers = numbers(path, element, list)?;
    Coefficients::try_from(numbers.as_slice())
        .map_err(|_| wrong(path, element, "20 coefficients", &numbers.len().to_string()))
}

/// Finite numbers between spaces or commas; at most a hundred are read.
pub(super) fn numbers(path: &Path, element: &str, list: &str) -> Result<Vec<f64>, ProductError> {
    let words = list.split(|sign: char| sign.is_whitespace() || sign == ',').filter(|word| !word.is_empty());
    words.take(100).map(|word| number(path, element, word)).collect()
}

/// A finite number.
pub(super) fn number(path: &Path, element: &str, word: &str) -> Result<f64, ProductError> {
    let value = word.parse().ok().filter(|value: &f64| value.is_finite());
    value.ok_or_else(|| {
        let shown: String = word.chars().take(40).collect();
        wrong(path, element, "a finite number", &format!("\"{shown}\""))
    })
}

/// A complaint about an element of a file.
pub(super) fn wrong(path: &Path, element: &str, needed: &str, found: &str) -> ProductError {
    ProductError::Element {
        path: path.to_path_buf(),
        element: element.to_owned(),
        needed: needed.to_owned(),
        found: found.to_owned(),
    }
}

/// A number of lines and columns that an image can have.
pub(super) fn image_size(lines: f64, columns: f64) -> Option<ImageSize> {
    let whole = |n: f64| (1.0..1e9).contains(&n).then_some(n as usize);
    Some(ImageSize { lines: whole(lines)?, columns: whole(columns)? })
}
