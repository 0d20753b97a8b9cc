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
///
/// The format has a place for each figure and no word for one that is not known: where one is none, 0 is written, and the notes of the file name it,
/// so that it is read back as none.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateData {
    /// Position of the pole x, y, arc seconds.
    pub pole_arcsec: Option<[f64; 2]>,
    /// UT1 − UTC, seconds.
    pub ut1_less_utc_s: Option<f64>,
    /// `Cape`: orientation of the image at its centre.
    pub heading_deg: Option<f64>,
    /// Roll, pitch and yaw at the centre of the acquisition.
    pub attitude_deg: Option<[f64; 3]>,
    /// Longitude and latitude of the point below the satellite at the middle of the acquisition.
    pub nadir_deg: Option<[f64; 2]>,
    /// Departure of the pixels on the ground from a right angle.
    pub slide_angle_deg: Option<f64>,
    /// Metres on the ground along the track and along the detectors, at the centre.
    pub resolution_m: Option<[f64; 2]>,
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

/// Begins the end of the private file's notes: the figures that are not known, by the names of [`PrivateData::figures`].
const UNKNOWN_NOTE: &str = "NOT KNOWN, 0 STANDS THERE: ";

/// Separates their names.
const SEPARATOR: &str = ", ";

impl PrivateData {
    /// No figure known: for the frame of a product whose maker fills in what it knows.
    pub fn unfilled(class: &str, raw_product: Option<SystemIdentifier>) -> Self {
        Self {
            pole_arcsec: None,
            ut1_less_utc_s: None,
            heading_deg: None,
            attitude_deg: None,
            nadir_deg: None,
            slide_angle_deg: None,
            resolution_m: None,
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

    /// The figures by the elements that hold them; none where one is not known.
    pub(super) fn figures(&self) -> [(&'static str, Option<Vec<f64>>); 7] {
        [
            ("X_Pole and Y_Pole", self.pole_arcsec.map(Vec::from)),
            ("Delta_TU1-TUC", self.ut1_less_utc_s.map(|figure| vec![figure])),
            ("Cape", self.heading_deg.map(|figure| vec![figure])),
            ("Attitude", self.attitude_deg.map(Vec::from)),
            ("Nadir", self.nadir_deg.map(Vec::from)),
            ("Geom_Slide_Angle", self.slide_angle_deg.map(|figure| vec![figure])),
            ("Along_Track_Resolution and Along_Detector_Resolution", self.resolution_m.map(Vec::from)),
        ]
    }

    /// What the notes of the private file end with; empty where every figure is known.
    pub(super) fn note(&self) -> String {
        let unknown = self.figures().into_iter().filter(|(_, figure)| figure.is_none()).map(|(name, _)| name);
        let unknown: Vec<&str> = unknown.collect();
        if unknown.is_empty() { String::new() } else { format!("{UNKNOWN_NOTE}{}", unknown.join(SEPARATOR)) }
    }

    /// Takes away the figures that the notes of a private file call unknown.
    pub(super) fn forget_unknown(&mut self, notes: &str) {
        let Some((_, names)) = notes.rsplit_once(UNKNOWN_NOTE) else { return };
        let unknown: Vec<&str> = names.split(SEPARATOR).map(str::trim).collect();
        let is_known = self.figures().map(|(name, _)| !unknown.contains(&name));
        let [pole, ut1, heading, attitude, nadir, slide_angle, resolution] = is_known;
        self.pole_arcsec = self.pole_arcsec.filter(|_| pole);
        self.ut1_less_utc_s = self.ut1_less_utc_s.filter(|_| ut1);
        self.heading_deg = self.heading_deg.filter(|_| heading);
        self.attitude_deg = self.attitude_deg.filter(|_| attitude);
        self.nadir_deg = self.nadir_deg.filter(|_| nadir);
        self.slide_angle_deg = self.slide_angle_deg.filter(|_| slide_angle);
        self.resolution_m = self.resolution_m.filter(|_| resolution);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_notes_call_unknown_is_none_again_and_nothing_else() {
        let known = PrivateData {
            pole_arcsec: Some([0.0; 2]),
            ut1_less_utc_s: Some(0.0),
            heading_deg: Some(0.0),
            attitude_deg: Some([0.0; 3]),
            nadir_deg: Some([0.0; 2]),
            slide_angle_deg: Some(0.0),
            resolution_m: Some([0.0; 2]),
            ..PrivateData::unfilled("TEST", None)
        };
        assert_eq!(known.note(), "");
        let mut partly = PrivateData { attitude_deg: None, resolution_m: None, ..known.clone() };
        let mut read = known.clone();
        read.forget_unknown(&format!("SYNTHETIC; notes, of mine; {}", partly.note()));
        assert_eq!(read, partly);
        partly = PrivateData::unfilled("TEST", None);
        read.forget_unknown(&partly.note());
        assert_eq!(read, partly);
        let mut untouched = known.clone();
        untouched.forget_unknown("notes of another maker, with a Cape of 0");
        assert_eq!(untouched, known);
    }
}
