//! A tile of a picture.

use std::sync::{Arc, LazyLock};

use super::channel_samples::{Channels, Samples};
use super::contract::PictureContract;
use super::tile_place::TilePlace;
use super::viewed_product::ViewedProduct;
use crate::imagery::picture::{Channel, Colouring, Composition, Drawing, NoDataPalette, Picture, render};
use crate::imagery::{Reasons, ReducedTile, Window};
use crate::operations::OperationError;
use crate::reports::tokens;
use crate::supervision::Supervision;

/// Colour and hatch of each reason; a theme does not change them.
static PALETTE: LazyLock<NoDataPalette> = LazyLock::new(|| {
    NoDataPalette::new(|reason| {
        let (colour, hatch) = tokens::no_data(reason);
        (colour.0, hatch)
    })
});

/// A tile drawn, and the reasons of any pixel in it.
pub(super) struct DrawnTile {
    pub(super) picture: Picture,
    pub(super) touched: Reasons,
}

impl ViewedProduct {
    /// Draws a tile; opacity is 0 where there is nothing.
    ///
    /// # Errors
    /// [`OperationError`] for a tile or a band that there is not, samples that cannot be read, and a cancel.
    pub fn draw_tile(
        &self,
        contract: &PictureContract,
        place: TilePlace,
        supervision: &Supervision,
    ) -> Result<Picture, OperationError> {
        let cells = self.levels.cells_of(place);
        if cells.pixels() == 0 {
            return Err(OperationError::Usage(format!(
                "needed a tile of the image, found level {}, row {}, column {}: {}",
                place.level,
                place.row,
                place.column,
                self.path().display()
            )));
        }
        let channels = self.channels(contract.composition.sources())?;
        let tiles = self.band_tiles(&channels.bands, place, supervision)?;
        let drawn = draw(contract, &channels, &tiles, cells)?;
        supervision.check()?;
        Ok(drawn.picture)
    }

    /// Draws tiles on all threads of the pool, in the order of `places`.
    pub(super) fn draw_tiles(
        &self,
        contract: &PictureContract,
        places: &[TilePlace],
        supervision: &Supervision,
    ) -> Result<Vec<DrawnTile>, OperationError> {
        let channels = self.channels(contract.composition.sources())?;
        self.over_tiles(&channels.bands, places, supervision, |place, tiles| {
            draw(contract, &channels, tiles, self.levels.cells_of(place))
        })
    }
}

/// Draws the cells of a tile from the samples of its bands.
fn draw(
    contract: &PictureContract,
    channels: &Channels,
    tiles: &[Arc<ReducedTile>],
    cells: Window,
) -> Result<DrawnTile, OperationError> {
    let bands: Vec<Samples<'_>> = tiles.iter().map(|tile| Samples::of_cells(tile)).collect();
    let samples = channels.samples(&bands)?;
    let shown: Vec<Channel<'_>> =
        samples.iter().zip(channels.per_code()).map(|(samples, per_code)| samples.channel(per_code)).collect();
    let colouring = match &contract.composition {
        Composition::Single { colouring, .. } => *colouring,
        Composition::Colour(_) => Colouring::Grey,
    };
    let picture = render(&Drawing {
        width: cells.columns,
        height: cells.lines,
        channels: &shown,
        colouring,
        stretch: &contract.stretch,
        no_data: &contract.no_data,
        palette: &PALETTE,
        origin: [cells.line, cells.column],
    })
    .map_err(|error| OperationError::Usage(error.to_string()))?;
    let touched =
        samples.iter().flat_map(|samples| samples.touched.iter()).fold(Reasons::VALID, |all, more| all.union(*more));
    Ok(DrawnTile { picture, touched })
}
