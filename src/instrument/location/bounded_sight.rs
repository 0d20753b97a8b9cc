//! The line of sight of a model that answers for some heights only.

use super::{ImagePoint, LineOfSight, LocationFailure, LocationModel};
use crate::earth::{GroundPoint, longitude_difference};

/// The line of sight of one pixel of a model that was fitted to some heights, as rational polynomials and grids are.
///
/// The search for the ground begins above the highest mountain and ends below the lowest shore, where such a model does not answer. Beyond its
/// heights the sight goes straight on from the outermost ones, which only leads the search: a meeting there is no answer
/// ([`BoundedSight::holds`]).
#[derive(Clone, Copy)]
pub struct BoundedSight<'a> {
    model: &'a dyn LocationModel,
    image: ImagePoint,
    reach_m: [f64; 2],
}

impl<'a> BoundedSight<'a> {
    /// The sight of a pixel; `reach_m` are the lowest and the highest height that the model answers for.
    pub fn new(model: &'a dyn LocationModel, image: ImagePoint, reach_m: [f64; 2]) -> Self {
        Self { model, image, reach_m }
    }

    /// Whether the model itself answers for this height.
    pub fn holds(&self, height_m: f64) -> bool {
        (self.reach_m[0]..=self.reach_m[1]).contains(&height_m)
    }
}

impl LineOfSight for BoundedSight<'_> {
    fn place_at(&self, height_m: f64) -> Result<GroundPoint, LocationFailure> {
        let [lowest, highest] = self.reach_m;
        if self.holds(height_m) || lowest >= highest || height_m.is_nan() {
            return self.model.ground_at_height(self.image, height_m);
        }
        let low = self.model.ground_at_height(self.image, lowest)?;
        let high = self.model.ground_at_height(self.image, highest)?;
        let share = (height_m - lowest) / (highest - lowest);
        let longitude = low.longitude + share * longitude_difference(high.longitude, low.longitude);
        Ok(GroundPoint {
            longitude: longitude_difference(longitude, 0.0),
            latitude: low.latitude + share * (high.latitude - low.latitude),
            height_m,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::location::ImageSize;

    /// A sight that leans to the east, across the date line, and knows two kilometres of height.
    struct Leaning;

    impl LocationModel for Leaning {
        fn image_size(&self) -> Option<ImageSize> {
            None
        }

        fn ground_at_height(&self, image: ImagePoint, height_m: f64) -> Result<GroundPoint, LocationFailure> {
            if !(0.0..=2000.0).contains(&height_m) {
                return Err(LocationFailure::OutsideModel);
            }
            let longitude = longitude_difference(179.99_f64.to_radians() + image.column * 1e-6 + height_m * 1e-7, 0.0);
            Ok(GroundPoint { longitude, latitude: 0.5 + height_m * 1e-8, height_m })
        }

        fn image_of(&self, _ground: GroundPoint) -> Result<ImagePoint, LocationFailure> {
            Err(LocationFailure::OutsideImage)
        }
    }

    #[test]
    fn a_sight_goes_straight_on_beyond_the_heights_of_its_model_and_says_where_it_holds() {
        let sight = BoundedSight::new(&Leaning, ImagePoint { line: 0.0, column: 3.0 }, [0.0, 2000.0]);
        for height_m in [-600.0, 0.0, 1234.5, 2000.0, 9000.0] {
            let place = sight.place_at(height_m).unwrap();
            let expected = 179.99_f64.to_radians() + 3e-6 + height_m * 1e-7;
            assert!(longitude_difference(place.longitude, expected).abs() < 1e-12, "{height_m}: {place:?}");
            assert!(place.longitude.abs() <= std::f64::consts::PI);
            assert!((place.latitude - 0.5 - height_m * 1e-8).abs() < 1e-12);
            assert_eq!(sight.holds(height_m), (0.0..=2000.0).contains(&height_m));
        }
        assert_eq!(sight.place_at(f64::NAN), Err(LocationFailure::OutsideModel));
    }
}
