//! Writing an uncompressed TIFF of one channel, line after line: the directory first, then the samples as one run of bytes in strips.
//!
//! Whole lines go straight to the file, so that neither memory nor time grows with anything but what is written, and a full disk is reported
//! by the system for the file that it concerns. Source: TIFF 6.0, sections 2 and 3.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::product_files::error::ProductError;

/// Bytes of a strip, about: what a reader takes at once.
const STRIP_BYTES: u64 = 1 << 19;

/// Bytes handed to the system at once.
const BUFFER_BYTES: usize = 1 << 18;

/// Entries of the directory.
const ENTRIES: u16 = 11;

/// Where the strips' tables begin: header, directory, end of the list of directories.
const TABLES_AT: u64 = 8 + 2 + 12 * ENTRIES as u64 + 4;

/// A sample that such a file holds.
pub(super) trait StripSample: Copy {
    /// `SampleFormat`: 1 for unsigned, 3 for real numbers.
    const FORMAT: u32;
    /// Bytes of a sample.
    const BYTES: usize;
    /// Puts samples into bytes of as many times [`StripSample::BYTES`], little-endian.
    fn put(samples: &[Self], bytes: &mut [u8]);
}

impl StripSample for u16 {
    const FORMAT: u32 = 1;
    const BYTES: usize = 2;
    fn put(samples: &[Self], bytes: &mut [u8]) {
        for (sample, bytes) in samples.iter().zip(bytes.as_chunks_mut::<2>().0) {
            *bytes = sample.to_le_bytes();
        }
    }
}

impl StripSample for f32 {
    const FORMAT: u32 = 3;
    const BYTES: usize = 4;
    fn put(samples: &[Self], bytes: &mut [u8]) {
        for (sample, bytes) in samples.iter().zip(bytes.as_chunks_mut::<4>().0) {
            *bytes = sample.to_le_bytes();
        }
    }
}

/// A file being written.
#[derive(Debug)]
pub(super) struct StripTiff {
    file: File,
    /// The path that errors name: where the file will stand at the end.
    named: PathBuf,
    columns: usize,
    buffer: Vec<u8>,
}

impl StripTiff {
    /// Begins a file of `lines` × `columns` samples of one kind.
    ///
    /// # Errors
    /// [`ProductError::Raster`] for an image beyond the 4 GB of a TIFF, [`ProductError::Io`].
    pub(super) fn create<T: StripSample>(
        path: &Path,
        named: PathBuf,
        lines: usize,
        columns: usize,
    ) -> Result<Self, ProductError> {
        let directory = directory::<T>(lines as u64, columns as u64).ok_or_else(|| ProductError::Raster {
            path: named.clone(),
            needed: "an image that fits into the 4 GB of a TIFF".to_owned(),
            found: format!("{lines} lines × {columns} columns × {} bytes", T::BYTES),
        })?;
        let mut file = File::create_new(path).map_err(|source| ProductError::io(&named, "written", source))?;
        file.write_all(&directory).map_err(|source| ProductError::io(&named, "written", source))?;
        Ok(Self { file, named, columns, buffer: Vec::new() })
    }

    /// Appends whole lines.
    ///
    /// # Errors
    /// [`ProductError::Io`].
    pub(super) fn append<T: StripSample>(&mut self, samples: &[T]) -> Result<(), ProductError> {
        let at_once = (BUFFER_BYTES / T::BYTES).max(self.columns);
        for part in samples.chunks(at_once) {
            self.buffer.resize(part.len() * T::BYTES, 0);
            T::put(part, &mut self.buffer);
            self.file.write_all(&self.buffer).map_err(|source| ProductError::io(&self.named, "written", source))?;
        }
        Ok(())
    }

    /// Brings the file to the disk.
    ///
    /// # Errors
    /// [`ProductError::Io`].
    pub(super) fn finish(self) -> Result<(), ProductError> {
        self.file.sync_all().map_err(|source| ProductError::io(&self.named, "written", source))
    }
}

