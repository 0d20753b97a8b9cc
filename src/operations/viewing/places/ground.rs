//! The ground, opened: a constant height, or the surface of an elevation model.

use super::choice::{GROUND_HEIGHTS_M, GroundChoice, HeightsAbove};
use crate::operations::OperationError;
use crate::operations::location::{GeoidRequest, Surface, SurfaceRequest};
use crate::supervision::Supervision;

/// The ground that lines of sight meet; shared by threads (`Arc`), its tiles are kept between questions.
pub struct Ground {
    choice: GroundChoice,
    surface: Surface,
}

impl Ground {
    /// Opens the ground that was chosen; of an elevation model only where its nodes lie is read.
    ///
    /// # Errors
    /// [`OperationError`] for a height that is none of the Earth's, for what is no elevation model, and for one whose files do not say what their
    /// heights are counted from where nobody else does.
    pub fn open(choice: &GroundChoice, supervision: &Supervision) -> Result<Self, OperationError> {
        supervision.check()?;
        let surface = match choice {
            GroundChoice::HeightM(height_m) => {
                let [lowest, highest] = GROUND_HEIGHTS_M;
                if !(lowest..=highest).contains(height_m) {
                    return Err(OperationError::Usage(format!(
                        "the ground: needed a height from {lowest} m to {highest} m above the ellipsoid, found {height_m} m"
                    )));
                }
                Surface::at_height(*height_m)
            }
            GroundChoice::Elevation { path, heights } => {
                let geoid = match heights {
                    HeightsAbove::AsFilesSay => None,
                    HeightsAbove::Ellipsoid => Some(GeoidRequest::Ellipsoid),
                    HeightsAbove::Egm96 => Some(GeoidRequest::Egm96),
                };
                Surface::open(&SurfaceRequest { dem: vec![path.clone()], geoid, height_m: None })?
            }
        };
        Ok(Self { choice: choice.clone(), surface })
    }

    /// What was chosen.
    pub fn choice(&self) -> &GroundChoice {
        &self.choice
    }

    /// The surface in words: the elevation model, its datum and what its heights are counted from; or the height.
    pub fn description(&self) -> String {
        match &self.choice {
            GroundChoice::HeightM(_) => format!("{}, a constant height that was chosen", self.choice.words()),
            GroundChoice::Elevation { .. } => self.surface.facts().description,
        }
    }

    pub(super) fn surface(&self) -> &Surface {
        &self.surface
    }
}
