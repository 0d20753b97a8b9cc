//! Places that the instrument observes: `sites.toml`.

use serde::Deserialize;

use super::figure::Sureness;
use super::model_error::{Checked, InstrumentModelError, from_toml};

const BUILT_IN: &str = include_str!("../../../calibration-models/venus/sites.toml");

/// What a site is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// Observed for its own sake.
    Scientific,
    /// Observed to calibrate.
    Calibration,
    /// The Moon.
    Moon,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub kind: SiteKind,
    /// Latitude of its middle on WGS 84, degrees; none for the Moon.
    pub latitude_deg: Option<f64>,
    /// Longitude of its middle on WGS 84, degrees east; none for the Moon.
    pub longitude_deg: Option<f64>,
    /// View zenith angle, degrees; none where unknown.
    pub view_zenith_deg: Option<f64>,
    /// Where the figures come from.
    pub source: String,
    /// How well they are known.
    pub sureness: Sureness,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// In the order of the file.
    #[serde(rename = "site", default)]
    pub sites: Vec<Site>,
}

impl Sites {
    /// Those of the instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::parse("calibration-models/venus/sites.toml", BUILT_IN)
    }

    /// Reads the text of a `sites.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] for a text that is no such list, a site named twice, a place that is none on the Earth, a site on the Earth without one.
    pub fn parse(file: &str, text: &str) -> Result<Self, InstrumentModelError> {
        let list: Self = from_toml(file, text)?;
        for (index, site) in list.sites.iter().enumerate() {
            let place = format!("site {}", site.name);
            let here = Checked::new(file, &place);
            let is_new = list.sites[..index].iter().all(|other| other.name != site.name);
            here.holds("name", is_new && !site.name.is_empty(), "a name of its own", format!("\"{}\"", site.name))?;
            match (site.kind, site.latitude_deg, site.longitude_deg) {
                (SiteKind::Moon, None, None) => {}
                (SiteKind::Moon, _, _) => {
                    return Err(here.refused("latitude_deg", "none for the Moon", "a place on the Earth"));
                }
                (_, Some(latitude), Some(longitude)) => {
                    here.between("latitude_deg", latitude, -90.0, 90.0)?;
                    here.between("longitude_deg", longitude, -180.0, 180.0)?;
                }
                _ => return Err(here.refused("latitude_deg and longitude_deg", "both", "one or none")),
            }
            if let Some(zenith) = site.view_zenith_deg {
                here.between("view_zenith_deg", zenith, 0.0, 90.0)?;
            }
        }
        Ok(list)
    }

    /// A site by its name.
    pub fn site(&self, name: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.name == name)
    }
}
