//! A text about an instrument that cannot be used.

/// Why a file of an instrument's folder was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentModelError {
    /// The text is no such model.
    #[error("{file}: {message}")]
    Unreadable {
        /// The file, as the caller names it.
        file: String,
        /// What was needed and found, with its line.
        message: String,
    },
    /// A figure that no instrument can have.
    #[error("{file}, {place}: {what} needs {needed}, found {found}")]
    Impossible {
        /// The file, as the caller names it.
        file: String,
        /// The table, band or line.
        place: String,
        /// The key.
        what: String,
        /// What is needed.
        needed: String,
        /// What was found.
        found: String,
    },
    /// A folder that lacks a file.
    #[error("{file}: needed to describe an instrument, not found")]
    Missing {
        /// The file, as the caller names it.
        file: String,
    },
}

/// Where figures are being checked: makes the errors.
#[derive(Clone, Copy)]
pub(crate) struct Checked<'a> {
    file: &'a str,
    place: &'a str,
}

impl<'a> Checked<'a> {
    pub(crate) const fn new(file: &'a str, place: &'a str) -> Self {
        Self { file, place }
    }

    pub(crate) fn refused(
        self,
        what: &str,
        needed: impl Into<String>,
        found: impl Into<String>,
    ) -> InstrumentModelError {
        InstrumentModelError::Impossible {
            file: self.file.to_owned(),
            place: self.place.to_owned(),
            what: what.to_owned(),
            needed: needed.into(),
            found: found.into(),
        }
    }

    pub(crate) fn above_zero(self, what: &str, figure: f64) -> Result<(), InstrumentModelError> {
        if figure > 0.0 && figure.is_finite() {
            Ok(())
        } else {
            Err(self.refused(what, "a number above zero", figure.to_string()))
        }
    }

    /// Both ends included.
    pub(crate) fn between(self, what: &str, figure: f64, from: f64, to: f64) -> Result<(), InstrumentModelError> {
        if (from..=to).contains(&figure) {
            Ok(())
        } else {
            Err(self.refused(what, format!("a number from {from} to {to}"), figure.to_string()))
        }
    }

    pub(crate) fn holds(
        self,
        what: &str,
        holds: bool,
        needed: &str,
        found: impl Into<String>,
    ) -> Result<(), InstrumentModelError> {
        if holds { Ok(()) } else { Err(self.refused(what, needed, found)) }
    }
}

/// Reads a text in TOML.
pub(crate) fn from_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, InstrumentModelError> {
    toml::from_str(text).map_err(|error| InstrumentModelError::Unreadable {
        file: file.to_owned(),
        message: error.to_string().trim_end().to_owned(),
    })
}
