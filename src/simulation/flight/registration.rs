//! Where each band sees what another one sees.

use serde::Serialize;

use super::pass::{Flight, REACH_LINES, model};
use super::settings::FlightError;
use crate::earth::GroundPoint;
use crate::instrument::location::{ImagePoint, LocationModel as _};
use crate::instrument::pushbroom::LineDating;

/// Positions in every band of places that a reference band sees at the nodes of a grid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandRegistration {
    /// Bands by name, in the instrument's order.
    pub bands: Vec<String>,
    /// Place of the reference band among them.
    pub reference: usize,
    /// Nodes, line by line.
    pub nodes: Vec<RegistrationNode>,
}

impl BandRegistration {
    /// The node at a line and column of the reference band, if there is one.
    pub fn node(&self, line: f64, column: f64) -> Option<&RegistrationNode> {
        self.nodes.iter().find(|node| (node.line - line).abs() < 0.5 && (node.column - column).abs() < 0.5)
    }
}

/// One node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegistrationNode {
    /// Line in the reference band; it may lie outside the image where another band's image is.
    pub line: f64,
    /// Column in the reference band.
    pub column: f64,
    /// Height of the ground there, metres above the ellipsoid.
    pub height_m: f64,
    /// Line and column in each band; none where the band's pass does not reach.
    pub seen_at: Vec<Option<[f64; 2]>>,
}

impl Flight {
    /// Where every band sees the ground that a reference band sees every `step` lines and columns, exactly by the models of location. `on_ground` gives the place on
    /// the ground that a pixel of the reference band sees, or none.
    ///
    /// # Errors
    /// [`FlightError::Model`], which a flight that was made has none of.
    pub fn registration(
        &self,
        reference: usize,
        step: [usize; 2],
        on_ground: impl Fn(f64, f64) -> Option<GroundPoint>,
    ) -> Result<BandRegistration, FlightError> {
        // The same pass with longer images, so that places that a band saw before or after its image are found as well.
        let mut longer = self.truth.clone();
        let more = REACH_LINES / 2 + self.span_lines as usize;
        for array in &mut longer.arrays {
            array.size.lines += 2 * more;
            if let LineDating::Regular { line, .. } = &mut array.dating {
                *line += more as f64;
            }
        }
        let models = model(&longer, &self.table)?.arrays;
        let size = self.truth.arrays.get(reference).map(|array| array.size);
        let size = size.ok_or_else(|| FlightError::Model(format!("no band {reference}")))?;
        let mut nodes = Vec::new();
        for line in (0..size.lines).step_by(step[0].max(1)) {
            for column in (0..size.columns).step_by(step[1].max(1)) {
                let (line, column) = (line as f64, column as f64);
                let Some(place) = on_ground(line, column) else { continue };
                let seen_at = models.iter().map(|array| {
                    let ImagePoint { line, column } = array.image_of(place).ok()?;
                    Some([line - more as f64, column])
                });
                nodes.push(RegistrationNode { line, column, height_m: place.height_m, seen_at: seen_at.collect() });
            }
        }
        let bands = self.truth.arrays.iter().map(|array| array.band.clone()).collect();
        Ok(BandRegistration { bands, reference, nodes })
    }
}
