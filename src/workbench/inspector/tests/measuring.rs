//! Regions, profiles, scatter plots, histograms.

use std::sync::Arc;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::bench::{Bench, bench, point_at, synthetic_product, valid_pixels, viewed, wait_for};
use crate::imagery::Window;
use crate::imagery::picture::{ChannelSource, Composition};
use crate::imagery::region::Region;
use crate::operations::viewing::Effort;
use crate::reports::figure::plot::PlotPoint;
use crate::supervision::Supervision;
use crate::workbench::inspector::{
    HistogramPanel, KnownRegion, ProfilePanel, RegionsPanel, ScatterPanel, SpectrumPanel, as_command,
};
use crate::workbench::panel::Panel;
use crate::workbench::viewer::{PlotKind, ProductReference, ProfileLine, RegionShape};

const SIZE: [f32; 2] = [1000.0, 420.0];

fn colours<P>(window: &mut Harness<'static, Bench<P>>) {
    let bands = ["B07", "B04", "B03"].map(|name| ChannelSource::Band(name.to_owned()));
    let viewer = &mut window.state_mut().desk.session.viewer;
    viewer.set_composition(viewer.active(), Composition::Colour(bands));
}

fn draw_region<P: Panel>(window: &mut Harness<'static, Bench<P>>, shape: RegionShape) -> u32 {
    let desk = &mut window.state_mut().desk;
    let open = desk.session.products[0].clone();
    let reference = ProductReference { path: open.path, image: open.image };
    let id = desk.session.viewer.edits.marks.add_region(&reference, shape).unwrap();
    wait_for(window, |bench| {
        matches!(bench.desk.inspection.region(id), KnownRegion::Measured(_) | KnownRegion::Failed(_))
    });
    id
}

#[test]
fn the_statistics_of_a_region_stand_by_band_and_are_those_of_its_pixels() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<RegionsPanel>(folder.path(), &product, None, SIZE);
    draw_region(&mut window, RegionShape::Rectangle(Window::new(40, 50, 8, 9)));
    let product = viewed(window.state());
    let mut sum = 0.0;
    let mut n = 0_u32;
    for line in 40..48 {
        for column in 50..59 {
            let reading = product.pixel(line, column, &Supervision::unattended()).unwrap();
            let band = &reading.bands[4];
            if let (Some(value), true) = (band.reflectance.known(), band.reasons.is_empty()) {
                sum += value;
                n += 1;
            }
        }
    }
    let KnownRegion::Measured(reading) = window.state_mut().desk.inspection.region(1) else { panic!("measured") };
    assert_eq!(reading.channels[4].n_valid, u64::from(n));
    assert!((reading.channels[4].mean.unwrap() - sum / f64::from(n)).abs() < 1e-9);
    let row = window.get_by_label("B05");
    let value = row.accesskit_node().value().unwrap();
    assert!(value.starts_with(&format!("n valid {n};")) && value.contains("SNR "), "{value}");
}

#[test]
fn a_region_is_nudged_by_the_arrow_keys_and_moved_by_number_and_both_are_undone() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<RegionsPanel>(folder.path(), &product, None, SIZE);
    draw_region(&mut window, RegionShape::Rectangle(Window::new(40, 50, 8, 9)));
    let shape = |window: &Harness<'static, Bench<RegionsPanel>>| {
        window.state().desk.session.viewer.edits.marks.regions[0].shape.clone()
    };
    window.get_by_label("Region 1").click();
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press_modifiers(egui::Modifiers::SHIFT, Key::ArrowLeft);
    window.run();
    assert_eq!(shape(&window), RegionShape::Rectangle(Window::new(41, 40, 8, 9)));
    assert_eq!(window.state().desk.edits.undoable(), Some("move region"));
    let desk = &mut window.state_mut().desk;
    desk.edits.undo(&mut desk.session.viewer.edits);
    desk.edits.undo(&mut desk.session.viewer.edits);
    window.run();
    assert_eq!(shape(&window), RegionShape::Rectangle(Window::new(40, 50, 8, 9)));
    let line = as_command(&window.state().desk).unwrap();
    assert!(line.contains("viq inspect region ") && line.contains("--rectangle=40,50,8,9"), "{line}");
}

