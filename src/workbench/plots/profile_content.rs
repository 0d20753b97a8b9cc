//! Values along a line as a plot.

use crate::imagery::profile::{ProfileLine, ProfilePoint, Sampling};
use crate::reports::figure::plot::{Drawing, PlotAxis, PlotContent, PlotMark, PlotPoint, PlotSeries, Spread};
use crate::reports::number::{self, Sign};
use crate::reports::tokens;

/// The values of one channel along a line.
pub(crate) struct ProfileCurve<'points> {
    /// Its name: a band's, or arithmetic.
    pub(crate) name: &'points str,
    /// Its place among the bands of the product, for its colour.
    pub(crate) place: usize,
    /// Unit of its values.
    pub(crate) unit: &'points str,
    /// Its points.
    pub(crate) points: &'points [ProfilePoint],
}

/// The plot of channels along a line. Channels in another unit than the first are named and not drawn.
pub(crate) fn profile_content(line: &ProfileLine, curves: &[ProfileCurve<'_>]) -> PlotContent {
    let unit = curves.first().map_or("", |curve| curve.unit);
    let (drawn, left_out): (Vec<&ProfileCurve<'_>>, Vec<&ProfileCurve<'_>>) =
        curves.iter().partition(|curve| curve.unit == unit);
    let width = line.width.max(1);
    let mut statements = vec![sampling_rule(line)];
    if width > 1 {
        let area = format!("Area: ± standard deviation of the {width} samples across the line (k = 1).");
        statements.push(area);
    }
    if drawn.iter().any(|curve| curve.points.iter().any(|point| point.n_valid < width as u64)) {
        statements.push("Gaps: no valid sample, the reason is in the table.".to_owned());
    }
    for curve in &left_out {
        statements.push(format!("{} is given in {} and not drawn.", curve.name, curve.unit));
    }
    let name = if unit.is_empty() || unit == "1" { "value" } else { unit };
    PlotContent {
        name: "profile",
        title: "Profile".to_owned(),
        summary: summary(line, &drawn, name),
        x: PlotAxis::new("distance along the line", "px"),
        y: PlotAxis::new(name, ""),
        density: None,
        series: drawn.iter().map(|curve| series(curve, width)).collect(),
        marks: Vec::new(),
        statements,
    }
}

/// How the values were taken, as it stands under the plot.
fn sampling_rule(line: &ProfileLine) -> String {
    let n = line.n_points();
    let taken = match line.sampling {
        Sampling::Nearest => "the pixel that each place lies in",
        Sampling::Bilinear => "linear between the four nearest pixel centres",
    };
    let mean = match line.width.max(1) {
        1 => String::new(),
        width => format!(", the mean of {width} samples one pixel apart across the line"),
    };
    let points = if n == 1 {
        "1 point".to_owned()
    } else {
        format!("{} points at equal steps of at most one pixel", number::count(n as u64))
    };
    format!("Sampling: {points}, {taken}{mean}.")
}

fn series(curve: &ProfileCurve<'_>, width: usize) -> PlotSeries {
    let point = |point: &ProfilePoint| {
        let reasons: Vec<String> = point
            .n_by_reason
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(reason, n)| format!("{} ({n})", reason.word()))
            .collect();
        PlotPoint {
            name: String::new(),
            x: point.distance,
            half_width: 0.0,
            y: point.mean,
            sigma: point.sigma,
            colour: None,
            // A mean of fewer samples than were wanted is still a mean of valid ones.
            excluded: (point.mean.is_none() && !reasons.is_empty()).then(|| reasons.join(", ")),
        }
    };
    PlotSeries {
        name: curve.name.to_owned(),
        style: tokens::band(curve.name, curve.place).into(),
        drawing: Drawing::Line,
        spread: if width > 1 { Spread::Area } else { Spread::Bars },
        points: curve.points.iter().map(point).collect(),
    }
}

