//! What covers the cells of a tile, as it is kept.

use super::end_members::END_MEMBERS;

/// Cells along one side of a tile.
pub(super) const TILE_CELLS: i32 = 128;
pub(super) const SIDE: usize = TILE_CELLS as usize;

/// What an amount of 1 is stored as; the greatest is a little below 4.
const UNIT: f32 = 16_384.0;

/// Amounts of the end members in the cells of a tile: what a band sees is the sum of amount times reflectance.
///
/// The amounts are numbers of 16 bits: the scene *is* these numbers, bilinear between the cells' middles, so that nothing is lost by it. Where there is water
/// there is nothing else, so that water and bright surfaces share a plane; a tile that has neither does without it.
#[derive(Default)]
pub(super) struct CoverTile {
    /// Soil, then vegetation; empty where there is none of both.
    land: Vec<u16>,
    /// Water where there is neither soil nor vegetation, else bright surfaces; empty where there is none of both.
    other: Vec<u16>,
}

impl CoverTile {
    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        (self.land.len() + self.other.len()) * size_of::<u16>()
    }

    /// Reflectances of a run of cells for the given reflectances of the end members.
    pub(super) fn mix(&self, first: usize, reflectances: [f32; END_MEMBERS], mixed: &mut [f32]) {
        let [a, b, c, d] = reflectances.map(|reflectance| reflectance / UNIT);
        if self.land.is_empty() {
            let water = self.other.get(first..).unwrap_or_default();
            mixed.fill(0.0);
            for (value, water) in mixed.iter_mut().zip(water) {
                *value = c * f32::from(*water);
            }
            return;
        }
        let soil = &self.land[first..][..mixed.len()];
        let vegetation = &self.land[SIDE * SIDE + first..][..mixed.len()];
        let land = soil.iter().zip(vegetation);
        if self.other.is_empty() {
            for (value, (soil, vegetation)) in mixed.iter_mut().zip(land) {
                *value = a * f32::from(*soil) + b * f32::from(*vegetation);
            }
            return;
        }
        let other = &self.other[first..][..mixed.len()];
        for (value, ((soil, vegetation), other)) in mixed.iter_mut().zip(land.zip(other)) {
            let reflectance = if soil | vegetation == 0 { c } else { d };
            *value = a * f32::from(*soil) + b * f32::from(*vegetation) + reflectance * f32::from(*other);
        }
    }

    /// Stores what covers a cell.
    pub(super) fn store(&mut self, at: usize, cover: Cover) {
        let [soil, vegetation, other] = match cover {
            Cover::Water(amount) => [0, 0, stored(amount)],
            Cover::Land(amounts) => match amounts.map(stored) {
                // Too dark for anything to be seen, and not to be taken for water.
                [0, 0, _] => [0; 3],
                amounts => amounts,
            },
        };
        if soil | vegetation > 0 {
            self.land.resize(2 * SIDE * SIDE, 0);
            self.land[at] = soil;
            self.land[SIDE * SIDE + at] = vegetation;
        }
        if other > 0 {
            self.other.resize(SIDE * SIDE, 0);
            self.other[at] = other;
        }
    }
}

/// What covers a cell, as amounts.
#[derive(Clone, Copy)]
pub(super) enum Cover {
    /// Water alone.
    Water(f32),
    /// Soil, vegetation and bright surfaces.
    Land([f32; 3]),
}

/// An amount as it is stored: rounded, from 0 to just below 4.
#[inline]
fn stored(amount: f32) -> u16 {
    // Adding 2²³ leaves the rounded number in the lowest bits, without a conversion that would look for what is no number.
    const SHIFT: f32 = 8_388_608.0;
    ((amount * UNIT).clamp(0.0, 65_535.0) + SHIFT).to_bits() as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_what_was_stored_in_it_and_a_tile_takes_what_it_needs() {
        let reflectances = [0.2, 0.4, 0.05, 0.5];
        let seen = |tile: &CoverTile, at: usize| {
            let mut mixed = [7.0];
            tile.mix(at, reflectances, &mut mixed);
            mixed[0]
        };
        let plane = SIDE * SIDE * 2;
        let mut tile = CoverTile::default();
        assert_eq!(tile.bytes(), 0);
        tile.store(5, Cover::Water(1.1));
        assert!((seen(&tile, 5) - 0.055).abs() < 1e-5 && seen(&tile, 6) < 1e-9);
        assert_eq!(tile.bytes(), plane);
        tile.store(6, Cover::Land([0.5, 0.3, 0.2]));
        // Nothing but a bright surface, too dark to be seen: no water comes of it.
        tile.store(7, Cover::Land([0.0, 0.0, 0.4]));
        assert!((seen(&tile, 6) - (0.1 + 0.12 + 0.1)).abs() < 1e-4 && (seen(&tile, 5) - 0.055).abs() < 1e-5);
        assert!(seen(&tile, 7) < 1e-9);
        assert_eq!(tile.bytes(), 3 * plane);
        let mut field = CoverTile::default();
        field.store(SIDE * SIDE - 1, Cover::Land([0.25, 0.75, 0.0]));
        assert!((seen(&field, SIDE * SIDE - 1) - 0.35).abs() < 1e-4);
        assert_eq!(field.bytes(), 2 * plane);
    }
}
