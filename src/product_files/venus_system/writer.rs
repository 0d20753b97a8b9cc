//! Writing a system product, block of lines by block of lines, all or nothing.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::check::check;
use super::image_header::image_header;
use super::main_header::{MASKS, data_folder, main_header};
use super::private_header::private_file;
use super::record::SystemProduct;
use super::strip_tiff::StripTiff;
use crate::imagery::{NoDataReason, Reasons};
use crate::product_files::error::ProductError;
use crate::product_files::new_folder::NewFolder;
use crate::product_files::product::QualityIndex;

/// Pixels that are looked at together for whether any of them has a reason.
const MASK_PIXELS: usize = 256;

/// A product being written. Everything goes into a hidden folder beside the target, which takes the target's place when all is there: dropped
/// before [`SystemProductWriter::finish`], or when the process is killed, no product stands there, not half of one either.
#[derive(Debug)]
pub struct SystemProductWriter {
    folder: NewFolder,
    product: SystemProduct,
    images: Vec<StripTiff>,
    /// SAT and PIX of an L1A product.
    masks: Vec<StripTiff>,
    next_line: usize,
    /// A block was written in part: the images hold lines that `next_line` does not count.
    is_broken: bool,
    values: Vec<f32>,
    saturated: Vec<u16>,
    defective: Vec<u16>,
}

impl SystemProductWriter {
    /// Begins a product that will be the folder `target`, which must not exist or be empty; the folder above it must.
    ///
    /// # Errors
    /// [`ProductError`] for a target that holds something, a description that cannot be written (with element, needed and found), the system's
    /// refusal.
    pub fn create(target: &Path, product: SystemProduct) -> Result<Self, ProductError> {
        let identifier = product.identifier.to_string();
        check(&target.join(format!("{identifier}.HDR")), &product)?;
        refuse_occupied(target)?;
        let refused = |source| ProductError::io(target, "written", source);
        let folder = NewFolder::beside(target)?;
        let data = folder.path().join(data_folder(&product.identifier));
        std::fs::create_dir_all(data.join("PRIVATE")).map_err(refused)?;
        let mut writer = Self {
            folder,
            images: Vec::with_capacity(product.bands.len()),
            masks: Vec::new(),
            next_line: 0,
            is_broken: false,
            values: Vec::new(),
            saturated: Vec::new(),
            defective: Vec::new(),
            product,
        };
        for band in 0..writer.product.bands.len() {
            let name = writer.product.identifier.image(&writer.product.bands[band].name);
            let image = if writer.holds_counts() { writer.image::<u16>(&name) } else { writer.image::<f32>(&name) }?;
            writer.images.push(image);
        }
        if !writer.holds_counts() {
            for mask in MASKS {
                let image = writer.image::<u16>(&writer.product.identifier.image(mask))?;
                writer.masks.push(image);
            }
        }
        Ok(writer)
    }

    /// The description.
    pub const fn product(&self) -> &SystemProduct {
        &self.product
    }

    /// Replaces the quality indexes, which are often known at the end alone.
    pub fn set_quality_indexes(&mut self, indexes: Vec<QualityIndex>) {
        self.product.quality_indexes = indexes;
    }

    /// Replaces the processing flags, by the names of [`super::PROCESSING_FLAGS`].
    pub fn set_flags(&mut self, flags: BTreeMap<String, bool>) {
        self.product.flags = flags;
    }

    /// Writes counts: one slice a band, each of the same number of whole lines with pre-scan, useful and post-scan columns. Blocks follow each
    /// other from line 0 on without a gap.
    ///
    /// # Errors
    /// [`ProductError`] naming the file: a block that does not follow, slices that are no whole lines, counts above the highest one of the
    /// significant bits (with line and column), a full disk. What is refused before anything is written may be tried again; after a full disk
    /// nothing more is written, and the product does not come to its end.
    pub fn write_counts(&mut self, first_line: usize, bands: &[&[u16]]) -> Result<(), ProductError> {
        let Some(highest) = self.product.samples.highest_count() else {
            return Err(self.refuse("the values of an L1A product", "counts".to_owned()));
        };
        let lines = self.follow(first_line, bands)?;
        let columns = self.product.columns();
        for (band, counts) in bands.iter().enumerate() {
            // The greatest of all first: it is found at the speed of the memory, its place is looked for only where it is wrong.
            if counts.iter().fold(0, |greatest, count| greatest.max(*count)) > highest {
                let at = counts.iter().position(|count| *count > highest).unwrap_or_default();
                return Err(ProductError::Element {
                    path: self.image_path(band),
                    element: format!("line {}, column {}", first_line + at / columns, at % columns),
                    needed: format!("a count of at most {highest}"),
                    found: counts.get(at).map(u16::to_string).unwrap_or_default(),
                });
            }
        }
        self.is_broken = true;
        for (image, counts) in self.images.iter_mut().zip(bands) {
            image.append(counts)?;
        }
        self.is_broken = false;
        self.next_line += lines;
        Ok(())
    }

