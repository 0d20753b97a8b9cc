//! Columns without light on both sides of an array, and the two halves that read them.

use super::ReadOut;
use super::noise::ArrayNoise;
use super::quantisation::{NotANumber, quantise};
use super::random_normal::{LineStream, Purpose};

/// The dark reference columns of one array.
#[derive(Debug, Clone)]
pub(crate) struct ScanColumns {
    read_out: ReadOut,
    /// What they read in the image's left and right half, counts.
    levels: [f64; 2],
    /// Read noise.
    sigma: f64,
}

impl ScanColumns {
    /// `dark` is the dark signal of the useful columns.
    pub(crate) fn new(read_out: ReadOut, dark: &[f64], noise: Option<ArrayNoise>) -> Self {
        let (left, right) = dark.split_at(read_out.split_column.min(dark.len()));
        // A half without useful columns has no level of its own.
        let halves = if left.is_empty() { [right, right] } else { [left, if right.is_empty() { left } else { right }] };
        Self { read_out, levels: halves.map(middle), sigma: noise.map_or(0.0, |noise| f64::from(noise.sigma(0.0))) }
    }

    /// Levels that are known better than from the useful columns.
    pub(crate) fn set_levels(&mut self, levels: [f64; 2]) {
        self.levels = levels;
    }

    /// What the two halves read without light, counts: the middle of their useful columns' dark signals unless somebody knew better. What the
    /// dark reference columns of the instrument read is not known.
    pub(crate) fn levels(&self) -> [f64; 2] {
        self.levels
    }

    /// Place of the first useful column in a line.
    pub(crate) fn first_useful(&self) -> usize {
        self.read_out.pre_scan
    }

    /// Puts a line together: pre-scan, the useful counts, post-scan.
    ///
    /// # Errors
    /// [`NotANumber`] for a signal that is none.
    pub(crate) fn frame(
        &self,
        useful: &[f32],
        whole: &mut [u16],
        largest_count: u16,
        stream: impl Fn(Purpose) -> LineStream,
    ) -> Result<(), NotANumber> {
        let (pre, rest) = whole.split_at_mut(self.read_out.pre_scan.min(whole.len()));
        let (middle, post) = rest.split_at_mut(useful.len().min(rest.len()));
        quantise(useful, largest_count, middle)?;
        for (columns, level, purpose) in
            [(pre, self.levels[0], Purpose::PreScan), (post, self.levels[1], Purpose::PostScan)]
        {
            let stream = stream(purpose);
            for (column, count) in columns.iter_mut().enumerate() {
                let noise = if self.sigma > 0.0 { self.sigma * stream.normal(column) } else { 0.0 };
                quantise(&[(level + noise) as f32], largest_count, std::slice::from_mut(count))?;
            }
        }
        Ok(())
    }
}

/// The middle one of some figures; zero of none.
fn middle(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::instrument::radiometry::{NoiseForm, NoiseModel};

    #[test]
    fn each_side_reads_the_level_of_its_half_with_read_noise() {
        let read_out = ReadOut { pre_scan: 4, post_scan: 3, split_column: 2 };
        let dark = [20.0, 20.0, 50.0, 50.0, 50.0];
        let frame = |noise| {
            let columns = ScanColumns::new(read_out, &dark, noise);
            let mut whole = [0; 12];
            let stream = |purpose| LineStream::new(1, purpose, 0, 0);
            columns.frame(&[1.0, 2.0, 3.0, 4.0, 5000.0], &mut whole, 1023, stream).unwrap();
            whole
        };
        assert_eq!(frame(None), [20, 20, 20, 20, 1, 2, 3, 4, 1023, 50, 50, 50]);
        let noisy = frame(Some(ArrayNoise::new(NoiseModel { a: 25.0, b: 0.0 }, NoiseForm::Linear)));
        assert_eq!(noisy[4..9], [1, 2, 3, 4, 1023]);
        assert!(noisy[..4].iter().any(|count| *count != 20) && noisy[..4].iter().all(|count| count.abs_diff(20) < 30));
    }

    #[test]
    fn an_array_read_by_one_half_has_one_level() {
        for split_column in [0, 9] {
            let read_out = ReadOut { pre_scan: 1, post_scan: 1, split_column };
            assert_eq!(ScanColumns::new(read_out, &[7.0, 8.0, 9.0], None).levels(), [8.0, 8.0]);
        }
    }
}
