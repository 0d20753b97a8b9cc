//! Reading a set.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::MANIFEST_FILE;
use super::assembly::assemble;
use super::carried_file::CarriedFile;
use super::content::{Content, SetFile, read};
use super::set_text::{SetManifest, read_set_manifest};
use crate::parameter_sets::ParameterSet;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::header::flaw;
use crate::supervision::{Cancelled, Supervision};

/// Most files of a set: a whole one of VENµS has some three hundred.
const FILE_LIMIT: usize = 10_000;

/// Deepest folder of a set that is looked through.
const DEPTH_LIMIT: usize = 4;

/// Kinds of the files that a set carries.
const CARRIED: [VenusFileKind; 3] =
    [VenusFileKind::SensorModel, VenusFileKind::RefinedParameters, VenusFileKind::GeometricProcessing];

/// What stands in a folder, as far as it can be read.
#[derive(Debug)]
pub struct Examination {
    /// Manifest and layout.
    pub record: SetManifest,
    /// The set, where it could be put together.
    pub set: Option<ParameterSet>,
    /// What could not be read, in the order of the manifest, and files that the manifest does not list.
    pub errors: Vec<ProductError>,
}

/// Reads the set of a folder: every file that its manifest lists, checked against its checksum, and nothing beside them. Figures are checked
/// as far as each file goes; what they mean to each other is the matter of [`crate::parameter_sets::findings`].
///
/// # Errors
/// [`ProductError`] of the first file, in the order of the manifest, that cannot be read; of a band or number of TDI stages of the layout that
/// has no file; of a filter that the manifest does not list; or the work was cancelled.
pub fn read_parameter_set(folder: &Path, supervision: &Supervision) -> Result<ParameterSet, ProductError> {
    let record = read_set_manifest(folder)?;
    let mut files = Vec::with_capacity(record.manifest.files.len());
    for file in read_files(folder, &record, supervision)? {
        files.push(file?);
    }
    if let Some(stranger) = unlisted(folder, &record)?.into_iter().find(|path| is_filter(path)) {
        return Err(not_listed(folder, &stranger));
    }
    assemble(folder, record, files)
}

/// Reads the files of the geometry that a set carries, so that they can be written again with a new version of it.
///
/// # Errors
/// As [`read_parameter_set`], for these files.
pub fn read_carried_files(folder: &Path, supervision: &Supervision) -> Result<Vec<CarriedFile>, ProductError> {
    let mut record = read_set_manifest(folder)?;
    record.manifest.files.retain(|entry| CARRIED.iter().any(|kind| entry.path.contains(kind.code())));
    let mut carried = Vec::new();
    for file in read_files(folder, &record, supervision)? {
        if let Content::Carried(file) = file?.content {
            carried.push(file);
        }
    }
    Ok(carried)
}

/// The files of the geometry that the set at a place carries, if one of that instrument stands there; none where there is none.
///
/// # Errors
/// As [`read_carried_files`].
pub fn standing_carried_files(
    folder: &Path,
    instrument: &str,
    supervision: &Supervision,
) -> Result<Vec<CarriedFile>, ProductError> {
    if !folder.join(MANIFEST_FILE).exists() || read_set_manifest(folder)?.manifest.instrument != instrument {
        return Ok(Vec::new());
    }
    read_carried_files(folder, supervision)
}

/// Reads as much of a folder as can be read.
///
/// # Errors
/// [`ProductError`] for a manifest that cannot be read, or when the work was cancelled.
pub fn examine_parameter_set(folder: &Path, supervision: &Supervision) -> Result<Examination, ProductError> {
    let record = read_set_manifest(folder)?;
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for file in read_files(folder, &record, supervision)? {
        match file {
            Ok(file) => files.push(file),
            Err(error) => errors.push(error),
        }
    }
    let set = if errors.is_empty() {
        assemble(folder, record.clone(), files).map_err(|error| errors.push(error)).ok()
    } else {
        None
    };
    errors.extend(unlisted(folder, &record)?.iter().map(|path| not_listed(folder, path)));
    Ok(Examination { record, set, errors })
}

type ReadFiles = Vec<Result<SetFile, ProductError>>;

fn read_files(folder: &Path, record: &SetManifest, supervision: &Supervision) -> Result<ReadFiles, ProductError> {
    let entries = &record.manifest.files;
    let manifest = folder.join(MANIFEST_FILE);
    if entries.len() > FILE_LIMIT {
        return Err(flaw(&manifest, "file", &format!("at most {FILE_LIMIT} files"), &entries.len().to_string()));
    }
    let mut paths = BTreeSet::new();
    if let Some(twice) = entries.iter().find(|entry| !paths.insert(entry.path.as_str())) {
        return Err(flaw(&manifest, "file.path", "files that are not listed twice", &twice.path));
    }
    let stage = supervision.stage("reading the parameter set", entries.len() as u64, "files");
    entries
        .par_iter()
        .map(|entry| {
            let file = read(folder, entry, entries, &record.layout, supervision);
            stage.advance(1)?;
            Ok(file)
        })
        .collect::<Result<ReadFiles, Cancelled>>()
        .map_err(ProductError::from)
}

/// Files of the folder that the manifest does not list, by their paths from the folder.
fn unlisted(folder: &Path, record: &SetManifest) -> Result<Vec<PathBuf>, ProductError> {
    let listed: BTreeSet<PathBuf> = record.manifest.files.iter().map(|entry| PathBuf::from(&entry.path)).collect();
    let mut found = Vec::new();
    let mut waiting = vec![(PathBuf::new(), 0)];
    while let Some((below, depth)) = waiting.pop() {
        let place = folder.join(&below);
        let unreadable = |source| ProductError::io(&place, "read", source);
        for entry in std::fs::read_dir(&place).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = below.join(entry.file_name());
            if entry.file_type().map_err(unreadable)?.is_dir() && depth < DEPTH_LIMIT {
                waiting.push((path, depth + 1));
            } else if !listed.contains(&path) && path != Path::new(MANIFEST_FILE) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_filter(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tif"))
}

fn not_listed(folder: &Path, path: &Path) -> ProductError {
    flaw(&folder.join(path), "file", &format!("a file that {MANIFEST_FILE} lists"), "one that it does not list")
}