#[test]
fn a_region_without_a_pixel_of_the_image_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<RegionsPanel>(folder.path(), &product, None, SIZE);
    draw_region(&mut window, RegionShape::Rectangle(Window::new(5000, 5000, 3, 3)));
    let known = window.state_mut().desk.inspection.region(1);
    assert!(matches!(&known, KnownRegion::Failed(reason) if reason.contains("needed a region")), "{known:?}");
    assert!(window.query_by_label_contains("needed a region").is_some());
}

#[test]
fn the_spectrum_of_a_region_has_its_mean_and_its_standard_deviation() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<SpectrumPanel>(folder.path(), &product, None, SIZE);
    draw_region(&mut window, RegionShape::Polygon(vec![[40.0, 40.0], [40.0, 60.0], [60.0, 50.0]]));
    let plot = window.state().desk.inspection.plots.get(PlotKind::Spectrum).unwrap().clone();
    let KnownRegion::Measured(reading) = window.state_mut().desk.inspection.region(1) else { panic!("measured") };
    let point = plot.content.series[0].points.iter().find(|point| point.name == "B09").unwrap();
    let channel = reading.channels.iter().find(|channel| channel.channel == "B09").unwrap();
    assert_eq!((point.value(), point.spread()), (channel.mean, channel.sigma));
    assert!(window.query_by_label("Region 1").is_some(), "in the key");
}

#[test]
fn a_profile_has_the_values_of_the_pixels_on_its_line_and_marks_the_place_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<ProfilePanel>(folder.path(), &product, None, SIZE);
    colours(&mut window);
    let line = ProfileLine { from: [64.0, 40.0], to: [64.0, 80.0], width: 1, product: None };
    window.state_mut().desk.session.viewer.edits.marks.profile = Some(line);
    wait_for(&mut window, |bench| bench.desk.inspection.plots.get(PlotKind::Profile).is_some());
    let plot = |window: &Harness<'static, Bench<ProfilePanel>>| {
        window.state().desk.inspection.plots.get(PlotKind::Profile).unwrap().content.clone()
    };
    let content = plot(&window);
    let names: Vec<&str> = content.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["B07", "B04", "B03"]);
    let product = viewed(window.state());
    for column in [40, 57, 80] {
        let reading = product.pixel(64, column, &Supervision::unattended()).unwrap();
        let band = reading.bands.iter().find(|band| band.band == "B04").unwrap();
        let expected = band.reflectance.known().copied().filter(|_| band.reasons.is_empty());
        assert_eq!(content.series[1].points[column - 40].value(), expected, "column {column}");
    }
    assert!(window.query_by_label_contains("Sampling: 41 points").is_some());
    assert!(content.marks.is_empty());
    point_at(&mut window, 64.0, 50.0);
    window.run();
    assert!((plot(&window).marks[0].x - 10.0).abs() < 1e-9);
    let command = as_command(&window.state().desk).unwrap();
    assert!(command.contains("viq inspect profile ") && command.contains("--from=64,40"), "{command}");
}

#[test]
fn a_profile_of_one_pixel_is_a_plot_of_one_point() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<ProfilePanel>(folder.path(), &product, None, SIZE);
    colours(&mut window);
    let line = ProfileLine { from: [64.0, 40.0], to: [64.0, 40.0], width: 1, product: None };
    window.state_mut().desk.session.viewer.edits.marks.profile = Some(line);
    wait_for(&mut window, |bench| bench.desk.inspection.plots.get(PlotKind::Profile).is_some());
    let plot = window.state().desk.inspection.plots.get(PlotKind::Profile).unwrap().clone();
    assert!(plot.content.series.iter().all(|series| series.points.len() == 1));
    assert!(window.query_by_label("Profile").is_some());
}

