//! The one renderer: samples, stretch, colour map and no-data look to a picture.

use super::colour_map::ColourMap;
use super::composition::Colouring;
use super::levels::{End, Levels};
use super::no_data_look::{NoDataLook, NoDataPalette, Overlay};
use super::stretch::Stretch;
use crate::imagery::{NoDataReason, Reasons, ReducedTile, Tile};

/// An eight-bit picture, line by line from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
    /// Four bytes a pixel: red, green, blue and opacity, the colours not multiplied by it. Opacity 0 where there is nothing.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// This picture on a ground of one colour: opaque everywhere.
    #[must_use]
    pub fn flattened(mut self, ground: [u8; 3]) -> Self {
        for pixel in self.rgba.chunks_exact_mut(4) {
            let opacity = u32::from(pixel[3]);
            for (level, ground) in pixel.iter_mut().zip(ground) {
                *level = ((u32::from(*level) * opacity + u32::from(ground) * (255 - opacity) + 127) / 255) as u8;
            }
            pixel[3] = 255;
        }
        self
    }
}

/// Samples of one channel; the stretch is in another unit: sample·`scale` + `offset`.
#[derive(Debug, Clone, Copy)]
pub struct Channel<'samples> {
    /// Samples line by line.
    pub values: &'samples [f32],
    /// Reasons that hold for each value; empty when all are valid.
    pub reasons: &'samples [Reasons],
    /// Reasons that the overlay shows for each pixel, where they are more than those of its value: a cell of many samples. Empty when they
    /// are the same.
    pub touched: &'samples [Reasons],
    /// Units of the stretch in one unit of the samples, as reflectance per code.
    pub scale: f64,
    /// Value of the stretch's unit at sample 0.
    pub offset: f64,
}

impl<'samples> Channel<'samples> {
    /// Samples in the unit of the stretch; an empty `reasons` says that all are valid.
    pub const fn new(values: &'samples [f32], reasons: &'samples [Reasons]) -> Self {
        Self { values, reasons, touched: &[], scale: 1.0, offset: 0.0 }
    }

    /// The samples of a tile.
    pub fn of_tile(tile: &'samples Tile) -> Self {
        Self::new(&tile.values, &tile.reasons)
    }

    /// The cells of a reduced tile; the overlay shows the reasons of every sample in them.
    pub fn of_cells(cells: &'samples ReducedTile) -> Self {
        Self { touched: &cells.touched, ..Self::new(&cells.values, &cells.reasons) }
    }

    /// The same samples, of which sample·`scale` + `offset` is in the unit of the stretch.
    #[must_use]
    pub const fn in_unit(self, scale: f64, offset: f64) -> Self {
        Self { scale, offset, ..self }
    }

    fn reasons_of(&self, index: usize) -> Reasons {
        let own = self.reasons.get(index).copied().unwrap_or_default();
        if self.values[index].is_finite() { own } else { own.union(Reasons::only(NoDataReason::Missing)) }
    }
}

/// A picture that could not be drawn or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// A channel has not one sample a pixel.
    #[error("a picture of {width} by {height} pixels needs {} samples a channel, found {found}", width * height)]
    SampleCount {
        /// Columns asked for.
        width: usize,
        /// Lines asked for.
        height: usize,
        /// Samples found.
        found: usize,
    },
    /// Neither a colour picture nor one through a colour map.
    #[error("a picture needs one channel or three, found {found}")]
    ChannelCount {
        /// Channels found.
        found: usize,
    },
    /// A channel has no bounds.
    #[error("a picture needs the bounds of each channel's stretch, found none for channel {}", channel + 1)]
    NoBounds {
        /// The channel, from 0.
        channel: usize,
    },
    /// The picture cannot be written as PNG.
    #[error("a picture of {width} by {height} pixels cannot be written as PNG: {reason}")]
    Encoding {
        /// Columns.
        width: usize,
        /// Lines.
        height: usize,
        /// What the writer said.
        reason: String,
    },
}

/// All that a picture follows from: the same drawing gives the same bytes.
#[derive(Debug, Clone, Copy)]
pub struct Drawing<'samples> {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
    /// Three channels as red, green and blue, or one through a colour map.
    pub channels: &'samples [Channel<'samples>],
    /// The colour map of a single channel; of no effect on three.
    pub colouring: Colouring,
    /// The bounds of each channel and the curve. A diverging map draws [`Stretch::centred_on_zero`] of it.
    pub stretch: &'samples Stretch,
    /// Which reasons are shown.
    pub no_data: &'samples NoDataLook,
    /// Their colours and hatches.
    pub palette: &'samples NoDataPalette,
    /// Line and column of the first pixel in the whole picture that this one is a part of: hatches go by it, so that tiles fit together.
    pub origin: [usize; 2],
}

/// Pixels that are looked at together for reasons: where there is none, nothing more is done.
const STRETCH: usize = 64;

