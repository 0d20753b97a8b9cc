//! The modulation transfer of a band.

use serde::Serialize;

use super::diffraction::diffraction_transfer;
use crate::instrument::{InstrumentModel, TdiStages};

/// The modulation transfer of a band from the scene to its counts; real and even, since every part of it is.
///
/// MTF = diffraction × residual of the optics × pixel area × motion during a line × steps between TDI stages. Frequencies in cycles a pixel.
///
/// The charges of the stages go on by a pixel along the flight each line time, so that a stage sees the image displaced by what its motion has more than that.
/// Motion that is neither along nor across smears obliquely; here it is the mean of both oblique senses, so that the transfer is even on each axis: exact for
/// frequencies along one of the axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandTransfer {
    /// λN over the pitch: the reciprocal of the cut-off in cycles a pixel.
    pub cut_off_pixels: f64,
    /// Inner over outer diameter of the aperture.
    pub obscuration: f64,
    /// Gaussian residual at half a cycle a pixel, along and across.
    pub residual_at_nyquist: [f64; 2],
    /// How far the image goes in one line time along and across the flight, pixels.
    pub motion_pixels: [f64; 2],
    /// TDI stages.
    pub stages: u8,
}

impl BandTransfer {
    /// The transfer of a band read with some stages, of an image that goes on by `motion_pixels` along and across the flight in a line time: \[1, 0\] for a
    /// line time in which the ground goes on by a pixel.
    pub fn new(instrument: &InstrumentModel, centre_nm: f64, stages: TdiStages, motion_pixels: [f64; 2]) -> Self {
        let (camera, optics) = (&instrument.camera, &instrument.optics);
        Self {
            cut_off_pixels: centre_nm * 1e-3 * camera.f_number() / camera.pitch_um.value,
            obscuration: optics.central_obscuration_ratio.value,
            residual_at_nyquist: [
                optics.residual_mtf_at_nyquist_along.value,
                optics.residual_mtf_at_nyquist_across.value,
            ],
            motion_pixels,
            stages: stages.0.max(1),
        }
    }

    /// Transfer at a frequency along and across the flight, cycles a pixel.
    pub fn at(&self, along: f64, across: f64) -> f64 {
        let pixel = sinc(along) * sinc(across);
        self.optics(along, across) * pixel * 0.5 * (self.smear(along, across) + self.smear(along, -across))
    }

    /// Transfer of the optics alone: diffraction and residual.
    pub fn optics(&self, along: f64, across: f64) -> f64 {
        let diffraction = diffraction_transfer(along.hypot(across) * self.cut_off_pixels, self.obscuration);
        let residual = self.residual_at_nyquist[0].powf(4.0 * along * along)
            * self.residual_at_nyquist[1].powf(4.0 * across * across);
        diffraction * residual
    }

    /// Pixels over which a point is smeared from the beginning of the first stage to the end of the last.
    pub fn smeared_pixels(&self) -> f64 {
        let [along, across] = self.motion_pixels;
        along.hypot(across) + (f64::from(self.stages) - 1.0) * (along - 1.0).hypot(across)
    }

    /// The motion during a line time, and the mean of the stages' phases: each sees the image further on by what the motion has more than the charges'.
    fn smear(&self, along: f64, across: f64) -> f64 {
        let [motion_along, motion_across] = self.motion_pixels;
        let drift = across * motion_across;
        let (n, step) = (f64::from(self.stages), std::f64::consts::PI * (along * (motion_along - 1.0) + drift));
        let steps =
            if step.sin().abs() < 1e-12 { aligned(step, self.stages) } else { (n * step).sin() / (n * step.sin()) };
        sinc(along * motion_along + drift) * steps
    }
}

/// The mean of `stages` phases that are whole half turns apart: one, or, for an even number of stages an odd number of half turns apart, with its sign.
fn aligned(step: f64, stages: u8) -> f64 {
    let half_turns = (step / std::f64::consts::PI).round();
    if stages.is_multiple_of(2) && half_turns.rem_euclid(2.0) > 0.5 { -1.0 } else { 1.0 }
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
        let band = BandTransfer::new(&instrument, 620.0, TdiStages(8), [1.0, 0.0]);
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
            [1.0, 1.02].map(|motion| BandTransfer::new(&instrument, 620.0, TdiStages(16), [motion, 0.0]));
        let ratio = smeared.at(0.5, 0.0) / still.at(0.5, 0.0);
        // The mean of 16 phases 2π·0.5·0.02·k, by hand, and a line that lasts 2 % longer.
        let by_hand = (0..16).map(|k| (std::f64::consts::PI * 0.02 * (f64::from(k) - 7.5)).cos()).sum::<f64>() / 16.0;
        assert!((ratio - by_hand * sinc(0.51) / sinc(0.5)).abs() < 1e-12, "{ratio} {by_hand}");
        assert!((smeared.at(0.0, 0.5) - still.at(0.0, 0.5)).abs() < 1e-15);
    }

    #[test]
    fn a_ground_that_passes_across_smears_across() {
        let instrument = InstrumentModel::built_in().unwrap();
        let of = |stages: u8, motion| BandTransfer::new(&instrument, 620.0, TdiStages(stages), motion);
        let (ahead, aside) = (of(1, [1.0, 0.0]), of(1, [0.0, -1.0]));
        // Residual and pixel are alike on both axes: a quarter turn of the motion is one of the transfer.
        for (along, across) in [(0.5, 0.0), (0.0, 0.5), (0.3, 0.2), (0.1, 0.45)] {
            assert!((ahead.at(along, across) - aside.at(across, along)).abs() < 1e-12, "{along} {across}");
        }
        assert!((of(1, [1.0, 0.0]).smeared_pixels() - 1.0).abs() < 1e-12);
        // Sixteen stages whose charges go along while the image goes across: a root of two a stage.
        assert!((of(16, [0.0, 1.0]).smeared_pixels() - (1.0 + 15.0 * 2.0_f64.sqrt())).abs() < 1e-12);
        // By hand: four stages, 0.1 pixels across each; at half a cycle across the phases are ±0.15π and ±0.05π.
        let drifting = of(4, [1.0, 0.1]).at(0.0, 0.5) / of(4, [1.0, 0.0]).at(0.0, 0.5);
        let pi = std::f64::consts::PI;
        let by_hand = 0.5 * ((0.15 * pi).cos() + (0.05 * pi).cos()) * sinc(0.05);
        assert!((drifting - by_hand).abs() < 1e-12, "{drifting} {by_hand}");
    }
}
