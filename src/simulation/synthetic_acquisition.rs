//! A synthetic L1 product with twelve bands whose shifts, noise and twin-band ratio are known.
//!
//! A periodic scene of soil, vegetation and water is looked at by four detector units with a shift each, on a sensor grid coarser than the
//! product's; signal-dependent noise is added there; the sensor images are then resampled to the product grid by cubic convolution, as an
//! L1 processing does, which correlates the noise. Clouds, saturation, a defective detector and the outline of the useful image follow.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::periodic_scene::PeriodicScene;
use super::synthetic_masks::Masks;
use crate::imagery::cubic_convolution_weights;
use crate::instrument::DETECTOR_UNITS;
use crate::supervision::{Cancelled, Supervision};

/// Bands of the product.
pub const BANDS: usize = DETECTOR_UNITS.len();

/// Reflectance of one code.
pub const REFLECTANCE_PER_CODE: f64 = 0.001;

/// Shift (line, column) of each detector unit in product pixels: a feature stands this much further than in unit 1.
pub const UNIT_SHIFTS: [[f64; 2]; 4] = [[0.0, 0.0], [-0.374, -0.360], [0.051, -0.166], [0.436, 0.347]];

/// B06 sees this much more than B05.
pub const TWIN_RATIO: f64 = 1.02;

/// Sensor pixels along one side for 16 product pixels: 5.33 m against 5 m.
const SENSOR_PIXELS_OF_16: usize = 15;

const OVERSAMPLING: usize = 3;
const TRANSFER_AT_NYQUIST: f64 = 0.25;
const SCENE_EXPONENT: f64 = 1.3;

/// Reflectance at the top of the atmosphere of soil, vegetation and water in each band: plausible shapes, not a measurement.
const SPECTRA: [[f64; BANDS]; 3] = [
    [0.160, 0.155, 0.150, 0.170, 0.200, 0.200, 0.215, 0.225, 0.235, 0.245, 0.260, 0.250],
    [0.145, 0.130, 0.100, 0.110, 0.085, 0.085, 0.075, 0.120, 0.260, 0.330, 0.350, 0.310],
    [0.140, 0.125, 0.095, 0.075, 0.055, 0.055, 0.045, 0.040, 0.035, 0.030, 0.025, 0.022],
];

/// Standard deviation of the sensor's noise in codes at a signal of `code` codes: √(A² + B·code), B01 twice as noisy as the others.
pub fn noise_sigma(band: usize, code: f64) -> f64 {
    let scale = if band == 0 { 2.0 } else { 1.0 };
    scale * (0.64 + 0.008 * code.max(0.0)).sqrt()
}

/// The channels of a product, side × side samples each, line by line.
pub struct SyntheticAcquisition {
    /// Pixels along one side.
    pub side: usize,
    /// Codes of B01 to B12; 0 outside of the useful image.
    pub bands: Vec<Vec<u16>>,
    /// SAT, PIX (bit k−1 = band k) and CLD (bit 0 = all clouds).
    pub masks: [Vec<u16>; 3],
}

/// Makes a product of `side` × `side` pixels, `side` a multiple of 16 (others are rounded up). The same seed gives the same product.
///
/// # Errors
/// [`Cancelled`] once the user has cancelled.
pub fn synthesise(side: usize, seed: u64, supervision: &Supervision) -> Result<SyntheticAcquisition, Cancelled> {
    let side = side.div_ceil(16).max(4) * 16;
    let sensor_side = side / 16 * SENSOR_PIXELS_OF_16;
    let stage = supervision.stage("simulating the acquisition", 1 + BANDS as u64, "images");
    let covers = covers(sensor_side, seed, supervision)?;
    stage.advance(1)?;
    let seen: Vec<[Vec<f32>; 3]> = UNIT_SHIFTS
        .into_iter()
        .map(|shift| seen_by_unit(&covers, shift, supervision))
        .collect::<Result<_, Cancelled>>()?;
    let mut bands: Vec<Vec<u16>> = (0..BANDS)
        .into_par_iter()
        .map(|band| {
            let mut sensor = sensor_image(&seen[usize::from(DETECTOR_UNITS[band]) - 1], band);
            add_noise(&mut sensor, band, seed);
            stage.advance(1)?;
            Ok(to_codes(&resampled(&sensor, sensor_side, side)))
        })
        .collect::<Result<_, Cancelled>>()?;
    let masks = Masks::draw(side, seed).apply(&mut bands, side);
    Ok(SyntheticAcquisition { side, bands, masks })
}