fn summary(line: &ProfileLine, curves: &[&ProfileCurve<'_>], unit: &str) -> String {
    let place = |[line, column]: [f64; 2]| {
        format!("line {}, column {}", number::fixed(line, 1, Sign::Negative), number::fixed(column, 1, Sign::Negative))
    };
    let extents: Vec<String> = curves
        .iter()
        .map(|curve| {
            let values = || curve.points.iter().filter_map(|point| point.mean);
            let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
            if low <= high {
                let digits = |value: f64| number::significant(value, 4, Sign::Negative);
                format!("{} {} to {}", curve.name, digits(low), digits(high))
            } else {
                format!("{} no valid sample", curve.name)
            }
        })
        .collect();
    format!(
        "Profile from {} to {}, {} px; {} in {unit}: {}",
        place(line.from),
        place(line.to),
        number::fixed(line.length(), 1, Sign::Negative),
        if curves.len() == 1 { "1 channel".to_owned() } else { format!("{} channels", curves.len()) },
        extents.join(", ")
    )
}

/// Marks the place on a line that is nearest to a place of the image, if it is nearer than `reach` pixels.
pub(crate) fn mark_of(line: &ProfileLine, place: [f64; 2], reach: f64) -> Option<PlotMark> {
    let distance = distance_along(line, place, reach)?;
    Some(PlotMark { name: String::new(), x: distance })
}

/// The distance along a line, from its beginning, of the point that is nearest to a place; none when that is farther than `reach`.
pub(crate) fn distance_along(line: &ProfileLine, place: [f64; 2], reach: f64) -> Option<f64> {
    let length = line.length();
    let along = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
    let away = [place[0] - line.from[0], place[1] - line.from[1]];
    let distance =
        if length > 0.0 { ((along[0] * away[0] + along[1] * away[1]) / length).clamp(0.0, length) } else { 0.0 };
    let nearest = place_at(line, distance);
    ((nearest[0] - place[0]).hypot(nearest[1] - place[1]) <= reach).then_some(distance)
}

/// The place of the image, (line, column), at a distance along a line.
pub(crate) fn place_at(line: &ProfileLine, distance: f64) -> [f64; 2] {
    let length = line.length();
    let share = if length > 0.0 { (distance / length).clamp(0.0, 1.0) } else { 0.0 };
    [0, 1].map(|axis| line.from[axis] + (line.to[axis] - line.from[axis]) * share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::statistics::ReasonCounts;
    use crate::imagery::{NoDataReason, Reasons};

    fn point(distance: f64, mean: Option<f64>) -> ProfilePoint {
        let mut n_by_reason = ReasonCounts::default();
        if mean.is_none() {
            n_by_reason.add(Reasons::only(NoDataReason::Cloud));
        }
        let n_valid = u64::from(mean.is_some());
        ProfilePoint { line: 0.0, column: distance, distance, mean, sigma: None, n_valid, n_by_reason }
    }

    fn line(to: [f64; 2], width: usize) -> ProfileLine {
        ProfileLine { from: [0.0, 0.0], to, width, sampling: Sampling::Nearest }
    }

    #[test]
    fn bands_have_their_colours_a_gap_its_reason_and_the_rule_is_stated() {
        let points = [point(0.0, Some(0.1)), point(1.0, None), point(2.0, Some(0.3))];
        let curve = ProfileCurve { name: "B05", place: 4, unit: "reflectance", points: &points };
        let content = profile_content(&line([0.0, 2.0], 1), &[curve]);
        assert_eq!(content.series[0].style.colour, tokens::band("B05", 4).colour);
        assert_eq!(content.series[0].points[1].excluded.as_deref(), Some("cloud (1)"));
        assert!(content.statements[0].starts_with("Sampling: 3 points at equal steps of at most one pixel"));
        assert!(content.summary.contains("B05 0.1 to 0.3"), "{}", content.summary);
        assert_eq!(content.x.label(), "distance along the line, px");
    }

    #[test]
    fn a_profile_of_one_pixel_and_one_without_a_valid_sample_are_plots_too() {
        let points = [point(0.0, None)];
        let curve = ProfileCurve { name: "B05", place: 4, unit: "reflectance", points: &points };
        let content = profile_content(&line([0.0, 0.0], 1), &[curve]);
        assert!(content.statements[0].starts_with("Sampling: 1 point, "), "{:?}", content.statements);
        assert!(content.summary.contains("B05 no valid sample"));
        let ranges = content.ranges(false);
        assert!(ranges.x[1] > ranges.x[0] && ranges.y[1] > ranges.y[0]);
    }

    #[test]
    fn the_standard_deviation_across_the_line_is_an_area() {
        let points = [point(0.0, Some(0.1)), point(1.0, Some(0.2))];
        let curve = ProfileCurve { name: "B05", place: 4, unit: "reflectance", points: &points };
        let content = profile_content(&line([0.0, 1.0], 5), &[curve]);
        assert_eq!(content.series[0].spread, Spread::Area);
        assert!(content.statements.iter().any(|text| text.contains("5 samples across the line (k = 1)")));
    }

    #[test]
    fn a_place_beside_the_line_is_marked_where_it_is_nearest_and_one_far_away_is_not() {
        let line = line([30.0, 40.0], 1);
        let distance = distance_along(&line, [15.4, 19.7], 2.0).unwrap();
        assert!((distance - 25.0).abs() < 1e-9, "{distance}");
        assert!(distance_along(&line, [0.0, 40.0], 2.0).is_none());
        let place = place_at(&line, 25.0);
        assert!((place[0] - 15.0).abs() + (place[1] - 20.0).abs() < 1e-9);
        assert!((distance_along(&line, [31.0, 41.0], 2.0).unwrap() - 50.0).abs() < 1e-9, "the end");
    }
}
