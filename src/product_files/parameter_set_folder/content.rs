//! One file of a set, read and checked.

use std::path::Path;

use super::carried_file::CarriedFile;
use super::set_text::SetLayout;
use super::uncertainty_text::{self, Uncertainties};
use super::{MANIFEST_FILE, UNCERTAINTY_FILE};
use crate::instrument::radiometry::{
    DarkSignal, PolarisationSensitivity, ProcessingParameters, ReflectanceParameters, StrayLight, TwoSlopes,
};
use crate::parameter_sets::FileEntry;
use crate::product_files::bounded_bytes::bounded_bytes;
use crate::product_files::error::{ProductError, require_file};
use crate::product_files::fingerprint::{fingerprint, sha256};
use crate::product_files::inside_folder::{existing_inside, inside_path};
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::venus_parameters::{
    Checksums, FILTER_LIMIT_BYTES, NoiseModels, OutOfOrder, ParameterContent, ParameterHeader, PhysicalGains,
    RemanenceFunctions, SpectralSensitivities, VenusParameterFile, ViewingDirections,
};
use crate::product_files::xml_tree::METADATA_LIMIT_BYTES;
use crate::supervision::Supervision;

/// What a file of a set holds.
pub(super) enum Content {
    Dark(DarkSignal),
    Slopes(TwoSlopes),
    Directions(ViewingDirections),
    OutOfOrder(OutOfOrder),
    StrayLight(StrayLight),
    Polarisation(PolarisationSensitivity),
    Gains(PhysicalGains),
    Noise(NoiseModels),
    Remanence(RemanenceFunctions),
    Spectral(SpectralSensitivities),
    Reflectance(ReflectanceParameters),
    Processing(ProcessingParameters),
    Carried(CarriedFile),
    Uncertainty(Uncertainties),
    /// A filter, which its header reads.
    Filter,
}

/// A file of a set.
pub(super) struct SetFile {
    pub(super) header: Option<ParameterHeader>,
    pub(super) content: Content,
}

/// Reads one of the listed files: inside the folder, of a bearable size, with the checksum of the manifest. What is hashed is what is used: a text is
/// read once, and so is each filter that a text refers to. A filter's own entry is hashed again in parts, for those that no text refers to.
pub(super) fn read(
    folder: &Path,
    entry: &FileEntry,
    entries: &[FileEntry],
    layout: &SetLayout,
    supervision: &Supervision,
) -> Result<SetFile, ProductError> {
    let manifest = folder.join(MANIFEST_FILE);
    let relative = inside_path(&entry.path).map_err(|why| ProductError::UnsafeName {
        path: manifest.clone(),
        element: "file.path".to_owned(),
        name: entry.path.chars().take(200).collect(),
        why,
    })?;
    let missing = || ProductError::Missing {
        path: folder.join(&relative),
        needed: format!("a file of the set, which {MANIFEST_FILE} lists"),
    };
    let path = existing_inside(folder, &relative, &manifest)?.ok_or_else(missing)?;
    // Complaints name the place that the user gave.
    let shown = folder.join(&relative);
    let name = relative.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let extension = relative.extension().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
    let require = |found: &str| {
        if found.eq_ignore_ascii_case(&entry.sha256) {
            return Ok(());
        }
        Err(flaw(&shown, "SHA-256", &format!("{}, as {MANIFEST_FILE} says", entry.sha256), found))
    };
    if extension == "TIF" {
        let size = require_file(&path, "a filter of the set")?;
        if size > FILTER_LIMIT_BYTES {
            return Err(ProductError::TooLarge { path: shown, limit: FILTER_LIMIT_BYTES, found: size });
        }
        require(&fingerprint(&path, supervision)?.sha256)?;
        return Ok(SetFile { header: None, content: Content::Filter });
    }
    let bytes = bounded_bytes(&path, &shown, METADATA_LIMIT_BYTES)?;
    require(&sha256(&bytes))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        flaw(&shown, "the text", "UTF-8", &format!("other bytes after {} of it", error.utf8_error().valid_up_to()))
    })?;
    if name == UNCERTAINTY_FILE {
        return Ok(SetFile { header: None, content: Content::Uncertainty(uncertainty_text::parse(&shown, &text)?) });
    }
    let beside = || {
        let below = relative.parent().unwrap_or_else(|| Path::new(""));
        let filters = entries.iter().filter_map(|entry| {
            let path = Path::new(&entry.path).strip_prefix(below).ok()?.to_path_buf();
            Some((path, entry.sha256.clone()))
        });
        filters.collect()
    };
    parameters(&shown, &name, &text, layout, beside)
}

