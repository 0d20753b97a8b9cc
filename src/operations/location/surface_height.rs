//! Height of the surface at a place: for images that lie on a map, whose pixels have no line of sight to meet it.

use super::located_product::ground_point;
use super::surface::Surface;
use crate::instrument::location::LocationFailure;

impl Surface {
    /// Height of the surface above WGS 84, in metres, at a place in degrees; 0 where nobody said anything of heights.
    ///
    /// # Errors
    /// The reason of this place: it is none, or the elevation model has no height there.
    pub fn height_m(&self, lon_deg: f64, lat_deg: f64) -> Result<f64, LocationFailure> {
        let place = ground_point(lon_deg, lat_deg, 0.0)?;
        self.height_at(place, &mut self.cursor()).unwrap_or(Ok(0.0))
    }
}
