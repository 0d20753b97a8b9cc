//! Reading the samples of a system product, from many threads at once.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use gdal::Dataset;
use gdal::raster::GdalType;

use super::folder::header_at;
use super::header_reader::{SystemHeaders, read_headers};
use super::image_files::{ImageFiles, image_files, open_image};
use super::private_data::FileReference;
use super::record::SystemProduct;
use crate::product_files::bounded_bytes::bounded_bytes;
use crate::product_files::error::ProductError;
use crate::product_files::gdal_session::take_messages;
use crate::product_files::inside_folder::{existing_inside, inside_path};
use crate::product_files::xml_tree::METADATA_LIMIT_BYTES;

/// A mask of an L1A product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SystemMask {
    /// `SAT`: saturated.
    Saturated,
    /// `PIX`: missing, or of a defective detector.
    Defective,
}

/// A product whose samples can be read. Each thread works on file handles of its own, which are kept for the next read.
pub struct SystemProductReader {
    headers: SystemHeaders,
    files: ImageFiles,
    highest: u16,
    idle: Mutex<Vec<Handles>>,
}

/// Open files of one thread: bands, then masks.
type Handles = Vec<Option<Dataset>>;

impl SystemProductReader {
    /// Opens a product by its folder, its main header or one of its images, and holds every image against its header: size, bit depth, and that
    /// no line is missing.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    pub fn open(path: &Path) -> Result<Self, ProductError> {
        let headers = read_headers(&header_at(path)?)?;
        let files = image_files(&headers)?;
        let highest = headers.product.samples.highest_count().unwrap_or(u16::MAX);
        Ok(Self { headers, files, highest, idle: Mutex::new(Vec::new()) })
    }

    /// The description.
    pub const fn product(&self) -> &SystemProduct {
        &self.headers.product
    }

    /// The main header.
    pub fn header(&self) -> &Path {
        &self.headers.header
    }

    /// The product's folder.
    pub fn folder(&self) -> &Path {
        self.headers.header.parent().unwrap_or(Path::new(""))
    }

    /// The image of a band.
    pub fn image(&self, band: usize) -> Option<&Path> {
        self.files.bands.get(band).map(PathBuf::as_path)
    }

    /// Where the private data lie, auxiliary files among them.
    pub fn private_folder(&self) -> &Path {
        self.headers.private.parent().unwrap_or(Path::new(""))
    }

    /// A file that the private data refer to: its path from their folder, and its bytes; none for one outside of the product or that is not there.
    ///
    /// # Errors
    /// [`ProductError`] for a place outside of the private data's folder, a file beyond the size of metadata, what cannot be read.
    pub fn private_file(&self, reference: &FileReference) -> Result<Option<(PathBuf, Vec<u8>)>, ProductError> {
        let Some(location) = &reference.location else { return Ok(None) };
        let private = &self.headers.private;
        let relative = inside_path(location).map_err(|why| ProductError::UnsafeName {
            path: private.clone(),
            element: "List_of_Auxiliary_Data_Files".to_owned(),
            name: location.chars().take(200).collect(),
            why,
        })?;
        let Some(path) = existing_inside(self.private_folder(), &relative, private)? else { return Ok(None) };
        let bytes = bounded_bytes(&path, &path, METADATA_LIMIT_BYTES)?;
        Ok(Some((relative, bytes)))
    }

    /// `…_uncertainty.json` beside the header, where it is.
    pub fn uncertainty_file(&self) -> Option<PathBuf> {
        super::folder::sidecar(&self.headers, "uncertainty")
    }

    /// `…_processing.json` beside the header, where it is.
    pub fn processing_file(&self) -> Option<PathBuf> {
        super::folder::sidecar(&self.headers, "processing")
    }

    /// Reads counts of whole lines of a band: `counts` holds as many lines of all columns.
    ///
    /// # Errors
    /// [`ProductError`] naming the file: lines beyond the image, a buffer of another size, a product without counts, counts above the highest one of the
    /// significant bits (with line and column), what cannot be read.
    pub fn read_counts(&self, band: usize, lines: Range<usize>, counts: &mut [u16]) -> Result<(), ProductError> {
        if !self.product().level().holds_counts() {
            return Err(self.refuse(band, "counts", "the values of an L1A product".to_owned()));
        }
        let first_line = lines.start;
        self.read(band, lines, counts)?;
        // The greatest of all first: it is found at the speed of the memory, its place is looked for only where it is wrong.
        if counts.iter().fold(0, |greatest, count| greatest.max(*count)) <= self.highest {
            return Ok(());
        }
        let at = counts.iter().position(|count| *count > self.highest).unwrap_or_default();
        let columns = self.product().columns();
        Err(ProductError::Element {
            path: self.path(band).to_path_buf(),
            element: format!("line {}, column {}", first_line + at / columns, at % columns),
            needed: format!("a count of at most {}", self.highest),
            found: counts.get(at).map(u16::to_string).unwrap_or_default(),
        })
    }

    /// Reads values of whole lines of a band of an L1A product; NaN stands where there is none.
    ///
    /// # Errors
    /// As [`SystemProductReader::read_counts`], less that of the highest count.
    pub fn read_values(&self, band: usize, lines: Range<usize>, values: &mut [f32]) -> Result<(), ProductError> {
        if self.product().level().holds_counts() {
            return Err(self.refuse(band, "the values of an L1A product", "counts".to_owned()));
        }
        self.read(band, lines, values)
    }

    /// Reads whole lines of a mask of an L1A product: bit k − 1 speaks of the k-th band.
    ///
    /// # Errors
    /// As [`SystemProductReader::read_values`].
    pub fn read_mask(&self, mask: SystemMask, lines: Range<usize>, bits: &mut [u16]) -> Result<(), ProductError> {
        let file = self.product().bands.len() + usize::from(mask == SystemMask::Defective);
        if self.product().level().holds_counts() {
            return Err(self.refuse(0, "the masks of an L1A product", "counts".to_owned()));
        }
        self.read(file, lines, bits)
    }

    fn path(&self, file: usize) -> &Path {
        let files = self.files.bands.iter().chain(&self.files.masks);
        files.map(PathBuf::as_path).nth(file).unwrap_or(&self.headers.header)
    }

    fn refuse(&self, file: usize, needed: &str, found: String) -> ProductError {
        ProductError::Raster { path: self.path(file).to_path_buf(), needed: needed.to_owned(), found }
    }

    fn read<T: Copy + GdalType>(
        &self,
        file: usize,
        lines: Range<usize>,
        samples: &mut [T],
    ) -> Result<(), ProductError> {
        let columns = self.product().columns();
        let n_files = self.files.bands.len() + self.files.masks.len();
        if file >= n_files {
            return Err(self.refuse(file, &format!("a band below {}", self.files.bands.len()), file.to_string()));
        }
        if lines.start > lines.end || lines.end > self.product().lines {
            let found = format!("lines {} to {}", lines.start, lines.end);
            return Err(self.refuse(file, &format!("lines of {}", self.product().lines), found));
        }
        if samples.len() != lines.len() * columns {
            let found = format!("a buffer of {}", samples.len());
            return Err(self.refuse(file, &format!("{} × {columns} samples", lines.len()), found));
        }
        if samples.is_empty() {
            return Ok(());
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // Handles that failed are dropped: the next read opens the files anew.
        let mut handles = idle.unwrap_or_else(|| (0..n_files).map(|_| None).collect());
        let Some(slot) = handles.get_mut(file) else { return Ok(()) };
        let dataset = match slot {
            Some(dataset) => dataset,
            empty => empty.insert(open_image(self.path(file))?),
        };
        let (origin, shape) = ((0, lines.start as isize), (columns, lines.len()));
        let read = dataset.rasterband(1).and_then(|band| band.read_into_slice(origin, shape, shape, samples, None));
        read.map_err(|error| {
            let needed = format!("the samples of lines {} to {}", lines.start, lines.end - 1);
            self.refuse(file, &needed, take_messages(&error.to_string()))
        })?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(handles);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_serves_many_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<SystemProductReader>();
    }
}
