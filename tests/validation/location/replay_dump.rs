//! Dumps of CS Group's Rugged: one location each, with everything that the peer used for it.

use std::collections::BTreeMap;
use std::path::Path;

use nalgebra::{Matrix3, Quaternion, UnitQuaternion, Vector3};
use viq::earth::terrain::{ElevationReadError, ElevationSource, GridFrame, HeightRange, NodeGrid};
use viq::earth::{Epoch, GroundPoint, TimeScale, epoch_from_text};
use viq::instrument::pushbroom::Corrections;

/// A moment of UTC: whole seconds and the fraction apart, so that differences keep all digits of the dump.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    second: Epoch,
    fraction: f64,
}

impl Moment {
    fn read(text: &str) -> Self {
        let (second, fraction) = text.trim_end_matches('Z').split_once('.').unwrap();
        let second = epoch_from_text(second, TimeScale::UTC).unwrap();
        Self { second, fraction: format!("0.{fraction}").parse().unwrap() }
    }

    /// Seconds from another moment to this one.
    pub(super) fn since(self, other: Self) -> f64 {
        (self.second - other.second).to_seconds() + (self.fraction - other.fraction)
    }

    pub(super) fn second(self) -> Epoch {
        self.second
    }

    pub(super) fn fraction(self) -> f64 {
        self.fraction
    }
}

/// A turn with its rate and acceleration in the frame turned into.
#[derive(Clone)]
struct Turning {
    at_sample: Matrix3<f64>,
    rate: Vector3<f64>,
    acceleration: Vector3<f64>,
}

impl Turning {
    /// The matrix some seconds after the sample: a turn about the rate's axis, then one about the acceleration's, as Orekit shifts.
    fn after(&self, seconds: f64) -> Matrix3<f64> {
        // A frame that turns by +a turns the coordinates of what stands still by −a.
        let turned = |vector: Vector3<f64>| UnitQuaternion::from_scaled_axis(-vector).to_rotation_matrix().into_inner();
        turned(self.acceleration * (0.5 * seconds * seconds)) * turned(self.rate * seconds) * self.at_sample
    }

    fn rate_after(&self, seconds: f64) -> Vector3<f64> {
        self.rate + self.acceleration * seconds
    }
}

/// Where the satellite and the Earth were at a sample.
#[derive(Clone)]
pub(super) struct Transform {
    index: f64,
    inertial_from_body: Turning,
    inertial_from_spacecraft: Turning,
    offset: [Vector3<f64>; 3],
}

impl Transform {
    /// `itrf_from_inertial` some seconds after the sample.
    pub(super) fn itrf_from_inertial(&self, seconds: f64) -> Matrix3<f64> {
        self.inertial_from_body.after(seconds).transpose()
    }

    pub(super) fn inertial_from_spacecraft(&self, seconds: f64) -> Matrix3<f64> {
        self.inertial_from_spacecraft.after(seconds)
    }

    /// Position and velocity of the spacecraft in the inertial frame.
    pub(super) fn position_and_velocity(&self, seconds: f64) -> [Vector3<f64>; 2] {
        let [p, v, a] = self.offset;
        let turn = self.inertial_from_spacecraft.after(seconds);
        let position = turn * (p + v * seconds + a * (0.5 * seconds * seconds));
        let velocity = turn * (v + a * seconds) - self.inertial_from_spacecraft.rate_after(seconds).cross(&position);
        [position, velocity]
    }
}

/// One direct location with its result.
pub(super) struct Direct {
    pub(super) moment: Moment,
    pub(super) position_in_spacecraft: Vector3<f64>,
    pub(super) los_in_spacecraft: Vector3<f64>,
    pub(super) corrections: Corrections,
    pub(super) expected: GroundPoint,
}

/// One inverse location with its result.
pub(super) struct Inverse {
    pub(super) ground: GroundPoint,
    pub(super) lines: [usize; 2],
    pub(super) corrections: Corrections,
    /// Line and pixel; none where the peer found none.
    pub(super) expected: Option<[f64; 2]>,
}

/// A line sensor as far as it was dumped.
#[derive(Default)]
pub(super) struct Sensor {
    pub(super) pixels: usize,
    pub(super) position: Vector3<f64>,
    pub(super) los: BTreeMap<usize, Vector3<f64>>,
    /// Line, moment, and lines per second.
    pub(super) datation: Vec<(f64, Moment)>,
    pub(super) lines_per_second: f64,
}