/// `beside` gives the checksums of the set's files by their paths from the folder of this one.
fn parameters(
    path: &Path,
    name: &str,
    text: &str,
    layout: &SetLayout,
    beside: impl FnOnce() -> Checksums,
) -> Result<SetFile, ProductError> {
    let kind = VenusFileKind::ALL.into_iter().find(|kind| name.contains(kind.code()));
    match kind {
        Some(VenusFileKind::DarkSignal) => parse(path, name, text, layout, Content::Dark),
        Some(VenusFileKind::RelativeSensitivities) => parse(path, name, text, layout, Content::Slopes),
        Some(VenusFileKind::ViewingDirections) => parse(path, name, text, layout, Content::Directions),
        Some(VenusFileKind::OutOfOrder) => parse(path, name, text, layout, Content::OutOfOrder),
        Some(VenusFileKind::StrayLight) => parse_checked(path, name, text, layout, Some(beside()), Content::StrayLight),
        Some(VenusFileKind::Polarisation) => parse(path, name, text, layout, Content::Polarisation),
        Some(VenusFileKind::PhysicalGains) => parse(path, name, text, layout, Content::Gains),
        Some(VenusFileKind::NoiseModels) => parse(path, name, text, layout, Content::Noise),
        Some(VenusFileKind::Remanence) => parse(path, name, text, layout, Content::Remanence),
        Some(VenusFileKind::SpectralSensitivities) => parse(path, name, text, layout, Content::Spectral),
        Some(VenusFileKind::Reflectance) => parse(path, name, text, layout, Content::Reflectance),
        Some(VenusFileKind::RadiometricProcessing) => parse(path, name, text, layout, Content::Processing),
        Some(VenusFileKind::SensorModel) => parse(path, name, text, layout, |mounting| {
            Content::Carried(CarriedFile::SensorMounting(Box::new(mounting)))
        }),
        Some(VenusFileKind::RefinedParameters) => {
            parse(path, name, text, layout, |block| Content::Carried(CarriedFile::RefinedParameters(block)))
        }
        Some(VenusFileKind::GeometricProcessing) => {
            parse(path, name, text, layout, |block| Content::Carried(CarriedFile::GeometricProcessing(block)))
        }
        Some(VenusFileKind::Attitude | VenusFileKind::Positions | VenusFileKind::LineDates) | None => {
            Err(flaw(path, "file name", "the name of a parameter file (GIP_…)", &format!("\"{name}\"")))
        }
    }
}

fn parse<T: ParameterContent>(
    path: &Path,
    name: &str,
    text: &str,
    layout: &SetLayout,
    content: impl Fn(T) -> Content,
) -> Result<SetFile, ProductError> {
    parse_checked(path, name, text, layout, None, content)
}

fn parse_checked<T: ParameterContent>(
    path: &Path,
    name: &str,
    text: &str,
    layout: &SetLayout,
    checksums: Option<Checksums>,
    content: impl Fn(T) -> Content,
) -> Result<SetFile, ProductError> {
    let file = VenusParameterFile::<T>::parse_checked(path, text, &layout.file_settings(), checksums)?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    file.header.check_name(stem).map_err(|expected| flaw(path, "file name", &expected, stem))?;
    if !file.header.applies_to.sites.is_empty() {
        // A set knows no sites; to read such a file and write it again would lose them.
        let found = format!("{} of them", file.header.applies_to.sites.len());
        let needed = "no named sites: a set holds for all sites";
        return Err(flaw(path, "List_of_Applicable_SiteDefinition_Ids", needed, &found));
    }
    Ok(SetFile { header: Some(file.header), content: content(file.content) })
}
