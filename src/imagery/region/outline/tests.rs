use proptest::prelude::*;

use super::*;

const IMAGE: Window = Window::new(0, 0, 40, 50);

/// Pixels of the image that belong, asked one by one.
fn pixels(region: &Region) -> Vec<(usize, usize)> {
    let all = (0..IMAGE.lines).flat_map(|line| (0..IMAGE.columns).map(move |column| (line, column)));
    all.filter(|(line, column)| region.contains(*line, *column)).collect()
}

/// Even-odd by a ray along the column, not along the line as in the code.
fn is_inside_by_upright_ray(vertices: &[[f64; 2]], line: f64, column: f64) -> bool {
    let mut inside = false;
    for (index, from) in vertices.iter().enumerate() {
        let to = vertices[(index + 1) % vertices.len()];
        if (from[1] > column) != (to[1] > column) {
            let crossing = from[0] + (column - from[1]) * (to[0] - from[0]) / (to[1] - from[1]);
            inside ^= crossing < line;
        }
    }
    inside
}

proptest! {
    #[test]
    fn a_pixel_belongs_to_a_polygon_when_its_centre_is_inside(
        vertices in proptest::collection::vec((-10_i32..60, -10_i32..60), 3..9),
    ) {
        // Never on a pixel's centre, where the two rays may rightly differ.
        let vertices: Vec<[f64; 2]> = vertices
            .iter()
            .enumerate()
            .map(|(index, place)| [f64::from(place.0) + 0.317 + 1e-4 * index as f64, f64::from(place.1) + 0.271 - 1e-4 * index as f64])
            .collect();
        let region = Region::Polygon(vertices.clone());
        let mut expected = Vec::new();
        for line in 0..IMAGE.lines {
            for column in 0..IMAGE.columns {
                if is_inside_by_upright_ray(&vertices, line as f64, column as f64) {
                    expected.push((line, column));
                }
            }
        }
        prop_assert_eq!(pixels(&region), expected);
    }

    #[test]
    fn spans_and_window_hold_just_the_pixels(
        vertices in proptest::collection::vec((-5_i32..45, -5_i32..55), 3..7),
        columns in (0_usize..50, 0_usize..50),
    ) {
        let region = Region::Polygon(vertices.iter().map(|place| [f64::from(place.0), f64::from(place.1)]).collect());
        let inside = pixels(&region);
        let columns = columns.0.min(columns.1)..columns.0.max(columns.1);
        let mut spans = Vec::new();
        for line in 0..IMAGE.lines {
            region.spans(line, columns.clone(), &mut spans);
            let found: Vec<(usize, usize)> = spans.iter().flat_map(Clone::clone).map(|column| (line, column)).collect();
            let expected: Vec<_> = inside.iter().copied().filter(|place| place.0 == line && columns.contains(&place.1)).collect();
            prop_assert_eq!(found, expected);
        }
        let window = region.window(IMAGE);
        prop_assert_eq!(window.is_some(), !inside.is_empty());
        if let Some(window) = window {
            prop_assert_eq!(window.line, inside.iter().map(|place| place.0).min().unwrap());
            prop_assert_eq!(window.line_end(), inside.iter().map(|place| place.0).max().unwrap() + 1);
            prop_assert_eq!(window.column, inside.iter().map(|place| place.1).min().unwrap());
            prop_assert_eq!(window.column_end(), inside.iter().map(|place| place.1).max().unwrap() + 1);
        }
    }
}

#[test]
fn two_polygons_that_share_an_edge_share_no_pixel_and_lose_none() {
    let corners = [[0.0, 0.0], [0.0, 8.0], [8.0, 8.0], [8.0, 0.0]];
    let halves = [
        Region::Polygon(vec![corners[0], corners[1], corners[2]]),
        Region::Polygon(vec![corners[0], corners[2], corners[3]]),
    ];
    let whole = pixels(&Region::Polygon(corners.to_vec()));
    assert_eq!(whole.len(), 64);
    let mut both: Vec<_> = halves.iter().flat_map(pixels).collect();
    both.sort_unstable();
    assert_eq!(both, whole);
}