struct Tile {
    first: [f64; 2],
    step: [f64; 2],
    size: [usize; 2],
}

/// A dump.
#[derive(Default)]
pub(super) struct Dump {
    pub(super) algorithm: String,
    first_sample: Option<Moment>,
    step_s: f64,
    transforms: Vec<Transform>,
    pub(super) direct: Vec<Direct>,
    pub(super) inverse: Vec<Inverse>,
    pub(super) sensor: Sensor,
    tiles: BTreeMap<String, Tile>,
    cells: Vec<(String, [usize; 2], f64)>,
}

/// The words of a line, read by their names.
struct Words<'a>(Vec<&'a str>);

impl<'a> Words<'a> {
    fn word(&self, name: &str) -> &'a str {
        let place = self.0.iter().position(|word| *word == name);
        assert!(place.is_some(), "no {name} in {:?}", self.0);
        let place = place.unwrap();
        self.0[place + 1]
    }

    fn number(&self, name: &str) -> f64 {
        self.word(name).parse().unwrap()
    }

    /// Numbers after the n-th word of a name.
    fn numbers<const N: usize>(&self, name: &str, occurrence: usize) -> [f64; N] {
        let place = self.0.iter().enumerate().filter(|(_, word)| **word == name).nth(occurrence).unwrap().0;
        std::array::from_fn(|index| self.0[place + 1 + index].parse().unwrap())
    }

    fn vector(&self, name: &str, occurrence: usize) -> Vector3<f64> {
        Vector3::from(self.numbers::<3>(name, occurrence))
    }

    fn corrections(&self) -> Corrections {
        let flag = |name| self.word(name) == "true";
        Corrections { light_time: flag("lightTime"), aberration: flag("aberration"), refraction: flag("refraction") }
    }

    fn place(&self) -> GroundPoint {
        GroundPoint {
            longitude: self.number("longitude"),
            latitude: self.number("latitude"),
            height_m: self.number("elevation"),
        }
    }

    fn turning(&self, occurrence: usize) -> Turning {
        // Orekit's rotation with (q0, q) applied to a vector is the usual one with (q0, −q).
        let [w, i, j, k] = self.numbers::<4>("r", occurrence);
        let quaternion = UnitQuaternion::from_quaternion(Quaternion::new(w, -i, -j, -k));
        Turning {
            at_sample: quaternion.to_rotation_matrix().into_inner(),
            rate: self.vector("Ω", occurrence),
            acceleration: self.vector("ΩDot", occurrence),
        }
    }
}

