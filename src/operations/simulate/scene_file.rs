//! The scene file: TOML with a table for each kind of scene, and for what they share.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::earth::{TimeScale, epoch_from_text};
use crate::instrument::radiometry::RadiometricConventions;
use crate::operations::error::OperationError;
use crate::simulation::detection::DefectBehaviour;
use crate::simulation::scene_kinds::{
    EdgeSettings, MoonSettings, SceneKind, SceneSun, SideSlitherSettings, UniformSettings,
};
use crate::simulation::{NaturalSettings, ScenePolarisation};
use crate::units::Angle;

use super::line_dates::LineDates;

/// No scene file is larger.
const LARGEST_BYTES: u64 = 1 << 20;

/// Linear polarisation of the scene's light, the same in all bands.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolarisationSettings {
    /// Degree, 0 to 1.
    pub degree: f64,
    /// Angle from the detector's vertical, clockwise when facing the light, degrees.
    pub angle_deg: f64,
}

impl From<PolarisationSettings> for ScenePolarisation {
    fn from(settings: PolarisationSettings) -> Self {
        Self { degree: settings.degree, angle: Angle::from_degrees(settings.angle_deg) }
    }
}

/// When and under which name the product was acquired. Defaults are made up, as the product is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AcquisitionSettings {
    /// Site, eight capitals, digits or underscores.
    pub site: String,
    /// File class of the ground segment.
    pub class: String,
    /// The moment of line 0, UTC.
    pub start: String,
    /// Absolute orbit.
    pub orbit: u32,
    /// Longitude and latitude of the header, degrees; the scenes of this operation lie nowhere.
    pub place_deg: [f64; 2],
    /// Azimuth of the Sun, degrees from north eastwards.
    pub sun_azimuth_deg: f64,
}

impl Default for AcquisitionSettings {
    fn default() -> Self {
        Self {
            site: "SIMU0001".to_owned(),
            class: "TEST".to_owned(),
            start: "2020-03-01T08:34:37".to_owned(),
            orbit: 13_000,
            place_deg: [3.0, 41.5],
            sun_azimuth_deg: 155.0,
        }
    }
}

impl AcquisitionSettings {
    /// The dates of so many lines from [`AcquisitionSettings::start`] on.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for a text that is no moment.
    pub(super) fn line_dates(&self, line_time_us: f64, lines: usize) -> Result<LineDates, OperationError> {
        let reference = epoch_from_text(&self.start, TimeScale::UTC)
            .map_err(|error| OperationError::Usage(format!("scene file, acquisition.start: {error}")))?;
        Ok(LineDates { reference_line: 0.0, reference, line_time_s: line_time_us * 1e-6, lines })
    }
}

/// Everything that a scene file may say; what it leaves out is usual.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SceneFile {
    /// Sun zenith angle and distance of the scenes of known radiance.
    pub illumination: SceneSun,
    /// Polarisation.
    pub polarisation: PolarisationSettings,
    /// Name and moment.
    pub acquisition: AcquisitionSettings,
    /// What detectors out of order do.
    pub defects: DefectBehaviour,
    /// Choices that the interface document leaves open.
    pub conventions: RadiometricConventions,
    /// Uniform fields.
    pub uniform: Option<UniformSettings>,
    /// Side-slither.
    pub side_slither: Option<SideSlitherSettings>,
    /// An edge.
    pub edge: Option<EdgeSettings>,
    /// The Moon.
    pub moon: Option<MoonSettings>,
    /// A natural scene; line time and TDI stages are those of the set and the request.
    pub natural: Option<NaturalSettings>,
    /// The border of a cloud; what it leaves out is that of a cloud, not of an edge.
    pub cloud_edge: Option<toml::Table>,
}

