use proptest::prelude::*;

use super::*;

const VIEW: Rect = Rect { min: pos2(40.0, 60.0), max: pos2(940.0, 660.0) };

fn any_position() -> impl Strategy<Value = Position> {
    (-10.0_f64..6000.0, -10.0_f64..6000.0, -8.0_f64..6.0).prop_map(|(line, column, power)| Position {
        line,
        column,
        zoom: 2.0_f64.powf(power),
    })
}

fn any_size() -> impl Strategy<Value = ImageSize> {
    (1_usize..6000, 1_usize..6000).prop_map(|(lines, columns)| ImageSize { lines, columns })
}

proptest! {
    #[test]
    fn a_pixel_taken_to_the_screen_and_back_is_the_same(
        position in any_position(), size in any_size(), scale in 0.75_f32..2.5, line in 0.0_f64..6000.0,
    ) {
        let placement = Placement::new(position, size, VIEW, scale);
        let near = placement.position();
        // Near the view: far from it points of the window have too few digits.
        let (line, column) = (near.line + (line - 3000.0) / 3000.0 / placement.points_per_pixel() * 400.0, near.column);
        let back = placement.image_from_screen(placement.screen_from_image(line, column));
        let tolerance = 1e-3 / placement.points_per_pixel();
        prop_assert!((back.0 - line).abs() < tolerance && (back.1 - column).abs() < tolerance);
    }

    #[test]
    fn a_zoom_at_the_cursor_keeps_the_pixel_under_it(
        position in any_position(), x in 0.0_f32..900.0, y in 0.0_f32..600.0, steps in -6_i32..6,
    ) {
        let size = ImageSize { lines: 6000, columns: 5200 };
        let placement = Placement::new(position, size, VIEW, 1.0);
        let cursor = VIEW.min + vec2(x, y);
        let (line, column) = placement.image_from_screen(cursor);
        let zoomed = placement.zoomed_at(cursor, stepped_zoom(placement.position().zoom, steps));
        let after = Placement::new(zoomed, size, VIEW, 1.0);
        let is_held_by_the_edge = zoomed.line <= -0.5 || zoomed.line >= 5999.5 || zoomed.column <= -0.5 || zoomed.column >= 5199.5;
        // The corner of the image is put on a device pixel, so the pixel may move by half of one.
        let moved = after.screen_from_image(line, column) - cursor;
        prop_assert!(is_held_by_the_edge || (moved.x.abs() < 0.51 && moved.y.abs() < 0.51), "{moved:?}");
    }

    #[test]
    fn the_image_is_never_lost(position in any_position(), size in any_size(), x in -1e6_f32..1e6, y in -1e6_f32..1e6) {
        let placement = Placement::new(position, size, VIEW, 1.0);
        let after = Placement::new(placement.panned(vec2(x, y)), size, VIEW, 1.0);
        let seen = after.image_rect().intersect(VIEW);
        prop_assert!(seen.width() > 0.0 && seen.height() > 0.0);
        prop_assert!(after.pixels_in_view().is_some());
    }

    #[test]
    fn at_whole_zooms_every_image_pixel_covers_the_same_number_of_device_pixels(
        position in any_position(), zoom in 1_u32..20, scale in prop::sample::select(vec![1.0_f32, 1.25, 1.5, 2.0]),
    ) {
        let size = ImageSize { lines: 6000, columns: 5200 };
        let position = Position { zoom: f64::from(zoom), ..position };
        let placement = Placement::new(position, size, VIEW, scale);
        let column = placement.position().column.floor();
        for step in 0..5 {
            let edge = placement.screen_from_image(0.0, column + f64::from(step) - 0.5).x * scale;
            prop_assert!((edge - edge.round()).abs() < 0.01, "{edge}");
        }
    }

    #[test]
    fn a_fitted_image_is_wholly_in_view(size in any_size(), scale in 0.75_f32..2.5) {
        let fitted = size.fitted(VIEW.size(), scale);
        let rect = Placement::new(fitted, size, VIEW, scale).image_rect();
        let is_thin = size.lines.min(size.columns) < 20;
        prop_assert!(is_thin || VIEW.expand(1.0).contains_rect(rect), "{rect:?}");
    }

    #[test]
    fn the_pixels_in_view_are_those_that_the_corners_show(position in any_position(), size in any_size()) {
        let placement = Placement::new(position, size, VIEW, 1.0);
        let [top, left, bottom, right] = placement.pixels_in_view().unwrap();
        prop_assert!(bottom <= size.lines && right <= size.columns);
        let middle = placement.pixel_at(VIEW.center());
        if let Some((line, column)) = middle {
            prop_assert!((top..bottom).contains(&line) && (left..right).contains(&column));
        }
    }
}

