//! What hides the scene of a synthetic product: clouds, saturation, a defective detector, the outline of the useful image.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Slant of the useful image's left border: columns per line, as the orbit gives it to a north-up product.
const SLANT: f64 = 0.146;

/// Where the hiding things are.
pub(super) struct Masks {
    clouds: Vec<Cloud>,
    defective_column: usize,
    defective_band: usize,
}

struct Cloud {
    line: f64,
    column: f64,
    radius: f64,
}

impl Masks {
    /// Draws clouds and a defect for a product of `side` pixels.
    pub(super) fn draw(side: usize, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0x636c_6f75_6473);
        let extent = side as f64;
        let clouds = (0..3)
            .map(|_| Cloud {
                line: random.random_range(0.2..0.8) * extent,
                column: random.random_range(0.3..0.7) * extent,
                radius: random.random_range(0.01..0.04) * extent,
            })
            .collect();
        Self { clouds, defective_column: side / 2 + random.random_range(0..side / 8), defective_band: 3 }
    }

    /// Changes the bands and gives SAT, PIX and CLD.
    pub(super) fn apply(&self, bands: &mut [Vec<u16>], side: usize) -> [Vec<u16>; 3] {
        let mut masks = [vec![0_u16; side * side], vec![0_u16; side * side], vec![0_u16; side * side]];
        let (left, right) = (SLANT * side as f64, (1.0 - SLANT) * side as f64);
        for line in 0..side {
            let slant = SLANT * line as f64;
            for column in 0..side {
                let pixel = line * side + column;
                let place = column as f64 + slant;
                if place < left || place > right + left {
                    for band in bands.iter_mut() {
                        band[pixel] = 0;
                    }
                    continue;
                }
                self.hide(line, column, pixel, bands, &mut masks);
            }
        }
        masks
    }

    fn hide(&self, line: usize, column: usize, pixel: usize, bands: &mut [Vec<u16>], masks: &mut [Vec<u16>; 3]) {
        if column == self.defective_column {
            masks[1][pixel] |= 1 << self.defective_band;
        }
        let thickness = self
            .clouds
            .iter()
            .map(|cloud| 1.0 - (line as f64 - cloud.line).hypot(column as f64 - cloud.column) / cloud.radius)
            .fold(0.0_f64, f64::max);
        if thickness > 0.0 {
            masks[2][pixel] |= 1;
            for (band, values) in bands.iter_mut().enumerate() {
                let bright = f64::from(values[pixel]) + 2000.0 * thickness;
                values[pixel] = bright.min(1023.0) as u16;
                if bright >= 1023.0 {
                    masks[0][pixel] |= 1 << band;
                }
            }
        }
    }
}
