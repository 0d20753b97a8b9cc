//! What every drawing and table of a plot must say.

use super::{
    Density, Drawing, PlotAxis, PlotContent, PlotMark, PlotPoint, PlotSeries, Spread, draw_plot, held_range, plot_csv,
};
use crate::reports::figure::{Scene, Shape, svg};
use crate::reports::tokens;

fn point(name: &str, x: f64, y: f64) -> PlotPoint {
    PlotPoint {
        name: name.to_owned(),
        half_width: 20.0,
        colour: Some(tokens::band(name, 0).colour),
        ..PlotPoint::at(x, y)
    }
}

fn series(name: &str, ordinal: usize, points: Vec<PlotPoint>) -> PlotSeries {
    PlotSeries {
        name: name.to_owned(),
        style: tokens::series(ordinal),
        drawing: Drawing::SymbolsAndLine,
        spread: Spread::Bars,
        points,
    }
}

fn spectrum() -> PlotContent {
    let mut second = point("B02", 440.0, 0.2);
    second.excluded = Some("saturated".to_owned());
    let mut mean = point("B01", 420.0, 0.15);
    mean.sigma = Some(0.02);
    PlotContent {
        name: "spectrum",
        title: "Spectrum".to_owned(),
        summary: "Spectrum of two places".to_owned(),
        x: PlotAxis::new("wavelength", "nm"),
        y: PlotAxis::new("reflectance", ""),
        density: None,
        series: vec![
            series("cursor", 0, vec![point("B01", 420.0, 0.1), second, point("B03", 490.0, f64::NAN)]),
            series("region 1, mean ± σ", 1, vec![mean]),
        ],
        marks: vec![PlotMark { name: "here".to_owned(), x: 430.0 }],
        statements: vec!["n = 12.".to_owned()],
    }
}

fn drawn(content: &PlotContent) -> Scene {
    draw_plot(content, content.ranges(false), 800.0, 300.0)
}

fn texts(scene: &Scene) -> Vec<&str> {
    scene
        .marks
        .iter()
        .filter_map(|mark| if let Shape::Text(label) = &mark.shape { Some(label.text.as_str()) } else { None })
        .collect()
}

fn with_role<'scene>(scene: &'scene Scene, role: &str) -> Vec<&'scene super::super::Mark> {
    scene.marks.iter().filter(|mark| mark.role == role).collect()
}

#[test]
fn the_drawing_names_its_axes_with_units_its_series_and_its_statements() {
    let content = spectrum();
    let scene = drawn(&content);
    let texts = texts(&scene);
    for wanted in ["Spectrum", "wavelength, nm", "reflectance", "cursor", "region 1, mean ± σ", "here", "n = 12."] {
        assert!(texts.contains(&wanted), "{wanted} in {texts:?}");
    }
    assert!(svg(&scene, "spectrum").contains("Spectrum of two places"));
}

#[test]
fn an_excluded_point_stays_hollow_and_says_why_and_one_without_a_value_is_not_drawn() {
    let scene = drawn(&spectrum());
    let points = with_role(&scene, "point");
    assert_eq!(points.len(), 3);
    let hollow: Vec<bool> =
        points.iter().map(|mark| matches!(mark.shape, Shape::Symbol { hollow: true, .. })).collect();
    assert_eq!(hollow, [false, true, false]);
    assert!(points[1].note.ends_with("excluded: saturated"), "{}", points[1].note);
    assert!(points[2].note.contains("0.150 ± 0.020 (k = 1)"), "{}", points[2].note);
}

#[test]
fn a_point_stands_where_the_axes_say() {
    let content = spectrum();
    let ranges = content.ranges(false);
    let scene = drawn(&content);
    let [x_low, x_high] = ranges.x;
    let Shape::Symbol { at, .. } = with_role(&scene, "point")[0].shape else { panic!("a symbol") };
    let share = (420.0 - x_low) / (x_high - x_low);
    assert!((at[0] - (76.0 + share * (780.0 - 76.0))).abs() < 1e-9);
    let share = (0.1 - ranges.y[0]) / (ranges.y[1] - ranges.y[0]);
    assert!((at[1] - (340.0 - share * 300.0)).abs() < 1e-9);
}

#[test]
fn the_ranges_hold_every_point_with_its_width_and_its_spread() {
    let ranges = spectrum().ranges(false);
    assert!(ranges.x[0] < 400.0 && ranges.x[1] > 460.0);
    assert!(ranges.y[0] < 0.1 && ranges.y[1] > 0.2);
}

#[test]
fn fixed_ends_hold_until_local_ones_are_asked_for() {
    let mut content = spectrum();
    content.y.range = Some([0.0, 1.0]);
    assert!(content.ranges(false).y[0].abs() < 1e-12 && (content.ranges(false).y[1] - 1.0).abs() < 1e-12);
    assert!(content.ranges(true).y[1] < 0.3);
}

