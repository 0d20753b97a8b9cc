//! How an image goes on beyond its borders: … 2 1 0 | 0 1 2 … n−1 | n−1 n−2 …

use std::ops::Range;

/// The sample of `length` (at least one) that stands for an index before, in or after them.
pub(super) fn reflected(index: i64, length: usize) -> usize {
    let length = length as i64;
    let folded = index.rem_euclid(2 * length);
    (if folded < length { folded } else { 2 * length - 1 - folded }) as usize
}

/// One more than the last line of `length` that lines `lines` stand for.
pub(super) fn end_of_reflected(lines: &Range<i64>, length: usize) -> usize {
    let whole = length as i64;
    if lines.end > whole || lines.start < -whole {
        return length;
    }
    lines.end.max(-lines.start).max(0) as usize
}

/// The first line of `length` that lines `lines` stand for.
pub(super) fn start_of_reflected(lines: &Range<i64>, length: usize) -> usize {
    let whole = length as i64;
    if lines.start >= lines.end {
        return length;
    }
    if lines.start <= 0 || lines.end > 2 * whole {
        return 0;
    }
    (if lines.end > whole { lines.start.min(2 * whole - lines.end) } else { lines.start }) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_is_a_mirror_between_pixels_as_often_as_needed() {
        let seen: Vec<usize> = (-4..8).map(|index| reflected(index, 3)).collect();
        assert_eq!(seen, [2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1]);
        assert_eq!(reflected(-7, 1), 0);
    }

    #[test]
    fn the_lines_needed_are_those_found_one_by_one() {
        for length in 1..6_usize {
            for start in -12..12_i64 {
                for end in start + 1..13 {
                    let seen: Vec<usize> = (start..end).map(|line| reflected(line, length)).collect();
                    let (first, last) = (*seen.iter().min().unwrap(), *seen.iter().max().unwrap());
                    let range = start..end;
                    assert!(start_of_reflected(&range, length) <= first, "{range:?} of {length}");
                    assert!(end_of_reflected(&range, length) > last, "{range:?} of {length}");
                    if start > 0 && end <= length as i64 {
                        assert_eq!(start_of_reflected(&range, length), first);
                        assert_eq!(end_of_reflected(&range, length), last + 1);
                    }
                }
            }
        }
    }
}
