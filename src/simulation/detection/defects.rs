//! Detectors out of order: what they read instead of their light.

use super::DefectBehaviour;
use crate::instrument::radiometry::{Defect, DefectKind};

/// The detectors out of order of one array, by what they do.
#[derive(Debug, Clone, Default)]
pub(crate) struct DefectiveColumns {
    blind: Vec<usize>,
    noisy: Vec<usize>,
    holes: Vec<usize>,
    behaviour: DefectBehaviour,
}

impl DefectiveColumns {
    pub(crate) fn new(defects: &[Defect], columns: usize, behaviour: DefectBehaviour) -> Self {
        let mut defective = Self { behaviour, ..Self::default() };
        for defect in defects {
            let list = match defect.kind {
                DefectKind::Blind => &mut defective.blind,
                DefectKind::Noisy => &mut defective.noisy,
                DefectKind::FilterHole => &mut defective.holes,
            };
            list.extend(defect.columns.columns().take_while(|column| *column < columns));
        }
        defective
    }

    /// The columns whose filter has a hole.
    pub(crate) fn holes(&self) -> &[usize] {
        &self.holes
    }

    /// Equalised counts of a detector whose filter has a hole: a share of its own, and one of the mean of all bands' radiance at its place.
    pub(crate) fn through_hole(&self, own_counts: f64, gain: f64, white_radiance: f64) -> f64 {
        self.behaviour.hole_own_share * own_counts + self.behaviour.hole_white_share * gain * white_radiance
    }

    /// A blind detector has no signal above its dark one.
    pub(crate) fn blind(&self, counts: &mut [f32]) {
        for column in &self.blind {
            if let Some(count) = counts.get_mut(*column) {
                *count = 0.0;
            }
        }
    }

    /// The noise of a noisy detector is a multiple of what it would be.
    pub(crate) fn noisy(&self, sigma: &mut [f32]) {
        for column in &self.noisy {
            if let Some(sigma) = sigma.get_mut(*column) {
                *sigma *= self.behaviour.noisy_factor as f32;
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "figures that are exact by construction")]
mod tests {
    use super::*;
    use crate::instrument::radiometry::ColumnRange;

    #[test]
    fn each_kind_changes_its_own_columns_and_its_own_thing() {
        let behaviour = DefectBehaviour { noisy_factor: 10.0, hole_own_share: 0.5, hole_white_share: 0.25 };
        let defect = |first, last, kind| Defect { columns: ColumnRange::new(first, last), kind };
        let list =
            [defect(1, 2, DefectKind::Blind), defect(4, 4, DefectKind::Noisy), defect(5, 9, DefectKind::FilterHole)];
        let defective = DefectiveColumns::new(&list, 7, behaviour);
        let (mut counts, mut sigma) = ([100.0; 7], [2.0; 7]);
        defective.blind(&mut counts);
        defective.noisy(&mut sigma);
        assert_eq!(counts, [100.0, 0.0, 0.0, 100.0, 100.0, 100.0, 100.0]);
        assert_eq!(sigma, [2.0, 2.0, 2.0, 2.0, 20.0, 2.0, 2.0]);
        // the range ends at the image's border
        assert_eq!(defective.holes(), [5, 6]);
        // half of 100 counts, and a quarter of 80 W·m⁻²·sr⁻¹·µm⁻¹ at 2 counts each
        assert!((defective.through_hole(100.0, 2.0, 80.0) - 90.0).abs() < 1e-12);
    }
}
