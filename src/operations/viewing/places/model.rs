//! The geometric model of a product: where its pixels looked, and which pixel saw a place.

use super::ground::Ground;
use crate::instrument::location::LocationFailure;
use crate::operations::OperationError;
use crate::operations::location::{GroundPlace, ImagePlace, LocatedProduct, ModelRequest, Surface};
use crate::operations::viewing::coordinates::PlaceModel;
use crate::operations::viewing::viewed_product::ViewedProduct;
use crate::supervision::Supervision;

/// The model beside a product, opened once.
pub(super) struct ProductModel {
    located: LocatedProduct,
    /// The array whose lines and columns are those of the image.
    array: usize,
}

impl ProductModel {
    /// The model of a product; none where it carries none.
    ///
    /// # Errors
    /// As [`LocatedProduct::beside`], and [`OperationError::Usage`] for a model of several arrays none of which is named like the product's band.
    pub(super) fn beside(product: &ViewedProduct, supervision: &Supervision) -> Result<Option<Self>, OperationError> {
        let image = product.image().unwrap_or(product.path());
        let Some(located) = LocatedProduct::beside(image, &ModelRequest::default(), supervision)? else {
            return Ok(None);
        };
        let band = product.bands().first().map_or("", |band| band.name.as_str());
        let array = match (located.arrays_of_band(band).first(), located.n_arrays()) {
            (Some(array), _) => *array,
            (None, 1) => 0,
            (None, n) => {
                return Err(OperationError::Usage(format!(
                    "needed an array of the model for the band \"{band}\", found {n} arrays of other names: {}",
                    located.facts().arrays.join(", ")
                )));
            }
        };
        Ok(Some(Self { located, array }))
    }

    /// What is said of it.
    pub(super) fn words(&self) -> PlaceModel {
        let facts = self.located.facts();
        let file = facts.file.file_name().unwrap_or(facts.file.as_os_str()).to_string_lossy().into_owned();
        let name = format!("{}, {file}", facts.words());
        PlaceModel { name, earth_orientation: facts.earth_orientation, remarks: facts.remarks }
    }

    /// The place on the ground that a place of the image looked at.
    pub(super) fn ground_of(&self, [line, column]: [f64; 2], ground: &Ground) -> Result<GroundPlace, String> {
        self.on(line, column, ground.surface())
    }

    /// The place at a height that a place of the image looked at.
    pub(super) fn ground_at_height(&self, [line, column]: [f64; 2], height_m: f64) -> Result<GroundPlace, String> {
        self.on(line, column, &Surface::at_height(height_m))
    }

    fn on(&self, line: f64, column: f64, surface: &Surface) -> Result<GroundPlace, String> {
        self.located.ground_of(self.array, ImagePlace { line, column }, surface).map_err(|failure| failure.to_string())
    }

    /// The place of the image that saw a place on the ground.
    pub(super) fn image_of(&self, place: GroundPlace) -> Result<[f64; 2], String> {
        match self.located.image_of(self.array, place) {
            Ok(seen) => Ok([seen.line, seen.column]),
            Err(LocationFailure::OutsideImage) => Err("the image does not reach that far".to_owned()),
            Err(failure) => Err(failure.to_string()),
        }
    }
}