#[test]
fn a_star_has_a_hole_by_the_even_odd_rule() {
    let star: Vec<[f64; 2]> = (0..5)
        .map(|index| {
            let angle = f64::from(index * 2) * std::f64::consts::TAU / 5.0;
            [20.0 - 15.0 * angle.cos(), 20.0 + 15.0 * angle.sin()]
        })
        .collect();
    let region = Region::Polygon(star);
    assert!(!region.contains(20, 20) && region.contains(10, 20));
}

#[test]
fn an_ellipse_holds_its_own_edge() {
    let region = Region::Ellipse { centre: [10.0, 20.0], half_axes: [3.0, 5.0] };
    let expected = |line: usize, column: usize| {
        let (line, column) = ((line as f64 - 10.0) / 3.0, (column as f64 - 20.0) / 5.0);
        line * line + column * column <= 1.0
    };
    let inside = pixels(&region);
    assert!(inside.iter().all(|(line, column)| expected(*line, *column)));
    assert_eq!(
        inside.len(),
        (0..40).flat_map(|line| (0..50).map(move |column| (line, column))).filter(|(l, c)| expected(*l, *c)).count()
    );
    assert!(region.contains(7, 20) && region.contains(10, 25) && !region.contains(10, 26));
    assert_eq!(region.window(IMAGE), Some(Window::new(7, 15, 7, 11)));
}

#[test]
fn what_lies_beside_the_image_has_no_pixel() {
    for region in [
        Region::Ellipse { centre: [10.0, -20.0], half_axes: [3.0, 5.0] },
        Region::Ellipse { centre: [-10.0, 20.0], half_axes: [3.0, 5.0] },
        Region::Ellipse { centre: [5.0, 5.5], half_axes: [0.1, 0.1] },
        Region::Polygon(vec![[-9.0, -9.0], [-9.0, -2.0], [-2.0, -5.0]]),
        Region::Rectangle(Window::new(40, 0, 3, 3)),
    ] {
        assert_eq!(region.window(IMAGE), None, "{region:?}");
        assert!(region.check().is_ok());
    }
    let around = Region::Polygon(vec![[-1e9, -1e9], [-1e9, 1e9], [1e9, 1e9], [1e9, -1e9]]);
    assert_eq!(around.window(IMAGE), Some(IMAGE));
}

#[test]
fn what_encloses_nothing_is_refused_and_holds_no_pixel() {
    for region in [
        Region::Rectangle(Window::new(3, 3, 0, 7)),
        Region::Ellipse { centre: [3.0, 3.0], half_axes: [0.0, 2.0] },
        Region::Ellipse { centre: [f64::NAN, 3.0], half_axes: [1.0, 2.0] },
        Region::Polygon(Vec::new()),
        Region::Polygon(vec![[1.0, 1.0], [5.0, 5.0]]),
        Region::Polygon(vec![[f64::NAN; 2]; 3]),
        Region::Polygon(vec![[0.0, 0.0], [f64::INFINITY, 5.0], [5.0, 0.0]]),
    ] {
        assert!(region.check().is_err(), "{region:?}");
    }
    assert_eq!(pixels(&Region::Polygon(vec![[1.0, 1.0], [5.0, 5.0]])), []);
    assert_eq!(pixels(&Region::Polygon(vec![[f64::NAN; 2]; 4])), []);
}

#[test]
fn a_region_read_back_is_the_same() {
    for region in [
        Region::Rectangle(Window::new(1, 2, 3, 4)),
        Region::Ellipse { centre: [0.5, 1.5], half_axes: [2.0, 3.0] },
        Region::Polygon(vec![[0.0, 0.1], [2.0, 3.0], [4.0, 0.0]]),
    ] {
        let text = serde_json::to_string(&region).unwrap();
        assert_eq!(serde_json::from_str::<Region>(&text).unwrap(), region);
    }
}
