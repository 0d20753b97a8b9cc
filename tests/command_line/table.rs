//! `measurements.csv` as somebody else's program would read it.

use std::path::Path;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) metric: String,
    pub(crate) band: String,
    pub(crate) value: Option<f64>,
    pub(crate) uncertainty: Option<f64>,
    pub(crate) status: String,
}

/// The table of a report.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
}

impl Table {
    pub(crate) fn of_report(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("measurements.csv")).unwrap();
        let mut lines = text.lines();
        assert_eq!(lines.next().unwrap(), "metric,band,value,uncertainty,unit,n,status");
        Self { rows: lines.map(row).collect() }
    }

    pub(crate) fn row(&self, metric: &str, band: &str) -> &Row {
        let mut found = self.rows.iter().filter(|row| row.metric == metric && row.band == band);
        let row = found.next().unwrap_or_else(|| panic!("no {metric} of {band}"));
        assert!(found.next().is_none(), "{metric} of {band} stands there twice");
        row
    }

    /// Value and standard uncertainty of something that was measured.
    pub(crate) fn figure(&self, metric: &str, band: &str) -> (f64, f64) {
        let row = self.row(metric, band);
        assert_eq!(row.status, "measured", "{metric} of {band}");
        (row.value.unwrap(), row.uncertainty.unwrap())
    }
}

/// Only the last column, the status, may hold a comma.
fn row(line: &str) -> Row {
    let fields: Vec<&str> = line.splitn(7, ',').collect();
    let number = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    Row {
        metric: fields[0].to_owned(),
        band: fields[1].to_owned(),
        value: number(fields[2]),
        uncertainty: number(fields[3]),
        status: fields[6].trim_matches('"').to_owned(),
    }
}
