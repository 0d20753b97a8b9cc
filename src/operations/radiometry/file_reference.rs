//! Which file, in which version, a coefficient came from.

use serde::{Deserialize, Serialize};

use crate::instrument::TdiStages;
use crate::parameter_sets::ParameterSet;

/// A file of a parameter set, as a coefficient names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReference {
    /// Its kind: `DARKCU`.
    pub kind: String,
    /// Its identifier; none for a set that exists in memory only.
    pub identifier: Option<String>,
    /// Serial key in its series; none for a set that exists in memory only.
    pub serial: Option<u32>,
}

impl FileReference {
    /// The file of a kind of parameter of a band at a number of TDI stages.
    pub(super) fn of(set: &ParameterSet, kind: &str, band: &str, tdi: u8) -> Self {
        let file = set.file_of(kind, band, TdiStages(tdi));
        Self {
            kind: kind.to_owned(),
            identifier: file.map(|file| file.identifier.clone()),
            serial: file.map(|file| file.serial),
        }
    }

    /// In a few words: kind and version, `DARKCU 00008`.
    pub fn words(&self) -> String {
        match self.serial {
            Some(serial) => format!("{} {serial:05}", self.kind),
            None => format!("{}, not in a file", self.kind),
        }
    }
}
