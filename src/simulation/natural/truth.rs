//! What a natural scene was made of, for whoever holds a result against it.

use serde::Serialize;

use super::{NaturalError, NaturalScene, NaturalSettings};
use crate::instrument::TdiStages;
use crate::simulation::atmosphere::{BandAir, Illumination};
use crate::simulation::flight::BandRegistration;
use crate::simulation::optics::BandTransfer;
use crate::simulation::radiance_source::ScenePolarisation;
use crate::simulation::scene::LatticeWindow;
use crate::simulation::scene::POST_CELLS;

/// Everything that is known of a scene; small whatever the number of lines but for its grids. Orbit and attitude are those of
/// [`super::NaturalScene::flight`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NaturalTruth {
    /// That nothing of it was seen by anyone.
    pub note: &'static str,
    /// Every setting.
    pub settings: NaturalSettings,
    /// The seed.
    pub seed: u64,
    /// Lines of the image.
    pub lines: usize,
    /// Columns of the image.
    pub columns: usize,
    /// Phase of the mission.
    pub phase: String,
    /// Line time, microseconds.
    pub line_time_us: f64,
    /// Line time with which the ground goes on by a detector, microseconds.
    pub matched_line_time_us: f64,
    /// By band.
    pub bands: Vec<BandTruth>,
    /// Longitude of the scene frame's origin, degrees.
    pub frame_longitude_deg: f64,
    /// Latitude of it, degrees.
    pub frame_latitude_deg: f64,
    /// Side of a cell of the ground, metres.
    pub cell_m: f64,
    /// Heights of the ground above the ellipsoid, metres.
    pub relief: GridTruth,
    /// Opacity of the clouds at the middle of the image; none under a clear sky.
    pub clouds: Option<GridTruth>,
    /// Where each band sees what the first band sees.
    pub registration: BandRegistration,
}

/// What is known of a band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandTruth {
    /// Its name.
    pub name: String,
    /// TDI stages.
    pub tdi_stages: TdiStages,
    /// Reflectances of soil, vegetation, water and bright surfaces.
    pub reflectances: [f32; 4],
    /// The air.
    pub air: BandAir,
    /// Sun and view.
    pub illumination: Illumination,
    /// Polarisation of the light.
    pub polarisation: ScenePolarisation,
    /// Modulation transfer, by its parts.
    pub transfer: BandTransfer,
    /// Transfer at half a cycle a pixel along and across, of the kernel that was used.
    pub transfer_at_nyquist: [f64; 2],
}

/// A grid in the scene's frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridTruth {
    /// Cells along and across from the frame's origin to the first node.
    pub first_cell: [f64; 2],
    /// Cells between nodes.
    pub step_cells: f64,
    /// Longitude and latitude of the first node, of the last one of the first line, and of the first of the last line, degrees.
    pub corners_deg: [[f64; 2]; 3],
    /// Nodes along and across.
    pub size: [usize; 2],
    /// Figures, line by line.
    pub values: Vec<f32>,
}

impl NaturalScene {
    /// What the scene was made of. Grids have a node every `step_posts` posts of the relief (of eight cells, 14 m for VENµS), the registration one every
    /// `step_pixels` lines and columns.
    ///
    /// # Errors
    /// [`NaturalError::Flight`], which a scene that was made has none of.
    pub fn truth(&self, step_posts: usize, step_pixels: usize) -> Result<NaturalTruth, NaturalError> {
        let step = step_pixels.max(1);
        let registration =
            self.flight.registration(0, [step, step], |line, column| self.place_on_ground(0, line, column).ok())?;
        let window = self.footprint(step_posts.max(1))?;
        let frame = self.ground.frame();
        let bands = self.bands.iter().map(|band| BandTruth {
            name: band.name.clone(),
            tdi_stages: band.stages,
            reflectances: band.members,
            air: band.air,
            illumination: band.illumination,
            polarisation: band.polarisation,
            transfer: band.transfer.clone(),
            transfer_at_nyquist: [band.spread.transfer(0.5, 0.0), band.spread.transfer(0.0, 0.5)],
        });
        let clouds = self.ground.cloud_height_m().is_some();
        Ok(NaturalTruth {
            note: "SYNTHETIC: a simulated scene",
            settings: self.settings.clone(),
            seed: self.seed,
            lines: self.lines,
            columns: self.columns,
            phase: self.flight.phase.clone(),
            line_time_us: self.flight.line_time_s * 1e6,
            matched_line_time_us: self.flight.matched_line_time_s * 1e6,
            bands: bands.collect(),
            frame_longitude_deg: frame.centre().longitude_deg(),
            frame_latitude_deg: frame.centre().latitude_deg(),
            cell_m: frame.cell_m(),
            relief: self.grid(window, step_posts.max(1), |cells| self.ground.height_at(cells)),
            clouds: clouds.then(|| self.grid(window, step_posts.max(1), |cells| self.ground.cloud_at(cells, 0.0))),
            registration,
        })
    }

    /// The posts, every `step`th of them, that the image of any band touches.
    fn footprint(&self, step: usize) -> Result<LatticeWindow, NaturalError> {
        let mut places = Vec::new();
        let [low, high] = self.ground.height_range_m();
        for band in 0..self.bands.len() {
            for line in [0.0, self.lines as f64 - 1.0] {
                for column in [0.0, 0.5 * (self.columns as f64 - 1.0), self.columns as f64 - 1.0] {
                    for height in [low, high] {
                        let place = self.flight.place(band, line, column, height)?;
                        places.push(self.ground.frame().cells_of(place));
                    }
                }
            }
        }
        Ok(super::posts::window_around(places.into_iter(), f64::from(POST_CELLS) * step as f64))
    }

    fn grid(&self, window: LatticeWindow, step: usize, figure: impl Fn([f64; 2]) -> f64) -> GridTruth {
        let step_cells = f64::from(POST_CELLS) * step as f64;
        let cells = |line: usize, column: usize| {
            [
                (f64::from(window.line) + line as f64) * step_cells,
                (f64::from(window.column) + column as f64) * step_cells,
            ]
        };
        let mut values = Vec::with_capacity(window.nodes());
        for line in 0..window.lines {
            values.extend((0..window.columns).map(|column| figure(cells(line, column)) as f32));
        }
        let corner = |line: usize, column: usize| {
            let place = self.ground.frame().place_of(cells(line, column));
            [place.longitude_deg(), place.latitude_deg()]
        };
        GridTruth {
            first_cell: cells(0, 0),
            step_cells,
            corners_deg: [corner(0, 0), corner(0, window.columns - 1), corner(window.lines - 1, 0)],
            size: [window.lines, window.columns],
            values,
        }
    }
}
