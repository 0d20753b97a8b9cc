//! What the ground segment keeps to itself of a system product (`TEC_…`).

use std::collections::BTreeMap;

use super::identifier::SystemIdentifier;

/// A file that a header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReference {
    /// Nature, `AUX_GPSDTA`.
    pub nature: String,
    /// Path relative to the header; none for a file that is no part of the product.
    pub location: Option<String>,
    /// Logical name: file name without extension.
    pub name: String,
}

/// Private data. Angles are degrees, and are written as they are, as every figure here.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateData {
    /// Position of the pole x, y, arc seconds.
    pub pole_arcsec: [f64; 2],
    /// UT1 − UTC, seconds.
    pub ut1_less_utc_s: f64,
    /// `Cape`: orientation of the image at its centre.
    pub heading_deg: f64,
    /// Roll, pitch and yaw at the centre of the acquisition.
    pub attitude_deg: [f64; 3],
    /// Longitude and latitude of the point below the satellite at the middle of the acquisition.
    pub nadir_deg: [f64; 2],
    /// Departure of the pixels on the ground from a right angle.
    pub slide_angle_deg: f64,
    /// Metres on the ground along the track and along the detectors, at the centre.
    pub resolution_m: [f64; 2],
    /// First and last line of each band in the raw product, counted from 0.
    pub line_intervals: BTreeMap<String, [u64; 2]>,
    /// The inventoried raw product that it was made from; none for an inventoried product itself.
    pub raw_product: Option<SystemIdentifier>,
    /// Positions (`AUX_GPSDTA`, code `GPS`) and attitude (`AUX_AOCDTA`, code `AOCS`): code and file.
    pub auxiliary: Vec<(String, FileReference)>,
    /// Refined geometrical model.
    pub geometric_model: FileReference,
    /// Files of line dates by band; written for an inventoried product only, the format of the others has no place for them.
    pub line_dates: BTreeMap<String, FileReference>,
}

impl PrivateData {
    /// Figures that are not known, as zeros, which the format cannot tell from known ones: for the frame of a product whose maker fills in
    /// what it knows.
    pub fn unfilled(class: &str, raw_product: Option<SystemIdentifier>) -> Self {
        Self {
            pole_arcsec: [0.0; 2],
            ut1_less_utc_s: 0.0,
            heading_deg: 0.0,
            attitude_deg: [0.0; 3],
            nadir_deg: [0.0; 2],
            slide_angle_deg: 0.0,
            resolution_m: [0.0; 2],
            line_intervals: BTreeMap::new(),
            raw_product,
            auxiliary: Vec::new(),
            geometric_model: FileReference {
                nature: "TEC_GEOMDL".to_owned(),
                location: None,
                name: format!("VE_{class}_TEC_GEOMDL_NONE"),
            },
            line_dates: BTreeMap::new(),
        }
    }
}
