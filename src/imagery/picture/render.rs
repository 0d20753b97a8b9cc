//! Samples stretched to eight bits.

use crate::imagery::Reasons;

/// An eight-bit RGB picture, line by line from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Lines.
    pub height: usize,
    /// Three bytes (red, green, blue) a pixel.
    pub rgb: Vec<u8>,
}

/// Samples of one channel with the bounds of its linear stretch.
#[derive(Debug, Clone, Copy)]
pub struct Channel<'samples> {
    /// Samples line by line.
    pub values: &'samples [f32],
    /// Reasons of each sample; empty when all are valid.
    pub reasons: &'samples [Reasons],
    /// The value drawn as 0.
    pub low: f64,
    /// The value drawn as 255.
    pub high: f64,
}

impl Channel<'_> {
    /// The eight-bit level of sample `index`; none where it carries no value.
    ///
    /// Levels are rounded to the nearest; a stretch without extent draws middle grey, for there is nothing to tell apart.
    fn level(&self, index: usize) -> Option<u8> {
        if self.reasons.get(index).is_some_and(|reasons| !reasons.is_valid()) {
            return None;
        }
        let value = f64::from(*self.values.get(index)?);
        if !value.is_finite() {
            return None;
        }
        let extent = self.high - self.low;
        if extent.is_nan() || extent <= 0.0 {
            return Some(128);
        }
        let level = ((value - self.low) / extent).clamp(0.0, 1.0) * 255.0;
        Some(level.round() as u8)
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

/// Draws three channels as red, green and blue; pixels that lack a value in any channel take the colour `no_data`.
///
/// # Errors
/// [`PictureError::SampleCount`] when a channel has not one sample a pixel.
pub fn render(
    channels: [Channel<'_>; 3],
    width: usize,
    height: usize,
    no_data: [u8; 3],
) -> Result<Picture, PictureError> {
    for channel in &channels {
        let reasons = if channel.reasons.is_empty() { channel.values.len() } else { channel.reasons.len() };
        for found in [channel.values.len(), reasons] {
            if found != width * height {
                return Err(PictureError::SampleCount { width, height, found });
            }
        }
    }
    let mut rgb = Vec::with_capacity(3 * width * height);
    for index in 0..width * height {
        let levels = channels.map(|channel| channel.level(index));
        let pixel = match levels {
            [Some(red), Some(green), Some(blue)] => [red, green, blue],
            _ => no_data,
        };
        rgb.extend_from_slice(&pixel);
    }
    Ok(Picture { width, height, rgb })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::NoDataReason;

    fn channel<'samples>(values: &'samples [f32], reasons: &'samples [Reasons]) -> Channel<'samples> {
        Channel { values, reasons, low: 0.1, high: 0.3 }
    }

    #[test]
    fn bounds_are_drawn_as_black_and_white_and_beyond_them_is_clamped() {
        let values = [0.1, 0.2, 0.3, -5.0, 5.0];
        let picture = render([channel(&values, &[]); 3], 5, 1, [9, 9, 9]).unwrap();
        let red: Vec<u8> = picture.rgb.iter().step_by(3).copied().collect();
        assert_eq!(red, [0, 128, 255, 0, 255]);
    }

    #[test]
    fn a_pixel_without_a_value_in_one_channel_takes_the_no_data_colour() {
        let values = [0.2, f32::NAN, 0.2];
        let whole = [0.2; 3];
        let reasons = [Reasons::VALID, Reasons::VALID, Reasons::only(NoDataReason::Cloud)];
        let channels = [channel(&values, &[]), channel(&whole, &reasons), channel(&whole, &[])];
        let picture = render(channels, 3, 1, [1, 2, 3]).unwrap();
        assert_eq!(picture.rgb[3..], [1, 2, 3, 1, 2, 3]);
        assert_ne!(picture.rgb[..3], [1, 2, 3]);
    }

    #[test]
    fn a_constant_channel_is_middle_grey() {
        let values = [0.5_f32; 4];
        let flat = Channel { values: &values, reasons: &[], low: 0.5, high: 0.5 };
        assert!(render([flat; 3], 2, 2, [0, 0, 0]).unwrap().rgb.iter().all(|&level| level == 128));
    }

    #[test]
    fn wrong_sizes_are_refused_with_what_was_found() {
        let values = [0.0_f32; 3];
        assert_eq!(
            render([channel(&values, &[]); 3], 2, 2, [0; 3]),
            Err(PictureError::SampleCount { width: 2, height: 2, found: 3 })
        );
    }
}
