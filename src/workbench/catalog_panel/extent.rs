//! Boxes on the Earth whose east may lie beyond the date line.

/// A box of longitudes and latitudes in degrees; where it crosses the date line its east exceeds 180.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extent {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Extent {
    /// The smallest box around outlines, which are cut at the date line; none without corners.
    pub(crate) fn of_outlines(outlines: &[Vec<[f64; 2]>]) -> Option<Self> {
        let rings = outlines.iter().filter_map(|ring| {
            let first = ring.first()?;
            let start = Self { west: first[0], south: first[1], east: first[0], north: first[1] };
            Some(ring.iter().fold(start, |around, corner| Self {
                west: around.west.min(corner[0]),
                south: around.south.min(corner[1]),
                east: around.east.max(corner[0]),
                north: around.north.max(corner[1]),
            }))
        });
        Self::around(rings)
    }

    /// The narrowest box around boxes: the widest gap between them, all the way round the Earth, is left out.
    pub(crate) fn around(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        let first = *parts.first()?;
        let (south, north) = parts
            .iter()
            .fold((first.south, first.north), |(south, north), part| (south.min(part.south), north.max(part.north)));
        parts.sort_by(|a, b| a.west.total_cmp(&b.west));
        // (width of the gap that ends at this west, west)
        let mut reach = f64::NEG_INFINITY;
        for part in &parts {
            reach = reach.max(part.east);
        }
        let mut widest = (parts[0].west + 360.0 - reach, parts[0].west);
        let mut covered = parts[0].east;
        for part in &parts[1..] {
            // a box that goes over the date line covers the beginning of the circle too
            let gap = part.west - covered.max(reach - 360.0);
            if gap > widest.0 {
                widest = (gap, part.west);
            }
            covered = covered.max(part.east);
        }
        let (gap, west) = widest;
        Some(Self { west, south, east: west + (360.0 - gap.max(0.0)), north })
    }

    /// The same, made larger round its middle where it is smaller than so many degrees.
    pub(crate) fn at_least(self, degrees: f64) -> Self {
        let [longitude, latitude] = self.centre();
        let (across, along) =
            ((self.east - self.west).max(degrees) / 2.0, (self.north - self.south).max(degrees) / 2.0);
        Self { west: longitude - across, south: latitude - along, east: longitude + across, north: latitude + along }
    }

    /// Its middle.
    pub(crate) fn centre(self) -> [f64; 2] {
        [f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(extent: Extent, expected: [f64; 4]) -> bool {
        let found = [extent.west, extent.south, extent.east, extent.north];
        found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9)
    }

    #[test]
    fn an_outline_cut_at_the_date_line_is_one_box_across_it() {
        let outlines = [
            vec![[179.0, -20.0], [180.0, -20.0], [180.0, -19.0]],
            vec![[-180.0, -20.0], [-179.5, -20.0], [-180.0, -18.0]],
        ];
        let extent = Extent::of_outlines(&outlines).unwrap();
        assert!(close(extent, [179.0, -20.0, 180.5, -18.0]), "{extent:?}");
        let other = Extent { west: -178.0, south: 0.0, east: -177.0, north: 1.0 };
        let both = Extent::around([extent, other]).unwrap();
        assert!(close(both, [179.0, -20.0, 183.0, 1.0]), "{both:?}");
    }

    #[test]
    fn boxes_on_one_side_of_the_earth_are_not_taken_the_long_way_round() {
        let at = |west: f64, east: f64| Extent { west, south: 30.0, east, north: 31.0 };
        assert!(close(Extent::around([at(35.0, 36.0), at(-10.0, -9.0)]).unwrap(), [-10.0, 30.0, 36.0, 31.0]));
        assert!(close(Extent::around([at(170.0, 171.0), at(-170.0, -169.0)]).unwrap(), [170.0, 30.0, 191.0, 31.0]));
        assert!(close(Extent::around([at(5.0, 5.0)]).unwrap(), [5.0, 30.0, 5.0, 31.0]));
        assert_eq!(Extent::around([]), None);
        assert_eq!(Extent::of_outlines(&[Vec::new()]), None);
    }

    #[test]
    fn boxes_all_round_the_earth_are_the_whole_turn() {
        let parts = (0..36).map(|step| {
            let west = -180.0 + 10.0 * f64::from(step);
            Extent { west, south: 0.0, east: west + 10.0, north: 1.0 }
        });
        let whole = Extent::around(parts).unwrap();
        assert!((whole.east - whole.west - 360.0).abs() < 1e-9);
    }
}
