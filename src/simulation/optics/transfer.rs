//! The modulation transfer of a band.

use serde::Serialize;

use super::diffraction::diffraction_transfer;
use crate::instrument::{InstrumentModel, TdiStages};

/// The modulation transfer of a band from the scene to its counts; real and even, since every part of it is.
///
/// MTF = diffraction × residual of the optics × pixel area × motion during a line × steps between TDI stages. Frequencies in cycles a pixel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandTransfer {
    /// λN over the pitch: the reciprocal of the cut-off in cycles a pixel.
    pub cut_off_pixels: f64,
    /// Inner over outer diameter of the aperture.
    pub obscuration: f64,
    /// Gaussian residual at half a cycle a pixel, along and across.
    pub residual_at_nyquist: [f64; 2],
    /// How far the ground goes in one line time, pixels.
    pub motion_pixels: f64,
    /// TDI stages.
    pub stages: u8,
}

impl BandTransfer {
    /// The transfer of a band read with some stages; `mismatch` is by how much the line time exceeds the time in which the ground goes on by a pixel, relatively.
    pub fn new(instrument: &InstrumentModel, centre_nm: f64, stages: TdiStages, mismatch: f64) -> Self {
        let (camera, optics) = (&instrument.camera, &instrument.optics);
        Self {
            cut_off_pixels: centre_nm * 1e-3 * camera.f_number() / camera.pitch_um.value,
            obscuration: optics.central_obscuration_ratio.value,
            residual_at_nyquist: [
                optics.residual_mtf_at_nyquist_along.value,
                optics.residual_mtf_at_nyquist_across.value,
            ],
            motion_pixels: 1.0 + mismatch,
            stages: stages.0.max(1),
        }
    }

    /// Transfer at a frequency along and across the flight, cycles a pixel.
    pub fn at(&self, along: f64, across: f64) -> f64 {
        let diffraction = diffraction_transfer(along.hypot(across) * self.cut_off_pixels, self.obscuration);
        let residual = self.residual_at_nyquist[0].powf(4.0 * along * along)
            * self.residual_at_nyquist[1].powf(4.0 * across * across);
        let pixel = sinc(along) * sinc(across);
        diffraction * residual * pixel * sinc(along * self.motion_pixels) * self.steps(along)
    }

    /// The stages see the ground a little further on, each by the mismatch: the mean of their phases.
    fn steps(&self, along: f64) -> f64 {
        let (n, step) = (f64::from(self.stages), std::f64::consts::PI * along * (self.motion_pixels - 1.0));
        if step.sin().abs() < 1e-12 { 1.0 } else { (n * step).sin() / (n * step.sin()) }
    }
}

/// sin(πx)/(πx).
fn sinc(x: f64) -> f64 {
    let x = std::f64::consts::PI * x;
    if x.abs() < 1e-9 { 1.0 } else { x.sin() / x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transfer_at_nyquist_is_the_product_of_its_parts() {
        let instrument = InstrumentModel::built_in().unwrap();
        let band = BandTransfer::new(&instrument, 620.0, TdiStages(8), 0.0);
        // λN = 4.34 µm of 13 µm: half a cycle a pixel is 0.167 of the cut-off.
        let diffraction = diffraction_transfer(0.5 * 0.62 * 7.0 / 13.0, 0.35);
        let (pixel, residual) = (2.0 / std::f64::consts::PI, 0.6);
        assert!((band.at(0.0, 0.5) - diffraction * pixel * residual).abs() < 1e-12);
        assert!((band.at(0.5, 0.0) - diffraction * pixel * pixel * residual).abs() < 1e-12);
        assert!((band.at(0.0, 0.0) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn stages_that_run_ahead_smear_by_their_number() {
        let instrument = InstrumentModel::built_in().unwrap();
        let [still, smeared] =
            [0.0, 0.02].map(|mismatch| BandTransfer::new(&instrument, 620.0, TdiStages(16), mismatch));
        let ratio = smeared.at(0.5, 0.0) / still.at(0.5, 0.0);
        // The mean of 16 phases 2π·0.5·0.02·k, by hand, and a line that lasts 2 % longer.
        let by_hand = (0..16).map(|k| (std::f64::consts::PI * 0.02 * (f64::from(k) - 7.5)).cos()).sum::<f64>() / 16.0;
        assert!((ratio - by_hand * sinc(0.51) / sinc(0.5)).abs() < 1e-12, "{ratio} {by_hand}");
        assert!((smeared.at(0.0, 0.5) - still.at(0.0, 0.5)).abs() < 1e-15);
    }
}
