//! From the outline of an image to rings of longitude and latitude that any map can draw.

/// Longitudes of one turn, in degrees.
const TURN: f64 = 360.0;

/// Closed, counter-clockwise rings of (longitude, latitude) in degrees, longitudes within −180 to 180, from an outline.
///
/// `outline` goes once round the image, in either direction, closed or not; between two points the shorter way in longitude is meant,
/// so that points should stand less than 180° apart. An outline that crosses the date line gives one ring on each side of it.
/// An outline that goes round a pole is closed along the date line and the parallel of that pole (latitude ±90°), the pole being the one
/// of the hemisphere in which the outline lies; an outline round a pole and over the equator is beyond what this can say.
/// Fewer than three points, or a point that is not finite or has a latitude beyond ±90°, give no ring.
pub fn rings_from_outline(outline: &[[f64; 2]]) -> Vec<Vec<[f64; 2]>> {
    let usable = |point: &[f64; 2]| point[0].is_finite() && point[1].is_finite() && point[1].abs() <= 90.0;
    if !outline.iter().all(usable) {
        return Vec::new();
    }
    let unrolled = unroll(outline);
    if unrolled.len() < 3 {
        return Vec::new();
    }
    let (west, east) = unrolled
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(west, east), point| (west.min(point[0]), east.max(point[0])));
    let first_turn = ((west + 180.0) / TURN).floor() as i64;
    // An image that ends exactly on the date line does not begin a second turn.
    let last_turn = (((east + 180.0) / TURN).ceil() as i64 - 1).max(first_turn);
    (first_turn..=last_turn)
        .filter_map(|turn| {
            let shift = turn as f64 * TURN;
            let inside = clip(&clip(&unrolled, shift - 180.0, true), shift + 180.0, false);
            ring(inside.into_iter().map(|point| [(point[0] - shift).clamp(-180.0, 180.0), point[1]]).collect())
        })
        .collect()
}

/// The outline without a repeated end, longitudes continuous; one that goes round a pole is led over that pole.
fn unroll(outline: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let open = match outline {
        [rest @ .., last] if rest.first() == Some(last) => rest,
        _ => outline,
    };
    let mut unrolled: Vec<[f64; 2]> = Vec::with_capacity(open.len() + 3);
    for point in open {
        let longitude = match unrolled.last() {
            Some(previous) => previous[0] + shorter_way(point[0] - previous[0]),
            None => wrapped(point[0]),
        };
        unrolled.push([longitude, point[1]]);
    }
    if let (Some(first), Some(last)) = (unrolled.first().copied(), unrolled.last().copied()) {
        let end = last[0] + shorter_way(first[0] - last[0]);
        if (end - first[0]).abs() > TURN / 2.0 {
            let mean_latitude = unrolled.iter().map(|point| point[1]).sum::<f64>() / unrolled.len() as f64;
            let pole = 90.0_f64.copysign(mean_latitude);
            unrolled.extend([[end, first[1]], [end, pole], [first[0], pole]]);
        }
    }
    unrolled
}

fn wrapped(longitude: f64) -> f64 {
    // 180° itself stays, so that an image east of the date line's western side is not torn off.
    if longitude.abs() <= 180.0 { longitude } else { (longitude + 180.0).rem_euclid(TURN) - 180.0 }
}

fn shorter_way(difference: f64) -> f64 {
    difference - TURN * (difference / TURN).round()
}

/// The part of a polygon on one side of a meridian (Sutherland and Hodgman, 1974).
fn clip(polygon: &[[f64; 2]], meridian: f64, keep_east: bool) -> Vec<[f64; 2]> {
    let inside = |point: &[f64; 2]| if keep_east { point[0] >= meridian } else { point[0] <= meridian };
    let mut kept = Vec::with_capacity(polygon.len() + 4);
    let Some(mut from) = polygon.last() else { return kept };
    for to in polygon {
        if inside(from) != inside(to) {
            let fraction = (meridian - from[0]) / (to[0] - from[0]);
            kept.push([meridian, from[1] + fraction * (to[1] - from[1])]);
        }
        if inside(to) {
            kept.push(*to);
        }
        from = to;
    }
    kept
}

/// A closed counter-clockwise ring; none where the points enclose no area.
fn ring(mut points: Vec<[f64; 2]>) -> Option<Vec<[f64; 2]>> {
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let first = *points.first()?;
    points.push(first);
    let twice_area: f64 = points.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum();
    if points.len() < 4 || twice_area.abs() < 1e-12 {
        return None;
    }
    if twice_area < 0.0 {
        points.reverse();
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(ring: &[[f64; 2]]) -> f64 {
        0.5 * ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum::<f64>()
    }

    #[test]
    fn a_clockwise_outline_becomes_one_closed_counter_clockwise_ring() {
        let rings = rings_from_outline(&[[35.0, 33.0], [36.0, 33.0], [36.0, 32.0], [35.0, 32.0]]);
        assert_eq!(rings.len(), 1);
        assert_eq!(rings[0].first(), rings[0].last());
        assert_eq!(rings[0].len(), 5);
        assert!((area(&rings[0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_date_line_cuts_an_image_into_two_rings_of_the_same_total_area() {
        let rings = rings_from_outline(&[[179.5, 10.0], [-179.0, 10.0], [-179.0, 12.0], [179.5, 12.0], [179.5, 10.0]]);
        assert_eq!(rings.len(), 2);
        assert!((area(&rings[0]) - 1.0).abs() < 1e-9, "{rings:?}");
        assert!((area(&rings[1]) - 2.0).abs() < 1e-9, "{rings:?}");
        assert!(rings.iter().flatten().all(|point| point[0].abs() <= 180.0));
        assert!(rings[0].iter().all(|point| point[0] > 0.0) && rings[1].iter().all(|point| point[0] < 0.0));
    }

    #[test]
    fn an_image_that_ends_on_the_date_line_is_one_ring() {
        for outline in [
            [[179.0, 0.0], [180.0, 0.0], [180.0, 1.0], [179.0, 1.0]],
            [[-180.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [-180.0, 1.0]],
            [[180.0, 0.0], [-179.0, 0.0], [-179.0, 1.0], [180.0, 1.0]],
        ] {
            let rings = rings_from_outline(&outline);
            assert_eq!(rings.len(), 1, "{rings:?}");
            assert!((area(&rings[0]) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn an_outline_round_a_pole_reaches_the_pole() {
        let outline: Vec<_> = (0..12).map(|step| [f64::from(step) * 30.0, 80.0]).collect();
        let rings = rings_from_outline(&outline);
        let total: f64 = rings.iter().map(|ring| area(ring)).sum();
        assert!((total - 3600.0).abs() < 1e-6, "{total}");
        let southern: Vec<_> = outline.iter().map(|point| [point[0], -80.0]).collect();
        assert!(rings_from_outline(&southern).iter().flatten().any(|point| point[1] <= -90.0));
    }

    #[test]
    fn what_is_no_outline_gives_no_ring() {
        assert!(rings_from_outline(&[]).is_empty());
        assert!(rings_from_outline(&[[1.0, 1.0], [2.0, 2.0]]).is_empty());
        assert!(rings_from_outline(&[[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]).is_empty());
        assert!(rings_from_outline(&[[1.0, 1.0], [f64::NAN, 2.0], [3.0, 0.0]]).is_empty());
        assert!(rings_from_outline(&[[1.0, 1.0], [2.0, 91.0], [3.0, 0.0]]).is_empty());
    }
}
