//! The point spread on the fine grid.

use super::transfer::BandTransfer;

/// Fine samples a pixel on each axis.
pub const FINE: usize = 3;

/// Fine samples from the middle of a kernel to its end: 3⅓ pixels.
const HALF: usize = 10;
/// Frequencies on each axis over which the transfer is summed up.
const FREQUENCIES: usize = 96;

/// A kernel of samples of the point spread function, by which fine samples are summed up to pixels.
///
/// Fine samples stand [`FINE`] times closer than pixels on each axis, so that detail up to 1.5 cycles a pixel arrives at the pixels with its true modulation, and
/// what is beyond half a cycle is aliased as in the instrument. The wings of diffraction end with the kernel: below a third of a cycle a pixel the kernel's transfer is up to
/// 0.04 away from the formula's, above within 0.003; [`PointSpread::transfer`] tells what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct PointSpread {
    /// Line by line, along first; their sum is 1.
    taps: Vec<f32>,
}

impl PointSpread {
    /// The kernel of a band's transfer: its inverse Fourier transform over the frequencies that the fine grid holds, tapered to its end.
    pub fn new(transfer: &BandTransfer) -> Self {
        let width = 2 * HALF + 1;
        let nyquist = FINE as f64 / 2.0;
        let frequency = |place: usize| (place as f64 + 0.5) / FREQUENCIES as f64 * nyquist;
        let cosine: Vec<f64> = (0..=HALF)
            .flat_map(|tap| (0..FREQUENCIES).map(move |place| (tap, place)))
            .map(|(tap, place)| (std::f64::consts::TAU * frequency(place) * tap as f64 / FINE as f64).cos())
            .collect();
        let mut quarter = vec![0.0; (HALF + 1) * (HALF + 1)];
        for along in 0..FREQUENCIES {
            let row: Vec<f64> =
                (0..FREQUENCIES).map(|across| transfer.at(frequency(along), frequency(across))).collect();
            for across_tap in 0..=HALF {
                let sum: f64 =
                    row.iter().zip(&cosine[across_tap * FREQUENCIES..]).map(|(value, cosine)| value * cosine).sum();
                for along_tap in 0..=HALF {
                    quarter[along_tap * (HALF + 1) + across_tap] += sum * cosine[along_tap * FREQUENCIES + along];
                }
            }
        }
        let tap = |place: usize| place.abs_diff(HALF);
        let mut taps: Vec<f64> = (0..width * width)
            .map(|place| {
                let (along, across) = (tap(place / width), tap(place % width));
                quarter[along * (HALF + 1) + across] * taper(along) * taper(across)
            })
            .collect();
        let scale = (nyquist / FREQUENCIES as f64 * 2.0 / FINE as f64).powi(2);
        for tap in &mut taps {
            *tap *= scale;
        }
        // The wings of diffraction reach farther than the kernel. What they hold is spread over all of it, so that only frequencies below a third of a cycle
        // a pixel notice.
        let wings = 1.0 - taps.iter().sum::<f64>();
        let spread: f64 = (0..width).map(|place| hann(tap(place))).sum();
        for (place, value) in taps.iter_mut().enumerate() {
            *value += wings * hann(tap(place / width)) * hann(tap(place % width)) / (spread * spread);
        }
        Self { taps: taps.into_iter().map(|tap| tap as f32).collect() }
    }

    /// Fine samples from the middle to the end.
    pub const fn half() -> usize {
        HALF
    }

    /// Taps of a line of the kernel, from −half to +half across.
    pub fn line(&self, line: usize) -> &[f32] {
        let width = 2 * HALF + 1;
        &self.taps[line * width..(line + 1) * width]
    }

    /// Transfer of the kernel itself at a frequency in cycles a pixel.
    pub fn transfer(&self, along: f64, across: f64) -> f64 {
        let width = 2 * HALF + 1;
        let phase = |place: usize, frequency: f64| {
            std::f64::consts::TAU * frequency * (place as f64 - HALF as f64) / FINE as f64
        };
        (0..width * width)
            .map(|place| {
                f64::from(self.taps[place]) * (phase(place / width, along) + phase(place % width, across)).cos()
            })
            .sum()
    }
}

/// A raised cosine over the whole kernel.
fn hann(tap: usize) -> f64 {
    0.5 + 0.5 * (std::f64::consts::PI * tap as f64 / (HALF + 1) as f64).cos()
}

/// A cosine's descent over the last taps.
fn taper(tap: usize) -> f64 {
    let begin = HALF - 2;
    if tap <= begin {
        return 1.0;
    }
    let share = (tap - begin) as f64 / (HALF + 1 - begin) as f64;
    0.5 + 0.5 * (std::f64::consts::PI * share).cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{InstrumentModel, TdiStages};

    #[test]
    fn the_kernel_has_the_transfer_it_was_made_for() {
        let instrument = InstrumentModel::built_in().unwrap();
        let mut worst = [0.0_f64; 2];
        for (centre, stages, mismatch) in [(424.0, 16, 0.0), (620.0, 8, 0.01), (909.0, 32, -0.005)] {
            let transfer = BandTransfer::new(&instrument, centre, TdiStages(stages), [1.0 + mismatch, 0.0]);
            let kernel = PointSpread::new(&transfer);
            assert!((kernel.taps.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            for along in 0..=10 {
                for across in 0..=10 {
                    let (along, across) = (f64::from(along) * 0.1, f64::from(across) * 0.1);
                    let off = (kernel.transfer(along, across) - transfer.at(along, across)).abs();
                    let range = usize::from(along.max(across) > 0.35);
                    worst[range] = worst[range].max(off);
                }
            }
            let [a, b] =
                [kernel.transfer(0.5, 0.0) - transfer.at(0.5, 0.0), kernel.transfer(0.0, 0.5) - transfer.at(0.0, 0.5)];
            println!(
                "{centre} nm: at Nyquist along {:.4} ({a:+.4}), across {:.4} ({b:+.4})",
                transfer.at(0.5, 0.0),
                transfer.at(0.0, 0.5)
            );
            assert!(a.abs() < 0.004 && b.abs() < 0.004);
        }
        println!("worst below a third of a cycle a pixel {:.4}, above {:.4}", worst[0], worst[1]);
        assert!(worst[0] < 0.04 && worst[1] < 0.004, "{worst:?}");
    }
}
