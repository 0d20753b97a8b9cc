//! Where the nodes of many files lie on one grid: counted in steps from the first file; of longitudes, round the Earth where the step divides a full
//! turn.

use std::collections::HashMap;

use super::elevation_file::FileNodes;

/// Nodes of a file may lie off those of the grid by this share of a step: coordinates written with ten digits are.
const IN_PHASE: f64 = 0.01;

/// One grid of nodes for all files.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MosaicLayout {
    /// Coordinates of the first node, the steps, and the numbers of rows and columns.
    pub(super) nodes: FileNodes,
    /// Columns once round the Earth, where the step divides a full turn.
    pub(super) around: Option<i64>,
    /// Row and column of the first node of each file.
    pub(super) firsts: Vec<[i64; 2]>,
}

/// Two files that do not fit into one grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clash {
    /// Index of the file that is refused.
    pub(super) refused: usize,
    /// Index of the file that it does not fit to.
    pub(super) other: usize,
    /// What was needed.
    pub(super) needed: &'static str,
    /// What was found.
    pub(super) found: String,
}

/// What the coordinates of all files are, and how far their grid goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Degrees; the grid spans the files.
    Longitudes,
    /// Degrees; the grid spans the Earth.
    WholeEarth,
    /// Metres of a map; the grid spans the files.
    Map,
}

/// Puts files on one grid.
///
/// # Errors
/// [`Clash`] for files whose steps differ, whose nodes do not coincide, or which have the same place.
pub(super) fn lay_out(files: &[FileNodes], extent: Extent) -> Result<Option<MosaicLayout>, Clash> {
    let Some(reference) = files.first() else { return Ok(None) };
    let columns_around = 360.0 / reference.step_x;
    let closes = extent != Extent::Map && (columns_around - columns_around.round()).abs() < 2.0 * IN_PHASE;
    let around = closes.then_some(columns_around.round() as i64);
    let mut firsts = Vec::with_capacity(files.len());
    let mut taken = HashMap::new();
    for (index, file) in files.iter().enumerate() {
        let first = first_node(reference, file, extent).map_err(|(needed, found)| Clash {
            refused: index,
            other: 0,
            needed,
            found,
        })?;
        let column = around.map_or(first[1], |around| first[1].rem_euclid(around));
        if let Some(other) = taken.insert((first[0], column, file.rows, file.columns), index) {
            let found = "another of the same place and size".to_owned();
            return Err(Clash { refused: index, other, needed: "one file for each place", found });
        }
        firsts.push([first[0], column]);
    }
    let lengths = |count: fn(&FileNodes) -> usize, axis: usize| -> Vec<(i64, i64)> {
        firsts.iter().zip(files).map(|(first, file)| (first[axis], count(file) as i64)).collect()
    };
    let (mut first_row, mut rows) = span(&lengths(|file| file.rows, 0));
    let spans = lengths(|file| file.columns, 1);
    let (mut first_column, mut columns) = match around {
        Some(around) => span_on_a_circle(spans, around),
        None => span(&spans),
    };
    if extent == Extent::WholeEarth {
        (first_row, rows) = rows_from_pole_to_pole(reference);
        // The file stays in the middle, so that what a full turn leaves over lies on the other side of the Earth.
        let middle = first_column + columns / 2;
        let turn = around.unwrap_or(columns_around as i64);
        (first_column, columns) = (middle - turn / 2, around.map_or(turn, |around| around + 1));
    }
    for first in &mut firsts {
        first[0] -= first_row;
        first[1] -= first_column;
        if let Some(around) = around {
            first[1] = first[1].rem_euclid(around);
        }
    }
    let first_x = reference.first_x + first_column as f64 * reference.step_x;
    let middle_x = first_x + 0.5 * (columns - 1) as f64 * reference.step_x;
    // The middle of the grid between −180° and 180°.
    let turns = if extent == Extent::Map { 0.0 } else { (middle_x / 360.0).round() };
    let nodes = FileNodes {
        first_x: first_x - turns * 360.0,
        first_y: reference.first_y + first_row as f64 * reference.step_y,
        rows: rows as usize,
        columns: columns as usize,
        ..*reference
    };
    Ok(Some(MosaicLayout { nodes, around, firsts }))
}

/// Row and column of the first node of a file, counted from the first node of another.
fn first_node(reference: &FileNodes, file: &FileNodes, extent: Extent) -> Result<[i64; 2], (&'static str, String)> {
    let drifts = |step: f64, needed: f64, n: usize| (step - needed).abs() * n as f64 > IN_PHASE * needed.abs();
    if drifts(file.step_x, reference.step_x, file.columns) || drifts(file.step_y, reference.step_y, file.rows) {
        let unit = if extent == Extent::Map { " m" } else { "°" };
        let size = |nodes: &FileNodes| format!("{}{unit} × {}{unit}", nodes.step_x, nodes.step_y);
        let found = format!("{}, not {}", size(file), size(reference));
        return Err(("the same steps in all files (gdalwarp -tr changes them)", found));
    }
    let turn = file.first_x - reference.first_x;
    let turn = if extent == Extent::Map { turn } else { turn - 360.0 * (turn / 360.0).round() };
    let column = turn / reference.step_x;
    let row = (file.first_y - reference.first_y) / reference.step_y;
    let off = (column - column.round()).abs().max((row - row.round()).abs());
    if off > IN_PHASE {
        let found = format!("nodes {off:.2} of a step aside");
        return Err(("nodes at the same places in all files (gdalwarp -tap puts them there)", found));
    }
    Ok([row.round() as i64, column.round() as i64])
}

/// First place and number of places of intervals, each given by its first place and number.
fn span(intervals: &[(i64, i64)]) -> (i64, i64) {
    let first = intervals.iter().map(|(first, _)| *first).min().unwrap_or(0);
    let end = intervals.iter().map(|(first, n)| first + n).max().unwrap_or(0);
    (first, end - first)
}

/// First place and number of places of intervals on a circle, cut in the widest gap between them. Without a gap it closes: the first column
/// stands a second time at the end.
fn span_on_a_circle(mut intervals: Vec<(i64, i64)>, around: i64) -> (i64, i64) {
    intervals.sort_unstable();
    // What reaches over the end of the circle covers its beginning.
    let mut covered_to = intervals.iter().map(|(first, n)| first + n).max().unwrap_or(0) - around;
    let (mut first, mut widest) = (intervals.first().map_or(0, |(first, _)| *first), 0);
    for (start, n) in intervals {
        if start - covered_to > widest {
            (first, widest) = (start, start - covered_to);
        }
        covered_to = covered_to.max(start + n);
    }
    if widest == 0 { (first, around + 1) } else { (first, around - widest) }
}

/// The first row and the number of rows of the nodes between the poles.
fn rows_from_pole_to_pole(reference: &FileNodes) -> (i64, i64) {
    let rows = [90.0, -90.0].map(|pole| (pole - reference.first_y) / reference.step_y);
    let first = (rows[0].min(rows[1]) - IN_PHASE).ceil() as i64;
    let last = (rows[0].max(rows[1]) + IN_PHASE).floor() as i64;
    (first, last - first + 1)
}
