//! A natural scene as every detector sees it: made-up ground and clouds, a pass, the air, the optics.

mod calibrated_bands;
mod exact_places;
mod geometry;
mod posts;
mod sampling;
mod settings;
#[cfg(test)]
mod tests;
mod truth;

use std::ops::Range;

use nalgebra::Vector3;
use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;

pub use calibrated_bands::CalibratedBands;
pub use settings::{NaturalError, NaturalSettings};
pub use truth::{BandTruth, GridTruth, NaturalTruth};

use self::geometry::LineNodes;
use self::sampling::{BandLight, Sampler};
use super::atmosphere::{BandAir, Illumination, scattering_plane_angle};
use super::flight::{Flight, REACH_LINES};
use super::optics::{BandTransfer, PointSpread};
use super::radiance_source::{RadianceError, RadianceSource, ScenePolarisation};
use super::scene::{END_MEMBERS, EndMembers, Ground, SceneFrame};
use crate::earth::{
    ASTRONOMICAL_UNIT_M, EarthOrientationTable, GroundPoint, cartesian_from_geodetic, direction_in_sky, itrf_from_gcrs,
    sun_seen_in_gcrs_m,
};
use crate::instrument::{BandModel, InstrumentModel, TdiStages};
use crate::supervision::Supervision;
use crate::units::Angle;

/// Lines made at once.
const CHUNK_LINES: usize = 32;
/// Lines of a block of all bands up to which every part of the ground is made once.
const BLOCK_LINES: f64 = 128.0;
/// Bytes of tiles kept at most where nobody says otherwise: with the arrays of VENµS 1.3 GB are enough to make every part of the ground once.
const MOST_CACHE_BYTES: u64 = 1_700_000_000;

/// Smear that the kernel of a pixel still holds, with what optics and pixel spread on either side of it.
const MOST_SMEARED_PIXELS: f64 = 3.0;

/// A natural scene, ready to be looked at. Nothing is stored but what is being looked at; the same settings, instrument and seed give the same
/// radiances to the bit, whatever lines are asked for and on any number of threads.
pub struct NaturalScene {
    settings: NaturalSettings,
    seed: u64,
    flight: Flight,
    ground: Ground,
    bands: Vec<Band>,
    lines: usize,
    columns: usize,
    /// What the ground's parts are kept within.
    cache_bytes: u64,
    /// Towards the Sun over the frame's origin: along, across, up.
    sun: [f64; 3],
}

/// What is particular to a band.
struct Band {
    name: String,
    members: [f32; END_MEMBERS],
    air: BandAir,
    illumination: Illumination,
    polarisation: ScenePolarisation,
    transfer: BandTransfer,
    spread: PointSpread,
    stages: TdiStages,
    light: BandLight,
}

impl NaturalScene {
    /// Makes a scene of `lines` lines ready.
    ///
    /// `calibrated` replaces figures of the instrument; `table` is the Earth's orientation, from which Sun and frames follow.
    ///
    /// # Errors
    /// [`NaturalError`]: a setting that names itself, a flight without a view, a Sun below the horizon.
    pub fn new(
        instrument: &InstrumentModel,
        members: &EndMembers,
        settings: &NaturalSettings,
        lines: usize,
        calibrated: &CalibratedBands,
        table: &EarthOrientationTable,
        seed: u64,
    ) -> Result<Self, NaturalError> {
        let stages = settings.stages(instrument)?;
        let flight = Flight::new(instrument, &settings.flight, lines, calibrated.viewing.as_deref(), table, seed)?;
        let columns = instrument.camera.columns.value;
        let middle = [0.5 * (lines as f64 - 1.0), 0.5 * (columns as f64 - 1.0)];
        let frame = frame_of(&flight, middle)?;
        let sun = sun_over(&flight, frame.centre(), table)?;
        let [sun_north, sun_east] = [sun.0.y, sun.0.x];
        let [along, across] = frame.axes_from_north_east([sun_north, sun_east]);
        let cache_bytes = working_set_bytes(&flight, &frame, middle, columns)?.min(MOST_CACHE_BYTES);
        let ground = Ground::new(&settings.scene, seed, frame, [along, across, sun.0.z], cache_bytes)?;
        let mut bands = Vec::with_capacity(instrument.bands.len());
        for (place, (model, stages)) in instrument.bands.iter().zip(stages).enumerate() {
            let illumination = illumination(&flight, place, middle, &sun)?;
            let (irradiance, members) = calibrated.spectrum(instrument, place, members)?;
            let figures = [model.centre_nm, model.rayleigh_optical_depth, irradiance];
            let air = BandAir::new(&settings.atmosphere, figures, &illumination)?;
            let transfer = transfer_of(instrument, model, stages, &flight)?;
            let to_flight = direction_of_flight(&flight, place, middle)?;
            let angle = scattering_plane_angle(illumination.to_sun(), illumination.to_sensor(), to_flight);
            bands.push(Band {
                name: model.name.clone(),
                // Of a ground that is half soil and half vegetation.
                polarisation: ScenePolarisation {
                    degree: air.polarisation(0.5 * f64::from(members[0] + members[1])),
                    angle: Angle::from_radians(angle),
                },
                light: BandLight::new(&air, &illumination, settings.scene.clouds.as_ref()),
                spread: PointSpread::new(&transfer),
                members,
                air,
                illumination,
                transfer,
                stages,
            });
        }
        Ok(Self {
            settings: settings.clone(),
            seed,
            flight,
            ground,
            bands,
            lines,
            columns,
            cache_bytes,
            sun: [along, across, sun.0.z],
        })
    }

