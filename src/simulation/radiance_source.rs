//! The contract between what is seen and what detects it: radiance of every detector, block of lines by block of lines.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::instrument::radiometry::PolarisationSensitivity;
use crate::supervision::{Cancelled, Supervision};
use crate::units::Angle;

/// Why a radiance cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RadianceError {
    /// The user has cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A band that the scene does not have.
    #[error("radiance of a scene: needed a band from 0 to {}, found {found}", bands.saturating_sub(1))]
    NoBand {
        /// Bands of the scene.
        bands: usize,
        /// What was asked for.
        found: usize,
    },
}

/// Something to look at, as the detectors of an instrument see it.
pub trait RadianceSource: Sync {
    /// Bands, in the instrument's order.
    fn bands(&self) -> usize;

    /// Lines of the image.
    fn lines(&self) -> usize;

    /// Columns of every array.
    fn columns(&self) -> usize;

    /// Radiance (W·m⁻²·sr⁻¹·µm⁻¹) that each detector integrates: after atmosphere, optics, pixel and TDI, before polarisation.
    ///
    /// `lines` may reach beyond 0..`lines()` on both sides, as stray light and remanence ask for; `radiance` takes them line by line, each of
    /// `columns()` figures. The figures of a line do not depend on the other lines asked for with it.
    ///
    /// # Errors
    /// [`RadianceError`] for a band that the scene does not have, and once the user has cancelled.
    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), RadianceError>;

    /// How the scene's light is polarised in a band: one figure for the whole scene.
    fn polarisation(&self, band: usize) -> ScenePolarisation;
}

/// Linear polarisation of the light of a scene.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScenePolarisation {
    /// Degree P, 0 to 1.
    pub degree: f64,
    /// Angle χ from the detector's vertical, clockwise when facing the light, as [`PolarisationSensitivity::angle`] counts.
    pub angle: Angle,
}

impl ScenePolarisation {
    /// Light that is not polarised.
    pub const NONE: Self = Self { degree: 0.0, angle: Angle::from_radians(0.0) };

    /// What a band's sensitivity makes of it: p = PS·P·cos 2(χ − Φ), by which the radiance seems greater (`radiometry.md` §2.17).
    pub fn term(self, sensitivity: PolarisationSensitivity) -> f64 {
        let between = self.angle.radians() - sensitivity.angle.radians();
        sensitivity.ratio * self.degree * (2.0 * between).cos()
    }
}
