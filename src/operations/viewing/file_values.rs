//! The values of a file, read past all that looks at it: what tests hold the window against.

use std::path::Path;

use crate::imagery::Window;
use crate::product_files;
use crate::supervision::Supervision;

/// Band, central wavelength, value in the band's own quantity, and whether the sample is valid, of one pixel.
pub(crate) fn values_of_the_file(
    header: &Path,
    image: &Path,
    line: usize,
    column: usize,
) -> Vec<(String, Option<f64>, f64, bool)> {
    let open = product_files::open(header, Some(image), &Supervision::unattended()).unwrap();
    let bands: Vec<usize> = (0..open.product.bands.len()).collect();
    let mut tiles = Vec::new();
    open.raster.read(&bands, Window::new(line, column, 1, 1), &mut tiles, &Supervision::unattended()).unwrap();
    let value = |(band, tile): (&crate::instrument::SpectralBand, &crate::imagery::Tile)| {
        let value = f64::from(tile.values[0]) * band.reflectance_per_code.unwrap_or(1.0);
        (band.name.clone(), band.centre_nm, value, tile.reasons[0].is_valid())
    };
    open.product.bands.iter().zip(&tiles).map(value).collect()
}