/// Draws a picture.
///
/// A pixel with a reason whose overlay is visible takes the overlay's colour, as strongly as its opacity says. Where the overlay is hidden the
/// pixel shows its value as usual if it has one (saturated, clipped, cloudy and defective pixels do) and is left transparent if it has none, as
/// it is when one of three channels has none. A value that is no finite number is missing.
///
/// # Errors
/// [`PictureError`] when there are neither one nor three channels, a channel has not one sample a pixel, or bounds are missing.
pub fn render(drawing: &Drawing<'_>) -> Result<Picture, PictureError> {
    let &Drawing { width, height, channels, .. } = drawing;
    if !matches!(channels.len(), 1 | 3) {
        return Err(PictureError::ChannelCount { found: channels.len() });
    }
    for channel in channels {
        let or_all = |length: usize| if length == 0 { channel.values.len() } else { length };
        for found in [channel.values.len(), or_all(channel.reasons.len()), or_all(channel.touched.len())] {
            if found != width * height {
                return Err(PictureError::SampleCount { width, height, found });
            }
        }
    }
    let is_diverging = channels.len() == 1 && drawing.colouring == Colouring::Diverging;
    let mut levels = Vec::with_capacity(channels.len());
    for (index, channel) in channels.iter().enumerate() {
        let bounds = drawing.stretch.channel(index).ok_or(PictureError::NoBounds { channel: index })?;
        let centred;
        let bounds = if is_diverging {
            centred = bounds.centred_on_zero();
            &centred
        } else {
            bounds
        };
        levels.push(Levels::new(channel, bounds, drawing.stretch.rule.curve, is_diverging));
    }
    let map = ColourMap::of(drawing.colouring);
    let overlay = Overlay::new(drawing.no_data, drawing.palette);
    let mut rgba = vec![0; 4 * width * height];
    let mut rows = vec![0; channels.len() * width];
    for (line, pixels) in rgba.chunks_exact_mut(4 * width.max(1)).enumerate() {
        let samples = line * width..(line + 1) * width;
        for ((channel, levels), row) in channels.iter().zip(&levels).zip(rows.chunks_exact_mut(width)) {
            levels.fill(&channel.values[samples.clone()], row);
        }
        match levels.as_slice() {
            [levels] => colour_by_map(&map, levels, &rows, &channels[0].values[samples], pixels),
            _ => colour_by_channel(&rows, pixels),
        }
        overlay_line(drawing, &overlay, line, pixels);
    }
    Ok(Picture { width, height, rgba })
}

fn colour_by_channel(rows: &[u8], pixels: &mut [u8]) {
    let width = rows.len() / 3;
    let (red, rest) = rows.split_at(width);
    let (green, blue) = rest.split_at(width);
    for (((pixel, red), green), blue) in pixels.chunks_exact_mut(4).zip(red).zip(green).zip(blue) {
        pixel.copy_from_slice(&[*red, *green, *blue, 255]);
    }
}

fn colour_by_map(map: &ColourMap, levels: &Levels, row: &[u8], values: &[f32], pixels: &mut [u8]) {
    for ((pixel, level), value) in pixels.chunks_exact_mut(4).zip(row).zip(values) {
        let [red, green, blue] = match levels.beyond(*value) {
            None => map.levels[usize::from(*level)],
            Some(End::Under) => map.under,
            Some(End::Over) => map.over,
        };
        pixel.copy_from_slice(&[red, green, blue, 255]);
    }
}

/// Puts the overlay over the pixels of a line, and takes out the pixels without a value.
fn overlay_line(drawing: &Drawing<'_>, overlay: &Overlay, line: usize, pixels: &mut [u8]) {
    let &Drawing { width, channels, origin, .. } = drawing;
    for start in (0..width).step_by(STRETCH) {
        let end = (start + STRETCH).min(width);
        let samples = line * width + start..line * width + end;
        if channels.iter().all(|channel| is_plain(channel, samples.clone())) {
            continue;
        }
        for (column, pixel) in (start..end).zip(pixels[4 * start..4 * end].chunks_exact_mut(4)) {
            let index = line * width + column;
            let (mut has_value, mut shown) = (true, Reasons::VALID);
            for channel in channels {
                let reasons = channel.reasons_of(index);
                has_value &= reasons.carries_value();
                shown = shown.union(reasons).union(channel.touched.get(index).copied().unwrap_or_default());
            }
            let below = if has_value { [pixel[0], pixel[1], pixel[2], 255] } else { [0; 4] };
            pixel.copy_from_slice(&overlay.over(below, shown, origin[0] + line, origin[1] + column));
        }
    }
}

/// Whether all samples are valid finite numbers in which no reason has a part.
fn is_plain(channel: &Channel<'_>, samples: std::ops::Range<usize>) -> bool {
    let any = |all: &[Reasons]| {
        let part = all.get(samples.clone()).unwrap_or_default();
        part.iter().fold(Reasons::VALID, |any, reasons| any.union(*reasons))
    };
    // A sum of products with zero is zero unless one of them is no finite number.
    let values = channel.values[samples.clone()].iter().fold(0.0, |sum, value| sum + value * 0.0);
    any(channel.reasons).union(any(channel.touched)).is_valid() && values == 0.0
}

#[cfg(test)]
mod tests;
