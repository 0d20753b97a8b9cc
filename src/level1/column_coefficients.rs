//! The coefficients of neighbouring detectors as the row kernel takes them.

use super::DetectorCurve;

/// Coefficients of neighbouring columns side by side, single precision: value = low·X + gap·max(X, turn) + offset, which for a code X is
/// a1·Y up to the knee, and a1·Zs + a2·(Y − Zs) beyond it, Y = X − dark.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnCoefficients {
    low: Vec<f32>,
    gap: Vec<f32>,
    turn: Vec<f32>,
    offset: Vec<f32>,
}

/// The coefficients of some of the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct CoefficientPart<'a> {
    pub(super) low: &'a [f32],
    pub(super) gap: &'a [f32],
    pub(super) turn: &'a [f32],
    pub(super) offset: &'a [f32],
}

impl ColumnCoefficients {
    /// Of detectors, their values times `factor`; for codes, or for counts from which the dark signal is gone already.
    pub(super) fn of(curves: &[DetectorCurve], factor: f64, is_dark_gone: bool) -> Self {
        let row = || Vec::with_capacity(curves.len());
        let mut all = Self { low: row(), gap: row(), turn: row(), offset: row() };
        for curve in curves {
            let dark = if is_dark_gone { 0.0 } else { curve.dark };
            let (low, gap, turn) = (curve.low * factor, (curve.high - curve.low) * factor, curve.knee + dark);
            all.low.push(low as f32);
            all.gap.push(gap as f32);
            all.turn.push(turn as f32);
            // From the rounded figures, so that what is taken off is what was put on.
            let [gap, turn] = [gap as f32, turn as f32].map(f64::from);
            all.offset.push((-low * dark - gap * turn) as f32);
        }
        all
    }

    /// Of the columns `first` to before `end`; nothing where there are none.
    pub(super) fn part(&self, first: usize, end: usize) -> CoefficientPart<'_> {
        CoefficientPart {
            low: self.low.get(first..end).unwrap_or_default(),
            gap: self.gap.get(first..end).unwrap_or_default(),
            turn: self.turn.get(first..end).unwrap_or_default(),
            offset: self.offset.get(first..end).unwrap_or_default(),
        }
    }
}
