//! Finding the files of an acquisition, and among parameter files the one that applies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::attitude_file::AttitudeFile;
use super::file_name::{VenusFileKind, VenusInstance};
use super::header::{Applicability, VenusFileHeader, kind};
use super::line_date_file::LineDateFile;
use super::position_file::PositionFile;
use super::sensor_model_file::SensorModelFile;
use super::viewing_direction_file::ViewingDirectionFile;
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::XmlDocument;
use crate::units::UtcInstant;

/// Most files of the five kinds that are read: the twelve bands and the rest in some fifty versions.
const FILE_LIMIT: usize = 1000;

/// The files of an acquisition as they were read: one reading serves for trying several conventions.
#[derive(Debug, Clone, Default)]
pub struct VenusGeometryFiles {
    /// Folder or file that errors name when a file is missing.
    pub place: PathBuf,
    /// Attitude, in the order of the files' names.
    pub attitude: Vec<AttitudeFile>,
    /// Positions, in the same order.
    pub positions: Vec<PositionFile>,
    /// Line dates by band.
    pub line_dates: BTreeMap<String, LineDateFile>,
    /// Sensor models in all versions.
    pub sensor_models: Vec<SensorModelFile>,
    /// Viewing directions of all bands in all versions.
    pub viewing_directions: Vec<ViewingDirectionFile>,
}

impl VenusGeometryFiles {
    /// Reads the files of the five kinds: of a folder, those whose names say so; a file that is named itself must be one.
    ///
    /// # Errors
    /// [`ProductError`] of the first file that cannot be read, or of two files of line dates for one band.
    pub fn read(paths: &[PathBuf]) -> Result<Self, ProductError> {
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() {
                files.extend(files_of(path)?);
            } else {
                files.push(path.clone());
            }
        }
        // The same file given twice, or given itself and with its folder, is one.
        files.sort();
        files.dedup();
        if files.len() > FILE_LIMIT {
            let found = format!("{} files", files.len());
            return Err(super::header::flaw(
                &place_of(paths),
                "files of the acquisition",
                &format!("at most {FILE_LIMIT} files"),
                &found,
            ));
        }
        let mut gathered = Self { place: place_of(paths), ..Self::default() };
        for file in files {
            let document = XmlDocument::read(&file)?;
            match kind(&document)? {
                VenusFileKind::Attitude => gathered.attitude.push(AttitudeFile::from_document(&document)?),
                VenusFileKind::Positions => gathered.positions.push(PositionFile::from_document(&document)?),
                VenusFileKind::SensorModel => gathered.sensor_models.push(SensorModelFile::from_document(&document)?),
                VenusFileKind::ViewingDirections => {
                    gathered.viewing_directions.push(ViewingDirectionFile::from_document(&document)?);
                }
                VenusFileKind::LineDates => {
                    let dates = LineDateFile::from_document(&document)?;
                    if let Some(other) = gathered.line_dates.get(&dates.band) {
                        let needed = format!("one file of line dates of {}", dates.band);
                        return Err(dates.header.error(
                            "Band_Code",
                            &needed,
                            &format!("{} as well", other.header.file.display()),
                        ));
                    }
                    gathered.line_dates.insert(dates.band.clone(), dates);
                }
                other => {
                    let needed = VenusFileKind::GEOMETRY.map(VenusFileKind::code).join(", ");
                    return Err(super::header::flaw(&file, "File_Type", &needed, &format!("\"{}\"", other.code())));
                }
            }
        }
        Ok(gathered)
    }
}

/// What errors name when a file is missing.
fn place_of(paths: &[PathBuf]) -> PathBuf {
    match paths {
        [only] => only.clone(),
        [first, ..] => first.parent().map_or_else(|| first.clone(), Path::to_path_buf),
        [] => PathBuf::new(),
    }
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, ProductError> {
    let unreadable = |source| ProductError::io(folder, "read", source);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
        let named = name.starts_with("VE_") && VenusFileKind::GEOMETRY.iter().any(|kind| name.contains(kind.code()));
        if named && matches!(extension.as_str(), "eef" | "xml") {
            files.push(path);
        }
    }
    Ok(files)
}

/// A parameter file, for choosing one of several.
pub(super) trait ParameterFile {
    fn header(&self) -> &VenusFileHeader;
    fn applicability(&self) -> &Applicability;
}

impl ParameterFile for SensorModelFile {
    fn header(&self) -> &VenusFileHeader {
        &self.header
    }
    fn applicability(&self) -> &Applicability {
        &self.applicability
    }
}

impl ParameterFile for ViewingDirectionFile {
    fn header(&self) -> &VenusFileHeader {
        &self.header
    }
    fn applicability(&self) -> &Applicability {
        &self.applicability
    }
}

/// When and where an acquisition was made, by which parameter files are chosen.
pub(super) struct Occasion<'a> {
    pub(super) moment: UtcInstant,
    /// Identifier of the site; none for an acquisition of no one site.
    pub(super) site: Option<&'a str>,
    /// What errors name when no file is there.
    pub(super) place: &'a Path,
}

impl Occasion<'_> {
    /// Whether a file is valid at the moment and for the site.
    pub(super) fn fits<T: ParameterFile>(&self, file: &T) -> bool {
        file.header().holds_at(self.moment) && file.applicability().holds_for(self.site)
    }

    /// The file that applies: valid at the moment, for the site; one for named sites before one for all, then the greatest serial key, then the
    /// greatest version.
    pub(super) fn choose<'a, T: ParameterFile>(&self, files: &[&'a T], what: &str) -> Result<&'a T, ProductError> {
        if files.is_empty() {
            return Err(ProductError::Missing { path: self.place.to_path_buf(), needed: what.to_owned() });
        }
        let site = self.site.unwrap_or("no one site");
        let rank = |file: &T| (!file.applicability().sites.is_empty(), serial(file.header()), file.header().version);
        let mut fitting: Vec<&'a T> = files.iter().copied().filter(|file| self.fits(*file)).collect();
        fitting.sort_by_key(|file| rank(file));
        match fitting.as_slice() {
            [] => {
                let needed = format!("{what} valid at {} for {site}", self.moment);
                let found = files.iter().map(|file| file.header().identifier.as_str()).collect::<Vec<_>>().join(", ");
                Err(super::header::flaw(
                    self.place,
                    "Validity_Period and List_of_Applicable_SiteDefinition_Ids",
                    &needed,
                    &found,
                ))
            }
            [.., before, best] if rank(before) == rank(best) => {
                let needed = format!("one file for {what} that applies best");
                let found = format!("{} as well, {}", before.header().identifier, before.header().file.display());
                Err(best.header().error("Instance_Id/Serial_Key", &needed, &found))
            }
            [.., best] => Ok(best),
        }
    }
}

fn serial(header: &VenusFileHeader) -> u32 {
    match header.name.instance {
        VenusInstance::Parameters { serial, .. } => serial,
        _ => 0,
    }
}
