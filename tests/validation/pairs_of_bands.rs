//! All 66 pairs of synthetic products whose shifts are known: measured directly and through the network, each within its stated uncertainty.
//!
//! Seeds 8 100 to 8 105 were never looked at while the estimator was built. For 66 pairs of 6 products that share bands (about 11 × 6 × 2
//! independent errors) the rms of error over stated uncertainty lies below 1.35 with more than 99.9 % probability when the uncertainty is right.

use viq::imagery::{NoDataReason, RasterSize, RasterSource, ReadError, Reasons, Tile, Window};
use viq::instrument::{DETECTOR_UNITS, SpectralBand};
use viq::measurement::{Measurement, Subject};
use viq::performance::band_registration::BandRegistration;
use viq::performance::{all_bands, walk};
use viq::simulation::{SyntheticAcquisition, UNIT_SHIFTS, synthesise};
use viq::supervision::Supervision;

/// The synthetic product as a raster in memory.
struct InMemory(SyntheticAcquisition);

impl RasterSource for InMemory {
    fn size(&self) -> RasterSize {
        let side = self.0.side;
        RasterSize { lines: side, columns: side, bands: 12, block_lines: 64, block_columns: side }
    }

    fn read(
        &self,
        bands: &[usize],
        window: Window,
        tiles: &mut Vec<Tile>,
        supervision: &Supervision,
    ) -> Result<(), ReadError> {
        tiles.clear();
        supervision.check()?;
        for band in bands {
            let mut tile = Tile::default();
            for line in window.line..window.line_end() {
                for column in window.column..window.column_end() {
                    let pixel = line * self.0.side + column;
                    let code = self.0.bands[*band][pixel];
                    let mut reasons = Reasons::VALID;
                    if code == 0 {
                        reasons.insert(NoDataReason::Outside);
                    }
                    if self.0.masks[2][pixel] != 0 {
                        reasons.insert(NoDataReason::Cloud);
                    }
                    if self.0.masks[1][pixel] & (1 << band) != 0 {
                        reasons.insert(NoDataReason::Defective);
                    }
                    tile.values.push(f32::from(code));
                    tile.reasons.push(reasons);
                }
            }
            tiles.push(tile);
        }
        Ok(())
    }
}

fn bands() -> Vec<SpectralBand> {
    (0..12)
        .map(|band| SpectralBand {
            name: format!("B{:02}", band + 1),
            centre_nm: None,
            ak: None,
            polarisation_coefficient: None,
            detector_unit: Some(DETECTOR_UNITS[band]),
            reflectance_per_code: None,
        })
        .collect()
}

fn registration(side: usize, seed: u64) -> Vec<Measurement> {
    let supervision = Supervision::unattended();
    let raster = InMemory(synthesise(side, seed, &supervision).unwrap());
    let registration = BandRegistration::new(raster.size());
    let samples = walk(&raster, &all_bands(raster.size()), "measuring", &supervision, |cell, tiles| {
        registration.sample(cell, tiles, &supervision)
    });
    registration.conclude(&samples.unwrap(), &bands(), &[]).measurements
}

fn truth(first: &str, second: &str) -> [f64; 2] {
    let shift = |band: &str| UNIT_SHIFTS[usize::from(DETECTOR_UNITS[band[1..].parse::<usize>().unwrap() - 1]) - 1];
    [0, 1].map(|axis| shift(second)[axis] - shift(first)[axis])
}

/// Rms of error over stated uncertainty of the pairs measured directly and through the network, the number of each, the largest error.
fn errors(side: usize, seeds: std::ops::Range<u64>) -> ([f64; 2], [u32; 2], f64) {
    let (mut squares, mut numbers, mut largest) = ([0.0; 2], [0; 2], 0.0_f64);
    for seed in seeds {
        let all = registration(side, seed);
        for (metric, axis) in [("registration_line", 0), ("registration_column", 1)] {
            for record in all.iter().filter(|record| record.metric == metric) {
                let Subject::Pair(first, second) = &record.subject else { continue };
                let Some(found) = record.estimate() else { continue };
                let error = found.value - truth(first, second)[axis];
                let way = usize::from(record.method.starts_with("through neighbours"));
                squares[way] += (error / found.uncertainty).powi(2);
                numbers[way] += 1;
                largest = largest.max(error.abs());
            }
        }
    }
    let rms = [0, 1].map(|way| (squares[way] / f64::from(numbers[way].max(1))).sqrt());
    println!(
        "{side} px: direct rms z {:.2} of {}; network {:.2} of {}; largest error {largest:.3} px",
        rms[0], numbers[0], rms[1], numbers[1]
    );
    (rms, numbers, largest)
}

#[test]
fn errors_of_all_pairs_are_as_large_as_stated() {
    let (rms, numbers, largest) = errors(384, 8_100..8_106);
    assert!(numbers[0] + numbers[1] >= 66 * 2 * 5, "{numbers:?}");
    assert!(rms[0] < 1.35 && rms[1] < 1.35, "{rms:?}");
    assert!(largest < 0.15, "{largest}");
}

/// 24 larger products: the rms of about 500 independent errors lies between 0.6 and 1.2 when the uncertainty is right or a little wide.
#[test]
#[ignore = "slow validation"]
fn errors_of_all_pairs_of_many_products_are_as_large_as_stated() {
    let (rms, _, largest) = errors(512, 9_200..9_224);
    assert!((0.6..1.2).contains(&rms[0]), "{rms:?}");
    assert!(largest < 0.15, "{largest}");
}
