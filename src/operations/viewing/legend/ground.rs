//! What a pixel of the image is on the ground, where the reference system is metric.

use serde::{Deserialize, Serialize};

use crate::product_files::{Georeference, metres_per_unit};

/// Size of a pixel and direction of north.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroundScale {
    /// Metres a pixel along a line of the image (from column to column).
    pub metres_per_column: f64,
    /// Metres a pixel along a column (from line to line).
    pub metres_per_line: f64,
    /// Direction of the map's north in the image: degrees clockwise from upwards.
    pub north_deg: f64,
}

impl GroundScale {
    /// Of a georeference; none where its system is not one of lengths. North is that of the map's grid.
    pub fn of(georeference: &Georeference) -> Option<Self> {
        let metres = metres_per_unit(&georeference.crs)?;
        let [_, column_x, line_x, _, column_y, line_y] = georeference.geotransform;
        let determinant = column_x * line_y - line_x * column_y;
        if !(determinant.is_finite() && determinant != 0.0) {
            return None;
        }
        // Pixels that lead one unit to the north: the inverse of the geotransform applied to (0, 1).
        let (columns, lines) = (-line_x / determinant, column_x / determinant);
        Some(Self {
            metres_per_column: metres * column_x.hypot(column_y),
            metres_per_line: metres * line_x.hypot(line_y),
            north_deg: columns.atan2(-lines).to_degrees(),
        })
    }
}

/// A round length of at most `most` metres: 1, 2 or 5 times a power of ten.
pub(super) fn round_length(most: f64) -> Option<f64> {
    if !(most.is_finite() && most > 0.0) {
        return None;
    }
    let power = 10_f64.powf(most.log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|length| *length <= most * (1.0 + 1e-9))
}

/// A length with its unit: `500 m`, `2 km`.
pub(super) fn length_words(metres: f64) -> String {
    use crate::reports::number::{Sign, significant};
    if metres >= 1000.0 {
        format!("{} km", significant(metres / 1000.0, 3, Sign::Negative))
    } else {
        format!("{} m", significant(metres, 3, Sign::Negative))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(geotransform: [f64; 6]) -> GroundScale {
        GroundScale::of(&Georeference { crs: "EPSG:32636".to_owned(), geotransform, footprint: Vec::new() }).unwrap()
    }

    #[test]
    fn north_is_up_in_a_usual_image_and_down_in_one_turned_round() {
        let usual = scale([7e5, 5.0, 0.0, 3.6e6, 0.0, -5.0]);
        assert_eq!((usual.metres_per_column, usual.metres_per_line), (5.0, 5.0));
        assert!(usual.north_deg.abs() < 1e-9);
        let turned = scale([7e5, -5.0, 0.0, 3.6e6, 0.0, 5.0]);
        assert!((turned.north_deg.abs() - 180.0).abs() < 1e-9);
        // Lines run to the east, columns to the north: north is to the right.
        let lying = scale([7e5, 0.0, 5.0, 3.6e6, 5.0, 0.0]);
        assert!((lying.north_deg - 90.0).abs() < 1e-9, "{lying:?}");
    }

    #[test]
    fn a_scale_bar_has_a_round_length() {
        for (most, expected) in [(730.0, 500.0), (499.0, 200.0), (1.0, 1.0), (0.03, 0.02), (10_000.0, 10_000.0)] {
            let length = round_length(most).unwrap();
            assert!((length - expected).abs() < 1e-9 * expected, "{most}: {length}");
        }
        assert_eq!(round_length(0.0), None);
        assert_eq!((length_words(500.0), length_words(2000.0)), ("500 m".to_owned(), "2 km".to_owned()));
    }

    #[test]
    fn degrees_are_no_lengths() {
        let place = Georeference {
            crs: "EPSG:4326".to_owned(),
            geotransform: [35.0, 1e-4, 0.0, 33.0, 0.0, -1e-4],
            footprint: Vec::new(),
        };
        assert_eq!(GroundScale::of(&place), None);
    }
}
