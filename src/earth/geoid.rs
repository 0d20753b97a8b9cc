//! The geoid: how high mean sea level lies above the ellipsoid, from a grid of undulations.

use super::{GroundPoint, longitude_difference};

mod compact;
mod gtx;

/// No undulation on the Earth is larger (EGM96: −107 m to 85 m).
const MOST_UNDULATION_M: f32 = 200.0;

/// Rounding in the last digits puts no outermost node outside; in grid steps.
const ROUNDING: f64 = 1e-9;

/// A grid of undulations that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("geoid {name}: needed {needed}, found {found}")]
pub struct GeoidError {
    /// The geoid.
    pub name: String,
    /// What was needed.
    pub needed: String,
    /// What was found.
    pub found: String,
}

/// Where the nodes of a geoid grid lie; in degrees on WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoidNodes {
    /// Longitude of the first column.
    pub first_longitude_deg: f64,
    /// Latitude of the first row.
    pub first_latitude_deg: f64,
    /// From one column to the next, positive to the east.
    pub longitude_step_deg: f64,
    /// From one row to the next; negative when the first row is the northernmost.
    pub latitude_step_deg: f64,
    /// Rows of nodes.
    pub rows: usize,
    /// Columns of nodes.
    pub columns: usize,
}

/// Heights of the geoid above WGS 84, bilinear between the nodes of a grid.
///
/// A grid that goes round the Earth has no seam, and reaches the poles when its last row is within half a step of them; a regional one ends.
#[derive(Clone)]
pub struct GeoidGrid {
    name: String,
    nodes: GeoidNodes,
    /// Columns once round the Earth; none for a regional grid.
    around: Option<usize>,
    undulations_m: Vec<f32>,
}

impl std::fmt::Debug for GeoidGrid {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("GeoidGrid")
            .field("name", &self.name)
            .field("nodes", &self.nodes)
            .finish_non_exhaustive()
    }
}

impl GeoidGrid {
    /// A geoid from the undulations of its nodes in metres, row by row; not-a-number where there is none.
    ///
    /// # Errors
    /// [`GeoidError`] for fewer than two rows or columns, another number of undulations, steps or places that no grid on the Earth has, and
    /// undulations beyond ±200 m.
    pub fn new(name: &str, nodes: GeoidNodes, undulations_m: Vec<f32>) -> Result<Self, GeoidError> {
        let refused =
            |needed: &str, found: String| Err(GeoidError { name: name.to_owned(), needed: needed.to_owned(), found });
        let GeoidNodes {
            first_longitude_deg,
            first_latitude_deg,
            longitude_step_deg,
            latitude_step_deg,
            rows,
            columns,
        } = nodes;
        if rows < 2 || columns < 2 || rows.checked_mul(columns) != Some(undulations_m.len()) {
            let found = format!("{rows} × {columns} nodes and {} undulations", undulations_m.len());
            return refused("at least 2 × 2 nodes with an undulation each", found);
        }
        let last_latitude = first_latitude_deg + latitude_step_deg * (rows - 1) as f64;
        // A tenth of a microdegree for origins written with few digits; a comparison with not-a-number is false.
        let is_latitude = |degrees: f64| degrees.abs() <= 90.0 + 1e-7;
        if !(is_latitude(first_latitude_deg) && is_latitude(last_latitude) && latitude_step_deg != 0.0) {
            return refused("latitudes from −90° to 90°", format!("{first_latitude_deg}° to {last_latitude}°"));
        }
        let across = longitude_step_deg * (columns - 1) as f64;
        if !(first_longitude_deg.abs() <= 360.0 && longitude_step_deg > 0.0 && across <= 360.0 + 1e-7) {
            let found = format!("{columns} columns of {longitude_step_deg}° from {first_longitude_deg}°");
            return refused("columns to the east, at most once round the Earth", found);
        }
        if let Some(wrong) = undulations_m.iter().find(|value| value.abs() > MOST_UNDULATION_M) {
            return refused("undulations within ±200 m", format!("{wrong} m"));
        }
        let columns_around = 360.0 / longitude_step_deg;
        let around = columns_around.round();
        let closes = (columns_around - around).abs() < 1e-3 && columns as f64 >= around;
        Ok(Self { name: name.to_owned(), nodes, around: closes.then_some(around as usize), undulations_m })
    }

