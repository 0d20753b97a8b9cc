//! What the filters of stray light do to noise.

use crate::instrument::radiometry::LocalFilter;
use crate::parameter_sets::ColumnFigures;

/// By what the filters of type 1 multiply the noise of independent pixels in each of `columns` columns: the root of the sum of squares of the
/// filter that holds there; one where none does.
pub fn noise_gain(filters: &[LocalFilter], columns: usize) -> ColumnFigures {
    let mut gains = vec![1.0; columns];
    for local in filters {
        let squares: f64 = local.filter.values.iter().map(|value| f64::from(*value).powi(2)).sum();
        let end = (local.columns.last + 1).min(columns);
        if let Some(gains) = gains.get_mut(local.columns.first..end) {
            gains.fill(squares.sqrt());
        }
    }
    ColumnFigures::shortest(gains)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::radiometry::{ColumnRange, FilterArray, FilterKind};

    #[test]
    fn each_range_has_the_gain_of_its_own_filter_and_columns_without_one_keep_their_noise() {
        let local = |first, last, values: [f32; 3]| LocalFilter {
            columns: ColumnRange::new(first, last),
            filter: FilterArray { kind: FilterKind::Spatial, rows: 1, columns: 3, values: values.to_vec() },
        };
        let filters = [local(0, 3, [-0.05, 1.1, -0.05]), local(4, 7, [0.25, 0.5, 0.25])];
        let gains = noise_gain(&filters, 10);
        let found: Vec<f64> = (0..10).filter_map(|column| gains.of(column)).collect();
        let [sharper, softer] = [1.215_f64.sqrt(), 0.375_f64.sqrt()];
        let expected = [[sharper; 4].as_slice(), &[softer; 4], &[1.0; 2]].concat();
        assert!(found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() < 1e-7), "{found:?}");
        assert_eq!(found.len(), 10);
        assert_eq!(noise_gain(&[], 10), ColumnFigures::Same(1.0));
        // A range beyond the array is cut; one outside of it is nobody's.
        assert_eq!(noise_gain(&[local(20, 30, [0.0, 2.0, 0.0])], 10), ColumnFigures::Same(1.0));
    }
}
