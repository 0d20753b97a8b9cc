//! Counts of real values in bins whose width is a fixed share of the value, whatever the range turns out to be.

/// Bits of the mantissa that tell bins apart: 4096 bins to each doubling of the value.
const MANTISSA_BITS: u32 = 12;
const BINS_OF_A_PAGE: usize = 1 << MANTISSA_BITS;
const DROPPED_BITS: u32 = 23 - MANTISSA_BITS;
/// Exponents of finite single-precision values, biased.
const EXPONENTS: usize = 255;
/// Values below 2^−60 count as zero: nothing that is measured here is so small.
const LEAST_EXPONENT: usize = 127 - 60;

/// Bins by sign, exponent and the first bits of the mantissa. Which bin a value falls into depends on that value alone, so the counts do not
/// depend on the order in which values arrive, nor does an outlier coarsen the others' bins.
#[derive(Debug, Clone, Default)]
pub(super) struct RealBins {
    zero: u64,
    /// Pages of positive values by exponent, then of negative ones; empty until a value falls into them.
    pages: Vec<Vec<u64>>,
}

impl RealBins {
    /// Counts a finite value `n` times.
    pub(super) fn add(&mut self, value: f32, n: u64) {
        let bits = value.to_bits();
        let exponent = ((bits >> 23) & 0xff) as usize;
        if !(LEAST_EXPONENT..EXPONENTS).contains(&exponent) {
            self.zero += n;
            return;
        }
        if self.pages.is_empty() {
            self.pages.resize(2 * EXPONENTS, Vec::new());
        }
        let page = &mut self.pages[(bits >> 31) as usize * EXPONENTS + exponent];
        if page.is_empty() {
            page.resize(BINS_OF_A_PAGE, 0);
        }
        page[(bits >> DROPPED_BITS) as usize & (BINS_OF_A_PAGE - 1)] += n;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.zero += other.zero;
        if self.pages.is_empty() {
            self.pages.clone_from(&other.pages);
            return;
        }
        for (page, more) in self.pages.iter_mut().zip(&other.pages) {
            if page.is_empty() {
                page.clone_from(more);
            } else {
                for (n, more) in page.iter_mut().zip(more) {
                    *n += more;
                }
            }
        }
    }

    /// Bins that hold a value, from the least: lower edge, upper edge, number. The bin about zero has no width.
    pub(super) fn bins(&self) -> Vec<(f64, f64, u64)> {
        let mut bins = Vec::new();
        if let Some(negative) = self.pages.get(EXPONENTS..) {
            for (exponent, page) in negative.iter().enumerate().rev() {
                for (index, n) in page.iter().enumerate().rev().filter(|(_, n)| **n > 0) {
                    let [near, far] = edges(exponent, index);
                    bins.push((-far, -near, *n));
                }
            }
        }
        if self.zero > 0 {
            bins.push((0.0, 0.0, self.zero));
        }
        for (exponent, page) in self.pages.iter().take(EXPONENTS).enumerate() {
            for (index, n) in page.iter().enumerate().filter(|(_, n)| **n > 0) {
                let [near, far] = edges(exponent, index);
                bins.push((near, far, *n));
            }
        }
        bins
    }
}

/// Magnitudes between which a bin lies.
fn edges(exponent: usize, index: usize) -> [f64; 2] {
    let unit = 2.0_f64.powi(exponent as i32 - 127);
    [index, index + 1].map(|index| unit * (1.0 + index as f64 / BINS_OF_A_PAGE as f64))
}