#[test]
fn steps_go_through_whole_zooms_and_their_mirrors_and_back() {
    for (zoom, steps, expected) in
        [(1.0, 1, 2.0), (1.0, 3, 4.0), (1.7, 1, 2.0), (1.7, -1, 1.0), (0.4, 1, 0.5), (0.4, -1, 1.0 / 3.0)]
    {
        assert!((stepped_zoom(zoom, steps) - expected).abs() < 1e-12, "{zoom} {steps}");
    }
    for steps in 1..8 {
        assert!((stepped_zoom(stepped_zoom(1.0, -steps), steps) - 1.0).abs() < 1e-12, "{steps}");
    }
    let mut zoom = LARGEST_ZOOM;
    let mut count = 0;
    while zoom > SMALLEST_ZOOM {
        let next = stepped_zoom(zoom, -1);
        assert!(next < zoom);
        zoom = next;
        count += 1;
    }
    assert!(count < 60, "{count}");
    assert!(stepped_zoom(SMALLEST_ZOOM, -1) <= SMALLEST_ZOOM);
    assert!(stepped_zoom(LARGEST_ZOOM, 1) >= LARGEST_ZOOM && stepped_zoom(LARGEST_ZOOM, 1) < LARGEST_ZOOM + 1e-9);
    assert!(stepped_zoom(SMALLEST_ZOOM, 1) > SMALLEST_ZOOM);
}

#[test]
fn a_zoom_is_read_as_a_ratio() {
    for (zoom, text) in
        [(1.0, "1:1"), (6.0, "6:1"), (0.5, "1:2"), (1.0 / 4.7, "1:4.7"), (2.5, "2.5:1"), (1.0 / 300.2, "1:300")]
    {
        assert_eq!(zoom_text(zoom), text);
    }
}

#[test]
fn a_line_of_pixels_is_fitted_so_that_it_can_be_seen() {
    let fitted = ImageSize { lines: 1, columns: 100_000 }.fitted(VIEW.size(), 1.0);
    assert!((fitted.zoom - 1.0).abs() < 1e-12 && fitted.line.abs() < 1e-12);
    assert!((fitted.column - 49_999.5).abs() < 1e-9);
    let one = ImageSize { lines: 1, columns: 1 }.fitted(VIEW.size(), 1.0);
    assert!((one.zoom - LARGEST_ZOOM).abs() < 1e-12);
}

#[test]
fn an_empty_image_and_a_view_without_extent_show_no_pixel() {
    let position = Position { line: f64::NAN, column: f64::INFINITY, zoom: f64::NAN };
    let empty = Placement::new(position, ImageSize { lines: 0, columns: 7 }, VIEW, 1.0);
    assert_eq!(empty.pixels_in_view(), None);
    assert_eq!(empty.pixel_at(VIEW.center()), None);
    let flat = Rect::from_min_size(VIEW.min, Vec2::ZERO);
    assert_eq!(Placement::new(position, ImageSize { lines: 5, columns: 7 }, flat, 1.0).pixels_in_view(), None);
}

#[test]
fn a_zoom_box_shows_its_middle_and_all_of_itself() {
    let size = ImageSize { lines: 4000, columns: 4000 };
    let placement = Placement::new(Position { line: 2000.0, column: 2000.0, zoom: 0.25 }, size, VIEW, 1.0);
    let (first, second) = (pos2(300.0, 300.0), pos2(400.0, 350.0));
    let wanted = [placement.image_from_screen(first), placement.image_from_screen(second)];
    let after = Placement::new(placement.zoomed_to(first, second), size, VIEW, 1.0);
    for (line, column) in wanted {
        assert!(VIEW.expand(1.0).contains(after.screen_from_image(line, column)));
    }
    assert!((after.position().zoom - 2.0).abs() < 1e-12, "{}", after.position().zoom);
}
