//! `set.toml`: the manifest as text, with the layout of the files.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::MANIFEST_FILE;
use crate::instrument::TdiStages;
use crate::parameter_sets::{
    BandSettings, FileEntry, InstrumentSettings, Manifest, ParameterSet, Provenance, SetState,
};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::flaw;
use crate::product_files::venus_geometry::{TdiSet, VENUS_COLUMNS};
use crate::product_files::venus_parameters::{FileForm, ParameterFileSettings, SpikePositions};
use crate::product_files::xml_tree::read_text;
use crate::units::UtcInstant;

/// Bands of the interface document.
const VENUS_BANDS: usize = 12;

/// A band of the set and what it has files for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandLayout {
    /// Its name.
    pub name: String,
    /// Numbers of TDI stages.
    pub tdi: Vec<TdiStages>,
}

/// What the files of a set hold: reading requires exactly this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetLayout {
    /// Whose rules the files keep: valid by the schemas of the interface document, or the same elements for another instrument.
    pub form: FileForm,
    /// Columns of an array.
    pub columns: usize,
    /// From where positions of spikes count.
    pub spike_positions: SpikePositions,
    /// Bands in the instrument's order.
    pub bands: Vec<BandLayout>,
}

impl SetLayout {
    /// Of a set: the columns are those of the first dark signal.
    pub fn of(set: &ParameterSet) -> Self {
        let columns = set.bands.iter().flat_map(|band| band.responses.values()).map(|array| array.dark.counts.len());
        let columns = columns.into_iter().next().unwrap_or_default();
        let bands: Vec<BandLayout> = set
            .bands
            .iter()
            .map(|band| BandLayout { name: band.band.clone(), tdi: band.responses.keys().copied().collect() })
            .collect();
        let fits = columns == VENUS_COLUMNS
            && bands.len() == VENUS_BANDS
            && bands.iter().enumerate().all(|(index, band)| {
                band.name == format!("B{:02}", index + 1)
                    && !band.tdi.is_empty()
                    && band.tdi.iter().all(|stages| TdiSet::LENGTHS.contains(&stages.0))
            });
        let form = if fits { FileForm::InterfaceDocument } else { FileForm::AnyInstrument };
        Self { form, columns, spike_positions: SpikePositions::default(), bands }
    }

    /// What readers and writers of its files must be told.
    pub const fn file_settings(&self) -> ParameterFileSettings {
        ParameterFileSettings { form: self.form, columns: Some(self.columns), spike_positions: self.spike_positions }
    }
}

/// A manifest with the layout of its files.
#[derive(Debug, Clone, PartialEq)]
pub struct SetManifest {
    /// The manifest.
    pub manifest: Manifest,
    /// The layout.
    pub layout: SetLayout,
}

/// The text's own shape: TOML knows no absent element of a list, and a table after a plain key.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    manifest_version: u32,
    name: String,
    version: u32,
    state: SetState,
    instrument: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<UtcInstant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_to: Option<UtcInstant>,
    settings: WrittenSettings,
    provenance: Provenance,
    layout: SetLayout,
    file: Vec<FileEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSettings {
    line_time_us: f64,
    bands: BTreeMap<String, BandSettings>,
}

impl SetManifest {
    /// The text of `set.toml`.
    ///
    /// # Errors
    /// The reason why it cannot be written.
    pub(super) fn to_text(&self) -> Result<String, String> {
        let Manifest { manifest_version, name, version, state, instrument, validity, settings, provenance, files } =
            self.manifest.clone();
        let [valid_from, valid_to] = validity;
        let InstrumentSettings { line_time_us, bands } = settings;
        let settings = WrittenSettings { line_time_us, bands };
        let layout = self.layout.clone();
        let written = Written {
            manifest_version,
            name,
            version,
            state,
            instrument,
            valid_from,
            valid_to,
            settings,
            provenance,
            layout,
            file: files,
        };
        toml::to_string(&written).map_err(|error| error.to_string())
    }

    /// Reads the text of `set.toml`; `path` is named in errors.
    ///
    /// # Errors
    /// [`ProductError`] for a manifest of a newer version, and for a text that is no manifest, with its line.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        let table: toml::Table = toml::from_str(text).map_err(|error| unreadable(path, &error))?;
        let version = table.get("manifest_version").and_then(toml::Value::as_integer);
        match version {
            Some(version) if version == i64::from(Manifest::FORMAT) => {}
            Some(version) => {
                let needed = format!("{}, the newest version of the format that this program reads", Manifest::FORMAT);
                return Err(flaw(path, "manifest_version", &needed, &version.to_string()));
            }
            None => return Err(flaw(path, "manifest_version", "a whole number", "none")),
        }
        let written: Written = toml::from_str(text).map_err(|error| unreadable(path, &error))?;
        let WrittenSettings { line_time_us, bands } = written.settings;
        let manifest = Manifest {
            manifest_version: written.manifest_version,
            name: written.name,
            version: written.version,
            state: written.state,
            instrument: written.instrument,
            validity: [written.valid_from, written.valid_to],
            settings: InstrumentSettings { line_time_us, bands },
            provenance: written.provenance,
            files: written.file,
        };
        Ok(Self { manifest, layout: written.layout })
    }
}

fn unreadable(path: &Path, error: &toml::de::Error) -> ProductError {
    flaw(path, "the text", "a manifest in TOML", error.to_string().trim_end())
}

/// Reads the manifest of a folder, and none of its files.
///
/// # Errors
/// [`ProductError`] for a folder without a manifest, one of a newer version, or one that cannot be understood.
pub fn read_set_manifest(folder: &Path) -> Result<SetManifest, ProductError> {
    if !folder.is_dir() {
        let needed = "the folder of a parameter set".to_owned();
        return Err(ProductError::Missing { path: folder.to_path_buf(), needed });
    }
    let path = folder.join(MANIFEST_FILE);
    if !path.exists() {
        return Err(ProductError::Missing { path, needed: "the manifest of a parameter set".to_owned() });
    }
    SetManifest::parse(&path, &read_text(&path)?)
}
