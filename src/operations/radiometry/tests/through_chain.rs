//! A raw product through the chain, against the chain's equations by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::imagery::{NoDataReason, ReducedTile, Tile, Window};
use crate::operations::viewing::ViewedProduct;
use crate::parameter_sets::ParameterSet;
use crate::supervision::Supervision;

const LINES: usize = 30;
const WHOLE: Window = Window::new(0, 0, LINES, 40);

fn opened(folder: &std::path::Path, set: &Arc<ParameterSet>) -> RawProduct {
    let header = sample_raw(folder, set, LINES);
    let supervision = Supervision::unattended();
    let raw = Arc::new(ViewedProduct::open(&header, None, &supervision).unwrap());
    RawProduct::open(raw, Arc::clone(set), &folder.join("set"), &supervision).unwrap()
}

fn pixels(product: &ViewedProduct, band: usize, window: Window) -> Tile {
    let mut tiles = Vec::new();
    product.raster().read(&[band], window, &mut tiles, &Supervision::unattended()).unwrap();
    tiles.remove(0)
}

/// Counts Z of the set's equations: dark signal, then two slopes.
fn equalised(set: &ParameterSet, band: usize, line: usize, column: usize) -> f64 {
    let response = set.bands[band].responses.values().next().unwrap();
    let counts = f64::from(code(band, line, column)) - response.dark.counts[column];
    let (a1, a2, knee) = (response.slopes.a1[column], response.slopes.a2[column], response.slopes.knee[column]);
    if counts <= knee { a1 * counts } else { a1 * knee + a2 * (counts - knee) }
}

fn off(steps: &[ChainStep]) -> WhatIf {
    WhatIf { steps_off: steps.iter().copied().collect::<BTreeSet<ChainStep>>(), changes: Vec::new() }
}

#[test]
fn counts_radiance_and_reflectance_are_those_of_the_equations() {
    let folder = tempfile::tempdir().unwrap();
    let set = Arc::new(sample_set(1));
    let raw = opened(folder.path(), &set);
    let distance = crate::earth::sun_distance_au(crate::units::UtcInstant::parse("2020-03-01T08:34:37.250").unwrap());
    let reflectance = std::f64::consts::PI * distance * distance / (1800.0 * 30_f64.to_radians().cos());
    for (what_if, quantity, per_count) in [
        (off(&[ChainStep::Radiance]), "counts", 1.0),
        (off(&[ChainStep::Reflectance]), "W·m⁻²·sr⁻¹·µm⁻¹", 0.5),
        (WhatIf::default(), "reflectance", 0.5 * reflectance),
    ] {
        let product = raw.through(&what_if);
        assert_eq!(product.quantity(), quantity);
        let tile = pixels(&product, 0, WHOLE);
        for (index, value) in tile.values.iter().enumerate() {
            let wanted = equalised(&set, 0, index / 40, index % 40) * per_count;
            assert!((f64::from(*value) - wanted).abs() < 1e-5 * wanted, "{quantity}, pixel {index}: {value}, {wanted}");
        }
    }
}

#[test]
fn a_step_switched_off_and_a_changed_coefficient_change_the_pixels_by_as_much() {
    let folder = tempfile::tempdir().unwrap();
    let set = Arc::new(sample_set(1));
    let raw = opened(folder.path(), &set);
    let bare = raw.through(&off(&[ChainStep::Dark, ChainStep::Slopes, ChainStep::Radiance]));
    for (index, value) in pixels(&bare, 0, WHOLE).values.iter().enumerate() {
        assert!((value - f32::from(code(0, index / 40, index % 40))).abs() < 1e-3, "codes as they were read");
    }
    let as_set = off(&[ChainStep::Radiance]);
    let change = |coefficient, factor, offset| WhatIf {
        changes: vec![CoefficientChange { band: "B01".to_owned(), coefficient, first: 5, last: 9, factor, offset }],
        ..as_set.clone()
    };
    let before = pixels(&raw.through(&as_set), 0, WHOLE).values;
    let after = pixels(&raw.through(&change(Coefficient::Dark, 1.0, 2.0)), 0, WHOLE).values;
    for (index, (before, after)) in before.iter().zip(&after).enumerate() {
        let column = index % 40;
        if (5..=9).contains(&column) {
            assert!(after < before, "column {column}");
        } else {
            assert!((before - after).abs() < f32::EPSILON, "column {column}");
        }
    }
    // Another band's coefficient leaves this band as it is.
    let other = pixels(&raw.through(&change(Coefficient::Dark, 1.0, 2.0)), 1, WHOLE).values;
    assert_eq!(other, pixels(&raw.through(&as_set), 1, WHOLE).values);
}

