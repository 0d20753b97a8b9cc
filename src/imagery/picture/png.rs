//! A picture as PNG.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::render::{Picture, PictureError};

/// Writes a picture as PNG; the same picture gives the same bytes. Opacity is written only where some pixel is not opaque.
///
/// # Errors
/// [`PictureError::Encoding`] when the picture has no pixel or not four bytes a pixel.
pub fn encode_png(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    let (width, height) = (picture.width, picture.height);
    let failed = |reason: String| PictureError::Encoding { width, height, reason };
    if width * height == 0 || picture.rgba.len() != 4 * width * height {
        return Err(failed(format!("{} bytes for {} pixels", picture.rgba.len(), width * height)));
    }
    let columns = u32::try_from(width).map_err(|error| failed(error.to_string()))?;
    let lines = u32::try_from(height).map_err(|error| failed(error.to_string()))?;
    let is_opaque = picture.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255);
    let rgb: Vec<u8>;
    let (samples, kind) = if is_opaque {
        rgb = picture.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        (&rgb, ExtendedColorType::Rgb8)
    } else {
        (&picture.rgba, ExtendedColorType::Rgba8)
    };
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive)
        .write_image(samples, columns, lines, kind)
        .map_err(|error| failed(error.to_string()))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(opacity: u8) -> Picture {
        let rgba = (0..80_u32).map(|index| if index % 4 == 3 { opacity } else { (index * 37 % 256) as u8 }).collect();
        Picture { width: 5, height: 4, rgba }
    }

    #[test]
    fn a_png_read_back_holds_the_same_pixels() {
        for (opacity, channels) in [(255, 3), (0, 4), (77, 4)] {
            let picture = picture(opacity);
            let bytes = encode_png(&picture).unwrap();
            let decoded = image::load_from_memory(&bytes).unwrap();
            assert_eq!((decoded.width(), decoded.height(), decoded.color().channel_count()), (5, 4, channels));
            assert_eq!(decoded.into_rgba8().into_raw(), picture.rgba);
            assert_eq!(encode_png(&picture).unwrap(), bytes);
        }
    }

    #[test]
    fn a_picture_without_pixels_or_with_wrong_bytes_is_refused() {
        assert!(encode_png(&Picture { width: 0, height: 0, rgba: Vec::new() }).is_err());
        assert!(encode_png(&Picture { width: 2, height: 1, rgba: vec![0; 6] }).is_err());
    }
}
