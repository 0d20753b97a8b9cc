//! What the ground is mixed of, and how bright each part is in a band.

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::SpectralTable;

/// The spectra that the program carries.
const BUILT_IN: &str = include_str!("../../../calibration-models/ground/end_members.toml");

/// Number of end members.
pub const END_MEMBERS: usize = 4;

/// Reflectance spectra of soil, vegetation, water and bright surfaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndMembers {
    /// Where the figures come from.
    pub source: String,
    /// How well they are known.
    pub sureness: String,
    /// Wavelengths of the figures, growing, nanometres.
    pub wavelength_nm: Vec<f64>,
    /// Soil.
    pub soil: Vec<f64>,
    /// Vegetation.
    pub vegetation: Vec<f64>,
    /// Water.
    pub water: Vec<f64>,
    /// Roofs, stone, concrete.
    pub bright: Vec<f64>,
}

/// Spectra that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EndMembersError {
    /// The text holds no such spectra.
    #[error("{file}: {message}")]
    Unreadable {
        /// The file, as the caller names it.
        file: String,
        /// What is wrong, with its line.
        message: String,
    },
    /// A spectrum that is none.
    #[error("{file}, {key}: needed {needed}, found {found}")]
    Impossible {
        /// The file, as the caller names it.
        file: String,
        /// The spectrum.
        key: &'static str,
        /// What it takes.
        needed: String,
        /// What was found.
        found: String,
    },
}

