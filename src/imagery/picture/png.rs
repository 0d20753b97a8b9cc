//! A picture as PNG.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::render::{Picture, PictureError};

/// Writes a picture as PNG; the same picture gives the same bytes.
///
/// # Errors
/// [`PictureError::Encoding`] when the picture has no pixel or not three bytes a pixel.
pub fn encode_png(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (picture.width, picture.height);
    let failed = |reason: String| PictureError::Encoding { width, height, reason };
    if width * height == 0 || picture.rgb.len() != 3 * width * height {
        return Err(failed(format!("{} bytes for {} pixels", picture.rgb.len(), width * height)));
    }
    let columns = u32::try_from(width).map_err(|error| failed(error.to_string()))?;
    let lines = u32::try_from(height).map_err(|error| failed(error.to_string()))?;
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(&picture.rgb, columns, lines, ExtendedColorType::Rgb8)
        .map_err(|error| failed(error.to_string()))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_read_back_holds_the_same_pixels() {
        let rgb: Vec<u8> = (0..60).map(|index| (index * 37 % 256) as u8).collect();
        let picture = Picture { width: 5, height: 4, rgb };
        let bytes = encode_png(&picture).unwrap();
        let decoded = image::load_from_memory(&bytes).unwrap().into_rgb8();
        assert_eq!((decoded.width(), decoded.height()), (5, 4));
        assert_eq!(decoded.into_raw(), picture.rgb);
        assert_eq!(encode_png(&picture).unwrap(), bytes);
    }

    #[test]
    fn a_picture_without_pixels_or_with_wrong_bytes_is_refused() {
        assert!(encode_png(&Picture { width: 0, height: 0, rgb: Vec::new() }).is_err());
        assert!(encode_png(&Picture { width: 2, height: 1, rgb: vec![0; 5] }).is_err());
    }
}