    /// The same scene with its parts kept within `cache_bytes`; with less than what lies between its arrays it takes longer, and nothing else.
    #[must_use]
    pub fn within(mut self, cache_bytes: u64) -> Self {
        self.cache_bytes = self.cache_bytes.min(cache_bytes);
        self.ground.keep_within(self.cache_bytes);
        self
    }

    /// The pass.
    pub fn flight(&self) -> &Flight {
        &self.flight
    }

    /// The ground and the clouds.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// TDI stages of each band.
    pub fn stages(&self) -> impl Iterator<Item = TdiStages> + '_ {
        self.bands.iter().map(|band| band.stages)
    }

    /// The place on the ground that a band's pixel sees at its middle, by the exact models of location and relief, the pass not averaged over TDI stages.
    ///
    /// # Errors
    /// [`NaturalError::Flight`] beyond the pass.
    pub fn place_on_ground(&self, band: usize, line: f64, column: f64) -> Result<GroundPoint, NaturalError> {
        let [mut low, mut high] = self.ground.height_range_m();
        // The sight comes from above: the highest crossing by halving, which has no trouble with any slope below the sight's own.
        let over = |height_m: f64| -> Result<f64, NaturalError> {
            let place = self.flight.place(band, line, column, height_m)?;
            Ok(height_m - self.ground.height_at(self.ground.frame().cells_of(place)))
        };
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if over(middle)? > 0.0 { high = middle } else { low = middle }
        }
        Ok(self.flight.place(band, line, column, f64::midpoint(low, high))?)
    }

    /// Date of a line in seconds from the middle of the image.
    fn time_s(&self, line: f64) -> f64 {
        (line - 0.5 * (self.lines as f64 - 1.0)) * self.flight.line_time_s
    }

    /// Cells, along and across, by which the way to the Sun goes on over a metre of height at a place in cells: the vertical turns by the Earth's curvature
    /// from the frame's origin to there.
    fn sun_slope(&self, cells: [f64; 2]) -> [f64; 2] {
        const RADIUS_M: f64 = 6_371_008.8;
        let cell_m = self.ground.frame().cell_m();
        let turn = cells.map(|cell| cell * cell_m / RADIUS_M);
        let [along, across, up] = self.sun;
        let local_up = up + turn[0] * along + turn[1] * across;
        let per_m = 1.0 / (local_up * cell_m);
        [(along - up * turn[0]) * per_m, (across - up * turn[1]) * per_m]
    }

    /// The nearest line that the pass knows.
    fn within_reach(&self, line: f64) -> f64 {
        line.clamp(-(REACH_LINES as f64), (self.lines + REACH_LINES) as f64)
    }
}

impl RadianceSource for NaturalScene {
    fn bands(&self) -> usize {
        self.bands.len()
    }

    fn lines(&self) -> usize {
        self.lines
    }

    fn columns(&self) -> usize {
        self.columns
    }

    /// See [`RadianceSource::radiance`]. Lines more than [`REACH_LINES`] before or after the image repeat the outermost one. Ask for blocks of at
    /// most 128 lines in growing order, all bands of a block before the next block, and every part of the ground is made once.
    fn radiance(
        &self,
        band: usize,
        lines: Range<i64>,
        radiance: &mut [f32],
        supervision: &Supervision,
    ) -> Result<(), RadianceError> {
        let own = self.bands.get(band).ok_or(RadianceError::NoBand { bands: self.bands.len(), found: band })?;
        if self.columns == 0 || lines.is_empty() {
            return Ok(());
        }
        radiance.par_chunks_mut(CHUNK_LINES * self.columns).enumerate().try_for_each(|(chunk, radiance)| {
            let first = lines.start + (chunk * CHUNK_LINES) as i64;
            let count = radiance.len() / self.columns;
            let nodes = LineNodes::new(self, band, first, count, supervision)?;
            Ok(Sampler::new(self, own, &nodes).fill(first, radiance, supervision)?)
        })
    }

    fn polarisation(&self, band: usize) -> ScenePolarisation {
        self.bands.get(band).map_or(ScenePolarisation::NONE, |band| band.polarisation)
    }
}