#[test]
fn any_window_gives_the_same_pixels_and_those_interpolated_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let set = Arc::new(sample_set(1));
    let product = opened(folder.path(), &set).through(&WhatIf::default());
    let whole = pixels(&product, 1, WHOLE);
    for window in [Window::new(3, 11, 5, 1), Window::new(0, 12, 2, 20), Window::new(29, 0, 1, 11)] {
        let part = pixels(&product, 1, window);
        for line in 0..window.lines {
            for column in 0..window.columns {
                let (at, of) = (line * window.columns + column, (window.line + line) * 40 + window.column + column);
                assert!((part.values[at] - whole.values[of]).abs() < f32::EPSILON, "{window:?}");
                assert_eq!(part.reasons[at], whole.reasons[of]);
                let is_interpolated = (10..=12).contains(&(window.column + column));
                assert_eq!(part.reasons[at].contains(NoDataReason::Defective), is_interpolated);
            }
        }
    }
}

#[test]
fn a_coarse_picture_is_of_the_middle_line_of_each_row_and_of_all_columns() {
    let folder = tempfile::tempdir().unwrap();
    let set = Arc::new(sample_set(1));
    let product = opened(folder.path(), &set).through(&off(&[ChainStep::Radiance]));
    let mut cells: Vec<ReducedTile> = Vec::new();
    product.raster().read_cells(&[0], WHOLE, 4, &mut cells, &Supervision::unattended()).unwrap();
    // Seven rows of four lines, and one of the two that are left.
    assert_eq!(cells[0].values.len(), 8 * 10);
    for (index, value) in cells[0].values.iter().enumerate() {
        let line = if index / 10 < 7 { 4 * (index / 10) + 2 } else { 29 };
        let wanted = (0..4).map(|column| equalised(&set, 0, line, 4 * (index % 10) + column)).sum::<f64>() / 4.0;
        assert!((f64::from(*value) - wanted).abs() < 1e-5 * wanted, "cell {index}");
    }
}

#[test]
fn a_pixel_is_explained_by_the_values_that_are_drawn_with_files_and_uncertainty() {
    let folder = tempfile::tempdir().unwrap();
    let set = Arc::new(sample_set(1));
    let raw = opened(folder.path(), &set);
    let supervision = Supervision::unattended();
    let change = CoefficientChange {
        band: "B01".to_owned(),
        coefficient: Coefficient::SlopeBelow,
        first: 6,
        last: 6,
        factor: 1.1,
        offset: 0.0,
    };
    let thought = WhatIf { changes: vec![change], ..WhatIf::default() };
    for what_if in [WhatIf::default(), thought] {
        let drawn = pixels(&raw.through(&what_if), 0, WHOLE);
        for (line, column) in [(0, 0), (2, 6), (29, 39)] {
            let explained = raw.explain("B01", line, column, &what_if, &supervision).unwrap();
            let of_picture = f64::from(drawn.values[line * 40 + column]);
            let value = explained.value.unwrap();
            assert!((value - of_picture).abs() < 1e-5 * of_picture, "{value} is drawn as {of_picture}");
            assert_eq!((explained.code, explained.tdi), (code(0, line, column), 8));
            let total = explained.total_sigma.unwrap();
            assert!(total > 0.0 && total < value, "{:?}", explained.budget);
            let slopes = explained.steps.iter().find(|step| step.name == "two slopes").unwrap();
            assert_eq!(slopes.coefficients[0].file.words(), "RELSEN 00001");
        }
    }
    // A column out of order is explained by its neighbours, and what used a neighbour's coefficients says so.
    let interpolated = raw.explain("B02", 5, 11, &WhatIf::default(), &supervision).unwrap();
    assert_eq!(interpolated.reasons, ["defective"]);
    assert!(interpolated.steps.iter().any(|step| step.name.starts_with("column 9 (× ")), "{:?}", interpolated.steps);
    let neighbour = raw.explain("B02", 5, 9, &WhatIf::default(), &supervision).unwrap();
    assert!(neighbour.used_by.iter().any(|line| line.contains("columns 10 to 12")), "{:?}", neighbour.used_by);
    assert!(raw.explain("B02", 5, 40, &WhatIf::default(), &supervision).is_err());
}
