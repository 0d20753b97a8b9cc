use proptest::prelude::*;

use super::*;

fn reduced(tile: &Tile, columns: usize, factor: usize) -> ReducedTile {
    let mut cells = ReducedTile::default();
    Reduction::default().append(tile, columns, factor, &mut cells);
    cells
}

fn tile(samples: &[(f32, Reasons)]) -> Tile {
    let (values, reasons) = samples.iter().copied().unzip();
    Tile { values, reasons }
}

fn reason() -> impl Strategy<Value = Reasons> {
    prop_oneof![
        6 => Just(Reasons::VALID),
        1 => Just(Reasons::only(NoDataReason::Saturated)),
        1 => Just(Reasons::only(NoDataReason::Cloud)),
        1 => Just(Reasons::only(NoDataReason::Missing)),
        1 => Just(Reasons::only(NoDataReason::Cloud).union(Reasons::only(NoDataReason::Outside))),
    ]
}

/// The cell at (`row`, `column`), sample by sample.
fn cell_by_hand(tile: &Tile, columns: usize, factor: usize, row: usize, column: usize) -> (f64, Reasons, Reasons, u32) {
    let lines = tile.values.len() / columns;
    let mut samples = Vec::new();
    for line in row * factor..((row + 1) * factor).min(lines) {
        for place in column * factor..((column + 1) * factor).min(columns) {
            samples.push((f64::from(tile.values[line * columns + place]), tile.reasons[line * columns + place]));
        }
    }
    let all = samples.iter().fold(Reasons::VALID, |all, sample| all.union(sample.1));
    let mut kept: Vec<_> = samples.iter().filter(|sample| sample.1.is_valid()).collect();
    if kept.is_empty() {
        kept = samples.iter().filter(|sample| sample.1.carries_value()).collect();
    }
    if kept.is_empty() {
        return (0.0, all, all, 0);
    }
    let mean = kept.iter().map(|sample| sample.0).sum::<f64>() / kept.len() as f64;
    let reasons = kept.iter().fold(Reasons::VALID, |all, sample| all.union(sample.1));
    (mean, reasons, all, kept.len() as u32)
}

proptest! {
    #[test]
    fn every_cell_is_what_its_samples_say(
        columns in 1_usize..150,
        lines in 1_usize..20,
        factor in 1_usize..9,
        seed in proptest::collection::vec((-1000.0_f32..1000.0, reason()), 150 * 20),
    ) {
        let tile = tile(&seed[..columns * lines]);
        let cells = reduced(&tile, columns, factor);
        let across = columns.div_ceil(factor);
        prop_assert_eq!(cells.values.len(), across * lines.div_ceil(factor));
        for index in 0..cells.values.len() {
            let (mean, reasons, touched, n) = cell_by_hand(&tile, columns, factor, index / across, index % across);
            prop_assert!((f64::from(cells.values[index]) - mean).abs() < 1e-3);
            prop_assert_eq!((cells.reasons[index], cells.touched[index], cells.n[index]), (reasons, touched, n));
        }
    }

    #[test]
    fn the_reduction_of_a_reduction_is_that_of_the_samples(
        columns in 1_usize..70,
        lines in 1_usize..12,
        valid in proptest::collection::vec((0.0_f32..1.0, prop_oneof![3 => Just(Reasons::VALID), 1 => Just(Reasons::only(NoDataReason::Missing))]), 70 * 12),
    ) {
        let tile = tile(&valid[..columns * lines]);
        let finer = reduced(&tile, columns, 2);
        let mut twice = ReducedTile::default();
        Reduction::default().append_cells(&finer, columns.div_ceil(2), 2, &mut twice);
        let once = reduced(&tile, columns, 4);
        prop_assert_eq!((&twice.reasons, &twice.touched, &twice.n), (&once.reasons, &once.touched, &once.n));
        for (twice, once) in twice.values.iter().zip(&once.values) {
            prop_assert!((twice - once).abs() < 1e-6);
        }
    }
}

#[test]
fn one_defective_pixel_in_a_large_cell_is_not_forgotten() {
    let mut samples = vec![(10.0, Reasons::VALID); 64 * 64];
    samples[64 * 17 + 5] = (99.0, Reasons::only(NoDataReason::Defective));
    let cells = reduced(&tile(&samples), 64, 64);
    assert_eq!((cells.values[0], cells.n[0]), (10.0, 64 * 64 - 1));
    assert!(cells.reasons[0].is_valid());
    assert!(cells.touched[0].contains(NoDataReason::Defective));
}

#[test]
fn a_cell_of_cloud_beside_the_images_edge_shows_the_cloud() {
    let cloud = Reasons::only(NoDataReason::Cloud);
    let outside = Reasons::only(NoDataReason::Outside);
    let cells = reduced(&tile(&[(700.0, cloud), (0.0, outside), (900.0, cloud), (0.0, outside)]), 2, 2);
    assert_eq!((cells.values[0], cells.reasons[0], cells.touched[0]), (800.0, cloud, cloud.union(outside)));
    assert!(cells.reasons[0].carries_value());
}

#[test]
fn a_source_that_calls_nan_valid_leaves_a_missing_cell_and_not_a_black_one() {
    let cells = reduced(&tile(&[(f32::NAN, Reasons::VALID), (1.0, Reasons::VALID)]), 1, 1);
    assert_eq!(cells.values, [0.0, 1.0]);
    assert_eq!(cells.reasons, [Reasons::only(NoDataReason::Missing), Reasons::VALID]);
}

#[test]
fn nothing_reduces_to_nothing_and_a_factor_of_zero_is_one() {
    assert_eq!(reduced(&Tile::default(), 0, 4), ReducedTile::default());
    assert_eq!(reduced(&Tile::default(), 5, 4), ReducedTile::default());
    assert_eq!(reduced(&tile(&[(3.0, Reasons::VALID)]), 1, 0).values, [3.0]);
}

#[test]
fn strips_put_together_are_the_whole() {
    let samples: Vec<_> = (0..30 * 7).map(|index| ((index * 37 % 101) as f32, Reasons::VALID)).collect();
    let whole = reduced(&tile(&samples), 7, 4);
    let mut strips = ReducedTile::default();
    let mut reduction = Reduction::default();
    for strip in samples.chunks(8 * 7) {
        reduction.append(&tile(strip), 7, 4, &mut strips);
    }
    assert_eq!(strips, whole);
}
