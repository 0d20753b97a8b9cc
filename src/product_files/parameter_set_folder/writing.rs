//! Writing a set.

use std::path::Path;

use rayon::prelude::*;

use super::carried_file::CarriedFile;
use super::headers::{header, remembered};
use super::place::SetPlace;
use super::reading::standing_carried_files;
use super::set_text::{SetLayout, SetManifest};
use super::{MANIFEST_FILE, UNCERTAINTY_FILE, uncertainty_text};
use crate::instrument::TdiStages;
use crate::parameter_sets::{BandParameters, FileEntry, Manifest, ParameterFile, ParameterSet};
use crate::product_files::error::ProductError;
use crate::product_files::fingerprint::{fingerprint, sha256};
use crate::product_files::new_folder::NewFolder;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::venus_parameters::{
    NoiseModels, OutOfOrder, ParameterContent, ParameterFileSettings, PhysicalGains, RemanenceFunctions,
    SpectralSensitivities, VenusParameterFile, ViewingDirections, write_filter,
};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

/// How a set is written.
#[derive(Debug, Clone, PartialEq)]
pub struct SetWriting<'a> {
    /// The moment that the files name as that of their creation; none for files that must be the same whenever they are made.
    pub created: Option<UtcInstant>,
    /// Whether a draft or candidate that stands at the place gives way; an approved set never does.
    pub replace: bool,
    /// Files that the set carries beside its own parameters. A kind that is not among them is taken over from the set that gives way, where that
    /// one is of the same instrument.
    pub carried: &'a [CarriedFile],
}

/// What was written.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenSet {
    /// The manifest with its files and their checksums.
    pub manifest: Manifest,
    /// The files that hold parameters.
    pub files: Vec<ParameterFile>,
}

/// The files that one task made.
struct Made {
    entries: Vec<FileEntry>,
    file: Option<ParameterFile>,
}

