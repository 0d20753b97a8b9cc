//! The table that these tests print: case, n, figure, bounds.

/// One figure and what it may be.
pub(super) struct Row {
    /// What it is a figure of.
    pub(super) case: String,
    /// From how many values.
    pub(super) n: usize,
    /// The figure.
    pub(super) figure: f64,
    /// Least and greatest allowed.
    pub(super) bounds: [f64; 2],
}

impl Row {
    fn holds(&self) -> bool {
        self.n > 0 && self.figure >= self.bounds[0] && self.figure <= self.bounds[1]
    }
}

/// Prints the table, and fails where a figure leaves its bounds or stands for nothing.
pub(super) fn judge(rows: &[Row]) {
    println!("{:<72} {:>10} {:>12} {:>12} {:>12}", "case", "n", "figure", "least", "greatest");
    for Row { case, n, figure, bounds: [least, greatest] } in rows {
        println!("{case:<72} {n:>10} {figure:>12.5} {least:>12.5} {greatest:>12.5}");
    }
    let broken: Vec<&str> = rows.iter().filter(|row| !row.holds()).map(|row| row.case.as_str()).collect();
    assert!(broken.is_empty(), "beyond their bounds: {broken:?}");
}
