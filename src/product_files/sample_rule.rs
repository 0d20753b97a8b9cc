//! How a delivered sample becomes a value with its reasons: no-data values, NaN, codes at the ends of the range, masks.

use crate::imagery::{NoDataReason, Reasons};

const MISSING: Reasons = Reasons::only(NoDataReason::Missing);
const CLIPPED: Reasons = Reasons::only(NoDataReason::Clipped);

/// Codes at which the processing clips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ClippedCodes {
    /// The lowest code: what is darker is written as this.
    pub(super) lowest: f32,
    /// The highest code: what is brighter is written as this.
    pub(super) highest: f32,
}

/// What a sample's own value says about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SampleRule {
    /// The value that stands for no data.
    pub(super) no_data: Option<f32>,
    /// Whether a pixel with no data in every band lies outside of the useful image.
    pub(super) empty_pixel_is_outside: bool,
    /// Codes at which the processing clips.
    pub(super) clipped: Option<ClippedCodes>,
}

impl SampleRule {
    /// Whether the value is the one that stands for no data.
    pub(super) fn is_no_data(&self, value: f32) -> bool {
        // The file's own sample against the file's own constant, bit for bit, except that zero has no sign.
        self.no_data.is_some_and(|no_data| (value + 0.0).total_cmp(&(no_data + 0.0)).is_eq())
    }

    fn reasons(&self, value: f32) -> Reasons {
        let mut reasons = Reasons::VALID;
        if value.is_nan() || self.is_no_data(value) {
            reasons = reasons.union(MISSING);
        } else if self.clipped.is_some_and(|codes| value.total_cmp(&codes.lowest).is_eq() || value >= codes.highest) {
            reasons = reasons.union(CLIPPED);
        }
        reasons
    }

    /// The reasons of every 16-bit code, in the order of the codes.
    pub(super) fn table(&self) -> Vec<Reasons> {
        (0..=u16::MAX).map(|code| self.reasons(f32::from(code))).collect()
    }

    /// Converts a run of 16-bit codes by the table of this rule; returns whether any is missing.
    pub(super) fn convert_codes(table: &[Reasons], codes: &[u16], values: &mut [f32], reasons: &mut [Reasons]) -> bool {
        let mut seen = Reasons::VALID;
        for ((code, value), reason) in codes.iter().zip(values).zip(reasons) {
            *value = f32::from(*code);
            *reason = table.get(usize::from(*code)).copied().unwrap_or(MISSING);
            seen = seen.union(*reason);
        }
        seen.contains(NoDataReason::Missing)
    }

    /// Gives a run of real samples its reasons and turns NaN into zero; returns whether any is missing.
    pub(super) fn convert_reals(&self, samples: &[f32], values: &mut [f32], reasons: &mut [Reasons]) -> bool {
        let mut seen = Reasons::VALID;
        for ((sample, value), reason) in samples.iter().zip(values).zip(reasons) {
            *value = if sample.is_nan() { 0.0 } else { *sample };
            *reason = self.reasons(*sample);
            seen = seen.union(*reason);
        }
        seen.contains(NoDataReason::Missing)
    }
}

/// Adds `reason` to every sample whose mask has one of `bits`.
pub(super) fn add_mask(mask: &[u16], bits: u16, reason: NoDataReason, reasons: &mut [Reasons]) {
    let reason = Reasons::only(reason);
    for (mask, reasons) in mask.iter().zip(reasons) {
        *reasons = reasons.union(if mask & bits == 0 { Reasons::VALID } else { reason });
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "codes are small whole numbers, which are exact")]
mod tests {
    use super::*;

    fn rule() -> SampleRule {
        SampleRule {
            no_data: Some(0.0),
            empty_pixel_is_outside: true,
            clipped: Some(ClippedCodes { lowest: 1.0, highest: 1023.0 }),
        }
    }

    #[test]
    fn codes_at_the_ends_of_the_range_are_clipped_and_zero_is_missing() {
        let table = rule().table();
        let codes = [0, 1, 2, 1022, 1023, 1024];
        let (mut values, mut reasons) = ([0.0; 6], [Reasons::VALID; 6]);
        assert!(SampleRule::convert_codes(&table, &codes, &mut values, &mut reasons));
        assert_eq!(reasons, [MISSING, CLIPPED, Reasons::VALID, Reasons::VALID, CLIPPED, CLIPPED]);
        assert_eq!(values, [0.0, 1.0, 2.0, 1022.0, 1023.0, 1024.0]);
    }

    #[test]
    fn a_nan_is_missing_and_delivered_as_zero() {
        let (mut values, mut reasons) = ([9.0; 3], [Reasons::VALID; 3]);
        assert!(rule().convert_reals(&[f32::NAN, 1.5, 1023.5], &mut values, &mut reasons));
        assert_eq!(values, [0.0, 1.5, 1023.5]);
        assert_eq!(reasons, [MISSING, Reasons::VALID, CLIPPED]);
    }

    #[test]
    fn without_a_rule_every_number_is_valid() {
        let rule = SampleRule { no_data: None, empty_pixel_is_outside: false, clipped: None };
        let (mut values, mut reasons) = ([9.0; 3], [CLIPPED; 3]);
        assert!(!rule.convert_reals(&[-3.0, 0.0, 1.0], &mut values, &mut reasons));
        assert!(reasons.iter().all(|reasons| reasons.is_valid()));
    }

    #[test]
    fn a_mask_adds_its_reason_only_where_its_bit_is_set() {
        let mut reasons = [Reasons::VALID, CLIPPED, Reasons::VALID];
        add_mask(&[0b01, 0b10, 0b11], 0b10, NoDataReason::Cloud, &mut reasons);
        assert!(reasons[0].is_valid());
        assert!(reasons[1].contains(NoDataReason::Cloud) && reasons[1].contains(NoDataReason::Clipped));
        assert!(reasons[2].contains(NoDataReason::Cloud));
    }
}
