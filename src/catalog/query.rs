//! What may be asked of a catalog, and what it answers.

use serde::{Deserialize, Serialize};

use crate::units::UtcInstant;

use super::error::CatalogError;
use super::footprint::Footprint;
use super::records::ProductKey;

/// A box of longitudes and latitudes. When `west_deg` exceeds `east_deg` it crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GeographicBox {
    /// Western longitude, in [-180, 180].
    pub west_deg: f64,
    /// Southern latitude, in [-90, 90].
    pub south_deg: f64,
    /// Eastern longitude, in [-180, 180].
    pub east_deg: f64,
    /// Northern latitude, in [-90, 90].
    pub north_deg: f64,
}

impl GeographicBox {
    /// The box as one part, or as two where it crosses the date line; in each, west does not exceed east.
    pub(super) fn parts(self) -> Vec<Self> {
        if self.west_deg <= self.east_deg {
            return vec![self];
        }
        vec![Self { east_deg: 180.0, ..self }, Self { west_deg: -180.0, ..self }]
    }

    fn check(self) -> Result<(), CatalogError> {
        let refused =
            |needed, found: f64| Err(CatalogError::BadQuery { field: "bbox", needed, found: found.to_string() });
        for longitude in [self.west_deg, self.east_deg] {
            if !(-180.0..=180.0).contains(&longitude) {
                return refused("a longitude between -180 and 180 degrees", longitude);
            }
        }
        for latitude in [self.south_deg, self.north_deg] {
            if !(-90.0..=90.0).contains(&latitude) {
                return refused("a latitude between -90 and 90 degrees", latitude);
            }
        }
        if self.south_deg > self.north_deg {
            return refused("a northern latitude not below the southern one", self.north_deg);
        }
        Ok(())
    }
}

/// Criteria that a product must all meet; an absent criterion is met by every product.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Site nick name, upper or lower case.
    pub site: Option<String>,
    /// Processing level, exactly.
    pub level: Option<String>,
    /// Product identifier, exactly.
    pub identifier: Option<String>,
    /// Acquired then or later.
    pub from: Option<UtcInstant>,
    /// Acquired then or earlier.
    pub to: Option<UtcInstant>,
    /// The footprint itself (not only the box around it) meets this box.
    pub bbox: Option<GeographicBox>,
    /// Part of the identifier or of the site, upper or lower case.
    pub text: Option<String>,
    /// At most so many products; none: all.
    pub limit: Option<u32>,
    /// Products of the answer to leave out at its beginning.
    pub offset: u64,
}

impl Query {
    pub(super) fn check(&self) -> Result<(), CatalogError> {
        if let Some(bbox) = self.bbox {
            bbox.check()?;
        }
        let texts =
            [("site", &self.site), ("level", &self.level), ("identifier", &self.identifier), ("text", &self.text)];
        for (field, text) in texts {
            if let Some(text) = text.as_ref().filter(|text| text.contains('\0')) {
                return Err(CatalogError::BadQuery { field, needed: "no zero byte", found: format!("{text:?}") });
            }
        }
        Ok(())
    }
}

/// A product in the answer to a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductSummary {
    /// Identifier and content.
    pub key: ProductKey,
    /// Processing level.
    pub level: String,
    /// Whether the product is synthetic.
    pub synthetic: bool,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// The path that opens the product.
    pub path: String,
    /// Where the image lies; empty where that is not known.
    pub footprint: Footprint,
}

/// A site and what the catalog has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteSummary {
    /// Nick name.
    pub name: String,
    /// Number of acquisitions.
    pub n_acquisitions: u64,
    /// Time of the first acquisition.
    pub first: UtcInstant,
    /// Time of the last acquisition.
    pub last: UtcInstant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_across_the_date_line_is_two_boxes() {
        let bbox = GeographicBox { west_deg: 170.0, south_deg: -10.0, east_deg: -170.0, north_deg: 10.0 };
        let parts = bbox.parts();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].west_deg, parts[0].east_deg), (170.0, 180.0));
        assert_eq!((parts[1].west_deg, parts[1].east_deg), (-180.0, -170.0));
    }

    #[test]
    fn a_box_outside_the_earth_is_refused() {
        let earth = GeographicBox { west_deg: -180.0, south_deg: -90.0, east_deg: 180.0, north_deg: 90.0 };
        assert_eq!(earth.check(), Ok(()));
        for wrong in [
            GeographicBox { west_deg: -181.0, ..earth },
            GeographicBox { east_deg: f64::NAN, ..earth },
            GeographicBox { north_deg: 90.5, ..earth },
            GeographicBox { south_deg: 10.0, north_deg: 9.0, ..earth },
        ] {
            assert!(matches!(wrong.check(), Err(CatalogError::BadQuery { field: "bbox", .. })));
        }
    }
}
