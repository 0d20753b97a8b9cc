//! A plot as a table: every point that is drawn, and why some are excluded.

use super::content::{PlotAxis, PlotContent};
use super::density::Density;
use crate::reports::csv::{csv_number, csv_table};

/// The plot's points as comma-separated values, or the cells of its density when it has one; numbers carry every digit.
pub fn plot_csv(content: &PlotContent) -> String {
    if let Some(density) = content.density.as_ref().filter(|density| density.is_drawable()) {
        return density_csv(content, density);
    }
    let (x, y) = (content.x.label(), content.y.label());
    let half_width = PlotAxis::new("half width", content.x.unit.as_str()).label();
    let sigma = PlotAxis::new("standard deviation (k = 1)", content.y.unit.as_str()).label();
    let head = ["series", "point", &x, &half_width, &y, &sigma, "excluded because"];
    let lines = content.series.iter().flat_map(|series| {
        series.points.iter().map(|point| {
            vec![
                series.name.clone(),
                point.name.clone(),
                csv_number(Some(point.x)),
                csv_number(Some(point.half_width).filter(|width| *width > 0.0)),
                csv_number(point.value()),
                csv_number(point.spread()),
                point.excluded.clone().unwrap_or_default(),
            ]
        })
    });
    csv_table(&head, lines)
}

fn density_csv(content: &PlotContent, density: &Density) -> String {
    let (x, y) = (content.x.label(), content.y.label());
    let head = [format!("{x}, from"), format!("{x}, to"), format!("{y}, from"), format!("{y}, to")];
    let head: Vec<&str> = head.iter().map(String::as_str).chain(["n", "n highlighted"]).collect();
    let edge = |[low, high]: [f64; 2], cell: usize, cells: usize| {
        csv_number(Some(low + (high - low) * cell as f64 / cells as f64))
    };
    let filled = density.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let lines = filled.map(|(cell, &count)| {
        let (row, column) = (cell / density.x_cells, cell % density.x_cells);
        vec![
            edge(density.x_range, column, density.x_cells),
            edge(density.x_range, column + 1, density.x_cells),
            edge(density.y_range, row, density.y_cells),
            edge(density.y_range, row + 1, density.y_cells),
            count.to_string(),
            density.highlighted.get(cell).copied().unwrap_or(0).to_string(),
        ]
    });
    csv_table(&head, lines)
}
