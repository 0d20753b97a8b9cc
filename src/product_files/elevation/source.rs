//! Elevation files as one source of heights above the ellipsoid.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::elevation_file::{ElevationFile, FileNodes, NodeWindow};
use super::file_search::elevation_files;
use super::mosaic_layout::{Extent, MosaicLayout, lay_out};
use super::open_files::OpenFiles;
use super::reference_system::StatedHeights;
use super::settings::{HeightReference, OutsideHeights, TerrainSettings};
use crate::earth::GeoidGrid;
use crate::earth::terrain::{ElevationReadError, ElevationSource, GridFrame, HeightRange, NodeGrid};
use crate::product_files::error::ProductError;

/// Marks a node that no file has, while a window is read; files hold no such height.
const IN_NO_FILE: f64 = f64::INFINITY;

/// One or many elevation files as one grid of nodes, read window by window; a bounded number of them is open at a time.
///
/// Where files overlap, the value of the first in order holds, a void gives way to a value. A node whose height is not of the Earth
/// ([`HeightRange::OF_THE_EARTH`]) is void: what is no height (−32768, −9999, 65535), and the ground of the sea.
pub struct ElevationFiles {
    grid: NodeGrid,
    files: Vec<ElevationFile>,
    layout: MosaicLayout,
    open: OpenFiles,
    /// Added to the heights of the files.
    geoid: Option<Arc<GeoidGrid>>,
    /// The surface where no file lies.
    sea: Option<Arc<GeoidGrid>>,
}

impl ElevationFiles {
    /// Looks at the files and lays them out on one grid; their heights are read later.
    ///
    /// # Errors
    /// As [`super::open_terrain`].
    pub fn open<P: AsRef<Path>>(paths: &[P], settings: &TerrainSettings) -> Result<Self, ProductError> {
        let paths = elevation_files(paths)?;
        let files = paths.iter().map(|path| ElevationFile::inspect(path)).collect::<Result<Vec<_>, _>>()?;
        let extent = extent_of(&files, settings.outside)?;
        let nodes: Vec<FileNodes> = files.iter().map(|file| file.nodes).collect();
        let path_of = |index: usize| files.get(index).map_or_else(PathBuf::new, |file| file.path.clone());
        let layout = lay_out(&nodes, extent)
            .map_err(|clash| ProductError::Raster {
                path: path_of(clash.refused),
                needed: format!("{}, as in {}", clash.needed, path_of(clash.other).display()),
                found: clash.found,
            })?
            .ok_or_else(|| ProductError::Missing { path: PathBuf::new(), needed: "an elevation file".to_owned() })?;
        let geoid = geoid_of(&files, settings.heights.as_ref())?;
        let sea = match (settings.outside, &geoid) {
            (OutsideHeights::Void, _) => None,
            (OutsideHeights::Geoid, Some(geoid)) => Some(Arc::clone(geoid)),
            (OutsideHeights::Geoid, None) => Some(egm96()?),
        };
        let frame = files.first().map_or(GridFrame::Geographic, |file| file.places.frame);
        let grid = layout.nodes.grid(frame);
        Ok(Self { grid, files, layout, open: OpenFiles::default(), geoid, sea })
    }

    /// The files, in the order in which they hold where they overlap.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// Puts the heights of one file into the window, where it has any of the window's nodes.
    fn add_file(&self, index: usize, window: NodeWindow, heights_m: &mut [f64]) -> Result<(), ElevationReadError> {
        let (Some(file), Some(first)) = (self.files.get(index), self.layout.firsts.get(index)) else { return Ok(()) };
        // A file may be met once more one turn to the east or west.
        let turns = self.layout.around.map_or_else(|| vec![0], |around| vec![-around, 0, around]);
        for turn in turns {
            let rows = overlap(window.row, window.rows, first[0], file.nodes.rows);
            let columns = overlap(window.column, window.columns, first[1] + turn, file.nodes.columns);
            let (Some(rows), Some(columns)) = (rows, columns) else { continue };
            let part = NodeWindow { row: rows.in_file, column: columns.in_file, rows: rows.n, columns: columns.n };
            let read = self.open.with(index, &file.path, |dataset| file.read(dataset, part));
            let read = read.map_err(|error| ElevationReadError { message: error.to_string() })?;
            let read = read.map_err(|message| ElevationReadError { message })?;
            for (row, line) in read.chunks_exact(part.columns).enumerate() {
                let start = (rows.in_window + row) * window.columns + columns.in_window;
                for (here, height) in heights_m[start..start + part.columns].iter_mut().zip(line) {
                    if !here.is_finite() {
                        *here = *height;
                    }
                }
            }
        }
        Ok(())
    }
}

impl ElevationSource for ElevationFiles {
    fn grid(&self) -> &NodeGrid {
        &self.grid
    }

    fn description(&self) -> String {
        let files = match self.files.as_slice() {
            [only] => only.path.display().to_string(),
            [first, .., last] => {
                format!("{} files from {} to {}", self.files.len(), first.path.display(), last.path.display())
            }
            [] => String::new(),
        };
        let datum = match self.files.first().map_or("", |file| file.places.datum.as_str()) {
            "WGS 1984" => "WGS 84".to_owned(),
            other => format!("{other}, taken as WGS 84"),
        };
        let heights = self.geoid.as_ref().map_or_else(
            || "taken as above the ellipsoid".to_owned(),
            |geoid| format!("taken as above the geoid {} and raised by its undulation", geoid.name()),
        );
        let outside = self
            .sea
            .as_ref()
            .map_or_else(|| "void".to_owned(), |geoid| format!("the height of the geoid {}", geoid.name()));
        format!("{files}; places in the datum {datum}; heights {heights}; where no file lies, {outside}")
    }

