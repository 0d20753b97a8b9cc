//! The nodes of a grid, checked, and the places between them at one height.

use crate::earth::longitude_difference;

/// Nodes at equal distances along the lines or columns of the image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridAxis {
    /// Line or column of the first node; the centre of the image's first pixel is at 0.
    pub first: f64,
    /// Lines or columns from one node to the next.
    pub step: f64,
    /// Number of nodes, at least two.
    pub n: usize,
}

impl GridAxis {
    /// Line or column of the last node.
    pub fn last(self) -> f64 {
        self.first + self.step * (self.n as f64 - 1.0)
    }

    /// The cell of a place and how far in it the place lies: 0 to 1, and beyond at the outer cells, which reach on outwards.
    #[inline]
    pub(super) fn cell(self, value: f64) -> (usize, f64) {
        let position = (value - self.first) / self.step;
        let cell = (position.max(0.0) as usize).min(self.n - 2);
        (cell, position - cell as f64)
    }
}

/// Nodes of which no model can be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LocationGridError {
    /// Too few nodes, or a step that leads nowhere.
    #[error(
        "needed at least two nodes a finite, positive step apart along {axis}, found {n} nodes {step} apart from {first}"
    )]
    Axis {
        /// The axis: lines or columns.
        axis: &'static str,
        /// Its number of nodes.
        n: usize,
        /// Its step.
        step: f64,
        /// Its first node.
        first: f64,
    },
    /// Heights that are too few, not numbers, or twice the same.
    #[error("needed at least two different heights, found {0:?}")]
    Heights(Vec<f64>),
    /// Another number of places than nodes.
    #[error("needed {needed} places, found {found}")]
    Count {
        /// Lines × columns × heights.
        needed: usize,
        /// Places given.
        found: usize,
    },
    /// No cell of which all corners are known.
    #[error("needed at least one cell whose corners are all valid places, found none")]
    NoValidCell,
}

/// Places at the nodes. Longitudes are continuous over the grid, whatever side of the date line it lies on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodeCube {
    pub(super) lines: GridAxis,
    pub(super) columns: GridAxis,
    heights_m: Vec<f64>,
    /// Longitude and latitude in radians; the heights of a node stand together. NaN where a node is not valid.
    places: Vec<[f64; 2]>,
}

/// The four corners of a cell at one height: (0, 0), (0, 1), (1, 0), (1, 1) in line and column.
pub(super) struct Cell {
    corners: [[f64; 2]; 4],
}

impl Cell {
    /// The place in the cell.
    #[inline]
    pub(super) fn place(&self, line: f64, column: f64) -> [f64; 2] {
        let [a, b, c, d] = self.corners;
        let along = |k: usize| {
            let (above, below) = (a[k] + column * (b[k] - a[k]), c[k] + column * (d[k] - c[k]));
            above + line * (below - above)
        };
        [along(0), along(1)]
    }

    /// Change with line and column, each for the whole cell: `[[∂λ/∂l, ∂λ/∂c], [∂φ/∂l, ∂φ/∂c]]`.
    #[inline]
    pub(super) fn slope(&self, line: f64, column: f64) -> [[f64; 2]; 2] {
        let [a, b, c, d] = self.corners;
        let along = |k: usize| {
            let (left, right) = (c[k] - a[k], d[k] - b[k]);
            let (above, below) = (b[k] - a[k], d[k] - c[k]);
            [left + column * (right - left), above + line * (below - above)]
        };
        [along(0), along(1)]
    }
}

impl NodeCube {
    /// `places` in radians, line by line, column by column, height by height in the order of `heights_m`, which need not be sorted.
    pub(super) fn new(
        lines: GridAxis,
        columns: GridAxis,
        heights_m: &[f64],
        places: &[[f64; 2]],
    ) -> Result<Self, LocationGridError> {
        for (axis, name) in [(lines, "the lines"), (columns, "the columns")] {
            let leads_on = axis.step > 0.0 && axis.step.is_finite() && axis.first.is_finite();
            if axis.n < 2 || !leads_on {
                return Err(LocationGridError::Axis { axis: name, n: axis.n, step: axis.step, first: axis.first });
            }
        }
        let mut order: Vec<usize> = (0..heights_m.len()).collect();
        order.sort_by(|a, b| heights_m[*a].total_cmp(&heights_m[*b]));
        let sorted: Vec<f64> = order.iter().map(|index| heights_m[*index]).collect();
        let is_rising = sorted.windows(2).all(|pair| pair[0] < pair[1]);
        if sorted.len() < 2 || !is_rising || !sorted.iter().all(|height| height.is_finite()) {
            return Err(LocationGridError::Heights(sorted));
        }
        let needed = lines.n.saturating_mul(columns.n).saturating_mul(sorted.len());
        if places.len() != needed {
            return Err(LocationGridError::Count { needed, found: places.len() });
        }
        let middle = places.iter().map(|place| place[0]).find(|longitude| longitude.is_finite()).unwrap_or_default();
        let continuous = |[longitude, latitude]: [f64; 2]| {
            if longitude.is_finite() && latitude.abs() <= std::f64::consts::PI {
                let near = middle + longitude_difference(longitude, middle);
                // Where nothing wraps the longitude stays bit by bit what the file says.
                [if (near - longitude).abs() < 1.0 { longitude } else { near }, latitude]
            } else {
                [f64::NAN; 2]
            }
        };
        let places = places
            .chunks_exact(sorted.len())
            .flat_map(|node| order.iter().map(|index| continuous(node[*index])).collect::<Vec<_>>())
            .collect();
        Ok(Self { lines, columns, heights_m: sorted, places })
    }

    /// Lowest and highest height of the nodes.
    pub(super) fn height_range_m(&self) -> [f64; 2] {
        [self.heights_m[0], self.heights_m[self.heights_m.len() - 1]]
    }

    /// The layer below a height and the share of the way to the next; none above or below all layers, or of what is not a number.
    #[inline]
    pub(super) fn layer(&self, height_m: f64) -> Option<(usize, f64)> {
        let [lowest, highest] = self.height_range_m();
        if !(height_m >= lowest && height_m <= highest) {
            return None;
        }
        let above = self.heights_m.partition_point(|layer| *layer <= height_m).clamp(1, self.heights_m.len() - 1);
        let below = self.heights_m[above - 1];
        Some((above - 1, (height_m - below) / (self.heights_m[above] - below)))
    }

    /// The corners of a cell at the height that [`NodeCube::layer`] found.
    #[inline]
    pub(super) fn cell(&self, line: usize, column: usize, (layer, share): (usize, f64)) -> Cell {
        let corner = |line: usize, column: usize| {
            let node = (line * self.columns.n + column) * self.heights_m.len() + layer;
            let (below, above) = (self.places[node], self.places[node + 1]);
            [below[0] + share * (above[0] - below[0]), below[1] + share * (above[1] - below[1])]
        };
        Cell {
            corners: [
                corner(line, column),
                corner(line, column + 1),
                corner(line + 1, column),
                corner(line + 1, column + 1),
            ],
        }
    }
}
