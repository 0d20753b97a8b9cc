//! `uncertainty.toml`: how well the parameters are known, a table for each band and number of TDI stages.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::instrument::TdiStages;
use crate::parameter_sets::{BandUncertainty, ColumnFigures, ParameterSet};
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::header::flaw;

/// Uncertainties by band and number of TDI stages.
pub(super) type Uncertainties = BTreeMap<(String, TdiStages), BandUncertainty>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    response: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    band: String,
    tdi: TdiStages,
    gain_relative: f64,
    solar_irradiance_relative: f64,
    dark_counts: ColumnFigures,
    slopes_relative: ColumnFigures,
}

/// The text; none for a set that says nothing of its uncertainty.
pub(super) fn to_text(set: &ParameterSet) -> Result<Option<String>, String> {
    let mut response = Vec::new();
    for band in &set.bands {
        for (tdi, uncertainty) in &band.uncertainties {
            let BandUncertainty { dark_counts, slopes_relative, gain_relative, solar_irradiance_relative } =
                uncertainty.clone();
            response.push(Row {
                band: band.band.clone(),
                tdi: *tdi,
                gain_relative,
                solar_irradiance_relative,
                dark_counts,
                slopes_relative,
            });
        }
    }
    if response.is_empty() {
        return Ok(None);
    }
    toml::to_string(&Written { response }).map(Some).map_err(|error| error.to_string())
}

/// Reads the text.
///
/// # Errors
/// [`ProductError`] for a text that cannot be understood, a band and number of stages twice, or a figure that is no finite number.
pub(super) fn parse(path: &Path, text: &str) -> Result<Uncertainties, ProductError> {
    let written: Written = toml::from_str(text)
        .map_err(|error| flaw(path, "the text", "uncertainties in TOML", error.to_string().trim_end()))?;
    let mut all = Uncertainties::new();
    for row in written.response {
        let place = |name: &str| format!("response of {}, TDI {}{name}", row.band, row.tdi);
        let columns = [("dark_counts", &row.dark_counts), ("slopes_relative", &row.slopes_relative)];
        for (name, figures) in columns {
            let bad = match figures {
                ColumnFigures::Same(figure) => (!figure.is_finite()).then_some(*figure),
                ColumnFigures::ByColumn(figures) => figures.iter().copied().find(|figure| !figure.is_finite()),
            };
            if let Some(bad) = bad {
                return Err(flaw(path, &place(&format!(", {name}")), "finite numbers", &bad.to_string()));
            }
        }
        let singles =
            [("gain_relative", row.gain_relative), ("solar_irradiance_relative", row.solar_irradiance_relative)];
        for (name, figure) in singles {
            if !figure.is_finite() {
                return Err(flaw(path, &place(&format!(", {name}")), "a finite number", &figure.to_string()));
            }
        }
        let uncertainty = BandUncertainty {
            dark_counts: row.dark_counts.clone(),
            slopes_relative: row.slopes_relative.clone(),
            gain_relative: row.gain_relative,
            solar_irradiance_relative: row.solar_irradiance_relative,
        };
        if all.insert((row.band.clone(), row.tdi), uncertainty).is_some() {
            return Err(flaw(path, &place(""), "one table", "two"));
        }
    }
    Ok(all)
}
