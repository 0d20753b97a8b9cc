//! Which columns of a curve are drawn where there are more columns than pixels.

/// Every column.
pub(super) fn whole(values: &[f64]) -> Vec<usize> {
    (0..values.len()).collect()
}

/// The columns that are drawn of those in view, `first` to `last`, on `pixels` pixels: all of them where each has half a pixel; otherwise the
/// first, the lowest, the highest, the last and one without a value of those under each pixel. One more on each side leads the line out of
/// the view.
pub(super) fn kept_columns(values: &[f64], [first, last]: [f64; 2], pixels: usize) -> Vec<usize> {
    let begin = (first.floor().max(1.0) as usize - 1).min(values.len());
    let end = ((last.ceil().max(0.0) as usize).saturating_add(2)).min(values.len()).max(begin);
    let pixels = pixels.max(1);
    if end - begin <= 2 * pixels {
        return (begin..end).collect();
    }
    let width = (last - first).max(1.0) / pixels as f64;
    let mut kept = Vec::with_capacity(5 * pixels);
    let mut column = begin;
    while column < end {
        let pixel = ((column as f64 - first) / width).floor();
        let next = ((first + (pixel + 1.0) * width).ceil().max(0.0) as usize).clamp(column + 1, end);
        let under = column..next;
        let by_value = |a: &usize, b: &usize| values[*a].total_cmp(&values[*b]);
        let finite = || under.clone().filter(|column| values[*column].is_finite());
        let gap = under.clone().find(|column| !values[*column].is_finite());
        let mut of_pixel: Vec<usize> =
            [finite().next(), finite().min_by(by_value), finite().max_by(by_value), finite().next_back(), gap]
                .into_iter()
                .flatten()
                .collect();
        of_pixel.sort_unstable();
        of_pixel.dedup();
        kept.extend(of_pixel);
        column = next;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A saw with a needle and a gap.
    fn values() -> Vec<f64> {
        let mut values: Vec<f64> = (0..5200).map(|column| f64::from(column % 7)).collect();
        values[1234] = 900.0;
        values[1235] = -900.0;
        values[4000] = f64::NAN;
        values
    }

    #[test]
    fn needles_and_gaps_are_kept_however_narrow_the_plot_is() {
        let values = values();
        for pixels in [1, 13, 700, 1400] {
            let kept = kept_columns(&values, [-0.5, 5199.5], pixels);
            assert!(kept.len() <= 5 * (pixels + 2), "{pixels}: {}", kept.len());
            assert!([1234, 1235, 4000].iter().all(|column| kept.contains(column)), "{pixels}");
            assert!(kept.windows(2).all(|pair| pair[0] < pair[1]), "rising, none twice");
        }
    }

    #[test]
    fn every_column_is_drawn_as_soon_as_it_has_half_a_pixel() {
        let kept = kept_columns(&values(), [1000.0, 2000.0], 600);
        assert_eq!(kept, (999..=2001).collect::<Vec<usize>>());
        assert_eq!(kept_columns(&values(), [-0.5, 5199.5], 5200).len(), 5200);
    }

    #[test]
    fn what_is_drawn_in_a_pixel_spans_what_its_columns_span() {
        let values = values();
        let (pixels, first, last) = (97, 100.0, 5000.0);
        let width = (last - first) / f64::from(pixels);
        let kept = kept_columns(&values, [first, last], pixels as usize);
        for pixel in 0..pixels {
            let is_under = |column: &usize| ((*column as f64 - first) / width).floor() as i32 == pixel;
            let extent = |columns: Vec<usize>| {
                let finite: Vec<f64> =
                    columns.iter().map(|column| values[*column]).filter(|value| value.is_finite()).collect();
                (
                    finite.iter().copied().fold(f64::INFINITY, f64::min),
                    finite.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                )
            };
            let all = extent((0..values.len()).filter(is_under).collect());
            assert_eq!(extent(kept.iter().copied().filter(is_under).collect()), all, "pixel {pixel}");
        }
    }

    #[test]
    fn a_view_without_a_column_and_a_curve_without_a_value_draw_nothing() {
        assert!(kept_columns(&[], [-0.5, -0.5], 100).is_empty());
        assert!(kept_columns(&[1.0; 10], [50.0, 60.0], 100).is_empty());
        assert!(kept_columns(&[1.0; 10], [-60.0, -50.0], 100).len() <= 2);
    }
}