    fn read_nodes(
        &self,
        first_row: usize,
        first_column: usize,
        rows: usize,
        columns: usize,
        heights_m: &mut [f64],
    ) -> Result<(), ElevationReadError> {
        if rows.checked_mul(columns) != Some(heights_m.len()) {
            let message = format!("needed room for {rows} × {columns} heights, found it for {}", heights_m.len());
            return Err(ElevationReadError { message });
        }
        heights_m.fill(IN_NO_FILE);
        let window = NodeWindow { row: first_row, column: first_column, rows, columns };
        for index in 0..self.files.len() {
            self.add_file(index, window, heights_m)?;
        }
        let undulation = |geoid: Option<&Arc<GeoidGrid>>, row: usize, column: usize| match geoid {
            Some(geoid) => {
                let place = self.grid.place_of((first_row + row) as f64, (first_column + column) as f64);
                place.and_then(|place| geoid.undulation_m(place)).unwrap_or(f64::NAN)
            }
            None => 0.0,
        };
        let HeightRange { least_m, greatest_m } = self.height_range();
        for (row, line) in heights_m.chunks_exact_mut(columns.max(1)).enumerate() {
            for (column, height) in line.iter_mut().enumerate() {
                *height = if height.is_infinite() {
                    self.sea.as_ref().map_or(f64::NAN, |sea| undulation(Some(sea), row, column))
                } else if height.is_nan() {
                    f64::NAN
                } else {
                    *height + undulation(self.geoid.as_ref(), row, column)
                };
                if !(least_m..=greatest_m).contains(height) {
                    *height = f64::NAN;
                }
            }
        }
        Ok(())
    }
}

/// What the coordinates of all files are, and how far their grid goes.
fn extent_of(files: &[ElevationFile], outside: OutsideHeights) -> Result<Extent, ProductError> {
    let Some(first) = files.first() else { return Ok(Extent::Longitudes) };
    let words = |frame: GridFrame| match frame {
        GridFrame::Geographic => "longitudes and latitudes".to_owned(),
        GridFrame::Utm(zone) => format!("UTM, EPSG:{}", zone.epsg()),
    };
    if let Some(other) = files.iter().find(|file| file.places.frame != first.places.frame) {
        let needed = format!("{}, as in {}", words(first.places.frame), first.path.display());
        return Err(ProductError::Raster { path: other.path.clone(), needed, found: words(other.places.frame) });
    }
    Ok(match (first.places.frame, outside) {
        (GridFrame::Utm(_), _) => Extent::Map,
        (GridFrame::Geographic, OutsideHeights::Geoid) => Extent::WholeEarth,
        (GridFrame::Geographic, OutsideHeights::Void) => Extent::Longitudes,
    })
}

/// Nodes that a window and a file have in common along one axis.
struct Overlap {
    in_window: usize,
    in_file: usize,
    n: usize,
}

/// `file_first` is the place of the file's first node on the grid.
fn overlap(window_first: usize, window_n: usize, file_first: i64, file_n: usize) -> Option<Overlap> {
    let window_first = window_first as i64;
    let start = window_first.max(file_first);
    let end = (window_first + window_n as i64).min(file_first + file_n as i64);
    (start < end).then(|| Overlap {
        in_window: (start - window_first) as usize,
        in_file: (start - file_first) as usize,
        n: (end - start) as usize,
    })
}

/// The geoid that the heights of the files refer to; none for the ellipsoid.
fn geoid_of(files: &[ElevationFile], chosen: Option<&HeightReference>) -> Result<Option<Arc<GeoidGrid>>, ProductError> {
    match chosen {
        Some(HeightReference::Ellipsoid) => return Ok(None),
        Some(HeightReference::Geoid(geoid)) => return Ok(Some(Arc::clone(geoid))),
        None => {}
    }
    let Some(first) = files.first() else { return Ok(None) };
    let refused = |file: &ElevationFile, needed: String| ProductError::Raster {
        path: file.path.clone(),
        needed,
        found: file.stated.words().to_owned(),
    };
    if let Some(other) = files.iter().find(|file| file.stated != first.stated) {
        let needed =
            format!("heights above {}, as in {}, or a choice for all", first.stated.words(), first.path.display());
        return Err(refused(other, needed));
    }
    match &first.stated {
        StatedHeights::Ellipsoid => Ok(None),
        StatedHeights::Egm96 => egm96().map(Some),
        StatedHeights::Other(name) => Err(refused(first, format!("the geoid grid of {name}, by choice"))),
        StatedHeights::Unstated => {
            let needed =
                "what its heights are counted from, in its reference system or by choice: the ellipsoid or a geoid";
            Err(refused(first, needed.to_owned()))
        }
    }
}

fn egm96() -> Result<Arc<GeoidGrid>, ProductError> {
    GeoidGrid::egm96().map(Arc::new).map_err(|error| ProductError::Raster {
        path: PathBuf::from(error.name),
        needed: error.needed,
        found: error.found,
    })
}