    /// EGM96 at the nodes of a grid of 15′ (NASA/TP-1998-206861), which the program carries; at most 1 mm off the file that NGA distributes.
    ///
    /// # Errors
    /// [`GeoidError`] when the program was built with a damaged file.
    pub fn egm96() -> Result<Self, GeoidError> {
        compact::decode("EGM96 (15′)", compact::EGM96)
    }

    /// A geoid from the bytes of a GTX file (NOAA's binary format, as the PROJ project uses it): a header of 40 bytes, then undulations from the
    /// south-western corner in rows to the east, all with the highest byte first; −88.8888 stands for none.
    ///
    /// # Errors
    /// [`GeoidError`] for bytes that are no such file, or more or fewer of them than the header says.
    pub fn from_gtx(name: &str, bytes: &[u8]) -> Result<Self, GeoidError> {
        gtx::parse(name, bytes)
    }

    /// What it is called in results.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where its nodes lie.
    pub fn nodes(&self) -> &GeoidNodes {
        &self.nodes
    }

    /// Height of the geoid above WGS 84 at a place, in metres: bilinear in longitude and latitude. None outside of a regional grid and
    /// where one of the four nodes around has no value. The height of the place plays no part.
    pub fn undulation_m(&self, place: GroundPoint) -> Option<f64> {
        let GeoidNodes { first_latitude_deg, latitude_step_deg, rows, .. } = self.nodes;
        let last_row = (rows - 1) as f64;
        let row = (place.latitude_deg() - first_latitude_deg) / latitude_step_deg;
        // Towards a pole the last row of a grid of areas speaks for the cap that it rings.
        let beyond = if self.around.is_some() { 0.5 } else { 0.0 } + ROUNDING;
        if !(row >= -beyond && row <= last_row + beyond) {
            return None;
        }
        let row = row.clamp(0.0, last_row);
        let (upper_row, column) = ((row as usize).min(rows - 2), self.column_of(place.longitude)?);
        let (left, right, u) = column;
        let v = row - upper_row as f64;
        let node = |row: usize, column: usize| f64::from(self.undulations_m[row * self.nodes.columns + column]);
        let upper = node(upper_row, left) * (1.0 - u) + node(upper_row, right) * u;
        let lower = node(upper_row + 1, left) * (1.0 - u) + node(upper_row + 1, right) * u;
        let undulation = upper * (1.0 - v) + lower * v;
        (!undulation.is_nan()).then_some(undulation)
    }

    /// The columns to the west and to the east of a longitude, and the share of the way between them.
    fn column_of(&self, longitude: f64) -> Option<(usize, usize, f64)> {
        let GeoidNodes { first_longitude_deg, longitude_step_deg, columns, .. } = self.nodes;
        if let Some(around) = self.around {
            let column =
                ((longitude.to_degrees() - first_longitude_deg) / longitude_step_deg).rem_euclid(around as f64);
            if column.is_nan() {
                return None;
            }
            let left = column as usize;
            return Some((left % around, (left + 1) % around, column - left as f64));
        }
        // Counted from the middle, so that the short way round is the right one on both sides.
        let last = (columns - 1) as f64;
        let middle_deg = first_longitude_deg + 0.5 * last * longitude_step_deg;
        let offset = longitude_difference(longitude, middle_deg.to_radians()).to_degrees() / longitude_step_deg;
        let column = 0.5 * last + offset;
        if !(column >= -ROUNDING && column <= last + ROUNDING) {
            return None;
        }
        let column = column.clamp(0.0, last);
        let left = (column as usize).min(columns - 2);
        Some((left, left + 1, column - left as f64))
    }
}

#[cfg(test)]
mod tests;
