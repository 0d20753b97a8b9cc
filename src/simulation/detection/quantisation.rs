//! From a signal to a count: rounded to the nearest whole one, cut off at both ends of the converter.

/// Reads a line.
pub(crate) fn quantise(signal: &[f32], largest_count: u16, counts: &mut [u16]) {
    let most = f32::from(largest_count);
    for (count, signal) in counts.iter_mut().zip(signal) {
        // Half a count upwards and down to a whole one; a cast from f32 cuts off at the ends by itself, and i32 has a vector form.
        *count = (signal + 0.5).max(0.0).min(most) as i32 as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_rounded_and_cut_off() {
        let mut counts = [9; 7];
        quantise(&[-4.0, 0.49, 0.5, 17.3, 1022.6, 1023.4, 4e9], 1023, &mut counts);
        assert_eq!(counts, [0, 0, 1, 17, 1023, 1023, 1023]);
    }
}