#[test]
fn plots_of_nothing_of_one_point_and_of_a_constant_have_axes_with_an_extent() {
    let mut content = spectrum();
    for points in [
        vec![],
        vec![PlotPoint::at(5.0, 0.0)],
        vec![PlotPoint::at(0.0, -3.0), PlotPoint::at(1.0, -3.0)],
        vec![PlotPoint::at(f64::NAN, 1.0), PlotPoint::at(1.0, f64::INFINITY)],
        vec![PlotPoint::at(1e300, 1e300), PlotPoint::at(-1e300, -1e300)],
    ] {
        for drawing in [Drawing::Line, Drawing::Columns, Drawing::SymbolsAndLine] {
            for logarithmic in [false, true] {
                content.series = vec![PlotSeries { drawing, ..series("s", 0, points.clone()) }];
                content.y.logarithmic = logarithmic;
                let ranges = content.ranges(false);
                assert!(ranges.x[1] > ranges.x[0] && ranges.y[1] > ranges.y[0], "{points:?}: {ranges:?}");
                let written = svg(&drawn(&content), "p");
                assert!(!written.contains("NaN") && !written.contains("inf"), "{points:?}");
            }
        }
    }
}

#[test]
fn a_histogram_begins_at_zero_and_on_a_logarithmic_axis_an_empty_column_is_absent() {
    let mut content = spectrum();
    let points = [0.0, 1.0, 1000.0]
        .iter()
        .enumerate()
        .map(|(x, n)| PlotPoint { half_width: 0.5, ..PlotPoint::at(x as f64, *n) });
    content.series = vec![PlotSeries { drawing: Drawing::Columns, ..series("B01", 0, points.collect()) }];
    assert!(content.ranges(false).y[0].abs() < 1e-12);
    assert_eq!(with_role(&drawn(&content), "column").len(), 3);
    content.y.logarithmic = true;
    let scene = drawn(&content);
    assert_eq!(with_role(&scene, "column").len(), 2);
    assert!(texts(&scene).contains(&"100"));
}

#[test]
fn the_table_holds_every_digit_of_what_is_drawn() {
    let mut content = spectrum();
    content.series[0].points[0].y = Some(0.1 + 0.2);
    let table = plot_csv(&content);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "series,point,\"wavelength, nm\",\"half width, nm\",reflectance,standard deviation (k = 1),excluded because"
    );
    assert_eq!(lines[1], "cursor,B01,420.0,20.0,0.30000000000000004,,");
    assert_eq!(lines[2], "cursor,B02,440.0,20.0,0.2,,saturated");
    assert_eq!(lines[3], "cursor,B03,490.0,20.0,,,");
    assert_eq!(lines.len(), 5);
}

#[test]
fn a_density_is_drawn_from_its_least_values_at_the_lower_left() {
    let mut content = spectrum();
    content.series.clear();
    content.density = Some(Density {
        x_range: [0.0, 2.0],
        y_range: [0.0, 1.0],
        x_cells: 2,
        y_cells: 2,
        counts: vec![5, 0, 0, 0],
        highlighted: vec![0, 0, 0, 1],
    });
    let density = content.density.clone().unwrap();
    let alpha: Vec<u8> = density.rgba().chunks(4).map(|pixel| pixel[3]).collect();
    assert_eq!(alpha, [0, 255, 255, 0], "the top row first; the highlighted cell is upper right");
    assert_eq!(&density.rgba()[4..7], tokens::ACCENT.0.as_slice());
    let scene = drawn(&content);
    assert_eq!(with_role(&scene, "density").len(), 1);
    assert_eq!(plot_csv(&content).lines().nth(1), Some("0.0,1.0,0.0,0.5,5,0"));
    content.x.range = Some([0.5, 1.5]);
    assert_eq!(with_role(&drawn(&content), "cell").len(), 2, "zoomed in, cells are cut at the frame");
    content.density = Some(Density { counts: vec![1], ..density });
    assert!(with_role(&drawn(&content), "density").is_empty());
}

#[test]
fn a_held_axis_grows_to_round_numbers_and_never_shrinks() {
    let first = held_range(None, [0.05, 0.31]);
    assert!(first[0].abs() < 1e-12 && first[1] >= 0.31 && first[1] < 0.5, "{first:?}");
    assert_eq!(held_range(Some(first), [0.1, 0.2]).map(f64::to_bits), first.map(f64::to_bits));
    let grown = held_range(Some(first), [-0.2, 0.9]);
    assert!(grown[0] <= -0.2 && grown[1] >= 0.9);
    let empty = held_range(None, [0.0, 0.0]);
    assert!(empty[1] > empty[0]);
}
