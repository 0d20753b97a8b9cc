//! The name of a coefficient, as it is typed.

use std::fmt;

use serde::Serialize;

/// Kinds of the chain's files.
const KINDS: [&str; 11] =
    ["DARKCU", "RELSEN", "OUTORD", "PHGAIN", "NOISMO", "REMANE", "STRLGT", "POLART", "SPECSE", "REFLEC", "RADIOV"];

/// Kinds that speak of no band.
const OF_ALL_BANDS: [&str; 2] = ["REFLEC", "RADIOV"];

/// A coefficient: the kind of its file, its band and, for one of a column, the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoefficientName {
    /// Kind of the file, `DARKCU`.
    pub kind: String,
    /// Band; none for a kind that speaks of all.
    pub band: Option<String>,
    /// Column, from 0; none for all that the file says of the band.
    pub column: Option<usize>,
}

/// A text that names no coefficient.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("coefficient: needed KIND, BAND and, where one column is meant, \"column N\", such as DARKCU B04 column 1234 (kinds: {}), found \"{found}\"", KINDS.join(", "))]
pub struct CoefficientNameError {
    /// The text found.
    pub found: String,
}

impl CoefficientName {
    /// Reads `DARKCU B04 column 1234`, `DARKCU B04 1234`, `PHGAIN B04`, `REFLEC`.
    ///
    /// # Errors
    /// [`CoefficientNameError`] for anything else.
    pub fn from_text(text: &str) -> Result<Self, CoefficientNameError> {
        let wrong = || CoefficientNameError { found: text.to_owned() };
        let words: Vec<&str> = text.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("column")).collect();
        let (kind, rest) = words.split_first().ok_or_else(wrong)?;
        let kind = kind.to_uppercase();
        let kind = kind.strip_prefix("GIP_").unwrap_or(&kind);
        if !KINDS.contains(&kind) {
            return Err(wrong());
        }
        let (band, column) = match rest {
            [] if OF_ALL_BANDS.contains(&kind) => (None, None),
            [band] if !OF_ALL_BANDS.contains(&kind) => (Some((*band).to_owned()), None),
            [band, column] if !OF_ALL_BANDS.contains(&kind) => {
                (Some((*band).to_owned()), Some(column.parse().map_err(|_| wrong())?))
            }
            _ => return Err(wrong()),
        };
        Ok(Self { kind: kind.to_owned(), band, column })
    }
}

impl fmt::Display for CoefficientName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.kind)?;
        if let Some(band) = &self.band {
            write!(formatter, " {band}")?;
        }
        if let Some(column) = self.column {
            write!(formatter, " column {column}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written_back_or_refused_with_what_was_found() {
        for text in ["DARKCU B04 column 1234", "PHGAIN B04", "REFLEC", "STRLGT B12 column 7"] {
            assert_eq!(CoefficientName::from_text(text).unwrap().to_string(), text);
        }
        assert_eq!(CoefficientName::from_text("gip_darkcu B04 12").unwrap().to_string(), "DARKCU B04 column 12");
        for text in ["", "DARKCU", "DARK B04", "DARKCU B04 x", "REFLEC B04", "DARKCU B04 1 2", "DARKCU B04 -1"] {
            let error = CoefficientName::from_text(text).unwrap_err().to_string();
            assert!(error.contains(&format!("found \"{text}\"")), "{error}");
        }
    }
}