    /// Writes the values of an L1A product: one slice of values and one of reasons a band, each of the same number of whole lines. What carries no
    /// value is written as NaN; the mask SAT has its bit where the reason is saturation, the mask PIX where the detector is defective or there is
    /// no value. Other reasons (cloud, clipped) have no place in the format.
    ///
    /// # Errors
    /// As [`SystemProductWriter::write_counts`], less that of the highest count.
    pub fn write_values(
        &mut self,
        first_line: usize,
        values: &[&[f32]],
        reasons: &[&[Reasons]],
    ) -> Result<(), ProductError> {
        if self.holds_counts() {
            return Err(self.refuse("counts", "values".to_owned()));
        }
        let lines = self.follow(first_line, values)?;
        self.follow(first_line, reasons)?;
        let pixels = lines * self.product.columns();
        for mask in [&mut self.saturated, &mut self.defective] {
            mask.clear();
            mask.resize(pixels, 0);
        }
        self.is_broken = true;
        for (band, (values, reasons)) in values.iter().zip(reasons).enumerate() {
            let bit = 1_u16 << band;
            self.values.clear();
            self.values.extend_from_slice(values);
            let parts = self.values.chunks_mut(MASK_PIXELS).zip(reasons.chunks(MASK_PIXELS));
            let masks = self.saturated.chunks_mut(MASK_PIXELS).zip(self.defective.chunks_mut(MASK_PIXELS));
            for ((values, reasons), (saturated, defective)) in parts.zip(masks) {
                // Most parts hold nothing but good pixels, which is seen at the speed of the memory.
                let any = reasons.iter().fold(0, |any, reasons| any | reasons.bits());
                let no_number = values.iter().fold(false, |any, value| any | value.is_nan());
                if any != 0 || no_number {
                    mark(values, reasons, saturated, defective, bit);
                }
            }
            if let Some(image) = self.images.get_mut(band) {
                image.append(&self.values)?;
            }
        }
        for (image, mask) in self.masks.iter_mut().zip([&self.saturated, &self.defective]) {
            image.append(mask)?;
        }
        self.is_broken = false;
        self.next_line += lines;
        Ok(())
    }

