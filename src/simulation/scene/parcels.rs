//! Fields: the Voronoi polygons of a jittered lattice, each with one crop.

use super::clouds::normal_quantile;
use super::fractal::{Fractal, FractalScratch, mixed32};
use super::relief::POST_CELLS;
use super::settings::FieldSettings;

/// One polygon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parcel {
    /// Its seed point, cells along and across.
    pub(super) seed: [f32; 2],
    /// What grows on it.
    pub(super) crop: Crop,
}

/// What a polygon carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Crop {
    /// Nobody farms it: the ground is as it grew.
    Wild,
    /// A field with its share of vegetation and its relative brightness.
    Field {
        /// Share of vegetation.
        greenness: f32,
        /// Relative brightness.
        brightness: f32,
    },
}

/// All polygons.
pub(super) struct Parcels {
    salt: u32,
    spacing: f64,
    farmed: Fractal,
    threshold: f32,
    bare_share: f32,
}

impl Parcels {
    pub(super) fn new(seed: u64, settings: &FieldSettings, cell_m: f64) -> Self {
        let post_m = cell_m * f64::from(POST_CELLS);
        Self {
            salt: mixed32(seed as u32 ^ mixed32((seed >> 32) as u32 ^ 0x9a2c_e150)),
            // Not below two blocks of cells: the search relies on it.
            spacing: (settings.size_m / cell_m).max(16.0),
            farmed: Fractal::new(seed, 3, 2.6, [1_000.0 / post_m, 8_000.0 / post_m], 1.0),
            threshold: normal_quantile(settings.share) as f32,
            bare_share: settings.bare_share as f32,
        }
    }

    /// The polygons that may reach into `side` × `side` cells from a first one on; seeds are given from that cell.
    ///
    /// A seed stands in the inner three fifths of its lattice cell, so that the nearest seed is always among the nine around.
    pub(super) fn around(&self, first: [i32; 2], side: i32, found: &mut Vec<Parcel>, scratch: &mut FractalScratch) {
        found.clear();
        let range = |first: i32| {
            let low = (f64::from(first) / self.spacing).floor() as i32 - 1;
            let high = (f64::from(first + side) / self.spacing).floor() as i32 + 1;
            low..=high
        };
        for along in range(first[0]) {
            for across in range(first[1]) {
                let bits = mixed32(
                    (along as u32).wrapping_mul(0x9e37_79b1)
                        ^ mixed32((across as u32).wrapping_mul(0x85eb_ca6b) ^ self.salt),
                );
                let draw =
                    |number: u32| mixed32(bits.wrapping_add(number.wrapping_mul(0xc2b2_ae35))) as f32 / 4.294_967_3e9;
                let place = |lattice: i32, draw: f32| (f64::from(lattice) + 0.2 + 0.6 * f64::from(draw)) * self.spacing;
                let (a, b) = (place(along, draw(0)), place(across, draw(1)));
                let post = |cells: f64| (cells / f64::from(POST_CELLS)).floor() as i32;
                let crop = if self.farmed.at(post(a), post(b), scratch) < self.threshold {
                    let (greenness, span) = if draw(2) < self.bare_share { (0.03, 0.15) } else { (0.45, 0.5) };
                    Crop::Field { greenness: greenness + span * draw(3), brightness: 0.8 + 0.4 * draw(4) }
                } else {
                    Crop::Wild
                };
                found.push(Parcel { seed: [(a - f64::from(first[0])) as f32, (b - f64::from(first[1])) as f32], crop });
            }
        }
    }
}
