//! The scene of `location_golden`: orbit, attitude, twelve staggered detectors, and the relief that the peer saw.

use std::path::Path;

use nalgebra::{Quaternion, UnitQuaternion, Vector3};
use viq::earth::terrain::{ElevationReadError, ElevationSource, GridFrame, HeightRange, NodeGrid};
use viq::earth::{EarthOrientationTable, Epoch, PrecessionModel, TimeScale, epoch_from_text, parse_earth_orientation};
use viq::instrument::location::ImageSize;
use viq::instrument::pushbroom::{
    Acquisition, AcquisitionModel, ArrayDescription, AttitudeData, AttitudeInterpolation, AttitudeSample, Corrections,
    LineDating, OrbitSample, OrbitSamples, PushbroomArray, ReferenceFrame,
};

/// Columns of one detector.
pub(crate) const COLUMNS: usize = 2592;
/// Detectors.
pub(crate) const DETECTORS: usize = 12;
/// Lines of the scene.
pub(crate) const LINES: usize = 8000;

/// Rows of numbers of a CSV file, its header left out.
pub(crate) fn numbers(path: &Path) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(|field| field.trim().parse().unwrap()).collect()).collect()
}

/// The Earth orientation that the peer used.
pub(crate) fn orientation(folder: &Path) -> EarthOrientationTable {
    let path = folder.join("../rugged/orekit-data/eopc04_08_IAU2000.12");
    let text = std::fs::read_to_string(&path).unwrap();
    parse_earth_orientation("eopc04_08_IAU2000.12", &text).unwrap()
}

pub(crate) fn reference() -> Epoch {
    epoch_from_text("2012-01-07T10:00:16.000", TimeScale::UTC).unwrap()
}

/// The acquisition as the peer's files give it.
pub(crate) fn acquisition(folder: &Path, corrections: Corrections) -> Acquisition {
    let samples = numbers(&folder.join("golden_ephemeris.csv"))
        .iter()
        .map(|row| OrbitSample {
            time_s: row[0],
            position_m: Vector3::new(row[1], row[2], row[3]),
            velocity_m_s: Vector3::new(row[4], row[5], row[6]),
        })
        .collect();
    let attitude = numbers(&folder.join("golden_attitude.csv"))
        .iter()
        .map(|row| AttitudeSample {
            time_s: row[0],
            // Orekit's rotation with (q0, q) applied to a vector is the usual one with (q0, −q); it takes inertial to spacecraft, so that
            // spacecraft to inertial is (q0, q) in the usual sense.
            frame_from_body: UnitQuaternion::from_quaternion(Quaternion::new(row[1], row[2], row[3], row[4])),
        })
        .collect();
    Acquisition {
        reference: reference(),
        orbit: OrbitSamples { frame: ReferenceFrame::Eme2000, samples, interpolation_samples: 6 },
        attitude: AttitudeData::Samples {
            frame: ReferenceFrame::Eme2000,
            samples: attitude,
            interpolation: AttitudeInterpolation::GreatArcs,
            greatest_gap_s: 1.0,
        },
        corrections,
        arrays: (0..DETECTORS).map(detector).collect(),
        remarks: Vec::new(),
    }
}

/// A detector of the peer's bench: staggered by ±1.1°, 98 pixels of overlap, a small distortion.
pub(crate) fn detector(number: usize) -> ArrayDescription {
    let pitch = (10.0_f64 / 786_000.0).atan();
    let half = 0.5 * DETECTORS as f64 * (COLUMNS - 98) as f64 * pitch;
    let along = if number.is_multiple_of(2) { 1.1_f64 } else { -1.1 }.to_radians();
    let directions = (0..COLUMNS)
        .map(|column| {
            let y = -half + (number * (COLUMNS - 98) + column) as f64 * pitch;
            [along.tan() + 1e-4 * y * y, (y * (1.0 + 2e-3 * y * y)).tan(), 1.0]
        })
        .collect();
    ArrayDescription {
        name: format!("D{number}"),
        band: "P".to_owned(),
        size: ImageSize { lines: LINES, columns: COLUMNS },
        dating: LineDating::Regular { line: 4000.0, time_s: 0.0, period_s: 1.5e-3 },
        mounting: Vec::new(),
        lever_arm_in_body_m: Vector3::new(1.5, 0.0, -0.2),
        directions,
    }
}

/// The twelve arrays with light time and aberration, with refraction or without.
pub(crate) fn arrays(folder: &Path, refraction: bool) -> Vec<PushbroomArray> {
    let corrections = Corrections { light_time: true, aberration: true, refraction };
    let acquisition = acquisition(folder, corrections);
    AcquisitionModel::build(&acquisition, &orientation(folder), PrecessionModel::Iau2006, corrections).unwrap().arrays
}

/// The SRTM tile repeated in every degree, mirrored in alternate ones.
pub(crate) struct MirroredTile {
    grid: NodeGrid,
    heights: Vec<i16>,
}

/// Nodes along a side of the tile.
const SIDE: usize = 1201;
const SOUTH: i64 = 42;
const WEST: i64 = 6;
const DEGREES_NORTH: usize = 5;
const DEGREES_EAST: usize = 10;

impl MirroredTile {
    pub(crate) fn read(folder: &Path) -> Self {
        let bytes = std::fs::read(folder.join("N44E005.hgt")).unwrap();
        let heights: Vec<i16> = bytes.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]])).collect();
        assert_eq!(heights.len(), SIDE * SIDE);
        let step = (1.0_f64 / 1200.0).to_radians();
        let grid = NodeGrid {
            frame: GridFrame::Geographic,
            first_x: (WEST as f64).to_radians(),
            first_y: (SOUTH as f64).to_radians(),
            step_x: step,
            step_y: step,
            rows: DEGREES_NORTH * 1200 + 1,
            columns: DEGREES_EAST * 1200 + 1,
        };
        Self { grid, heights }
    }

    fn height(&self, row: usize, column: usize) -> f64 {
        // The last node of a degree is the first of the next, which its mirror image agrees to.
        let fold = |node: usize, first_degree: i64| {
            let degree = first_degree + (node / 1200) as i64;
            let within = node % 1200;
            if degree.rem_euclid(2) == 0 { within } else { 1200 - within }
        };
        let from_south = fold(row, SOUTH);
        let from_west = fold(column, WEST);
        f64::from(self.heights[(1200 - from_south) * SIDE + from_west])
    }
}

impl ElevationSource for MirroredTile {
    fn grid(&self) -> &NodeGrid {
        &self.grid
    }

    fn description(&self) -> String {
        "N44E005, mirrored".to_owned()
    }

    fn height_range(&self) -> HeightRange {
        HeightRange { least_m: 0.0, greatest_m: 3000.0 }
    }

    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        for row in 0..rows {
            for column in 0..columns {
                heights_m[row * columns + column] = self.height(first_row + row, first_column + column);
            }
        }
        Ok(())
    }
}