/// The scene's frame: around the middle of what all bands see, one axis along the flight, cells a third of a detector's ground.
fn frame_of(flight: &Flight, [line, column]: [f64; 2]) -> Result<SceneFrame, NaturalError> {
    let middle = flight.truth.arrays.len() / 2;
    let centre = flight.place(middle, line, column, 0.0)?;
    // Heading north first, to see where the flight goes.
    let level = SceneFrame::new(centre, 0.0, 1.0);
    let at = |line: f64, column: f64| Ok::<_, NaturalError>(level.cells_of(flight.place(middle, line, column, 0.0)?));
    let (before, after) = (at(line - 50.0, column)?, at(line + 50.0, column)?);
    let (left, right) = (at(line, column - 0.5)?, at(line, column + 0.5)?);
    let along = [after[0] - before[0], after[1] - before[1]];
    let (along_m, across_m) = (along[0].hypot(along[1]) / 100.0, (right[0] - left[0]).hypot(right[1] - left[1]));
    // A side-slither has detectors along the flight: the smaller of both, if there is one.
    let sampling = if across_m > 0.0 { along_m.min(across_m) } else { along_m };
    Ok(SceneFrame::new(centre, along[1].atan2(along[0]), sampling / super::optics::FINE as f64))
}

/// Bytes of the cells that lie between the foremost and the hindmost array over a block of lines, with a tile to spare on each side.
fn working_set_bytes(
    flight: &Flight,
    frame: &SceneFrame,
    [line, column]: [f64; 2],
    columns: usize,
) -> Result<u64, NaturalError> {
    let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for band in 0..flight.truth.arrays.len() {
        for column in [0.0, column, columns as f64 - 1.0] {
            let cells = frame.cells_of(flight.place(band, line, column, 0.0)?);
            least = [0, 1].map(|axis| least[axis].min(cells[axis]));
            most = [0, 1].map(|axis| most[axis].max(cells[axis]));
        }
    }
    let block = BLOCK_LINES * super::optics::FINE as f64;
    let [along, across] = [0, 1].map(|axis| most[axis] - least[axis] + 3.0 * 128.0);
    // Six bytes a cell at most, an eighth of the cache for heights and clouds.
    Ok(((along + block) * across * 6.0 * 8.0 / 7.0) as u64)
}

/// The transfer of a band, whose kernel must hold the smear.
fn transfer_of(
    instrument: &InstrumentModel,
    band: &BandModel,
    stages: TdiStages,
    flight: &Flight,
) -> Result<BandTransfer, NaturalError> {
    let transfer = BandTransfer::new(instrument, band.centre_nm, stages, flight.image_motion);
    let smeared = transfer.smeared_pixels();
    if smeared > MOST_SMEARED_PIXELS {
        let [along, across] = flight.image_motion;
        return Err(NaturalError::Smear {
            band: band.name.clone(),
            most: MOST_SMEARED_PIXELS,
            found: format!(
                "{smeared:.2}: {} stages of an image that goes {along:.3} pixels along and {across:.3} across in a line time",
                stages.0
            ),
        });
    }
    Ok(transfer)
}

/// Unit vector to the Sun (east, north, up), its zenith and azimuth, and its distance in astronomical units.
type Sun = (Vector3<f64>, [f64; 2], f64);

fn sun_over(flight: &Flight, place: GroundPoint, table: &EarthOrientationTable) -> Result<Sun, NaturalError> {
    let epoch = flight.truth.reference;
    let orientation = table.at(epoch).map_err(|error| NaturalError::Sun(error.to_string()))?;
    let sun = itrf_from_gcrs(epoch, &orientation) * sun_seen_in_gcrs_m(epoch);
    let seen = direction_in_sky(cartesian_from_geodetic(place), place.latitude, place.longitude, sun);
    let (zenith, azimuth) = (seen.zenith_rad, seen.azimuth_rad);
    if zenith.to_degrees() > 85.0 {
        let found = format!("one {:.1} degrees from the zenith", zenith.to_degrees());
        return Err(NaturalError::Sun(format!("needed a Sun at most 85 degrees from the zenith, found {found}")));
    }
    let towards = Vector3::new(zenith.sin() * azimuth.sin(), zenith.sin() * azimuth.cos(), zenith.cos());
    Ok((towards, [zenith, azimuth], sun.norm() / ASTRONOMICAL_UNIT_M))
}

fn illumination(
    flight: &Flight,
    band: usize,
    [line, column]: [f64; 2],
    sun: &Sun,
) -> Result<Illumination, NaturalError> {
    let ground = flight.place(band, line, column, 0.0)?;
    let (foot, over) =
        (cartesian_from_geodetic(ground), cartesian_from_geodetic(flight.place(band, line, column, 9_000.0)?));
    let seen = direction_in_sky(foot, ground.latitude, ground.longitude, over);
    Ok(Illumination {
        sun_zenith_rad: sun.1[0],
        sun_azimuth_rad: sun.1[1],
        view_zenith_rad: seen.zenith_rad,
        view_azimuth_rad: seen.azimuth_rad,
        sun_distance_au: sun.2,
    })
}

/// Where the view of a band goes on the ground from line to line: east, north, up.
fn direction_of_flight(flight: &Flight, band: usize, [line, column]: [f64; 2]) -> Result<Vector3<f64>, NaturalError> {
    let level = SceneFrame::new(flight.place(band, line, column, 0.0)?, 0.0, 1.0);
    let [north, east] = level.cells_of(flight.place(band, line + 50.0, column, 0.0)?);
    Ok(Vector3::new(east, north, 0.0).normalize())
}
