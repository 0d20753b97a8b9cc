//! A few invalid samples in a window, replaced so that they carry no feature of their own.

/// Replaces the samples of a square patch that are not `valid` by linear interpolation along their line between the nearest valid ones (at the ends of a
/// line by the nearest); a line without any takes those of the nearest line that has some. Nothing changes when no sample is valid.
pub(super) fn fill_gaps(samples: &mut [f32], valid: &[bool], side: usize) {
    if side == 0 {
        return;
    }
    for (line, valid) in samples.chunks_exact_mut(side).zip(valid.chunks_exact(side)) {
        fill_line(line, valid);
    }
    let has_valid: Vec<bool> = valid.chunks_exact(side).map(|line| line.contains(&true)).collect();
    for line in 0..side {
        if has_valid[line] {
            continue;
        }
        let nearest = (0..side).filter(|other| has_valid[*other]).min_by_key(|other| other.abs_diff(line));
        if let Some(nearest) = nearest {
            samples.copy_within(nearest * side..(nearest + 1) * side, line * side);
        }
    }
}

fn fill_line(line: &mut [f32], valid: &[bool]) {
    let mut before: Option<usize> = None;
    let valid_columns = valid.iter().enumerate().filter(|(_, valid)| **valid).map(|(column, _)| column);
    for column in valid_columns.chain([line.len()]) {
        let gap = before.map_or(0, |before| before + 1)..column;
        let ends = (before.map(|before| line[before]), line.get(column).copied());
        for place in gap.clone() {
            line[place] = match ends {
                (Some(left), Some(right)) => {
                    let share = (place - gap.start + 1) as f32 / (gap.len() + 1) as f32;
                    left + share * (right - left)
                }
                (Some(value), None) | (None, Some(value)) => value,
                (None, None) => line[place],
            };
        }
        before = Some(column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_a_slope_becomes_slope_again() {
        let expected: Vec<f32> = (0..25).map(|index| (index % 5) as f32 * 2.0).collect();
        let mut samples = expected.clone();
        let mut valid = vec![true; 25];
        for index in [6, 7, 13] {
            samples[index] = 1e6;
            valid[index] = false;
        }
        fill_gaps(&mut samples, &valid, 5);
        for (found, expected) in samples.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-5, "{samples:?}");
        }
    }

    #[test]
    fn ends_and_empty_lines_take_the_nearest_samples() {
        let mut samples = vec![9.0, 1.0, 2.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        let valid = [false, true, true, false, false, false, false, false, false];
        fill_gaps(&mut samples, &valid, 3);
        assert_eq!(samples, [1.0, 1.0, 2.0, 1.0, 1.0, 2.0, 1.0, 1.0, 2.0]);
    }

    #[test]
    fn a_patch_without_a_valid_sample_stays_as_it_is() {
        let mut samples = vec![3.0; 4];
        fill_gaps(&mut samples, &[false; 4], 2);
        assert_eq!(samples, [3.0; 4]);
        fill_gaps(&mut [], &[], 0);
    }
}