impl EndMembers {
    /// The spectra that the program carries.
    ///
    /// # Errors
    /// [`EndMembersError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, EndMembersError> {
        Self::parse("calibration-models/ground/end_members.toml", BUILT_IN)
    }

    /// Reads the text of such a file; `file` names it in errors.
    ///
    /// # Errors
    /// [`EndMembersError`]: no such text, wavelengths that do not grow, a spectrum of another length, a reflectance outside 0 to 1.
    pub fn parse(file: &str, text: &str) -> Result<Self, EndMembersError> {
        let members: Self = toml::from_str(text).map_err(|error| EndMembersError::Unreadable {
            file: file.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        let impossible = |key, needed: String, found: String| EndMembersError::Impossible {
            file: file.to_owned(),
            key,
            needed,
            found,
        };
        let wavelengths = &members.wavelength_nm;
        if wavelengths.len() < 2 || !wavelengths.is_sorted_by(|a, b| a < b) {
            let found = format!("{wavelengths:?}");
            return Err(impossible("wavelength_nm", "two or more that grow".to_owned(), found));
        }
        for (key, spectrum) in members.named() {
            if spectrum.len() != wavelengths.len() {
                let needed = format!("{} figures, one a wavelength", wavelengths.len());
                return Err(impossible(key, needed, spectrum.len().to_string()));
            }
            if let Some(figure) = spectrum.iter().find(|figure| !(0.0..=1.0).contains(*figure)) {
                return Err(impossible(key, "reflectances from 0 to 1".to_owned(), figure.to_string()));
            }
        }
        Ok(members)
    }

    fn named(&self) -> [(&'static str, &Vec<f64>); END_MEMBERS] {
        [("soil", &self.soil), ("vegetation", &self.vegetation), ("water", &self.water), ("bright", &self.bright)]
    }

    /// Reflectance of soil, vegetation, water and bright surfaces in a band: the mean over its full width at half maximum, beyond the table's ends that
    /// of its end.
    pub fn in_band(&self, centre_nm: f64, width_nm: f64) -> [f32; END_MEMBERS] {
        const SAMPLES: i32 = 33;
        self.named().map(|(_, spectrum)| {
            let sum: f64 = (0..SAMPLES)
                .map(|place| {
                    let off = (f64::from(place) + 0.5) / f64::from(SAMPLES) - 0.5;
                    self.at(spectrum, centre_nm + off * width_nm)
                })
                .sum();
            (sum / f64::from(SAMPLES)) as f32
        })
    }

    /// Reflectance of soil, vegetation, water and bright surfaces as a band with these tables of sensitivity sees them: the mean weighted with the
    /// sensitivity, of tables of several ranges of columns by their columns. The Sun's spectrum within the band is taken as even. None where the
    /// sensitivity is nowhere above zero, or no number.
    pub fn seen_with(&self, tables: &[SpectralTable]) -> Option<[f32; END_MEMBERS]> {
        let (mut sums, mut columns) = ([0.0; END_MEMBERS], 0.0);
        for table in tables {
            let own = table.columns.last.saturating_sub(table.columns.first) as f64 + 1.0;
            let weights: f64 = table.sensitivities.iter().map(|weight| f64::from(*weight)).sum();
            if !(weights > 0.0 && weights.is_finite()) {
                return None;
            }
            for (sum, (_, spectrum)) in sums.iter_mut().zip(self.named()) {
                let weighted = table.sensitivities.iter().enumerate().map(|(sample, weight)| {
                    let wavelength_um = table.first_wavelength_um + sample as f64 * table.step_um;
                    f64::from(*weight) * self.at(spectrum, wavelength_um * 1e3)
                });
                *sum += own * weighted.sum::<f64>() / weights;
            }
            columns += own;
        }
        (columns > 0.0).then(|| sums.map(|sum| (sum / columns) as f32))
    }

    fn at(&self, spectrum: &[f64], wavelength_nm: f64) -> f64 {
        let nodes = &self.wavelength_nm;
        let after = nodes.partition_point(|node| *node <= wavelength_nm).clamp(1, nodes.len() - 1);
        let share = ((wavelength_nm - nodes[after - 1]) / (nodes[after] - nodes[after - 1])).clamp(0.0, 1.0);
        spectrum[after - 1] + share * (spectrum[after] - spectrum[after - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_red_edge_stands_between_red_and_near_infrared() {
        let members = EndMembers::built_in().unwrap();
        let vegetation = |centre, width| members.in_band(centre, width)[1];
        let (green, red, edge, infrared) =
            (vegetation(555.0, 40.0), vegetation(666.0, 27.0), vegetation(702.0, 23.0), vegetation(861.0, 37.5));
        assert!(red < green && red < edge && edge < infrared && infrared > 8.0 * red);
        let water = |centre| members.in_band(centre, 20.0)[2];
        assert!(water(447.0) > 2.0 * water(666.0) && water(666.0) > water(861.0));
        assert_eq!(members.sureness, "assumed");
    }

    #[test]
    fn a_band_is_the_mean_over_its_width() {
        let mut members = EndMembers::built_in().unwrap();
        members.wavelength_nm = vec![500.0, 600.0, 700.0];
        members.soil = vec![0.1, 0.2, 0.0];
        // Around the peak: 0.2 less a quarter of the width times the mean slope 0.0015 a nanometre.
        let found = members.in_band(600.0, 40.0)[0];
        assert!((found - (0.2 - 10.0 * 0.0015)).abs() < 2e-4, "{found}");
        assert!((members.in_band(300.0, 10.0)[0] - 0.1).abs() < 1e-7);
    }

    #[test]
    fn a_band_sees_the_mean_that_its_sensitivity_weighs() {
        use crate::instrument::radiometry::ColumnRange;
        let mut members = EndMembers::built_in().unwrap();
        members.wavelength_nm = vec![500.0, 600.0, 700.0];
        members.soil = vec![0.1, 0.2, 0.0];
        let table = |columns, first_wavelength_um, sensitivities| SpectralTable {
            columns,
            first_wavelength_um,
            bandwidth_um: 0.1,
            step_um: 0.05,
            sensitivities,
        };
        // 0.15 at 550 nm, 0.2 at 600 nm, 0.1 at 650 nm.
        let skewed = table(ColumnRange::new(0, 29), 0.55, vec![1.0, 2.0, 5.0]);
        let found = members.seen_with(std::slice::from_ref(&skewed)).unwrap()[0];
        assert!((found - (0.15 + 2.0 * 0.2 + 5.0 * 0.1) / 8.0).abs() < 1e-6, "{found}");
        // A quarter of the columns sees 0.1 alone.
        let other = table(ColumnRange::new(30, 39), 0.5, vec![3.0]);
        let both = members.seen_with(&[skewed, other]).unwrap()[0];
        assert!((both - (0.75 * found + 0.25 * 0.1)).abs() < 1e-6, "{both}");
        assert_eq!(members.seen_with(&[]), None);
        assert_eq!(members.seen_with(&[table(ColumnRange::new(0, 1), 0.5, vec![0.0, 0.0])]), None);
    }

    #[test]
    fn broken_spectra_are_refused_by_name() {
        let refused = |from: &str, to: &str| {
            EndMembers::parse("spectra.toml", &BUILT_IN.replacen(from, to, 1)).unwrap_err().to_string()
        };
        assert!(refused("soil = [0.075, ", "soil = [").starts_with("spectra.toml, soil: needed 17 figures"));
        assert!(refused("[0.030,", "[1.3,").contains("vegetation: needed reflectances from 0 to 1, found 1.3"));
        assert!(refused("[400, 430", "[430, 430").contains("wavelength_nm"));
        assert!(refused("bright =", "brigth =").contains("brigth"));
    }
}
