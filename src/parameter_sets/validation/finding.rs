//! One thing that is wrong.

use serde::Serialize;

use crate::instrument::TdiStages;
use crate::parameter_sets::ParameterSet;

/// One thing that is wrong with a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The file: its identifier, or its kind, band and number of TDI stages for a set that was never in files; `set.toml` for the manifest.
    pub file: String,
    /// The element in it.
    pub element: String,
    /// What was needed.
    pub needed: String,
    /// What was found.
    pub found: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, element, needed, found } = self;
        write!(formatter, "{file}: {element}: needed {needed}, found {found}")
    }
}

/// The manifest's name.
pub(super) const MANIFEST: &str = "set.toml";

/// The name of the file of uncertainties.
pub(super) const UNCERTAINTY: &str = "uncertainty.toml";

/// Findings as they are gathered.
pub(super) struct Findings<'a> {
    set: &'a ParameterSet,
    all: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn of(set: &'a ParameterSet) -> Self {
        Self { set, all: Vec::new() }
    }

    pub(super) fn into_all(self) -> Vec<Finding> {
        self.all
    }

    /// A finding in a file that is named.
    pub(super) fn add(
        &mut self,
        file: &str,
        element: impl Into<String>,
        needed: impl Into<String>,
        found: impl std::fmt::Display,
    ) {
        let (element, needed, found) = (element.into(), needed.into(), found.to_string());
        self.all.push(Finding { file: file.to_owned(), element, needed, found });
    }

    /// Findings in the file of a kind, band and number of TDI stages.
    pub(super) fn in_file<'f>(
        &'f mut self,
        kind: &'static str,
        band: &'f str,
        tdi: Option<TdiStages>,
    ) -> InFile<'f, 'a> {
        InFile { findings: self, kind, band, tdi }
    }

    fn file(&self, kind: &str, band: &str, tdi: Option<TdiStages>) -> String {
        let known = self.set.files.iter().find(|file| {
            file.kind == kind
                && file.band.as_deref().is_none_or(|own| own == band)
                && tdi.is_none_or(|tdi| file.tdi.is_empty() || file.tdi.contains(&tdi))
        });
        match (known, tdi) {
            // A file of all bands does not say in its name which of them is meant.
            (Some(file), tdi) if file.band.is_none() && !band.is_empty() => {
                let tdi = tdi.map(|tdi| format!(", TDI {tdi}")).unwrap_or_default();
                format!("{} ({band}{tdi})", file.identifier)
            }
            (Some(file), _) => file.identifier.clone(),
            (None, _) if band.is_empty() => format!("GIP_{kind}"),
            (None, Some(tdi)) => format!("GIP_{kind} of {band}, TDI {tdi}"),
            (None, None) => format!("GIP_{kind} of {band}"),
        }
    }
}

/// Findings in one file.
pub(super) struct InFile<'f, 'a> {
    findings: &'f mut Findings<'a>,
    kind: &'static str,
    band: &'f str,
    tdi: Option<TdiStages>,
}

impl InFile<'_, '_> {
    pub(super) fn add(&mut self, element: impl Into<String>, needed: impl Into<String>, found: impl std::fmt::Display) {
        let file = self.findings.file(self.kind, self.band, self.tdi);
        self.findings.add(&file, element, needed, found);
    }

    /// One finding for all columns whose value does not fit: the first, and how many more.
    pub(super) fn columns(&mut self, element: &str, needed: &str, values: &[f64], fits: impl Fn(f64) -> bool) {
        let mut bad = values.iter().enumerate().filter(|(_, value)| !fits(**value));
        let Some((column, value)) = bad.next() else { return };
        let more = match bad.count() {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        self.add(element, needed, format!("{value} at column {column}{more}"));
    }

    /// As many values as the array has columns.
    pub(super) fn length(&mut self, element: &str, found: usize, columns: usize) {
        if found != columns {
            self.add(element, format!("{columns} values, one a column"), found);
        }
    }
}