/// Share of soil, vegetation and water everywhere, with their brightness.
fn covers(sensor_side: usize, seed: u64, supervision: &Supervision) -> Result<[PeriodicScene; 3], Cancelled> {
    let field = |index: u64| {
        let seed = seed.wrapping_mul(8).wrapping_add(index);
        PeriodicScene::fractal(sensor_side, OVERSAMPLING, SCENE_EXPONENT, seed, supervision)?.samples(supervision)
    };
    let logistic = |value: f32| 1.0 / (1.0 + (-value).exp());
    let (greenness, wetness, brightness) = (field(1)?, field(2)?, field(3)?);
    let cover = |share: &(dyn Fn(f32, f32, f32) -> f32 + Sync)| {
        let samples: Vec<f32> = greenness
            .par_iter()
            .zip(&wetness)
            .zip(&brightness)
            .map(|((green, wet), bright)| share(logistic(3.0 * green), logistic(8.0 * (wet - 1.8)), *bright))
            .collect();
        PeriodicScene::from_samples(&samples, OVERSAMPLING, supervision)
    };
    Ok([
        cover(&|green, wet, bright| (1.0 - wet) * (1.0 - green) * (1.0 + 0.22 * bright))?,
        cover(&|green, wet, bright| (1.0 - wet) * green * (1.0 + 0.10 * bright))?,
        cover(&|_, wet, _| wet)?,
    ])
}

/// The covers as one detector unit sees them, on the sensor grid.
fn seen_by_unit(
    covers: &[PeriodicScene; 3],
    shift: [f64; 2],
    supervision: &Supervision,
) -> Result<[Vec<f32>; 3], Cancelled> {
    // Shifts are stated in product pixels.
    let shift = shift.map(|shift| shift * SENSOR_PIXELS_OF_16 as f64 / 16.0);
    let view = |cover: usize| covers[cover].view(shift, TRANSFER_AT_NYQUIST, supervision);
    Ok([view(0)?, view(1)?, view(2)?])
}

/// The noise-free image of one band on the sensor grid, in codes.
fn sensor_image(covers: &[Vec<f32>; 3], band: usize) -> Vec<f32> {
    let twin = if band == 5 { TWIN_RATIO } else { 1.0 };
    let mut image = vec![0.0; covers[0].len()];
    for (cover, spectrum) in covers.iter().zip(SPECTRA) {
        let codes = (spectrum[band] * twin / REFLECTANCE_PER_CODE) as f32;
        for (pixel, share) in image.iter_mut().zip(cover) {
            *pixel += codes * share;
        }
    }
    image
}

fn add_noise(sensor: &mut [f32], band: usize, seed: u64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed ^ (0x6e6f_6973_6500 + band as u64));
    for pixel in sensor {
        let normal: f64 = StandardNormal.sample(&mut random);
        *pixel += (normal * noise_sigma(band, f64::from(*pixel))) as f32;
    }
}

/// Cubic convolution from the periodic sensor grid to the periodic product grid.
fn resampled(sensor: &[f32], sensor_side: usize, side: usize) -> Vec<f32> {
    let taps: Vec<([usize; 4], [f32; 4])> = (0..side)
        .map(|pixel| {
            let place = pixel * SENSOR_PIXELS_OF_16;
            let weights = cubic_convolution_weights((place % 16) as f64 / 16.0);
            let first = place / 16 + sensor_side - 1;
            ([0, 1, 2, 3].map(|tap| (first + tap) % sensor_side), weights)
        })
        .collect();
    let mut product = vec![0.0; side * side];
    for (line, out) in product.chunks_exact_mut(side).enumerate() {
        let (lines, line_weights) = taps[line];
        for (pixel, (columns, column_weights)) in out.iter_mut().zip(&taps) {
            for (line, line_weight) in lines.iter().zip(line_weights) {
                for (column, column_weight) in columns.iter().zip(column_weights) {
                    *pixel += line_weight * column_weight * sensor[line * sensor_side + column];
                }
            }
        }
    }
    product
}

fn to_codes(image: &[f32]) -> Vec<u16> {
    image.iter().map(|value| value.round().clamp(1.0, 1023.0) as u16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_the_product_whatever_the_number_of_threads() {
        let unattended = Supervision::unattended();
        let first = synthesise(128, 3, &unattended).unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let second = pool.install(|| synthesise(128, 3, &unattended)).unwrap();
        assert!(first.bands == second.bands && first.masks == second.masks);
        assert_ne!(first.bands, synthesise(128, 4, &unattended).unwrap().bands);
    }

    #[test]
    fn codes_stay_in_their_ten_bits_and_zero_means_outside_in_all_bands() {
        let product = synthesise(256, 11, &Supervision::unattended()).unwrap();
        for pixel in 0..product.side * product.side {
            let outside = product.bands.iter().filter(|band| band[pixel] == 0).count();
            assert!(outside == 0 || outside == BANDS);
            assert!(product.bands.iter().all(|band| band[pixel] <= 1023));
        }
        assert!(product.masks.iter().all(|mask| mask.iter().any(|bits| *bits != 0)));
    }
}
