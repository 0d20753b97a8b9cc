//! A tile of a picture.

use super::channel_samples::ChannelSamples;
use super::contract::PictureContract;
use super::interim::Picture;
use super::tile_place::TilePlace;
use super::viewed_product::ViewedProduct;
use crate::operations::OperationError;
use crate::supervision::Supervision;

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
        let samples = self.channel_samples(contract.composition.sources(), place, supervision)?;
        let picture = render(contract, &samples, cells.columns, cells.lines);
        supervision.check()?;
        Ok(picture)
    }
}

fn render(contract: &PictureContract, samples: &[ChannelSamples], width: usize, height: usize) -> Picture {
    let mut rgba = vec![0_u8; 4 * width * height];
    for (pixel, out) in rgba.chunks_exact_mut(4).enumerate() {
        let mut levels = [0_u8; 3];
        let mut drawn = true;
        for (index, channel) in samples.iter().enumerate().take(3) {
            let bounds = contract.stretch.channel(index).map_or((0.0, 1.0), |channel| (channel.low, channel.high));
            let value = channel.tile.values.get(pixel).copied().unwrap_or(f32::NAN);
            let valid = channel.tile.reasons.get(pixel).is_some_and(|reasons| reasons.is_valid());
            drawn &= valid && value.is_finite();
            let extent = bounds.1 - bounds.0;
            let share = if extent > 0.0 { (f64::from(value) * channel.per_code - bounds.0) / extent } else { 0.5 };
            levels[index] = (contract.stretch.rule.curve.level(share) * 255.0).round() as u8;
        }
        if samples.len() == 1 {
            levels = [levels[0]; 3];
        }
        if drawn {
            out.copy_from_slice(&[levels[0], levels[1], levels[2], 255]);
        }
    }
    Picture { width, height, rgba }
}
