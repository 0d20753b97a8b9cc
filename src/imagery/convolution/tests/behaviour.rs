//! Streams, memory, cancelling, and what is refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::{ConvolutionError, ConvolutionPlan, Kept, Kernel, LineStream as _, Lines, Quality, Target, Term};
use super::images::{halo_kernel, scene};
use crate::supervision::{Cancelled, Supervision};

fn plan(columns: usize) -> ConvolutionPlan {
    let kernels = [halo_kernel(257, 0.04, &[(0.002, 60.0, -70.0, 3.0)]), halo_kernel(65, 0.5, &[])];
    let term = |source, kernel, columns, shift| Term { source, kernel, columns, factor: 1.0, shift, margin: 200 };
    let targets = [
        Target { kept: Vec::new(), terms: vec![term(0, 0, 0..columns / 2, 0), term(0, 1, columns / 2..columns, 0)] },
        Target { kept: vec![Kept { columns: 0..columns, weight: 1.0 }], terms: vec![term(0, 1, 0..columns, 9)] },
    ];
    ConvolutionPlan::new(columns, &kernels, &targets, Quality::Full, &Supervision::unattended()).unwrap()
}

/// Streams two bands in blocks; the results, and the most bytes held.
fn streamed(plan: &ConvolutionPlan, images: &[Vec<f32>], lines: usize, block: usize) -> (Vec<Vec<f32>>, usize) {
    let supervision = Supervision::unattended();
    let mut stream = plan.stream(lines, &supervision).unwrap();
    let (mut results, mut finished, mut most) = (vec![Vec::new(); images.len()], Lines::default(), 0);
    for first in (0..lines).step_by(block) {
        let columns = plan.columns();
        let part = first * columns..(first + block).min(lines) * columns;
        stream.push(&images.iter().map(|image| &image[part.clone()]).collect::<Vec<_>>(), &supervision).unwrap();
        while stream.pop(&mut finished, &supervision).unwrap() {
            assert_eq!(finished.first * columns, results[0].len());
            results.iter_mut().zip(&finished.bands).for_each(|(all, some)| all.extend_from_slice(some));
        }
        most = most.max(stream.bytes());
    }
    (results, most)
}

#[test]
fn the_bytes_do_not_depend_on_blocks_or_threads() {
    let plan = plan(330);
    let images = [scene(500, 330, 1), scene(500, 330, 2)];
    let (expected, _) = streamed(&plan, &images, 500, 500);
    assert_eq!(expected[0].len(), 500 * 330);
    for (block, threads) in [(1, 1), (64, 1), (37, 2), (333, 3)] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (found, _) = pool.install(|| streamed(&plan, &images, 500, block));
        assert!(found == expected, "blocks of {block}, {threads} threads");
    }
}

#[test]
fn memory_is_as_stated_and_does_not_grow_with_the_lines() {
    let plan = plan(300);
    let held = [1500, 4500].map(|lines| {
        let images = [scene(lines, 300, 3), scene(lines, 300, 4)];
        let (_, held) = streamed(&plan, &images, lines, 32);
        assert!((held as u64) < plan.bytes(lines), "{held} of {}", plan.bytes(lines));
        held
    });
    assert!(held[1] < held[0] + held[0] / 20, "{held:?}");
}

#[test]
fn more_memory_than_allowed_is_refused_with_both_figures() {
    let supervision = Supervision::new(Supervision::unattended().observer(), Arc::new(AtomicBool::new(false)), 1000);
    let Err(ConvolutionError::Memory { needed_bytes, budget_bytes: 1000 }) = plan(100).stream(50, &supervision) else {
        panic!("not refused")
    };
    assert!(needed_bytes > 1000);
}

#[test]
fn a_cancelled_convolution_stops() {
    let supervision = Supervision::unattended();
    let mut stream = plan(100).stream(500, &supervision).unwrap();
    supervision.cancellation().store(true, Ordering::Relaxed);
    let image = vec![0.0; 500 * 100];
    assert_eq!(stream.push(&[&image, &image], &supervision), Err(Cancelled));
    assert_eq!(stream.pop(&mut Lines::default(), &supervision), Err(Cancelled));
    let kernel = halo_kernel(201, 0.1, &[]);
    let term = Term { source: 0, kernel: 0, columns: 0..9, factor: 1.0, shift: 0, margin: 0 };
    let target = Target { kept: Vec::new(), terms: vec![term] };
    let refused = ConvolutionPlan::new(9, &[kernel], &[target], Quality::Full, &supervision).err();
    assert_eq!(refused, Some(ConvolutionError::Cancelled(Cancelled)));
}

#[test]
fn nonsense_is_refused_with_what_was_needed_and_found() {
    assert!(Kernel::new(2, 3, vec![0.0; 5]).unwrap_err().to_string().contains("6 values needed"));
    assert!(Kernel::new(0, 0, Vec::new()).is_err());
    let error = Kernel::new(2, 2, vec![0.0, 1.0, f32::NAN, 0.0]).unwrap_err().to_string();
    assert!(error.contains("row 1, column 0") && error.contains("NaN"), "{error}");

    let kernels = [Kernel::new(1, 1, vec![1.0]).unwrap()];
    let good = Term { source: 0, kernel: 0, columns: 0..10, factor: 1.0, shift: 0, margin: 0 };
    let bad = [
        (Term { source: 1, ..good.clone() }, "source: a band below 1 needed, 1 found"),
        (Term { kernel: 2, ..good.clone() }, "kernel: a kernel below 1 needed, 2 found"),
        (Term { columns: 3..11, ..good.clone() }, "columns: a range within 0..10 needed, 3..11 found"),
        (Term { factor: f64::NAN, ..good.clone() }, "factor: a finite number needed, NaN found"),
        (Term { shift: -11, ..good.clone() }, "shift: at most 10 columns needed, -11 found"),
    ];
    for (term, message) in bad {
        let target = Target { kept: Vec::new(), terms: vec![term] };
        let supervision = Supervision::unattended();
        let error = ConvolutionPlan::new(10, &kernels, &[target], Quality::Full, &supervision).err().unwrap();
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn a_band_without_terms_is_black_and_one_that_is_kept_is_itself() {
    let targets = [Target::default(), Target { kept: vec![Kept { columns: 0..7, weight: 1.0 }], terms: Vec::new() }];
    let images = [scene(5, 7, 1), scene(5, 7, 2)];
    let (result, _) = super::images::run(&images, 7, &[], &targets, Quality::Full);
    assert!(result[0].iter().all(|value| *value == 0.0));
    assert_eq!(result[1], images[1]);
}
