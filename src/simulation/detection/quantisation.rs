//! From a signal to a count: rounded to the nearest whole one, cut off at both ends of the converter.

/// A signal that is no number, by its place in the line: no count stands for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotANumber(pub(crate) usize);

/// Reads a line.
///
/// # Errors
/// [`NotANumber`] for the first signal that is none; nothing is read then.
pub(crate) fn quantise(signal: &[f32], largest_count: u16, counts: &mut [u16]) -> Result<(), NotANumber> {
    // Looked at to the end: without an early way out it is a few instructions for a whole register of signals.
    if signal.iter().fold(false, |found, signal| found | signal.is_nan()) {
        let place = signal.iter().position(|signal| signal.is_nan());
        return Err(NotANumber(place.unwrap_or_default()));
    }
    let most = f32::from(largest_count);
    for (count, signal) in counts.iter_mut().zip(signal) {
        // Half a count upwards and down to a whole one; a cast from f32 cuts off at the ends by itself, and i32 has a vector form.
        *count = (signal + 0.5).max(0.0).min(most) as i32 as u16;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_rounded_and_cut_off() {
        let mut counts = [9; 7];
        quantise(&[-4.0, 0.49, 0.5, 17.3, 1022.6, 1023.4, 4e9], 1023, &mut counts).unwrap();
        assert_eq!(counts, [0, 0, 1, 17, 1023, 1023, 1023]);
    }

    #[test]
    fn what_is_no_number_is_no_count() {
        let mut counts = [9; 3];
        assert_eq!(quantise(&[4.0, f32::NAN, 5.0], 1023, &mut counts), Err(NotANumber(1)));
        assert_eq!(counts, [9; 3]);
    }
}