/// The bytes before the samples; none for a size that 32-bit offsets do not reach.
fn directory<T: StripSample>(lines: u64, columns: u64) -> Option<Vec<u8>> {
    let line_bytes = columns.checked_mul(T::BYTES as u64)?;
    let strip_lines = (STRIP_BYTES / line_bytes.max(1)).clamp(1, lines.max(1));
    let n_strips = lines.div_ceil(strip_lines);
    // One strip's offset and length stand in the directory itself, more of them in tables behind it.
    let tables = if n_strips > 1 { 8 * n_strips } else { 0 };
    let data_at = TABLES_AT + tables;
    let end = lines.checked_mul(line_bytes)?.checked_add(data_at)?;
    u32::try_from(end).ok()?;
    let strip_bytes = |strip: u64| (lines - strip * strip_lines).min(strip_lines) * line_bytes;
    let (offsets, counts) =
        if n_strips > 1 { (TABLES_AT, TABLES_AT + 4 * n_strips) } else { (data_at, lines * line_bytes) };
    let mut bytes = Vec::with_capacity(data_at as usize);
    bytes.extend_from_slice(b"II*\0");
    bytes.extend_from_slice(&8_u32.to_le_bytes());
    bytes.extend_from_slice(&ENTRIES.to_le_bytes());
    let (short, long) = (3_u16, 4_u16);
    let entries: [(u16, u16, u64, u64); ENTRIES as usize] = [
        (256, long, 1, columns),
        (257, long, 1, lines),
        (258, short, 1, 8 * T::BYTES as u64),
        // No compression; zero is black; samples of a pixel side by side, of which there is one.
        (259, short, 1, 1),
        (262, short, 1, 1),
        (273, long, n_strips, offsets),
        (277, short, 1, 1),
        (278, long, 1, strip_lines),
        (279, long, n_strips, counts),
        (284, short, 1, 1),
        (339, short, 1, u64::from(T::FORMAT)),
    ];
    for (tag, kind, count, value) in entries {
        bytes.extend_from_slice(&tag.to_le_bytes());
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&(count as u32).to_le_bytes());
        bytes.extend_from_slice(&(value as u32).to_le_bytes());
    }
    bytes.extend_from_slice(&0_u32.to_le_bytes());
    if n_strips > 1 {
        for strip in 0..n_strips {
            bytes.extend_from_slice(&((data_at + strip * strip_lines * line_bytes) as u32).to_le_bytes());
        }
        for strip in 0..n_strips {
            bytes.extend_from_slice(&(strip_bytes(strip) as u32).to_le_bytes());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product_files::gdal_session::open_dataset;

    #[test]
    fn a_written_file_is_read_by_the_raster_library_sample_by_sample() {
        let folder = tempfile::tempdir().unwrap();
        for (lines, columns) in [(1, 1), (3, 7), (700, 1203)] {
            let path = folder.path().join(format!("{lines}.tif"));
            let samples: Vec<u16> = (0..lines * columns).map(|index| (index * 7919 % 65536) as u16).collect();
            let mut file = StripTiff::create::<u16>(&path, path.clone(), lines, columns).unwrap();
            for part in samples.chunks(5 * columns) {
                file.append(part).unwrap();
            }
            file.finish().unwrap();
            let dataset = open_dataset(&path, &["GTiff"]).unwrap();
            assert_eq!(dataset.raster_size(), (columns, lines));
            let read = dataset.rasterband(1).unwrap().read_band_as::<u16>().unwrap();
            assert_eq!(read.data(), samples);
        }
    }

    #[test]
    fn real_numbers_keep_every_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("real.tif");
        let samples = [1.5_f32, -0.0, f32::NAN, f32::MIN_POSITIVE, 3.4e38, 1e-40];
        let mut file = StripTiff::create::<f32>(&path, path.clone(), 2, 3).unwrap();
        file.append(&samples).unwrap();
        file.finish().unwrap();
        let read = open_dataset(&path, &["GTiff"]).unwrap().rasterband(1).unwrap().read_band_as::<f32>().unwrap();
        let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(read.data()), bits(&samples));
    }

    #[test]
    fn an_image_beyond_four_gigabytes_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.tif");
        let error = StripTiff::create::<f32>(&path, path.clone(), 300_000, 5200).unwrap_err().to_string();
        assert!(error.contains("large.tif") && error.contains("300000 lines"), "{error}");
        assert!(!path.exists());
    }
}
