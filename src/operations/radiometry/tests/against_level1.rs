//! The live picture of a raw product against the product that the chain writes of it: pre-scan, remanence, spikes, detectors out of order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::imagery::{NoDataReason, ReducedTile, Window};
use crate::instrument::radiometry::{ColumnRange, RemanenceFunction};
use crate::level1::{ChainSettings, Quantity, Step};
use crate::operations::level1::{ChainChoices, ProductChain, run_chain};
use crate::operations::viewing::ViewedProduct;
use crate::operations::{Context, Surroundings};
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::{SystemProductReader, SystemProductWriter};
use crate::supervision::Supervision;
use crate::units::UtcInstant;
use crate::workspace::Environment;

const LINES: usize = 29;
const USEFUL: usize = 40;
const SCANS: [usize; 2] = [3, 2];
const COLUMNS: usize = SCANS[0] + USEFUL + SCANS[1];

/// The sample set with a remanence of two ranges of columns.
fn set_with_remanence() -> ParameterSet {
    let mut set = sample_set(1);
    for band in &mut set.bands {
        let function = |first, last, scale: f64| RemanenceFunction {
            columns: ColumnRange::new(first, last),
            sampling_step: 500,
            samples: vec![(0, 0.0), (500, 4.0 * scale), (1023, 11.0 * scale)],
        };
        band.remanence = vec![function(0, 18, 1.0), function(19, 39, 1.7)];
    }
    set
}

fn context(folder: &Path) -> Context {
    Context::find(Surroundings {
        workspace: Some(folder.join("workspace")),
        catalog: None,
        environment: Environment::default(),
        clock: Arc::new(|| UtcInstant::parse("2024-01-01").unwrap()),
        supervision: Supervision::unattended(),
    })
    .unwrap()
}

/// The values of the useful columns that the written product holds, band by band, with the steps of a live picture.
fn written(folder: &Path, header: &Path, set: &ParameterSet) -> Vec<Vec<f32>> {
    let mut settings = ChainSettings { quantity: Quantity::Reflectance, ..ChainSettings::of_bits(10) };
    for step in [Step::StrayLightType1, Step::StrayLightType2, Step::Polarisation] {
        settings.steps = settings.steps.without(step);
    }
    let choices = ChainChoices {
        settings,
        saturation_spreads: false,
        polarisation_is_optional: true,
        polarisation: BTreeMap::new(),
        rescale: false,
        preview: false,
    };
    let chain = ProductChain::prepare(header, &folder.join("set"), set.clone(), choices, &context(folder)).unwrap();
    let out = folder.join("l1a");
    let mut description = chain.reader.product().as_l1a();
    let flags = chain.chain.flags().header();
    description.flags = flags.into_iter().map(|(name, done)| (name.to_owned(), done)).collect();
    let mut writer = SystemProductWriter::create(&out, description).unwrap();
    run_chain(&chain, None, &mut writer, &Supervision::unattended()).unwrap();
    writer.finish().unwrap();
    let reader = SystemProductReader::open(&out).unwrap();
    let of_band = |band| {
        let mut values = vec![0.0; LINES * USEFUL];
        reader.read_values(band, 0..LINES, &mut values).unwrap();
        values
    };
    (0..set.bands.len()).map(of_band).collect()
}

fn close(found: f32, expected: f32) -> bool {
    (found - expected).abs() <= 1e-6 * expected.abs()
}

#[test]
fn every_window_and_every_sampled_row_holds_what_the_written_product_holds() {
    let folder = tempfile::tempdir().unwrap();
    let set = set_with_remanence();
    let header = sample_raw_within(folder.path(), &set, LINES, SCANS);
    let expected = written(folder.path(), &header, &set);
    let supervision = Supervision::unattended();
    let raw = Arc::new(ViewedProduct::open(&header, None, &supervision).unwrap());
    let raw = RawProduct::open(raw, Arc::new(set), &folder.path().join("set"), &supervision).unwrap();
    let live = raw.through(&WhatIf::default());
    let windows = [
        Window::new(0, 0, LINES, COLUMNS),
        Window::new(0, 10, 1, 20),
        Window::new(1, 0, 3, 2),
        Window::new(7, 12, 9, 5),
        Window::new(28, 30, 1, COLUMNS - 30),
    ];
    for (band, expected) in expected.iter().enumerate() {
        for window in windows {
            let mut tiles = Vec::new();
            live.raster().read(&[band], window, &mut tiles, &supervision).unwrap();
            for index in 0..window.pixels() {
                let (line, column) = (window.line + index / window.columns, window.column + index % window.columns);
                let (value, reasons) = (tiles[0].values[index], tiles[0].reasons[index]);
                match column.checked_sub(SCANS[0]).filter(|column| *column < USEFUL) {
                    None => assert!(reasons.contains(NoDataReason::Outside), "line {line}, column {column}"),
                    Some(useful) => {
                        let wanted = expected[line * USEFUL + useful];
                        assert!(close(value, wanted), "band {band}, {line}, {column}: {value} instead of {wanted}");
                    }
                }
            }
        }
        for factor in [2, 4, 5] {
            let whole = Window::new(0, 0, LINES, COLUMNS);
            let mut cells: Vec<ReducedTile> = Vec::new();
            live.raster().read_cells(&[band], whole, factor, &mut cells, &supervision).unwrap();
            let per_row = COLUMNS.div_ceil(factor);
            assert_eq!(cells[0].values.len(), LINES.div_ceil(factor) * per_row);
            for (index, cell) in cells[0].values.iter().enumerate() {
                let (row, first) = (index / per_row, index % per_row * factor);
                let height = factor.min(LINES - row * factor);
                let line = row * factor + height / 2;
                let columns = first.max(SCANS[0])..(first + factor).min(SCANS[0] + USEFUL);
                // Means are of good pixels, where a cell has one.
                let is_good = |column: &usize| band == 0 || !(10..=12).contains(&(*column - SCANS[0]));
                let good: Vec<usize> = columns.filter(is_good).collect();
                let of_line = |column: &usize| f64::from(expected[line * USEFUL + *column - SCANS[0]]);
                let mean = good.iter().map(of_line).sum::<f64>() / good.len() as f64;
                let is_same = good.is_empty() || close(*cell, mean as f32);
                assert!(is_same, "band {band}, factor {factor}, cell {index}: {cell} instead of {mean}");
            }
        }
    }
    // What is compared depends on the line before.
    let off = WhatIf { steps_off: BTreeSet::from([ChainStep::Remanence]), ..WhatIf::default() };
    let mut tiles = Vec::new();
    raw.through(&off).raster().read(&[0], windows[0], &mut tiles, &supervision).unwrap();
    let without = |line: usize| tiles[0].values[line * COLUMNS + SCANS[0]];
    assert!(close(without(0), expected[0][0]) && without(1) > expected[0][USEFUL] * 1.001);
}
