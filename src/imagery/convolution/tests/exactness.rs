//! How near the results are to the sums.

use super::super::{Kept, Kernel, Quality, Target, Term};
use super::images::{halo_kernel, rough_kernel, scene, worst};

fn whole(source: usize, kernel: usize, columns: usize) -> Term {
    Term { source, kernel, columns: 0..columns, factor: 1.0, shift: 0, margin: columns }
}

fn alone(terms: Vec<Term>) -> Target {
    Target { kept: Vec::new(), terms }
}

#[test]
fn rough_kernels_of_any_size_are_convolved_exactly_up_to_the_borders() {
    for (rows, columns) in [(1, 1), (3, 3), (1, 9), (12, 5), (41, 41), (64, 30), (2, 90)] {
        let kernel = rough_kernel(rows, columns, 3);
        let image = scene(70, 110, 4);
        let difference = worst(&[image], 110, &[kernel], &[alone(vec![whole(0, 0, 110)])], Quality::Full, 7);
        assert!(difference < 2e-6, "{rows} × {columns}: {difference}");
    }
}

#[test]
fn a_kernel_larger_than_the_image_sees_it_reflected_again_and_again() {
    let kernel = rough_kernel(61, 75, 5);
    for (lines, columns) in [(1, 1), (1, 40), (9, 4), (25, 13)] {
        let image = scene(lines, columns, 6);
        let targets = [alone(vec![whole(0, 0, columns)])];
        let difference = worst(&[image], columns, std::slice::from_ref(&kernel), &targets, Quality::Full, 1);
        assert!(difference < 2e-6, "{lines} × {columns}: {difference}");
    }
}

#[test]
fn a_halo_is_within_the_stated_bound_and_the_preview_within_its_own() {
    let image = scene(300, 420, 7);
    for quality in [Quality::Full, Quality::Preview] {
        for ghosts in [&[][..], &[(0.002, 70.0, -90.0, 3.0)][..], &[(0.003, -101.0, 33.0, 20.0)][..]] {
            let kernel = halo_kernel(257, 0.04, ghosts);
            let targets = [alone(vec![whole(0, 0, 420)])];
            let difference = worst(std::slice::from_ref(&image), 420, &[kernel], &targets, quality, 101);
            assert!(difference < quality.tolerance(), "{quality:?} {ghosts:?}: {difference}");
        }
    }
}

#[test]
fn a_halo_of_the_largest_size_is_within_the_bound() {
    let image = scene(260, 700, 8);
    let kernel = halo_kernel(1025, 0.03, &[(0.001, 200.0, 300.0, 6.0)]);
    let targets = [alone(vec![whole(0, 0, 700)])];
    let difference = worst(&[image], 700, &[kernel], &targets, Quality::Full, 2003);
    assert!(difference < Quality::Full.tolerance(), "{difference}");
}

#[test]
fn strips_end_sharply_and_each_has_its_kernel_its_factor_and_its_shift() {
    let kernels =
        [halo_kernel(201, 0.05, &[(0.004, 40.0, 50.0, 4.0)]), halo_kernel(201, 0.02, &[]), rough_kernel(31, 17, 9)];
    let strip = |kernel, columns, factor, shift| Term { source: 1, kernel, columns, factor, shift, margin: 300 };
    let targets = [
        Target {
            kept: vec![Kept { columns: 0..300, weight: 1.0 }, Kept { columns: 100..150, weight: -0.5 }],
            terms: vec![strip(0, 0..77, -0.5, 13), strip(0, 77..201, 2.0, -120), strip(2, 30..299, 1.0, 299)],
        },
        alone(vec![strip(0, 0..101, 1.0, 0), strip(1, 101..203, 1.0, 0), strip(0, 203..300, 1.0, 0)]),
    ];
    let images = [scene(150, 300, 10), scene(150, 300, 11)];
    let difference = worst(&images, 300, &kernels, &targets, Quality::Full, 97);
    assert!(difference < 3.0 * Quality::Full.tolerance(), "{difference}");
}

#[test]
fn a_strip_with_a_narrow_margin_sees_no_further() {
    let kernels = [rough_kernel(25, 41, 12), halo_kernel(161, 0.05, &[])];
    let strip = |kernel, columns, margin| Term { source: 0, kernel, columns, factor: 1.0, shift: 5, margin };
    for margin in [0, 4, 19] {
        let target = alone(vec![strip(0, 0..80, margin), strip(1, 80..140, margin), strip(0, 140..200, margin)]);
        let difference = worst(&[scene(60, 200, 13)], 200, &kernels, &[target], Quality::Full, 13);
        assert!(difference < Quality::Full.tolerance(), "{margin}: {difference}");
    }
}

#[test]
fn a_constant_image_stays_what_it_is_under_a_kernel_of_sum_one() {
    let kernel: Kernel = halo_kernel(513, 0.05, &[(0.002, 100.0, 100.0, 2.0)]);
    let image = vec![700.0_f32; 200 * 600];
    let (result, _) = super::images::run(&[image], 600, &[kernel], &[alone(vec![whole(0, 0, 600)])], Quality::Full);
    let worst = result[0].iter().map(|value| (value / 700.0 - 1.0).abs()).fold(0.0, f32::max);
    assert!(worst < 5e-6, "{worst}");
}
