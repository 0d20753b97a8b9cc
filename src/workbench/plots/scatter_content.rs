//! Two channels against each other as a plot.

use crate::imagery::scatter::Scatter;
use crate::reports::figure::plot::{Density, PlotAxis, PlotContent};
use crate::reports::number;

/// One axis of a scatter plot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScatterChannel {
    /// The channel as it is typed.
    pub(crate) name: String,
    /// Unit of its values.
    pub(crate) unit: String,
}

/// The plot of a scatter; `within` counts the pixels of a region on the same axes, whose cells are highlighted.
pub(crate) fn scatter_content(
    scatter: &Scatter,
    within: Option<(&str, &Scatter)>,
    [x, y]: &[ScatterChannel; 2],
) -> PlotContent {
    let highlighted = within.filter(|(_, within)| (within.x, within.y) == (scatter.x, scatter.y));
    let density = Density {
        x_range: [scatter.x.low, scatter.x.high],
        y_range: [scatter.y.low, scatter.y.high],
        x_cells: scatter.x.cells,
        y_cells: scatter.y.cells,
        counts: scatter.counts.clone(),
        highlighted: highlighted.map(|(_, within)| within.counts.clone()).unwrap_or_default(),
    };
    let left_out: Vec<String> = scatter
        .n_by_reason
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(reason, n)| format!("{} {}", number::count(n), reason.word()))
        .collect();
    let mut statements =
        vec![format!("n = {}, {} beyond the axes.", number::count(scatter.n_valid), number::count(scatter.n_beyond))];
    if !left_out.is_empty() {
        statements.push(format!("Left out in either channel: {}.", left_out.join(", ")));
    }
    statements.push("Colour: pixels in a cell, logarithmic.".to_owned());
    if let Some((name, within)) = highlighted {
        statements.push(format!("Highlighted: cells of {name}, n = {}.", number::count(within.n_valid)));
    }
    let axis = |channel: &ScatterChannel| PlotAxis::new(channel.name.clone(), channel.unit.clone());
    PlotContent {
        name: "scatter",
        title: "Scatter".to_owned(),
        summary: format!("Scatter: {} against {}, n = {}", y.name, x.name, number::count(scatter.n_valid)),
        x: axis(x),
        y: axis(y),
        density: Some(density),
        series: Vec::new(),
        marks: Vec::new(),
        statements,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::Channel;
    use crate::imagery::scatter::ScatterAxis;
    use crate::reports::figure::plot::plot_csv;

    fn scatter(values: &[f32]) -> Scatter {
        let mut scatter = Scatter::new(ScatterAxis::new(0.0, 4.0, 4), ScatterAxis::new(0.0, 4.0, 4));
        scatter.add(&Channel::new(values, &[]), &Channel::new(values, &[]));
        scatter
    }

    fn channels() -> [ScatterChannel; 2] {
        ["B05", "B06"].map(|name| ScatterChannel { name: name.to_owned(), unit: "reflectance".to_owned() })
    }

    #[test]
    fn the_plot_has_the_counts_of_the_scatter_and_highlights_the_cells_of_a_region() {
        let content =
            scatter_content(&scatter(&[0.5, 1.5, 1.5, 9.0]), Some(("Region 1", &scatter(&[1.5]))), &channels());
        let density = content.density.as_ref().unwrap();
        assert_eq!(
            (density.counts[0], density.counts[5], density.highlighted[5], density.highlighted[0]),
            (1, 2, 1, 0)
        );
        assert!(content.statements[0].starts_with("n = 4, 1 beyond"));
        assert!(content.statements.iter().any(|text| text == "Highlighted: cells of Region 1, n = 1."));
        assert_eq!(plot_csv(&content).lines().count(), 3);
        assert_eq!((content.x.label().as_str(), content.y.name.as_str()), ("B05, reflectance", "B06"));
    }

    #[test]
    fn a_scatter_of_nothing_is_a_plot_too() {
        let content = scatter_content(&scatter(&[]), None, &channels());
        assert!(content.ranges(false).x[1] > content.ranges(false).x[0]);
        assert_eq!(plot_csv(&content).lines().count(), 1);
    }
}