/// One file of the set, not yet written.
enum Task<'a> {
    Dark(&'a BandParameters, TdiStages),
    Slopes(&'a BandParameters, TdiStages),
    Directions(&'a BandParameters, TdiStages),
    OutOfOrder(&'a BandParameters),
    StrayLight(&'a BandParameters),
    Polarisation(&'a BandParameters),
    Gains,
    Noise,
    Remanence,
    Spectral,
    Reflectance,
    Processing,
    Carried(&'a CarriedFile),
    Uncertainty,
}

/// Writes a set to the folder `target`: whole, or nothing of it. One file a band and number of TDI stages for dark signal, slopes and viewing
/// directions. The files apply to all sites, their serial key is the set's version and their class `OPER` for a measured set
/// that was approved, else `TEST`.
/// Files and checksums that the set's manifest lists are not looked at: those written take their place in what is returned.
///
/// Files of VENµS are valid by the schemas of the interface document as far as their figures are; those of another instrument have the same
/// elements, and no schema.
///
/// # Errors
/// [`ProductError`] when an approved set, a set that is not to be replaced, or other files stand at `target`, when a file that is to be taken
/// over cannot be read, when a file cannot be written, or the work was cancelled.
pub fn write_parameter_set(
    target: &Path,
    set: &ParameterSet,
    writing: &SetWriting<'_>,
    supervision: &Supervision,
) -> Result<WrittenSet, ProductError> {
    let place = SetPlace::begin(target, writing.replace)?;
    let folder = &place.folder;
    let layout = SetLayout::of(set);
    let mut carried = writing.carried.to_vec();
    if place.replaces {
        let standing = standing_carried_files(target, &set.manifest.instrument, supervision)?;
        carried.extend(standing.into_iter().filter(|file| writing.carried.iter().all(|new| new.kind() != file.kind())));
    }
    let tasks = tasks(set, &carried);
    let writer = Writer { set, folder, settings: layout.file_settings(), created: writing.created, supervision };
    let stage = supervision.stage("writing the parameter set", tasks.len() as u64, "files");
    let made: Vec<Made> = tasks
        .par_iter()
        .map(|task| {
            let made = writer.write(task).map_err(|error| folder.at_its_place(error))?;
            stage.advance(1)?;
            Ok(made)
        })
        .collect::<Result<_, ProductError>>()?;
    let mut manifest = set.manifest.clone();
    manifest.manifest_version = Manifest::FORMAT;
    manifest.files.clear();
    let mut files = Vec::new();
    for made in made {
        manifest.files.extend(made.entries);
        files.extend(made.file);
    }
    let record = SetManifest { manifest, layout };
    let manifest_place = target.join(MANIFEST_FILE);
    let text = record.to_text().map_err(|reason| flaw(&manifest_place, "the text", "a manifest in TOML", &reason))?;
    folder.write(Path::new(MANIFEST_FILE), text.as_bytes())?;
    supervision.check()?;
    place.finish()?;
    Ok(WrittenSet { manifest: record.manifest, files })
}

fn tasks<'a>(set: &'a ParameterSet, carried: &'a [CarriedFile]) -> Vec<Task<'a>> {
    let mut tasks = Vec::new();
    for band in &set.bands {
        tasks.extend(band.responses.keys().map(|tdi| Task::Dark(band, *tdi)));
        tasks.extend(band.responses.keys().map(|tdi| Task::Slopes(band, *tdi)));
        tasks.extend(band.viewing_directions.keys().map(|tdi| Task::Directions(band, *tdi)));
        tasks.extend([Task::OutOfOrder(band), Task::StrayLight(band), Task::Polarisation(band)]);
    }
    tasks.extend([Task::Gains, Task::Noise, Task::Remanence, Task::Spectral, Task::Reflectance, Task::Processing]);
    tasks.extend(carried.iter().map(Task::Carried));
    tasks.push(Task::Uncertainty);
    tasks
}

/// What every task needs.
struct Writer<'a> {
    set: &'a ParameterSet,
    folder: &'a NewFolder,
    settings: ParameterFileSettings,
    created: Option<UtcInstant>,
    supervision: &'a Supervision,
}

impl Writer<'_> {
    fn write(&self, task: &Task<'_>) -> Result<Made, ProductError> {
        let bands = &self.set.bands;
        match task {
            Task::Dark(band, tdi) => {
                let dark = band.responses.get(tdi).map(|response| response.dark.clone()).unwrap_or_default();
                self.file(dark, Some(band), Some(*tdi))
            }
            Task::Slopes(band, tdi) => {
                let slopes = band.responses.get(tdi).map(|response| response.slopes.clone()).unwrap_or_default();
                self.file(slopes, Some(band), Some(*tdi))
            }
            Task::Directions(band, tdi) => {
                let directions = band.viewing_directions.get(tdi).cloned().unwrap_or_default();
                self.file(ViewingDirections(directions), Some(band), Some(*tdi))
            }
            Task::OutOfOrder(band) => {
                let defects = band.responses.iter().map(|(tdi, response)| (*tdi, response.defects.clone()));
                self.file(OutOfOrder(defects.collect()), Some(band), None)
            }
            Task::StrayLight(band) => self.file(band.stray_light.clone(), Some(band), None),
            Task::Polarisation(band) => self.file(band.polarisation, Some(band), None),
            Task::Gains => {
                let of = |band: &BandParameters| band.responses.iter().map(|(tdi, array)| (*tdi, array.gain)).collect();
                self.file(PhysicalGains(bands.iter().map(|band| (band.band.clone(), of(band))).collect()), None, None)
            }
            Task::Noise => {
                let of =
                    |band: &BandParameters| band.responses.iter().map(|(tdi, array)| (*tdi, array.noise)).collect();
                self.file(NoiseModels(bands.iter().map(|band| (band.band.clone(), of(band))).collect()), None, None)
            }
            Task::Remanence => {
                let all = bands.iter().map(|band| (band.band.clone(), band.remanence.clone()));
                self.file(RemanenceFunctions(all.collect()), None, None)
            }
            Task::Spectral => {
                let all = bands.iter().map(|band| (band.band.clone(), band.spectral.clone()));
                self.file(SpectralSensitivities(all.collect()), None, None)
            }
            Task::Reflectance => self.file(self.set.reflectance, None, None),
            Task::Processing => self.file(self.set.processing.clone(), None, None),
            Task::Carried(CarriedFile::SensorMounting(mounting)) => self.file((**mounting).clone(), None, None),
            Task::Carried(CarriedFile::RefinedParameters(block)) => self.file(block.clone(), None, None),
            Task::Carried(CarriedFile::GeometricProcessing(block)) => self.file(block.clone(), None, None),
            Task::Uncertainty => self.uncertainty(),
        }
    }

    fn file<T: ParameterContent>(
        &self,
        content: T,
        band: Option<&BandParameters>,
        tdi: Option<TdiStages>,
    ) -> Result<Made, ProductError> {
        let band = band.map(|band| band.band.as_str());
        let header = header(&self.set.manifest, self.created, T::KIND, band, tdi);
        let file = VenusParameterFile { header, content };
        let text = file.to_text(&self.settings)?;
        let mut entries = Vec::new();
        for side in file.content.side_files(&file.header.identifier()) {
            let place = self.folder.path().join(&side.path);
            write_filter(&place, side.filter, self.supervision)?;
            entries.push(FileEntry { sha256: fingerprint(&place, self.supervision)?.sha256, path: side.path });
        }
        entries.insert(0, self.text(file.file_name(), &text)?);
        Ok(Made { entries, file: Some(remembered(&file.header)) })
    }

    fn uncertainty(&self) -> Result<Made, ProductError> {
        let text = uncertainty_text::to_text(self.set);
        let place = Path::new(UNCERTAINTY_FILE);
        let text = text.map_err(|reason| flaw(place, "the text", "uncertainties in TOML", &reason))?;
        let entries = text.map(|text| self.text(UNCERTAINTY_FILE.to_owned(), &text)).transpose()?;
        Ok(Made { entries: entries.into_iter().collect(), file: None })
    }

    fn text(&self, path: String, text: &str) -> Result<FileEntry, ProductError> {
        self.folder.write(Path::new(&path), text.as_bytes())?;
        Ok(FileEntry { path, sha256: sha256(text.as_bytes()) })
    }
}
