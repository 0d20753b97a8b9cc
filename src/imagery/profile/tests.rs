use super::*;
use crate::imagery::memory_raster::MemoryRaster;

fn ramp() -> MemoryRaster {
    MemoryRaster::new(400, 500, 2, |band, line, column| (1000 * band + 3 * line + 2 * column) as f32)
}

fn along(
    raster: &MemoryRaster,
    from: [f64; 2],
    to: [f64; 2],
    width: usize,
    sampling: Sampling,
) -> Vec<Vec<ProfilePoint>> {
    let line = ProfileLine { from, to, width, sampling };
    line.check().unwrap();
    profile(raster, &[0, 1], &line, &Supervision::unattended()).unwrap()
}

#[test]
fn a_plane_is_read_exactly_between_its_pixels_along_a_slanting_line() {
    for (from, to) in [([3.25, 4.5], [390.0, 480.75]), ([390.0, 480.75], [3.25, 4.5]), ([17.5, 450.0], [17.5, 20.0])] {
        let profiles = along(&ramp(), from, to, 5, Sampling::Bilinear);
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        for (band, points) in profiles.iter().enumerate() {
            assert_eq!(points.len(), length.ceil() as usize + 1);
            assert_eq!((points[0].line, points[0].column, points[0].distance), (from[0], from[1], 0.0));
            let last = points[points.len() - 1];
            assert!((last.line - to[0]).abs() < 1e-9 && (last.column - to[1]).abs() < 1e-9);
            assert!((last.distance - length).abs() < 1e-9);
            for point in points {
                let expected = (1000 * band) as f64 + 3.0 * point.line + 2.0 * point.column;
                assert!((point.mean.unwrap() - expected).abs() < 1e-3, "{point:?} {expected}");
                assert_eq!(point.n_valid, 5);
            }
            assert!(points.windows(2).all(|pair| pair[1].distance - pair[0].distance <= 1.0 + 1e-12));
        }
    }
}

#[test]
fn the_spread_across_the_line_is_that_of_the_samples() {
    // Along columns the samples across step by 3: five of them spread by 3·√2.5.
    let points = &along(&ramp(), [20.0, 10.0], [20.0, 30.0], 5, Sampling::Nearest)[0];
    assert!(points.iter().all(|point| (point.sigma.unwrap() - 3.0 * 2.5_f64.sqrt()).abs() < 1e-9));
    let single = &along(&ramp(), [20.0, 10.0], [20.0, 30.0], 1, Sampling::Nearest)[0];
    assert!(single.iter().all(|point| point.sigma.is_none() && point.n_valid == 1));
}

#[test]
fn the_nearest_pixel_is_the_one_that_the_place_lies_in() {
    let points = &along(&ramp(), [10.0, 5.4], [10.0, 5.4], 1, Sampling::Nearest)[0];
    assert_eq!(points.len(), 1);
    assert_eq!(points[0].mean, Some(40.0));
    let points = &along(&ramp(), [9.5, 4.6], [9.5, 4.6], 0, Sampling::Nearest)[0];
    assert_eq!(points[0].mean, Some(40.0));
}

#[test]
fn a_pixel_with_a_reason_is_left_out_and_counted() {
    let mut raster = ramp();
    raster.tiles[0].reasons[20 * 500 + 15] = Reasons::only(NoDataReason::Cloud);
    let points = &along(&raster, [20.0, 10.0], [20.0, 20.0], 3, Sampling::Nearest)[0];
    for (index, point) in points.iter().enumerate() {
        let is_cloud = index == 5;
        assert_eq!((point.n_valid, point.n_by_reason.of(NoDataReason::Cloud)), if is_cloud { (2, 1) } else { (3, 0) });
        assert!((point.mean.unwrap() - (60.0 + 2.0 * (10 + index) as f64)).abs() < 1e-9);
    }
    // A neighbour without a part in the value does not spoil it.
    let beside = &along(&raster, [20.0, 14.0], [20.0, 14.0], 1, Sampling::Bilinear)[0];
    assert_eq!(beside[0].mean, Some(88.0));
    let between = &along(&raster, [20.0, 14.5], [20.0, 14.5], 1, Sampling::Bilinear)[0];
    assert_eq!((between[0].mean, between[0].n_by_reason.of(NoDataReason::Cloud)), (None, 1));
}

#[test]
fn beyond_the_image_there_is_no_value_and_no_end_repeated() {
    let points = &along(&ramp(), [5.0, -300.0], [5.0, 3.0], 1, Sampling::Nearest)[0];
    assert_eq!(points.len(), 304);
    for point in points {
        assert_eq!(point.mean.is_some(), point.column >= -0.5);
        assert_eq!(point.n_by_reason.of(NoDataReason::Outside), u64::from(point.column < -0.5));
    }
    let beside = &along(&ramp(), [-50.0, 0.0], [-50.0, 20.0], 3, Sampling::Bilinear)[0];
    assert!(beside.iter().all(|point| point.n_by_reason.of(NoDataReason::Outside) == 3));
}

#[test]
fn a_slanting_line_is_read_in_small_windows() {
    let line = ProfileLine { from: [0.0, 0.0], to: [5000.0, 6000.0], width: 1, sampling: Sampling::Bilinear };
    let segments = line.segments(Window::new(0, 0, 5001, 6001));
    assert_eq!(segments.iter().map(|segment| segment.points.len()).sum::<usize>(), line.n_points());
    assert!(segments.iter().all(|segment| segment.window.unwrap().pixels() < 70_000));
}

#[test]
fn a_line_without_an_end_is_refused() {
    for to in [[f64::NAN, 0.0], [f64::INFINITY, 0.0], [1e12, 0.0]] {
        assert!(ProfileLine { from: [0.0, 0.0], to, width: 1, sampling: Sampling::Nearest }.check().is_err());
    }
    assert!(ProfileLine { from: [0.0; 2], to: [1.0; 2], width: 2000, sampling: Sampling::Nearest }.check().is_err());
}

#[test]
fn a_single_pixel_and_a_single_column_have_profiles() {
    let dot = MemoryRaster::new(1, 1, 2, |_, _, _| 7.0);
    let points = &along(&dot, [0.0, 0.0], [0.0, 0.0], 3, Sampling::Bilinear)[1];
    assert_eq!((points.len(), points[0].mean, points[0].n_valid), (1, Some(7.0), 1));
    let column = MemoryRaster::new(3000, 1, 2, |_, line, _| line as f32);
    let points = &along(&column, [0.0, 0.0], [2999.0, 0.0], 1, Sampling::Bilinear)[0];
    assert!(points.iter().enumerate().all(|(line, point)| (point.mean.unwrap() - line as f64).abs() < 1e-9));
}
