use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::measurement::{Bound, Outcome};
use crate::reports::bundle::ProductReport;
use crate::reports::sample;
use crate::units::Estimate;

fn all_figures(product: &ProductReport) -> Vec<Figure> {
    [
        quick_look(product),
        registration_matrix(product),
        registration_map(product),
        noise_bars(product),
        snr_bars(product),
        twin_scatter(product),
        no_data_rates(product),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The figure as it is written, without the bytes of its pictures.
fn written(figure: &Figure) -> String {
    let mut text = svg(&figure.scene, figure.name);
    while let Some((before, after)) = text.split_once("base64,") {
        let rest = after.split_once('"').unwrap().1;
        text = format!("{before}\"{rest}");
    }
    text
}

fn of_role<'scene>(scene: &'scene Scene, role: &str) -> Vec<&'scene Mark> {
    scene.marks.iter().filter(|mark| mark.role == role).collect()
}

fn assert_well_formed(text: &str) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                for attribute in start.attributes() {
                    attribute.unwrap();
                }
            }
            Event::Empty(start) => {
                for attribute in start.attributes() {
                    attribute.unwrap();
                }
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn every_figure_is_well_formed_and_the_same_every_time() {
    let product = sample::product();
    let figures = all_figures(&product);
    assert_eq!(figures.len(), 7);
    for (figure, again) in figures.iter().zip(all_figures(&sample::product())) {
        let text = written(figure);
        assert_well_formed(&text);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{}", figure.name);
        assert!(svg(&figure.scene, figure.name) == svg(&again.scene, again.name), "{}", figure.name);
        assert!(!figure.scene.summary.is_empty() && !figure.population.is_empty());
    }
}

#[test]
fn nothing_is_drawn_beyond_the_edges_of_its_figure() {
    for figure in all_figures(&sample::product()) {
        let inside = |x: f64, y: f64| {
            (-0.5..=figure.scene.width + 0.5).contains(&x) && (-0.5..=figure.scene.height + 0.5).contains(&y)
        };
        for mark in &figure.scene.marks {
            let fits = match &mark.shape {
                Shape::Line { from, to, .. } => inside(from[0], from[1]) && inside(to[0], to[1]),
                Shape::Polygon { corners, .. } => corners.iter().all(|[x, y]| inside(*x, *y)),
                Shape::Rectangle { at, size, .. } | Shape::Picture { at, size, .. } => {
                    inside(at[0], at[1]) && inside(at[0] + size[0], at[1] + size[1])
                }
                Shape::Symbol { at, .. } => inside(at[0], at[1]),
                Shape::Text(label) if label.upwards => inside(label.at[0], label.at[1]),
                Shape::Text(label) => {
                    let width = scene::text_width(&label.text, label.size, label.face);
                    let left = match label.anchor {
                        Anchor::Start => label.at[0],
                        Anchor::Middle => label.at[0] - width / 2.0,
                        Anchor::End => label.at[0] - width,
                    };
                    inside(left, label.at[1]) && inside(left + width, label.at[1])
                }
            };
            assert!(fits, "{}: {mark:?}", figure.name);
        }
    }
}

#[test]
fn the_board_has_one_cell_a_pair_above_and_one_below() {
    let figure = registration_matrix(&sample::product()).unwrap();
    assert_eq!(of_role(&figure.scene, "pair").len(), 66);
    assert_eq!(of_role(&figure.scene, "direction").len(), 66);
    assert_eq!(of_role(&figure.scene, "detector-unit").len(), 4);
    let hatched = |mark: &&&Mark| matches!(&mark.shape, Shape::Rectangle { fill: Fill::Hatched(..), .. });
    let not_measurable: Vec<&Mark> = of_role(&figure.scene, "pair").iter().filter(hatched).copied().collect();
    assert_eq!(not_measurable.len(), 6, "B01 and B02 against B10, B11 and B12");
    assert!(not_measurable.iter().all(|mark| mark.note.contains("spectra do not correlate")));
}

#[test]
fn a_pair_points_from_the_columns_band_to_the_rows_whichever_way_it_was_measured() {
    // Two bands alone: the arrow's head says which way it points.
    let head = |reversed: bool| {
        let mut product = sample::product();
        product.facts.bands.retain(|band| band.name == "B05" || band.name == "B06");
        product.measurements.retain(|m| m.subject.to_string() == "B05-B06" && m.metric.starts_with("registration"));
        if reversed {
            for measurement in &mut product.measurements {
                measurement.subject = "B06-B05".to_owned().into();
                if let (Outcome::Measured { estimate }, true) =
                    (&mut measurement.outcome, measurement.metric != "registration_length")
                {
                    estimate.value = -estimate.value;
                }
            }
        }
        let scene = registration_matrix(&product).unwrap().scene;
        let [first, ..] = of_role(&scene, "arrow-head")[..] else { panic!("no arrow") };
        let Shape::Polygon { corners, .. } = &first.shape else { panic!("no polygon") };
        [corners[0][0] - corners[1][0], corners[0][1] - corners[1][1]]
    };
    let (forward, backward) = (head(false), head(true));
    assert!(forward[0] > 0.0 && forward[1] > 0.0, "B06 lies at greater line and column: {forward:?}");
    assert!((forward[0] - backward[0]).abs() < 1e-9 && (forward[1] - backward[1]).abs() < 1e-9);
}

#[test]
fn a_requirement_far_from_the_data_is_still_drawn_inside_the_plot_and_named() {
    for limit in [1e-7, 0.0011, 0.05, 3.0] {
        let mut product = sample::product();
        product.verdicts.retain(|verdict| verdict.requirement.id == "noise");
        for verdict in &mut product.verdicts {
            verdict.requirement.bound = Bound::AtMost(limit);
        }
        let scene = noise_bars(&product).unwrap().scene;
        let [line] = of_role(&scene, "requirement")[..] else { panic!("one line is drawn") };
        let Shape::Line { from, to, .. } = &line.shape else { panic!("a line") };
        assert!((from[1] - to[1]).abs() < 1e-9);
        assert!(from[1] > 15.9 && from[1] < 246.1, "limit {limit} lies at {}", from[1]);
        let plain = crate::reports::number::significant(limit, 6, crate::reports::number::Sign::Negative);
        let name = format!("≤ {plain} reflectance");
        let named = scene.marks.iter().any(|mark| matches!(&mark.shape, Shape::Text(label) if label.text == name));
        assert!(named, "{name}");
    }
}

#[test]
fn the_line_of_some_bands_spans_just_those() {
    let mut product = sample::product();
    product.verdicts.retain(|verdict| verdict.requirement.id == "noise-blue");
    assert_eq!(of_role(&noise_bars(&product).unwrap().scene, "requirement").len(), 3);
}

#[test]
fn a_requirement_in_another_unit_is_not_drawn_over_the_axis() {
    let mut product = sample::product();
    for verdict in &mut product.verdicts {
        verdict.requirement.unit = "code".to_owned();
    }
    assert!(of_role(&noise_bars(&product).unwrap().scene, "requirement").is_empty());
}

#[test]
fn numbers_that_are_not_finite_are_left_out_and_never_written() {
    let mut product = sample::product();
    for (index, measurement) in product.measurements.iter_mut().enumerate() {
        if let Outcome::Measured { estimate } = &mut measurement.outcome {
            match index % 3 {
                0 => estimate.value = f64::NAN,
                1 => estimate.uncertainty = f64::INFINITY,
                _ => {}
            }
        }
    }
    let scatter = product.twin_scatter.as_mut().unwrap();
    scatter.slope = Some(Estimate::exact(f64::NAN, f64::NAN, 0));
    if let Some(window) = product.registration_map.as_mut().and_then(|map| map.windows.first_mut()) {
        window.d_line = f64::NAN;
    }
    for figure in all_figures(&product) {
        let text = written(&figure);
        assert_well_formed(&text);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{}", figure.name);
    }
}

#[test]
fn degenerate_input_makes_a_figure_or_none_and_never_fails() {
    assert!(all_figures(&sample::bare("nothing")).is_empty());

    let mut product = sample::product();
    for measurement in &mut product.measurements {
        measurement.outcome = Outcome::NotMeasurable { reason: "every pixel is cloud".to_owned() };
    }
    product.facts.lines = 0;
    product.facts.columns = 0;
    for figure in all_figures(&product) {
        assert_well_formed(&svg(&figure.scene, figure.name));
    }

    let mut product = sample::product();
    for measurement in &mut product.measurements {
        measurement.outcome = Outcome::Measured { estimate: Estimate::exact(0.0, 0.0, 0) };
    }
    for figure in all_figures(&product) {
        let text = written(&figure);
        assert_well_formed(&text);
        assert!(!text.contains("NaN"));
    }

    let mut product = sample::product();
    let scatter = product.twin_scatter.as_mut().unwrap();
    scatter.counts.pop();
    assert!(twin_scatter(&product).is_none(), "a grid that is not one is not drawn");
    let map = product.registration_map.as_mut().unwrap();
    map.windows.truncate(1);
    assert!(registration_map(&product).is_some());
}

#[test]
fn an_instrument_of_forty_bands_fits_its_figures() {
    let mut product = sample::product();
    product.facts.bands = (0..40)
        .map(|index| crate::reports::BandFact {
            name: format!("band {index}"),
            centre_nm: Some(400.0 + 10.0 * f64::from(index)),
            ak: None,
            detector_unit: None,
        })
        .collect();
    for measurement in &mut product.measurements {
        if let crate::measurement::Subject::Band(name) = &mut measurement.subject {
            *name = name.replace('B', "band ");
        }
    }
    for figure in all_figures(&product) {
        assert_well_formed(&svg(&figure.scene, figure.name));
    }
    let noise = noise_bars(&product).unwrap();
    assert!(noise.scene.marks.iter().any(|m| matches!(&m.shape, Shape::Text(label) if label.text == "band 39")));
}

#[test]
fn every_reason_keeps_a_hatch_of_its_own_on_a_grey_print() {
    let figure = no_data_rates(&sample::product()).unwrap();
    let mut hatches: Vec<crate::imagery::picture::Hatch> = of_role(&figure.scene, "swatch")
        .iter()
        .map(|mark| match &mark.shape {
            Shape::Rectangle { fill: Fill::Hatched(_, hatch), .. } => *hatch,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(hatches.len(), 7);
    hatches.sort_unstable();
    hatches.dedup();
    assert_eq!(hatches.len(), 7);
}
