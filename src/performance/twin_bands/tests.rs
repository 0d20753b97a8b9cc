use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use super::*;
use crate::imagery::{NoDataReason, RasterSize, Reasons, Tile, Window};
use crate::instrument::SpectralBand;
use crate::measurement::{Measurement, Outcome};

fn band(name: &str) -> SpectralBand {
    SpectralBand {
        name: name.to_owned(),
        centre_nm: Some(620.0),
        ak: None,
        polarisation_coefficient: None,
        detector_unit: None,
        reflectance_per_code: Some(0.001),
    }
}

fn tile(values: impl Iterator<Item = f64>) -> Tile {
    let values: Vec<f32> = values.map(|value| value as f32).collect();
    Tile { reasons: vec![Reasons::VALID; values.len()], values }
}

/// Second band = 1.02 · first + 3, moved by `shift`, both with noise.
fn pair(side: usize, shift: [f64; 2], noise: [f64; 2], seed: u64) -> Vec<Tile> {
    let mut generator = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let scene = |line: f64, column: f64| {
        150.0
            + 25.0 * (0.35 * line + 0.2 * column).sin()
            + 20.0 * (0.13 * column - 0.4 * line).cos()
            + 30.0 * (0.031 * line * 0.7 + 0.02 * column).sin()
    };
    let mut make = |gain: f64, offset: f64, moved: [f64; 2], sigma: f64| {
        tile((0..side * side).map(|index| {
            let (line, column) = ((index / side) as f64 - moved[0], (index % side) as f64 - moved[1]);
            let noise: f64 = StandardNormal.sample(&mut generator);
            gain * scene(line, column) + offset + sigma * noise
        }))
    };
    vec![make(1.0, 0.0, [0.0; 2], noise[0]), make(1.02, 3.0, shift, noise[1])]
}

fn measure(
    tiles: &[Tile],
    lines: usize,
    columns: usize,
    shift: Option<[f64; 2]>,
    noise: Option<[f64; 2]>,
) -> TwinOutcome {
    let size = RasterSize { lines, columns, bands: tiles.len(), block_lines: lines, block_columns: columns };
    let sample = TwinSampler::new(size, 0, 1, shift).sample(Window::new(0, 0, lines, columns), tiles);
    let (first, second) = (band("B05"), band("B06"));
    conclude([sample], &TwinContext { first: &first, second: &second, shift, noise })
}

fn reason(measurement: &Measurement) -> &str {
    match &measurement.outcome {
        Outcome::NotMeasurable { reason } => reason,
        Outcome::Measured { estimate } => panic!("{estimate:?}"),
    }
}

#[test]
fn gain_and_offset_between_twins_are_found_after_registration() {
    let shift = [0.43, 0.35];
    for (seed, noise) in [(1, [8.0, 4.0]), (2, [3.0, 9.0])] {
        let found = measure(&pair(300, shift, noise, seed), 300, 300, Some(shift), Some(noise));
        let [ratio, slope, intercept] = [0, 1, 2].map(|i| found.measurements[i].estimate().unwrap());
        assert!((slope.value - 1.02).abs() < 4.0 * slope.uncertainty + 0.004, "{slope:?}");
        assert!((intercept.value - 0.003).abs() < 4.0 * intercept.uncertainty + 0.0006, "{intercept:?}");
        assert!((ratio.value - 1.04).abs() < 0.003, "{ratio:?}");
        assert!(slope.uncertainty > 0.0 && slope.uncertainty < 0.02);
        assert_eq!(ratio.n, 90_000);
    }
}

#[test]
fn cells_put_together_give_the_ratio_of_the_whole() {
    let tiles = pair(120, [0.0; 2], [2.0; 2], 3);
    let size = RasterSize { lines: 120, columns: 120, bands: 2, block_lines: 40, block_columns: 120 };
    let sampler = TwinSampler::new(size, 0, 1, None);
    let cells = (0..3).map(|index| {
        let range = index * 40 * 120..(index + 1) * 40 * 120;
        let part = |tile: &Tile| Tile {
            values: tile.values[range.clone()].to_vec(),
            reasons: tile.reasons[range.clone()].to_vec(),
        };
        sampler.sample(Window::new(index * 40, 0, 40, 120), &tiles.iter().map(part).collect::<Vec<_>>())
    });
    let (first, second) = (band("B05"), band("B06"));
    let context = TwinContext { first: &first, second: &second, shift: None, noise: None };
    let split = conclude(cells, &context).measurements[0].estimate().unwrap();
    let whole = measure(&tiles, 120, 120, None, None).measurements[0].estimate().unwrap();
    assert!(
        (split.value / whole.value - 1.0).abs() < 1e-12 && (split.uncertainty / whole.uncertainty - 1.0).abs() < 1e-9
    );
}