impl SceneFile {
    /// Reads a scene file.
    ///
    /// # Errors
    /// [`OperationError::Io`]; [`OperationError::Model`] naming the file for a text that is none.
    pub fn read(path: &Path) -> Result<Self, OperationError> {
        let unreadable = |source| OperationError::Io { path: path.to_path_buf(), doing: "read", source };
        let found = std::fs::metadata(path).map_err(unreadable)?.len();
        if found > LARGEST_BYTES {
            let message =
                format!("{}: needed a scene file of at most {LARGEST_BYTES} bytes, found {found}", path.display());
            return Err(OperationError::Model { message });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Self::parse(&text)
            .map_err(|message| OperationError::Model { message: format!("{}: {message}", path.display()) })
    }

    /// Reads the text of a scene file.
    ///
    /// # Errors
    /// What was needed and found.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let degree = file.polarisation.degree;
        if !(0.0..=1.0).contains(&degree) {
            return Err(format!("polarisation.degree: needed 0 to 1, found {degree}"));
        }
        file.cloud_settings()?;
        Ok(file)
    }

    /// The kind of a word with this file's settings; none for a word that is no kind of known radiance.
    ///
    /// # Errors
    /// [`OperationError::Usage`] where the file describes other kinds alone: it was surely meant for one of them.
    pub fn kind(&self, word: &str) -> Result<Option<SceneKind>, OperationError> {
        let described = [
            ("uniform", self.uniform.is_some()),
            ("side-slither", self.side_slither.is_some()),
            ("edge", self.edge.is_some()),
            ("moon", self.moon.is_some()),
            ("cloud-edge", self.cloud_edge.is_some()),
            ("natural", self.natural.is_some()),
        ];
        let others: Vec<&str> = described.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
        if !others.is_empty() && !others.contains(&word) {
            let found = others.join(", ");
            return Err(OperationError::Usage(format!(
                "scene file: needed settings of {word}, found those of {found}"
            )));
        }
        let kind = SceneKind::from_word(word).map(|usual| match usual {
            SceneKind::Dark => SceneKind::Dark,
            SceneKind::Uniform(usual) => SceneKind::Uniform(self.uniform.clone().unwrap_or(usual)),
            SceneKind::SideSlither(usual) => SceneKind::SideSlither(self.side_slither.unwrap_or(usual)),
            SceneKind::Edge(usual) => SceneKind::Edge(self.edge.unwrap_or(usual)),
            SceneKind::Moon(usual) => SceneKind::Moon(self.moon.unwrap_or(usual)),
            SceneKind::CloudEdge(usual) => SceneKind::CloudEdge(self.cloud_settings().unwrap_or(usual)),
        });
        Ok(kind)
    }

    fn cloud_settings(&self) -> Result<EdgeSettings, String> {
        let said = |error: &dyn std::fmt::Display| format!("cloud_edge: {}", error.to_string().trim_end());
        let mut all = toml::Table::try_from(EdgeSettings::cloud()).map_err(|error| said(&error))?;
        all.extend(self.cloud_edge.clone().unwrap_or_default());
        all.try_into().map_err(|error: toml::de::Error| said(&error))
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::simulation::scene_kinds::Brightness;

    #[test]
    fn what_a_file_leaves_out_is_usual_for_its_kind() {
        let file =
            SceneFile::parse("[cloud_edge]\nsecond = { reflectance = 0.1 }\n[illumination]\nsun_zenith_deg = 30\n");
        let file = file.unwrap();
        assert_eq!(file.illumination.sun_zenith_deg, 30.0);
        let Some(SceneKind::CloudEdge(settings)) = file.kind("cloud-edge").unwrap() else { panic!() };
        assert_eq!(settings, EdgeSettings { second: Brightness::Reflectance(0.1), ..EdgeSettings::cloud() });
        let usual = SceneFile::default().kind("edge").unwrap();
        assert_eq!(usual, Some(SceneKind::Edge(EdgeSettings::default())));
        assert_eq!(SceneFile::default().kind("natural").unwrap(), None);
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = |text: &str| SceneFile::parse(text).unwrap_err();
        assert!(wrong("[cloud_edge]\nangel_deg = 3\n").contains("angel_deg"));
        assert!(wrong("[uniforms]\n").contains("uniforms"));
        assert!(wrong("[polarisation]\ndegree = 1.5\n").contains("polarisation.degree: needed 0 to 1, found 1.5"));
        let moon = SceneFile::parse("[moon]\nphase_deg = 20\n").unwrap();
        assert!(moon.kind("edge").unwrap_err().to_string().contains("needed settings of edge, found those of moon"));
    }
}