    /// Adds a file to the product: `relative` is its path in the product's folder, whose folders are made where they are missing. For auxiliary
    /// data use [`SystemProductWriter::private_path`].
    ///
    /// # Errors
    /// [`ProductError`] for a path that leaves the folder or is taken, the system's refusal.
    pub fn write_file(&mut self, relative: &Path, content: &[u8]) -> Result<(), ProductError> {
        if relative.as_os_str().is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(self.refuse("a path inside the product's folder", format!("\"{}\"", relative.display())));
        }
        self.folder.write(relative, content)
    }

    /// Adds the uncertainties, `…_uncertainty.json` beside the header.
    ///
    /// # Errors
    /// As [`SystemProductWriter::write_file`].
    pub fn write_uncertainty(&mut self, json: &[u8]) -> Result<(), ProductError> {
        self.write_file(Path::new(&format!("{}_uncertainty.json", self.product.identifier)), json)
    }

    /// Adds how the product was made, `…_processing.json` beside the header.
    ///
    /// # Errors
    /// As [`SystemProductWriter::write_file`].
    pub fn write_processing(&mut self, json: &[u8]) -> Result<(), ProductError> {
        self.write_file(Path::new(&format!("{}_processing.json", self.product.identifier)), json)
    }

    /// Path in the product's folder of a file among the private data, such as `VE_TEST_AUX_AOCDTA_….EEF`.
    pub fn private_path(&self, name: &str) -> PathBuf {
        Path::new(&data_folder(&self.product.identifier)).join("PRIVATE").join(name)
    }

    /// Ends the product: headers are written, the main one last, everything is brought to the disk, and the folder takes its place. Gives the path
    /// of the main header.
    ///
    /// # Errors
    /// [`ProductError`] when lines are missing, a file cannot be written, or something has taken the target's place meanwhile; then nothing stands
    /// there.
    pub fn finish(mut self) -> Result<PathBuf, ProductError> {
        self.require_whole_blocks()?;
        if self.next_line != self.product.lines {
            let needed = format!("{} lines as its header says", self.product.lines);
            let path = self.image_path(0);
            return Err(ProductError::Raster { path, needed, found: format!("{} lines", self.next_line) });
        }
        for image in std::mem::take(&mut self.images).into_iter().chain(std::mem::take(&mut self.masks)) {
            image.finish()?;
        }
        let product = self.product.clone();
        let data = PathBuf::from(data_folder(&product.identifier));
        let bands = product.bands.iter().map(|band| band.name.as_str());
        let masks = if self.holds_counts() { [].iter() } else { MASKS.iter() };
        for channel in bands.chain(masks.copied()) {
            let name = format!("{}.HDR", product.identifier.image(channel));
            self.write_file(&data.join(name), image_header(&product, channel).as_bytes())?;
        }
        let private = self.private_path(&format!("{}.EEF", product.identifier.private()));
        self.write_file(&private, private_file(&product).as_bytes())?;
        let header = format!("{}.HDR", product.identifier);
        self.write_file(Path::new(&header), main_header(&product).as_bytes())?;
        let header = self.folder.target().join(header);
        refuse_occupied(self.folder.target())?;
        // An empty folder gives way to the rename.
        self.folder.put_in_place()?;
        Ok(header)
    }

    const fn holds_counts(&self) -> bool {
        self.product.level().holds_counts()
    }

    fn image<T: super::strip_tiff::StripSample>(&self, name: &str) -> Result<StripTiff, ProductError> {
        let relative = Path::new(&data_folder(&self.product.identifier)).join(format!("{name}.DBL.TIF"));
        let (path, named) = (self.folder.path().join(&relative), self.folder.target().join(&relative));
        StripTiff::create::<T>(&path, named, self.product.lines, self.product.columns())
    }

    /// Where the image of a band will stand.
    fn image_path(&self, band: usize) -> PathBuf {
        let channel = self.product.bands.get(band).map(|band| band.name.as_str()).unwrap_or_default();
        let name = format!("{}.DBL.TIF", self.product.identifier.image(channel));
        self.folder.target().join(data_folder(&self.product.identifier)).join(name)
    }

    fn refuse(&self, needed: &str, found: String) -> ProductError {
        ProductError::Raster { path: self.folder.target().to_path_buf(), needed: needed.to_owned(), found }
    }

    /// Refuses to go on where a block was written in part: written again, some images would have its lines twice.
    fn require_whole_blocks(&self) -> Result<(), ProductError> {
        if self.is_broken {
            let found =
                format!("one from line {} on of which a part was written when the writing failed", self.next_line);
            return Err(self.refuse("blocks that were written whole", found));
        }
        Ok(())
    }

    /// Lines of a block, which must follow the one before it and hold whole lines of every band.
    fn follow<T>(&self, first_line: usize, bands: &[&[T]]) -> Result<usize, ProductError> {
        self.require_whole_blocks()?;
        let columns = self.product.columns();
        let samples = bands.first().map_or(0, |band| band.len());
        let lines = samples / columns;
        if bands.len() != self.product.bands.len() || bands.iter().any(|band| band.len() != lines * columns) {
            let needed = format!("{} slices of the same whole lines of {columns} samples", self.product.bands.len());
            let found = format!("{:?} samples", bands.iter().map(|band| band.len()).collect::<Vec<_>>());
            return Err(self.refuse(&needed, found));
        }
        if first_line != self.next_line || first_line + lines > self.product.lines {
            let needed = format!("a block from line {} on, of {} in all", self.next_line, self.product.lines);
            return Err(self.refuse(&needed, format!("lines {first_line} to {}", first_line + lines)));
        }
        Ok(lines)
    }
}

/// Writes NaN where there is no value, and the bit of a band into the masks.
fn mark(values: &mut [f32], reasons: &[Reasons], saturated: &mut [u16], defective: &mut [u16], bit: u16) {
    let masks = saturated.iter_mut().zip(defective);
    for ((value, reasons), (saturated, defective)) in values.iter_mut().zip(reasons).zip(masks) {
        let missing = !reasons.carries_value() || value.is_nan();
        if missing {
            *value = f32::NAN;
        }
        if reasons.contains(NoDataReason::Saturated) {
            *saturated |= bit;
        }
        if missing || reasons.contains(NoDataReason::Defective) {
            *defective |= bit;
        }
    }
}

/// Refuses a target that holds something: a product is never written over another.
fn refuse_occupied(target: &Path) -> Result<(), ProductError> {
    let needed = "a folder that does not exist or is empty";
    match std::fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(ProductError::Raster {
                path: target.to_path_buf(),
                needed: needed.to_owned(),
                found: "a folder with files".to_owned(),
            }),
        },
        Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ProductError::io(target, "written", source)),
    }
}