#[test]
fn pixels_invalid_in_one_band_stay_out_of_both_means() {
    let mut tiles = pair(120, [0.0; 2], [1.0; 2], 4);
    for index in 0..120 * 30 {
        tiles[1].values[index] = 0.0;
        tiles[1].reasons[index] = Reasons::only(NoDataReason::Cloud);
    }
    let ratio = measure(&tiles, 120, 120, None, None).measurements[0].estimate().unwrap();
    assert_eq!(ratio.n, 120 * 90);
    assert!((ratio.value - 1.04).abs() < 0.003, "{ratio:?}");
}

#[test]
fn where_nothing_can_be_compared_the_reason_is_given() {
    let mut tiles = pair(120, [0.0; 2], [1.0; 2], 5);
    let unregistered = measure(&tiles, 120, 120, None, None);
    assert!(reason(&unregistered.measurements[1]).contains("shift was not measured"));
    assert!(unregistered.density.is_none());
    let constant =
        measure(&[tile((0..14400).map(|_| 7.0)), tile((0..14400).map(|_| 7.0))], 120, 120, Some([0.0; 2]), None);
    assert!(reason(&constant.measurements[1]).contains("no common variation"));
    assert!(constant.density.is_some());
    tiles[0].reasons.fill(Reasons::only(NoDataReason::Missing));
    let empty = measure(&tiles, 120, 120, Some([0.2, 0.1]), None);
    assert!(reason(&empty.measurements[0]).contains("no pixel"));
    let dot = measure(&[tile([1.0].into_iter()), tile([1.0].into_iter())], 1, 1, Some([0.0; 2]), None);
    assert!(dot.measurements.iter().all(|measurement| measurement.estimate().is_none()));
    let black = measure(&[tile((0..14400).map(|_| 0.0)), tile((0..14400).map(|_| 7.0))], 120, 120, None, None);
    assert!(reason(&black.measurements[0]).contains("zero"));
}

#[test]
fn the_density_plot_holds_every_point_once() {
    let found = measure(&pair(200, [0.1, 0.2], [2.0; 2], 6), 200, 200, Some([0.1, 0.2]), None);
    let density = found.density.unwrap();
    let counted: u64 = density.counts.iter().map(|&count| u64::from(count)).sum();
    assert_eq!(counted + density.n_beyond, found.measurements[1].estimate().unwrap().n);
    assert!(density.range[0] > 0.04 && density.range[1] < 0.30, "{:?}", density.range);
}

#[test]
fn the_twins_of_the_real_crop_differ_by_two_percent() {
    let root = std::env::var("VIQ_SHARED_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let path = std::path::Path::new(&root).join("venus_l1/venus1.tif");
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return;
    }
    let dataset = gdal::Dataset::open(&path).unwrap();
    let read = |index: usize| {
        let samples = dataset.rasterband(index).unwrap().read_as::<f32>((1, 0), (120, 120), (120, 120), None).unwrap();
        tile(samples.data().iter().map(|&value| f64::from(value)))
    };
    let tiles = [read(5), read(6)];
    let found = measure(&tiles, 120, 120, Some([0.435, 0.351]), None);
    let [ratio, slope, intercept] = [0, 1, 2].map(|i| found.measurements[i].estimate().unwrap());
    eprintln!("ratio {ratio:?}\nslope {slope:?}\nintercept {intercept:?}");
    // The published ratio of means is 1.0226.
    assert!((ratio.value - 1.0226).abs() < 0.001 && ratio.uncertainty < 0.01, "{ratio:?}");
    // Outside figure of the slope after registration: 1.007.
    assert!((slope.value - 1.007).abs() < 0.005, "{slope:?}");
}