impl Dump {
    pub(super) fn read(path: &Path) -> Self {
        let mut dump = Self::default();
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let Some((kind, rest)) = line.split_once(':') else { continue };
            let words = Words(rest.split_whitespace().collect());
            match kind {
                "algorithm" => words.0[0].clone_into(&mut dump.algorithm),
                "span" => {
                    dump.first_sample = Some(Moment::read(words.word("minDate")));
                    dump.step_s = words.number("tStep");
                }
                "ellipsoid" => {
                    assert_eq!(words.word("ae"), "6.378137000000000e+06");
                    assert_eq!(words.word("f"), "3.352810664747481e-03");
                }
                "transform" => dump.transforms.push(Transform {
                    index: words.number("index"),
                    inertial_from_body: words.turning(0),
                    inertial_from_spacecraft: words.turning(1),
                    offset: ["p", "v", "a"].map(|name| words.vector(name, 0)),
                }),
                "direct location" => dump.direct.push(Direct {
                    moment: Moment::read(words.word("date")),
                    position_in_spacecraft: words.vector("position", 0),
                    los_in_spacecraft: words.vector("los", 0),
                    corrections: words.corrections(),
                    expected: GroundPoint { longitude: f64::NAN, latitude: f64::NAN, height_m: f64::NAN },
                }),
                "direct location result" => dump.direct.last_mut().unwrap().expected = words.place(),
                "inverse location" => dump.inverse.push(Inverse {
                    ground: words.place(),
                    lines: ["minLine", "maxLine"].map(|name| words.word(name).parse().unwrap()),
                    corrections: words.corrections(),
                    expected: None,
                }),
                "inverse location result" if words.0[0] != "NULL" => {
                    dump.inverse.last_mut().unwrap().expected =
                        Some(["lineNumber", "pixelNumber"].map(|name| words.number(name)));
                }
                "sensor" => {
                    dump.sensor.pixels = words.word("nbPixels").parse().unwrap();
                    dump.sensor.position = words.vector("position", 0);
                }
                "sensor LOS" => {
                    let pixel = words.word("pixelNumber").parse().unwrap();
                    dump.sensor.los.insert(pixel, words.vector("los", 0));
                }
                "sensor datation" => {
                    dump.sensor.datation.push((words.number("lineNumber"), Moment::read(words.word("date"))));
                }
                "sensor rate" => dump.sensor.lines_per_second = words.number("rate"),
                "DEM tile" => {
                    let tile = Tile {
                        first: ["latMin", "lonMin"].map(|name| words.number(name)),
                        step: ["latStep", "lonStep"].map(|name| words.number(name)),
                        size: ["latRows", "lonCols"].map(|name| words.word(name).parse().unwrap()),
                    };
                    dump.tiles.insert(words.0[0].to_owned(), tile);
                }
                "DEM cell" => {
                    let node = ["latIndex", "lonIndex"].map(|name| words.word(name).parse().unwrap());
                    dump.cells.push((words.0[0].to_owned(), node, words.number("elevation")));
                }
                _ => {}
            }
        }
        dump
    }

    /// The sample nearest to a moment, and seconds from it to that moment.
    pub(super) fn transform(&self, moment: Moment) -> (&Transform, f64) {
        let since_first = moment.since(self.first_sample.unwrap());
        let off = |transform: &Transform| since_first - transform.index * self.step_s;
        let nearest = self.transforms.iter().min_by(|a, b| off(a).abs().total_cmp(&off(b).abs())).unwrap();
        (nearest, off(nearest))
    }

    /// The relief as far as it was dumped, all tiles in one grid.
    pub(super) fn relief(&self) -> SparseRelief {
        let tiles = self.tiles.values();
        let step = tiles.clone().next().unwrap().step;
        let first: [f64; 2] =
            std::array::from_fn(|axis| tiles.clone().fold(f64::INFINITY, |least, tile| least.min(tile.first[axis])));
        let offset = |tile: &Tile, axis: usize| {
            let nodes = (tile.first[axis] - first[axis]) / step[axis];
            assert!(
                (nodes - nodes.round()).abs() < 1e-5 && (tile.step[axis] - step[axis]).abs() < 1e-15,
                "tiles that do not fit into one grid"
            );
            nodes.round() as usize
        };
        let size: [usize; 2] =
            std::array::from_fn(|axis| tiles.clone().map(|tile| offset(tile, axis) + tile.size[axis]).max().unwrap());
        // The peer looked one node beyond the end of a row, where the next row begins: that is no node of the tile.
        let heights: BTreeMap<[usize; 2], f64> = self
            .cells
            .iter()
            .filter(|(name, node, _)| (0..2).all(|axis| node[axis] < self.tiles[name].size[axis]))
            .map(|(name, node, height)| {
                let tile = &self.tiles[name];
                ([0, 1].map(|axis| node[axis] + offset(tile, axis)), *height)
            })
            .collect();
        let grid = NodeGrid {
            frame: GridFrame::Geographic,
            first_x: first[1],
            first_y: first[0],
            step_x: step[1],
            step_y: step[0],
            rows: size[0],
            columns: size[1],
        };
        SparseRelief { grid, heights }
    }
}

/// Relief of which the peer wrote down what it looked at; elsewhere it is as low as the lowest of that.
pub(super) struct SparseRelief {
    grid: NodeGrid,
    heights: BTreeMap<[usize; 2], f64>,
}

impl ElevationSource for SparseRelief {
    fn grid(&self) -> &NodeGrid {
        &self.grid
    }

    fn description(&self) -> String {
        "dumped nodes".to_owned()
    }

    fn height_range(&self) -> HeightRange {
        let by = |start: f64, pick: fn(f64, f64) -> f64| self.heights.values().fold(start, |a, b| pick(a, *b));
        HeightRange { least_m: by(f64::INFINITY, f64::min), greatest_m: by(f64::NEG_INFINITY, f64::max) }
    }

    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        heights_m.fill(self.height_range().least_m);
        for row in 0..rows {
            let from = [first_row + row, first_column];
            for ([_, column], height) in self.heights.range(from..[first_row + row, first_column + columns]) {
                heights_m[row * columns + column - first_column] = *height;
            }
        }
        Ok(())
    }
}