#[test]
fn a_brush_in_the_scatter_plot_highlights_exactly_the_pixels_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<ScatterPanel>(folder.path(), &product, None, SIZE);
    colours(&mut window);
    wait_for(&mut window, |bench| bench.desk.inspection.plots.get(PlotKind::Scatter).is_some());
    let plot = window.state().desk.inspection.plots.get(PlotKind::Scatter).unwrap().clone();
    assert_eq!((plot.content.x.name.as_str(), plot.content.y.name.as_str()), ("B07", "B04"));
    let area = window.get_by_label("Scatter").rect();
    let (from, to) = (area.lerp_inside([0.3, 0.8]), area.lerp_inside([0.7, 0.2]));
    window.drag_at(from);
    window.run_steps(3);
    for step in 1..=4 {
        window.hover_at(from.lerp(to, step as f32 / 4.0));
        window.run_steps(2);
    }
    window.drop_at(to);
    window.run_steps(3);
    wait_for(&mut window, |bench| {
        let lit = bench.panel.lit();
        lit.is_some_and(|cells| {
            bench.desk.inspection.highlight.as_ref().is_some_and(|lit| Arc::ptr_eq(&lit.cells, &cells))
        })
    });
    let brush = window.state().panel.brush().unwrap();
    let lit = window.state().desk.inspection.highlight.clone().unwrap();
    let product = viewed(window.state());
    let mut n = 0;
    for line in 0..product.lines() {
        for column in 0..product.columns() {
            let bands = product.pixel(line, column, &Supervision::unattended()).unwrap().bands;
            let value = |name: &str| {
                let band = bands.iter().find(|band| band.band == name).unwrap();
                band.reflectance.known().copied().filter(|_| band.reasons.is_empty())
            };
            let is_under = value("B07").zip(value("B04")).is_some_and(|(x, y)| brush.holds(x, y));
            assert_eq!(lit.cells.marked[line * lit.cells.columns + column], is_under, "line {line}, column {column}");
            n += u64::from(is_under);
        }
    }
    assert!(n > 0 && lit.cells.n == n);
    window.get_by_label("Clear brush").click();
    window.run_steps(3);
    assert!(window.state().desk.inspection.highlight.is_none());
}

#[test]
fn the_cells_of_the_selected_region_are_highlighted_in_the_scatter_plot() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<ScatterPanel>(folder.path(), &product, None, SIZE);
    colours(&mut window);
    let rectangle = Window::new(50, 50, 20, 20);
    draw_region(&mut window, RegionShape::Rectangle(rectangle));
    let lit = |bench: &mut Bench<ScatterPanel>| {
        let plot = bench.desk.inspection.plots.get(PlotKind::Scatter)?;
        let density = plot.content.density.clone()?;
        (!density.highlighted.is_empty()).then_some(density)
    };
    wait_for(&mut window, |bench| lit(bench).is_some());
    let density = lit(window.state_mut()).unwrap();
    let [x, y] = ["B07", "B04"].map(|name| ChannelSource::Band(name.to_owned()));
    let region = Region::Rectangle(rectangle);
    let product = viewed(window.state());
    let supervision = Supervision::unattended();
    let counted = product.scatter([&x, &y], product.whole(), Some(&region), 128, Effort::Exact, &supervision).unwrap();
    assert_eq!(density.highlighted, counted.scatter.counts);
    assert!(density.counts.iter().zip(&density.highlighted).all(|(all, lit)| lit <= all));
}

#[test]
fn the_histogram_counts_every_valid_pixel_of_what_the_view_shows() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<HistogramPanel>(folder.path(), &product, None, SIZE);
    let viewer = &mut window.state_mut().desk.session.viewer;
    viewer.set_composition(viewer.active(), Composition::grey("B05"));
    wait_for(&mut window, |bench| bench.desk.inspection.plots.get(PlotKind::Histogram).is_some());
    let plot = window.state().desk.inspection.plots.get(PlotKind::Histogram).unwrap().clone();
    let counted: f64 = plot.content.series[0].points.iter().filter_map(PlotPoint::value).sum();
    let product = viewed(window.state());
    let source = ChannelSource::Band("B05".to_owned());
    let found = product.statistics(&source, product.whole(), Effort::Exact, &Supervision::unattended()).unwrap();
    assert!((counted - found.n_valid as f64).abs() < 1e-6, "{counted} of {}", found.n_valid);
    window.get_by_label("Log counts").click();
    window.run();
    let plot = window.state().desk.inspection.plots.get(PlotKind::Histogram).unwrap().clone();
    assert!(plot.content.y.logarithmic);
}

#[test]
fn idle_plots_ask_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<ScatterPanel>(folder.path(), &product, None, SIZE);
    colours(&mut window);
    draw_region(&mut window, RegionShape::Rectangle(Window::new(50, 50, 20, 20)));
    let [[line, column], _] = valid_pixels(window.state());
    point_at(&mut window, line as f64, column as f64);
    wait_for(&mut window, |bench| bench.desk.inspection.plots.get(PlotKind::Scatter).is_some());
    let before = window.state().desk.queries.asked();
    for _ in 0..100 {
        window.step();
    }
    assert_eq!(window.state().desk.queries.asked(), before);
}
