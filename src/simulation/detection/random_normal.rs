//! Normal deviates that depend on where they are used and on nothing else: a counter, not a sequence, so that lines may be made in any
//! order, by any number of threads and in blocks of any size, with the same bytes.
//!
//! A 64-bit counter goes through the finaliser of `SplitMix64` (Steele, Lea, Flood 2014), its 53 high bits become a uniform number, and the
//! inverse of the normal law (Wichura 1988, AS 241 PPND7, relative error 1e-7) a deviate. The farthest ones lie at ±8.2.

use crate::simulation::mixed_bits::{GOLDEN, mixed64};

/// What a stream of deviates is for; two streams of different purposes never share their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Noise of the useful columns.
    Detector = 1,
    /// Noise of the columns before them.
    PreScan = 2,
    /// Noise of the columns after them.
    PostScan = 3,
}

/// The stream of one line of one band.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineStream {
    key: u64,
}

impl LineStream {
    pub(crate) fn new(seed: u64, purpose: Purpose, band: usize, line: i64) -> Self {
        let mut key = mixed64(seed.wrapping_add(GOLDEN));
        for word in [purpose as u64, band as u64, line as u64] {
            key = mixed64(key ^ mixed64(word.wrapping_add(GOLDEN)));
        }
        Self { key }
    }

    /// The deviate of a column.
    #[inline]
    pub(crate) fn normal(self, column: usize) -> f64 {
        let random = mixed64(self.key.wrapping_add((column as u64 + 1).wrapping_mul(GOLDEN)));
        // 53 bits, in the middle of their step: never 0, never 1.
        normal_deviate(((random >> 11) as f64 + 0.5) * 2.0_f64.powi(-53))
    }
}

/// The deviate below which a share `p` of a normal population lies, 0 < p < 1.
#[inline]
fn normal_deviate(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        let above = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
        let below = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0;
        return q * above / below;
    }
    let tail = (-libm::log(if q < 0.0 { p } else { 1.0 - p })).sqrt();
    let size = if tail <= 5.0 {
        let r = tail - 1.6;
        let above = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777;
        above / ((0.12021132975 * r + 0.73700164250) * r + 1.0)
    } else {
        let r = tail - 5.0;
        let above = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150;
        above / ((0.012258202635 * r + 0.24197894225) * r + 1.0)
    };
    if q < 0.0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles of the normal law to fifteen digits (any table).
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            (0.5, 0.0),
            (0.75, 0.674489750196082),
            (0.975, 1.959963984540054),
            (0.999, 3.090232306167813),
            (1.0 - 2.866515718791939e-7, 5.0),
            (1e-12, -7.034483825301131),
        ];
        for (p, z) in table {
            assert!((normal_deviate(p) - z).abs() <= 3e-7 * (1.0 + z.abs()), "{p}: {} for {z}", normal_deviate(p));
        }
        for p in [1e-9, 0.0749, 0.0751, 0.3] {
            assert!((normal_deviate(p) + normal_deviate(1.0 - p)).abs() < 1e-6, "{p}");
        }
    }

    /// Four million deviates: each statistic within five of its own standard errors. Normal samples would fail one of these fifteen
    /// checks with a probability of 1e-5; the seed is fixed.
    #[test]
    fn deviates_are_normal_in_their_moments_their_tails_and_from_neighbour_to_neighbour() {
        const LINES: usize = 800;
        const COLUMNS: usize = 5000;
        let n = (LINES * COLUMNS) as f64;
        let mut rows = vec![vec![0.0_f32; COLUMNS]; LINES];
        for (line, row) in rows.iter_mut().enumerate() {
            let stream = LineStream::new(20, Purpose::Detector, 3, line as i64 - 400);
            row.iter_mut().enumerate().for_each(|(column, deviate)| *deviate = stream.normal(column) as f32);
        }
        let within = |what: &str, found: f64, expected: f64, error: f64| {
            assert!((found - expected).abs() <= 5.0 * error, "{what}: {found}, expected {expected} ± {error}");
        };
        let moment = |k: i32| rows.iter().flatten().map(|z| f64::from(*z).powi(k)).sum::<f64>() / n;
        within("mean", moment(1), 0.0, (1.0 / n).sqrt());
        within("variance", moment(2), 1.0, (2.0 / n).sqrt());
        within("third moment", moment(3), 0.0, (15.0 / n).sqrt());
        within("fourth moment", moment(4), 3.0, (96.0 / n).sqrt());
        for (limit, share) in [(1.0, 0.158655254), (2.0, 0.022750132), (3.0, 0.001349898), (4.0, 3.167124e-5)] {
            for sign in [1.0, -1.0] {
                let beyond = rows.iter().flatten().filter(|z| f64::from(**z) * sign > limit).count() as f64 / n;
                within("tail", beyond, share, (share * (1.0 - share) / n).sqrt());
            }
        }
        let product = |pairs: f64, sum: f64| within("correlation", sum / pairs, 0.0, (1.0 / pairs).sqrt());
        for step in [1, 2] {
            let sum =
                rows.iter().map(|row| row.iter().zip(&row[step..]).map(|(a, b)| f64::from(a * b)).sum::<f64>()).sum();
            product((LINES * (COLUMNS - step)) as f64, sum);
        }
        let sum = rows.windows(2).map(|pair| pair[0].iter().zip(&pair[1]).map(|(a, b)| f64::from(a * b)).sum::<f64>());
        product(((LINES - 1) * COLUMNS) as f64, sum.sum());
    }

    #[test]
    fn another_seed_band_line_purpose_or_column_gives_another_deviate() {
        let stream = |seed, purpose, band, line| LineStream::new(seed, purpose, band, line).normal(7);
        let first = stream(1, Purpose::Detector, 2, 3);
        let others = [
            stream(2, Purpose::Detector, 2, 3),
            stream(1, Purpose::PreScan, 2, 3),
            stream(1, Purpose::Detector, 3, 2),
            stream(1, Purpose::Detector, 2, -3),
            LineStream::new(1, Purpose::Detector, 2, 3).normal(8),
        ];
        assert!(others.iter().all(|other| (other - first).abs() > 1e-9));
        assert_eq!(first.to_bits(), stream(1, Purpose::Detector, 2, 3).to_bits());
    }
}
