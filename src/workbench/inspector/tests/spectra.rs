//! The spectrum: the file's values, and one description for screen, drawing and table.

use std::path::PathBuf;

use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::bench::{bench, point_at, synthetic_product, valid_pixels};
use crate::operations::viewing::values_of_the_file;
use crate::reports::figure::plot::{draw_plot, plot_csv};
use crate::reports::figure::{Shape, svg};
use crate::workbench::inspector::SpectrumPanel;
use crate::workbench::plots::scene_png;
use crate::workbench::viewer::{PlotKind, ProductReference};

const SIZE: [f32; 2] = [700.0, 320.0];

#[test]
fn the_spectrum_at_a_pixel_of_the_real_product_equals_the_files_values() {
    let root = std::env::var("VIQ_SHARED_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let data = PathBuf::from(root).join("venus_l1");
    let header = data.join("VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR");
    let image = data.join("venus1.tif");
    if !header.exists() || !image.exists() {
        println!("skipped: no real product on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut window = bench::<SpectrumPanel>(folder.path(), &header, Some(image.clone()), SIZE);
    let [first, second] = valid_pixels(window.state());
    for [line, column] in [first, second, [60, 60], [0, 0]] {
        point_at(&mut window, line as f64, column as f64);
        let plot = window.state().desk.inspection.plots.get(PlotKind::Spectrum).unwrap().clone();
        assert_eq!(plot.content.series[0].points.len(), 12);
        for (band, centre_nm, value, is_valid) in values_of_the_file(&header, &image, line, column) {
            let shown = plot.content.series[0].points.iter().find(|point| point.name == band).unwrap();
            match shown.value() {
                Some(shown) => assert!((shown - value).abs() <= 1e-12 * value.abs(), "{band} {shown}"),
                None => assert!(!is_valid, "{band} {shown:?}"),
            }
            assert_eq!(Some(shown.x), centre_nm);
        }
    }
}

#[test]
fn the_screen_the_drawing_and_the_table_have_the_same_series_and_labels() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<SpectrumPanel>(folder.path(), &product, None, SIZE);
    let reference = ProductReference { path: product, image: None };
    let [[line, column], pin] = valid_pixels(window.state());
    window.state_mut().desk.session.viewer.edits.marks.add_pin(&reference, pin[0], pin[1]);
    point_at(&mut window, line as f64, column as f64);
    super::bench::wait_for(&mut window, |bench| bench.desk.inspection.pin(1).read().is_some());
    window.run();
    let plot = window.state().desk.inspection.plots.get(PlotKind::Spectrum).unwrap().clone();
    let names: Vec<&str> = plot.content.series.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, ["cursor", "Pin 1"]);
    let scene = draw_plot(&plot.content, plot.ranges, 800.0, 300.0);
    let written: Vec<&str> = scene
        .marks
        .iter()
        .filter_map(|mark| if let Shape::Text(label) = &mark.shape { Some(label.text.as_str()) } else { None })
        .collect();
    let table = plot_csv(&plot.content);
    for name in names {
        assert!(window.query_by_label(name).is_some(), "{name} in the key on the screen");
        assert!(written.contains(&name) && table.contains(&format!("\n{name},")), "{name}");
    }
    for axis in [&plot.content.x, &plot.content.y] {
        assert!(written.contains(&axis.label().as_str()) && table.contains(&axis.label()));
    }
    assert_eq!(scene.marks.iter().filter(|mark| mark.role == "point").count(), 24);
    assert_eq!(table.lines().count(), 25);
    let node = window.get_by_label("Spectrum");
    let summary = node.accesskit_node().value().unwrap();
    let wanted = format!("Spectrum: cursor at line {line}, column {column}; 12 bands in reflectance: B01 0.");
    assert!(summary.starts_with(&wanted), "{summary}");
    assert_eq!(summary, scene.summary);
    assert!(svg(&scene, "spectrum").contains("Pin 1"));
}

#[test]
fn the_picture_of_a_plot_is_the_same_every_time_and_shows_its_curves() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<SpectrumPanel>(folder.path(), &product, None, SIZE);
    let [[line, column], _] = valid_pixels(window.state());
    point_at(&mut window, line as f64, column as f64);
    let plot = window.state().desk.inspection.plots.get(PlotKind::Spectrum).unwrap().clone();
    let scene = draw_plot(&plot.content, plot.ranges, 400.0, 200.0);
    let png = scene_png(&scene, 2.0).unwrap();
    assert_eq!(png, scene_png(&scene, 2.0).unwrap());
    let picture = image::load_from_memory(&png).unwrap().into_rgb8();
    assert_eq!((picture.width(), picture.height()), (800, (2.0 * scene.height).round() as u32));
    let point = scene.marks.iter().find(|mark| mark.role == "point").unwrap();
    let Shape::Symbol { at, colour, .. } = point.shape else { panic!("a symbol") };
    let pixel = picture.get_pixel((2.0 * at[0]) as u32, (2.0 * at[1]) as u32);
    assert_eq!(pixel.0, colour.0, "the middle of a symbol has its colour");
    assert_eq!(picture.get_pixel(2, 2).0, crate::reports::tokens::PANEL.0);
}

#[test]
fn without_anything_to_show_the_spectrum_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let product = synthetic_product(folder.path());
    let mut window = bench::<SpectrumPanel>(folder.path(), &product, None, SIZE);
    window.run();
    assert!(window.query_by_label("No spectrum").is_some());
    assert!(window.state().desk.inspection.plots.active().is_none());
}
